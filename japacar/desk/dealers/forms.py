"""Why papers go back: a sentence of the house, words of one's own, or both. The dealer reads it in his own language."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from japacar.members.forms.fields import Paragraphs

REASONS = {
    "unreadable": _("The picture of the permit cannot be read. Please send one that shows the whole page sharply."),
    "permit_differs": _("Number or commission differ from the permit. Please correct them, or send the right permit."),
    "name_differs": _(
        "The name differs from the permit. Please correct it, or send the permit after the change of name."
    ),
    "address_differs": _("The address differs from the permit. Please tell us which of the two is right."),
    "representative_differs": _(
        "The representative differs from the permit. Please correct the name, or send the changed permit."
    ),
    "number_unknown": _(
        "We do not find the corporate number under this name in the public register. Please compare it."
    ),
    "account_differs": _(
        "The bank account is not in the name of the business. Please enter an account of the business."
    ),
}
OTHER = "other"


class RefuseForm(forms.Form):
    """Send a dealer's papers back."""

    template = forms.ChoiceField(
        label=_("Reason"), choices=[*REASONS.items(), (OTHER, _("Another reason (write it below)"))]
    )
    words = Paragraphs(
        most=1000,
        rows=3,
        required=False,
        label=_("Note to the dealer"),
        help_text=_("What exactly differs, in the dealer’s language."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("template") == OTHER and not said.get("words"):
            self.add_error("words", _("Write the reason for the dealer."))
        return said

    def reason(self, language: str) -> str:
        """The whole reason in the dealer's language."""
        code, words = self.cleaned_data["template"], self.cleaned_data["words"]
        with override(language):
            return "\n".join(part for part in (str(REASONS.get(code, "")), words) if part)
