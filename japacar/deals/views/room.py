"""The deal's own page: turns, steps, money, payments, papers, ship, consignee, what happened, and the message form.

The one thing to know: `loaded` reads everything once; the sections only arrange it."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from markupsafe import Markup

from japacar.accounts.viewers import ViewerRequest
from japacar.deals import acts, labels, rules
from japacar.deals.acts import Act
from japacar.deals.forms import MessageForm
from japacar.deals.models import Deal
from japacar.deals.rules import Actor
from japacar.deals.views import papers, sections, timeline
from japacar.deals.views.common import deal_or_404, port_name, reader_zone
from japacar.deals.views.turns import Facts, Todo, address, grouped, lane_times, spoken, todos
from japacar.kernel.clock import JST
from japacar.members.roles import Task
from japacar.payments.account import announced_at, is_stopped
from japacar.payments.models import PaymentRequest
from japacar.payments.rules import is_open
from japacar.quotes.models import Quote
from japacar.shipping import ports
from japacar.ui.formatting import town


@never_cache
@require_safe
def deal(request: ViewerRequest, code: str) -> HttpResponse:
    """The one page of a deal, for both sides and the staff."""
    return show(request, deal_or_404(request, code))


def show(
    request: ViewerRequest, found: Deal, *, message_form: MessageForm | None = None, status: int = 200
) -> HttpResponse:
    """The page, also when a message comes back to be corrected."""
    party = found.party_of(request.viewer)
    # Days are worked out with the page, so the reader's clock counts from here on.
    with timezone.override(reader_zone(found, party)):
        page = page_of(request, found, party) | {"message_form": message_form or MessageForm()}
        return render(request, "deals/deal.html", page, status=status)


def loaded(found: Deal) -> tuple[Facts, list[Quote]]:
    """Everything that hangs on the deal, each kind in one query."""
    requests = list(found.payment_requests.order_by("pk").prefetch_related("proofs__file", "receipts"))
    quotes = list(found.quotes.order_by("version").prefetch_related("lines"))
    shipment = getattr(found, "shipment", None)
    current = next((quote for quote in reversed(quotes) if quote.status == Quote.Status.OPEN), None)
    return Facts(requests, current, shipment, lane_times([found]).get(found.event_ref, {})), quotes


def page_of(request: ViewerRequest, found: Deal, party: str) -> dict[str, Any]:
    facts, quotes = loaded(found)
    requests = list(facts.requests)
    tasks = found.tasks_of(request.viewer)
    able = acts.possible(found, party, money=facts.money, tasks=tasks)
    shown = shown_quote(quotes)
    work = [_with_reason(todo, requests) for todo in todos(found, facts, party=party, tasks=tasks)]
    language = get_language() or "en"
    return {
        "deal": found,
        "party": party,
        "title": found.vehicle.title(language),
        "buyer_name": timeline.named(timeline.buyer_name(found)),
        "dealer_name": timeline.named(found.dealer.name(language)),
        "port": port_name(found.destination_port, language),
        "country": ports.country_name(found.destination_country, language),
        "own": [todo for todo in work if todo.party == party],
        "others": grouped(todo for todo in work if todo.party != party),
        "step_items": sections.step_items(found, facts),
        "state": labels.STATES["commercial"][found.commercial],
        "ending": _ending(found),
        "able": able,
        "ending_act": acts.ending_for(found, party, tasks=tasks),
        "sees_prices": Task.PRICES in tasks,
        "is_suspended": found.dealer.is_suspended and found.is_active,
        "quote": shown,
        "quote_is_open": facts.quote is not None and facts.quote.is_valid,
        "quote_valid_until": spoken(facts.quote.valid_until, found, party=party) if facts.quote else "",
        "note_lang": timeline.language_of(shown.note) if shown else "",
        "is_counter": shown is not None and shown.party == Actor.BUYER,
        "versions": len(quotes),
        "money_rows": sections.money_rows(shown, found, requests) if shown else [],
        "dollars": sections.dollars(shown) if shown else "",
        "slips": sections.slips(found, requests, viewer=request.viewer, party=party) if Task.PRICES in tasks else [],
        "pay_url": _pay_url(found, requests) if party == Actor.BUYER else "",
        "paper_items": papers.paper_rows(
            found, list(found.documents.select_related("file")), facts, party=party, tasks=tasks
        ),
        "collect_url": address("documents:collect", found.code)
        if Task.PAPERS in tasks and _collects(found, party, facts)
        else "",
        "ship": sections.ship_rows(found, facts.shipment),
        "ship_state": labels.STATES["logistics"][found.logistics],
        "pack_url": address("shipping:assign", found.code)
        if Task.SHIPPING in tasks and _assigns(found, party, facts)
        else "",
        "announced_at": announced_at(requests, found) if Task.PRICES in tasks else None,
        "is_payee": party == rules.payee_of(found.mode),
        "car_rows": sections.car_rows(found),
        "plate_pictures": sections.plate_pictures(found, request.viewer),
        "consignee": sections.consignee_rows(found),
        "consignee_changes": sections.consignee_changes(found, party=party),
        "moments": timeline.moments(found, requests, viewer=request.viewer, sees_prices=Task.PRICES in tasks),
        "place": "" if reader_zone(found, party) == JST else town(reader_zone(found, party).key),
        "is_buyer": party == Actor.BUYER,
        "is_resale": found.mode == rules.Mode.RESALE,
        "Act": Act,
    }


def shown_quote(quotes: list[Quote]) -> Quote | None:
    """The version that counts: the accepted one, or else the newest."""
    accepted = next((quote for quote in quotes if quote.status == Quote.Status.ACCEPTED), None)
    return accepted or (quotes[-1] if quotes else None)


def _with_reason(todo: Todo, requests: list[PaymentRequest]) -> Todo:
    """Where a proof was refused: why, at the top, where the other one is asked for."""
    if todo.verb != "replace_proof":
        return todo
    refused = (list(request.proofs.all()) for request in requests if request.money == rules.Money.REJECTED)
    notes = [timeline.named(str(proofs[-1].rejection_note)) for proofs in refused if proofs]
    return replace(todo, text=Markup("{} {}").format(todo.text, notes[-1])) if notes else todo


def _ending(found: Deal) -> dict[str, Any] | None:
    """How a deal without a sale ended, or None."""
    if found.commercial not in rules.ENDED_WITHOUT_SALE:
        return None
    ending = getattr(found, "ending", None)
    return {
        "state": labels.STATES["commercial"][found.commercial],
        "reason": labels.REASONS.get(ending.reason, "") if ending else "",
        "party": labels.PARTIES.get(ending.party, "") if ending else "",
        # What the dealer refused is not asked for again with one tap.
        "may_ask_again": found.commercial != rules.Commercial.DECLINED and found.vehicle.is_on_sale,
    }


def _pay_url(found: Deal, requests: list[PaymentRequest]) -> str:
    """Where the bank details stand, while something is to be paid."""
    to_pay = (each for each in requests if is_open(each.money) and not is_stopped(each))
    due = next(to_pay, None)
    return address("payments:pay", found.code, due.code) if due else ""


def _collects(found: Deal, party: str, facts: Facts) -> bool:
    return (
        party != Actor.BUYER
        and found.commercial == rules.Commercial.PAYMENT_REQUESTED
        and rules.work_may_start(facts.money)
    )


def _assigns(found: Deal, party: str, facts: Facts) -> bool:
    """Naming or changing the forwarder is the payee's part."""
    is_payee = party in {rules.payee_of(found.mode), Actor.STAFF}
    return is_payee and found.commercial == rules.Commercial.PAYMENT_REQUESTED and rules.work_may_start(facts.money)
