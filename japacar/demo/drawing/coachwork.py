"""Lays paint, glass, lamps and wheels on a shell, in the order that the eye needs.

`Car` says what a body carries; `paint_car` draws it for a camera. Coordinates as in shell.py, in metres.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .canvas import Canvas, Colour, Point, mix
from .paints import BLACK, DEEP, GLASS, GLASS_LIGHT, PLASTIC, STEEL, Paint
from .shell import COLUMNS, Shell
from .space import Camera, Vector, dot, hull, minus, smooth_ring, unit
from .wheels import Wheel, arch_ring, paint_spare, paint_wheel

SUN = unit((-0.24, 0.56, 0.80))
TONES = 150


@dataclass(frozen=True)
class Decal:
    """A flat-coloured shape. `place` is "front", "rear" (points are t and z) or "top" (points are t and u) or "flank" (u and z).

    `both` repeats it on the other side; `cut` rounds the corners; `shine` runs to this colour at the top.
    """

    place: str
    points: tuple[Point, ...]
    colour: Colour | str
    both: bool = True
    cut: float = 0.2
    shine: Colour | str | None = None
    line: float = 0
    out: float = 0.004
    alpha: float = 1


@dataclass(frozen=True)
class Seam:
    """A line on the skin: the gap of a door, the edge of a bonnet. A colour of "gap" is the paint's own."""

    place: str
    points: tuple[Point, ...]
    colour: Colour | str = "gap"
    width: float = 0.009
    cut: float = 0.2
    both: bool = True


@dataclass(frozen=True)
class Box:
    """A small solid beside the skin, such as a mirror: centre on the left flank, half sizes, colour. Repeated on the right."""

    centre: Vector
    half: Vector
    colour: Colour | str
    both: bool = True
    round: bool = False


@dataclass(frozen=True)
class Rail:
    """A bar through space, such as a roof rail or a gate's post."""

    points: tuple[Vector, ...]
    colour: Colour | str
    width: float


@dataclass(frozen=True)
class Block:
    """An upright solid behind or under the cab. `ribs` counts the upright lines on its flanks, `doors` divides its rear."""

    first: Vector
    last: Vector
    colour: Colour | str
    ribs: int = 0
    doors: bool = False


@dataclass(frozen=True)
class Car:
    """Everything that a drawn body carries."""

    shell: Shell
    sill: float
    wheels: tuple[Wheel, ...]
    decals: tuple[Decal, ...] = ()
    seams: tuple[Seam, ...] = ()
    boxes: tuple[Box, ...] = ()
    arch: float = 0.06
    rails: tuple[Rail, ...] = ()
    load: tuple[Block | Rail, ...] = ()
    chassis: tuple[Block, ...] = ()
    loose_wheels: tuple[Wheel, ...] = ()
    spare: Wheel | None = None

    @property
    def length(self) -> float:
        return max([self.shell.spine[-1][0], *(part.last[0] for part in self.load if isinstance(part, Block))])


@dataclass
class Painter:
    """Draws one car on one canvas for one camera."""

    canvas: Canvas
    camera: Camera
    paint: Paint

    def __post_init__(self) -> None:
        # The sun stands behind the onlooker's shoulder, so that no view shows only shade.
        eye, target = self.camera.eye, self.camera.target
        self.sun = (SUN[0] * (-1 if eye[0] > target[0] else 1), SUN[1] * (-1 if eye[1] < -0.5 else 1), SUN[2])

    def light_on(self, normal: Vector, z: float) -> float:
        """0…1: how bright a surface looks under a high, soft sun, a little darker towards the ground."""
        sun = max(dot(normal, self.sun), 0)
        low = max(0.35 - z, 0) * 0.45
        return min(max(0.10 + 0.46 * (0.5 + 0.5 * normal[2]) + 0.42 * sun - low, 0), 1)

    def colour(self, wanted: Colour | str) -> Colour:
        """A plain colour, or one of the paint's: "paint", "gap", "shade", "lit"."""
        if not isinstance(wanted, str):
            return wanted
        return {
            "paint": self.paint.tone(0.5),
            "gap": self.paint.line,
            "shade": self.paint.tone(0.25),
            "lit": self.paint.tone(0.85),
        }[wanted]

    def px(self, metres: float, at: Vector) -> float:
        """A width in pixels at that place."""
        return max(self.camera.scale * metres / max(self.camera.depth(at), 0.1), 0.6)

    def faces(self, normal: Vector, at: Vector) -> bool:
        return dot(normal, minus(self.camera.eye, at)) > 0


def paint_car(car: Car, painter: Painter) -> None:
    """The whole car: underside, wheels, hull, flanks, details, from far to near."""
    sides = _sides_in_order(painter)
    _underside(car, painter)
    from_behind = painter.camera.eye[0] > car.length / 2
    for side in sides:
        _wheel_houses(car, painter, side)
        if side == sides[1]:
            _blocks(painter, car.chassis)
        wheels = (*car.wheels, *car.loose_wheels)
        for wheel in sorted(wheels, key=lambda w: -painter.camera.depth((w.u, side * w.y, w.radius))):
            paint_wheel(painter, wheel, side)
    if not from_behind:
        _blocks(painter, car.load)
    _boxes(car, painter, [(box, side) for box in car.boxes for side in (1, -1) if not _is_near(painter, side)])
    _hull(car, painter)
    for place in ("top", "front", "rear"):
        _on_hull(car, painter, place)
    _rails(painter, car.rails)
    for side in sides:
        _flank(car, painter, side)
    _boxes(car, painter, [(box, side) for box in car.boxes for side in (1, -1) if _is_near(painter, side)])
    if from_behind:
        _blocks(painter, car.load)
        if car.spare:
            paint_spare(painter, car.spare)


def _rails(painter: Painter, rails: Sequence[Rail]) -> None:
    for rail in rails:
        seen = [painter.camera.see(point) for point in rail.points]
        painter.canvas.line(
            seen, painter.colour(rail.colour), painter.px(rail.width, rail.points[len(rail.points) // 2])
        )


def _blocks(painter: Painter, parts: Sequence[Block | Rail]) -> None:
    """Solids and bars in the order in which they are listed, unless a block lies clearly behind another."""

    def far(part: Block | Rail) -> float:
        ends = part.points if isinstance(part, Rail) else (part.first, part.last)
        middle = tuple(sum(end[axis] for end in ends) / len(ends) for axis in range(3))
        return -painter.camera.depth((middle[0], middle[1], middle[2]))

    for part in sorted(parts, key=far):
        if isinstance(part, Rail):
            _rails(painter, (part,))
        else:
            _block(painter, part)


def _block(painter: Painter, block: Block) -> None:
    (u0, y0, z0), (u1, y1, z1) = block.first, block.last
    centre = ((u0 + u1) / 2, (y0 + y1) / 2, (z0 + z1) / 2)
    half = ((u1 - u0) / 2, (y1 - y0) / 2, (z1 - z0) / 2)
    colour = painter.colour(block.colour)
    solid(painter, centre, half, colour)
    gap = mix(colour, BLACK, 0.2)
    see = painter.camera.see
    side = 1 if painter.camera.eye[1] > 0 else -1
    y = y1 if side > 0 else y0
    if block.ribs and painter.faces((0, side, 0), (u0, y, z0)):
        for rib in range(1, block.ribs):
            u = u0 + (u1 - u0) * rib / block.ribs
            painter.canvas.line([see((u, y, z0)), see((u, y, z1))], gap, painter.px(0.012, (u, y, z0)))
    if block.doors and painter.faces((1, 0, 0), (u1, centre[1], centre[2])):
        painter.canvas.line([see((u1, 0, z0)), see((u1, 0, z1))], gap, painter.px(0.014, (u1, 0, z0)))
        for across in (-0.12, 0.12):
            painter.canvas.line(
                [see((u1 + 0.01, across, z0 + 0.1)), see((u1 + 0.01, across, z1 - 0.1))],
                STEEL,
                painter.px(0.03, (u1, 0, z0)),
            )


def _sides_in_order(painter: Painter) -> tuple[int, int]:
    return (-1, 1) if painter.camera.eye[1] >= 0 else (1, -1)


def _is_near(painter: Painter, side: int) -> bool:
    """Whether the skin cannot hide the box: beside the car on the onlooker's side, or seen from straight ahead."""
    eye = painter.camera.eye
    if abs(eye[1]) < 0.5:
        return eye[0] < painter.camera.target[0]
    return (eye[1] > 0) == (side > 0)


def _underside(car: Car, painter: Painter) -> None:
    shell = car.shell
    first, last = shell.spine[0], shell.spine[-1]
    ends = (first[0] + first[3] + first[4] + 0.10, last[0] - last[3] - last[4] - 0.10)
    corners = [(u, y * shell.width * 0.42, car.sill + 0.02) for u in ends for y in (-1, 1)]
    corners += [(u, y, car.sill - 0.05) for u, y, _ in corners]
    painter.canvas.poly(hull(painter.camera.see(corner) for corner in corners), DEEP)


def _wheel_houses(car: Car, painter: Painter, side: int) -> None:
    for wheel in car.wheels:
        ring = arch_ring(wheel, car.arch + 0.02, car.sill)
        seen = [painter.camera.see(car.shell.flank(u, z, side)) for u, z in ring]
        inner = [painter.camera.see((u, side * (car.shell.half_width(u, z) - 0.30), z)) for u, z in ring]
        painter.canvas.poly(hull([*seen, *inner]), DEEP)


def _hull(car: Car, painter: Painter) -> None:
    """The swept hull as bands of quads, hidden ones left out, far ones first; like tones of a row join into one shape."""
    grid = car.shell.grid
    pieces: list[tuple[float, list[Vector], int]] = []
    for step in range(car.shell.last):
        run: list[int] = []
        tone = -1
        for column in range(len(COLUMNS) - 1):
            now = _tone(painter, grid, step, column)
            if run and (now != tone or now < 0):
                pieces.append(_piece(painter, grid, step, run, tone))
                run = []
            tone = now
            if now >= 0:
                run.append(column)
        if run:
            pieces.append(_piece(painter, grid, step, run, tone))
    pieces.sort(key=lambda piece: -piece[0])
    for _, corners, tone in pieces:
        colour = painter.paint.tone(tone / TONES)
        painter.canvas.poly([painter.camera.see(corner) for corner in corners], colour, seam=1.4)


def _tone(painter: Painter, grid: list[list[Vector]], step: int, column: int) -> int:
    """The quad's tone, or -1 when it looks away."""
    a, b = grid[step][column], grid[step][column + 1]
    c, d = grid[step + 1][column + 1], grid[step + 1][column]
    normal = unit(_cross_of(minus(c, a), minus(d, b)))
    centre = ((a[0] + c[0]) / 2, (a[1] + c[1]) / 2, (a[2] + c[2]) / 2)
    if not painter.faces(normal, centre):
        return -1
    return round(painter.light_on(normal, centre[2]) * TONES)


def _cross_of(one: Vector, other: Vector) -> Vector:
    return (
        -(one[1] * other[2] - one[2] * other[1]),
        -(one[2] * other[0] - one[0] * other[2]),
        -(one[0] * other[1] - one[1] * other[0]),
    )


def _piece(
    painter: Painter, grid: list[list[Vector]], step: int, run: list[int], tone: int
) -> tuple[float, list[Vector], int]:
    upper = [grid[step][column] for column in (*run, run[-1] + 1)]
    lower = [grid[step + 1][column] for column in (*run, run[-1] + 1)]
    corners = [*upper, *lower[::-1]]
    return (sum(painter.camera.depth(corner) for corner in corners) / len(corners), corners, tone)


def _on_hull(car: Car, painter: Painter, place: str) -> None:
    """Decals and seams of one end or the top, where they face the eye."""
    ahead = painter.camera.eye[0] / car.length
    if (place == "front" and ahead > 0.75) or (place == "rear" and ahead < 0.25):
        return
    for item in (*car.decals, *car.seams):
        if item.place != place:
            continue
        for mirror in (1, -1) if item.both else (1,):
            points = [(t * mirror, other) for t, other in item.points]
            _hull_item(car, painter, item, points)


def _hull_item(car: Car, painter: Painter, item: Decal | Seam, points: list[Point]) -> None:
    shell, eye = car.shell, painter.camera.eye
    points = shaped(item, points)
    placed = []
    for t, other in points:
        on_top = item.place == "top"
        step = shell.step_at(u=other) if on_top else shell.step_at(z=other, rear=item.place == "rear")
        placed.append((step, t))
    middle = (sum(s for s, _ in placed) / len(placed), sum(t for _, t in placed) / len(placed))
    if not painter.faces(shell.hull_normal(*middle), shell.hull(*middle)) and (
        item.place == "top" or not any(painter.faces(shell.hull_normal(s, t), shell.hull(s, t)) for s, t in placed)
    ):
        return
    seen = []
    for step, t in placed:
        seen.append(painter.camera.see(shell.hull(step, shell.visible_t(step, t, eye))))
    _fill_or_stroke(painter, item, seen, shell.hull(*middle))


def shaped(item: Decal | Seam, points: list[Point]) -> list[Point]:
    """The item's outline with round corners and no long straight edges, so that it can follow the skin."""
    closed = isinstance(item, Decal)
    if closed and item.cut:
        points = smooth_ring(points, item.cut)
    pairs = zip(points, points[1:] + points[:1], strict=True) if closed else pairwise(points)
    fine = []
    for (x0, y0), (x1, y1) in pairs:
        # Near t = 1 the hull turns a corner, so little steps there are long ways.
        longest = 0.015 if closed and item.place in {"front", "rear"} and max(abs(x0), abs(x1)) > 0.8 else 0.15
        pieces = max(int(max(abs(x1 - x0), abs(y1 - y0)) / longest), 1)
        fine += [(x0 + (x1 - x0) * i / pieces, y0 + (y1 - y0) * i / pieces) for i in range(pieces)]
    return fine if closed else [*fine, points[-1]]


def _fill_or_stroke(painter: Painter, item: Decal | Seam, seen: list[Point], at: Vector) -> None:
    colour = painter.colour(item.colour)
    if isinstance(item, Seam):
        painter.canvas.line(seen, colour, painter.px(item.width, at))
        return
    if item.shine is not None:
        top, bottom = min(seen, key=lambda p: p[1]), max(seen, key=lambda p: p[1])
        painter.canvas.gradient(
            seen, (top[0], top[1]), (top[0], bottom[1]), (painter.colour(item.shine), colour), alpha=item.alpha
        )
    elif item.line:
        painter.canvas.line(seen, colour, painter.px(item.line, at), close=True, alpha=item.alpha)
    else:
        painter.canvas.poly(seen, colour, alpha=item.alpha)


def _flank(car: Car, painter: Painter, side: int) -> None:
    """One flank: bands of tone inside its outline with the wheel arches cut out, then what lies on it."""
    shell = car.shell
    middle = shell.flank(shell.spine[-1][0] / 2, 0.6, side)
    if not painter.faces((0, side, 0), middle):
        return
    outline = flank_outline(car)
    seen = [painter.camera.see(shell.flank(u, z, side)) for u, z in outline]
    painter.canvas.clip(seen)
    _bands(car, painter, side)
    for decal in car.decals:
        if decal.place == "flank-under":
            _flank_item(car, painter, decal, side)
    for seam in car.seams:
        if seam.place == "flank":
            _flank_item(car, painter, seam, side)
    painter.canvas.unclip()
    for decal in car.decals:
        if decal.place == "flank" and (decal.both or side == 1):
            _flank_item(car, painter, decal, side)


def flank_outline(car: Car) -> list[Point]:
    """(u, z) around the flank: over the top from front to rear, back along the sill around the wheels."""
    top = [car.shell.edge(step) for step in range(car.shell.last + 1)]
    start = max(top[0][0], 0)
    top = [point for point in top if point[1] >= car.sill - 0.001]
    bottom: list[Point] = [(top[-1][0], car.sill)]
    for wheel in sorted(car.wheels, key=lambda w: -w.u):
        bottom += arch_ring(wheel, car.arch, car.sill)[::-1]
    bottom.append((max(top[0][0], start), car.sill))
    return [*top, *bottom]


def _bands(car: Car, painter: Painter, side: int) -> None:
    shell = car.shell
    top = max(point[1] for point in shell.spine)
    first, last = -0.1, shell.spine[-1][0] + 0.4
    us = [first + (last - first) * i / 14 for i in range(15)]
    z = 0.0
    height = 0.035
    while z < top:
        normal = shell.flank_normal(z + height / 2, side)
        colour = painter.paint.tone(painter.light_on(normal, z))
        lower = [painter.camera.see(shell.flank(u, z - 0.004, side)) for u in us]
        upper = [painter.camera.see(shell.flank(u, z + height + 0.004, side)) for u in us]
        painter.canvas.poly([*lower, *upper[::-1]], colour)
        z += height


def _flank_item(car: Car, painter: Painter, item: Decal | Seam, side: int) -> None:
    points = shaped(item, list(item.points))
    out = item.out if isinstance(item, Decal) else 0.003
    seen = [painter.camera.see(car.shell.flank(u, z, side, out)) for u, z in points]
    u, z = points[len(points) // 2]
    _fill_or_stroke(painter, item, seen, car.shell.flank(u, z, side))


def _boxes(car: Car, painter: Painter, boxes: Sequence[tuple[Box, int]]) -> None:
    for box, side in boxes:
        if side == -1 and not box.both:
            continue
        centre = (box.centre[0], side * box.centre[1], box.centre[2])
        (egg if box.round else solid)(painter, centre, box.half, painter.colour(box.colour))


def solid(painter: Painter, centre: Vector, half: Vector, colour: Colour) -> None:
    """An upright block, its visible faces shaded."""
    for axis in range(3):
        for sign in (1, -1):
            normal = (float(sign) * (axis == 0), float(sign) * (axis == 1), float(sign) * (axis == 2))
            at = (
                centre[0] + normal[0] * half[0],
                centre[1] + normal[1] * half[1],
                centre[2] + normal[2] * half[2],
            )
            if not painter.faces(normal, at):
                continue
            light = painter.light_on(normal, centre[2])
            shaded = (
                mix(colour, BLACK, (0.6 - light) * 0.8) if light < 0.6 else mix(colour, (1, 1, 1), (light - 0.6) * 0.5)
            )
            painter.canvas.poly([painter.camera.see(corner) for corner in _face(at, half, axis)], shaded, seam=0.8)


def egg(painter: Painter, centre: Vector, half: Vector, colour: Colour) -> None:
    """A rounded body, lit from above."""
    seen = []
    for lap in range(-4, 5):
        height = math.sin(lap * math.pi / 9)
        radius = (1 - abs(height) ** 2.6) ** (1 / 2.6)
        for turn in range(16):
            angle = turn * math.pi / 8
            across, ahead = (math.copysign(abs(f(angle)) ** 0.75, f(angle)) for f in (math.cos, math.sin))
            seen.append(
                painter.camera.see(
                    (
                        centre[0] + half[0] * radius * ahead,
                        centre[1] + half[1] * radius * across,
                        centre[2] + half[2] * height,
                    )
                )
            )
    outline = hull(seen)
    top, bottom = min(y for _, y in outline), max(y for _, y in outline)
    lit, dark = mix(colour, (1, 1, 1), 0.25), mix(colour, BLACK, 0.35)
    painter.canvas.gradient(outline, (0, top), (0, bottom), (lit, dark))


def _face(at: Vector, half: Vector, axis: int) -> list[Vector]:
    one, other = [i for i in range(3) if i != axis]
    corners = []
    for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        corner = list(at)
        corner[one] += a * half[one]
        corner[other] += b * half[other]
        corners.append((corner[0], corner[1], corner[2]))
    return corners


def glass(place: str, points: tuple[Point, ...], *, cut: float = 0.15, both: bool = False) -> Decal:
    """A pane, lighter towards its top."""
    return Decal(place, points, GLASS, both=both, cut=cut, shine=mix(GLASS, GLASS_LIGHT, 0.45))


def black(place: str, points: tuple[Point, ...], *, cut: float = 0.2, both: bool = False) -> Decal:
    """A piece of dark plastic."""
    return Decal(place, points, PLASTIC, both=both, cut=cut)
