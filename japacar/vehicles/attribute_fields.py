"""A form field for each attribute, as the editor and files of dealers read it.

The one thing to know: a field made here refuses with the sentence that stands beside it, and `clean` gives the value that
`actions.save_listing` takes."""

from typing import Any

from django import forms
from django.utils.functional import lazystr
from django.utils.text import format_lazy

from japacar.vehicles.attributes import Attribute, Kind
from japacar.vehicles.form_fields import (
    CodeField,
    DayField,
    DecimalNumberField,
    FlagField,
    LineField,
    MonthField,
    ParagraphsField,
    WholeNumberField,
    WordField,
    WordsField,
    YearField,
    YenField,
)

#: Numbers that are typed more often than all others, drawn large with their unit beside them.
_LARGE = frozenset({"mileage_km", "hours"})
# Made once: each new lazy text makes a class of its own, which took a fifth of the time that the editor needed for its form.
_NO_HINT = lazystr("")


def label_of(attribute: Attribute) -> Any:
    """The label with its unit: `Length (mm)`."""
    is_plain = not attribute.unit or attribute.key in _LARGE
    return attribute.label if is_plain else format_lazy("{} ({})", attribute.label, attribute.unit)


def field_of(attribute: Attribute) -> forms.Field:
    """The field that reads this attribute. Makes and models have their choices from the form that holds them."""
    words: dict[str, Any] = {"label": label_of(attribute), "help_text": attribute.hint or _NO_HINT}
    kind = attribute.kind
    if kind in (Kind.LINE, Kind.MODEL):
        return LineField(most=attribute.most, **words)
    if kind is Kind.CODE:
        return CodeField(most=attribute.most, **words)
    if kind is Kind.PARAGRAPHS:
        return ParagraphsField(most=attribute.most, language=attribute.key[-2:], **words)
    if kind is Kind.WHOLE:
        is_large = attribute.key in _LARGE
        unit = attribute.unit if is_large else ""
        return WholeNumberField(most=attribute.most, least=attribute.least, unit=unit, big=is_large, **words)
    if kind is Kind.DECIMAL:
        return DecimalNumberField(most=attribute.most, least=attribute.least, places=attribute.places, **words)
    plain: dict[Kind, type[forms.Field]] = {
        Kind.YEAR: YearField, Kind.FLAG: FlagField, Kind.MONTH: MonthField, Kind.DAY: DayField, Kind.YEN: YenField,
    }  # fmt: skip
    if kind in plain:
        return plain[kind](**words)
    return (WordsField if kind is Kind.WORDS else WordField)(choices=attribute.choices.items(), **words)
