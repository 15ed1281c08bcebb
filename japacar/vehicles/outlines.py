"""Which outline a body has for its faults, and where each part lies on it. The drawings themselves are in
ui/templates/ui/components/outlines.html, 320 × 372, the front at the top.

The one thing to know: the drawing and the list of parts come from here alike, so what can be tapped can be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise

from japacar.vehicles.models import BodyType
from japacar.vehicles.vocabulary import PANELS

Place = tuple[int, int]


@dataclass(frozen=True)
class Outline:
    """`name` is that of the drawing; `pins` say where a part lies on it, `beside` which parts only the list has."""

    name: str
    pins: Mapping[str, Place]
    beside: tuple[str, ...]

    def panels(self) -> dict[str, Promise]:
        """Every part that may be named, with its words."""
        return {panel: PANELS[panel] for panel in (*self.pins, *self.beside)}


def _both(name: str, x: int, y: int) -> dict[str, Place]:
    """A part that both sides have; `x` is that of the left one."""
    return {f"{name}-left": (x, y), f"{name}-right": (320 - x, y)}


def _wheels(x: int, front: int, rear: int) -> dict[str, Place]:
    return {**_both("wheel-front", x, front), **_both("wheel-rear", x, rear)}


_INSIDE = ("engine", "interior", "underbody")
_CAR = Outline(
    "car",
    {
        "front-bumper": (124, 28), "bonnet": (160, 60), "windscreen": (160, 130), "roof": (160, 176),
        **_both("front-wing", 66, 62), **_both("front-door", 71, 150), **_both("rear-door", 71, 232),
        **_both("sill", 36, 192), **_both("rear-quarter", 66, 318), "tailgate": (126, 314), "rear-bumper": (196, 344),
        **_wheels(34, 92, 296),
    },
    _INSIDE,
)  # fmt: skip
_VAN = Outline(
    "van",
    {
        "front-bumper": (124, 28), "front-panel": (188, 54), "windscreen": (160, 92), "roof": (160, 200),
        **_both("front-door", 68, 86), **_both("slide-door", 68, 164), **_both("rear-quarter", 68, 256),
        **_both("sill", 30, 196), "tailgate": (130, 314), "rear-bumper": (196, 344), **_wheels(30, 104, 292),
    },
    _INSIDE,
)  # fmt: skip
_PICKUP = Outline(
    "pickup",
    {
        "front-bumper": (124, 27), "bonnet": (160, 60), "windscreen": (160, 108), "roof": (160, 150),
        **_both("front-wing", 68, 66), **_both("front-door", 68, 112), **_both("rear-door", 68, 148),
        "frame": (160, 196), "bed": (160, 246), **_both("gate", 68, 240), "tailgate": (130, 319),
        "rear-bumper": (196, 345), **_wheels(30, 92, 286),
    },
    (*_INSIDE, "sill-left", "sill-right"),
)  # fmt: skip
_TRUCK = Outline(
    "truck",
    {
        "front-bumper": (124, 25), "front-panel": (192, 48), "windscreen": (160, 78), "roof": (160, 112),
        **_both("front-door", 74, 112), "frame": (160, 146), "bed": (160, 230), **_both("gate", 80, 230),
        "gate-rear": (130, 326), "rear-bumper": (196, 348), "tank": (30, 200), **_wheels(30, 112, 290),
    },
    _INSIDE,
)  # fmt: skip
_BUS = Outline(
    "bus",
    {
        "front-bumper": (124, 27), "front-panel": (192, 48), "windscreen": (150, 76), "roof": (160, 196),
        **_both("body-front", 66, 76), **_both("body-middle", 66, 162), **_both("body-rear", 66, 264),
        "rear-panel": (130, 321), "rear-bumper": (196, 348), **_wheels(30, 98, 286),
    },
    (*_INSIDE, "frame"),
)  # fmt: skip
_TRAILER = Outline(
    "trailer",
    {
        "coupling": (160, 30), "frame": (160, 84), "bed": (160, 180), **_both("gate", 80, 180), "gate-rear": (130, 316),
        "rear-bumper": (196, 345), **_both("wheel-rear", 30, 250),
    },
    ("underbody",),
)  # fmt: skip
# Twice: from the left above, from the right beneath.
_MOTORCYCLE = Outline(
    "motorcycle",
    {
        "front-wheel": (58, 136), "front-fork": (88, 98), "headlight": (80, 48), "handlebar": (122, 32),
        "fairing-left": (122, 80), "tank": (158, 60), "seat": (216, 66), "tail": (270, 66), "engine": (158, 118),
        "side-cover-left": (198, 102), "swingarm": (218, 136), "rear-wheel": (258, 140),
        "fairing-right": (198, 260), "levers": (198, 214), "frame": (162, 294), "side-cover-right": (122, 280),
        "exhaust": (100, 318),
    },
    (),
)  # fmt: skip
_MACHINERY = Outline(
    "machinery",
    {
        "attachment": (160, 29), "boom": (160, 70), "hydraulics": (160, 110), "cab": (130, 166),
        "engine-cover": (186, 232), "counterweight": (160, 302), **_both("undercarriage", 68, 210),
    },
    _INSIDE,
)  # fmt: skip
_BY_BODY = MappingProxyType(
    {
        BodyType.VAN: _VAN,
        BodyType.KEI_VAN: _VAN,
        BodyType.PICKUP: _PICKUP,
        BodyType.TRUCK: _TRUCK,
        BodyType.KEI_TRUCK: _TRUCK,
        BodyType.BUS: _BUS,
        BodyType.MICROBUS: _BUS,
        BodyType.TRAILER: _TRAILER,
        BodyType.MOTORCYCLE: _MOTORCYCLE,
        BodyType.MACHINERY: _MACHINERY,
    }
)
OUTLINES = (_CAR, _VAN, _PICKUP, _TRUCK, _BUS, _TRAILER, _MOTORCYCLE, _MACHINERY)


def outline_of(body_type: str) -> Outline:
    """The outline of a body; a car's while the body is not chosen."""
    return _BY_BODY.get(body_type, _CAR)  # type: ignore[call-overload,no-any-return]
