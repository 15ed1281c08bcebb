"""The register of corporate numbers (法人番号システム Web-API, version 4): the only door to it.

The one thing to know: it is sent a public number and our application id, nothing else (PP-5-c), and only where an id is configured."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4
from xml.parsers import expat

from django.conf import settings

from japacar.egress.actions import CallFailed, call
from japacar.kernel.declarations import Recipient

TIMEOUT_SECONDS = 5.0
# type 12 is XML in Unicode; the service knows no JSON.
XML_UNICODE = "12"
LATEST_ONLY = "0"
_ROOT, _ENTRY = "corporations", "corporation"
_MOST_ELEMENTS, _MOST_VALUE = 500, 400


class NotConfigured(Exception):
    """No application id is set, so nothing is asked."""


class NotAnswered(Exception):
    """The register gave no answer that can be used; `code` says why: a network error, http_403, not_xml, another_number."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Corporation:
    """The newest entry of one number. `process` is the agency's code of the last change (01 new, 11 name, 12 seat, 21 closed …)."""

    number: str
    name: str
    prefecture: str
    city: str
    street: str
    postal_code: str
    process: str
    close_cause: str
    successor: str
    changed_on: date | None
    closed_on: date | None
    as_of: date | None


def is_configured() -> bool:
    return bool(settings.CORPORATE_REGISTER_ID)


def ask(number: str, *, subject: str) -> Corporation | None:
    """What the register says of a number; None when it has no such number. Not inside a transaction.

    Raises NotConfigured before anything leaves, NotAnswered afterwards."""
    if not is_configured():
        raise NotConfigured
    try:
        answer = call(
            Recipient.TAX_AGENCY,
            purpose="corporate_number",
            key=f"corporate_number:{uuid4()}",
            subjects=[subject],
            url=f"{settings.CORPORATE_REGISTER_URL}/num",
            payload={
                "id": settings.CORPORATE_REGISTER_ID,
                "number": number,
                "type": XML_UNICODE,
                "history": LATEST_ONLY,
            },
            timeout=TIMEOUT_SECONDS,
        )
    except CallFailed as failed:
        raise NotAnswered(str(failed)) from failed
    if not answer.is_success:
        # 400 a wrong request, 403 too many, 404 an unknown application id, 500 a fault of theirs.
        raise NotAnswered(f"http_{answer.status_code}")
    return parse(answer.content, number)


def parse(body: bytes, number: str) -> Corporation | None:
    """The entry of this number in an answer; None when the answer is empty. Raises NotAnswered."""
    reader = _Reader()
    try:
        reader.feed(body)
    except (expat.ExpatError, _NotTheirs) as error:
        raise NotAnswered("not_xml") from error
    if reader.head.get("count", "").lstrip("0") == "" and not reader.entries:
        return None
    newest = [entry for entry in reader.entries if entry.get("latest", "1") != "0"]
    if not newest or newest[-1].get("corporateNumber") != number:
        raise NotAnswered("another_number")
    said = newest[-1]
    abroad = said.get("addressOutside", "")
    return Corporation(
        number=number,
        name=said.get("name", ""),
        prefecture=said.get("prefectureName", ""),
        city=said.get("cityName", ""),
        street=said.get("streetNumber", "") or abroad,
        postal_code=said.get("postCode", ""),
        process=said.get("process", "")[:2],
        close_cause=said.get("closeCause", "")[:2],
        successor=said.get("successorCorporateNumber", "")[:13],
        changed_on=_day(said.get("changeDate", "")),
        closed_on=_day(said.get("closeDate", "")),
        as_of=_day(reader.head.get("lastUpdateDate", "")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class _NotTheirs(Exception):
    """Something that an answer of the register never holds: a document type, endless elements, another root."""


class _Reader:
    """Collects the values of each entry, and those beside the entries (`count`, `lastUpdateDate`)."""

    def __init__(self) -> None:
        self.head: dict[str, str] = {}
        self.entries: list[dict[str, str]] = []
        self._path: list[str] = []
        self._text = ""
        self._seen = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._open
        self._parser.EndElementHandler = self._close
        self._parser.CharacterDataHandler = self._read
        # Without a document type there are no entities that could grow.
        self._parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, body: bytes) -> None:
        self._parser.Parse(body, True)

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._seen += 1
        if self._seen > _MOST_ELEMENTS or (not self._path and name != _ROOT):
            raise _NotTheirs(name[:40])
        self._path.append(name)
        self._text = ""
        if self._path == [_ROOT, _ENTRY]:
            self.entries.append({})

    def _close(self, name: str) -> None:
        value = self._text.strip()[:_MOST_VALUE]
        if len(self._path) == 3 and self._path[1] == _ENTRY:
            self.entries[-1][name] = value
        elif len(self._path) == 2 and name != _ENTRY:
            self.head[name] = value
        self._path.pop()
        self._text = ""

    def _read(self, text: str) -> None:
        self._text += text

    def _refuse(self, *_: object) -> None:
        raise _NotTheirs("document type")
