"""The long tail of a demo car: papers, tyres, use, condition and where its faults lie on the outline of its body.

The one thing to know: everything follows from the car's facts and a generator of its own for each number, so that what the
catalogue drew before stays as it was. The keys are those of vehicles/attributes/."""

import random
from datetime import date, timedelta
from typing import Any

from japacar.demo.catalogue_cars import SEED, DemoVehicle
from japacar.vehicles import observations
from japacar.vehicles.attributes import BodyClass, body_class

_WORK = frozenset({"van", "kei_van", "kei_truck", "truck", "bus", "microbus", "pickup"})
_FRONT_DRIVEN = frozenset({"hatchback", "kei_car", "minivan", "wagon", "suv"})
_TYRES = {
    "kei_car": "155/65R14", "kei_van": "145/80R12", "kei_truck": "145/80R12", "hatchback": "185/60R15", "sedan": "205/55R16",
    "wagon": "205/60R16", "minivan": "205/60R16", "suv": "225/65R17", "van": "195/80R15", "pickup": "265/65R17",
    "coupe": "225/45R17", "convertible": "195/50R16", "truck": "205/70R16", "bus": "215/70R17.5", "microbus": "195/85R16",
}  # fmt: skip
_REPAIRED = {
    "radiator-support": "core_support", "rear-panel": "rear_floor", "front-inside-left": "inside_panel",
    "pillar-right": "pillar", "rear-floor": "rear_floor",
}  # fmt: skip
#: Parts of a car's outline -> those of the other outlines, by body.
_VAN = {"bonnet": "front-panel", "front-wing": "front-door", "rear-door": "slide-door"}
_TRUCK = {
    "bonnet": "front-panel", "front-wing": "front-door", "rear-door": "gate", "sill": "gate", "rear-quarter": "gate",
    "tailgate": "gate-rear",
}  # fmt: skip
_BUS = {
    "bonnet": "front-panel", "front-wing": "body-front", "front-door": "body-front", "rear-door": "body-middle",
    "sill": "body-middle", "rear-quarter": "body-rear", "tailgate": "rear-panel",
}  # fmt: skip
_PARTS = {
    "van": _VAN, "kei_van": _VAN, "truck": _TRUCK, "kei_truck": _TRUCK, "bus": _BUS, "microbus": _BUS,
    "pickup": {"rear-quarter": "gate", "sill": "front-door"},
    "motorcycle": {"wheel-front": "front-wheel", "wheel-rear": "rear-wheel"},
}  # fmt: skip
_NOTES = {
    "mech_air_conditioning": "冷えが弱いため、ガス補充をおすすめします。",
    "mech_suspension": "段差で右前から小さな音がします。",
    "mech_leaks": "タペットカバーからにじみがあります。",
    "mech_electrical": "時計の表示が薄くなっています。",
}


def part_on_outline(body_type: str, panel: str) -> str:
    """Where a fault of the catalogue, which knows cars, lies on the outline of this body."""
    parts = _PARTS.get(body_type, {})
    if body_type == "motorcycle":
        return next((to for start, to in parts.items() if panel.startswith(start)), panel)
    name, _dash, side = panel.rpartition("-")
    if side in ("left", "right") and name in parts:
        return f"{parts[name]}-{side}"
    return parts.get(panel, panel)


def values_of(specimen: DemoVehicle, listed_on: date) -> dict[str, Any]:
    """Fields of the vehicle's row: columns, and the JSON of details, particulars and condition."""
    rng = random.Random(f"{SEED} {specimen.number}")  # noqa: S311  Invented data, nothing secret.
    seen_on = listed_on - timedelta(days=rng.randint(2, 20))
    is_graded = bool(specimen.condition_grade)
    return {
        "manufactured": _month_before(specimen.first_registration, rng.randint(1, 3)),
        "manufacture_evidence": rng.choice(("chassis", "chassis", "maker", "seat_belt")),
        "odometer_status": "actual",
        "condition_seen_on": seen_on if is_graded else None,
        "details": _details(rng, specimen),
        "particulars": {
            "docs_available": "registered" if specimen.shaken_expiry else rng.choice(("temporary", "export")),
            "recycling": "exempt" if specimen.body_type == "motorcycle" else "paid",
            "price_tax": "without",
            "included_items": sorted(
                rng.sample(("spare_key", "manual", "service_book", "jack", "tools"), rng.randint(1, 4))
            ),
        },
        "condition": _condition(
            rng, specimen, seen_on, "auction" if specimen.condition_source_en == "Auction sheet" else "dealer"
        ),
    }


def _details(rng: random.Random, specimen: DemoVehicle) -> dict[str, Any]:
    kind, body = body_class(specimen.body_type), specimen.body_type
    found: dict[str, Any] = {
        "vehicle_class": _class(specimen),
        "vehicle_use": "bus" if kind is BodyClass.BUS else "cargo" if body in _WORK else "passenger",
        "owners": specimen.owners,
        "one_owner": specimen.owners == 1,
        "history_use": specimen.history,
        "service_book": specimen.service_book,
        "negotiable": rng.random() < 0.4,
        "tyre_tread_pct": rng.randrange(30, 95, 5),
        "tyre_year": min(max(specimen.year + rng.randint(2, 7), 2018), 2026),
        "wheels": "alloy" if "alloy-wheels" in specimen.equipment or kind is BodyClass.MOTORCYCLE else "steel",
        "wheelbase_mm": round(specimen.length_mm * (0.66 if kind is BodyClass.MOTORCYCLE else 0.58) / 5) * 5,
    }
    if kind is BodyClass.MOTORCYCLE:
        return found | {
            "shift": "foot", "motorcycle_kind": "naked" if "CB" in specimen.model.name else "classic", "stroke": "four",
            "cylinders": 4 if "CB" in specimen.model.name else 1, "starter": "electric", "final_drive": "chain",
            "exhaust": rng.choice(("original", "original", "approved")), "bike_abs": "abs" in specimen.equipment,
            "seat_height_mm": 755 if "CB" in specimen.model.name else 790, "fork_straight": "yes", "fairing": "none",
            "tyre_size_front": "120/60ZR17" if "CB" in specimen.model.name else "90/100-18",
            "tyre_size_rear": "160/60ZR17" if "CB" in specimen.model.name else "110/90-18",
        }  # fmt: skip
    found |= {
        "shift": "column" if body in ("van", "kei_van", "minivan") and specimen.transmission == "at" else "floor",
        "drive_layout": _layout(specimen),
        "colour_int": specimen.interior,
        "seat_material": "leather" if "leather" in specimen.equipment else "vinyl" if body in _WORK else "cloth",
        "non_smoker": specimen.non_smoker,
        "tyre_size_front": _TYRES[body],
        "tyre_size_rear": _TYRES[body],
        "spare_tyre": "full" if body in _WORK or body == "suv" else rng.choice(("temporary", "kit")),
    }
    if kind is BodyClass.CAR:
        found["third_row"] = specimen.seats >= 6
    if kind is BodyClass.TRUCK:
        found |= {
            "truck_body": "van" if specimen.shape == "box_truck" else "flat", "cab": "standard", "pto": False,
            "bed_length": rng.choice(("standard", "long")),
        }  # fmt: skip
    if kind in (BodyClass.TRUCK, BodyClass.BUS):
        found |= {"axles": "4×4" if specimen.drive == "4wd" else "4×2", "axle_count": 2, "suspension_kind": "leaf"}
    if specimen.condition_grade:
        letters = (
            "AABB" if specimen.condition_grade in ("5", "4.5") else "BBCC" if specimen.condition_grade == "4" else "CCD"
        )
        found |= {"int_grade": rng.choice(letters), "ext_grade": rng.choice(letters)}
    if specimen.repair_part is not None:
        found["repair_parts"] = [_REPAIRED[specimen.repair_part[0]]]
    return found


def _condition(rng: random.Random, specimen: DemoVehicle, seen_on: date, by: str) -> dict[str, Any]:
    """Claims of one look at the car; of a few something was put right since."""
    claims: dict[str, Any] = {
        "odometer_status": "actual", "repair_history": specimen.repair_history, "flood": "no", "fire": "no",
        "rust": "yes" if any(fault.code.startswith("S") for fault in specimen.faults) else "no",
        "mech_engine": "ok", "mech_gearbox": "ok", "mech_electrical": "ok", "mech_suspension": "ok", "mech_brakes": "ok",
        "mech_leaks": "ok", "start_run": "drives",
    }  # fmt: skip
    if specimen.body_type != "motorcycle":
        claims["mech_air_conditioning"] = "ok"
    earlier: dict[str, list[dict[str, Any]]] = {}
    notes: dict[str, str] = {}
    odd = rng.choice([key for key in _NOTES if key in claims])
    if rng.random() < 0.25:
        claims[odd], notes[odd] = "issue", _NOTES[odd]
    elif rng.random() < 0.15:
        earlier[odd] = observations.with_claim(
            [], "issue", seen_on=seen_on - timedelta(days=30), by="workshop", note=_NOTES[odd]
        )
    return {
        key: observations.with_claim(earlier.get(key, []), claim, seen_on=seen_on, by=by, note=notes.get(key, ""))
        for key, claim in claims.items()
    }


def _class(specimen: DemoVehicle) -> str:
    if specimen.body_type.startswith("kei"):
        return "kei"
    is_small = specimen.width_mm <= 1_700 and specimen.length_mm <= 4_700 and (specimen.displacement_cc or 0) <= 2_000
    return "small" if is_small else "standard"


def _layout(specimen: DemoVehicle) -> str:
    if specimen.drive == "4wd":
        return "part_time" if specimen.body_type in ("kei_truck", "kei_van", "pickup", "truck") else "full_time"
    return "ff" if specimen.body_type in _FRONT_DRIVEN else "fr"


def _month_before(month: str, count: int) -> str:
    number = int(month[:4]) * 12 + int(month[5:]) - 1 - count
    return f"{number // 12}-{number % 12 + 1:02d}"
