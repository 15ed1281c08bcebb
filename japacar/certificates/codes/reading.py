"""Certificates from pictures and PDFs, several at once: each file is searched in the limited process, then all together.

The one thing to know: several pictures of one sheet make one document, so the thorough search is only begun when the
quick one of all files together has left something open."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.views.decorators.debug import sensitive_variables

from japacar.certificates.codes.grammar import Message, message_of
from japacar.certificates.codes.joining import Joined, is_enough, join
from japacar.certificates.codes.matrix import Part
from japacar.certificates.codes.records import document_of
from japacar.certificates.codes.sheets import Sheet, sheets_of
from japacar.certificates.codes.symbols import Place, Symbol, merged
from japacar.certificates.reading import Cut, Document
from japacar.kernel import clock, inspection
from japacar.kernel.inspection import Inspector, Refused

WORKER = "japacar.certificates.codes.worker"
# Processor time for one file, opening included.
SECONDS = 12
# By the clock ten times as much: nobody waits for a thorough search, and the worker is polite to everybody else.
_PATIENCE = 10
# Processor time for the first looks at all files of a request that a person waits for. The process that looks is ended at that,
# whatever it does, and what it left is for the thorough search.
SOON = 1.0
# What the kernel grants that process in whole seconds, in case it should have stopped its own clock.
_SOON_AT_MOST = 3
_MOST_OF_CUT, _MOST_OF_SHEET = 200_000, 1_500_000


@dataclass
class Seen:
    """What there is to show: whole messages, single symbols of messages that go on in another picture, and pages."""

    messages: dict[Message, Cut] = field(default_factory=dict)
    symbols: dict[bytes, Cut] = field(default_factory=dict)
    pages: dict[tuple[int, int], Cut] = field(default_factory=dict)

    def cuts_of(self, joined: Joined) -> list[Cut]:
        """The cut-out of a message, or those of its symbols; none where one is lacking."""
        if joined.message in self.messages:
            return [self.messages[joined.message]]
        found = [self.symbols.get(symbol.payload) for symbol in joined.symbols]
        return [each for each in found if each is not None] if None not in found else []


@dataclass(frozen=True)
class Pictures:
    """The documents found, and why a file gave nothing: number of the file -> code of refusals.py.

    `is_open` says that a thorough search may find more; only a quick one leaves it open."""

    documents: tuple[Document, ...]
    refused: dict[int, str]
    is_open: bool = False


@sensitive_variables()
def read_pictures(
    files: Sequence[bytes],
    *,
    today: date | None = None,
    worker: str = WORKER,
    is_quick: bool = False,
    after_each: Callable[[int, Pictures], None] = lambda _done, _found: None,
) -> Pictures:
    """Everything that the codes in these pictures and PDFs say. Never raises for what a file holds.

    A quick one looks for a second or so. A thorough one tells after each file what was found so far."""
    if is_quick:
        return _read_soon(files, today, worker)
    shown = Seen()
    with Inspector(worker=worker, wait_factor=_PATIENCE) as inspector:
        seen = [_seen(inspector, data, number, shown, {"deep": False}) for number, data in enumerate(files)]
        for number, data in enumerate(files):
            if isinstance(seen[number], list) and not is_enough(_all(seen)):
                found = _seen(inspector, data, number, shown, {"deep": True})
                # A search that came to nothing takes away nothing of what the first look saw.
                seen[number] = seen[number] if isinstance(found, Refused) else found
                after_each(number + 1, told_by(seen, today=today, shown=shown))
    return told_by(seen, today=today, shown=shown)


def _read_soon(files: Sequence[bytes], today: date | None, worker: str) -> Pictures:
    """What can be seen while somebody waits. Each file may take its share of the time that the ones before it have left."""
    shown = Seen()
    left, is_cut_short = SOON, False
    seen: list[list[Symbol] | Refused] = []
    with Inspector(worker=worker) as inspector:
        for number, data in enumerate(files):
            told: dict[str, Any] = {}
            within = left / (len(files) - number)
            found = _seen(inspector, data, number, shown, {"deep": False, "within": within}, told)
            is_ended = isinstance(found, Refused) and found.code == "too_heavy"
            left -= min(within, max(0.0, float(told.get("spent", within))))
            is_cut_short |= is_ended or bool(told.get("cut_short"))
            seen.append([] if is_ended else found)
    is_open = any(isinstance(each, list) for each in seen) and (is_cut_short or not is_enough(_all(seen)))
    return replace(told_by(seen, today=today, shown=shown), is_open=is_open)


def told_by(
    seen: Sequence[list[Symbol] | Refused], *, today: date | None = None, shown: Seen | None = None
) -> Pictures:
    """The documents that the symbols of all files make together."""
    symbols = _all(seen)
    joining = join(symbols)
    day, kept = today or clock.today_jst(), shown or Seen()
    known = {joined.message: joined for joined in joining.messages}
    documents = tuple(
        _with_pictures(document_of(sheet, today=day), sheet, known, kept) for sheet in sheets_of(joining, symbols)
    )
    useful = {place.picture for joined in joining.messages for symbol in joined.symbols for place in symbol.places}
    sets = {place.picture for each in joining.incomplete for symbol in each.symbols for place in symbol.places}
    refused = {}
    for number, found in enumerate(seen):
        if isinstance(found, Refused):
            refused[number] = found.code
        elif number not in useful:
            refused[number] = "codes_incomplete" if number in sets else "other_codes" if found else "no_codes"
    return Pictures(documents, refused)


def _with_pictures(document: Document, sheet: Sheet, known: Mapping[Message, Joined], shown: Seen) -> Document:
    """The document with its codes as pictures, and the pages on which they stand."""
    messages = {"plate": sheet.plate, "spec": sheet.spec, "use": sheet.use}
    read = {name: known[each] for name, each in messages.items() if each is not None and each in known}
    cuts = {
        name if number == 1 else f"{name}-{number}": cut
        for name, joined in read.items()
        for number, cut in enumerate(shown.cuts_of(joined), 1)
    }
    on = {place.sheet for joined in read.values() for symbol in joined.symbols for place in symbol.places}
    return replace(document, cuts=cuts, pages=tuple(page for at, page in sorted(shown.pages.items()) if at in on))


def _seen(
    inspector: Inspector,
    data: bytes,
    number: int,
    shown: Seen,
    how: dict[str, Any],
    told: dict[str, Any] | None = None,
) -> list[Symbol] | Refused:
    """The symbols of one file. `how` to look is for the process; what it `told` of itself is put there."""
    refused = inspection.refusal_at_sight(data)
    if refused is not None:
        return refused

    def read(answer: dict[str, Any], blobs: list[bytes]) -> list[Symbol]:
        symbols = [symbol_of(said, number) for said in answer["symbols"]]
        count = len(answer["cuts"])
        for (payloads, width, height), blob in zip(answer["cuts"], blobs[:count], strict=True):
            cut, payload = _picture_of(blob, width, height, _MOST_OF_CUT), [each.encode("latin-1") for each in payloads]
            message = message_of(b"".join(payload))
            if message is not None:
                shown.messages.setdefault(message, cut)
            elif len(payload) == 1:
                shown.symbols.setdefault(payload[0], cut)
        for (page, width, height), blob in zip(answer["sheets"], blobs[count:], strict=True):
            shown.pages[number, int(page)] = _picture_of(blob, width, height, _MOST_OF_SHEET)
        if told is not None:
            told.update(answer)
        return symbols

    seconds = _SOON_AT_MOST if "within" in how else SECONDS
    return inspector.ask({"do": "codes", "cuts": True, "seconds": seconds, **how}, data, read)


def _picture_of(blob: bytes, width: Any, height: Any, most: int) -> Cut:
    """Whatever is no small WebP picture raises, and the file is refused."""
    is_webp = blob.startswith(b"RIFF") and blob[8:12] == b"WEBP"
    if not is_webp or len(blob) > most or not (0 < int(width) < 6000 and 0 < int(height) < 6000):
        raise ValueError("cut")
    return Cut(blob, int(width), int(height))


def symbol_of(said: dict[str, Any], number: int) -> Symbol:
    """One symbol of the file `number` as the process told it; whatever is no symbol raises, and the file is refused."""
    numbers = [float(each) for each in said["corners"]]
    if len(numbers) != 8 or not all(abs(each) < 1e6 for each in numbers):
        raise ValueError("corners")
    first, second, third, fourth = ((numbers[at], numbers[at + 1]) for at in (0, 2, 4, 6))
    place = Place(number, int(said["page"]), (first, second, third, fourth))
    part = Part(*(int(each) for each in said["part"])) if said["part"] else None
    if part and not 0 <= part.index < part.total <= 16:
        raise ValueError("part")
    return Symbol(said["payload"].encode("latin-1"), (place,), part)


def _all(seen: Sequence[list[Symbol] | Refused]) -> list[Symbol]:
    return merged([symbol for found in seen if not isinstance(found, Refused) for symbol in found])
