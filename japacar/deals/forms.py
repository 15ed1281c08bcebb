"""Shapes of what people enter in a deal: the request, a message, the consignee, the reason of an ending."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from japacar.accounts.forms import EmailField, NameField
from japacar.deals import labels
from japacar.deals.acts import Act
from japacar.deals.fields import (
    LatinField,
    LatinWordsField,
    PhoneField,
    PortField,
    WordsField,
    country_choices,
    phone_of,
)
from japacar.deals.rules import Actor, Reason

LONGEST_MESSAGE = 2000
LONGEST_NOTE = 1000
LONGEST_ADDRESS = 400


class RequestForm(forms.Form):
    """What a buyer whom we know is asked: the port, two wishes, a message."""

    port = PortField(
        label=gettext_lazy("Port where the car arrives"),
        error_messages={"required": gettext_lazy("Choose the port where the car arrives.")},
    )
    wants_inspection = forms.BooleanField(
        label=gettext_lazy("Inspection before shipment"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "Many countries let a used car in only after an inspection in Japan. Keep the tick if you are not sure: "
            "the dealer leaves it out where your country asks for none."
        ),
    )
    wants_insurance = forms.BooleanField(
        label=gettext_lazy("Marine insurance"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Pays when the car is lost or damaged at sea. Without it the risk is yours."),
    )
    message = WordsField(
        label=gettext_lazy("Message to the dealer"),
        most=LONGEST_MESSAGE,
        rows=3,
        required=False,
        help_text=gettext_lazy("English or Japanese. For example: is there rust underneath?"),
    )

    @property
    def incoterm(self) -> str:
        """CIF holds insurance, CFR does not."""
        return "CIF" if self.cleaned_data["wants_insurance"] else "CFR"


class AgeField(forms.TypedChoiceField):
    """The buyer's word on the age of majority (PP-13-a). No date of birth is asked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=gettext_lazy("Your age"),
            choices=self._words,
            coerce=lambda value: value == "yes",
            widget=forms.RadioSelect,
            error_messages={"required": gettext_lazy("Say whether you are of age.")},
            **options,
        )

    @staticmethod
    def _words() -> list[tuple[str, str]]:
        age = {"age": settings.AGE_OF_MAJORITY}
        return [("yes", _("I am %(age)s or older") % age), ("no", _("I am younger than %(age)s") % age)]


class KnownBuyerForm(RequestForm):
    """Somebody signed in; his name and age are asked once, when we do not have them yet."""

    name = NameField(label=gettext_lazy("Your name"))
    of_age = AgeField()
    field_order = ("name", "port", "message", "wants_inspection", "wants_insurance", "of_age")

    def __init__(self, *args: Any, knows_name: bool, knows_age: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if knows_name:
            del self.fields["name"]
        if knows_age:
            del self.fields["of_age"]


class VisitorForm(RequestForm):
    """A visitor: four fields to type, two of them optional; agreement and age in the same form (PP-0-c, PP-13-a)."""

    name = NameField(label=gettext_lazy("Your name"))
    email = EmailField(help_text=gettext_lazy("We send a six-digit code to it. There is no password."))
    phone = PhoneField(label=gettext_lazy("Telephone"), required=False)
    of_age = AgeField()
    agreed = forms.BooleanField(
        label=gettext_lazy("I agree to the Terms and the Privacy policy."),
        error_messages={"required": gettext_lazy("Without your agreement we keep nothing and cannot ask the dealer.")},
    )
    field_order = (
        "name",
        "email",
        "port",
        "phone",
        "message",
        "wants_inspection",
        "wants_insurance",
        "of_age",
        "agreed",
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("phone"):
            country = (said.get("port") or (None, ""))[0]
            try:
                said["phone"] = phone_of(said["phone"], country)
            except ValidationError as problem:
                self.add_error("phone", problem)
        return said


class MessageForm(forms.Form):
    """Something to say to the other side."""

    text = WordsField(
        label=gettext_lazy("Message"),
        most=LONGEST_MESSAGE,
        rows=3,
        error_messages={"required": gettext_lazy("Write something first.")},
    )


class ConsigneeForm(forms.Form):
    """Who receives the car (PP-1.1-d), as the shipping line prints it on the bill of lading."""

    name = LatinField(
        label=gettext_lazy("Name of the person or company"),
        most=120,
        attrs={"autocomplete": "off"},
        help_text=gettext_lazy("In Latin letters, exactly as in the passport or the company register."),
        error_messages={"required": gettext_lazy("Enter the name of the consignee.")},
    )
    address = LatinWordsField(
        label=gettext_lazy("Address"),
        most=LONGEST_ADDRESS,
        rows=3,
        help_text=gettext_lazy("P.O. box or street, town, postal code."),
        error_messages={"required": gettext_lazy("Enter the address of the consignee.")},
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=country_choices)
    phone = PhoneField(
        label=gettext_lazy("Telephone"),
        error_messages={"required": gettext_lazy("Enter a telephone number: the port calls it when the car is there.")},
    )
    email = EmailField(required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("phone"):
            try:
                said["phone"] = phone_of(said["phone"], said.get("country") or None)
            except ValidationError as problem:
                self.add_error("phone", problem)
        return said


_REASONS: dict[tuple[Act, str], tuple[Reason, ...]] = {
    (Act.WITHDRAW, Actor.BUYER): (Reason.PRICE, Reason.FOUND_ANOTHER, Reason.CONDITION_DIFFERS, Reason.CHANGED_MIND),
    (Act.DECLINE, Actor.DEALER): (
        Reason.CAR_NOT_AVAILABLE, Reason.SOLD_TO_ANOTHER, Reason.CANNOT_SHIP_THERE, Reason.IMPORT_NOT_ALLOWED, Reason.PRICE,
    ),
    (Act.CANCEL, Actor.BUYER): (
        Reason.CHANGED_MIND, Reason.FOUND_ANOTHER, Reason.CONDITION_DIFFERS, Reason.IMPORT_NOT_ALLOWED, Reason.AGREED_BY_BOTH,
    ),
    (Act.CANCEL, Actor.DEALER): (
        Reason.CAR_NOT_AVAILABLE, Reason.NOT_PAID, Reason.PAPERS_MISSING, Reason.AGREED_BY_BOTH,
    ),
}  # fmt: skip
_OF_STAFF = (
    Reason.SUSPICION, Reason.NOT_PAID, Reason.CAR_NOT_AVAILABLE, Reason.PAPERS_MISSING, Reason.IMPORT_NOT_ALLOWED,
    Reason.AGREED_BY_BOTH,
)  # fmt: skip


class EndForm(forms.Form):
    """Why a deal ends without a sale; the reasons depend on who ends it and how."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a reason: the other side sees it.")},
    )
    note = WordsField(
        label=gettext_lazy("A word to the other side"),
        most=LONGEST_NOTE,
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, act: Act, party: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = _REASONS.get((act, party), _OF_STAFF)
        self.fields["reason"].choices = [(reason.value, labels.REASONS[reason]) for reason in reasons]  # type: ignore[attr-defined]
