"""The reader over files of our own making: every form, every quirk of vehicle-codes.md 1.8."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japacar.certificates import official_file
from japacar.certificates.containers import VERSION
from japacar.certificates.fields import CertificateFields, Drive, Fuel, Purpose, Use, VehicleClass
from japacar.certificates.official_items import WANTED
from japacar.certificates.reading import Document
from japacar.certificates.tests import make

TODAY = date(2026, 11, 22)


def read(items: make.Items) -> Document:
    return official_file.read(make.as_json(items), today=TODAY)


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def test_every_fact_of_an_ordinary_certificate_is_read() -> None:
    document = read(make.ordinary())

    assert document.fields == CertificateFields(
        registration_no="見本 307 さ 1234",
        chassis_no="ZVW55-8012345",
        certificate_no="112340000789",
        car_id="T1234AB7654321",
        issued_on=date(2024, 3, 9),
        granted_on=date(2024, 3, 9),
        registered_on=date(2021, 6, 15),
        first_registration="2021-06",
        shaken_expiry=date(2026, 6, 14),
        kei=False,
        make="Toyota",
        make_ja="トヨタ",
        make_code="194",
        model_code="6AA-ZVW55",
        emission_prefix="6AA",
        modified=False,
        type_designation_no="19876",
        category_no="0123",
        engine_model="2ZR-1NM-3NM",
        vehicle_class=VehicleClass.SMALL,
        use=Use.PASSENGER,
        purpose=Purpose.PRIVATE,
        body_shape="箱型",
        body_shape_code="001",
        seats=5,
        weight_kg=1460,
        gvw_kg=1735,
        length_mm=4570,
        width_mm=1760,
        height_mm=1470,
        axle_ff=860,
        axle_rr=600,
        displacement_cc=1790,
        fuel=Fuel.HYBRID,
        fuel_code="14",
        drive=Drive.ALL_WHEELS,
        noise_rule="H28",
        near_noise_db=91,
        mileage_km=48200,
        mileage_on=date(2024, 3, 9),
        previous_mileage_km=31500,
        previous_mileage_on=date(2022, 6, 10),
        parallel_import=False,
    )
    assert document.findings == ()
    assert document.missing == ()


def test_a_kei_van_has_two_loads_and_its_first_year_of_reiwa() -> None:
    fields = read(make.kei()).fields

    assert fields.kei is True
    assert fields.first_registration == "2019-05"
    assert (fields.seats, fields.seats_alt) == (2, 4)
    assert (fields.max_load_kg, fields.max_load_kg_alt) == (350, 250)
    assert (fields.gvw_kg, fields.gvw_kg_alt) == (1360, 1370)
    assert (fields.axle_ff, fields.axle_fr, fields.axle_rf, fields.axle_rr) == (520, None, None, 380)
    assert fields.registered_on is None
    assert fields.registration_no == "見本 480 え 17"
    assert fields.drive is None


@pytest.mark.parametrize("items", [make.ordinary, make.kei, make.motorcycle, make.truck, make.electric, make.form_b])
def test_an_honest_certificate_gives_no_warning(items: Any) -> None:
    assert codes(read(items("見本商会") if items is make.form_b else items())) == []


def test_a_modified_truck_keeps_its_mark_and_both_weights() -> None:
    fields = read(make.truck()).fields

    assert (fields.model_code, fields.emission_prefix, fields.modified) == ("QPG-FS1EZB改", "QPG", True)
    assert (fields.gvw_kg, fields.gvw_kg_alt, fields.weight_kg) == (20000, 18000, 10000)
    assert (fields.use, fields.purpose, fields.vehicle_class) == (Use.CARGO, Purpose.BUSINESS, VehicleClass.STANDARD)


def test_the_second_value_may_stand_in_the_item_beside_or_on_a_second_line() -> None:
    assert read(make.ordinary(Cap="5", NoteCap="（２）")).fields.seats_alt == 2
    assert read(make.ordinary(Cap="5\n2")).fields.seats_alt == 2
    assert read(make.ordinary(Cap="５［２］人")).fields.seats_alt == 2


def test_an_electric_car_has_kilowatts_and_no_displacement() -> None:
    fields = read(make.electric()).fields

    assert (fields.rated_output_kw, fields.displacement_cc, fields.fuel) == (Decimal("85.00"), None, Fuel.ELECTRIC)
    assert fields.emission_prefix == "ZAA"


def test_the_unit_beside_the_number_decides_for_kei() -> None:
    fields = read(make.kei(Displacement="47.0", DisplacementUnit="ｋＷ", FuelClass="電気")).fields

    assert (fields.rated_output_kw, fields.displacement_cc) == (Decimal("47.0"), None)


def test_an_import_has_a_vin_and_its_miles_are_said_to_be_converted() -> None:
    document = read(make.imported())

    assert document.fields.chassis_no == "WVWZZZ3BZWE689725"
    assert document.fields.make == "Volkswagen"
    assert document.fields.model_code is None
    assert document.fields.parallel_import is True
    assert document.fields.type_designation_no is None
    assert (document.fields.mileage_km, document.fields.mileage_on) == (19312, date(2014, 12, 1))
    assert codes(document) == ["odometer_in_miles"]
    assert document.missing == ("model_code",)


def test_form_b_loses_its_owner_and_everything_that_stands_with_him() -> None:
    document = read(make.form_b("所有者カナリア"))

    assert "カナリア" not in str(document)
    assert document.fields.mileage_km == 5000


def test_an_unlimited_expiry_is_no_date() -> None:
    items = make.ordinary(
        TwodimensionCodeInfoValidPeriodExpirdate="999999", **make.era("ValidPeriodExpirdate", "", "", 1, 1)
    )
    for part in "EYMD":
        items["ValidPeriodExpirdate" + part] = "＊＊＊"

    document = read(items)

    assert document.fields.shaken_expiry is None
    assert document.missing == ("shaken_expiry",)
    assert codes(document) == []


@pytest.mark.parametrize(
    ("over", "key"),
    [
        ({"Length": "四メートル"}, "length_mm"),
        ({"CarWgt": "1,46O"}, "weight_kg"),
        ({"FuelClass": "木炭"}, "fuel"),
        ({"Use": "観賞用"}, "use"),
        ({"Displacement": "1790"}, "displacement_cc"),
        ({"FirstregistdateY": "31", "FirstregistdateE": "平成", "FirstregistdateM": " 6"}, "first_registration"),
        ({"Cap": "五"}, "seats"),
        ({"CarName": "長" * 41}, "make"),
        ({"CarNo": "ＡＢＣ‮１２３"}, "chassis_no"),
        ({"DisplacementUnit": "PS"}, "displacement_cc"),
    ],
)
def test_what_cannot_be_read_is_said_without_repeating_it(over: make.Items, key: str) -> None:
    document = read(make.kei(**over) if set(over) & {"DisplacementUnit"} else make.ordinary(**over))

    unreadable = [finding for finding in document.findings if finding.code == "unreadable"]
    assert key in [finding.keys[0] for finding in unreadable]
    assert all(not finding.values for finding in unreadable)
    assert all(
        value not in str(finding.sentence) for finding in unreadable for value in over.values() if len(value) > 2
    )


def test_the_code_fills_what_the_print_leaves_out() -> None:
    fields = read(make.ordinary(CarNo="", Model="－", FuelClass="")).fields

    assert (fields.chassis_no, fields.model_code, fields.fuel) == ("ZVW55-8012345", "6AA-ZVW55", Fuel.HYBRID)


def test_another_version_is_read_with_a_warning() -> None:
    document = official_file.read(make.as_json(make.ordinary(), version="2.0"), today=TODAY)

    assert codes(document) == ["file_version"]
    assert document.fields.chassis_no == "ZVW55-8012345"


def test_an_unknown_maker_stays_as_printed() -> None:
    fields = read(make.ordinary(CarName="ミホンモーター")).fields

    assert (fields.make, fields.make_ja) == ("ミホンモーター", "ミホンモーター")


def test_no_personal_item_is_ever_asked_for() -> None:
    assert not WANTED & {*make.PERSONAL_ORDINARY, *make.PERSONAL_KEI}
    assert {VERSION, *make.ordinary(), *make.kei()} >= WANTED


@given(
    weight=st.integers(1, 40_000),
    load=st.none() | st.integers(1, 30_000),
    seats=st.integers(1, 80),
    length=st.integers(100, 1900),
    first=st.dates(date(2019, 5, 1), date(2026, 11, 30)),
    serial=st.integers(10_000, 99_999_999),
    cc=st.integers(5, 1600),
)
def test_what_is_written_is_what_is_read(
    weight: int, load: int | None, seats: int, length: int, first: date, serial: int, cc: int
) -> None:
    gross = weight + (load or 0) + 55 * seats
    items = make.ordinary(
        **make.printed("スバル", "[1]", f"ZVW55-{serial}", "6AA-ZVW55", "FB20"),
        CarWgt=f"{weight:,}",
        Maxloadage=str(load) if load else "-",
        Cap=str(seats),
        CarTotalWgt=make.wide(f"{gross:,}"),
        Length=str(length),
        Displacement=f"{cc / 100:.2f}",
        FfAxWgt="-",
        RrAxWgt=str(weight),
        TwodimensionCodeInfoFfAxWgt="-   ",
        TwodimensionCodeInfoRrAxWgt="-   ",
        TwodimensionCodeInfoFirstregistdate=f"{first:%y%m}",
        **make.era("Firstregistdate", "令和", "元" if first.year == 2019 else str(first.year - 2018), first.month),
        **make.era("Reggrantdate", "令和", "8", 12, 31),
        **make.era("ElectCertPublishdate", "令和", "8", 12, 31),
    )

    document = read(items)

    fields = document.fields
    assert (fields.weight_kg, fields.max_load_kg, fields.seats, fields.gvw_kg) == (weight, load, seats, gross)
    assert (fields.length_mm, fields.chassis_no, fields.displacement_cc) == (length * 10, f"ZVW55-{serial}", cc * 10)
    assert (fields.first_registration, fields.make) == (f"{first:%Y-%m}", "Subaru")
    assert codes(document) == []
    assert CertificateFields.from_json(fields.to_json()) == fields


@pytest.mark.parametrize("month", ["不明", "　", "-", "＊"])
@pytest.mark.parametrize(("era", "year", "western"), [("昭和", "45", 1970), ("昭和", "64", 1989), ("平成", "31", 2019)])
def test_a_year_without_its_month_is_said(month: str, era: str, year: str, western: int) -> None:
    said = {"FirstregistdateE": era, "FirstregistdateY": year, "FirstregistdateM": month}

    document = read(make.ordinary(**said, TwodimensionCodeInfoFirstregistdate="9999"))

    assert document.fields.first_registration is None
    [finding] = [each for each in document.findings if each.code == "month_unknown"]
    assert (finding.keys, finding.values) == (("first_registration",), {"year": western})


@pytest.mark.parametrize(
    ("era", "year", "month", "said"),
    [
        ("昭和", "64", 1, "1989-01"),
        ("平成", "元", 1, "1989-01"),
        ("平成", "31", 4, "2019-04"),
        ("令和", "元", 5, "2019-05"),
    ],
)
def test_months_in_which_the_era_changed(era: str, year: str, month: int, said: str) -> None:
    parts = make.era("Firstregistdate", era, year, month)

    assert read(make.ordinary(**parts, TwodimensionCodeInfoFirstregistdate="9999")).fields.first_registration == said


def test_zeros_and_a_registration_that_has_not_come_are_not_taken_for_facts() -> None:
    zeros = dict.fromkeys(("Cap", "CarWgt", "Length", "Displacement"), "0")
    found = official_file.read(make.as_json(make.ordinary(**zeros, FirstregistdateY="99")))

    fields = found.fields
    assert (fields.seats, fields.weight_kg, fields.length_mm, fields.displacement_cc) == (None,) * 4
    assert fields.first_registration is None
    assert ("unreadable", ("first_registration",)) in [(each.code, each.keys) for each in found.findings]
