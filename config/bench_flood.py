"""`japacar bench flood`: what somebody who looks at cars waits for while others throw wrong passwords at the sign-in page.

The one thing to know: it asks the real server over loopback, on a throw-away database, with the limits as they are. The flood comes from
thousands of networks by a proxy that is trusted here, so it is held by the limits over all alone, and by the places for passwords."""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import re
import socket
import statistics
import subprocess
import threading
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import asdict, dataclass

ATTACKERS = 8
LOOKS = 120
PAGE = "/en/cars/"
# A page may take this much longer at its 95th percentile while the flood goes on; both share the same processors.
FACTOR = 4.0


@dataclass(frozen=True)
class Outcome:
    """Milliseconds of one page alone and during the flood, and what the flood was answered with."""

    alone_median_ms: float
    alone_p95_ms: float
    flood_median_ms: float
    flood_p95_ms: float
    tries: int
    judged: int
    turned_away: int

    @property
    def ok(self) -> bool:
        return self.flood_p95_ms <= FACTOR * self.alone_p95_ms and self.tries > 0


def main(options: argparse.Namespace) -> int:
    """0 when browsing goes on, 1 when the flood slows it by more than FACTOR."""
    with _server() as port:
        _looks(port, 30)
        alone = _looks(port, LOOKS)
        with _flood(port) as answers:
            during = _looks(port, LOOKS)
    judged = sum(status == 422 for status in answers)
    outcome = Outcome(
        statistics.median(alone), _p95(alone), statistics.median(during), _p95(during),
        len(answers), judged, sum(status == 429 for status in answers),
    )  # fmt: skip
    if options.json:
        print(json.dumps(asdict(outcome) | {"ok": outcome.ok}, indent=1))
    else:
        print(f"alone   median {outcome.alone_median_ms:7.1f} ms   p95 {outcome.alone_p95_ms:7.1f} ms")
        print(f"flooded median {outcome.flood_median_ms:7.1f} ms   p95 {outcome.flood_p95_ms:7.1f} ms")
        print(f"{outcome.tries} tries by {ATTACKERS} at once: {judged} judged, {outcome.turned_away} turned away")
    return 0 if outcome.ok else 1


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95) - 1]


@contextlib.contextmanager
def _server() -> Iterator[int]:
    """The web process as `japacar serve` runs it, on an empty database."""
    from config import cluster, migrate, postmaster, processes

    with cluster.throw_away(say=lambda *_: None) as running, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        url = running.url(postmaster.SUPERUSER, postmaster.DATABASE)
        os.environ |= {"DATABASE_URL": url, "DATABASE_OWNER_URL": url, "TRUSTED_PROXIES": "1"}
        os.environ |= {"JAPACAR_BASE_URL": f"http://localhost:{port}", "LOG_LEVEL": "ERROR"}
        migrate.main(quiet=True)
        free.close()
        server = subprocess.Popen(
            processes.web_command("127.0.0.1", port),
            env=processes.django_environment(),
            cwd=processes.ROOT,
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()
            server.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(240):
        with contextlib.suppress(OSError, http.client.HTTPException):
            if _get(port, "/up")[0] == 200:
                return
        time.sleep(0.5)
    raise TimeoutError("the server does not answer")


def _get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}", "X-Forwarded-For": _somewhere()})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    finally:
        connection.close()


def _looks(port: int, count: int) -> list[float]:
    """One visitor who looks at the cars again and again."""
    times = []
    for _ in range(count):
        began = time.perf_counter()
        status, _page = _get(port, PAGE)
        times.append((time.perf_counter() - began) * 1000)
        if status != 200:
            raise RuntimeError(f"{PAGE} answers {status}")
        time.sleep(0.02)
    return times


@contextlib.contextmanager
def _flood(port: int) -> Iterator[list[int]]:
    """ATTACKERS who try one address after another from ever new networks, each as fast as he is answered."""
    answers: list[int] = []
    over = threading.Event()
    attackers = [threading.Thread(target=_attack, args=(port, over, answers)) for _ in range(ATTACKERS)]
    for each in attackers:
        each.start()
    time.sleep(1)
    try:
        yield answers
    finally:
        over.set()
        for each in attackers:
            each.join()


def _attack(port: int, over: threading.Event, answers: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Host": f"localhost:{port}", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("GET", "/en/sign-in/", headers=headers)
    answer = connection.getresponse()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', answer.read().decode())
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    while token is not None and not over.is_set():
        said = {"csrfmiddlewaretoken": token[1], "email": f"{random.random()}@example.test", "way": "password"}  # noqa: S311
        body = urllib.parse.urlencode(said | {"password": "not the right phrase"})
        try:
            connection.request(
                "POST", "/en/sign-in/", body, headers | {"Cookie": cookie, "X-Forwarded-For": _somewhere()}
            )
            answer = connection.getresponse()
            answer.read()
            answers.append(answer.status)
        except (OSError, http.client.HTTPException):
            connection.close()


def _somewhere() -> str:
    """An address of a network that nobody else comes from."""
    return ".".join(str(random.randint(1, 254)) for _ in range(4))  # noqa: S311
