"""Attributes of every vehicle: what it is, its dates, engine, size, body and tyres (trade.md 5.2)."""

from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from japacar.vehicles.attributes import choices
from japacar.vehicles.attributes.kinds import (
    ALL,
    FOUR_WHEELS,
    POWERED,
    ROAD,
    Attribute,
    BodyClass,
    Kind,
    Section,
    Seen,
    Source,
)
from japacar.vehicles.models import BodyType, Colour, Drive, Fuel, Steering, Transmission

_PAPER = Source.CERTIFICATE
_COLOURS = dict(Colour.choices)
_CARS = frozenset({BodyClass.CAR})
_PLATED = ALL - {BodyClass.MACHINERY}

_is = partial(Attribute, section=Section.IDENTITY)
IDENTITY = (
    _is(key="make", label=_("Make"), kind=Kind.MAKE, column="make", source=_PAPER, needed=ALL),
    _is(key="model", label=_("Model"), kind=Kind.MODEL, column="model", form_name="model_name", most=80, needed=ALL),
    _is(key="model_gen", label=_("Generation"), kind=Kind.LINE, most=40, hint=_("As 150 series, or GRB.")),
    _is(key="grade", label=_("Grade or trim"), kind=Kind.LINE, column="grade", most=80, schema="vehicleConfiguration"),
    _is(key="model_code", label=_("Model code"), kind=Kind.CODE, column="model_code", source=_PAPER, most=24),
    _is(key="chassis_no", label=_("Chassis number"), kind=Kind.CODE, column="chassis_no", source=_PAPER, most=24,
        seen=Seen.DEAL, needed=ALL),
    _is(key="engine_no", label=_("Engine number"), kind=Kind.CODE, source=Source.INSPECTION, most=24, seen=Seen.DEAL,
        fits=POWERED),
    _is(key="body_type", label=_("Body type"), kind=Kind.WORD, column="body_type", choices=dict(BodyType.choices),
        needed=ALL),
    _is(key="vehicle_class", label=_("Vehicle class"), kind=Kind.WORD, choices=choices.VEHICLE_CLASSES, source=_PAPER),
    _is(key="vehicle_use", label=_("Registered use"), kind=Kind.WORD, choices=choices.USES, source=_PAPER),
    _is(key="type_designation_no", label=_("Type designation no."), kind=Kind.CODE, column="type_designation_no",
        source=_PAPER, most=6, seen=Seen.PRIVATE),
    _is(key="category_no", label=_("Category no."), kind=Kind.CODE, column="category_no", source=_PAPER, most=4,
        seen=Seen.PRIVATE),
    _is(key="registration_no", label=_("Plate number"), kind=Kind.LINE, source=_PAPER, most=24, seen=Seen.PRIVATE,
        fits=_PLATED),
    _is(key="chassis_stamp_location", label=_("Where the chassis number is stamped"), kind=Kind.LINE, source=_PAPER,
        most=40, seen=Seen.PRIVATE),
    _is(key="stock_number", label=_("Your stock number"), kind=Kind.LINE, column="stock_number", most=24),
)  # fmt: skip

_when = partial(Attribute, section=Section.DATES)
DATES = (
    _when(key="first_registration", label=_("First registration"), kind=Kind.MONTH, column="first_registration",
          source=_PAPER, schema="dateVehicleFirstRegistered"),
    _when(key="first_registration_date", label=_("Day of first registration"), kind=Kind.DAY, source=_PAPER,
          seen=Seen.PRIVATE),
    _when(key="manufacture", label=_("Manufactured"), kind=Kind.MONTH, column="manufactured", schema="productionDate"),
    _when(key="manufacture_evidence", label=_("How the month of manufacture is known"), kind=Kind.WORD,
          column="manufacture_evidence", choices=choices.EVIDENCE),
    _when(key="model_year", label=_("Model year"), kind=Kind.YEAR, column="year", needed=ALL,
          schema="vehicleModelDate"),
    _when(key="shaken_expiry", label=_("Inspection valid until"), kind=Kind.DAY, column="shaken_expiry", source=_PAPER,
          seen=Seen.SIGNED_IN, fits=_PLATED),
)  # fmt: skip

_engine = partial(Attribute, section=Section.ENGINE)
ENGINE = (
    _engine(key="engine_model", label=_("Engine model"), kind=Kind.CODE, column="engine_model", source=_PAPER, most=24,
            fits=POWERED),
    _engine(key="displacement_cc", label=_("Displacement"), kind=Kind.WHOLE, column="displacement_cc", unit="cc",
            source=_PAPER, most=50_000, fits=POWERED),
    _engine(key="rated_output_kw", label=_("Rated output"), kind=Kind.DECIMAL, column="rated_output_kw", unit="kW",
            source=_PAPER, least=0, most=9_999, fits=POWERED),
    _engine(key="fuel", label=_("Fuel"), kind=Kind.WORD, column="fuel", choices=dict(Fuel.choices), source=_PAPER,
            fits=POWERED, needed=POWERED),
    _engine(key="turbo", label=_("Turbo or supercharger"), kind=Kind.WORD, choices=choices.TURBO, fits=POWERED),
    _engine(key="battery_soh_pct", label=_("Battery state of health"), kind=Kind.DECIMAL, unit="%", least=0, most=100,
            source=Source.INSPECTION, fits=POWERED),
    _engine(key="battery_kwh", label=_("Battery capacity"), kind=Kind.DECIMAL, unit="kWh", least=0, most=1_000,
            fits=POWERED),
    _engine(key="transmission", label=_("Transmission"), kind=Kind.WORD, column="transmission",
            choices=dict(Transmission.choices), fits=POWERED, needed=ROAD),
    _engine(key="gears", label=_("Gears"), kind=Kind.WHOLE, column="gears", most=24, fits=POWERED,
            schema="numberOfForwardGears"),
    _engine(key="shift", label=_("Gear lever"), kind=Kind.WORD, choices=choices.SHIFTS, fits=POWERED),
    _engine(key="drive", label=_("Driven wheels"), kind=Kind.WORD, column="drive", choices=dict(Drive.choices),
            source=_PAPER, fits=FOUR_WHEELS | {BodyClass.MACHINERY}),
    _engine(key="drive_layout", label=_("Drive layout"), kind=Kind.WORD, choices=choices.DRIVE_LAYOUTS, fits=FOUR_WHEELS),
    _engine(key="steering", label=_("Steering wheel"), kind=Kind.WORD, column="steering", choices=dict(Steering.choices),
            fits=FOUR_WHEELS | {BodyClass.MACHINERY}, needed=FOUR_WHEELS),
)  # fmt: skip

_size = partial(Attribute, section=Section.SIZE, kind=Kind.WHOLE)
SIZE = (
    _size(key="length_mm", label=_("Length"), column="length_mm", unit="mm", source=_PAPER, most=30_000),
    _size(key="width_mm", label=_("Width"), column="width_mm", unit="mm", source=_PAPER, most=10_000),
    _size(key="height_mm", label=_("Height"), column="height_mm", unit="mm", source=_PAPER, most=10_000),
    _size(key="wheelbase_mm", label=_("Wheelbase"), unit="mm", most=15_000, schema="wheelbase", schema_unit="MMT"),
    _size(key="weight_kg", label=_("Vehicle weight"), column="weight_kg", unit="kg", source=_PAPER, most=100_000,
          schema="weight", schema_unit="KGM"),
    _size(key="gvw_kg", label=_("Gross vehicle weight"), column="gvw_kg", unit="kg", source=_PAPER, most=100_000,
          schema="weightTotal", schema_unit="KGM"),
    _size(key="max_load_kg", label=_("Maximum load"), column="max_load_kg", unit="kg", source=_PAPER, least=0,
          most=100_000, schema="payload", schema_unit="KGM"),
    _size(key="axle_ff", label=_("Axle weight, front-front"), unit="kg", source=_PAPER, least=0, most=50_000,
          seen=Seen.PRIVATE),
    _size(key="axle_fr", label=_("Axle weight, front-rear"), unit="kg", source=_PAPER, least=0, most=50_000,
          seen=Seen.PRIVATE),
    _size(key="axle_rf", label=_("Axle weight, rear-front"), unit="kg", source=_PAPER, least=0, most=50_000,
          seen=Seen.PRIVATE),
    _size(key="axle_rr", label=_("Axle weight, rear-rear"), unit="kg", source=_PAPER, least=0, most=50_000,
          seen=Seen.PRIVATE),
)  # fmt: skip

_body = partial(Attribute, section=Section.BODY)
BODY = (
    _body(key="colour_ext", label=_("Colour"), kind=Kind.WORD, column="colour", choices=_COLOURS, needed=ROAD),
    _body(key="colour_code", label=_("Colour code of the maker"), kind=Kind.CODE, most=12),
    _body(key="repainted", label=_("Repainted"), kind=Kind.FLAG),
    _body(key="colour_int", label=_("Interior colour"), kind=Kind.WORD, choices=_COLOURS, fits=FOUR_WHEELS,
          schema="vehicleInteriorColor"),
    _body(key="seat_material", label=_("Seat covers"), kind=Kind.WORD, choices=choices.SEATS, fits=FOUR_WHEELS,
          schema="vehicleInteriorType"),
    _body(key="doors", label=_("Doors"), kind=Kind.WHOLE, column="doors", least=0, most=9, fits=FOUR_WHEELS,
          schema="numberOfDoors"),
    _body(key="seats", label=_("Seats"), kind=Kind.WHOLE, column="seats", source=_PAPER, most=100, fits=POWERED,
          schema="vehicleSeatingCapacity"),
    _body(key="third_row", label=_("Third row of seats"), kind=Kind.FLAG, fits=_CARS),
)  # fmt: skip

_tyre = partial(Attribute, section=Section.TYRES, fits=_PLATED)
TYRES = (
    _tyre(key="tyre_size_front", label=_("Tyre size, front"), kind=Kind.LINE, most=24),
    _tyre(key="tyre_size_rear", label=_("Tyre size, rear"), kind=Kind.LINE, most=24),
    _tyre(key="tyre_tread_pct", label=_("Tyre tread left"), kind=Kind.WHOLE, unit="%", least=0),
    _tyre(key="tyre_year", label=_("Year of the tyres"), kind=Kind.YEAR),
    Attribute(key="spare_tyre", label=_("Spare wheel"), kind=Kind.WORD, choices=choices.SPARES, fits=FOUR_WHEELS,
              section=Section.TYRES),
    _tyre(key="wheels", label=pgettext_lazy("rims", "Wheels"), kind=Kind.WORD, choices=choices.WHEELS),
)  # fmt: skip
