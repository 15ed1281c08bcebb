"""Wheels: a tyre with depth, a rim in its plane, and the opening that the body leaves for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .canvas import Point, mix
from .paints import ALLOY, ALLOY_SHADE, BLACK, DEEP, RUBBER, RUBBER_LIGHT, STEEL, WHITE
from .space import Vector, hull

if TYPE_CHECKING:
    from .coachwork import Painter


@dataclass(frozen=True)
class Wheel:
    """Centre at u, outer face at y from the middle, all in metres. `rim` is "alloy", "multi", "steel", "cover" or "dark"."""

    u: float
    y: float
    radius: float
    breadth: float
    rim: str = "alloy"
    rim_share: float = 0.66


def arch_ring(wheel: Wheel, gap: float, sill: float) -> list[Point]:
    """(u, z) of the opening above a wheel, from front to rear."""
    radius = wheel.radius + gap
    start = math.asin(max(min((sill - wheel.radius) / radius, 1), -1))
    angles = [math.pi - start - (math.pi - 2 * start) * i / 24 for i in range(25)]
    return [(wheel.u + radius * math.cos(a), wheel.radius + radius * math.sin(a)) for a in angles]


def circle(wheel: Wheel, side: int, share: float, inset: float = 0) -> list[Vector]:
    """A circle on the wheel at that share of its radius, `inset` metres behind the outer face."""
    y = side * (wheel.y - inset)
    radius = wheel.radius * share
    turn = [2 * math.pi * i / 36 for i in range(36)]
    return [(wheel.u + radius * math.cos(a), y, wheel.radius + radius * math.sin(a)) for a in turn]


def paint_wheel(painter: Painter, wheel: Wheel, side: int) -> None:
    """The wheel as seen from outside, or only its rubber when it looks away."""
    see = painter.camera.see
    outer = [see(p) for p in circle(wheel, side, 0.985)]
    inner = [see(p) for p in circle(wheel, side, 0.985, wheel.breadth)]
    shoulder = [see(p) for p in circle(wheel, side, 1, wheel.breadth * 0.12)]
    far_shoulder = [see(p) for p in circle(wheel, side, 1, wheel.breadth * 0.88)]
    painter.canvas.poly(hull([*outer, *inner, *shoulder, *far_shoulder]), RUBBER)
    if not painter.faces((0, side, 0), (wheel.u, side * wheel.y, wheel.radius)):
        return
    painter.canvas.poly([see(p) for p in circle(wheel, side, 0.975)], RUBBER_LIGHT)
    painter.canvas.poly([see(p) for p in circle(wheel, side, wheel.rim_share + 0.05)], RUBBER)
    _RIMS[wheel.rim](painter, wheel, side)


def paint_spare(painter: Painter, wheel: Wheel) -> None:
    """A covered spare wheel on the tailgate: `u` is the tailgate, `radius` its size, hung a little above the bumper."""
    centre = 0.96

    def ring(share: float, out: float) -> list[Point]:
        turn = [2 * math.pi * i / 40 for i in range(40)]
        radius = wheel.radius * share
        return [
            painter.camera.see((wheel.u + out, wheel.y + radius * math.cos(a), centre + radius * math.sin(a)))
            for a in turn
        ]

    painter.canvas.poly(hull([*ring(1, 0.02), *ring(1, wheel.breadth), *ring(0.9, wheel.breadth + 0.03)]), RUBBER)
    painter.canvas.poly(ring(0.88, wheel.breadth + 0.03), RUBBER_LIGHT)
    painter.canvas.poly(ring(0.50, wheel.breadth + 0.032), RUBBER)


def _disc(
    painter: Painter, wheel: Wheel, side: int, share: float, inset: float, colour: tuple[float, float, float]
) -> None:
    painter.canvas.poly([painter.camera.see(p) for p in circle(wheel, side, share, inset)], colour)


def _alloy(painter: Painter, wheel: Wheel, side: int) -> None:
    _spoked(painter, wheel, side, spokes=5, root=0.16, tip=0.11, double=True)


def _multi(painter: Painter, wheel: Wheel, side: int) -> None:
    _spoked(painter, wheel, side, spokes=10, root=0.07, tip=0.06, double=False)


def _dark(painter: Painter, wheel: Wheel, side: int) -> None:
    _spoked(painter, wheel, side, spokes=6, root=0.17, tip=0.13, double=False, dark=True)


def _spoked(
    painter: Painter, wheel: Wheel, side: int, *, spokes: int, root: float, tip: float, double: bool, dark: bool = False
) -> None:
    share = wheel.rim_share
    bright = mix(ALLOY, DEEP, 0.62) if dark else ALLOY
    shade = mix(ALLOY_SHADE, DEEP, 0.55) if dark else ALLOY_SHADE
    _disc(painter, wheel, side, share, 0, bright)
    painter.canvas.clip([painter.camera.see(p) for p in circle(wheel, side, share * 0.94)])
    _disc(painter, wheel, side, share * 0.97, 0.012, shade)
    _disc(painter, wheel, side, share * 0.89, 0.03, mix(DEEP, STEEL, 0.16))
    _disc(painter, wheel, side, share * 0.58, 0.05, mix(STEEL, DEEP, 0.45))
    _disc(painter, wheel, side, share * 0.34, 0.05, mix(DEEP, STEEL, 0.2))
    for spoke in range(spokes):
        angle = 2 * math.pi * spoke / spokes + math.pi / 2
        for offset in (-0.13, 0.13) if double else (0,):
            _spoke(painter, wheel, side, angle, offset, (root, tip), (bright, shade))
    _disc(painter, wheel, side, share * 0.24, 0.004, bright)
    _disc(painter, wheel, side, share * 0.13, 0.002, shade)
    painter.canvas.unclip()


def _spoke(
    painter: Painter,
    wheel: Wheel,
    side: int,
    angle: float,
    offset: float,
    widths: tuple[float, float],
    colours: tuple[tuple[float, float, float], tuple[float, float, float]],
) -> None:
    rim = wheel.radius * wheel.rim_share
    root, tip = (width * (0.62 if offset else 1) for width in widths)
    lean = offset * 1.35
    corners = [
        (angle + offset * 0.5 - root, 0.2, 0.008),
        (angle + offset * 0.5 + root, 0.2, 0.008),
        (angle + lean + tip * 0.75, 0.97, 0.004),
        (angle + lean - tip * 0.75, 0.97, 0.004),
    ]

    def place(sunk: float) -> list[Point]:
        return [
            painter.camera.see(
                (
                    wheel.u + rim * share * math.cos(turn),
                    side * (wheel.y - inset - sunk),
                    wheel.radius + rim * share * math.sin(turn),
                )
            )
            for turn, share, inset in corners
        ]

    painter.canvas.poly(hull([*place(0), *place(0.03)]), colours[1])
    painter.canvas.poly(place(0), colours[0])


def _steel(painter: Painter, wheel: Wheel, side: int) -> None:
    share = wheel.rim_share
    _disc(painter, wheel, side, share, 0, STEEL)
    _disc(painter, wheel, side, share * 0.9, 0.01, mix(STEEL, BLACK, 0.3))
    _disc(painter, wheel, side, share * 0.82, 0.015, mix(STEEL, WHITE, 0.12))
    rim = wheel.radius * share
    for hole in range(8):
        angle = 2 * math.pi * hole / 8
        _dot(painter, wheel, side, angle, rim * 0.64, rim * 0.11)
    _disc(painter, wheel, side, share * 0.36, 0, mix(STEEL, BLACK, 0.18))
    _disc(painter, wheel, side, share * 0.24, -0.01, mix(STEEL, WHITE, 0.25))
    for nut in range(6):
        _dot(painter, wheel, side, 2 * math.pi * nut / 6, rim * 0.3, rim * 0.03)


def _cover(painter: Painter, wheel: Wheel, side: int) -> None:
    share = wheel.rim_share
    _disc(painter, wheel, side, share, 0, mix(ALLOY, BLACK, 0.1))
    _disc(painter, wheel, side, share * 0.93, 0, mix(ALLOY, WHITE, 0.15))
    rim = wheel.radius * share
    for hole in range(10):
        angle = 2 * math.pi * hole / 10
        _dot(painter, wheel, side, angle, rim * 0.68, rim * 0.115)
    _disc(painter, wheel, side, share * 0.42, 0, mix(ALLOY, BLACK, 0.08))
    _disc(painter, wheel, side, share * 0.2, 0, mix(ALLOY, WHITE, 0.3))


def _dot(painter: Painter, wheel: Wheel, side: int, angle: float, at: float, size: float) -> None:
    u, z = wheel.u + at * math.cos(angle), wheel.radius + at * math.sin(angle)
    ring = [2 * math.pi * i / 12 for i in range(12)]
    painter.canvas.poly(
        [painter.camera.see((u + size * math.cos(a), side * (wheel.y + 0.001), z + size * math.sin(a))) for a in ring],
        mix(DEEP, STEEL, 0.12),
    )


_RIMS = {"alloy": _alloy, "multi": _multi, "dark": _dark, "steel": _steel, "cover": _cover}
