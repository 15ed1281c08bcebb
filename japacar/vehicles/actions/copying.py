"""A new draft from a car that is like it. The one thing to know: what belongs to the one car stays behind: its numbers, its
dates, its odometer and condition, its photos, its price."""

from typing import Any

from django.db import transaction

from japacar.vehicles.actions.listing import draft_vehicle, save_listing
from japacar.vehicles.attributes import ATTRIBUTES, Attribute, Section, is_empty
from japacar.vehicles.models import Vehicle

_OF_THE_MODEL = frozenset(
    {
        Section.IDENTITY, Section.ENGINE, Section.SIZE, Section.BODY, Section.TRUCK, Section.MOTORCYCLE, Section.MACHINE,
    }
)  # fmt: skip
_OF_THE_ONE_CAR = frozenset(
    {
        "chassis_no", "engine_no", "registration_no", "chassis_stamp_location", "stock_number", "hours", "battery_soh_pct",
        "undercarriage_left_pct", "colour_ext", "colour_code", "repainted", "special_inspection", "fork_straight",
        "modified_parts",
    }
)  # fmt: skip
_BESIDE = frozenset({"accessories", "location_prefecture", "location_city", "loading_port"})


def is_copied(attribute: Attribute) -> bool:
    """Whether a second car of the same model most likely has the same."""
    of_model = attribute.section in _OF_THE_MODEL and attribute.key not in _OF_THE_ONE_CAR
    return (of_model or attribute.key in _BESIDE) and not attribute.observed


def copy_vehicle(vehicle: Vehicle, *, by: Any) -> Vehicle:
    """A draft of the same dealer with everything that fits the model."""
    values = {each.target: each.of(vehicle) for each in ATTRIBUTES if is_copied(each)}
    with transaction.atomic():
        draft = draft_vehicle(vehicle.dealer, by=by)
        save_listing(draft, {name: value for name, value in values.items() if not is_empty(value)}, by=by)
    return draft
