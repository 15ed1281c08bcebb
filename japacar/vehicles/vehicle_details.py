"""What the page of a vehicle says beyond its main form: every attribute that this reader may see, by section.

The one thing to know: what is not public is not even loaded for visitors (loading.py), so a mistake here cannot show it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from japacar.accounts.viewers import Viewer
from japacar.ui import formatting
from japacar.vehicles.attribute_words import words_of
from japacar.vehicles.attributes import ATTRIBUTES, BY_KEY, Attribute, Kind, Section, Seen, is_empty
from japacar.vehicles.models import Vehicle
from japacar.vehicles.observations import seen_words, shared
from japacar.vehicles.rules import is_vouched_for

#: Shown by the main form, the title, the price, or a part of the page of their own.
ELSEWHERE = frozenset(
    {
        "make", "model", "grade", "model_code", "chassis_no", "body_type", "stock_number", "first_registration",
        "model_year", "engine_model", "displacement_cc", "fuel", "transmission", "gears", "drive", "steering",
        "length_mm", "width_mm", "height_mm", "weight_kg", "max_load_kg", "colour_ext", "doors", "seats", "mileage_km",
        "hours", "price_jpy", "location_prefecture", "location_city", "loading_port", "accessories", "description_ja",
        "description_en", "auction_grade", "grade_source", "grade_date", "repair_history", "repair_parts",
    }
)  # fmt: skip
_OPEN = frozenset({Seen.PUBLIC})
_KNOWN = frozenset({Seen.PUBLIC, Seen.SIGNED_IN})
_CLAIMED = tuple(each for each in ATTRIBUTES if each.observed)
_SHOWN = tuple(each for each in ATTRIBUTES if each.key not in ELSEWHERE and not each.observed)


def readable(attribute: Attribute, viewer: Viewer) -> bool:
    """Whether the page of a vehicle shows it to this viewer at all."""
    return attribute.seen in (_OPEN if viewer.is_anonymous else _KNOWN)


def condition(vehicle: Vehicle) -> tuple[list[dict[str, Any]], str]:
    """What is said of the condition: each claim with the day it was seen on and who saw it; earlier ones beside it.

    Where all were seen on one day by the same, that is the second part of the answer and stands in no row."""
    claims = [
        (attribute, list(reversed(observed)))
        for attribute in _CLAIMED
        if (observed := vehicle.condition.get(attribute.key)) and attribute.suits(vehicle.body_type)
    ]
    for_all = shared([_seen(newest) for _attribute, (newest, *_earlier) in claims])
    rows = []
    for attribute, (newest, *earlier) in claims:
        notes = [newest.get("note", ""), "" if for_all else _seen(newest)]
        for each in earlier[:1]:
            said = words_of(attribute, attribute.from_json(each["claim"]))
            notes.append(_("Before that: %(claim)s. %(seen)s") % {"claim": said.lower(), "seen": _seen(each)})
        note = formatting.marked(formatting.sentences(notes))
        value = words_of(attribute, attribute.of(vehicle))
        rows.append({"label": attribute.label, "value": value, "note": note, "full": attribute.kind is Kind.WORDS})
    parts = BY_KEY["repair_parts"]
    if not is_empty(value := parts.of(vehicle)):
        rows.append({"label": parts.label, "value": words_of(parts, value), "full": True})
    return [row for row in rows if row["value"]], for_all


def _seen(observation: dict[str, Any]) -> str:
    return seen_words(date.fromisoformat(observation["seen_on"]), observation["by"])


def sections(vehicle: Vehicle, viewer: Viewer) -> list[tuple[str, list[dict[str, Any]]]]:
    """(title, rows of the ruled form) for everything that has a value."""
    found: dict[Section, list[dict[str, Any]]] = {}
    for attribute in _SHOWN:
        if not readable(attribute, viewer) or not attribute.suits(vehicle.body_type):
            continue
        value = attribute.of(vehicle)
        if not is_empty(value) and is_vouched_for(attribute, vehicle):
            row = {"label": attribute.label, "value": words_of(attribute, value), "full": attribute.kind is Kind.WORDS}
            found.setdefault(attribute.section, []).append(row)
    return [(str(section.words), found[section]) for section in Section if section in found]
