"""One of staff holds a review for 15 minutes. The one thing to know: whoever decides takes the claim in the same transaction,
so that two cannot decide at once, also without having pressed a button first."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from japacar.desk.models import ReviewClaim
from japacar.events.actions import record, ref
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.members.models import Dealer

CLAIM_FOR = timedelta(minutes=15)


class HeldByAnother(Exception):
    """Another of staff holds the review; `claim` says who, and until when."""

    def __init__(self, claim: ReviewClaim) -> None:
        self.claim = claim
        super().__init__(claim.held_by)


def holder_of(dealer: Dealer) -> ReviewClaim | None:
    """The claim that counts now, or None."""
    return ReviewClaim.objects.filter(dealer=dealer, expires_at__gt=clock.now()).first()


def claim_review(dealer: Dealer, *, by: Any) -> ReviewClaim:
    """Hold the review, or hold one's own for 15 minutes more. Raises HeldByAnother."""
    now, who = clock.now(), ref(by)
    with transaction.atomic():
        _, is_new = ReviewClaim.objects.get_or_create(
            dealer=dealer, defaults={"held_by": who, "since": now, "expires_at": now + CLAIM_FOR}
        )
        claim = ReviewClaim.objects.select_for_update().filter(dealer=dealer).first()
        if claim is None:
            # It was given back, or another decided, while we waited for it: then it is free, and one's own is a new one.
            return claim_review(dealer, by=by)
        is_mine = claim.held_by == who and claim.expires_at > now
        free = ReviewClaim.objects.filter(Q(held_by=who) | Q(expires_at__lte=now), dealer=dealer)
        if not free.update(held_by=who, since=claim.since if is_mine else now, expires_at=now + CLAIM_FOR):
            raise HeldByAnother(claim)
        if is_new or not is_mine:
            record(Kind.REVIEW_CLAIMED, dealer, by=by)
    claim.refresh_from_db()
    return claim


def take_over_review(dealer: Dealer, *, by: Any) -> ReviewClaim:
    """Hold it although another does: he may have gone home. That it was taken over is recorded."""
    now, who = clock.now(), ref(by)
    with transaction.atomic():
        claim = ReviewClaim.objects.select_for_update().filter(dealer=dealer).first()
        if claim is None or not claim.is_live or claim.held_by == who:
            return claim_review(dealer, by=by)
        claim.held_by, claim.since, claim.expires_at = who, now, now + CLAIM_FOR
        claim.save(update_fields=["held_by", "since", "expires_at"])
        record(Kind.REVIEW_TAKEN_OVER, dealer, by=by)
    return claim


def release_review(dealer: Dealer, *, by: Any) -> None:
    """Give one's own claim back; another's stays."""
    ReviewClaim.objects.filter(dealer=dealer, held_by=ref(by)).delete()
