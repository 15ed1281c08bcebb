"""Names of makes and models as staff put them right, and which one another is to be merged into."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from japacar.ui.formatting import is_japanese
from japacar.vehicles.attribute_fields import field_of
from japacar.vehicles.attributes import BY_TARGET
from japacar.vehicles.models import CarModel, Make, ModelCode
from japacar.vehicles.reference.learning import FACTS


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


class GradesForm(forms.Form):
    """Two grades of one model that are the same, as dealers wrote them."""

    prefix = "grades"

    def __init__(self, data: Any = None, *, grades: list[tuple[str, int]]) -> None:
        super().__init__(data)
        wrong = {"invalid_choice": _("Choose one of the list.")}
        choices = [("", _("Choose")), *((grade, f"{grade} ({count})") for grade, count in grades)]
        self.fields["source"] = forms.ChoiceField(label=_("This grade"), choices=choices, error_messages=wrong)
        self.fields["into"] = forms.ChoiceField(label=_("is written"), choices=choices, error_messages=wrong)


class CodeForm(forms.Form):
    """What a model code stands for, as staff know it; an empty field lets the listings speak."""

    def __init__(self, data: Any = None, *, code: ModelCode) -> None:
        self.attributes = [BY_TARGET[name] for name in FACTS]
        first = {each.target: each.from_json(code.corrected.get(each.target)) for each in self.attributes}
        super().__init__(data, initial=first, auto_id="f_%s")
        self.fields |= {each.target: field_of(each) for each in self.attributes}

    def corrected(self) -> dict[str, Any]:
        said = {each.target: each.to_json(self.cleaned_data[each.target]) for each in self.attributes}
        return {name: value for name, value in said.items() if value is not None}


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
