"""Notices that people read in the app, and deliveries by mail: each has a row, because people ask what became of it."""

import uuid
from typing import ClassVar, Self

from django.db import models

from japacar.accounts.models import User
from japacar.accounts.viewers import Viewer
from japacar.egress.models import Dispatch
from japacar.kernel import clock


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Reads of notices."""

    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(user=viewer.user) if viewer.user else self.none()

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One event told to one user, in the app: the source of truth; a mail only points here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    event_id = models.BigIntegerField()
    kind = models.CharField(max_length=48)
    subject = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Notice"]] = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = (models.UniqueConstraint(fields=["user", "event_id"], name="notice_once_per_event"),)

    def __str__(self) -> str:
        return self.kind


class Delivery(models.Model):
    """One event told to one person outside the app. `dispatch` is the outbox and ledger row that carries it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event_id = models.BigIntegerField()
    recipient_ref = models.CharField(max_length=80)
    channel = models.CharField(max_length=8, default="mail")
    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="deliveries")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["event_id", "recipient_ref", "channel"], name="delivery_once_per_event"),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.recipient_ref}"
