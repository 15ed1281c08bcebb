"""Each file of the corpus, in each slot, is refused by name or comes out clean; nothing ends in an exception."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from japacar.kernel.inspection import Inspected, Inspector, Refused, Slot
from japacar.kernel.tests import corpus
from japacar.kernel.tests.corpus import CASES, CLEAN, EITHER, faults_of_picture

KEPT = tuple(slot for slot in Slot if slot is not Slot.PHOTO)
SLOW = {"png of 317 MB", "pdf whose page is 60 MB"}


@pytest.fixture(scope="module")
def inspector() -> Iterator[Inspector]:
    with Inspector() as shared:
        yield shared


def told(found: Inspected | Refused) -> str:
    return found.code if isinstance(found, Refused) else CLEAN


@pytest.mark.few(30)
@pytest.mark.parametrize("name", CASES)
def test_as_a_photo(name, inspector):
    found = inspector.inspect(corpus.made(name), Slot.PHOTO)

    assert CASES[name].photo in (told(found), EITHER), told(found)
    if isinstance(found, Inspected):
        copies = inspector.render(found.data, [(160, "webp"), (320, "webp"), (320, "avif")])
        assert not isinstance(copies, Refused)
        assert {name: faults_of_picture(data) for name, data in enumerate([found.data, *(each.data for each in copies)])} == {
            0: [], 1: [], 2: [], 3: [],
        }  # fmt: skip
        assert len({round(each.width / each.height, 1) for each in copies}) == 1


@pytest.mark.few(30)
@pytest.mark.parametrize("name", CASES)
def test_as_an_original_that_is_kept(name, inspector):
    data = corpus.made(name)
    # What takes seconds to open goes through one slot: they differ in what they take, not in how it is opened.
    slots = KEPT[:1] if name in SLOW else KEPT
    answers = [inspector.inspect(data, slot) for slot in slots]

    assert len({told(found) for found in answers}) == 1
    assert CASES[name].kept in (told(answers[0]), EITHER), told(answers[0])
    if isinstance(answers[0], Inspected):
        assert all(found.data == data for found in answers)
        pages = inspector.pages(data)
        assert not isinstance(pages, Refused) or CASES[name].kept == EITHER
        assert isinstance(pages, Refused) or not any(faults_of_picture(page.data) for page in pages)


@pytest.mark.parametrize(("way", "corner"), [(1, (20, 20)), (3, (-20, -20)), (6, (-20, 20)), (8, (20, -20))])
def test_a_photo_stands_upright_whichever_way_it_was_held(way, corner, inspector):
    found = inspector.inspect(corpus.made(f"jpeg turned {way}"), Slot.PHOTO)

    with Image.open(BytesIO(found.data)) as image:
        red, green, _blue = image.getpixel((corner[0] % image.width, corner[1] % image.height))
        assert image.size == ((480, 640) if way > 4 else (640, 480))
        assert red > 150 > green


@pytest.mark.parametrize("name", ["jpeg for print (cmyk)", "png of 16 bits", "png with palette and transparency"])
def test_colours_survive(name, inspector):
    found = inspector.inspect(corpus.made(name), Slot.PHOTO)

    with Image.open(BytesIO(found.data)) as image:
        red, green, blue = image.getpixel((600, 400))
    assert max(red, green, blue) - min(red, green, blue) < 16
    assert red > 120
