"""Hashing of passwords: Argon2id, one at a time in each process, so that a flood of sign-ins leaves room for those who look at cars.

The one thing to know: memory and rounds are OWASP's minimum for Argon2id (19 MiB, two rounds, one lane). Django's own 100 MiB and eight
lanes take ten times as long on every core there is; docs/adr/0010 says why less is right here."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher

# Passwords that one process judges or keeps waiting at the same time. It has more threads than that (config.processes), so a flood
# of sign-ins never holds all of them.
PLACES = 2
_places = threading.BoundedSemaphore(PLACES)


@contextmanager
def place_for_a_password() -> Iterator[bool]:
    """Whether there is a place now; nobody waits for one, because waiting would hold the thread that shows cars."""
    has_place = _places.acquire(blocking=False)
    try:
        yield has_place
    finally:
        if has_place:
            _places.release()


class OneAtATime(Argon2PasswordHasher):
    """Argon2id whose work waits for its turn. The library lets other threads run meanwhile: pages are made beside it."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
    _turn = threading.Lock()

    def encode(self, password: str, salt: str, **options: Any) -> str:
        with self._turn:
            return super().encode(password, salt, **options)

    def verify(self, password: str, encoded: str) -> bool:
        with self._turn:
            return super().verify(password, encoded)
