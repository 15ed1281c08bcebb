"""Staff decide on a dealer, and the pictures of his permit go when their time is over."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.files.actions import delete_file
from japacar.kernel import clock
from japacar.members.models import Dealer

PERMIT_PHOTO_FOR = timedelta(days=30)


def approve_dealer(dealer: Dealer, *, by: Any) -> Dealer:
    """The permit and the fields agree: from now on this dealer may publish. Raises WrongState when somebody decided first."""
    with transaction.atomic():
        start = dealer.move(Dealer.Status.APPROVED, **_decision(by), refusal_reason="")
        record(Kind.DEALER_APPROVED, dealer, by=by, lane="status", from_=start, to=dealer.status)
    return dealer


def refuse_dealer(dealer: Dealer, *, reason: str, by: Any, reason_code: str = "") -> Dealer:
    """Send it back with a reason in words for the dealer; he corrects it and sends it again. Raises WrongState."""
    with transaction.atomic():
        start = dealer.move(Dealer.Status.REFUSED, **_decision(by), refusal_reason=reason)
        record(
            Kind.DEALER_REFUSED,
            dealer,
            by=by,
            lane="status",
            from_=start,
            to=dealer.status,
            reason_code=reason_code or None,
        )
    return dealer


def _decision(by: Any) -> dict[str, Any]:
    return {"decided_at": clock.now(), "decided_by": str(getattr(by, "event_ref", by))}


def forget_permit_photos() -> int:
    """Delete permit photos 30 days after approval (A-14); how many. The number, the commission and the decision stay. Safe to run twice."""
    late = Dealer.objects.filter(
        status__in=[Dealer.Status.APPROVED, Dealer.Status.SUSPENDED],
        decided_at__lt=clock.now() - PERMIT_PHOTO_FOR,
        permit_photo__isnull=False,
    )
    count = 0
    for dealer in late.select_related("permit_photo"):
        with transaction.atomic():
            photo, dealer.permit_photo = dealer.permit_photo, None
            dealer.save(update_fields=["permit_photo"])
            if photo is not None:
                delete_file(photo)
            count += 1
    return count
