"""Every attribute that a listing can have, described once (kinds.py says what a description is).

The one thing to know: the editor's form, the public page, structured data, the privacy declarations and files of dealers
all read `ATTRIBUTES`; a new attribute is one line in one of the tables, and its Japanese words."""

from types import MappingProxyType

from japacar.vehicles.attributes import kinds_of_vehicle, trade, vehicle
from japacar.vehicles.attributes.kinds import (
    Attribute,
    BodyClass,
    Kind,
    Section,
    Seen,
    Source,
    body_class,
    is_empty,
)

ATTRIBUTES: tuple[Attribute, ...] = (
    *vehicle.IDENTITY,
    *vehicle.DATES,
    *vehicle.ENGINE,
    *vehicle.SIZE,
    *vehicle.BODY,
    *vehicle.TYRES,
    *kinds_of_vehicle.HEAVIES,
    *kinds_of_vehicle.MOTORCYCLES,
    *kinds_of_vehicle.MACHINES,
    *trade.USE,
    *trade.CONDITION,
    *trade.OFFER,
    *trade.PAPERS,
    *trade.WORDS,
)
BY_KEY = MappingProxyType({each.key: each for each in ATTRIBUTES})
#: By the name under which `actions.save_listing` takes it.
BY_TARGET = MappingProxyType({each.target: each for each in ATTRIBUTES})
BY_NAME = MappingProxyType({each.name: each for each in ATTRIBUTES})

__all__ = [
    "ATTRIBUTES",
    "BY_KEY",
    "BY_NAME",
    "BY_TARGET",
    "Attribute",
    "BodyClass",
    "Kind",
    "Section",
    "Seen",
    "Source",
    "body_class",
    "is_empty",
]
