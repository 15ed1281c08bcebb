"""What a person sees beside the values: each code cut out, also one over two pictures, and the page with its codes framed."""

from io import BytesIO

import numpy
import pytest
from PIL import Image

from japacar.certificates.codes import worker
from japacar.certificates.codes.cutting import SIDE
from japacar.certificates.codes.reading import read_pictures
from japacar.certificates.reading import Cut
from japacar.certificates.tests import codes

SPEC_ROW = codes.row_of(codes.SPEC.encode(), (30, 60))
PLATE_ROW = codes.row_of(codes.PLATE.encode("cp932"), (20,))
FRAME = (196, 22, 28)


def photo(picture: Image.Image, form: str = "PNG") -> bytes:
    return codes.file(picture.convert("RGB"), form)


def opened(cut: Cut) -> Image.Image:
    picture = Image.open(BytesIO(cut.data)).convert("RGB")
    assert (picture.width, picture.height) == (cut.width, cut.height)
    return picture


def read_again(cut: Cut) -> dict:
    """What a reader sees on a page that is shown."""
    return worker.answer({"deep": False}, photo(opened(cut)))[0]


def is_framed(page: Image.Image) -> bool:
    distance = numpy.abs(numpy.asarray(page, dtype=int) - FRAME).sum(axis=2)
    return int((distance < 60).sum()) > 200


def test_a_code_over_two_photos_is_shown_symbol_by_symbol_with_both_pages() -> None:
    uploads = [photo(codes.sheet([*SPEC_ROW[:2], PLATE_ROW[0]])), photo(codes.sheet([SPEC_ROW[2], PLATE_ROW[1]]))]

    [document] = read_pictures(uploads).documents

    assert document.fields.model_code == "EBL-RC63"
    assert sorted(document.cuts) == ["plate", "plate-2", "spec", "spec-2", "spec-3"]
    assert {(cut.width, cut.height) for cut in document.cuts.values()} == {(SIDE, SIDE)}
    assert len(document.pages) == 2
    assert all(is_framed(opened(page)) for page in document.pages)


def test_a_whole_code_is_one_strip_and_its_page_is_small() -> None:
    sheet = codes.sheet([*SPEC_ROW, *PLATE_ROW])
    large = sheet.resize((sheet.width * 3, sheet.height * 3))

    [document] = read_pictures([photo(large)], is_quick=True).documents

    assert sorted(document.cuts) == ["plate", "spec"]
    [page] = document.pages
    assert page.width == 1240
    assert is_framed(opened(page))


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_is_shown_as_it_is_read_however_it_was_photographed(turned: int) -> None:
    sheet = codes.sheet([*SPEC_ROW, *PLATE_ROW])

    [document] = read_pictures([photo(sheet.rotate(turned, expand=True))]).documents

    [page] = document.pages
    assert (page.width > page.height) == (sheet.width > sheet.height)
    for symbol in read_again(page)["symbols"]:
        left, top, right, upper = symbol["corners"][:4]
        assert right > left
        assert abs(upper - top) < (right - left) / 4


def test_the_codes_with_name_and_address_are_covered_on_the_page() -> None:
    kei = [codes.KEI_PLATE.encode("cp932"), codes.KEI_SPEC.encode(), "K/51/甲山　乙子".encode("cp932")]
    row = [symbol for message in kei for symbol in codes.row_of(message)]
    before = worker.answer({"deep": False}, photo(codes.sheet(row)))[0]["symbols"]

    [document] = read_pictures([photo(codes.sheet(row))]).documents

    assert sum(not symbol["payload"] for symbol in before) == 1
    [page] = document.pages
    after = read_again(page)["symbols"]
    assert not [symbol for symbol in after if not symbol["payload"]]
    assert sorted(document.cuts) == ["plate", "spec"]


def test_a_picture_without_a_certificates_codes_is_not_kept_as_a_page() -> None:
    other = codes.sheet([codes.drawn_symbol(b"https://example.test/")])
    uploads = [photo(codes.sheet([*SPEC_ROW, *PLATE_ROW])), photo(other)]

    [document] = read_pictures(uploads).documents

    assert len(document.pages) == 1
