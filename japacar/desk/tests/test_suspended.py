"""A suspended dealer, by whatever door: no step towards a sale is taken with him, by nobody, and what was paid for is finished."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from japacar.accounts.models import User
from japacar.accounts.viewers import Viewer
from japacar.deals import actions as deals
from japacar.deals.actions import NotOnSale
from japacar.deals.models import Deal, DealerRests
from japacar.desk import actions as desk
from japacar.events.models import Event
from japacar.kernel import clock
from japacar.members import actions as members
from japacar.members.models import Dealer, Membership
from japacar.notices.rules import people
from japacar.payments.actions import confirm_funds, issue_proforma, pass_money_deadlines
from japacar.quotes.actions import accept_quote, counter_quote, expire_quotes, send_quote
from japacar.quotes.models import Quote
from japacar.vehicles import actions as vehicles
from japacar.vehicles.models import Vehicle
from tests import drive, make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db


def suspend(dealer: Dealer) -> None:
    members.suspend_dealer(Dealer.objects.get(pk=dealer.pk), reason="写真を見てください。", by="user:staff")


def _send(deal: Deal, by: Viewer) -> Quote:
    until = clock.now() + timedelta(days=7)
    return send_quote(deal, lines=drive.LINES, incoterm="CIF", valid_until=until, by=by)


def _last(deal: Deal) -> Quote:
    return Quote.objects.select_related("deal").latest("version")


# Where the deal stands, and the step that would come next. The rows of the deal are read anew: no page has told them of it.
STEPS: list[tuple[Callable[[Deal], Any], Callable[[Deal], Any]]] = [
    (lambda deal: None, lambda deal: _send(deal, drive.seller_of(deal))),
    (lambda deal: None, lambda deal: _send(deal, Viewer(make.make_staff()))),
    (drive.to_quoted, lambda deal: _send(deal, drive.seller_of(deal))),
    (drive.to_quoted, lambda deal: counter_quote(_last(deal), car_minor=3_000_000, by=drive.buyer_of(deal))),
    (
        drive.to_quoted,
        lambda deal: accept_quote(
            _last(deal), shown_total_minor=_last(deal).total_minor, by=drive.buyer_of(deal)
        ),
    ),
    (drive.to_accepted, lambda deal: deals.confirm_stock(deal, by=drive.seller_of(deal))),
    (drive.to_stock_check, lambda deal: issue_proforma(deal, by=drive.seller_of(deal))),
]  # fmt: skip


@pytest.mark.parametrize(("start", "step"), STEPS, ids=lambda each: getattr(each, "__name__", ""))
def test_no_step_towards_a_sale_is_taken(deal: Deal, start: Callable[[Deal], Any], step: Callable[[Deal], Any]) -> None:
    start(deal)
    suspend(deal.dealer)
    make.make_consignee(deal.buyer)
    before = (Deal.objects.get().commercial, Vehicle.objects.get().status, Quote.objects.count(), _told())

    with pytest.raises(DealerRests):
        step(Deal.objects.get(pk=deal.pk))

    assert (Deal.objects.get().commercial, Vehicle.objects.get().status, Quote.objects.count(), _told()) == before


def _told() -> int:
    return Event.objects.exclude(kind__startswith="bank_account").count()


def test_a_request_on_its_way_is_not_confirmed(prado: Vehicle, buyer_boateng: User) -> None:
    """The code came back after the suspension."""
    wishes = {"country": "KE", "port": "KEMBA", "by": make.viewer(buyer_boateng)}
    waiting = deals.request_quote(prado, buyer=buyer_boateng, confirmed=False, **wishes)
    suspend(prado.dealer)
    with pytest.raises(NotOnSale):
        deals.confirm_request(waiting, by=make.viewer(buyer_boateng))
    assert Deal.objects.get().confirmed_at is None


def test_a_buyer_reserves_nothing_of_him_and_reads_why(deal: Deal) -> None:
    quote = drive.to_quoted(deal)
    address = reverse("quotes:reserve", args=[deal.code, quote.version])
    buyer = SignedIn(deal.buyer)
    assert address in buyer.get(reverse("deals:deal", args=[deal.code])).text
    suspend(deal.dealer)

    answer = buyer.post(address, {"shown_total_minor": quote.total_minor}, follow=True)

    assert "nothing new begins" in answer.text
    assert "Transfer nothing" in answer.text
    assert address not in answer.text, "no button leads there any more"
    assert Deal.objects.get().commercial == "quoted"
    assert Vehicle.objects.get().status == Vehicle.Status.PUBLISHED


def test_nobody_is_told_to_pay_him(deal: Deal) -> None:
    """Neither by the panel of whose turn it is, nor by the page of the payment; a proof of what was sent before is still taken."""
    payment = drive.to_payment_requested(deal)
    page = reverse("deals:deal", args=[deal.code])
    pay = reverse("payments:pay", args=[deal.code, payment.code])
    buyer = SignedIn(deal.buyer)
    assert "Pay by bank transfer" in buyer.get(page).text
    suspend(deal.dealer)

    shown = buyer.get(page).text
    assert "Do not pay now" in shown
    assert "Pay by bank transfer" not in shown
    assert "Pay by bank transfer" not in buyer.get(reverse("deals:deals")).text
    for browser in (buyer, SignedIn(deal.buyer, proved=False, second=False)):
        stopped = browser.get(pay).text
        assert "Transfer nothing" in stopped
        assert "see the number" not in stopped
        assert "Send the proof" in stopped
        assert "<h1>Pay " not in stopped


def test_what_was_paid_for_goes_on(deal: Deal) -> None:
    payment = drive.to_payment_requested(deal)
    suspend(deal.dealer)
    confirm_funds(
        payment, amount=payment.amount, value_on=clock.today_jst(), bank_reference="X1", by=drive.seller_of(deal)
    )
    assert Deal.objects.get().paid_at is not None


def test_his_stock_his_people_and_his_mailbox_rest(
    aoba: Dealer, seller_sato: User, prado: Vehicle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page drawn before, the tap in an old mail, a link in an invitation."""
    owner = Membership.objects.get(user=seller_sato)
    monkeypatch.setattr("japacar.kernel.ids.secret_token", lambda: "known-to-the-invited")
    invited = make.make_user("new@aoba.example.test")
    members.invite_staff(aoba, invited.email, role="sales", language="ja", by=owner)
    link = vehicles.link_for(aoba).removeprefix("http://localhost:8000").removeprefix("http://testserver")
    Vehicle.objects.filter(pk=prado.pk).update(status=Vehicle.Status.EXPIRED)
    suspend(aoba)

    assert vehicles.confirm_stock([Vehicle.objects.get(pk=prado.pk)], by=seller_sato) == 0
    assert SignedIn(seller_sato).post(link, {"car": prado.reference}).status_code == 404
    assert Vehicle.objects.get(pk=prado.pk).status == Vehicle.Status.EXPIRED
    answer = SignedIn(invited).post("/en/join-staff/known-to-the-invited/", {"agreed": "on"})
    assert "This business is suspended" in answer.text
    assert not Membership.objects.filter(user=invited).exists()
    with pytest.raises(members.WrongState):
        members.save_notification_address(aoba, "box@aoba.example.test", language="ja", by=seller_sato)

    members.lift_suspension(Dealer.objects.get(pk=aoba.pk), by="user:staff")
    SignedIn(invited).post("/en/join-staff/known-to-the-invited/", {"agreed": "on"})
    assert Membership.objects.filter(user=invited).exists()


# --- What it means for the buyer --------------------------------------------------------------------------------------

LONG_AFTER = timedelta(days=30)


def suspend_at_the_desk(dealer: Dealer) -> None:
    """With both words, so that it does not end by itself."""
    suspended = desk.suspend(Dealer.objects.get(pk=dealer.pk), reason="写真を見てください。", by="user:first")
    desk.confirm_override(suspended, by="user:second")


def lift(dealer: Dealer) -> None:
    dealer = Dealer.objects.get(pk=dealer.pk)
    proposed = desk.propose_override(dealer, kind="lift", reason="All is well.", by="user:first")
    desk.confirm_override(proposed, by="user:second")


def pass_everything() -> tuple[int, int, int]:
    return deals.pass_deadlines(), expire_quotes(), pass_money_deadlines()


# Where the deal stands, and what may run out there: of (deal, quotation, payment) one.
CLOCKS: list[tuple[Callable[[Deal], Any], tuple[int, int, int]]] = [
    (lambda deal: None, (1, 0, 0)),
    (drive.to_quoted, (0, 1, 0)),
    (drive.to_accepted, (1, 0, 0)),
    (drive.to_stock_check, (1, 0, 0)),
    (drive.to_payment_requested, (0, 0, 1)),
]


@pytest.mark.parametrize(("start", "ran_out"), CLOCKS, ids=lambda each: getattr(each, "__name__", ""))
def test_nothing_runs_out_while_it_lasts_and_afterwards_all_begins_anew(
    deal: Deal, start: Callable[[Deal], Any], ran_out: tuple[int, int, int]
) -> None:
    start(deal)
    before = Deal.objects.get().commercial
    suspend_at_the_desk(deal.dealer)

    with time_machine.travel(clock.now() + LONG_AFTER, tick=False) as later:
        assert pass_everything() == (0, 0, 0)
        lift(deal.dealer)
        assert pass_everything() == (0, 0, 0)
        later.shift(timedelta(hours=36))
        assert pass_everything() == (0, 0, 0), "the whole time anew, and not what was left"
        assert Deal.objects.get().commercial == before
        later.shift(LONG_AFTER)
        assert pass_everything() == ran_out, "and then it counts as ever"


def test_the_buyer_is_told_when_it_begins_and_when_it_ends(deal: Deal, buyer_nkosi: User) -> None:
    payment = drive.to_payment_requested(deal)
    suspend_at_the_desk(deal.dealer)
    told = Event.objects.get(kind="deal.rested", subject=deal.event_ref)
    assert people(told) == [deal.buyer]
    shown = SignedIn(deal.buyer).get(reverse("deals:deal", args=[deal.code])).text
    assert "Meanwhile nothing runs out" in shown
    assert "Not to be paid while the dealer is suspended." in shown
    assert "Due by" not in shown
    assert "Bank details" not in shown

    with time_machine.travel(clock.now() + LONG_AFTER, tick=False):
        lift(deal.dealer)
        assert people(Event.objects.get(kind="deal.resumed", subject=deal.event_ref)) == [deal.buyer]
        payment.refresh_from_db()
        assert payment.funds_due_at > clock.now() + timedelta(days=4)


def test_what_the_buyer_may_still_do_has_no_deadline_meanwhile(deal: Deal) -> None:
    """The consignee may be entered at any time; the reservation, whose end was the deadline, does not end."""
    drive.to_accepted(deal)
    page = reverse("deals:deal", args=[deal.code])
    assert "Tell us who receives the car" in (before := SignedIn(deal.buyer).get(page).text)
    assert "By <b>" in before
    suspend_at_the_desk(deal.dealer)
    assert "Tell us who receives the car" in (shown := SignedIn(deal.buyer).get(page).text)
    assert "By <b>" not in shown


def test_an_invoice_that_was_issued_before_is_kept_back_until_it_is_over(deal: Deal) -> None:
    payment = drive.to_payment_requested(deal)
    paper = reverse("documents:paper", args=[payment.document.pk])
    buyer = SignedIn(deal.buyer)
    suspend_at_the_desk(deal.dealer)
    looked = Event.objects.filter(kind="bank_account.revealed").count()

    answer = buyer.get(paper)

    assert answer.status_code == 409
    assert "Do not pay this invoice now" in answer.text
    assert paper not in buyer.get(reverse("payments:pay", args=[deal.code, payment.code])).text
    assert Event.objects.filter(kind="bank_account.revealed").count() == looked, "no number was read"
    assert SignedIn(drive.seller_of(deal).user).get(paper).content.startswith(b"%PDF"), "his own paper stays his"
    lift(deal.dealer)
    assert buyer.get(paper).content.startswith(b"%PDF")


def test_what_a_buyer_has_paid_by_stays_his_evidence(deal: Deal) -> None:
    payment = drive.to_paid(deal)
    suspend_at_the_desk(deal.dealer)
    answer = SignedIn(deal.buyer).get(reverse("documents:paper", args=[payment.document.pk]))
    assert answer.content.startswith(b"%PDF")
