"""Asking for a quote: one form for visitors and buyers, the code of a visitor's mail, and the pages that say why it cannot be.

The one thing to know: a visitor's request is hidden from everybody until his code came back (`visiting`)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from japacar.accounts import limits
from japacar.accounts.actions import declare_majority
from japacar.accounts.addresses import client_address, network_of
from japacar.accounts.forms import CodeForm
from japacar.accounts.models import MajorityDeclaration, User
from japacar.accounts.receipts import answer_once
from japacar.accounts.signing import welcome
from japacar.accounts.viewers import ViewerRequest
from japacar.deals import actions, visiting
from japacar.deals.actions import AlreadyAsked, MayNotTrade, NotOnSale
from japacar.deals.forms import KnownBuyerForm, VisitorForm
from japacar.deals.models import Deal
from japacar.deals.views.common import similar_to
from japacar.deals.views.timeline import named
from japacar.deals.visiting import Visitor, Waiting
from japacar.members.models import BuyerProfile
from japacar.quotes.actions import expire_quotes
from japacar.shipping import ports
from japacar.ui.errors import error_page
from japacar.vehicles.models import Vehicle


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_quote(request: ViewerRequest, reference: str) -> HttpResponse:
    """The form, filled as far as we know the reader."""
    cars = Vehicle.objects.visible_to(request.viewer).select_related("make", "model", "dealer")
    car = get_object_or_404(cars, reference=reference)
    user = request.viewer.user
    if user is not None and visiting.sells(user, car):
        return _refused(request, car, "own")
    if user is not None and (asked := _asked_before(request, car)) is not None:
        return asked
    if not car.is_on_sale:
        return _refused(request, car, "not_on_sale")
    if user is None:
        return _by_visitor(request, car)
    if user.status != User.Status.ACTIVE:
        return _refused(request, car, "minor")
    return _by_buyer(request, car, user)


def _by_visitor(request: ViewerRequest, car: Vehicle) -> HttpResponse:
    if request.method != "POST":
        return _form(request, car, VisitorForm(initial={"port": _port_asked(request)}))
    form = VisitorForm(request.POST)
    if not form.is_valid():
        return _form(request, car, form)
    wait = limits.wait_for(
        (limits.JOIN_OF_ADDRESS, network_of(request)),
        (limits.MAIL_TO_ACCOUNT, form.cleaned_data["email"]),
        (limits.MAIL_OVER_ALL, ""),
    )
    return error_page(request, 429, retry_after=wait) if wait else _ask_as_visitor(request, car, form)


@answer_once
def _ask_as_visitor(request: ViewerRequest, car: Vehicle, form: VisitorForm) -> HttpResponse:
    said = form.cleaned_data
    visitor = Visitor(
        said["name"], said["email"], said["phone"], get_language() or "en", said["of_age"], client_address(request)
    )
    if not visitor.of_age:
        visiting.begin(visitor)
        return _refused(request, car, "minor")
    try:
        waiting = visiting.ask(car, visitor, _wishes(form))
    except NotOnSale:
        return _refused(request, car, "not_on_sale")
    waiting.put(request)
    return redirect("deals:confirm_request", reference=car.reference)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_request(request: ViewerRequest, reference: str) -> HttpResponse:
    """The six digits of the mail; a right code sends the request and signs in."""
    waiting = Waiting.of(request, reference)
    if waiting is None:
        return redirect("deals:request_quote", reference=reference)
    if request.method != "POST":
        return _code_page(request, waiting, CodeForm())
    wait = limits.wait_for(
        (limits.CODE_OF_ACCOUNT, waiting.email),
        (limits.CODE_OF_ADDRESS, network_of(request)),
        (limits.CODE_OVER_ALL, ""),
    )
    return error_page(request, 429, retry_after=wait) if wait else _check_code(request, waiting)


@answer_once
def _check_code(request: ViewerRequest, waiting: Waiting) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, waiting, form)
    user = visiting.owner_of_code(waiting, form.cleaned_data["code"])
    if user is None:
        form.add_error(
            "code", _("This code is not right or no longer valid. Use the newest mail, or ask for a new code.")
        )
        return _code_page(request, waiting, form)
    Waiting.drop(request)
    return welcome(request, user, method="code", next=_land(request, waiting, user))


def _land(request: ViewerRequest, waiting: Waiting, user: User) -> str:
    """The deal's page; or the form, which says what stands in the way."""
    try:
        deal = visiting.confirm(waiting, user)
    except NotOnSale:
        deal = None
    if deal is None:
        return reverse("deals:request_quote", kwargs={"reference": waiting.vehicle})
    messages.success(
        request, _("Your request is with the dealer. This page is your deal: everything about it happens here.")
    )
    return reverse("deals:deal", kwargs={"code": deal.code})


@login_not_required
@require_POST
def send_request_code_again(request: ViewerRequest, reference: str) -> HttpResponse:
    """A fresh code to the same address."""
    waiting = Waiting.of(request, reference)
    if waiting is None:
        return redirect("deals:request_quote", reference=reference)
    if wait := limits.wait_for((limits.MAIL_TO_ACCOUNT, waiting.email), (limits.MAIL_OVER_ALL, "")):
        return error_page(request, 429, retry_after=wait)
    return _send_again(request, waiting)


@answer_once
def _send_again(request: ViewerRequest, waiting: Waiting) -> HttpResponse:
    visiting.send_again(waiting)
    messages.success(request, _("A new code is on its way. Older codes do not work any more."))
    return redirect("deals:confirm_request", reference=waiting.vehicle)


@answer_once
def _by_buyer(request: ViewerRequest, car: Vehicle, user: User) -> HttpResponse:
    """Somebody whom we know: the port is filled in, name and age are asked only once."""
    profile = BuyerProfile.objects.filter(user=user).first()
    knows = {
        "knows_name": profile is not None,
        "knows_age": MajorityDeclaration.objects.filter(user=user).exists(),
    }
    if request.method != "POST":
        port = _port_asked(request) or _port_known(request, profile)
        return _form(request, car, KnownBuyerForm(initial={"port": port, "name": user.display_name}, **knows))
    form = KnownBuyerForm(request.POST, **knows)
    if not form.is_valid():
        return _form(request, car, form)
    if "of_age" in form.cleaned_data and not declare_majority(user, of_age=form.cleaned_data["of_age"]).is_of_age:
        return _refused(request, car, "minor")
    return _ask_as_buyer(request, car, user, form)


def _ask_as_buyer(request: ViewerRequest, car: Vehicle, user: User, form: KnownBuyerForm) -> HttpResponse:
    wishes = _wishes(form)
    try:
        deal = actions.request_quote(car, buyer=user, by=request.viewer, **wishes)
    except AlreadyAsked as asked:
        return _to_existing(request, asked.deal)
    except NotOnSale:
        return _refused(request, car, "not_on_sale")
    except MayNotTrade:
        return _refused(request, car, "minor")
    visiting.keep_profile(user, name=form.cleaned_data.get("name", ""), phone="", port=wishes["port"])
    messages.success(request, _("Your request is with the dealer."))
    return redirect("deals:deal", code=deal.code)


def _wishes(form: VisitorForm | KnownBuyerForm) -> dict[str, Any]:
    said = form.cleaned_data
    country, port = said["port"]
    return {
        "country": country,
        "port": port,
        "incoterm": form.incoterm,
        "wants_inspection": said["wants_inspection"],
        "wants_insurance": said["wants_insurance"],
        "message": said["message"],
    }


def _asked_before(request: ViewerRequest, car: Vehicle) -> HttpResponse | None:
    """To the deal that the reader has on this car. A quotation that has run out makes room for a new request first."""
    mine = Deal.objects.visible_to(request.viewer).active().filter(vehicle=car, buyer=request.viewer.user)
    if mine.exists():
        expire_quotes()
    deal = mine.first()
    return _to_existing(request, deal) if deal is not None else None


def _to_existing(request: ViewerRequest, deal: Deal) -> HttpResponse:
    messages.info(request, _("You have asked for this car already. This is your deal."))
    return redirect("deals:deal", code=deal.code)


def _port_asked(request: ViewerRequest) -> str:
    """A port that the address names (`?port=KE-KEMBA` or `?port=KEMBA`), as the search page links it."""
    asked = request.GET.get("port", "")
    return asked if "-" in asked else (f"{asked[:2]}-{asked}" if asked else "")


def _port_known(request: ViewerRequest, profile: BuyerProfile | None) -> str:
    """The saved port, with the country to which his last car went through it; without one, where the last car went."""
    saved = profile.destination_port if profile is not None else ""
    mine = Deal.objects.visible_to(request.viewer).filter(buyer=request.viewer.user)
    last = (mine.filter(destination_port=saved) if saved else mine).order_by("-requested_at").first()
    if last is not None:
        return f"{last.destination_country}-{last.destination_port}"
    return f"{saved[:2]}-{saved}" if saved else ""


def _form(request: ViewerRequest, car: Vehicle, form: VisitorForm | KnownBuyerForm) -> HttpResponse:
    page = _car(car) | {"form": form, "is_visitor": isinstance(form, VisitorForm)}
    return render(request, "deals/request.html", page, status=422 if form.is_bound else 200)


def _code_page(request: ViewerRequest, waiting: Waiting, form: CodeForm) -> HttpResponse:
    page = {"form": form, "waiting": waiting}
    return render(request, "deals/request_code.html", page, status=422 if form.is_bound else 200)


def _refused(request: ViewerRequest, car: Vehicle, why: str) -> HttpResponse:
    """Why this car cannot be asked for: `own`, `not_on_sale` or `minor`, each with what to do next."""
    page = _car(car) | {"why": why, "similar": _similar(request, car) if why == "not_on_sale" else []}
    return render(request, "deals/refused.html", page, status=409 if request.method == "POST" else 200)


def _similar(request: ViewerRequest, car: Vehicle) -> list[dict[str, Any]]:
    language = get_language() or "en"
    return [
        {"reference": other.reference, "title": other.title(language), "price": other.price}
        for other in similar_to(car, request.viewer)
    ]


def _car(car: Vehicle) -> dict[str, Any]:
    language = get_language() or "en"
    loading = ports.port(car.loading_port).name(language) if car.loading_port else ""
    return {
        "car": car,
        "title": car.title(language),
        "dealer_name": named(car.dealer.name(language)),
        "loading": loading,
    }
