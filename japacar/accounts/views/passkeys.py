"""Passkeys on the pages: what the browser asks for (JSON), showing one instead of signing in or as the second factor, and adding one.

The one thing to know: one address shows a passkey for everybody. Who is halfway or signed in may show only his own."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from japacar.accounts import limits, passkeys
from japacar.accounts.addresses import network_of
from japacar.accounts.halfway import Halfway
from japacar.accounts.models import User
from japacar.accounts.proof_forms import AddPasskeyForm
from japacar.accounts.proving import recently_proved
from japacar.accounts.receipts import answer_once
from japacar.accounts.signing import sign_in
from japacar.accounts.viewers import ViewerRequest
from japacar.accounts.views.factors import added
from japacar.accounts.views.proving import pass_proof, pass_second
from japacar.ui.errors import error_page
from japacar.ui.paths import local_path


@login_not_required
@never_cache
@require_POST
def passkey_options(request: ViewerRequest) -> HttpResponse:
    """The challenge, as JSON for our script."""
    wait = limits.wait_for((limits.PASSKEY_OF_ADDRESS, network_of(request)), (limits.PASSKEY_OVER_ALL, ""))
    if wait:
        return error_page(request, 429, retry_after=wait)
    return JsonResponse(passkeys.options_for_showing(request, _asked(request)))


@login_not_required
@never_cache
@require_POST
def show_passkey(request: ViewerRequest) -> HttpResponse:
    """Signed in, past the second factor, or proved once more; whichever this browser was in the middle of."""
    halfway, asked = Halfway.of(request), _asked(request)
    if wait := _wait(request, asked):
        return error_page(request, 429, retry_after=wait)
    try:
        user = passkeys.owner_of_passkey(request, request.POST.get("credential", ""), of=asked)
    except passkeys.WrongPasskey:
        return _refused(request, halfway)
    if asked is not None:
        limits.forgive_factor(str(user.pk))
    if halfway is not None:
        return pass_second(request, user, halfway)
    if request.viewer.user is not None:
        return pass_proof(request, second=True)
    # The device asked for finger, face or PIN: that is two factors in one.
    sign_in(request, user, method="passkey", second=True)
    return redirect(local_path(request.POST.get("next")) or "accounts:home")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@recently_proved
def add_passkey(request: ViewerRequest) -> HttpResponse:
    """A name, and what the device made."""
    form = AddPasskeyForm(initial={"name": _("My device")})
    return _add(request) if request.method == "POST" else _page(request, form)


@answer_once
def _add(request: ViewerRequest) -> HttpResponse:
    form = AddPasskeyForm(request.POST)
    if form.is_valid():
        try:
            passkeys.add_passkey(
                request, _user(request), answer=form.cleaned_data["credential"], name=form.cleaned_data["name"]
            )
        except passkeys.WrongPasskey as refused:
            form.add_error(None, _REFUSALS[refused.code]())
        else:
            return added(request)
    return _page(request, form, status=422)


_REFUSALS: dict[str, Any] = {
    "wrong_passkey": lambda: _("The passkey could not be added. Please try again."),
    "too_many": lambda: _("You have ten passkeys. Remove one first."),
    "known": lambda: _("This passkey is yours already."),
}


@never_cache
@require_POST
@recently_proved
def add_passkey_options(request: ViewerRequest) -> HttpResponse:
    """What the browser needs to make one, as JSON for our script."""
    return JsonResponse(passkeys.options_for_adding(request, _user(request)))


def _page(request: ViewerRequest, form: AddPasskeyForm, *, status: int = 200) -> HttpResponse:
    page = {"form": form, "next": local_path(request.POST.get("next") or request.GET.get("next"))}
    return render(request, "accounts/add_passkey.html", page, status=status)


def _asked(request: ViewerRequest) -> User | None:
    """Whose passkey may be shown; None while nobody has said who he is."""
    halfway = Halfway.of(request)
    return halfway.owner() if halfway else request.viewer.user


def _wait(request: ViewerRequest, asked: User | None) -> int:
    everybody = ((limits.PASSKEY_OF_ADDRESS, network_of(request)), (limits.PASSKEY_OVER_ALL, ""))
    if asked is None:
        return limits.wait_for(*everybody)
    return limits.wait_for((limits.FACTOR_OF_ACCOUNT, str(asked.pk)), *everybody)


def _refused(request: ViewerRequest, halfway: Halfway | None) -> HttpResponse:
    """Back to the page that asked, with a sentence."""
    messages.error(request, _("The passkey was not accepted. Please try again, or use another way."))
    kept = {"next": local_path(request.POST.get("next")), "unsaved": "1" if request.POST.get("unsaved") else ""}
    said = {name: value for name, value in kept.items() if value}
    if halfway is not None:
        return redirect("accounts:second_factor")
    name = "accounts:sign_in" if request.viewer.user is None else "accounts:prove"
    return redirect(reverse(name) + (f"?{urlencode(said)}" if said else ""))


def _user(request: ViewerRequest) -> User:
    if request.viewer.user is None:
        raise Http404
    return request.viewer.user
