"""Attributes of trucks, buses, trailers, motorcycles and machines beside those that every vehicle has."""

from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from japacar.vehicles.attributes import choices
from japacar.vehicles.attributes.kinds import HEAVY, MACHINERY, MOTORCYCLE, TRUCK, Attribute, BodyClass, Kind, Section

_heavy = partial(Attribute, section=Section.TRUCK, fits=HEAVY)
_truck = partial(Attribute, section=Section.TRUCK, fits=TRUCK)
_trailer = partial(Attribute, section=Section.TRUCK, fits=frozenset({BodyClass.TRAILER}))
HEAVIES = (
    _truck(key="truck_body", label=_("Kind of truck"), kind=Kind.WORD, choices=choices.TRUCK_BODIES),
    _trailer(key="trailer_body", label=_("Kind of trailer"), kind=Kind.WORD, choices=choices.TRAILERS),
    _heavy(key="axles", label=_("Axle configuration"), kind=Kind.WORD, choices=choices.AXLES),
    _heavy(key="axle_count", label=_("Number of axles"), kind=Kind.WHOLE, most=12, schema="numberOfAxles"),
    _truck(key="cab", label=_("Cab"), kind=Kind.WORD, choices=choices.CABS),
    _heavy(key="suspension_kind", label=pgettext_lazy("kind", "Suspension"), kind=Kind.WORD, choices=choices.SUSPENSIONS),
    _truck(key="bed_length", label=_("Length class of the bed"), kind=Kind.WORD, choices=choices.BED_LENGTHS),
    _heavy(key="bed_length_mm", label=_("Inside length of the load space"), kind=Kind.WHOLE, unit="mm", most=20_000),
    _heavy(key="bed_width_mm", label=_("Inside width of the load space"), kind=Kind.WHOLE, unit="mm", most=4_000),
    _heavy(key="bed_height_mm", label=_("Inside height of the load space"), kind=Kind.WHOLE, unit="mm", most=5_000),
    _truck(key="crane_lift_t", label=_("Crane, greatest lift"), kind=Kind.DECIMAL, unit="t", places=2, least=0, most=100),
    _truck(key="crane_sections", label=_("Crane, boom sections"), kind=Kind.WHOLE, most=12),
    _truck(key="superstructure_maker", label=_("Maker of crane or body"), kind=Kind.LINE, most=40),
    _truck(key="cooling_c", label=_("Lowest temperature of the load space"), kind=Kind.WHOLE, unit="°C", least=-60, most=30),
    _heavy(key="tank_l", label=_("Tank capacity"), kind=Kind.WHOLE, unit="L", most=60_000),
    _truck(key="pto", label=_("Power take-off"), kind=Kind.FLAG),
)  # fmt: skip

_bike = partial(Attribute, section=Section.MOTORCYCLE, fits=MOTORCYCLE)
MOTORCYCLES = (
    _bike(key="motorcycle_kind", label=_("Kind of motorcycle"), kind=Kind.WORD, choices=choices.MOTORCYCLES),
    _bike(key="stroke", label=_("Stroke"), kind=Kind.WORD, choices=choices.STROKES),
    _bike(key="cylinders", label=_("Cylinders"), kind=Kind.WHOLE, most=16),
    _bike(key="cylinder_layout", label=_("Cylinder layout"), kind=Kind.WORD, choices=choices.CYLINDERS),
    _bike(key="starter", label=_("Starter"), kind=Kind.WORD, choices=choices.STARTERS),
    _bike(key="final_drive", label=_("Final drive"), kind=Kind.WORD, choices=choices.FINAL_DRIVES),
    _bike(key="fairing", label=_("Fairing"), kind=Kind.WORD, choices=choices.FAIRINGS),
    _bike(key="exhaust", label=_("Exhaust"), kind=Kind.WORD, choices=choices.EXHAUSTS),
    _bike(key="bike_abs", label=_("ABS"), kind=Kind.FLAG),
    _bike(key="seat_height_mm", label=_("Seat height"), kind=Kind.WHOLE, unit="mm", most=1_500),
    _bike(key="fork_straight", label=_("Fork and frame straight"), kind=Kind.WORD, choices=choices.CONFIRMED),
    _bike(key="modified_parts", label=_("Changed parts"), kind=Kind.LINE, most=200),
)  # fmt: skip

_machine = partial(Attribute, section=Section.MACHINE, fits=MACHINERY)
MACHINES = (
    _machine(key="machine_kind", label=_("Kind of machine"), kind=Kind.WORD, choices=choices.MACHINES),
    Attribute(key="hours", label=_("Working hours"), kind=Kind.WHOLE, column="hours", unit="h", least=0, most=200_000,
              section=Section.MACHINE, fits=MACHINERY | TRUCK, needed=MACHINERY),
    _machine(key="operating_weight_kg", label=_("Operating weight"), kind=Kind.WHOLE, unit="kg", most=300_000),
    _machine(key="undercarriage", label=_("Undercarriage"), kind=Kind.WORD, choices=choices.UNDERCARRIAGES),
    _machine(key="undercarriage_left_pct", label=_("Undercarriage left"), kind=Kind.WHOLE, unit="%", least=0),
    _machine(key="track_width_mm", label=_("Track width"), kind=Kind.WHOLE, unit="mm", most=2_000),
    _machine(key="arm", label=_("Arm"), kind=Kind.WORD, choices=choices.ARMS),
    _machine(key="tail", label=_("Tail swing"), kind=Kind.WORD, choices=choices.TAILS),
    _machine(key="piping", label=_("Hydraulic piping"), kind=Kind.WORD, choices=choices.PIPING),
    _machine(key="bucket_m3", label=_("Bucket capacity"), kind=Kind.DECIMAL, unit="m³", places=3, least=0, most=50),
    _machine(key="bucket_width_mm", label=_("Bucket width"), kind=Kind.WHOLE, unit="mm", most=5_000),
    _machine(key="attachments", label=_("Attachments"), kind=Kind.WORDS, choices=choices.ATTACHMENTS),
    _machine(key="lift_capacity_kg", label=_("Lifting capacity"), kind=Kind.WHOLE, unit="kg", most=1_000_000),
    _machine(key="lift_height_mm", label=_("Lifting height"), kind=Kind.WHOLE, unit="mm", most=100_000),
    _machine(key="mast", label=_("Mast"), kind=Kind.WORD, choices=choices.MASTS),
    _machine(key="fork_length_mm", label=_("Fork length"), kind=Kind.WHOLE, unit="mm", most=5_000),
    _machine(key="boom_length_m", label=_("Boom length"), kind=Kind.DECIMAL, unit="m", least=0, most=200),
    _machine(key="working_width_mm", label=_("Working width"), kind=Kind.WHOLE, unit="mm", most=15_000),
    _machine(key="power_ps", label=_("Engine power"), kind=Kind.DECIMAL, unit="PS", least=0, most=3_000),
    _machine(key="cabin", label=_("Cabin"), kind=Kind.WORD, choices=choices.CABINS),
    _machine(key="emission_stage", label=_("Emission stage"), kind=Kind.WORD, choices=choices.STAGES),
    _machine(key="special_inspection", label=_("Specified self-inspection done"), kind=Kind.FLAG),
)  # fmt: skip
