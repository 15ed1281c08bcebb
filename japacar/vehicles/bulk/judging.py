"""The dry run: what each row would do. It writes nothing but `ImportRow`s.

The one thing to know: a cell that reads as the export would write it is unchanged, whatever it says; so an export always
comes back unchanged, and only what somebody typed is judged."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext

from japacar.kernel.text import nfkc
from japacar.ui.formatting import listed
from japacar.vehicles import makes, rules
from japacar.vehicles.attributes import is_empty
from japacar.vehicles.bulk import values
from japacar.vehicles.bulk.cells import restored
from japacar.vehicles.bulk.columns import Column, columns
from japacar.vehicles.bulk.matching import Keys, NotOneCar, Stock
from japacar.vehicles.bulk.models import ImportRow, StockImport
from japacar.vehicles.certificate_values import same
from japacar.vehicles.models import CarModel, Vehicle

Line = tuple[int, list[str]]


#: What stands at the beginning of a row below the cars, perhaps with how many they are.
_SUMS = re.compile(
    r"(?:(?:(?:総|小|合) ?)?計|平均|台数|件数|(?:grand |sub)?total|sum|average|count)(?:台数|件数)?"
    r"(?:[ :]+(?:[0-9,.]+ ?(?:台|件|cars|units)?)?|[0-9,.]+ ?(?:台|件))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Place:
    """Where a column stands in the file, and the unit that its heading gives."""

    index: int
    column: Column
    unit: str = ""


@dataclass
class Verdict:
    """What was found out about one row so far."""

    values: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, list[str]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Judge:
    """Judges the rows of one import, batch by batch, in the import's language, which must be active."""

    def __init__(self, stock_import: StockImport, places: Sequence[Place], first: dict[Keys, int]) -> None:
        self.stock_import = stock_import
        self.places = [place for place in places if place.column.kind not in ("reference", "name")]
        self._keys = {place.column.key: place for place in places}
        #: One number alone -> the first row of the file that has it.
        self._first = first
        self._language = "ja" if (get_language() or "").startswith("ja") else "en"
        self._makes = makes.makes_by_name()
        self._models: dict[str, dict[str, CarModel]] = {}

    def keys(self, cells: Sequence[str]) -> Keys:
        return keys_of(cells, self._keys)

    def rows(self, lines: Iterable[Line]) -> list[ImportRow]:
        lines = list(lines)
        stock = Stock(self.stock_import.dealer, [self.keys(cells) for _number, cells in lines])
        return [self._row(number, cells, stock) for number, cells in lines]

    def _row(self, number: int, cells: Sequence[str], stock: Stock) -> ImportRow:
        keys, found = self.keys(cells), Verdict()
        vehicle: Vehicle | None = None
        try:
            if _adds_up(cells, keys):
                raise NotOneCar(gettext("This row adds up others and is no car."))
            vehicle = stock.find(keys)
            self._refuse_twice(number, keys, vehicle)
        except NotOneCar as refused:
            found.reasons.append(str(refused))
        else:
            self._judge(cells, vehicle, found)
            self._remark(keys, vehicle, stock, found)
        return ImportRow(
            stock_import=self.stock_import,
            number=number,
            outcome=_outcome(vehicle, found),
            car=self._car(keys, cells, vehicle)[:120],
            values={} if found.reasons else found.values,
            changes=found.changes,
            reasons=found.reasons,
            notes=found.notes,
            vehicle=vehicle,
        )

    def _refuse_twice(self, number: int, keys: Keys, vehicle: Vehicle | None) -> None:
        alone = [Keys(reference=keys.reference), Keys(stock=keys.stock), Keys(chassis=keys.chassis)]
        alone += [Keys(reference=vehicle.reference)] if vehicle is not None else []
        for key in filter(None, alone):
            first = self._first.setdefault(key, number)
            if first != number:
                what = key.reference or key.stock or key.chassis
                raise NotOneCar(gettext("Row %(row)s speaks of the same car: %(what)s.") % {"row": first, "what": what})

    def _judge(self, cells: Sequence[str], vehicle: Vehicle | None, found: Verdict) -> None:
        """Read every cell that says something new. An empty cell says nothing and changes nothing."""
        for place in self.places:
            text = _cell(cells, place.index)
            if values.is_silent(text, place.column.kind) or _is_written(place.column, text, vehicle, self._language):
                continue
            try:
                value = self._read(place, text, vehicle, found, cells)
            except ValidationError as wrong:
                found.reasons += [f"{place.column.label}: {sentence}" for sentence in wrong.messages]
                continue
            self._keep(place.column, value, vehicle, found)
        if "name" in self._keys and "model_name" not in self._keys:
            self._read_name(_cell(cells, self._keys["name"].index), vehicle, found)
        if vehicle is not None and found.values and not rules.may_be_changed(vehicle):
            found.reasons.append(
                gettext("%(reference)s is in a deal or sold, so it stays as the buyer saw it.")
                % {"reference": vehicle.reference}
            )

    def _read(self, place: Place, text: str, vehicle: Vehicle | None, found: Verdict, cells: Sequence[str]) -> Any:
        column = place.column
        if column.kind == "make":
            return self._make(text)
        if column.kind == "model":
            return self._model(text, self._make_meant(cells, vehicle), found)
        if unknown := column.unknown_words(text):
            found.notes.append(
                gettext("%(column)s: not known and left out: %(words)s")
                % {"column": column.label, "words": listed(unknown)[:200]}
            )
        return column.read(text, place.unit)

    def _keep(self, column: Column, value: Any, vehicle: Vehicle | None, found: Verdict) -> None:
        current = column.of(vehicle) if vehicle is not None else None
        if column.kind == "make":
            current = current.slug if current is not None else None
        if _says_the_same(current, value):
            return
        found.values[column.key] = column.to_json(value)
        if vehicle is not None:
            found.changes[column.key] = [column.written(vehicle, self._language), self._said(column, value)]

    def _said(self, column: Column, value: Any) -> str:
        if column.kind == "make":
            english, japanese = makes.names_of(value)
            return japanese if self._language == "ja" else english
        return value.name(self._language) if isinstance(value, CarModel) else column.said(value)

    def _make(self, text: str) -> str:
        slug = self._makes.get(makes.folded(restored(text)))
        if slug is None:
            raise ValidationError(
                gettext(
                    "“%(text)s” is no make that we know. Write it as on the certificate, such as Toyota or トヨタ. A make "
                    "that nobody has listed yet is named once in the form of a new vehicle; then files may name it."
                ),
                params={"text": text[:40]},
            )
        return slug

    def _make_meant(self, cells: Sequence[str], vehicle: Vehicle | None) -> str | None:
        place = self._keys.get("make")
        written = _cell(cells, place.index) if place is not None else ""
        if written:
            return self._makes.get(makes.folded(restored(written)))
        return vehicle.make.slug if vehicle is not None and vehicle.make else None

    def _model(self, text: str, slug: str | None, found: Verdict) -> CarModel | str:
        if slug is None:
            raise ValidationError(gettext("The make of this model is missing or not known."))
        column = columns()["model_name"]
        name: str = column.read(text)
        model = self._models_of(slug).get(makes.folded(name))
        if model is not None:
            return model
        if not self.stock_import.adds_models:
            raise ValidationError(
                gettext("No car of this make is listed as “%(name)s” yet. Allow new models, or correct the name."),
                params={"name": name[:40]},
            )
        found.notes.append(gettext("“%(name)s” becomes a new model.") % {"name": name[:40]})
        return name

    def _models_of(self, slug: str) -> dict[str, CarModel]:
        if slug not in self._models:
            self._models[slug] = makes.models_by_name(slug)
        return self._models[slug]

    def _read_name(self, text: str, vehicle: Vehicle | None, found: Verdict) -> None:
        """`トヨタ プラド TX`: the make is what the text begins with, the model the longest known name after it."""
        plain = " ".join(nfkc(restored(text)).split())
        if values.is_silent(plain) or found.values.keys() & {"make", "model_name"}:
            return None
        parts = plain.split(" ")
        for count in range(min(3, len(parts)), 0, -1):
            slug = self._makes.get(makes.folded(" ".join(parts[:count])))
            if slug is not None and parts[count:]:
                return self._take_name(slug, parts[count:], vehicle, found)
        found.reasons.append(
            f"{columns()['name'].label}: "
            + gettext("Begin with a make that we know, then the model, such as “Toyota Prius”.")
        )
        return None

    def _take_name(self, slug: str, rest: list[str], vehicle: Vehicle | None, found: Verdict) -> None:
        known = self._models_of(slug)
        for count in range(len(rest), 0, -1):
            model = known.get(makes.folded(" ".join(rest[:count])))
            if model is not None:
                self._keep(columns()["make"], slug, vehicle, found)
                self._keep(columns()["model_name"], model, vehicle, found)
                if rest[count:] and "grade" not in self._keys:
                    self._keep(columns()["grade"], " ".join(rest[count:])[:80], vehicle, found)
                return
        try:
            name = self._model(" ".join(rest), slug, found)
        except ValidationError as wrong:
            found.reasons += [f"{columns()['name'].label}: {sentence}" for sentence in wrong.messages]
            return
        self._keep(columns()["make"], slug, vehicle, found)
        self._keep(columns()["model_name"], name, vehicle, found)

    def _remark(self, keys: Keys, vehicle: Vehicle | None, stock: Stock, found: Verdict) -> None:
        if keys.chassis and keys.chassis in stock.elsewhere:
            found.notes.append(
                gettext("Another dealer offers a car with this chassis number. Make sure that it is yours to sell.")
            )
        if vehicle is not None and vehicle.status == Vehicle.Status.WITHDRAWN and not found.reasons:
            found.notes.append(gettext("This car is withdrawn. It stays so unless you put it on sale again."))

    def _car(self, keys: Keys, cells: Sequence[str], vehicle: Vehicle | None) -> str:
        """How people call the row's car."""
        named = vehicle.title(self._language) if vehicle is not None else ""
        if not named:
            written = (self._keys.get(key) for key in ("make", "name", "model_name", "grade"))
            named = " ".join(text for place in written if place and (text := _cell(cells, place.index)))
        return " · ".join(part for part in (keys.stock or keys.chassis or keys.reference, named) if part)


def keys_of(cells: Sequence[str], places: dict[str, Place]) -> Keys:
    """The numbers of a row; a cell that says nothing is none."""

    def said(key: str) -> str:
        place = places.get(key)
        text = restored(_cell(cells, place.index)) if place is not None else ""
        return "" if values.is_silent(text) else text

    return Keys.of(said("reference"), said("stock_number"), said("chassis_no"))


def _outcome(vehicle: Vehicle | None, found: Verdict) -> str:
    if found.reasons:
        return ImportRow.Outcome.FAILED
    if vehicle is None:
        return ImportRow.Outcome.CREATE
    return ImportRow.Outcome.UPDATE if found.values else ImportRow.Outcome.UNCHANGED


def _is_written(column: Column, text: str, vehicle: Vehicle | None, language: str) -> bool:
    """Whether the cell says what the export writes for this vehicle; names in either language."""
    if vehicle is None:
        return False
    languages = ("en", "ja") if column.kind in ("make", "model") else (language,)
    return any(restored(text) == column.written(vehicle, each) for each in languages)


def _says_the_same(now: Any, said: Any) -> bool:
    """Equal as a reader sees it; of several words the order says nothing."""
    if isinstance(now, list) and isinstance(said, list):
        return set(now) == set(said)
    return same(now, said) or (is_empty(now) and is_empty(said))


def _cell(cells: Sequence[str], index: int) -> str:
    return cells[index].strip(" \u3000\r\n") if index < len(cells) else ""


def _adds_up(cells: Sequence[str], keys: Keys) -> bool:
    """Whether this is the line with the sums of a list. Whatever has a chassis number or a reference of ours is a car."""
    first = next((nfkc(cell).strip() for cell in cells if cell.strip()), "")
    return not (keys.chassis or keys.reference) and _SUMS.fullmatch(first) is not None
