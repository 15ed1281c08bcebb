"""Another e-mail address for one's own account: a code to the new one confirms it, and the old one is told.

The one thing to know: whether the new address belongs to somebody is told only to whoever can read its mail."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from japacar.accounts import actions, limits, proving
from japacar.accounts.addresses import network_of
from japacar.accounts.codes import check_code, send_code
from japacar.accounts.forms import CodeForm, NewAddressForm
from japacar.accounts.models import SignInCode
from japacar.accounts.proving import recently_proved
from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest
from japacar.ui.errors import error_page

# The address that waits for its code, in the session of the browser that asked.
WAITING = "new_email"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@recently_proved
def change_email(request: ViewerRequest) -> HttpResponse:
    """One field; a code goes to the new address."""
    user = _user(request)
    form = NewAddressForm(request.POST if request.method == "POST" else None, user=user)
    if not form.is_valid():
        return render(
            request, "accounts/change_email.html", {"form": form, "user": user}, status=422 if form.is_bound else 200
        )
    wait = limits.wait_for(
        (limits.MAIL_TO_ACCOUNT, form.cleaned_data["email"]),
        (limits.MAIL_OF_ADDRESS, network_of(request)),
        (limits.MAIL_OVER_ALL, ""),
    )
    return error_page(request, 429, retry_after=wait) if wait else _send(request, form.cleaned_data["email"])


@answer_once
def _send(request: ViewerRequest, email: str) -> HttpResponse:
    send_code(_user(request), purpose=SignInCode.Purpose.ADDRESS, to=email)
    request.session[WAITING] = email
    return redirect("accounts:confirm_change")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@recently_proved
def confirm_change(request: ViewerRequest) -> HttpResponse:
    """The six digits that went to the new address."""
    email = request.session.get(WAITING)
    if not email:
        return redirect("accounts:change_email")
    if request.method != "POST":
        return render(request, "accounts/confirm_change.html", {"form": CodeForm(), "email": email})
    wait = limits.wait_for(
        (limits.CODE_OF_ACCOUNT, str(_user(request).pk)), (limits.CODE_OF_ADDRESS, network_of(request))
    )
    return error_page(request, 429, retry_after=wait) if wait else _confirm(request, email)


@answer_once
def _confirm(request: ViewerRequest, email: str) -> HttpResponse:
    user, form = _user(request), CodeForm(request.POST)
    purpose = SignInCode.Purpose.ADDRESS
    if not form.is_valid() or not check_code(user, form.cleaned_data["code"], purpose=purpose, to=email):
        if not form.errors:
            form.add_error("code", _("This code is not right or no longer valid. Use the newest mail."))
        return render(request, "accounts/confirm_change.html", {"form": form, "email": email}, status=422)
    request.session.pop(WAITING)
    try:
        actions.change_email(user, email=email, keep_session=request.session.session_key or "")
    except actions.AddressTaken:
        messages.error(request, _("This address belongs to another account. Nothing was changed."))
        return redirect("accounts:change_email")
    proving.rise(request)
    messages.success(request, _("Your address is changed. Other browsers are signed out."))
    return redirect("accounts:account")


def _user(request: ViewerRequest) -> Any:
    if request.viewer.user is None:
        raise Http404
    return request.viewer.user
