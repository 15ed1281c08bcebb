"""What a dealer says to a question of the staff."""

from django import forms
from django.utils.translation import gettext_lazy as _

from japacar.members.forms.fields import Paragraphs


class AnswerForm(forms.Form):
    """The answer; what it is about is changed on the pages of the sections."""

    answer = Paragraphs(most=2000, rows=5, label=_("Your answer"))
