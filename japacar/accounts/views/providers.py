"""Through Google or LINE: the button, the way back, and what is said when it did not work.

The one thing to know: an answer that is wrong in any way ends on one kind page and leaves nothing behind; what was wrong stands in
our log as one word."""

import logging
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from japacar.accounts import limits, linking
from japacar.accounts.addresses import network_of
from japacar.accounts.providers import Provider, asking, origins, provider
from japacar.accounts.providers.asking import Errand, Refused
from japacar.accounts.providers.identities import Identity
from japacar.accounts.providers.pending import Pending
from japacar.accounts.proving import recently_proved
from japacar.accounts.signing import welcome
from japacar.accounts.viewers import ViewerRequest
from japacar.ui.errors import error_page
from japacar.ui.paths import local_path

log = logging.getLogger(__name__)
WAYS = ("sign_in", "buyer", "dealer")
View = Callable[..., HttpResponse]


def leads_to_providers(view: View) -> View:
    """Marks a page that has the providers' buttons: its forms may be redirected to them, and those of no other page."""

    @wraps(view)
    def named(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer.csp_form_action = origins()  # type: ignore[attr-defined]
        return answer

    return named


@login_not_required
@never_cache
@require_POST
def start_with(request: ViewerRequest, provider: str) -> HttpResponse:
    """The button of the pages for signing in and joining."""
    way = request.POST.get("way", "")
    errand = Errand(way if way in WAYS else "sign_in", local_path(request.POST.get("next")), get_language() or "en")
    return _start(request, _configured(provider), errand)


@never_cache
@require_POST
@recently_proved
def start_linking(request: ViewerRequest, provider: str) -> HttpResponse:
    """The button of the account page."""
    errand = Errand("link", "", get_language() or "en", str(request.viewer.user.pk if request.viewer.user else ""))
    return _start(request, _configured(provider), errand)


def _start(request: ViewerRequest, found: Provider, errand: Errand) -> HttpResponse:
    wait = limits.wait_for((limits.PROVIDER_OF_ADDRESS, network_of(request)), (limits.PROVIDER_OVER_ALL, ""))
    if wait:
        return error_page(request, 429, retry_after=wait)
    try:
        answer = redirect(asking.begin(request, found, errand))
    except Refused as refusal:
        return _refused(request, found, refusal, errand)
    answer.csp_form_action = (found.origin,)  # type: ignore[attr-defined]
    return answer


@login_not_required
@never_cache
@require_safe
def callback(request: ViewerRequest, provider: str) -> HttpResponse:
    """Where a provider sends the browser back to. Its address carries a code, so every answer is a redirect away from it."""
    found = _configured(provider)
    errand = Errand("sign_in", language=get_language() or "en")
    try:
        kept = asking.take_state(request, found)
        errand = Errand(**kept["errand"])
        identity = asking.redeem(request, found, kept)
    except Refused as refusal:
        return _refused(request, found, refusal, errand)
    with translation.override(errand.language):
        return _link(request, errand, identity) if errand.way == "link" else _go_in(request, errand, identity)


def _go_in(request: ViewerRequest, errand: Errand, identity: Identity) -> HttpResponse:
    """Somebody we know is signed in; somebody we do not know is asked first, and nothing of him is kept."""
    user = linking.owner_of(identity)
    if user is None:
        Pending(identity, errand.way, errand.next).put(request)
        return redirect("accounts:through")
    if not user.is_active:
        return _failed(identity.provider, "closed")
    return welcome(request, user, method=identity.provider, next=errand.next)


def _link(request: ViewerRequest, errand: Errand, identity: Identity) -> HttpResponse:
    """Only for the person who pressed the button, still signed in here."""
    user = request.viewer.user
    if user is None or str(user.pk) != errand.user:
        return _failed(identity.provider, "stale")
    link_and_say(request, identity)
    return redirect("accounts:account")


def link_and_say(request: ViewerRequest, identity: Identity) -> None:
    """Link the signed-in account, and a sentence about it on the next page."""
    assert request.viewer.user is not None
    title = _configured(identity.provider).title
    try:
        linking.link(request.viewer.user, identity)
    except linking.LinkedElsewhere:
        words = _("This account at %(provider)s already opens another account here. Nothing was changed.")
        messages.error(request, words % {"provider": title})
    except linking.AnotherLinked:
        words = _("Another account at %(provider)s is linked already. Unlink it first.")
        messages.error(request, words % {"provider": title})
    else:
        messages.success(request, _("From now on you can sign in with %(provider)s.") % {"provider": title})


def _refused(request: HttpRequest, found: Provider, refusal: Refused, errand: Errand) -> HttpResponse:
    if refusal.code != "denied":
        log.warning("sign-in with %s: %s (%s)", found.name, refusal.code, refusal.detail)
    with translation.override(errand.language):
        return _failed(found.name, refusal.code)


def _failed(name: str, why: str) -> HttpResponse:
    return redirect(f"{reverse('accounts:provider_failed', kwargs={'provider': name})}?why={why}")


@login_not_required
@never_cache
@require_safe
def provider_failed(request: HttpRequest, provider: str) -> HttpResponse:
    """What happened, in plain words, and the other ways in."""
    page = {"provider": _configured(provider), "why": request.GET.get("why", "")}
    return render(request, "accounts/provider_failed.html", page)


def _configured(name: str) -> Provider:
    found = provider(name)
    if found is None:
        raise Http404
    return found
