"""Sending, countering and accepting quotations. The one thing to know: a sent version is never changed; the next one replaces it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from japacar.accounts.models import is_frozen
from japacar.accounts.viewers import Viewer
from japacar.deals import actions as deals
from japacar.deals import rules
from japacar.deals.models import Deal, WrongState
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.kernel.rates import NoRate, latest_rate
from japacar.members.models import Dealer
from japacar.quotes.models import Quote, QuoteLine

# A deal whose quotation runs out expires with it; a reserved one is held by other deadlines.
UNANSWERED = frozenset({rules.Commercial.QUOTED, rules.Commercial.COUNTERED})


class QuoteExpired(Exception):
    """The quotation's validity has run out, or a newer version replaced it."""


class PriceChanged(Exception):
    """The total that the buyer saw is not the total that stands; `shown` and `actual` in yen."""

    def __init__(self, shown: int, actual: int) -> None:
        super().__init__(f"{shown} {actual}")
        self.shown = shown
        self.actual = actual


class Overtaken(Exception):
    """Another version was sent, or the buyer has made an offer, since the form was opened; `last` is the version that stands."""

    def __init__(self, last: Quote) -> None:
        super().__init__(str(last.version))
        self.last = last


class NothingPriced(Exception):
    """A quotation needs a price for the car."""


@dataclass(frozen=True)
class Line:
    """One line to be quoted; the amount in whole yen."""

    kind: str
    amount_minor: int
    label: str = ""


def send_quote(
    deal: Deal,
    *,
    lines: list[Line],
    incoterm: str,
    valid_until: datetime,
    by: Viewer,
    note: str = "",
    after: int | None = None,
) -> Quote:
    """The dealer (or staff) sends the next version; `after` is the last one that he saw (0: none). Raises NothingPriced, Overtaken,
    WrongState, and MayNotTrade where who sends it waits for the consent of a guardian (PP-13-a)."""
    if is_frozen(by):
        raise deals.MayNotTrade
    if not any(line.kind == QuoteLine.Kind.CAR and line.amount_minor > 0 for line in lines):
        raise NothingPriced
    with transaction.atomic():
        deal.refuse_while_dealer_rests()
        deal.hold()  # A version beside one that is being accepted would expire later and take the reservation with it.
        last = deal.quotes.order_by("version").last()
        if after is not None and last is not None and last.version != after:
            raise Overtaken(last)
        if deal.commercial == rules.Commercial.QUOTED:
            deals.mark_quoted(deal, by=by)
            quote = _next_version(deal, lines=lines, incoterm=incoterm, valid_until=valid_until, note=note, by=by)
            record(Kind.QUOTE_SENT, deal, by=by, **_facts(quote))
            return quote
        quote = _next_version(deal, lines=lines, incoterm=incoterm, valid_until=valid_until, note=note, by=by)
        deals.mark_quoted(deal, by=by, **_facts(quote))
    return quote


def counter_quote(quote: Quote, *, car_minor: int, by: Viewer, note: str = "") -> Quote:
    """The buyer offers another price for the car; the other lines stay. Raises QuoteExpired, WrongState."""
    if not quote.is_valid:
        raise QuoteExpired
    lines = [
        Line(line.kind, car_minor if line.kind == QuoteLine.Kind.CAR else line.amount_minor, line.label)
        for line in quote.lines.all()
    ]
    with transaction.atomic():
        quote.deal.refuse_while_dealer_rests()
        quote.deal.hold()  # The dealer may be sending a version that the buyer has not seen.
        if not Quote.objects.filter(pk=quote.pk, status=Quote.Status.OPEN).exists():
            raise QuoteExpired
        answer = _next_version(
            quote.deal, lines=lines, incoterm=quote.incoterm, valid_until=quote.valid_until, note=note, by=by
        )
        deals.mark_quoted(quote.deal, by=by, to=rules.Commercial.COUNTERED, **_facts(answer))
    return answer


def accept_quote(quote: Quote, *, shown_total_minor: int, by: Viewer) -> Deal:
    """The buyer taps Reserve on what he saw. Raises QuoteExpired, PriceChanged, and what `deals.reserve` raises."""
    deal = quote.deal
    if shown_total_minor != quote.total_minor:
        raise PriceChanged(shown_total_minor, quote.total_minor)
    if quote.party == rules.Actor.BUYER or not quote.is_valid:
        raise QuoteExpired
    with transaction.atomic():
        deal.refuse_while_dealer_rests()
        deal.hold()
        if Quote.objects.filter(pk=quote.pk, status=Quote.Status.OPEN).update(status=Quote.Status.ACCEPTED) != 1:
            raise QuoteExpired
        record(Kind.QUOTE_ACCEPTED, quote, by=by, deal=deal.code, **_facts(quote))
        deals.reserve(deal, total_minor=quote.total_minor, incoterm=quote.incoterm, by=by)
    quote.status = Quote.Status.ACCEPTED
    return deal


def begin_validity_anew(dealer: Dealer) -> None:
    """His suspension is lifted (the desk calls this): what stood open rested with it, and is valid as long again as when it was sent."""
    with transaction.atomic():
        for quote in Quote.objects.filter(status=Quote.Status.OPEN, deal__dealer=dealer).select_related("deal"):
            quote.deal.hold()
            again = clock.now() + (quote.valid_until - quote.created_at)
            Quote.objects.filter(pk=quote.pk, status=Quote.Status.OPEN).update(valid_until=again)


def expire_quotes() -> int:
    """Quotations whose validity has run out, and their deals. Returns how many. Runs with the other deadlines.

    Those of a suspended dealer wait: a buyer who was kept from accepting must not lose his deal by it."""
    expired = 0
    late = Quote.objects.filter(status=Quote.Status.OPEN, valid_until__lte=clock.now())
    for quote in late.exclude(deal__in=Deal.objects.resting()).select_related("deal__vehicle"):
        with transaction.atomic():
            quote.deal.hold()
            if not Quote.objects.filter(pk=quote.pk, status=Quote.Status.OPEN).update(status=Quote.Status.EXPIRED):
                continue
            if quote.deal.commercial not in UNANSWERED:
                continue
            try:
                with transaction.atomic():
                    deals.expire_deal(quote.deal, reason=rules.Reason.QUOTE_EXPIRED)
            except WrongState:
                continue  # The deal went on another way at the same moment; only the quotation is over.
            expired += 1
    return expired


def _next_version(
    deal: Deal, *, lines: list[Line], incoterm: str, valid_until: datetime, note: str, by: Viewer
) -> Quote:
    Deal.objects.select_for_update().get(pk=deal.pk)  # Two versions at once would take the same number.
    Quote.objects.filter(deal=deal, status=Quote.Status.OPEN).update(status=Quote.Status.SUPERSEDED)
    try:
        rate = latest_rate("USD")
    except NoRate:
        rate = None  # The indication in dollars is left out; the yen stand.
    quote = Quote.objects.create(
        deal=deal,
        version=deal.quotes.count() + 1,
        party=deal.party_of(by),
        incoterm=incoterm,
        total_minor=sum(line.amount_minor for line in lines),
        valid_until=valid_until,
        note=note,
        usd_per_jpy=rate.per_jpy.quantize(Decimal("0.00000001")) if rate else None,
        rate_on=rate.on if rate else None,
    )
    QuoteLine.objects.bulk_create(
        QuoteLine(quote=quote, kind=line.kind, label=line.label, amount_minor=line.amount_minor, position=position)
        for position, line in enumerate(lines)
    )
    return quote


def _facts(quote: Quote) -> dict[str, Any]:
    return {
        "quote": quote.event_ref,
        "version": quote.version,
        "amount_minor": quote.total_minor,
        "currency": quote.currency,
        "valid_until": quote.valid_until,
    }
