"""What a drawn body carries: shapes and lines on its skin, boxes and bars beside it, a load behind it.

Coordinates as in shell.py, in metres. Colours are plain ones or words for those of the paint: "paint", "gap", "shade", "lit".
"""

from __future__ import annotations

from dataclasses import dataclass

from .canvas import Colour, Point, mix
from .paints import GLASS, GLASS_LIGHT, PLASTIC
from .shell import Shell
from .space import Vector
from .wheels import Wheel


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


def glass(place: str, points: tuple[Point, ...], *, cut: float = 0.15, both: bool = False) -> Decal:
    """A pane, lighter towards its top."""
    return Decal(place, points, GLASS, both=both, cut=cut, shine=mix(GLASS, GLASS_LIGHT, 0.45))


def black(place: str, points: tuple[Point, ...], *, cut: float = 0.2, both: bool = False) -> Decal:
    """A piece of dark plastic."""
    return Decal(place, points, PLASTIC, both=both, cut=cut)
