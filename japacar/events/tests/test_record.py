"""The chain: what is recorded stays, whole and in order, or the change it belongs to did not happen."""

import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from japacar.events import invariants
from japacar.events.actions import UnknownFact, anchor_day, record
from japacar.events.kinds import Kind
from japacar.events.models import Anchor, Event
from japacar.kernel import clock

pytestmark = pytest.mark.django_db


def move(subject: str, to: str) -> Event:
    return record(Kind.DEAL_LOGISTICS_MOVED, subject, by="system", lane="logistics", to=to)


def test_events_of_one_subject_form_a_chain() -> None:
    first, second = move("deal:DL-1", "booked"), move("deal:DL-1", "on_board")
    other = move("deal:DL-2", "booked")

    assert (first.sequence, second.sequence, other.sequence) == (1, 2, 1)
    assert second.previous == first.digest
    assert list(invariants.broken_chains()) == []


def test_a_fact_that_is_not_on_the_list_is_refused_and_nothing_is_written() -> None:
    with pytest.raises(UnknownFact):
        record(Kind.DEAL_REQUESTED, "deal:DL-1", by="system", email="somebody@example.test")

    assert not Event.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_the_event_and_the_job_that_tells_of_it_vanish_together_with_the_change() -> None:
    def move_and_fail() -> None:
        with transaction.atomic():
            move("deal:DL-1", "booked")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        move_and_fail()

    assert not Event.objects.exists()
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE events_event SET kind = 'x'", "DELETE FROM events_event", "TRUNCATE events_event"],
)
def test_the_database_refuses_to_change_the_chain(statement: str) -> None:
    move("deal:DL-1", "booked")

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Event.objects.get().kind == Kind.DEAL_LOGISTICS_MOVED


@pytest.mark.parametrize(
    "tampering",
    [
        'UPDATE events_event SET facts = \'{"to": "arrived"}\' WHERE sequence = 2',
        "UPDATE events_event SET at = at + interval '1 second' WHERE sequence = 2",
        "UPDATE events_event SET actor = 'user:other' WHERE sequence = 2",
        "DELETE FROM events_event WHERE sequence = 2",
    ],
)
def test_tampering_by_the_owner_of_the_database_is_found(tampering: str) -> None:
    for state in ("booked", "on_board", "arrived"):
        move("deal:DL-1", state)
    anchor_day(clock.today_jst())

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(tampering)
        cursor.execute("SET LOCAL session_replication_role = origin")

    assert [fault.subject for fault in invariants.broken_chains()] == ["deal:DL-1"]


def test_cutting_off_the_end_of_a_chain_is_found_by_the_anchor(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    move("deal:DL-1", "booked"), move("deal:DL-1", "on_board")
    anchor = anchor_day(clock.today_jst())

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM events_event WHERE sequence = 2")
        cursor.execute("SET LOCAL session_replication_role = origin")

    assert anchor is not None
    assert list(invariants.broken_chains()) == []
    assert [fault.rule for fault in invariants.broken_anchors()] == ["anchor"]
    assert anchor.digest in (tmp_path / "anchors" / f"{anchor.day}.txt").read_text()


def test_an_anchor_is_made_once_a_day(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    move("deal:DL-1", "booked")

    first, second = anchor_day(clock.today_jst()), anchor_day(clock.today_jst())

    assert first == second
    assert Anchor.objects.count() == 1


def test_a_state_that_no_event_tells_of_is_found() -> None:
    move("deal:DL-1", "booked")
    states = [
        invariants.State("deal:DL-1", "logistics", "on_board"),
        invariants.State("deal:DL-2", "logistics", "booked"),
    ]

    found = list(invariants.states_not_told_by_events(states))

    assert [fault.subject for fault in found] == ["deal:DL-1", "deal:DL-2"]


@pytest.mark.django_db(transaction=True)
def test_two_writers_of_one_subject_cannot_fork_the_chain() -> None:
    start = threading.Barrier(4)

    def write() -> None:
        start.wait()
        for _ in range(5):
            move("deal:DL-1", "booked")
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list(Event.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 21))
    assert list(invariants.broken_chains()) == []


@pytest.mark.django_db(transaction=True)
def test_an_anchor_waits_for_whoever_has_begun_to_write() -> None:
    """His event has a lower number than others that are committed already; left out, it would belong to no anchor and spoil this one."""
    begun, may_end = threading.Event(), threading.Event()

    def slowly() -> None:
        with transaction.atomic():
            move("deal:DL-1", "booked")
            begun.set()
            may_end.wait(10)
        connection.close()

    def anchor() -> None:
        anchor_day()
        connection.close()

    writer, anchoring = threading.Thread(target=slowly), threading.Thread(target=anchor)
    writer.start()
    begun.wait(10)
    move("deal:DL-2", "booked")
    anchoring.start()
    anchoring.join(0.5)
    assert anchoring.is_alive()
    may_end.set()
    anchoring.join(10)
    writer.join(10)

    assert Anchor.objects.get().heads == 2
    assert list(invariants.broken_anchors()) == []
