"""Finding vehicles: criteria in; ids of one page, the total and the counts of every filter out. PostgreSQL does it all.

The one thing to know: each vehicle gets a mask of the filters that it fails. A vehicle counts for a filter's choices
when it fails no other filter, so one grouped query gives the total, every count and what each filter costs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import and_, mul, or_
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import BigIntegerField, Case, F, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import Exact, LessThanOrEqual

from japacar.accounts.viewers import Viewer
from japacar.vehicles import search_text
from japacar.vehicles.criteria import Criteria
from japacar.vehicles.kept import Kept
from japacar.vehicles.models import CarModel, Vehicle

PAGE_SIZE = 24
VISITOR = Viewer()
# Filter -> column that its choices are counted by. The others are ranges, without choices to count.
COUNTED = {
    "make": "make_id",
    "model": "model_id",
    "body": "body_type",
    "fuel": "fuel",
    "drive": "drive",
    "steering": "steering",
    "transmission": "transmission",
    "colour": "colour",
    "seats": "seats",
    "doors": "doors",
    "repair": "repair_history",
    "grade": "condition_grade",
}
# Bounds, and equipment, of which a car has many: counting that would cost a row for each piece.
RANGES = ("year", "price", "km", "cc", "m3", "has")
BITS = {name: 1 << place for place, name in enumerate((*COUNTED, *RANGES))}
# Whoever takes back a make takes back its models too.
_FREED_WITH = {"make": BITS["make"] | BITS["model"]}
_ORDERS: dict[str, tuple[Any, ...]] = {
    "newest": (),
    "price_low": ("price_minor",),
    "price_high": ("-price_minor",),
    "year_new": (F("year").desc(nulls_last=True),),
    "km_low": ("mileage_km",),
}
_FIELDS_OF_RANGE = {
    "year": ("year_from", "year_to"),
    "price": ("price_from", "price_to"),
    "km": ("km_to",),
    "cc": ("cc_from", "cc_to"),
    "m3": ("m3_to",),
}


# In cubic millimetres, which are too many for the integers of the columns.
_VOLUME = reduce(mul, (Cast(F(side), BigIntegerField()) for side in ("length_mm", "width_mm", "height_mm")))

# A question with its values.
Sql = tuple[str, tuple[Any, ...]]


class _Words(SearchQuery):
    """A finished tsquery. PostgreSQL's own parsers do not know Japanese words, so none of them may touch it."""

    template = "(%(expressions)s)::tsquery"


@dataclass(frozen=True)
class Results:
    """One page of ids in order, how many there are, counts by filter and value, and the total without each filter."""

    ids: list[UUID]
    total: int
    facets: dict[str, dict[Any, int]]
    relaxed: dict[str, int] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True)
class KnownNames:
    """The makes and models that exist, for reading addresses and for naming what was counted. One query."""

    makes: dict[str, tuple[int, str, str]]
    models: dict[tuple[str, str], tuple[int, str, str]]

    @property
    def models_by_make(self) -> dict[str, list[str]]:
        grouped: dict[str, list[str]] = {slug: [] for slug in self.makes}
        for make, model in self.models:
            grouped[make].append(model)
        return grouped

    @property
    def names(self) -> list[str]:
        """Every name of both languages, for guessing at misspelt ones."""
        return [name for _, *both in (*self.makes.values(), *self.models.values()) for name in both if name]


_names = Kept(
    lambda: CarModel.objects.order_by("make__name_en", "name_en").values_list(
        "id", "slug", "name_en", "name_ja", "make_id", "make__slug", "make__name_en", "make__name_ja"
    )
)


def known_names() -> KnownNames:
    """Makes and models in the order of their English names; a make without models is not searched for."""
    makes: dict[str, tuple[int, str, str]] = {}
    known: dict[tuple[str, str], tuple[int, str, str]] = {}
    for number, slug, name_en, name_ja, make_id, make, make_en, make_ja in _names():
        makes[make] = (make_id, make_en, make_ja)
        known[make, slug] = (number, name_en, name_ja)
    return KnownNames(makes, known)


def search(criteria: Criteria, *, size: int = PAGE_SIZE) -> Results:
    """The vehicles that the public may find. Two queries, whatever is asked; a page beyond the last is empty."""
    counting, listing = (_write if criteria.q else _written)(criteria, size)
    total, facets, relaxed = _counts(_asked(counting), criteria)
    is_there = (criteria.page - 1) * size < max(total, 1)
    return Results([pk for (pk,) in _asked(listing)] if is_there else [], total, facets, relaxed)


def index_vehicle(vehicle: Vehicle) -> None:
    """Write the words under which this vehicle is found. Call it in the transaction that changes them."""
    words = search_text.words_of(vehicle)
    Vehicle.objects.filter(pk=vehicle.pk).update(search=_vector(words))


def index_all() -> int:
    """Write the words of every vehicle whose words are others now, as after new ones were added for a colour; how many.

    Safe to run twice: a row that says what it should is not written."""
    changed = 0
    vehicles = Vehicle.objects.select_related("make", "model", "dealer").defer("search")
    for vehicle in vehicles.iterator(chunk_size=500):
        vector = _vector(search_text.words_of(vehicle))
        # As texts: between vectors "=" would ask whether one is found by the other.
        other = Q(search__isnull=True) | ~Q(Exact(Cast(F("search"), TextField()), Cast(vector, TextField())))
        changed += Vehicle.objects.filter(other, pk=vehicle.pk).update(search=vector)
    return changed


def conditions(criteria: Criteria) -> dict[str, Q]:
    """Each filter that is on, as a condition, by its name in BITS."""
    on: dict[str, Q] = {}
    if criteria.make:
        on["make"] = Q(make__slug__in=criteria.make)
    if criteria.model:
        on["model"] = Q(model__slug__in=criteria.model)
    for name in ("body", "fuel", "drive", "steering", "transmission", "colour", "seats", "doors", "repair", "grade"):
        if values := getattr(criteria, name):
            on[name] = Q(**{f"{COUNTED[name]}__in": values})
    _range(on, "year", year__gte=criteria.year_from, year__lte=criteria.year_to)
    _range(on, "price", price_minor__gte=criteria.price_from, price_minor__lte=criteria.price_to)
    _range(on, "km", mileage_km__lte=criteria.km_to)
    _range(on, "cc", displacement_cc__gte=criteria.cc_from, displacement_cc__lte=criteria.cc_to)
    if criteria.m3_to is not None:
        on["m3"] = Q(LessThanOrEqual(_VOLUME, criteria.m3_to * 1_000_000_000))
    if criteria.has:
        on["has"] = reduce(and_, (_fitted(each) for each in criteria.has))
    return on


def _fitted(feature: str) -> Q:
    """With leather, what the list of seat covers says counts too."""
    fitted = Q(equipment__contains=[feature])
    return fitted | Q(details__seat_material="leather") if feature == "leather" else fitted


def fields_of(name: str) -> tuple[str, ...]:
    """The fields of Criteria that belong to one filter."""
    return _FIELDS_OF_RANGE.get(name, (name,))


def _range(on: dict[str, Q], name: str, **bounds: int | None) -> None:
    given = {bound: value for bound, value in bounds.items() if value is not None}
    if given:
        on[name] = Q(**given)


def _found_by_text(criteria: Criteria) -> QuerySet[Vehicle]:
    """What the public may find with this text, before any filter. Withdrawn and unapproved ones are never there."""
    states = [Vehicle.Status.PUBLISHED]
    if criteria.show != "free":
        states.append(Vehicle.Status.RESERVED)
    if criteria.show == "sold":
        states.append(Vehicle.Status.SOLD)
    base: QuerySet[Vehicle] = Vehicle.objects.visible_to(VISITOR).filter(status__in=states)
    if not criteria.q:
        return base
    ways = [Q(reference=search_text.reference_meant(criteria.q))]
    if words := search_text.text_query(criteria.q):
        ways.append(Q(search=_Words(words)))
    if numbers := search_text.chassis_candidates(criteria.q):
        ways.append(Q(chassis_no__in=numbers))
    return base.filter(reduce(or_, ways))


def _write(criteria: Criteria, size: int) -> tuple[Sql, Sql]:
    """The two questions of a search, as SQL with its values: the counts of everything, and the ids of one page."""
    base = _found_by_text(criteria)
    matching = base.filter(*(q for q in conditions(criteria).values()))
    ordered = matching.order_by(*_ORDERS[criteria.sort], F("published_at").desc(nulls_last=True), "pk")
    start = (criteria.page - 1) * size
    return _counting(base, criteria), ordered.values_list("pk")[start : start + size].query.sql_with_params()


# Writing costs as much as asking. Only the wording is kept, never an answer, and nothing that a visitor typed as text.
_written = lru_cache(maxsize=256)(_write)


def _counting(base: QuerySet[Vehicle], criteria: Criteria) -> Sql:
    """(mask of failed filters, what is counted, its values, how many), for vehicles that fail one filter at most."""
    rows = base.annotate(mask=_mask(conditions(criteria))).order_by().values("mask", *COUNTED.values())
    inner, parameters = rows.query.sql_with_params()
    columns = list(COUNTED.values())
    sets = ", ".join(f"({column})" for column in columns)
    # Names of our own columns and a query made by Django; what the visitor typed is among the parameters.
    sql = (
        f"SELECT mask, GROUPING({', '.join(columns)}), {', '.join(columns)}, COUNT(*) FROM ({inner}) AS found "  # noqa: S608
        f"WHERE mask & (mask - 1) = 0 OR mask & ~%s = 0 GROUP BY mask, GROUPING SETS ((), {sets})"
    )
    return sql, (*parameters, _FREED_WITH["make"])


def _asked(question: Sql) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(*question)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _counts(rows: list[tuple[Any, ...]], criteria: Criteria) -> tuple[int, dict[str, dict[Any, int]], dict[str, int]]:
    """The total, the counts of every choice with its own filter removed, and the total without each filter."""
    total, relaxed = 0, dict.fromkeys(conditions(criteria), 0)
    facets: dict[str, dict[Any, int]] = {name: {} for name in COUNTED}
    for mask, name, value, count in map(_decoded, rows):
        if name == "":
            total += count if mask == 0 else 0
            for each in relaxed:
                relaxed[each] += count if mask & ~_freed(each) == 0 else 0
        elif mask & ~_freed(name) == 0 and value not in (None, ""):
            counted = facets[name]
            counted[value] = counted.get(value, 0) + count
    return total, facets, relaxed


def _decoded(row: Sequence[Any]) -> tuple[int, str, Any, int]:
    """GROUPING sets a bit for each column that this row was not grouped by, the first column's bit highest."""
    mask, absent, *values, count = row
    for place, name in enumerate(COUNTED):
        if not absent & 1 << (len(COUNTED) - 1 - place):
            return mask, name, values[place], count
    return mask, "", None, count


def _mask(on: dict[str, Q]) -> Any:
    bits = [Case(When(q, then=Value(0)), default=Value(BITS[name])) for name, q in on.items()]
    return sum(bits, Value(0, output_field=IntegerField()))


def _freed(name: str) -> int:
    return _FREED_WITH.get(name, BITS[name])


def _vector(words: list[str]) -> Func:
    return Func(Value(words, output_field=ArrayField(TextField())), function="array_to_tsvector")
