"""What phones send over bad lines: slowly, in halves, and again. Nobody waits for somebody else's photo, and half a form is no form."""

from __future__ import annotations

import contextlib
import random
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import httpx
import psycopg

from config import postmaster
from tests.crash.caller import Caller
from tests.journey.stack import Stack, wait_for

# Far more than there are threads in the one web process that a test starts.
SLOW_ONES = 24
SET_UP = """
from tests import make
from tests.cast import SignedIn
buyer = make.make_buyer("buyer@example.test")
deal = make.make_deal(buyer=buyer)
print(deal.code, SignedIn(buyer).cookies["japacar_session"].value)
"""


def test_slow_and_broken_lines_keep_nobody_waiting_and_leave_no_halves(site: Stack) -> None:
    code, phone = buyer_of_a_deal(site)
    head, body = message(phone, code, "Please tell me whether the car has a spare key and its service book.")
    phone.http.close()

    with slow_senders(site, head, body[:-20], len(body)):
        before = time.monotonic()
        assert [httpx.get(f"{site.url}{page}").status_code for page in ("/up", "/en/", "/en/cars/")] == [200] * 3
        assert time.monotonic() - before < 10
    wait_for(lambda: sum(b"Bad Request" in line for line in log(site)) == SLOW_ONES, "all of them", seconds=30)
    assert messages(site) == []

    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    assert b" 411 " in answer_to(site, head + b"Transfer-Encoding: chunked\r\n\r\n", chunks)
    assert messages(site) == []

    pieces = [body[at : at + 60] for at in range(0, len(body), 60)]
    assert b" 302 " in answer_to(site, head + b"Content-Length: %d\r\n\r\n" % len(body), *pieces)
    assert b" 303 " in answer_to(site, head + b"Content-Length: %d\r\n\r\n" % len(body), body)
    assert messages(site) == ["Please tell me whether the car has a spare key and its service book."]

    assert httpx.get(site.url, headers={"Host": "made-up.example"}).status_code == 400
    assert not [line for line in log(site) if b"Traceback" in line]


def test_a_stop_waits_for_answers_and_not_for_slow_lines(site: Stack) -> None:
    """Somebody's page is being made while the site is told to stop; beside him lines on which nothing whole ever comes."""
    code, phone = buyer_of_a_deal(site)
    head, body = message(phone, code, "Is there a spare key?")
    web = site.processes.pop("web")
    answers: list[httpx.Response] = []
    reader = threading.Thread(target=lambda: answers.append(phone.http.get(f"{site.url}/en/deals/{code}/")))

    with slow_senders(site, head, body[:-20], len(body)), slow_senders(site, head[:80], b"", 0):
        with psycopg.connect(site.database.url(postmaster.SUPERUSER, postmaster.DATABASE)) as holder:
            holder.execute("LOCK TABLE deals_message")
            reader.start()
            time.sleep(0.5)
            web.terminate()
            time.sleep(2)
            assert web.poll() is None
        web.wait(timeout=3)
    reader.join()

    assert [answer.status_code for answer in answers] == [200]
    assert answers[0].text.rstrip().endswith("</html>")
    assert messages(site) == []
    phone.http.close()


def buyer_of_a_deal(site: Stack) -> tuple[str, Caller]:
    """The code of a deal, and its buyer's phone, signed in."""
    code, session = site.python(SET_UP).split()
    phone = Caller(site, "buyer@example.test", random.Random(1), lost_in=0)
    phone.continue_as(session)
    return code, phone


def message(phone: Caller, code: str, text: str) -> tuple[bytes, bytes]:
    """The request of the form that writes to the dealer, without its length, and its body with the text at the end."""
    path, values = phone.filled(f"/en/deals/{code}/", "message", {"text"}, {"text": text})
    cookies = "; ".join(f"{name}={value}" for name, value in phone.http.cookies.items())
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost:{phone.stack.port}\r\nOrigin: {phone.stack.url}\r\n"
        f"Connection: close\r\nCookie: {cookies}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    )
    return head.encode(), urlencode(values).encode()


@contextlib.contextmanager
def slow_senders(site: Stack, head: bytes, part: bytes, length: int) -> Iterator[None]:
    """Each sends a part of its form and then nothing; at the end all lines break. No length: not even the head comes whole."""
    with contextlib.ExitStack() as lines:
        for _ in range(SLOW_ONES):
            line = lines.enter_context(socket.create_connection(("127.0.0.1", site.port)))
            line.sendall(head + (b"Content-Length: %d\r\n\r\n" % length if length else b"") + part)
        time.sleep(0.5)
        yield


def answer_to(site: Stack, *pieces: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", site.port), timeout=30) as line:
        for piece in pieces:
            line.sendall(piece)
            time.sleep(0.1)
        return line.recv(4096).partition(b"\r\n")[0]


def messages(site: Stack) -> list[str]:
    return [text for (text,) in site.rows("SELECT text FROM deals_message")]


def log(site: Stack) -> list[bytes]:
    return (site.data / "web.log").read_bytes().splitlines()
