"""Which item of the official file each fact is read from, and how (item names and quirks: vehicle-codes.md 1.8).

The one thing to know: WANTED is made by asking the readers below, so an item that no reader names stays in the file."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeVar

from japacar.certificates import containers, tables, values
from japacar.certificates.fields import CertificateFields, Fuel
from japacar.certificates.rules import Finding
from japacar.certificates.values import MonthUnknown, Unreadable

# Beyond these a number is a misreading, not a vehicle.
MOST_KG = 200_000
MOST_CM = 3_000
MOST_SEATS = 200
MOST_LITRES = 60
MOST_KW = 5_000
MOST_DB = 200

#: Gives the text of an item, "" where the file has none.
Item = Callable[[str], str]
Readers = Mapping[str, Callable[[Item], Any]]
T = TypeVar("T")


def facts_from(
    readers: Readers, found: Mapping[str, str], findings: list[Finding], *, unread: str = "unreadable"
) -> CertificateFields:
    """What the readers make of these items; one that cannot be read is a finding of the code `unread`."""
    facts: dict[str, Any] = {}
    for key, reader in readers.items():
        try:
            facts[key] = reader(lambda name: found.get(name, ""))
        except MonthUnknown as only:
            findings.append(Finding("month_unknown", (key,), {"year": only.year}))
        except Unreadable:
            findings.append(Finding(unread, (key,)))
    return CertificateFields(**facts)


def _day(item: Item, name: str) -> date | None:
    return values.era_day(*(item(name + part) for part in "EYMD"))


def _month(item: Item, *names: str) -> str | None:
    return next(filter(None, (values.era_month(*(item(name + part) for part in "EYM")) for name in names)), None)


def _first(item: Item, name: str, most: int) -> int | None:
    found = values.pair(item(name), item("Note" + name), most=most)
    # No vehicle weighs or seats nothing: a zero stands where the sheet has a line.
    return found.first or None if found else None


def _second(item: Item, name: str, most: int) -> int | None:
    try:
        found = values.pair(item(name), item("Note" + name), most=most)
    except Unreadable:
        # The first value of the same item has told so already.
        return None
    return found.second if found else None


def _millimetres(item: Item, name: str) -> int | None:
    """The sheet prints centimetres."""
    found = values.whole(item(name), most=MOST_CM)
    return found * 10 if found else None


def _axle(item: Item, *names: str) -> int | None:
    return next((kg for name in names if (kg := values.whole(item(name), most=MOST_KG))), None)


def _looked_up(table: Mapping[str, T], raw: str) -> T | None:
    word = values.word(raw)
    if word is None:
        return None
    if word not in table:
        raise Unreadable
    return table[word]


def _make(item: Item) -> str | None:
    printed, word = values.line(item("CarName")), values.word(item("CarName"))
    return None if word is None or word in tables.NO_MAKE else tables.MAKES.get(word, printed)


def _is_kei(item: Item) -> bool | None:
    told = {"01": False, "02": True}.get(values.code(item("RegistCarLightCar")) or "")
    return "軽" in (values.word(item("CarKind")) or "") or None if told is None else told


def _engine_size(item: Item) -> tuple[Decimal, str] | None:
    """総排気量又は定格出力 with its unit: as printed, else of the item beside it, else by the fuel."""
    size = values.power(item("Displacement"))
    if size is None:
        return None
    number, unit = size
    beside = {"": "", "L": "L", "KW": "kW"}.get(values.word(item("DisplacementUnit")) or "")
    if beside is None:
        raise Unreadable
    fuel = tables.FUEL_BY_WORD.get(values.word(item("FuelClass")) or "") or _fuel_of_code(item)
    return number, unit or beside or ("kW" if fuel in tables.RATED_IN_KW else "L")


def _displacement(item: Item) -> int | None:
    size = _engine_size(item)
    if size is None:
        return None
    number, unit = size
    if number > (MOST_LITRES if unit == "L" else MOST_KW):
        raise Unreadable
    return int(number * 1000) or None if unit == "L" else None


def _rated_output(item: Item) -> Decimal | None:
    try:
        size = _engine_size(item)
    except Unreadable:
        # The displacement is read from the same item and has told so already.
        return None
    return size[0] if size and size[1] == "kW" and size[0] <= MOST_KW else None


def _fuel_code(item: Item) -> str | None:
    raw = item("TwodimensionCodeInfoFuelClassCode") or item("TwodimensionCodeInfoNenryoCode")
    found = values.digits(raw, r"\d{2}")
    return None if found == "00" else found


def _fuel_of_code(item: Item) -> Fuel | None:
    try:
        return tables.FUEL_BY_CODE.get(_fuel_code(item) or "")
    except Unreadable:
        return None


def coded_readers(today: date) -> Readers:
    """The items that repeat the 2D codes of the sheet, in the values of vehicle-codes.md 1.2 to 1.4."""
    code = "TwodimensionCodeInfo"
    spec = code + "ModelSpecifyNoClassifyAroundNo"
    return {
        "registration_no": lambda item: values.plate(item(code + "EntryNoCarNo")),
        "chassis_no": lambda item: values.code(item(code + "CarNo")),
        "chassis_stamp_location": lambda item: values.digits(item(code + "CarNoStampPlace"), r"\d{3}"),
        "first_registration": lambda item: values.western_month(
            item(code + "Firstregistdate") or item(code + "Firstexamdate"), today=today
        ),
        "shaken_expiry": lambda item: values.western_day(item(code + "ValidPeriodExpirdate"), today=today),
        "model_code": lambda item: values.code(item(code + "Model")),
        "type_designation_no": lambda item: (values.specification(item(spec)) or (None,))[0],
        "category_no": lambda item: (values.specification(item(spec)) or (None,))[-1],
        "engine_model": lambda item: values.code(item(code + "EngineModel")),
        "axle_ff": lambda item: values.tens_of_kg(item(code + "FfAxWgt")),
        "axle_fr": lambda item: values.tens_of_kg(item(code + "FrAxWgt")),
        "axle_rf": lambda item: values.tens_of_kg(item(code + "RfAxWgt")),
        "axle_rr": lambda item: values.tens_of_kg(item(code + "RrAxWgt")),
        "noise_rule": lambda item: tables.NOISE_BY_CODE.get(values.code(item(code + "NoiseReg")) or ""),
        "near_noise_db": lambda item: values.whole(item(code + "NearNoiseReg"), most=MOST_DB),
        "drive": lambda item: tables.DRIVE_BY_CODE.get(values.code(item(code + "DriveMethod")) or ""),
        "fuel": _fuel_of_code,
        "fuel_code": _fuel_code,
    }


PRINTED: Readers = MappingProxyType(
    {
        "registration_no": lambda item: values.plate(item("EntryNoCarNo")),
        "chassis_no": lambda item: values.code(item("CarNo")),
        "certificate_no": lambda item: values.digits(item("ElectCertMgNo"), r"\d{6,20}"),
        "car_id": lambda item: values.digits(item("CarId"), r"[0-9A-Z]{6,20}"),
        "issued_on": lambda item: _day(item, "ElectCertPublishdate"),
        "granted_on": lambda item: _day(item, "Grantdate"),
        "registered_on": lambda item: _day(item, "Reggrantdate"),
        "first_registration": lambda item: _month(item, "Firstregistdate", "Firstexamdate"),
        "shaken_expiry": lambda item: _day(item, "ValidPeriodExpirdate"),
        "kei": _is_kei,
        "make": _make,
        "make_ja": lambda item: values.line(item("CarName")),
        "make_code": lambda item: values.digits(item("CarNameCode"), r"\d{1,4}"),
        "model_code": lambda item: values.code(item("Model")),
        "type_designation_no": lambda item: values.digits(item("ModelSpecifyNo"), r"\*?\d{4,5}"),
        "category_no": lambda item: values.digits(item("ClassifyAroundNo"), r"\d{4}"),
        "engine_model": lambda item: values.code(item("EngineModel")),
        "vehicle_class": lambda item: _looked_up(tables.CLASS_BY_WORD, item("CarKind")),
        "use": lambda item: _looked_up(tables.USE_BY_WORD, item("Use")),
        "purpose": lambda item: _looked_up(tables.PURPOSE_BY_WORD, item("PrivateBusiness")),
        "body_shape": lambda item: values.line(item("CarShape")),
        "body_shape_code": lambda item: values.digits(item("CarShapeCode"), r"\d{1,4}"),
        "seats": lambda item: _first(item, "Cap", MOST_SEATS),
        "seats_alt": lambda item: _second(item, "Cap", MOST_SEATS),
        "max_load_kg": lambda item: _first(item, "Maxloadage", MOST_KG),
        "max_load_kg_alt": lambda item: _second(item, "Maxloadage", MOST_KG),
        "weight_kg": lambda item: _first(item, "CarWgt", MOST_KG),
        "weight_kg_alt": lambda item: _second(item, "CarWgt", MOST_KG),
        "gvw_kg": lambda item: _first(item, "CarTotalWgt", MOST_KG),
        "gvw_kg_alt": lambda item: _second(item, "CarTotalWgt", MOST_KG),
        "length_mm": lambda item: _millimetres(item, "Length"),
        "width_mm": lambda item: _millimetres(item, "Width"),
        "height_mm": lambda item: _millimetres(item, "Height"),
        "axle_ff": lambda item: _axle(item, "FfAxWgt", "FAxWgt"),
        "axle_fr": lambda item: _axle(item, "FrAxWgt"),
        "axle_rf": lambda item: _axle(item, "RfAxWgt"),
        "axle_rr": lambda item: _axle(item, "RrAxWgt", "RAxWgt"),
        "displacement_cc": _displacement,
        "rated_output_kw": _rated_output,
        "fuel": lambda item: _looked_up(tables.FUEL_BY_WORD, item("FuelClass")),
    }
)


def _asked_for() -> frozenset[str]:
    """The names of all items that any reader asks for: exactly what is taken out of a file."""
    asked = {containers.VERSION, containers.NOTE}

    def note_down(name: str) -> str:
        asked.add(name)
        return ""

    for reader in (*PRINTED.values(), *coded_readers(date.max).values()):
        reader(note_down)
    # Asked for only once a value stands in the item beside them.
    return frozenset(asked | {"DisplacementUnit"})


WANTED = _asked_for()
