"""The papers of a deal: those we make (numbered, frozen, hashed, printed by the worker) and those we collect.

The one thing to know: what is hashed and printed is the frozen data; it may hold account numbers, so it is sealed before it is stored."""

import json
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from japacar.accounts.viewers import Viewer
from japacar.deals.models import Deal
from japacar.files.models import StoredFile
from japacar.kernel import clock, ids
from japacar.kernel.ciphers import row_aad
from japacar.members.models import Dealer


class Kind(models.TextChoices):
    """Made by us first, collected below."""

    QUOTATION = "quotation", _("Quotation")
    PROFORMA_INVOICE = "proforma_invoice", _("Proforma invoice")
    SHIPPING_INSTRUCTION = "shipping_instruction", _("Shipping instruction")
    COMMERCIAL_INVOICE = "commercial_invoice", _("Commercial invoice")
    PACKING_LIST = "packing_list", _("Packing list")
    EXPORT_CERTIFICATE = "export_certificate", _("Export certificate")
    DEREGISTRATION = "deregistration", _("Deregistration certificate")
    INSPECTION_CERTIFICATE = "inspection_certificate", _("Inspection certificate")
    EXPORT_PERMIT = "export_permit", _("Export permit")
    BILL_OF_LADING = "bill_of_lading", _("Bill of lading (B/L)")
    OTHER = "other", _("Other paper")


class Series(models.Model):
    """The next number of one issuer's papers of one kind in one year. Locked while a number is taken, so that there are no gaps."""

    issuer = models.CharField(max_length=80)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["issuer", "kind", "year"], name="series_once"),)

    def __str__(self) -> str:
        return f"{self.issuer} {self.kind} {self.year}"


class LetterQuerySet(models.QuerySet["Letter"]):
    """Reads of letters."""

    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(dealer__in=Dealer.objects.visible_to(viewer))

    def checkable(self) -> Self:
        """Whoever holds one may check by its code that it is real."""
        return self.all()


class DocumentQuerySet(models.QuerySet["Document"]):
    """Reads of papers."""

    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(deal__in=Deal.objects.visible_to(viewer))

    def checkable(self) -> Self:
        """Papers that we made: whoever holds one may check by its code that it is real."""
        return self.filter(is_made_here=True)


def new_verification_code() -> str:
    return ids.reference("VC")


class Document(models.Model):
    """One paper of one deal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    is_made_here = models.BooleanField(default=True)
    issuer = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    sequence = models.PositiveIntegerField(null=True, blank=True)
    revision = models.PositiveSmallIntegerField(default=1)
    sealed_data = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    verification_code = models.CharField(max_length=12, unique=True, default=new_verification_code)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(default=clock.now)
    voided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Document"]] = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("issued_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["issuer", "kind", "year", "sequence"],
                condition=Q(is_made_here=True),
                name="document_numbered_once",
            ),
        )

    def __str__(self) -> str:
        return self.number or str(self.pk)

    @property
    def event_ref(self) -> str:
        return f"document:{self.pk}"

    @property
    def _aad(self) -> bytes:
        return row_aad("documents_document", str(self.pk), "sealed_data")

    def seal(self, canonical: str) -> None:
        """Keep the frozen data (canonical JSON) sealed."""
        self.sealed_data = settings.FIELD_KEYS.seal(canonical.encode(), aad=self._aad)

    def data(self) -> dict[str, Any]:
        """The frozen data in the clear. Callers have checked who is looking."""
        opened: dict[str, Any] = json.loads(settings.FIELD_KEYS.open(bytes(self.sealed_data or b""), aad=self._aad))
        return opened


class Letter(models.Model):
    """The operator's permission for a dealer to use the address of his shop (URL使用承諾書); one is valid at a time."""

    SERIES = "url_permission"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="letters")
    number = models.CharField(max_length=40, unique=True)
    frozen = models.JSONField()
    sha256 = models.CharField(max_length=64)
    verification_code = models.CharField(max_length=12, unique=True)
    issued_at = models.DateTimeField(default=clock.now)
    voided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Letter"]] = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("-issued_at",)
        constraints = (
            models.UniqueConstraint(fields=["dealer"], condition=Q(voided_at=None), name="one_valid_letter_per_dealer"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def event_ref(self) -> str:
        return f"letter:{self.pk}"

    def data(self) -> dict[str, Any]:
        """The frozen data that are hashed and printed."""
        found: dict[str, Any] = self.frozen
        return found

    def get_kind_display(self) -> str:
        return str(_("Permission to use the address of a shop"))
