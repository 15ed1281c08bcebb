"""Space around a car: points, a camera that fits the car into the picture, and curves through a few corners.

Metres. u runs from the front bumper to the rear, y to the car's left, z upwards from the ground.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .canvas import HEIGHT, WIDTH, Point

Vector = tuple[float, float, float]


def minus(one: Vector, other: Vector) -> Vector:
    return (one[0] - other[0], one[1] - other[1], one[2] - other[2])


def cross(one: Vector, other: Vector) -> Vector:
    return (
        one[1] * other[2] - one[2] * other[1],
        one[2] * other[0] - one[0] * other[2],
        one[0] * other[1] - one[1] * other[0],
    )


def dot(one: Vector, other: Vector) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def unit(vector: Vector) -> Vector:
    size = math.sqrt(dot(vector, vector)) or 1.0
    return (vector[0] / size, vector[1] / size, vector[2] / size)


@dataclass(frozen=True)
class Camera:
    """Looks from `eye` at `target`; `scale` and the offsets place the projection in the picture."""

    eye: Vector
    target: Vector
    scale: float = 1
    shift_x: float = 0
    shift_y: float = 0

    def __post_init__(self) -> None:
        look = unit(minus(self.target, self.eye))
        right = unit(cross(look, (0, 0, 1)))
        # u runs backwards, so the frame (u, y, z) is left-handed; the picture must not be mirrored.
        right = (-right[0], -right[1], -right[2])
        object.__setattr__(self, "_axes", (right, unit(cross(look, right)), look))

    def depth(self, point: Vector) -> float:
        """Distance along the line of sight."""
        axes: tuple[Vector, Vector, Vector] = self._axes  # type: ignore[attr-defined]
        return dot(minus(point, self.eye), axes[2])

    def see(self, point: Vector) -> Point:
        """Where a point of space lies in the picture."""
        axes: tuple[Vector, Vector, Vector] = self._axes  # type: ignore[attr-defined]
        away = (point[0] - self.eye[0], point[1] - self.eye[1], point[2] - self.eye[2])
        right, up, look = axes
        near = max(away[0] * look[0] + away[1] * look[1] + away[2] * look[2], 0.05)
        x = away[0] * right[0] + away[1] * right[1] + away[2] * right[2]
        y = away[0] * up[0] + away[1] * up[1] + away[2] * up[2]
        return (self.shift_x + self.scale * x / near, self.shift_y - self.scale * y / near)

    def fitted(self, points: Iterable[Vector], *, width: float, height: float, floor: float) -> Camera:
        """The same view, enlarged until the points fill `width` or `height` pixels, centred, with the lowest at `floor`."""
        plain = Camera(self.eye, self.target)
        seen = [plain.see(point) for point in points]
        left, right = min(x for x, _ in seen), max(x for x, _ in seen)
        top, bottom = min(y for _, y in seen), max(y for _, y in seen)
        scale = min(width / (right - left), height / (bottom - top))
        return Camera(self.eye, self.target, scale, WIDTH / 2 - scale * (left + right) / 2, floor - scale * bottom)

    def horizon(self) -> float:
        """The picture's y of what is infinitely far on the ground."""
        look = minus(self.target, self.eye)
        far = 10_000 / math.hypot(look[0], look[1])
        return min(max(self.see((self.eye[0] + look[0] * far, self.eye[1] + look[1] * far, 0))[1], 0), HEIGHT)


def rounded(corners: Sequence[tuple[float, ...]], *, steps: int = 5) -> list[tuple[float, ...]]:
    """An open curve along the corners. Each corner is (x, y, cut, …): `cut` (0 to 0.5) of its edges becomes a bend.

    What follows the cut is carried along, blended between neighbours.
    """
    curve = [_lerp(corners[0], corners[0], 0)]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        start, end = _lerp(corner, before, corner[2]), _lerp(corner, after, corner[2])
        curve += [_bend(start, corner, end, step / steps) for step in range(steps + 1)]
    return [*curve, _lerp(corners[-1], corners[-1], 0)]


def smooth_ring(corners: Sequence[Point], cut: float = 0.25, *, steps: int = 4) -> list[Point]:
    """A closed outline with every corner rounded by that share of its edges."""
    count = len(corners)
    ring: list[Point] = []
    for index, corner in enumerate(corners):
        start = _lerp(corner, corners[index - 1], cut)
        end = _lerp(corner, corners[(index + 1) % count], cut)
        ring += [(p[0], p[1]) for p in (_bend(start, corner, end, step / steps) for step in range(steps + 1))]
    return ring


def along(knots: Sequence[Point], at: float) -> float:
    """The value at `at` of a line through (position, value) knots, eased between them; constant outside."""
    if at <= knots[0][0]:
        return knots[0][1]
    for (x0, y0), (x1, y1) in pairwise(knots):
        if at <= x1:
            share = (at - x0) / (x1 - x0)
            return y0 + (y1 - y0) * share
    return knots[-1][1]


def hull(points: Iterable[Point]) -> list[Point]:
    """The convex outline around the points."""
    ordered = sorted(set(points))
    return [*_half_hull(ordered), *_half_hull(ordered[::-1])]


def _half_hull(ordered: list[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in ordered:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
            kept.pop()
        kept.append(point)
    return kept[:-1]


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _lerp(one: Sequence[float], other: Sequence[float], share: float) -> tuple[float, ...]:
    return tuple(a + (b - a) * share for a, b in zip(one, other, strict=True))


def _bend(start: Sequence[float], corner: Sequence[float], end: Sequence[float], share: float) -> tuple[float, ...]:
    first, second = _lerp(start, corner, share), _lerp(corner, end, share)
    return _lerp(first, second, share)
