"""The vocabulary of a certificate: every fact that a reading may hold, with its type, unit, label and who may see it.

The one thing to know: this list is the permission (PP-5-anth-out, A-15). What is not named here is dropped unread,
whatever the source says; the names, addresses and codes of owner and user have no name here on purpose."""

import dataclasses
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType, UnionType
from typing import Any, Self, get_args

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Visibility(StrEnum):
    """Who may see a fact once it stands in a listing."""

    PUBLIC = "public"
    DEAL = "deal"
    PRIVATE = "private"


class Fuel(StrEnum):
    """燃料の種類 as certificates print it, where a plug-in hybrid is a hybrid (suggestions.py tells them apart)."""

    PETROL = "petrol"
    DIESEL = "diesel"
    HYBRID = "hybrid"
    DIESEL_HYBRID = "diesel_hybrid"
    LPG_HYBRID = "lpg_hybrid"
    ELECTRIC = "electric"
    LPG = "lpg"
    CNG = "cng"
    LNG = "lng"
    ANG = "ang"
    HYDROGEN = "hydrogen"
    METHANOL = "methanol"
    KEROSENE = "kerosene"
    PETROL_LPG = "petrol_lpg"
    PETROL_KEROSENE = "petrol_kerosene"
    OTHER = "other"


class VehicleClass(StrEnum):
    """自動車の種別."""

    STANDARD = "standard"
    SMALL = "small"
    KEI = "kei"
    LARGE_SPECIAL = "large_special"


class Use(StrEnum):
    """用途."""

    PASSENGER = "passenger"
    CARGO = "cargo"
    BUS = "bus"
    SPECIAL = "special"


class Purpose(StrEnum):
    """自家用・事業用の別."""

    PRIVATE = "private"
    BUSINESS = "business"


class Drive(StrEnum):
    """駆動方式 as far as the 2D code tells it: all wheels or not."""

    ALL_WHEELS = "4wd"
    TWO_WHEELS = "2wd"


@dataclass(frozen=True)
class Field:
    """What is said about one fact. `unit` is a symbol, empty for text and counts; `kind` the type of the value."""

    key: str
    label: Promise
    unit: str
    visibility: Visibility
    kind: type


_PUBLIC, _DEAL, _PRIVATE = Visibility.PUBLIC, Visibility.DEAL, Visibility.PRIVATE


def _about(label: Promise, visibility: Visibility, unit: str = "") -> dict[str, Any]:
    return {"label": label, "unit": unit, "visibility": visibility}


@dataclass(frozen=True, kw_only=True)
class CertificateFields:
    """The facts of one certificate; None means "not there" or "not readable", never zero."""

    registration_no: str | None = field(default=None, metadata=_about(_("Registration no. (plate)"), _PRIVATE))
    chassis_no: str | None = field(default=None, metadata=_about(_("Chassis / frame no."), _DEAL))
    chassis_stamp_location: str | None = field(
        default=None, metadata=_about(_("Place of the stamped frame no. (code)"), _PRIVATE)
    )
    certificate_no: str | None = field(default=None, metadata=_about(_("Electronic certificate no."), _PRIVATE))
    car_id: str | None = field(default=None, metadata=_about(_("Vehicle ID"), _PRIVATE))
    issued_on: date | None = field(default=None, metadata=_about(_("Certificate printed on"), _PRIVATE))
    granted_on: date | None = field(default=None, metadata=_about(_("Certificate issued on"), _PRIVATE))
    registered_on: date | None = field(default=None, metadata=_about(_("Registered on"), _PRIVATE))
    # A month without a day, as "YYYY-MM": the certificate does not know more.
    first_registration: str | None = field(default=None, metadata=_about(_("First registration"), _PUBLIC))
    shaken_expiry: date | None = field(default=None, metadata=_about(_("Inspection valid until"), _DEAL))
    kei: bool | None = field(default=None, metadata=_about(_("Kei vehicle"), _PUBLIC))
    # English name where we know it, otherwise as printed. 車名 is the maker, never the model's name.
    make: str | None = field(default=None, metadata=_about(_("Make"), _PUBLIC))
    make_ja: str | None = field(default=None, metadata=_about(_("Make as printed"), _PUBLIC))
    make_code: str | None = field(default=None, metadata=_about(_("Make code"), _PUBLIC))
    # With its emission prefix and, for a modified vehicle, a trailing 改.
    model_code: str | None = field(default=None, metadata=_about(_("Model code"), _PUBLIC))
    emission_prefix: str | None = field(default=None, metadata=_about(_("Emission code"), _PUBLIC))
    modified: bool | None = field(default=None, metadata=_about(_("Modified vehicle"), _PUBLIC))
    type_designation_no: str | None = field(default=None, metadata=_about(_("Type designation no."), _PRIVATE))
    category_no: str | None = field(default=None, metadata=_about(_("Category no."), _PRIVATE))
    engine_model: str | None = field(default=None, metadata=_about(_("Engine model"), _PUBLIC))
    vehicle_class: VehicleClass | None = field(default=None, metadata=_about(_("Classification of vehicle"), _PUBLIC))
    use: Use | None = field(default=None, metadata=_about(_("Use of vehicle"), _PUBLIC))
    purpose: Purpose | None = field(default=None, metadata=_about(_("Private or business use"), _PUBLIC))
    body_shape: str | None = field(default=None, metadata=_about(_("Type of body as printed"), _PUBLIC))
    body_shape_code: str | None = field(default=None, metadata=_about(_("Type of body (code)"), _PUBLIC))
    seats: int | None = field(default=None, metadata=_about(_("Seats"), _PUBLIC))
    seats_alt: int | None = field(default=None, metadata=_about(_("Seats, second value"), _PUBLIC))
    max_load_kg: int | None = field(default=None, metadata=_about(_("Maximum load"), _PUBLIC, "kg"))
    max_load_kg_alt: int | None = field(default=None, metadata=_about(_("Maximum load, second value"), _PUBLIC, "kg"))
    weight_kg: int | None = field(default=None, metadata=_about(_("Vehicle weight"), _PUBLIC, "kg"))
    weight_kg_alt: int | None = field(default=None, metadata=_about(_("Vehicle weight, second value"), _PUBLIC, "kg"))
    gvw_kg: int | None = field(default=None, metadata=_about(_("Gross vehicle weight"), _PUBLIC, "kg"))
    gvw_kg_alt: int | None = field(
        default=None, metadata=_about(_("Gross vehicle weight, second value"), _PUBLIC, "kg")
    )
    # The paper prints centimetres, so these end in a zero.
    length_mm: int | None = field(default=None, metadata=_about(_("Length"), _PUBLIC, "mm"))
    width_mm: int | None = field(default=None, metadata=_about(_("Width"), _PUBLIC, "mm"))
    height_mm: int | None = field(default=None, metadata=_about(_("Height"), _PUBLIC, "mm"))
    axle_ff: int | None = field(default=None, metadata=_about(_("Axle weight, front-front"), _PRIVATE, "kg"))
    axle_fr: int | None = field(default=None, metadata=_about(_("Axle weight, front-rear"), _PRIVATE, "kg"))
    axle_rf: int | None = field(default=None, metadata=_about(_("Axle weight, rear-front"), _PRIVATE, "kg"))
    axle_rr: int | None = field(default=None, metadata=_about(_("Axle weight, rear-rear"), _PRIVATE, "kg"))
    # The paper prints litres with two decimals, so this is exact to 10 cc.
    displacement_cc: int | None = field(default=None, metadata=_about(_("Displacement"), _PUBLIC, "cc"))
    rated_output_kw: Decimal | None = field(default=None, metadata=_about(_("Rated output"), _PUBLIC, "kW"))
    fuel: Fuel | None = field(default=None, metadata=_about(_("Fuel"), _PUBLIC))
    fuel_code: str | None = field(default=None, metadata=_about(_("Fuel (code)"), _PUBLIC))
    drive: Drive | None = field(default=None, metadata=_about(_("Driven wheels"), _PUBLIC))
    # Era letter and year of the noise rule, "H13" for 平成13年騒音規制車.
    noise_rule: str | None = field(default=None, metadata=_about(_("Noise rule"), _PRIVATE))
    near_noise_db: int | None = field(default=None, metadata=_about(_("Stationary noise limit"), _PRIVATE, "dB"))
    mileage_km: int | None = field(default=None, metadata=_about(_("Odometer on the certificate"), _PUBLIC, "km"))
    mileage_on: date | None = field(default=None, metadata=_about(_("Odometer read on"), _PUBLIC))
    previous_mileage_km: int | None = field(default=None, metadata=_about(_("Odometer before"), _PUBLIC, "km"))
    previous_mileage_on: date | None = field(default=None, metadata=_about(_("Odometer before, read on"), _PUBLIC))
    parallel_import: bool | None = field(default=None, metadata=_about(_("Parallel import"), _PUBLIC))

    def found(self) -> dict[str, Any]:
        """Only the facts that are there, in the order of the vocabulary, as Python values."""
        return {key: value for key in FIELDS if (value := getattr(self, key)) is not None}

    def to_json(self) -> dict[str, str | int | float | bool | None]:
        """Every key of the vocabulary, dates as YYYY-MM-DD, absent facts as null."""
        return {key: plain(getattr(self, key)) for key in FIELDS}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Self:
        """Back from `to_json`. Unknown keys and values of the wrong type are dropped unread."""
        return cls(**{key: _typed(said[key], known.kind) for key, known in FIELDS.items() if key in said})


def plain(value: Any) -> str | int | float | bool | None:
    """A fact as JSON holds it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, StrEnum):
        return value.value
    return value  # type: ignore[no-any-return]


def _typed(value: Any, kind: type) -> Any:
    """The value as `kind`, or None when it is not one."""
    if kind in (bool, int):
        return value if type(value) is kind else None
    try:
        if kind is Decimal:
            return Decimal(str(value)) if type(value) in (int, float) else None
        if not isinstance(value, str):
            return None
        return date.fromisoformat(value) if kind is date else kind(value)
    except (ValueError, InvalidOperation):
        return None


def _kind(annotation: Any) -> type:
    """The type beside None in `X | None`."""
    assert isinstance(annotation, UnionType)
    return next(kind for kind in get_args(annotation) if kind is not type(None))  # type: ignore[no-any-return]


#: The published list of permitted fields, by key, in the order in which a certificate is read.
FIELDS = MappingProxyType(
    {
        item.name: Field(
            key=item.name,
            label=item.metadata["label"],
            unit=item.metadata["unit"],
            visibility=item.metadata["visibility"],
            kind=_kind(item.type),
        )
        for item in dataclasses.fields(CertificateFields)
    }
)
PUBLIC_KEYS = frozenset(key for key, known in FIELDS.items() if known.visibility is Visibility.PUBLIC)

#: Enum facts in words; the form and the plain-text command use the same ones.
CHOICE_LABELS: MappingProxyType[StrEnum, Promise] = MappingProxyType(
    {
        Fuel.PETROL: _("Petrol"),
        Fuel.DIESEL: _("Diesel"),
        Fuel.HYBRID: _("Hybrid"),
        Fuel.DIESEL_HYBRID: _("Diesel hybrid"),
        Fuel.LPG_HYBRID: _("LPG hybrid"),
        Fuel.ELECTRIC: _("Electric"),
        Fuel.LPG: _("LPG"),
        Fuel.CNG: _("CNG"),
        Fuel.LNG: _("LNG"),
        Fuel.ANG: _("ANG (adsorbed natural gas)"),
        Fuel.HYDROGEN: _("Hydrogen"),
        Fuel.METHANOL: _("Methanol"),
        Fuel.KEROSENE: _("Kerosene"),
        Fuel.PETROL_LPG: _("Petrol and LPG"),
        Fuel.PETROL_KEROSENE: _("Petrol and kerosene"),
        Fuel.OTHER: _("Other fuel"),
        VehicleClass.STANDARD: _("Standard vehicle"),
        VehicleClass.SMALL: _("Small vehicle"),
        VehicleClass.KEI: _("Kei vehicle"),
        VehicleClass.LARGE_SPECIAL: _("Large special vehicle"),
        Use.PASSENGER: _("Passenger use"),
        Use.CARGO: _("Cargo use"),
        Use.BUS: _("Bus use"),
        Use.SPECIAL: _("Special purpose"),
        Purpose.PRIVATE: _("Private use"),
        Purpose.BUSINESS: _("Business use"),
        Drive.ALL_WHEELS: _("All wheels (4WD)"),
        Drive.TWO_WHEELS: _("Two wheels (2WD)"),
    }
)
