"""Finds QR symbols in a grey picture, first as it is, then sharpened and enlarged where something is still lacking.

The one thing to know: it runs only inside the limited process. Each further look costs time, so the cheap ones come
first and the search ends as soon as a sheet is complete."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import zxingcpp
from PIL import Image, ImageFilter

from japacar.certificates.codes import grammar
from japacar.certificates.codes.cutting import Sheet, Strip
from japacar.certificates.codes.joining import is_enough
from japacar.certificates.codes.matrix import part_of
from japacar.certificates.codes.symbols import Place, Point, Symbol, merged

# QRCode would be the whole family, and Micro QR is found in mere noise.
_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2])
_LOCAL, _GLOBAL = zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram
# Pixels of a tile after enlarging: what one look may hold in memory.
_MOST_PIXELS = 24_000_000
_OVERLAP = 0.2
# In widths of a symbol: of a row of eight the last is still inside, when the first is all that was seen.
_AROUND = 13

Picture = Image.Image
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Look:
    """One way to look: enlarged so many times, filtered, and binarised so."""

    enlarged: int = 1
    filters: tuple[ImageFilter.Filter, ...] = ()
    binarizer: zxingcpp.Binarizer = _LOCAL
    downscale: bool = False


_FIRST = (Look(), Look(binarizer=_GLOBAL), Look(downscale=True))
_DEEPER = (
    Look(filters=(ImageFilter.UnsharpMask(2, 180, 0),)),
    Look(filters=(ImageFilter.UnsharpMask(2, 500, 0),)),
    Look(2),
    Look(2, (ImageFilter.UnsharpMask(3, 200, 0),)),
    Look(filters=(ImageFilter.GaussianBlur(0.8),)),
    Look(2, (ImageFilter.UnsharpMask(4, 800, 0),)),
    Look(3, (ImageFilter.UnsharpMask(4, 200, 0),)),
    Look(2, (ImageFilter.GaussianBlur(1.5),), _GLOBAL),
    Look(filters=(ImageFilter.MedianFilter(3),)),
)


@dataclass
class Search:
    """What was found on one page so far, and by when to end."""

    page: int
    until: float
    symbols: list[Symbol] = field(default_factory=list)
    # Places of symbols that were seen but could not be read.
    torn: list[Place] = field(default_factory=list)
    # Cut-outs of the codes that were read (cutting.py).
    cuts: list[Strip] = field(default_factory=list)
    # The page itself, small and with its codes framed.
    sheet: Sheet | None = None

    @property
    def is_complete(self) -> bool:
        return not self.torn and is_enough(self.symbols)

    @property
    def is_late(self) -> bool:
        return time.process_time() > self.until


def look_quickly(picture: Picture, search: Search) -> None:
    """The looks that cost little, on the whole picture. None is begun that would end too late if it cost what the last one did."""
    cost = 0.0
    for look in _FIRST:
        begun = time.process_time()
        if search.is_complete or begun + cost > search.until:
            return
        _look(picture, (0, 0, *picture.size), look, search)
        cost = time.process_time() - begun


def look_deeper(picture: Picture, search: Search) -> None:
    """Everything else: around what was found already, otherwise everywhere."""
    for look in _DEEPER:
        boxes = _around(picture, search) or list(_tiles((0, 0, *picture.size), look.enlarged))
        for box in boxes:
            if is_enough(search.symbols) or search.is_late:
                return
            _look(picture, box, look, search)


def _look(picture: Picture, box: Box, look: Look, search: Search) -> None:
    seen = picture if box == (0, 0, *picture.size) else picture.crop(box)
    if look.enlarged > 1:
        seen = seen.resize((seen.width * look.enlarged, seen.height * look.enlarged), Image.Resampling.BICUBIC)
    for each in look.filters:
        seen = seen.filter(each)
    pixels = memoryview(seen.tobytes()).cast("B", (seen.height, seen.width))
    codes = zxingcpp.read_barcodes(
        pixels,
        formats=_FORMATS,
        try_rotate=True,
        try_downscale=look.downscale,
        try_invert=False,
        binarizer=look.binarizer,
        return_errors=True,
    )
    torn = []
    for code in codes:
        place = _place(code.position, box, look.enlarged, search.page)
        if code.valid:
            payload = bytes(code.bytes)
            is_personal = grammar.is_personal(payload)
            search.symbols.append(Symbol(b"" if is_personal else payload, (place,), part_of(code)))
        else:
            torn.append(place)
    search.symbols = merged(search.symbols)
    read = [place for symbol in search.symbols for place in symbol.places]
    search.torn = [place for place in (*search.torn, *torn) if all(place.distance(known) > 0.6 for known in read)]


def _place(position: zxingcpp.Position, box: Box, enlarged: int, page: int) -> Place:
    def point(said: zxingcpp.Point) -> Point:
        return box[0] + said.x / enlarged, box[1] + said.y / enlarged

    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    first, second, third, fourth = (point(corner) for corner in corners)
    return Place(0, page, (first, second, third, fourth))


def _around(picture: Picture, search: Search) -> list[Box]:
    """The neighbourhood of everything seen, in pieces that fit; empty when nothing was."""
    places = [place for symbol in search.symbols for place in symbol.places] + search.torn
    if not places:
        return []
    reach = _AROUND * max(place.width for place in places)
    xs, ys = zip(*(place.middle for place in places), strict=True)
    box = (
        max(0, int(min(xs) - reach)),
        max(0, int(min(ys) - reach)),
        min(picture.width, int(max(xs) + reach)),
        min(picture.height, int(max(ys) + reach)),
    )
    return list(_tiles(box, 3))


def _tiles(box: Box, enlarged: int) -> Iterator[Box]:
    """The box in overlapping pieces none of which has too many pixels once enlarged."""
    width, height = box[2] - box[0], box[3] - box[1]
    most = max(600, int((_MOST_PIXELS / enlarged**2) ** 0.5))
    for top, bottom in _spans(box[1], height, most):
        for left, right in _spans(box[0], width, most):
            yield left, top, right, bottom


def _spans(start: int, length: int, most: int) -> list[tuple[int, int]]:
    if length <= most:
        return [(start, start + length)]
    step = int(most * (1 - _OVERLAP))
    count = -(-(length - most) // step) + 1
    return [
        (start + min(number * step, length - most), start + min(number * step, length - most) + most)
        for number in range(count)
    ]
