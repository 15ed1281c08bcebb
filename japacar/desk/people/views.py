"""Find one person by his address, and take lost second factors away: two of staff, three days, the owner told.

The one thing to know: nobody browses people, and no address of a page holds an e-mail; each look-up is recorded."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from japacar.accounts import recovery
from japacar.accounts.models import FactorReset
from japacar.accounts.proving import recently_proved
from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest, staff_only
from japacar.desk.people import finding
from japacar.desk.people.forms import FindForm, ResetForm
from japacar.desk.people.page import page_of, person_or_404, telling
from japacar.desk.people.queue import open_resets
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel import clock

PER_PAGE = 20
REFUSALS = {
    "nothing_to_reset": gettext_lazy("This account has no second factor, or is closed. Nothing was changed."),
    "own_account": gettext_lazy("Nobody does this for himself: ask two others of staff. Nothing was changed."),
    "only_admins": gettext_lazy("This is one of staff: only two admins can do it. Nothing was changed."),
    "last_admin": gettext_lazy("This is the last admin. It is done on the server. Nothing was changed."),
    "same_person": gettext_lazy("You proposed it: another of staff must agree. Nothing was changed."),
    "not_open": gettext_lazy("This was done, stopped or confirmed meanwhile. Nothing was changed."),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def people(request: ViewerRequest) -> HttpResponse:
    """One field for a whole address, and what waits."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        found = finding.by_address(form.cleaned_data["email"])
        if found is not None:
            record(Kind.ACCOUNT_LOOKED_UP, found, by=request.viewer)
            return redirect("desk:person", pk=found.pk)
        form.add_error("email", _("Nobody has this address."))
    page = Paginator(open_resets(), PER_PAGE).get_page(request.GET.get("page"))
    shown = {"form": form, "page": page, "now_at": clock.now()}
    return render(request, "desk/people.html", shown, status=422 if form.errors else 200)


@never_cache
@require_safe
@staff_only
def person(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """What is needed to help him, and no more."""
    return page_of(request, person_or_404(pk))


@require_POST
@staff_only
@recently_proved
@answer_once
def propose_reset(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The first word."""
    found, form = person_or_404(pk), ResetForm(request.POST)
    if not form.is_valid():
        return page_of(request, found, reset=form)
    with telling(request, _("Proposed. Another of staff must agree; then it waits for 72 hours."), REFUSALS):
        recovery.propose_reset(found, reason=form.cleaned_data["reason"], by=request.viewer)
    return redirect("desk:person", pk=found.pk)


@require_POST
@staff_only
@recently_proved
@answer_once
def confirm_reset(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The second word: the three days begin, and the person is told."""
    reset = _reset(pk)
    with telling(request, _("Agreed. It is done in 72 hours; the person is told now and can stop it."), REFUSALS):
        recovery.confirm_reset(reset, by=request.viewer)
    return redirect("desk:person", pk=reset.user_id)


@require_POST
@staff_only
@answer_once
def stop_reset(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """It can only protect, so one of staff is enough."""
    reset = _reset(pk)
    with telling(request, _("Stopped. The second factors stay."), REFUSALS):
        recovery.stop_reset(reset, by=request.viewer)
    return redirect("desk:person", pk=reset.user_id)


def _reset(pk: UUID) -> FactorReset:
    found = finding.reset_by_pk(pk)
    if found is None:
        raise Http404
    return found
