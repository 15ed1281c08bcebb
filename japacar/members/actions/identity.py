"""Pictures of identity papers come, are replaced, and go (PP-1.1-f, A-14, A-18).

The one thing to know: a picture that must go is gone when the action returns: row, pages and bytes. What stays is the row of
the image with its kind, its last day of validity and why it went."""

from collections.abc import Mapping
from datetime import date, timedelta
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

ORIGINALS_FOR = timedelta(days=30)
_DECIDED = (Dealer.Status.APPROVED, Dealer.Status.SUSPENDED, Dealer.Status.REFUSED)


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
            _let_go(former, IdentityImage.Gone.NOT_NEEDED)
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
            _let_go(kept, IdentityImage.Gone.NOT_NEEDED)
            record(Kind.IDENTITY_IMAGE_REMOVED, dealer, by=by, slot=slot)


def destroy_identity_image(image: IdentityImage, *, by: Any, reason: str) -> IdentityImage:
    """Staff's word that this picture may not be kept, whatever the state of the dealer: it is gone at once, and the dealer is told.

    `reason` is one of IdentityImage.Gone, as a rule "my_number". Raises WrongState when it is gone already."""
    code = IdentityImage.Gone(reason)
    with destroying():
        kept = IdentityImage.objects.select_for_update().filter(pk=image.pk, gone_at=None).first()
        if kept is None:
            raise WrongState("the picture is gone already")
        _forget_file(kept, code)
        record(Kind.IDENTITY_IMAGE_DESTROYED, kept.dealer, by=by, slot=kept.slot, reason_code=code)
    return kept


def forget_identity_originals() -> int:
    """Delete the pictures of permits and identity papers 30 days after the decision (A-14); how many. Safe to run twice.

    The permit's number, the kind of paper, its last day and the decision stay. Papers that wait for a new decision stay too."""
    late = Q(status__in=_DECIDED, decided_at__lt=clock.now() - ORIGINALS_FOR)
    held = Q(permit_photo__isnull=False) | Q(identity_images__file__isnull=False)
    found = Dealer.objects.filter(late & held).values_list("pk", flat=True).distinct()
    return sum(_forget_originals_of(pk, late) for pk in list(found))


def _forget_originals_of(pk: Any, late: Q) -> int:
    with destroying():
        # Asked again under the lock: he may be sending everything anew at this moment.
        dealer = (
            Dealer.objects.select_for_update(of=("self",)).select_related("permit_photo").filter(late, pk=pk).first()
        )
        if dealer is None:
            return 0
        count = 0
        if (photo := dealer.permit_photo) is not None:
            dealer.permit_photo = None
            dealer.save(update_fields=["permit_photo"])
            destroy_file(photo)
            count += 1
        for image in IdentityImage.objects.kept().filter(dealer=dealer).select_related("file"):
            _forget_file(image, IdentityImage.Gone.RETENTION)
            count += 1
        if count:
            record(Kind.IDENTITY_ORIGINALS_DELETED, dealer, by="system", count=count)
        return count


def _being_filled_in(dealer: Dealer) -> Dealer:
    dealer = Dealer.objects.select_for_update().get(pk=dealer.pk)
    if not dealer.may_change("identity"):
        raise NotYet(dealer.status)
    return dealer


def _let_go(image: IdentityImage, code: IdentityImage.Gone) -> None:
    """Without its picture; and without the row too, when nobody has decided anything by it yet."""
    _forget_file(image, code)
    if image.dealer.decided_at is None:
        image.delete()


def _forget_file(image: IdentityImage, code: IdentityImage.Gone) -> None:
    file, image.file = image.file, None
    image.gone_at, image.gone_reason = clock.now(), code
    image.save(update_fields=["file", "gone_at", "gone_reason"])
    if file is not None:
        destroy_file(file)


__all__ = [
    "destroy_identity_image",
    "forget_identity_originals",
    "remove_identity_image",
    "save_identity_paper",
]
