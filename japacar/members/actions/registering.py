"""A dealer begins, and sends his papers for checking."""

from typing import Any

from django.db import transaction

from japacar.accounts.models import User
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel import clock, ids
from japacar.members import rules
from japacar.members.actions.bank import current_bank_account
from japacar.members.models import PROVISIONAL_SLUG, Dealer, GuardianConsent, IdentityImage, Membership


class NotComplete(Exception):
    """Something is still missing: `missing` holds the codes of each section (members.rules)."""

    def __init__(self, missing: dict[str, list[str]]) -> None:
        self.missing = missing
        super().__init__(", ".join(missing))


def register_dealer(user: User, *, by: Any) -> Dealer:
    """A draft dealer with this user as its owner; the one that the user belongs to already when there is one."""
    with transaction.atomic():
        # Two clicks at once wait here for each other.
        user = User.objects.select_for_update().get(pk=user.pk)
        belongs = Membership.objects.select_related("dealer").filter(user=user, ended_at=None).first()
        if belongs is not None:
            return belongs.dealer
        dealer = Dealer.objects.create(slug=PROVISIONAL_SLUG + ids.reference("DR").lower().replace("dr-", ""))
        Membership.objects.create(dealer=dealer, user=user, role=Membership.Role.OWNER)
        record(Kind.DEALER_REGISTERED, dealer, by=by, lane="status", to=Dealer.Status.DRAFT)
        return dealer


def submit_dealer(dealer: Dealer, *, by: Any, answer: str = "") -> Dealer:
    """Send everything to staff, with an answer where they asked something. Raises NotComplete with what is missing, and
    WrongState when it was sent already."""
    with transaction.atomic():
        dealer = Dealer.objects.select_for_update().get(pk=dealer.pk)
        missing = rules.missing(
            dealer,
            images=IdentityImage.objects.kept().filter(dealer=dealer),
            has_account=current_bank_account(dealer) is not None,
            has_guardian_pending=_waits_for_guardian(dealer),
            has_consent=has_guardian_consent(dealer),
            today=clock.today_jst(),
        )
        if missing and dealer.is_being_filled_in:
            raise NotComplete(missing)
        start = dealer.move(
            Dealer.Status.SUBMITTED, submitted_at=clock.now(), decided_at=None, decided_by="", answer=answer
        )
        record(Kind.DEALER_SUBMITTED, dealer, by=by, lane="status", from_=start, to=dealer.status)
    return dealer


def has_guardian_consent(dealer: Dealer) -> bool:
    """Whether two of staff found a guardian's consent right for somebody of this dealer (PP-13-a)."""
    accepted = GuardianConsent.State.ACCEPTED
    return dealer.memberships.filter(ended_at=None, user__guardian_consents__state=accepted).exists()


def _waits_for_guardian(dealer: Dealer) -> bool:
    return dealer.memberships.filter(ended_at=None, user__status=User.Status.GUARDIAN_PENDING).exists()
