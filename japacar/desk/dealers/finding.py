"""Finding the dealer of an address of the desk, and the kind answer where somebody else was first.

The one thing to know: `of_dealer` answers for all steps alike where two are at it: one holds the review, or has decided already."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from japacar.accounts.viewers import ViewerRequest
from japacar.desk.actions import HeldByAnother
from japacar.desk.models import Override
from japacar.desk.names import name_of
from japacar.members.models import Dealer, WrongState

Step = Callable[[ViewerRequest, Dealer], HttpResponse]


def of_dealer(step: Step) -> Callable[[ViewerRequest, UUID], HttpResponse]:
    """The view of a step about one dealer: the step gets him in place of his key, and says nothing of HeldByAnother and WrongState."""

    @wraps(step)
    def found(request: ViewerRequest, pk: UUID) -> HttpResponse:
        dealer = found_or_404(request, pk)
        if _was_sent_anew(request, dealer):
            said = _("The dealer has sent it anew since this page was opened. Nothing was decided; look once more.")
            messages.warning(request, said)
            return redirect("desk:dealer", pk=dealer.pk)
        try:
            return step(request, dealer)
        except HeldByAnother as held:
            return held_by_another(request, held)
        except WrongState:
            return decided_already(request, dealer)

    return found


def _was_sent_anew(request: ViewerRequest, dealer: Dealer) -> bool:
    """Whether a decision is about what somebody saw before another sent it back and the dealer changed it."""
    seen = request.POST.get("seen", "")
    return bool(seen) and dealer.submitted_at is not None and seen != dealer.submitted_at.isoformat()


def found_or_404(request: ViewerRequest, pk: UUID) -> Dealer:
    every = Dealer.objects.visible_to(request.viewer).select_related("permit_photo", "permit_reading", "register_entry")
    found: Dealer = get_object_or_404(every, pk=pk)
    return found


def held_by_another(request: ViewerRequest, held: HeldByAnother) -> HttpResponse:
    """Nothing was decided: another of staff is at it."""
    said = {"name": name_of(held.claim.held_by)}
    messages.warning(request, _("%(name)s holds this review. Take it over first if you must.") % said)
    return redirect("desk:dealer", pk=held.claim.dealer_id)


def decided_already(request: ViewerRequest, found: Dealer) -> HttpResponse:
    found.refresh_from_db()
    said = {"name": called(found), "who": name_of(found.decided_by), "status": found.get_status_display()}
    if found.decided_by:
        messages.warning(request, _("%(who)s was first: %(name)s is “%(status)s” already. Nothing was changed.") % said)
    else:
        messages.warning(request, _("%(name)s is “%(status)s”: there is nothing to decide now.") % said)
    return redirect("desk:dealer", pk=found.pk)


def called(found: Dealer) -> str:
    """The dealer's name in the reader's language, as the queue shows it."""
    return found.name((get_language() or "en").split("-")[0])


def proposed(request: ViewerRequest, override: Override) -> None:
    """The proposal is there, his own or the one that another of staff made a moment before; said on the next page."""
    if override.proposed_by == request.viewer.event_ref:
        messages.success(request, _("Proposed. Another of staff decides; you cannot confirm it yourself."))
    else:
        words = _("%(who)s proposed this a moment before. You can confirm or decline it.")
        messages.info(request, words % {"who": name_of(override.proposed_by)})


def too_late(request: ViewerRequest) -> None:
    """Somebody else was quicker, or it was a second click; said on the next page."""
    messages.warning(request, _("This was decided already. Nothing was changed."))
