"""Passwords in tests are hashed by Argon2 as everywhere, but with next to no memory and time: a real hash costs a third of a second.

The one thing to know: a test that asks for `real_hashes` gets them as production makes them."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
REAL = {name: getattr(Argon2PasswordHasher, name) for name in CHEAP}


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in CHEAP.items():
            patch.setattr(Argon2PasswordHasher, name, value)
        yield


@pytest.fixture
def real_hashes(cheap_hashes: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in REAL.items():
        monkeypatch.setattr(Argon2PasswordHasher, name, value)
