"""Shapes of what people enter about themselves. The one thing to know: an e-mail address leaves its form in one spelling."""

import re
import unicodedata
from itertools import pairwise
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from japacar.accounts.models import User
from japacar.kernel.lookalikes import mixes_alphabets, reads_as
from japacar.kernel.text import hyphens, nfkc

LONGEST_PASSWORD = 256
LONGEST_EMAIL = 254
# A password made of these alone is the first that somebody would try here.
_CONTEXT = re.compile(
    r"japacar|japanese|japan|trading|cars?|kuruma|nihon|nippon|tokyo|saitama|tokorozawa|password|passphrase|passwort|welcome|login|"
    r"toyota|nissan|honda|mazda|subaru|suzuki|daihatsu|mitsubishi|isuzu|lexus|hino|landcruiser|prado|hiace|"
    r"日本車|日本|中古車|自動車|車|くるま|クルマ|ジャパカー|貿易|合同会社|株式会社|東京|埼玉|所沢|パスワード|ぱすわーど|暗証番号|ログイン|"
    r"トヨタ|とよた|豊田|ニッサン|日産|ホンダ|本田|マツダ|スバル|スズキ|鈴木|ダイハツ|三菱|ミツビシ|いすゞ|イスズ|レクサス|日野|プラド|ハイエース",
    re.IGNORECASE,
)
_FEWEST_OTHER_SIGNS = 6
_FEWEST_DIFFERENT_SIGNS = 5


class EmailField(forms.EmailField):
    """An address in one spelling: half-width, lower case, its domain as mail servers write it."""

    def __init__(self, **options: Any) -> None:
        attrs = {"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false", "maxlength": LONGEST_EMAIL}
        super().__init__(
            label=_("E-mail address"),
            max_length=LONGEST_EMAIL,
            widget=forms.EmailInput(attrs),
            error_messages={
                "required": _("Enter your e-mail address."),
                "invalid": _("Enter an e-mail address such as name@example.com."),
                "max_length": _("This address is too long."),
            },
            **options,
        )

    def clean(self, value: Any) -> str:
        address = super().clean(nfkc(str(value or "")).strip())
        local, _at, domain = str(address).rpartition("@")
        if not domain:
            return ""
        try:
            spelled = f"{local}@{domain.encode('idna').decode()}".lower()
        except UnicodeError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        # A machine's own name or number is nobody's mailbox with us.
        if "." not in domain or domain.startswith("["):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        # Mail servers write a domain in other scripts longer than its owner does.
        if len(spelled) > LONGEST_EMAIL:
            raise ValidationError(self.error_messages["max_length"], code="max_length")
        return spelled


class NameField(forms.CharField):
    """A person's name: one line, any script."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=120,
            widget=forms.TextInput({"autocomplete": "name", "maxlength": 120}),
            error_messages={
                "required": _("Enter your name."),
                "max_length": _("A name may have 120 characters."),
            },
            **options,
        )

    def clean(self, value: Any) -> str:
        name = " ".join(str(super().clean(value)).split())
        if any(unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cn"} for sign in name):
            raise ValidationError(_("The name holds a sign that cannot be printed."), code="unprintable")
        refuse_misleading(name)
        return name


def refuse_misleading(name: str) -> None:
    """Nobody here is called as we are, and no word is put together from letters that only look like those of another alphabet."""
    if reads_as(name, ("JAPACAR", settings.OPERATOR["name"].removesuffix(" LLC"), "日本車貿易")):
        raise ValidationError(_("This reads like our own name. Enter the one that people know you by."), code="ours")
    if mixes_alphabets(name):
        raise ValidationError(_("One word has letters of two alphabets. Write it in one of them."), code="mixed")


class NewPasswordField(forms.CharField):
    """A new password: long, of any signs, not one that everybody tries."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            strip=False,
            max_length=LONGEST_PASSWORD,
            widget=forms.PasswordInput({"autocomplete": "new-password"}),
            error_messages={
                "required": _("Enter a password."),
                "max_length": _("A password may have 256 characters."),
            },
            **options,
        )


class SignInForm(forms.Form):
    """E-mail and, for those who have one, a password."""

    email = EmailField()
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"max_length": _("A password may have 256 characters.")},
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class CodeForm(forms.Form):
    """The six digits of a mail, in any width, with or without a gap."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter the six digits of the mail."),
            "max_length": _("The code has six digits."),
        },
    )

    def clean_code(self) -> str:
        digits = re.sub(r"[\s-]", "", hyphens(nfkc(self.cleaned_data["code"])))
        if not re.fullmatch(r"[0-9]{6}", digits):
            raise ValidationError(_("The code has six digits."), code="invalid")
        return digits


class JoinForm(forms.Form):
    """What both doors ask. Nothing is kept without the agreement (PP-0-c)."""

    display_name = NameField(label=_("Your name"))
    email = EmailField()
    password = NewPasswordField(
        label=_("Password"),
        required=False,
        help_text=_("At least 12 characters. Leave it empty and sign in with a code by mail each time."),
    )
    agreed = forms.BooleanField(
        label=_("I agree to the Terms and the Privacy policy."),
        error_messages={"required": _("Without your agreement we keep nothing and cannot open an account.")},
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if password := said.get("password"):
            owner = User(email=said.get("email", ""), display_name=said.get("display_name", ""))
            _refuse_weak(self, "password", password, owner)
        return said


class JoinDealerForm(JoinForm):
    """A dealer's person: his firm follows when the address is confirmed."""


class JoinBuyerForm(JoinForm):
    """A buyer, who also says whether he is of age (PP-13-a). We never ask for a date of birth."""

    of_age = forms.TypedChoiceField(
        label=_("Your age"),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you are of age.")},
    )
    field_order = ("display_name", "email", "password", "of_age", "agreed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        age = {"age": settings.AGE_OF_MAJORITY}
        self.fields["of_age"].choices = [  # type: ignore[attr-defined]
            ("yes", _("I am %(age)s or older") % age),
            ("no", _("I am younger than %(age)s") % age),
        ]


class _Through(JoinForm):
    """Joining as somebody whom a provider named: no password, and no address where the provider's word on it counts."""

    def __init__(self, *args: Any, is_email_proved: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password"]
        if is_email_proved:
            del self.fields["email"]


class JoinBuyerThroughForm(_Through, JoinBuyerForm):
    """A buyer who comes through a provider."""


class JoinDealerThroughForm(_Through, JoinDealerForm):
    """A dealer's person who comes through a provider."""


class DetailsForm(forms.Form):
    """The name that others see and the language of our mails."""

    display_name = NameField(label=_("Your name"))
    language = forms.ChoiceField(label=_("Language of our mails"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class PasswordForm(forms.Form):
    """Set or change a password; `user` is whose. The current one is asked where there is one."""

    current = forms.CharField(
        label=_("Current password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your current password.")},
    )
    password = NewPasswordField(label=_("New password"), help_text=_("At least 12 characters. A sentence is good."))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_usable_password():
            del self.fields["current"]

    def clean_current(self) -> str:
        if not self.user.check_password(self.cleaned_data["current"]):
            raise ValidationError(_("This is not your current password."), code="wrong")
        return str(self.cleaned_data["current"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if password := said.get("password"):
            _refuse_weak(self, "password", password, self.user)
        return said


_SENTENCES = {
    "password_too_short": _("Use at least 12 characters."),
    "password_too_common": _("This password is among those that everybody tries first."),
    "password_too_similar": _("This password is too much like your name or address."),
}


def _refuse_weak(form: forms.Form, name: str, password: str, owner: User) -> None:
    try:
        validate_password(password, owner)
    except ValidationError as problem:
        first = problem.error_list[0]
        form.add_error(name, ValidationError(_SENTENCES.get(str(first.code), first.message), code=first.code))
        return
    if _is_easy(nfkc(password).lower()):
        form.add_error(name, ValidationError(_SENTENCES["password_too_common"], code="password_too_common"))


def _is_easy(password: str) -> bool:
    """Words of our trade and little else, a few signs again and again, or a walk along the alphabet or the digits."""
    steps = [abs(ord(after) - ord(before)) for before, after in pairwise(password)]
    return (
        len(_CONTEXT.sub("", password)) < _FEWEST_OTHER_SIGNS
        or len(set(password)) < _FEWEST_DIFFERENT_SIGNS
        or sum(step <= 1 for step in steps) > len(steps) * 0.7
    )


class NewAddressForm(forms.Form):
    """Another address for one's own account."""

    email = EmailField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["email"].label = _("New e-mail address")

    def clean_email(self) -> str:
        if self.cleaned_data["email"] == self.user.email:
            raise ValidationError(_("This is your address already."), code="same")
        return str(self.cleaned_data["email"])
