"""One vehicle, many who want it: exactly one gets it, and nothing else of the loser's changes."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from japacar.accounts.models import User
from japacar.deals import actions, rules
from japacar.deals.actions import AlreadyAsked, AlreadyReserved, MayNotTrade, NotOnSale
from japacar.deals.models import Deal, WrongState
from japacar.events import invariants
from japacar.events.models import Event
from japacar.kernel import clock
from japacar.quotes.actions import PriceChanged, QuoteExpired, accept_quote
from japacar.vehicles.models import Vehicle
from tests import drive, make

pytestmark = pytest.mark.django_db


def states(deal: Deal) -> list[invariants.State]:
    deal.refresh_from_db()
    return [invariants.State(deal.event_ref, lane, getattr(deal, lane)) for lane in ("commercial",)]


def test_reserving_takes_the_car_off_sale_and_tells_both_chains(deal: Deal) -> None:
    drive.to_accepted(deal)

    deal.refresh_from_db()
    assert deal.commercial == rules.Commercial.ACCEPTED
    assert deal.total_minor == 3_487_000
    assert Vehicle.objects.get(pk=deal.vehicle_id).status == Vehicle.Status.RESERVED
    assert list(invariants.states_not_told_by_events(states(deal))) == []
    assert list(invariants.broken_chains()) == []


def test_the_second_buyer_is_told_and_his_quote_stays_open(deal: Deal, buyer_nkosi: User) -> None:
    rival = make.make_deal(deal.vehicle, buyer=buyer_nkosi)
    offer = drive.to_quoted(rival)
    drive.to_accepted(deal)

    with pytest.raises(AlreadyReserved):
        accept_quote(offer, shown_total_minor=offer.total_minor, by=drive.buyer_of(rival))

    rival.refresh_from_db(), offer.refresh_from_db()
    assert rival.commercial == rules.Commercial.QUOTED
    assert offer.status == "open"
    assert not Event.objects.filter(kind="quote.accepted", subject=offer.event_ref).exists()


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_tap_at_once_one_wins() -> None:
    vehicle = make.make_vehicle()
    offers = [drive.to_quoted(make.make_deal(vehicle, buyer=make.make_buyer())) for _ in range(8)]
    start, outcomes = threading.Barrier(8), []

    def tap(offer: object) -> None:
        start.wait()
        try:
            accept_quote(offer, shown_total_minor=offer.total_minor, by=drive.buyer_of(offer.deal))  # type: ignore[attr-defined,arg-type]
            outcomes.append("won")
        except AlreadyReserved:
            outcomes.append("late")
        finally:
            connection.close()

    threads = [threading.Thread(target=tap, args=[offer]) for offer in offers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["late"] * 7 + ["won"]
    assert Deal.objects.filter(commercial=rules.Commercial.ACCEPTED).count() == 1


def test_a_total_that_differs_from_what_was_shown_is_refused(deal: Deal) -> None:
    offer = drive.to_quoted(deal)

    with pytest.raises(PriceChanged):
        accept_quote(offer, shown_total_minor=offer.total_minor - 1, by=drive.buyer_of(deal))

    deal.refresh_from_db()
    assert deal.commercial == rules.Commercial.QUOTED


def test_an_old_version_and_an_expired_one_are_refused(deal: Deal) -> None:
    old = drive.to_quoted(deal)
    new = drive.to_quoted(deal)
    old.refresh_from_db()

    with pytest.raises(QuoteExpired):
        accept_quote(old, shown_total_minor=old.total_minor, by=drive.buyer_of(deal))
    with time_machine.travel(clock.now() + timedelta(days=8)), pytest.raises(QuoteExpired):
        accept_quote(new, shown_total_minor=new.total_minor, by=drive.buyer_of(deal))

    assert Vehicle.objects.get().status == Vehicle.Status.PUBLISHED


def test_cancelling_puts_the_car_on_sale_again(deal: Deal) -> None:
    drive.to_stock_check(deal)

    actions.cancel_deal(deal, reason=rules.Reason.CAR_NOT_AVAILABLE, by=drive.seller_of(deal))

    assert Vehicle.objects.get().status == Vehicle.Status.PUBLISHED
    assert deal.ending.party == "dealer"


def test_a_hold_that_nobody_used_ends_by_itself(deal: Deal) -> None:
    drive.to_accepted(deal)

    with time_machine.travel(clock.now() + timedelta(hours=73)):
        assert actions.pass_deadlines() == 1
        assert actions.pass_deadlines() == 0

    deal.refresh_from_db()
    assert deal.commercial == rules.Commercial.EXPIRED
    assert Vehicle.objects.get().status == Vehicle.Status.PUBLISHED


def test_asking_twice_leads_to_the_deal_that_exists(deal: Deal, buyer_boateng: User) -> None:
    with pytest.raises(AlreadyAsked) as refused:
        actions.request_quote(deal.vehicle, buyer=buyer_boateng, country="KE", port="KEMBA", by=drive.buyer_of(deal))

    assert refused.value.deal == deal
    assert Deal.objects.count() == 1


def test_a_car_that_is_not_on_sale_cannot_be_asked_for(buyer_nkosi: User, deal: Deal) -> None:
    drive.to_accepted(deal)

    with pytest.raises(NotOnSale):
        actions.request_quote(deal.vehicle, buyer=buyer_nkosi, country="KE", port="KEMBA", by=make.viewer(buyer_nkosi))


@pytest.mark.parametrize("status", [User.Status.GUARDIAN_PENDING, User.Status.DISABLED])
def test_a_frozen_account_can_neither_ask_nor_reserve(deal: Deal, status: str) -> None:
    offer = drive.to_quoted(deal)
    User.objects.filter(pk=deal.buyer_id).update(status=status)
    deal.buyer.refresh_from_db()

    with pytest.raises(MayNotTrade):
        accept_quote(offer, shown_total_minor=offer.total_minor, by=drive.buyer_of(deal))
    with pytest.raises(MayNotTrade):
        actions.request_quote(
            make.make_vehicle(), buyer=deal.buyer, country="KE", port="KEMBA", by=drive.buyer_of(deal)
        )

    assert Vehicle.objects.filter(status=Vehicle.Status.RESERVED).count() == 0


def test_a_request_whose_address_was_never_confirmed_goes_after_a_day(prado: Vehicle, buyer_boateng: User) -> None:
    actions.request_quote(
        prado,
        buyer=buyer_boateng,
        country="KE",
        port="KEMBA",
        by=make.viewer(buyer_boateng),
        message="Rust?",
        confirmed=False,
    )
    assert not Deal.objects.visible_to(drive.seller_of(Deal.objects.get())).exists()  # type: ignore[attr-defined]

    with time_machine.travel(clock.now() + timedelta(hours=25)):
        assert actions.forget_unconfirmed() == 1

    assert not Deal.objects.exists()


def test_the_buyer_cannot_do_the_dealers_part(deal: Deal) -> None:
    drive.to_accepted(deal)

    with pytest.raises(WrongState):
        actions.confirm_stock(deal, by=drive.buyer_of(deal))

    deal.refresh_from_db()
    assert deal.commercial == rules.Commercial.ACCEPTED
