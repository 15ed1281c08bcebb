"""Reads whatever a person chose as certificates: the viewer app's files, pictures and PDFs, several at once.

The one thing to know: a file and a picture of the same vehicle become one document. The file leads, since it holds more;
where the codes say otherwise is a finding."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import overload

from django.views.decorators.debug import sensitive_variables

from japacar.certificates import containers, official_file, rules
from japacar.certificates.codes.reading import read_pictures
from japacar.certificates.reading import Document
from japacar.certificates.refusals import NotACertificate


@dataclass(frozen=True)
class Outcome:
    """What was read, and which files gave nothing: their number in the order given, and why."""

    documents: tuple[Document, ...]
    refused: Mapping[int, NotACertificate]
    # The files in which a thorough search may find more codes; empty unless only a quick one was made.
    open: tuple[int, ...] = ()


class _Chosen(Sequence[bytes]):
    """Some of the files, none of them held twice."""

    def __init__(self, files: Sequence[bytes], numbers: Sequence[int]) -> None:
        self._files, self._numbers = files, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> bytes: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[bytes]: ...
    def __getitem__(self, at: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(at, slice):
            return _Chosen(self._files, self._numbers[at])
        return self._files[self._numbers[at]]


@sensitive_variables()
def read_files(
    files: Sequence[bytes],
    *,
    today: date | None = None,
    is_quick: bool = False,
    after_each: Callable[[int, Sequence[Document]], None] = lambda _done, _found: None,
) -> Outcome:
    """Every certificate in these files. Never raises for what a file holds.

    A quick reading takes about a second and may leave something open; a thorough one takes seconds for each picture."""
    told: list[Document] = []
    refused: dict[int, NotACertificate] = {}
    numbers: list[int] = []
    for number, data in enumerate(files):
        if containers.is_picture(data):
            numbers.append(number)
            continue
        try:
            told.append(official_file.read(data, today=today))
        except NotACertificate as refusal:
            refused[number] = refusal
    if numbers:
        seen = read_pictures(
            _Chosen(files, numbers),
            today=today,
            is_quick=is_quick,
            after_each=lambda done, found: after_each(done, _together(told, found.documents)),
        )
        refused |= {numbers[at]: NotACertificate(code) for at, code in seen.refused.items()}
        is_open = [number for number in numbers if seen.is_open and not _is_hopeless(refused.get(number))]
        return Outcome(_together(told, seen.documents), refused, tuple(is_open))
    return Outcome(tuple(told), refused)


def _is_hopeless(refused: NotACertificate | None) -> bool:
    """Whether a file was refused as such, and not only because its codes were not found so far."""
    return refused is not None and refused.code not in {"no_codes", "other_codes", "codes_incomplete"}


def _together(told: Sequence[Document], seen: Sequence[Document]) -> tuple[Document, ...]:
    """The files' documents, each with the codes of the same vehicle, then the codes of all others."""
    left = list(seen)
    documents = []
    for document in told:
        same = [
            each for each in left if each.fields.chassis_no and each.fields.chassis_no == document.fields.chassis_no
        ]
        for coded in same:
            left.remove(coded)
            document = _compared(document, coded)
        documents.append(document)
    return (*documents, *left)


def _compared(document: Document, coded: Document) -> Document:
    found = document.fields.found()
    gained = {key: value for key, value in coded.fields.found().items() if key not in found}
    fields = replace(document.fields, **gained)
    # What follows from other facts, or changes with time, is not printed twice.
    repeated = replace(coded.fields, kei=None, emission_prefix=None, modified=None, mileage_km=None)
    findings = (*document.findings, *rules.compare(document.fields, repeated), *rules.check(fields))
    sources = {**document.sources, **dict.fromkeys(gained, coded.source)}
    return replace(
        document,
        fields=fields,
        findings=tuple(dict.fromkeys(findings)),
        sources=sources,
        cuts=coded.cuts,
        pages=coded.pages,
    )
