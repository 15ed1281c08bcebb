"""Everything that a provider, or somebody between, could send instead of an honest token: nobody is signed in by it and nothing is kept.

The cases are the faults of the stand-ins (demo/standins/faults.py), each tried at each provider that can have it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from japacar.accounts.models import User
from japacar.accounts.tests.elsewhere import Walk, forget_tries, rows, what_is_wrong
from japacar.accounts.tests.test_sign_in import is_signed_in
from japacar.demo.standins import faults, faults_published
from japacar.demo.standins.dialects import DIALECTS
from japacar.demo.standins.openid import OpenIdProvider
from japacar.kernel import clock

pytestmark = pytest.mark.django_db


def test_there_are_at_least_forty_cases_each() -> None:
    for name in DIALECTS:
        assert len(faults.of(name)) >= 40


def test_no_wrong_token_signs_anybody_in(one: OpenIdProvider, victim: User) -> None:
    before, wrong = rows(), []
    for fault in faults.of(one.dialect.name):
        forget_tries()
        browser = Client()
        walk = Walk(browser, one)
        walk.begin()
        answer = walk.come_back(walk.allow(one.dialect.people[0], fault=fault))
        if found := what_is_wrong(browser, answer, before):
            wrong.append(f"{fault}: {found}")

    assert wrong == []
    assert one.hits["/keys-of-a-stranger"] == 0
    assert one.hits[one.dialect.paths["token"]] == len(faults.of(one.dialect.name))


def test_keys_that_are_none_sign_nobody_in(one: OpenIdProvider, victim: User) -> None:
    before, wrong = rows(), []
    one.signs_with_secret = False
    for one.fault in sorted(faults_published.KEY_FAULTS):
        cache.clear()
        forget_tries()
        browser = Client()
        walk = Walk(browser, one)
        walk.begin()
        if found := what_is_wrong(browser, walk.come_back(walk.allow(one.dialect.people[0])), before):
            wrong.append(f"{one.fault}: {found}")

    assert wrong == []


def test_a_wrong_discovery_document_sends_nobody_away(one: OpenIdProvider, victim: User) -> None:
    """Either the browser is never sent off, or no code is taken where the document points."""
    before, wrong = rows(), []
    one.signs_with_secret = False
    for one.fault in sorted(faults_published.DISCOVERY_FAULTS):
        cache.clear()
        forget_tries()
        browser = Client()
        walk = Walk(browser, one)
        answer = walk.begin()
        if walk.asked:
            answer = walk.come_back(walk.allow(one.dialect.people[0]))
        if found := what_is_wrong(browser, answer, before):
            wrong.append(f"{one.fault}: {found}")

    assert wrong == []


def test_keys_rotate_and_the_old_one_is_not_believed(client: Client, google: OpenIdProvider, victim: User) -> None:
    Walk(client, google).through()
    assert is_signed_in(client)
    asked = google.hits["/oauth2/v3/certs"]
    Walk(Client(), google).through()
    assert google.hits["/oauth2/v3/certs"] == asked, "keys are kept for a while"

    google.rotate()
    with time_machine.travel(clock.now() + timedelta(seconds=61), tick=True):
        again = Client()
        Walk(again, google).through()
        assert is_signed_in(again), "a key that we do not know is asked for at once"

    google.key_number -= 1  # signs with the key that was taken out of the list
    late = Client()
    walk = Walk(late, google)
    walk.begin()
    address = walk.allow()
    google.fault = "keys: none"
    cache.clear()
    walk.come_back(address)
    assert not is_signed_in(late)


def test_unknown_keys_are_not_asked_for_again_and_again(client: Client, google: OpenIdProvider, victim: User) -> None:
    for _ in range(5):
        Walk(client, google).through(fault="key unknown")
    assert google.hits["/oauth2/v3/certs"] <= 2
    assert not is_signed_in(client)


def test_line_signs_with_a_key_for_other_channels(client: Client, line: OpenIdProvider, victim: User) -> None:
    line.signs_with_secret = False
    Walk(client, line).through()
    assert is_signed_in(client)
