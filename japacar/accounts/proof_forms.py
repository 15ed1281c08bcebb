"""Shapes of what proves who somebody is: codes of an app and of a list, and the name of a second factor."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from japacar.accounts.factors import RECOVERY_DIGITS
from japacar.accounts.forms import LONGEST_PASSWORD
from japacar.accounts.models import User
from japacar.kernel.text import nfkc

APP_DIGITS = 6
_GAPS = re.compile(r"[\s\-‐-―ー.]")


class FactorCodeForm(forms.Form):
    """Six digits of the app or ten of a recovery code, in any width, with or without gaps."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter the six digits of your app, or a recovery code."),
            "max_length": _("The app shows six digits; a recovery code has ten."),
        },
    )
    lengths: tuple[int, ...] = (APP_DIGITS, RECOVERY_DIGITS)

    def clean_code(self) -> str:
        digits = _GAPS.sub("", nfkc(self.cleaned_data["code"]))
        if len(digits) not in self.lengths or not re.fullmatch(r"[0-9]+", digits):
            raise ValidationError(self.fields["code"].error_messages["max_length"], code="invalid")
        return digits


class FactorNameForm(forms.Form):
    """What its owner calls a second factor."""

    name = forms.CharField(
        label=_("Name"),
        max_length=40,
        widget=forms.TextInput({"maxlength": 40, "autocomplete": "off"}),
        error_messages={
            "required": _("Give it a name, such as the name of your phone."),
            "max_length": _("A name may have 40 characters."),
        },
    )

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not name.isprintable():
            raise ValidationError(_("The name holds a sign that cannot be printed."), code="unprintable")
        return name


class AddAppForm(FactorNameForm, FactorCodeForm):
    """The first code of a new app shows that it has the secret."""

    lengths = (APP_DIGITS,)
    field_order = ("code", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].error_messages |= {
            "required": _("Enter the six digits that the app shows."),
            "max_length": _("The app shows six digits."),
        }


class AddPasskeyForm(FactorNameForm):
    """What the device made, as our script sends it, and a name for it."""

    credential = forms.CharField(
        widget=forms.HiddenInput,
        max_length=20_000,
        error_messages={
            "required": _("Your device gave no passkey. Please try again, or use another way."),
            "max_length": _("The passkey could not be added. Please try again."),
        },
    )


class PasswordProofForm(forms.Form):
    """The password of whoever is signed in."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={
            "required": _("Enter your password."),
            "max_length": _("A password may have 256 characters."),
        },
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        if not self.user.check_password(self.cleaned_data["password"]):
            raise ValidationError(_("This is not your password."), code="wrong")
        return str(self.cleaned_data["password"])
