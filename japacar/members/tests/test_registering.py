"""A dealer from the first click to the approval, through the pages alone."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from japacar.accounts.models import User
from japacar.events.invariants import State, broken_chains, states_not_told_by_events
from japacar.events.models import Event
from japacar.members.models import BankAccount, Dealer, Membership
from japacar.members.tests import entries
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
SETTINGS = "/ja/sell/settings/"


def fill_in(browser: Client, **instead: dict[str, Any]) -> None:
    for section, said in {**entries.sections(), **instead}.items():
        answer = browser.post(f"{SETTINGS}{section}/", said)
        assert answer.status_code == 302, (section, answer.context)


def test_a_dealer_is_registered_checked_and_shown(newcomer: User, staff_mori: User, client: Client) -> None:
    browser = SignedIn(newcomer)
    assert browser.get("/ja/sell/settings/").status_code == 404
    assert browser.get("/ja/sell/register/").status_code == 200
    assert browser.post("/ja/sell/begin/")["Location"] == SETTINGS

    fill_in(browser)
    dealer = Dealer.objects.get()
    assert (dealer.corporate_number, dealer.phone, dealer.postal_code) == ("4011001098993", "+81429000001", "359-1145")
    assert (dealer.permit_commission, dealer.permit_number) == ("埼玉県公安委員会", "431020000022")
    assert dealer.representative_kana == "ホシノ ハナコ"
    assert client.get("/ja/stores/hoshino-jidosha/").status_code == 404

    assert browser.post(f"{SETTINGS}submit/").status_code == 302
    dealer.refresh_from_db()
    assert dealer.status == Dealer.Status.SUBMITTED

    desk = SignedIn(staff_mori)
    assert "星野自動車株式会社" in desk.get("/ja/desk/dealers/").text
    assert desk.get(f"/ja/desk/dealers/{dealer.pk}/").status_code == 200
    assert desk.post(f"/ja/desk/dealers/{dealer.pk}/approve/").status_code == 302
    dealer.refresh_from_db()
    assert dealer.is_approved
    assert "431020000022" in client.get("/ja/stores/hoshino-jidosha/").text
    told = Event.objects.filter(subject=dealer.event_ref).order_by("id").values_list("kind", flat=True)
    assert list(told) == ["dealer.registered", "bank_account.entered", "dealer.submitted", "dealer.approved"]
    assert not list(broken_chains())
    assert not list(states_not_told_by_events([State(dealer.event_ref, "status", dealer.status)]))


def test_beginning_twice_makes_one_dealer(newcomer: User) -> None:
    browser = SignedIn(newcomer)
    browser.post("/en/sell/begin/")
    browser.post("/en/sell/begin/")

    assert Dealer.objects.count() == 1
    assert Membership.objects.get().role == Membership.Role.OWNER
    assert Event.objects.filter(kind="dealer.registered").count() == 1


def test_what_is_missing_stands_beside_each_task_and_nothing_is_sent(newcomer: User) -> None:
    browser = SignedIn(newcomer)
    browser.post("/en/sell/begin/")
    browser.post("/en/sell/settings/company/", entries.COMPANY)

    page = browser.post("/en/sell/settings/submit/", follow=True).text

    assert "Please complete: Representative, Address and telephone" in page
    assert Dealer.objects.get().status == Dealer.Status.DRAFT
    assert not Event.objects.filter(kind="dealer.submitted").exists()


def test_sent_twice_is_sent_once(newcomer: User) -> None:
    browser = SignedIn(newcomer)
    browser.post("/en/sell/begin/")
    fill_in(browser)
    browser.post("/en/sell/settings/submit/")
    page = browser.post("/en/sell/settings/submit/", follow=True).text

    assert "sent already" in page
    assert Event.objects.filter(kind="dealer.submitted").count() == 1


def test_what_staff_are_checking_cannot_be_changed(newcomer: User) -> None:
    browser = SignedIn(newcomer)
    browser.post("/en/sell/begin/")
    fill_in(browser)
    browser.post("/en/sell/settings/submit/")

    for section, said in entries.sections().items():
        if section != "shop":
            page = browser.post(
                f"/en/sell/settings/{section}/", {**said, "name_ja": "別会社", "account_number": "1111111"}, follow=True
            )
            assert "change" in page.text
    dealer = Dealer.objects.get()
    assert dealer.name_ja == entries.COMPANY["name_ja"]
    assert BankAccount.objects.get().details()["account_number"] == entries.ACCOUNT_NUMBER


def test_a_refused_dealer_reads_why_and_sends_again(newcomer: User, staff_mori: User) -> None:
    browser, desk = SignedIn(newcomer), SignedIn(staff_mori)
    browser.post("/ja/sell/begin/")
    fill_in(browser)
    browser.post(f"{SETTINGS}submit/")
    dealer = Dealer.objects.get()
    desk.post(f"/en/desk/dealers/{dealer.pk}/refuse/", {"template": "address_differs", "words": "番地が違います。"})

    page = browser.get(SETTINGS).text
    assert "番地が違います。" in page
    assert "許可証" in page

    browser.post(f"{SETTINGS}address/", {**entries.ADDRESS, "street": "山口693-8"})
    browser.post(f"{SETTINGS}submit/")
    dealer.refresh_from_db()
    assert (dealer.status, dealer.street) == (Dealer.Status.SUBMITTED, "山口693-8")


def test_no_page_and_no_column_holds_the_account_number(newcomer: User, disk: Any) -> None:
    browser = SignedIn(newcomer)
    browser.post("/en/sell/begin/")
    fill_in(browser)
    pages = [browser.get(f"/en/sell/settings/{section}/").text for section in entries.sections()]

    assert not any(entries.ACCOUNT_NUMBER in page for page in pages)
    assert any("••••529" in page for page in pages)
    assert entries.ACCOUNT_NUMBER not in every_column()


def every_column() -> str:
    """All rows of all tables as text; bytes as hex and as far as they can be read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        said = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                for value in row:
                    said.append(bytes(value).decode("latin-1") if isinstance(value, memoryview) else str(value))
    assert len(tables) > 30
    return "\n".join(said)
