"""What a dealer enters about a vehicle. The one thing to know: a draft may lack everything, so nothing here is required;
`rules.problems` says what publishing needs. `changes()` gives the valid fields even where others are wrong."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from japacar.kernel import clock
from japacar.vehicles import makes, rules
from japacar.vehicles.certificate_values import suggestions_for
from japacar.vehicles.form_fields import (
    CodeField,
    DayField,
    KilowattField,
    LineField,
    MonthField,
    ParagraphsField,
    WholeNumberField,
    WordField,
    YenField,
)
from japacar.vehicles.models import (
    BodyType,
    Colour,
    Drive,
    Fuel,
    RepairHistory,
    Steering,
    Transmission,
    Vehicle,
)
from japacar.vehicles.vocabulary import EQUIPMENT, FAULT_CODES, LOADING_PORTS, PANELS, PREFECTURES

#: Field of the form -> field of the vehicle, where the names differ.
COLUMNS = {"model_name": "model", "price": "price_minor"}
#: What the first part of the editor asks, in the order of a certificate and then of a look at the car.
CERTIFICATE_FIELDS = (
    "make", "model_name", "model_code", "chassis_no", "first_registration", "year", "body_type", "fuel", "transmission",
    "drive", "steering", "colour", "engine_model", "displacement_cc", "rated_output_kw", "seats", "doors", "gears",
    "length_mm", "width_mm", "height_mm", "weight_kg", "gvw_kg", "max_load_kg", "shaken_expiry",
    "type_designation_no", "category_no",
)  # fmt: skip
OLDEST_YEAR = 1900


class ListingForm(forms.Form):
    """Every field of the editor."""

    make = WordField(label=_("Make"), choices=[])
    model_name = LineField(label=_("Model"), most=80)
    new_model = forms.BooleanField(label=_("Add it as a new model"), required=False)
    model_code = CodeField(label=_("Model code"), most=24)
    chassis_no = CodeField(label=_("Chassis number"), most=24)
    first_registration = MonthField(label=_("First registration"))
    year = WholeNumberField(label=_("Model year"), most=9999)
    body_type = WordField(label=_("Body type"), choices=BodyType.choices)
    fuel = WordField(label=_("Fuel"), choices=Fuel.choices)
    transmission = WordField(label=_("Transmission"), choices=Transmission.choices)
    drive = WordField(label=_("Driven wheels"), choices=Drive.choices)
    steering = WordField(label=_("Steering wheel"), choices=Steering.choices)
    colour = WordField(label=_("Colour"), choices=Colour.choices)
    engine_model = CodeField(label=_("Engine model"), most=24)
    displacement_cc = WholeNumberField(label=_("Displacement (cc)"), most=50_000)
    rated_output_kw = KilowattField(label=_("Rated output (kW)"))
    seats = WholeNumberField(label=_("Seats"), most=100)
    doors = WholeNumberField(label=_("Doors"), most=9, least=0)
    gears = WholeNumberField(label=_("Gears"), most=24)
    length_mm = WholeNumberField(label=_("Length (mm)"), most=30_000)
    width_mm = WholeNumberField(label=_("Width (mm)"), most=10_000)
    height_mm = WholeNumberField(label=_("Height (mm)"), most=10_000)
    weight_kg = WholeNumberField(label=_("Vehicle weight (kg)"), most=100_000)
    gvw_kg = WholeNumberField(label=_("Gross vehicle weight (kg)"), most=100_000)
    max_load_kg = WholeNumberField(label=_("Maximum load (kg)"), most=100_000, least=0)
    shaken_expiry = DayField(label=_("Inspection valid until"))
    type_designation_no = CodeField(label=_("Type designation no."), most=6)
    category_no = CodeField(label=_("Category no."), most=4)

    price = YenField(label=_("Price (FOB, without consumption tax)"))
    mileage_km = WholeNumberField(label=_("Odometer"), most=3_000_000, least=0, unit="km", big=True)
    grade = LineField(label=_("Grade or trim"), most=80)
    stock_number = LineField(label=_("Your stock number"), most=24)
    condition_grade = LineField(label=_("Auction grade"), most=4)
    condition_source = LineField(label=_("Where the grade is from"), most=40)
    repair_history = WordField(label=_("Repair history"), choices=RepairHistory.choices)
    loading_port = WordField(label=_("Port of loading"), choices=LOADING_PORTS.items())
    location_prefecture = WordField(label=_("Prefecture where the car is"), choices=[])
    location_city = LineField(label=_("City where the car is"), most=60)
    description_ja = ParagraphsField(label=_("Description in Japanese"), most=4_000, language="ja")
    description_en = ParagraphsField(label=_("Description in English"), most=4_000, language="en")
    equipment = forms.MultipleChoiceField(
        label=_("Equipment"),
        choices=EQUIPMENT.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )

    def __init__(self, data: Any = None, *, vehicle: Vehicle) -> None:
        self.vehicle = vehicle
        #: Problems of parts of the page that are no fields: "photos", "dealer".
        self.elsewhere: dict[str, str] = {}
        self.language = "ja" if (get_language() or "").startswith("ja") else "en"
        super().__init__(data, initial=self._initial(), auto_id="f_%s")
        self._offer()

    def changes(self) -> dict[str, Any]:
        """Vehicle field -> value of every valid field that was sent; the input of `actions.save_listing`."""
        names = [name for name in self.cleaned_data if name != "new_model" and name in self.data_names()]
        found = {COLUMNS.get(name, name): self.cleaned_data[name] for name in names}
        if "repair_history" in found:
            found["repair_history"] = found["repair_history"] or RepairHistory.UNKNOWN
        return found

    def data_names(self) -> set[str]:
        """Fields that the request speaks of. Boxes that are all empty are not sent, so they count with their marker."""
        sent = {name for name in self.fields if name in self.data}
        return sent | ({"equipment"} if "equipment-shown" in self.data else set())

    def clean_year(self) -> int | None:
        year: int | None = self.cleaned_data["year"]
        latest = clock.today_jst().year + 1
        if year is not None and not OLDEST_YEAR <= year <= latest:
            raise forms.ValidationError(
                gettext("Enter a year from %(least)s to %(most)s."), params={"least": OLDEST_YEAR, "most": latest}
            )
        return year

    def clean_stock_number(self) -> str:
        number: str = self.cleaned_data["stock_number"]
        others = Vehicle.objects.of_dealer(self.vehicle.dealer).exclude(pk=self.vehicle.pk)
        if number and others.filter(stock_number=number).exists():
            raise forms.ValidationError(gettext("Another of your vehicles has this number."), code="taken")
        return number

    def clean(self) -> dict[str, Any]:
        """The model is looked up among those of the make; an unknown one is asked about once."""
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
            if found is not None or cleaned.get("new_model"):
                cleaned["model_name"] = found or name
            else:
                words = gettext(
                    "No car of this make is listed as “%(name)s” yet. Choose one, or tick the box to add it."
                )
                self.add_error("model_name", forms.ValidationError(words, code="unknown", params={"name": name}))
        return cleaned

    def say_problems(self, problems: list[tuple[str, str]]) -> None:
        """Put what keeps the vehicle from being published beside its fields."""
        names = {column: name for name, column in COLUMNS.items()}
        for field, _code in problems:
            name = names.get(field, field)
            if name not in self.fields:
                self.elsewhere[name] = str(rules.SENTENCES[field])
                self.add_error(None, self.elsewhere[name])
            elif not self.has_error(name):
                self.add_error(name, str(rules.SENTENCES[field]))

    @property
    def asks_new_model(self) -> bool:
        return self.has_error("model_name", "unknown") or bool(self.data.get("new_model"))

    def _initial(self) -> dict[str, Any]:
        vehicle = self.vehicle
        found = {name: getattr(vehicle, COLUMNS.get(name, name), None) for name in self.base_fields}
        found["make"] = vehicle.make.slug if vehicle.make else ""
        found["model_name"] = vehicle.model.name(self.language) if vehicle.model else ""
        if vehicle.repair_history == RepairHistory.UNKNOWN and vehicle.status == Vehicle.Status.DRAFT:
            found["repair_history"] = ""
        return found

    def _offer(self) -> None:
        """Choices of this vehicle, with what its certificate suggests first."""
        offered = makes.make_choices(self.language)
        self._words("make").choices = [("", _("Choose")), *offered]
        places = [(ja, ja if self.language == "ja" else en) for ja, en in PREFECTURES.items()]
        self._words("location_prefecture").choices = [("", _("Choose")), *places]
        suggested = suggestions_for(self.vehicle)
        if suggested is not None:
            self._words("body_type").put_first(list(suggested.body_types))
            if not self.vehicle.steering and suggested.steering:
                self.initial["steering"] = suggested.steering
        # What was sent may be anything, also signs that the database refuses: only a make that is offered is looked up.
        sent = str(self["make"].value() or "")
        slug = sent if sent in dict(offered) else ""
        self.likely_models, self.other_models = makes.models_for(slug, self.vehicle.model_code)
        if not self.vehicle.model and len(self.likely_models) == 1:
            self.initial["model_name"] = self.likely_models[0].name(self.language)
        self.fields["model_name"].widget.attrs["list"] = "models"

    def _words(self, name: str) -> WordField:
        field = self.fields[name]
        assert isinstance(field, WordField)
        return field


class FaultForm(forms.Form):
    """One known fault: what, where, and words if the code does not say enough."""

    code = forms.ChoiceField(label=_("What it is"), choices=[])
    panel = forms.ChoiceField(label=_("Where"), choices=[])
    words_ja = LineField(label=_("In Japanese words"), most=160)
    words_en = LineField(label=_("In English words"), most=160)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="fault", auto_id="f_%s")
        codes = [(code, f"{code}  {words}") for code, words in FAULT_CODES.items()]
        self.fields["code"] = forms.ChoiceField(label=_("What it is"), choices=[("", _("Choose")), *codes])
        self.fields["panel"] = forms.ChoiceField(label=_("Where"), choices=[("", _("Choose")), *PANELS.items()])


class PriceForm(forms.Form):
    """A new price, on its own."""

    price = YenField(label=_("New price (FOB, without consumption tax)"), required=True)
