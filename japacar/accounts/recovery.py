"""Somebody has lost his second factors, recovery codes included: two of staff take them away for him, after three days.

The one thing to know: whoever shows a second factor meanwhile has not lost it, so this alone ends it (`proving.keep` calls
`stop_because_shown`). A thief who talks the desk over has to outwait the owner, who is told at every address that we know."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from japacar.accounts.factors import has_second_factor, tell_change
from japacar.accounts.models import FactorReset, Session, User
from japacar.accounts.standing import refuse_for, refuse_for_last_admin
from japacar.events.actions import record, ref
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.kernel.refusals import Refused

WAITS = timedelta(hours=72)
State = FactorReset.State


class NothingToReset(Refused):
    """Code: nothing_to_reset. The account has no second factor, or is no longer open."""


class SamePerson(Refused):
    """Code: same_person. The second word is somebody else's."""


class NotOpen(Refused):
    """Code: not_open. It was done, stopped or confirmed meanwhile."""


def propose_reset(user: User, *, reason: str, by: Any) -> FactorReset:
    """One of staff has made sure who asks, and says how. The open one where there is one. Raises NothingToReset, NotForThisPerson."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        _refuse_for(user, by)
        if not user.is_active or not has_second_factor(user):
            raise NothingToReset("nothing_to_reset")
        there = FactorReset.objects.filter(user=user, state__in=FactorReset.OPEN).first()
        if there is not None:
            return there
        reset = FactorReset.objects.create(user=user, reason=reason, proposed_by=ref(by))
        record(Kind.FACTOR_RESET_PROPOSED, user, by=by)
    return reset


def confirm_reset(reset: FactorReset, *, by: Any) -> FactorReset:
    """Another of staff agrees: from now on three days. The owner is told. Raises SamePerson, NotForThisPerson, NotOpen."""
    if reset.proposed_by == ref(by):
        raise SamePerson("same_person")
    with transaction.atomic():
        _refuse_for(reset.user, by)
        due = clock.now() + WAITS
        try:
            with transaction.atomic():
                _move(reset, (State.PROPOSED,), State.WAITING, confirmed_by=ref(by), due_at=due)
        except IntegrityError as error:
            raise SamePerson("same_person") from error
        record(Kind.FACTOR_RESET_CONFIRMED, reset.user, by=by, due_on=due.astimezone(clock.JST).date())
    return reset


def stop_reset(reset: FactorReset, *, by: Any) -> FactorReset:
    """Any of staff, or the owner: nothing is taken away. Raises NotOpen."""
    with transaction.atomic():
        _move(reset, FactorReset.OPEN, State.STOPPED, ended_by=ref(by), ended_at=clock.now())
        record(Kind.FACTOR_RESET_STOPPED, reset.user, by=by)
    return reset


def stop_because_shown(user: User) -> None:
    """A second factor of this user was shown just now: it is not lost."""
    for reset in FactorReset.objects.filter(user=user, state__in=FactorReset.OPEN).select_related("user"):
        stop_reset(reset, by=user)


def carry_out_due() -> int:
    """Take away what has waited long enough; how many. All browsers of its owner are signed out. Safe to run twice."""
    due = FactorReset.objects.filter(state=State.WAITING, due_at__lte=clock.now()).values_list("pk", flat=True)
    return sum(_carry_out(pk) for pk in list(due))


def _carry_out(pk: Any) -> int:
    with transaction.atomic():
        waiting = FactorReset.objects.select_for_update(of=("self",)).select_related("user")
        reset = waiting.filter(pk=pk, state=State.WAITING).first()
        if reset is None:
            return 0
        _move(reset, (State.WAITING,), State.DONE, ended_by="system", ended_at=clock.now())
        Authenticator.objects.filter(user_id=reset.user_id).delete()
        Session.objects.filter(user=reset.user).delete()
        tell_change(reset.user, "reset", by="system")
    return 1


def _refuse_for(user: User, by: Any) -> None:
    refuse_for(user, by)
    refuse_for_last_admin(user)


def _move(reset: FactorReset, start: tuple[str, ...], to: str, **also: Any) -> None:
    if FactorReset.objects.filter(pk=reset.pk, state__in=start).update(state=to, **also) != 1:
        raise NotOpen("not_open")
    reset.refresh_from_db(fields=["state", *also])
