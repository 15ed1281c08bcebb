"""Whom staff look for, and why his second factors may go."""

from django import forms
from django.utils.translation import gettext_lazy as _

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
