"""One's own account: name and language, password, browsers that are signed in, where sign-ins came from, what was agreed to."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from japacar.accounts import actions, limits, linking
from japacar.accounts.forms import DetailsForm, PasswordForm
from japacar.accounts.models import Agreement, LoginRecord, Session, User
from japacar.accounts.proving import has_second_factor, recently_proved
from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest
from japacar.accounts.views.providers import leads_to_providers
from japacar.members.views.guardian import consent_of
from japacar.ui.errors import error_page

LATEST_LOGINS = 20


@require_safe
def home(request: ViewerRequest) -> HttpResponse:
    """To the first page of the viewer's own side."""
    try:
        return redirect(reverse(_first_page(request)))
    except NoReverseMatch:
        return redirect("accounts:account")


def _first_page(request: ViewerRequest) -> str:
    user = _user(request)
    if request.viewer.role_held:
        return "desk:home"
    if user.memberships.filter(ended_at=None).exists():
        return "members:sell"
    if hasattr(user, "forwarder_contact") and user.forwarder_contact.forwarder.is_active:
        return "shipping:shipments"
    # Whoever came by the dealers' door has declared no age and has no firm yet.
    is_buyer = hasattr(user, "majority") or user.deals.exists()
    return "deals:deals" if is_buyer else "members:register"


@never_cache
@require_safe
@leads_to_providers
def account(request: ViewerRequest) -> HttpResponse:
    """Everything about oneself on one page."""
    page = {
        "user": _user(request),
        "consent": consent_of(request.viewer),
        "may_buy": _may_buy(request),
        "has_factor": has_second_factor(request.viewer.user),
        "sessions": list(Session.objects.visible_to(request.viewer)),
        "current_key": request.session.session_key,
        "logins": list(LoginRecord.objects.visible_to(request.viewer)[:LATEST_LOGINS]),
        "linked": {row.provider: row for row in linking.linked(_user(request))},
        "agreements": list(Agreement.objects.visible_to(request.viewer)),
    }
    return render(request, "accounts/account.html", page)


def _may_buy(request: ViewerRequest) -> bool:
    """Whoever sells, ships or serves here has no buyer's details; the room of the members answers 404 to him."""
    user = _user(request)
    trades = hasattr(user, "forwarder_contact") or user.memberships.filter(ended_at=None).exists()
    return not (request.viewer.role_held or trades)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def details(request: ViewerRequest) -> HttpResponse:
    """The name that others see and the language of our mails."""
    user = _user(request)
    current = {"display_name": user.display_name, "language": user.language}
    form = DetailsForm(request.POST if request.method == "POST" else None, initial=current)
    if request.method == "POST" and form.is_valid():
        actions.save_details(user, **form.cleaned_data)
        messages.success(request, _("Your details are saved."))
        return redirect("accounts:account")
    return render(request, "accounts/details.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@recently_proved
def password(request: ViewerRequest) -> HttpResponse:
    """Change it with the current one, or set a first one."""
    user = _user(request)
    if request.method != "POST":
        return render(request, "accounts/password.html", {"form": PasswordForm(user=user), "user": user})
    if wait := limits.wait_for((limits.PASSWORD_OF_ACCOUNT, user.email)):
        return error_page(request, 429, retry_after=wait)
    return _change_password(request, user)


@answer_once
def _change_password(request: ViewerRequest, user: User) -> HttpResponse:
    form = PasswordForm(request.POST, user=user)
    if not form.is_valid():
        return render(request, "accounts/password.html", {"form": form, "user": user}, status=422)
    user = actions.change_password(
        user, password=form.cleaned_data["password"], keep_session=request.session.session_key or ""
    )
    update_session_auth_hash(request, user)
    messages.success(request, _("Your password is changed. Other browsers are signed out."))
    return redirect("accounts:account")


@require_POST
@answer_once
def end_session(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Sign out one other browser of one's own."""
    mine = Session.objects.visible_to(request.viewer)
    found = next((session for session in mine if session.public_id == public_id), None)
    if found is None:
        raise Http404
    if found.session_key == request.session.session_key:
        return redirect("accounts:sign_out")
    actions.end_session(found)
    messages.success(request, _("That browser is signed out."))
    return redirect("accounts:account")


@require_POST
@answer_once
def end_other_sessions(request: ViewerRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    count = actions.end_other_sessions(_user(request), keep=request.session.session_key or "")
    messages.success(
        request,
        ngettext("%(count)s browser is signed out.", "%(count)s browsers are signed out.", count) % {"count": count},
    )
    return redirect("accounts:account")


def _user(request: ViewerRequest) -> Any:
    """The signed-in user; Django's middleware lets nobody else reach these pages."""
    if request.viewer.user is None:
        raise Http404
    return request.viewer.user
