"""What machines read of a vehicle's page: schema.org Car with its Offer, and the way there (ux.md, section 3).

The one thing to know: the chassis number is not in it, not even masked, and nothing is in it that the page does not show."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from japacar.vehicles.attribute_words import words_of
from japacar.vehicles.attributes import ATTRIBUTES, Kind, Seen, is_empty
from japacar.vehicles.labels import label
from japacar.vehicles.models import BodyType, Colour, Drive, Fuel, Steering, Transmission, Vehicle
from japacar.vehicles.rules import is_vouched_for

_CONTEXT = "https://schema.org"
_AVAILABILITY = {
    Vehicle.Status.PUBLISHED: "InStock",
    Vehicle.Status.RESERVED: "LimitedAvailability",
    Vehicle.Status.SOLD: "SoldOut",
}
_STEERING = {Steering.RIGHT: "RightHandDriving", Steering.LEFT: "LeftHandDriving"}
# What schema.org can name, and the long tail as named properties; what only signed-in people read is not among them.
_OPEN = tuple(
    each for each in ATTRIBUTES if each.seen is Seen.PUBLIC and (each.schema or each.store in ("details", "condition"))
)
_WHEELS = {Drive.FOUR_WHEEL: "FourWheelDriveConfiguration"}


def car(
    vehicle: Vehicle, *, title: str, url: str, images: Sequence[str], language: str, faults: Sequence[str]
) -> dict[str, Any]:
    """The Car with its Offer. `url` and `images` are whole addresses; empty values are left out."""
    named = {
        "@context": _CONTEXT,
        "@type": "Car",
        "name": title,
        "url": url,
        "sku": vehicle.reference,
        "image": list(images),
        "brand": _typed("Brand", name=vehicle.make.name(language)) if vehicle.make else None,
        "model": vehicle.model.name(language) if vehicle.model else None,
        "vehicleEngine": _engine(vehicle),
        "fuelType": label(Fuel, vehicle.fuel),
        "vehicleTransmission": label(Transmission, vehicle.transmission),
        "driveWheelConfiguration": _schema(_WHEELS.get(vehicle.drive)),  # type: ignore[call-overload]
        "steeringPosition": _schema(_STEERING.get(vehicle.steering)),  # type: ignore[call-overload]
        "bodyType": label(BodyType, vehicle.body_type),
        "color": label(Colour, vehicle.colour),
        **_further(vehicle),
        "knownVehicleDamages": "; ".join(faults),
        "itemCondition": f"{_CONTEXT}/UsedCondition",
        "offers": _offer(vehicle, url=url, language=language),
    }
    return _filled(named)


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The way to a page, as (name, whole address)."""
    items = [_typed("ListItem", position=n, name=name, item=url) for n, (name, url) in enumerate(steps, 1)]
    return {"@context": _CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}


def _further(vehicle: Vehicle) -> dict[str, Any]:
    """Every public attribute: under the name that schema.org has for it, the rest as named properties."""
    found: dict[str, Any] = {}
    more = []
    for attribute in _OPEN:
        value = attribute.of(vehicle)
        if is_empty(value) or not attribute.suits(vehicle.body_type) or not is_vouched_for(attribute, vehicle):
            continue
        if attribute.schema_unit:
            found[attribute.schema] = _amount(value, attribute.schema_unit)
        elif attribute.schema:
            plain = value if attribute.kind is Kind.WHOLE else str(value)
            found[attribute.schema] = words_of(attribute, value) if attribute.kind is Kind.WORD else plain
        else:
            more.append(_typed("PropertyValue", name=str(attribute.label), value=words_of(attribute, value)))
    return {**found, "additionalProperty": more}


def _offer(vehicle: Vehicle, *, url: str, language: str) -> dict[str, Any]:
    is_resale = vehicle.sale_mode == Vehicle.SaleMode.RESALE
    operator = settings.OPERATOR["name_ja" if language == "ja" else "name"]
    return _typed(
        "Offer",
        price=str(vehicle.price.amount) if vehicle.price else None,
        priceCurrency=vehicle.price_currency,
        availability=_schema(_AVAILABILITY.get(vehicle.status)),  # type: ignore[call-overload]
        url=url,
        seller=_typed("AutoDealer", name=operator if is_resale else vehicle.dealer.name(language)),
    )


def _engine(vehicle: Vehicle) -> dict[str, Any] | None:
    size = _amount(vehicle.displacement_cc, "CMQ")
    return _typed("EngineSpecification", name=vehicle.engine_model, engineDisplacement=size) if size else None


def _amount(value: int | None, unit: str) -> dict[str, Any] | None:
    return None if value is None else _typed("QuantitativeValue", value=value, unitCode=unit)


def _typed(kind: str, **values: Any) -> dict[str, Any]:
    return _filled({"@type": kind, **values})


def _schema(name: str | None) -> str | None:
    return f"{_CONTEXT}/{name}" if name else None


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}
