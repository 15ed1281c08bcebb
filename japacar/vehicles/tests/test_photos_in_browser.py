"""In a real browser: photos are made smaller and turned upright on the device, survive a dropped link, and are stored once."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from japacar.kernel.tests import hostile
from japacar.vehicles.models import Photo, Vehicle
from tests import make
from tests.browser import beside

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft(settings: Any, tmp_path: Path) -> Vehicle:
    settings.DATA_DIR = tmp_path / "data"
    dealer = make.make_dealer(people=[make.make_user("sato@aoba.example.test")], slug="aoba")
    return make.make_vehicle(dealer, status="draft", body_type="suv")


def chosen(folder: Path) -> list[str]:
    """A large photo held sideways, five more, one of a kind that the browser cannot draw, and a program."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, hostile.CANARY
    sideways = Image.blend(hostile.picture(2400, 1800), Image.effect_noise((2400, 1800), 60).convert("RGB"), 0.2)
    sideways.save(folder / "0.jpg", exif=exif, quality=95)
    for number in range(1, 6):
        hostile.picture(640 + number, 480).save(folder / f"{number}.jpg")
    (folder / "6.heic").write_bytes(hostile.encoded(hostile.picture(646, 480), "HEIF"))
    (folder / "7.jpg").write_bytes(b"MZ\x90\0" + b"\0" * 500)
    return sorted(str(path) for path in folder.iterdir())


def test_photos_survive_a_dropped_link_and_stand_in_order(page: Any, draft: Vehicle, tmp_path: Path) -> None:
    folder = tmp_path / "chosen"
    folder.mkdir()
    sent: list[int] = []
    page.on(
        "request", lambda request: sent.append(1) if request.method == "POST" and "/photos/" in request.url else None
    )
    lost: list[str] = []

    def lose_one(route: Any) -> None:
        """The third sending is lost on its way. An answer cannot be lost here: what a route fetches itself comes without its files."""
        if len(sent) >= 3 and not lost:
            lost.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route("**/photos/", lose_one)
    page.set_input_files("#photos-input", chosen(folder))
    page.locator(".sending progress").first.wait_for()
    page.context.set_offline(True)
    page.get_by_text("no connection; goes on by itself").first.wait_for()
    page.context.set_offline(False)
    page.get_by_text("Not taken: 1").wait_for(timeout=60_000)

    assert lost
    assert "This is a program" in page.locator(".sending").inner_text()
    files = beside(lambda: [photo.file for photo in Photo.objects.select_related("file")])
    assert [(file.width, file.height) for file in files] == [
        (1200, 1600), (641, 480), (642, 480), (643, 480), (644, 480), (645, 480), (646, 480),
    ]  # fmt: skip
    assert len(sent) > 8
    assert page.locator("li[id^=shot-]").count() == 7
    assert page.evaluate("document.documentElement.scrollWidth") == 360

    second = page.locator("li[id^=shot-]").nth(1).get_attribute("id")
    page.fill("#f_grade", "TX")
    page.locator("li[id^=shot-]").nth(1).get_by_role("button", name="Cover").click()
    page.wait_for_selector(f"ul.shots > li:first-child#{second}")
    assert page.input_value("#f_grade") == "TX"
    page.locator("li[id^=shot-]").nth(1).get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").wait_for(state="detached")
    assert beside(lambda: draft.photos.count()) == 7


def test_a_plate_is_hidden_by_drawing_and_by_keys(page: Any, draft: Vehicle, tmp_path: Path) -> None:
    folder = tmp_path / "chosen"
    folder.mkdir()
    page.set_input_files("#photos-input", chosen(folder)[1:2])
    page.get_by_role("button", name="Hide the number plate").click()
    # Drawn by the script: before it is there, the squares of a grid are ticked instead.
    page.locator("[data-plate] .box").wait_for()
    frame = page.locator("[data-plate]").bounding_box()
    page.mouse.move(frame["x"] + frame["width"] * 0.4, frame["y"] + frame["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.6, frame["y"] + frame["height"] * 0.6, steps=3)
    page.mouse.up()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    page.get_by_role("button", name="Hide this part").click()
    page.get_by_text("Part hidden by hand").wait_for()

    (box,) = beside(lambda: Photo.objects.get().covers)
    assert box == pytest.approx([0.4, 0.51, 0.21, 0.1], abs=0.01)
