"""A naked motorcycle, put together from wheels, bars and rounded bodies in space."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from .canvas import Colour, mix, rgb
from .coachwork import Painter, egg, solid
from .paints import AMBER, CHROME, DEEP, LAMP, PLASTIC, PLATE, PLATE_INK, REAR_LAMP, RUBBER, STEEL, WHITE
from .space import Vector, hull
from .wheels import Wheel, paint_wheel

LENGTH, WIDTH, HEIGHT = 2.08, 0.74, 1.20
FRONT = Wheel(0.32, 0.055, 0.305, 0.11, "multi", 0.74)
REAR = Wheel(1.73, 0.075, 0.310, 0.15, "multi", 0.72)
ENGINE = rgb("#6d7276")
ENGINE_DARK = rgb("#3c3f43")
SEAT = rgb("#26282b")


@dataclass(frozen=True)
class Part:
    """Something to paint, with the place that decides when."""

    at: Vector
    draw: Callable[[Painter], None]


def extent() -> list[Vector]:
    """Points that the picture must hold."""
    ground = [(u, y, 0.0) for u in (0.05, LENGTH) for y in (-0.1, 0.1)]
    return [*ground, *((0.62, y, HEIGHT) for y in (-0.36, 0.36)), (0.01, 0, 0.3), (LENGTH, 0, 0.85)]


def paint_motorcycle(painter: Painter) -> None:
    """The machine from far to near."""
    parts = [*_wheels(), *_chassis(), *_engine(), *_body(), *_front_end(), *_tail()]
    for part in sorted(parts, key=lambda part: -painter.camera.depth(part.at)):
        part.draw(painter)


def _bar(points: tuple[Vector, ...], colour: Colour, width: float, *, shine: bool = True) -> Part:
    middle = points[len(points) // 2]

    def draw(painter: Painter) -> None:
        seen = [painter.camera.see(point) for point in points]
        size = painter.px(width, middle)
        painter.canvas.line(seen, mix(colour, DEEP, 0.35), size)
        if shine:
            painter.canvas.line([(x, y - size * 0.18) for x, y in seen], mix(colour, WHITE, 0.25), size * 0.42)

    return Part(middle, draw)


def _pair(points: tuple[Vector, ...], colour: Colour, width: float) -> tuple[Part, Part]:
    return _bar(points, colour, width), _bar(tuple((u, -y, z) for u, y, z in points), colour, width)


def _egg(at: Vector, half: Vector, colour: Colour | str) -> Part:
    return Part(at, lambda painter: egg(painter, at, half, painter.colour(colour)))


def _block(at: Vector, half: Vector, colour: Colour) -> Part:
    return Part(at, lambda painter: solid(painter, at, half, colour))


def _wheels() -> tuple[Part, ...]:
    def draw(wheel: Wheel) -> Callable[[Painter], None]:
        return lambda painter: paint_wheel(painter, wheel, 1 if painter.camera.eye[1] >= 0 else -1)

    return tuple(Part((wheel.u, 0, wheel.radius), draw(wheel)) for wheel in (FRONT, REAR))


def _chassis() -> tuple[Part, ...]:
    frame = rgb("#2c2e31")
    return (
        *_pair(((0.64, 0.05, 0.90), (0.95, 0.13, 0.72), (1.26, 0.12, 0.62), (1.30, 0.12, 0.40)), frame, 0.05),
        *_pair(((0.66, 0.05, 0.80), (0.70, 0.14, 0.45), (0.84, 0.15, 0.24), (1.26, 0.14, 0.26)), frame, 0.045),
        *_pair(((1.26, 0.11, 0.38), (1.73, 0.115, 0.31)), STEEL, 0.06),
        *_pair(((1.50, 0.15, 0.70), (1.66, 0.14, 0.40)), CHROME, 0.05),
        *_pair(((1.56, 0.15, 0.57), (1.62, 0.145, 0.46)), DEEP, 0.065),
        *_pair(((1.24, 0.11, 0.66), (1.62, 0.11, 0.76)), frame, 0.04),
        _bar(((1.12, 0.20, 0.28), (1.22, 0.30, 0.02)), frame, 0.03, shine=False),
    )


def _engine() -> tuple[Part, ...]:
    fins = tuple(
        _block((0.80, 0, 0.50 + 0.034 * number), (0.13, 0.20, 0.012), ENGINE if number % 2 else mix(ENGINE, WHITE, 0.2))
        for number in range(6)
    )
    pipes: list[Part] = []
    for y in (-0.15, -0.05, 0.05, 0.15):
        pipes.append(
            _bar(((0.68, y, 0.58), (0.57, y, 0.48), (0.60, y * 0.9, 0.26), (0.80, y * 0.7 - 0.05, 0.20)), CHROME, 0.042)
        )
    return (
        _egg((0.96, 0, 0.40), (0.25, 0.17, 0.15), ENGINE_DARK),
        _egg((1.06, 0.17, 0.38), (0.11, 0.05, 0.11), ENGINE),
        _egg((1.04, -0.18, 0.38), (0.12, 0.05, 0.12), ENGINE),
        *fins,
        _block((0.80, 0, 0.71), (0.12, 0.18, 0.035), mix(ENGINE, WHITE, 0.25)),
        *pipes,
        _bar(((0.80, -0.10, 0.20), (1.30, -0.16, 0.22), (1.42, -0.20, 0.26)), CHROME, 0.06),
        _bar(((1.40, -0.21, 0.26), (1.92, -0.23, 0.38)), CHROME, 0.10),
        _bar(((1.92, -0.23, 0.38), (1.95, -0.23, 0.387)), DEEP, 0.08, shine=False),
    )


def _body() -> tuple[Part, ...]:
    def seat(painter: Painter) -> None:
        top = [(1.12, 0.83), (1.26, 0.785), (1.44, 0.80), (1.52, 0.855), (1.78, 0.875)]
        low = [(1.78, 0.83), (1.50, 0.78), (1.30, 0.72), (1.12, 0.76)]
        ring = [painter.camera.see((u, y, z)) for y in (-0.12, 0.12) for u, z in (*top, *low)]
        side = 0.12 if painter.camera.eye[1] >= 0 else -0.12
        painter.canvas.poly(hull(ring), mix(SEAT, WHITE, 0.10))
        painter.canvas.poly([painter.camera.see((u, side, z)) for u, z in (*top, *low)], SEAT)

    def stripe(painter: Painter) -> None:
        side = 1 if painter.camera.eye[1] >= 0 else -1
        if abs(painter.camera.eye[1]) < 0.5:
            return
        points = [(0.74, 0.86), (0.95, 0.90), (1.14, 0.86), (1.14, 0.84), (0.95, 0.87), (0.74, 0.83)]
        painter.canvas.poly([painter.camera.see((u, side * 0.15, z)) for u, z in points], WHITE, alpha=0.85)

    return (
        _egg((0.93, 0, 0.855), (0.29, 0.15, 0.125), "paint"),
        Part((0.93, 0, 0.90), stripe),
        Part((1.45, 0, 0.80), seat),
        _egg((1.29, 0.09, 0.665), (0.13, 0.06, 0.085), "paint"),
        _egg((1.29, -0.09, 0.665), (0.13, 0.06, 0.085), "paint"),
        _egg((1.76, 0, 0.825), (0.20, 0.10, 0.055), "paint"),
    )


def _front_end() -> tuple[Part, ...]:
    def fender(painter: Painter) -> None:
        ring: list[Vector] = []
        for y in (-0.06, 0.06):
            for step in range(9):
                angle = math.radians(62 + step * 14)
                ring.append((FRONT.u + 0.335 * math.cos(angle), y, FRONT.radius + 0.335 * math.sin(angle)))
        half = len(ring) // 2
        near = ring[half:] if painter.camera.eye[1] >= 0 else ring[:half]
        far = ring[:half] if painter.camera.eye[1] >= 0 else ring[half:]
        inner = [(FRONT.u + (u - FRONT.u) * 0.90, y, FRONT.radius + (z - FRONT.radius) * 0.90) for u, y, z in near]
        see = painter.camera.see
        painter.canvas.poly([see(p) for p in (*near, *far[::-1])], painter.colour("lit"))
        painter.canvas.poly([see(p) for p in (*near, *inner[::-1])], painter.colour("paint"))

    def lamp(painter: Painter) -> None:
        egg(painter, (0.46, 0, 0.89), (0.10, 0.105, 0.105), painter.colour("paint"))
        ring = [math.pi * i / 14 for i in range(28)]
        glass = [painter.camera.see((0.375, 0.095 * math.cos(a), 0.89 + 0.095 * math.sin(a))) for a in ring]
        if painter.faces((-1, 0, 0), (0.375, 0, 0.89)):
            painter.canvas.poly(
                [painter.camera.see((0.372, 0.105 * math.cos(a), 0.89 + 0.105 * math.sin(a))) for a in ring], CHROME
            )
            painter.canvas.poly(glass, LAMP)
            painter.canvas.poly(
                [painter.camera.see((0.37, 0.05 * math.cos(a), 0.89 + 0.05 * math.sin(a))) for a in ring], WHITE
            )

    return (
        *_pair(((0.32, 0.095, 0.30), (0.50, 0.095, 0.66), (0.62, 0.095, 0.93)), CHROME, 0.048),
        *_pair(((0.32, 0.095, 0.28), (0.42, 0.095, 0.50)), ENGINE_DARK, 0.066),
        Part((0.30, 0, 0.60), fender),
        Part((0.44, 0, 0.89), lamp),
        _egg((0.50, 0.08, 1.00), (0.035, 0.055, 0.055), PLASTIC),
        _egg((0.50, -0.08, 1.00), (0.035, 0.055, 0.055), PLASTIC),
        *_pair(((0.62, 0.0, 0.99), (0.62, 0.14, 1.01), (0.68, 0.28, 1.05), (0.78, 0.37, 1.03)), CHROME, 0.028),
        *_pair(((0.70, 0.30, 1.05), (0.79, 0.38, 1.03)), RUBBER, 0.04),
        *_pair(((0.66, 0.24, 1.05), (0.62, 0.30, 1.17)), PLASTIC, 0.014),
        _egg((0.62, 0.31, 1.19), (0.02, 0.06, 0.042), PLASTIC),
        _egg((0.62, -0.31, 1.19), (0.02, 0.06, 0.042), PLASTIC),
        _egg((0.48, 0.19, 0.86), (0.035, 0.035, 0.03), AMBER),
        _egg((0.48, -0.19, 0.86), (0.035, 0.035, 0.03), AMBER),
    )


def _tail() -> tuple[Part, ...]:
    def plate(painter: Painter) -> None:
        if not painter.faces((1, 0, 0), (1.98, 0, 0.58)):
            return

        def quad(y: float, low: float, high: float) -> list[tuple[float, float]]:
            corners = ((-y, low), (y, low), (y, high), (-y, high))
            return [painter.camera.see((1.98 + (0.75 - z) * 0.25, across, z)) for across, z in corners]

        painter.canvas.poly(quad(0.115, 0.52, 0.68), PLATE)
        painter.canvas.poly(quad(0.05, 0.63, 0.655), PLATE_INK)
        painter.canvas.poly(quad(0.085, 0.55, 0.605), PLATE_INK)

    return (
        _egg((1.95, 0, 0.81), (0.05, 0.085, 0.04), REAR_LAMP),
        _bar(((1.88, 0, 0.78), (2.00, 0, 0.60)), PLASTIC, 0.10, shine=False),
        Part((2.02, 0, 0.60), plate),
        _egg((1.90, 0.17, 0.76), (0.035, 0.035, 0.03), AMBER),
        _egg((1.90, -0.17, 0.76), (0.035, 0.035, 0.03), AMBER),
        *_pair(((1.86, 0.06, 0.77), (1.90, 0.15, 0.76)), PLASTIC, 0.02),
    )
