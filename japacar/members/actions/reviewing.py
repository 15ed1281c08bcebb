"""What staff do with a dealer besides yes and no: ask, take back, suspend, lift.

The one thing to know: a question is a refusal with sections. Only these are open to the dealer until he has answered."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import transaction

from japacar.events.actions import record, ref
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.members.models import Dealer, WrongState

# A slip of the keyboard is taken back within this time, by whoever made it.
UNDO_FOR = timedelta(minutes=15)


def ask_dealer(dealer: Dealer, *, question: str, sections: Collection[str], by: Any) -> Dealer:
    """Ask for more: the named sections are open to the dealer, with the question in his language. Raises WrongState."""
    if not sections:
        raise ValueError("a question names the sections it is about")
    with transaction.atomic():
        start = dealer.move(
            Dealer.Status.REFUSED, **_decision(by), refusal_reason=question, reopened_sections=sorted(sections), answer=""
        )  # fmt: skip
        record(Kind.DEALER_ASKED, dealer, by=by, lane="status", from_=start, to=dealer.status, fields=sorted(sections))
    return dealer


def may_take_back(dealer: Dealer, *, by: Any) -> bool:
    """Whether this decision can still be undone by whoever made it: within minutes, and before the dealer sent anything anew."""
    if dealer.status not in {Dealer.Status.REFUSED, Dealer.Status.APPROVED} or dealer.decided_at is None:
        return False
    return dealer.decided_by == ref(by) and clock.now() - dealer.decided_at < UNDO_FOR


def take_back_decision(dealer: Dealer, *, by: Any) -> Dealer:
    """The dealer waits at the desk again, as if nothing had been decided; he is told. Raises WrongState when it is too late."""
    with transaction.atomic():
        dealer = Dealer.objects.select_for_update().get(pk=dealer.pk)
        if not may_take_back(dealer, by=by):
            raise WrongState("only a fresh decision of one's own is taken back")
        start = dealer.move(
            Dealer.Status.SUBMITTED, decided_at=None, decided_by="", refusal_reason="", reopened_sections=[]
        )  # fmt: skip
        record(Kind.DEALER_DECISION_UNDONE, dealer, by=by, lane="status", from_=start, to=dealer.status)
    return dealer


def suspend_dealer(dealer: Dealer, *, reason: str, sections: Collection[str] = (), by: Any) -> Dealer:
    """Take an approved dealer out of sight: nothing of his is on sale until the suspension is lifted. Raises WrongState.

    `sections` are open to him, so that he can put right what was found."""
    with transaction.atomic():
        start = dealer.move(
            Dealer.Status.SUSPENDED, refusal_reason=reason, reopened_sections=sorted(sections), answer=""
        )  # fmt: skip
        record(Kind.DEALER_SUSPENDED, dealer, by=by, lane="status", from_=start, to=dealer.status)
    return dealer


def lift_suspension(dealer: Dealer, *, by: Any) -> Dealer:
    """Back on sale. Only for what two of staff agreed on; the desk's overrides call this. Raises WrongState."""
    with transaction.atomic():
        said = _decision(by) | {"refusal_reason": "", "reopened_sections": [], "resumed_at": clock.now()}
        start = dealer.move(Dealer.Status.APPROVED, **said)
        record(Kind.DEALER_SUSPENSION_LIFTED, dealer, by=by, lane="status", from_=start, to=dealer.status)
    return dealer


def _decision(by: Any) -> dict[str, Any]:
    return {"decided_at": clock.now(), "decided_by": ref(by)}
