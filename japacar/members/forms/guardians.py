"""What a frozen person sends: who the guardian is, and two papers. No My Number, no health-insurance card."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from japacar.members.forms.fields import Line
from japacar.members.models import GuardianConsent

_ACCEPT = "image/jpeg,image/png,image/webp,image/heic,application/pdf"


class GuardianForm(forms.Form):
    """The consent of a guardian, or the word that the date or the answer was a mistake."""

    relation = forms.ChoiceField(
        label=_("Who agrees"), choices=GuardianConsent.Relation.choices, widget=forms.RadioSelect
    )
    guardian_name = Line(
        most=120, required=False, label=_("Name of the guardian"), help_text=_("As on the identity paper.")
    )
    consent = forms.FileField(
        required=False,
        label=_("Signed consent"),
        help_text=_(
            "A sheet with both names, the words “I agree that … buys or sells vehicles here”, date and signature."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": _ACCEPT}),
    )
    identity = forms.FileField(
        label=_("Identity paper of the guardian"),
        help_text=_("Driving licence or passport, the side with the photo. If you are of age yourself: your own."),
        widget=forms.ClearableFileInput(attrs={"accept": _ACCEPT}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("relation") in {GuardianConsent.Relation.PARENT, GuardianConsent.Relation.GUARDIAN}:
            if not said.get("guardian_name") and "guardian_name" not in self.errors:
                self.add_error("guardian_name", _("Write the name of the guardian."))
            if not said.get("consent") and "consent" not in self.errors:
                self.add_error("consent", _("Choose a picture of the signed consent."))
        return said
