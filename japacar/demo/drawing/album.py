"""The pictures of a vehicle: `draw` makes one, `photo_set` lists all that a dealer would upload, with captions.

Pictures that depend only on shape, paint, fuel or trim have the same key and the same bytes for every car, so they are
drawn and stored once. Angles are those of the vehicles room.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from . import cabin, closeups
from .canvas import Canvas
from .paints import PAINTS
from .scene import PLACES, caption
from .views import OUTSIDE, SHAPES, outside

if TYPE_CHECKING:
    from japacar.demo.catalogue_cars import DemoVehicle

CAPTIONS = {
    "front_left": ("Front left", "左前"),
    "left_side": ("Left side", "左側面"),
    "rear_right": ("Rear right", "右後ろ"),
    "front": ("Front", "正面"),
    "rear": ("Rear", "後面"),
    "dashboard": ("Driver's seat", "運転席"),
    "rear_seats": ("Rear seats", "後席"),
    "engine": ("Engine", "エンジン"),
    "odometer": ("Odometer", "走行距離計"),
    "tyre": ("Tyre", "タイヤ"),
    "chassis_plate": ("Chassis plate", "コーションプレート"),
    "fault": ("Fault", "不具合"),
}
_REAR_CAPTIONS = {
    "cargo": ("Load space", "荷室"),
    "bed": ("Load bed", "荷台"),
    "box": ("Inside of the box", "荷箱内部"),
    "rows": ("Passenger seats", "客室"),
    "saddle": ("Seat", "シート"),
}
_WORK = {"van", "kei_van", "kei_truck", "truck", "box_truck", "microbus"}
_BEHIND = {
    "van": "cargo",
    "kei_van": "cargo",
    "kei_truck": "bed",
    "truck": "bed",
    "pickup": "seats",
    "box_truck": "box",
    "microbus": "rows",
    "motorcycle": "saddle",
}
_TRIMLESS = {"bed", "box", "saddle", "rows"}
_ENGINES = {"plug_in_hybrid": "hybrid"}


class Shot(NamedTuple):
    """One picture to upload: what it shows, its captions, and how to make its bytes.

    Equal keys have equal bytes. A private one is for the deal's parties; `fault` is the number of the fault it shows.
    """

    angle: str
    caption_en: str
    caption_ja: str
    make_bytes: Callable[[], bytes]
    key: str
    is_private: bool = False
    fault: int | None = None


def backdrop_of(shape: str, colour: str) -> int:
    """The place where cars of this shape and paint are always drawn, so that they share their pictures."""
    return (SHAPES.index(shape) * 3 + PAINTS.index(colour) * 2) % len(PLACES)


def draw(
    shape: str,
    colour: str,
    angle: str,
    *,
    odometer: int | None = None,
    frame_number: str | None = None,
    backdrop: int | None = None,
    fuel: str = "petrol",
    trim: str = "black",
    tread_mm: int = 6,
    plate: tuple[str, str, str, str] = ("Sample", "", "", ""),
    fault_code: str = "A1",
) -> bytes:
    """A JPEG of 1600 × 1200. `plate` is make, model code, engine model and displacement for the chassis plate.

    Raises KeyError for an angle that is none of CAPTIONS and ValueError for an unknown shape or paint.
    """
    if angle in OUTSIDE:
        place = backdrop_of(shape, colour) if backdrop is None else backdrop
        return outside(shape, colour, angle, place).jpeg()
    makers: dict[str, Callable[[], Canvas]] = {
        "dashboard": lambda: cabin.dashboard(_cabin_of(shape), trim),
        "rear_seats": lambda: cabin.behind(_BEHIND.get(shape, "seats"), trim),
        "engine": lambda: closeups.engine(_engine_of(shape, fuel)),
        "odometer": lambda: closeups.odometer(odometer or 0, digital=_is_digital(shape, fuel)),
        "tyre": lambda: closeups.tyre(_rim_of(shape), tread_mm),
        "chassis_plate": lambda: closeups.chassis_plate(
            make=plate[0],
            model_code=plate[1],
            frame_number=frame_number or "",
            engine_model=plate[2],
            displacement=plate[3],
        ),
        "fault": lambda: closeups.fault(colour, fault_code),
    }
    canvas = makers[angle]()
    caption(canvas)
    return canvas.jpeg()


def photo_set(vehicle: DemoVehicle) -> list[Shot]:
    """The pictures of one car in the order of upload: ten views, one for each fault, and the private chassis plate."""
    return [*_views(vehicle), *_faults(vehicle), _plate(vehicle)]


def _views(vehicle: DemoVehicle) -> list[Shot]:
    shape, colour, fuel, trim = vehicle.shape, vehicle.colour, vehicle.fuel, vehicle.interior
    behind = _BEHIND.get(shape, "seats")
    tread = 3 + vehicle.number % 5
    keys = {
        **{angle: f"{shape}-{colour}-{angle}" for angle in OUTSIDE},
        "dashboard": f"dashboard-{_cabin_of(shape)}" + ("" if shape == "motorcycle" else f"-{trim}"),
        "rear_seats": f"behind-{behind}" + ("" if behind in _TRIMLESS else f"-{trim}"),
        "engine": f"engine-{_engine_of(shape, fuel)}",
        "odometer": f"odometer-{vehicle.mileage_km}-{_is_digital(shape, fuel)}",
        "tyre": f"tyre-{_rim_of(shape)}-{tread}",
    }
    if behind in _TRIMLESS:
        trim = "grey" if behind == "rows" else "black"
    shots = []
    for angle, key in keys.items():
        words = _REAR_CAPTIONS.get(behind, CAPTIONS[angle]) if angle == "rear_seats" else CAPTIONS[angle]
        used = vehicle.interior if angle == "dashboard" else trim
        make = partial(draw, shape, colour, angle, odometer=vehicle.mileage_km, fuel=fuel, trim=used, tread_mm=tread)
        shots.append(Shot(angle, *words, make, key))
    return shots


def _faults(vehicle: DemoVehicle) -> list[Shot]:
    return [
        Shot(
            "fault",
            f"{fault.code} {fault.words_en}",
            f"{fault.code} {fault.words_ja}",
            partial(draw, vehicle.shape, vehicle.colour, "fault", fault_code=fault.code),
            f"fault-{vehicle.colour}-{fault.code}",
            fault=number,
        )
        for number, fault in enumerate(vehicle.faults)
    ]


def _plate(vehicle: DemoVehicle) -> Shot:
    size = f"{vehicle.displacement_cc:,} cc" if vehicle.displacement_cc else f"{vehicle.rated_output_kw} kW"
    words = (vehicle.model.make, vehicle.model_code, vehicle.engine_model, size)
    make = partial(draw, vehicle.shape, vehicle.colour, "chassis_plate", frame_number=vehicle.frame_number, plate=words)
    return Shot("chassis_plate", *CAPTIONS["chassis_plate"], make, f"plate-{vehicle.frame_number}", is_private=True)


def _cabin_of(shape: str) -> str:
    if shape == "motorcycle":
        return "motorcycle"
    return "work" if shape in _WORK else "car"


def _engine_of(shape: str, fuel: str) -> str:
    return "motorcycle" if shape == "motorcycle" else _ENGINES.get(fuel, fuel)


def _rim_of(shape: str) -> str:
    return "steel" if shape in _WORK else "alloy"


def _is_digital(shape: str, fuel: str) -> bool:
    return fuel in {"hybrid", "electric", "plug_in_hybrid"} and shape != "motorcycle"
