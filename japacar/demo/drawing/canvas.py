"""A sheet to draw on: flat shapes become one small PDF page, pdfium makes its pixels, Pillow sets the text and writes the JPEG.

Coordinates are pixels of the finished picture, y downwards. Nothing here depends on the time or the machine, so the same
strokes always give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from threading import Lock

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageDraw, ImageFont

from japacar import documents

WIDTH, HEIGHT = 1600, 1200
QUALITY = 88

# PDFium is not made for threads, and a worker runs two jobs at once.
_turn = Lock()

Point = tuple[float, float]
Colour = tuple[float, float, float]

FONTS = Path(documents.__file__).parent / "fonts"
FONT_FILES = {
    "sans": "NotoSansJP-Regular.ttf",
    "bold": "NotoSansJP-Bold.ttf",
    "mono": "NotoSansMono-Bold.ttf",
}


def rgb(code: str) -> Colour:
    """(0…1, 0…1, 0…1) of "#1f4e8c"."""
    return (int(code[1:3], 16) / 255, int(code[3:5], 16) / 255, int(code[5:7], 16) / 255)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with that share of `other`."""
    return (
        one[0] + (other[0] - one[0]) * share,
        one[1] + (other[1] - one[1]) * share,
        one[2] + (other[2] - one[2]) * share,
    )


class Canvas:
    """Collects shapes in the order of painting; `picture()` or `jpeg()` ends it."""

    def __init__(self, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.width, self.height = width, height
        self._ops: list[str] = [f"1 0 0 -1 0 {height} cm 1 j 1 J"]
        self._alphas: dict[int, str] = {}
        self._shadings: list[str] = []
        self._texts: list[tuple[Point, str, str, int, Colour, str]] = []

    def poly(self, points: Iterable[Point], fill: Colour, *, alpha: float = 1, seam: float = 0) -> None:
        """A filled polygon. `seam` strokes it that wide in its own colour, to close the gap towards a neighbour."""
        paint = "b" if seam else "f"
        head = f"{_rg(fill)} {_rg(fill, 'RG')} {seam:g} w " if seam else f"{_rg(fill)} "
        self._put(head + _path(points, close=True) + paint, alpha)

    def rings(self, rings: Sequence[Iterable[Point]], fill: Colour, *, alpha: float = 1) -> None:
        """Several outlines filled by the even-odd rule: the inner ones are holes."""
        self._put(f"{_rg(fill)} " + "".join(_path(ring, close=True) for ring in rings) + "f*", alpha)

    def line(
        self, points: Iterable[Point], colour: Colour, width: float, *, alpha: float = 1, close: bool = False
    ) -> None:
        """A stroke with round ends."""
        self._put(f"{_rg(colour, 'RG')} {width:g} w {_path(points, close=close)}S", alpha)

    def gradient(
        self, points: Iterable[Point], start: Point, end: Point, colours: tuple[Colour, Colour], *, alpha: float = 1
    ) -> None:
        """A polygon filled with a run from the first colour at `start` to the second at `end`."""
        name = f"H{len(self._shadings)}"
        ends = " ".join(f"{value:.1f}" for value in (*start, *end))
        first, last = (" ".join(f"{part:.3f}" for part in colour) for colour in colours)
        self._shadings.append(
            f"/{name} <</ShadingType 2/ColorSpace/DeviceRGB/Coords[{ends}]/Extend[true true]"
            f"/Function<</FunctionType 2/Domain[0 1]/N 1/C0[{first}]/C1[{last}]>>>>"
        )
        self._put(f"q {_path(points, close=True)}W n /{name} sh Q", alpha)

    def clip(self, *rings: Iterable[Point]) -> None:
        """What follows shows only inside these outlines (even-odd), until `unclip`."""
        self._ops.append("q " + "".join(_path(ring, close=True) for ring in rings) + "W* n")

    def unclip(self) -> None:
        self._ops.append("Q")

    def text(self, at: Point, words: str, size: int, colour: Colour, *, font: str = "sans", anchor: str = "ls") -> None:
        """Words on top of everything, in a face of FONT_FILES; `anchor` as in Pillow."""
        self._texts.append((at, words, font, size, colour, anchor))

    def picture(self) -> Image.Image:
        """The finished picture as RGB."""
        with _turn:
            document = pypdfium2.PdfDocument(self._pdf())
            page = document[0]
            bitmap = page.render(scale=1, fill_color=(255, 255, 255, 255), rev_byteorder=True)
            picture: Image.Image = bitmap.to_pil().convert("RGB")
            for part in (bitmap, page, document):
                part.close()
        pen = ImageDraw.Draw(picture)
        for at, words, font, size, colour, anchor in self._texts:
            shade = (round(colour[0] * 255), round(colour[1] * 255), round(colour[2] * 255))
            pen.text(at, words, fill=shade, font=face(font, size), anchor=anchor)
        return picture

    def jpeg(self) -> bytes:
        """The finished picture as a JPEG without metadata."""
        return as_jpeg(self.picture())

    def _put(self, ops: str, alpha: float) -> None:
        if alpha >= 1:
            self._ops.append(ops)
            return
        percent = max(round(alpha * 50) * 2, 2)
        self._alphas[percent] = f"/A{percent} <</ca {percent / 100:g}/CA {percent / 100:g}>>"
        self._ops.append(f"q /A{percent} gs {ops} Q")

    def _pdf(self) -> bytes:
        stream = "\n".join(self._ops).encode("ascii")
        resources = f"<</ExtGState<<{''.join(self._alphas.values())}>>/Shading<<{''.join(self._shadings)}>>>>"
        box = f"[0 0 {self.width} {self.height}]"
        objects = [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            f"<</Type/Page/Parent 2 0 R/MediaBox{box}/Contents 4 0 R/Resources{resources}>>".encode("ascii"),
            b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        ]
        return _assemble(objects)


def as_jpeg(picture: Image.Image) -> bytes:
    """The picture as a JPEG without metadata."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _assemble(objects: list[bytes]) -> bytes:
    """The objects as a PDF file with its table of offsets."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def _path(points: Iterable[Point], *, close: bool) -> str:
    steps = [f"{x:.1f} {y:.1f} l" for x, y in points]
    if not steps:
        return ""
    steps[0] = steps[0][:-1] + "m"
    return " ".join(steps) + (" h " if close else " ")


def _rg(colour: Colour, operator: str = "rg") -> str:
    return f"{colour[0]:.3f} {colour[1]:.3f} {colour[2]:.3f} {operator}"


@cache
def face(name: str, size: int) -> ImageFont.FreeTypeFont:
    """A face of FONT_FILES at that many pixels."""
    return ImageFont.truetype(FONTS / FONT_FILES[name], size)
