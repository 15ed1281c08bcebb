"""Somebody came through Google or LINE and is not known here: joining, or linking with an account that he has, once he has shown it is his.

The one thing to know: until he agrees nothing of him is kept but what stands in his own session (`Pending`), and an address that the
provider does not look after itself is proved by our own code before anything is linked."""

from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from japacar.accounts import actions, limits, linking
from japacar.accounts.addresses import client_address, network_of
from japacar.accounts.challenges import Challenge
from japacar.accounts.codes import send_code_to
from japacar.accounts.forms import JoinBuyerThroughForm, JoinDealerThroughForm, JoinForm
from japacar.accounts.models import User
from japacar.accounts.providers import TITLES
from japacar.accounts.providers.pending import Pending
from japacar.accounts.proving import recently_proved
from japacar.accounts.receipts import answer_once
from japacar.accounts.signing import welcome
from japacar.accounts.viewers import ViewerRequest
from japacar.accounts.views.joining import first_page
from japacar.accounts.views.providers import link_and_say
from japacar.ui.errors import error_page

FORMS: dict[str, type[JoinForm]] = {"buyer": JoinBuyerThroughForm, "dealer": JoinDealerThroughForm}


@login_not_required
@never_cache
@require_safe
def through(request: ViewerRequest) -> HttpResponse:
    """Which door, for somebody who has no account here; or whose account it is, where the address has one."""
    pending = Pending.of(request)
    if pending is None:
        return redirect("accounts:sign_in")
    if request.viewer.user is not None:
        return redirect("accounts:link")
    has_account = linking.has_account(pending.identity)
    if pending.way in FORMS and not has_account:
        return redirect("accounts:join_through", way=pending.way)
    return render(request, "accounts/through.html", {"pending": pending, "has_account": has_account})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join_through(request: ViewerRequest, way: str) -> HttpResponse:
    """The door: name, address where it is not proved, age of a buyer, agreement. Everything before this can be taken back."""
    pending = Pending.of(request)
    if pending is None:
        return redirect("accounts:join")
    if request.viewer.user is not None or linking.has_account(pending.identity):
        return redirect("accounts:through")
    identity = pending.identity
    form = FORMS[way](
        request.POST if request.method == "POST" else None,
        is_email_proved=identity.is_email_proved,  # type: ignore[call-arg]
        initial={"display_name": identity.name, "email": identity.email},
    )
    page = {"form": form, "way": way, "pending": pending, "age": settings.AGE_OF_MAJORITY}
    if request.method != "POST":
        return render(request, "accounts/join_through.html", page)
    if not form.is_valid():
        return render(request, "accounts/join_through.html", page, status=422)
    email = identity.email if identity.is_email_proved else form.cleaned_data["email"]
    wait = limits.wait_for(
        (limits.JOIN_OF_ADDRESS, network_of(request)), (limits.MAIL_TO_ACCOUNT, email), (limits.MAIL_OVER_ALL, "")
    )
    if wait:
        return error_page(request, 429, retry_after=wait)
    return _join(request, form, way, pending)


@answer_once
def _join(request: HttpRequest, form: JoinForm, way: str, pending: Pending) -> HttpResponse:
    said, identity = form.cleaned_data, pending.identity
    language = get_language() or "en"
    next_page = pending.next or first_page(way)
    email = identity.email if identity.is_email_proved else said["email"]
    with transaction.atomic():
        user = actions.join(
            email,
            display_name=said["display_name"],
            language=language,
            agreed=said["agreed"],
            of_age=said.get("of_age"),
            ip=client_address(request),
            method=f"{identity.provider}_{way}",
        )
        if not identity.is_email_proved:
            # The same for an address that has an account and for one that has none.
            send_code_to(email, language=language)
            Challenge(email, way, next_page, through=True).put(request)
            return redirect("accounts:enter_code")
        if user.email_confirmed_at is not None:
            return redirect("accounts:through")
        user = actions.confirm_email(user)
        linking.link(user, identity)
    Pending.drop(request)
    return welcome(request, user, method=identity.provider, next=next_page)


def after_code(request: HttpRequest, user: User, *, was_confirmed: bool, next: str) -> str:
    """A code came back from the address of somebody who joins through a provider: where to go on.

    A new account is linked at once, since he asked for just that; one that was there before only when he says so himself."""
    pending = Pending.of(request)
    if pending is None:
        return next
    if was_confirmed:
        return reverse("accounts:link")
    Pending.drop(request)
    # Linked elsewhere meanwhile: the address is proved all the same, and he is in.
    with suppress(linking.LinkedElsewhere):
        linking.link(user, pending.identity)
    return next


@login_not_required
@require_POST
def leave_through(request: ViewerRequest) -> HttpResponse:
    """Not agreed, or thought better of: nothing is kept, not even the session of a visitor."""
    Pending.drop(request)
    if request.viewer.user is not None:
        return redirect("accounts:account")
    request.session.flush()
    return render(request, "accounts/left_through.html")


@login_not_required
@require_POST
def prove_through(request: ViewerRequest) -> HttpResponse:
    """A code to the address that has an account here; it signs in, and then the link is offered."""
    pending = Pending.of(request)
    if pending is None or not linking.has_account(pending.identity):
        return redirect("accounts:sign_in")
    email = pending.identity.email
    wait = limits.wait_for(
        (limits.MAIL_TO_ACCOUNT, email), (limits.MAIL_OF_ADDRESS, network_of(request)), (limits.MAIL_OVER_ALL, "")
    )
    if wait:
        return error_page(request, 429, retry_after=wait)
    return _send_proof(request, email)


@answer_once
def _send_proof(request: HttpRequest, email: str) -> HttpResponse:
    send_code_to(email, language=get_language() or "en")
    Challenge(email, "sign_in", reverse("accounts:link")).put(request)
    return redirect("accounts:enter_code")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@recently_proved
def link(request: ViewerRequest) -> HttpResponse:
    """Signed in, and a provider has named somebody: shall this open the account from now on?"""
    pending = Pending.of(request)
    if pending is None:
        return redirect("accounts:account")
    if request.method != "POST":
        return render(request, "accounts/link.html", {"pending": pending, "user": request.viewer.user})
    return _link(request, pending)


@answer_once
def _link(request: ViewerRequest, pending: Pending) -> HttpResponse:
    Pending.drop(request)
    if request.POST.get("answer") == "yes":
        link_and_say(request, pending.identity)
    return redirect(pending.next or "accounts:account")


@require_POST
@recently_proved
@answer_once
def unlink(request: ViewerRequest, provider: str) -> HttpResponse:
    """The button of the account page. A provider that is no longer configured may be taken away too."""
    assert request.viewer.user is not None
    title = {"provider": TITLES[provider]}
    try:
        if linking.unlink(request.viewer.user, provider):
            messages.success(request, _("%(provider)s no longer signs you in.") % title)
    except linking.LastWayIn:
        words = _(
            "%(provider)s is the only way in of which we know that it works. Set a password, or sign in once with a code by mail;"
            " then unlink it."
        )
        messages.error(request, words % title)
    return redirect("accounts:account")
