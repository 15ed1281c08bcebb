"""Joining: the door page and the two doors. An address that is registered already gets the same answer as a new one (2.1)."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from japacar.accounts import actions, limits
from japacar.accounts.addresses import client_address, network_of
from japacar.accounts.challenges import Challenge
from japacar.accounts.codes import send_code_to
from japacar.accounts.forms import JoinBuyerForm, JoinDealerForm, JoinForm
from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest
from japacar.accounts.views.providers import leads_to_providers
from japacar.ui.errors import error_page
from japacar.ui.paths import local_path


@login_not_required
@require_safe
def join(request: ViewerRequest) -> HttpResponse:
    """Which side of the counter: a page that says what each door asks for."""
    if request.viewer.user is not None:
        return redirect("accounts:account")
    return render(request, "accounts/join.html", {"next": local_path(request.GET.get("next"))})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@leads_to_providers
def join_buyer(request: ViewerRequest) -> HttpResponse:
    """Name, address, age, agreement."""
    return _door(request, JoinBuyerForm, way="buyer")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@leads_to_providers
def join_dealer(request: ViewerRequest) -> HttpResponse:
    """The person who signs in for a dealer; the firm's facts follow in its settings."""
    return _door(request, JoinDealerForm, way="dealer")


def _door(request: ViewerRequest, form_class: type[JoinForm], *, way: str) -> HttpResponse:
    if request.viewer.user is not None:
        return redirect("accounts:account")
    form = form_class(request.POST if request.method == "POST" else None)
    page = {"form": form, "way": way, "age": settings.AGE_OF_MAJORITY, "next": _next(request)}
    if request.method != "POST":
        return render(request, "accounts/join_form.html", page)
    if not form.is_valid():
        return render(request, "accounts/join_form.html", page, status=422)
    email, network = form.cleaned_data["email"], network_of(request)
    wait = limits.wait_for(
        (limits.JOIN_OF_ADDRESS, network), (limits.MAIL_TO_ACCOUNT, email), (limits.MAIL_OVER_ALL, "")
    )
    if wait:
        return error_page(request, 429, retry_after=wait)
    return _join(request, form, way)


@answer_once
def _join(request: HttpRequest, form: JoinForm, way: str) -> HttpResponse:
    said, language = form.cleaned_data, get_language() or "en"
    # Before anything is looked up, so that the work is the same for a registered address.
    password_hash = make_password(said["password"]) if said["password"] else ""
    actions.join(
        said["email"],
        display_name=said["display_name"],
        language=language,
        agreed=said["agreed"],
        of_age=said.get("of_age"),
        ip=client_address(request),
        method=f"join_{way}",
    )
    send_code_to(said["email"], language=language)
    Challenge(said["email"], way, _next(request) or first_page(way), password_hash).put(request)
    return redirect("accounts:enter_code")


def _next(request: HttpRequest) -> str:
    return local_path(request.POST.get("next") or request.GET.get("next"))


def first_page(way: str) -> str:
    """Where a new dealer's person begins; a buyer goes where everybody goes after signing in."""
    if way != "dealer":
        return ""
    try:
        return reverse("members:register")
    except NoReverseMatch:
        return ""
