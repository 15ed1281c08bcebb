"""Codes for tests: the published vectors, symbols as if they had been seen, and drawn pictures of any payloads."""

from functools import reduce
from io import BytesIO
from itertools import pairwise
from operator import xor

import segno
from PIL import Image
from segno import consts, encoder

from japacar.certificates.codes.matrix import Part
from japacar.certificates.codes.symbols import Place, Symbol

# vehicle-codes.md 7: the values of the official samples.
PLATE = "2/札幌　　　　　お２９９４/3/RC63-IT233010/RC61E/1"
SPEC = "2/-  /170920002/260103/2301/EBL-RC63/0010/-   /-   /0011/13/094/2/0/-/-   /-    /999999/01"
KEI_PLATE = "K/22/室蘭　　５８０お　２２５/1/LA100S-0044108883/KF/1"
KEI_SPEC = "K/32/-  /167100001/260725/2307/DBA-LA100S/0049/-/-/0032/10/096/-/-/-/-   /-    /01/999"
# Another vehicle of our own.
OTHER_PLATE = "2/品川　　３３０さ　　　７/1/GRS200-0012345/4GR-FSE/1"
OTHER_SPEC = "2/120/123450067/271130/1305/DBA-GRS200/0090/-   /-   /0075/13/096/2/0/-/-   /-    /999999/01"


def parity(data: bytes) -> int:
    return reduce(xor, data, 0)


def place(number: int, row: int = 0, picture: int = 0, page: int = 0) -> Place:
    """The place of the symbol with this number in a row; rows are far apart."""
    left, top = 130.0 * number, 2_000.0 * row
    return Place(picture, page, ((left, top), (left + 100, top), (left + 100, top + 100), (left, top + 100)))


def seen(message: bytes, cuts: tuple[int, ...] = (), *, row: int = 0, first: int = 0, picture: int = 0) -> list[Symbol]:
    """The symbols of a message cut at these bytes, side by side from the place `first` on."""
    pieces = split(message, cuts)
    if len(pieces) == 1:
        return [Symbol(message, (place(first, row, picture),))]
    return [
        Symbol(piece, (place(first + index, row, picture),), Part(index, len(pieces), parity(message)))
        for index, piece in enumerate(pieces)
    ]


def split(message: bytes, cuts: tuple[int, ...]) -> list[bytes]:
    edges = [0, *cuts, len(message)]
    return [message[start:end] for start, end in pairwise(edges)]


def drawn_symbol(payload: bytes, part: Part | None = None, *, error: str = "M", module: int = 4) -> Image.Image:
    """One QR symbol with any bytes, without ECI, and with the header of a set if it is a part of one."""
    level = {"L": 1, "M": 0, "Q": 3, "H": 2}[error]
    segments = encoder.Segments()
    segments.add_segment(encoder.make_segment(payload, mode=consts.MODE_BYTE))
    info = encoder._StructuredAppendInfo(part.index, part.total - 1, part.parity) if part else None
    version = encoder.find_version(segments, level, eci=False, micro=False, is_sa=part is not None)
    code = segno.QRCode(encoder._encode(segments, level, version, None, False, False, sa_info=info))
    buffer = BytesIO()
    code.save(buffer, kind="png", scale=module, border=4)
    return Image.open(BytesIO(buffer.getvalue())).convert("L")


def row_of(message: bytes, cuts: tuple[int, ...] = (), **options: object) -> list[Image.Image]:
    """The drawn symbols of a message, cut at these bytes."""
    pieces = split(message, cuts)
    parts = [Part(index, len(pieces), parity(message)) if len(pieces) > 1 else None for index in range(len(pieces))]
    return [drawn_symbol(piece, part, **options) for piece, part in zip(pieces, parts, strict=True)]  # type: ignore[arg-type]


def sheet(*rows: list[Image.Image], gap: int = 700, margin: int = 60) -> Image.Image:
    """Rows of symbols on one sheet of paper, far below each other."""
    width = max(sum(symbol.width for symbol in row) for row in rows) + 2 * margin
    page = Image.new("L", (max(width, 400), 2 * margin + sum(max(s.height for s in row) + gap for row in rows)), 246)
    top = margin
    for row in rows:
        left = margin
        for symbol in row:
            page.paste(symbol, (left, top))
            left += symbol.width
        top += max(symbol.height for symbol in row) + gap
    return page


def file(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()
