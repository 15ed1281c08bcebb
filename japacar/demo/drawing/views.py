"""Where one stands to look at a vehicle: the eye of each outside view, and the car or motorcycle painted from there."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from . import bodies_low, bodies_rough, bodies_tall, bodies_truck, bodies_van
from .canvas import Canvas
from .coachwork import Painter, paint_car
from .motorcycle import LENGTH, WIDTH, extent, paint_motorcycle
from .paints import paint
from .parts import Block, Car
from .scene import caption, set_scene
from .space import Camera, Vector

BODIES: dict[str, Callable[[], Car]] = {
    "sedan": bodies_low.sedan,
    "hatchback": bodies_low.hatchback,
    "wagon": bodies_low.wagon,
    "coupe": bodies_low.coupe,
    "suv": bodies_rough.suv,
    "offroad": bodies_rough.offroad,
    "offroad_short": bodies_rough.offroad_short,
    "minivan": bodies_tall.minivan,
    "kei_hatch": bodies_tall.kei_hatch,
    "van": bodies_van.van,
    "kei_van": bodies_van.kei_van,
    "microbus": bodies_van.microbus,
    "kei_truck": bodies_truck.kei_truck,
    "truck": bodies_truck.truck,
    "box_truck": bodies_truck.box_truck,
    "pickup": bodies_truck.pickup,
}
SHAPES = (*BODIES, "motorcycle")
OUTSIDE = ("front_left", "left_side", "rear_right", "front", "rear")

# What is smaller in life is a little smaller in the picture too.
_SMALL = {"kei_hatch": 0.93, "kei_van": 0.94, "kei_truck": 0.94, "offroad_short": 0.92}


def outside(shape: str, colour: str, angle: str, backdrop: int) -> Canvas:
    """One outside view on its scene."""
    canvas = Canvas()
    camera = camera_for(shape, angle)
    painter = Painter(canvas, camera, paint(colour))
    if shape == "motorcycle":
        set_scene(canvas, camera, backdrop, footprint=(LENGTH, WIDTH * 0.55))
        paint_motorcycle(painter)
    else:
        car = BODIES[shape]()
        set_scene(canvas, camera, backdrop, footprint=(car.length, car.shell.width))
        paint_car(car, painter)
    caption(canvas)
    return canvas


@cache
def camera_for(shape: str, angle: str) -> Camera:
    """The camera of a view, so far away that the whole vehicle stands in the picture."""
    points = extent() if shape == "motorcycle" else _extent(BODIES[shape]())
    length = max(u for u, _, _ in points)
    height = max(z for _, _, z in points)
    far = 0.55 if shape == "motorcycle" else max(1.0, length / 4.9, height / 1.95)
    lift = (far - 1) * 1.2 if far > 1 else 0
    open_bed = shape in {"kei_truck", "truck"}
    eye: dict[str, Vector] = {
        "front_left": (-5.6 * far, 5.6 * far, 1.75 + lift + 0.4 * open_bed),
        "rear_right": (length + 5.6 * far, -5.2 * far, 1.85 + lift + 0.9 * open_bed),
        "left_side": (length / 2, 17 * far, 1.25 * max(far, 1)),
        "front": (-8.5 * far, 0, 1.35 * max(far, 1)),
        "rear": (length + 8 * far, 0, 1.45 * max(far, 1) + 0.9 * open_bed),
    }
    size = _SMALL.get(shape, 1.0)
    floor = {"left_side": 960, "front": 1010, "rear": 1010}.get(angle, 1000)
    wide, high = (1340, 780) if angle in {"front_left", "rear_right", "left_side"} else (1150, 770)
    camera = Camera(eye[angle], (length / 2, 0, min(0.7 * max(far, 1), height / 2)))
    return camera.fitted(points, width=wide * size, height=high * size, floor=floor)


def _extent(car: Car) -> list[Vector]:
    shell = car.shell
    points = [shell.hull(step, t) for step in range(0, shell.last + 1, 3) for t in (-1.0, 0.0, 1.0)]
    points += [(wheel.u, side * wheel.y, 0.0) for wheel in (*car.wheels, *car.loose_wheels) for side in (1, -1)]
    for part in car.load:
        ends = (part.first, part.last) if isinstance(part, Block) else (part.points[0], part.points[-1])
        points += [
            (u, y, z)
            for u in (ends[0][0], ends[1][0])
            for y in (ends[0][1], ends[1][1])
            for z in (ends[0][2], ends[1][2])
        ]
    return points
