"""Making a listing and saving it. The one thing to know: what the dealer typed is never overwritten by a certificate;
only empty fields are filled, and what differs is given back to be shown."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db import IntegrityError, transaction

from japacar.certificates.models import Reading
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.members.models import Dealer
from japacar.vehicles import certificate_values, makes, meanwhile, observations, rules
from japacar.vehicles.actions.reviews import reasons_for_review
from japacar.vehicles.actions.status import WrongState, stay_complete, submit_for_review
from japacar.vehicles.attributes import BY_TARGET, is_empty
from japacar.vehicles.models import Vehicle
from japacar.vehicles.reference import learning
from japacar.vehicles.search import index_vehicle

#: Names of attributes that a dealer may set: all of them.
EDITABLE = frozenset(BY_TARGET)


class Taken(Exception):
    """Another vehicle of this dealer has the same stock number."""


def draft_vehicle(
    dealer: Dealer, *, by: Any, reading: Reading | None = None, values: dict[str, Any] | None = None
) -> Vehicle:
    """A new listing that only the dealer sees, standing where the dealer is; with a reading or values (as `save_listing`
    takes them) it is filled at once. Raises Taken."""
    vehicle = Vehicle(
        dealer=dealer, location_prefecture=dealer.prefecture, location_city=dealer.city, loading_port="JPYOK"
    )
    with _taken(), transaction.atomic():
        _put_fields(vehicle, _resolved(vehicle, _editable(values or {})))
        vehicle.save(force_insert=True)
        record(Kind.VEHICLE_DRAFTED, vehicle, by=by, lane="status", to=vehicle.status, dealer=dealer.event_ref)
        if reading is not None:
            fill_from_certificate(vehicle, reading, by=by)
        else:
            index_vehicle(vehicle)
    return vehicle


def fill_from_certificate(vehicle: Vehicle, reading: Reading, *, by: Any) -> dict[str, Any]:
    """Fill the empty fields with everything that the certificate holds; field -> value of what differs from the listing.

    Raises WrongState while a deal holds the vehicle. Records which reading was taken, never a value of it."""
    with transaction.atomic():
        _lock(vehicle)
        values = certificate_values.values_of(reading)
        empty = {name: value for name, value in values.items() if is_empty(BY_TARGET[name].of(vehicle))}
        _write(vehicle, empty, reading=reading)
        record(
            Kind.VEHICLE_CERTIFICATE_READ,
            vehicle,
            by=by,
            reading=reading.event_ref,
            sha256=reading.sha256,
            count=len(reading.facts.found()),
        )
        return certificate_values.differences(vehicle, values)


def save_listing(
    vehicle: Vehicle,
    changes: dict[str, Any],
    *,
    by: Any,
    seen_on: date | None = None,
    seen_by: str = "dealer",
    notes: Mapping[str, str] = MappingProxyType({}),
    seen: Mapping[str, str] = MappingProxyType({}),
) -> bool:
    """Save attributes by their targets (attributes/); whether anything changed. `make` may be a slug or the name of a
    new make, `model` the name of a new model.
    `notes`: words to claims about the condition, by the same targets; `seen`: marks of the values that the form was filled over.

    Raises WrongState (a deal holds the vehicle), NotReady (a vehicle on sale would lack something), Taken, or Overtaken (somebody
    else changed the same); then nothing changes. A new price of a vehicle on sale is recorded."""
    with _taken(), transaction.atomic():
        _lock(vehicle)
        resolved = meanwhile.touched(vehicle, _resolved(vehicle, _editable(changes)), seen)
        changed = _changed(vehicle, resolved) | _noted(vehicle, resolved, notes)
        if not changed:
            return False
        before, lacking = vehicle.price_minor, rules.problems(vehicle)
        _write(vehicle, changed, seen_on=seen_on, seen_by=seen_by, notes=notes)
        stay_complete(vehicle, lacking)
        if vehicle.status == Vehicle.Status.PUBLISHED and changed.keys() & learning.TEACH:
            learning.confirm(vehicle)
        _look_again(vehicle, changed, by=by)
        if vehicle.status == Vehicle.Status.PUBLISHED and vehicle.price_minor != before:
            record(
                Kind.VEHICLE_PRICE_CHANGED, vehicle, by=by,
                amount_minor=vehicle.price_minor, currency=vehicle.price_currency,
            )  # fmt: skip
    return True


@contextmanager
def _taken() -> Iterator[None]:
    """The database's refusal of a second stock number, by its name. Outside of the transaction that it ends."""
    try:
        yield
    except IntegrityError as error:
        if "stock_number_once_per_dealer" not in str(error):
            raise
        raise Taken from error


def _editable(changes: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(changes) - EDITABLE:
        raise ValueError(f"not for dealers to set: {', '.join(sorted(unknown))}")
    return changes


def _look_again(vehicle: Vehicle, changed: dict[str, Any], *, by: Any) -> None:
    """A car on sale whose new price or chassis number our staff would have looked at goes to them like a new one."""
    watched = {"price_minor": "price", "chassis_no": "chassis"}
    only = frozenset(reason for target, reason in watched.items() if target in changed)
    if vehicle.status == Vehicle.Status.PUBLISHED and only and (reasons := reasons_for_review(vehicle, only=only)):
        submit_for_review(vehicle, reasons, by=by)


def _lock(vehicle: Vehicle) -> None:
    """Work on the row as it is now, alone. Raises WrongState while a deal holds the vehicle."""
    current = Vehicle.objects.select_for_update().get(pk=vehicle.pk)
    if not rules.may_be_changed(current):
        raise WrongState(current.status)
    for field in Vehicle._meta.concrete_fields:
        setattr(vehicle, field.attname, getattr(current, field.attname))


def _resolved(vehicle: Vehicle, changes: dict[str, Any]) -> dict[str, Any]:
    """Slugs and names become rows; a model of another make goes with its make."""
    found = dict(changes)
    if isinstance(found.get("make"), str):
        found["make"] = makes.make_named(found["make"]) if found["make"] else None
    make = found.get("make", vehicle.make)
    if isinstance(found.get("model"), str):
        found["model"] = makes.new_model(make, found["model"]) if make and found["model"] else None
    model = found.get("model", vehicle.model)
    if model is not None and (make is None or model.make_id != make.pk):
        found["model"] = None
    return found


def _changed(vehicle: Vehicle, changes: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in changes.items()
        if not certificate_values.same(now := BY_TARGET[name].of(vehicle), value)
        and not (is_empty(now) and is_empty(value))
    }


def _noted(vehicle: Vehicle, changes: dict[str, Any], notes: Mapping[str, str]) -> dict[str, Any]:
    """Claims that only get other words: they are said anew, as they are."""
    found = {}
    for target, words in notes.items():
        attribute = BY_TARGET[target]
        claim = changes.get(target, attribute.of(vehicle))
        if words != observations.newest_note(vehicle.condition.get(attribute.key)) and not is_empty(claim):
            found[target] = claim
    return found


def _write(vehicle: Vehicle, changes: dict[str, Any], **more: Any) -> None:
    names = _put_fields(vehicle, changes, updated_at=clock.now(), **more)
    vehicle.save(update_fields=names)
    index_vehicle(vehicle)


def _put_fields(
    vehicle: Vehicle,
    changes: dict[str, Any],
    *,
    seen_on: date | None = None,
    seen_by: str = "dealer",
    notes: Mapping[str, str] = MappingProxyType({}),
    **more: Any,
) -> list[str]:
    """Put values where their attributes are kept: in a column, in JSON, or among the observations with day and observer;
    which fields."""
    fields = dict(more)
    for name, value in changes.items():
        attribute = BY_TARGET[name]
        if attribute.column:
            fields[attribute.column] = value
        elif not attribute.observed:
            kept = fields.setdefault(attribute.store, dict(getattr(vehicle, attribute.store)))
            _put(kept, attribute.key, attribute.to_json(value))
        if attribute.observed:
            kept = fields.setdefault("condition", dict(vehicle.condition))
            _put(
                kept,
                attribute.key,
                observations.with_claim(
                    kept.get(attribute.key, []),
                    attribute.to_json(value),
                    seen_on=seen_on,
                    by=seen_by,
                    note=notes.get(name, ""),
                ),
            )
    for name, value in fields.items():
        setattr(vehicle, name, value)
    return list(fields)


def _put(kept: dict[str, Any], key: str, value: Any) -> None:
    if is_empty(value):
        kept.pop(key, None)
    else:
        kept[key] = value
