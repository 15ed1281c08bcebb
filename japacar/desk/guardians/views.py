"""Staff check the consent of a guardian: the papers by a post with a reason, then right or not.

The one thing to know: the account opens with the word of a second person; the first one cannot give it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from japacar.accounts.proving import recently_proved
from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest, staff_only
from japacar.desk import actions as desk
from japacar.desk.dealers.finding import proposed, too_late
from japacar.desk.dealers.forms import HoldForm, LookForm
from japacar.desk.dealers.review import pages_of
from japacar.desk.exceptions.queue import proposals
from japacar.desk.guardians.queue import entry
from japacar.desk.models import Override
from japacar.desk.names import name_of
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.members import actions
from japacar.members.forms.fields import Paragraphs
from japacar.members.models import Dealer, GuardianConsent, WrongState

PER_PAGE = 50


class RefuseForm(forms.Form):
    """Why it cannot be accepted; the person reads it."""

    reason = Paragraphs(
        most=1000,
        rows=3,
        label=gettext_lazy("Why it cannot be accepted"),
        help_text=gettext_lazy("The person reads this."),
    )


@never_cache
@require_safe
@staff_only
def consents(request: ViewerRequest) -> HttpResponse:
    """What waits, the oldest first."""
    waiting = GuardianConsent.objects.visible_to(request.viewer).waiting().select_related("user")
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    rows = [entry(each, request.viewer) for each in page.object_list]
    return render(request, "desk/queue.html", {"title": _("Consents of guardians"), "page": page, "rows": rows})


@never_cache
@require_safe
@staff_only
def consent(request: ViewerRequest, pk: UUID) -> HttpResponse:
    return _page(request, _found(request, pk))


@never_cache
@require_POST
@staff_only
@recently_proved
def look(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Both papers, for the answer to this post only; who looked and why is recorded."""
    found, form = _found(request, pk), LookForm(request.POST)
    if not form.is_valid():
        return _page(request, found, look=form)
    shown = []
    papers = ((_("Signed consent"), found.consent_paper), (_("Identity paper"), found.identity_paper))
    for title, file in papers:
        if file is not None:
            shown.append((title, pages_of(request, file)))
            why = form.cleaned_data["why"]
            record(Kind.GUARDIAN_CONSENT_VIEWED, found.user, by=request.viewer, file=str(file.pk), reason_code=why)
    return _page(request, found, looked=shown)


@require_POST
@staff_only
@recently_proved
@answer_once
def right(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The first word, or the second of another person."""
    found = _found(request, pk)
    try:
        found = actions.find_consent_right(found, by=request.viewer)
    except actions.SamePerson:
        messages.warning(
            request, _("You gave the first word: another of staff must give the second. Nothing was changed.")
        )
    except WrongState:
        too_late(request)
    else:
        is_done = found.state == GuardianConsent.State.ACCEPTED
        messages.success(
            request, _("Accepted: the account is open.") if is_done else _("Kept. A second person looks now.")
        )
    return redirect("desk:consents")


@require_POST
@staff_only
@recently_proved
@answer_once
def hold(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Propose to hold the papers back from deletion, or to end the hold that there is."""
    found, form = _found(request, pk), HoldForm(request.POST)
    if not form.is_valid():
        return _page(request, found, hold=form)
    kind = Override.Kind.RELEASE if found.originals_held_at else Override.Kind.HOLD
    try:
        override = desk.propose_override(found.user, kind=kind, reason=form.cleaned_data["reason"], by=request.viewer)
    except WrongState:
        too_late(request)
    else:
        proposed(request, override)
    return redirect("desk:consent", pk=found.pk)


@require_POST
@staff_only
@answer_once
def refuse(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """It cannot be accepted; the account stays frozen and another consent may be sent."""
    found, form = _found(request, pk), RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, found, refuse=form)
    try:
        actions.refuse_consent(found, reason=form.cleaned_data["reason"], by=request.viewer)
    except WrongState:
        too_late(request)
    else:
        messages.success(request, _("Not accepted; the person is told why."))
    return redirect("desk:consents")


def _found(request: ViewerRequest, pk: UUID) -> GuardianConsent:
    every = GuardianConsent.objects.visible_to(request.viewer).select_related("user", "consent_paper", "identity_paper")
    found: GuardianConsent = get_object_or_404(every, pk=pk)
    return found


def _page(
    request: ViewerRequest,
    found: GuardianConsent,
    *,
    look: LookForm | None = None,
    refuse: RefuseForm | None = None,
    hold: HoldForm | None = None,
    looked: list[tuple[str, dict[str, Any]]] | None = None,
) -> HttpResponse:
    forms_ = (look or LookForm(), refuse or RefuseForm(), hold or HoldForm())
    waiting = proposals(found.user, request.viewer)
    page = {
        "consent": found,
        "look": forms_[0],
        "refuse": forms_[1],
        "hold": forms_[2],
        "proposals": [each for each in waiting if each["override"].kind in desk.HOLDING],
        "looked": looked,
        "dealer": Dealer.objects.visible_to(request.viewer).filter(memberships__user=found.user).first(),
        "may_decide": found.state in GuardianConsent.OPEN,
        "is_own": found.first_by == request.viewer.event_ref,
        "first_by": name_of(found.first_by) if found.first_by else "",
        "decided_by": name_of(found.decided_by) if found.decided_by else "",
    }
    return render(request, "desk/consent.html", page, status=422 if any(form.errors for form in forms_) else 200)
