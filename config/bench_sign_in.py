"""`japacar bench sign-in`: whether time tells a known address from an unknown one, with the limits off: by password, by code, by a
wrong code, and by joining.

The one thing to know: it runs on a throw-away database of its own, with real commits, since those are a part of the time. A difference
is what a rank test (Mann-Whitney) finds; the order of the two alternates, so that whatever else the machine does falls on both."""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import math
import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

ATTEMPTS = 500
PEOPLE = 50
CHANCE = 0.01
LARGEST_MS = 5.0
# On a busy machine everything takes longer, and medians of the same thing lie as much further apart.
LARGEST_PART = 0.05
# Where each way leads, and what is sent beside the address. All of it is refused or leads to the page for a code.
WAYS: dict[str, tuple[str, dict[str, str]]] = {
    "password": ("/en/sign-in/", {"way": "password", "password": "not the right phrase"}),
    "code": ("/en/sign-in/", {"way": "code"}),
    "digits": ("/en/sign-in/code/", {"code": "000000"}),
    "join": ("/en/join/buyer/", {"display_name": "Ama", "of_age": "yes", "agreed": "on"}),
}
PASSWORD = "a right phrase that nobody sends here"  # noqa: S105  # of people who exist for a minute


@dataclass(frozen=True)
class Outcome:
    """One way of signing in: medians in milliseconds, and how probable such ranks are by chance alone."""

    way: str
    attempts: int
    known_ms: float
    unknown_ms: float
    p: float
    same_answer: bool

    @property
    def ok(self) -> bool:
        most = max(LARGEST_MS, LARGEST_PART * min(self.known_ms, self.unknown_ms))
        return self.same_answer and self.p > CHANCE and abs(self.known_ms - self.unknown_ms) < most


def main(options: argparse.Namespace) -> int:
    """0 when nothing tells the two apart, 1 when something does."""
    with _site():
        outcomes = [_measured(way, getattr(options, "attempts", None) or ATTEMPTS) for way in WAYS]
    if options.json:
        print(json.dumps([asdict(each) | {"ok": each.ok} for each in outcomes], indent=1))
        return 0 if all(each.ok for each in outcomes) else 1
    for each in outcomes:
        found = "no difference" if each.ok else "A DIFFERENCE"
        answers = "the same answers" if each.same_answer else "DIFFERENT ANSWERS"
        print(
            f"{each.way:<9} known {each.known_ms:7.2f} ms   unknown {each.unknown_ms:7.2f} ms   p = {each.p:.3f}   "
            f"{each.attempts} attempts each, {answers}: {found}"
        )
    return 0 if all(each.ok for each in outcomes) else 1


@contextlib.contextmanager
def _site() -> Iterator[None]:
    """Django on an empty database, without the limits on tries."""
    from config import cluster, postmaster

    with cluster.throw_away(say=lambda *_: None) as running:
        os.environ["JAPACAR_MODE"] = "test"
        os.environ["DATABASE_URL"] = running.url(postmaster.SUPERUSER, postmaster.DATABASE)
        os.environ["DATABASE_OWNER_URL"] = os.environ["DATABASE_URL"]
        from config import migrate

        migrate.main(quiet=True)
        from django.db import connections

        from japacar.accounts import limits

        # Every wrong try would be a line in the log.
        logging.getLogger("django.request").setLevel(logging.ERROR)
        kept, limits.wait_for = limits.wait_for, lambda *_: 0
        try:
            _people()
            yield
        finally:
            limits.wait_for = kept
            connections.close_all()


def _people() -> None:
    from django.contrib.auth.hashers import make_password

    from japacar.accounts.models import User
    from japacar.accounts.texts import publish_texts
    from japacar.kernel import clock

    publish_texts()

    one_hash = make_password(PASSWORD)
    for number in range(PEOPLE):
        User.objects.create(email=_known(number), password=one_hash, email_confirmed_at=clock.now())


def _measured(way: str, attempts: int) -> Outcome:
    known: list[float] = []
    unknown: list[float] = []
    bodies: set[tuple[int, str]] = set()
    for number in range(-20, attempts):
        # Never the same unknown one twice: whoever has joined is no longer unknown.
        asks: list[tuple[str, list[float]]] = [(_known(number % PEOPLE), known), (_unknown(number), unknown)]
        for email, times in asks if number % 2 else reversed(asks):
            took, answer = _try(way, email)
            bodies.add(answer)
            # The first are for connections, caches and code that is loaded late.
            if number >= 0:
                times.append(took)
    p = rank_test(known, unknown)
    return Outcome(way, attempts, statistics.median(known), statistics.median(unknown), p, len(bodies) == 1)


def _try(way: str, email: str) -> tuple[float, tuple[int, str]]:
    """Milliseconds of one attempt in a browser of its own, and what it was answered with the address left out."""
    from django.test import Client

    browser = Client()
    address, said = WAYS[way]
    if way == "digits":
        browser.post("/en/sign-in/", {"email": email, "way": "code"})
    began = time.perf_counter()
    answer = browser.post(address, {"email": email, **said})
    took = (time.perf_counter() - began) * 1000
    return took, (answer.status_code, _without_what_changes(answer.content.decode(), email))


def _without_what_changes(page: str, email: str) -> str:
    """The page without the address itself and without the random numbers of its forms."""
    import re

    return re.sub(r'(name="(?:csrfmiddlewaretoken|form_key)" value=")[^"]*', r"\1", page.replace(email, ""))


def _known(number: int) -> str:
    return f"known{number:04}@bench.example.test"


def _unknown(number: int) -> str:
    return f"other{number + 20:04}@bench.example.test"


def rank_test(one: list[float], other: list[float]) -> float:
    """The two-sided p of Mann and Whitney's U by its normal approximation, with ties; for some dozens of figures or more."""
    pooled = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks: list[float] = []
    ties = 0
    while len(ranks) < len(pooled):
        start = len(ranks)
        end = start
        while end < len(pooled) and pooled[end][0] == pooled[start][0]:
            end += 1
        ranks += [(start + end + 1) / 2] * (end - start)
        ties += (end - start) ** 3 - (end - start)
    n, m = len(one), len(other)
    total = n + m
    rank_sum = sum(rank for rank, (_, side) in zip(ranks, pooled, strict=True) if side == 0)
    u = rank_sum - n * (n + 1) / 2
    spread = math.sqrt(n * m / 12 * (total + 1 - ties / (total * (total - 1))))
    if spread == 0:
        return 1.0
    return math.erfc(max(0.0, abs(u - n * m / 2) - 0.5) / spread / math.sqrt(2))
