"""A buyer's own details and his consignees (PP-1.1-c, PP-1.1-d)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from japacar.accounts.forms import EmailField
from japacar.members.forms.fields import Line, Paragraphs, phone_line

Choices = list[tuple[str, Any]]


class ProfileForm(forms.Form):
    """Name, phone, address, and the port that prices are shown to. The e-mail is the account's."""

    name = Line(most=120, label=_("Name"), help_text=_("Your own or your company’s."), attrs={"autocomplete": "name"})
    phone = phone_line(
        None, required=False, label=_("Telephone"), help_text=_("With the country code, for example +254 700 000001.")
    )
    address = Paragraphs(most=400, rows=3, required=False, label=_("Address"), attrs={"autocomplete": "street-address"})
    destination_port = forms.ChoiceField(
        required=False, label=_("Port of destination"), help_text=_("Prices and voyages are shown to this port.")
    )

    def __init__(self, *args: Any, ports: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["destination_port"].choices = [("", _("None yet")), *ports]  # type: ignore[attr-defined]


class ConsigneeForm(forms.Form):
    """Who receives the car. May be somebody who never visited."""

    name = Line(most=120, label=_("Name or company"), attrs={"autocomplete": "off"})
    country = forms.ChoiceField(label=_("Country"))
    address = Paragraphs(most=400, rows=3, label=_("Address"), attrs={"autocomplete": "off"})
    phone = phone_line(None, label=_("Telephone"), help_text=_("With the country code, for example +254 700 000001."))
    email = EmailField(required=False)

    def __init__(self, *args: Any, countries: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"].choices = [("", _("Choose")), *countries]  # type: ignore[attr-defined]
        self.fields["phone"].widget.attrs["autocomplete"] = "off"
        self.fields["email"].widget.attrs["autocomplete"] = "off"
