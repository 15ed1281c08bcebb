"""Exceptions need two of staff. The one thing to know: the row is decided by one conditional UPDATE, and the database itself
refuses a confirmation by whoever proposed it."""

from typing import Any

from django.db import IntegrityError, transaction

from japacar.desk.actions.claims import claim_review
from japacar.desk.actions.deciding import deciding
from japacar.desk.dealers import checks
from japacar.desk.models import Override, ReviewClaim
from japacar.events.actions import record, ref
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.members import actions
from japacar.members.models import Dealer, WrongState

STATUS_FOR = {Override.Kind.APPROVE: Dealer.Status.SUBMITTED, Override.Kind.LIFT: Dealer.Status.SUSPENDED}
# About the pictures, whatever the state of the dealer; the other two are decisions on him, made by whoever holds the review.
HOLDING = (Override.Kind.HOLD, Override.Kind.RELEASE)


class SamePerson(Exception):
    """Whoever proposed an exception cannot confirm it."""


def propose_override(dealer: Dealer, *, kind: str, reason: str, by: Any) -> Override:
    """Ask another of staff to agree. The open one of this kind when there is one. Raises HeldByAnother, WrongState."""
    kind = Override.Kind(kind)
    with transaction.atomic():
        dealer = Dealer.objects.select_for_update().get(pk=dealer.pk)
        if kind in HOLDING:
            if (kind == Override.Kind.HOLD) == (dealer.originals_held_at is not None):
                raise WrongState(f"nothing to {kind}")
        elif dealer.status != STATUS_FOR[kind]:
            raise WrongState(f"nothing to {kind}: {dealer.status}")
        else:
            claim_review(dealer, by=by)
        there = Override.objects.waiting().filter(dealer=dealer, kind=kind).first()
        if there is not None:
            return there
        override = Override.objects.create(
            dealer=dealer, kind=kind, reason=reason, differences=checks.found_in(dealer), proposed_by=ref(by)
        )
        record(Kind.OVERRIDE_PROPOSED, dealer, by=by, reason_code=kind, number=str(override.pk))
        if kind == Override.Kind.HOLD:
            actions.hold_while_deciding(dealer)
        if kind not in HOLDING:
            # The other one must be able to take the review at once.
            ReviewClaim.objects.filter(dealer=dealer).delete()
    return override


def confirm_override(override: Override, *, by: Any) -> Override:
    """Agree, and carry it out in the same transaction. Raises SamePerson, HeldByAnother, WrongState."""
    who = ref(by)
    if override.proposed_by == who:
        raise SamePerson
    with transaction.atomic():
        _decide(override, Override.State.CONFIRMED, who)
        record(Kind.OVERRIDE_CONFIRMED, override.dealer, by=by, reason_code=override.kind, number=str(override.pk))
        _carry_out(override, by=by)
    return override


def _carry_out(override: Override, *, by: Any) -> None:
    if override.kind in HOLDING:
        do = actions.hold_originals if override.kind == Override.Kind.HOLD else actions.release_originals
        do(override.dealer)
        return
    with deciding(override.dealer, by=by):
        if override.kind == Override.Kind.APPROVE:
            actions.approve_dealer(override.dealer, by=by)
        else:
            actions.lift_suspension(override.dealer, by=by)


def decline_override(override: Override, *, by: Any) -> Override:
    """Another says no, or whoever proposed it takes it back. Raises WrongState."""
    who = ref(by)
    is_own = override.proposed_by == who
    with transaction.atomic():
        _decide(override, Override.State.WITHDRAWN if is_own else Override.State.DECLINED, who)
        record(Kind.OVERRIDE_DECLINED, override.dealer, by=by, reason_code=override.kind, number=str(override.pk))
        if override.kind == Override.Kind.HOLD:
            actions.stop_holding_while_deciding(override.dealer)
    return override


def _decide(override: Override, state: str, who: str) -> None:
    try:
        with transaction.atomic():
            waiting = Override.objects.filter(pk=override.pk, state=Override.State.OPEN)
            if waiting.update(state=state, decided_by=who, decided_at=clock.now()) != 1:
                raise WrongState("it was decided already")
    except IntegrityError as error:
        raise SamePerson from error
    override.refresh_from_db()
