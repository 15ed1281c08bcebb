"""Who receives the car: taken from the address book, changed in sight of both sides, and after the booking only by who is there."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from japacar.accounts.models import User
from japacar.accounts.tests.mailbox import mails_to
from japacar.deals import shipment
from japacar.deals.models import ConsigneeChange, Deal, ForwarderLink
from japacar.documents.models import Document, Kind
from japacar.documents.pack import provide_pack
from japacar.events.models import Event
from japacar.kernel import clock
from japacar.members.models import BuyerProfile, Consignee, Dealer, Forwarder
from japacar.notices.actions import tell_about
from japacar.notices.models import Notice
from japacar.vehicles.models import Vehicle
from tests import drive, make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
OTHER = {
    "name": "Lake Traders",
    "address": "7 Oginga Odinga Street",
    "country": "KE",
    "phone": "+254700000077",
    "email": "",
}


def enter(browser: Any, deal: Deal, **said: str) -> Any:
    return browser.post(f"/en/deals/{deal.code}/consignee/", {"form_key": str(uuid.uuid4()), **said})


@pytest.fixture
def booked(deal: Deal, mihon_shipping: Forwarder, forwarder_kato: User) -> Deal:
    drive.to_shipping(deal, mihon_shipping)
    today = clock.today_jst()
    shipment.book_vessel(
        deal, vessel="Sample Highway", voyage="61W", loading_port="JPYOK",
        etd_on=today, eta_on=today + timedelta(days=30), by=make.viewer(forwarder_kato),
    )  # fmt: skip
    provide_pack(deal, viewer=make.viewer(forwarder_kato))
    deal.refresh_from_db()
    assert deal.is_booked
    return deal


def test_both_sides_see_from_whom_to_whom_and_the_forwarder_only_the_new_one(
    booked: Deal, buyer_boateng: User, seller_sato: User, forwarder_kato: User, staff_mori: User
) -> None:
    assert enter(SignedIn(buyer_boateng), booked, **OTHER).status_code == 302

    for user in (buyer_boateng, seller_sato, staff_mori):
        page = SignedIn(user).get(f"/en/deals/{booked.code}/").text
        assert "<del>Coast Motors</del>" in page
        assert "<ins>Lake Traders</ins>" in page
        assert "after the booking" in page
    shown = SignedIn(forwarder_kato).get(f"/en/forward/{booked.code}/").text
    assert "Lake Traders" in shown
    assert "Coast Motors" not in shown
    assert "This is revision 2" in shown
    assert booked.buyer.email not in shown


def test_the_next_revision_is_there_at_once_and_the_former_void(booked: Deal, buyer_boateng: User) -> None:
    enter(SignedIn(buyer_boateng), booked, **OTHER)

    first, second = Document.objects.filter(deal=booked, kind=Kind.SHIPPING_INSTRUCTION).order_by("revision")
    assert first.voided_at is not None
    assert (second.revision, second.voided_at) == (2, None)
    assert second.data()["consignee"]["name"] == "Lake Traders"


def test_it_is_recorded_by_reference_and_told_to_everybody_the_buyer_too(
    booked: Deal, buyer_boateng: User, seller_sato: User, forwarder_kato: User
) -> None:
    enter(SignedIn(buyer_boateng), booked, **OTHER)

    event = Event.objects.get(kind="consignee.changed")
    change = ConsigneeChange.objects.get()
    assert event.facts == {
        "country": "KE", "former": change.former.event_ref, "consignee": change.current.event_ref,
    }  # fmt: skip
    assert "Lake" not in str(event.facts)
    tell_about(event.pk)
    told = set(Notice.objects.filter(kind="consignee.changed").values_list("user__email", flat=True))
    assert told == {buyer_boateng.email, seller_sato.email, forwarder_kato.email}


@pytest.mark.parametrize(("holds", "mails"), [("link", 1), ("revoked", 0), ("expired", 0), ("nothing", 0)])
def test_a_forwarder_who_works_through_a_link_gets_the_mail_too(
    booked: Deal, buyer_boateng: User, mihon_shipping: Forwarder, forwarder_kato: User, holds: str, mails: int
) -> None:
    """Once, in Japanese, leading to his page, and without the names of either consignee."""
    mihon_shipping.contacts.all().delete()
    Forwarder.objects.filter(pk=mihon_shipping.pk).update(email="desk@forwarder.example.test")
    if holds != "nothing":
        link = shipment.find_link(shipment.make_link(booked, by=make.viewer(booked.buyer)))
        shipment.open_link(link, form_key="")
    links = ForwarderLink.objects.filter(deal=booked)
    if holds == "revoked":
        links.update(revoked_at=clock.now())
    if holds == "expired":
        links.update(expires_at=clock.now())
    enter(SignedIn(buyer_boateng), booked, **OTHER)
    event = Event.objects.get(kind="consignee.changed")

    tell_about(event.pk)
    tell_about(event.pk)

    sent = [each for each in mails_to("desk@forwarder.example.test") if "荷受人" in each["subject"]]
    assert len(sent) == mails
    for payload in sent:
        assert f"/ja/forward/{booked.code}/" in payload["text"]
        assert "Lake" not in payload["text"]


def test_after_the_booking_a_browser_left_open_changes_nothing(booked: Deal, buyer_boateng: User) -> None:
    browser = SignedIn(buyer_boateng)

    with time_machine.travel(clock.now() + timedelta(minutes=20)):
        for answer in (browser.get(f"/en/deals/{booked.code}/consignee/"), enter(browser, booked, **OTHER)):
            assert answer.status_code in {302, 403}

    booked.refresh_from_db()
    assert booked.consignee.name == "Coast Motors"
    assert not ConsigneeChange.objects.exists()


def test_before_the_booking_a_change_needs_no_new_sign_in(deal: Deal, buyer_boateng: User) -> None:
    drive.to_payment_requested(deal)
    browser = SignedIn(buyer_boateng)
    with time_machine.travel(clock.now() + timedelta(minutes=20)):
        enter(browser, deal, **OTHER)
    change = ConsigneeChange.objects.get()
    assert (change.former.name, change.current.name, change.is_after_booking) == ("Coast Motors", "Lake Traders", False)


def test_the_same_once_more_is_no_change_and_the_address_book_grows_by_nothing(deal: Deal, buyer_boateng: User) -> None:
    drive.to_payment_requested(deal)
    known = make.make_consignee(buyer_boateng, **OTHER)
    browser = SignedIn(buyer_boateng)
    page = browser.get(f"/en/deals/{deal.code}/consignee/?who={known.pk}").text
    assert 'value="Lake Traders"' in page
    assert 'value="+254 700 000077"' in page

    enter(browser, deal, **OTHER)
    enter(browser, deal, **OTHER)

    deal.refresh_from_db()
    assert deal.consignee == known
    assert Consignee.objects.count() == 2
    assert ConsigneeChange.objects.count() == 1


def test_anothers_address_book_fills_nothing_in(deal: Deal, buyer_boateng: User, buyer_nkosi: User) -> None:
    drive.to_stock_check(deal)
    theirs = make.make_consignee(buyer_nkosi, name="Secret Ltd")
    page = SignedIn(buyer_boateng).get(f"/en/deals/{deal.code}/consignee/?who={theirs.pk}").text
    assert "Secret Ltd" not in page


def test_who_was_to_receive_the_car_stays_in_the_record(booked: Deal, buyer_boateng: User) -> None:
    browser = SignedIn(buyer_boateng)
    former = booked.consignee
    enter(browser, booked, **OTHER)

    browser.post(f"/en/account/consignees/{former.pk}/remove/")
    browser.post(f"/en/account/consignees/{former.pk}/", {**OTHER, "name": "Rewritten"})

    former.refresh_from_db()
    assert former.name == "Coast Motors"


def test_the_saved_port_is_where_requests_begin_and_stays_when_one_goes_elsewhere(
    aoba: Dealer, prado: Vehicle, buyer_boateng: User
) -> None:
    BuyerProfile.objects.filter(user=buyer_boateng).update(destination_port="TZDAR")
    browser = SignedIn(buyer_boateng)
    path = f"/en/cars/{prado.reference}/quote/"
    page = browser.get(path).text
    assert 'value="TZ-TZDAR" selected' in page

    said = {"port": "KE-KEMBA", "wants_inspection": "on", "form_key": str(uuid.uuid4())}
    assert browser.post(path, said).status_code == 302

    assert Deal.objects.get().destination_port == "KEMBA"
    assert BuyerProfile.objects.get(user=buyer_boateng).destination_port == "TZDAR"
    again = browser.get(f"/en/cars/{make.make_vehicle(aoba).reference}/quote/").text
    assert 'value="TZ-TZDAR" selected' in again
