"""A stand-in of the National Tax Agency's register of corporate numbers: its Web-API version 4 over HTTP, with its XML and its refusals.

The one thing to know: it knows the demo's invented corporations, and some that are closed, merged or renamed, to try what the site says
then. It loads no Django."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape

from japacar.demo.words import sample_corporate_number
from japacar.demo.words_firms import DEALERS
from japacar.kernel.corporate_number import NumberRefused, parse_corporate_number

APPLICATION_ID = "JAPACARdemo01"
AS_OF = "2026-11-20"
MOST_NUMBERS = 10
_FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
# In the order of the agency's answer; most are empty for most corporations.
_FIELDS = (
    "corporateNumber", "process", "correct", "updateDate", "changeDate", "name", "nameImageId", "kind", "prefectureName",
    "cityName", "streetNumber", "addressImageId", "prefectureCode", "cityCode", "postCode", "addressOutside",
    "addressOutsideImageId", "closeDate", "closeCause", "successorCorporateNumber", "changeCause", "assignmentDate", "latest",
    "enName", "enPrefectureName", "enCityName", "enAddressOutside", "furigana", "hihyoji",
)  # fmt: skip


@dataclass(frozen=True)
class Registered:
    """One corporation as the register knows it; `changes` are further or other values by the agency's own names."""

    number: str
    name: str
    prefecture: str
    city: str
    street: str
    postal_code: str
    changes: dict[str, str] = field(default_factory=dict)

    def values(self) -> dict[str, str]:
        """The register writes letters and figures of names and streets in full width."""
        return {
            "corporateNumber": self.number,
            "process": "01",
            "correct": "0",
            "updateDate": "2018-04-02",
            "changeDate": "2015-10-05",
            "name": self.name.translate(_FULL_WIDTH),
            "kind": "301",
            "prefectureName": self.prefecture,
            "cityName": self.city,
            "streetNumber": self.street.translate(_FULL_WIDTH),
            "postCode": self.postal_code.replace("-", ""),
            "assignmentDate": "2015-10-05",
            "latest": "1",
            "hihyoji": "0",
            **self.changes,
        }


def _made_up() -> Iterable[Registered]:
    """The demo's dealers as they are, the applicant at a former seat, and what else a register can say."""
    corporations = [dealer for dealer in DEALERS if dealer.kind == "corporation"]
    for dealer in corporations:
        yield Registered(
            dealer.corporate_number, dealer.name_ja, dealer.prefecture, dealer.city, dealer.street, dealer.postal_code
        )
    moved = {"process": "12", "changeDate": "2026-08-03", "updateDate": "2026-08-12"}
    place = ("埼玉県", "川越市", "鴨田8800番地5", "350-0844")
    yield Registered(sample_corporate_number(177), "渚見本オート株式会社", *place, moved)
    renamed = {"process": "11", "changeDate": "2026-03-02"}
    yield Registered(sample_corporate_number(196), "改名見本自動車株式会社", *place, renamed)
    closed = {"process": "21", "changeDate": "2025-12-19", "closeDate": "2025-12-19", "closeCause": "01"}
    yield Registered(sample_corporate_number(197), "閉鎖見本自動車株式会社", *place, closed)
    merged = {
        "process": "71",
        "changeDate": "2026-04-01",
        "closeDate": "2026-04-01",
        "closeCause": "11",
        "successorCorporateNumber": corporations[0].corporate_number,
    }
    yield Registered(sample_corporate_number(198), "合併見本自動車株式会社", *place, merged)
    yield Registered(sample_corporate_number(199), "復活見本自動車株式会社", *place, {"process": "22"})


class Register:
    """The server. Tests change `corporations` and set `refuse_with` to a status that every question gets."""

    def __init__(self, port: int = 0, corporations: Iterable[Registered] | None = None) -> None:
        self.corporations = {each.number: each for each in (_made_up() if corporations is None else corporations)}
        self.refuse_with = 0
        self.body: bytes | None = None
        self.asked: list[dict[str, str]] = []
        register = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # its name in http.server
                status, content_type, body = register.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Silent: a line of the log would hold the application id."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/4"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Status, type and body for one question, as the agency answers it."""
        parts = urlsplit(path)
        said = dict(parse_qsl(parts.query))
        self.asked.append(said)
        if self.refuse_with:
            return self.refuse_with, "text/plain; charset=utf-8", b""
        if self.body is not None:
            return 200, "application/xml; charset=utf-8", self.body
        if parts.path != "/4/num" or said.get("id") != APPLICATION_ID:
            return 404, "text/plain; charset=utf-8", b""
        numbers = said.get("number", "").split(",")
        if (problem := _problem(numbers, said)) is not None:
            return 400, "text/plain; charset=utf-8", problem.encode()
        found = [self.corporations[number] for number in numbers if number in self.corporations]
        return 200, "application/xml; charset=utf-8", _xml(found).encode()


def _problem(numbers: list[str], said: dict[str, str]) -> str | None:
    """What the agency refuses with 400: a number without its check digit, too many, another type than XML in Unicode."""
    if len(numbers) > MOST_NUMBERS or said.get("type") != "12" or said.get("history", "0") not in {"0", "1"}:
        return "request"
    try:
        for number in numbers:
            parse_corporate_number(number)
    except NumberRefused as refused:
        return refused.code
    return None


def _xml(found: list[Registered]) -> str:
    entries = "".join(_entry(place, each) for place, each in enumerate(found, 1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><corporations>'
        f"<lastUpdateDate>{AS_OF}</lastUpdateDate><count>{len(found)}</count>"
        f"<divideNumber>1</divideNumber><divideSize>1</divideSize>{entries}</corporations>"
    )


def _entry(place: int, each: Registered) -> str:
    values = each.values()
    rows = "".join(f"<{name}>{escape(values[name])}</{name}>" if values.get(name) else f"<{name}/>" for name in _FIELDS)
    return f"<corporation><sequenceNumber>{place}</sequenceNumber>{rows}</corporation>"
