"""Where a car stands: sky, a backdrop, the ground with its bay lines, a soft shadow, and the note that it is all drawn."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from .canvas import HEIGHT, WIDTH, Canvas, Colour, Point, mix, rgb
from .paints import BLACK, WHITE
from .space import Camera, Vector

CAPTION = "Drawn, not a photograph  ·  写真ではなく絵です"


@dataclass(frozen=True)
class Place:
    """Colours of one backdrop: sky from top to horizon, what stands there, and the ground from far to near."""

    sky: tuple[str, str]
    far: str
    middle: str
    ground: tuple[str, str]
    line: str
    paint: Callable[[Canvas, float, Place], None]


def set_scene(canvas: Canvas, camera: Camera, backdrop: int, *, footprint: tuple[float, float]) -> None:
    """Paint everything behind and below a car whose length and width are given."""
    place = PLACES[backdrop % len(PLACES)]
    edge = ground_edge(camera)
    canvas.gradient(_box(0, 0, WIDTH, edge + 2), (0, 0), (0, edge), (rgb(place.sky[0]), rgb(place.sky[1])))
    place.paint(canvas, edge, place)
    far, near = rgb(place.ground[0]), rgb(place.ground[1])
    canvas.gradient(_box(0, edge, WIDTH, HEIGHT), (0, edge), (0, HEIGHT), (far, near))
    canvas.poly(_box(0, edge, WIDTH, edge + 4), mix(far, BLACK, 0.14))
    _bay(canvas, camera, footprint, rgb(place.line))
    shadow(canvas, camera, footprint)


def ground_edge(camera: Camera) -> float:
    """The picture's y where the yard ends."""
    return min(max(camera.horizon() + 62, 430), 700)


def shadow(canvas: Canvas, camera: Camera, footprint: tuple[float, float], *, start: float = 0.0) -> None:
    """A soft shadow under a body, its layers growing paler outwards."""
    length, width = footprint
    for grow, alpha in ((0.34, 0.06), (0.22, 0.08), (0.12, 0.12), (0.02, 0.18), (-0.10, 0.24)):
        ring = _rounded_floor(start + 0.10 - grow, length - 0.08 + grow, width / 2 + grow, min(0.45, width / 2 + grow))
        canvas.poly([camera.see((u + 0.06, y - 0.06, 0)) for u, y in ring], BLACK, alpha=alpha)


def caption(canvas: Canvas) -> None:
    """The note at the lower left."""
    canvas.poly(_box(28, HEIGHT - 66, 570, HEIGHT - 26), rgb("#20242a"), alpha=0.42)
    canvas.text((46, HEIGHT - 46), CAPTION, 22, WHITE, anchor="lm")


def _rounded_floor(first: float, last: float, half: float, radius: float) -> list[Point]:
    ring = []
    for corner_u, corner_y, start in (
        (last - radius, half - radius, 0),
        (first + radius, half - radius, 90),
        (first + radius, radius - half, 180),
        (last - radius, radius - half, 270),
    ):
        for step in range(7):
            angle = math.radians(start + step * 15)
            ring.append((corner_u + radius * math.cos(angle), corner_y + radius * math.sin(angle)))
    return ring


def _bay(canvas: Canvas, camera: Camera, footprint: tuple[float, float], colour: Colour) -> None:
    """The painted lines of a parking bay on both sides of the car."""
    length, width = footprint
    for side in (-1, 1):
        y = side * (width / 2 + 0.75)
        strip: list[Vector] = [
            (-0.9, y - 0.06, 0),
            (length + 1.1, y - 0.06, 0),
            (length + 1.1, y + 0.06, 0),
            (-0.9, y + 0.06, 0),
        ]
        canvas.poly([camera.see(corner) for corner in strip], colour, alpha=0.7)


def _box(left: float, top: float, right: float, bottom: float) -> list[Point]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _yard(canvas: Canvas, edge: float, place: Place) -> None:
    """Low buildings of a town behind a wire fence."""
    far, middle = rgb(place.far), rgb(place.middle)
    skyline = (
        (0, 120),
        (150, 190),
        (330, 92),
        (430, 230),
        (600, 150),
        (760, 96),
        (930, 210),
        (1090, 132),
        (1260, 178),
        (1430, 112),
    )
    for number, (left, height) in enumerate(skyline):
        right = skyline[number + 1][0] if number + 1 < len(skyline) else WIDTH
        canvas.poly(_box(left, edge - height, right, edge), mix(far, middle, 0.35 * (number % 3)))
        for row in range(int(height // 42)):
            for window in range(left + 22, right - 30, 38):
                if (window + row * 7 + number) % 3:
                    canvas.poly(
                        _box(window, edge - height + 18 + row * 42, window + 18, edge - height + 38 + row * 42),
                        rgb(place.sky[1]),
                        alpha=0.45,
                    )
    for height in (26, 52, 78):
        canvas.line([(0, edge - height), (WIDTH, edge - height)], WHITE, 3, alpha=0.5)
    for post in range(40, WIDTH, 168):
        canvas.line([(post, edge), (post, edge - 92)], WHITE, 5, alpha=0.55)


def _harbour(canvas: Canvas, edge: float, place: Place) -> None:
    """The sea, a car carrier and the cranes of a quay."""
    far, middle = rgb(place.far), rgb(place.middle)
    canvas.poly(_box(0, edge - 74, WIDTH, edge), mix(rgb(place.sky[1]), rgb("#6f93a8"), 0.55))
    for wave in range(6):
        y = edge - 64 + wave * 11
        canvas.line([(120 + wave * 230, y), (300 + wave * 230, y)], WHITE, 3, alpha=0.35)
    ship = [
        (150, edge - 66),
        (172, edge - 214),
        (214, edge - 262),
        (742, edge - 262),
        (770, edge - 200),
        (800, edge - 66),
    ]
    canvas.poly(ship, far)
    canvas.poly([(154, edge - 92), (796, edge - 92), (800, edge - 66), (150, edge - 66)], mix(far, rgb("#a4574b"), 0.5))
    canvas.poly(_box(236, edge - 292, 330, edge - 262), mix(far, WHITE, 0.25))
    canvas.poly(_box(600, edge - 300, 640, edge - 262), mix(far, BLACK, 0.15))
    for deck in range(3):
        canvas.line([(190, edge - 132 - deck * 40), (772 - deck * 6, edge - 132 - deck * 40)], WHITE, 3, alpha=0.28)
    for x in (1010, 1330):
        canvas.line([(x, edge), (x + 30, edge - 330)], middle, 15)
        canvas.line([(x + 120, edge), (x + 90, edge - 330)], middle, 15)
        canvas.line([(x - 130, edge - 300), (x + 190, edge - 300)], middle, 17)
        canvas.line([(x + 60, edge - 400), (x - 120, edge - 304)], middle, 6)
        canvas.line([(x + 60, edge - 400), (x + 180, edge - 304)], middle, 6)
        canvas.line([(x + 60, edge - 300), (x + 60, edge - 404)], middle, 13)
        canvas.line([(x + 20, edge - 150), (x + 100, edge - 150)], middle, 10)
    canvas.poly(_box(0, edge - 18, WIDTH, edge), mix(middle, BLACK, 0.05))


def _hills(canvas: Canvas, edge: float, place: Place) -> None:
    """Wooded hills in two layers and a hedge."""
    far, middle = rgb(place.far), rgb(place.middle)
    canvas.poly([(0, edge), *_waves(edge - 190, 46, 0.0042, 0.4), (WIDTH, edge)], mix(far, rgb(place.sky[1]), 0.45))
    canvas.poly([(0, edge), *_waves(edge - 118, 40, 0.0061, 2.1), (WIDTH, edge)], far)
    for tree in range(0, WIDTH + 40, 46):
        size = 26 + (tree * 7) % 19
        canvas.poly(
            [(tree + math.cos(a / 7) * size, edge - 30 + math.sin(a / 7) * size) for a in range(44)],
            mix(middle, far, (tree % 5) / 9),
        )
    canvas.poly(_box(0, edge - 34, WIDTH, edge), middle)


def _hall(canvas: Canvas, edge: float, place: Place) -> None:
    """The corrugated wall of a workshop with its shutters."""
    far, middle = rgb(place.far), rgb(place.middle)
    top = max(edge - 430, 30)
    canvas.poly(_box(0, top, WIDTH, edge), far)
    for rib in range(0, WIDTH, 26):
        canvas.line([(rib, top), (rib, edge)], mix(far, BLACK, 0.10), 3)
    canvas.poly(_box(0, top - 16, WIDTH, top + 26), middle)
    for left in (120, 640, 1160):
        canvas.poly(_box(left, top + 110, left + 360, edge), mix(far, WHITE, 0.30))
        for slat in range(int(top) + 130, int(edge), 22):
            canvas.line([(left, slat), (left + 360, slat)], mix(far, BLACK, 0.10), 2)
        canvas.line([(left, edge), (left, top + 110), (left + 360, top + 110), (left + 360, edge)], middle, 8)
    canvas.poly(_box(0, edge - 26, WIDTH, edge), mix(middle, BLACK, 0.08))


def _mountains(canvas: Canvas, edge: float, place: Place) -> None:
    """Snowy mountains over rice fields."""
    far, middle = rgb(place.far), rgb(place.middle)
    peaks = [
        (0, 150),
        (130, 214),
        (270, 160),
        (450, 292),
        (600, 196),
        (720, 250),
        (880, 330),
        (1040, 214),
        (1190, 274),
        (1370, 188),
        (1490, 236),
        (1600, 168),
    ]
    canvas.poly([(0, edge), *((x, edge - h) for x, h in peaks), (WIDTH, edge)], far)
    for (x0, h0), (x, h), (x1, h1) in zip(peaks, peaks[1:], peaks[2:], strict=False):
        if h > h0 and h > h1:
            left, right = (x - (x - x0) * 0.42, h - (h - h0) * 0.42), (x + (x1 - x) * 0.46, h - (h - h1) * 0.46)
            ridge = [(x, h), right, (x + 22, h * 0.80), (x + 4, h * 0.87), (x - 24, h * 0.78), left]
            canvas.poly([(px, edge - ph) for px, ph in ridge], WHITE, alpha=0.8)
    canvas.poly([(0, edge), *_waves(edge - 76, 18, 0.008, 1.0), (WIDTH, edge)], middle)
    canvas.poly(_box(0, edge - 38, WIDTH, edge), mix(middle, rgb("#b7b083"), 0.5))


def _waves(base: float, height: float, pace: float, shift: float) -> list[Point]:
    return [
        (x, base - height * (math.sin(x * pace + shift) + 0.45 * math.sin(x * pace * 2.3 + shift * 2)))
        for x in range(0, WIDTH + 1, 40)
    ]


PLACES = (
    Place(("#c3d3de", "#e3eaee"), "#b5c1c7", "#c6cdd0", ("#a7adab", "#979d9b"), "#eef0ee", _yard),
    Place(("#b9d0e0", "#e4edf1"), "#8fa3b1", "#7f93a1", ("#adb0ac", "#9b9f9b"), "#f0efe9", _harbour),
    Place(("#c9dbe3", "#ebf0ec"), "#a3b8a1", "#86a086", ("#b4ac9f", "#a39c90"), "#f2eee4", _hills),
    Place(("#cfd6da", "#e3e6e8"), "#b9bfc3", "#99a1a7", ("#a9a9a6", "#989896"), "#efefec", _hall),
    Place(("#c5d6e6", "#eef0ee"), "#9db0c3", "#8ba389", ("#a9aaa6", "#999b97"), "#f1f1ee", _mountains),
)
