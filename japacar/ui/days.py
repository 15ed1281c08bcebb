"""A day in a form: the calendar of the browser where it has one, and what people type where it has none.

The one thing to know: a browser shows nothing in a calendar's field for what is no day, so what was typed and could not be read
comes back in a plain field, and what could be read as the day that we understood."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from japacar.kernel.days import parse_day
from japacar.kernel.eras import DateRefused
from japacar.ui.formatting import long_date


def day_of(text: str) -> date:
    """The day that was typed. Raises ValidationError with a sentence; where two days could be meant, it names both."""
    try:
        return parse_day(text)
    except DateRefused as refused:
        raise ValidationError(_sentence(refused), code="not_a_date") from None


class DayInput(forms.DateInput):
    """The calendar of the browser; a plain field for what it would not show."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})}, format="%Y-%m-%d")

    def format_value(self, value: Any) -> str | None:
        if not value or isinstance(value, date):
            return super().format_value(value)
        found = _read(str(value))
        return found.isoformat() if found else str(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if value and not isinstance(value, date) and _read(str(value)) is None:
            context["widget"]["type"] = "text"
        return context


def _read(text: str) -> date | None:
    try:
        return parse_day(text)
    except DateRefused:
        return None


def _sentence(refused: DateRefused) -> str:
    if refused.code == "ambiguous_date":
        one, other = (refused.facts[name] for name in ("one", "other"))
        assert isinstance(one, date)
        assert isinstance(other, date)
        return _("This may be %(one)s or %(other)s. Write %(one_iso)s or %(other_iso)s.") % {
            "one": long_date(one),
            "other": long_date(other),
            "one_iso": one.isoformat(),
            "other_iso": other.isoformat(),
        }
    if refused.code == "impossible_date":
        return _("There is no such day. Look for a digit too many or too few.")
    return _("Enter a day such as 2026-11-27 or 27 Nov 2026.")
