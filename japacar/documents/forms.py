"""Shapes of what is entered about papers: a paper handed in, the code of a paper to check, the days of a ledger."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy, pgettext_lazy

from japacar.deals.rules import Actor
from japacar.documents.models import Kind
from japacar.files.rules import accept
from japacar.kernel.inspection import Slot
from japacar.ui.widgets import DateParts

_OF_THE_SELLER = (
    Kind.EXPORT_CERTIFICATE,
    Kind.DEREGISTRATION,
    Kind.INSPECTION_CERTIFICATE,
    Kind.EXPORT_PERMIT,
    Kind.OTHER,
)
KINDS_OF: dict[str, tuple[Kind, ...]] = {
    Actor.DEALER: _OF_THE_SELLER,
    Actor.STAFF: _OF_THE_SELLER,
    Actor.BUYER: (Kind.OTHER,),
}

LAST_YEAR = 2999


class CollectForm(forms.Form):
    """One paper: what it is, and a picture or PDF of it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of paper"),
        error_messages={"required": gettext_lazy("Choose what kind of paper it is.")},
    )
    paper = forms.FileField(
        label=gettext_lazy("Picture or PDF"),
        widget=forms.FileInput({"accept": accept(Slot.DOCUMENT_IMAGE)}),
        allow_empty_file=True,
        help_text=gettext_lazy("All pages in one PDF, or a sharp photo; 15 MB, PDF 20 MB at most."),
        error_messages={
            "required": gettext_lazy("Choose the picture or the PDF first."),
            "invalid": gettext_lazy("Choose the picture or the PDF first."),
        },
    )

    def __init__(self, *args: Any, party: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = KINDS_OF.get(party, ())
        empty = [("", gettext_lazy("Choose"))] if len(kinds) > 1 else []
        self.fields["kind"].choices = [*empty, *((kind.value, kind.label) for kind in kinds)]  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    """The code of a paper, typed from the paper; how it was typed does not matter."""

    code = forms.CharField(
        label=gettext_lazy("Verification code on the paper"),
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": 40}
        ),
        help_text=gettext_lazy("It stands beside the picture code, such as VC-4F7K2M."),
        error_messages={"required": gettext_lazy("Enter the code that stands on the paper.")},
    )


class LedgerForm(forms.Form):
    """Which days of the ledger, and how the file is written."""

    first = forms.DateField(
        label=pgettext_lazy("the first day", "From"),
        widget=DateParts(),
        required=False,
        error_messages={"invalid": gettext_lazy("There is no such day. Write year, month and day.")},
    )
    last = forms.DateField(
        label=gettext_lazy("Until, that day included"),
        widget=DateParts(),
        required=False,
        error_messages={"invalid": gettext_lazy("There is no such day. Write year, month and day.")},
    )
    encoding = forms.ChoiceField(
        label=gettext_lazy("Characters of the file"),
        widget=forms.RadioSelect,
        initial="utf-8",
        choices=[
            ("utf-8", gettext_lazy("UTF-8: every name as it is written; for newer programs")),
            ("cp932", gettext_lazy("Shift JIS (CP932): for older Japanese programs; letters that it lacks become 〓")),
        ],
    )

    def clean_last(self) -> date | None:
        last: date | None = self.cleaned_data["last"]
        # The day after the last one must exist, and days far away mean a slip of the pen.
        if last is not None and last.year > LAST_YEAR:
            raise ValidationError(gettext_lazy("Look at the year again."), code="impossible")
        return last

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", gettext_lazy("This day lies before the first one."))
        return said
