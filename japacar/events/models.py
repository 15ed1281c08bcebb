"""The event chain. The one thing to know: rows are only ever inserted, by `events.actions.record`; the database refuses the rest."""

import hashlib
import json
from typing import Any

from django.db import models


class Event(models.Model):
    """One thing that happened. Subject and actor are opaque references, not foreign keys: erasing a person leaves the chain whole."""

    kind = models.CharField(max_length=48)
    subject = models.CharField(max_length=80)
    sequence = models.PositiveIntegerField()
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["subject", "sequence"], name="event_once_per_sequence"),)
        indexes = (models.Index(fields=["at"], name="event_by_time"),)

    def __str__(self) -> str:
        return f"{self.subject} #{self.sequence} {self.kind}"

    def computed_digest(self) -> str:
        """SHA-256 over the previous digest and this event in one canonical spelling."""
        said: dict[str, Any] = {
            "kind": self.kind,
            "subject": self.subject,
            "sequence": self.sequence,
            "actor": self.actor,
            "at": self.at.isoformat(timespec="microseconds"),
            "facts": self.facts,
        }
        canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(f"{self.previous}\n{canonical}".encode()).hexdigest()


class Anchor(models.Model):
    """One hash a day over the heads of all chains. A copy lies in the data folder, outside the database."""

    day = models.DateField(unique=True)
    heads = models.PositiveIntegerField()
    last_event = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day} {self.digest[:12]}"
