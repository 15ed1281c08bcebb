"""Fields that read what dealers type: 318万円, 64,218km, 令和2年6月, full-width digits. The one thing to know: each
refusal is a sentence that shows what to type instead."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from japacar.kernel import clock
from japacar.kernel.eras import DateRefused, parse_date, parse_year_month
from japacar.kernel.money import AmountUnreadable, parse_jpy
from japacar.kernel.text import TextRefused, clean_line, clean_paragraphs, contains_my_number, hyphens, nfkc
from japacar.ui.widgets import AmountInput

# No car costs more; a slip of the finger does.
MOST_YEN = 2_000_000_000
LONGEST_INPUT = 20_000


class TypedField(forms.CharField):
    """Text that becomes a value: `read` gets what was typed, without surrounding space, and never an empty text."""

    def __init__(self, *, attrs: dict[str, Any] | None = None, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("widget", forms.TextInput({"autocomplete": "off", **(attrs or {})}))
        super().__init__(**options)

    empty: Any = None

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip()
        if len(text) > LONGEST_INPUT:
            raise ValidationError(gettext("This is far too long."), code="too_long")
        return self.read(text) if text else self.empty

    def read(self, text: str) -> Any:
        raise NotImplementedError


class LineField(TypedField):
    """One line of at most `most` characters."""

    empty = ""

    def __init__(self, *, most: int, **options: Any) -> None:
        self.most = most
        super().__init__(attrs={"maxlength": most}, **options)

    def read(self, text: str) -> str:
        return _text(text, self.most, one_line=True)


class ParagraphsField(TypedField):
    """Several lines."""

    empty = ""

    def __init__(self, *, most: int, language: str, **options: Any) -> None:
        self.most = most
        widget = forms.Textarea({"rows": 6, "maxlength": most, "lang": language})
        super().__init__(widget=widget, **options)

    def read(self, text: str) -> str:
        return _text(text, self.most, one_line=False)


class CodeField(TypedField):
    """A code as a certificate prints it, in half-width capitals. Odd ones are let through: official papers hold some."""

    empty = ""
    _CODE = re.compile(r"[0-9A-Z改国*\[\]()./ -]+")

    def __init__(self, *, most: int, **options: Any) -> None:
        self.most = most
        super().__init__(
            attrs={"maxlength": most, "autocapitalize": "characters", "spellcheck": "false", "translate": "no"},
            **options,
        )

    def read(self, text: str) -> str:
        code = hyphens(nfkc(_text(text, self.most, one_line=True))).upper()
        if len(code) > self.most or not self._CODE.fullmatch(code):
            raise ValidationError(
                gettext("Use letters, digits and hyphens as on the certificate, at most %(most)s."),
                code="not_a_code",
                params={"most": self.most},
            )
        return code


class WholeNumberField(TypedField):
    """A whole number between two bounds, with or without its unit and thousands separators; 6.4万 is 64,000."""

    def __init__(self, *, most: int, least: int = 1, unit: str = "", big: bool = False, **options: Any) -> None:
        self.most, self.least, self.unit = most, least, unit
        attrs = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 20}
        widget = AmountInput(unit, attrs) if big else forms.TextInput(attrs)
        super().__init__(widget=widget, **options)

    def read(self, text: str) -> int:
        plain = re.sub(r"(?i)\s*(km|cc|mm|kg|キロ|㎞|台|人|段|枚|年)$", "", nfkc(text))
        try:
            # The reader of yen knows commas, full width and 万; a bare number is no different.
            number = parse_jpy(plain).minor
        except AmountUnreadable:
            raise ValidationError(gettext("Enter a whole number, such as 64,218."), code="not_a_number") from None
        if not self.least <= number <= self.most:
            raise ValidationError(
                gettext("Enter a number from %(least)s to %(most)s."),
                code="out_of_range",
                params={"least": f"{self.least:,}", "most": f"{self.most:,}"},
            )
        return number

    def prepare_value(self, value: Any) -> Any:
        """Thousands separated, but for years and small counts, which nobody writes so."""
        return f"{value:,}" if isinstance(value, int) and self.most > 9_999 else value


class YenField(TypedField):
    """A price in yen: 3,180,000, ３１８万円, 318.5万. The value is whole yen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=AmountInput("JPY", {"maxlength": 24}), **options)

    def read(self, text: str) -> int:
        try:
            yen = parse_jpy(text).minor
        except AmountUnreadable as error:
            if error.code == "fraction_of_yen":
                raise ValidationError(gettext("Enter whole yen."), code="fraction") from None
            raise ValidationError(
                gettext("Enter the price in yen, such as 3,180,000 or 318万円."), code="not_an_amount"
            ) from None
        if not 1_000 <= yen <= MOST_YEN:
            raise ValidationError(gettext("Enter a price from ¥1,000 to ¥2,000,000,000."), code="out_of_range")
        return yen

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}" if isinstance(value, int) else value


class KilowattField(TypedField):
    """A rated output in kW with at most one decimal."""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs={"inputmode": "decimal", "maxlength": 10}, **options)

    def read(self, text: str) -> Decimal:
        try:
            value = Decimal(re.sub(r"(?i)\s*kw$", "", nfkc(text)))
            fits = value.is_finite() and 0 < value < 10_000 and value == round(value, 1)
        except InvalidOperation:
            fits = False
        if not fits:
            raise ValidationError(gettext("Enter kilowatts, such as 85 or 85.0."), code="not_a_number")
        return value


class MonthField(TypedField):
    """A month, as 2020-06, 2020/6, 令和2年6月 or R2.6; the value is "2020-06"."""

    empty = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs={"maxlength": 20}, **options)

    def read(self, text: str) -> str:
        try:
            month = parse_year_month(text)
        except DateRefused:
            raise ValidationError(
                gettext("Enter year and month, such as 2020-06 or 令和2年6月."), code="not_a_month"
            ) from None
        if month.first_day > clock.today_jst():
            raise ValidationError(gettext("This month lies in the future."), code="future")
        return str(month)


class DayField(TypedField):
    """A day, as 2027-06-14 or 令和9年6月14日."""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs={"maxlength": 24}, **options)

    def read(self, text: str) -> date:
        try:
            return parse_date(text)
        except DateRefused:
            raise ValidationError(
                gettext("Enter a date, such as 2027-06-14 or 令和9年6月14日."), code="not_a_date"
            ) from None


class WordField(forms.ChoiceField):
    """One of a fixed list, or nothing yet. `likely` values stand first, in a group of their own."""

    def __init__(self, *, choices: Any, **options: Any) -> None:
        self.words = [(str(key), word) for key, word in choices]
        super().__init__(
            choices=[("", _("Choose")), *self.words],
            required=False,
            error_messages={"invalid_choice": _("Choose one of the list.")},
            **options,
        )

    def put_first(self, likely: list[str]) -> None:
        words = dict(self.words)
        first = [(key, words[key]) for key in likely if key in words]
        rest = [(key, word) for key, word in words.items() if key not in likely]
        if first:
            self.choices = [("", _("Choose")), (_("Likely"), first), (_("All"), rest)]


def _text(text: str, most: int, *, one_line: bool) -> str:
    try:
        cleaned = clean_line(text, most) if one_line else clean_paragraphs(text, most)
    except TextRefused as error:
        if error.code == "line_break":
            raise ValidationError(gettext("Write it on one line."), code="line_break") from None
        raise ValidationError(
            gettext("At most %(most)s characters."), code="too_long", params={"most": f"{most:,}"}
        ) from None
    if contains_my_number(cleaned):
        raise ValidationError(
            gettext("This holds a 12-digit individual number. Take it out; we must not keep it."), code="my_number"
        )
    return cleaned
