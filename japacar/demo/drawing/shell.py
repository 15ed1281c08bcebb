"""A car's outer skin: a side outline swept across the car and rounded at its edges, with flanks that lean in above the waist.

`Shell` turns drawing coordinates into space. The hull from nose to tail is addressed by (step along the outline, t from
-1 right to 1 left), the flanks by (u, z); paints and details are laid on these by `coachwork.py`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise

from .canvas import Point
from .space import Vector, along, cross, dot, minus, rounded, unit

# t of the columns, close together where the hull bends into the flank.
_HALF = (0.18, 0.36, 0.52, 0.66, 0.76, 0.84, 0.89, 0.928, 0.956, 0.976, 0.99, 0.997, 1.0)
COLUMNS = (*(-t for t in reversed(_HALF)), 0.0, *_HALF)


@dataclass(frozen=True)
class Knot:
    """A corner of the side outline: place, how much is cut for the bend, radius towards the flank, and bow across the car."""

    u: float
    z: float
    cut: float
    radius: float
    bow: float


@dataclass(frozen=True)
class Shell:
    """`section` is the half-width at each height and `plan` along the car, both as shares of the half-width."""

    width: float
    outline: tuple[Knot, ...]
    section: tuple[Point, ...]
    plan: tuple[Point, ...]
    squareness: float = 3.0
    # Shells are drawn in many colours and from many sides; what was worked out once is kept.
    _widths: dict[Point, float] = field(default_factory=dict, compare=False)
    _points: dict[Point, Vector] = field(default_factory=dict, compare=False)
    _facings: dict[Point, Vector] = field(default_factory=dict, compare=False)
    _ends: dict[tuple[float, int, Vector], float] = field(default_factory=dict, compare=False)
    _steps: dict[tuple[float | None, float | None, bool], float] = field(default_factory=dict, compare=False)

    @cached_property
    def spine(self) -> list[tuple[float, ...]]:
        """Points (u, z, cut, radius, bow) from the lower front over the roof to the lower rear."""
        corners = [(knot.u, knot.z, knot.cut, knot.radius, knot.bow) for knot in self.outline]
        return _densely(rounded(corners, steps=4), 0.2)

    @property
    def last(self) -> int:
        return len(self.spine) - 1

    def half_width(self, u: float, z: float) -> float:
        if (u, z) not in self._widths:
            self._widths[u, z] = self.width / 2 * along(self.section, z) * along(self.plan, u)
        return self._widths[u, z]

    def inward(self, step: int) -> tuple[float, float]:
        """The unit direction into the car at a step, evened out along the outline so that tight bends do not fold."""
        return self._directions[step]

    @cached_property
    def _directions(self) -> list[tuple[float, float]]:
        sharp = [self._sharp(step) for step in range(self.last + 1)]
        lengths = [math.hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(self.spine)]
        places = [0.0, *accumulate(lengths)]
        even = []
        for step, place in enumerate(places):
            reach = 0.06 + 0.9 * (self.spine[step][3] + self.spine[step][4])
            weights = [max(reach - abs(place - other), 0) for other in places]
            nu = sum(weight * n[0] for weight, n in zip(weights, sharp, strict=True))
            nz = sum(weight * n[1] for weight, n in zip(weights, sharp, strict=True))
            size = math.hypot(nu, nz) or 1
            even.append((nu / size, nz / size))
        return even

    def _sharp(self, step: int) -> tuple[float, float]:
        before, after = self.spine[max(step - 1, 0)], self.spine[min(step + 1, self.last)]
        du, dz = after[0] - before[0], after[1] - before[1]
        size = math.hypot(du, dz) or 1
        nu, nz = dz / size, -du / size
        # Below the bumper the skin bends under the car; its corners still turn about upright axes.
        return (math.copysign(1, nu), 0) if nz > 0 else (nu, nz)

    def edge(self, step: float) -> Point:
        """(u, z) where the hull meets the flank."""
        low = min(int(step), self.last - 1)
        share = step - low
        (u0, z0), (u1, z1) = self._edge(low), self._edge(low + 1)
        return (u0 + (u1 - u0) * share, z0 + (z1 - z0) * share)

    def _edge(self, step: int) -> Point:
        u, z, _, radius, bow = self.spine[step]
        nu, nz = self.inward(step)
        return (u + nu * (radius + bow), z + nz * (radius + bow))

    def _hull(self, step: int, t: float) -> Vector:
        u, z, _, radius, bow = self.spine[step]
        nu, nz = self.inward(step)
        bend = 1 - max(1 - abs(t) ** self.squareness, 0) ** (1 / self.squareness)
        inset = radius * bend + bow * t * t
        return (u + nu * inset, t * self.half_width(*self._edge(step)), z + nz * inset)

    @cached_property
    def grid(self) -> list[list[Vector]]:
        """The hull as rows of points along the spine, one for each of COLUMNS."""
        return [[self._hull(step, t) for t in COLUMNS] for step in range(self.last + 1)]

    def hull(self, step: float, t: float) -> Vector:
        """A point of the hull; `step` may lie between two of the spine."""
        if (step, t) not in self._points:
            self._points[step, t] = self._between(step, t)
        return self._points[step, t]

    def _between(self, step: float, t: float) -> Vector:
        low = min(int(step), self.last - 1)
        one, other, share = self._hull(low, t), self._hull(low + 1, t), step - low
        return (
            one[0] + (other[0] - one[0]) * share,
            one[1] + (other[1] - one[1]) * share,
            one[2] + (other[2] - one[2]) * share,
        )

    def hull_normal(self, step: float, t: float) -> Vector:
        """The unit normal of the hull, outwards."""
        if (step, t) not in self._facings:
            self._facings[step, t] = self._facing(step, t)
        return self._facings[step, t]

    def _facing(self, step: float, t: float) -> Vector:
        low, high = max(step - 0.5, 0), min(step + 0.5, self.last)
        near, far = max(t - 0.04, -1), min(t + 0.04, 1)
        lengthwise = minus(self._between(high, t), self._between(low, t))
        crosswise = minus(self._between(step, far), self._between(step, near))
        return unit(cross(lengthwise, crosswise))

    def flank(self, u: float, z: float, side: int = 1, out: float = 0) -> Vector:
        """A point of the left (1) or right (-1) flank, `out` metres in front of it."""
        return (u, side * (self.half_width(u, z) + out), z)

    def flank_normal(self, z: float, side: int) -> Vector:
        """The flank's normal at that height, its lean doubled so that light and shade tell the shape."""
        lean = (along(self.section, z + 0.06) - along(self.section, z - 0.06)) * self.width / 2 / 0.12
        return unit((0, side, -2 * lean))

    def step_at(self, *, z: float | None = None, u: float | None = None, rear: bool = False) -> float:
        """The place on the spine at that height (front, or rear when asked) or, on the upper side, at that u."""
        key = (z, u, rear)
        if key not in self._steps:
            self._steps[key] = self._find_height(z, rear=rear) if z is not None else self._find_length(u or 0)
        return self._steps[key]

    def _find_height(self, z: float, *, rear: bool) -> float:
        top = max(range(self.last + 1), key=lambda step: self.spine[step][1])
        return _crossing(self.spine, 1, z, range(self.last - 1, top - 1, -1) if rear else range(top))

    def _find_length(self, u: float) -> float:
        rising = [s for s in range(self.last) if self.spine[s + 1][0] > self.spine[s][0] and self._upper(s)]
        return _crossing(self.spine, 0, u, rising)

    def _upper(self, step: int) -> bool:
        return self.inward(step)[1] < -0.15

    @cached_property
    def facets(self) -> list[list[tuple[Vector, Vector]]]:
        """The outward normal and the centre of every quad of the grid, row by row."""
        return [
            [_facet(upper[i], upper[i + 1], lower[i + 1], lower[i]) for i in range(len(COLUMNS) - 1)]
            for upper, lower in pairwise(self.grid)
        ]

    def visible_t(self, step: float, t: float, eye: Vector) -> float:
        """t, or the last one on its side where the hull still faces the eye."""
        if abs(t) < 0.05 or self._looks_at(eye, self.hull(step, t), self.hull_normal(step, t)):
            return t
        side = 1 if t > 0 else -1
        return side * min(abs(t), self._visible_end(round(step * 2) / 2, side, eye))

    def _visible_end(self, step: float, side: int, eye: Vector) -> float:
        key = (step, side, eye)
        if key not in self._ends:
            near, far = 0.0, 1.0
            for _ in range(8):
                middle = (near + far) / 2
                t = side * middle
                seen = self._looks_at(eye, self._between(step, t), self._facing(step, t))
                near, far = (middle, far) if seen else (near, middle)
            self._ends[key] = near
        return self._ends[key]

    def _looks_at(self, eye: Vector, point: Vector, normal: Vector) -> bool:
        return dot(normal, unit(minus(eye, point))) > 0.02


def _facet(a: Vector, b: Vector, c: Vector, d: Vector) -> tuple[Vector, Vector]:
    normal = cross(minus(d, b), minus(c, a))
    return unit(normal), ((a[0] + c[0]) / 2, (a[1] + c[1]) / 2, (a[2] + c[2]) / 2)


def _densely(curve: Sequence[tuple[float, ...]], longest: float) -> list[tuple[float, ...]]:
    """The curve without doubled points, with long straights divided."""
    dense = [curve[0]]
    for point in curve[1:]:
        start = dense[-1]
        size = math.hypot(point[0] - start[0], point[1] - start[1])
        if size < 0.004:
            continue
        pieces = max(math.ceil(size / longest), 1)
        for piece in range(1, pieces + 1):
            share = piece / pieces
            dense.append(tuple(a + (b - a) * share for a, b in zip(start, point, strict=True)))
    return dense


def _crossing(spine: Sequence[tuple[float, ...]], axis: int, value: float, steps: Sequence[int] | range) -> float:
    nearest = None
    for step in steps:
        one, other = spine[step][axis], spine[step + 1][axis]
        if min(one, other) <= value <= max(one, other) and one != other:
            return step + (value - one) / (other - one)
        distance = min(abs(one - value), abs(other - value))
        if nearest is None or distance < nearest[0]:
            nearest = (distance, step)
    return float(nearest[1]) if nearest else 0.0
