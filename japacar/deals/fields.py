"""Form fields that deals and quotes share: words, amounts in yen, a port. The one thing to know: each gives back clean values and
says in a sentence what is wrong; what the reader typed stays in the form."""

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from japacar.kernel.money import AmountUnreadable, parse_jpy
from japacar.kernel.phones import PhoneRefused, parse_phone, phone_kept
from japacar.kernel.text import TextRefused, clean_line, clean_paragraphs, contains_my_number, roman_only
from japacar.shipping import ports
from japacar.ui.days import DayInput, day_of
from japacar.ui.widgets import AmountInput

LARGEST_AMOUNT = 999_999_999


class WordsField(forms.CharField):
    """Several lines in any script, at most `most` characters; an individual number (My Number) is refused (PP-1.1-b)."""

    def __init__(self, *, most: int, rows: int = 4, **options: Any) -> None:
        self.most = most
        super().__init__(widget=forms.Textarea({"rows": rows, "maxlength": most}), **options)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        try:
            cleaned = clean_paragraphs(text, self.most)
        except TextRefused:
            raise ValidationError(
                _("At most %(most)s characters.") % {"most": f"{self.most:,}"}, code="too_long"
            ) from None
        if contains_my_number(cleaned):
            raise ValidationError(
                _("This looks like an individual number (My Number). Leave it out."), code="my_number"
            )
        if self.required and not cleaned:
            raise ValidationError(self.error_messages["required"], code="required")
        return cleaned


class LineField(forms.CharField):
    """One line in any script."""

    def __init__(self, *, most: int, attrs: dict[str, Any] | None = None, **options: Any) -> None:
        self.most = most
        super().__init__(widget=forms.TextInput({"maxlength": most, **(attrs or {})}), **options)

    def clean(self, value: Any) -> str:
        try:
            line = clean_line(str(super().clean(value)), self.most)
        except TextRefused as refused:
            raise ValidationError(line_problem(refused), code=refused.code) from None
        if self.required and not line:
            raise ValidationError(self.error_messages["required"], code="required")
        return line


class LatinField(LineField):
    """One line as a passport or a bill of lading spells it; accents are taken off, other scripts are refused."""

    def clean(self, value: Any) -> str:
        return latin(super().clean(value))


class LatinWordsField(WordsField):
    """Several lines in Latin letters."""

    def clean(self, value: Any) -> str:
        return "\n".join(latin(line) for line in super().clean(value).splitlines() if line.strip())


class PhoneField(forms.CharField):
    """A telephone number; the form calls `phone_of` once it knows the country."""

    def __init__(self, **options: Any) -> None:
        attrs = {"autocomplete": "tel", "inputmode": "tel", "maxlength": 40}
        super().__init__(max_length=40, widget=forms.TextInput(attrs), **options)

    def prepare_value(self, value: Any) -> Any:
        return phone_kept(super().prepare_value(value))


class AmountField(forms.CharField):
    """Whole yen, written `1480000`, `¥1,480,000` or `148万円`; None when left empty."""

    def __init__(self, *, smallest: int = 0, **options: Any) -> None:
        self.smallest = smallest
        super().__init__(max_length=24, widget=AmountInput(attrs={"maxlength": 24}), **options)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = parse_jpy(text).minor
        except AmountUnreadable as refused:
            raise ValidationError(_amount_problem(refused), code=refused.code) from None
        if amount > LARGEST_AMOUNT:
            raise ValidationError(_("This amount is too large. Give it in yen."), code="too_large")
        if amount < self.smallest:
            raise ValidationError(_("Give an amount above zero."), code="too_small")
        return amount


class DayField(forms.CharField):
    """A day, as the browser's calendar gives it or as people type it (kernel/days.py)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=30, widget=DayInput(), **options)
        # HTML knows no longest length for a date; what is sent is measured all the same.
        self.widget.attrs.pop("maxlength", None)

    def clean(self, value: Any) -> date:
        return day_of(super().clean(value))


class PortField(forms.ChoiceField):
    """Country and port in one select, grouped by country: `UG-KEMBA` is Uganda by way of Mombasa. Gives (country, port)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=_port_choices, **options)

    def clean(self, value: Any) -> tuple[str, str]:
        country, _hyphen, port = str(super().clean(value)).partition("-")
        return country, port


def _port_choices() -> list[tuple[str, Any]]:
    """Grouped by country in the reader's language; a landlocked country lists the ports that serve it, with theirs."""
    language = get_language() or "en"
    groups: list[tuple[str, Any]] = [("", gettext_lazy("Choose a port"))]
    for land in ports.countries(language):
        names = [
            (f"{land.code}-{port.code}", port.name(language) if port.country == land.code else port.full_name(language))
            for port in ports.ports_of(land.code)
        ]
        groups.append((land.name(language), names))
    return groups


def country_choices() -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [("", _("Choose a country")), *((land.code, land.name(language)) for land in ports.countries(language))]


def phone_of(text: str, country: str | None) -> str:
    """The number in one spelling (E.164), read as of `country`. Raises ValidationError with a sentence."""
    try:
        return parse_phone(text, country)
    except PhoneRefused as refused:
        if refused.code == "country_code_missing":
            raise ValidationError(_("Begin with + and the country code, such as +254."), code=refused.code) from None
        raise ValidationError(_("Enter a telephone number such as +254 712 345678."), code=refused.code) from None


def latin(text: str) -> str:
    """The line in ASCII; `José` becomes `Jose`. Raises ValidationError when another script is left."""
    if not text:
        return ""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    try:
        return roman_only(plain.replace("#", "No. ").replace(":", " ").replace(";", ","))
    except TextRefused:
        raise ValidationError(
            _("Write it in Latin letters, as the shipping line prints it."), code="not_roman"
        ) from None


def line_problem(refused: TextRefused) -> str:
    if refused.code == "too_long":
        return _("At most %(most)s characters.") % {"most": refused.facts["most"]}
    return _("Write it on one line.")


def _amount_problem(refused: AmountUnreadable) -> str:
    return {
        "negative": _("Give an amount without a minus sign."),
        "fraction_of_yen": _("Give whole yen."),
        "too_large": _("This amount is too large. Give it in yen."),
    }.get(refused.code, _("Give an amount in yen, such as 1480000 or 148万円."))
