"""The list of deals: what waits for the reader, what waits for others, what is done.

The one thing to know: whose turn it is follows from several tables, so the open deals are judged in memory; each kind of row is
loaded in one query, and only what is done is paged by the database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from markupsafe import Markup

from japacar.accounts.viewers import ViewerRequest
from japacar.deals import labels, rules
from japacar.deals.models import Deal
from japacar.deals.rules import Actor
from japacar.deals.views import timeline
from japacar.deals.views.common import RELATED, reader_zone
from japacar.deals.views.turns import Facts, lane_times, todos
from japacar.kernel.clock import JST
from japacar.kernel.text import nfkc
from japacar.members.access import membership_of
from japacar.members.roles import Task
from japacar.payments.models import PaymentRequest
from japacar.quotes.models import Quote

PER_PAGE = 25
TABS = ("yours", "waiting", "done")
_AT_REST = sorted(rules.NOTHING_RECEIVED | {rules.Money.VOIDED, rules.Money.REFUND_CONFIRMED})
_SETTLED = [rules.Money.FUNDS_CONFIRMED, rules.Money.VOIDED, rules.Money.REFUND_CONFIRMED]
# How the tag of a state is coloured; all others are blue.
_KINDS: dict[str, str] = {
    rules.Commercial.COMPLETED: "ok",
    rules.Money.PROOF_UPLOADED: "warn",
    rules.Money.SHORT: "warn",
    rules.Money.REJECTED: "warn",
    rules.Money.OVERDUE: "bad",
}


@dataclass(frozen=True)
class Row:
    """One deal in the list."""

    deal: Deal
    title: str
    other: str
    step: str
    step_number: int
    state: str
    kind: str
    turn: str
    what: str
    due_text: str
    is_late: bool
    is_yours: bool
    due: datetime | None


@dataclass(frozen=True)
class Heaps:
    """One page of the heap that is shown, its name, and how many lie in each."""

    page: Page[Any]
    tab: str
    counts: dict[str, int]


@never_cache
@require_safe
def deals(request: ViewerRequest) -> HttpResponse:
    """Buyers see what they buy, dealers what they sell, staff everything."""
    membership = membership_of(request.viewer.user)
    is_seller, sees_prices = membership is not None, membership is None or membership.may(Task.PRICES)
    may_search = is_seller or request.viewer.is_staff
    query = nfkc(request.GET.get("q", "")).strip()[:80].replace("\x00", "") if may_search else ""
    mine = _found(Deal.objects.visible_to(request.viewer).exclude(confirmed_at=None), query)
    heaps = in_heaps(request, mine.filter(_is_open()), mine.exclude(_is_open()), partial(_row, request, sees_prices))
    shown = {
        "rows": heaps.page.object_list,
        "page": heaps.page,
        "tab": heaps.tab,
        "tab_items": tabs(heaps.counts, heaps.tab, query),
        "is_seller": is_seller,
        "may_search": may_search,
        "query": query,
    }
    return render(request, "deals/list.html", shown)


def in_heaps(
    request: ViewerRequest, under_way: QuerySet[Deal], done: QuerySet[Deal], row: Callable[[Deal, Facts], Row]
) -> Heaps:
    """What waits for the reader, what waits for others, what is done; the first heap that holds something, unless one is asked for."""
    rows = [row(deal, facts) for deal, facts in with_facts(under_way)]
    yours = sorted((each for each in rows if each.is_yours), key=urgency)
    waiting = sorted((each for each in rows if not each.is_yours), key=urgency)
    counts = {"yours": len(yours), "waiting": len(waiting), "done": done.count()}
    tab = request.GET.get("tab", "")
    if tab not in TABS:
        tab = next((name for name in TABS if counts[name]), "yours")
    shown: Any = {"yours": yours, "waiting": waiting, "done": done}[tab]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    if tab == "done":
        page.object_list = [row(deal, facts) for deal, facts in with_facts(page.object_list)]
    return Heaps(page, tab, counts)


def _found(mine: QuerySet[Deal], query: str) -> QuerySet[Deal]:
    """Those in whose code, car or parties these signs stand."""
    wanted = Q()
    for name in ("code", "vehicle__reference", "vehicle__stock_number", "dealer__name_en", "dealer__name_ja"):
        wanted |= Q(**{f"{name}__icontains": query})
    for name in ("vehicle__make__name", "vehicle__model__name"):
        wanted |= Q(**{f"{name}_en__icontains": query}) | Q(**{f"{name}_ja__icontains": query})
    return mine.filter(wanted | Q(buyer__buyer_profile__name__icontains=query)) if query else mine


def _is_open() -> Q:
    """Under way, or ended while money still lies on the wrong side (`rules.is_settled` says the same of one deal)."""
    requests = PaymentRequest.objects.filter(deal=OuterRef("pk"))
    return (
        Q(commercial__in=rules.ACTIVE)
        | Q(Exists(requests.exclude(money__in=_AT_REST)), commercial__in=rules.ENDED_WITHOUT_SALE)
        | Q(Exists(requests.exclude(money__in=_SETTLED)), commercial=rules.Commercial.COMPLETED)
    )


def with_facts(found: QuerySet[Deal] | Any) -> list[tuple[Deal, Facts]]:
    """The deals with what their turns hang on: seven queries however many there are."""
    loaded = list(
        found.select_related(*RELATED, "shipment").prefetch_related(
            Prefetch("payment_requests", PaymentRequest.objects.order_by("pk")),
            Prefetch("quotes", Quote.objects.filter(status=Quote.Status.OPEN), to_attr="open_quotes"),
        )
    )
    moved = lane_times(loaded)
    return [
        (
            deal,
            Facts(
                list(deal.payment_requests.all()),
                next(iter(deal.open_quotes), None),
                getattr(deal, "shipment", None),
                moved.get(deal.event_ref, {}),
            ),
        )
        for deal in loaded
    ]


def _row(request: ViewerRequest, sees_prices: bool, deal: Deal, facts: Facts) -> Row:
    language, party = get_language() or "en", deal.party_of(request.viewer)
    with timezone.override(reader_zone(deal, party)):
        work = todos(deal, facts, party=party)
    first = work[0] if work else None
    headline = rules.headline(deal.commercial, facts.money, deal.papers, deal.logistics)
    lane, state = rules.telling_state(deal.commercial, facts.money, deal.papers, deal.logistics)
    if lane == "money" and party == Actor.DEALER and not sees_prices:
        lane, state = "commercial", deal.commercial
    dealer, buyer = timeline.named(deal.dealer.name(language)), timeline.named(timeline.buyer_name(deal))
    return Row(
        deal=deal,
        title=deal.vehicle.title(language),
        other={Actor.BUYER: dealer, Actor.DEALER: buyer}.get(Actor(party), Markup("{} · {}").format(dealer, buyer)),
        step=str(labels.STEPS[headline.now]) if headline.now else "",
        step_number=rules.STEPS.index(headline.now) + 1 if headline.now else 0,
        state=str(labels.STATES[lane][state]),
        kind="none" if headline.ended else _KINDS.get(state, "info"),
        turn=str(labels.PARTIES[first.party]) if first else "",
        what=first.title if first else "",
        due_text=first.due_text if first else "",
        is_late=bool(first and first.is_late),
        is_yours=bool(first and first.party == party),
        due=first.due if first else None,
    )


def urgency(row: Row) -> tuple[bool, datetime]:
    """What is due first stands first; what has no date comes last."""
    return row.due is None, row.due or row.deal.moved_at.astimezone(JST)


def tabs(counts: dict[str, int], tab: str, query: str = "") -> list[tuple[str, str, bool, int]]:
    words = {
        "yours": _("Your turn"),
        "waiting": _("Waiting for others"),
        "done": pgettext("deals that are over", "Done"),
    }
    asked = {"q": query} if query else {}
    return [(words[name], "?" + urlencode({"tab": name} | asked), name == tab, counts[name]) for name in TABS]
