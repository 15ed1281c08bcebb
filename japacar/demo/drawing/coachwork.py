"""Lays paint, glass, lamps and wheels on a shell, in the order that the eye needs.

`Car` says what a body carries; `paint_car` draws it for a camera. Coordinates as in shell.py, in metres.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from .canvas import Canvas, Colour, Point, mix
from .paints import BLACK, DEEP, STEEL, Paint
from .parts import Block, Box, Car, Decal, Rail, Seam
from .space import Camera, Vector, dot, hull, minus, smooth_ring, unit
from .wheels import arch_ring, paint_spare, paint_wheel

SUN = unit((-0.24, 0.56, 0.80))
TONES = 64


@dataclass
class Painter:
    """Draws one car on one canvas for one camera."""

    canvas: Canvas
    camera: Camera
    paint: Paint

    def __post_init__(self) -> None:
        # The sun stands behind the onlooker's shoulder, so that no view shows only shade.
        eye, target = self.camera.eye, self.camera.target
        self.sun = (SUN[0] * (-1 if eye[0] > target[0] else 1), SUN[1] * (-1 if eye[1] < -0.5 else 1), SUN[2])

    def light_on(self, normal: Vector, z: float) -> float:
        """0…1: how bright a surface looks under a high, soft sun, a little darker towards the ground."""
        sun = max(dot(normal, self.sun), 0)
        low = max(0.35 - z, 0) * 0.45
        return min(max(0.10 + 0.46 * (0.5 + 0.5 * normal[2]) + 0.42 * sun - low, 0), 1)

    def colour(self, wanted: Colour | str) -> Colour:
        """A plain colour, or one of the paint's: "paint", "gap", "shade", "lit"."""
        if not isinstance(wanted, str):
            return wanted
        return {
            "paint": self.paint.tone(0.5),
            "gap": self.paint.line,
            "shade": self.paint.tone(0.25),
            "lit": self.paint.tone(0.85),
        }[wanted]

    def px(self, metres: float, at: Vector) -> float:
        """A width in pixels at that place."""
        return max(self.camera.scale * metres / max(self.camera.depth(at), 0.1), 0.6)

    def faces(self, normal: Vector, at: Vector) -> bool:
        return dot(normal, minus(self.camera.eye, at)) > 0


def paint_car(car: Car, painter: Painter) -> None:
    """The whole car: underside, wheels, hull, flanks, details, from far to near."""
    sides = _sides_in_order(painter)
    _underside(car, painter)
    from_behind = painter.camera.eye[0] > car.length / 2
    for side in sides:
        _wheel_houses(car, painter, side)
        if side == sides[1]:
            _blocks(painter, car.chassis)
        wheels = (*car.wheels, *car.loose_wheels)
        for wheel in sorted(wheels, key=lambda w: -painter.camera.depth((w.u, side * w.y, w.radius))):
            paint_wheel(painter, wheel, side)
    if not from_behind:
        _blocks(painter, car.load)
    _boxes(car, painter, [(box, side) for box in car.boxes for side in (1, -1) if not _is_near(painter, side)])
    _hull(car, painter)
    for place in ("top", "front", "rear"):
        _on_hull(car, painter, place)
    _rails(painter, car.rails)
    for side in sides:
        _flank(car, painter, side)
    _boxes(car, painter, [(box, side) for box in car.boxes for side in (1, -1) if _is_near(painter, side)])
    if from_behind:
        _blocks(painter, car.load)
        if car.spare:
            paint_spare(painter, car.spare)


def _rails(painter: Painter, rails: Sequence[Rail]) -> None:
    for rail in rails:
        seen = [painter.camera.see(point) for point in rail.points]
        painter.canvas.line(
            seen, painter.colour(rail.colour), painter.px(rail.width, rail.points[len(rail.points) // 2])
        )


def _blocks(painter: Painter, parts: Sequence[Block | Rail]) -> None:
    """Solids and bars in the order in which they are listed, unless a block lies clearly behind another."""

    def far(part: Block | Rail) -> float:
        ends = part.points if isinstance(part, Rail) else (part.first, part.last)
        middle = tuple(sum(end[axis] for end in ends) / len(ends) for axis in range(3))
        return -painter.camera.depth((middle[0], middle[1], middle[2]))

    for part in sorted(parts, key=far):
        if isinstance(part, Rail):
            _rails(painter, (part,))
        else:
            _block(painter, part)


def _block(painter: Painter, block: Block) -> None:
    (u0, y0, z0), (u1, y1, z1) = block.first, block.last
    centre = ((u0 + u1) / 2, (y0 + y1) / 2, (z0 + z1) / 2)
    half = ((u1 - u0) / 2, (y1 - y0) / 2, (z1 - z0) / 2)
    colour = painter.colour(block.colour)
    solid(painter, centre, half, colour)
    gap = mix(colour, BLACK, 0.2)
    see = painter.camera.see
    side = 1 if painter.camera.eye[1] > 0 else -1
    y = y1 if side > 0 else y0
    if block.ribs and painter.faces((0, side, 0), (u0, y, z0)):
        for rib in range(1, block.ribs):
            u = u0 + (u1 - u0) * rib / block.ribs
            painter.canvas.line([see((u, y, z0)), see((u, y, z1))], gap, painter.px(0.012, (u, y, z0)))
    if block.doors and painter.faces((1, 0, 0), (u1, centre[1], centre[2])):
        painter.canvas.line([see((u1, 0, z0)), see((u1, 0, z1))], gap, painter.px(0.014, (u1, 0, z0)))
        for across in (-0.12, 0.12):
            painter.canvas.line(
                [see((u1 + 0.01, across, z0 + 0.1)), see((u1 + 0.01, across, z1 - 0.1))],
                STEEL,
                painter.px(0.03, (u1, 0, z0)),
            )


def _sides_in_order(painter: Painter) -> tuple[int, int]:
    return (-1, 1) if painter.camera.eye[1] >= 0 else (1, -1)


def _is_near(painter: Painter, side: int) -> bool:
    """Whether the skin cannot hide the box: beside the car on the onlooker's side, or seen from straight ahead."""
    eye = painter.camera.eye
    if abs(eye[1]) < 0.5:
        return eye[0] < painter.camera.target[0]
    return (eye[1] > 0) == (side > 0)


def _underside(car: Car, painter: Painter) -> None:
    shell = car.shell
    first, last = shell.spine[0], shell.spine[-1]
    ends = (first[0] + first[3] + first[4] + 0.10, last[0] - last[3] - last[4] - 0.10)
    corners = [(u, y * shell.width * 0.42, car.sill + 0.02) for u in ends for y in (-1, 1)]
    corners += [(u, y, car.sill - 0.05) for u, y, _ in corners]
    painter.canvas.poly(hull(painter.camera.see(corner) for corner in corners), DEEP)


def _wheel_houses(car: Car, painter: Painter, side: int) -> None:
    for wheel in car.wheels:
        ring = arch_ring(wheel, car.arch + 0.02, car.sill)
        seen = [painter.camera.see(car.shell.flank(u, z, side)) for u, z in ring]
        inner = [painter.camera.see((u, side * (car.shell.half_width(u, z) - 0.30), z)) for u, z in ring]
        painter.canvas.poly(hull([*seen, *inner]), DEEP)


def _hull(car: Car, painter: Painter) -> None:
    """The swept hull as bands of quads, hidden ones left out, far ones first; like tones of a row join into one shape."""
    see, depth = painter.camera.see, painter.camera.depth
    pieces: list[tuple[float, list[Point], int]] = []
    for (upper, lower), facets in zip(pairwise(car.shell.grid), car.shell.facets, strict=True):
        tones = [
            round(painter.light_on(normal, centre[2]) * TONES) if painter.faces(normal, centre) else None
            for normal, centre in facets
        ]
        for first, last, tone in _runs(tones):
            corners = [see(point) for point in (*upper[first : last + 2], *lower[first : last + 2][::-1])]
            pieces.append((depth(facets[(first + last) // 2][1]), corners, tone))
    pieces.sort(key=lambda piece: -piece[0])
    for _, corners, tone in pieces:
        painter.canvas.poly(corners, painter.paint.tone(tone / TONES), seam=1.2)


def _runs(tones: Sequence[int | None]) -> Iterator[tuple[int, int, int]]:
    """(first, last, tone) of neighbours with one tone, without the hidden ones."""
    start = 0
    for index, tone in enumerate(tones):
        if index + 1 == len(tones) or tones[index + 1] != tone:
            if tone is not None:
                yield start, index, tone
            start = index + 1


def _on_hull(car: Car, painter: Painter, place: str) -> None:
    """Decals and seams of one end or the top, where they face the eye."""
    ahead = painter.camera.eye[0] / car.length
    if (place == "front" and ahead > 0.75) or (place == "rear" and ahead < 0.25):
        return
    items: tuple[Decal | Seam, ...] = (*car.decals, *car.seams)
    for item in items:
        if item.place != place:
            continue
        for mirror in (1, -1) if item.both else (1,):
            _hull_item(car, painter, item, [(t * mirror, other) for t, other in shaped(item)])


def _hull_item(car: Car, painter: Painter, item: Decal | Seam, points: list[Point]) -> None:
    shell, eye = car.shell, painter.camera.eye
    placed = []
    for t, other in points:
        on_top = item.place == "top"
        step = shell.step_at(u=other) if on_top else shell.step_at(z=other, rear=item.place == "rear")
        placed.append((step, t))
    middle = (sum(s for s, _ in placed) / len(placed), sum(t for _, t in placed) / len(placed))
    if not painter.faces(shell.hull_normal(*middle), shell.hull(*middle)) and (
        item.place == "top" or not any(painter.faces(shell.hull_normal(s, t), shell.hull(s, t)) for s, t in placed)
    ):
        return
    seen = []
    for step, t in placed:
        seen.append(painter.camera.see(shell.hull(step, shell.visible_t(step, t, eye))))
    _fill_or_stroke(painter, item, seen, shell.hull(*middle))


@cache
def shaped(item: Decal | Seam) -> list[Point]:
    """The item's outline with round corners and no long straight edges, so that it can follow the skin."""
    closed = isinstance(item, Decal)
    points = smooth_ring(item.points, item.cut) if closed and item.cut else list(item.points)
    pairs = zip(points, points[1:] + points[:1], strict=True) if closed else pairwise(points)
    fine = []
    for (x0, y0), (x1, y1) in pairs:
        # Near t = 1 the hull turns a corner, so little steps there are long ways.
        longest = 0.015 if closed and item.place in {"front", "rear"} and max(abs(x0), abs(x1)) > 0.8 else 0.15
        pieces = max(int(max(abs(x1 - x0), abs(y1 - y0)) / longest), 1)
        fine += [(x0 + (x1 - x0) * i / pieces, y0 + (y1 - y0) * i / pieces) for i in range(pieces)]
    return fine if closed else [*fine, points[-1]]


def _fill_or_stroke(painter: Painter, item: Decal | Seam, seen: list[Point], at: Vector) -> None:
    colour = painter.colour(item.colour)
    if isinstance(item, Seam):
        painter.canvas.line(seen, colour, painter.px(item.width, at))
        return
    if item.shine is not None:
        top, bottom = min(seen, key=lambda p: p[1]), max(seen, key=lambda p: p[1])
        painter.canvas.gradient(
            seen, (top[0], top[1]), (top[0], bottom[1]), (painter.colour(item.shine), colour), alpha=item.alpha
        )
    elif item.line:
        painter.canvas.line(seen, colour, painter.px(item.line, at), close=True, alpha=item.alpha)
    else:
        painter.canvas.poly(seen, colour, alpha=item.alpha)


def _flank(car: Car, painter: Painter, side: int) -> None:
    """One flank: bands of tone inside its outline with the wheel arches cut out, then what lies on it."""
    shell = car.shell
    middle = shell.flank(shell.spine[-1][0] / 2, 0.6, side)
    if not painter.faces((0, side, 0), middle):
        return
    outline = flank_outline(car)
    seen = [painter.camera.see(shell.flank(u, z, side)) for u, z in outline]
    painter.canvas.clip(seen)
    _bands(car, painter, side)
    for decal in car.decals:
        if decal.place == "flank-under":
            _flank_item(car, painter, decal, side)
    for seam in car.seams:
        if seam.place == "flank":
            _flank_item(car, painter, seam, side)
    painter.canvas.unclip()
    for decal in car.decals:
        if decal.place == "flank" and (decal.both or side == 1):
            _flank_item(car, painter, decal, side)


def flank_outline(car: Car) -> list[Point]:
    """(u, z) around the flank: over the top from front to rear, back along the sill around the wheels."""
    top = [car.shell.edge(step) for step in range(car.shell.last + 1)]
    start = max(top[0][0], 0)
    top = [point for point in top if point[1] >= car.sill - 0.001]
    bottom: list[Point] = [(top[-1][0], car.sill)]
    for wheel in sorted(car.wheels, key=lambda w: -w.u):
        bottom += arch_ring(wheel, car.arch, car.sill)[::-1]
    bottom.append((max(top[0][0], start), car.sill))
    return [*top, *bottom]


def _bands(car: Car, painter: Painter, side: int) -> None:
    shell = car.shell
    top = max(point[1] for point in shell.spine)
    first, last = -0.1, shell.spine[-1][0] + 0.4
    us = [first + (last - first) * i / 14 for i in range(15)]
    z = 0.0
    height = 0.035
    while z < top:
        normal = shell.flank_normal(z + height / 2, side)
        colour = painter.paint.tone(painter.light_on(normal, z))
        lower = [painter.camera.see(shell.flank(u, z - 0.004, side)) for u in us]
        upper = [painter.camera.see(shell.flank(u, z + height + 0.004, side)) for u in us]
        painter.canvas.poly([*lower, *upper[::-1]], colour)
        z += height


def _flank_item(car: Car, painter: Painter, item: Decal | Seam, side: int) -> None:
    points = shaped(item)
    out = item.out if isinstance(item, Decal) else 0.003
    seen = [painter.camera.see(car.shell.flank(u, z, side, out)) for u, z in points]
    u, z = points[len(points) // 2]
    _fill_or_stroke(painter, item, seen, car.shell.flank(u, z, side))


def _boxes(car: Car, painter: Painter, boxes: Sequence[tuple[Box, int]]) -> None:
    for box, side in boxes:
        if side == -1 and not box.both:
            continue
        centre = (box.centre[0], side * box.centre[1], box.centre[2])
        (egg if box.round else solid)(painter, centre, box.half, painter.colour(box.colour))


def solid(painter: Painter, centre: Vector, half: Vector, colour: Colour) -> None:
    """An upright block, its visible faces shaded."""
    for axis in range(3):
        for sign in (1, -1):
            normal = (float(sign) * (axis == 0), float(sign) * (axis == 1), float(sign) * (axis == 2))
            at = (
                centre[0] + normal[0] * half[0],
                centre[1] + normal[1] * half[1],
                centre[2] + normal[2] * half[2],
            )
            if not painter.faces(normal, at):
                continue
            light = painter.light_on(normal, centre[2])
            shaded = (
                mix(colour, BLACK, (0.6 - light) * 0.8) if light < 0.6 else mix(colour, (1, 1, 1), (light - 0.6) * 0.5)
            )
            painter.canvas.poly([painter.camera.see(corner) for corner in _face(at, half, axis)], shaded, seam=0.8)


def egg(painter: Painter, centre: Vector, half: Vector, colour: Colour) -> None:
    """A rounded body, lit from above."""
    seen = []
    for lap in range(-4, 5):
        height = math.sin(lap * math.pi / 9)
        radius = (1 - abs(height) ** 2.6) ** (1 / 2.6)
        for turn in range(16):
            angle = turn * math.pi / 8
            across, ahead = (math.copysign(abs(f(angle)) ** 0.75, f(angle)) for f in (math.cos, math.sin))
            seen.append(
                painter.camera.see(
                    (
                        centre[0] + half[0] * radius * ahead,
                        centre[1] + half[1] * radius * across,
                        centre[2] + half[2] * height,
                    )
                )
            )
    outline = hull(seen)
    top, bottom = min(y for _, y in outline), max(y for _, y in outline)
    lit, dark = mix(colour, (1, 1, 1), 0.25), mix(colour, BLACK, 0.35)
    painter.canvas.gradient(outline, (0, top), (0, bottom), (lit, dark))


def _face(at: Vector, half: Vector, axis: int) -> list[Vector]:
    one, other = [i for i in range(3) if i != axis]
    corners = []
    for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        corner = list(at)
        corner[one] += a * half[one]
        corner[other] += b * half[other]
        corners.append((corner[0], corner[1], corner[2]))
    return corners
