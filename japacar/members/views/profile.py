"""A buyer's own details, and his consignees."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from japacar.accounts.models import User
from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest
from japacar.members import actions
from japacar.members.actions.buyers import CONSIGNEE, PROFILE, is_in_deal
from japacar.members.forms import ConsigneeForm, ProfileForm
from japacar.members.models import BuyerProfile, Consignee, WrongState
from japacar.shipping.ports import countries, country_name, port


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def profile(request: ViewerRequest) -> HttpResponse:
    """Name, phone, address and port; below them the people who receive his cars."""
    user = _buyer(request)
    held: BuyerProfile | None = getattr(user, "buyer_profile", None)
    initial = {name: getattr(held, name) for name in PROFILE} if held else {"name": user.display_name}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=initial, ports=_ports())
    if request.method == "POST" and form.is_valid():
        actions.save_profile(user, form.cleaned_data, by=request.viewer)
        messages.success(request, _("Your details are saved."))
        return redirect("members:profile")
    consignees = [
        {"it": each, "country": country_name(each.country, _language()), "is_in_deal": is_in_deal(each)}
        for each in Consignee.objects.visible_to(request.viewer).filter(buyer=user).order_by("name")
    ]
    page = {"form": form, "user": user, "consignees": consignees}
    return render(request, "members/profile.html", page, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def new_consignee(request: ViewerRequest) -> HttpResponse:
    _buyer(request)
    return _consignee_form(request, None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def consignee(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Change one of one's own that no deal names yet."""
    return _consignee_form(request, _own(request, pk))


@require_POST
@answer_once
def remove_consignee(request: ViewerRequest, pk: UUID) -> HttpResponse:
    try:
        actions.remove_consignee(_own(request, pk), by=request.viewer)
    except WrongState:
        return _belongs_to_deal(request)
    messages.success(request, _("The consignee is removed."))
    return redirect("members:profile")


def _consignee_form(request: ViewerRequest, held: Consignee | None) -> HttpResponse:
    if held is not None and is_in_deal(held):
        return _belongs_to_deal(request)
    initial = {name: getattr(held, name) for name in CONSIGNEE} if held else None
    form = ConsigneeForm(request.POST if request.method == "POST" else None, initial=initial, countries=_countries())
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_consignee(_buyer(request), form.cleaned_data, consignee=held, by=request.viewer)
        except WrongState:
            return _belongs_to_deal(request)
        messages.success(request, _("The consignee is saved."))
        return redirect("members:profile")
    page = {"form": form, "consignee": held}
    return render(request, "members/consignee.html", page, status=422 if form.errors else 200)


def _belongs_to_deal(request: ViewerRequest) -> HttpResponse:
    messages.warning(
        request, _("A deal names this consignee. Change it on the page of the deal, where the dealer sees it too.")
    )
    return redirect("members:profile")


def _own(request: ViewerRequest, pk: UUID) -> Consignee:
    """One of the viewer's own: staff see others' elsewhere, and change none here."""
    mine: Any = Consignee.objects.visible_to(request.viewer).filter(buyer=request.viewer.user)
    found: Consignee = get_object_or_404(mine, pk=pk)
    return found


def _buyer(request: ViewerRequest) -> User:
    """Everybody but staff and people of a dealer or forwarder may buy."""
    user = request.viewer.user
    if user is None or request.viewer.is_staff or hasattr(user, "forwarder_contact"):
        raise Http404
    if user.memberships.filter(ended_at=None).exists():
        raise Http404
    return user


def _ports() -> list[tuple[str, Any]]:
    """All ports of destination, grouped by country in the order of its name."""
    language = _language()
    return [
        (each.name(language), [(code, port(code).name(language)) for code in each.port_codes])
        for each in countries(language)
    ]


def _countries() -> list[tuple[str, Any]]:
    return [(each.code, each.name(_language())) for each in countries(_language())]


def _language() -> str:
    return (get_language() or "en").split("-")[0]
