"""What Django learns of a request that granian hands over as RSGI, and which requests wait for a thread."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from types import SimpleNamespace
from typing import Any

import pytest

from config import rsgi
from config.rsgi import Site, _environ


def scope(*headers: tuple[str, str], **over: str) -> Any:
    """As granian gives it."""
    values = {
        "proto": "http", "http_version": "1.1", "server": "127.0.0.1:8000", "client": "203.0.113.9:50000", "scheme": "http",
        "method": "GET", "path": "/en/cars/", "query_string": "", "authority": None, **over,
    }  # fmt: skip
    return SimpleNamespace(headers=SimpleNamespace(items=lambda: list(headers)), **values)


@pytest.mark.parametrize(
    ("client", "address"), [("203.0.113.9:50000", "203.0.113.9"), ("[2001:db8::7]:50000", "2001:db8::7")]
)
def test_limits_count_by_the_address_alone(client: str, address: str) -> None:
    assert _environ(scope(client=client))["REMOTE_ADDR"] == address


def test_words_in_other_scripts_arrive_as_their_bytes() -> None:
    found = _environ(scope(path="/ja/cars/あ/", query_string="q=プリウス"))

    assert found["PATH_INFO"].encode("latin-1").decode() == "/ja/cars/あ/"
    assert found["QUERY_STRING"].encode("latin-1").decode() == "q=プリウス"


def test_a_header_with_an_underscore_does_not_pass_for_one_that_our_proxy_sets() -> None:
    found = _environ(
        scope(
            ("x-forwarded-for", "198.51.100.1"), ("x_forwarded_for", "10.0.0.1"), ("cookie", "a=1"), ("cookie", "b=2")
        )
    )

    assert found["HTTP_X_FORWARDED_FOR"] == "198.51.100.1"
    assert found["HTTP_COOKIE"] == "a=1; b=2"


class Line:
    """A connection on which a body comes in one piece; what is answered is kept."""

    def __init__(self, body: bytes) -> None:
        self.body, self.status = body, 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self.body

    def response_bytes(self, status: int, headers: Any, content: bytes) -> None:
        self.status = status


def test_a_page_does_not_wait_for_fifty_photos() -> None:
    """Who has no place waits without a thread; every photo is answered in the end."""
    judged, under_way, most = threading.Event(), [0], [0]

    def wsgi(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST":
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
            judged.wait(20)
            under_way[0] -= 1
        start_response("200 OK", [])
        return [b"."]

    photo = b"x" * rsgi.FEWEST_BYTES_OF_FILES
    about = (("content-type", "multipart/form-data; boundary=x"), ("content-length", str(len(photo))))

    async def all_at_once() -> tuple[int, list[int]]:
        site = Site(wsgi)
        photos: list[Any] = [Line(photo) for _ in range(50)]
        page: Any = Line(b"")
        sent = [asyncio.create_task(site.__rsgi__(scope(*about, method="POST"), line)) for line in photos]
        await asyncio.sleep(0.1)
        try:
            await asyncio.wait_for(site.__rsgi__(scope(), page), 5)
        finally:
            judged.set()
        await asyncio.gather(*sent)
        return page.status, [line.status for line in photos]

    assert asyncio.run(all_at_once()) == (200, [200] * 50)
    assert most[0] == rsgi.THREADS_FOR_FILES
