"""How long pictures of permit and identity papers stay: 30 days after the decision, 30 days in a draft that is never sent, and longer
while two of staff hold them (A-14).

The one thing to know: number, commission, kind of paper, its last day and the decision are no pictures; they stay."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from japacar.accounts.models import User
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.files.actions import destroy_file
from japacar.files.locks import destroying
from japacar.kernel import clock
from japacar.members.actions.identity import forget_file, let_go
from japacar.members.models import Dealer, GuardianConsent, IdentityImage

ORIGINALS_FOR = timedelta(days=30)
# Nobody works on a registration for longer without touching its papers, and nobody needs them in the meantime.
DRAFTS_FOR = timedelta(days=30)
TOLD_BEFORE = timedelta(days=7)
# As long as this a proposal to hold keeps the pictures, until the second person has decided.
PROPOSAL_HOLDS_FOR = timedelta(days=7)
_DECIDED = (Dealer.Status.APPROVED, Dealer.Status.SUSPENDED, Dealer.Status.REFUSED)
_NOT_SENT = (Dealer.Status.DRAFT, Dealer.Status.REFUSED, Dealer.Status.SUSPENDED)
_WITH_PICTURES = Q(permit_photo__isnull=False) | Q(identity_images__file__isnull=False)


def is_held_for_good(about: Dealer | User) -> bool:
    """Whether two of staff hold the pictures: of a dealer's permit and identity papers, or of what a person's guardian showed."""
    return bool(_holding(about).filter(originals_held_at__isnull=False).exists())


def hold_originals(about: Dealer | User) -> None:
    """Nothing of these pictures goes any more. Only for what two of staff agreed on; the desk's overrides call this."""
    _holding(about).update(originals_held_at=clock.now(), originals_held_until=None)


def hold_while_deciding(about: Dealer | User) -> None:
    """One of staff has proposed to hold them: they stay for a week at most, until another has decided."""
    _holding(about).update(originals_held_until=clock.now() + PROPOSAL_HOLDS_FOR)


def release_originals(about: Dealer | User) -> None:
    """The usual times count again: what is late goes with the next round."""
    _holding(about).update(originals_held_at=None, originals_held_until=None)


def stop_holding_while_deciding(about: Dealer | User) -> None:
    """The proposal to hold them is off the table."""
    _holding(about).update(originals_held_until=None)


def _holding(about: Dealer | User) -> Any:
    """The rows that say whether pictures are held; both tables name these columns alike."""
    return GuardianConsent.objects.filter(user=about) if isinstance(about, User) else Dealer.objects.filter(pk=about.pk)


def nobody_holds() -> Q:
    """Those whose pictures nobody holds, of dealers or of consents."""
    is_free = Q(originals_held_until=None) | Q(originals_held_until__lte=clock.now())
    return is_free & Q(originals_held_at=None)


def forget_identity_originals() -> int:
    """Delete the pictures on which staff decided 30 days ago; how many. Safe to run twice.

    Papers that wait for a new decision stay, and pictures that came after the decision have the time of drafts."""
    late = Q(status__in=_DECIDED, decided_at__lt=clock.now() - ORIGINALS_FOR) & nobody_holds()
    found = Dealer.objects.filter(late & _WITH_PICTURES).values_list("pk", flat=True).distinct()
    return sum(_forget_originals_of(pk, late) for pk in list(found))


def _forget_originals_of(pk: Any, late: Q) -> int:
    with destroying():
        # Asked again under the lock: he may be sending everything anew at this moment.
        dealer = _locked(pk, late)
        return 0 if dealer is None else _forget(dealer, Q(created_at__lte=F("dealer__decided_at")), dealer.decided_at)


def tell_of_drafts() -> int:
    """Tell dealers a week before that what they never sent for checking goes; how many. Each is told once for the same pictures."""
    count = 0
    for dealer in _of_drafts().iterator(chunk_size=200):
        newest = _newest_picture(dealer)
        is_told = newest is not None and dealer.drafts_told_at is not None and dealer.drafts_told_at >= newest
        if newest is None or is_told or newest > clock.now() - (DRAFTS_FOR - TOLD_BEFORE):
            continue
        with transaction.atomic():
            Dealer.objects.filter(pk=dealer.pk).update(drafts_told_at=clock.now())
            record(Kind.IDENTITY_DRAFT_EXPIRING, dealer, by="system")
        count += 1
    return count


def forget_drafts() -> int:
    """Delete pictures that were never sent for checking, 30 days after the newest and a week after the dealer was told; how many."""
    told = Q(status__in=_NOT_SENT, drafts_told_at__lte=clock.now() - TOLD_BEFORE) & nobody_holds()
    found = list(_of_drafts().filter(told).values_list("pk", flat=True))
    return sum(_forget_drafts_of(pk, told) for pk in found)


def _forget_drafts_of(pk: Any, told: Q) -> int:
    with destroying():
        dealer = _locked(pk, told)
        newest = _newest_picture(dealer) if dealer is not None else None
        if dealer is None or newest is None or dealer.drafts_told_at is None:
            return 0
        is_late = newest <= clock.now() - DRAFTS_FOR and newest <= dealer.drafts_told_at
        since = dealer.decided_at
        later = Q() if since is None else Q(created_at__gt=since)
        return _forget(dealer, later, None, after=since) if is_late else 0


def _of_drafts() -> Any:
    """Dealers who keep pictures that nobody was asked to look at, and whom nobody holds."""
    found = Dealer.objects.filter(Q(status__in=_NOT_SENT) & nobody_holds() & _WITH_PICTURES)
    return found.select_related("permit_photo").distinct()


def _newest_picture(dealer: Dealer) -> datetime | None:
    """When the newest picture came that is not part of what was decided on; None without one."""
    since = dealer.decided_at
    times = list(IdentityImage.objects.kept().filter(dealer=dealer).values_list("created_at", flat=True))
    times += [dealer.permit_photo.created_at] if dealer.permit_photo is not None else []
    return max((at for at in times if since is None or at > since), default=None)


def _locked(pk: Any, late: Q) -> Dealer | None:
    found = Dealer.objects.select_for_update(of=("self",)).select_related("permit_photo")
    dealer: Dealer | None = found.filter(late, pk=pk).first()
    return dealer


def _forget(dealer: Dealer, which: Q, until: datetime | None, *, after: datetime | None = None) -> int:
    """The permit's picture, if it came between these moments, and the identity images of `which`."""
    count, photo = 0, dealer.permit_photo
    if (
        photo is not None
        and (until is None or photo.created_at <= until)
        and (after is None or photo.created_at > after)
    ):
        dealer.permit_photo = None
        dealer.save(update_fields=["permit_photo"])
        destroy_file(photo)
        count += 1
    for image in IdentityImage.objects.kept().filter(which, dealer=dealer).select_related("file", "dealer"):
        # What nobody has decided anything by leaves no row either.
        (let_go if until is None else forget_file)(image, IdentityImage.Gone.RETENTION)
        count += 1
    if count:
        record(Kind.IDENTITY_ORIGINALS_DELETED, dealer, by="system", count=count)
    return count
