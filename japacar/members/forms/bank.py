"""The JPY account that a dealer's invoices name. What is typed here goes straight into the sealed row and never comes back in a form."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from japacar.kernel.text import hyphens, katakana, nfkc
from japacar.members.forms.fields import Line, roman_line
from japacar.members.rules import ACCOUNT_TYPES

_OFF = {"autocomplete": "off", "spellcheck": "false"}
_DIGITS = {**_OFF, "inputmode": "numeric"}
# The signs that the banks' own system of transfers knows.
_HOLDER = re.compile(r"[ァ-ヺー・0-9A-Z（）., \-/「」¥]+")
_SWIFT = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")


class BankAccountForm(forms.Form):
    """As printed in the bank book, and as foreign banks need it."""

    bank_name = Line(most=40, label=_("Bank"), help_text=_("For example みなと銀行."), attrs={**_OFF, "lang": "ja"})
    bank_name_en = roman_line(
        60, label=_("Bank in English"), help_text=_("As it writes itself abroad."), attrs={**_OFF, "lang": "en"}
    )
    swift = Line(
        most=20,
        label=_("SWIFT code (BIC)"),
        help_text=_("8 or 11 letters and digits. Your bank’s page on transfers from abroad names it."),
        parse=lambda text: re.sub(r"\s", "", nfkc(text)).upper(),
        attrs=_OFF,
    )
    branch = Line(most=40, label=_("Branch"), help_text=_("For example 所沢支店."), attrs={**_OFF, "lang": "ja"})
    branch_en = roman_line(
        40,
        label=_("Branch in Roman letters"),
        help_text=_("For example Tokorozawa Branch: the buyer’s bank abroad asks for it."),
        attrs={**_OFF, "lang": "en"},
    )
    branch_code = Line(most=10, label=_("Branch number"), help_text=_("3 digits."), parse=nfkc, attrs=_DIGITS)
    account_type = forms.ChoiceField(
        label=_("Kind of account"), choices=list(ACCOUNT_TYPES.items()), widget=forms.RadioSelect
    )
    account_number = Line(
        most=20,
        label=_("Account number"),
        help_text=_("7 digits. For Japan Post Bank the number for transfers from other banks."),
        parse=nfkc,
        attrs=_DIGITS,
    )
    holder_kana = Line(
        most=60,
        label=_("Holder in katakana"),
        help_text=_("As in the bank book, for example アオバジドウシヤ（カ. The account must be the business’s own."),
        parse=lambda text: _as_in_bank_books(text),
        attrs={**_OFF, "lang": "ja"},
    )
    holder_en = roman_line(
        80,
        label=_("Holder in Roman letters"),
        help_text=_("For example AOBA JIDOSHA KK."),
        attrs={**_OFF, "lang": "en"},
    )

    def clean_swift(self) -> str:
        if not _SWIFT.fullmatch(self.cleaned_data["swift"]):
            raise ValidationError(_("A SWIFT code has 8 or 11 letters and digits, for example ABCDJPJT."), code="swift")
        if self.cleaned_data["swift"][4:6] != "JP":
            raise ValidationError(
                _("This code is of a bank outside Japan. In Japan its fifth and sixth letters are JP."), code="swift"
            )
        return str(self.cleaned_data["swift"])

    def clean_branch_code(self) -> str:
        return _digits(self.cleaned_data["branch_code"], 3, _("A branch number has 3 digits."))

    def clean_account_number(self) -> str:
        return _digits(self.cleaned_data["account_number"], 7, _("An account number has 7 digits."))

    def clean_holder_kana(self) -> str:
        holder = self.cleaned_data["holder_kana"]
        if not _HOLDER.fullmatch(holder) or not re.search("[ァ-ヺ]", holder):
            raise ValidationError(_("Write the holder in katakana, as in the bank book."), code="not_kana")
        return str(holder)

    def details(self) -> dict[str, str]:
        """What BankAccount.seal takes."""
        return {name: str(value) for name, value in self.cleaned_data.items()}


def _as_in_bank_books(text: str) -> str:
    """Half-width kana and brackets in the usual width; a hyphen typed between kana is the long-vowel mark."""
    plain = katakana(text).upper().replace("(", "（").replace(")", "）")
    return re.sub(r"(?<=[ァ-ヺ])[-‐−–—―](?=[ァ-ヺ]|$)", "ー", plain)


def _digits(text: str, length: int, words: Any) -> str:
    """Exactly `length` digits; shorter numbers get their leading zeros, as banks write them."""
    digits = re.sub(r"[\s-]", "", hyphens(text))
    if not re.fullmatch(rf"[0-9]{{1,{length}}}", digits):
        raise ValidationError(words, code="digits")
    return digits.zfill(length)
