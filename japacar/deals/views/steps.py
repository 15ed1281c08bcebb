"""The steps that a person takes on the deal's page, each a POST of its own: message, stock, ending, consignee, papers, received.

The one thing to know: `judge` answers for who may do it and when; an action that still raises WrongState leads back to the page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from japacar.accounts.proving import recently_proved
from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest
from japacar.deals import actions, acts
from japacar.deals.acts import Act
from japacar.deals.forms import ConsigneeForm, EndForm, MessageForm
from japacar.deals.models import Deal, WrongState
from japacar.deals.rules import Actor, Logistics, Papers
from japacar.deals.views import room
from japacar.deals.views.common import deal_or_404, judge, meanwhile
from japacar.deals.views.timeline import buyer_name
from japacar.documents.pack import renew
from japacar.members.models import Consignee
from japacar.members.roles import Task

MOST_KNOWN = 20


@require_POST
@answer_once
def write_message(request: ViewerRequest, code: str) -> HttpResponse:
    """Either side, at any time, also after the end: questions remain."""
    found = deal_or_404(request, code)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return room.show(request, found, message_form=form, status=422)
    actions.write_message(found, form.cleaned_data["text"], by=request.viewer)
    messages.success(request, _("Your message is sent."))
    return redirect(f"{_address(found)}#happened")


@require_POST
@answer_once
def confirm_stock(request: ViewerRequest, code: str) -> HttpResponse:
    return _do(
        request,
        code,
        Act.CONFIRM_STOCK,
        actions.confirm_stock,
        _("Thank you. The buyer is told that the car is there."),
    )


@require_POST
@answer_once
def report_yard(request: ViewerRequest, code: str) -> HttpResponse:
    def move(found: Deal, *, by: Any) -> None:
        actions.mark_logistics(found, Logistics.YARD_IN, party=found.party_of(by), by=by)

    return _do(request, code, Act.REPORT_YARD, move, _("Noted: the car is in the yard."))


@require_POST
@answer_once
def send_papers(request: ViewerRequest, code: str) -> HttpResponse:
    def move(found: Deal, *, by: Any) -> None:
        actions.mark_papers(found, Papers.COURIER_DISPATCHED, party=found.party_of(by), by=by)

    return _do(request, code, Act.SEND_PAPERS, move, _("Noted: the papers are on their way."))


@require_POST
@answer_once
def receive_papers(request: ViewerRequest, code: str) -> HttpResponse:
    def move(found: Deal, *, by: Any) -> None:
        actions.mark_papers(found, Papers.DELIVERED, party=found.party_of(by), by=by)

    return _do(request, code, Act.RECEIVE_PAPERS, move, _("Noted: the papers have arrived."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def received(request: ViewerRequest, code: str) -> HttpResponse:
    """A page that asks, since this completes the deal, and the post that does it."""
    if request.method == "POST":
        return _do(request, code, Act.RECEIVE_VEHICLE, actions.receive_vehicle, _("The deal is completed. Thank you."))
    found = deal_or_404(request, code)
    if (refusal := judge(Act.RECEIVE_VEHICLE, found, request)) is not None:
        return refusal
    return render(request, "deals/received.html", _page(request, found))


def _do(request: ViewerRequest, code: str, act: Act, action: Callable[..., object], done: str) -> HttpResponse:
    """One act without a form: judge it, do it, say so on the deal's page."""
    found = deal_or_404(request, code)
    if (refusal := judge(act, found, request)) is not None:
        return refusal
    try:
        action(found, by=request.viewer)
    except WrongState:
        return meanwhile(request, found)
    messages.success(request, done)
    return redirect("deals:deal", code=found.code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def end(request: ViewerRequest, code: str) -> HttpResponse:
    """Withdraw, decline or cancel, whichever this party may do now, with a reason that the other side sees."""
    found = deal_or_404(request, code)
    party = found.party_of(request.viewer)
    if Task.QUOTES not in found.tasks_of(request.viewer):
        raise PermissionDenied
    act = acts.ending_for(found, party)
    if act is None:
        return meanwhile(request, found)
    form = EndForm(request.POST if request.method == "POST" else None, act=act, party=party)
    if not form.is_valid():
        page = _page(request, found) | {"form": form, "act": act, "Act": Act}
        return render(request, "deals/end.html", page, status=422 if form.is_bound else 200)
    try:
        _ENDERS[act](found, reason=form.cleaned_data["reason"], note=form.cleaned_data["note"], by=request.viewer)
    except WrongState:
        return meanwhile(request, found)
    messages.success(request, _ended(act))
    return redirect("deals:deal", code=found.code)


_ENDERS: dict[Act, Callable[..., None]] = {
    Act.WITHDRAW: actions.withdraw_request,
    Act.DECLINE: actions.decline_request,
    Act.CANCEL: actions.cancel_deal,
}


def _ended(act: Act) -> str:
    return {
        Act.WITHDRAW: _("Your request is withdrawn. The dealer is told."),
        Act.DECLINE: _("The request is declined. The buyer is told."),
        Act.CANCEL: _("The deal is cancelled. The other side is told, and the car is on sale again."),
    }[act]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def consignee(request: ViewerRequest, code: str) -> HttpResponse:
    """Who receives the car: the buyer himself or somebody who never visited (PP-1.1-d).

    Once a vessel is booked a change sends the car to somebody else at once, so it asks who is there."""
    found = deal_or_404(request, code)
    if (refusal := judge(Act.ENTER_CONSIGNEE, found, request)) is not None:
        return refusal
    is_change_of_booking = found.is_booked and found.consignee_id is not None
    enter: Callable[..., Any] = recently_proved(_enter_consignee) if is_change_of_booking else _enter_consignee
    answer: HttpResponse = enter(request, found)
    return answer


def _enter_consignee(request: ViewerRequest, found: Deal) -> HttpResponse:
    posted = request.method == "POST"
    form = ConsigneeForm(request.POST) if posted else ConsigneeForm(initial=_as_chosen(found, request))
    if not form.is_valid():
        return render(
            request,
            "deals/consignee.html",
            _page(request, found) | {"form": form, "known": _address_book(found)},
            status=422 if form.is_bound else 200,
        )
    try:
        with transaction.atomic():
            actions.enter_consignee(found, form.cleaned_data, by=request.viewer)
            # What the forwarder holds names the former one, until he has the next revision.
            renew(found, by="system")
    except WrongState:
        return meanwhile(request, found)
    messages.success(request, _("The consignee is saved. Both sides see it on this page."))
    return redirect("deals:deal", code=found.code)


def _address_book(found: Deal) -> list[Consignee]:
    """The buyer's own entries, the one of this deal left out."""
    return list(Consignee.objects.filter(buyer=found.buyer).exclude(deals=found).order_by("name")[:MOST_KNOWN])


def _as_chosen(found: Deal, request: ViewerRequest) -> dict[str, Any]:
    """What the form begins with: the buyer himself, an entry of his address book, or what is entered."""
    if request.GET.get("same"):
        return _as_buyer(found)
    asked = request.GET.get("who", "")
    chosen = next((each for each in _address_book(found) if str(each.pk) == asked), None)
    return _of_consignee(chosen) if chosen is not None else _as_entered(found)


def _as_buyer(found: Deal) -> dict[str, Any]:
    """What we know of the buyer, to be completed."""
    profile = getattr(found.buyer, "buyer_profile", None)
    known = {"name": buyer_name(found), "country": found.destination_country, "email": found.buyer.email}
    return known | ({"address": profile.address, "phone": profile.phone} if profile is not None else {})


def _as_entered(found: Deal) -> dict[str, Any]:
    who = found.consignee
    if who is None:
        return {"country": found.destination_country}
    return _of_consignee(who)


def _of_consignee(who: Consignee) -> dict[str, Any]:
    return {
        "name": who.name,
        "email": who.email,
        "country": who.country,
        "address": who.address,
        "phone": who.phone,
    }


def _page(request: ViewerRequest, found: Deal) -> dict[str, Any]:
    """What every page of one step shows: the deal, the car's name, the reader's part."""
    party = found.party_of(request.viewer)
    return {
        "deal": found,
        "title": found.vehicle.title(get_language() or "en"),
        "party": party,
        "is_buyer": party == Actor.BUYER,
        "form": None,
    }


def _address(found: Deal) -> str:
    return reverse("deals:deal", args=[found.code])
