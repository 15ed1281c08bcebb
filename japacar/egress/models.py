"""One row for everything that leaves: outbox while it waits, ledger for ever after.

The one thing to know: the payload is sealed and thrown away once it is sent; what stays is its hash, the names of its fields
and whom it concerned (clauses.md 1.17)."""

import uuid

from django.db import models


class Dispatch(models.Model):
    """Something sent, or to be sent, to one recipient. `key` makes it once only."""

    class State(models.TextChoices):
        PENDING = "pending", "pending"
        SENDING = "sending", "sending"
        SENT = "sent", "sent"
        FAILED = "failed", "failed"
        PROVIDED = "provided", "provided"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=120, unique=True)
    recipient = models.CharField(max_length=24)
    recipient_ref = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=24)
    clause = models.CharField(max_length=24)
    field_names = models.JSONField(default=list)
    subjects = models.JSONField(default=list)
    payload_sha256 = models.CharField(max_length=64)
    sealed_payload = models.BinaryField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("created_at",)
        indexes = (
            models.Index(
                fields=["next_try_at"], name="dispatch_due", condition=models.Q(state__in=["pending", "sending"])
            ),
        )

    def __str__(self) -> str:
        return f"{self.recipient} {self.key} {self.state}"

    @property
    def event_ref(self) -> str:
        return f"dispatch:{self.pk}"

    @property
    def message_id(self) -> str:
        """Constant over all attempts, so a mail server can tell a repeat from a new message."""
        return f"<{self.pk}@mail.japacar.jp>"


class Breaker(models.Model):
    """The circuit breaker of one recipient: after five failures in a row nothing is tried until `open_until`."""

    recipient = models.CharField(max_length=24, primary_key=True)
    failures = models.PositiveSmallIntegerField(default=0)
    open_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.recipient}: {self.failures}"
