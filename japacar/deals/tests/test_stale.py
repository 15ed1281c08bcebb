"""Somebody acts on what he read a moment ago, while the deal has gone on: he is refused and nothing of it stays."""

from datetime import timedelta

import pytest
import time_machine

from japacar.deals import actions, rules, shipment
from japacar.deals.models import Deal, WrongState
from japacar.kernel import clock
from japacar.members.models import Forwarder
from japacar.quotes.actions import expire_quotes
from japacar.vehicles.models import Vehicle
from tests import drive, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def forwarder() -> Forwarder:
    return make.make_forwarder()


def test_a_quote_written_while_the_buyer_reserves_is_refused(deal: Deal) -> None:
    drive.to_quoted(deal)
    stale = Deal.objects.get(pk=deal.pk)
    quote = drive.to_quoted(Deal.objects.get(pk=deal.pk))
    drive.accept_quote(quote, shown_total_minor=quote.total_minor, by=drive.buyer_of(deal))

    with pytest.raises(WrongState):
        drive.to_quoted(stale)

    assert list(deal.quotes.order_by("version").values_list("status", flat=True)) == ["superseded", "accepted"]


def test_a_reservation_outlives_a_quotation_that_runs_out(deal: Deal) -> None:
    drive.to_payment_requested(deal)
    deal.quotes.create(
        version=9, party="dealer", incoterm="CIF", total_minor=1, valid_until=clock.now() + timedelta(days=1)
    )

    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        expire_quotes()

    deal.refresh_from_db()
    assert deal.commercial == rules.Commercial.PAYMENT_REQUESTED


def test_a_deal_is_not_cancelled_while_its_car_goes_on_board(deal: Deal, forwarder: Forwarder) -> None:
    drive.to_shipping(deal, forwarder)
    stale, today = Deal.objects.get(pk=deal.pk), clock.today_jst()
    shipment.book_vessel(deal, vessel="Maru", voyage="1", loading_port="JPYOK", etd_on=today, eta_on=today, by="system")
    shipment.report_sailing(deal, sailed_on=today, by="system")

    with pytest.raises(WrongState):
        actions.cancel_deal(stale, reason=rules.Reason.AGREED_BY_BOTH, by=drive.buyer_of(deal))

    assert Vehicle.objects.get(pk=deal.vehicle_id).status == Vehicle.Status.RESERVED


def test_a_forwarder_cannot_ship_what_was_cancelled(deal: Deal, forwarder: Forwarder) -> None:
    drive.to_shipping(deal, forwarder)
    stale, today = Deal.objects.get(pk=deal.pk), clock.today_jst()
    actions.cancel_deal(deal, reason=rules.Reason.AGREED_BY_BOTH, by=drive.seller_of(deal))

    with pytest.raises(WrongState):
        shipment.book_vessel(
            stale, vessel="Maru", voyage="1", loading_port="JPYOK", etd_on=today, eta_on=today, by="system"
        )

    deal.refresh_from_db()
    assert deal.logistics == rules.Logistics.AWAITING_BOOKING
