"""Shapes of a quotation, of the buyer's tap on Reserve and of another price. Amounts are whole yen."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from japacar.deals.fields import LARGEST_AMOUNT, AmountField, DayField, LineField, WordsField
from japacar.deals.rules import TIMERS, Deadline
from japacar.kernel import clock
from japacar.quotes.actions import Line
from japacar.quotes.models import QuoteLine

LONGEST_VALIDITY_DAYS = 60
LONGEST_NOTE = 1000
Kind = QuoteLine.Kind
# The order of the lines in the form and on the quotation.
KINDS = (Kind.CAR, Kind.INLAND, Kind.FREIGHT, Kind.INSPECTION, Kind.INSURANCE, Kind.DOCUMENTS, Kind.OTHER)
INCOTERMS = (
    ("FOB", gettext_lazy("FOB: to the port in Japan")),
    ("CFR", gettext_lazy("CFR: with freight to the buyer’s port")),
    ("CIF", gettext_lazy("CIF: with freight and marine insurance")),
)
# What each term says that the price holds, and what it does not.
_HOLDS: dict[str, tuple[Kind, ...]] = {"FOB": (), "CFR": (Kind.FREIGHT,), "CIF": (Kind.FREIGHT, Kind.INSURANCE)}
_NOT_IN: dict[str, tuple[Kind, ...]] = {"FOB": (Kind.FREIGHT, Kind.INSURANCE), "CFR": (Kind.INSURANCE,), "CIF": ()}


def default_day() -> date:
    """The last day of a quotation that names none."""
    return clock.today_jst() + timedelta(days=TIMERS[Deadline.QUOTE_VALIDITY].length)


class QuoteForm(forms.Form):
    """The lines of a quotation in yen; what is empty is not quoted."""

    car = AmountField(
        label=Kind.CAR.label,
        smallest=1,
        error_messages={"required": gettext_lazy("A quote needs a price for the car.")},
    )
    inland = AmountField(label=Kind.INLAND.label, required=False)
    freight = AmountField(label=Kind.FREIGHT.label, required=False)
    inspection = AmountField(label=Kind.INSPECTION.label, required=False)
    insurance = AmountField(label=Kind.INSURANCE.label, required=False)
    documents = AmountField(label=Kind.DOCUMENTS.label, required=False)
    other = AmountField(label=Kind.OTHER.label, required=False)
    other_label = LineField(label=gettext_lazy("What the other line is for"), most=80, required=False)
    incoterm = forms.ChoiceField(
        label=gettext_lazy("What the total holds"), choices=INCOTERMS, widget=forms.RadioSelect
    )
    valid_on = DayField(
        label=gettext_lazy("Valid until the end of"),
        help_text=gettext_lazy("The end of this day in Japan. A week is usual."),
    )
    note = WordsField(label=gettext_lazy("Note to the buyer"), most=LONGEST_NOTE, rows=3, required=False)

    def clean_valid_on(self) -> date:
        day: date = self.cleaned_data["valid_on"]
        today = clock.today_jst()
        if day < today:
            raise ValidationError(_("This day has passed."), code="past")
        if day > today + timedelta(days=LONGEST_VALIDITY_DAYS):
            raise ValidationError(
                _("At most %(days)s days: freight changes every month.") % {"days": LONGEST_VALIDITY_DAYS},
                code="too_far",
            )
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("other") and not said.get("other_label"):
            self.add_error("other_label", ValidationError(_("Say what the other line is for."), code="missing"))
        term = said.get("incoterm", "")
        for kind in _HOLDS.get(term, ()):
            if said.get(kind.value) is None and kind.value not in self.errors:
                words = _("%(incoterm)s holds this. Enter 0 if it costs the buyer nothing.")
                self.add_error(kind.value, ValidationError(words % {"incoterm": term}, code="missing"))
        for kind in _NOT_IN.get(term, ()):
            if said.get(kind.value):
                words = _("%(incoterm)s does not hold this. Leave it empty, or choose another term.")
                self.add_error(kind.value, ValidationError(words % {"incoterm": term}, code="not_in"))
        return said

    def lines(self) -> list[Line]:
        """The lines that carry an amount, in their order."""
        said = self.cleaned_data
        return [
            Line(kind.value, said[kind.value], said["other_label"] if kind == Kind.OTHER else "")
            for kind in KINDS
            if said.get(kind.value) is not None
        ]

    def valid_until(self) -> datetime:
        return clock.at_jst(self.cleaned_data["valid_on"], 24)


class ReserveForm(forms.Form):
    """The total that stood beside the button, so that nobody reserves at a price that he did not see."""

    shown_total_minor = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_AMOUNT * 10)


class CounterForm(forms.Form):
    """Another price for the car; everything else of the quotation stays."""

    car = AmountField(
        label=gettext_lazy("Your price for the car"),
        smallest=1,
        help_text=gettext_lazy("Freight and the other lines stay as they are."),
        error_messages={"required": gettext_lazy("Enter a price in yen.")},
    )
    note = WordsField(label=gettext_lazy("A word to the dealer"), most=LONGEST_NOTE, rows=3, required=False)
