"""What the desk itself keeps: who holds a review, which exceptions wait for a second person, and what must be checked again.

The one thing to know: the database refuses an exception that the same person proposed and confirmed."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from japacar.accounts.models import User
from japacar.accounts.viewers import Viewer
from japacar.kernel import clock
from japacar.members.models import Dealer


class ReviewClaim(models.Model):
    """Who of staff looks at a dealer now. It runs out by itself; another takes it over by a button of its own."""

    dealer = models.OneToOneField(Dealer, on_delete=models.CASCADE, related_name="claim")
    held_by = models.CharField(max_length=80)
    since = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.dealer_id} by {self.held_by}"

    @property
    def is_live(self) -> bool:
        return self.expires_at > clock.now()


class PermitReading(models.Model):
    """What one of staff read on the picture of a permit; the fields of the form are compared with it. It stays when the picture goes."""

    dealer = models.OneToOneField(Dealer, on_delete=models.CASCADE, related_name="permit_reading")
    holder = models.CharField(max_length=120)
    number = models.CharField(max_length=20, blank=True)
    read_by = models.CharField(max_length=80)
    read_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.dealer_id)


class OverrideQuerySet(models.QuerySet["Override"]):
    """Reads of exceptions."""

    def visible_to(self, viewer: Viewer) -> Self:
        return self if viewer.is_staff else self.none()

    def waiting(self) -> Self:
        return self.filter(state=Override.State.OPEN).order_by("proposed_at")

    def about(self, subject: Dealer | User) -> Self:
        return self.filter(user=subject) if isinstance(subject, User) else self.filter(dealer=subject)

    def about_a_decision(self) -> Self:
        """Those that a decision on the dealer makes pointless; a hold on pictures is none of them."""
        return self.filter(kind__in=[Override.Kind.APPROVE, Override.Kind.LIFT])


class Override(models.Model):
    """An exception about a dealer or a person's account, that one of staff proposes and another confirms or declines."""

    class Kind(models.TextChoices):
        APPROVE = "approve", _("Approve although a check shows a difference")
        LIFT = "lift", _("Lift the suspension")
        HOLD = "hold", _("Hold the pictures back from deletion")
        RELEASE = "release", _("End the hold on the pictures")
        SUSPEND = "suspend", _("Suspend the dealer")
        DISABLE = "disable", _("Disable the account")
        ENABLE = "enable", _("Enable the account again")

    class State(models.TextChoices):
        OPEN = "open", _("Waits for a second person")
        CONFIRMED = "confirmed", pgettext_lazy("by a second person", "Confirmed")
        DECLINED = "declined", pgettext_lazy("by a second person", "Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        LAPSED = "lapsed", _("Ended without a second person")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dealer = models.ForeignKey(Dealer, on_delete=models.CASCADE, null=True, blank=True, related_name="overrides")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    reason = models.TextField()
    differences = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField(default=clock.now)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        ordering = ("-proposed_at",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="confirmed") | (~Q(decided_by="") & ~Q(decided_by=F("proposed_by"))),
                name="override_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(dealer__isnull=True, user__isnull=False) | Q(dealer__isnull=False, user__isnull=True),
                name="override_about_one",
            ),
            models.UniqueConstraint(fields=["dealer", "kind"], condition=Q(state="open"), name="one_open_override"),
            models.UniqueConstraint(fields=["user", "kind"], condition=Q(state="open"), name="one_open_about_person"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    def get_absolute_url(self) -> str:
        """The page of what it is about: both buttons stand there."""
        name = "desk:person" if self.user_id else "desk:dealer"
        return reverse(name, kwargs={"pk": self.user_id or self.dealer_id})

    @property
    def event_ref(self) -> str:
        return f"override:{self.pk}"

    @property
    def subject(self) -> Dealer | User:
        """What it is about; the database lets no row in that is about both or nothing."""
        found = self.dealer or self.user
        assert found is not None
        return found

    @subject.setter
    def subject(self, about: Dealer | User) -> None:
        self.dealer, self.user = (None, about) if isinstance(about, User) else (about, None)


class RecheckQuerySet(models.QuerySet["Recheck"]):
    """Reads of what must be checked again."""

    def visible_to(self, viewer: Viewer) -> Self:
        return self if viewer.is_staff else self.none()

    def open(self) -> Self:
        return self.filter(closed_at=None).order_by("opened_at")


class Recheck(models.Model):
    """An approved dealer whose permit or papers must be looked at again, and why. Opened by a job, closed by a person."""

    class Reason(models.TextChoices):
        YEARLY = "yearly", _("Checked more than a year ago")
        COMMISSION = "commission", _("Permit number and commission do not fit any more")
        PAPER_EXPIRED = "paper_expired", _("The identity paper that was shown has run out")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dealer = models.ForeignKey(Dealer, on_delete=models.CASCADE, related_name="rechecks")
    reason = models.CharField(max_length=16, choices=Reason.choices)
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=80, blank=True)

    objects = RecheckQuerySet.as_manager()

    class Meta:
        ordering = ("opened_at",)
        constraints = (
            models.UniqueConstraint(fields=["dealer", "reason"], condition=Q(closed_at=None), name="one_open_recheck"),
        )

    def __str__(self) -> str:
        return self.reason

    @property
    def event_ref(self) -> str:
        return f"recheck:{self.pk}"
