"""Hashing of passwords: Argon2id, one at a time in each process, so that a flood of sign-ins leaves room for those who look at cars.

The one thing to know: memory and rounds are OWASP's minimum for Argon2id (19 MiB, two rounds, one lane). Django's own 100 MiB and eight
lanes take ten times as long on every core there is; docs/adr/0010 says why less is right here."""

import threading
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher


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
