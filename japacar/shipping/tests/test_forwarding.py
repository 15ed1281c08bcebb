"""The forwarder sees what he needs to ship and nothing else; that he saw it is on record; he moves the voyage step by step."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from japacar.accounts.models import User
from japacar.accounts.viewers import Viewer
from japacar.deals import rules, shipment
from japacar.deals.actions import enter_consignee
from japacar.deals.models import Deal, ForwarderLink, Shipment, WrongState
from japacar.documents.pack import provide_pack
from japacar.egress.models import Dispatch
from japacar.events import invariants
from japacar.events.models import Event
from japacar.kernel import clock
from japacar.members.models import Forwarder
from japacar.vehicles.models import Vehicle
from tests import drive, make

pytestmark = pytest.mark.django_db
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.fixture
def shipped(deal: Deal, mihon_shipping: Forwarder) -> Deal:
    return drive.to_shipping(deal, mihon_shipping)


def booking(**over: str) -> dict[str, str]:
    today = clock.today_jst()
    return {
        "vessel": "Mihon Maru",
        "voyage": "061W",
        "loading_port": "JPYOK",
        "cut_on": "",
        "etd_on": str(today + timedelta(days=10)),
        "eta_on": str(today + timedelta(days=40)),
        **over,
    }


def test_the_page_shows_the_consignee_and_the_chassis_and_no_price_and_nothing_of_the_buyer(
    shipped: Deal, forwarder_kato: User, as_user: Any
) -> None:
    answer = as_user(forwarder_kato).get(f"/en/forward/{shipped.code}/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Coast Motors" in page
    assert shipped.vehicle.chassis_no in page
    for secret in ("3,487,000", "3,180,000", "7654321", shipped.buyer.email, "Boateng", "FT2611"):
        assert secret not in page


def test_that_it_was_provided_is_recorded_once(shipped: Deal, forwarder_kato: User, as_user: Any) -> None:
    client = as_user(forwarder_kato)
    client.get(f"/en/forward/{shipped.code}/"), client.get(f"/ja/forward/{shipped.code}/")

    row = Dispatch.objects.get(recipient="forwarder")
    assert row.state == Dispatch.State.PROVIDED
    assert row.clause == "PP-5-fwd"
    assert row.subjects == [shipped.consignee.event_ref]  # type: ignore[union-attr]


def test_a_changed_consignee_is_a_new_revision_and_a_new_record(
    shipped: Deal, forwarder_kato: User, as_user: Any
) -> None:
    client = as_user(forwarder_kato)
    client.get(f"/en/forward/{shipped.code}/")
    from japacar.deals.actions import enter_consignee

    details = {"name": "New Name Ltd", "email": "", "country": "KE", "address": "Elsewhere", "phone": "+254700000009"}
    enter_consignee(Deal.objects.get(pk=shipped.pk), details, by=drive.buyer_of(shipped))
    page = client.get(f"/en/forward/{shipped.code}/").content.decode()

    assert "New Name Ltd" in page
    assert Dispatch.objects.filter(recipient="forwarder").count() == 2
    assert shipped.documents.filter(kind="shipping_instruction", voided_at=None).get().revision == 2


def test_the_voyage_step_by_step_to_the_buyers_received(shipped: Deal, forwarder_kato: User, as_user: Any) -> None:
    client = as_user(forwarder_kato)
    today = str(clock.today_jst())
    base = f"/en/forward/{shipped.code}"

    # Saved once more as it was, perhaps in another window: that is no roll to another vessel.
    for words in ("Saved.", "Nothing was changed."):
        assert words in client.post(f"{base}/booking/", booking(), follow=True).content.decode()
    assert Event.objects.filter(subject=shipped.event_ref, kind="shipment.booked").count() == 1
    assert client.post(f"{base}/sailing/", {"sailed_on": today}).status_code == 303
    assert client.post(f"{base}/bl/", {"number": "MHN-1", "kind": "original", "issued_on": today}).status_code == 303
    assert client.post(f"{base}/arrival/").status_code == 303

    shipped.refresh_from_db()
    assert (shipped.papers, shipped.logistics) == (rules.Papers.BL_ISSUED, rules.Logistics.ARRIVED)
    from japacar.deals.actions import receive_vehicle

    receive_vehicle(shipped, by=drive.buyer_of(shipped))
    shipped.refresh_from_db()
    assert shipped.commercial == rules.Commercial.COMPLETED
    assert Vehicle.objects.get(pk=shipped.vehicle_id).status == Vehicle.Status.SOLD
    lanes = [
        invariants.State(shipped.event_ref, lane, getattr(shipped, lane))
        for lane in ("papers", "logistics", "commercial")
    ]
    assert list(invariants.states_not_told_by_events(lanes)) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"vessel": ""}, "vessel"),
        ({"vessel": "x" * 200}, "vessel"),
        ({"voyage": "a\r\nBcc: x"}, "voyage"),
        ({"loading_port": "XXXXX"}, "loading_port"),
        ({"etd_on": "tomorrow"}, "etd_on"),
        ({"eta_on": "2001-01-01"}, "eta_on"),
    ],
)
def test_a_wrong_booking_comes_back_with_words_and_moves_nothing(
    shipped: Deal, forwarder_kato: User, as_user: Any, wrong: dict[str, str], field: str
) -> None:
    answer = as_user(forwarder_kato).post(f"/en/forward/{shipped.code}/booking/", booking(**wrong))

    shipped.refresh_from_db()
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in answer.content.decode()
    assert shipped.logistics == rules.Logistics.AWAITING_BOOKING
    assert not Shipment.objects.get(deal=shipped).vessel


def test_the_bl_cannot_come_before_the_sailing(shipped: Deal, forwarder_kato: User, as_user: Any) -> None:
    client = as_user(forwarder_kato)
    client.post(f"/en/forward/{shipped.code}/booking/", booking())
    bill = {"number": "MHN-1", "kind": "original", "issued_on": str(clock.today_jst())}

    assert client.post(f"/en/forward/{shipped.code}/bl/", bill).status_code == 303

    shipped.refresh_from_db()
    assert shipped.papers == rules.Papers.DEREGISTERED


@pytest.mark.parametrize("who", ["stranger", "buyer_nkosi", "seller_suzuki", "buyer_boateng", "seller_sato"])
def test_everybody_else_gets_404_and_changes_nothing(
    shipped: Deal, as_user: Any, who: str, request: pytest.FixtureRequest
) -> None:
    client = as_user(request.getfixturevalue(who))
    base = f"/en/forward/{shipped.code}"

    codes = {client.get(f"{base}/").status_code, client.get(f"{base}/instruction/").status_code}
    codes |= {client.post(f"{base}/{step}/", booking()).status_code for step in ("booking", "sailing", "bl", "arrival")}

    shipped.refresh_from_db()
    assert codes == {404}
    assert shipped.logistics == rules.Logistics.AWAITING_BOOKING
    assert not Dispatch.objects.filter(recipient="forwarder").exists()


def test_a_replaced_forwarder_is_out_at_the_next_request(shipped: Deal, forwarder_kato: User, as_user: Any) -> None:
    client = as_user(forwarder_kato)
    assert client.get(f"/en/forward/{shipped.code}/").status_code == 200

    shipment.assign_forwarder(shipped, make.make_forwarder(name_en="Other"), by=drive.seller_of(shipped))

    assert client.get(f"/en/forward/{shipped.code}/").status_code == 404


def test_a_one_time_link_opens_one_browser_once(shipped: Deal) -> None:
    secret = shipment.make_link(shipped, by=drive.seller_of(shipped))
    scanner, forwarder, thief = Client(), Client(), Client()
    address = f"/ja/forward/link/{secret}/"

    assert scanner.get(address).status_code == 200  # a mail scanner looks: nothing is used up
    assert not ForwarderLink.objects.exclude(opened_at=None).exists()
    opened = forwarder.post(address)
    assert opened["Location"] == f"/ja/forward/{shipped.code}/"
    assert forwarder.get(opened["Location"]).status_code == 200
    assert forwarder.post(f"/ja/forward/{shipped.code}/booking/", booking()).status_code == 303
    assert thief.post(address).status_code == 404
    assert thief.get(f"/ja/forward/{shipped.code}/").status_code == 302

    shipped.refresh_from_db()
    assert shipped.logistics == rules.Logistics.BOOKED


def test_a_lost_answer_and_a_second_visit_lock_nobody_out(shipped: Deal) -> None:
    secret = shipment.make_link(shipped, by=drive.seller_of(shipped))
    address, room = f"/ja/forward/link/{secret}/", f"/ja/forward/{shipped.code}/"
    forwarder, without_answer, thief = Client(), Client(), Client()
    [key] = re.findall(r'name="form_key" value="([^"]+)"', forwarder.get(address).text)

    without_answer.post(address, {"form_key": key})  # The line broke: the browser never heard of the session.
    assert forwarder.post(address, {"form_key": key})["Location"] == room
    assert forwarder.get(room).status_code == 200
    assert forwarder.get(address)["Location"] == room  # The mail is opened again.

    assert thief.get(address).status_code == 404
    assert thief.post(address, {"form_key": ""}).status_code == 404
    assert thief.post(address, {"form_key": str(uuid.uuid4())}).status_code == 404
    assert thief.get(room).status_code == 302


def test_one_browser_holds_the_links_of_two_shipments(shipped: Deal) -> None:
    other = make.make_deal(make.make_vehicle(shipped.dealer))
    drive.to_shipping(other, shipped.forwarder)  # type: ignore[arg-type]
    browser = Client()
    for each in (shipped, other):
        secret = shipment.make_link(each, by=drive.seller_of(each))
        assert browser.post(f"/ja/forward/link/{secret}/").status_code == 303

    for each in (shipped, other):
        assert browser.post(f"/ja/forward/{each.code}/booking/", booking()).status_code == 303
        each.refresh_from_db()
        assert each.logistics == rules.Logistics.BOOKED
        shipment.make_link(each, by=drive.seller_of(each))  # A newer link ends the older one, also here.
        assert browser.get(f"/ja/forward/{each.code}/").status_code == 404


def test_whoever_is_signed_in_does_not_use_the_link_up(shipped: Deal, forwarder_kato: User, as_user: Any) -> None:
    address = f"/en/forward/link/{shipment.make_link(shipped, by=drive.seller_of(shipped))}/"

    assert "not used up" in as_user(shipped.buyer).post(address).text
    assert as_user(forwarder_kato).post(address)["Location"] == f"/en/forward/{shipped.code}/"
    assert not ForwarderLink.objects.exclude(opened_at=None).exists()


def test_days_are_read_as_japan_writes_them_and_must_fit_the_voyage(
    shipped: Deal, forwarder_kato: User, as_user: Any
) -> None:
    client, base = as_user(forwarder_kato), f"/en/forward/{shipped.code}"
    today = clock.today_jst()
    year, after = str(today.year).translate(FULL_WIDTH), today + timedelta(days=20)
    etd = f"{year}年{today.month}月{today.day}日"
    eta = f"令和{after.year - 2018}年{after.month}月{after.day}日"
    assert client.post(f"{base}/booking/", booking(etd_on=etd, eta_on=eta)).status_code == 303
    assert Shipment.objects.get(deal=shipped).eta_on == after

    early = client.post(f"{base}/sailing/", {"sailed_on": str(today - timedelta(days=3))})
    assert early.status_code == 422
    assert 'id="id_sailed_on-error"' in early.text
    client.post(f"{base}/sailing/", {"sailed_on": str(today)})
    bill = {"number": "MHN-1", "kind": "original", "issued_on": str(today - timedelta(days=15))}
    refused = client.post(f"{base}/bl/", bill)
    shipped.refresh_from_db()
    assert refused.status_code == 422
    assert 'id="id_issued_on-error"' in refused.text
    assert shipped.papers == rules.Papers.DEREGISTERED
    assert client.post(f"{base}/bl/", bill | {"issued_on": str(today - timedelta(days=1))}).status_code == 303


def test_the_link_opens_no_other_deal_and_dies_with_time_or_a_new_one(shipped: Deal) -> None:
    secret = shipment.make_link(shipped, by=drive.seller_of(shipped))
    client = Client()
    client.post(f"/ja/forward/link/{secret}/")
    other = make.make_deal(make.make_vehicle(shipped.dealer), forwarder=shipped.forwarder)

    assert client.get(f"/ja/forward/{other.code}/").status_code == 404
    shipment.make_link(shipped, by=drive.seller_of(shipped))
    assert client.get(f"/ja/forward/{shipped.code}/").status_code == 404

    newest = shipment.make_link(shipped, by=drive.seller_of(shipped))
    with time_machine.travel(clock.now() + timedelta(days=61)):
        assert Client().post(f"/ja/forward/link/{newest}/").status_code == 404


def test_the_link_goes_by_mail_and_only_its_hash_is_kept(shipped: Deal) -> None:
    secret = shipment.make_link(shipped, by=drive.seller_of(shipped))

    row = Dispatch.objects.get(key__startswith="link:")
    assert row.recipient_ref == shipped.forwarder.event_ref  # type: ignore[union-attr]
    assert secret not in ForwarderLink.objects.get().secret_hash
    assert re.fullmatch(r"[0-9a-f]{64}", ForwarderLink.objects.get().secret_hash)


def test_the_payees_side_chooses_and_the_buyer_does_not(
    deal: Deal, mihon_shipping: Forwarder, seller_sato: User, as_user: Any
) -> None:
    drive.to_paid(deal)
    form = {"forwarder": str(mihon_shipping.pk)}

    assert as_user(deal.buyer).post(f"/en/deals/{deal.code}/forwarder/", form).status_code == 404
    deal.refresh_from_db()
    assert deal.forwarder is None

    assert as_user(seller_sato).post(f"/en/deals/{deal.code}/forwarder/", form).status_code == 303
    deal.refresh_from_db()
    assert deal.forwarder == mihon_shipping
    again = as_user(seller_sato).post(f"/en/deals/{deal.code}/forwarder/", form, follow=True)
    assert "Nothing was changed." in again.content.decode()
    assert Event.objects.filter(kind="forwarder.assigned").count() == 1


def test_before_the_money_is_there_nobody_ships(deal: Deal, mihon_shipping: Forwarder) -> None:
    drive.to_payment_requested(deal)

    with pytest.raises(shipment.NotPaid):
        shipment.assign_forwarder(deal, mihon_shipping, by=drive.seller_of(deal))


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30"])
def test_a_day_that_nobody_means_is_refused_beside_its_field(
    shipped: Deal, forwarder_kato: User, as_user: Any, day: str
) -> None:
    answer = as_user(forwarder_kato).post(f"/en/forward/{shipped.code}/booking/", booking(etd_on=day, eta_on=day))

    assert answer.status_code == 422
    assert 'id="id_etd_on-error"' in answer.content.decode()
    assert not Shipment.objects.filter(deal=shipped).exclude(etd_on=None).exists()


def test_a_step_of_a_cancelled_deal_leads_back_to_the_page(shipped: Deal, forwarder_kato: User, as_user: Any) -> None:
    from japacar.deals.actions import cancel_deal

    cancel_deal(shipped, reason=rules.Reason.AGREED_BY_BOTH, by=drive.seller_of(shipped))
    answer = as_user(forwarder_kato).post(f"/en/forward/{shipped.code}/booking/", booking())

    assert answer.status_code == 303
    shipped.refresh_from_db()
    assert shipped.logistics == rules.Logistics.AWAITING_BOOKING


def test_the_list_and_the_page_say_whose_turn_it_is_and_by_when(
    shipped: Deal, forwarder_kato: User, as_user: Any
) -> None:
    client = as_user(forwarder_kato)
    listed = client.get("/en/forward/").content.decode()
    page = client.get(f"/en/forward/{shipped.code}/").content.decode()

    assert "<b>You</b>: Book a vessel" in listed
    assert re.search(r"By \d+ \w+ \d{4}, \d\d:\d\d JST", re.sub("<[^>]+>", "", listed))
    assert '<a class="btn" href="#booking">' in page
    assert 'id="booking"' in page

    client.post(f"/en/forward/{shipped.code}/booking/", booking())
    assert f"/en/forward/{shipped.code}/" in client.get("/en/forward/?tab=waiting").content.decode()
    assert "Deliver the car to the port yard" in client.get(f"/en/forward/{shipped.code}/").content.decode()


def test_of_money_and_of_the_buyers_turns_the_forwarder_reads_nothing(
    shipped: Deal, forwarder_kato: User, as_user: Any
) -> None:
    """More arrived than was asked for: the dealer's page says so, the forwarder's does not."""
    shipped.payment_requests.update(money=rules.Money.OVER)
    page = as_user(forwarder_kato).get(f"/en/forward/{shipped.code}/").content.decode()

    assert "Book a vessel" in page
    assert "too much" not in page
    assert "Settle" not in page


def test_a_cancelled_shipment_says_so_and_is_over(shipped: Deal, forwarder_kato: User, as_user: Any) -> None:
    from japacar.deals.actions import cancel_deal

    cancel_deal(shipped, reason=rules.Reason.AGREED_BY_BOTH, by=drive.seller_of(shipped))
    client = as_user(forwarder_kato)

    assert "Ship nothing" in client.get(f"/en/forward/{shipped.code}/").content.decode()
    done = client.get("/en/forward/?tab=done").content.decode()
    assert shipped.code in done
    assert "Cancelled" in done


def test_a_pack_that_is_opened_while_the_consignee_changes_never_names_the_former(
    shipped: Deal, forwarder_kato: User
) -> None:
    """The page had read the deal before the buyer's change was committed, and makes the pack after it."""
    opened = Deal.objects.select_related("vehicle__make", "vehicle__model", "dealer", "consignee", "forwarder").get()
    assert opened.consignee is not None
    said = {"name": "Lakeside Trading", "email": "", "country": "KE", "address": "1 Oginga", "phone": "+254700000009"}
    enter_consignee(Deal.objects.get(), said, by=drive.buyer_of(shipped))

    pack = provide_pack(opened, viewer=Viewer(forwarder_kato))

    assert pack.instruction["consignee"]["name"] == "Lakeside Trading"
    row = Dispatch.objects.get(recipient="forwarder")
    assert row.subjects == [Deal.objects.get().consignee.event_ref]  # type: ignore[union-attr]


def test_a_forwarder_who_is_exchanged_while_he_sends_his_booking_books_nothing(shipped: Deal) -> None:
    opened = Deal.objects.get()
    shipment.assign_forwarder(
        Deal.objects.get(), make.make_forwarder(name_en="Other Lines"), by=drive.seller_of(shipped)
    )
    today = clock.today_jst()

    with pytest.raises(WrongState):
        shipment.book_vessel(
            opened, vessel="Mihon Maru", voyage="1", loading_port="JPYOK", etd_on=today, eta_on=today, by="system"
        )

    shipped.refresh_from_db()
    assert shipped.logistics == rules.Logistics.AWAITING_BOOKING
    assert Shipment.objects.get().vessel == ""
