"""A guardian's consent is sent by the frozen person, and found right by two of staff (PP-13-a); then the account is open.

The one thing to know: every step is one conditional UPDATE, and the database refuses the second word of whoever gave the first."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from japacar.accounts.models import User
from japacar.accounts.standing import thaw
from japacar.events.actions import record, ref
from japacar.events.kinds import Kind
from japacar.files.actions import bind, destroy_file
from japacar.files.locks import destroying
from japacar.files.models import StoredFile
from japacar.kernel import clock
from japacar.members.actions.keeping import nobody_holds
from japacar.members.models import Dealer, GuardianConsent, Membership, WrongState

PAPERS_FOR = timedelta(days=30)
State = GuardianConsent.State


class SamePerson(Exception):
    """The second check is somebody else's."""


def has_accepted_consent(user: User) -> bool:
    """Whether two of staff found a guardian's consent of this person right."""
    return GuardianConsent.objects.accepted().filter(user=user).exists()


def send_consent(
    user: User, *, guardian_name: str, relation: str, consent: StoredFile | None, identity: StoredFile, by: Any
) -> GuardianConsent:
    """The frozen person sends name, relation and the papers (stored already, pending). Raises WrongState when the account is not
    frozen, or a consent is being checked."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.status != User.Status.GUARDIAN_PENDING or GuardianConsent.objects.waiting().filter(user=user).exists():
            raise WrongState("no consent is awaited")
        for paper in (consent, identity):
            if paper is not None:
                bind(paper, owner_ref=user.event_ref, by=by)
        held = GuardianConsent.objects.filter(user=user).exclude(originals_held_at=None).first()
        sent = GuardianConsent.objects.create(
            user=user, guardian_name=guardian_name, relation=relation, consent_paper=consent, identity_paper=identity,
            originals_held_at=held.originals_held_at if held else None,
        )  # fmt: skip
        record(Kind.GUARDIAN_CONSENT_SENT, user, by=by, reason_code=relation)
    return sent


def find_consent_right(consent: GuardianConsent, *, by: Any) -> GuardianConsent:
    """The word of one of staff. The first is kept; the second, of another person, opens the account.

    Raises SamePerson, and WrongState when it was decided meanwhile."""
    with transaction.atomic():
        consent = GuardianConsent.objects.select_for_update().get(pk=consent.pk)
        if consent.state == State.SENT:
            _move(consent, State.CHECKED, first_by=ref(by), first_at=clock.now())
            record(Kind.GUARDIAN_CONSENT_CHECKED, consent.user, by=by)
        elif consent.state == State.CHECKED:
            if consent.first_by == ref(by):
                raise SamePerson
            _move(consent, State.ACCEPTED, decided_by=ref(by), decided_at=clock.now())
            thaw(consent.user)
            record(Kind.GUARDIAN_CONSENT_ACCEPTED, consent.user, by=by)
        else:
            raise WrongState(consent.state)
    return consent


def refuse_consent(consent: GuardianConsent, *, reason: str, by: Any) -> GuardianConsent:
    """It cannot be accepted, for a reason that the person reads; another may be sent. Raises WrongState."""
    with transaction.atomic():
        consent = GuardianConsent.objects.select_for_update().get(pk=consent.pk)
        if consent.state not in GuardianConsent.OPEN:
            raise WrongState(consent.state)
        _move(consent, State.REFUSED, decided_by=ref(by), decided_at=clock.now(), refusal_reason=reason)
        record(Kind.GUARDIAN_CONSENT_REFUSED, consent.user, by=by)
    return consent


def forget_consent_papers() -> int:
    """Delete the papers 30 days after the decision; how many consents. Names, decision and who made it stay. Safe to run twice.

    Papers that two of staff hold stay, also with the pictures of a dealer for whom the person works or worked."""
    held = Membership.objects.exclude(dealer__in=Dealer.objects.filter(nobody_holds()))
    late = Q(decided_at__lt=clock.now() - PAPERS_FOR, papers_gone_at=None) & nobody_holds()
    late &= ~Q(user__in=held.values("user"))
    found = GuardianConsent.objects.filter(late).values_list("pk", flat=True)
    return sum(_forget(pk, late) for pk in list(found))


def _forget(pk: Any, late: Q) -> int:
    with destroying():
        consent = GuardianConsent.objects.select_for_update().filter(late, pk=pk).first()
        if consent is None:
            return 0
        papers = [paper for paper in (consent.consent_paper, consent.identity_paper) if paper is not None]
        consent.consent_paper = consent.identity_paper = None
        consent.papers_gone_at = clock.now()
        consent.save(update_fields=["consent_paper", "identity_paper", "papers_gone_at"])
        for paper in papers:
            destroy_file(paper)
    return 1


def _move(consent: GuardianConsent, to: str, **also: Any) -> None:
    try:
        with transaction.atomic():
            same = GuardianConsent.objects.filter(pk=consent.pk, state=consent.state)
            if same.update(state=to, **also) != 1:
                raise WrongState(f"no longer {consent.state}")
    except IntegrityError as error:
        raise SamePerson from error
    consent.refresh_from_db()
