"""What the pages of deals and quotes share: finding the deal, judging an act, and the kind answer when somebody was first."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from japacar.accounts.viewers import ViewerRequest
from japacar.deals import acts, labels, rules
from japacar.deals.acts import Act
from japacar.deals.models import Deal
from japacar.kernel.clock import JST
from japacar.members.models import Dealer
from japacar.shipping import ports
from japacar.vehicles.models import Vehicle

RELATED = ("vehicle__make", "vehicle__model", "dealer", "buyer__buyer_profile", "consignee", "forwarder")


def deal_or_404(request: ViewerRequest, code: str) -> Deal:
    """The deal with all that its page names, or 404 for everybody who has no part in it."""
    return get_object_or_404(Deal.objects.visible_to(request.viewer).select_related(*RELATED), code=code)


def judge(act: Act, deal: Deal, request: ViewerRequest) -> HttpResponse | None:
    """None when the viewer may do this now. 403 when it is not his part at all; otherwise the answer to give instead."""
    party, tasks = deal.party_of(request.viewer), deal.tasks_of(request.viewer)
    if not acts.belongs_to(act, party, tasks=tasks):
        raise PermissionDenied
    if acts.may(act, deal, party, money=deal.money_states()):
        return None
    return meanwhile(request, deal)


def meanwhile(request: ViewerRequest, deal: Deal) -> HttpResponse:
    """Back to the deal's page with a word on what happened in the meantime; nothing was changed."""
    deal.refresh_from_db(fields=["commercial", "papers", "logistics"])
    if deal.is_active and not Dealer.objects.approved().filter(pk=deal.dealer_id).exists():
        messages.warning(request, _("The dealer is suspended, so nothing new begins. Nothing was changed."))
        return redirect("deals:deal", code=deal.code)
    state = labels.STATES["commercial"][deal.commercial]
    messages.warning(
        request,
        _(
            "The deal has moved on in the meantime (now: %(state)s), so this step was not needed any more. Nothing was changed."
        )
        % {"state": state},
    )
    return redirect("deals:deal", code=deal.code)


def zone_of(deal: Deal) -> ZoneInfo:
    """The clock of the buyer's country; Japan's where nobody ships to that country any more."""
    try:
        return ports.country(deal.destination_country).zone
    except KeyError:
        return JST


def reader_zone(deal: Deal, party: str) -> ZoneInfo:
    """Buyers read their own country's hours, everybody else Japan's."""
    return zone_of(deal) if party == rules.Actor.BUYER else JST


def port_name(code: str, language: str) -> str:
    try:
        return ports.port(code).name(language)
    except KeyError:
        return code


def similar_to(vehicle: Vehicle, viewer: Any, *, most: int = 3) -> list[Vehicle]:
    """Cars on sale of the same model, or else of the same body, nearest in price."""
    on_sale = Vehicle.objects.visible_to(viewer).on_sale().exclude(pk=vehicle.pk).select_related("make", "model")
    found: list[Vehicle] = list(on_sale.filter(model=vehicle.model)[:most])
    if len(found) < most:
        others = on_sale.filter(body_type=vehicle.body_type).exclude(model=vehicle.model)
        found += list(others[: most - len(found)])
    return found
