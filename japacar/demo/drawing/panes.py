"""Side windows cut out of the flank's own outline, so that the glass always follows the roof."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .canvas import Point, mix
from .paints import DEEP, GLASS, GLASS_LIGHT
from .parts import Decal
from .shell import Shell

Pillar = tuple[float, float, float]


def daylight(shell: Shell, belt: tuple[Point, Point], *, gap: float = 0.05) -> list[Point]:
    """The outline of all side glass: `gap` inside the flank's upper edge and above the belt line through two points."""
    edge = [shell.edge(step) for step in range(shell.last + 1)]
    inset = []
    for before, point, after in zip(edge, edge[1:], edge[2:], strict=False):
        du, dz = after[0] - before[0], after[1] - before[1]
        size = math.hypot(du, dz) or 1
        inset.append((point[0] + dz / size * gap, point[1] - du / size * gap))
    return keep_side(inset, belt[0], belt[1])


def keep_side(points: Sequence[Point], a: Point, b: Point) -> list[Point]:
    """What of the polygon lies on the left of the line from a to b (above it, when it runs to the rear)."""
    kept: list[Point] = []
    for start, end in zip(points, (*points[1:], points[0]), strict=True):
        inside, follows = _side(start, a, b) >= 0, _side(end, a, b) >= 0
        if inside:
            kept.append(start)
        if inside != follows:
            share = _side(start, a, b) / (_side(start, a, b) - _side(end, a, b))
            kept.append((start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share))
    return kept


def behind(points: Sequence[Point], low_u: float, high_u: float) -> list[Point]:
    """The part towards the rear of a line that stands at low_u on the ground and at high_u 2 m up."""
    return keep_side(points, (high_u, 2.0), (low_u, 0.0))


def ahead(points: Sequence[Point], low_u: float, high_u: float) -> list[Point]:
    """The part towards the front of that line."""
    return keep_side(points, (low_u, 0.0), (high_u, 2.0))


def side_glass(
    shell: Shell,
    belt: tuple[Point, Point],
    pillars: Sequence[Pillar],
    *,
    gap: float = 0.05,
    ends: tuple[tuple[float, float] | None, tuple[float, float] | None] = (None, None),
    dark: tuple[int, ...] = (),
    whole: list[Point] | None = None,
) -> tuple[Decal, ...]:
    """Frame, panes and reflections. A pillar is (u at the ground, u at 2 m, width); `ends` cut the glass off in front and behind.

    `dark` numbers panes with privacy glass, from the front; `whole` replaces the outline that follows the roof.
    """
    whole = whole or daylight(shell, belt, gap=gap)
    if ends[0]:
        whole = behind(whole, *ends[0])
    if ends[1]:
        whole = ahead(whole, *ends[1])
    decals = [Decal("flank", tuple(whole), DEEP, cut=0.12, out=0.002)]
    rest = _shrunk(whole, 0.014)
    panes = []
    for low, high, width in pillars:
        panes.append(ahead(rest, low - width / 2, high - width / 2))
        rest = behind(rest, low + width / 2, high + width / 2)
    panes.append(rest)
    for number, pane in enumerate(panes):
        if len(pane) < 3:
            continue
        decals += _pane(pane, tinted=number in dark)
    return tuple(decals)


def _pane(pane: list[Point], *, tinted: bool) -> list[Decal]:
    shine = mix(GLASS, GLASS_LIGHT, 0.15 if tinted else 0.55)
    colour = mix(GLASS, DEEP, 0.5 if tinted else 0)
    decals = [Decal("flank", tuple(pane), colour, cut=0, shine=shine, out=0.004)]
    left, right = min(u for u, _ in pane), max(u for u, _ in pane)
    size = right - left
    if size > 0.35:
        for start, width in ((0.30, 0.13), (0.50, 0.05)):
            low = left + size * start - 0.30
            streak = behind(ahead(pane, low + size * width, low + size * width + 0.75), low, low + 0.75)
            if len(streak) > 2:
                decals.append(
                    Decal("flank", tuple(streak), GLASS_LIGHT, cut=0, alpha=0.38 if tinted else 0.6, out=0.005)
                )
    return decals


def _shrunk(points: Sequence[Point], by: float) -> list[Point]:
    u = (min(p[0] for p in points) + max(p[0] for p in points)) / 2
    z = (min(p[1] for p in points) + max(p[1] for p in points)) / 2
    wide = max(p[0] for p in points) - u
    high = max(p[1] for p in points) - z
    return [(u + (p[0] - u) * (1 - by / wide), z + (p[1] - z) * (1 - by / high)) for p in points]


def _side(point: Point, a: Point, b: Point) -> float:
    return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])
