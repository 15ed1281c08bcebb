"""Signing in by code or password, and signing out.

The one thing to know: every answer is the same whether or not the address belongs to somebody; what the browser is in the middle
of stands in its session as `Challenge`."""

from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from japacar.accounts import limits
from japacar.accounts.actions import confirm_email
from japacar.accounts.addresses import network_of
from japacar.accounts.challenges import Challenge
from japacar.accounts.codes import owner_of_code, send_code_to
from japacar.accounts.forms import CodeForm, SignInForm
from japacar.accounts.hashing import place_for_a_password
from japacar.accounts.models import User
from japacar.accounts.receipts import answer_once
from japacar.accounts.signing import sign_out as close_session
from japacar.accounts.signing import welcome
from japacar.accounts.viewers import ViewerRequest
from japacar.accounts.views.providers import leads_to_providers
from japacar.accounts.views.through import after_code
from japacar.ui.errors import error_page
from japacar.ui.paths import local_path

# How soon to come back when others are being judged.
BUSY_SECONDS = 3


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@leads_to_providers
def sign_in(request: HttpRequest) -> HttpResponse:
    """One field for the address; then a code by mail, or the password on the same page."""
    if request.method != "POST":
        form = SignInForm(initial={"next": local_path(request.GET.get("next")), "email": ""})
        return render(request, "accounts/sign_in.html", {"form": form, "unsaved": "unsaved" in request.GET})
    form = SignInForm(request.POST)
    if not form.is_valid():
        return render(request, "accounts/sign_in.html", {"form": form}, status=422)
    # The Enter key in the password's field means the password; the button of the code always means the code.
    if request.POST.get("way") == "code" or not form.cleaned_data["password"]:
        return _by_code(request, form)
    with place_for_a_password() as has_place:
        # Before the try is counted: a flood by others costs its owner none of his five.
        return _by_password(request, form) if has_place else _busy(request, form)


def _busy(request: HttpRequest, form: SignInForm) -> HttpResponse:
    """Others are being judged: his address stays in the form, and the way by code needs no place."""
    form.add_error(
        None,
        _("Many people sign in at this moment. Try again in a few seconds, or have a code sent: nothing was counted."),
    )
    answer = render(request, "accounts/sign_in.html", {"form": form}, status=429)
    answer["Retry-After"] = str(BUSY_SECONDS)
    return answer


def _by_password(request: HttpRequest, form: SignInForm) -> HttpResponse:
    """Not answered from a receipt: the second of two clicks needs the cookie too."""
    email, network = form.cleaned_data["email"], network_of(request)
    wait = limits.wait_for(
        (limits.PASSWORD_OF_ACCOUNT, email), (limits.PASSWORD_OF_ADDRESS, network), (limits.PASSWORD_OVER_ALL, "")
    )
    if wait:
        return error_page(request, 429, retry_after=wait)
    # Django does the same Argon2 work for an unknown address and for an account without a password.
    user: Any = authenticate(request, username=email, password=form.cleaned_data["password"])
    if user is None or user.email_confirmed_at is None:
        form.add_error(None, _("The e-mail address or the password is not right. You can have a code sent instead."))
        return render(request, "accounts/sign_in.html", {"form": form}, status=422)
    limits.forgive(limits.PASSWORD_OF_ACCOUNT, email)
    return welcome(request, user, method="password", next=form.cleaned_data["next"])


def _by_code(request: HttpRequest, form: SignInForm) -> HttpResponse:
    email = form.cleaned_data["email"]
    if wait := _mail_wait(request, email):
        return error_page(request, 429, retry_after=wait)
    challenge = Challenge(email, way="sign_in", next=local_path(form.cleaned_data["next"]))
    return _send_first_code(request, challenge)


@answer_once
def _send_first_code(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    send_code_to(challenge.email, language=get_language() or "en")
    challenge.put(request)
    return redirect("accounts:enter_code")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """The six digits. A right code confirms the address and signs in."""
    challenge = Challenge.of(request)
    if challenge is None:
        return _expired(request)
    if request.method != "POST":
        return render(request, "accounts/enter_code.html", {"form": CodeForm(), "challenge": challenge})
    wait = limits.wait_for(
        (limits.CODE_OF_ACCOUNT, challenge.email),
        (limits.CODE_OF_ADDRESS, network_of(request)),
        (limits.CODE_OVER_ALL, ""),
    )
    if wait:
        return error_page(request, 429, retry_after=wait)
    return _check_code(request, challenge)


@answer_once
def _check_code(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        if user := owner_of_code(challenge.email, form.cleaned_data["code"]):
            return _welcome(request, user, challenge)
        form.add_error(
            "code", _("This code is not right or no longer valid. Use the newest mail, or ask for a new code.")
        )
    return render(request, "accounts/enter_code.html", {"form": form, "challenge": challenge}, status=422)


def _welcome(request: HttpRequest, user: User, challenge: Challenge) -> HttpResponse:
    challenge.drop(request)
    was_confirmed = user.email_confirmed_at is not None
    user = confirm_email(user, password_hash=challenge.password_hash)
    next_page = challenge.next
    if challenge.through:
        next_page = after_code(request, user, was_confirmed=was_confirmed, next=next_page)
    return welcome(request, user, method="code", next=next_page)


@login_not_required
@require_POST
def send_code_again(request: HttpRequest) -> HttpResponse:
    """A fresh code for the address that this browser is in the middle of."""
    challenge = Challenge.of(request)
    if challenge is None:
        return _expired(request)
    if wait := _mail_wait(request, challenge.email):
        return error_page(request, 429, retry_after=wait)
    return _send_again(request, challenge)


@answer_once
def _send_again(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    send_code_to(challenge.email, language=get_language() or "en")
    challenge.put(request)
    return redirect(reverse("accounts:enter_code") + "?again=1")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: ViewerRequest) -> HttpResponse:
    """A page that asks, a form that does, and the same page afterwards."""
    if request.method != "POST":
        return render(request, "accounts/sign_out.html")
    return close_session(request, HttpResponseRedirect(reverse("accounts:sign_out")))


def _mail_wait(request: HttpRequest, email: str) -> int:
    return limits.wait_for(
        (limits.MAIL_TO_ACCOUNT, email), (limits.MAIL_OF_ADDRESS, network_of(request)), (limits.MAIL_OVER_ALL, "")
    )


def _expired(request: HttpRequest) -> HttpResponse:
    """The browser is in the middle of nothing: the code was used, it took too long, or cookies are off."""
    return redirect("accounts:sign_in")
