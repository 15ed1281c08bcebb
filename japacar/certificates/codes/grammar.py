"""The messages that a certificate's codes hold, told apart by their grammar (vehicle-codes.md 1.2 to 1.5).

The one thing to know: only what matches completely is a message; all else is unknown and goes no further. Messages with
the user's name (K/5…) and address (K/6…) are recognised in order to be dropped."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Which code a message is."""

    PLATE = "plate"
    SPEC = "spec"
    KEI_PLATE = "kei_plate"
    KEI_SPEC = "kei_spec"
    KEI_USE = "kei_use"


@dataclass(frozen=True, slots=True)
class Message:
    """A complete message: its code and its items, named as in the official file, spaces kept."""

    code: Code
    items: tuple[tuple[str, str], ...]
    is_misprint: bool = False

    @property
    def is_kei(self) -> bool:
        return self.code.startswith("kei")

    def item(self, name: str) -> str:
        return dict(self.items).get(name, "")


# No message of the published forms comes near this.
MOST_BYTES = 400
_AXLE = r"(?:\d{4}|- {0,3}| {4})"
_ORDINARY_SPEC = r"(?:\*?\d{4,9} *|- *| *)"


def _or_none(pattern: str, width: int) -> str:
    """A value, or the dash or the spaces that stand for none."""
    return rf"(?:{pattern}|- {{0,{width - 1}}}| {{{width}}})"


_PLATE_ITEMS = {
    "EntryNoCarNo": r"[^/]{0,14}",
    "CharInfo": r"[0-9A-H -]",
    "CarNo": r"[^/]{1,41}",
    "EngineModel": r"[^/]{0,24}",
    "Form": r"\d",
}
_HEAD = {
    "CarNoStampPlace": _or_none(r"\d{3}", 3),
    "ModelSpecifyNoClassifyAroundNo": _ORDINARY_SPEC,
    "ValidPeriodExpirdate": _or_none(r"\d{6}", 6),
    "Firstregistdate": _or_none(r"\d{4}", 4),
    "Model": r"[^/]{0,20}",
}
_AXLES = dict.fromkeys(("FfAxWgt", "FrAxWgt", "RfAxWgt", "RrAxWgt"), _AXLE)
_NOISE = {"NoiseReg": r"(?:[0-9A-Z]{2}|- |  )", "NearNoiseReg": r"(?:\d{3}|-  |   )"}
_TAIL = {
    "DriveMethod": r"[012 -]",
    "OpacimeterMeasCar": r"[01 -]",
    "NoxPmMeasMode": r"[0-9A-Z -]",
    "NoxValue": _or_none(r"[0-9A-Z.]{4}", 4),
    "PmValue": _or_none(r"[0-9A-Z.]{5}", 5),
}
_FUEL = r"(?:\d{2}|--|- ?|  )"
_SPEC_ITEMS = {
    **_HEAD, **_AXLES, **_NOISE, **_TAIL, "SafeStdDate": _or_none(r"\d{6}", 6), "FuelClassCode": _FUEL,
}  # fmt: skip
# Record sheets of the first days of the kei viewer (2024-01-04 to 12) have two axles after the noise.
_MISPRINT = {
    **_HEAD, "FfAxWgt": _AXLE, "RrAxWgt": _AXLE, **_NOISE, "FrAxWgt": _AXLE, "RfAxWgt": _AXLE, **_TAIL,
}  # fmt: skip
# Kei codes write some absent values as a bare dash. Without the width of the noise the order shows in the last axle alone,
# which every vehicle has.
_BARE_NOISE = {"NoiseReg": _or_none(r"[0-9A-Z]{2}", 2), "NearNoiseReg": _or_none(r"\d{3}", 3)}
_BARE = {**_HEAD, **_AXLES, "RrAxWgt": r"\d{4}", **_BARE_NOISE, **_TAIL}
_BARE_MISPRINT = {
    **_HEAD, "FfAxWgt": _AXLE, "RrAxWgt": r"\d{4}", **_BARE_NOISE, "FrAxWgt": r"- {0,3}", "RfAxWgt": r"- {0,3}", **_TAIL,
}  # fmt: skip
_KEI_ENDS: tuple[dict[str, str], ...] = ({"Yobi": r"9{3,6}"}, {"NenryoCode": _FUEL, "Yobi": r"9{3}"})
_KEI_USE_NAMES = (
    "CarKind", "Use", "PrivateBusiness", "CarShapeCode", "Cap", "NoteCap", "Maxloadage", "NoteMaxloadage",
    "CarTotalWgt", "NoteCarTotalWgt", "CarNameCode", "Odometer", "OdometerUnit",
)  # fmt: skip
_KEI_USE_ITEMS = dict.fromkeys(_KEI_USE_NAMES, r"[^/]{0,16}")


def _pattern(head: str, items: dict[str, str]) -> re.Pattern[str]:
    return re.compile(head + "/" + "/".join(f"(?P<{name}>{pattern})" for name, pattern in items.items()), re.ASCII)


_MESSAGES: tuple[tuple[Code, re.Pattern[str], bool], ...] = (
    (Code.SPEC, _pattern("2", _SPEC_ITEMS), False),
    (Code.PLATE, _pattern("2", _PLATE_ITEMS), False),
    (Code.KEI_PLATE, _pattern(r"K/2\d", _PLATE_ITEMS), False),
    *((Code.KEI_SPEC, _pattern(r"K/3\d", {**_HEAD, **_AXLES, **_NOISE, **_TAIL, **end}), False) for end in _KEI_ENDS),
    *((Code.KEI_SPEC, _pattern(r"K/3\d", {**_MISPRINT, **end}), True) for end in _KEI_ENDS),
    *((Code.KEI_SPEC, _pattern(r"K/3\d", {**_BARE, **end}), False) for end in _KEI_ENDS),
    *((Code.KEI_SPEC, _pattern(r"K/3\d", {**_BARE_MISPRINT, **end}), True) for end in _KEI_ENDS),
    (Code.KEI_USE, _pattern(r"K/7\d", _KEI_USE_ITEMS), False),
)
_PERSONAL = re.compile(rb"\s*K/[56]\d/")


def is_personal(payload: bytes) -> bool:
    """Whether this is the user's name or address, which are dropped where they are seen."""
    return bool(_PERSONAL.match(payload))


def message_of(payload: bytes) -> Message | None:
    """The message that these bytes are from end to end, or None."""
    text = text_of(payload)
    if text is None:
        return None
    # Spaces at the end fill a field up in some prints and mean nothing in others.
    for whole in dict.fromkeys((text, text.rstrip(" "))):
        for code, pattern, is_misprint in _MESSAGES:
            if match := pattern.fullmatch(whole):
                return Message(code, tuple(match.groupdict().items()), is_misprint)
    return None


def text_of(payload: bytes) -> str | None:
    """CP932 as the forms print it, or the UTF-8 that some printers write; never with control characters.

    The two cannot be confused: full-width digits in CP932 are no UTF-8."""
    if len(payload) > MOST_BYTES:
        return None
    for encoding in ("utf-8", "cp932"):
        try:
            text = payload.decode(encoding)
        except UnicodeDecodeError:
            continue
        text = text.removeprefix("\ufeff").rstrip("\r\n")
        return None if any(unicodedata.category(each)[0] == "C" for each in text) else text
    return None
