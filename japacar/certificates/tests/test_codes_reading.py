"""Certificates from pictures and PDFs: drawn, photographed in software, read in the limited process, compared."""

import logging
import random
from datetime import date
from io import BytesIO
from itertools import cycle

import pillow_heif
import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from japacar.certificates.codes import matrix
from japacar.certificates.codes.reading import read_pictures
from japacar.certificates.reading_files import read_files
from japacar.certificates.specimens import photos
from japacar.certificates.specimens.values import FORMS, specimen
from japacar.certificates.tests import codes, make
from japacar.kernel.tests import hostile

SPEC, PLATE = codes.SPEC.encode(), codes.PLATE.encode("cp932")
TODAY = date(2026, 11, 24)
# `japacar bench certificates` tries every form under every condition.
HARD = ("photo, hard", "clean, 2", "scan, 150 dpi", "PDF, scanned at 200 dpi")


def whole_row(spec: bytes = SPEC, plate: bytes = PLATE) -> list[Image.Image]:
    return [*codes.row_of(spec, (30, 60)), *codes.row_of(plate, (20,))]


@pytest.mark.parametrize(("form", "condition"), list(zip(FORMS, cycle(HARD), strict=False)))
def test_every_form_is_read_whole_and_exactly(form: str, condition: str) -> None:
    drawn = specimen(form, random.Random(f"{form} {condition}"))
    data = photos.taken(drawn, photos.CONDITIONS[condition], random.Random(condition))

    [document] = read_pictures([data], today=TODAY).documents

    found = {key: value for key, value in document.fields.to_json().items() if value is not None}
    assert found == drawn.expected


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), form=st.sampled_from(FORMS), module=st.sampled_from([2, 2.3, 3, 4]))
def test_any_certificate_comes_back_from_its_photo(seed: int, form: str, module: float) -> None:
    drawn = specimen(form, random.Random(seed))
    shot = photos.Shot(module=module, turn=6, perspective=0.02, blur=0.15 * module, noise=4, shadow=0.3, quality=80)

    [document] = read_pictures([photos.taken(drawn, shot, random.Random(seed))], today=TODAY).documents

    found = {key: value for key, value in document.fields.to_json().items() if value is not None}
    assert found == drawn.expected


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "AVIF", "HEIF"])
def test_every_format_of_picture(form: str) -> None:
    pillow_heif.register_heif_opener()
    data = codes.file(codes.sheet(whole_row()).convert("RGB"), form, quality=80)

    [document] = read_pictures([data], today=TODAY).documents

    assert document.fields.chassis_no == "RC63-IT233010"


def test_two_certificates_in_one_photo_are_two_documents() -> None:
    page = codes.sheet(whole_row(), whole_row(codes.OTHER_SPEC.encode(), codes.OTHER_PLATE.encode("cp932")))

    documents = read_pictures([codes.file(page)], today=TODAY).documents

    assert {(each.fields.chassis_no, each.fields.model_code) for each in documents} == {
        ("RC63-IT233010", "EBL-RC63"),
        ("GRS200-0012345", "DBA-GRS200"),
    }


def test_a_pdf_of_several_pages_with_one_certificate_each() -> None:
    blank = Image.new("L", (900, 600), 255)
    pages = [
        blank,
        codes.sheet(whole_row()),
        codes.sheet(whole_row(codes.OTHER_SPEC.encode(), codes.OTHER_PLATE.encode("cp932"))),
    ]
    buffer = BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], resolution=200)

    documents = read_pictures([buffer.getvalue()], today=TODAY).documents

    assert [each.fields.first_registration for each in documents] == ["2023-01", "2013-05"]


def test_a_symbol_that_is_hidden_is_named_with_how_to_get_it() -> None:
    row = whole_row()
    row[1] = Image.new("L", row[1].size, 246)

    [document] = read_pictures([codes.file(codes.sheet(row))], today=TODAY).documents

    said = {finding.code: finding for finding in document.findings}
    assert document.fields.chassis_no == "RC63-IT233010"
    assert document.fields.model_code is None
    assert said["parts_missing"].values == {"total": 3, "numbers": "2"}
    assert {"spec_code_missing", "retake"} <= set(said)
    assert "model_code" in document.missing


def test_two_photos_of_one_sheet_make_one_document() -> None:
    row = whole_row()
    left, right = codes.sheet(row[:3]), codes.sheet(row[2:])

    found = read_pictures([codes.file(left), codes.file(right)], today=TODAY)

    [document] = found.documents
    assert (document.fields.chassis_no, document.fields.model_code) == ("RC63-IT233010", "EBL-RC63")
    assert found.refused == {}
    assert "retake" not in [finding.code for finding in document.findings]


def test_parts_of_two_certificates_are_not_mixed() -> None:
    mixed = [*codes.row_of(SPEC, (30, 60))[:2], codes.row_of(codes.OTHER_SPEC.encode(), (30, 60))[2]]

    found = read_pictures([codes.file(codes.sheet([*mixed, *codes.row_of(PLATE, (20,))]))], today=TODAY)

    [document] = found.documents
    assert document.fields.chassis_no == "RC63-IT233010"
    assert document.fields.model_code is None
    assert document.fields.fuel is None


def test_names_and_addresses_in_codes_come_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    personal = ["K/51/見本カナリア", "K/61/見本県カナリア町"]
    row = [codes.drawn_symbol(text.encode("cp932")) for text in (*personal, codes.KEI_SPEC, codes.KEI_PLATE)]

    with caplog.at_level(logging.DEBUG):
        found = read_pictures([codes.file(codes.sheet(row))], today=TODAY)

    assert found.documents[0].fields.chassis_no == "LA100S-0044108883"
    assert "カナリア" not in repr(found) + caplog.text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (hostile.encoded(hostile.picture(800, 600), "JPEG"), "no_codes"),
        (codes.file(codes.drawn_symbol(b"https://example.test/approve-this-dealer")), "other_codes"),
        (codes.file(codes.sheet(codes.row_of(SPEC, (30, 60))[:2])), "codes_incomplete"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 64, "broken"),
        (b"GIF89a" + b"\0" * 64, "not_a_picture"),
        (hostile.png_of(20_000, 10_000), "too_many_pixels"),
    ],
)
def test_what_gives_nothing_is_refused_by_name(data: bytes, code: str) -> None:
    found = read_pictures([data], today=TODAY)

    assert found.documents == ()
    assert found.refused == {0: code}


def test_a_decoder_that_crashes_is_a_refusal_and_the_next_file_is_read() -> None:
    found = read_pictures([codes.file(codes.sheet(whole_row()))], worker="japacar.certificates.tests.crashing_worker")

    assert found.documents == ()
    assert found.refused == {0: "broken"}


def test_a_file_and_a_photo_of_the_same_vehicle_are_one_and_a_difference_is_said() -> None:
    file = make.as_json(make.ordinary())
    plate = "2/見本　　３０７さ１２３４/1/ZVW55-8012345/2ZR-9XX/1".encode("cp932")
    photo = codes.file(codes.sheet(codes.row_of(plate, (20,))))

    outcome = read_files([photo, file], today=TODAY)

    [document] = outcome.documents
    assert document.fields.engine_model == "2ZR-1NM-3NM"
    assert ("code_differs", ("engine_model",)) in [(each.code, each.keys) for each in document.findings]


@pytest.mark.parametrize("level", "LMQH")
def test_the_header_of_a_set_is_read_also_from_a_damaged_symbol(level: str) -> None:
    part = matrix.Part(2, 5, 0xA7)
    symbol = codes.drawn_symbol(b"2/-  /170920002/260103/2301/EBL-RC63/0010", part, error=level)
    # Modules in the corner where the header stands.
    for x in range(symbol.width - 28, symbol.width - 20, 4):
        symbol.paste(0, (x, symbol.height - 24, x + 4, symbol.height - 20))
    [found] = zxingcpp.read_barcodes(symbol, formats=zxingcpp.BarcodeFormat.QRCodeModel2)

    assert matrix.part_of(found) == part
