"""The drawn pictures: photo size, the same bytes each time, shared between like cars, without metadata."""

import io
from datetime import date

import pytest
from PIL import Image

from japacar.demo.catalogue_cars import specimens
from japacar.demo.drawing import backdrop_of, draw, draw_export_certificate, draw_permit, draw_transfer_slip, photo_set
from japacar.demo.drawing.album import CAPTIONS
from japacar.demo.drawing.cabin import TRIMS, behind, dashboard
from japacar.demo.drawing.canvas import face
from japacar.demo.drawing.closeups import engine
from japacar.demo.drawing.paints import PAINTS
from japacar.demo.drawing.views import OUTSIDE, SHAPES
from japacar.demo.words_firms import DEALERS
from japacar.vehicles.models import Photo
from tests.few import Draw


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_drawn_from_all_sides_at_photo_size(few: Draw, shape: str) -> None:
    seen, sides = set(), few(OUTSIDE, 3)
    for angle in sides:
        picture = opened(draw(shape, "silver", angle))
        assert (picture.size, picture.mode, picture.format) == ((1600, 1200), "RGB", "JPEG")
        seen.add(picture.resize((64, 48)).tobytes())
    assert len(seen) == len(sides)


def test_every_paint_colours_the_body() -> None:
    points = [
        opened(draw("sedan", colour, "left_side", backdrop=0)).resize((16, 12)).getpixel((8, 7)) for colour in PAINTS
    ]
    assert len(set(points)) == len(PAINTS)


def test_drawing_twice_gives_the_same_bytes() -> None:
    assert draw("suv", "pearl", "front_left") == draw("suv", "pearl", "front_left")
    assert draw("suv", "pearl", "odometer", odometer=64218) == draw("suv", "pearl", "odometer", odometer=64218)


def test_odometer_and_plate_show_the_cars_own_numbers() -> None:
    assert draw("suv", "red", "odometer", odometer=64218) != draw("suv", "red", "odometer", odometer=64219)
    one, other = (draw("suv", "red", "chassis_plate", frame_number=f"TRJ150-990000{n}") for n in (1, 2))
    assert one != other


def test_a_car_has_ten_views_its_faults_and_a_private_plate() -> None:
    car = next(each for each in specimens() if each.faults)
    shots = photo_set(car)
    assert len(shots) == 11 + len(car.faults)
    assert [shot.angle for shot in shots if shot.is_private] == ["chassis_plate"]
    assert {shot.angle for shot in shots} <= set(Photo.Angle)
    assert all(shot.caption_en and shot.caption_ja for shot in shots)
    for shot in shots:
        picture = opened(shot.make_bytes())
        assert picture.size == (1600, 1200)
        assert not picture.getexif()


def test_like_cars_share_their_outside_pictures() -> None:
    shots = [shot for car in specimens() for shot in photo_set(car)]
    outside = {shot.key for shot in shots if shot.angle in OUTSIDE}
    assert len(outside) <= 400
    own = {shot.key for shot in shots if shot.angle in {"odometer", "chassis_plate"}}
    assert len(own) > 390
    assert len({shot.key for shot in shots}) < 1000


def test_equal_keys_mean_equal_bytes() -> None:
    by_key: dict[str, object] = {}
    for car in specimens()[:60]:
        for shot in photo_set(car):
            if shot.angle not in {"rear_seats", "dashboard", "engine", "tyre"}:
                continue
            if shot.key in by_key and len(by_key) < 12:
                assert shot.make_bytes() == by_key[shot.key]
            by_key.setdefault(shot.key, shot.make_bytes() if len(by_key) < 12 else None)


def test_every_shape_and_paint_has_one_place() -> None:
    assert {backdrop_of(shape, colour) for shape in SHAPES for colour in PAINTS} == {0, 1, 2, 3, 4}


def test_insides_and_engines_of_every_kind_can_be_drawn() -> None:
    for trim in TRIMS:
        assert {dashboard(kind, trim).picture().size for kind in ("car", "work", "motorcycle")} == {(1600, 1200)}
    kinds = ("seats", "rows", "cargo", "bed", "box", "saddle")
    assert {behind(kind, "grey").picture().size for kind in kinds} == {(1600, 1200)}
    fuels = ("petrol", "hybrid", "diesel", "electric", "motorcycle")
    assert {engine(kind).picture().size for kind in fuels} == {(1600, 1200)}


def test_papers_are_drawn_for_every_dealer() -> None:
    permits = {draw_permit(dealer) for dealer in DEALERS}
    assert len(permits) == len(DEALERS)
    assert all(opened(permit).size == (1600, 1200) for permit in permits)
    slip = draw_transfer_slip(
        sender="Wanjiru Sample",
        beneficiary="Aoba Sample Motors K.K.",
        bank="Sample Bank, Kawagoe Branch",
        account="9900101",
        amount="JPY 1,240,000",
        reference="PI-2026-0001",
        value_date="2026-11-24",
    )
    assert opened(slip).size == (1600, 1200)
    assert opened(draw_export_certificate(specimens()[0], issued=date(2026, 11, 20))).size == (1600, 1200)


def test_the_japanese_words_have_glyphs() -> None:
    missing = face("bold", 40).getmask("\U0010fffd").getbbox()
    for sign in {sign for _, ja in CAPTIONS.values() for sign in ja} | set("古物商許可証見本公安委員会"):
        assert face("bold", 40).getmask(sign).getbbox() not in {None, missing}
