"""Frame numbers and model codes of Japanese vehicles: kinds, how they belong together, and the emission prefix.

Everything unusual is a finding for a person to look at and never a refusal: official samples themselves hold values
that "cannot be" (vehicle-codes.md 0.9, 3, 3.1).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from japacar.kernel.text import hyphens, nfkc


class FrameKind(StrEnum):
    """What a frame number looks like."""

    JAPANESE = "japanese"
    VIN = "vin"
    OFFICIAL_STAMP = "official_stamp"
    UNUSUAL = "unusual"


class Finding(StrEnum):
    """What a person should look at before the car is published."""

    FRAME_UNUSUAL = "frame_unusual"
    FRAME_TOO_LONG = "frame_too_long"
    PREFIX_DIFFERS = "prefix_differs"
    VIN_CHECK_DIGIT = "vin_check_digit"
    MODEL_UNREADABLE = "model_unreadable"
    MODEL_MODIFIED = "model_modified"
    EMISSION_UNKNOWN = "emission_unknown"
    EMISSION_OLD = "emission_old"


@dataclass(frozen=True, slots=True)
class FrameNumber:
    """A frame number in half-width capitals; `prefix` and `serial` only for the Japanese kind."""

    text: str
    kind: FrameKind
    prefix: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class ModelCode:
    """`DBA-GRS200` as emission prefix `DBA` and base `GRS200`; `modified` says 改."""

    emission: str
    base: str
    modified: bool = False

    def __str__(self) -> str:
        return (f"{self.emission}-" if self.emission else "") + self.base + ("改" if self.modified else "")


@dataclass(frozen=True, slots=True)
class Emission:
    """What a three-character emission prefix says; empty or None where its meaning is not published.

    `rule` is the year of the rules (H17, H30 …), `cut_percent` how far below its limits, `power` and `use` codes.
    """

    rule: str
    cut_percent: int | None
    power: str
    use: str


_JAPANESE = re.compile(r"([A-Z0-9]{2,8})-([0-9]{5,8})")
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_STAMP = re.compile(r"国?\[[0-9]{2}\]\s*[0-9A-Z]+国?")
_MODEL = re.compile(
    r"(?:(?P<emission>[0-9A-Z]{3}|[A-Z]{1,2})-)?(?P<base>[0-9A-Z]+(?:-?[0-9A-Z]+)?)(?P<modified>改|\*K)?"
)
# The law allows 17 characters; certificates have room for 23.
_LONGEST_FRAME = 23

_FIRST = {
    letter: (rule, cut)
    for rule, cuts in (
        ("H17", {"A": 0, "C": 50, "D": 75}),
        ("H21", {"L": 0, "M": 50, "R": 75, "Q": 10}),
        ("H30", {"3": 0, "4": 25, "5": 50, "6": 75, "7": None}),
        ("H28", {"2": None}),
        ("R2", {"8": None}),
        ("H18", {"E": None}),
        ("", {"Z": None}),
    )
    for letter, cut in cuts.items()
}


def _by_letter(meanings: dict[str, str]) -> dict[str, str]:
    return {letter: meaning for meaning, letters in meanings.items() for letter in letters}


_SECOND = _by_letter(
    {
        "gasoline": "B",
        "gasoline_hybrid": "A",
        "gasoline_plug_in": "L",
        "diesel": "DK",
        "diesel_hybrid": "CS",
        "diesel_plug_in": "M",
        "cng": "F",
        "cng_hybrid": "E",
    }
)
_THIRD = _by_letter({"passenger": "ABC", "cargo": "DEFG", "motorcycle": "HJKL"})
# Vehicles that the limits do not concern (Z) have letters of their own.
_SECOND_OF_Z = {"A": "electric", "B": "fuel_cell"}
_THIRD_OF_Z = {"A": "passenger", "B": "cargo", "C": "bus", "D": "motorcycle"}

# Prefixes of one and two letters, until 2005. Where only the rule is published, power and use stay empty.
_OLD = {
    prefix: (rule, cut, power, use)
    for rule, cut, power, use, prefixes in (
        ("S53", None, "gasoline", "passenger", "E"),
        ("H10", None, "gasoline", "passenger", "GF"),
        ("H12", None, "gasoline", "passenger", "GH"),
        ("H12", 25, "gasoline", "passenger", "TA"),
        ("H12", 50, "gasoline", "passenger", "LA"),
        ("H12", 75, "gasoline", "passenger", "UA"),
        ("", None, "gasoline", "cargo", "GD GE GB GC"),
        ("", None, "gasoline_hybrid", "", "HN"),
        ("", None, "diesel", "passenger", "Q X Y KD KE KH"),
        ("S54", None, "diesel", "", "K"),
        ("S58", None, "diesel", "", "P"),
        ("H1", None, "diesel", "", "U"),
        ("H6", None, "diesel", "", "KC"),
        ("H10", None, "diesel", "", "KK"),
        ("H11", None, "diesel", "", "KL"),
        ("H15", None, "diesel", "", "PA PB"),
        ("H16", None, "diesel", "", "PJ PK"),
    )
    for prefix in prefixes.split()
}

_VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def classify_frame(text: str) -> FrameNumber:
    """The frame number in its normal writing (half-width, capitals, plain hyphen) and its kind."""
    plain = hyphens(nfkc(text)).strip().upper()
    if match := _JAPANESE.fullmatch(plain):
        return FrameNumber(plain, FrameKind.JAPANESE, match[1], match[2])
    if _VIN.fullmatch(plain):
        return FrameNumber(plain, FrameKind.VIN)
    return FrameNumber(plain, FrameKind.OFFICIAL_STAMP if _STAMP.fullmatch(plain) else FrameKind.UNUSUAL)


def split_model(text: str) -> ModelCode | None:
    """A model code in its parts, or None where it has no such shape."""
    match = _MODEL.fullmatch(re.sub(r"\s", "", hyphens(nfkc(text))).upper())
    if match is None:
        return None
    return ModelCode(match["emission"] or "", match["base"], bool(match["modified"]))


def decode_emission(prefix: str) -> Emission | None:
    """The meaning of a three-character prefix (since 2005); None for older ones and unknown letters (3.1)."""
    if len(prefix) != 3 or prefix[0] not in _FIRST:
        return None
    rule, cut = _FIRST[prefix[0]]
    unlimited = prefix[0] == "Z"
    power = (_SECOND_OF_Z if unlimited else _SECOND).get(prefix[1], "")
    use = (_THIRD_OF_Z if unlimited else _THIRD).get(prefix[2], "")
    return Emission(rule, cut, power, use)


def decode_old_emission(prefix: str) -> Emission | None:
    """The meaning of a prefix of one or two letters (until 2005), or None where it is not published."""
    return Emission(*_OLD[prefix]) if prefix in _OLD else None


def belongs_to(frame: FrameNumber, model: ModelCode) -> bool:
    """Whether a frame prefix fits the model code: it may lack the model's last letters (`TRH200-…` of `TRH200V`)."""
    return model.base.startswith(frame.prefix) or frame.prefix.startswith(model.base[:4])


def findings(frame_text: str, model_text: str) -> tuple[Finding, ...]:
    """What is unusual about a frame number and a model code, alone and together, in a fixed order."""
    frame, model = classify_frame(frame_text), split_model(model_text)
    found = _frame_findings(frame)
    if model is None:
        return (*found, Finding.MODEL_UNREADABLE)
    if frame.kind is FrameKind.JAPANESE and not belongs_to(frame, model):
        found.append(Finding.PREFIX_DIFFERS)
    if model.modified:
        found.append(Finding.MODEL_MODIFIED)
    if model.emission and decode_emission(model.emission) is None:
        found.append(Finding.EMISSION_OLD if len(model.emission) < 3 else Finding.EMISSION_UNKNOWN)
    return tuple(found)


def vin_check_digit_fits(vin: str) -> bool:
    """ISO 3779, position 9. Only North America and China demand it, so others may fail and be right."""
    values = (int(_VIN_VALUES.get(character, character)) for character in vin)
    rest = sum(value * weight for value, weight in zip(values, _VIN_WEIGHTS, strict=True)) % 11
    return vin[8] == ("X" if rest == 10 else str(rest))


def _frame_findings(frame: FrameNumber) -> list[Finding]:
    found = []
    if frame.kind is FrameKind.UNUSUAL:
        found.append(Finding.FRAME_UNUSUAL)
    if len(frame.text) > _LONGEST_FRAME:
        found.append(Finding.FRAME_TOO_LONG)
    if frame.kind is FrameKind.VIN and frame.text[0] in "12345L" and not vin_check_digit_fits(frame.text):
        found.append(Finding.VIN_CHECK_DIGIT)
    return found
