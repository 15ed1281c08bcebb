"""Uploads are opened in a limited process; what is hostile is refused by name, what is honest comes out bare."""

import json
import struct
import time
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from japacar.kernel.inspection import Inspected, Inspector, Refused, Slot, inspect, inspect_many, render, render_pages
from japacar.kernel.inspector import images, signatures
from japacar.kernel.tests import hostile

pytestmark = pytest.mark.usefixtures("an_inspector_each")

CANARY = hostile.CANARY.encode()
MISBEHAVING = "japacar.kernel.tests.misbehaving"


@pytest.fixture(scope="module")
def inspector() -> Iterator[Inspector]:
    with Inspector() as shared:
        yield shared


def taken(result: Inspected | Refused) -> Inspected:
    assert isinstance(result, Inspected), result
    return result


def png_of_16_bits(colour: tuple[int, int, int]) -> bytes:
    """A PNG of one colour with two bytes for each part of it, which stands for nothing."""
    head = hostile.chunk(b"IHDR", struct.pack(">2I5B", 40, 30, 16, 2, 0, 0, 0))
    named = struct.pack(">3H", *colour)
    rows = zlib.compress((b"\0" + named * 40) * 30)
    clear = hostile.chunk(b"tRNS", named) + hostile.chunk(b"IDAT", rows)
    return b"\x89PNG\r\n\x1a\n" + head + clear + hostile.chunk(b"IEND", b"")


# --- Honest files come out bare ---


@pytest.mark.parametrize(
    "upload",
    [
        hostile.jpeg_full_of_canaries,
        hostile.png_full_of_canaries,
        lambda: hostile.with_metadata("WEBP"),
        lambda: hostile.with_metadata("AVIF"),
        lambda: hostile.with_metadata("HEIF"),
    ],
    ids=["jpeg", "png", "webp", "avif", "heic"],
)
def test_a_photo_and_its_copies_hold_pixels_only(upload, inspector):
    original = upload()
    assert CANARY in original

    photo = taken(inspector.inspect(original, Slot.PHOTO))
    copies = inspector.render(photo.data, [(320, "webp"), (320, "avif")])

    assert not isinstance(copies, Refused)
    for data in (photo.data, *(copy.data for copy in copies)):
        assert CANARY not in data
        assert b"Exif" not in data
        with Image.open(BytesIO(data)) as image:
            assert not image.getexif()
            assert not {"comment", "icc_profile", "xmp", "exif", "photoshop"} & set(image.info)


def test_a_photo_is_set_upright_before_its_orientation_is_dropped(inspector):
    photo = taken(inspector.inspect(hostile.jpeg_full_of_canaries(), Slot.PHOTO))

    with Image.open(BytesIO(photo.data)) as image:
        assert (photo.width, photo.height) == image.size == (480, 640)
        red, green, _ = image.getpixel((image.width - 20, 20))
        assert red > 150 > green


def test_a_photo_is_at_most_2400_pixels_long(inspector):
    photo = taken(inspector.inspect(hostile.encoded(hostile.picture(4000, 3000), "JPEG"), Slot.PHOTO))

    assert (photo.media_type, photo.width, photo.height) == ("image/jpeg", 2400, 1800)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "L", "CMYK", "I;16"])
def test_every_mode_of_pixels_becomes_a_photo(mode, inspector):
    form = "JPEG" if mode == "CMYK" else "PNG"
    image = Image.new("I;16", (40, 30), 40_000) if mode == "I;16" else hostile.picture(40, 30, mode)

    assert taken(inspector.inspect(hostile.encoded(image, form), Slot.PHOTO)).width == 40


def test_a_large_picture_of_16_bits_costs_no_more_than_others():
    head = hostile.chunk(b"IHDR", struct.pack(">2I5B", 7000, 5000, 16, 0, 0, 0, 0))
    rows = zlib.compress((b"\0" + b"\x80\x00" * 7000) * 5000, 1)
    png = b"\x89PNG\r\n\x1a\n" + head + hostile.chunk(b"IDAT", rows) + hostile.chunk(b"IEND", b"")
    # In this process, since that of the files is judged by the clock too, and other work takes its time.
    begun = time.process_time()

    rebuilt, width, height = images.master(png, signatures.PNG)

    assert time.process_time() - begun < 3
    with Image.open(BytesIO(rebuilt)) as image:
        assert (width, height, image.convert("L").getpixel((9, 9))) == (2400, 1714, 128)


def test_transparent_pixels_turn_white_not_black(inspector):
    clear = hostile.encoded(Image.new("RGBA", (40, 30), (0, 0, 0, 0)), "PNG")

    with Image.open(BytesIO(taken(inspector.inspect(clear, Slot.PHOTO)).data)) as image:
        assert min(image.getpixel((20, 15))) > 250


@pytest.mark.parametrize(
    "clear",
    [
        hostile.encoded(Image.new("RGB", (40, 30)), "PNG", transparency=(0, 0, 0)),
        hostile.encoded(Image.new("L", (40, 30), 7), "PNG", transparency=7),
        hostile.encoded(Image.new("1", (40, 30)), "PNG", transparency=0),
        png_of_16_bits((51_400, 10_280, 10_280)),
    ],
    ids=["colours", "grey", "one bit", "16 bits"],
)
def test_a_colour_that_stands_for_nothing_turns_white(clear, inspector):
    with Image.open(BytesIO(taken(inspector.inspect(clear, Slot.PHOTO)).data)) as image:
        assert min(image.getpixel((20, 15))) > 250


def in_display_p3(form: str) -> bytes:
    """As phones write it: the space is named by its number, and no profile is there."""
    plain = hostile.encoded(Image.new("RGB", (64, 48), (200, 40, 40)), form, quality=95)
    assert b"colrnclx\0\x01" in plain
    return plain.replace(b"colrnclx\0\x01", b"colrnclx\0\x0c")


def in_adobe_rgb() -> bytes:
    """As cameras write it: "R03" among the EXIF."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA005] = {1: "R03"}
    return hostile.encoded(Image.new("RGB", (64, 48), (200, 40, 40)), "JPEG", quality=95, exif=exif)


@pytest.mark.parametrize(
    ("upload", "colour"),
    [
        (lambda: in_display_p3("HEIF"), (218, 0, 26)),
        (lambda: in_display_p3("AVIF"), (218, 0, 26)),
        (in_adobe_rgb, (233, 35, 35)),
    ],
    ids=["heic", "avif", "jpeg"],
)
def test_a_space_that_is_only_named_comes_out_in_the_right_colours(upload, colour, inspector):
    with Image.open(BytesIO(taken(inspector.inspect(upload(), Slot.PHOTO)).data)) as image:
        shown = image.getpixel((30, 20))

    assert max(abs(is_so - should) for is_so, should in zip(shown, colour, strict=True)) <= 6


def test_copies_are_never_enlarged_and_come_from_one_decode(inspector):
    copies = inspector.render(
        hostile.encoded(hostile.picture(700, 525), "JPEG"), [(160, "webp"), (640, "avif"), (960, "webp")]
    )

    assert not isinstance(copies, Refused)
    assert [(copy.asked, copy.width, copy.height, copy.format) for copy in copies] == [
        (160, 160, 120, "webp"),
        (640, 640, 480, "avif"),
        (960, 700, 525, "webp"),
    ]


def test_an_original_is_kept_to_the_byte(inspector):
    for data in (hostile.jpeg_full_of_canaries(), hostile.encoded(hostile.picture(), "HEIF"), hostile.pdf(pages=3)):
        assert taken(inspector.inspect(data, Slot.PROOF)).data == data


def test_a_document_is_shown_as_pictures_of_its_pages():
    pages = render_pages(hostile.pdf(pages=2))

    assert not isinstance(pages, Refused)
    assert [(page.number, page.width, page.height) for page in pages] == [(1, 1240, 1860), (2, 1240, 1860)]
    assert all(page.data.startswith(b"RIFF") for page in pages)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'\xef\xbb\xbf{"CertInfo": {"CarId": "1"}}', "application/json"),
        (b"<?xml version='1.0'?><CertInfo><CarId>1</CarId></CertInfo>", "application/xml"),
        ("車台番号,型式\nZVW30-1234567,DAA-ZVW30\n".encode("cp932"), "text/csv"),
    ],
)
def test_an_official_file_is_taken_as_a_certificate_and_nowhere_else(data, kind, inspector):
    assert taken(inspector.inspect(data, Slot.CERTIFICATE)).media_type == kind
    assert inspector.inspect(data, Slot.PROOF) == Refused("wrong_kind")
    assert inspector.inspect(data, Slot.PHOTO) == Refused("not_a_picture")


# --- Hostile files are refused by name ---

JPEG = hostile.encoded(hostile.picture(), "JPEG")
PNG = hostile.encoded(hostile.picture(), "PNG")
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


@pytest.mark.parametrize("slot", list(Slot))
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"MZ\x90\0" + b"\0" * 500, "executable"),
        (b"\x7fELF" + b"\0" * 500, "executable"),
        (b"#!/bin/sh\nrm -rf /\n", "executable"),
        (SVG, "svg"),
        (b"  <svg onload='alert(1)'/>", "svg"),
        (HTML, "html"),
        (b"\n\n<script>alert(1)</script>", "html"),
        (hostile.zip_file(), "archive"),
        (hostile.encoded(hostile.picture(), "GIF"), "not_a_picture"),
        (hostile.encoded(hostile.picture(), "TIFF"), "not_a_picture"),
        (hostile.encoded(hostile.picture(), "BMP"), "not_a_picture"),
        (hostile.png_of(8000, 25000), "too_many_pixels"),
        (hostile.png_of(8000, 8000), "too_many_pixels"),
        (hostile.png_of(12_001, 8), "too_many_pixels"),
        (JPEG[:400], "broken"),
        (PNG[:200], "broken"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 300, "broken"),
        (b"RIFF\x10\0\0\0WEBPVP8 \0\0\0\0", "broken"),
        (JPEG + b"\0" * signatures.MAX_IMAGE_BYTES, "too_big"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_file_is_refused_in_every_slot(data, code, slot, inspector):
    assert inspector.inspect(data, slot) == Refused(code)


def test_a_bomb_of_pixels_is_refused_before_it_is_decoded(inspector):
    # Decoded it would go beyond the process's memory and be refused as too heavy.
    assert inspector.inspect(hostile.png_of(8000, 25000), Slot.PHOTO) == Refused("too_many_pixels")


def test_a_bomb_in_a_comment_is_refused(inspector):
    assert isinstance(inspector.inspect(hostile.png_with_text_bomb(), Slot.PHOTO), Refused)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (hostile.encrypted_pdf(), "pdf_encrypted"),
        (hostile.pdf(b"/OpenAction 3 0 R", b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"), "pdf_active"),
        (hostile.pdf(b"/OpenAction 3 0 R", b"<< /S /J#61vaScript /JS (1) >>"), "pdf_active"),
        (hostile.pdf(b"", b"<< /S /Launch /F (cmd.exe) >>"), "pdf_active"),
        (hostile.pdf(b"", b"<< /Type /Filespec /EF << /F 4 0 R >> >>", b"<< /Type /EmbeddedFile >>"), "pdf_active"),
        (hostile.pdf(b"/OpenAction << /S /URI /URI (http://x) >>"), "pdf_active"),
        (hostile.pdf(b"/AcroForm << /XFA 3 0 R >>"), "pdf_active"),
        (hostile.pdf(b"", hostile.object_stream(b"<< /S /JavaScript >>")), "pdf_active"),
        (hostile.pdf(b"", hostile.object_stream(b"<< >>", bomb=40_000_000)), "too_heavy"),
        (hostile.pdf(b"", b"<< /Type /ObjStm /Filter /LZWDecode >>\nstream\nabc\nendstream"), "pdf_active"),
        (hostile.pdf(pages=31), "too_many_pages"),
        (b"%PDF-1.7\nnothing", "broken"),
        (hostile.pdf() + hostile.zip_file(), "two_files"),
        (hostile.pdf() + HTML, "two_files"),
        (b" " + hostile.pdf(), "not_a_picture"),
    ],
)
def test_a_pdf_that_could_act_is_refused(data, code, inspector):
    assert inspector.inspect(data, Slot.DOCUMENT_IMAGE) == Refused(code)


def test_a_pdf_that_opens_at_a_page_is_taken(inspector):
    assert taken(inspector.inspect(hostile.pdf(b"/OpenAction [100 0 R /Fit]"), Slot.PROOF)).pages == 1


@pytest.mark.parametrize(
    "data",
    [
        JPEG + hostile.zip_file(),
        PNG + HTML,
        PNG + SVG,
        JPEG + b"MZ\x90\0",
        PNG + hostile.pdf(),
        JPEG[:2] + b"\xff\xfe\0\x0a%PDF-1.4" + JPEG[2:],
    ],
    ids=["gifar", "html", "svg", "exe", "pdf", "pdf inside"],
)
def test_two_files_in_one_are_refused_where_originals_are_kept_and_rebuilt_where_not(data, inspector):
    assert inspector.inspect(data, Slot.DOCUMENT_IMAGE) == Refused("two_files")

    photo = taken(inspector.inspect(data, Slot.PHOTO))
    assert not any(mark in photo.data for mark in (b"PK\x03\x04", b"<script", b"%PDF-"))


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbb">]><a>&b;</a>',
        b"<a>" * 5000 + b"</a>" * 5000,
        b"[" * 100_000,
        b'{"half": ',
        b"a,b\n\x00\x01\n",
        b'a,"b\n1,2',
    ],
)
def test_text_that_cannot_be_read_plainly_is_refused(data, inspector):
    assert isinstance(inspector.inspect(data, Slot.CERTIFICATE), Refused)


def test_cutting_an_image_anywhere_never_ends_in_an_exception(inspector):
    whole = hostile.jpeg_full_of_canaries()

    for cut in range(1, len(whole), len(whole) // 25):
        assert isinstance(inspector.inspect(whole[:cut], Slot.DOCUMENT_IMAGE), Inspected | Refused)


# --- The limits are real ---


@pytest.fixture
def taken_over() -> Iterator[Inspector]:
    with Inspector(worker=MISBEHAVING) as worker:
        yield worker


def tell(worker: Inspector, word: str, seconds: int = 10) -> Inspected | Refused:
    return worker.inspect(json.dumps([word]).encode(), Slot.CERTIFICATE, seconds=seconds)


def test_a_worker_that_burns_time_is_killed(taken_over):
    began = time.monotonic()

    assert tell(taken_over, "burn", seconds=1) == Refused("too_heavy")

    # It asked for an endless loop.
    assert time.monotonic() - began < 60


def test_a_worker_that_hoards_memory_gets_none(taken_over):
    assert tell(taken_over, "hoard") == Refused("too_heavy")


@pytest.mark.parametrize("deed", ["read", "write", "connect"])
def test_a_worker_cannot_open_files_or_sockets(deed, taken_over):
    assert taken(tell(taken_over, deed)).media_type == "denied"
    assert not Path("/tmp/japacar-inspection-escape").exists()


def test_a_worker_learns_nothing_of_our_environment(taken_over, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")

    assert "SECRET" not in taken(tell(taken_over, "environment")).media_type


@pytest.mark.parametrize("deed", ["die", "lie", "talk"])
def test_a_worker_that_dies_or_lies_is_a_refusal_and_the_next_file_gets_a_new_one(deed, taken_over):
    assert isinstance(tell(taken_over, deed), Refused)

    assert taken(tell(taken_over, "environment"))


def test_one_bad_file_does_not_spoil_a_batch(tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_bytes(JPEG)

    results = list(inspect_many([JPEG, SVG, PNG[:200], path], Slot.PHOTO))

    assert [isinstance(result, Inspected) for result in results] == [True, False, False, True]


def test_a_file_far_too_big_is_not_even_read(tmp_path):
    path = tmp_path / "huge.pdf"
    with path.open("wb") as out:
        out.truncate(2_000_000_000)

    assert inspect(path, Slot.PROOF) == Refused("too_big")


def test_rendering_what_is_no_picture_is_a_refusal():
    assert render(b"nothing", [160], ["webp"]) == Refused("broken")
