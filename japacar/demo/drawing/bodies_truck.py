"""Trucks with their beds and boxes, and the pickup. Metres; see shell.py for the coordinates."""

from __future__ import annotations

from functools import cache

from .canvas import Colour, mix, rgb
from .details import (
    arch_trim,
    bumper_line,
    chrome,
    disc,
    front_glass,
    handle,
    lamp,
    lamp_wrap,
    lip,
    mirror,
    pane_decals,
    plate,
    rear_lamp,
    rear_wrap,
    sill_trim,
    upright_glass,
    wipers,
)
from .paints import AMBER, BLACK, CHROME, DEEP, PLASTIC, REAR_LAMP, STEEL
from .panes import side_glass
from .parts import Block, Car, Decal, Rail, Seam, black
from .shell import Knot, Shell
from .wheels import Wheel

BOX_WHITE = rgb("#e9ebea")
FRAME = rgb("#2b2d30")
WOOD = rgb("#8d7a62")


def _cab(length: float, width: float, height: float, *, floor: float, low: float) -> Shell:
    """A truck's cab over its engine: steep front, flat back. `low` is the height of the windscreen's foot."""
    return Shell(
        width,
        (
            Knot(0.08, floor, 0, 0.14, 0.07),
            Knot(0.01, floor + 0.10, 0.35, 0.15, 0.07),
            Knot(0.00, floor + 0.26, 0.40, 0.15, 0.07),
            Knot(0.02, low - 0.20, 0.40, 0.14, 0.07),
            Knot(0.07, low - 0.02, 0.30, 0.10, 0.07),
            Knot(length * 0.24, height - 0.22, 0.28, 0.09, 0.06),
            Knot(length * 0.42, height - 0.02, 0.45, 0.12, 0.02),
            Knot(length * 0.80, height, 0.40, 0.12, 0.02),
            Knot(length * 0.97, height - 0.05, 0.25, 0.07, 0.02),
            Knot(length, height - 0.22, 0.25, 0.05, 0.01),
            Knot(length, low, 0.20, 0.05, 0.01),
            Knot(length, floor + 0.06, 0.20, 0.05, 0.01),
            Knot(length - 0.04, floor, 0, 0.05, 0.01),
        ),
        section=((floor, 0.96), (floor + 0.15, 0.99), (low - 0.25, 1), (low, 0.985), (height, 0.87)),
        plan=((0, 0.95), (length * 0.4, 1), (length, 1)),
        squareness=3.6,
    )


def _cab_details(
    shell: Shell, length: float, height: float, floor: float, low: float, *, door: float
) -> tuple[Decal, ...]:
    return (
        *upright_glass(low + 0.01, height - 0.26, 0.90),
        *side_glass(
            shell, ((0.0, low - 0.02), (length, low + 0.02)), (), gap=0.06, ends=(None, (door - 0.05, door - 0.09))
        ),
        *_rear_pane(low + 0.10, height - 0.30),
        lip("front", floor + 0.02, floor + 0.17, 0.84),
        *plate("front", floor + 0.19, wide=0.20),
        *handle(door - 0.20, low - 0.16, colour=PLASTIC, size=0.08),
    )


def _rear_pane(low: float, high: float) -> tuple[Decal, ...]:
    return pane_decals(
        "rear",
        ((-0.7, low), (0.7, low), (0.68, high), (-0.68, high)),
        ((0.1, low + 0.04), (0.4, low + 0.04), (0.2, high - 0.04), (-0.1, high - 0.04)),
    )


def _door_seams(floor: float, low: float, door: float, wheel: Wheel) -> tuple[Seam, ...]:
    """The door of a cab, its lower front corner cut out for the wheel."""
    back = wheel.u + wheel.radius + 0.10
    return (
        Seam(
            "flank", ((0.16, low - 0.04), (0.15, low - 0.26), (wheel.u - wheel.radius * 0.55, wheel.radius * 2 + 0.10))
        ),
        Seam("flank", ((back, floor + 0.16), (back + 0.03, floor + 0.08), (door, floor + 0.08), (door, low + 0.02))),
    )


def _open_bed(
    first: float, last: float, half: float, floor: float, gate: float, colour: Colour | str
) -> tuple[Block | Rail, ...]:
    """A flat bed with low gates on three sides and a guard behind the cab."""
    deck = mix(WOOD, FRAME, 0.35)
    return (
        Block((first, -half, floor - 0.07), (last, half, floor), deck),
        Block((first, half - 0.035, floor), (last, half, floor + gate), colour, ribs=5),
        Block((first, -half, floor), (last, 0.035 - half, floor + gate), colour, ribs=5),
        Block((last - 0.035, -half, floor), (last, half, floor + gate), colour),
        Block((first, -half, floor), (first + 0.03, half, floor + gate), colour),
    )


def _guard(u: float, half: float, floor: float, top: float) -> tuple[Rail, ...]:
    """The gate of bars that keeps the load off the cab."""
    posts = tuple(Rail(((u, y, floor), (u, y, top)), FRAME, 0.045) for y in (-half, -half / 3, half / 3, half))
    bars = tuple(Rail(((u, -half, z), (u, half, z)), FRAME, 0.04) for z in (top, (floor + top) / 2 + 0.1))
    return (*posts, *bars)


def _tail(last: float, half: float, z: float) -> tuple[Block, ...]:
    """Rear lamps below the bed."""
    lamps = []
    for side in (-1, 1):
        y = side * half * 0.74
        lamps += [
            Block((last - 0.05, y - 0.14, z), (last + 0.02, y - 0.02, z + 0.09), REAR_LAMP),
            Block((last - 0.05, y - 0.02, z), (last + 0.02, y + 0.06, z + 0.09), AMBER),
        ]
    return (*lamps, Block((last - 0.04, -0.17, z - 0.02), (last + 0.015, 0.17, z + 0.11), rgb("#f3f3ef")))


@cache
def kei_truck() -> Car:
    shell = _cab(1.38, 1.475, 1.77, floor=0.30, low=1.06)
    half, floor, last = 0.725, 0.66, 3.38
    wheel = Wheel(0.56, 0.70, 0.275, 0.15, "steel", 0.58)
    return Car(
        shell,
        0.30,
        (wheel,),
        arch=0.05,
        decals=(
            *_cab_details(shell, 1.38, 1.77, 0.30, 1.06, door=1.24),
            *lamp(((0.60, 0.66), (0.88, 0.64), (1.0, 0.66), (1.0, 0.85), (0.88, 0.87), (0.60, 0.84))),
            lamp_wrap(shell, 0.66, 0.85, 0.14),
            black("front", ((-0.44, 0.72), (0.44, 0.72), (0.44, 0.80), (-0.44, 0.80)), cut=0.3),
        ),
        seams=(*_door_seams(0.30, 1.06, 1.24, wheel), *bumper_line("front", 0.58, 0.60)),
        boxes=mirror(0.42, 1.16, y=0.735, colour=PLASTIC, tall=0.09),
        chassis=(
            Block((1.30, -0.34, 0.40), (3.30, 0.34, 0.58), FRAME),
            Block((1.50, 0.36, 0.34), (2.10, 0.60, 0.56), mix(FRAME, STEEL, 0.25)),
        ),
        load=(
            *_open_bed(1.43, last, half, floor, 0.29, "paint"),
            *_guard(1.46, half - 0.06, floor, 1.62),
            *_tail(last, half, 0.44),
        ),
        loose_wheels=(Wheel(2.46, 0.68, 0.275, 0.15, "steel", 0.58),),
    )


@cache
def truck() -> Car:
    shell = _cab(1.62, 1.70, 1.98, floor=0.38, low=1.18)
    half, floor, last = 0.86, 0.90, 4.69
    wheel = Wheel(0.98, 0.82, 0.37, 0.21, "steel", 0.56)
    return Car(
        shell,
        0.38,
        (wheel,),
        arch=0.07,
        decals=(
            *_cab_details(shell, 1.62, 1.98, 0.38, 1.18, door=1.50),
            *lamp(((0.58, 0.68), (0.88, 0.66), (1.0, 0.68), (1.0, 0.86), (0.88, 0.88), (0.58, 0.84))),
            lamp_wrap(shell, 0.68, 0.86, 0.14),
            black("front", ((-0.52, 0.90), (0.52, 0.90), (0.52, 0.98), (-0.52, 0.98)), cut=0.3),
            *chrome("front", ((-0.62, 0.855), (0.62, 0.855)), width=0.022),
            Decal("front", disc(0.90, 0.62, 0.05, 0.03), AMBER, cut=0),
        ),
        seams=(*_door_seams(0.38, 1.18, 1.50, wheel), *bumper_line("front", 0.66, 0.60)),
        boxes=mirror(0.30, 1.36, y=0.90, colour=PLASTIC, tall=0.15),
        chassis=(
            Block((1.50, -0.40, 0.52), (4.60, 0.40, 0.78), FRAME),
            Block((1.95, 0.42, 0.40), (2.75, 0.74, 0.74), mix(FRAME, STEEL, 0.3)),
            Block((1.95, -0.74, 0.40), (2.55, -0.42, 0.74), mix(FRAME, STEEL, 0.2)),
        ),
        load=(
            *_open_bed(1.72, last, half, floor, 0.38, mix(rgb("#c9ced1"), BLACK, 0.02)),
            *_guard(1.75, half - 0.08, floor, 1.92),
            *_tail(last, half, 0.62),
        ),
        loose_wheels=(Wheel(3.48, 0.80, 0.37, 0.24, "steel", 0.56),),
    )


@cache
def box_truck() -> Car:
    shell = _cab(1.66, 1.86, 2.12, floor=0.38, low=1.22)
    half, last = 0.98, 6.20
    wheel = Wheel(1.04, 0.88, 0.38, 0.22, "steel", 0.56)
    return Car(
        shell,
        0.38,
        (wheel,),
        arch=0.07,
        decals=(
            *_cab_details(shell, 1.66, 2.12, 0.38, 1.22, door=1.54),
            *lamp(((0.58, 0.70), (0.88, 0.68), (1.0, 0.70), (1.0, 0.88), (0.88, 0.90), (0.58, 0.86))),
            lamp_wrap(shell, 0.70, 0.88, 0.14),
            black("front", ((-0.52, 0.92), (0.52, 0.92), (0.52, 1.00), (-0.52, 1.00)), cut=0.3),
            *chrome("front", ((-0.62, 0.875), (0.62, 0.875)), width=0.022),
        ),
        seams=(*_door_seams(0.38, 1.22, 1.54, wheel), *bumper_line("front", 0.66, 0.60)),
        boxes=mirror(0.30, 1.44, y=0.98, colour=PLASTIC, tall=0.17),
        chassis=(
            Block((1.50, -0.42, 0.54), (6.10, 0.42, 0.84), FRAME),
            Block((2.10, 0.44, 0.42), (3.10, 0.82, 0.80), mix(FRAME, STEEL, 0.3)),
            Block((2.10, -0.82, 0.42), (2.80, -0.44, 0.80), mix(FRAME, STEEL, 0.2)),
            Block((5.40, -0.86, 0.50), (5.46, 0.86, 0.60), STEEL),
        ),
        load=(
            Block((1.80, -half, 0.92), (last, half, 0.99), mix(FRAME, STEEL, 0.3)),
            Block((1.80, -half, 0.99), (last, half, 2.92), BOX_WHITE, ribs=8, doors=True),
            *_tail(last, half, 0.66),
        ),
        loose_wheels=(Wheel(4.55, 0.88, 0.38, 0.26, "steel", 0.56),),
    )


@cache
def pickup() -> Car:
    shell = Shell(
        1.855,
        (
            Knot(0.14, 0.36, 0, 0.24, 0.08),
            Knot(0.02, 0.48, 0.35, 0.26, 0.08),
            Knot(0.00, 0.68, 0.40, 0.26, 0.08),
            Knot(0.03, 0.92, 0.40, 0.24, 0.08),
            Knot(0.12, 1.05, 0.40, 0.14, 0.05),
            Knot(0.70, 1.13, 0.50, 0.10, 0.03),
            Knot(1.42, 1.18, 0.20, 0.06, 0.05),
            Knot(2.10, 1.66, 0.30, 0.07, 0.04),
            Knot(2.52, 1.785, 0.50, 0.11, 0.02),
            Knot(3.16, 1.775, 0.40, 0.11, 0.02),
            Knot(3.52, 1.70, 0.28, 0.08, 0.02),
            Knot(3.72, 1.16, 0.15, 0.04, 0.01),
            Knot(3.82, 1.13, 0.20, 0.03, 0.005),
            Knot(5.24, 1.13, 0.10, 0.03, 0.005),
            Knot(5.29, 1.08, 0.20, 0.06, 0.02),
            Knot(5.30, 0.70, 0.20, 0.08, 0.02),
            Knot(5.33, 0.62, 0.20, 0.10, 0.03),
            Knot(5.30, 0.48, 0.20, 0.12, 0.03),
            Knot(5.24, 0.44, 0, 0.12, 0.03),
        ),
        section=((0.36, 0.95), (0.5, 0.98), (0.82, 1), (1.05, 0.99), (1.18, 0.95), (1.72, 0.76)),
        plan=((0, 0.91), (0.6, 0.985), (1.1, 1), (4.9, 1), (5.33, 0.985)),
    )
    wheels = (Wheel(0.98, 0.885, 0.385, 0.25, "dark", 0.62), Wheel(4.07, 0.885, 0.385, 0.25, "dark", 0.62))
    return Car(
        shell,
        0.36,
        wheels,
        arch=0.075,
        decals=(
            *front_glass(1.46, 2.06),
            Decal("top", ((-0.82, 3.54), (0.82, 3.54), (0.86, 3.70), (-0.86, 3.70)), DEEP, both=False, cut=0.1),
            Decal(
                "top",
                ((-0.93, 3.86), (0.93, 3.86), (0.93, 5.20), (-0.93, 5.20)),
                mix(PLASTIC, DEEP, 0.5),
                both=False,
                cut=0.03,
            ),
            *side_glass(
                shell,
                ((1.4, 1.125), (3.9, 1.165)),
                ((2.62, 2.64, 0.07), (3.42, 3.30, 0.04)),
                ends=(None, (3.74, 3.42)),
                dark=(1, 2),
            ),
            lip("front", 0.38, 0.54, 0.78),
            black("front", ((-0.58, 0.66), (0.58, 0.66), (0.54, 0.98), (-0.54, 0.98)), cut=0.15),
            *chrome(
                "front",
                ((-0.55, 0.75), (0.55, 0.75)),
                ((-0.55, 0.84), (0.55, 0.84)),
                ((-0.55, 0.97), (0.55, 0.97)),
                width=0.022,
            ),
            *lamp(((0.60, 0.84), (0.86, 0.84), (1.0, 0.87), (1.0, 1.01), (0.88, 1.0), (0.60, 0.96))),
            lamp_wrap(shell, 0.87, 1.01, 0.30),
            *rear_lamp(((0.88, 0.72), (1.0, 0.72), (1.0, 1.06), (0.88, 1.06))),
            rear_wrap(shell, 0.72, 1.06, 0.10),
            *plate("front", 0.52),
            *plate("rear", 0.50, wide=0.19, high=0.13),
            Decal("rear", ((-0.86, 0.46), (0.86, 0.46), (0.86, 0.50), (-0.86, 0.50)), CHROME, both=False, cut=0.1),
            black("rear", ((-0.13, 0.98), (0.13, 0.98), (0.13, 1.03), (-0.13, 1.03)), cut=0.3),
            sill_trim(shell, top=0.10),
            *arch_trim(wheels, gap=0.075),
            *handle(2.36, 1.03, colour=CHROME),
            *handle(3.26, 1.04, colour=CHROME),
        ),
        seams=(
            Seam(
                "flank",
                ((1.58, 1.11), (1.54, 0.84), (1.60, 0.50), (2.58, 0.49), (3.40, 0.50), (3.48, 0.70), (3.56, 1.14)),
            ),
            Seam("flank", ((2.62, 1.13), (2.59, 0.49))),
            Seam("flank", ((3.64, 1.10), (3.62, 0.48))),
            Seam("top", ((0.76, 0.24), (0.82, 0.8), (0.90, 1.38))),
            Seam("rear", ((0.86, 1.10), (0.86, 0.66), (0, 0.66))),
            *bumper_line("front", 0.66, 0.66),
            *wipers(1.47),
        ),
        boxes=mirror(1.72, 1.16, y=0.92, tall=0.085),
    )
