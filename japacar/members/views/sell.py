"""Where a dealer's people land: what waits for them first, then the stock at a glance. Before approval: the list of tasks."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from japacar.deals import rules as deal_rules
from japacar.deals.acts import is_mine
from japacar.deals.models import Deal
from japacar.files.rules import photo_sources
from japacar.kernel import clock
from japacar.members.access import DealerRequest, for_dealer
from japacar.members.models import Dealer
from japacar.members.roles import Task
from japacar.members.views.tasks import expected_by, missing_of, tasks_of
from japacar.members.words import STATUS_KINDS, WORK
from japacar.payments.models import PaymentRequest
from japacar.shipping.ports import country_name
from japacar.vehicles import actions as vehicles
from japacar.vehicles.models import Photo, Vehicle

NEWEST = 8
FEWEST_PHOTOS = 3
STOCK_KINDS = {
    Vehicle.Status.DRAFT: "none",
    Vehicle.Status.PUBLISHED: "ok",
    Vehicle.Status.RESERVED: "info",
    Vehicle.Status.SOLD: "none",
    Vehicle.Status.WITHDRAWN: "none",
    Vehicle.Status.REVIEW: "info",
    Vehicle.Status.EXPIRED: "warn",
}


@dataclass
class Pile:
    """The deals in which the same thing waits for the dealer."""

    verb: str
    deals: list[Deal] = field(default_factory=list)
    is_late: bool = False

    @property
    def since(self) -> datetime:
        return min(deal.moved_at for deal in self.deals)


@never_cache
@require_safe
@for_dealer
def sell(request: DealerRequest) -> HttpResponse:
    """The day's work."""
    dealer = request.dealer
    page: dict[str, Any] = {
        "dealer": dealer,
        "status": (dealer.get_status_display(), STATUS_KINDS[dealer.status]),
        "now_at": clock.now(),
    }
    if not dealer.is_approved:
        missing = missing_of(dealer)
        tasks = tasks_of(dealer, missing, by=request.membership)
        page |= {
            "tasks": tasks,
            "done": len(tasks) - len(missing),
            "all": len(tasks),
            "expected_by": expected_by(dealer),
        }
    lists = request.membership.may(Task.LISTINGS)
    page |= {"waiting": _work(request), "may_list": lists, "may_settle": request.membership.may(Task.SETTINGS)}
    page |= {"stock": _stock(dealer), "newest": _newest(dealer)} if lists else {}
    return render(request, "members/sell.html", page)


def _work(request: DealerRequest) -> list[dict[str, Any]]:
    tasks = request.membership.tasks
    entries = [_entry(pile) for pile in piles_of(_open_deals(request)) if is_mine(pile.verb, tasks)]
    if Task.LISTINGS not in tasks:
        return entries
    if due := vehicles.due_for_confirmation(request.dealer).count():
        entries.append(
            {
                "count": due,
                "what": pgettext("work", "Confirm that these cars are still there"),
                "note": _("else they leave the search"),
                "age": "",
                "url": reverse("vehicles:stock") + "?status=due",
            }
        )
    lacking = Vehicle.objects.of_dealer(request.dealer).filter(status=Vehicle.Status.DRAFT)
    few = lacking.annotate(shots=Count("photos", filter=Q(photos__is_private=False))).filter(shots__lt=FEWEST_PHOTOS)
    if count := few.count():
        entries.append(
            {
                "count": count,
                "what": pgettext("work", "Add missing photos"),
                "note": _("at least %(count)s a car") % {"count": FEWEST_PHOTOS},
                "age": pgettext("work", "Draft"),
                "url": reverse("vehicles:stock"),
            }
        )
    return entries


def _open_deals(request: DealerRequest) -> list[Deal]:
    """Deals of this dealer in which something may still be due, with what whose_turn needs."""
    unsettled = Q(commercial__in=deal_rules.ENDED_WITHOUT_SALE, payment_requests__isnull=False)
    deals = Deal.objects.visible_to(request.viewer).filter(dealer=request.dealer)
    return list(
        deals.filter(Q(commercial__in=deal_rules.ACTIVE) | unsettled)
        .distinct()
        .prefetch_related(
            Prefetch("payment_requests", PaymentRequest.objects.visible_to(request.viewer).order_by("pk"))
        )
    )


def piles_of(deals: list[Deal]) -> list[Pile]:
    """What the dealer must do in these deals, grouped by the verb of the turn, in the order of WORK."""
    piles = {verb: Pile(verb) for verb in WORK}
    for deal in deals:
        turns = deal_rules.whose_turn(
            deal.commercial,
            [request.money for request in deal.payment_requests.all()],
            deal.papers,
            deal.logistics,
            mode=deal.mode,
            consignee_known=deal.consignee_id is not None,
            forwarder_known=deal.forwarder_id is not None,
        )
        for turn in turns:
            if turn.party == deal_rules.Actor.DEALER and turn.verb in piles:
                pile = piles[turn.verb]
                pile.deals.append(deal)
                pile.is_late = pile.is_late or _is_late(turn, deal)
    return [pile for pile in piles.values() if pile.deals]


def _is_late(turn: deal_rules.Turn, deal: Deal) -> bool:
    """Only for clocks that run from the turn itself; the others need dates that the deal page knows."""
    timer = deal_rules.TIMERS[turn.deadline] if turn.deadline else None
    if timer is None or timer.clock is not deal_rules.Clock.TURN:
        return False
    return deal_rules.due_at(timer, deal.moved_at) < clock.now()


def _entry(pile: Pile) -> dict[str, Any]:
    """One line of the work list; a single deal is opened at once, several by their list."""
    places = Counter(country_name(deal.destination_country, _language()) for deal in pile.deals)
    note = pgettext("list", ", ").join(
        _("%(country)s %(count)s") % {"country": name, "count": count} for name, count in places.most_common(3)
    )
    only = pile.deals[0] if len(pile.deals) == 1 else None
    return {
        "count": len(pile.deals),
        "what": WORK[pile.verb],
        "note": note,
        "age": age_text(pile.since),
        "late": pile.is_late,
        "url": reverse("deals:deal", kwargs={"code": only.code}) if only else reverse("deals:deals"),
    }


def age_text(since: datetime) -> str:
    """`oldest 5 h`: how long the oldest has waited."""
    minutes = max(int((clock.now() - since).total_seconds() // 60), 1)
    if minutes < 60:
        return ngettext("oldest %(count)s min", "oldest %(count)s min", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        return ngettext("oldest %(count)s h", "oldest %(count)s h", minutes // 60) % {"count": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("oldest %(count)s day", "oldest %(count)s days", days) % {"count": days}


def _stock(dealer: Dealer) -> list[tuple[str, str, bool, int]]:
    """Tabs that lead into the stock by state, those without cars left out; the sum first."""
    rows = Vehicle.objects.of_dealer(dealer).order_by().values_list("status").annotate(Count("pk"))
    counts = dict(rows)
    stock = reverse("vehicles:stock")
    states = [
        (str(state.label), f"{stock}?status={state.value}", False, counts[state.value])
        for state in Vehicle.Status
        if counts.get(state.value)
    ]
    return [(_("All"), stock, True, sum(counts.values())), *states]


def _newest(dealer: Dealer) -> list[dict[str, Any]]:
    """The cars changed last, as rows of the table of the stock."""
    vehicles = list(
        Vehicle.objects.of_dealer(dealer)
        .select_related("make", "model")
        .annotate(requests=Count("deals", filter=Q(deals__confirmed_at__isnull=False)))
        .order_by("-updated_at")[:NEWEST]
    )
    covers = _covers(vehicles)
    return [_row(each, covers.get(each.pk)) for each in vehicles]


def _row(vehicle: Any, cover: Photo | None) -> dict[str, Any]:
    days = (clock.now() - vehicle.published_at).days if vehicle.published_at else None
    return {
        "url": reverse("vehicles:edit_vehicle", kwargs={"reference": vehicle.reference}),
        "title": vehicle.title(_language()) or _("Car without a name yet"),
        "note": vehicle.stock_number or vehicle.reference,
        "photo": photo_sources(cover.file, widest=160) if cover else None,
        "state": (vehicle.get_status_display(), STOCK_KINDS[vehicle.status]),
        "price": vehicle.price,
        "requests": vehicle.requests,
        "listed": _("not listed")
        if days is None
        else ngettext("%(count)s day", "%(count)s days", days) % {"count": days},
    }


def _covers(vehicles: list[Vehicle]) -> dict[Any, Photo]:
    rows = Photo.objects.filter(vehicle__in=vehicles, is_private=False).order_by("vehicle_id", "position", "created_at")
    return {photo.vehicle_id: photo for photo in rows.distinct("vehicle_id").select_related("file")}


def _language() -> str:
    return (get_language() or "en").split("-")[0]
