"""Second factors of one's own account: an app, passkeys, recovery codes; their names, and taking them away.

The one thing to know: each change asks for a fresh proof (`recently_proved`), and its owner is told by mail."""

import base64
import io
from typing import Any

import qrcode
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from qrcode.image.svg import SvgPathFillImage

from japacar.accounts import factors as second
from japacar.accounts import limits, proving
from japacar.accounts.addresses import network_of
from japacar.accounts.beneath import belonging_to
from japacar.accounts.proof_forms import AddAppForm, FactorNameForm
from japacar.accounts.proving import recently_proved
from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest
from japacar.ui.errors import error_page
from japacar.ui.paths import local_path

# The secret of an app that is being set up, sealed like the one that is kept.
PENDING = "app_secret"


@never_cache
@require_safe
def factors(request: ViewerRequest) -> HttpResponse:
    """What there is, what may be added, and why it was asked for."""
    user = _user(request)
    page = {
        "factors": second.factors_of(user),
        "codes_left": second.recovery_codes_left(user),
        "next": _next(request),
        "must": bool(request.viewer.role_held),
    }
    return render(request, "accounts/factors.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@recently_proved
def add_app(request: ViewerRequest) -> HttpResponse:
    """Scan, type the first code, done. The secret lies in the session until then."""
    user = _user(request)
    if request.method != "POST":
        return _show_secret(request, AddAppForm(initial={"name": _("My phone")}))
    wait = limits.wait_for((limits.FACTOR_OF_ACCOUNT, str(user.pk)), (limits.FACTOR_OF_ADDRESS, network_of(request)))
    return error_page(request, 429, retry_after=wait) if wait else _add_app(request)


@answer_once
def _add_app(request: ViewerRequest) -> HttpResponse:
    user, form = _user(request), AddAppForm(request.POST)
    if form.is_valid():
        try:
            second.add_app(user, secret=_secret(request), **form.cleaned_data)
        except second.WrongCode:
            form.add_error("code", _("This is not the code that the app shows now. Check the clock of your phone."))
        else:
            request.session.pop(PENDING, None)
            return added(request)
    return _show_secret(request, form, status=422)


def added(request: ViewerRequest) -> HttpResponse:
    """Recovery codes come next for whoever has none."""
    limits.forgive_factor(str(_user(request).pk))
    proving.rise(request, second=True)
    messages.success(request, _("It is set up. From now on we ask for it when you sign in."))
    if second.recovery_codes_left(_user(request)):
        return redirect(_next(request) or "accounts:factors")
    return redirect(f"{reverse('accounts:recovery_codes')}?{urlencode({'next': _next(request)})}")


def _show_secret(request: ViewerRequest, form: AddAppForm, *, status: int = 200) -> HttpResponse:
    secret = _secret(request)
    page = {
        "form": form,
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "qr": _qr(second.uri_of(_user(request), secret)),
        "next": _next(request),
    }
    return render(request, "accounts/add_app.html", page, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@recently_proved
def recovery_codes(request: ViewerRequest) -> HttpResponse:
    """How many are left, and ten new ones. They are shown in the answer to this post and never again."""
    user = _user(request)
    if not second.has_second_factor(user):
        return redirect("accounts:factors")
    page: dict[str, Any] = {"left": second.recovery_codes_left(user), "next": _next(request), "codes": []}
    if request.method == "POST":
        page["codes"] = [f"{code[:5]} {code[5:]}" for code in second.make_recovery_codes(user)]
    return render(request, "accounts/recovery_codes.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def rename_factor(request: ViewerRequest, factor_id: int) -> HttpResponse:
    """Another name for one of one's own."""
    found = _own(request, factor_id)
    form = FactorNameForm(request.POST if request.method == "POST" else None, initial={"name": found.name})
    if form.is_bound and form.is_valid():
        second.rename_factor(_user(request), factor_id, form.cleaned_data["name"])
        messages.success(request, _("The name is saved."))
        return redirect("accounts:factors")
    page = {"form": form, "factor": found}
    return render(request, "accounts/rename_factor.html", page, status=422 if form.is_bound else 200)


@require_POST
@recently_proved
@answer_once
def remove_factor(request: ViewerRequest, factor_id: int) -> HttpResponse:
    """Take one away; other browsers are signed out."""
    _own(request, factor_id)
    try:
        second.remove_factor(_user(request), factor_id, keep_session=request.session.session_key or "")
    except second.LastOfStaff:
        messages.error(request, _("Staff keep at least one second factor. Set up another one first."))
        return redirect("accounts:factors")
    except Authenticator.DoesNotExist:
        raise Http404 from None
    if not second.has_second_factor(_user(request)):
        proving.forget_second(request)
    messages.success(request, _("It is removed. Other browsers are signed out."))
    return redirect("accounts:factors")


def _own(request: ViewerRequest, factor_id: int) -> second.Factor:
    found = next((factor for factor in second.factors_of(_user(request)) if factor.id == factor_id), None)
    if found is None:
        raise Http404
    return found


def _secret(request: ViewerRequest) -> str:
    """The one that is being set up in this browser, or a new one."""
    user, sealer = _user(request), get_adapter()
    with belonging_to(user, "pending"):
        if PENDING not in request.session:
            request.session[PENDING] = sealer.encrypt(second.new_secret())
        return str(sealer.decrypt(request.session[PENDING]))


def _qr(text: str) -> str:
    """A QR code as the address of an SVG picture that stands in the page itself: nobody else could fetch it."""
    drawn = io.BytesIO()
    qrcode.make(text, image_factory=SvgPathFillImage, border=3).save(drawn)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.getvalue()).decode()}"


def _next(request: ViewerRequest) -> str:
    return local_path(request.POST.get("next") or request.GET.get("next"))


def _user(request: ViewerRequest) -> Any:
    if request.viewer.user is None:
        raise Http404
    return request.viewer.user
