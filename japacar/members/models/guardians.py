"""The consent of a guardian for somebody who is not of age (PP-13-a). The one thing to know: two of staff must find it right, and
the database refuses the same person twice."""

import uuid
from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from japacar.accounts.models import User
from japacar.accounts.viewers import Viewer
from japacar.files.models import StoredFile
from japacar.kernel import clock


class GuardianConsentQuerySet(models.QuerySet["GuardianConsent"]):
    """Reads of consents."""

    def visible_to(self, viewer: Viewer) -> Self:
        """One's own; staff see all."""
        if viewer.is_staff:
            return self
        return self.filter(user=viewer.user) if viewer.user else self.none()

    def waiting(self) -> Self:
        return self.filter(state__in=GuardianConsent.OPEN).order_by("sent_at")

    def accepted(self) -> Self:
        return self.filter(state=GuardianConsent.State.ACCEPTED)


class GuardianConsent(models.Model):
    """What a frozen person sent, and who decided on it. The row is the evidence and stays; its pictures go 30 days after the decision."""

    class Relation(models.TextChoices):
        PARENT = "parent", _("Mother or father")
        GUARDIAN = "guardian", _("Legal guardian")
        MISTAKE = "mistake", _("None: I am of age, and what I entered was a mistake")

    class State(models.TextChoices):
        SENT = "sent", _("Being checked")
        CHECKED = "checked", _("Being checked by a second person")
        ACCEPTED = "accepted", pgettext_lazy("consent of a guardian", "Accepted")
        REFUSED = "refused", _("Not accepted")

    OPEN = (State.SENT, State.CHECKED)
    ANSWERED_WITHIN = timedelta(hours=48)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="guardian_consents")
    guardian_name = models.CharField(max_length=120, blank=True)
    relation = models.CharField(max_length=8, choices=Relation.choices)
    consent_paper = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    identity_paper = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.SENT)
    sent_at = models.DateTimeField(default=clock.now)
    first_by = models.CharField(max_length=80, blank=True)
    first_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    refusal_reason = models.TextField(blank=True)
    papers_gone_at = models.DateTimeField(null=True, blank=True)
    # As for the pictures of a dealer: two of staff keep the papers since then, or one proposed it and they stay until then.
    originals_held_at = models.DateTimeField(null=True, blank=True)
    originals_held_until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["GuardianConsent"]] = GuardianConsentQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_at",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="accepted")
                | (~Q(first_by="") & ~Q(decided_by="") & ~Q(decided_by=F("first_by")) & Q(decided_at__isnull=False)),
                name="consent_accepted_by_two",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(state__in=["sent", "checked"]), name="one_consent_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"
