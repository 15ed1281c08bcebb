"""What a dealer enters about a vehicle. The one thing to know: a draft may lack everything, so nothing here is required;
`rules.problems` says what publishing needs. `changes()` gives the valid fields even where others are wrong."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from japacar.kernel import clock
from japacar.vehicles import makes, meanwhile, rules
from japacar.vehicles.attribute_fields import field_of
from japacar.vehicles.attribute_words import words_of
from japacar.vehicles.attributes import ATTRIBUTES, BY_NAME, BY_TARGET, Attribute, Kind, Section, is_empty
from japacar.vehicles.certificate_values import suggestions_for
from japacar.vehicles.form_fields import DayField, LineField, WordField, YenField
from japacar.vehicles.likely import from_model_code
from japacar.vehicles.models import RepairHistory, Vehicle
from japacar.vehicles.observations import OBSERVERS, newest_note
from japacar.vehicles.outlines import outline_of
from japacar.vehicles.reference import learning
from japacar.vehicles.vocabulary import FAULT_CODES, PREFECTURES

#: Field of the form -> name for `save_listing`, where they differ.
COLUMNS = {each.name: each.target for each in ATTRIBUTES if each.name != each.target}
#: What the first part of the editor asks, in the order of a certificate and then of a look at the car.
CERTIFICATE_FIELDS = (
    "make", "model_name", "model_code", "chassis_no", "first_registration", "year", "body_type", "fuel", "transmission",
    "drive", "steering", "colour", "engine_model", "displacement_cc", "rated_output_kw", "seats", "doors", "gears",
    "length_mm", "width_mm", "height_mm", "weight_kg", "gvw_kg", "max_load_kg", "axle_ff", "axle_fr", "axle_rf", "axle_rr",
    "vehicle_class", "vehicle_use", "parallel_import", "shaken_expiry", "registration_no", "chassis_stamp_location",
    "type_designation_no", "category_no",
)  # fmt: skip
#: What stands beside the price.
PRICE_FIELDS = frozenset(
    {
        "price", "mileage_km", "hours", "grade", "repair_history", "repair_parts", "condition_grade", "condition_source",
        "condition_seen_on", "stock_number", "loading_port", "location_prefecture", "location_city",
        "description_ja", "description_en", "equipment",
    }
)  # fmt: skip


def meanwhile_of(vehicle: Vehicle, attributes: Sequence[Attribute]) -> dict[str, str]:
    """Field -> mark of what is stored, the notes of claims among them."""
    found = {each.name: meanwhile.mark(each, each.of(vehicle)) for each in attributes}
    notes = {each: newest_note(vehicle.condition.get(each.key)) for each in attributes if each.observed}
    return found | {_note(each.name): meanwhile.mark_of_text(words) for each, words in notes.items()}


def _note(name: str) -> str:
    """The field for words to a claim."""
    return f"{name}_note"


class ListingForm(forms.Form):
    """Every field of the editor that a body of this type has."""

    new_make = LineField(label=_("Name of the make"), most=60)
    new_model = forms.BooleanField(label=_("Add it as a new model"), required=False)
    #: When and by whom the claims about the condition that change with this form were seen; today and the dealer, if empty.
    observed_on = DayField(label=_("Seen on"))
    observed_by = WordField(label=_("Seen by"), choices=OBSERVERS.items())

    def __init__(self, data: Any = None, *, vehicle: Vehicle, is_being_typed: bool = False) -> None:
        self.vehicle = vehicle
        #: Half a name must not become a make: only a button adds one.
        self.is_being_typed = is_being_typed
        #: Problems of parts of the page that are no fields: "photos", "dealer".
        self.elsewhere: dict[str, str] = {}
        #: Field -> what somebody else saved meanwhile and what this form says, in words.
        self.overtaken: dict[str, tuple[str, str]] = {}
        self.seen = meanwhile.read(str((data or {}).get("marks", "")))
        self.language = "ja" if (get_language() or "").startswith("ja") else "en"
        self.suggested = suggestions_for(vehicle)
        self.certain_body = vehicle.body_type or self._body_of_certificate()
        sent = str((data or {}).get("body_type", self.certain_body))
        self.attributes = [each for each in ATTRIBUTES if each.suits(sent)]
        super().__init__(data, initial=self._initial(), auto_id="f_%s")
        self.fields |= {each.name: field_of(each) for each in self.attributes}
        self.fields |= {_note(each.name): LineField(label=_("Note to it"), most=160) for each in self.observed}
        self._offer()

    def changes(self) -> dict[str, Any]:
        """Vehicle field -> value of every valid field that was sent; the input of `actions.save_listing`."""
        kept = {each.name for each in self.attributes}
        given = self.data_names() & kept
        names = [name for name in self.cleaned_data if name in given]
        found = {COLUMNS.get(name, name): self.cleaned_data[name] for name in names}
        if "repair_history" in found:
            found["repair_history"] = found["repair_history"] or RepairHistory.UNKNOWN
        return found

    def sight(self) -> dict[str, Any]:
        """When and by whom it was seen and in which words, for `actions.save_listing`."""
        given = self.data_names() & self.cleaned_data.keys()
        notes = {
            each.target: self.cleaned_data[note]
            for each in self.observed
            if (note := _note(each.name)) in given
            and self.seen.get(note) != meanwhile.mark_of_text(self.cleaned_data[note])
        }
        said = {"seen_on": self.cleaned_data.get("observed_on"), "seen_by": self.cleaned_data.get("observed_by")}
        seen = {BY_NAME[name].target: mark for name, mark in self.seen.items() if name in BY_NAME}
        return {"notes": notes, "seen": seen, **{name: value for name, value in said.items() if value}}

    @property
    def marks(self) -> dict[str, str]:
        """What the page carries: the marks with which the form came back, else those of the values as they are stored. A field
        that somebody else has changed gets a new one, so that saving again is an answer."""
        fresh = meanwhile_of(self.vehicle, self.attributes)
        return {**fresh, **self.seen, **{name: fresh[name] for name in self.overtaken}} if self.seen else fresh

    def say_overtaken(self, now: dict[str, Any]) -> None:
        """Beside each field that somebody else has changed meanwhile: both values, and that it is for this person to choose."""
        for target in now:
            attribute = BY_TARGET[target]
            mine = self._words_of_mine(attribute)
            theirs = words_of(attribute, now[target]) or gettext("empty")
            self.overtaken[attribute.name] = (theirs, mine)
            words = gettext(
                "Saved here meanwhile: “%(theirs)s”. Yours, “%(mine)s”, is not saved yet. Save again to put yours there."
            )
            self.add_error(attribute.name, words % {"theirs": theirs, "mine": mine})

    def stored(self, name: str) -> Any:
        """What the field shows of the stored value."""
        value = self.fields[name].prepare_value(self._initial()[name])
        return [str(each) for each in value] if isinstance(value, list) else "" if value is None else str(value)

    def _body_of_certificate(self) -> str:
        """Where a certificate leaves no doubt: a motorcycle or a machine is asked nothing that only cars have."""
        likely = self.suggested.body_types if self.suggested is not None else ()
        return likely[0] if len(likely) == 1 and likely[0] in ("motorcycle", "machinery") else ""

    def _words_of_mine(self, attribute: Attribute) -> str:
        value = self.cleaned_data.get(attribute.name)
        if attribute.kind is Kind.MAKE:
            return dict(self.offered_makes).get(str(value), str(value or "")) or gettext("empty")
        said = value if isinstance(value, str) and attribute.kind is Kind.MODEL else words_of(attribute, value)
        return said or gettext("empty")

    @property
    def observed(self) -> list[Attribute]:
        return [each for each in self.attributes if each.observed]

    def note_of(self, name: str) -> forms.BoundField | None:
        """The field for words to a claim; None for what is no claim."""
        return self[note] if (note := _note(name)) in self.fields else None

    def clean_observed_on(self) -> date | None:
        day: date | None = self.cleaned_data["observed_on"]
        if day is not None and day > clock.today_jst():
            raise forms.ValidationError(gettext("This day lies in the future."))
        return day

    def data_names(self) -> set[str]:
        """Fields that the request speaks of. Boxes that are all empty are not sent, so they count with their marker."""
        return {name for name in self.fields if name in self.data or f"{name}-shown" in self.data}

    def groups(self) -> list[tuple[Section, list[forms.BoundField]]]:
        """What the parts for certificate and price do not ask, by section."""
        apart = {*CERTIFICATE_FIELDS, *PRICE_FIELDS}
        found = {section: [self[each.name] for each in self.attributes if each.section is section and each.name not in apart]
                 for section in Section}  # fmt: skip
        return [(section, bound) for section, bound in found.items() if bound]

    def clean_stock_number(self) -> str:
        number: str = self.cleaned_data["stock_number"]
        others = Vehicle.objects.of_dealer(self.vehicle.dealer).exclude(pk=self.vehicle.pk)
        if number and others.filter(stock_number=number).exists():
            raise forms.ValidationError(gettext("Another of your vehicles has this number."), code="taken")
        return number

    def clean(self) -> dict[str, Any]:
        """The model is looked up among those of the make; an unknown one is asked about once, but for a make without any."""
        self._settle_make()
        cleaned = self.cleaned_data
        name = cleaned.get("model_name", "")
        slug = cleaned.get("make") if "make" in self.data else getattr(self.vehicle.make, "slug", "")
        if not name:
            cleaned["model_name"] = None
        elif not slug:
            if "make" in cleaned:
                self.add_error("make", gettext("Choose the make of this model."))
            cleaned.pop("model_name", None)
        else:
            found = makes.find_model(slug, name)
            if found is not None or cleaned.get("new_model") or slug not in dict(self.offered_makes):
                cleaned["model_name"] = found or name
            else:
                words = gettext(
                    "No car of this make is listed as “%(name)s” yet. Choose one, or tick the box to add it."
                )
                self.add_error("model_name", forms.ValidationError(words, code="unknown", params={"name": name}))
        self._say_claims_first()
        return cleaned

    def _say_claims_first(self) -> None:
        for each in self.observed:
            claim = self.cleaned_data.get(each.name) if each.name in self.data else each.of(self.vehicle)
            if self.cleaned_data.get(_note(each.name)) and is_empty(claim):
                words = gettext("Choose first what “%(label)s” is like; then the note is kept with it.")
                self.add_error(_note(each.name), words % {"label": each.label})

    def _settle_make(self) -> None:
        """A make that is not in the list comes by its name, which may be another spelling of one that is."""
        chosen = self.cleaned_data.get("make") if "make" in self.data else self.data.get("new_make") and makes.OTHER
        if chosen != makes.OTHER:
            return
        self.cleaned_data.pop("make", None)
        name = self.cleaned_data.get("new_make", "")
        known = makes.makes_by_name().get(makes.folded(name))
        if known or (any(map(str.isalpha, name)) and not self.is_being_typed):
            self.cleaned_data["make"] = known or name
        elif not self.has_error("new_make"):
            self.add_error("new_make", gettext("Write the name of the make as on the certificate or on the car."))

    @staticmethod
    def given(bounds: list[forms.BoundField]) -> int:
        """How many of these fields say something."""
        return sum(not is_empty(bound.value()) for bound in bounds)

    def say_problems(self, problems: list[tuple[str, str]]) -> None:
        """Put what keeps the vehicle from being published beside its fields."""
        for field, code in problems:
            name = BY_TARGET[field].name if field in BY_TARGET else field
            if name not in self.fields:
                self.elsewhere[name] = rules.sentence(field, code)
                self.add_error(None, self.elsewhere[name])
            elif not self.has_error(name):
                self.add_error(name, rules.sentence(field, code))

    @property
    def asks_new_make(self) -> bool:
        return str(self["make"].value()) == makes.OTHER

    @property
    def asks_new_model(self) -> bool:
        return self.has_error("model_name", "unknown") or bool(self.data.get("new_model"))

    def _initial(self) -> dict[str, Any]:
        vehicle = self.vehicle
        found: dict[str, Any] = {each.name: each.of(vehicle) for each in self.attributes}
        found |= {_note(each.name): newest_note(vehicle.condition.get(each.key)) for each in self.observed}
        found["make"] = vehicle.make.slug if vehicle.make else ""
        if not vehicle.make and (name := makes.unlisted_of(vehicle)):
            found |= {"make": makes.OTHER, "new_make": name}
        found["model_name"] = vehicle.model.name(self.language) if vehicle.model else ""
        found["body_type"] = self.certain_body
        if vehicle.repair_history == RepairHistory.UNKNOWN and vehicle.status == Vehicle.Status.DRAFT:
            found["repair_history"] = ""
        return found

    def _offer(self) -> None:
        """Choices of this vehicle, with what its certificate suggests first."""
        self.offered_makes = makes.make_choices(self.language)
        self._words("make").choices = [("", _("Choose")), *self.offered_makes, (makes.OTHER, _("Another make"))]
        places = [(ja, ja if self.language == "ja" else en) for ja, en in PREFECTURES.items()]
        self._words("location_prefecture").choices = [("", _("Choose")), *places]
        suggested = self.suggested
        is_new = self.vehicle.status == Vehicle.Status.DRAFT and not self.is_bound
        for target, value in (from_model_code(self.vehicle.model_code) if is_new else {}).items():
            name = BY_TARGET[target].name
            if name in self.fields and is_empty(self.initial.get(name)):
                self.initial[name] = value
        if suggested is not None:
            self._words("body_type").put_first(list(suggested.body_types))
            if is_empty(self.initial.get("steering")) and suggested.steering:
                self.initial["steering"] = suggested.steering
        # What was sent may be anything, also signs that the database refuses: only a make that is offered is looked up.
        sent = str(self["make"].value() or "")
        slug = sent if sent in dict(self.offered_makes) else ""
        self.likely_models, self.other_models = makes.models_for(slug, self.vehicle.model_code)
        if not self.vehicle.model and len(self.likely_models) == 1:
            self.initial["model_name"] = self.likely_models[0].name(self.language)
        self.fields["model_name"].widget.attrs["list"] = "models"
        self.fields["body_type"].widget.attrs["data-follow-choice"] = ""
        self._offer_learned()

    def _offer_learned(self) -> None:
        """Grades of the model to choose from; and for a draft's empty fields what listings with its model code say. Nothing is
        kept of it before the dealer saves."""
        self.grades = learning.grades_of(self.vehicle.model)
        self.fields["grade"].widget.attrs["list"] = "grades"
        is_draft = self.vehicle.status == Vehicle.Status.DRAFT and not self.is_bound
        self.learned = learning.offered(self.vehicle) if is_draft else None
        self.learned_labels: list[str] = []
        for target, value in (self.learned.known if self.learned is not None else {}).items():
            attribute = BY_TARGET[target]
            if attribute.name in self.fields and is_empty(attribute.of(self.vehicle)):
                self.initial[attribute.name] = attribute.from_json(value)
                self.learned_labels.append(str(attribute.label))

    def _words(self, name: str) -> WordField:
        field = self.fields[name]
        assert isinstance(field, WordField)
        return field


class FaultForm(forms.Form):
    """One known fault: what, where, when it was seen, the photo that shows it, and words if the code does not say enough."""

    code = forms.ChoiceField(label=_("What it is"), choices=[])
    panel = forms.ChoiceField(label=_("Where"), choices=[])
    words_ja = LineField(label=_("In Japanese words"), most=160)
    words_en = LineField(label=_("In English words"), most=160)
    photo = WordField(label=_("Photo that shows it"), choices=[])
    seen_on = DayField(label=_("Seen on"))
    seen_by = WordField(label=_("Seen by"), choices=OBSERVERS.items())

    def __init__(self, data: Any = None, *, vehicle: Vehicle, panel: str = "") -> None:
        panels = outline_of(vehicle.body_type).panels()
        first = {"panel": panel if panel in panels else "", "seen_by": "dealer"}
        super().__init__(data, prefix="fault", auto_id="f_%s", initial=first)
        shown = enumerate(vehicle.photos.filter(is_private=False), 1)
        named = [(str(photo.pk), f"{number} · {photo.get_angle_display()}") for number, photo in shown]
        self.fields["photo"] = WordField(label=_("Photo that shows it"), choices=named)
        codes = [(code, f"{code}  {words}") for code, words in FAULT_CODES.items()]
        self.fields["code"] = forms.ChoiceField(label=_("What it is"), choices=[("", _("Choose")), *codes])
        self.fields["panel"] = forms.ChoiceField(label=_("Where"), choices=[("", _("Choose")), *panels.items()])

    def clean_seen_on(self) -> date | None:
        day: date | None = self.cleaned_data["seen_on"]
        if day is not None and day > clock.today_jst():
            raise forms.ValidationError(gettext("This day lies in the future."))
        return day


class PriceForm(forms.Form):
    """A new price, on its own; `was` is the one that the page showed."""

    price = YenField(label=_("New price (FOB, without consumption tax)"), required=True)
    was = forms.IntegerField(required=False, widget=forms.HiddenInput)
