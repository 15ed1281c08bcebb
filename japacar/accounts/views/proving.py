"""Showing who one is: the second factor after the first while signing in, and once more before what a stranger must not do.

The one thing to know: a right proof gives the session a new key; who is asked stands in the session (`Halfway`) or is signed in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from japacar.accounts import factors, limits, proving
from japacar.accounts.addresses import network_of
from japacar.accounts.codes import check_code, send_code
from japacar.accounts.forms import CodeForm
from japacar.accounts.halfway import Halfway
from japacar.accounts.models import SignInCode, User
from japacar.accounts.proof_forms import FactorCodeForm, PasswordProofForm
from japacar.accounts.receipts import answer_once
from japacar.accounts.signing import sign_in
from japacar.accounts.viewers import ViewerRequest
from japacar.ui.errors import error_page
from japacar.ui.paths import local_path


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: ViewerRequest) -> HttpResponse:
    """The app's code, a passkey or a recovery code: of somebody halfway through signing in, or signed in without one."""
    halfway = Halfway.of(request)
    user = halfway.owner() if halfway else request.viewer.user
    if user is None:
        return redirect("accounts:sign_in")
    if halfway is None and not (request.viewer.is_halfway and factors.has_second_factor(user)):
        return redirect(_next(request) or "accounts:home")
    if request.method != "POST":
        return _ask_second(request, user, FactorCodeForm())
    if wait := _factor_wait(request, user):
        if halfway is not None and limits.is_full(limits.FACTOR_OF_ACCOUNT, str(user.pk)):
            factors.tell_of_tries(user)
        return error_page(request, 429, retry_after=wait)
    return _check_second(request, user, halfway)


@answer_once
def _check_second(request: ViewerRequest, user: User, halfway: Halfway | None) -> HttpResponse:
    form = FactorCodeForm(request.POST)
    if form.is_valid() and factors.check_code(user, form.cleaned_data["code"]):
        limits.forgive_factor(str(user.pk))
        return pass_second(request, user, halfway)
    return _ask_second(request, user, _with_wrong_code(form), status=422)


def pass_second(request: ViewerRequest, user: User, halfway: Halfway | None) -> HttpResponse:
    """The second factor was right: signed in, or from now on with full rights."""
    if halfway is not None:
        sign_in(request, user, method=halfway.method, second=True)
        return redirect(halfway.next or "accounts:home")
    proving.rise(request, second=True)
    return redirect(_next(request) or "accounts:home")


def _ask_second(request: ViewerRequest, user: User, form: Form, *, status: int = 200) -> HttpResponse:
    page = {"form": form, "next": _next(request), "has_passkey": _has_passkey(user), "has_app": _has_app(user)}
    return render(request, "accounts/second_factor.html", page, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: ViewerRequest) -> HttpResponse:
    """Once more who sits here. Who has a second factor shows that or his password; others the password or a code by mail."""
    user = _user(request)
    if request.method != "POST":
        return _ask(request, user)
    if wait := _proof_wait(request, user):
        return error_page(request, 429, retry_after=wait)
    return _check(request, user)


@answer_once
def _check(request: ViewerRequest, user: User) -> HttpResponse:
    way = request.POST.get("way")
    if way == "password" and user.has_usable_password():
        by_password = PasswordProofForm(request.POST, user=user)
        if by_password.is_valid():
            limits.forgive(limits.PASSWORD_OF_ACCOUNT, user.email)
            return pass_proof(request)
        return _ask(request, user, by_password=by_password)
    if factors.has_second_factor(user):
        by_factor = FactorCodeForm(request.POST)
        if by_factor.is_valid() and factors.check_code(user, by_factor.cleaned_data["code"]):
            limits.forgive_factor(str(user.pk))
            return pass_proof(request, second=True)
        return _ask(request, user, by_factor=_with_wrong_code(by_factor))
    by_mail = CodeForm(request.POST)
    if by_mail.is_valid() and check_code(user, by_mail.cleaned_data["code"], purpose=SignInCode.Purpose.PROOF):
        return pass_proof(request)
    return _ask(request, user, by_mail=_with_wrong_code(by_mail))


def pass_proof(request: HttpRequest, *, second: bool = False) -> HttpResponse:
    """Back to where he was going, for 15 minutes without being asked again."""
    proving.rise(request, second=second)
    if _is_unsaved(request):
        messages.info(request, _("Thank you. What you entered before was not saved: please enter it again."))
    return redirect(_next(request) or "accounts:account")


@require_POST
def send_proof_code(request: ViewerRequest) -> HttpResponse:
    """Six digits to the address of whoever is signed in."""
    user = _user(request)
    if factors.has_second_factor(user):
        raise Http404
    wait = limits.wait_for(
        (limits.MAIL_TO_ACCOUNT, user.email), (limits.MAIL_OF_ADDRESS, network_of(request)), (limits.MAIL_OVER_ALL, "")
    )
    return error_page(request, 429, retry_after=wait) if wait else _send(request, user)


@answer_once
def _send(request: ViewerRequest, user: User) -> HttpResponse:
    send_code(user, purpose=SignInCode.Purpose.PROOF)
    said = {"next": _next(request), "sent": "1"} | ({"unsaved": "1"} if _is_unsaved(request) else {})
    return redirect(f"{reverse('accounts:prove')}?{urlencode(said)}")


def _ask(request: ViewerRequest, user: User, **bound: Form) -> HttpResponse:
    has_factor = factors.has_second_factor(user)
    forms = {
        "by_password": PasswordProofForm(user=user) if user.has_usable_password() else None,
        "by_factor": FactorCodeForm() if has_factor else None,
        "by_mail": None if has_factor else CodeForm(),
    }
    page = {
        "user": user,
        "next": _next(request),
        "unsaved": _is_unsaved(request),
        "sent": "sent" in request.GET or "by_mail" in bound,
        "has_passkey": _has_passkey(user),
        **forms,
        **bound,
    }
    return render(request, "accounts/prove.html", page, status=422 if bound else 200)


def _proof_wait(request: ViewerRequest, user: User) -> int:
    """Each way has the limits that it has while signing in."""
    if request.POST.get("way") == "password":
        return limits.wait_for(
            (limits.PASSWORD_OF_ACCOUNT, user.email),
            (limits.PASSWORD_OF_ADDRESS, network_of(request)),
            (limits.PASSWORD_OVER_ALL, ""),
        )
    return _factor_wait(request, user)


def _factor_wait(request: HttpRequest, user: User) -> int:
    return limits.wait_for(
        (limits.FACTOR_OF_ACCOUNT, str(user.pk)),
        (limits.FACTOR_OF_ACCOUNT_A_DAY, str(user.pk)),
        (limits.FACTOR_OF_ADDRESS, network_of(request)),
        (limits.FACTOR_OVER_ALL, ""),
    )


def _with_wrong_code(form: Form) -> Form:
    if not form.errors:
        form.add_error(
            "code", _("This code is not right, or it was used already. Wait for the next one and try again.")
        )
    return form


def _has_passkey(user: User) -> bool:
    return any(factor.kind == factors.PASSKEY for factor in factors.factors_of(user))


def _has_app(user: User) -> bool:
    return any(factor.kind == factors.APP for factor in factors.factors_of(user))


def _next(request: HttpRequest) -> str:
    return local_path(request.POST.get("next") or request.GET.get("next"))


def _is_unsaved(request: HttpRequest) -> bool:
    return "unsaved" in request.GET or bool(request.POST.get("unsaved"))


def _user(request: ViewerRequest) -> Any:
    if request.viewer.user is None:
        raise Http404
    return request.viewer.user
