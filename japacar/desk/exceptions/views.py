"""Exceptions that wait for a second person: the list, and his yes or no.

The one thing to know: what an exception is about (a dealer, a person) has its own page; both buttons stand there and lead back to it."""

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
from japacar.desk.actions import HeldByAnother, SamePerson
from japacar.desk.dealers.finding import held_by_another, too_late
from japacar.desk.exceptions.queue import called, entry
from japacar.desk.models import Override
from japacar.kernel.refusals import Refused
from japacar.members.models import WrongState

PER_PAGE = 50
Kind = Override.Kind


@never_cache
@require_safe
@staff_only
def overrides(request: ViewerRequest) -> HttpResponse:
    """All that wait, the oldest first."""
    waiting = Override.objects.visible_to(request.viewer).waiting().select_related("dealer", "user")
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    rows = [entry(each, request.viewer) for each in page.object_list]
    title = _("Exceptions for a second person")
    return render(request, "desk/queue.html", {"title": title, "page": page, "rows": rows})


@require_POST
@staff_only
@recently_proved
@answer_once
def confirm(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The second person agrees."""
    override = _found(request, pk)
    try:
        actions.confirm_override(override, by=request.viewer)
    except SamePerson:
        messages.warning(
            request, _("You proposed this yourself: another of staff must confirm it. Nothing was changed.")
        )
    except HeldByAnother as held:
        return held_by_another(request, held)
    except (WrongState, Refused):
        too_late(request)
    else:
        messages.success(request, _words(override))
    return redirect(override.get_absolute_url())


@require_POST
@staff_only
@recently_proved
@answer_once
def decline(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The second person does not agree, or the first one takes it back. What was in force at once ends with it."""
    override = _found(request, pk)
    try:
        actions.decline_override(override, by=request.viewer)
    except (WrongState, Refused):
        too_late(request)
    else:
        ended = {Kind.SUSPEND: _("The suspension is lifted."), Kind.DISABLE: _("The account is open again.")}
        messages.success(request, ended.get(Kind(override.kind), _("The proposal is off the table.")))
    return redirect(override.get_absolute_url())


def _words(override: Override) -> str:
    said = {
        Kind.HOLD: _("Confirmed. The pictures stay until two of staff end the hold."),
        Kind.RELEASE: _("Confirmed. The pictures go when their time is over."),
        Kind.LIFT: _("Confirmed. The suspension is lifted."),
        Kind.SUSPEND: _("Confirmed. The suspension stands until two of staff lift it."),
        Kind.DISABLE: _("Confirmed. The account stays disabled until two of staff enable it."),
        Kind.ENABLE: _("Confirmed. The account is open again; the person is told."),
    }
    approved = _("Confirmed. %(name)s is approved.") % {"name": called(override.subject)}
    return said.get(Kind(override.kind), approved)


def _found(request: ViewerRequest, pk: UUID) -> Override:
    every = Override.objects.visible_to(request.viewer).select_related("dealer", "user")
    found: Override = get_object_or_404(every, pk=pk)
    return found
