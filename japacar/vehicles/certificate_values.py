"""What of a certificate goes into a listing. The one thing to know: the odometer does not, since the certificate's is
as old as the last inspection; the editor shows it beside the field instead."""

from decimal import Decimal
from typing import Any

from django.db import models

from japacar.certificates.fields import CertificateFields
from japacar.certificates.models import Reading
from japacar.certificates.suggestions import Suggestions, suggest
from japacar.vehicles.makes import make_of_certificate
from japacar.vehicles.models import Make, Vehicle
from japacar.vehicles.rules import is_empty

#: Fields of the vehicle that carry the name of the certificate's fact.
SAME_NAME = (
    "model_code", "chassis_no", "engine_model", "first_registration", "displacement_cc", "rated_output_kw", "seats",
    "length_mm", "width_mm", "height_mm", "weight_kg", "gvw_kg", "max_load_kg", "type_designation_no", "category_no",
    "shaken_expiry",
)  # fmt: skip
#: Fields that follow from other facts (certificates/suggestions.py).
FOLLOWING = ("make", "year", "fuel", "drive")
#: The fact that a following field is worked out from, where it has another name.
FACTS = {"year": "first_registration"}


def values_of(reading: Reading) -> dict[str, Any]:
    """Vehicle field -> value for everything that the certificate says; what does not fit its column is left out."""
    facts = reading.facts
    suggested = suggest(facts)
    found = {name: getattr(facts, name) for name in SAME_NAME}
    found |= {
        "make": make_of_certificate(facts.make),
        "year": suggested.year,
        "fuel": suggested.fuel,
        "drive": suggested.drive.value if suggested.drive else None,
    }
    return {name: value for name, value in found.items() if not is_empty(value) and _fits(name, value)}


def differences(vehicle: Vehicle, values: dict[str, Any]) -> dict[str, Any]:
    """What the certificate says otherwise than the listing: field -> the certificate's value."""
    return {
        name: value
        for name, value in values.items()
        if not is_empty(now := getattr(vehicle, name)) and not same(now, value)
    }


def same(now: Any, said: Any) -> bool:
    """Equal as a reader sees it: 85 kW and 85.0 kW are."""
    if isinstance(now, Decimal | float) and isinstance(said, Decimal | float | int):
        return abs(Decimal(str(now)) - Decimal(str(said))) < Decimal("0.05")
    return bool(now == said)


def facts_of(vehicle: Vehicle) -> CertificateFields | None:
    return vehicle.reading.facts if vehicle.reading else None


def suggestions_for(vehicle: Vehicle) -> Suggestions | None:
    """What to offer for the fields that a certificate does not decide."""
    facts = facts_of(vehicle)
    return suggest(facts) if facts else None


def _fits(name: str, value: Any) -> bool:
    if isinstance(value, Make):
        return True
    column = Vehicle._meta.get_field(name)
    if isinstance(column, models.CharField):
        if column.choices:
            return any(value == key for key, _label in column.flatchoices)
        return len(str(value)) <= (column.max_length or 0)
    if isinstance(column, models.PositiveSmallIntegerField):
        return 0 <= int(value) <= 32_767
    return True
