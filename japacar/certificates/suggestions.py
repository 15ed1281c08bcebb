"""What a listing may start with, worked out from a certificate's facts. The dealer chooses; nothing here is decided.

The one thing to know: 車体の形状 is no body type (an SUV may be 箱型 or ステーションワゴン), so several are offered,
likeliest first, in the words of the listing (vehicles.models)."""

from dataclasses import dataclass
from types import MappingProxyType

from japacar.certificates.fields import CertificateFields, Drive, Fuel, Use, VehicleClass
from japacar.kernel import frame_numbers

# Two and three wheels (vehicle-codes.md 3.3), and those that need no inspection.
_MOTORCYCLE_CODES = frozenset({"004", "005", "006", "007", *(str(code) for code in range(110, 118))})
# 車いす移動車 and 身体障害者輸送車, as papers write them.
_CARRYING_PEOPLE = ("車いす", "車椅子", "身体障害者")
_TALL_MM = 1_650
_LISTED_FUEL = MappingProxyType(
    {
        Fuel.LPG_HYBRID: "hybrid",
        Fuel.PETROL_LPG: "lpg",
        Fuel.PETROL_KEROSENE: "petrol",
        Fuel.LNG: "other",
        Fuel.ANG: "other",
        Fuel.METHANOL: "other",
        Fuel.KEROSENE: "other",
    }
)


@dataclass(frozen=True)
class Suggestions:
    """Values that a listing's form offers. Empty where the certificate says nothing."""

    make: str | None
    year: int | None
    body_types: tuple[str, ...]
    fuel: str | None
    drive: Drive | None
    steering: str


def suggest(fields: CertificateFields) -> Suggestions:
    """Everything that follows from the facts. Japan drives on the left, so the wheel is most likely on the right."""
    bodies = ("motorcycle",) if _is_motorcycle(fields) else _body_types(fields)
    has_wheel = bodies[0] not in ("motorcycle", "trailer")
    return Suggestions(
        make=fields.make,
        year=int(fields.first_registration[:4]) if fields.first_registration else None,
        body_types=bodies,
        fuel=_fuel(fields),
        drive=fields.drive if has_wheel else None,
        steering="right" if has_wheel else "",
    )


def _fuel(fields: CertificateFields) -> str | None:
    """The listing's word. A plug-in is told by its emission prefix (vehicle-codes.md 3.1), the print says hybrid."""
    if fields.fuel is None:
        return None
    emission = frame_numbers.decode_emission(fields.emission_prefix or "")
    if fields.fuel in (Fuel.HYBRID, Fuel.DIESEL_HYBRID) and emission and emission.power.endswith("_plug_in"):
        return "plug_in_hybrid"
    return _LISTED_FUEL.get(fields.fuel, fields.fuel.value)


def _is_motorcycle(fields: CertificateFields) -> bool:
    return fields.body_shape_code in _MOTORCYCLE_CODES or "オートバイ" in (fields.body_shape or "")


def _body_types(fields: CertificateFields) -> tuple[str, ...]:
    if fields.vehicle_class is VehicleClass.LARGE_SPECIAL:
        return ("machinery",)
    if fields.use is Use.BUS:
        return ("bus",)
    if "トレーラ" in (fields.body_shape or ""):
        return ("trailer", "truck")
    if fields.use is Use.SPECIAL:
        return _special(fields)
    if fields.use is Use.CARGO:
        return _kei_cargo(fields) if fields.kei else _cargo(fields)
    return _kei_passenger(fields) if fields.kei else _passenger(fields)


def _special(fields: CertificateFields) -> tuple[str, ...]:
    """Number 8: a car that carries wheelchairs or beds is still the car that it was built on; what works stands on a truck."""
    if fields.kei:
        return ("kei_van", "kei_car", "kei_truck")
    if any(word in (fields.body_shape or "") for word in _CARRYING_PEOPLE):
        return ("minivan", "van", "wagon", "microbus")
    return ("van", "truck", "machinery")


def _kei_cargo(fields: CertificateFields) -> tuple[str, ...]:
    """A kei truck has two seats; a kei van has two and a folding bench, printed as a second number of seats."""
    is_truck = fields.seats == 2 and fields.seats_alt is None and "バン" not in (fields.body_shape or "")
    return ("kei_truck", "kei_van") if is_truck else ("kei_van", "kei_truck")


def _cargo(fields: CertificateFields) -> tuple[str, ...]:
    shape = fields.body_shape or ""
    if "バン" in shape or "ステーション" in shape or shape == "箱型":
        return ("van", "wagon")
    if "ピックアップ" in shape or "ボンネット" in shape:
        return ("pickup", "truck")
    return ("truck", "pickup", "van")


def _kei_passenger(fields: CertificateFields) -> tuple[str, ...]:
    return ("convertible", "kei_car") if "幌" in (fields.body_shape or "") else ("kei_car", "kei_van", "suv")


def _passenger(fields: CertificateFields) -> tuple[str, ...]:
    shape, seats = fields.body_shape or "", fields.seats or 0
    is_tall = (fields.height_mm or 0) >= _TALL_MM
    if "幌" in shape:
        return ("convertible", "suv")
    if seats and seats <= 2:
        return ("coupe", "convertible")
    if seats >= 6:
        return ("minivan", "suv", "wagon")
    if is_tall:
        return ("suv", "minivan", "wagon")
    if "ステーション" in shape:
        return ("wagon", "hatchback", "suv")
    return ("sedan", "hatchback", "coupe")
