"""Certificates from pictures and PDFs, several at once: each file is searched in the limited process, then all together.

The one thing to know: several pictures of one sheet make one document, so the thorough search is only begun when the
quick one of all files together has left something open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.views.decorators.debug import sensitive_variables

from japacar.certificates.codes.joining import is_enough, join
from japacar.certificates.codes.matrix import Part
from japacar.certificates.codes.records import document_of
from japacar.certificates.codes.sheets import sheets_of
from japacar.certificates.codes.symbols import Place, Symbol, merged
from japacar.certificates.reading import Document
from japacar.kernel import clock, inspection
from japacar.kernel.inspection import Inspector, Refused

WORKER = "japacar.certificates.codes.worker"
# Processor time for one file, opening included.
SECONDS = 12


@dataclass(frozen=True)
class Pictures:
    """The documents found, and why a file gave nothing: number of the file -> code of refusals.py."""

    documents: tuple[Document, ...]
    refused: dict[int, str]


@sensitive_variables()
def read_pictures(files: Sequence[bytes], *, today: date | None = None, worker: str = WORKER) -> Pictures:
    """Everything that the codes in these pictures and PDFs say. Never raises for what a file holds."""
    seen: list[list[Symbol] | Refused] = []
    with Inspector(worker=worker) as inspector:
        for number, data in enumerate(files):
            seen.append(_seen(inspector, data, number, deep=False))
        for number, data in enumerate(files):
            if isinstance(seen[number], list) and not is_enough(_all(seen)):
                seen[number] = _seen(inspector, data, number, deep=True)
    return told_by(seen, today=today)


def told_by(seen: Sequence[list[Symbol] | Refused], *, today: date | None = None) -> Pictures:
    """The documents that the symbols of all files make together."""
    symbols = _all(seen)
    joining = join(symbols)
    sheets = sheets_of(joining, symbols)
    documents = tuple(document_of(sheet, today=today or clock.today_jst()) for sheet in sheets)
    useful = {place.picture for joined in joining.messages for symbol in joined.symbols for place in symbol.places}
    sets = {place.picture for each in joining.incomplete for symbol in each.symbols for place in symbol.places}
    refused = {}
    for number, found in enumerate(seen):
        if isinstance(found, Refused):
            refused[number] = found.code
        elif number not in useful:
            refused[number] = "codes_incomplete" if number in sets else "other_codes" if found else "no_codes"
    return Pictures(documents, refused)


def _seen(inspector: Inspector, data: bytes, number: int, *, deep: bool) -> list[Symbol] | Refused:
    refused = inspection.refusal_at_sight(data)
    if refused is not None:
        return refused

    def read(answer: dict[str, Any], _blobs: list[bytes]) -> list[Symbol]:
        return [symbol_of(said, number) for said in answer["symbols"]]

    return inspector.ask({"do": "codes", "deep": deep, "seconds": SECONDS}, data, read)


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
