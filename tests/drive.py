"""Drives a deal to a later state through the real actions, as its people would: `drive.to_accepted(deal)`."""

from datetime import timedelta

from japacar.accounts.models import User
from japacar.accounts.viewers import Viewer
from japacar.deals import actions as deals
from japacar.deals import rules, shipment
from japacar.deals.models import Deal
from japacar.kernel import clock
from japacar.members.models import Forwarder
from japacar.payments.actions import confirm_funds, issue_proforma
from japacar.payments.models import PaymentRequest
from japacar.quotes.actions import Line, accept_quote, send_quote
from japacar.quotes.models import Quote

LINES = [
    Line("car", 3_180_000),
    Line("freight", 228_000),
    Line("inspection", 36_000),
    Line("insurance", 31_000),
    Line("documents", 12_000),
]


def seller_of(deal: Deal) -> Viewer:
    """Whoever joined first."""
    people = User.objects.filter(memberships__dealer=deal.dealer, memberships__ended_at=None)
    return Viewer(people.order_by("memberships__created_at", "pk").first())


def buyer_of(deal: Deal) -> Viewer:
    return Viewer(deal.buyer)


def to_quoted(deal: Deal, lines: list[Line] | None = None) -> Quote:
    return send_quote(
        deal, lines=lines or LINES, incoterm="CIF", valid_until=clock.now() + timedelta(days=7), by=seller_of(deal)
    )


def to_accepted(deal: Deal) -> Deal:
    quote = to_quoted(deal)
    return accept_quote(quote, shown_total_minor=quote.total_minor, by=buyer_of(deal))


def to_stock_check(deal: Deal) -> Deal:
    to_accepted(deal)
    deals.confirm_stock(deal, by=seller_of(deal))
    return deal


def to_payment_requested(deal: Deal) -> PaymentRequest:
    """Stock confirmed, consignee entered, proforma invoice issued by the payee."""
    to_stock_check(deal)
    deals.enter_consignee(
        deal,
        {"name": "Coast Motors", "email": "", "country": "KE", "address": "12 Moi Avenue", "phone": "+254700000002"},
        by=buyer_of(deal),
    )
    return issue_proforma(deal, by=seller_of(deal))


def to_paid(deal: Deal) -> PaymentRequest:
    request = to_payment_requested(deal)
    confirm_funds(
        request, amount=request.amount, value_on=clock.today_jst(), bank_reference="FT2611-0397", by=seller_of(deal)
    )
    deal.refresh_from_db()
    return request


def to_shipping(deal: Deal, forwarder: Forwarder) -> Deal:
    """Paid, deregistered, and in the hands of this forwarder."""
    to_paid(deal)
    for state in (rules.Papers.SELLER_DOCS_RECEIVED, rules.Papers.DEREGISTERED):
        deals.mark_papers(deal, state, party=rules.Actor.DEALER, by=seller_of(deal))
    shipment.assign_forwarder(deal, forwarder, by=seller_of(deal))
    deal.refresh_from_db()
    return deal


def to_completed(deal: Deal, forwarder: Forwarder) -> Deal:
    to_shipping(deal, forwarder)
    today = clock.today_jst()
    shipment.book_vessel(
        deal, vessel="Mihon Maru", voyage="061W", loading_port="JPYOK", etd_on=today, eta_on=today, by="system"
    )
    shipment.report_sailing(deal, sailed_on=today, by="system")
    shipment.issue_bl(deal, number="MHN-1", kind="original", issued_on=today, by="system")
    deals.receive_vehicle(deal, by=buyer_of(deal))
    return deal
