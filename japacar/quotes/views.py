"""Writing, comparing and answering quotations.

The one thing to know: what the buyer saw beside the button comes back with the post; another total is shown to him, never taken."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest
from japacar.deals import rules
from japacar.deals.actions import AlreadyReserved, MayNotTrade, NotOnSale
from japacar.deals.acts import Act, may
from japacar.deals.models import Deal, WrongState
from japacar.deals.rules import Actor
from japacar.deals.views import sections
from japacar.deals.views.common import deal_or_404, judge, meanwhile, port_name, reader_zone, similar_to
from japacar.deals.views.timeline import buyer_name, language_of, named
from japacar.deals.views.turns import spoken
from japacar.kernel import clock
from japacar.kernel.money import Money, total
from japacar.members.roles import Task
from japacar.quotes import actions
from japacar.quotes.actions import Overtaken, PriceChanged, QuoteExpired
from japacar.quotes.forms import KINDS, CounterForm, QuoteForm, ReserveForm, default_day
from japacar.quotes.models import Quote, QuoteLine
from japacar.vehicles.models import Vehicle


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def new(request: ViewerRequest, code: str) -> HttpResponse:
    """The dealer's form. "Work out the total" shows the sum and sends nothing."""
    deal = deal_or_404(request, code)
    if (refusal := judge(Act.QUOTE, deal, request)) is not None:
        return refusal
    last = _quotes(deal).last()
    if request.method != "POST":
        return _form_page(request, deal, QuoteForm(initial=_begin(deal, last)), last)
    form = QuoteForm(request.POST)
    if not form.is_valid() or "preview" in request.POST:
        return _form_page(request, deal, form, last)
    said = form.cleaned_data
    try:
        quote = actions.send_quote(
            deal,
            lines=form.lines(),
            incoterm=said["incoterm"],
            valid_until=form.valid_until(),
            note=said["note"],
            by=request.viewer,
            after=_seen(request),
        )
    except Overtaken as overtaken:
        return _form_page(request, deal, form, overtaken.last, status=422)
    except WrongState:
        return meanwhile(request, deal)
    except MayNotTrade:
        return render(request, "quotes/frozen.html", _page(request, deal), status=409)
    messages.success(
        request, _("Version %(version)s of the quote is sent. The buyer is told.") % {"version": quote.version}
    )
    return redirect("deals:deal", code=deal.code)


def _seen(request: ViewerRequest) -> int | None:
    """The version that stood when the form was opened, 0 before the first; None where the form does not say."""
    said = request.POST.get("after", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else None


def _begin(deal: Deal, last: Quote | None) -> dict[str, Any]:
    """What the form starts from: the last version, also when it is the buyer's offer; else the price of the listing."""
    start: dict[str, Any] = {"incoterm": deal.incoterm, "valid_on": default_day()}
    if last is None:
        return start | {"car": f"{deal.vehicle.price_minor:,}" if deal.vehicle.price_minor else ""}
    lines = {line.kind: line for line in last.lines.all()}
    start |= {kind: f"{line.amount_minor:,}" for kind, line in lines.items()}
    return start | {
        "incoterm": last.incoterm,
        "other_label": lines[QuoteLine.Kind.OTHER].label if QuoteLine.Kind.OTHER in lines else "",
    }


def _form_page(
    request: ViewerRequest, deal: Deal, form: QuoteForm, last: Quote | None, *, status: int = 200
) -> HttpResponse:
    """What was typed, beside the version that stands; sent once more it answers that one."""
    worked_out = (
        total((Money.jpy(line.amount_minor) for line in form.lines()), "JPY")
        if form.is_bound and form.is_valid()
        else None
    )
    page = _page(request, deal) | {
        "form": form,
        "kinds": [kind.value for kind in KINDS],
        "last": last,
        "offered": last if last is not None and last.party == Actor.BUYER else None,
        "total": worked_out,
        "is_overtaken": last is not None and _seen(request) not in (None, last.version),
        "buyer_name": named(buyer_name(deal)),
    }
    return render(request, "quotes/new.html", page, status=422 if form.is_bound and not form.is_valid() else status)


@dataclass(frozen=True)
class Column:
    """One version beside another: the amount of each line, None where the version has no such line."""

    quote: Quote
    name: str
    valid_until: str
    amounts: dict[str, Money]


@never_cache
@require_safe
def compare(request: ViewerRequest, code: str) -> HttpResponse:
    """Two versions side by side: the newest and the one before, or those that the address names."""
    deal = deal_or_404(request, code)
    if Task.PRICES not in deal.tasks_of(request.viewer):
        raise PermissionDenied
    quotes = list(_quotes(deal))
    if not quotes:
        raise Http404
    left, right = _two(request, quotes)
    columns = [_column(deal, quote, request) for quote in ([left, right] if left is not right else [right])]
    kinds = [kind for kind in KINDS if any(kind.value in column.amounts for column in columns)]
    page = _page(request, deal) | {
        "columns": columns,
        "rows": [
            (_kind_label(deal, kind, columns), [column.amounts.get(kind.value) for column in columns]) for kind in kinds
        ],
        "versions": [(quote, _name(deal, quote)) for quote in reversed(quotes)],
        "left": left,
        "right": right,
        "buyer_name": named(buyer_name(deal)),
        "can_reserve": may(Act.RESERVE, deal, deal.party_of(request.viewer))
        and right.is_valid
        and right.party != Actor.BUYER,
    }
    with timezone.override(reader_zone(deal, deal.party_of(request.viewer))):
        return render(request, "quotes/compare.html", page)


def _two(request: ViewerRequest, quotes: list[Quote]) -> tuple[Quote, Quote]:
    by_version = {str(quote.version): quote for quote in quotes}
    right = by_version.get(request.GET.get("right", ""), quotes[-1])
    before = [quote for quote in quotes if quote.version < right.version]
    left = by_version.get(request.GET.get("left", ""), before[-1] if before else right)
    return left, right


def _column(deal: Deal, quote: Quote, request: ViewerRequest) -> Column:
    party = deal.party_of(request.viewer)
    return Column(
        quote,
        _name(deal, quote),
        spoken(quote.valid_until, deal, party=party),
        {line.kind: line.amount for line in quote.lines.all()},
    )


def _name(deal: Deal, quote: Quote) -> str:
    word = _("Version %(version)s, offer") if quote.party == Actor.BUYER else _("Version %(version)s")
    return word % {"version": quote.version}


def _kind_label(deal: Deal, kind: QuoteLine.Kind, columns: list[Column]) -> str:
    lines = [line for column in columns for line in column.quote.lines.all() if line.kind == kind]
    return sections.line_label(lines[-1], deal)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def reserve(request: ViewerRequest, code: str, version: int) -> HttpResponse:
    """A page that says what reserving means, and the tap. One of several buyers wins; the others are told kindly."""
    deal = deal_or_404(request, code)
    quote = get_object_or_404(_quotes(deal), version=version)
    if (refusal := judge(Act.RESERVE, deal, request)) is not None:
        return refusal
    if request.method != "POST":
        return _reserve_page(request, deal, quote) if _stands(quote) else _gone(request, deal, quote)
    form = ReserveForm(request.POST)
    if not form.is_valid():
        return redirect("quotes:reserve", code=deal.code, version=quote.version)
    try:
        actions.accept_quote(quote, shown_total_minor=form.cleaned_data["shown_total_minor"], by=request.viewer)
    except PriceChanged as changed:
        return _price_changed(request, deal, quote, shown=Money.jpy(changed.shown))
    except QuoteExpired:
        return _gone(request, deal, quote)
    except (AlreadyReserved, NotOnSale):
        return _taken(request, deal, quote)
    except MayNotTrade:
        return render(request, "quotes/frozen.html", _page(request, deal), status=409)
    except WrongState:
        return meanwhile(request, deal)
    messages.success(request, _("The car is reserved for you. The dealer now checks that it is there."))
    return redirect("deals:deal", code=deal.code)


def _stands(quote: Quote) -> bool:
    return quote.is_valid and quote.party != Actor.BUYER


def _reserve_page(request: ViewerRequest, deal: Deal, quote: Quote) -> HttpResponse:
    if not deal.vehicle.is_on_sale:
        return _taken(request, deal, quote)
    page = _page(request, deal) | {
        "quote": quote,
        "rows": sections.money_rows(quote, deal, []),
        "dollars": sections.dollars(quote),
        "total_label": sections.total_label(quote, deal),
        "hours": rules.TIMERS[rules.Deadline.HOLD].length,
        "valid_until": spoken(quote.valid_until, deal, party=Actor.BUYER),
        "form": ReserveForm(initial={"shown_total_minor": quote.total_minor}),
    }
    return render(request, "quotes/reserve.html", page)


def _gone(request: ViewerRequest, deal: Deal, quote: Quote) -> HttpResponse:
    """The version does not stand any more: a newer one has its own price, the deal went on, or the time has run out."""
    newer = next((other for other in _quotes(deal) if other.version > quote.version and _stands(other)), None)
    if newer is not None:
        return _price_changed(request, deal, newer, shown=quote.total)
    if quote.valid_until > clock.now():
        # Its time has not run out: the same buyer reserved or answered in another window.
        return meanwhile(request, deal)
    page = _page(request, deal) | {"quote": quote, "valid_until": spoken(quote.valid_until, deal, party=Actor.BUYER)}
    return render(request, "quotes/expired.html", page, status=409)


def _price_changed(request: ViewerRequest, deal: Deal, quote: Quote, *, shown: Money) -> HttpResponse:
    page = _page(request, deal) | {"quote": quote, "shown": shown}
    return render(request, "quotes/price_changed.html", page, status=409)


def _taken(request: ViewerRequest, deal: Deal, quote: Quote) -> HttpResponse:
    language = get_language() or "en"
    similar = [
        {"reference": car.reference, "title": car.title(language), "price": car.price}
        for car in similar_to(deal.vehicle, request.viewer)
    ]
    deal.vehicle.refresh_from_db(fields=["status"])
    page = _page(request, deal) | {
        "quote": quote,
        "similar": similar,
        # Not every car that is gone went to somebody else: a dealer may have taken it off sale.
        "is_withdrawn": deal.vehicle.status not in (Vehicle.Status.RESERVED, Vehicle.Status.SOLD),
        "valid_until": spoken(quote.valid_until, deal, party=Actor.BUYER),
    }
    return render(request, "quotes/taken.html", page, status=409)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def counter(request: ViewerRequest, code: str, version: int) -> HttpResponse:
    """The buyer offers another price for the car."""
    deal = deal_or_404(request, code)
    quote = get_object_or_404(_quotes(deal), version=version)
    if (refusal := judge(Act.COUNTER, deal, request)) is not None:
        return refusal
    if not _stands(quote):
        return _gone(request, deal, quote)
    asked = next((line.amount for line in quote.lines.all() if line.kind == QuoteLine.Kind.CAR), quote.total)
    form = CounterForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and form.cleaned_data["car"] == asked.minor:
        form.add_error("car", _("This is the dealer’s own price: you can reserve at it."))
    if not form.is_valid():
        page = _page(request, deal) | {"form": form, "quote": quote, "asked": asked, "rest": quote.total - asked}
        return render(request, "quotes/counter.html", page, status=422 if form.is_bound else 200)
    try:
        actions.counter_quote(
            quote, car_minor=form.cleaned_data["car"], note=form.cleaned_data["note"], by=request.viewer
        )
    except QuoteExpired:
        return _gone(request, deal, quote)
    except WrongState:
        return meanwhile(request, deal)
    messages.success(request, _("Your offer is with the dealer."))
    return redirect("deals:deal", code=deal.code)


def _quotes(deal: Deal) -> Any:
    """The versions of a deal that the viewer was found to see."""
    return deal.quotes.order_by("version").prefetch_related("lines")


def _page(request: ViewerRequest, deal: Deal) -> dict[str, Any]:
    language = get_language() or "en"
    return {
        "deal": deal,
        "title": deal.vehicle.title(language),
        "party": deal.party_of(request.viewer),
        "dealer_name": named(deal.dealer.name(language)),
        "language_of": language_of,
        "port": port_name(deal.destination_port, language),
    }
