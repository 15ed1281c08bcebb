"""Makes and models, a dealer's vehicles, their photos and faults.

The one thing to know: one row is one dealer's offer; the same frame number elsewhere is flagged, never merged (architecture.md 6).
`status` says what the public may see; the one reservation is kept by the deals room's unique index."""

import uuid
from decimal import Decimal
from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from japacar.accounts.models import User
from japacar.accounts.viewers import Viewer
from japacar.certificates.models import Reading
from japacar.files.models import StoredFile
from japacar.kernel import clock, ids
from japacar.kernel.money import Money
from japacar.kernel.text import mask_chassis
from japacar.members.models import Dealer
from japacar.vehicles.bulk.models import ColumnPreset as ColumnPreset
from japacar.vehicles.bulk.models import ImportRow as ImportRow
from japacar.vehicles.bulk.models import PhotoArchive as PhotoArchive
from japacar.vehicles.bulk.models import StockImport as StockImport
from japacar.vehicles.enums import BodyType as BodyType
from japacar.vehicles.enums import Colour as Colour
from japacar.vehicles.enums import Drive as Drive
from japacar.vehicles.enums import Fuel as Fuel
from japacar.vehicles.enums import RepairHistory as RepairHistory
from japacar.vehicles.enums import Steering as Steering
from japacar.vehicles.enums import Transmission as Transmission
from japacar.vehicles.reference.models import ModelCode as ModelCode
from japacar.vehicles.reference.models import NameChange as NameChange


class Make(models.Model):
    """A maker, as the certificate's 車名 names it."""

    slug = models.SlugField(max_length=40, unique=True)
    name_en = models.CharField(max_length=60)
    name_ja = models.CharField(max_length=60)
    also = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ("name_en",)

    def __str__(self) -> str:
        return self.name_en

    def name(self, language: str) -> str:
        return self.name_ja if language == "ja" else self.name_en


class CarModel(models.Model):
    """A model as buyers know it; `also` holds other spellings, so that プラド and Prado find the same cars."""

    make = models.ForeignKey(Make, on_delete=models.PROTECT, related_name="models")
    slug = models.SlugField(max_length=60)
    name_en = models.CharField(max_length=80)
    name_ja = models.CharField(max_length=80)
    also = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ("name_en",)
        constraints = (models.UniqueConstraint(fields=["make", "slug"], name="model_once_per_make"),)

    def __str__(self) -> str:
        return self.name_en

    def name(self, language: str) -> str:
        return self.name_ja if language == "ja" else self.name_en


class VehicleQuerySet(models.QuerySet["Vehicle"]):
    """Reads of vehicles."""

    def visible_to(self, viewer: Viewer) -> Self:
        """What the public may open, plus the dealer's own and everything for staff."""
        if viewer.is_staff:
            return self
        public = Q(status__in=Vehicle.REACHABLE, dealer__status=Dealer.Status.APPROVED)
        if viewer.user is None:
            return self.filter(public)
        own = Q(dealer__in=Dealer.objects.filter(memberships__user=viewer.user, memberships__ended_at=None))
        return self.filter(public | own)

    def on_sale(self) -> Self:
        return self.filter(status=Vehicle.Status.PUBLISHED, dealer__status=Dealer.Status.APPROVED)

    def of_dealer(self, dealer: Dealer) -> Self:
        return self.filter(dealer=dealer)


def new_reference() -> str:
    return ids.reference("JP")


class Vehicle(models.Model):
    """One dealer's offer of one car, motorcycle, truck or machine."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("With our staff")
        PUBLISHED = "published", _("On sale")
        RESERVED = "reserved", _("Reserved")
        SOLD = "sold", _("Sold")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Not confirmed")

    class SaleMode(models.TextChoices):
        DIRECT = "direct", _("Direct from the dealer")
        RESALE = "resale", _("Resale by the operator")

    PUBLIC = (Status.PUBLISHED, Status.RESERVED, Status.SOLD)
    # Out of the search until the dealer says that it is still there; whoever has the address is told so.
    REACHABLE = (*PUBLIC, Status.EXPIRED)
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        Status.DRAFT: frozenset({Status.REVIEW, Status.PUBLISHED, Status.WITHDRAWN}),
        Status.REVIEW: frozenset({Status.PUBLISHED, Status.DRAFT, Status.WITHDRAWN}),
        Status.PUBLISHED: frozenset({Status.RESERVED, Status.WITHDRAWN, Status.REVIEW, Status.EXPIRED}),
        Status.RESERVED: frozenset({Status.PUBLISHED, Status.SOLD}),
        Status.WITHDRAWN: frozenset({Status.PUBLISHED, Status.REVIEW}),
        Status.EXPIRED: frozenset({Status.PUBLISHED, Status.WITHDRAWN}),
        Status.SOLD: frozenset(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="vehicles")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    sale_mode = models.CharField(max_length=8, choices=SaleMode.choices, default=SaleMode.DIRECT)
    stock_number = models.CharField(max_length=24, blank=True)
    reading = models.ForeignKey(Reading, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    make = models.ForeignKey(Make, on_delete=models.PROTECT, null=True, blank=True, related_name="vehicles")
    model = models.ForeignKey(CarModel, on_delete=models.PROTECT, null=True, blank=True, related_name="vehicles")
    grade = models.CharField(max_length=80, blank=True)
    model_code = models.CharField(max_length=24, blank=True)
    chassis_no = models.CharField(max_length=24, blank=True)
    engine_model = models.CharField(max_length=24, blank=True)
    first_registration = models.CharField(max_length=7, blank=True)
    manufactured = models.CharField(max_length=7, blank=True)
    manufacture_evidence = models.CharField(max_length=12, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    body_type = models.CharField(max_length=12, choices=BodyType.choices, blank=True)
    fuel = models.CharField(max_length=16, choices=Fuel.choices, blank=True)
    displacement_cc = models.PositiveIntegerField(null=True, blank=True)
    rated_output_kw = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    transmission = models.CharField(max_length=8, choices=Transmission.choices, blank=True)
    gears = models.PositiveSmallIntegerField(null=True, blank=True)
    drive = models.CharField(max_length=4, choices=Drive.choices, blank=True)
    steering = models.CharField(max_length=8, choices=Steering.choices, blank=True)
    mileage_km = models.PositiveIntegerField(null=True, blank=True)
    odometer_status = models.CharField(max_length=12, blank=True)
    hours = models.PositiveIntegerField(null=True, blank=True)
    colour = models.CharField(max_length=8, choices=Colour.choices, blank=True)
    doors = models.PositiveSmallIntegerField(null=True, blank=True)
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    length_mm = models.PositiveIntegerField(null=True, blank=True)
    width_mm = models.PositiveIntegerField(null=True, blank=True)
    height_mm = models.PositiveIntegerField(null=True, blank=True)
    weight_kg = models.PositiveIntegerField(null=True, blank=True)
    gvw_kg = models.PositiveIntegerField(null=True, blank=True)
    max_load_kg = models.PositiveIntegerField(null=True, blank=True)
    type_designation_no = models.CharField(max_length=6, blank=True)
    category_no = models.CharField(max_length=4, blank=True)
    shaken_expiry = models.DateField(null=True, blank=True)

    price_minor = models.BigIntegerField(null=True, blank=True)
    price_currency = models.CharField(max_length=3, default="JPY")
    condition_grade = models.CharField(max_length=4, blank=True)
    condition_source = models.CharField(max_length=40, blank=True)
    condition_seen_on = models.DateField(null=True, blank=True)
    repair_history = models.CharField(max_length=8, choices=RepairHistory.choices, default=RepairHistory.UNKNOWN)
    equipment = models.JSONField(default=list, blank=True)
    # The long tail of the vocabulary by key (attributes/): what everybody may read, what only some may, and observations.
    details = models.JSONField(default=dict, blank=True)
    particulars = models.JSONField(default=dict, blank=True)
    condition = models.JSONField(default=dict, blank=True)
    description_ja = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    location_prefecture = models.CharField(max_length=8, blank=True)
    location_city = models.CharField(max_length=60, blank=True)
    loading_port = models.CharField(max_length=5, blank=True)

    search = SearchVectorField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)
    stock_confirmed_at = models.DateTimeField(null=True, blank=True)
    stock_asked_at = models.DateTimeField(null=True, blank=True)
    sold_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Vehicle"]] = VehicleQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at",)
        indexes = (
            GinIndex(fields=["search"], name="vehicle_by_text"),
            models.Index(fields=["status", "-published_at"], name="vehicle_newest"),
            models.Index(fields=["status", "price_minor"], name="vehicle_by_price"),
            models.Index(fields=["make", "model"], name="vehicle_by_model"),
            models.Index(fields=["chassis_no"], name="vehicle_by_chassis"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(price_currency="JPY"), name="vehicle_price_in_yen"),
            models.CheckConstraint(condition=Q(price_minor=None) | Q(price_minor__gt=0), name="vehicle_price_positive"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "review", "withdrawn"])
                | Q(price_minor__isnull=False, make__isnull=False, model__isnull=False)
                & (Q(mileage_km__isnull=False) | Q(hours__isnull=False) | Q(body_type="trailer")),
                name="vehicle_on_sale_is_complete",
            ),
            models.UniqueConstraint(
                fields=["dealer", "stock_number"], condition=~Q(stock_number=""), name="stock_number_once_per_dealer"
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def event_ref(self) -> str:
        return f"vehicle:{self.reference}"

    @property
    def price(self) -> Money | None:
        return None if self.price_minor is None else Money(self.price_minor, self.price_currency)

    @property
    def masked_chassis_no(self) -> str:
        """For everybody who has not reserved it (PP-1.1-h)."""
        return mask_chassis(self.chassis_no)

    @property
    def cubic_metres(self) -> Decimal | None:
        """Length × width × height in m³ with three decimals, as freight is charged."""
        if not (self.length_mm and self.width_mm and self.height_mm):
            return None
        return (Decimal(self.length_mm * self.width_mm * self.height_mm) / 1_000_000_000).quantize(Decimal("0.001"))

    @property
    def is_on_sale(self) -> bool:
        return self.status == self.Status.PUBLISHED

    def title(self, language: str) -> str:
        """Year, make, model and grade, as people call the car."""
        make = self.make.name(language) if self.make else ""
        model = self.model.name(language) if self.model else ""
        parts = [make, model, self.grade] if language == "ja" else [str(self.year or ""), make, model, self.grade]
        words = " ".join(part for part in parts if part)
        return f"{words} {self.year}年式" if language == "ja" and self.year else words


class ListingReview(models.Model):
    """One look of our staff at a listing before the public sees it: why, and what came of it."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Sent back")
        GONE = "gone", _("Taken back by the dealer")

    vehicle = models.ForeignKey(Vehicle, on_delete=models.CASCADE, related_name="reviews")
    reasons = models.JSONField(default=list)
    price_minor = models.BigIntegerField()
    asked_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ("asked_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["vehicle"], condition=Q(decided_at=None), name="one_open_review_per_vehicle"
            ),
        )

    def __str__(self) -> str:
        return f"{self.vehicle_id} {self.decision or 'open'}"


class Photo(models.Model):
    """A picture of a vehicle. A private one (the chassis plate) is for the deal's parties only."""

    class Angle(models.TextChoices):
        FRONT_LEFT = "front_left", _("Front left")
        REAR_RIGHT = "rear_right", _("Rear right")
        LEFT_SIDE = "left_side", _("Left side")
        RIGHT_SIDE = "right_side", _("Right side")
        FRONT = "front", _("Front")
        REAR = "rear", _("Rear")
        DASHBOARD = "dashboard", _("Driver's seat and dashboard")
        REAR_SEATS = "rear_seats", _("Rear seats or load space")
        ODOMETER = "odometer", _("Odometer")
        ENGINE = "engine", _("Engine")
        TYRE = "tyre", _("Tyre")
        UNDERBODY = "underbody", _("Underbody")
        CHASSIS_PLATE = "chassis_plate", _("Chassis plate")
        FAULT = "fault", _("Fault")
        OTHER = "other", _("Other view")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vehicle = models.ForeignKey(Vehicle, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    angle = models.CharField(max_length=16, choices=Angle.choices, default=Angle.OTHER)
    position = models.PositiveSmallIntegerField(default=0)
    angle_guessed = models.BooleanField(default=False, help_text="by the order of sending; nobody has said it yet")
    is_private = models.BooleanField(default=False)
    covers = models.JSONField(default=list, blank=True, help_text="[left, top, width, height] in shares of the picture")
    uncovered = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="sealed; until on sale"
    )
    sent_key = models.UUIDField(null=True, blank=True, help_text="of the one sending, however often it is repeated")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("position", "created_at")
        constraints = (models.UniqueConstraint(fields=["vehicle", "sent_key"], name="photo_sent_once"),)

    def __str__(self) -> str:
        return f"{self.vehicle_id} {self.angle}"


class EditorWay(models.Model):
    """How somebody likes to fill listings, once he has said so."""

    class Way(models.TextChoices):
        GUIDED = "guided", _("Step by step")
        PAGE = "page", _("Everything on one page")

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=6, choices=Way.choices)
    chosen_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.way


class RemovedPhoto(models.Model):
    """What a photo was that its dealer took off, so that it can come back as it was. Goes with its file after a day."""

    file = models.OneToOneField(StoredFile, primary_key=True, on_delete=models.CASCADE, related_name="+")
    vehicle = models.ForeignKey(Vehicle, on_delete=models.CASCADE, related_name="removed_photos")
    photo_id = models.UUIDField()
    angle = models.CharField(max_length=16, choices=Photo.Angle.choices)
    position = models.PositiveSmallIntegerField()
    covers = models.JSONField(default=list)
    faults = models.JSONField(default=list, help_text="numbers of the faults that it shows")
    removed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-removed_at",)

    def __str__(self) -> str:
        return f"{self.vehicle_id} {self.angle}"


class Fault(models.Model):
    """A known fault in the auction sheet's language, e.g. A1 on the front bumper, with the photo that shows it."""

    vehicle = models.ForeignKey(Vehicle, on_delete=models.CASCADE, related_name="faults")
    code = models.CharField(max_length=3)
    panel = models.CharField(max_length=32)
    words_en = models.CharField(max_length=160, blank=True)
    words_ja = models.CharField(max_length=160, blank=True)
    photo = models.ForeignKey(Photo, on_delete=models.SET_NULL, null=True, blank=True, related_name="faults")
    seen_on = models.DateField(null=True, blank=True)
    seen_by = models.CharField(max_length=12, default="dealer", help_text="a key of observations.OBSERVERS")

    def __str__(self) -> str:
        return f"{self.code} {self.panel}"
