"""What of a certificate goes into a listing. The one thing to know: the odometer does not, since the certificate's is
as old as the last inspection; the editor shows it beside the field instead."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from japacar.certificates.fields import FIELDS, CertificateFields
from japacar.certificates.models import Reading
from japacar.certificates.suggestions import Suggestions, suggest
from japacar.vehicles.attributes import ATTRIBUTES, BY_TARGET, Kind, Source, is_empty
from japacar.vehicles.makes import make_of_certificate
from japacar.vehicles.models import Vehicle

#: Attribute -> the certificate's fact of another name.
_FACT_OF = {"vehicle_use": "use"}
#: Targets that follow from other facts (certificates/suggestions.py).
FOLLOWING = ("make", "year", "fuel", "drive")
#: Target -> the fact that it is read or worked out from, where it has another name.
FACTS = {"year": "first_registration", **_FACT_OF}
#: Attributes that a fact of the certificate gives as it is; the odometer is not among them.
SAME = tuple(
    each
    for each in ATTRIBUTES
    if each.source is Source.CERTIFICATE and each.target not in FOLLOWING and _FACT_OF.get(each.key, each.key) in FIELDS
)


def values_of(reading: Reading) -> dict[str, Any]:
    """Vehicle field -> value for everything that the certificate says; what does not fit its column is left out."""
    facts = reading.facts
    suggested = suggest(facts)
    found = {each.target: _plain(getattr(facts, _FACT_OF.get(each.key, each.key))) for each in SAME}
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
        if not is_empty(now := BY_TARGET[name].of(vehicle)) and not same(now, value)
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


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value


def _fits(name: str, value: Any) -> bool:
    """Whether the listing can hold it: a certificate may say more than its place has room for."""
    attribute = BY_TARGET[name]
    if attribute.kind is Kind.WORD:
        return value in attribute.keys
    if attribute.kind in (Kind.LINE, Kind.CODE):
        return len(str(value)) <= attribute.most
    if attribute.kind is Kind.WHOLE:
        return attribute.least <= int(value) <= attribute.most
    return True
