"""The corporate number is looked up at a stand-in over HTTP: found, other name, closed, unknown, silent, hostile, not configured."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from japacar.accounts.models import User
from japacar.demo.standins.register import APPLICATION_ID, Register, Registered
from japacar.demo.words import sample_corporate_number
from japacar.egress.actions import NotAllowed, call
from japacar.egress.models import Breaker, Dispatch
from japacar.events.models import Event
from japacar.kernel import clock
from japacar.kernel.declarations import Recipient
from japacar.members import actions, gateway, register, tasks
from japacar.members.models import Dealer, RegisterEntry
from japacar.members.register import Outcome, plain_address
from japacar.members.tests import entries
from japacar.notices.actions import tell_about
from japacar.notices.models import Notice
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
AOBA = Registered("4011001098993", "青葉自動車株式会社", "埼玉県", "所沢市", "上山口２丁目５番", "359-1145")
CLOSED = {"process": "21", "changeDate": "2025-12-19", "closeDate": "2025-12-19", "closeCause": "01"}


@pytest.fixture
def agency(settings: Any) -> Iterator[Register]:
    running = Register(corporations=[AOBA])
    running.start()
    settings.CORPORATE_REGISTER_URL, settings.CORPORATE_REGISTER_ID = running.url, APPLICATION_ID
    yield running
    running.stop()


def look_up(dealer: Dealer) -> Outcome:
    actions.look_up_corporation(dealer, by="system")
    dealer = Dealer.objects.get(pk=dealer.pk)
    return register.outcome(dealer, register.entry_of(dealer))


def test_only_the_public_number_goes_and_the_answer_stands_beside_the_dealer(agency: Register, aoba: Dealer) -> None:
    assert look_up(aoba) == Outcome.ADDRESS_DIFFERS

    assert agency.asked == [{"id": APPLICATION_ID, "number": "4011001098993", "type": "12", "history": "0"}]
    row = Dispatch.objects.get()
    assert (row.recipient, row.clause, row.state) == ("tax_agency", "PP-5-c", Dispatch.State.SENT)
    assert row.sealed_payload is None
    entry = RegisterEntry.objects.get()
    assert (entry.name, entry.address) == ("青葉自動車株式会社", "埼玉県所沢市上山口２丁目５番")
    assert (entry.process, entry.as_of) == ("01", date(2026, 11, 20))
    assert Event.objects.get(kind="dealer.number_looked_up").facts == {"reason_code": "address_differs"}


@pytest.mark.parametrize(
    ("registered", "expected"),
    [
        (replace(AOBA, street="山口1-1"), Outcome.SAME),
        (replace(AOBA, name="青葉オート株式会社", changes={"process": "11"}), Outcome.NAME_DIFFERS),
        (replace(AOBA, changes=CLOSED), Outcome.CLOSED),
        (replace(AOBA, changes={"process": "71", "closeDate": "2026-04-01", "closeCause": "11"}), Outcome.CLOSED),
        (replace(AOBA, street="山口1-1", changes={"process": "22"}), Outcome.SAME),
        (None, Outcome.UNKNOWN),
    ],
)
def test_what_the_register_can_say(
    agency: Register, aoba: Dealer, client: Client, registered: Registered | None, expected: Outcome
) -> None:
    agency.corporations = {registered.number: registered} if registered else {}

    assert look_up(aoba) == expected

    page = client.get("/en/stores/aoba/").text
    is_confirmed = expected in {Outcome.SAME, Outcome.ADDRESS_DIFFERS}
    assert ("National Tax Agency, looked up on" in page) is is_confirmed
    assert ("compare it by hand" in page) is not is_confirmed


def test_full_width_letters_of_the_register_are_no_difference(agency: Register, aoba: Dealer) -> None:
    Dealer.objects.filter(pk=aoba.pk).update(name_ja="ABC Motors株式会社")
    agency.corporations = {AOBA.number: replace(AOBA, name="ABCMotors株式会社", street="山口1-1")}

    assert look_up(Dealer.objects.get(pk=aoba.pk)) == Outcome.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("鴨田９９００番地１", "鴨田9900-1"),
        ("楠九丁目９９０番地", "楠9丁目990"),
        ("山口１丁目２番３号", "山口1-2-3"),
        ("大字山口６９３番地の７", "山口693-7"),
        ("龍ヶ崎1", "龍ケ崎1"),
    ],
)
def test_spellings_of_one_address(one: str, other: str) -> None:
    assert plain_address(one) == plain_address(other)


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_a_refusal_leaves_what_was_known_and_says_that_it_failed(agency: Register, aoba: Dealer, status: int) -> None:
    look_up(aoba)
    agency.refuse_with = status

    with time_machine.travel(clock.now() + timedelta(minutes=2)), pytest.raises(gateway.NotAnswered):
        actions.look_up_corporation(Dealer.objects.get(pk=aoba.pk), by="system")

    entry = RegisterEntry.objects.get()
    assert (entry.is_known, entry.failure) == (True, f"http_{status}")
    assert entry.checked_at is not None
    assert entry.checked_at < entry.tried_at


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>maintenance</html>",
        b"<corporations><count>1</count>",
        b'<!DOCTYPE c [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><corporations><count>&b;</count></corporations>',
        b"<corporations><count>1</count><corporation><corporateNumber>1180301018771</corporateNumber></corporation></corporations>",
        b"<corporations>" + b"<x/>" * 600 + b"</corporations>",
    ],
)
def test_what_is_no_answer_of_the_register_is_none(agency: Register, aoba: Dealer, body: bytes) -> None:
    agency.body = body

    with pytest.raises(gateway.NotAnswered):
        actions.look_up_corporation(aoba, by="system")

    assert RegisterEntry.objects.get().checked_at is None
    assert not Event.objects.filter(kind="dealer.number_looked_up").exists()


def test_a_register_that_is_down_is_left_alone_for_a_while(settings: Any, aoba: Dealer) -> None:
    settings.CORPORATE_REGISTER_URL, settings.CORPORATE_REGISTER_ID = "http://127.0.0.1:9/4", APPLICATION_ID
    start = clock.now()
    for minute in range(6):
        with (
            time_machine.travel(start + timedelta(seconds=61 * minute), tick=False),
            pytest.raises(gateway.NotAnswered),
        ):
            actions.look_up_corporation(Dealer.objects.get(pk=aoba.pk), by="system")
    assert Breaker.objects.get(recipient="tax_agency").failures >= 5
    asked = Dispatch.objects.count()

    tasks.look_up_corporation(str(aoba.pk))

    assert Dispatch.objects.count() == asked


def test_nothing_else_may_go_to_the_agency_and_to_no_other_host(agency: Register, settings: Any) -> None:
    said = {"id": "x", "number": "4011001098993", "type": "12", "history": "0"}
    asked = {"purpose": "corporate_number", "subjects": [], "method": "GET"}
    with pytest.raises(NotAllowed):
        call(Recipient.TAX_AGENCY, key="a", url=f"{agency.url}/num", payload={**said, "name": "Sato"}, **asked)
    with pytest.raises(NotAllowed):
        call(Recipient.TAX_AGENCY, key="b", url="https://elsewhere.example/4/num", payload=said, **asked)
    with pytest.raises(NotAllowed):
        call(Recipient.TAX_AGENCY, key="c", url="http://api.houjin-bangou.nta.go.jp/4/num", payload=said, **asked)
    settings.IS_PRODUCTION = True
    with pytest.raises(NotAllowed):
        call(Recipient.TAX_AGENCY, key="d", url=f"{agency.url}/num", payload=said, **asked)
    assert (agency.asked, Dispatch.objects.count()) == ([], 0)


def test_without_an_application_id_nothing_is_asked_and_the_pages_say_so(
    aoba: Dealer, seller_sato: User, client: Client
) -> None:
    with pytest.raises(gateway.NotConfigured):
        actions.look_up_corporation(aoba, by="system")
    assert actions.look_up_due() == 0

    assert "not looked up in the register; our staff compare it by hand" in client.get("/en/stores/aoba/").text
    page = SignedIn(seller_sato).get("/en/sell/settings/company/").text
    assert "Not looked up in the register" in page
    assert "Look the number up now" not in page
    assert not Dispatch.objects.exists()


def test_a_number_that_is_entered_is_looked_up_by_the_worker(agency: Register, newcomer: User) -> None:
    browser = SignedIn(newcomer)
    browser.post("/en/sell/begin/")

    browser.post("/en/sell/settings/company/", entries.COMPANY)

    job = ProcrastinateJob.objects.get(task_name="members.look_up_corporation")
    assert agency.asked == []  # The form does not wait for the register.
    tasks.look_up_corporation(**job.args)
    page = browser.get("/en/sell/settings/company/").text
    assert "The register has another name for this number." in page
    assert "青葉自動車株式会社" in page


def test_the_button_asks_at_once_but_not_again_and_again(agency: Register, aoba: Dealer, seller_sato: User) -> None:
    browser = SignedIn(seller_sato)

    for _ in range(3):
        page = browser.post("/en/sell/settings/company/look-up/", follow=True).text

    assert "The name is that of the register" in page
    assert len(agency.asked) == 1
    agency.refuse_with = 503
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        assert "does not answer" in SignedIn(seller_sato).post("/en/sell/settings/company/look-up/", follow=True).text


def test_the_monthly_round_tells_both_when_the_register_changes_and_once_only(
    agency: Register, aoba: Dealer, seller_sato: User, staff_mori: User
) -> None:
    look_up(aoba)
    agency.corporations = {AOBA.number: replace(AOBA, changes=CLOSED)}
    assert actions.look_up_due() == 0

    for month in (1, 2):
        with time_machine.travel(clock.now() + timedelta(days=31 * month)):
            assert actions.look_up_due() == 1
            tasks.look_up_corporation(str(aoba.pk))

    for event in Event.objects.order_by("pk"):
        tell_about(event.pk)
    told = Notice.objects.filter(kind="dealer.register_differs")
    assert {each.user for each in told} == {seller_sato, staff_mori}
    assert told.count() == 2


def test_another_number_forgets_what_was_said_of_the_first(agency: Register, aoba: Dealer, client: Client) -> None:
    look_up(aoba)
    other = sample_corporate_number(5)
    Dealer.objects.filter(pk=aoba.pk).update(corporate_number=other)

    assert "looked up on" not in client.get("/en/stores/aoba/").text
    assert actions.look_up_due() == 1
    assert look_up(Dealer.objects.get(pk=aoba.pk)) == Outcome.UNKNOWN
    assert RegisterEntry.objects.get().number == other


def test_the_demos_register_knows_the_demos_dealers(settings: Any) -> None:
    running = Register()
    running.start()
    settings.CORPORATE_REGISTER_URL, settings.CORPORATE_REGISTER_ID = running.url, APPLICATION_ID
    try:
        found = gateway.ask(sample_corporate_number(101), subject="dealer:x")
        merged = gateway.ask(sample_corporate_number(198), subject="dealer:x")
        none = gateway.ask(sample_corporate_number(990), subject="dealer:x")
    finally:
        running.stop()
    assert found is not None
    assert (found.name, found.city) == ("青葉見本自動車株式会社", "川越市")
    assert merged is not None
    assert (merged.process, merged.successor) == ("71", sample_corporate_number(101))
    assert none is None
