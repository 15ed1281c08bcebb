"""Cross-checks find what does not fit, say it in both languages, and change nothing."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from japacar.certificates.fields import CertificateFields
from japacar.certificates.rules import SENTENCES, Finding, check, compare


def found(**facts: Any) -> list[str]:
    return [finding.code for finding in check(CertificateFields(**facts))]


@pytest.mark.parametrize(
    ("weight", "load", "seats", "gross"),
    [(2810, 3000, 2, 5920), (1610, 2000, 3, 3775), (810, None, 4, 1030), (210, None, 2, 320)],
)
def test_gross_weight_is_weight_and_load_and_55_for_each_seat(weight: int, load: int, seats: int, gross: int) -> None:
    assert found(weight_kg=weight, max_load_kg=load, seats=seats, gvw_kg=gross) == []
    assert found(weight_kg=weight, max_load_kg=load, seats=seats, gvw_kg=gross + 10) == ["gross_weight"]


def test_any_of_the_printed_second_values_may_fit() -> None:
    kei_van = {"weight_kg": 900, "max_load_kg": 350, "max_load_kg_alt": 250, "seats": 2, "seats_alt": 4}

    assert found(**kei_van, gvw_kg=1370) == []
    assert found(**kei_van, gvw_kg=1371) == ["gross_weight"]


def test_the_axles_carry_the_vehicle() -> None:
    assert found(weight_kg=2810, axle_ff=1710, axle_rr=1100) == []
    assert found(weight_kg=2810, axle_ff=1710, axle_rr=1000) == ["axle_sum"]
    assert found(weight_kg=2810) == []


@pytest.mark.parametrize(
    ("chassis", "model", "codes"),
    [
        ("GRS200-0012345", "DBA-GRS200", []),
        ("TRH200-0123456", "QDF-TRH200V", []),
        ("GRS200-0012345", "DBA-ZVW50", ["prefix_differs"]),
        ("LA100S-0044108883", "DBA-LA100S", ["frame_unusual"]),
        ("1HGCM82633A004353", None, ["vin_check_digit"]),
        ("1HGCM82633A004352", None, []),
        ("[41]12345", "DBA-ZVW50", []),
        ("S15-012345", "GF-S15改", []),
    ],
)
def test_the_frame_number_goes_with_the_model(chassis: str, model: str | None, codes: list[str]) -> None:
    assert found(chassis_no=chassis, model_code=model) == codes


def test_dates_follow_each_other() -> None:
    day = date(2023, 1, 4)

    assert found(first_registration="2023-01", registered_on=day, issued_on=day) == []
    assert found(first_registration="2023-02", registered_on=day) == ["first_after_registration"]
    assert found(first_registration="2023-02", issued_on=day) == ["first_after_issue"]
    assert found(registered_on=day, issued_on=date(2023, 1, 3)) == ["registration_after_issue"]


def test_an_odometer_that_fell_is_said() -> None:
    assert found(mileage_km=9_000, previous_mileage_km=10_000) == ["odometer_fell"]
    assert found(mileage_km=10_000, previous_mileage_km=10_000) == []


def test_print_and_code_are_compared_only_where_both_speak() -> None:
    printed = CertificateFields(chassis_no="国[41]12345国", model_code="GF-S15改", axle_ff=805, engine_model="SR20")
    coded = CertificateFields(chassis_no="[41]12345", model_code="GF-S15改", axle_ff=800, fuel_code="01")

    assert compare(printed, coded) == ()
    assert [finding.keys for finding in compare(printed, CertificateFields(engine_model="RB26"))] == [("engine_model",)]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("code", SENTENCES)
def test_every_finding_has_a_sentence(code: str, language: str) -> None:
    names = [
        "printed",
        "coded",
        "gross",
        "kg",
        "expected",
        "weight",
        "chassis_no",
        "model_code",
        "first",
        "registered",
        "issued",
        "km",
        "now",
        "before",
        "total",
        "numbers",
        "year",
    ]
    finding = Finding(code, ("weight_kg",), dict.fromkeys(names, "7"))

    with translation.override(language):
        assert "%(" not in finding.sentence
    assert Finding.from_json(finding.to_json()) == finding
