"""A job whose database takes nothing for a moment is begun again; a fault of its own stays a fault."""

import asyncio
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from procrastinate.contrib.django import app

from config import worker

EVERY_MINUTE, WITH_A_PLAN = "egress.take_up_due", "events.anchor_yesterday"


def run(faults: list[Exception], name: str = EVERY_MINUTE) -> tuple[str, list[Exception]]:
    """What comes of a job that meets these faults, one at each begin; and the faults that it did not meet."""
    context: Any = SimpleNamespace(app=app, job=SimpleNamespace(task_name=name, call_string=f"{name}[7]()"))

    async def begin() -> str:
        if faults:
            raise faults.pop(0)
        return "done"

    return asyncio.run(worker.begun_again(begin, context, None)), faults  # type: ignore[arg-type]  # no worker is needed


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


def test_one_with_a_plan_of_its_own_is_left_to_it():
    left = [OperationalError("locked"), OperationalError("locked")]
    with pytest.raises(OperationalError):
        run(left, WITH_A_PLAN)
    assert len(left) == 1
