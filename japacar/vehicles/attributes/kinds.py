"""What an attribute of a vehicle is: its key, words, type, unit, choices, who says it, who may see it, and for which bodies.

The one thing to know: everything that shows, asks, imports or exports attributes reads this description, so nothing about
one attribute is written twice. Where it is kept follows from `column` and `seen`: a column of its own, else the JSON
`details` (public) or `particulars` (all others), which public pages do not even load."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from japacar.vehicles.models import BodyType

Words = Mapping[str, Promise | str]


class Kind(Enum):
    """How a value is typed, kept and written."""

    LINE = "line"
    CODE = "code"
    PARAGRAPHS = "paragraphs"
    WHOLE = "whole number"
    YEAR = "year"
    DECIMAL = "decimal number"
    FLAG = "yes or no"
    WORD = "one of a list"
    WORDS = "several of a list"
    MONTH = "month"
    DAY = "day"
    YEN = "yen"
    MAKE = "make"
    MODEL = "model"


class Source(Enum):
    """Who says it first."""

    CERTIFICATE = "certificate"
    SELLER = "seller"
    INSPECTION = "inspection"


class Seen(Enum):
    """Who reads it. DEAL: the parties of a deal from the reservation on (deals/views/sections.py). PRIVATE: the dealer and our staff."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"
    DEAL = "deal"
    PRIVATE = "private"


class Section(Enum):
    """Where it stands, in the order of the editor and of the page."""

    IDENTITY = _("The vehicle")
    DATES = _("Dates")
    ENGINE = _("Engine and drive")
    SIZE = _("Size and weight")
    BODY = _("Body and interior")
    TYRES = _("Wheels and tyres")
    TRUCK = _("Truck, bus and trailer")
    MOTORCYCLE = _("Motorcycle")
    MACHINE = _("Machine")
    USE = _("Odometer and use")
    CONDITION = _("Condition and repair history")
    OFFER = _("Price and place")
    PAPERS = _("Papers")
    WORDS = _("Words and equipment")

    @property
    def words(self) -> Promise:
        return self.value


class BodyClass(StrEnum):
    """Bodies that are asked the same things."""

    CAR = "car"
    TRUCK = "truck"
    BUS = "bus"
    MOTORCYCLE = "motorcycle"
    MACHINERY = "machinery"
    TRAILER = "trailer"


_CLASSES = {
    BodyType.TRUCK: BodyClass.TRUCK,
    BodyType.KEI_TRUCK: BodyClass.TRUCK,
    BodyType.BUS: BodyClass.BUS,
    BodyType.MICROBUS: BodyClass.BUS,
    BodyType.MOTORCYCLE: BodyClass.MOTORCYCLE,
    BodyType.MACHINERY: BodyClass.MACHINERY,
    BodyType.TRAILER: BodyClass.TRAILER,
}
ALL = frozenset(BodyClass)
ROAD = ALL - {BodyClass.MACHINERY, BodyClass.TRAILER}
FOUR_WHEELS = ROAD - {BodyClass.MOTORCYCLE}
HEAVY = frozenset({BodyClass.TRUCK, BodyClass.BUS, BodyClass.TRAILER})
POWERED = ALL - {BodyClass.TRAILER}
MOTORCYCLE = frozenset({BodyClass.MOTORCYCLE})
MACHINERY = frozenset({BodyClass.MACHINERY})
TRUCK = frozenset({BodyClass.TRUCK})
NOBODY: frozenset[BodyClass] = frozenset()


def body_class(body_type: str) -> BodyClass:
    """The class of a body type; what is not chosen yet is most likely a car."""
    return _CLASSES.get(body_type, BodyClass.CAR)  # type: ignore[call-overload,no-any-return]


@dataclass(frozen=True, kw_only=True, eq=False)
class Attribute:
    """One attribute. `key` is its name for ever: in files, in JSON and in addresses of forms."""

    key: str
    label: Promise
    kind: Kind
    section: Section
    source: Source = Source.SELLER
    seen: Seen = Seen.PUBLIC
    #: Column of Vehicle; empty: kept as JSON under its key.
    column: str = ""
    #: Name in the editor's form, where it is not that of the column or key.
    form_name: str = ""
    unit: str = ""
    choices: Words = field(default_factory=dict)
    least: int = 1
    most: int = 100
    #: Digits after the point of a DECIMAL.
    places: int = 1
    #: Bodies that have it at all, and those that cannot go on sale without it.
    fits: frozenset[BodyClass] = ALL
    needed: frozenset[BodyClass] = NOBODY
    hint: Promise | str = ""
    #: A claim about the condition: each value is kept with its day and who saw it (condition.py).
    observed: bool = False
    #: Property of schema.org/Vehicle that says the same, with its UN/CEFACT unit.
    schema: str = ""
    schema_unit: str = ""

    @property
    def target(self) -> str:
        """The name under which `actions.save_listing` takes it: its column, else its key."""
        return self.column or self.key

    @property
    def name(self) -> str:
        """Its name in forms."""
        return self.form_name or self.target

    @property
    def store(self) -> str:
        """The JSON column that holds it; empty for one with a column of its own."""
        if self.column:
            return ""
        return "condition" if self.observed else "details" if self.seen is Seen.PUBLIC else "particulars"

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(self.choices)

    def suits(self, body_type: str) -> bool:
        """Whether a body of this type has it."""
        return body_class(body_type) in self.fits

    def is_needed(self, body_type: str) -> bool:
        return body_class(body_type) in self.needed

    def of(self, vehicle: Any) -> Any:
        """The value as Python holds it: int, Decimal, bool, date, list of keys, text; None or empty where there is none."""
        if self.column:
            return getattr(vehicle, self.column)
        kept = getattr(vehicle, self.store).get(self.key)
        return self.from_json(kept[-1]["claim"] if self.observed and kept else kept)

    def from_json(self, kept: Any) -> Any:
        """What `to_json` wrote, or None where it does not fit any more."""
        if kept is None:
            return None
        try:
            if self.kind is Kind.DECIMAL:
                return Decimal(kept)
            if self.kind is Kind.DAY:
                return date.fromisoformat(kept)
        except (ValueError, ArithmeticError, TypeError):
            return None
        if self.kind is Kind.WORD:
            return kept if kept in self.keys else None
        if self.kind is Kind.WORDS:
            return [each for each in kept if each in self.keys]
        return kept

    def to_json(self, value: Any) -> Any:
        """The value as JSON keeps it; None for an empty one."""
        if is_empty(value):
            return None
        return str(value) if self.kind in (Kind.DECIMAL, Kind.DAY) else value


def is_empty(value: object) -> bool:
    return value is None or value == "" or value == []
