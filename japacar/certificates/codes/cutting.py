"""Cut-outs of the codes that were read, for a person to find them on his paper: the symbols of one message side by side.

Runs inside the limited process. The one thing to know: each symbol is cut out by its own corners and set upright, so nothing that
stands beside it comes along, above all not the codes with the user's name and address."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from japacar.certificates.codes.joining import join
from japacar.certificates.codes.symbols import Place, Symbol
from japacar.kernel.inspector import images

SIDE = 132
_GAP = 8
# The corners with a little of the white around them, less than the quiet zone.
_WIDER = 1.06


@dataclass(frozen=True, slots=True)
class Strip:
    """One message as a picture, and the payloads of its symbols in order."""

    payloads: tuple[bytes, ...]
    width: int
    height: int
    data: bytes


def strips(picture: Image.Image, symbols: Sequence[Symbol]) -> list[Strip]:
    """Every message that these symbols of one page make on their own."""
    found = []
    for joined in join(symbols).messages:
        count = len(joined.symbols)
        strip = Image.new("L", (count * SIDE + (count - 1) * _GAP, SIDE), 255)
        for number, symbol in enumerate(joined.symbols):
            strip.paste(_upright(picture, symbol.places[0]), (number * (SIDE + _GAP), 0))
        payloads = tuple(symbol.payload for symbol in joined.symbols)
        found.append(Strip(payloads, strip.width, strip.height, images.encoded(strip, "page")))
    return found


def _upright(picture: Image.Image, place: Place) -> Image.Image:
    (mx, my), corners = place.middle, place.corners
    top_left, top_right, bottom_right, bottom_left = (
        (mx + (x - mx) * _WIDER, my + (y - my) * _WIDER) for x, y in corners
    )
    quad = (*top_left, *bottom_left, *bottom_right, *top_right)
    return picture.transform((SIDE, SIDE), Image.Transform.QUAD, quad, Image.Resampling.BICUBIC, fillcolor=255)
