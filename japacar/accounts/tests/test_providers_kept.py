"""What is kept of what a provider says: a number, and after agreeing an address and a name. Everything else is dropped (PP-1.2-a)."""

import base64
import logging
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from japacar.accounts.models import Agreement, Session, User
from japacar.accounts.tests.elsewhere import AGREED, SECRET, Walk, rows
from japacar.demo.standins.dialects import Person
from japacar.demo.standins.openid import OpenIdProvider
from japacar.events.models import Event
from japacar.privacy.registry import declarable

pytestmark = pytest.mark.django_db
ODD = [
    Person("odd-1", "A\x00B\x1b[31m\u202eevil", "nul\x00@example.test"),
    Person("odd-2", "名" * 500, "x" * 250 + "@example.test"),
    Person("odd-3", "<script>alert(1)</script>", "üser@exämple.test"),
    Person("odd-4", "", "not an address"),
    Person("odd-5", "\ud83d\ude97 Motors", "a@b@c.example.test"),
    Person("odd-6", " \u200b ", "line\r\nBcc: x@example.test"),
    Person("odd-7", "{{ 7*7 }}", "' OR 1=1 --@example.test"),
]


@pytest.mark.parametrize("person", ODD, ids=lambda person: person.sub)
def test_odd_names_and_addresses_end_on_a_page_that_can_be_corrected(
    client: Client, one: OpenIdProvider, person: Person
) -> None:
    before = rows()
    Walk(client, one).through(person, way="buyer")

    page = client.get("/en/join/through/buyer/")

    assert page.status_code == 200
    assert rows() == before
    assert "\x00" not in page.content.decode()
    assert "<script>alert" not in page.content.decode()
    answer = client.post("/en/join/through/buyer/", {**AGREED, "email": "amina@example.test"})
    assert answer["Location"] == "/en/sign-in/code/"


def test_of_everything_that_the_provider_said_three_things_are_kept(
    client: Client, one: OpenIdProvider, caplog: Any, capfd: Any
) -> None:
    """Pictures, birthdays, phone numbers, languages and tokens reach no table, no session and no log (PP-1.2-a)."""
    caplog.set_level(logging.DEBUG)
    person = one.dialect.people[0]
    walk = Walk(client, one)
    walk.through(way="buyer")
    seen = [_everything()]
    client.post("/en/join/through/buyer/", {**AGREED, "email": person.email})
    seen.append(_everything())
    Walk(Client(), one).through(fault="nonce of another sign-in")
    seen += [_everything(), caplog.text, *capfd.readouterr()]

    kept = "\n".join(seen)

    assert person.email in kept, "the search finds what is there"
    assert len(one.tokens) >= 6
    canaries = [str(value) for value in person.more().values()] + one.tokens + [SECRET]
    canaries += [token.split(".")[1] for token in one.tokens if token.count(".") == 2]
    assert [canary for canary in canaries if canary in kept] == []


def _everything() -> str:
    """Every value of every table, sessions unpacked too."""
    found = [repr(list(model.objects.values())) for model in declarable() if model._meta.managed]
    for session in Session.objects.all():
        found += [repr(session.get_decoded()), session.session_data]
        found.append(repr(base64.b64decode(session.session_data.split(":")[0] + "===", altchars=b"-_")))
    return "\n".join(found)


def test_of_a_link_three_columns_are_filled(victim: User) -> None:
    assert [row.extra_data for row in SocialAccount.objects.all()] == [{}, {}]
    assert set(Event.objects.values_list("kind", flat=True)) == {"account.provider_linked"}
    assert not Agreement.objects.exists()
