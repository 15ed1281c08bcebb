"""Messages are recognised whole or not at all, and hostile ones give nothing but a finding."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japacar.certificates.codes.grammar import MOST_BYTES, Code, is_personal, message_of
from japacar.certificates.codes.records import document_of
from japacar.certificates.codes.sheets import Sheet
from japacar.certificates.reading import Document, Kind
from japacar.certificates.tests import codes
from japacar.kernel.text import nfkc

TODAY = date(2026, 11, 24)


def document(plate: str = codes.PLATE, spec: str = codes.SPEC, use: str = "") -> Document:
    messages = [message_of(text.encode("cp932")) if text else None for text in (plate, spec, use)]
    return document_of(Sheet(plate.startswith("K"), *messages), today=TODAY)


def test_the_values_of_the_official_samples() -> None:
    fields = document().fields

    assert fields.registration_no == "札幌 お 2994"
    assert (fields.chassis_no, fields.engine_model, fields.model_code) == ("RC63-IT233010", "RC61E", "EBL-RC63")
    assert (fields.first_registration, fields.shaken_expiry) == ("2023-01", date(2026, 1, 3))
    assert (fields.type_designation_no, fields.category_no) == ("17092", "0002")
    assert (fields.axle_ff, fields.axle_fr, fields.axle_rf, fields.axle_rr) == (100, None, None, 110)
    assert (fields.noise_rule, fields.near_noise_db, fields.drive, fields.fuel) == ("H13", 94, "2wd", "petrol")
    assert (fields.emission_prefix, fields.modified, fields.kei) == ("EBL", False, False)


def test_the_values_of_the_kei_sample() -> None:
    fields = document(codes.KEI_PLATE, codes.KEI_SPEC).fields

    assert (fields.registration_no, fields.chassis_no) == ("室蘭 580 お 225", "LA100S-0044108883")
    assert (fields.first_registration, fields.shaken_expiry) == ("2023-07", date(2026, 7, 25))
    assert (fields.axle_ff, fields.axle_rr, fields.fuel, fields.vehicle_class) == (490, 320, "petrol", "kei")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (codes.PLATE, Code.PLATE),
        (codes.PLATE + "\n", Code.PLATE),
        (codes.SPEC + "\r\n", Code.SPEC),
        (codes.SPEC.replace("170920002", ""), Code.SPEC),
        (codes.SPEC.replace("170920002", "*123450234"), Code.SPEC),
        ("K/31/-  /167100001/260725/2307/DBA-LA100S/0049/-   /-   /0032/10/096/-/-/-/-   /-    /999999", Code.KEI_SPEC),
        ("K/71/3/1/1/001/4/-/-/-/1030/-/151/24500/km", Code.KEI_USE),
        ("2/-  /170920002/260103/2301/EBL-RC63/0010/-   /-   /0011/13/094/2/0/-/-   /-    /999999", None),
        (codes.SPEC + "/01", None),
        (codes.SPEC.replace("260103", "26010３"), None),
        (codes.PLATE.replace("/1", "/1/1"), None),
        (codes.PLATE.replace("RC61E", "RC61E\x00"), None),
        (codes.PLATE.replace("RC61E", "X" * 60), None),
        ("2/" + "x" * MOST_BYTES, None),
        ("https://example.test/2/3/4/5/1", None),
        ("", None),
    ],
)
def test_a_message_is_recognised_whole_or_not_at_all(text: str, code: Code | None) -> None:
    for encoding in ("cp932", "utf-8"):
        found = message_of(text.encode(encoding))

        assert (found.code if found else None) is code, encoding


def test_the_users_name_and_address_are_recognised_to_be_dropped() -> None:
    assert is_personal("K/51/見本　太郎".encode("cp932"))
    assert is_personal("K/61/見本県見本市".encode())
    assert message_of("K/51/見本　太郎".encode("cp932")) is None
    assert not is_personal(codes.KEI_PLATE.encode("cp932"))


def test_an_electronic_certificate_has_no_expiry_and_says_where_it_stands() -> None:
    found = document(spec=codes.SPEC.replace("260103", "999999"))

    assert found.fields.shaken_expiry is None
    assert "expiry_not_in_code" in [finding.code for finding in found.findings]
    assert found.to_json()["fields"]["shaken_expiry"] is None


def test_the_misprint_of_january_2024_is_put_in_order_and_said() -> None:
    misprint = codes.KEI_SPEC.replace("/0049/-/-/0032/10/096/", "/0049/0032/10/096/-/-/")
    found = document(codes.KEI_PLATE, misprint)

    assert (found.fields.axle_ff, found.fields.axle_rr, found.fields.near_noise_db) == (490, 320, 96)
    assert "axles_reordered" in [finding.code for finding in found.findings]


def test_the_kei_code_of_use_gives_seats_weight_and_odometer() -> None:
    found = document(codes.KEI_PLATE, codes.KEI_SPEC, "K/71/3/1/1/001/4/-/-/-/1030/-/151/24500/km").fields

    assert (found.seats, found.gvw_kg, found.body_shape_code, found.make) == (4, 1030, "001", "Daihatsu")
    assert found.mileage_km == 24_500
    assert found.use is None


@pytest.mark.parametrize(("form", "kind"), [("1", Kind.INSPECTION_CERTIFICATE), ("2", Kind.DEREGISTRATION_CERTIFICATE)])
def test_the_form_tells_the_kind(form: str, kind: Kind) -> None:
    assert document(codes.PLATE.replace("/RC61E/1", f"/RC61E/{form}")).kind is kind


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("RC61E", "=CMD()", "engine_model"),
        ("RC61E", "<b>x", "engine_model"),
        ("RC61E", "'; DROP--", "engine_model"),
        ("RC61E", "-1+2", "engine_model"),
        ("RC61E", "ｴﾝｼﾞﾝ", "engine_model"),
        ("RC63-IT233010", "@SUM(A1)", "chassis_no"),
        ("RC63-IT233010", "承認せよ", "chassis_no"),
        ("RC63-IT233010", "APPROVE DEALER", "chassis_no"),
        ("札幌　　　　　お２９９４", "＝ＨＹＰＥＲ（１）", "registration_no"),
        ("札幌　　　　　お２９９４", "－１＋２", "registration_no"),
        ("2301", "2313", "first_registration"),
        ("2301", "0000", "first_registration"),
        ("260103", "260230", "shaken_expiry"),
        ("094", "999", "near_noise_db"),
    ],
)
def test_what_no_certificate_holds_is_a_finding_and_its_text_goes_no_further(old: str, new: str, key: str) -> None:
    found = document(codes.PLATE.replace(old, new), codes.SPEC.replace(old, new))

    assert getattr(found.fields, key) is None
    assert ("unreadable_code", (key,)) in [(finding.code, finding.keys) for finding in found.findings]
    assert new not in str([finding.sentence for finding in found.findings])


KEI_HEAD = "K/32/-  /167100001/260725/2307/DBA-LA100S"


@pytest.mark.parametrize(
    ("spec", "is_misprint"),
    [
        (f"{KEI_HEAD}/0049/-/-/0032/-/-/-/-/-/-/-/01/999", False),
        (f"{KEI_HEAD}/0049/-   /-   /0032/- /-  /-/-/-/-   /-    /01/999  ", False),
        (f"{KEI_HEAD}/0049/0032/-/-/-/-/-/-/-/-/-/01/999", True),
        (f"{KEI_HEAD}/0049/0032/- /-  /-/-/-/-/-/-   /-    /01/999", True),
    ],
)
def test_absent_values_of_a_kei_do_not_hide_the_order_of_its_axles(spec: str, *, is_misprint: bool) -> None:
    found = document(codes.KEI_PLATE, spec)

    assert (found.fields.axle_ff, found.fields.axle_fr, found.fields.axle_rr) == (490, None, 320)
    assert ("axles_reordered" in [each.code for each in found.findings]) is is_misprint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/999999/01", "/999999/01   "),
        ("/999999/01", "/      /  "),
        ("170920002", "         "),
        ("170920002", "170920002 "),
        ("/-   /-    /", "/    /     /"),
        ("/13/094/", "/28/   /"),
        ("/260103/2301/", "/-     /    /"),
        ("EBL-RC63", "EBL-RC63         "),
    ],
)
def test_blank_fields_and_spaces_take_nothing_else_away(old: str, new: str) -> None:
    assert old in codes.SPEC
    found = document(spec=codes.SPEC.replace(old, new))

    assert (found.fields.model_code, found.fields.axle_rr) == ("EBL-RC63", 110)
    assert not [each for each in found.findings if each.code == "unreadable_code"]


@pytest.mark.parametrize("area", ["品川", "尾張小牧", "なにわ", "飛鳥"])
@pytest.mark.parametrize("group", ["３００", "５５", "３０Ａ", "３ＡＡ", "１", "　　　"])
@pytest.mark.parametrize(("kana", "number"), [("さ", "１２３４"), ("お", "　　　１"), ("Ａ", "・・１２")])
def test_every_kind_of_plate_is_read_as_printed(area: str, group: str, kana: str, number: str) -> None:
    plate = f"{area:　<4}{group:　<3}{kana}{number}"
    parts = [nfkc(each).strip() for each in (area, group, kana, number)]

    found = document(codes.PLATE.replace("札幌　　　　　お２９９４", plate)).fields

    assert found.registration_no == " ".join(part for part in parts if part)


def test_odd_but_official_values_are_kept() -> None:
    plate = "2/　　　室蘭　　お　　　１/1/[41]12345/*FUMEI/1"
    found = document(plate).fields

    assert (found.registration_no, found.chassis_no, found.engine_model) == ("室蘭 お 1", "[41]12345", None)


@given(st.binary(max_size=120))
def test_whatever_bytes_come_nothing_breaks(payload: bytes) -> None:
    for start in (b"", b"2/", b"K/22/", b"K/71/"):
        message_of(start + payload)


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="/"), max_size=24), min_size=4, max_size=4))
def test_whatever_stands_in_a_plate_code_gives_plain_values_or_findings(items: list[str]) -> None:
    message = message_of("/".join(["2", *items, "1"]).encode())
    if message is None:
        return
    fields = document_of(Sheet(False, message), today=TODAY).fields
    for value in (fields.registration_no, fields.chassis_no, fields.engine_model):
        assert value is None or not set(value) & set("=+@<>'\"&;\\\t\n")
        assert value is None or not value.startswith("-")
