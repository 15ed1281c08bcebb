"""What comes back through the browser, tampered with: codes, states, issuers, twice, late, in another browser, at the other's address."""

import threading
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client

from japacar.accounts.models import LoginRecord, User
from japacar.accounts.tests.elsewhere import Walk, forget_tries, rows, what_is_wrong
from japacar.accounts.tests.test_sign_in import is_signed_in
from japacar.demo.standins.openid import OpenIdProvider
from japacar.kernel import clock

pytestmark = pytest.mark.django_db


def _without(name: str) -> Any:
    return lambda walk, said: {key: value for key, value in said.items() if key != name}


def _with(**more: Any) -> Any:
    return lambda walk, said: {**said, **more}


ANSWERS: dict[str, Any] = {
    "no code": _without("code"),
    "code empty": _with(code=""),
    "code of nobody": _with(code="4/0AX4XfWh"),
    "code with a NUL": _with(code="4/\x00"),
    "code in other letters": _with(code="コード"),
    "code of 5 kB": _with(code="x" * 5000),
    "no state": _without("state"),
    "state empty": _with(state=""),
    "state of nobody": _with(state="AbCdEfGhIjKlMnOp"),
    "state of 5 kB": _with(state="x" * 5000),
    "state with a NUL": _with(state="\x00"),
    "iss of the other provider": _with(iss="https://access.line.me.example"),
    "iss empty": _with(iss=""),
    "iss in capitals": lambda walk, said: {**said, "iss": walk.at.issuer.upper()},
    "an error beside the code": _with(error="server_error"),
    "error: access_denied": lambda walk, said: {
        "state": said["state"],
        "error": "access_denied",
        "iss": walk.at.issuer,
    },
    "error: with markup": lambda walk, said: {"state": said["state"], "error": "<script>", "iss": walk.at.issuer},
    "error: empty, no code": lambda walk, said: {"state": said["state"], "error": "", "iss": walk.at.issuer},
    "nothing at all": lambda walk, said: {},
    "the code twice": lambda walk, said: {**said, "code": [said["code"], said["code"]]},
    "the state twice": lambda walk, said: {**said, "state": ["AbCdEfGhIjKlMnOp", said["state"]]},
    "an ID token in the address": _with(id_token="a.b.c", code=""),
}


def test_no_wrong_answer_signs_anybody_in(one: OpenIdProvider, victim: User) -> None:
    before, wrong = rows(), []
    for case, changed in ANSWERS.items():
        forget_tries()
        browser = Client()
        walk = Walk(browser, one)
        walk.begin()
        said = {"state": walk.asked["state"], "code": one.code_for(one.dialect.people[0], walk.asked)}
        said |= {"iss": one.issuer} if one.dialect.sends_iss else {}
        query = urlencode(changed(walk, said), doseq=True)
        answer = browser.get(f"/sign-in/{one.dialect.name}/callback/?{query}")
        if found := what_is_wrong(browser, answer, before):
            wrong.append(f"{case}: {found}")

    assert wrong == []


def test_an_answer_counts_once(client: Client, one: OpenIdProvider, victim: User) -> None:
    walk = Walk(client, one)
    walk.begin()
    address = walk.allow()
    walk.come_back(address)
    assert is_signed_in(client)
    client.post("/en/sign-out/")

    answer = walk.come_back(address)

    assert "why=stale" in answer["Location"]
    assert not is_signed_in(client)
    assert LoginRecord.objects.count() == 1


def test_a_code_that_was_used_signs_nobody_in_under_a_new_state(
    client: Client, one: OpenIdProvider, victim: User
) -> None:
    walk = Walk(client, one)
    walk.begin()
    used = walk.allow()
    walk.come_back(used)
    client.post("/en/sign-out/")
    old_state = walk.asked["state"]
    walk.begin()

    answer = walk.come_back(used.replace(old_state, walk.asked["state"]))

    assert "/failed/" in answer["Location"]
    assert not is_signed_in(client)


def test_a_code_of_one_sign_in_is_worth_nothing_in_another(client: Client, one: OpenIdProvider, victim: User) -> None:
    """Code injection: the victim's code in the thief's browser fails on the verifier, and on the nonce."""
    theirs = Walk(Client(), one)
    theirs.begin()
    code = one.code_for(one.dialect.people[0], theirs.asked)
    mine = Walk(client, one)
    mine.begin()

    said = {"state": mine.asked["state"], "code": code, "iss": one.issuer}
    answer = client.get(f"/sign-in/{one.dialect.name}/callback/?{urlencode(said)}")

    assert "/failed/" in answer["Location"]
    assert not is_signed_in(client)


def test_an_answer_in_another_browser_signs_nobody_in(client: Client, one: OpenIdProvider, victim: User) -> None:
    """Login CSRF: somebody sends the victim's browser the address that was meant for his own."""
    walk = Walk(Client(), one)
    walk.begin()
    address = walk.allow()
    Walk(client, walk.at).begin()

    for browser in (client, Client()):
        walk.browser = browser
        assert "why=stale" in walk.come_back(address)["Location"]
        assert not is_signed_in(browser)


def test_an_answer_that_comes_late_signs_nobody_in(client: Client, one: OpenIdProvider, victim: User) -> None:
    walk = Walk(client, one)
    walk.begin()
    address = walk.allow()
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert "why=stale" in walk.come_back(address)["Location"]
        assert not is_signed_in(client)


def test_an_answer_of_one_provider_is_not_taken_for_the_others(
    client: Client, google: OpenIdProvider, line: OpenIdProvider, victim: User
) -> None:
    """Mix-up: a state of one at the other's address, with and without what is true of the other."""
    for here, there in ((google, line), (line, google)):
        walk = Walk(client, here)
        walk.begin()
        address = walk.allow().replace(f"/{here.dialect.name}/callback/", f"/{there.dialect.name}/callback/")
        hits = there.hits[there.dialect.paths["token"]]
        for answer in (walk.come_back(address), walk.come_back(address + "&x=1")):
            assert "why=stale" in answer["Location"]
        assert there.hits[there.dialect.paths["token"]] == hits
        assert not is_signed_in(client)


def test_two_answers_at_once_sign_in_once(google: OpenIdProvider, transactional_db: None, victim: User) -> None:
    browser = Client()
    walk = Walk(browser, google)
    walk.begin()
    address = walk.allow()
    found: list[str] = []

    def follow() -> None:
        from django.db import connection

        second = Client()
        second.cookies = browser.cookies.copy()
        walk = Walk(second, google)
        found.append(walk.come_back(address)["Location"])
        connection.close()

    threads = [threading.Thread(target=follow) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum("/failed/" not in place for place in found) == 1, found
    assert LoginRecord.objects.count() == 1
    assert google.hits["/token"] == 1


def test_a_provider_that_is_away_is_said_kindly(client: Client, one: OpenIdProvider) -> None:
    one.stop()
    answer = client.post(f"/en/sign-in/with/{one.dialect.name}/", {"way": "sign_in"})
    assert answer["Location"] == f"/en/sign-in/with/{one.dialect.name}/failed/?why=unreachable"
    assert client.get(answer["Location"]).status_code == 200
