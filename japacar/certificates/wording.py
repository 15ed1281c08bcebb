"""Facts of a certificate in the reader's language, as pages show them."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from japacar.certificates.fields import CHOICE_LABELS, FIELDS
from japacar.kernel.eras import DateRefused, YearMonth
from japacar.ui import formatting


def word(key: str, value: Any) -> str:
    """One value with its unit; a first registration also with its era in Japanese."""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, StrEnum):
        return str(CHOICE_LABELS[value])
    if isinstance(value, date):
        return formatting.long_date(value)
    if key == "first_registration":
        return _month(str(value))
    unit = FIELDS[key].unit
    if isinstance(value, int | Decimal) and unit:
        return f"{formatting.number(value)}{'' if formatting.is_japanese() else chr(0xA0)}{unit}"
    return str(value)


def _month(value: str) -> str:
    try:
        month = YearMonth.from_text(value)
    except DateRefused:
        return value
    return (
        f"{formatting.year_month(month)} ({formatting.era(month)})"
        if formatting.is_japanese()
        else formatting.year_month(month)
    )
