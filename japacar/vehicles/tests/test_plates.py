"""A number plate that was hidden is in no file that anybody can fetch, and the picture as it came is gone when the car is on sale."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image, ImageChops, ImageStat

from japacar.files import actions as files
from japacar.files import rules as file_rules
from japacar.files.models import StoredFile
from japacar.kernel.inspection import Inspector
from japacar.kernel.tests import hostile
from japacar.vehicles.models import Photo, Vehicle
from japacar.vehicles.plate_forms import squares
from tests import make
from tests.cast import SignedIn

# The plate lies in squares 5-3 and 5-4 of the grid: from 30 % to 50 % across and 62.5 % to 75 % down.
SIZE, PLATE = (800, 640), (240, 400, 400, 480)
BOX = {"left": "30", "top": "62.5", "width": "20", "height": "12.5"}


@pytest.fixture(autouse=True)
def disk(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def draft(aoba) -> Vehicle:
    return make.make_vehicle(aoba, status="draft")


def car_with_plate(shift: int = 0) -> bytes:
    """Grey, with bars like the strokes of digits where the plate is."""
    image = Image.new("RGB", SIZE, (120 + shift, 130, 140))
    for x in range(PLATE[0], PLATE[2], 16):
        image.paste((255, 255, 255), (x, PLATE[1], x + 8, PLATE[3]))
        image.paste((0, 60, 20), (x + 8, PLATE[1], x + 16, PLATE[3]))
    return hostile.encoded(image, "JPEG", quality=95)


def photographed(browser, vehicle: Vehicle, shift: int = 0) -> Photo:
    upload = SimpleUploadedFile("car.jpg", car_with_plate(shift), "image/jpeg")
    browser.post(f"/en/sell/cars/{vehicle.reference}/photos/", {"photos": upload})
    photo = vehicle.photos.select_related("file").latest("created_at")
    files.make_renditions(str(photo.file_id))
    return photo


def page_of(photo: Photo) -> str:
    return f"/en/sell/cars/{photo.vehicle.reference}/photos/{photo.pk}/"


def strokes(data: bytes) -> float:
    """How much the brightness changes from stroke to stroke within the plate: above 80 as photographed."""
    with Image.open(BytesIO(data)) as image:
        scale = image.width / SIZE[0]
        edge = round(4 * scale)
        box = [round(side * scale) for side in PLATE]
        plate = image.convert("L").crop((box[0] + edge, box[1] + edge, box[2] - edge, box[3] - edge))
        return float(
            ImageStat.Stat(ImageChops.difference(plate, ImageChops.offset(plate, round(8 * scale), 0))).mean[0]
        )


def everything_open(disk) -> list[bytes]:
    return [
        path.read_bytes() for top in ("files/public", "cache") for path in (disk / top).rglob("*") if path.is_file()
    ]


def test_a_hidden_plate_is_in_no_copy_and_the_open_original_is_gone(
    sato, draft, disk, client, django_capture_on_commit_callbacks
):
    photo = photographed(sato, draft)
    was = photo.file
    assert all(strokes(data) > 80 for data in everything_open(disk))

    with django_capture_on_commit_callbacks(execute=True):
        answer = sato.post(page_of(photo), {"do": "cover", **BOX}, follow=True)
    photo.refresh_from_db()
    files.make_renditions(str(photo.file_id))

    assert "The part is hidden" in answer.content.decode()
    assert "Part hidden by hand" in answer.content.decode()
    assert photo.covers == [[0.3, 0.625, 0.2, 0.125]]
    copies = everything_open(disk)
    assert len(copies) == 1 + 2 * len(file_rules.planned(800))
    assert max(map(strokes, copies)) < 12
    assert client.get(file_rules.photo_url(was, 640)).status_code == 404
    assert client.get(file_rules.photo_url(photo.file, 640)).status_code == 200
    assert not StoredFile.objects.filter(pk=was.pk).exists()
    kept = photo.uncovered
    assert kept.sealed
    assert strokes(files.contents(kept)) > 80
    with Image.open(BytesIO(files.contents(photo.file))) as image:
        assert image.size == SIZE
        assert abs(image.getpixel((100, 100))[0] - 120) < 6


def test_the_cover_can_be_taken_off_until_the_car_is_on_sale(sato, draft, disk, django_capture_on_commit_callbacks):
    photo = photographed(sato, draft)
    before = photo.file.sha256
    sato.post(page_of(photo), {"do": "cover", **BOX})
    assert "Show the photo whole again" in sato.get(page_of(photo)).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        sato.post(page_of(photo), {"do": "uncover"})

    photo.refresh_from_db()
    assert (photo.covers, photo.uncovered_id) == ([], None)
    assert strokes(files.contents(photo.file)) > 80
    assert photo.file.width == SIZE[0]
    assert StoredFile.objects.filter(state="bound").count() == 1
    assert before


def test_going_on_sale_deletes_the_picture_as_it_came(sato, draft, disk, django_capture_on_commit_callbacks):
    photos = [photographed(sato, draft, shift) for shift in (0, 5, 10)]
    for photo in photos:
        sato.post(page_of(photo), {"do": "cover", **BOX})
    assert StoredFile.objects.filter(sealed=True).count() == 3

    with django_capture_on_commit_callbacks(execute=True):
        answer = sato.post(f"/en/sell/cars/{draft.reference}/", {"do": "publish"}, follow=True)

    draft.refresh_from_db()
    assert draft.status == "published", answer.content.decode()
    assert not StoredFile.objects.filter(sealed=True).exists()
    assert not [path for path in (disk / "files/sealed").rglob("*") if path.is_file()]
    assert "Show the photo whole again" not in sato.get(page_of(photos[0])).content.decode()
    photo = draft.photos.first()
    sato.post(page_of(photo), {"do": "uncover"})
    assert strokes(files.contents(photo.file)) < 12


def test_on_a_car_on_sale_nothing_is_kept_back(sato, prado, django_capture_on_commit_callbacks):
    photo = photographed(sato, prado)
    assert "cannot be undone" in sato.get(page_of(photo)).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        sato.post(page_of(photo), {"do": "cover", **BOX})
        sato.post(page_of(photo), {"do": "cover", "cell": ["0-0"]})

    photo.refresh_from_db()
    assert photo.uncovered_id is None
    assert photo.covers == [[0.3, 0.625, 0.2, 0.125], [0.0, 0.0, 0.1, 0.125]]
    assert StoredFile.objects.get().pk == photo.file_id
    assert strokes(files.contents(photo.file)) < 12


def test_squares_do_it_without_script(sato, draft):
    photo = photographed(sato, draft)

    sato.post(page_of(photo), {"do": "cover", "cell": ["5-3", "5-4"], "left": "", "top": "", "width": "", "height": ""})

    photo.refresh_from_db()
    assert photo.covers == [[0.3, 0.625, 0.2, 0.125]]
    assert strokes(files.contents(photo.file)) < 12


def test_squares_side_by_side_are_one_part():
    assert squares(["2-1", "2-2", "2-5", "3-0", "2-2"]) == [
        (0.1, 0.25, 0.2, 0.125),
        (0.5, 0.25, 0.1, 0.125),
        (0, 0.375, 0.1, 0.125),
    ]
    assert len(squares([f"{row}-{column}" for row in range(8) for column in range(10)])) == 8


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose the squares"),
        ({"cell": "9-9"}, "id_cell-error"),
        ({"cell": "x"}, "id_cell-error"),
        ({**BOX, "left": ""}, "Enter all four"),
        ({**BOX, "width": "0"}, "no size yet"),
        ({**BOX, "left": "-1"}, "greater than or equal"),
        ({**BOX, "top": "NaN"}, "number"),
        ({**BOX, "height": "1e9"}, "less than or equal"),
    ],
)
def test_nonsense_is_said_and_changes_nothing(sato, draft, sent, words):
    photo = photographed(sato, draft)
    before = Photo.objects.values().get()

    answer = sato.post(page_of(photo), {"do": "cover", **sent})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Photo.objects.values().get() == before
    assert StoredFile.objects.count() == 1


def test_a_picture_with_a_hidden_plate_is_known_when_it_is_sent_again(sato, draft):
    photo = photographed(sato, draft)
    sato.post(page_of(photo), {"do": "cover", **BOX})

    photographed(sato, draft)

    assert draft.photos.count() == 1


def test_removing_a_covered_photo_leaves_nothing_uncovered(sato, draft, disk, django_capture_on_commit_callbacks):
    photo = photographed(sato, draft)
    with django_capture_on_commit_callbacks(execute=True):
        sato.post(page_of(photo), {"do": "cover", **BOX})
        photo.refresh_from_db()
        sato.post(f"/en/sell/cars/{draft.reference}/", {"do": f"remove:{photo.pk}"})
        sato.post(f"/en/sell/cars/{draft.reference}/", {"do": f"restore:{photo.file_id}"})

    photo = draft.photos.get()
    assert photo.covers
    assert photo.uncovered_id is None
    assert not StoredFile.objects.filter(sealed=True).exists()


def test_a_chassis_plate_needs_no_cover_and_gets_its_picture_as_it_came(sato, draft):
    photo = photographed(sato, draft)
    sato.post(page_of(photo), {"do": "cover", **BOX})

    sato.post(f"/en/sell/cars/{draft.reference}/photos/arrange/", {f"angle-{photo.pk}": "chassis_plate"})

    photo.refresh_from_db()
    assert (photo.is_private, photo.covers, photo.uncovered_id) == (True, [], None)
    assert strokes(files.contents(photo.file)) > 80
    assert StoredFile.objects.get().sealed
    assert sato.get(page_of(photo)).status_code == 404


def test_a_car_in_a_deal_and_strangers_change_nothing(sato, draft, minato, seller_suzuki, buyer_boateng):
    photo = photographed(sato, draft)
    before = Photo.objects.values().get()
    for person in (seller_suzuki, buyer_boateng):
        assert SignedIn(person).post(page_of(photo), {"do": "cover", **BOX}).status_code == 404
    Vehicle.objects.update(status="reserved")
    assert (
        "stays as the buyer saw it" in sato.post(page_of(photo), {"do": "cover", **BOX}, follow=True).content.decode()
    )
    assert Photo.objects.values().get() == before
    assert StoredFile.objects.count() == 1


def test_the_button_of_the_editor_saves_what_was_typed_and_leads_there(sato, draft):
    photo = photographed(sato, draft)

    answer = sato.post(f"/en/sell/cars/{draft.reference}/", {"do": f"plate:{photo.pk}", "grade": "TX"})

    draft.refresh_from_db()
    assert answer.url == page_of(photo)
    assert draft.grade == "TX"


def test_no_transaction_waits_while_the_picture_is_made_anew(sato, draft, monkeypatch):
    photo = photographed(sato, draft)
    depths, make_anew = [], Inspector.inspect
    monkeypatch.setattr(
        Inspector,
        "inspect",
        lambda *given, **more: depths.append(len(connection.savepoint_ids)) or make_anew(*given, **more),
    )
    form_key = str(uuid4())
    outside = len(connection.savepoint_ids)

    for _twice in range(2):
        sato.post(page_of(photo), {"do": "cover", "form_key": form_key, **BOX})

    assert set(depths) == {outside}
    assert draft.photos.get().covers == [[0.3, 0.625, 0.2, 0.125]]
