"""A person's account is disabled, and enabled again: each by two of staff, the first of them acting at once where it cannot wait.

The one thing to know: the yes or no of the second person is an exception like any other (exceptions/views.py)."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from japacar.accounts.proving import recently_proved
from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest, staff_only
from japacar.desk import actions
from japacar.desk.dealers.finding import proposed
from japacar.desk.models import Override
from japacar.desk.people.forms import DisableForm, EnableForm
from japacar.desk.people.page import page_of, person_or_404, telling

REFUSALS = {
    "own_account": gettext_lazy("Nobody does this for himself: ask two others of staff. Nothing was changed."),
    "only_admins": gettext_lazy("This is one of staff: only an admin can begin it. Nothing was changed."),
    "last_admin": gettext_lazy("No other admin could sign in any more. Nothing was changed."),
    "not_in_use": gettext_lazy(
        "This account is disabled or closed already, or was never confirmed. Nothing was changed."
    ),
    "not_disabled": gettext_lazy(
        "This account is not disabled, or the second word on that is still to come. Nothing was changed."
    ),
}


@require_POST
@staff_only
@recently_proved
@answer_once
def disable_account(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """In force at once; the person is told why."""
    found, form = person_or_404(pk), DisableForm(request.POST)
    if not form.is_valid():
        return page_of(request, found, disable=form)
    said = form.cleaned_data
    done = _("Disabled, and told by mail. Another of staff must confirm it within 72 hours, else it is open again.")
    with telling(request, done, REFUSALS):
        actions.disable(found, cause=said["cause"], reason=said["reason"], by=request.viewer)
    return redirect("desk:person", pk=found.pk)


@require_POST
@staff_only
@recently_proved
@answer_once
def propose_enabling(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The first word on opening it again."""
    found, form = person_or_404(pk), EnableForm(request.POST)
    if not form.is_valid():
        return page_of(request, found, enable=form)
    reason = form.cleaned_data["reason"]
    with telling(request, "", REFUSALS):
        proposed(request, actions.propose_override(found, kind=Override.Kind.ENABLE, reason=reason, by=request.viewer))
    return redirect("desk:person", pk=found.pk)
