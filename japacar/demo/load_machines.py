"""Three machines on sale beside the demo's cars: what a machine is asked, shown and searched by.

The one thing to know: they are not of the catalogue, which knows what is driven on roads; so they have no place in its statistics."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from japacar.demo.load_stock import open_history
from japacar.demo.tasks import photograph_machines
from japacar.kernel import clock
from japacar.members.models import Dealer
from japacar.vehicles import observations
from japacar.vehicles.models import CarModel, Make, Vehicle


@dataclass(frozen=True, kw_only=True)
class Machine:
    """One machine, its own facts in the words of vehicles/attributes."""

    make: tuple[str, str]
    model: tuple[str, str]
    also: str
    serial: str
    year: int
    hours: int
    price: int
    colour: str
    details: dict[str, Any]
    size: tuple[int, int, int, int]
    words: tuple[str, str]
    place: str
    columns: dict[str, Any] = field(default_factory=dict)


MACHINES = (
    Machine(
        make=("Komatsu", "コマツ"), model=("PC128US-8", "PC128US-8"), also="PC128 ユンボ バックホー",
        serial="PC128US-24187", year=2010, hours=6420, price=3_450_000, colour="orange",
        details={
            "machine_kind": "excavator", "operating_weight_kg": 12_900, "undercarriage": "pads",
            "undercarriage_left_pct": 60, "arm": "standard", "tail": "small", "piping": "crusher", "bucket_m3": "0.45",
            "attachments": ["bucket", "quick_coupler"], "power_ps": "93", "cabin": "cabin_ac", "emission_stage": "rule_2006",
            "special_inspection": True,
        },
        size=(7_240, 2_490, 2_850, 12_900),
        words=(
            "Worked in town on water pipes. Pins and bushes of the arm were renewed at 5,900 hours.",
            "市街地の水道工事で使用。5,900時間時にアームのピンとブッシュを交換済みです。",
        ),
        place="神奈川県", columns={"displacement_cc": 3_260},
    ),
    Machine(
        make=("Toyota", "トヨタ"), model=("02-8FD25", "02-8FD25"), also="8FD25 GENEO ジェネオ",
        serial="8FD25-36214", year=2013, hours=4180, price=980_000, colour="orange",
        details={
            "machine_kind": "forklift", "undercarriage": "wheels", "lift_capacity_kg": 2_500, "lift_height_mm": 3_000,
            "mast": "duplex", "fork_length_mm": 1_070, "attachments": ["side_shift"], "cabin": "open",
            "special_inspection": True,
        },
        size=(3_610, 1_150, 2_110, 3_720),
        words=(
            "From a warehouse, always under a roof. Battery of 2025.",
            "倉庫内で使用、屋内保管。バッテリーは2025年に交換しています。",
        ),
        place="愛知県", columns={"transmission": "at", "displacement_cc": 2_486},
    ),
    Machine(
        make=("Kubota", "クボタ"), model=("GL321", "GL321"), also="グランディール",
        serial="GL321-10872", year=2003, hours=1150, price=1_180_000, colour="red",
        details={
            "machine_kind": "tractor", "undercarriage": "wheels", "attachments": ["rotary"], "working_width_mm": 1_700,
            "power_ps": "32", "cabin": "open",
        },
        size=(3_060, 1_430, 2_040, 1_500),
        words=(
            "One farmer in Niigata. Rotary tiller RL170 comes with it, tines at about 70 percent.",
            "新潟の農家ワンオーナー。ロータリーRL170付き、爪の残りは約7割です。",
        ),
        place="新潟県", columns={"drive": "4wd", "displacement_cc": 1_498},
    ),
)  # fmt: skip


def load(dealer: Dealer) -> list[Vehicle]:
    """All of them, of one dealer; the worker draws their pictures."""
    now = clock.now()
    vehicles = [_vehicle(machine, dealer, now - timedelta(days=3 + 4 * at)) for at, machine in enumerate(MACHINES)]
    photograph_machines.defer()
    return vehicles


def _vehicle(machine: Machine, dealer: Dealer, at: datetime) -> Vehicle:
    make, _new = Make.objects.get_or_create(
        slug=machine.make[0].lower(), defaults={"name_en": machine.make[0], "name_ja": machine.make[1]}
    )
    model = CarModel.objects.create(
        make=make, slug=machine.model[0].lower(), name_en=machine.model[0], name_ja=machine.model[1], also=machine.also
    )
    length, width, height, weight = machine.size
    claims = {
        "repair_history": "none",
        "flood": "no",
        "fire": "no",
        "mech_engine": "ok",
        "mech_leaks": "ok",
        "start_run": "drives",
    }
    condition = {key: observations.with_claim([], claim, seen_on=at.date()) for key, claim in claims.items()}
    vehicle = Vehicle.objects.create(
        dealer=dealer, status=Vehicle.Status.PUBLISHED, make=make, model=model, chassis_no=machine.serial, year=machine.year,
        body_type="machinery", fuel="diesel", hours=machine.hours, colour=machine.colour, price_minor=machine.price,
        length_mm=length, width_mm=width, height_mm=height, weight_kg=weight, repair_history="none",
        description_en=machine.words[0], description_ja=machine.words[1], loading_port="JPYOK", details=machine.details,
        particulars={"price_tax": "without"}, condition=condition, location_prefecture=machine.place,
        created_at=at, published_at=at, stock_confirmed_at=at, **machine.columns,
    )  # fmt: skip
    open_history(vehicle)
    return vehicle
