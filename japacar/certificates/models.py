"""What was read from a certificate.

The one thing to know: a row holds permitted facts only (fields.py); the uploaded file, which names owner and user, is
never kept, only its hash."""

import uuid
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from japacar.accounts.viewers import Viewer
from japacar.certificates.fields import CertificateFields
from japacar.certificates.rules import Finding, missing
from japacar.kernel import clock
from japacar.members.models import Dealer


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Reads of readings."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Staff see all; a dealer's own people see theirs."""
        if viewer.is_staff:
            return self
        return self.filter(dealer_ref__in=[dealer.event_ref for dealer in Dealer.objects.visible_to(viewer)])


class Reading(models.Model):
    """One reading of one certificate, as it was found; the listing holds what the dealer made of it."""

    class Source(models.TextChoices):
        FILE = "file", _("Official file")
        CODE = "code", _("2D code")
        AI = "ai", _("Read by AI")
        HAND = "hand", _("Typed by hand")

    class Kind(models.TextChoices):
        INSPECTION_CERTIFICATE = "inspection_certificate", _("Vehicle inspection certificate")
        DEREGISTRATION_CERTIFICATE = "deregistration_certificate", _("Deregistration certificate")
        PRELIMINARY_CERTIFICATE = "preliminary_certificate", _("Preliminary inspection certificate")
        LIMITED_CERTIFICATE = "limited_certificate", _("Limited inspection certificate")
        RETURN_CERTIFICATE = "return_certificate", _("Certificate of a returned inspection certificate")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dealer_ref = models.CharField(max_length=80, db_index=True)
    source = models.CharField(max_length=4, choices=Source.choices)
    kind = models.CharField(max_length=32, choices=Kind.choices)
    fields = models.JSONField(default=dict)
    # Facts that came from another source than `source`: key -> source.
    sources = models.JSONField(default=dict, blank=True)
    findings = models.JSONField(default=list)
    # "plate", "spec" or "use" -> the sealed cut-out of that code with its size, until the car goes on sale. A code over several
    # pictures has one for each symbol: "spec", "spec-2", "spec-3".
    cuts = models.JSONField(default=dict, blank=True)
    # The sealed pages with these codes framed, with their size and since when: until the car goes on sale, at most one day.
    pages = models.JSONField(default=list, blank=True)
    sha256 = models.CharField(max_length=64)
    # The stored picture or PDF that was read. Empty where the upload is not stored.
    file_ref = models.CharField(max_length=80, blank=True)
    by_ref = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=clock.now)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def event_ref(self) -> str:
        return f"reading:{self.pk}"

    @property
    def facts(self) -> CertificateFields:
        """The facts as typed values."""
        return CertificateFields.from_json(self.fields)

    def source_of(self, key: str) -> "Reading.Source":
        """Where one fact came from."""
        return self.Source(self.sources.get(key, self.source))

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What looked odd; `sentence` of each is in the reader's language."""
        return tuple(Finding.from_json(said) for said in self.findings)

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys that a certificate normally fills and that were not found."""
        return missing(self.facts)


class AiReadingQuerySet(models.QuerySet["AiReading"]):
    """Reads of readings by a model."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Staff see all; a dealer's own people see theirs."""
        if viewer.is_staff:
            return self
        return self.filter(dealer_ref__in=[dealer.event_ref for dealer in Dealer.objects.visible_to(viewer)])

    def open(self) -> Self:
        """Those whose files are still there: waiting for the answer, or for the person."""
        return self.filter(state__in=AiReading.OPEN)


class AiReading(models.Model):
    """One paper that a person agreed to have read by a model (PP-8.1-a), until he has confirmed what was read.

    The files lie sealed below its reference and go with the values when it ends; who agreed to what, and which bytes left,
    stays."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READ = "read", _("Read")
        FAILED = "failed", _("Not read")
        TAKEN = "taken", _("Confirmed")
        GIVEN_UP = "given_up", _("Given up")

    OPEN = (State.WAITING, State.READ)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dealer_ref = models.CharField(max_length=80, db_index=True)
    subject_ref = models.CharField(max_length=80, db_index=True)
    paper = models.CharField(max_length=16)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    agreed_by = models.CharField(max_length=80)
    agreed_at = models.DateTimeField(default=clock.now)
    agreed_text = models.CharField(max_length=10)
    original_sha256s = models.JSONField(default=list)
    sent_sha256s = models.JSONField(default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    problem = models.CharField(max_length=24, blank=True)
    # Only between the answer and the person's decision.
    values = models.JSONField(default=dict, blank=True)
    places = models.JSONField(default=dict, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AiReadingQuerySet.as_manager()

    class Meta:
        ordering = ("-agreed_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["subject_ref"], condition=models.Q(state__in=["waiting", "read"]), name="one_open_ai_reading"
            ),
            models.CheckConstraint(
                condition=models.Q(state="read") | models.Q(values={}, places={}), name="ai_values_until_confirmed"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def event_ref(self) -> str:
        return f"ai_reading:{self.pk}"

    @property
    def facts(self) -> CertificateFields:
        """What the model read, as typed values. Nobody has confirmed them."""
        return CertificateFields.from_json(self.values)


class CodeSearchQuerySet(models.QuerySet["CodeSearch"]):
    """Reads of searches."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Staff see all; a dealer's own people see theirs."""
        return self if viewer.is_staff else self.filter(dealer__in=Dealer.objects.visible_to(viewer))

    def open(self) -> Self:
        return self.filter(state=CodeSearch.State.WAITING)


class CodeSearch(models.Model):
    """A thorough search for codes in pictures whose first look left something open; the worker does it.

    The pictures lie sealed below its reference until it is over, at most a day. `subject_ref` is the vehicle that it fills, or
    empty until there is one."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        FOUND = "found", _("Found")
        FAILED = "failed", _("Not read")
        GIVEN_UP = "given_up", _("Given up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dealer = models.ForeignKey(Dealer, on_delete=models.CASCADE, related_name="+")
    subject_ref = models.CharField(max_length=80, blank=True, db_index=True)
    by_ref = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    total = models.PositiveSmallIntegerField()
    done = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=24, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CodeSearchQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["subject_ref"],
                condition=models.Q(state="waiting") & ~models.Q(subject_ref=""),
                name="one_open_code_search",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def event_ref(self) -> str:
        return f"code_search:{self.pk}"
