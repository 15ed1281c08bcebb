"""The limited process that looks for codes: given up its rights like the kernel's, it answers with symbols only.

The one thing to know: names and addresses (K/5…, K/6…) end here, so they never reach the web process."""

import codecs
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any

import zxingcpp
from PIL import Image

from japacar.certificates.codes.cutting import framed, strips
from japacar.certificates.codes.grammar import message_of, text_of
from japacar.certificates.codes.joining import is_enough
from japacar.certificates.codes.looking import Search, look_deeper, look_quickly
from japacar.certificates.codes.symbols import Symbol
from japacar.kernel.inspector import images, pdfs, signatures, unseen
from japacar.kernel.inspector.images import Unfit
from japacar.kernel.inspector.worker import Reply, serve, surrender

# Processor seconds that the looks at one file may take; the rest of what reading.py grants is for opening it.
QUICK_SECONDS, DEEP_SECONDS = 6.0, 5.0
# Of the seconds that somebody waits for, the share in which a look or a page may be begun: the rest is for ending it.
_BEGUN_WITHIN = 0.85
# What is looked at while somebody waits: a photo of a phone, a page of A4 at 300 dots per inch.
_SOON_PIXELS = 13_000_000
MOST_SYMBOLS = 300
MOST_CUTS = 40
# Pages that are shown: one in two pictures, its back and its record sheet.
MOST_SHEETS = 4
# Pages of a PDF that are searched thoroughly when the quick look saw nothing anywhere.
_DEEP_PAGES = 3


def main() -> None:
    """Load, surrender, serve until the standard input closes."""
    images.prepare()
    pdfs.prepare()
    for encoding in ("utf-8", "cp932"):
        codecs.lookup(encoding)
    zxingcpp.read_barcodes(Image.new("L", (32, 32), 255))
    surrender(int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer, answer)


def answer(header: dict[str, Any], data: bytes) -> Reply:
    """The symbols of one picture or PDF. `deep` searches thoroughly, for a file whose quick look was not enough.

    With `within`, somebody waits: after so many processor seconds the kernel ends this process, wherever it is."""
    within = header.get("within")
    if within is None:
        return _looked_at(header, data, time.process_time() + QUICK_SECONDS, signatures.MAX_PIXELS)
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, within)
    try:
        return _looked_at(header, data, begun + _BEGUN_WITHIN * within, _SOON_PIXELS)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _looked_at(header: dict[str, Any], data: bytes, until: float, most_pixels: int) -> Reply:
    begun = time.process_time()
    kind = signatures.media_type(data)
    if kind not in (*signatures.IMAGES, signatures.PDF):
        raise Unfit(kind if "/" not in kind else "wrong_kind")
    pages = pdfs.judged(data) if kind == signatures.PDF else 1
    searches: list[Search] = []
    is_cut_short = False
    last = begun
    for number, picture in _pages(data, kind, most_pixels):
        searches.append(Search(number, until))
        look_quickly(picture, searches[-1])
        _cut(picture, searches[-1], header)
        cost, last = time.process_time() - last, time.process_time()
        # The next page would cost as much.
        if last + cost > until:
            is_cut_short = number + 1 < pages
            break
    if header["deep"] and not _is_whole(searches):
        _look_deeper(data, kind, searches, header)
    cuts = [strip for search in searches for strip in search.cuts][:MOST_CUTS]
    sheets = [search.sheet for search in searches if search.sheet is not None][:MOST_SHEETS]
    symbols = [symbol for search in searches for symbol in search.symbols][:MOST_SYMBOLS]
    return {
        "symbols": [_plain(symbol) for symbol in symbols],
        "torn": sum(len(search.torn) for search in searches),
        "orders": any(_gives_orders(symbol.payload) for symbol in symbols),
        "cut_short": is_cut_short,
        "spent": time.process_time() - begun,
        "cuts": [[[each.decode("latin-1") for each in cut.payloads], cut.width, cut.height] for cut in cuts],
        "sheets": [[sheet.page, sheet.width, sheet.height] for sheet in sheets],
    }, [*(cut.data for cut in cuts), *(sheet.data for sheet in sheets)]


def _cut(picture: Image.Image, search: Search, header: dict[str, Any]) -> None:
    if header.get("cuts"):
        search.cuts = strips(picture, search.symbols)
        # Of what is found at the last moment the values are worth more than the picture.
        if header["deep"] or not search.is_late:
            search.sheet = framed(picture, search.symbols, search.page)


def _gives_orders(payload: bytes) -> bool:
    """Whether a code that is none of a certificate tells a reader what to do."""
    return bool(payload) and message_of(payload) is None and unseen.is_order_in_code(text_of(payload) or "")


def _look_deeper(data: bytes, kind: str, searches: list[Search], header: dict[str, Any]) -> None:
    until = time.process_time() + DEEP_SECONDS
    seen = [search for search in searches if search.symbols or search.torn]
    for search in seen or searches[:_DEEP_PAGES]:
        if _is_whole(searches):
            return
        picture = _page(data, kind, search.page)
        if picture is not None:
            search.until = until
            look_deeper(picture, search)
            _cut(picture, search, header)


def _is_whole(searches: list[Search]) -> bool:
    return is_enough([symbol for search in searches for symbol in search.symbols])


def _pages(data: bytes, kind: str, most_pixels: int) -> Iterator[tuple[int, Image.Image]]:
    number = 0
    while (picture := _page(data, kind, number, most_pixels)) is not None:
        yield number, picture
        number += 1


def _page(data: bytes, kind: str, number: int, most_pixels: int = signatures.MAX_PIXELS) -> Image.Image | None:
    if kind == signatures.PDF:
        return pdfs.grey_page(data, number, most_pixels)
    return images.grey(data, kind, most_pixels) if number == 0 else None


def _plain(symbol: Symbol) -> dict[str, Any]:
    place, part = symbol.places[0], symbol.part
    return {
        "payload": symbol.payload.decode("latin-1"),
        "part": [part.index, part.total, part.parity] if part else None,
        "page": place.page,
        "corners": [round(each, 1) for corner in place.corners for each in corner],
    }
