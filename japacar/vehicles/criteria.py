"""What a search asks for, read from an address and written back to one.

The one thing to know: reading never fails. What cannot be understood is left out and named in `notes`, and the same
question always gives the same address (`Criteria.query`), so results can be shared, cached and compared."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from japacar.kernel.text import fold_search, hyphens, nfkc
from japacar.vehicles.models import BodyType, Colour, Drive, Fuel, RepairHistory, Steering, Transmission

SORTS = ("newest", "price_low", "price_high", "year_new", "km_low")
SHOWS = ("", "free", "sold")
#: Equipment that buyers look for: keys of vocabulary.EQUIPMENT. Whoever chooses two wants both.
FEATURES = (
    "leather", "sunroof", "reversing-camera", "around-view", "navigation", "etc", "smart-key", "alloy-wheels",
    "collision-brake", "cruise-control", "heated-seats", "power-slide-doors", "power-tailgate", "roof-rails", "tow-hitch",
    "difflock", "tail-lift", "quick-charge",
)  # fmt: skip
CHOICES: dict[str, tuple[str, ...]] = {
    "body": tuple(BodyType.values),
    "fuel": tuple(Fuel.values),
    "drive": tuple(Drive.values),
    "steering": tuple(Steering.values),
    "transmission": tuple(Transmission.values),
    "colour": tuple(Colour.values),
    "seats": ("2", "4", "5", "6", "7", "8", "9", "10"),
    "doors": ("2", "3", "4", "5"),
    "repair": tuple(RepairHistory.values),
    "grade": ("S", "6", "5", "4.5", "4", "3.5", "3", "2", "1", "RA", "R"),
    "has": FEATURES,
}
#: Filters whose values are whole numbers of a column.
WHOLE = frozenset({"seats", "doors"})
FIRST_YEAR = 1950
# Smallest and largest value of each number; yen, km, years, cc and m³. Larger ones are a slip of the finger.
NUMBERS = {
    "year_from": (FIRST_YEAR, 2100),
    "year_to": (FIRST_YEAR, 2100),
    "price_from": (0, 1_000_000_000),
    "price_to": (1, 1_000_000_000),
    "km_to": (0, 2_000_000),
    "cc_from": (0, 50_000),
    "cc_to": (1, 50_000),
    "m3_to": (1, 500),
}
LONGEST_TEXT = 80
LAST_PAGE = 10_000


@dataclass(frozen=True)
class Criteria:
    """One search. Empty means everything that can be bought. `make` and `model` are slugs; models belong to the makes."""

    q: str = ""
    make: tuple[str, ...] = ()
    model: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    price_from: int | None = None
    price_to: int | None = None
    km_to: int | None = None
    body: tuple[str, ...] = ()
    fuel: tuple[str, ...] = ()
    drive: tuple[str, ...] = ()
    steering: tuple[str, ...] = ()
    transmission: tuple[str, ...] = ()
    colour: tuple[str, ...] = ()
    cc_from: int | None = None
    cc_to: int | None = None
    seats: tuple[str, ...] = ()
    doors: tuple[str, ...] = ()
    repair: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    m3_to: int | None = None
    show: str = ""
    sort: str = "newest"
    page: int = 1

    def pairs(self, *, without: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
        """The parameters in their fixed order; defaults are not written."""
        for each in fields(self):
            value = getattr(self, each.name)
            if each.name in without or value == each.default:
                continue
            yield from ((each.name, str(one)) for one in (value if isinstance(value, tuple) else (value,)))

    def query(self, *, without: Sequence[str] = ()) -> str:
        """`q=prado&make=toyota`, or an empty text."""
        return urlencode(list(self.pairs(without=without)))

    def with_(self, **changes: Any) -> "Criteria":
        """The same search changed in one respect, on its first page."""
        return replace(self, **{"page": 1, **changes})

    def without(self, name: str, value: str | None = None) -> "Criteria":
        """Without one filter, or without one of its values. The models go with their makes."""
        kept = tuple(one for one in getattr(self, name) if one != value) if value is not None else None
        changes: dict[str, Any] = {name: kept if kept is not None else _default(name)}
        if name == "make" and not changes["make"]:
            changes["model"] = ()
        return self.with_(**changes)

    @property
    def filters(self) -> tuple[str, ...]:
        """Names of the filters that are on; text, order and page are none."""
        silent = {"q", "sort", "page", "show"}
        return tuple(f.name for f in fields(self) if f.name not in silent and getattr(self, f.name) != f.default)


@dataclass
class Reading:
    """What `read` made of an address: the criteria, the names of parameters that were left out, and its normal form."""

    criteria: Criteria
    notes: list[str] = field(default_factory=list)


def read(asked: QueryDict, *, models_by_make: Mapping[str, Sequence[str]]) -> Reading:
    """The search of an address. `models_by_make`: slugs that exist. Never raises; see `Reading.notes`."""
    found: dict[str, Any] = {}
    notes: list[str] = []

    def keep(name: str, value: Any, is_right: bool) -> None:
        if is_right:
            found[name] = value
        else:
            notes.append(name)

    text = " ".join(nfkc(_plain(asked.get("q", ""))).split())
    if text:
        keep("q", text[:LONGEST_TEXT].strip(), bool(fold_search(text)))
    if len(text) > LONGEST_TEXT:
        notes.append("q")
    for name, known in (*CHOICES.items(), ("make", models_by_make)):
        if given := _given(asked, name):
            keep(name, tuple(one for one in known if one in given), given <= set(known))
            found[name] = tuple(one for one in known if one in given)
    models = [slug for make in found.get("make", ()) for slug in models_by_make[make]]
    if given := _given(asked, "model"):
        found["model"] = tuple(dict.fromkeys(slug for slug in models if slug in given))
        keep("model", found["model"], given <= {slug for each in models_by_make.values() for slug in each})
    for name, (least, most) in NUMBERS.items():
        if written := asked.get(name, "").strip():
            number = _number(written)
            keep(name, number, number is not None and least <= number <= most)
    for name, allowed in (("show", SHOWS), ("sort", SORTS)):
        if written := asked.get(name, "").strip():
            keep(name, written, written in allowed)
    if written := asked.get("page", "").strip():
        number = _number(written)
        keep("page", number, number is not None and 1 <= number <= LAST_PAGE)
    return Reading(_in_order(Criteria(**found)), notes)


def tidy_query(asked: QueryDict) -> str:
    """The address without its empty parameters, known ones first and in order; what we do not know stays behind them.

    A form sends every field, also the empty ones; the visitor is led from there to the address worth sharing."""
    order = {each.name: place for place, each in enumerate(fields(Criteria))}
    pairs = [(name, str(value)) for name, values in asked.lists() for value in values if str(value).strip()]
    is_default = {("sort", "newest"), ("page", "1")}
    return urlencode(
        sorted((p for p in pairs if p not in is_default), key=lambda pair: order.get(str(pair[0]), len(order)))
    )


def years(today: date) -> range:
    """The years that the form offers, newest first."""
    return range(today.year, today.year - 31, -1)


def _in_order(criteria: Criteria) -> Criteria:
    """From and to the right way round, when somebody mixed them up."""
    changes: dict[str, Any] = {}
    for low, high in (("year_from", "year_to"), ("price_from", "price_to"), ("cc_from", "cc_to")):
        first, last = getattr(criteria, low), getattr(criteria, high)
        if first is not None and last is not None and first > last:
            changes |= {low: last, high: first}
    return replace(criteria, **changes) if changes else criteria


def _given(asked: QueryDict, name: str) -> set[str]:
    return {value.strip() for value in asked.getlist(name) if value.strip()}


def _number(text: str) -> int | None:
    """`1,500,000`, `１５０万`, `¥980000`. None for everything else."""
    plain = re.sub(r"[\s,_¥￥円]|(?i:km|cc|m3)$", "", hyphens(nfkc(text)))
    match = re.fullmatch(r"([0-9]{1,12})(万?)", plain)
    return int(match[1]) * (10_000 if match[2] else 1) if match else None


def _plain(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]", " ", text)


def _default(name: str) -> Any:
    return next(each.default for each in fields(Criteria) if each.name == name)
