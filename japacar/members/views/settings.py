"""The dealer's settings: a list of tasks, each a page of its own that is saved by itself, in any order.

The one thing to know: what staff have compared is shown and no longer changed; see actions.details.NotYet."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from japacar.accounts.models import User
from japacar.accounts.proving import fully_proved
from japacar.accounts.receipts import answer_once
from japacar.certificates.ai.dealers import ai_offer, end_suggestion, suggested
from japacar.files.actions import UploadRefused, store
from japacar.files.refusals import sentence
from japacar.kernel import permit_number
from japacar.kernel.inspection import Slot
from japacar.kernel.postal import PostalCodeRefused
from japacar.members import actions, rules
from japacar.members.access import DealerRequest, for_dealer_who
from japacar.members.actions.details import ADDRESS, COMPANY, PERMIT, REPRESENTATIVE
from japacar.members.forms import AddressForm, CompanyForm, PermitForm, RepresentativeForm
from japacar.members.forms.dealer import address_warning, filled_from_postal_code, places_meant
from japacar.members.forms.fields import SENTENCES
from japacar.members.models import Dealer, WrongState
from japacar.members.roles import Task
from japacar.members.views.guardian import consent_of
from japacar.members.views.register_facts import register_facts
from japacar.members.views.tasks import expected_by, missing_of, tasks_of, whenever
from japacar.members.words import SECTIONS, STATUS_KINDS, WARNINGS

View = Callable[..., HttpResponse]


def of_settings(view: View) -> View:
    """A page that only the owner or a manager of a dealer opens; 404 for everybody else."""
    return never_cache(for_dealer_who(Task.SETTINGS)(view))


def of_staff_settings(view: View) -> View:
    """The same for pages about the dealer's people, which rest while an owner is frozen or the dealer suspended."""
    return never_cache(for_dealer_who(Task.STAFF)(view))


def of_who_proved_himself(task: Task) -> Callable[[View], View]:
    """For those who do this part of the work, showed a second factor and have just proved who they are. All this is asked before a form
    is shown, so that nothing typed and no chosen file is lost on the way."""

    def guard(view: View) -> View:
        return never_cache(for_dealer_who(task)(fully_proved(view)))

    return guard


@require_safe
@of_settings
def settings(request: DealerRequest) -> HttpResponse:
    """Every section with its state, why the papers came back if they did, and the button that sends them."""
    dealer = request.dealer
    missing = missing_of(dealer)
    page = {
        "dealer": dealer,
        "status": (dealer.get_status_display(), STATUS_KINDS[dealer.status]),
        "tasks": tasks_of(dealer, missing, by=request.membership),
        "whenever": whenever(dealer),
        "expected_by": expected_by(dealer),
        "done": len(rules.SECTIONS) - len(missing),
        "all": len(rules.SECTIONS),
        "is_frozen": _is_frozen(request),
        "consent": consent_of(request.viewer),
    }
    return render(request, "members/settings.html", page)


def _url(section: str) -> str:
    return reverse(f"members:{section}")


@require_http_methods(["GET", "HEAD", "POST"])
@of_settings
@answer_once
def company(request: DealerRequest) -> HttpResponse:
    dealer = request.dealer
    form = CompanyForm(request.POST if request.method == "POST" else None, initial=_initial(dealer, COMPANY))
    if request.method == "POST" and form.is_valid():
        return _saved(request, form, actions.save_company)
    return _section(request, "company", form, warnings=rules.number_warnings(dealer), register=register_facts(dealer))


@require_http_methods(["GET", "HEAD", "POST"])
@of_settings
@answer_once
def representative(request: DealerRequest) -> HttpResponse:
    form = RepresentativeForm(
        request.POST if request.method == "POST" else None, initial=_initial(request.dealer, REPRESENTATIVE)
    )
    is_frozen = _is_frozen(request)
    if request.method == "POST" and not is_frozen and form.is_valid():
        return _saved(request, form, actions.save_representative)
    return _section(request, "representative", form, is_open=not is_frozen, is_frozen=is_frozen)


@require_http_methods(["GET", "HEAD", "POST"])
@of_settings
@answer_once
def address(request: DealerRequest) -> HttpResponse:
    """With the button "Fill in from postal code" nothing is saved: the form comes back with what the code stands for."""
    if request.method == "POST" and "fill" in request.POST:
        return _section(request, "address", _filled(request), anchor="id_street")
    initial = _initial(request.dealer, ADDRESS)
    form = AddressForm(request.POST if request.method == "POST" else None, initial=initial, language=_language())
    if request.method == "POST" and form.is_valid():
        if warning := address_warning(form.cleaned_data):
            messages.warning(request, warning)
        return _saved(request, form, actions.save_address)
    return _section(request, "address", form)


def _filled(request: DealerRequest) -> AddressForm:
    typed = {name: request.POST.get(name, "")[:400] for name in ADDRESS}
    try:
        form = AddressForm(initial=filled_from_postal_code(typed), language=_language())
        meant = places_meant(typed)
        if len(meant) > 1:
            with_city = len({each.city for each in meant}) > 1
            form.places = tuple((each.city if with_city else "") + each.area for each in meant)
            form.fields["street"].widget.attrs["list"] = "places"
        return form
    except PostalCodeRefused as refused:
        form = AddressForm(typed, language=_language())
        form.full_clean()
        form.errors.clear()
        form.add_error("postal_code", forms.ValidationError(SENTENCES[refused.code], code=refused.code))
        return form


@require_http_methods(["GET", "HEAD", "POST"])
@of_settings
@answer_once
def permit(request: DealerRequest) -> HttpResponse:
    """Commission and number are text; the picture is stored sealed and shown to staff only."""
    dealer = request.dealer
    named = permit_number.find_commission(dealer.permit_commission)
    initial = {
        "permit_commission": named.code if named else "",
        "permit_number": dealer.permit_number,
        "permit_issued_on": dealer.permit_issued_on,
    }
    read_by_ai = suggested(dealer, "permit")
    initial |= {name: value for name, value in read_by_ai.items() if not initial[name]}
    form = PermitForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial=initial,
        language=_language(),
        has_photo=dealer.permit_photo_id is not None,
    )
    if request.method == "POST" and form.is_valid():
        return _save_permit(request, form)
    warnings = rules.permit_warnings(dealer) if dealer.permit_number else ()
    return _section(request, "permit", form, warnings=warnings, ai=ai_offer("permit", read_by_ai))


def _save_permit(request: DealerRequest, form: PermitForm) -> HttpResponse:
    if not request.dealer.may_change("permit"):
        return too_late(request)
    photo, upload = None, form.cleaned_data["permit_photo"]
    try:
        if upload:
            photo = store(upload, slot=Slot.IDENTITY, owner_ref=request.dealer.event_ref, by=request.viewer)
    except UploadRefused as refused:
        form.add_error("permit_photo", sentence(refused.code))
        return _section(request, "permit", form)
    details = {name: form.cleaned_data[name] for name in PERMIT}
    try:
        dealer = actions.save_permit(request.dealer, details, photo=photo, by=request.viewer)
    except WrongState:
        return too_late(request)
    end_suggestion(dealer, "permit", by=request.viewer)
    return said(request, rules.permit_warnings(dealer))


@require_POST
@of_settings
@answer_once
def submit(request: DealerRequest) -> HttpResponse:
    """Send everything to staff; what is missing stands beside each task."""
    try:
        actions.submit_dealer(request.dealer, by=request.viewer)
    except actions.NotComplete as lacking:
        sections = pgettext("list", ", ").join(str(SECTIONS[section]) for section in lacking.missing)
        messages.warning(request, _("Not sent yet. Please complete: %(sections)s.") % {"sections": sections})
    except WrongState:
        messages.info(request, _("It is sent already; we are checking it."))
    else:
        messages.success(request, _("Sent. We check it within 24 hours on working days and write to you."))
    return redirect("members:settings")


def _section(
    request: DealerRequest,
    section: str,
    form: forms.Form,
    *,
    is_open: bool | None = None,
    warnings: tuple[str, ...] = (),
    **more: Any,
) -> HttpResponse:
    """The page of one section; where it can no longer be changed, what it says."""
    dealer = request.dealer
    page = {
        "dealer": dealer,
        "form": form,
        "section": section,
        "title": SECTIONS[section],
        "is_open": dealer.may_change(section) if is_open is None else is_open,
        "warnings": [WARNINGS[code] for code in warnings if code in WARNINGS],
        "is_frozen": False,
        **more,
    }
    return render(request, f"members/{section}.html", page, status=422 if form.errors else 200)


def _saved(request: DealerRequest, form: forms.Form, save: Callable[..., Dealer]) -> HttpResponse:
    try:
        dealer = save(request.dealer, form.cleaned_data, by=request.viewer)
    except WrongState:
        return too_late(request)
    return said(request, rules.number_warnings(dealer) if save is actions.save_company else ())


def said(request: DealerRequest, warnings: tuple[str, ...] = ()) -> HttpResponseRedirect:
    messages.success(request, _("Saved."))
    for code in warnings:
        if code in WARNINGS:
            messages.warning(request, str(WARNINGS[code]))
    return HttpResponseRedirect(_url("settings"))


def too_late(request: DealerRequest) -> HttpResponseRedirect:
    messages.warning(
        request, _("This can no longer be changed here, because we are checking it or have checked it. Write to us.")
    )
    return HttpResponseRedirect(_url("settings"))


def _initial(dealer: Dealer, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(dealer, name) for name in names}


def _is_frozen(request: DealerRequest) -> bool:
    user = request.viewer.user
    return user is not None and user.status == User.Status.GUARDIAN_PENDING


def _language() -> str:
    return (get_language() or "en").split("-")[0]
