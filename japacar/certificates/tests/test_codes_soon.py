"""The quick look that somebody waits for ends in time, whatever the file, and leaves the rest to the thorough search.

Nothing here measures seconds: the process is given far less than its file needs, or a clock that the test moves."""

from types import SimpleNamespace

import pytest
from PIL import Image

from japacar.certificates.codes import looking, reading, worker
from japacar.certificates.codes.reading import read_pictures
from japacar.certificates.tests import codes
from japacar.kernel.inspection import Inspector, Refused
from japacar.kernel.inspector import images

SPEC, PLATE = codes.SPEC.encode(), codes.PLATE.encode("cp932")
SHEET = codes.sheet([*codes.row_of(SPEC, (30, 60)), *codes.row_of(PLATE, (20,))])
PHOTO = codes.file(SHEET.resize((SHEET.width * 2, SHEET.height * 2)).convert("RGB"), "JPEG", quality=85)
# The kernel counts processor time in steps of some milliseconds: this one takes far longer to be opened.
LARGE = codes.file(
    Image.effect_noise((1000, 750), 60).resize((4000, 3000), Image.Resampling.NEAREST), "JPEG", quality=85
)
# Less than any file takes to be opened.
NEXT_TO_NOTHING = 0.004


def test_the_process_is_ended_by_the_kernel_in_the_middle_of_whatever_it_does() -> None:
    with Inspector(worker=reading.WORKER) as inspector:
        for _again in range(2):
            how = {"do": "codes", "deep": False, "seconds": 3, "within": NEXT_TO_NOTHING}
            assert inspector.ask(how, LARGE, lambda answer, _blobs: answer) == Refused("too_heavy")
        unhurried = inspector.ask({"do": "codes", "deep": False, "seconds": 12}, PHOTO, lambda answer, _blobs: answer)

    assert not isinstance(unhurried, Refused)
    assert len(unhurried["symbols"]) == 5


def test_what_the_time_did_not_suffice_for_is_no_refusal_but_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SOON", NEXT_TO_NOTHING)

    found = read_pictures([PHOTO, b"%PDF-1.7 broken"], is_quick=True)

    assert found.is_open
    assert not found.documents
    assert found.refused[0] == "no_codes"
    [document] = read_pictures([PHOTO]).documents
    assert document.fields.chassis_no == "RC63-IT233010"


def test_no_page_is_begun_that_would_end_too_late_and_the_rest_is_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = _Clock(monkeypatch)
    opened = []

    def slow(_data: bytes, _kind: str, number: int, _most: int = 0) -> Image.Image | None:
        opened.append(number)
        clock.now += 0.3
        return Image.new("L", (200, 200), 255)

    monkeypatch.setattr(worker, "_page", slow)
    blank = Image.new("L", (200, 200), 255)
    pages = codes.file(blank, "PDF", save_all=True, append_images=[blank] * 7)

    reply, _blobs = worker._looked_at({"deep": False}, pages, until=0.85, most_pixels=1_000_000)

    assert opened == [0, 1]
    assert reply["cut_short"]


def test_no_look_is_begun_that_would_end_too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, looks = _Clock(monkeypatch), []

    def slow(_picture: Image.Image, _box: looking.Box, look: looking.Look, _search: looking.Search) -> None:
        looks.append(look)
        clock.now += 0.4

    monkeypatch.setattr(looking, "_look", slow)

    looking.look_quickly(Image.new("L", (10, 10)), looking.Search(0, until=0.85))

    assert len(looks) == 2


def test_a_cut_short_search_is_open_although_a_certificate_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = worker._looked_at({"deep": False, "cuts": True}, PHOTO, until=1e9, most_pixels=10**8)

    def cut_short(_self: Inspector, _request: object, _data: bytes, read: object) -> object:
        return read({**whole[0], "cut_short": True, "spent": 0.1}, whole[1])  # type: ignore[operator]

    monkeypatch.setattr(Inspector, "ask", cut_short)

    found = read_pictures([PHOTO], is_quick=True)

    assert len(found.documents) == 1
    assert found.is_open


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_large_picture_is_looked_at_smaller_and_still_read(form: str) -> None:
    large = SHEET.resize((SHEET.width * 3, SHEET.height * 3)).convert("RGB")
    options = {} if form == "PNG" else {"quality": 85}
    data, most = codes.file(large, form, **options), large.width * large.height // 5

    picture = images.grey(data, f"image/{form.lower()}", most)
    reply, _blobs = worker._looked_at({"deep": False}, data, until=1e9, most_pixels=most)

    assert picture.width * picture.height <= most
    assert len(reply["symbols"]) == 5


class _Clock:
    """Processor time that only the test spends."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        stub = SimpleNamespace(process_time=lambda: self.now)
        monkeypatch.setattr(worker, "time", stub)
        monkeypatch.setattr(looking, "time", stub)
