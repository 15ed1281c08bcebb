"""The columns of a list of cars, made from the table of attributes: one for import, export and the dry run.

The one thing to know: a column reads with the very field that the editor uses, so both take and refuse the same values; only
the dialect of the cell (values.py, words.py) is translated before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from japacar.ui.formatting import is_japanese, listed
from japacar.vehicles.attribute_fields import field_of, label_of
from japacar.vehicles.attributes import ATTRIBUTES, Attribute, Kind, is_empty
from japacar.vehicles.bulk import values, words
from japacar.vehicles.bulk.cells import restored
from japacar.vehicles.models import CarModel, Vehicle
from japacar.vehicles.vocabulary import PREFECTURES

_BY_UNIT = {"km": "distance", "mm": "length", "kg": "weight", "cc": "volume", "円": "money"}
_KINDS = {
    Kind.MAKE: "make", Kind.MODEL: "model", Kind.WORD: "word", Kind.WORDS: "words", Kind.FLAG: "flag", Kind.YEN: "money",
    Kind.MONTH: "month", Kind.DAY: "day", Kind.YEAR: "year", Kind.DECIMAL: "decimal",
}  # fmt: skip
_FLAG = {"yes": _("Yes"), "no": _("No")}


@dataclass(frozen=True)
class Column:
    """One column. Its key is the name of the editor's field; `reference` and `name` are columns of lists alone."""

    key: str
    label: str | Promise
    kind: str
    attribute: Attribute | None = None
    shape: forms.Field | None = None
    labels: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def target(self) -> str:
        """The name under which `actions.save_listing` takes it."""
        assert self.attribute is not None
        return self.attribute.target

    def of(self, vehicle: Vehicle) -> Any:
        return self.attribute.of(vehicle) if self.attribute is not None else vehicle.reference

    def read(self, text: str, unit: str = "") -> Any:
        """The value that a cell means. Raises ValidationError with a sentence; an empty cell is for the caller."""
        text = restored(text)
        if self.kind == "flag":
            return self._word(text) == "yes"
        if self.kind == "word":
            return self._word(text)
        if self.kind == "words":
            found = {self.words[folded] for folded, _said in _pieces(text, self.words) if folded in self.words}
            return [key for key in self.labels if key in found]
        assert self.shape is not None
        return self.shape.clean(values.prepared(text, self.kind, unit))

    def unknown_words(self, text: str) -> list[str]:
        """The words of a list that are not known, which `read` leaves out."""
        if self.kind != "words":
            return []
        return [said for folded, said in _pieces(restored(text), self.words) if folded not in self.words]

    def written(self, vehicle: Vehicle, language: str) -> str:
        """The vehicle's value as the export writes it, in the language that is active (and named, for makes and models)."""
        value = self.of(vehicle)
        if is_empty(value):
            return ""
        return str(value.name(language)) if self.kind in ("make", "model") else self.said(value)

    def said(self, value: Any) -> str:
        """A value of this column in words."""
        if is_empty(value):
            return ""
        if isinstance(value, bool):
            return str(_FLAG["yes" if value else "no"])
        if isinstance(value, list):
            return "; ".join(str(self.labels.get(key, key)) for key in value)
        if self.labels:
            return str(self.labels.get(value, value))
        return f"{value:f}" if isinstance(value, Decimal) else str(value)

    def to_json(self, value: Any) -> Any:
        """A value for the row of an import: a make by its slug, a model by its number or (a new one) its name."""
        if isinstance(value, CarModel):
            return value.pk
        return value if self.kind in ("make", "model") or self.attribute is None else self.attribute.to_json(value)

    def from_json(self, kept: Any) -> Any:
        """What `to_json` wrote; a make stays its slug and a known model its number, which whoever asks for many fetches at once."""
        return kept if self.kind in ("make", "model") or self.attribute is None else self.attribute.from_json(kept)

    def _word(self, text: str) -> str:
        key = words.chosen(text, self.words, self.key)
        if key is None:
            known = listed(list(self.labels.values())[:8])
            raise ValidationError(
                gettext("“%(text)s” is not known. Write one of these: %(known)s …"),
                params={"text": text[:40], "known": known},
            )
        return key


@cache
def columns() -> dict[str, Column]:
    """Every column that there is, in the order of the export."""
    found = {"reference": Column("reference", _("Our reference"), "reference")}
    for attribute in sorted(ATTRIBUTES, key=lambda each: each.name != "stock_number"):
        found[attribute.name] = _column(attribute)
    found["name"] = Column("name", _("Make and model in one"), "name")
    return found


def exported() -> list[Column]:
    """The columns of a vehicle's own values."""
    return [column for column in columns().values() if column.key != "name"]


def _column(attribute: Attribute) -> Column:
    kind = _KINDS.get(attribute.kind) or "text"
    if attribute.kind is Kind.WHOLE:
        kind = _BY_UNIT.get(attribute.unit, "count")
    labels = _labels(attribute)
    known = words.word_keys(attribute.name, labels) if labels else {}
    if attribute.key == "location_prefecture":
        # People leave 県 out.
        known |= {words.folded_word(key[:-1]): key for key in labels if key != "北海道"}
    return Column(attribute.name, label_of(attribute), kind, attribute, field_of(attribute), labels, known)


def _labels(attribute: Attribute) -> Mapping[str, Any]:
    if attribute.kind is Kind.FLAG:
        return _FLAG
    if attribute.key == "location_prefecture":
        return {japanese: Place(japanese, english) for japanese, english in PREFECTURES.items()}
    return dict(attribute.choices)


@dataclass(frozen=True)
class Place:
    """A prefecture's name in the language that is active."""

    japanese: str
    english: str

    def __str__(self) -> str:
        return self.japanese if is_japanese() else self.english


#: What stands between the words of a list, the surest sign first.
_BETWEEN = (";；\n|", "、,，", "/／・+＋", " 　")


def _pieces(text: str, known: Mapping[str, str], level: int = 0) -> list[tuple[str, str]]:
    """The words of a list, folded and as written. A word that is known is never cut further; words that are not stay whole."""
    folded = words.folded_word(text)
    if folded in known or level == len(_BETWEEN):
        return [(folded, text)] if folded else []
    found = [pair for part in _split(text, _BETWEEN[level]) for pair in _pieces(part, known, level + 1)]
    if level > 1 and not any(word in known for word, _said in found):
        return [(folded, text)] if folded else []
    return found


def _split(text: str, signs: str) -> list[str]:
    for sign in signs[1:]:
        text = text.replace(sign, signs[0])
    return [part.strip() for part in text.split(signs[0]) if part.strip()]
