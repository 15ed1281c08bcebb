"""Holding a review, looking at identity papers, and exceptions that two of staff agree on.

The one thing to know: a look at an identity paper is a post with a reason; the answer shows it once and no address leads to it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from japacar.accounts.proving import recently_proved
from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest, staff_only
from japacar.desk import actions
from japacar.desk.actions import HeldByAnother, SamePerson
from japacar.desk.dealers.forms import HoldForm, LookForm, ProposeForm, ReadPermitForm
from japacar.desk.dealers.review import called, pages_of, permit_pages, review
from japacar.desk.dealers.views import decided_already, found_or_404, held_by_another
from japacar.desk.models import Override
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.members import actions as members
from japacar.members.models import Dealer, IdentityImage, WrongState


@require_POST
@staff_only
@answer_once
def claim(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Hold the review for 15 minutes."""
    found = found_or_404(request, pk)
    try:
        actions.claim_review(found, by=request.viewer)
    except HeldByAnother as held:
        return held_by_another(request, found, held)
    return redirect("desk:dealer", pk=found.pk)


@require_POST
@staff_only
@answer_once
def take_over(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Hold it although another does."""
    found = found_or_404(request, pk)
    actions.take_over_review(found, by=request.viewer)
    messages.success(request, _("You hold this review now."))
    return redirect("desk:dealer", pk=found.pk)


@require_POST
@staff_only
@answer_once
def release(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Give one's own claim back."""
    actions.release_review(found_or_404(request, pk), by=request.viewer)
    messages.success(request, _("The review is free for others."))
    return redirect("desk:dealers")


@require_POST
@staff_only
@answer_once
def read_permit(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Keep what the permit says, and compare with it."""
    found, form = found_or_404(request, pk), ReadPermitForm(request.POST)
    if not form.is_valid():
        return review(request, found, permit=form)
    try:
        actions.read_permit(found, **form.cleaned_data, by=request.viewer)
    except HeldByAnother as held:
        return held_by_another(request, found, held)
    except WrongState:
        return decided_already(request, found)
    return redirect("desk:dealer", pk=found.pk)


@require_POST
@staff_only
@recently_proved
@answer_once
def propose(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Ask a second person to agree: to approve over a difference, or to lift a suspension."""
    found, form = found_or_404(request, pk), ProposeForm(request.POST)
    if not form.is_valid():
        return review(request, found, propose=form)
    kind = Override.Kind.LIFT if found.status == Dealer.Status.SUSPENDED else Override.Kind.APPROVE
    try:
        actions.propose_override(found, kind=kind, reason=form.cleaned_data["reason"], by=request.viewer)
    except HeldByAnother as held:
        return held_by_another(request, found, held)
    except WrongState:
        return decided_already(request, found)
    messages.success(request, _("Proposed. Another of staff decides; you cannot confirm it yourself."))
    return redirect("desk:dealer", pk=found.pk)


@require_POST
@staff_only
@recently_proved
@answer_once
def hold(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Propose to hold the pictures back from deletion, or to end the hold that there is."""
    found, form = found_or_404(request, pk), HoldForm(request.POST)
    if not form.is_valid():
        return review(request, found, hold=form)
    kind = Override.Kind.RELEASE if found.originals_held_at else Override.Kind.HOLD
    try:
        actions.propose_override(found, kind=kind, reason=form.cleaned_data["reason"], by=request.viewer)
    except WrongState:
        return decided_already(request, found)
    messages.success(request, _("Proposed. Another of staff decides; you cannot confirm it yourself."))
    return redirect("desk:dealer", pk=found.pk)


@require_POST
@staff_only
@recently_proved
@answer_once
def confirm(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The second person agrees."""
    override = _override(request, pk)
    found = override.dealer
    try:
        actions.confirm_override(override, by=request.viewer)
    except SamePerson:
        messages.warning(
            request, _("You proposed this yourself: another of staff must confirm it. Nothing was changed.")
        )
    except HeldByAnother as held:
        return held_by_another(request, found, held)
    except WrongState:
        return decided_already(request, found)
    else:
        said = {
            Override.Kind.HOLD: _("Confirmed. The pictures stay until two of staff end the hold."),
            Override.Kind.RELEASE: _("Confirmed. The pictures go when their time is over."),
            Override.Kind.LIFT: _("Confirmed. The suspension is lifted."),
        }
        approved = _("Confirmed. %(name)s is approved.") % {"name": called(found)}
        messages.success(request, said.get(Override.Kind(override.kind), approved))
    return redirect("desk:dealer", pk=found.pk)


@require_POST
@staff_only
@answer_once
def decline(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The second person does not agree, or the first one takes it back."""
    override = _override(request, pk)
    try:
        actions.decline_override(override, by=request.viewer)
    except WrongState:
        return decided_already(request, override.dealer)
    messages.success(request, _("The proposal is off the table."))
    return redirect("desk:dealer", pk=override.dealer_id)


@never_cache
@require_POST
@staff_only
@recently_proved
def look(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """One picture, or the permit, for the answer to this post only; who looked and why is recorded."""
    found, form = found_or_404(request, pk), LookForm(request.POST)
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
def destroy(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """This picture shows a My Number (or is not needed): it is gone before the answer comes."""
    found = found_or_404(request, pk)
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


def _override(request: ViewerRequest, pk: UUID) -> Override:
    override: Override = get_object_or_404(Override.objects.visible_to(request.viewer).select_related("dealer"), pk=pk)
    return override
