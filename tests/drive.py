"""Drives a deal to a later state through the real actions, as its people would: `drive.to_accepted(deal)`."""

from datetime import timedelta

from japacar.accounts.models import User
from japacar.accounts.viewers import Viewer
from japacar.deals import actions as deals
from japacar.deals.models import Deal
from japacar.kernel import clock
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
    return Viewer(User.objects.filter(memberships__dealer=deal.dealer, memberships__ended_at=None).first())


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
