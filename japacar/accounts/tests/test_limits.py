"""Counting tries: strict under many at once, kept in the database, telling nothing about whose they are."""

import threading
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import Client

from japacar.accounts import limits
from japacar.accounts.hashing import PLACES, place_for_a_password
from japacar.accounts.limits import PASSWORD_OF_ACCOUNT, Limit, allow, forgive, wait_for
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


WRONG = {"email": "kofi@example.test", "password": "not the right phrase", "way": "password"}


def _tries(count: int, **headers: str) -> list[int]:
    """Status of each wrong password, every one from a browser of its own."""
    return [Client().post("/en/sign-in/", WRONG, headers=headers).status_code for _ in range(count)]


@pytest.mark.django_db
def test_tries_are_rows_so_another_process_or_a_restart_counts_on() -> None:
    """Nothing is kept in the process or the cache: without the rows the count begins anew."""
    assert _tries(PASSWORD_OF_ACCOUNT.count) == [422] * PASSWORD_OF_ACCOUNT.count
    caches["default"].clear()
    assert _tries(1) == [429]

    Attempt.objects.all().delete()
    assert _tries(1) == [422], "the rows are all there is"


@pytest.mark.django_db
@pytest.mark.parametrize("trusted", [0, 1])
def test_a_forged_header_begins_no_new_count(settings: Any, trusted: int) -> None:
    """Without proxies of ours the header counts for nothing; with one only what that proxy appended does, and it is last."""
    settings.TRUSTED_PROXIES = trusted
    own = {"x-forwarded-for": "203.0.113.9"}
    assert _tries(PASSWORD_OF_ACCOUNT.count, **own)[-1] == 422

    Attempt.objects.filter(bucket=limits._bucket(PASSWORD_OF_ACCOUNT.name, WRONG["email"])).delete()
    network = "203.0.113.9" if trusted else "127.0.0.1"
    counted = Attempt.objects.filter(bucket=limits._bucket(limits.PASSWORD_OF_ADDRESS.name, network))
    assert counted.count() == PASSWORD_OF_ACCOUNT.count
    for number in range(3):
        _tries(1, **{"x-forwarded-for": f"198.51.100.{number}, 203.0.113.9" if trusted else f"198.51.100.{number}"})
    assert counted.count() == PASSWORD_OF_ACCOUNT.count + 3
    buckets = Attempt.objects.filter(
        bucket__in=[limits._bucket("password/address", f"198.51.100.{n}") for n in range(3)]
    )
    assert not buckets.exists()


@pytest.mark.django_db
def test_whoever_finds_no_place_comes_back_later_and_has_lost_no_try() -> None:
    with ExitStack() as flood:
        assert [flood.enter_context(place_for_a_password()) for _ in range(PLACES)] == [True] * PLACES
        answer = Client().post("/en/sign-in/", WRONG)
        by_code = Client().post("/en/sign-in/", {**WRONG, "way": "code"})

    assert (answer.status_code, answer["Retry-After"]) == (429, "3")
    assert "nothing was counted" in answer.text
    assert WRONG["email"] in answer.text, "nothing is typed twice but the password"
    assert WRONG["password"] not in answer.text
    assert not Attempt.objects.filter(bucket=limits._bucket(PASSWORD_OF_ACCOUNT.name, WRONG["email"])).exists()
    assert by_code.status_code == 302, "the way by code needs no place"
    assert _tries(1) == [422]
