"""Counting tries: strict under many at once, kept in the database, telling nothing about whose they are."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from japacar.accounts.limits import Limit, allow, forgive, wait_for
from japacar.accounts.models import Attempt
from japacar.kernel import clock

THREE = Limit("three", 3, 60)


@pytest.mark.django_db
def test_the_fourth_of_three_waits_until_the_first_is_old() -> None:
    began = clock.now()
    with time_machine.travel(began, tick=False) as traveller:
        for second in range(3):
            traveller.move_to(began + timedelta(seconds=second))
            assert wait_for((THREE, "kofi")) == 0
        assert wait_for((THREE, "kofi")) == 58
        assert wait_for((THREE, "ama")) == 0
        traveller.move_to(began + timedelta(seconds=61))
        assert wait_for((THREE, "kofi")) == 0


@pytest.mark.django_db
def test_a_refused_try_is_not_counted_in_any_bucket() -> None:
    for _ in range(3):
        wait_for((THREE, "kofi"))
    before = Attempt.objects.count()
    assert wait_for((THREE, "kofi"), (THREE, "somewhere")) > 0
    assert Attempt.objects.count() == before


@pytest.mark.django_db
def test_success_forgives_only_its_own_key() -> None:
    for name in ("kofi", "ama"):
        wait_for((THREE, name))
    forgive(THREE, "kofi")
    assert Attempt.objects.count() == 1


@pytest.mark.django_db
def test_allow_says_yes_as_often_as_the_limit() -> None:
    assert [allow("thing", limit=2, seconds=60) for _ in range(4)] == [True, True, False, False]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_do_not_slip_past() -> None:
    passed = []
    start = threading.Barrier(8)

    def attempt() -> None:
        start.wait()
        passed.append(wait_for((THREE, "kofi")) == 0)
        connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(passed) == 3
