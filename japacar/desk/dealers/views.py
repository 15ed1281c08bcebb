"""Staff check dealers: the queue, the list of all, the review of one, and the decisions.

The one thing to know: of two who decide at once the first one counts, and nobody decides what another holds."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from japacar.accounts.proving import recently_proved
from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest, staff_only
from japacar.desk import actions
from japacar.desk.actions import HeldByAnother, NeedsSecondPerson
from japacar.desk.dealers.forms import AskForm, RefuseForm, SuspendForm
from japacar.desk.dealers.queue import entries
from japacar.desk.dealers.review import called, just_decided, language_of, review
from japacar.desk.names import name_of
from japacar.members import actions as members
from japacar.members.models import Dealer, WrongState
from japacar.members.words import STATUS_KINDS

PER_PAGE = 50


@never_cache
@require_safe
@staff_only
def dealers(request: ViewerRequest) -> HttpResponse:
    """The queue, the oldest first."""
    return render(request, "desk/dealers.html", {"entries": entries(request.viewer), "decided": just_decided(request)})


@never_cache
@require_safe
@staff_only
def all_dealers(request: ViewerRequest) -> HttpResponse:
    """Every dealer, whatever its state."""
    every = Dealer.objects.visible_to(request.viewer).order_by("name_en", "slug")
    pager = Paginator(every, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(each, each.get_status_display(), STATUS_KINDS[each.status]) for each in pager]
    return render(request, "desk/all_dealers.html", {"rows": rows, "pager": pager})


@never_cache
@require_safe
@staff_only
def dealer(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The review: evidence left, comparison right, decision below."""
    return review(request, found_or_404(request, pk))


@require_POST
@staff_only
@answer_once
def approve(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """From now on the dealer may publish."""
    found = found_or_404(request, pk)
    try:
        actions.approve(found, by=request.viewer)
    except NeedsSecondPerson:
        messages.warning(request, _("A check shows a difference. Propose the approval below; a second person decides."))
        return redirect("desk:dealer", pk=found.pk)
    except HeldByAnother as held:
        return held_by_another(request, found, held)
    except WrongState:
        return decided_already(request, found)
    messages.success(request, _("%(name)s is approved.") % {"name": called(found)})
    return after(found)


@require_POST
@staff_only
@answer_once
def refuse(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Back to the dealer with a reason."""
    found, form = found_or_404(request, pk), RefuseForm(request.POST)
    if not form.is_valid():
        return review(request, found, refuse=form)
    reason = form.reason(language_of(found))
    try:
        actions.refuse(found, reason=reason, reason_code=form.cleaned_data["template"], by=request.viewer)
    except HeldByAnother as held:
        return held_by_another(request, found, held)
    except WrongState:
        return decided_already(request, found)
    messages.success(request, _("Sent back to %(name)s.") % {"name": called(found)})
    return after(found)


@require_POST
@staff_only
@answer_once
def ask(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """A question to the dealer, with the sections that he may change."""
    found, form = found_or_404(request, pk), AskForm(request.POST)
    if not form.is_valid():
        return review(request, found, ask=form)
    said = form.cleaned_data
    try:
        actions.ask(found, question=said["question"], sections=said["sections"], by=request.viewer)
    except HeldByAnother as held:
        return held_by_another(request, found, held)
    except WrongState:
        return decided_already(request, found)
    messages.success(request, _("%(name)s is asked.") % {"name": called(found)})
    return after(found)


@require_POST
@staff_only
@answer_once
def undo(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Take a fresh decision of one's own back."""
    found = found_or_404(request, pk)
    try:
        actions.undo(found, by=request.viewer)
    except (WrongState, HeldByAnother):
        messages.warning(request, _("This decision cannot be taken back any more."))
    else:
        messages.success(request, _("The decision is taken back; the dealer waits at the desk again."))
    return redirect("desk:dealer", pk=found.pk)


@require_POST
@staff_only
@recently_proved
@answer_once
def suspend(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Out of sight until two of staff agree to lift it."""
    found, form = found_or_404(request, pk), SuspendForm(request.POST)
    if not form.is_valid():
        return review(request, found, suspend=form)
    try:
        members.suspend_dealer(found, reason=form.cleaned_data["reason"], by=request.viewer)
    except WrongState:
        return decided_already(request, found)
    messages.success(request, _("%(name)s is suspended.") % {"name": called(found)})
    return redirect("desk:dealer", pk=found.pk)


@require_POST
@staff_only
@answer_once
def checked_again(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Permit and papers were compared again and are right."""
    found = found_or_404(request, pk)
    actions.close_rechecks(found, by=request.viewer)
    messages.success(request, _("%(name)s is checked again.") % {"name": called(found)})
    return redirect("desk:rechecks")


def found_or_404(request: ViewerRequest, pk: UUID) -> Dealer:
    every = Dealer.objects.visible_to(request.viewer).select_related("permit_photo", "permit_reading", "register_entry")
    found: Dealer = get_object_or_404(every, pk=pk)
    return found


def held_by_another(request: ViewerRequest, found: Dealer, held: HeldByAnother) -> HttpResponse:
    """Nothing was decided: another of staff is at it."""
    said = {"name": name_of(held.claim.held_by)}
    messages.warning(request, _("%(name)s holds this review. Take it over first if you must.") % said)
    return redirect("desk:dealer", pk=found.pk)


def decided_already(request: ViewerRequest, found: Dealer) -> HttpResponse:
    found.refresh_from_db()
    said = {"name": called(found), "who": name_of(found.decided_by), "status": found.get_status_display()}
    if found.decided_by:
        messages.warning(request, _("%(who)s was first: %(name)s is “%(status)s” already. Nothing was changed.") % said)
    else:
        messages.warning(request, _("%(name)s is “%(status)s”: there is nothing to decide now.") % said)
    return redirect("desk:dealer", pk=found.pk)


def after(decided: Dealer) -> HttpResponse:
    """On to the dealer that waits longest, or to the empty queue; both offer to take the decision back."""
    waiting = Dealer.objects.waiting().exclude(pk=decided.pk).first()
    return redirect("desk:dealer", pk=waiting.pk) if waiting else redirect("desk:dealers")
