"""What a buyer owes for a vehicle, the proofs he uploads, and the money that the payee saw in the bank.

The one thing to know: a proof is not money. Only the payee's side makes a `FundsReceipt`, with amount, value date and bank reference."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q, Sum

from japacar.accounts.models import User
from japacar.accounts.viewers import Viewer
from japacar.deals import rules
from japacar.deals.models import Deal, WrongState
from japacar.documents.models import Document
from japacar.files.models import StoredFile
from japacar.kernel import clock, ids
from japacar.kernel.money import Money
from japacar.members.models import BankAccount


class PaymentRequestQuerySet(models.QuerySet["PaymentRequest"]):
    """Reads of payment requests."""

    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(deal__in=Deal.objects.visible_to(viewer))


def new_code() -> str:
    return ids.reference("PR")


class PaymentRequest(models.Model):
    """One amount due on one deal, asked for by one proforma invoice. `code` is what the buyer writes on the transfer."""

    code = models.CharField(max_length=12, unique=True, default=new_code)
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="payment_requests")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="payment_request")
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="payment_requests")
    payee = models.CharField(max_length=8)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="JPY")
    money = models.CharField(max_length=20, default=rules.MONEY.first)
    proof_due_at = models.DateTimeField()
    funds_due_at = models.DateTimeField()
    created_at = models.DateTimeField(default=clock.now)
    moved_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["PaymentRequest"]] = PaymentRequestQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(currency="JPY"), name="request_in_yen"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="request_positive"),
            models.CheckConstraint(
                condition=Q(money__in=[state.value for state in rules.MONEY.states]), name="request_money_known"
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def event_ref(self) -> str:
        return f"request:{self.code}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    def received(self) -> Money:
        """What the payee has confirmed so far."""
        total = self.receipts.aggregate(total=Sum("amount_minor"))["total"] or 0
        return Money(total, self.currency)

    def move(self, to: str, *, party: str) -> str:
        """Move the money lane by a conditional UPDATE and return the state left. Raises WrongState."""
        start = self.money
        if not rules.allows(rules.MONEY, start, to, by=party, mode=self.deal.mode):
            raise WrongState(f"money: {start} to {to} by {party}")
        now = clock.now()
        if PaymentRequest.objects.filter(pk=self.pk, money=start).update(money=to, moved_at=now) != 1:
            raise WrongState(f"money is no longer {start}")
        self.money, self.moved_at = to, now
        return start


class TransferProof(models.Model):
    """A picture or PDF of a bank transfer, uploaded by the buyer. Never sent to an AI (clauses.md PP-5-anth-doc)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(PaymentRequest, on_delete=models.PROTECT, related_name="proofs")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)
    rejected_at = models.DateTimeField(null=True, blank=True)
    rejection_note = models.TextField(blank=True)

    class Meta:
        ordering = ("uploaded_at",)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def event_ref(self) -> str:
        return f"proof:{self.pk}"


class Refund(models.Model):
    """Money that the payee sent back to the account it came from: a surplus, or what a deal that ended had received.

    One for each payment request, since its lane ends with it."""

    request = models.OneToOneField(PaymentRequest, on_delete=models.PROTECT, related_name="refund")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="JPY")
    sent_on = models.DateField()
    bank_reference = models.CharField(max_length=60)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(currency="JPY"), name="refund_in_yen"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_positive"),
        )

    def __str__(self) -> str:
        return self.bank_reference

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class FundsReceipt(models.Model):
    """Money that the payee saw in the account. Rows are only added; a mistake is corrected by a further row."""

    request = models.ForeignKey(PaymentRequest, on_delete=models.PROTECT, related_name="receipts")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="JPY")
    value_on = models.DateField()
    bank_reference = models.CharField(max_length=60)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(currency="JPY"), name="receipt_in_yen"),
            models.UniqueConstraint(fields=["request", "bank_reference"], name="bank_reference_once_per_request"),
        )

    def __str__(self) -> str:
        return self.bank_reference

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)
