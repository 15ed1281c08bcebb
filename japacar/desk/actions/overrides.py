"""Exceptions need two of staff, and are about a dealer or about a person's account.

The one thing to know: the row is decided by one conditional UPDATE, and the database itself refuses a confirmation by whoever proposed it.
What cannot wait for the second person (a suspension, a disabled account) is in force at once and ends by itself without him."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from japacar.accounts import standing
from japacar.accounts.models import User
from japacar.deals import actions as deals
from japacar.desk.actions.claims import claim_review
from japacar.desk.actions.deciding import deciding
from japacar.desk.dealers import checks
from japacar.desk.models import Override, ReviewClaim
from japacar.events.actions import record, ref
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.members import actions
from japacar.members.models import Dealer, WrongState
from japacar.payments import actions as payments
from japacar.quotes import actions as quotes

# Decisions on a dealer, made by whoever holds the review; all others are made whatever the state of the review.
STATUS_FOR = {Override.Kind.APPROVE: Dealer.Status.SUBMITTED, Override.Kind.LIFT: Dealer.Status.SUSPENDED}
HOLDING = (Override.Kind.HOLD, Override.Kind.RELEASE)
# In force with the first word. For so long, and a weekend is shorter: what one person says must not end a livelihood.
AT_ONCE = (Override.Kind.SUSPEND, Override.Kind.DISABLE)
STANDS_ALONE_FOR = timedelta(hours=72)


class SamePerson(Exception):
    """Whoever proposed an exception cannot confirm it."""


def propose_override(about: Dealer | User, *, kind: str, reason: str, by: Any) -> Override:
    """Ask another of staff to agree. The open one of this kind when there is one.

    Raises HeldByAnother, WrongState, and what `standing.refuse_for` raises."""
    kind = Override.Kind(kind)
    with transaction.atomic():
        about = type(about)._default_manager.select_for_update().get(pk=about.pk)
        _refuse_pointless(about, kind, by=by)
        there = Override.objects.waiting().about(about).filter(kind=kind).first()
        if there is not None:
            return there
        override = _open(about, kind, reason=reason, by=by)
        if kind == Override.Kind.HOLD:
            actions.hold_while_deciding(about)
        if kind in STATUS_FOR:
            # The other one must be able to take the review at once.
            ReviewClaim.objects.filter(dealer=override.dealer).delete()
    return override


def suspend(dealer: Dealer, *, reason: str, by: Any) -> Override:
    """Out of sight at once; on sale again after three days, unless another of staff confirms it. Raises WrongState."""
    with transaction.atomic():
        actions.suspend_dealer(dealer, reason=reason, by=by)
        deals.rest_deals(dealer, by=by)
        return _open(dealer, Override.Kind.SUSPEND, reason=reason, by=by)


def disable(user: User, *, cause: str, reason: str, by: Any) -> Override:
    """No way in at once; open again after three days, unless another of staff confirms it. Raises what `disable_account` raises.

    The person reads the cause, the second of staff the reason."""
    with transaction.atomic():
        standing.disable_account(user, cause=cause, by=by)
        actions.withdraw_invitations_of(user, by=by)
        return _open(user, Override.Kind.DISABLE, reason=reason, by=by)


def confirm_override(override: Override, *, by: Any) -> Override:
    """Agree, and carry it out in the same transaction. Raises SamePerson, HeldByAnother, WrongState."""
    who = ref(by)
    if override.proposed_by == who:
        raise SamePerson
    with transaction.atomic():
        _decide(override, Override.State.CONFIRMED, who)
        record(Kind.OVERRIDE_CONFIRMED, override.subject, by=by, reason_code=override.kind, number=str(override.pk))
        _carry_out(override, by=by)
    return override


def decline_override(override: Override, *, by: Any) -> Override:
    """Another says no, or whoever proposed it takes it back; what was in force at once ends. Raises WrongState."""
    who = ref(by)
    is_own = override.proposed_by == who
    with transaction.atomic():
        _decide(override, Override.State.WITHDRAWN if is_own else Override.State.DECLINED, who)
        record(Kind.OVERRIDE_DECLINED, override.subject, by=by, reason_code=override.kind, number=str(override.pk))
        _take_back(override, by=by)
    return override


def lapse_overdue() -> int:
    """End what was in force with one word and got no second one in three days; how many. Staff are told. Safe to run twice."""
    late = Override.objects.waiting().filter(kind__in=AT_ONCE, proposed_at__lte=clock.now() - STANDS_ALONE_FOR)
    return sum(_lapse(override) for override in list(late.select_related("dealer", "user")))


def _lapse(override: Override) -> bool:
    with transaction.atomic():
        try:
            _decide(override, Override.State.LAPSED, "system")
        except WrongState:
            return False  # Somebody has decided at this moment.
        facts = {"reason_code": override.kind, "number": str(override.pk)}
        record(Kind.OVERRIDE_LAPSED, override.subject, by="system", **facts)
        _take_back(override, by="system")
    return True


def _refuse_pointless(about: Dealer | User, kind: Override.Kind, *, by: Any) -> None:
    if kind in HOLDING:
        if (kind == Override.Kind.HOLD) == actions.is_held_for_good(about):
            raise WrongState(f"nothing to {kind}")
    elif isinstance(about, User):
        standing.refuse_for(about, by)
        if kind != Override.Kind.ENABLE or about.status != User.Status.DISABLED or _is_waited_for(about):
            raise standing.NotOpen("not_disabled")
    elif about.status != STATUS_FOR[kind] or _is_waited_for(about):
        raise WrongState(f"nothing to {kind}: {about.status}")
    else:
        claim_review(about, by=by)


def _is_waited_for(about: Dealer | User) -> bool:
    """It is in force with one word: the second one, for or against, comes first."""
    return Override.objects.waiting().about(about).filter(kind__in=AT_ONCE).exists()


def _open(about: Dealer | User, kind: Override.Kind, *, reason: str, by: Any) -> Override:
    differences = checks.found_in(about) if isinstance(about, Dealer) else 0
    override = Override(kind=kind, reason=reason, differences=differences, proposed_by=ref(by))
    override.subject = about
    override.save(force_insert=True)
    record(Kind.OVERRIDE_PROPOSED, about, by=by, reason_code=kind, number=str(override.pk))
    return override


def _carry_out(override: Override, *, by: Any) -> None:
    if override.kind == Override.Kind.HOLD:
        actions.hold_originals(override.subject)
    elif override.kind == Override.Kind.RELEASE:
        actions.release_originals(override.subject)
    elif override.kind == Override.Kind.ENABLE:
        standing.enable_account(_person(override), by=by)
    elif override.kind in STATUS_FOR:
        dealer = _dealer(override)
        with deciding(dealer, by=by):
            if override.kind == Override.Kind.APPROVE:
                actions.approve_dealer(dealer, by=by)
            else:
                _lift(dealer, by=by)


def _take_back(override: Override, *, by: Any) -> None:
    if override.kind == Override.Kind.HOLD:
        actions.stop_holding_while_deciding(override.subject)
    elif override.kind == Override.Kind.SUSPEND:
        _lift(_dealer(override), by=by)
    elif override.kind == Override.Kind.DISABLE:
        with suppress(standing.NotOpen):  # Closed for good meanwhile.
            standing.enable_account(_person(override), by=by)


def _lift(dealer: Dealer, *, by: Any) -> None:
    """On sale again; and buyers who were told to wait have the whole time anew for what they do next."""
    actions.lift_suspension(dealer, by=by)
    quotes.begin_validity_anew(dealer)
    payments.begin_deadlines_anew(dealer)
    deals.resume_deals(dealer, by=by)


def _dealer(override: Override) -> Dealer:
    assert override.dealer is not None, "the database lets no other row in"
    return override.dealer


def _person(override: Override) -> User:
    assert override.user is not None, "the database lets no other row in"
    return override.user


def _decide(override: Override, state: str, who: str) -> None:
    try:
        with transaction.atomic():
            waiting = Override.objects.filter(pk=override.pk, state=Override.State.OPEN)
            if waiting.update(state=state, decided_by=who, decided_at=clock.now()) != 1:
                raise WrongState("it was decided already")
    except IntegrityError as error:
        raise SamePerson from error
    override.refresh_from_db()
