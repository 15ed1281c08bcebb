"""Joining: the declaration and the agreement first, the address confirmed by a code, nothing told about who is registered."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from japacar.accounts.actions import AgeNotDeclared, NotAgreed, find_or_begin_buyer, forget_what_expired, join
from japacar.accounts.models import (
    Agreement,
    AgreementAddress,
    Attempt,
    LoginRecord,
    MajorityDeclaration,
    Receipt,
    Session,
    SignInCode,
    User,
)
from japacar.accounts.tests.mailbox import code_in, mails
from japacar.accounts.tests.test_sign_in import body_of
from japacar.accounts.texts import publish_texts
from japacar.deals.models import Deal
from japacar.egress.models import Dispatch
from japacar.events.models import Event
from japacar.kernel import clock
from tests import make

pytestmark = pytest.mark.django_db
GOOD = "a sentence about nothing"


def buyer(**over: str) -> dict[str, str]:
    return {"display_name": "Ama Owusu", "email": "ama@example.test", "of_age": "yes", "agreed": "on", **over}


def test_a_buyer_joins_agrees_and_confirms(client: Client) -> None:
    answer = client.post("/en/join/buyer/", buyer())
    assert answer["Location"] == "/en/sign-in/code/"

    user = User.objects.get()
    assert (user.email, user.display_name, user.language, user.email_confirmed_at) == (
        "ama@example.test",
        "Ama Owusu",
        "en",
        None,
    )
    assert user.majority.is_of_age
    agreed = {row.kind: row for row in Agreement.objects.all()}
    assert set(agreed) == {"terms", "privacy"}
    for row in agreed.values():
        assert (row.user_ref, row.language, row.method) == (user.event_ref, "en", "join_buyer")
        assert len(row.sha256) == 64
    assert set(AgreementAddress.objects.values_list("ip", flat=True)) == {"127.0.0.1"}
    assert sorted(Event.objects.values_list("kind", flat=True)) == [
        "account.joined",
        "agreement.made",
        "agreement.made",
    ]
    assert "ama" not in str(list(Event.objects.values())).lower()

    client.post("/en/sign-in/code/", {"code": code_in(mails()[0])})
    user.refresh_from_db()
    assert user.email_confirmed_at is not None
    assert client.get("/en/account/").status_code == 200


def test_the_declaration_comes_before_the_agreement(client: Client) -> None:
    client.post("/en/join/buyer/", buyer())
    assert MajorityDeclaration.objects.get().at <= Agreement.objects.order_by("at").first().at


def test_a_dealers_person_joins_in_japanese_with_a_password(client: Client) -> None:
    fields = {"display_name": "佐藤 健", "email": "sato@example.test", "password": GOOD, "agreed": "on"}
    client.post("/ja/join/dealer/", fields)
    assert mails()[0]["language"] == "ja"
    client.post("/ja/sign-in/code/", {"code": code_in(mails()[0])})

    user = User.objects.get()
    assert user.language == "ja"
    assert not MajorityDeclaration.objects.exists()
    assert {row.language for row in Agreement.objects.all()} == {"ja"}
    browser = Client()
    browser.post("/ja/sign-in/", {"email": user.email, "password": GOOD})
    assert browser.get("/ja/account/").status_code == 200


def test_a_declared_minor_waits_for_a_guardian(client: Client) -> None:
    client.post("/en/join/buyer/", buyer(of_age="no"))
    user = User.objects.get()
    assert user.status == User.Status.GUARDIAN_PENDING
    assert not user.majority.is_of_age

    client.post("/en/sign-in/code/", {"code": code_in(mails()[0])})
    assert "guardian must agree first" in client.get("/en/account/").content.decode()
    # Once confirmed, another word does not help.
    find_or_begin_buyer(user.email, name="Ama", language="en", ip=None, agreed=True, of_age=True)
    user.refresh_from_db()
    assert user.status == User.Status.GUARDIAN_PENDING


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"agreed": ""}, "Without your agreement we keep nothing"),
        ({"of_age": ""}, "Say whether you are of age"),
        ({"of_age": "perhaps"}, "perhaps"),
        ({"display_name": "  "}, "Enter your name"),
        ({"display_name": "x" * 121}, "120 characters"),
        ({"display_name": "a\u202eb"}, "cannot be printed"),
        ({"display_name": "Јарасаr Support"}, "reads like our own name"),
        ({"display_name": "Japanese Car Trading L.L.C."}, "reads like our own name"),
        ({"display_name": "Аoba Motors"}, "two alphabets"),  # the first letter is Cyrillic
        ({"email": "nonsense"}, "such as name@example.com"),
        ({"email": "ama@[127.0.0.1]"}, "such as name@example.com"),
        ({"email": "ama@localhost"}, "such as name@example.com"),
        ({"email": "ama@example.test."}, "such as name@example.com"),
        ({"email": "аma@example.test"}, "such as name@example.com"),  # the first letter is Cyrillic
        ({"email": "ama@exa\x00mple.test"}, "such as name@example.com"),
        # Within 254 signs as typed, and far beyond them as mail servers write it.
        ({"email": f"ama@{'ü.' * 60}com"}, "too long"),
        ({"password": "short"}, "at least 12 characters"),
        ({"password": "ama@example.test"}, "too much like your name"),
    ],
)
def test_a_refused_form_leaves_nothing_behind(client: Client, fields: dict[str, str], sentence: str) -> None:
    answer = client.post("/en/join/buyer/", buyer(**fields))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="Ama Owusu"' in answer.content.decode() or "display_name" in fields
    for model in (User, Agreement, MajorityDeclaration, SignInCode, Dispatch, Event, Session):
        assert model.objects.count() == 0, model


def test_a_registered_address_gets_the_same_answer_and_nothing_is_changed(buyer_boateng: User) -> None:
    told = []
    for email in ("nobody@example.test", buyer_boateng.email):
        browser = Client()
        answer = browser.post("/en/join/buyer/", buyer(email=email, password=GOOD, display_name="Mallory"))
        page = browser.get("/en/sign-in/code/")
        told.append((answer.status_code, answer["Location"], page.status_code, body_of(page)))
    assert told[0] == told[1]

    before = (buyer_boateng.display_name, buyer_boateng.password)
    buyer_boateng.refresh_from_db()
    assert (buyer_boateng.display_name, buyer_boateng.password) == before
    assert Agreement.objects.filter(user_ref=buyer_boateng.event_ref).count() == 0
    assert {mail["to"] for mail in mails()} == {"nobody@example.test", buyer_boateng.email}
    # The owner himself only finds himself signed in; the password of the form is not his.
    browser.post("/en/sign-in/code/", {"code": code_in(mails()[1])})
    buyer_boateng.refresh_from_db()
    assert not buyer_boateng.has_usable_password()


def test_the_work_for_a_registered_address_is_the_same(buyer_boateng: User) -> None:
    publish_texts()
    counts = []
    for email in ("nobody@example.test", buyer_boateng.email):
        with CaptureQueriesContext(connection) as queries:
            Client().post("/en/join/buyer/", buyer(email=email))
        counts.append(len(queries))
    # The two statements of the savepoint that takes it back, and one look-up.
    assert abs(counts[0] - counts[1]) <= 3


def test_whoever_joins_first_with_a_foreign_address_gains_nothing(client: Client) -> None:
    thief = Client()
    thief.post("/en/join/buyer/", buyer(password="the thief knows this one", display_name="Thief"))
    client.post("/en/join/buyer/", buyer(password=GOOD))
    # Even a later visit of the thief does not put his password on the owner's account.
    thief.post("/en/join/buyer/", buyer(password="the thief knows this one", display_name="Thief"))
    client.post("/en/sign-in/code/", {"code": code_in(mails()[-1])})

    user = User.objects.get()
    assert user.email_confirmed_at is not None
    assert user.check_password(GOOD)
    assert not user.check_password("the thief knows this one")


def test_the_request_form_begins_a_buyer_and_finds_him_again() -> None:
    began = find_or_begin_buyer(
        "New@Example.test", name="New Buyer", language="en", ip="192.0.2.1", agreed=True, of_age=True
    )
    again = find_or_begin_buyer("new@example.test", name="New Buyer", language="ja", ip=None, agreed=True, of_age=True)

    assert began == again
    assert again.email_confirmed_at is None
    assert MajorityDeclaration.objects.count() == 1
    assert Agreement.objects.count() == 4
    assert {row.method for row in Agreement.objects.all()} == {"quote_request"}


def test_the_request_form_leaves_a_confirmed_account_alone(buyer_boateng: User) -> None:
    found = find_or_begin_buyer(
        buyer_boateng.email, name="Mallory", language="ja", ip="192.0.2.1", agreed=True, of_age=False
    )
    assert found == buyer_boateng
    found.refresh_from_db()
    assert (found.display_name, found.language, found.status) == ("Kofi Boateng", "en", "active")
    assert Agreement.objects.count() == User.objects.exclude(pk=found.pk).count() == 0


def test_nobody_begins_without_agreement_or_age() -> None:
    with pytest.raises(NotAgreed):
        find_or_begin_buyer("a@example.test", name="A", language="en", ip=None, agreed=False, of_age=True)
    with pytest.raises(AgeNotDeclared):
        find_or_begin_buyer("a@example.test", name="A", language="en", ip=None, agreed=True, of_age=None)
    assert User.objects.count() == Agreement.objects.count() == 0


def test_no_text_no_account(monkeypatch: Any) -> None:
    from japacar.accounts import texts

    monkeypatch.setattr(texts, "publish_texts", lambda: 0)
    with pytest.raises(texts.TextMissing):
        join("a@example.test", display_name="A", language="en", agreed=True, of_age=True, ip=None)
    assert User.objects.count() == 0


def test_next_is_a_path_of_ours_or_nothing(client: Client) -> None:
    answer = client.post("/en/join/buyer/", buyer(next="https://evil.example/"))
    assert answer.status_code == 302
    assert client.post("/en/sign-in/code/", {"code": code_in(mails()[0])})["Location"] == "/en/account/home/"


def test_whoever_never_confirms_is_forgotten_after_a_day() -> None:
    gone = find_or_begin_buyer(
        "gone@example.test", name="Gone", language="en", ip="192.0.2.1", agreed=True, of_age=True
    )
    kept = make.make_buyer("kept@example.test")
    asking = find_or_begin_buyer("asking@example.test", name="Asks", language="en", ip=None, agreed=True, of_age=True)
    make.make_deal(buyer=asking)
    with time_machine.travel(clock.now() + timedelta(hours=23), tick=False):
        assert forget_what_expired()["users"] == 0
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        assert forget_what_expired()["users"] == 1
        assert forget_what_expired()["users"] == 0

    assert not User.objects.filter(pk=gone.pk).exists()
    assert User.objects.filter(pk__in=[kept.pk, asking.pk]).count() == 2
    assert Deal.objects.count() == 1
    # The agreements stay as evidence, the addresses went with the user.
    assert Agreement.objects.filter(user_ref=gone.event_ref).count() == 2
    assert AgreementAddress.objects.filter(ip="192.0.2.1").count() == 0


def test_old_tries_codes_receipts_sessions_and_addresses_go(client: Client, buyer_boateng: User) -> None:
    from uuid import uuid4

    client.post("/en/sign-in/", {"email": buyer_boateng.email, "way": "code", "form_key": str(uuid4())})
    LoginRecord.objects.create(user=buyer_boateng, ip="203.0.113.77", method="code")
    LoginRecord.objects.create(user=buyer_boateng, ip="2001:db8:1:2:3::9", method="code")
    fresh = LoginRecord.objects.create(
        user=buyer_boateng, ip="203.0.113.77", method="code", at=clock.now() + timedelta(days=100)
    )
    assert all(model.objects.exists() for model in (Attempt, SignInCode, Receipt, Session))

    assert not any(forget_what_expired().values())
    with time_machine.travel(clock.now() + timedelta(days=181), tick=False):
        forget_what_expired()
        assert forget_what_expired()["login_addresses"] == 0

    assert not any(model.objects.exists() for model in (Attempt, SignInCode, Receipt, Session))
    assert {row.ip for row in LoginRecord.objects.exclude(pk=fresh.pk)} == {"203.0.113.0", "2001:db8:1::"}
    fresh.refresh_from_db()
    assert fresh.ip == "203.0.113.77"
