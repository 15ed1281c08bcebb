"""Fields that read what dealers type: 318万円, 64,218km, 令和2年6月, full-width digits. The one thing to know: each
refusal is a sentence that shows what to type instead."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from japacar.kernel import clock
from japacar.kernel.eras import DateRefused, parse_year_month
from japacar.kernel.money import AmountUnreadable, parse_jpy
from japacar.kernel.text import TextRefused, clean_line, clean_paragraphs, contains_my_number, hyphens, nfkc
from japacar.ui.days import day_of
from japacar.ui.widgets import AmountInput

# No car costs more; a slip of the finger does.
MOST_YEN = 2_000_000_000
LONGEST_INPUT = 20_000
OLDEST_YEAR = 1900
_ERAS = frozenset("令平昭RHSrhs")
# What people write behind a number, whichever field it is for.
_UNIT = re.compile(
    r"(?i)\s*(km|cc|mm|kg|kwh|kw|m3|m³|ps|馬力|hr?|時間|%|l|リットル|t|トン|m|°c|℃|c|キロ|㎞|台|人|段|枚|本|軸|年|円)$"
)


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
        plain = _UNIT.sub("", nfkc(text))
        sign = -1 if self.least < 0 and plain[:1] in ("-", "−") else 1
        try:
            # The reader of yen knows commas, full width and 万; a bare number is no different.
            number = sign * parse_jpy(plain[1:] if sign < 0 else plain).minor
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


class YearField(WholeNumberField):
    """A year of the calendar or of an era: 2020, 2020年式, 令和2年."""

    def __init__(self, **options: Any) -> None:
        super().__init__(most=9_999, **options)

    def read(self, text: str) -> int:
        latest = clock.today_jst().year + 1
        plain = re.sub(r"\s*(年式|年度|年)$", "", nfkc(text))
        try:
            # June lies in every year of every era.
            year = parse_year_month(f"{plain}年6月").year if plain[:1] in _ERAS else super().read(plain)
        except DateRefused:
            year = super().read(plain)
        if not OLDEST_YEAR <= year <= latest:
            raise ValidationError(
                gettext("Enter a year from %(least)s to %(most)s."),
                code="out_of_range",
                params={"least": OLDEST_YEAR, "most": latest},
            )
        return year


class DecimalNumberField(TypedField):
    """A number with at most `places` decimals above `least` (which itself is out) up to `most`, with or without its unit."""

    def __init__(self, *, most: int, least: int = 0, places: int = 1, **options: Any) -> None:
        self.most, self.least, self.places = most, least, places
        super().__init__(attrs={"inputmode": "decimal", "maxlength": 12}, **options)

    def read(self, text: str) -> Decimal:
        try:
            value = Decimal(_UNIT.sub("", nfkc(text)).replace(",", ""))
            fits = value.is_finite() and self.least < value <= self.most and value == round(value, self.places)
        except InvalidOperation:
            fits = False
        if not fits:
            raise ValidationError(
                ngettext(
                    "Enter a number up to %(most)s with at most %(places)s decimal, such as 85 or 85.5.",
                    "Enter a number up to %(most)s with at most %(places)s decimals, such as 0.7 or 12.25.",
                    self.places,
                ),
                code="not_a_number",
                params={"most": f"{self.most:,}", "places": self.places},
            )
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
    """A day, as 2027-06-14, 令和9年6月14日 or 14 Jun 2027 (kernel/days.py)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs={"maxlength": 30}, **options)

    def read(self, text: str) -> date:
        return day_of(text)


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


class FlagField(WordField):
    """Yes, no, or not said."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[("yes", _("Yes")), ("no", _("No"))], **options)

    def clean(self, value: Any) -> bool | None:
        return {"yes": True, "no": False}.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class WordsField(forms.MultipleChoiceField):
    """Several of a fixed list, as boxes."""

    def __init__(self, *, choices: Any, **options: Any) -> None:
        super().__init__(
            choices=list(choices),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("Choose from the list."), "invalid_list": _("Choose from the list.")},
            **options,
        )


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
