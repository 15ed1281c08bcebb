"""Quotations of a deal: numbered versions that are never changed once sent; and the price ranges that dealers asked for."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from japacar.accounts.viewers import Viewer
from japacar.deals.models import Deal
from japacar.kernel import clock
from japacar.kernel.money import Money
from japacar.vehicles.models import Vehicle


class QuoteQuerySet(models.QuerySet["Quote"]):
    """Reads of quotations."""

    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(deal__in=Deal.objects.visible_to(viewer))


class Quote(models.Model):
    """One version, from the dealer or (a counter-offer) from the buyer."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("quotation", "Open")
        ACCEPTED = "accepted", _("Accepted")
        SUPERSEDED = "superseded", _("Replaced by a newer version")
        EXPIRED = "expired", _("Expired")
        DECLINED = "declined", pgettext_lazy("quotation", "Declined")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="quotes")
    version = models.PositiveSmallIntegerField()
    party = models.CharField(max_length=8)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    incoterm = models.CharField(max_length=3, default="CIF")
    total_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="JPY")
    valid_until = models.DateTimeField()
    note = models.TextField(blank=True)
    usd_per_jpy = models.DecimalField(max_digits=14, decimal_places=8, null=True, blank=True)
    rate_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Quote"]] = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ("version",)
        constraints = (
            models.UniqueConstraint(fields=["deal", "version"], name="quote_once_per_version"),
            models.UniqueConstraint(fields=["deal"], condition=Q(status="open"), name="one_open_quote_per_deal"),
            models.CheckConstraint(condition=Q(currency="JPY"), name="quote_in_yen"),
            models.CheckConstraint(condition=Q(total_minor__gt=0), name="quote_positive"),
        )

    def __str__(self) -> str:
        return f"{self.deal_id} v{self.version}"

    @property
    def event_ref(self) -> str:
        return f"quote:{self.pk}"

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def is_valid(self) -> bool:
        return self.status == self.Status.OPEN and self.valid_until > clock.now()


class QuoteLine(models.Model):
    """One line of a quotation."""

    class Kind(models.TextChoices):
        CAR = "car", _("Car, FOB")
        INLAND = "inland", _("Inland transport")
        FREIGHT = "freight", _("Ocean freight")
        INSPECTION = "inspection", _("Inspection")
        INSURANCE = "insurance", _("Marine insurance")
        DOCUMENTS = "documents", _("Documents, courier")
        OTHER = "other", _("Other")

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    label = models.CharField(max_length=80, blank=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="JPY")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.CheckConstraint(condition=Q(currency="JPY"), name="quote_line_in_yen"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="quote_line_not_negative"),
        )

    def __str__(self) -> str:
        return self.kind

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class PriceEstimate(models.Model):
    """A reference range that a dealer asked for (PP-8.2-a). It is shown to him alone and never becomes a price by itself."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ANSWERED = "answered", _("Answered")
        NOT_ENOUGH = "not_enough", _("Not enough data")
        FAILED = "failed", _("No answer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vehicle = models.ForeignKey(Vehicle, on_delete=models.CASCADE, related_name="price_estimates")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField(default=clock.now)
    # What was sent: words of our lists and numbers.
    attributes = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    low_minor = models.BigIntegerField(null=True, blank=True)
    high_minor = models.BigIntegerField(null=True, blank=True)
    sureness = models.CharField(max_length=8, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["vehicle"], condition=models.Q(state="waiting"), name="one_open_price_estimate"
            ),
        )

    def __str__(self) -> str:
        return f"{self.vehicle_id} {self.state}"

    @property
    def low(self) -> Money | None:
        return None if self.low_minor is None else Money.jpy(self.low_minor)

    @property
    def high(self) -> Money | None:
        return None if self.high_minor is None else Money.jpy(self.high_minor)
