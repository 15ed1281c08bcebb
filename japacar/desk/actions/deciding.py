"""Staff decide on a dealer. The one thing to know: each decision is made by whoever holds the review, ends the claim, and
withdraws exceptions that still waited; an approval over a difference is no decision of one person."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from japacar.desk.actions.claims import claim_review
from japacar.desk.dealers import checks
from japacar.desk.models import Override, PermitReading, ReviewClaim
from japacar.events.actions import ref
from japacar.kernel import clock
from japacar.members import actions
from japacar.members.models import Dealer, WrongState
from japacar.vehicles.models import Vehicle


class NeedsSecondPerson(Exception):
    """A check shows a difference: another of staff must agree first."""


def approve(dealer: Dealer, *, by: Any) -> Dealer:
    """Raises HeldByAnother, NeedsSecondPerson, WrongState."""
    with deciding(dealer, by=by):
        if dealer.status == Dealer.Status.SUBMITTED and checks.found_in(dealer):
            raise NeedsSecondPerson
        return actions.approve_dealer(dealer, by=by)


def refuse(dealer: Dealer, *, reason: str, reason_code: str, by: Any) -> Dealer:
    """Raises HeldByAnother, WrongState."""
    with deciding(dealer, by=by):
        return actions.refuse_dealer(dealer, reason=reason, reason_code=reason_code, by=by)


def ask(dealer: Dealer, *, question: str, sections: Collection[str], by: Any) -> Dealer:
    """Raises HeldByAnother, WrongState."""
    with deciding(dealer, by=by):
        return actions.ask_dealer(dealer, question=question, sections=sections, by=by)


def read_permit(dealer: Dealer, *, holder: str, number: str, by: Any) -> PermitReading:
    """Keep what one of staff reads on the permit; the checks compare with it. Raises HeldByAnother, WrongState."""
    with transaction.atomic():
        claim_review(dealer, by=by)
        if dealer.status != Dealer.Status.SUBMITTED:
            raise WrongState("nothing is compared now")
        reading, _ = PermitReading.objects.update_or_create(
            dealer=dealer, defaults={"holder": holder, "number": number, "read_by": ref(by), "read_at": clock.now()}
        )
    return reading


def may_undo(dealer: Dealer, *, by: Any) -> bool:
    """A fresh decision of one's own; an approval only while nothing of the dealer went on sale."""
    if not actions.may_take_back(dealer, by=by):
        return False
    was_used = Vehicle.objects.filter(dealer=dealer, published_at__isnull=False).exists()
    was_agreed = Override.objects.filter(dealer=dealer, decided_at__gte=dealer.decided_at, state="confirmed").exists()
    return dealer.status == Dealer.Status.REFUSED or not (was_used or was_agreed)


def undo(dealer: Dealer, *, by: Any) -> Dealer:
    """Take a slip back, and hold the review again. Raises HeldByAnother, WrongState."""
    with transaction.atomic():
        claim_review(dealer, by=by)  # Before the dealer, as every decision does, so that nobody waits in a circle.
        dealer = Dealer.objects.select_for_update().get(pk=dealer.pk)
        if not may_undo(dealer, by=by):
            raise WrongState("this decision cannot be taken back any more")
        return actions.take_back_decision(dealer, by=by)


@contextmanager
def deciding(dealer: Dealer, *, by: Any) -> Iterator[None]:
    """Hold the review for the length of a decision, and clear the table after it."""
    with transaction.atomic():
        claim_review(dealer, by=by)
        yield
        ReviewClaim.objects.filter(dealer=dealer).delete()
        waiting = Override.objects.waiting().about_a_decision().filter(dealer=dealer)
        waiting.update(state=Override.State.WITHDRAWN, decided_by=ref(by), decided_at=clock.now())
