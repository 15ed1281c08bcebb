"""Fields that clean text through the kernel and say in a sentence what is wrong.

The one thing to know: a refusal of the kernel carries a code; SENTENCES has the words for each."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from japacar.kernel.phones import parse_phone, phone_kept
from japacar.kernel.refusals import Refused
from japacar.kernel.text import clean_line, clean_paragraphs, contains_my_number, kana_only, roman_only

SENTENCES = {
    "line_break": _("Write it on one line."),
    "too_long": _("This may have at most %(most)s characters."),
    "not_kana": _("Write it in katakana, for example アオバ タロウ."),
    "not_roman": _("Write it in Roman letters, for example Taro Aoba."),
    "individual_number": _(
        "This has 12 digits, like a personal My Number. We may not keep one, so we have thrown it away. "
        "The corporate number has 13 digits."
    ),
    "not_13_digits": _("The number has 13 digits."),
    "check_digit": _("One of the digits is wrong: the check digit does not fit. Compare it with the register."),
    "not_an_invoice_number": _("The number is T and 13 digits."),
    "not_a_postal_code": _("A postal code has seven digits, for example 359-1145."),
    "unknown_postal_code": _("We do not know this postal code. Fill in the address by hand."),
    "country_code_missing": _("Write the number with its country code, for example +254 700 000001."),
    "not_a_phone_number": _("This is not a telephone number."),
    "impossible_phone_number": _("There is no such telephone number. Look for a digit too many or too few."),
    "empty": _("Fill this in."),
    "unknown_commission": _("Choose the commission from the list."),
    "my_number": _("A personal My Number stands in this text. We may not keep one; take it out."),
}


def sentence(refused: Refused) -> ValidationError:
    """The validation error for a refusal of the kernel."""
    return ValidationError(SENTENCES[refused.code], code=refused.code, params=refused.facts)


class Line(forms.CharField):
    """One line of text, cleaned; `parse` turns it further and may refuse."""

    def __init__(self, *, most: int, parse: Callable[[str], str] | None = None, **options: Any) -> None:
        attrs = {"maxlength": most, **options.pop("attrs", {})}
        super().__init__(widget=forms.TextInput(attrs), **options)
        self.most, self.parse = most, parse

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if not text:
            return ""
        try:
            line = clean_line(text, self.most)
            # Measured once more: ㌔ is one sign, and キロ are two.
            return self._without_my_number(clean_line(self.parse(line), self.most) if self.parse else line)
        except Refused as refused:
            raise sentence(refused) from None

    def _without_my_number(self, text: str) -> str:
        # Where digits are asked for, twelve of them in a row are a permit or an account, and `parse` has looked at them.
        if self.parse is None and contains_my_number(text):
            raise ValidationError(SENTENCES["my_number"], code="my_number")
        return text


class Paragraphs(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, most: int, rows: int = 4, **options: Any) -> None:
        attrs = {"maxlength": most, "rows": rows, **options.pop("attrs", {})}
        super().__init__(widget=forms.Textarea(attrs), **options)
        self.most = most

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        try:
            cleaned = clean_paragraphs(text, self.most)
        except Refused as refused:
            raise sentence(refused) from None
        if contains_my_number(cleaned):
            raise ValidationError(SENTENCES["my_number"], code="my_number")
        return cleaned


def kana_line(most: int, **options: Any) -> Line:
    """A reading in katakana; hiragana and half-width kana are turned into it."""
    return Line(most=most, parse=kana_only, **options)


def roman_line(most: int, **options: Any) -> Line:
    """A name in Roman letters; full-width letters are turned into plain ones."""
    return Line(most=most, parse=roman_only, **options)


class PhoneLine(Line):
    """A telephone number, shown as it is dialled from `region`."""

    def __init__(self, region: str | None, **options: Any) -> None:
        super().__init__(parse=lambda text: parse_phone(text, region), **options)
        self.region = region

    def prepare_value(self, value: Any) -> Any:
        return phone_kept(super().prepare_value(value), self.region or "")


def phone_line(region: str | None = "JP", **options: Any) -> PhoneLine:
    """A telephone number, kept as E.164. Without a country code it is read as one of `region`."""
    attrs = {"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
    return PhoneLine(region, most=40, attrs=attrs, **options)
