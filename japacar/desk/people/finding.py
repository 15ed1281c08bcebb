"""Reading people for staff. The one thing to know: every account may be read here, so only views guarded by `staff_only` call this."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from japacar.accounts import factors
from japacar.accounts.models import FactorReset, Session, StaffRole, User
from japacar.deals.models import Deal
from japacar.kernel import clock
from japacar.members.models import GuardianConsent

STATUSES = {
    User.Status.ACTIVE: pgettext_lazy("an account", "Open"),
    User.Status.GUARDIAN_PENDING: _("Waits for a guardian’s consent"),
    User.Status.DISABLED: _("Disabled"),
    User.Status.CLOSED: _("Closed"),
}


def by_address(email: str) -> User | None:
    """Whoever has exactly this address."""
    return User.objects.filter(email=email).first()


def by_pk(pk: UUID) -> User | None:
    return User.objects.filter(pk=pk).first()


def reset_by_pk(pk: UUID) -> FactorReset | None:
    return FactorReset.objects.select_related("user").filter(pk=pk).first()


def facts_of(person: User) -> dict[str, Any]:
    """What is needed to help somebody who cannot sign in, and no more."""
    return {
        "status": STATUSES[User.Status(person.status)],
        "role": StaffRole.objects.filter(user=person).values_list("role", flat=True).first() or "",
        "factors": factors.factors_of(person),
        "codes_left": factors.recovery_codes_left(person),
        "open_deals": Deal.objects.active().filter(buyer=person).count(),
        "consents": list(GuardianConsent.objects.filter(user=person)),
        "browsers": Session.objects.filter(user=person, expire_date__gt=clock.now()).count(),
    }
