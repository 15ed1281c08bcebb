"""Invented vehicles, and the messages that the codes of each kind of certificate would carry (vehicle-codes.md 1.1-1.4).

The one thing to know: `expected` says what a reading must give, in the words of fields.py; whatever else is read is
wrong."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

FORMS = (
    "paper",
    "card",
    "record sheet",
    "deregistration",
    "kei paper, old",
    "kei paper",
    "kei card",
    "kei record sheet",
    "kei misprint",
)
NO_EXPIRY = "999999"
_AREAS = ("品川", "札幌", "尾張小牧", "横浜", "なにわ", "福岡", "室蘭", "とちぎ")
_KANA = "さすせそたちつてとなにぬねのはひふほまみむめもやゆらりるろ"
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
# Model with its emission prefix, beginning of the frame number, engine, fuel (code and word), whether the wheels all turn.
_CARS = (
    ("DAA-ZVW50", "ZVW50", "2ZR-1NM", "14", "hybrid", False),
    ("6AA-ZVW55", "ZVW55", "2ZR-1NM-3NM", "14", "hybrid", True),
    ("DBA-GRS200", "GRS200", "4GR-FSE", "01", "petrol", False),
    ("QDF-TRH200V", "TRH200", "1KD-FTV", "02", "diesel", False),
    ("E-FD3S", "FD3S", "13B-REW", "01", "petrol", False),
    ("ZAA-ZE1", "ZE1", "EM57", "05", "electric", False),
    ("GF-S15*K", "S15", "SR20", "01", "petrol", False),
    ("2KG-FRR90S2", "FRR90", "4HK1", "02", "diesel", False),
)
_KEI = (
    ("DBA-LA100S", "LA100S", "KF", "01", "petrol"),
    ("EBD-DA17V", "DA17V", "R06A", "01", "petrol"),
    ("6AA-MH85S", "MH85S", "R06D-WA05C", "14", "hybrid"),
)


@dataclass(frozen=True)
class Specimen:
    """One certificate: the messages of its codes in the order of print, each split into so many symbols."""

    form: str
    messages: tuple[tuple[str, int], ...]
    expected: dict[str, Any]
    printed: tuple[tuple[str, str], ...]


def specimen(form: str, random: Random) -> Specimen:
    """An invented certificate of one of `FORMS`."""
    return _kei(form, random) if form.startswith("kei") else _ordinary(form, random)


def _ordinary(form: str, random: Random) -> Specimen:
    model, prefix, engine, fuel_code, fuel, all_wheels = random.choice(_CARS)
    facts = _common(random, model, prefix, f"{random.randrange(10**6, 10**7)}", engine, form == "card")
    type_no, category = f"{random.randrange(10_000, 20_000)}", f"{random.randrange(1, 999):04}"
    front, rear = random.randrange(70, 180), random.randrange(50, 120)
    near, drive = random.randrange(85, 104), "1" if all_wheels else "2"
    spec = random.choice((type_no + category, ""))
    code_3 = (
        f"2/-  /{spec}/{facts['expiry']}/{facts['first']}/{model}/{front:04}/-   /-   /{rear:04}"
        f"/13/{near:03}/{drive}/0/-/-   /-    /{NO_EXPIRY}/{fuel_code}"
    )
    kind = "2" if form == "deregistration" else "1"
    code_2 = f"2/{facts['plate']}/1/{facts['chassis']}/{engine}/{kind}"
    expected = {
        **facts["expected"],
        "kei": False,
        "axle_ff": front * 10,
        "axle_rr": rear * 10,
        "near_noise_db": near,
        "noise_rule": "H13",
        "drive": "4wd" if all_wheels else "2wd",
        "fuel": fuel,
        "fuel_code": fuel_code,
    }
    if spec:
        expected |= {"type_designation_no": type_no, "category_no": category}
    filler = tuple((f"{random.randrange(10**40):040}", 1) for _ in range(3 if form == "paper" else 0))
    messages = (*filler[:1], (code_3, 3), (code_2, 2), *filler[1:])
    return Specimen(form, messages, expected, _printed(facts, model, engine))


def _kei(form: str, random: Random) -> Specimen:
    model, prefix, engine, fuel_code, fuel = random.choice(_KEI)
    facts = _common(random, model, prefix, f"{random.randrange(10**5, 10**6)}", engine, form == "kei card")
    type_no, category = f"{random.randrange(10_000, 20_000)}", f"{random.randrange(1, 999):04}"
    front, rear, near = random.randrange(40, 60), random.randrange(25, 45), random.randrange(85, 104)
    is_new = form in ("kei card", "kei record sheet", "kei misprint")
    head = f"/-  /{type_no}{category}/{facts['expiry']}/{facts['first']}/{model}"
    axles, noise = (f"/{front:04}", "/-/-", f"/{rear:04}"), f"/10/{near:03}"
    order = (axles[0], axles[2], noise, axles[1]) if form == "kei misprint" else (*axles, noise)
    end = f"/{fuel_code}/999" if is_new else f"/{NO_EXPIRY}"
    spec = f"K/{32 if is_new else 31}{head}{''.join(order)}/-/-/-/-   /-    {end}"
    plate = f"K/22/{facts['plate']}/1/{facts['chassis']}/{engine}/1"
    expected = {
        **facts["expected"],
        "kei": True,
        "vehicle_class": "kei",
        "type_designation_no": type_no,
        "category_no": category,
        "axle_ff": front * 10,
        "axle_rr": rear * 10,
        "near_noise_db": near,
        "noise_rule": "H10",
    }
    if is_new:
        expected |= {"fuel": fuel, "fuel_code": fuel_code}
    messages: tuple[tuple[str, int], ...] = ((spec, 1), (plate, 1))
    if form == "kei paper":
        seats, weight = 4, (front + rear) * 10
        use = f"K/71/1/1/1/001/{seats}/-/-/-/{weight + 55 * seats}/-/151/-/-"
        personal = (("K/51/" + _wide("見本　太郎"), 1), ("K/61/" + _wide("見本県見本市見本町１"), 1))
        messages = ((use, 1), personal[1], personal[0], *messages)
        expected |= {"seats": seats, "gvw_kg": weight + 55 * seats, "body_shape_code": "001"}
        expected |= {"make": "Daihatsu", "make_code": "151"}
    filler = ((f"{random.randrange(10**30):030}", 1),) if form.startswith("kei paper") else ()
    return Specimen(form, (*filler, *messages), expected, _printed(facts, model, engine))


def _common(random: Random, model: str, prefix: str, serial: str, engine: str, is_card: bool) -> dict[str, Any]:
    area, kana = random.choice(_AREAS), random.choice(_KANA)
    group, number = str(random.choice((300, 301, 330, 500, 580, 55, 100))), str(random.randrange(1, 9999))
    first = date(random.randrange(1998, 2025), random.randrange(1, 13), 1)
    expiry = date(random.randrange(2027, 2029), random.randrange(1, 13), random.randrange(1, 28))
    chassis = f"{prefix}-{serial}"
    plain = model.replace("*K", "改")
    expected = {
        "registration_no": f"{area} {group} {kana} {number}",
        "chassis_no": chassis,
        "engine_model": engine,
        "first_registration": f"{first:%Y-%m}",
        "model_code": plain,
        "emission_prefix": plain.partition("-")[0],
        "modified": plain.endswith("改"),
    }
    if not is_card:
        expected["shaken_expiry"] = expiry.isoformat()
    plate = f"{area:　<4}{_wide(group):　<3}{kana}{_wide(number):　>4}"
    return {
        "chassis": chassis,
        "plate": plate,
        "first": f"{first:%y%m}",
        "expiry": NO_EXPIRY if is_card else f"{expiry:%y%m%d}",
        "expected": expected,
    }


def _printed(facts: dict[str, Any], model: str, engine: str) -> tuple[tuple[str, str], ...]:
    """What stands on the sheet beside the codes, so that they are found among text."""
    said = facts["expected"]
    return (
        ("First registration", said["first_registration"]),
        ("Chassis no.", facts["chassis"]),
        ("Model", model),
        ("Engine model", engine),
        ("Valid until", said.get("shaken_expiry", "see the record sheet")),
    )


def _wide(text: str) -> str:
    return text.translate(_WIDE)
