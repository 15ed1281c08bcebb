"""Names of makes and models as staff put them right, and which one another is to be merged into."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from japacar.ui.formatting import is_japanese
from japacar.vehicles.models import CarModel, Make


class NamesForm(forms.Form):
    """Both names and the other spellings."""

    prefix = "names"
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    name_ja = forms.CharField(label=_("Name in Japanese"), max_length=80)
    also = forms.CharField(
        label=_("Other spellings, with spaces between"),
        max_length=240,
        required=False,
        help_text=_("Misspellings too: whoever types one finds the cars. Several words of one name are joined by _."),
    )

    def __init__(self, data: Any = None, *, named: Make | CarModel) -> None:
        first = {name: getattr(named, name) for name in ("name_en", "name_ja", "also")}
        super().__init__(data, initial=first)
        if isinstance(named, Make):
            for name in ("name_en", "name_ja"):
                field = self.fields[name]
                assert isinstance(field, forms.CharField)
                field.max_length = 60
                field.validators = [v for v in field.validators if getattr(v, "limit_value", None) != 80]
                field.validators.append(forms.CharField(max_length=60).validators[0])

    def names(self) -> dict[str, str]:
        return {name: " ".join(str(self.cleaned_data[name]).split()) for name in ("name_en", "name_ja", "also")}


class MergeForm(forms.Form):
    """Which other make or model this one really is."""

    prefix = "merge"
    into = forms.ChoiceField(label=_("Is the same as"), error_messages={"invalid_choice": _("Choose one of the list.")})

    def __init__(self, data: Any = None, *, named: Make | CarModel) -> None:
        super().__init__(data)
        others: Any
        if isinstance(named, Make):
            others = Make.objects.exclude(pk=named.pk)
        else:
            others = CarModel.objects.filter(make=named.make).exclude(pk=named.pk)
        choices = [(str(other.pk), _in_both(other)) for other in others]
        self.fields["into"] = forms.ChoiceField(
            label=_("Is the same as"),
            choices=[("", _("Choose")), *choices],
            error_messages={"invalid_choice": _("Choose one of the list.")},
        )


def _in_both(named: Make | CarModel) -> str:
    """An option of a select takes no mark of its language, so Japanese stands on Japanese pages only."""
    return f"{named.name_ja} · {named.name_en}" if is_japanese() else named.name_en
