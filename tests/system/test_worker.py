"""A job whose database takes nothing for a moment is begun again; a fault of its own stays a fault."""

import asyncio
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import OperationalError

from config import worker

CONTEXT: Any = SimpleNamespace(job=SimpleNamespace(call_string="events.anchor_yesterday[7]()"))


def run(faults: list[Exception]) -> tuple[str, list[Exception]]:
    """What comes of a job that meets these faults, one at each begin; and the faults that it did not meet."""

    async def begin() -> str:
        if faults:
            raise faults.pop(0)
        return "done"

    return asyncio.run(worker.begun_again(begin, CONTEXT, None)), faults  # type: ignore[arg-type]  # no worker is needed


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PAUSES", (0, 0))


def test_it_is_begun_again_until_the_database_is_back():
    assert run([OperationalError("gone"), psycopg.OperationalError("away")]) == ("done", [])


def test_it_is_not_begun_again_for_ever():
    with pytest.raises(OperationalError, match="third"):
        run([OperationalError("first"), OperationalError("second"), OperationalError("third"), OperationalError("4")])


def test_a_fault_of_its_own_is_told_at_once():
    left = [ValueError("wrong"), ValueError("again")]
    with pytest.raises(ValueError, match="wrong"):
        run(left)
    assert len(left) == 1
