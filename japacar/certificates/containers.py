"""Opens the three forms of the viewer app's file (JSON, XML, CSV) and hands out wanted items only, as plain strings.

The one thing to know: items that nobody asked for are never kept, and nothing of the file travels in an error. Every
reader is bounded, refuses what it need not understand (entities, nesting, non-text) and raises only NotACertificate."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from typing import Any, NoReturn
from xml.parsers import expat

from japacar.certificates.refusals import NotACertificate

#: The official file has about 3 KB; fifty times that leaves room for pretty printing and UTF-16.
MOST_BYTES = 160 * 1024
MOST_NOTE = 20_000
MOST_VALUE = 200
MOST_ELEMENTS = 1_000
MOST_DEPTH = 12
_SHORT_NUMBER = re.compile(r"-?\d{1,16}(?:\.\d{1,4})?")
# Lines that a person or a program may put above the headings.
MOST_TITLES = 5
# A file with fewer of the wanted items is something else that happens to share a name.
FEWEST_ITEMS = 5
ROOT, VERSION, NOTE = "CertInfo", "CertInfoImportFileVersion", "NoteInfo"

_PICTURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def is_picture(data: bytes) -> bool:
    """Whether the bytes begin like a picture or a PDF, of whatever kind."""
    return data.startswith(_PICTURES) or data[4:8] == b"ftyp"


def items(data: bytes, wanted: frozenset[str]) -> dict[str, str]:
    """The wanted items of the file, by key. Raises NotACertificate; sees no other item."""
    if is_picture(data):
        raise NotACertificate("picture")
    if len(data) > MOST_BYTES:
        raise NotACertificate("too_large")
    text = _decoded(data).lstrip("\ufeff").strip()
    if not text:
        raise NotACertificate("empty")
    if _CONTROL.search(text):
        raise NotACertificate("control")
    found = _opener(text)(text, wanted)
    if len(found.keys() - {VERSION}) < FEWEST_ITEMS:
        raise NotACertificate("not_certificate")
    return found


def _decoded(data: bytes) -> str:
    """UTF-8 with or without BOM, UTF-16 and UTF-32 (spreadsheets and consoles save them), else CP932."""
    for encoding in _encodings(data):
        text = _try_decode(data, encoding)
        if text is not None:
            return text
    raise NotACertificate("encoding")


def _encodings(data: bytes) -> tuple[str, ...]:
    """By the BOM, else by the zeros around the first sign, which in each of the three forms is a Latin one."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return ("utf-32",)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if data[1:2] == b"\0" != data[:1]:
        return ("utf-16-le",)
    return ("utf-16-be",) if data[:1] == b"\0" != data[1:2] else ("utf-8", "cp932")


def _try_decode(data: bytes, encoding: str) -> str | None:
    # A UnicodeDecodeError carries the whole file, so it must end here and not become the context of another error.
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _opener(text: str) -> Callable[[str, frozenset[str]], dict[str, str]]:
    return {"{": _from_json, "[": _from_json, "<": _from_xml}.get(text[:1], _from_csv)


# --- JSON -------------------------------------------------------------------------------------------------------------


class _Pairs(list[tuple[str, Any]]):
    """A JSON object as its pairs, so that a key said twice is noticed and not silently the last one."""


def _from_json(text: str, wanted: frozenset[str]) -> dict[str, str]:
    document = _parsed_json(text)
    if document is None:
        raise NotACertificate("damaged")
    if isinstance(document, list) and not isinstance(document, _Pairs):
        # Some programs hand on a list, even of one.
        if len(document) > 1 and all(isinstance(each, _Pairs) for each in document):
            raise NotACertificate("several")
        document = document[0] if len(document) == 1 else None
    if not isinstance(document, _Pairs):
        raise NotACertificate("wrong_type")
    roots = [value for key, value in document if key == ROOT]
    if not roots:
        # The items themselves, without what stands around them.
        roots = [document]
    if len(roots) != 1:
        raise NotACertificate("several")
    if not isinstance(roots[0], _Pairs):
        raise NotACertificate("wrong_type")
    version = [(key, value) for key, value in document if key == VERSION]
    return _kept([*version, *roots[0]], wanted)


def _parsed_json(text: str) -> Any:
    try:
        return json.loads(
            text, object_pairs_hook=_Pairs, parse_int=_Number, parse_float=_Number, parse_constant=_Number
        )
    except (ValueError, RecursionError):
        return None


class _Number(str):
    """A number where a string belongs. It is not converted: a number of a million digits would cost minutes."""

    __slots__ = ()


# --- XML --------------------------------------------------------------------------------------------------------------


class _Elements:
    """Collects the leaf elements of the one CertInfo element; any declaration ends the parse at once."""

    def __init__(self) -> None:
        self.leaves: list[tuple[str, str]] = []
        self._open: list[str] = []
        self._text: list[str] = []
        self._count = 0
        self._roots = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        self._count += 1
        self._roots += name == ROOT
        self._open.append(name)
        self._text = []
        if self._roots > 1:
            raise NotACertificate("several")
        if self._count > MOST_ELEMENTS or len(self._open) > MOST_DEPTH:
            raise NotACertificate("wrong_type")

    def end(self, _name: str) -> None:
        name = self._open.pop()
        if name == VERSION or (self._open and self._open[-1] == ROOT):
            self.leaves.append((name, "".join(self._text).strip("\n")))
        self._text = []

    def characters(self, text: str) -> None:
        self._text.append(text)

    @staticmethod
    def refuse(*_declaration: Any) -> NoReturn:
        raise NotACertificate("declarations")


def _from_xml(text: str, wanted: frozenset[str]) -> dict[str, str]:
    elements = _Elements()
    # The text is decoded already, so the encoding that the file names for itself is overruled.
    parser = expat.ParserCreate("utf-8")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler = elements.start
    parser.EndElementHandler = elements.end
    parser.CharacterDataHandler = elements.characters
    parser.StartDoctypeDeclHandler = elements.refuse
    parser.EntityDeclHandler = elements.refuse
    parser.ExternalEntityRefHandler = elements.refuse
    if not _parse_xml(parser, text):
        raise NotACertificate("damaged")
    return _kept(elements.leaves, wanted)


def _parse_xml(parser: expat.XMLParserType, text: str) -> bool:
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError:
        return False
    return True


# --- CSV --------------------------------------------------------------------------------------------------------------


def _from_csv(text: str, wanted: frozenset[str]) -> dict[str, str]:
    """Keys in the first line and values in the second, or a key and its value in every line."""
    for delimiter in ",\t;":
        rows = _rows(text, delimiter)
        if rows is None:
            continue
        for at, row in enumerate(rows[: MOST_TITLES + 1]):
            if len(wanted.intersection(cell.strip() for cell in row)) >= FEWEST_ITEMS:
                return _kept(_under_header(rows[at:]), wanted)
        if len(wanted.intersection(row[0].strip() for row in rows)) >= FEWEST_ITEMS:
            return _kept(((row[0].strip(), row[1]) for row in rows if len(row) > 1), wanted)
    raise NotACertificate("not_certificate")


def _rows(text: str, delimiter: str) -> list[list[str]] | None:
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [row for row in rows if any(cell.strip() for cell in row)] or None
    except csv.Error:
        return None


def _under_header(rows: list[list[str]]) -> list[tuple[str, str]]:
    if len(rows) > 2:
        raise NotACertificate("several")
    # A shifted column would put a name or an address under another key, so the counts must agree but for blanks at the end.
    if len(rows) < 2 or _last(rows[1]) > len(rows[0]) or len(rows[1]) < _last(rows[0]):
        raise NotACertificate("damaged")
    return [(key.strip(), value) for key, value in zip(rows[0], rows[1], strict=False) if key.strip()]


def _last(row: list[str]) -> int:
    """How many cells there are up to the last one that holds something."""
    return max((number for number, cell in enumerate(row, 1) if cell.strip()), default=0)


# --- All --------------------------------------------------------------------------------------------------------------


def _kept(pairs: Iterable[tuple[str, Any]], wanted: frozenset[str]) -> dict[str, str]:
    """The wanted pairs as strings of bearable length; null is the same as empty."""
    found: dict[str, str] = {}
    for key, value in pairs:
        if key not in wanted:
            continue
        value = "" if value is None else value
        if not isinstance(value, str) or (isinstance(value, _Number) and not _SHORT_NUMBER.fullmatch(value)):
            raise NotACertificate("wrong_type")
        if key in found:
            raise NotACertificate("damaged")
        if _CONTROL.search(value):
            raise NotACertificate("control")
        if len(value) > (MOST_NOTE if key == NOTE else MOST_VALUE):
            raise NotACertificate("wrong_type")
        found[key] = str(value)
    return found
