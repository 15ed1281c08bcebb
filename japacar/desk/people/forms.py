"""Whom staff look for, and why his second factors may go."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from japacar.accounts.standing import Cause
from japacar.members.forms.fields import Paragraphs


class FindForm(forms.Form):
    """The whole address: nobody browses people."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The whole address. That you looked is recorded."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class ResetForm(forms.Form):
    """How staff made sure who asks. A second person reads it."""

    reason = Paragraphs(
        most=1000,
        rows=3,
        label=_("How you made sure who asks"),
        help_text=_("For instance: called back on the number that was checked, and compared three facts of his deals."),
    )


class DisableForm(forms.Form):
    """Why an account is disabled: for its owner one of a few causes, for the second person of staff the whole reason."""

    cause = forms.ChoiceField(
        label=_("Cause, as the person reads it"),
        choices=[("", _("Choose one")), *Cause.choices],
        error_messages={"required": _("Choose what the person is told.")},
    )
    reason = Paragraphs(
        most=1000,
        rows=3,
        label=_("What happened, for the second person"),
        help_text=_("A second person reads this and decides. The person himself does not read it."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_disable_%s", **more})


class EnableForm(forms.Form):
    """Why the account may be open again. A second person reads it and decides."""

    reason = Paragraphs(
        most=1000,
        rows=3,
        label=_("Why it may be open again"),
        help_text=_("A second person reads this and decides."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_enable_%s", **more})
