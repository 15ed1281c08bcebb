"""What the photos of a vehicle should show, and what a new one probably shows. Pure: nothing here asks the database.

The one thing to know: a name that the dealer gave the file is his word; the order of sending is only a guess, which is
marked until he has confirmed it. The name itself is not kept."""

import re
from collections.abc import Collection, Sequence

from japacar.kernel.text import nfkc
from japacar.vehicles.models import BodyType, Photo

_A = Photo.Angle
#: What buyers ask for, in the order in which it is photographed: once around the car, then inside, then beneath.
_CAR = (
    _A.FRONT_LEFT, _A.REAR_RIGHT, _A.LEFT_SIDE, _A.RIGHT_SIDE, _A.DASHBOARD, _A.REAR_SEATS, _A.ODOMETER, _A.ENGINE,
    _A.UNDERBODY, _A.CHASSIS_PLATE,
)  # fmt: skip
_MOTORCYCLE = (
    _A.FRONT_LEFT, _A.REAR_RIGHT, _A.LEFT_SIDE, _A.RIGHT_SIDE, _A.ODOMETER, _A.ENGINE, _A.TYRE, _A.CHASSIS_PLATE,
)  # fmt: skip
_HEAVY = (
    _A.FRONT_LEFT, _A.REAR_RIGHT, _A.LEFT_SIDE, _A.RIGHT_SIDE, _A.DASHBOARD, _A.REAR_SEATS, _A.ODOMETER, _A.ENGINE,
    _A.TYRE, _A.UNDERBODY, _A.CHASSIS_PLATE,
)  # fmt: skip
_MACHINERY = (
    _A.FRONT_LEFT, _A.REAR_RIGHT, _A.LEFT_SIDE, _A.RIGHT_SIDE, _A.DASHBOARD, _A.ODOMETER, _A.ENGINE, _A.UNDERBODY,
    _A.CHASSIS_PLATE,
)  # fmt: skip
_TRAILER = (
    _A.FRONT_LEFT, _A.REAR_RIGHT, _A.LEFT_SIDE, _A.RIGHT_SIDE, _A.REAR_SEATS, _A.TYRE, _A.UNDERBODY, _A.CHASSIS_PLATE,
)  # fmt: skip
_BY_BODY = {
    BodyType.TRAILER: _TRAILER,
    BodyType.MICROBUS: _HEAVY,
    BodyType.MOTORCYCLE: _MOTORCYCLE,
    BodyType.MACHINERY: _MACHINERY,
    BodyType.TRUCK: _HEAVY,
    BodyType.BUS: _HEAVY,
    BodyType.KEI_TRUCK: _HEAVY,
}
# English at the beginning of a word, Japanese anywhere. The first that is found counts, so the narrower words stand first.
_WORDS = (
    (_A.CHASSIS_PLATE, r"chassis|vin\b|caution", "コーション|車台"),
    (_A.ODOMETER, r"odo|meter|mileage", "メーター|走行|距離"),
    (_A.FAULT, r"damage|scratch|dent|fault|rust", "キズ|傷|凹|ヘコミ|サビ|錆"),
    (_A.UNDERBODY, r"under", "下回|下廻|床下"),
    (_A.ENGINE, r"engine|bonnet|hood", "エンジン|機関"),
    (_A.TYRE, r"tyre|tire|wheel", "タイヤ|ホイール"),
    (_A.REAR_SEATS, r"rear.?seat|back.?seat|trunk|boot|cargo|load", "後席|後部座席|荷台|荷室|トランク"),
    (_A.DASHBOARD, r"dash|interior|seat|cockpit|steering", "内装|運転席|インパネ|室内|シート"),
    (_A.FRONT_LEFT, r"front.?left|left.?front", "左前|前左"),
    (_A.REAR_RIGHT, r"(?:rear|back).?right|right.?(?:rear|back)", "右後|後右"),
    (_A.LEFT_SIDE, r"left", "左"),
    (_A.RIGHT_SIDE, r"right", "右"),
    (_A.FRONT, r"front", "前|正面"),
    (_A.REAR, r"rear|back", "後"),
)
_NAMED = tuple((angle, re.compile(f"(?<![a-z])(?:{english})|{japanese}", re.I)) for angle, english, japanese in _WORDS)
#: Angles of which a listing may well have several: none of them is taken by one photo.
_MANY = frozenset({_A.FAULT, _A.TYRE, _A.OTHER})


def wanted(body_type: str) -> tuple[Photo.Angle, ...]:
    """The angles that a listing of this body should have. A car where the body is not known yet."""
    return _BY_BODY.get(BodyType(body_type), _CAR) if body_type in BodyType.values else _CAR


def missing(body_type: str, shown: Collection[str]) -> list[Photo.Angle]:
    return [angle for angle in wanted(body_type) if angle not in shown]


def not_shown(body_type: str, shown: Collection[str]) -> list[Photo.Angle]:
    """What a buyer is told that the photos lack; nothing while there are none, and the chassis plate is not for him."""
    return [angle for angle in missing(body_type, shown) if angle is not _A.CHASSIS_PLATE] if shown else []


def named(name: str) -> Photo.Angle | None:
    """What the name of a file says, as `03_エンジン.jpg` or `rear-right.heic`; None for `IMG_2041.jpg`."""
    stem = nfkc(name).rsplit(".", 1)[0].replace("_", " ")
    return next((angle for angle, words in _NAMED if words.search(stem)), None)


def by_order(place: int, body_type: str, private: Collection[str], shown: Collection[str]) -> Photo.Angle:
    """What the photo at this place (from 0) shows when somebody photographs in the usual order.

    A private view is never guessed: a wrong guess would hide a photo from buyers."""
    order: Sequence[Photo.Angle] = [angle for angle in wanted(body_type) if angle not in private]
    angle = order[place] if 0 <= place < len(order) else _A.OTHER
    return _A.OTHER if angle in shown and angle not in _MANY else angle
