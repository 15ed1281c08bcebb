"""Widgets that Django does not have: an amount with its unit, and a date in three parts.

The one thing to know: `field` in components.html draws the unit and the labels of the parts; alone, these are plain
inputs."""

from contextlib import suppress
from datetime import date
from typing import Any

from django import forms

from japacar.kernel.eras import DateRefused, parse_date


class AmountInput(forms.TextInput):
    """A number from the digit pad, its unit beside it: `AmountInput(unit="km")`; the unit JPY shows as yen or 円."""

    def __init__(self, unit: str = "JPY", attrs: dict[str, Any] | None = None) -> None:
        self.unit = unit
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})


class DateParts(forms.MultiWidget):
    """Year, month, day as three inputs; `day=False`: year and month, read as its first. A DateField gets ISO text.

    The year may be of an era, 昭和55 or S55."""

    def __init__(self, *, day: bool = True, autocomplete: str = "", attrs: dict[str, Any] | None = None) -> None:
        self.names_of_parts = ("year", "month", "day") if day else ("year", "month")
        # Browsers know a birthday in parts: "bday" becomes bday-year, bday-month, bday-day.
        inputs: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput(
                {"inputmode": "numeric", "maxlength": 4 if part == "year" else 2}
                | ({"autocomplete": f"{autocomplete}-{part}"} if autocomplete else {})
            )
            for part in self.names_of_parts
        }
        super().__init__(inputs, attrs)

    def decompress(self, value: date | str | None) -> list[str]:
        """The parts of a date, or of what the reader typed, so that a wrong date comes back as it was."""
        text = value.isoformat() if isinstance(value, date) else (value or "")
        parts = [part.lstrip("0") for part in text.split("-")] + ["", "", ""]
        return parts[: len(self.names_of_parts)]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        parts = [str(part or "").strip() for part in super().value_from_datadict(data, files, name)]
        if not any(parts):
            return ""
        year, month, day = [*parts, "1"][:3]
        # As people in Japan write it too: 昭和55 or S55, and digits in full width.
        with suppress(DateRefused):
            return parse_date(f"{year.rstrip('年')}年{month}月{day}日").isoformat()
        return f"{year}-{month.zfill(2)}-{day.zfill(2)}"

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_year" if id_ else id_
