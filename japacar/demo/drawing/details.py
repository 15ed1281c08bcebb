"""Lamps, plates, mirrors and other small parts that most bodies carry."""

from __future__ import annotations

import math

from .canvas import Colour, Point, mix
from .paints import (
    AMBER,
    CHROME,
    DEEP,
    GLASS,
    GLASS_LIGHT,
    LAMP,
    LAMP_SHADE,
    PLASTIC,
    PLATE,
    PLATE_INK,
    REAR_LAMP,
    REAR_LAMP_DEEP,
    WHITE,
)
from .parts import Box, Decal, Rail, Seam
from .shell import Shell
from .wheels import Wheel, arch_ring


def plate(place: str, z: float, *, wide: float = 0.205, high: float = 0.15) -> tuple[Decal, ...]:
    """A number plate without a number: two green dashes, so that it can be nobody's."""
    ink = tuple(
        Decal(place, ((-a, z + low), (a, z + low), (a, z + top), (-a, z + top)), PLATE_INK, both=False, cut=0)
        for a, low, top in ((wide * 0.40, high * 0.66, high * 0.82), (wide * 0.72, high * 0.20, high * 0.50))
    )
    back = Decal(place, ((-wide, z), (wide, z), (wide, z + high), (-wide, z + high)), PLATE, both=False, cut=0.05)
    return (back, *ink)


def lamp(points: tuple[Point, ...], *, eyes: tuple[float, ...] = (0.35, 0.7)) -> tuple[Decal, ...]:
    """A headlamp with bright rounds in it at these shares of its breadth."""
    low, high = min(t for t, _ in points), max(t for t, _ in points)
    bottom, top = min(z for _, z in points), max(z for _, z in points)
    shell = Decal("front", points, mix(LAMP_SHADE, PLASTIC, 0.75), cut=0.2, shine=mix(LAMP_SHADE, PLASTIC, 0.5))
    inner = Decal("front", _smaller(points, 0.84), LAMP, cut=0.25, shine=WHITE)
    rounds = tuple(
        Decal(
            "front",
            disc(low + (high - low) * eye, (bottom + top) / 2, 0.055, (top - bottom) * 0.26),
            LAMP_SHADE,
            cut=0.25,
        )
        for eye in eyes
    )
    return (shell, inner, *rounds)


def wrap(
    shell: Shell,
    low: float,
    high: float,
    reach: float,
    colours: tuple[Colour, Colour],
    *,
    rear: bool = False,
    tip: float = 0.75,
) -> Decal:
    """The part of a lamp that runs on round the corner: from the hull's edge between two heights, `reach` metres along the flank."""
    first, last = shell.step_at(z=low, rear=rear), shell.step_at(z=high, rear=rear)
    edge = [shell.edge(first + (last - first) * i / 6) for i in range(7)]
    sign = -1 if rear else 1
    (low_u, low_z), (high_u, high_z) = edge[0], edge[-1]
    middle = low_z + (high_z - low_z) * tip
    points = [
        *edge,
        (high_u + sign * reach, high_z - 0.01),
        (low_u + sign * reach * 0.55, middle - (high_z - low_z) * 0.3),
    ]
    return Decal("flank-under", tuple(points), colours[0], cut=0.1, shine=colours[1])


def lamp_wrap(shell: Shell, low: float, high: float, reach: float) -> Decal:
    return wrap(shell, low, high, reach, (mix(LAMP_SHADE, PLASTIC, 0.45), LAMP))


def rear_wrap(shell: Shell, low: float, high: float, reach: float) -> Decal:
    return wrap(shell, low, high, reach, (REAR_LAMP_DEEP, REAR_LAMP), rear=True)


def rear_lamp(points: tuple[Point, ...], *, clear: bool = True) -> tuple[Decal, ...]:
    """A rear lamp: red, a deeper rim, and a pale strip for the reversing light."""
    bottom, top = min(z for _, z in points), max(z for _, z in points)
    low, high = min(t for t, _ in points), max(t for t, _ in points)
    parts = [Decal("rear", points, REAR_LAMP_DEEP, cut=0.18), Decal("rear", _smaller(points, 0.84), REAR_LAMP, cut=0.2)]
    if clear:
        middle, half = (low + high) / 2, (high - low) * 0.3
        strip = (bottom + (top - bottom) * 0.30, bottom + (top - bottom) * 0.46)
        parts.append(Decal("rear", _quad(middle - half, middle + half, *strip), LAMP, cut=0.2))
    return tuple(parts)


def chrome(place: str, *lines: tuple[Point, ...], width: float = 0.014) -> tuple[Decal, ...]:
    """Bright bars, each given by its ends."""
    bars = []
    for line in lines:
        upper = tuple((t, z + width / 2) for t, z in line)
        lower = tuple((t, z - width / 2) for t, z in reversed(line))
        bars.append(Decal(place, (*upper, *lower), CHROME, both=False, cut=0))
    return tuple(bars)


def handle(u: float, z: float, *, colour: Colour | str = "lit", size: float = 0.095) -> tuple[Decal, ...]:
    """A door handle with its hollow."""
    return (
        Decal("flank", _quad(u - size * 0.7, u + size * 0.7, z - 0.028, z + 0.018), "shade", cut=0.4),
        Decal("flank", _quad(u - size, u + size, z - 0.004, z + 0.026), colour, cut=0.4, out=0.02),
    )


def mirror(
    u: float, z: float, *, y: float = 0.90, colour: Colour | str = "paint", tall: float = 0.062
) -> tuple[Box, ...]:
    """A door mirror with its foot."""
    return (
        Box((u + 0.02, y - 0.02, z - 0.03), (0.03, 0.07, 0.02), PLASTIC),
        Box((u + 0.02, y + 0.075, z + tall * 0.55), (0.055, 0.095, tall), colour, round=True),
    )


def reflectors(z: float, *, t: float = 0.84) -> tuple[Decal, ...]:
    return (Decal("rear", _quad(t - 0.10, t + 0.06, z, z + 0.035), REAR_LAMP, cut=0.2),)


def indicator(u: float, z: float) -> Decal:
    return Decal("flank", _quad(u - 0.035, u + 0.035, z - 0.014, z + 0.014), AMBER, cut=0.4)


def rails(shell: Shell, first: float, last: float, *, t: float = 0.90, lift: float = 0.028) -> tuple[Rail, ...]:
    """Roof rails from one u to another."""
    steps = [shell.step_at(u=first + (last - first) * i / 8) for i in range(9)]
    paths = []
    for side in (1, -1):
        points = [shell.hull(step, side * t) for step in steps]
        ends = (points[0], *((u, y, z + lift) for u, y, z in points), points[-1])
        paths.append(Rail(ends, PLASTIC, 0.03))
    return tuple(paths)


def front_glass(foot: float, head: float, *, t: float = 0.93, t_head: float = 0.90) -> tuple[Decal, ...]:
    """The windscreen between two u, with a black band along its foot and a reflection."""
    pane = ((-t, foot + 0.06), (0, foot - 0.02), (t, foot + 0.06), (t_head, head), (0, head - 0.03), (-t_head, head))
    size = head - foot
    streak = (
        (-0.62, foot + size * 0.12),
        (-0.30, foot + size * 0.06),
        (-0.02, foot + size * 0.88),
        (-0.30, foot + size * 0.90),
    )
    return (
        Decal("top", _smaller(pane, 1.035), DEEP, both=False, cut=0.08),
        Decal("top", pane, GLASS, both=False, cut=0.08, shine=mix(GLASS, GLASS_LIGHT, 0.5)),
        Decal("top", streak, GLASS_LIGHT, both=False, cut=0.02, alpha=0.35),
    )


def rear_glass(head: float, foot: float, *, t: float = 0.87) -> tuple[Decal, ...]:
    """A sloping rear window between two u."""
    pane = ((-t + 0.03, head), (t - 0.03, head), (t, foot), (0, foot + 0.03), (-t, foot))
    size = foot - head
    streak = (
        (0.30, foot - size * 0.06),
        (0.58, foot - size * 0.10),
        (0.36, head + size * 0.10),
        (0.08, head + size * 0.08),
    )
    return (
        Decal("top", _smaller(pane, 1.03), DEEP, both=False, cut=0.1),
        Decal("top", pane, GLASS, both=False, cut=0.1, shine=mix(GLASS, GLASS_LIGHT, 0.4)),
        Decal("top", streak, GLASS_LIGHT, both=False, cut=0.02, alpha=0.3),
    )


def glass_hatch(head: float, foot: float, *, t: float = 0.84) -> tuple[Decal, ...]:
    """The window of a tailgate, between two heights."""
    size = head - foot
    return pane_decals(
        "rear",
        ((-t + 0.04, head), (t - 0.04, head), (t, foot + 0.03), (0, foot), (-t, foot + 0.03)),
        (
            (0.30, foot + size * 0.08),
            (0.58, foot + size * 0.12),
            (0.36, head - size * 0.08),
            (0.08, head - size * 0.08),
        ),
    )


def pane_decals(place: str, pane: tuple[Point, ...], streak: tuple[Point, ...]) -> tuple[Decal, ...]:
    """Glass with its dark rim and one reflection."""
    return (
        Decal(place, _smaller(pane, 1.04), DEEP, both=False, cut=0.1),
        Decal(place, pane, GLASS, both=False, cut=0.1, shine=mix(GLASS, GLASS_LIGHT, 0.45)),
        Decal(place, streak, GLASS_LIGHT, both=False, cut=0.02, alpha=0.32),
    )


def upright_glass(low: float, high: float, t: float) -> tuple[Decal, ...]:
    """A steep windscreen, given by its heights because it hardly runs along the car."""
    return pane_decals(
        "front",
        ((-t, low + 0.03), (0, low - 0.02), (t, low + 0.03), (t - 0.03, high), (0, high + 0.02), (0.03 - t, high)),
        ((-0.60, low + 0.08), (-0.30, low + 0.05), (-0.02, high - 0.06), (-0.30, high - 0.06)),
    )


def arch_trim(wheels: tuple[Wheel, ...], *, gap: float = 0.06, broad: float = 0.055) -> tuple[Decal, ...]:
    """Dark plastic around the wheel openings."""
    trims = []
    for wheel in wheels:
        inner = arch_ring(wheel, gap - 0.005, 0.2)
        outer = arch_ring(wheel, gap + broad, 0.2)
        trims.append(Decal("flank-under", (*outer, *inner[::-1]), PLASTIC, cut=0))
    return tuple(trims)


def lip(place: str, low: float, high: float, t: float) -> Decal:
    """The dark lower part of a bumper."""
    points = ((-t - 0.08, low), (t + 0.08, low), (t - 0.06, high), (-t + 0.06, high))
    return Decal(place, points, PLASTIC, both=False, cut=0.2, shine=mix(PLASTIC, DEEP, 0.5))


def fog_lamps(z: float, t: float) -> tuple[Decal, ...]:
    return (
        Decal("front", _quad(t - 0.11, t + 0.10, z - 0.06, z + 0.07), mix(PLASTIC, DEEP, 0.5), cut=0.3),
        Decal("front", disc(t - 0.01, z, 0.055, 0.04), LAMP_SHADE, cut=0),
    )


def bumper_line(place: str, z: float, t: float) -> tuple[Seam, ...]:
    return (Seam(place, ((t, z), (1.0, z + 0.03))),)


def sill_trim(shell: Shell, *, top: float = 0.06, colour: Colour = PLASTIC) -> Decal:
    """A dark strip along the foot of the flank."""
    low, end = shell.spine[0][1] - 0.05, shell.spine[-1][0] + 0.2
    return Decal("flank-under", _quad(-0.1, end, low, low + 0.05 + top), colour, cut=0)


def wipers(foot: float, t: float = 0.55) -> tuple[Seam, ...]:
    return tuple(
        Seam("top", ((start, foot + 0.01), (end, foot + 0.22)), PLASTIC, width=0.016, both=False)
        for start, end in ((0.12, -t), (0.75, 0.12))
    )


def _quad(left: float, right: float, bottom: float, top: float) -> tuple[Point, ...]:
    return ((left, bottom), (right, bottom), (right, top), (left, top))


def disc(x: float, y: float, wide: float, high: float) -> tuple[Point, ...]:
    """An ellipse as a ring of points."""
    turn = [math.pi * i / 12 for i in range(24)]
    return tuple((x + wide * math.cos(a), y + high * math.sin(a)) for a in turn)


def _smaller(points: tuple[Point, ...], share: float) -> tuple[Point, ...]:
    x = (min(p[0] for p in points) + max(p[0] for p in points)) / 2
    y = (min(p[1] for p in points) + max(p[1] for p in points)) / 2
    return tuple((x + (p[0] - x) * share, y + (p[1] - y) * share) for p in points)
