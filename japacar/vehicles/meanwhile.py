"""Two windows, or two people, with one listing. Pure: nothing here asks the database.

The one thing to know: a form carries a mark of every value as it was when the page was made. What was not touched in it is not
written, however old the page is; what somebody else changed meanwhile is asked about, and never overwritten in silence."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from japacar.vehicles.attributes import ATTRIBUTES, BY_TARGET, Attribute, Kind, is_empty
from japacar.vehicles.models import Vehicle

_LONGEST = 20_000


class Overtaken(Exception):
    """Somebody else changed the same fields since the page was made: target -> what is there now. Nothing was saved."""

    def __init__(self, now: dict[str, Any]) -> None:
        super().__init__(", ".join(now))
        self.now = now


def mark(attribute: Attribute, value: Any) -> str:
    """A short hash of the value as a reader sees it: 85 and 85.0 are one, and so are boxes in another order."""
    if is_empty(value):
        return ""
    if attribute.kind in (Kind.MAKE, Kind.MODEL):
        value = str(value.pk)
    elif isinstance(value, Decimal):
        value = f"{value.normalize():f}"
    elif attribute.kind is Kind.WORDS:
        value = sorted(value)
    return mark_of_text(json.dumps(value, default=str, ensure_ascii=False))


def whole(vehicle: Vehicle) -> str:
    """One mark of all values, to tell whether another window has saved. Photos do not count: they are sent beside the form, also
    from this window, and must not make it say that somebody else was here."""
    return mark_of_text("".join(mark(each, each.of(vehicle)) + " " for each in ATTRIBUTES))


def mark_of_text(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8] if text else ""


def read(text: str) -> dict[str, str]:
    """The marks that a form brought back; none where they are missing or no longer readable."""
    try:
        found = json.loads(text) if 0 < len(text) <= _LONGEST else {}
    except ValueError:
        return {}
    is_right = isinstance(found, dict) and all(isinstance(each, str) for each in found.values())
    return found if is_right else {}


def touched(vehicle: Vehicle, wanted: Mapping[str, Any], seen: Mapping[str, str]) -> dict[str, Any]:
    """What of `wanted` was changed in the form, by target. Raises Overtaken. What has no mark in `seen` counts as changed.

    `vehicle` must be the row as it is now, locked."""
    found, now = {}, {}
    for target, value in wanted.items():
        attribute = BY_TARGET[target]
        if target in seen:
            asked, there = mark(attribute, value), mark(attribute, attribute.of(vehicle))
            if asked == seen[target]:
                continue
            if there not in (seen[target], asked):
                now[target] = attribute.of(vehicle)
        found[target] = value
    if now:
        raise Overtaken(now)
    return found
