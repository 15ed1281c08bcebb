"""An import of a list of cars: its columns, its rows with what the dry run says of each, and what was done.

The one thing to know: a row and the vehicle that came of it are written in one transaction, so a run that is killed goes on
where it stopped and makes nothing twice. Everything here is deleted after `DAYS_KEPT` days."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from japacar.accounts.viewers import Viewer
from japacar.files.models import StoredFile
from japacar.kernel import clock
from japacar.members.models import Dealer

DAYS_KEPT = 14


class OfDealer(models.QuerySet[Any]):
    """Reads of what a dealer sent."""

    def visible_to(self, viewer: Viewer) -> Self:
        """What the dealer for whom the viewer works sent. Staff have no business in a dealer's lists."""
        if viewer.user is None:
            return self.none()
        return self.filter(dealer__in=Dealer.objects.filter(memberships__user=viewer.user, memberships__ended_at=None))

    def of_dealer(self, dealer: Dealer) -> Self:
        return self.filter(dealer=dealer)


class StockImport(models.Model):
    """One list that a dealer sent."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Columns to be confirmed")
        CHECKING = "checking", _("Dry run under way")
        CHECKED = "checked", _("Waits for your decision")
        APPLYING = "applying", _("Being taken over")
        DONE = "done", _("Taken over")
        CANCELLED = "cancelled", _("Stopped")
        UNDOING = "undoing", _("Being taken back")
        UNDONE = "undone", _("Taken back")

    RUNNING = (State.CHECKING, State.APPLYING, State.UNDOING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dealer = models.ForeignKey(Dealer, on_delete=models.CASCADE, related_name="+")
    by_ref = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    #: The cells as texts, sealed; the file that was sent is not kept.
    table = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    #: What the file was, the row of headings, the headings, and for each column its key.
    layout = models.JSONField(default=dict)
    language = models.CharField(max_length=5)
    adds_models = models.BooleanField(default=False)
    publishes = models.BooleanField(default=False)
    total_rows = models.PositiveIntegerField(default=0)
    #: Lines of the table that the dry run has been through.
    read_rows = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["StockImport"]] = OfDealer.as_manager()

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def event_ref(self) -> str:
        return f"import:{self.pk}"

    @property
    def is_running(self) -> bool:
        return self.state in self.RUNNING

    @property
    def deleted_on(self) -> Any:
        return (self.created_at + timedelta(days=DAYS_KEPT)).date()

    def move(self, start: tuple[str, ...], to: str, **also: Any) -> bool:
        """A conditional UPDATE: whether it was in one of these states and now is in the new one."""
        changes = {"state": to, **also}
        if not StockImport.objects.filter(pk=self.pk, state__in=start).update(**changes):
            return False
        for name, value in changes.items():
            setattr(self, name, value)
        return True


class ImportRow(models.Model):
    """What the dry run says of one row, and what became of it."""

    class Outcome(models.TextChoices):
        CREATE = "create", _("New")
        UPDATE = "update", _("Changes")
        UNCHANGED = "unchanged", _("Unchanged")
        FAILED = "failed", _("Not possible")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits")
        APPLIED = "applied", _("Taken over")
        REFUSED = "refused", _("Not taken over")
        UNDONE = "undone", _("Taken back")

    stock_import = models.ForeignKey(StockImport, on_delete=models.CASCADE, related_name="rows")
    #: As the spreadsheet counts, from 1.
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    car = models.CharField(max_length=120, blank=True)
    #: Column -> value as JSON, for what is to be written; and column -> [old, new] in words.
    values = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    #: Sentences in the language of the import: why not, and what to know.
    reasons = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    vehicle = models.ForeignKey("vehicles.Vehicle", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["stock_import", "number"], name="import_row_once"),)
        indexes = (models.Index(fields=["stock_import", "outcome", "state", "number"], name="import_row_work"),)

    def __str__(self) -> str:
        return f"{self.stock_import_id} {self.number} {self.outcome}"


class PhotoArchive(models.Model):
    """An archive of photos that a dealer sent, until its photos are in his listings; then what became of each file."""

    class State(models.TextChoices):
        RUNNING = "running", _("Photos are being taken over")
        DONE = "done", _("Taken over")
        CANCELLED = "cancelled", _("Stopped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dealer = models.ForeignKey(Dealer, on_delete=models.CASCADE, related_name="+")
    by_ref = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=5)
    publishes = models.BooleanField(default=False)
    total = models.PositiveIntegerField(default=0)
    #: One entry for each file that was looked at: name, car, and why it was not taken.
    report = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["PhotoArchive"]] = OfDealer.as_manager()

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def event_ref(self) -> str:
        return f"photo_archive:{self.pk}"

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING


class ColumnPreset(models.Model):
    """A dealer's own answer to what his columns mean: folded heading -> key."""

    dealer = models.ForeignKey(Dealer, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    columns = models.JSONField(default=dict)
    used_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["dealer", "name"], name="preset_once_per_dealer"),)

    def __str__(self) -> str:
        return self.name
