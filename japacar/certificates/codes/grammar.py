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
_NONE = r"- {0,4}"
_AXLE = r"(?:\d{4}|- {0,3})"
_ORDINARY_SPEC = r"(?:\*?\d{7,9}|\*\d{9}|- *|)"
_FREE = r"[^/]{1,41}"

_PLATE_ITEMS = {
    "EntryNoCarNo": r"[^/]{1,14}",
    "CharInfo": r"[0-9A-H-]",
    "CarNo": _FREE,
    "EngineModel": r"[^/]{1,24}",
    "Form": r"\d",
}
_HEAD = {
    "CarNoStampPlace": rf"(?:\d{{3}}|{_NONE})",
    "ModelSpecifyNoClassifyAroundNo": _ORDINARY_SPEC,
    "ValidPeriodExpirdate": r"\d{6}",
    "Firstregistdate": r"\d{4}",
    "Model": r"[0-9A-Z*\- ]{0,20}",
}
_AXLES = dict.fromkeys(("FfAxWgt", "FrAxWgt", "RfAxWgt", "RrAxWgt"), _AXLE)
_NOISE = {"NoiseReg": r"(?:\d{2}|- )", "NearNoiseReg": r"(?:\d{3}|-  )"}
_TAIL = {
    "DriveMethod": r"[012-]",
    "OpacimeterMeasCar": r"[01-]",
    "NoxPmMeasMode": r"[0-9A-Z-]",
    "NoxValue": r"(?:[0-9A-Z.]{4}|-   )",
    "PmValue": r"(?:[0-9A-Z.]{5}|-    )",
}
_FUEL = r"(?:\d{2}|--)"
_SPEC_ITEMS = {**_HEAD, **_AXLES, **_NOISE, **_TAIL, "SafeStdDate": r"\d{6}", "FuelClassCode": _FUEL}
# Record sheets of the first days of the kei viewer (2024-01-04 to 12) have two axles after the noise.
_MISPRINT = {
    **_HEAD, "FfAxWgt": _AXLE, "RrAxWgt": _AXLE, **_NOISE, "FrAxWgt": _AXLE, "RfAxWgt": _AXLE, **_TAIL,
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
    for code, pattern, is_misprint in _MESSAGES:
        if match := pattern.fullmatch(text):
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
