"""What a forwarder enters, and who chooses him: shape only; whether a step is allowed is the deal's to say."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from japacar.kernel.clock import today_jst
from japacar.kernel.text import clean_line
from japacar.members.models import Forwarder
from japacar.shipping.ports import loading_ports
from japacar.ui.days import DayInput, day_of
from japacar.ui.formatting import long_date

LOADED_BEFORE = timedelta(days=14)


class _DayField(forms.DateField):
    """A day near enough to today to be meant: years are mistyped easily, and both sides read the day as a promise."""

    def __init__(self, *, earlier: int, later: int, **options: Any) -> None:
        self.earlier, self.later = timedelta(days=earlier), timedelta(days=later)
        super().__init__(widget=DayInput(), **options)

    def to_python(self, value: Any) -> date | None:
        """As the browser's calendar gives it, or as people type it (kernel/days.py)."""
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        return day_of(str(value))

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        today = today_jst()
        if day is not None and day - today > self.later:
            far = _("This day is too far ahead: check the year.") if self.later else _("This day has not come yet.")
            raise forms.ValidationError(far, code="too_late")
        if day is not None and today - day > self.earlier:
            raise forms.ValidationError(_("This day is too long ago: check the year."), code="too_early")
        return day


def _named(obj: Any) -> str:
    """A forwarder in the reader's language."""
    return str(obj.name((get_language() or "en").split("-")[0]))


class AssignForm(forms.Form):
    """Which forwarder ships, and whether he gets a one-time link by mail. None is chosen beforehand: what he gets is not taken back."""

    forwarder = forms.ModelChoiceField(
        label=_("Forwarder"), queryset=Forwarder.objects.none(), empty_label=_("Choose a forwarder")
    )
    send_link = forms.BooleanField(
        label=_("Send a one-time link by e-mail"),
        help_text=_("For a forwarder without an account here. An earlier link stops working."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["forwarder"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Forwarder.objects.filter(is_active=True)
        field.label_from_instance = _named  # type: ignore[method-assign]


class BookingForm(forms.Form):
    """Vessel and dates."""

    vessel = forms.CharField(label=_("Vessel"), max_length=60)
    voyage = forms.CharField(label=_("Voyage"), max_length=20)
    loading_port = forms.ChoiceField(label=_("Port of loading"))
    cut_on = _DayField(label=_("Cut-off (CUT)"), required=False, earlier=90, later=365)
    etd_on = _DayField(label=_("Leaves (ETD)"), earlier=90, later=365)
    eta_on = _DayField(label=_("Arrives (ETA)"), earlier=90, later=545)

    def __init__(self, *args: Any, language: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["loading_port"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(port.code, port.name(language)) for port in loading_ports()]

    def clean_vessel(self) -> str:
        return _line(self.cleaned_data["vessel"], 60)

    def clean_voyage(self) -> str:
        return _line(self.cleaned_data["voyage"], 20)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        etd, eta, cut = cleaned.get("etd_on"), cleaned.get("eta_on"), cleaned.get("cut_on")
        if etd and eta and eta < etd:
            self.add_error("eta_on", _("The arrival cannot be before the departure."))
        if etd and cut and cut > etd:
            self.add_error("cut_on", _("The cut-off cannot be after the departure."))
        return cleaned


class SailingForm(forms.Form):
    sailed_on = _DayField(label=_("Sailed on"), earlier=365, later=0)

    def __init__(self, *args: Any, deal_since: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deal_since = deal_since

    def clean_sailed_on(self) -> date:
        day: date = self.cleaned_data["sailed_on"]
        if day < self.deal_since:
            raise forms.ValidationError(_("On this day nobody had asked for the car yet."), code="too_early")
        return day


class BillForm(forms.Form):
    """The bill of lading: number, kind, date and, where there is one, a copy."""

    number = forms.CharField(label=_("B/L number"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind of B/L"))
    issued_on = _DayField(label=_("Issued on"), earlier=365, later=0)
    copy = forms.FileField(
        label=_("Copy of the B/L"),
        required=False,
        help_text=_("PDF or picture, 20 MB at most. The buyer and the dealer see it."),
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], sailed_on: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sailed_on = sailed_on
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = kinds

    def clean_issued_on(self) -> date:
        day: date = self.cleaned_data["issued_on"]
        # It bears the day on which the car came on board, which may lie before the sailing, but not weeks.
        if self.sailed_on is not None and day < self.sailed_on - LOADED_BEFORE:
            raise forms.ValidationError(
                _("The car sailed on %(day)s. A B/L is not issued that long before.")
                % {"day": long_date(self.sailed_on)},
                code="too_early",
            )
        return day

    def clean_number(self) -> str:
        return _line(self.cleaned_data["number"], 40)


def _line(text: str, most: int) -> str:
    """One clean line, or a form error beside the field."""
    try:
        return clean_line(text, most)
    except ValueError as error:
        raise forms.ValidationError(
            _("Write it on one line, in at most %(most)s characters.") % {"most": most}
        ) from error
