"""Why papers go back: a sentence of the house, words of one's own, or both. The dealer reads it in his own language."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from japacar.members.forms.fields import Line, Paragraphs
from japacar.members.words import SECTIONS

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


class AskForm(forms.Form):
    """A question to the dealer, and the sections that he may change to answer it."""

    sections = forms.MultipleChoiceField(
        label=_("What the dealer may change"),
        choices=[(code, words) for code, words in SECTIONS.items() if code != "shop"],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one section that the question is about.")},
    )
    question = Paragraphs(
        most=1000,
        rows=3,
        label=_("Question to the dealer"),
        help_text=_("In the dealer’s language. He answers, corrects only these sections, and sends everything again."),
    )


class ReadPermitForm(forms.Form):
    """What the picture of the permit says, typed by whoever reads it."""

    holder = Line(most=120, label=_("Name on the permit"), attrs={"lang": "ja", "autocomplete": "off"})
    number = Line(most=20, required=False, label=_("Number on the permit"), attrs={"autocomplete": "off"})


class ProposeForm(forms.Form):
    """Why an exception is right. Another of staff reads it and decides."""

    reason = Paragraphs(
        most=1000, rows=3, label=_("Why the exception is right"), help_text=_("A second person reads this and decides.")
    )


class HoldForm(forms.Form):
    """Why the pictures of permit and identity papers must stay, or may go again. Another of staff reads it and decides."""

    reason = Paragraphs(
        most=1000,
        rows=3,
        label=_("Why"),
        help_text=_(
            "For instance a suspicion of fraud or a request by an authority. A second person reads this and decides."
        ),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_hold_%s", **more})


class SuspendForm(forms.Form):
    """Take a dealer out of sight, with the reason that he reads."""

    reason = Paragraphs(most=1000, rows=3, label=_("Reason for the dealer"), help_text=_("In the dealer’s language."))


class LookForm(forms.Form):
    """Why somebody looks at the picture of an identity paper. The reason is recorded with the look."""

    why = forms.ChoiceField(
        label=_("Why you look"),
        choices=[
            ("review", _("To check this registration")),
            ("second_check", _("To confirm or decline an exception")),
            ("recheck", _("To check the dealer again")),
            ("complaint", _("A complaint or a suspicion of fraud")),
            ("authority", _("A request by an authority")),
        ],
    )
