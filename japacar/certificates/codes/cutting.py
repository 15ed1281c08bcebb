"""What a person sees beside the values: the codes that were read, cut out, and the page they stand on with them framed.

Runs inside the limited process. The one thing to know: a cut-out holds one code and nothing that stands beside it. The page shows all
that is printed on it but the codes with the user's name and address, which are covered; it waits one day at most (actions.py)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, degrees

from PIL import Image, ImageDraw

from japacar.certificates.codes.joining import join
from japacar.certificates.codes.symbols import Place, Point, Symbol
from japacar.kernel.inspector import images
from japacar.kernel.inspector.pdfs import PAGE_WIDTH

SIDE = 132
_GAP = 8
# The corners with a little of the white around them, less than the quiet zone.
_WIDER = 1.06
_FRAMED = 1.25
_INK, _PAPER = (196, 22, 28), (255, 255, 255)
# What a code with a name or an address is covered with.
_COVER = (170, 170, 170)
_TURNS = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}


@dataclass(frozen=True, slots=True)
class Strip:
    """One message as a picture, and the payloads of its symbols in order; or one symbol of a message that goes on elsewhere."""

    payloads: tuple[bytes, ...]
    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is read, with its number in the file."""

    page: int
    width: int
    height: int
    data: bytes


def strips(picture: Image.Image, symbols: Sequence[Symbol]) -> list[Strip]:
    """Every message that these symbols of one page make on their own, and each symbol that is only a part of one."""
    messages = join(symbols).messages
    whole = {id(symbol) for joined in messages for symbol in joined.symbols}
    parts = [[symbol] for symbol in symbols if symbol.payload and symbol.part and id(symbol) not in whole]
    return [_strip(picture, each) for each in (*(joined.symbols for joined in messages), *parts)]


def _strip(picture: Image.Image, symbols: Sequence[Symbol]) -> Strip:
    count = len(symbols)
    strip = Image.new("L", (count * SIDE + (count - 1) * _GAP, SIDE), 255)
    for number, symbol in enumerate(symbols):
        strip.paste(_upright(picture, symbol.places[0]), (number * (SIDE + _GAP), 0))
    payloads = tuple(symbol.payload for symbol in symbols)
    return Strip(payloads, strip.width, strip.height, images.encoded(strip, "page"))


def _upright(picture: Image.Image, place: Place) -> Image.Image:
    top_left, top_right, bottom_right, bottom_left = _wider(place, _WIDER)
    quad = (*top_left, *bottom_left, *bottom_right, *top_right)
    return picture.transform((SIDE, SIDE), Image.Transform.QUAD, quad, Image.Resampling.BICUBIC, fillcolor=255)


def framed(picture: Image.Image, symbols: Sequence[Symbol], page: int) -> Sheet | None:
    """The page, turned as its codes stand and small, with a frame around each code that was read; None where none was."""
    read = [symbol.places[0] for symbol in symbols if symbol.payload]
    if not read:
        return None
    turned = _turn_of(read)
    across = picture.height if turned in (90, 270) else picture.width
    scale = min(1.0, PAGE_WIDTH / across)
    small = picture.resize(
        (max(1, round(picture.width * scale)), max(1, round(picture.height * scale))), reducing_gap=1.5
    )
    sheet = small.convert("RGB")
    pen = ImageDraw.Draw(sheet)
    for symbol in symbols:
        for place in symbol.places:
            corners = [(x * scale, y * scale) for x, y in _wider(place, _FRAMED)]
            if symbol.payload:
                pen.line([*corners, corners[0]], fill=_PAPER, width=8, joint="curve")
                pen.line([*corners, corners[0]], fill=_INK, width=4, joint="curve")
            else:
                pen.polygon(corners, fill=_COVER)
    if turned in _TURNS:
        sheet = sheet.transpose(_TURNS[turned])
    return Sheet(page, sheet.width, sheet.height, images.encoded(sheet, "sheet"))


def _turn_of(places: Iterable[Place]) -> int:
    """By how many degrees, in quarters, the page must be turned to the left so that its codes stand upright."""
    votes = [0, 0, 0, 0]
    for place in places:
        (ax, ay), (bx, by), _, _ = place.corners
        votes[round(degrees(atan2(by - ay, bx - ax)) / 90) % 4] += 1
    return votes.index(max(votes)) * 90


def _wider(place: Place, factor: float) -> list[Point]:
    mx, my = place.middle
    return [(mx + (x - mx) * factor, my + (y - my) * factor) for x, y in place.corners]
