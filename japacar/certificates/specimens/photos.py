"""Photographs a drawn sheet in software: turned, seen at an angle, blurred, in shadow, noisy, small and compressed.

The one thing to know: every condition is one function from a specimen to the bytes of a file, the same for the same
random numbers, so that figures can be compared from one day to the next."""

from dataclasses import dataclass
from io import BytesIO
from math import cos, radians, sin
from random import Random
from types import MappingProxyType

import numpy
from PIL import Image, ImageFilter

from japacar.certificates.specimens.sheets import drawn
from japacar.certificates.specimens.values import Specimen

_TABLE_COLOUR = 122
_TWELVE_MEGAPIXELS = (4000, 3000)


@dataclass(frozen=True, kw_only=True)
class Shot:
    """How a picture is taken. Angles in degrees, perspective as a share of the side, blur as the radius in pixels."""

    module: float
    turn: float = 0
    perspective: float = 0
    blur: float = 0
    motion: int = 0
    noise: float = 0
    shadow: float = 0
    glare: bool = False
    quality: int = 95
    form: str = "JPEG"
    frame: tuple[int, int] | None = None


CONDITIONS: MappingProxyType[str, Shot] = MappingProxyType(
    {
        "clean, 4 pixels per module": Shot(module=4, form="PNG"),
        "clean, 3": Shot(module=3, form="PNG"),
        "clean, 2.5": Shot(module=2.5, form="PNG"),
        "clean, 2": Shot(module=2, form="PNG"),
        "clean, 1.6": Shot(module=1.6, form="PNG"),
        "scan, 200 dpi": Shot(module=2.6, turn=1, quality=75),
        "scan, 150 dpi": Shot(module=1.95, turn=1, quality=75),
        "photo, good": Shot(module=6, turn=8, perspective=0.03, blur=0.8, shadow=0.35, quality=90),
        "photo, middling": Shot(module=4, turn=15, perspective=0.05, blur=1, noise=6, shadow=0.3, quality=80),
        "photo, hard": Shot(module=3, turn=15, perspective=0.05, blur=1, noise=8, shadow=0.3, quality=65),
        "photo, 12 megapixels": Shot(
            module=4, turn=4, perspective=0.02, blur=0.8, noise=4, shadow=0.3, quality=88, frame=_TWELVE_MEGAPIXELS
        ),
        "turned any way": Shot(module=4, turn=180, quality=90),
        "strong perspective": Shot(module=5, turn=10, perspective=0.12, quality=85),
        "blur 1.5": Shot(module=4, blur=1.5),
        "blur 2": Shot(module=4, blur=2),
        "blur 2.5": Shot(module=4, blur=2.5),
        "moved 5 pixels": Shot(module=4, motion=5),
        "moved 7 pixels": Shot(module=4, motion=7),
        "noise": Shot(module=4, noise=25, quality=70),
        "JPEG 30": Shot(module=4, quality=30),
        "glare": Shot(module=4, glare=True, quality=85),
        "WebP": Shot(module=4, blur=0.6, quality=70, form="WEBP"),
        "AVIF": Shot(module=4, blur=0.6, quality=60, form="AVIF"),
        "PDF, scanned at 200 dpi": Shot(module=2.6, turn=0.6, quality=80, form="PDF"),
    }
)


def taken(specimen: Specimen, shot: Shot, random: Random) -> bytes:
    """The file that the camera or scanner writes."""
    return encoded(picture(specimen, shot, random), shot)


def picture(specimen: Specimen, shot: Shot, random: Random) -> Image.Image:
    """What the camera sees, before it is compressed."""
    image = _seen(drawn(specimen, shot.module), shot, random)
    for step in (_blurred, _moved, _lit, _noisy):
        image = step(image, shot, random)
    return image


def encoded(image: Image.Image, shot: Shot) -> bytes:
    """The picture as a file. A PDF holds it as a scan."""
    buffer = BytesIO()
    options = {} if shot.form == "PNG" else {"quality": shot.quality}
    if shot.form == "PDF":
        options["resolution"] = 200
    image.save(buffer, shot.form, **options)
    return buffer.getvalue()


def _seen(sheet: Image.Image, shot: Shot, random: Random) -> Image.Image:
    """The sheet on a table, turned and tilted; corners move at random within what the shot says."""
    if not (shot.turn or shot.perspective or shot.frame):
        return sheet
    angle = radians(random.uniform(-shot.turn, shot.turn))
    width, height = sheet.size
    corners = []
    for x, y in ((0, 0), (width, 0), (width, height), (0, height)):
        dx, dy = x - width / 2, y - height / 2
        corners.append(
            (
                dx * cos(angle) - dy * sin(angle) + random.uniform(-1, 1) * shot.perspective * width,
                dx * sin(angle) + dy * cos(angle) + random.uniform(-1, 1) * shot.perspective * height,
            )
        )
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
    size = (round(right - left) + 20, round(bottom - top) + 20)
    frame = shot.frame or size
    shift = (max(0, frame[0] - size[0]) / 2 - left + 10, max(0, frame[1] - size[1]) / 2 - top + 10)
    target = [(x + shift[0], y + shift[1]) for x, y in corners]
    whole = (max(frame[0], size[0]), max(frame[1], size[1]))
    return sheet.transform(
        whole,
        Image.Transform.PERSPECTIVE,
        _coefficients(target, [(0, 0), (width, 0), (width, height), (0, height)]),
        Image.Resampling.BICUBIC,
        fillcolor=_TABLE_COLOUR,
    )


def _coefficients(target: list[tuple[float, float]], source: list[tuple[float, float]]) -> list[float]:
    """Where in the sheet each pixel of the picture is taken from (Pillow's eight numbers)."""
    rows, sides = [], []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        sides += [u, v]
    return [float(each) for each in numpy.linalg.solve(numpy.array(rows), numpy.array(sides))]


def _blurred(image: Image.Image, shot: Shot, _random: Random) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(shot.blur)) if shot.blur else image


def _moved(image: Image.Image, shot: Shot, _random: Random) -> Image.Image:
    """The hand moved sideways while the shutter was open."""
    if not shot.motion:
        return image
    seen = numpy.asarray(image, dtype=numpy.float32)
    padded = numpy.pad(seen, ((0, 0), (shot.motion // 2, shot.motion // 2)), mode="edge")
    moved = numpy.zeros_like(seen)
    for at in range(shot.motion):
        moved += padded[:, at : at + seen.shape[1]] / shot.motion
    return Image.fromarray(moved.astype(numpy.uint8))


def _lit(image: Image.Image, shot: Shot, random: Random) -> Image.Image:
    """A shadow that falls off across the sheet, and the reflection of a lamp."""
    if not (shot.shadow or shot.glare):
        return image
    seen = numpy.asarray(image, dtype=numpy.float32)
    height, width = seen.shape
    y, x = numpy.ogrid[:height, :width]
    if shot.shadow:
        angle = random.uniform(0, 6.28)
        slope = (x / width - 0.5) * cos(angle) + (y / height - 0.5) * sin(angle)
        seen = seen * (1 - shot.shadow * (0.5 + slope))
    if shot.glare:
        far = ((x - width * random.uniform(0.5, 0.9)) ** 2 + (y - height * random.uniform(0.7, 0.95)) ** 2) / (
            0.12 * width
        ) ** 2
        seen = seen + 95 * numpy.exp(-far)
    return Image.fromarray(numpy.clip(seen, 0, 255).astype(numpy.uint8))


def _noisy(image: Image.Image, shot: Shot, random: Random) -> Image.Image:
    if not shot.noise:
        return image
    grain = numpy.random.default_rng(random.randrange(2**32))
    seen = numpy.asarray(image, dtype=numpy.float32)
    noise = grain.standard_normal(seen.shape, dtype=numpy.float32) * shot.noise
    return Image.fromarray(numpy.clip(seen + noise, 0, 255).astype(numpy.uint8))
