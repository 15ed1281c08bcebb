"""The shipments of a forwarder in three heaps: what waits for him, what waits for others, what is done.

The one thing to know: his list is read like the list of deals, by the same turns and deadlines; of money and of the buyer's side it
shows nothing (PP-5-fwd)."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from markupsafe import Markup

from japacar.deals import labels, rules
from japacar.deals.models import Deal
from japacar.deals.rules import Actor, Commercial, Logistics
from japacar.deals.views.listing import Row, in_heaps, tabs
from japacar.deals.views.timeline import named
from japacar.deals.views.turns import Facts, Todo, todos
from japacar.members.access import ForwarderRequest, for_forwarder
from japacar.shipping.ports import port

_OVER = (Logistics.ARRIVED, Logistics.RELEASED)


@never_cache
@require_safe
@for_forwarder
def shipments(request: ForwarderRequest) -> HttpResponse:
    """What this forwarder ships; what is due first stands first."""
    mine = Deal.objects.for_forwarder(request.viewer).exclude(consignee=None)
    done = mine.exclude(_is_open()).order_by("-moved_at")
    heaps = in_heaps(request, mine.filter(_is_open()), done, _row)
    items = tabs(heaps.counts, heaps.tab)
    shown = {"page": heaps.page, "tab": heaps.tab, "tab_items": items, "forwarder": request.forwarder}
    return render(request, "shipping/shipments.html", shown)


def _is_open() -> Q:
    """Under way: not both in the port of discharge and with its B/L out."""
    is_over = Q(logistics__in=_OVER, papers__in=rules.BL_OUT)
    return Q(commercial=Commercial.PAYMENT_REQUESTED) & ~is_over


def work_of(deal: Deal, facts: Facts) -> list[Todo]:
    """Whose turn it is, as far as it is the forwarder's business; his own come first."""
    return [todo for todo in todos(deal, facts, party=Actor.FORWARDER) if todo.verb in rules.SEEN_BY_FORWARDER]


def _row(deal: Deal, facts: Facts) -> Row:
    language = (get_language() or "en").split("-")[0]
    work = work_of(deal, facts)
    first = work[0] if work else None
    has_ended = deal.commercial in rules.ENDED_WITHOUT_SALE
    return Row(
        deal=deal,
        title=deal.vehicle.title(language),
        other=Markup("{} → {}").format(named(deal.dealer.name(language)), port(deal.destination_port).name(language)),
        step="",
        step_number=0,
        state=str(
            labels.STATES["commercial"][deal.commercial] if has_ended else labels.STATES["logistics"][deal.logistics]
        ),
        kind="none" if has_ended else ("ok" if deal.logistics in _OVER else "info"),
        turn=str(labels.PARTIES[first.party]) if first else "",
        what=first.title if first else "",
        due_text=first.due_text if first else "",
        is_late=bool(first and first.is_late),
        is_yours=bool(first and first.party == Actor.FORWARDER),
        due=first.due if first else None,
    )
