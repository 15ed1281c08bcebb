"""Bodies for rough roads: SUV, off-roader long and short. Metres; see shell.py for the coordinates."""

from __future__ import annotations

from functools import cache

from .details import (
    arch_trim,
    bumper_line,
    chrome,
    disc,
    fog_lamps,
    front_glass,
    glass_hatch,
    handle,
    lamp,
    lamp_wrap,
    lip,
    mirror,
    plate,
    rails,
    rear_lamp,
    rear_wrap,
    reflectors,
    sill_trim,
    wipers,
)
from .paints import CHROME, DEEP, PLASTIC
from .panes import side_glass
from .parts import Car, Decal, Seam, black
from .shell import Knot, Shell
from .wheels import Wheel


@cache
def suv() -> Car:
    shell = Shell(
        1.84,
        (
            Knot(0.14, 0.27, 0, 0.26, 0.10),
            Knot(0.02, 0.40, 0.35, 0.28, 0.10),
            Knot(0.00, 0.62, 0.40, 0.30, 0.10),
            Knot(0.03, 0.82, 0.40, 0.28, 0.09),
            Knot(0.12, 0.97, 0.40, 0.16, 0.06),
            Knot(0.62, 1.08, 0.50, 0.10, 0.03),
            Knot(1.20, 1.14, 0.20, 0.07, 0.05),
            Knot(1.98, 1.58, 0.30, 0.07, 0.05),
            Knot(2.50, 1.685, 0.50, 0.10, 0.02),
            Knot(3.40, 1.665, 0.40, 0.10, 0.02),
            Knot(4.08, 1.57, 0.30, 0.08, 0.02),
            Knot(4.22, 1.48, 0.25, 0.08, 0.03),
            Knot(4.48, 1.15, 0.30, 0.12, 0.05),
            Knot(4.57, 0.98, 0.30, 0.18, 0.06),
            Knot(4.60, 0.66, 0.30, 0.22, 0.07),
            Knot(4.57, 0.45, 0.40, 0.20, 0.07),
            Knot(4.46, 0.30, 0, 0.18, 0.07),
        ),
        section=((0.27, 0.94), (0.42, 0.975), (0.72, 1), (0.95, 0.99), (1.12, 0.95), (1.62, 0.72)),
        plan=((0, 0.90), (0.6, 0.985), (1.1, 1), (3.7, 1), (4.6, 0.93)),
    )
    wheels = (Wheel(0.90, 0.875, 0.365, 0.23, "alloy", 0.68), Wheel(3.57, 0.875, 0.365, 0.23, "alloy", 0.68))
    return Car(
        shell,
        0.27,
        wheels,
        decals=(
            *front_glass(1.25, 1.94),
            *glass_hatch(1.46, 1.16),
            *side_glass(
                shell,
                ((1.1, 1.075), (4.5, 1.145)),
                ((2.52, 2.54, 0.07), (3.52, 3.36, 0.07)),
                ends=(None, (4.62, 3.74)),
                dark=(1, 2),
            ),
            lip("front", 0.30, 0.46, 0.76),
            black("front", ((-0.46, 0.62), (0.46, 0.62), (0.56, 0.86), (-0.56, 0.86)), cut=0.2),
            *chrome(
                "front",
                ((-0.47, 0.66), (0.47, 0.66)),
                ((-0.49, 0.72), (0.49, 0.72)),
                ((-0.51, 0.78), (0.51, 0.78)),
                ((-0.55, 0.85), (0.55, 0.85)),
            ),
            *lamp(((0.61, 0.78), (0.86, 0.78), (1.0, 0.81), (1.0, 0.935), (0.88, 0.92), (0.60, 0.875))),
            lamp_wrap(shell, 0.81, 0.935, 0.30),
            *fog_lamps(0.50, 0.80),
            *rear_lamp(((0.56, 0.93), (1.0, 0.89), (1.0, 1.10), (0.62, 1.07))),
            rear_wrap(shell, 0.89, 1.10, 0.24),
            *plate("front", 0.47),
            *plate("rear", 0.74),
            lip("rear", 0.32, 0.50, 0.82),
            *reflectors(0.54),
            sill_trim(shell, top=0.13),
            *arch_trim(wheels),
            *handle(2.26, 0.99),
            *handle(3.24, 1.01),
        ),
        seams=(
            Seam(
                "flank",
                (
                    (1.36, 1.06),
                    (1.32, 0.78),
                    (1.38, 0.42),
                    (2.46, 0.41),
                    (3.16, 0.42),
                    (3.20, 0.60),
                    (3.48, 0.92),
                    (3.50, 1.12),
                ),
            ),
            Seam("flank", ((2.52, 1.08), (2.49, 0.41))),
            Seam("top", ((0.74, 0.24), (0.80, 0.7), (0.88, 1.18))),
            Seam("rear", ((0.80, 1.42), (0.84, 1.18), (0.56, 0.90), (0.62, 0.64), (0, 0.64))),
            *bumper_line("front", 0.66, 0.66),
            *wipers(1.26),
        ),
        boxes=mirror(1.54, 1.11, y=0.91, tall=0.075),
        rails=rails(shell, 2.25, 3.95),
    )


@cache
def offroad() -> Car:
    shell = Shell(
        1.88,
        (
            Knot(0.14, 0.34, 0, 0.22, 0.07),
            Knot(0.02, 0.46, 0.35, 0.22, 0.07),
            Knot(0.00, 0.66, 0.30, 0.22, 0.07),
            Knot(0.03, 0.95, 0.30, 0.20, 0.06),
            Knot(0.10, 1.09, 0.40, 0.12, 0.04),
            Knot(0.60, 1.15, 0.45, 0.10, 0.02),
            Knot(1.40, 1.20, 0.15, 0.06, 0.04),
            Knot(1.98, 1.70, 0.25, 0.06, 0.03),
            Knot(2.40, 1.83, 0.45, 0.10, 0.02),
            Knot(3.60, 1.835, 0.40, 0.10, 0.02),
            Knot(4.44, 1.78, 0.30, 0.08, 0.02),
            Knot(4.58, 1.68, 0.25, 0.07, 0.02),
            Knot(4.70, 1.22, 0.30, 0.10, 0.03),
            Knot(4.76, 0.95, 0.30, 0.14, 0.04),
            Knot(4.78, 0.66, 0.30, 0.16, 0.05),
            Knot(4.74, 0.50, 0.40, 0.16, 0.05),
            Knot(4.62, 0.36, 0, 0.16, 0.05),
        ),
        section=((0.34, 0.95), (0.5, 0.98), (0.8, 1), (1.05, 0.99), (1.2, 0.955), (1.78, 0.80)),
        plan=((0, 0.92), (0.6, 0.985), (1.1, 1), (4.0, 1), (4.78, 0.95)),
        squareness=3.4,
    )
    wheels = (Wheel(0.93, 0.90, 0.385, 0.26, "alloy", 0.62), Wheel(3.72, 0.90, 0.385, 0.26, "alloy", 0.62))
    return Car(
        shell,
        0.34,
        wheels,
        arch=0.075,
        decals=(
            *front_glass(1.43, 1.94),
            *glass_hatch(1.66, 1.24, t=0.86),
            *side_glass(
                shell,
                ((1.3, 1.165), (4.7, 1.205)),
                ((2.66, 2.66, 0.08), (3.62, 3.56, 0.09)),
                ends=(None, (4.62, 4.50)),
                dark=(1, 2),
            ),
            lip("front", 0.36, 0.50, 0.80),
            black("front", ((-0.52, 0.72), (0.52, 0.72), (0.56, 1.02), (-0.56, 1.02)), cut=0.15),
            Decal(
                "front",
                ((-0.56, 0.70), (0.56, 0.70), (0.60, 1.05), (-0.60, 1.05)),
                CHROME,
                both=False,
                cut=0.15,
                line=0.025,
            ),
            *(
                Decal(
                    "front",
                    ((t - 0.022, 0.74), (t + 0.022, 0.74), (t + 0.022, 1.00), (t - 0.022, 1.00)),
                    CHROME,
                    both=False,
                    cut=0,
                )
                for t in (-0.44, -0.315, -0.19, -0.065, 0.065, 0.19, 0.315, 0.44)
            ),
            *lamp(((0.66, 0.80), (0.88, 0.79), (1.0, 0.80), (1.0, 1.01), (0.88, 1.01), (0.66, 1.0))),
            lamp_wrap(shell, 0.80, 1.01, 0.22),
            *fog_lamps(0.56, 0.80),
            *rear_lamp(((0.80, 0.86), (1.0, 0.86), (1.0, 1.34), (0.86, 1.34))),
            rear_wrap(shell, 0.86, 1.34, 0.10),
            *plate("front", 0.50),
            *plate("rear", 0.80),
            lip("rear", 0.38, 0.52, 0.84),
            *reflectors(0.57),
            sill_trim(shell, top=0.12),
            *arch_trim(wheels, gap=0.075),
            *handle(2.38, 1.07, colour=CHROME),
            *handle(3.36, 1.08, colour=CHROME),
            Decal("flank", ((1.5, 0.70), (3.28, 0.70), (3.28, 0.76), (1.5, 0.76)), "shade", cut=0.3),
        ),
        seams=(
            Seam(
                "flank",
                (
                    (1.56, 1.14),
                    (1.52, 0.86),
                    (1.56, 0.48),
                    (2.62, 0.47),
                    (3.28, 0.48),
                    (3.32, 0.66),
                    (3.60, 0.98),
                    (3.62, 1.18),
                ),
            ),
            Seam("flank", ((2.66, 1.16), (2.64, 0.47))),
            Seam("top", ((0.80, 0.20), (0.84, 0.8), (0.90, 1.36))),
            Seam("rear", ((0.82, 1.62), (0.86, 1.30), (0.80, 0.62), (0, 0.62))),
            *bumper_line("front", 0.68, 0.62),
            *wipers(1.44),
        ),
        boxes=mirror(1.72, 1.20, y=0.93, tall=0.085),
        rails=rails(shell, 2.30, 4.30, t=0.88),
    )


@cache
def offroad_short() -> Car:
    """A small three-door off-roader with its spare wheel on the tailgate."""
    shell = Shell(
        1.56,
        (
            Knot(0.10, 0.36, 0, 0.16, 0.05),
            Knot(0.01, 0.46, 0.35, 0.16, 0.05),
            Knot(0.00, 0.66, 0.30, 0.14, 0.04),
            Knot(0.03, 0.92, 0.30, 0.12, 0.03),
            Knot(0.08, 1.02, 0.35, 0.08, 0.03),
            Knot(0.50, 1.06, 0.45, 0.07, 0.02),
            Knot(1.02, 1.09, 0.12, 0.05, 0.03),
            Knot(1.36, 1.56, 0.20, 0.05, 0.02),
            Knot(1.62, 1.71, 0.40, 0.09, 0.02),
            Knot(2.60, 1.725, 0.40, 0.09, 0.02),
            Knot(3.12, 1.70, 0.25, 0.07, 0.02),
            Knot(3.22, 1.62, 0.20, 0.06, 0.02),
            Knot(3.30, 1.16, 0.30, 0.07, 0.02),
            Knot(3.33, 0.92, 0.30, 0.09, 0.03),
            Knot(3.36, 0.62, 0.30, 0.12, 0.03),
            Knot(3.34, 0.50, 0.40, 0.12, 0.03),
            Knot(3.26, 0.40, 0, 0.12, 0.03),
        ),
        section=((0.36, 0.95), (0.5, 0.985), (0.8, 1), (1.02, 0.99), (1.10, 0.965), (1.68, 0.86)),
        plan=((0, 0.95), (0.4, 0.985), (0.9, 1), (3.0, 1), (3.36, 0.97)),
        squareness=4.0,
    )
    wheels = (Wheel(0.62, 0.735, 0.35, 0.19, "dark", 0.60), Wheel(2.86, 0.735, 0.35, 0.19, "dark", 0.60))
    return Car(
        shell,
        0.36,
        wheels,
        arch=0.075,
        decals=(
            *front_glass(1.04, 1.33),
            *glass_hatch(1.60, 1.20, t=0.80),
            *side_glass(
                shell, ((0.9, 1.075), (3.2, 1.075)), ((2.02, 2.02, 0.09),), ends=(None, (3.12, 3.10)), dark=(1,)
            ),
            lip("front", 0.37, 0.62, 0.90),
            black("front", ((-0.92, 0.70), (0.92, 0.70), (0.92, 0.95), (-0.92, 0.95)), cut=0.12),
            *(
                Decal(
                    "front",
                    ((t - 0.05, 0.72), (t + 0.05, 0.72), (t + 0.05, 0.93), (t - 0.05, 0.93)),
                    DEEP,
                    both=False,
                    cut=0.1,
                )
                for t in (-0.40, -0.24, -0.08, 0.08, 0.24, 0.40)
            ),
            *round_lamp(0.70, 0.825, 0.16, 0.115),
            *plate("front", 0.46, wide=0.23),
            *plate("rear", 0.44, wide=0.23),
            lip("rear", 0.40, 0.62, 0.90),
            *rear_lamp(((0.56, 0.47), (0.86, 0.47), (0.86, 0.56), (0.56, 0.56)), clear=False),
            sill_trim(shell, top=0.14),
            *arch_trim(wheels, gap=0.075, broad=0.075),
            *handle(1.86, 0.95, colour=PLASTIC),
        ),
        seams=(
            Seam("flank", ((1.06, 1.06), (1.06, 0.74), (1.10, 0.50), (2.02, 0.49), (2.06, 0.70), (2.04, 1.06))),
            Seam("top", ((0.90, 0.14), (0.92, 0.5), (0.94, 0.98))),
            Seam("rear", ((0.84, 1.58), (0.86, 1.20), (0.86, 0.68), (0, 0.66))),
            *wipers(1.05),
        ),
        boxes=mirror(1.22, 1.11, y=0.80, colour=PLASTIC, tall=0.085),
        spare=Wheel(3.36, 0.0, 0.33, 0.16, "dark", 0.6),
    )


def round_lamp(t: float, z: float, wide: float, high: float) -> tuple[Decal, ...]:
    """A round headlamp."""
    return (
        Decal("front", disc(t, z, wide * 1.16, high * 1.16), PLASTIC, cut=0),
        Decal("front", disc(t, z, wide, high), (0.93, 0.93, 0.90), cut=0),
        Decal("front", disc(t, z, wide * 0.5, high * 0.5), (0.80, 0.83, 0.85), cut=0),
    )
