"""What was seen on a picture: QR symbols with their place. Plain values, used inside and outside the limited process."""

from dataclasses import dataclass
from math import hypot

from japacar.certificates.codes.matrix import Part

Point = tuple[float, float]
# Symbols of one row stand a quiet zone or two apart: their middles lie within this many of their own widths.
_REACH = 3.2
# How far the middle of a neighbour may lie off the line, in widths: a tilted view bends a row a little.
_OFF_LINE = 0.6


@dataclass(frozen=True, slots=True)
class Place:
    """Where a symbol stands: number of the picture, page from 0, and its corners as the symbol itself is turned."""

    picture: int
    page: int
    corners: tuple[Point, Point, Point, Point]

    @property
    def sheet(self) -> tuple[int, int]:
        return self.picture, self.page

    @property
    def middle(self) -> Point:
        return sum(x for x, _ in self.corners) / 4, sum(y for _, y in self.corners) / 4

    @property
    def width(self) -> float:
        (ax, ay), (bx, by), _, (dx, dy) = self.corners
        return max(1.0, (hypot(bx - ax, by - ay) + hypot(dx - ax, dy - ay)) / 2)

    def is_beside(self, other: "Place") -> bool:
        """Whether both stand next to each other in one row of the same page."""
        if self.sheet != other.sheet:
            return False
        width = (self.width + other.width) / 2
        (ax, ay), (bx, by), _, _ = self.corners
        along = hypot(bx - ax, by - ay) or 1.0
        rightwards = ((bx - ax) / along, (by - ay) / along)
        dx, dy = other.middle[0] - self.middle[0], other.middle[1] - self.middle[1]
        off_line = abs(dx * rightwards[1] - dy * rightwards[0])
        return hypot(dx, dy) <= _REACH * width and off_line <= _OFF_LINE * width

    def distance(self, other: "Place") -> float:
        """From middle to middle in widths of a symbol; infinite between pages."""
        if self.sheet != other.sheet:
            return float("inf")
        dx, dy = other.middle[0] - self.middle[0], other.middle[1] - self.middle[1]
        return hypot(dx, dy) * 2 / (self.width + other.width)


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol: its bytes, where it was seen (perhaps in several pictures), and its part of a longer message.

    `payload` is empty for one that was only recognised, such as those with the user's name and address."""

    payload: bytes
    places: tuple[Place, ...]
    part: Part | None = None

    def is_beside(self, other: "Symbol") -> bool:
        return any(here.is_beside(there) for here in self.places for there in other.places)


def merged(symbols: list[Symbol]) -> list[Symbol]:
    """Each symbol once: what was seen in several passes or pictures has all its places."""
    found: dict[tuple[bytes, Part | None], list[Place]] = {}
    alone: list[Symbol] = []
    for symbol in symbols:
        if symbol.payload:
            places = found.setdefault((symbol.payload, symbol.part), [])
            places += [place for place in symbol.places if not any(_same(place, known) for known in places)]
        elif not any(_same(symbol.places[0], known.places[0]) for known in alone):
            alone.append(symbol)
    return [Symbol(payload, tuple(places), part) for (payload, part), places in found.items()] + alone


def _same(one: Place, other: Place) -> bool:
    return one.distance(other) < 0.5
