"""The mailbox of a dealer's staff: entered in the settings, confirmed and removed by whoever reads it, without signing in.

The one thing to know: each link in a mail leads to a page with one button; only the button, or a mail program's own "unsubscribe",
does anything."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from japacar.accounts import limits
from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest
from japacar.members import actions
from japacar.members.access import DealerRequest
from japacar.members.forms import NotificationAddressForm
from japacar.members.models import Dealer, NotificationAddress, WrongState
from japacar.members.views.settings import of_staff_settings
from japacar.ui.errors import error_page

DAY = 24 * 3600
ASKING = limits.Limit("notification-address/dealer", 10, DAY)
ASKED = limits.Limit("notification-address/address", 5, DAY)


@require_http_methods(["GET", "HEAD", "POST"])
@of_staff_settings
def notification_address(request: DealerRequest) -> HttpResponse:
    """The mailbox as it is, and the form for another."""
    if request.method != "POST":
        return _page(request, NotificationAddressForm(initial=_initial(request.dealer)))
    form = NotificationAddressForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    wait = limits.wait_for((ASKING, str(request.dealer.pk)), (ASKED, form.cleaned_data["email"]))
    if wait:
        return error_page(request, 429, retry_after=wait)
    return _save(request, form)


@answer_once
def _save(request: DealerRequest, form: NotificationAddressForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        address = actions.save_notification_address(
            request.dealer, said["email"], language=said["language"], by=request.viewer
        )
    except WrongState as error:
        raise PermissionDenied from error
    if address.confirmed_at is None:
        messages.success(
            request, _("We have written to the address. Notices go there after the button in that mail was pressed.")
        )
    else:
        messages.success(request, _("Saved."))
    return redirect("members:notification_address")


@require_POST
@of_staff_settings
@answer_once
def remove_address(request: DealerRequest) -> HttpResponse:
    """The dealer takes it out himself."""
    address = _address_of(request.dealer)
    if address is not None:
        actions.remove_notification_address(address, by=request.viewer)
    messages.success(request, _("Removed. Nothing is sent there any more."))
    return redirect("members:notification_address")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: ViewerRequest, secret: str) -> HttpResponse:
    """Its owner says yes, by the button."""
    try:
        look = actions.confirm_notification_address if request.method == "POST" else actions.find_unconfirmed_address
        address = look(secret)
    except actions.AddressLinkIsDead:
        return render(request, "members/link_dead.html", {"what": "address"}, status=404)
    page = {"dealer": address.dealer, "is_done": request.method == "POST"}
    return render(request, "members/confirm_address.html", page)


# Mail programs post to this address by themselves when their reader presses "unsubscribe" (RFC 8058), without our cookie or the
# token of a form. The signed token in the address is the whole right; all that it can do is to end mails.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mails(request: ViewerRequest, token: str) -> HttpResponse:
    """One click, no sign-in: the address is forgotten. A second time it says the same."""
    try:
        address = actions.find_address_to_remove(token)
    except actions.AddressLinkIsDead as error:
        raise Http404 from error
    if request.method == "POST" and address is not None:
        actions.remove_notification_address(address, by=address)
    page = {"dealer": address.dealer if address else None, "is_done": address is None or request.method == "POST"}
    return render(request, "members/stop_mails.html", page)


def _address_of(dealer: Dealer) -> NotificationAddress | None:
    return getattr(dealer, "notification_address", None)


def _initial(dealer: Dealer) -> dict[str, str]:
    address = _address_of(dealer)
    language = (get_language() or "ja").split("-")[0]
    return {"email": address.email, "language": address.language} if address else {"language": language}


def _page(request: DealerRequest, form: NotificationAddressForm) -> HttpResponse:
    page = {"dealer": request.dealer, "form": form, "address": _address_of(request.dealer)}
    return render(request, "members/notification_address.html", page, status=422 if form.errors else 200)
