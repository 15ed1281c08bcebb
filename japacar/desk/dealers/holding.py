"""Holding a review, looking at identity papers, and proposing what two of staff agree on.

The one thing to know: a look at an identity paper is a post with a reason; the answer shows it once and no address leads to it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from japacar.accounts.proving import recently_proved
from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest, staff_only
from japacar.desk import actions
from japacar.desk.dealers.finding import of_dealer, proposed
from japacar.desk.dealers.forms import HoldForm, LookForm, ProposeForm, ReadPermitForm
from japacar.desk.dealers.review import pages_of, permit_pages, review
from japacar.desk.models import Override
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.members import actions as members
from japacar.members.models import Dealer, IdentityImage, WrongState


@require_POST
@staff_only
@answer_once
@of_dealer
def claim(request: ViewerRequest, found: Dealer) -> HttpResponse:
    """Hold the review for 15 minutes."""
    actions.claim_review(found, by=request.viewer)
    return redirect("desk:dealer", pk=found.pk)


@require_POST
@staff_only
@answer_once
@of_dealer
def take_over(request: ViewerRequest, found: Dealer) -> HttpResponse:
    """Hold it although another does."""
    actions.take_over_review(found, by=request.viewer)
    messages.success(request, _("You hold this review now."))
    return redirect("desk:dealer", pk=found.pk)


@require_POST
@staff_only
@answer_once
@of_dealer
def release(request: ViewerRequest, found: Dealer) -> HttpResponse:
    """Give one's own claim back."""
    actions.release_review(found, by=request.viewer)
    messages.success(request, _("The review is free for others."))
    return redirect("desk:dealers")


@require_POST
@staff_only
@answer_once
@of_dealer
def read_permit(request: ViewerRequest, found: Dealer) -> HttpResponse:
    """Keep what the permit says, and compare with it."""
    form = ReadPermitForm(request.POST)
    if not form.is_valid():
        return review(request, found, permit=form)
    actions.read_permit(found, **form.cleaned_data, by=request.viewer)
    return redirect("desk:dealer", pk=found.pk)


@require_POST
@staff_only
@recently_proved
@answer_once
@of_dealer
def propose(request: ViewerRequest, found: Dealer) -> HttpResponse:
    """Ask a second person to agree: to approve over a difference, or to lift a suspension."""
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return review(request, found, propose=form)
    kind = Override.Kind.LIFT if found.status == Dealer.Status.SUSPENDED else Override.Kind.APPROVE
    return _proposed(request, found, kind, form.cleaned_data["reason"])


@require_POST
@staff_only
@recently_proved
@answer_once
@of_dealer
def hold(request: ViewerRequest, found: Dealer) -> HttpResponse:
    """Propose to hold the pictures back from deletion, or to end the hold that there is."""
    form = HoldForm(request.POST)
    if not form.is_valid():
        return review(request, found, hold=form)
    kind = Override.Kind.RELEASE if members.is_held_for_good(found) else Override.Kind.HOLD
    return _proposed(request, found, kind, form.cleaned_data["reason"])


def _proposed(request: ViewerRequest, found: Dealer, kind: Override.Kind, reason: str) -> HttpResponse:
    proposed(request, actions.propose_override(found, kind=kind, reason=reason, by=request.viewer))
    return redirect("desk:dealer", pk=found.pk)


@never_cache
@require_POST
@staff_only
@recently_proved
@of_dealer
def look(request: ViewerRequest, found: Dealer) -> HttpResponse:
    """One picture, or the permit, for the answer to this post only; who looked and why is recorded."""
    form = LookForm(request.POST)
    if not form.is_valid():
        return review(request, found, look=form)
    why, which = form.cleaned_data["why"], request.POST.get("image", "")
    if which == "permit":
        return review(
            request, found, permit=None, looked={"title": _("Permit"), "shown": permit_pages(request, found, why=why)}
        )
    image = _image(found, which)
    if image is None or image.file is None:
        messages.warning(request, _("This picture is gone."))
        return redirect("desk:dealer", pk=found.pk)
    shown = pages_of(request, image.file)
    if shown["is_ready"]:
        record(
            Kind.IDENTITY_VIEWED, found, by=request.viewer, slot=image.slot, file=str(image.file.pk), reason_code=why
        )
    return review(request, found, looked={"title": image.get_slot_display(), "shown": shown, "image": image})


@require_POST
@staff_only
@recently_proved
@answer_once
@of_dealer
def destroy(request: ViewerRequest, found: Dealer) -> HttpResponse:
    """This picture shows a My Number (or is not needed): it is gone before the answer comes."""
    image = _image(found, request.POST.get("image", ""))
    reasons = IdentityImage.Gone
    reason = reasons.NOT_NEEDED if request.POST.get("reason") == reasons.NOT_NEEDED else reasons.MY_NUMBER
    try:
        if image is None:
            raise WrongState
        members.destroy_identity_image(image, by=request.viewer, reason=reason)
    except WrongState:
        messages.info(request, _("This picture is gone."))
    else:
        messages.success(request, _("The picture is destroyed and cannot be brought back. The dealer is told."))
    return redirect("desk:dealer", pk=found.pk)


def _image(found: Dealer, pk: str) -> IdentityImage | None:
    try:
        return found.identity_images.select_related("file").filter(pk=UUID(pk)).first()
    except ValueError:
        return None
