"""Pictures of identity papers come, are replaced, and go (PP-1.1-f, A-14, A-18).

The one thing to know: a picture that must go is gone when the action returns: row, pages and bytes. What stays is the row of
the image with its kind, its last day of validity and why it went."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from japacar.events.actions import record, ref
from japacar.events.kinds import Kind
from japacar.files.actions import bind, destroy_file
from japacar.files.locks import destroying
from japacar.files.models import StoredFile, Use
from japacar.kernel import clock
from japacar.members import rules
from japacar.members.actions.details import NotYet
from japacar.members.models import Dealer, IdentityImage, WrongState


def save_identity_paper(
    dealer: Dealer, paper: str, *, sides: Mapping[str, StoredFile], expires_on: date | None, by: Any
) -> list[IdentityImage]:
    """Take the sides of one paper, each a slot with a file that is stored already (pending, slot "identity").

    A slot that had a picture gets the new one; of another kind of paper in the same slots nothing stays. Raises NotYet while
    staff compare or after they have."""
    slots = rules.SLOTS_OF[IdentityImage.Paper(paper)]
    if unknown := set(sides) - set(slots):
        raise ValueError(f"{paper} has no {', '.join(sorted(unknown))}")
    with destroying():
        dealer = _being_filled_in(dealer)
        there = IdentityImage.objects.select_for_update().filter(
            dealer=dealer, slot__in=rules.GROUPS[slots[0]], gone_at=None
        )
        for former in there.filter(Q(slot__in=sides) | ~Q(paper=paper)):
            let_go(former, IdentityImage.Gone.NOT_NEEDED)
        there.update(expires_on=expires_on)
        return [_take(dealer, slot, file, paper=paper, expires_on=expires_on, by=by) for slot, file in sides.items()]


def _take(
    dealer: Dealer, slot: str, file: StoredFile, *, paper: str, expires_on: date | None, by: Any
) -> IdentityImage:
    if file.slot != Use.IDENTITY:
        raise ValueError("a picture of an identity paper is stored in the slot for such papers")
    bind(file, owner_ref=dealer.event_ref, by=by)
    image = IdentityImage.objects.create(
        dealer=dealer, slot=slot, paper=paper, expires_on=expires_on, file=file, sent_by=ref(by)
    )
    record(Kind.IDENTITY_IMAGE_SENT, dealer, by=by, slot=slot, file=str(file.pk))
    return image


def remove_identity_image(image: IdentityImage, *, by: Any) -> None:
    """The dealer takes a picture back before he sends everything. Raises NotYet; twice is fine."""
    with destroying():
        dealer = _being_filled_in(image.dealer)
        kept = IdentityImage.objects.select_for_update().filter(pk=image.pk, gone_at=None).first()
        if kept is not None:
            slot = kept.slot
            let_go(kept, IdentityImage.Gone.NOT_NEEDED)
            record(Kind.IDENTITY_IMAGE_REMOVED, dealer, by=by, slot=slot)


def destroy_identity_image(image: IdentityImage, *, by: Any, reason: str) -> IdentityImage:
    """Staff's word that this picture may not be kept, whatever the state of the dealer: it is gone at once, and the dealer is told.

    `reason` is one of IdentityImage.Gone, as a rule "my_number". Raises WrongState when it is gone already."""
    code = IdentityImage.Gone(reason)
    with destroying():
        kept = IdentityImage.objects.select_for_update().filter(pk=image.pk, gone_at=None).first()
        if kept is None:
            raise WrongState("the picture is gone already")
        forget_file(kept, code)
        record(Kind.IDENTITY_IMAGE_DESTROYED, kept.dealer, by=by, slot=kept.slot, reason_code=code)
    return kept


def _being_filled_in(dealer: Dealer) -> Dealer:
    dealer = Dealer.objects.select_for_update().get(pk=dealer.pk)
    if not dealer.may_change("identity") or dealer.is_held:
        raise NotYet(dealer.status)
    return dealer


def let_go(image: IdentityImage, code: IdentityImage.Gone) -> None:
    """Without its picture; and without the row too, when nobody has decided anything by it yet."""
    forget_file(image, code)
    if image.dealer.decided_at is None:
        image.delete()


def forget_file(image: IdentityImage, code: IdentityImage.Gone) -> None:
    """The picture goes, the row says why. Callers hold `destroying()`."""
    file, image.file = image.file, None
    image.gone_at, image.gone_reason = clock.now(), code
    image.save(update_fields=["file", "gone_at", "gone_reason"])
    if file is not None:
        destroy_file(file)


__all__ = [
    "destroy_identity_image",
    "forget_file",
    "let_go",
    "remove_identity_image",
    "save_identity_paper",
]
