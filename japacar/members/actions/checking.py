"""Staff decide on a dealer."""

from typing import Any

from django.db import transaction

from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.members.models import Dealer


def approve_dealer(dealer: Dealer, *, by: Any) -> Dealer:
    """The permit and the fields agree: from now on this dealer may publish. Raises WrongState when somebody decided first."""
    with transaction.atomic():
        start = dealer.move(Dealer.Status.APPROVED, **_decision(by), refusal_reason="", reopened_sections=[])
        record(Kind.DEALER_APPROVED, dealer, by=by, lane="status", from_=start, to=dealer.status)
    return dealer


def refuse_dealer(dealer: Dealer, *, reason: str, by: Any, reason_code: str = "") -> Dealer:
    """Send it back with a reason in words for the dealer; he corrects it and sends it again. Raises WrongState."""
    with transaction.atomic():
        start = dealer.move(Dealer.Status.REFUSED, **_decision(by), refusal_reason=reason, reopened_sections=[])
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
