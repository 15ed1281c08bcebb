"""Frame numbers and model codes: every official oddity is accepted, with a finding where a person should look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japacar.kernel.frame_numbers import (
    Emission,
    Finding,
    FrameKind,
    ModelCode,
    classify_frame,
    decode_emission,
    findings,
    split_model,
    vin_check_digit_fits,
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("LA100S-0044108883", FrameKind.UNUSUAL),
        ("TRH200-1234567", FrameKind.JAPANESE),
        ("ｔｒｈ２００ー１２３４５６７", FrameKind.JAPANESE),
        ("RC63-1000001", FrameKind.JAPANESE),
        ("FD3S-500001", FrameKind.JAPANESE),
        ("1HGCM82633A004352", FrameKind.VIN),
        ("[41]12345", FrameKind.OFFICIAL_STAMP),
        ("国[01]0002国", FrameKind.OFFICIAL_STAMP),
        ("ETHURAN0001", FrameKind.UNUSUAL),
        ("TEST9008", FrameKind.UNUSUAL),
        ("0044108887", FrameKind.UNUSUAL),
    ],
)
def test_frame_numbers_are_told_apart(text: str, kind: FrameKind) -> None:
    assert classify_frame(text).kind is kind


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("DBA-GRS200", ModelCode("DBA", "GRS200")),
        ("ＤＢＡ－ＬＡ１００Ｓ", ModelCode("DBA", "LA100S")),
        ("EBL-RC63", ModelCode("EBL", "RC63")),
        ("RK170", ModelCode("", "RK170")),
        ("FD3S", ModelCode("", "FD3S")),
        ("GF-S15改", ModelCode("GF", "S15", modified=True)),
        ("GF-S15*K", ModelCode("GF", "S15", modified=True)),
        ("E-AE86", ModelCode("E", "AE86")),
    ],
)
def test_model_codes_are_taken_apart(text: str, model: ModelCode) -> None:
    assert split_model(text) == model


@pytest.mark.parametrize("text", ["", "-", "プリウス", "DBA--X"])
def test_other_model_codes_are_unreadable(text: str) -> None:
    assert split_model(text) is None
    assert Finding.MODEL_UNREADABLE in findings("TRH200-1234567", text)


@pytest.mark.parametrize(
    ("frame", "model", "expected"),
    [
        ("GRS200-1234567", "DBA-GRS200", ()),
        ("TRH200-0012345", "QDF-TRH200V", ()),
        ("FD3S-500001", "FD3S", ()),
        ("RC63-1000001", "8BJ-RC63", ()),
        ("GRS200-1234567", "DBA-ZVW50", (Finding.PREFIX_DIFFERS,)),
        ("S15-012345", "GF-S15改", (Finding.MODEL_MODIFIED, Finding.EMISSION_OLD)),
        ("ZVW50-1234567", "09A-ZVW50", (Finding.EMISSION_UNKNOWN,)),
        ("ETHURAN0001", "DBA-LA100S", (Finding.FRAME_UNUSUAL,)),
        ("X" * 24, "DBA-LA100S", (Finding.FRAME_UNUSUAL, Finding.FRAME_TOO_LONG)),
        ("1HGCM82633A004352", "ABA-CM8", ()),
        ("1HGCM82643A004352", "ABA-CM8", (Finding.VIN_CHECK_DIGIT,)),
        ("WVWZZZ3BZWE689725", "ABA-3B", ()),
    ],
)
def test_what_is_unusual_is_found(frame: str, model: str, expected: tuple[Finding, ...]) -> None:
    assert findings(frame, model) == expected


def test_vin_check_digits() -> None:
    assert vin_check_digit_fits("1M8GDM9AXKP042788")
    assert vin_check_digit_fits("1HGCM82633A004352")
    assert not vin_check_digit_fits("WVWZZZ3BZWE689725")


@pytest.mark.parametrize(
    ("prefix", "meaning"),
    [
        ("DBA", Emission("H17", 75, "gasoline", "passenger")),
        ("CBA", Emission("H17", 50, "gasoline", "passenger")),
        ("6AA", Emission("H30", 75, "gasoline_hybrid", "passenger")),
        ("6LA", Emission("H30", 75, "gasoline_plug_in", "passenger")),
        ("QDF", Emission("H21", 10, "diesel", "cargo")),
        ("ZAA", Emission("", None, "electric", "passenger")),
        ("ZBC", Emission("", None, "fuel_cell", "bus")),
        ("KC", None),
        ("0BA", None),
    ],
)
def test_emission_prefixes_are_decoded(prefix: str, meaning: Emission | None) -> None:
    assert decode_emission(prefix) == meaning


@given(st.text(), st.text())
def test_nothing_is_ever_rejected(frame: str, model: str) -> None:
    assert all(isinstance(each, Finding) for each in findings(frame, model))
