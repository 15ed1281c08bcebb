"""Small flat helpers for the pictures that are drawn without a camera: boxes, rounded boxes, ellipses, dials."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .canvas import Canvas, Colour, Point, mix
from .paints import BLACK, WHITE
from .space import smooth_ring


def box(left: float, top: float, right: float, bottom: float) -> list[Point]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def soft_box(left: float, top: float, right: float, bottom: float, radius: float) -> list[Point]:
    """A box with round corners."""
    ring = []
    for x, y, start in (
        (right - radius, top + radius, -90),
        (right - radius, bottom - radius, 0),
        (left + radius, bottom - radius, 90),
        (left + radius, top + radius, 180),
    ):
        for step in range(7):
            angle = math.radians(start + step * 15)
            ring.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    return ring


def ellipse(x: float, y: float, wide: float, high: float | None = None, *, turn: float = 0) -> list[Point]:
    high = wide if high is None else high
    cos, sin = math.cos(turn), math.sin(turn)
    ring = []
    for step in range(48):
        a = math.pi * step / 24
        dx, dy = wide * math.cos(a), high * math.sin(a)
        ring.append((x + dx * cos - dy * sin, y + dx * sin + dy * cos))
    return ring


def arc(x: float, y: float, radius: float, start: float, end: float) -> list[Point]:
    """Points of an arc; degrees, 0 to the right, growing clockwise."""
    return [
        (x + radius * math.cos(math.radians(a)), y + radius * math.sin(math.radians(a)))
        for a in (start + (end - start) * i / 40 for i in range(41))
    ]


def shaded(canvas: Canvas, ring: list[Point], colour: Colour, *, lift: float = 0.12, drop: float = 0.22) -> None:
    """A shape lit from above."""
    top, bottom = min(y for _, y in ring), max(y for _, y in ring)
    canvas.gradient(ring, (0, top), (0, bottom), (mix(colour, WHITE, lift), mix(colour, BLACK, drop)))


def curved(corners: Sequence[Point], cut: float = 0.3) -> list[Point]:
    return smooth_ring(corners, cut, steps=5)
