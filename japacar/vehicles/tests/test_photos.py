"""The dealer's photos: thirty at once or one by one over a bad link, in order, named, removed and brought back."""

import errno
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from japacar.files import actions as files
from japacar.files import storage
from japacar.files.models import StoredFile
from japacar.kernel.inspection import Inspector
from japacar.kernel.tests import hostile
from japacar.vehicles import angles, rules
from japacar.vehicles.models import Vehicle
from tests import make
from tests.cast import SignedIn

GUESS = {"do": "photos", "upload-angle": ""}


@pytest.fixture
def draft(aoba) -> Vehicle:
    return make.make_vehicle(aoba, status="draft", body_type="suv")


def editor(vehicle: Vehicle, tail: str = "") -> str:
    return f"/en/sell/cars/{vehicle.reference}/{tail}"


def picture(number: int, name: str = "", content: bytes | None = None) -> SimpleUploadedFile:
    made = content or hostile.encoded(hostile.picture(64 + number, 48), "JPEG")
    return SimpleUploadedFile(name or f"IMG_{number}.jpg", made, "image/jpeg")


def send(browser, vehicle: Vehicle, upload: SimpleUploadedFile, **over: object):
    """As the script of the page sends one photo."""
    sent = {"photos": upload, "key": str(uuid.uuid4()), "place": "0", "upload-angle": "", **over}
    return browser.post(editor(vehicle, "photos/"), sent)


def test_a_photo_that_is_too_small_to_look_good_says_so(sato, draft):
    send(sato, draft, picture(1, content=hostile.encoded(hostile.picture(120, 90), "JPEG")))
    send(sato, draft, picture(2, content=hostile.encoded(hostile.picture(640, 480), "JPEG")))

    page = sato.get(editor(draft)).content.decode()

    assert page.count("buyers see it blurred") == 1
    assert "Small, 120×90" in page


def arrange(browser, vehicle: Vehicle, do: str = "", **over: str):
    return browser.post(editor(vehicle, "photos/arrange/"), {"do": do, **over})


def order(vehicle: Vehicle) -> list[str]:
    return [str(pk) for pk in vehicle.photos.values_list("pk", flat=True)]


def test_thirty_at_once_without_script_come_with_one_answer_in_one_process(sato, draft, monkeypatch):
    used, ask = [], Inspector.ask
    monkeypatch.setattr(Inspector, "ask", lambda self, *rest: used.append(self) or ask(self, *rest))
    uploads = [picture(number) for number in range(30)]
    uploads[7] = picture(7, "half.jpg", hostile.encoded(hostile.picture(), "JPEG")[:300])

    answer = sato.post(editor(draft), {**GUESS, "photos": uploads})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1 file was not taken" in page
    assert "half.jpg" in page
    assert "damaged" in page
    assert "29 photos are added." in page
    assert draft.photos.count() == 29
    assert [photo.file.width for photo in draft.photos.select_related("file")] == [64 + n for n in range(30) if n != 7]
    assert (len(used), len(set(used))) == (30, 1)


def test_more_than_a_listing_holds_are_refused_by_name(sato, draft):
    for start in (0, 30):
        sato.post(editor(draft), {**GUESS, "photos": [picture(n) for n in range(start, start + 30)]})
    assert draft.photos.count() == rules.MOST_PHOTOS

    page = sato.post(editor(draft), {**GUESS, "photos": [picture(61, "late.jpg")]}).content.decode()
    alone = send(sato, draft, picture(62))

    assert "late.jpg" in page
    assert "up to 60 photos" in page
    assert (alone.status_code, "up to 60 photos" in alone.json()["words"]) == (422, True)
    assert draft.photos.count() == rules.MOST_PHOTOS


def test_a_dealer_has_two_gigabytes(sato, aoba, draft, monkeypatch):
    other = make.make_vehicle(aoba)
    send(sato, other, picture(1))
    monkeypatch.setattr(rules, "MOST_PHOTO_BYTES", StoredFile.objects.get().size)

    answer = send(sato, draft, picture(2))

    assert answer.status_code == 422
    assert "2 GB" in answer.json()["words"]
    assert StoredFile.objects.count() == 1
    assert not draft.photos.exists()


def test_a_photo_that_is_sent_twice_over_a_bad_link_is_stored_once(sato, draft):
    key = str(uuid.uuid4())

    first, again = (send(sato, draft, picture(1), key=key) for _time in range(2))

    assert first.status_code == again.status_code == 200
    assert first.json()["photo"] == again.json()["photo"] == str(draft.photos.get().pk)
    assert StoredFile.objects.count() == 1


def test_a_twin_is_said_and_a_bad_file_has_its_reason(sato, draft):
    send(sato, draft, picture(1))

    twin = send(sato, draft, picture(1, "copy.jpg"))
    program = send(sato, draft, picture(2, content=b"MZ\x90\0" + b"\0" * 99))
    nothing = sato.post(editor(draft, "photos/"), {"key": "x"})

    assert (twin.status_code, "already" in twin.json()["words"]) == (422, True)
    assert (program.status_code, "program" in program.json()["words"]) == (422, True)
    assert nothing.status_code == 422
    assert draft.photos.count() == 1


def test_photos_that_arrive_out_of_order_stand_in_the_order_of_choosing(sato, draft):
    for place in (2, 0, 1):
        send(sato, draft, picture(place), place=str(place))

    assert [photo.file.width for photo in draft.photos.select_related("file")] == [64, 65, 66]
    assert list(draft.photos.values_list("angle", "angle_guessed")) == [
        ("front_left", True), ("rear_right", True), ("left_side", True),
    ]  # fmt: skip


def test_guesses_stand_until_the_dealer_confirms_or_changes_them(sato, draft):
    page = send(sato, draft, picture(0)).json()["part"]
    assert "is guessed from the order" in page
    send(sato, draft, picture(1), place="1")
    first, second = draft.photos.all()

    arrange(sato, draft, **{f"angle-{second.pk}": "engine"})
    assert list(draft.photos.values_list("angle", "angle_guessed")) == [("front_left", True), ("engine", False)]
    page = arrange(sato, draft, "angles:right").content.decode()

    assert "is guessed" not in page
    assert not draft.photos.filter(angle_guessed=True).exists()
    assert first.angle == "front_left"


def test_saving_the_whole_form_stands_for_what_it_shows(sato, draft):
    sato.post(editor(draft), {**GUESS, "photos": [picture(1)]})
    assert draft.photos.get().angle_guessed

    sato.post(editor(draft), {"do": "save"})

    assert not draft.photos.get().angle_guessed


def test_nothing_is_guessed_on_a_vehicle_on_sale(sato, prado):
    send(sato, prado, picture(1))

    assert (prado.photos.get().angle, prado.photos.get().angle_guessed) == ("other", False)


def test_a_name_is_the_dealers_word_and_is_not_kept(sato, draft, tmp_path):
    send(sato, draft, picture(1, "05_エンジン.JPG"))

    assert (draft.photos.get().angle, draft.photos.get().angle_guessed) == ("engine", False)
    assert "エンジン" not in str(StoredFile.objects.values().get())
    assert not [path for path in tmp_path.rglob("*") if "エンジン" in path.name]


@pytest.mark.parametrize(
    ("name", "angle"),
    [
        ("IMG_2041.HEIC", None),
        ("download (3).jpg", None),
        ("走行距離.jpg", "odometer"),
        ("chassis plate.jpg", "chassis_plate"),
        ("ﾒｰﾀｰ.jpg", "odometer"),
        ("front-left.png", "front_left"),
        ("右後.jpg", "rear_right"),
        ("rear_seat.webp", "rear_seats"),
        ("キズ2.jpg", "fault"),
        ("thunderbird.jpg", None),
    ],
)
def test_what_names_of_files_say(name, angle):
    assert angles.named(name) == angle


def test_the_missing_views_follow_the_body(sato, draft):
    send(sato, draft, picture(1), **{"upload-angle": "odometer"})
    page = sato.get(editor(draft)).content.decode()
    missing = page.partition('class="missing"')[2].partition("</p>")[0]
    assert "Chassis plate" in missing
    assert "Driver" in missing
    assert "Odometer" not in missing

    Vehicle.objects.update(body_type="motorcycle")
    missing = sato.get(editor(draft)).content.decode().partition('class="missing"')[2].partition("</p>")[0]
    assert "Chassis plate" in missing
    assert "Driver" not in missing


def test_a_photo_never_goes_private_by_a_guess():
    for body in ("", "suv", "motorcycle", "machinery", "truck", "nonsense"):
        guesses = [angles.by_order(place, body, rules.PRIVATE_ANGLES, ()) for place in range(-1, 70)]
        assert not rules.PRIVATE_ANGLES & set(guesses)
        assert angles.missing(body, set(angles.wanted(body))) == []


def test_a_removed_photo_comes_back_as_it_was(sato, draft):
    for place in range(3):
        send(sato, draft, picture(place), place=str(place))
    second = draft.photos.all()[1]
    fault = draft.faults.create(code="A1", panel="roof", photo=second)
    before = list(draft.photos.values_list("pk", "file", "angle", "position"))

    page = arrange(sato, draft, f"remove:{second.pk}").content.decode()
    assert "Undo" in page
    assert draft.photos.count() == 2
    arrange(sato, draft, f"restore:{second.file_id}")

    fault.refresh_from_db()
    assert list(draft.photos.values_list("pk", "file", "angle", "position")) == before
    assert fault.photo_id == second.pk
    assert not draft.removed_photos.exists()
    assert StoredFile.objects.filter(state="bound").count() == 3


def test_a_removed_photo_is_gone_for_good_after_a_day(sato, draft, django_capture_on_commit_callbacks, tmp_path):
    send(sato, draft, picture(1))
    photo = draft.photos.get()
    arrange(sato, draft, f"remove:{photo.pk}")
    StoredFile.objects.update(created_at="2020-01-01T00:00Z")

    with django_capture_on_commit_callbacks(execute=True):
        files.sweep()

    assert not draft.removed_photos.exists()
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert arrange(sato, draft, f"restore:{photo.file_id}").status_code == 200
    assert not draft.photos.exists()


def test_the_buttons_move_without_a_new_page(sato, draft):
    for place in range(3):
        send(sato, draft, picture(place), place=str(place))
    one, two, three = order(draft)

    arrange(sato, draft, f"later:{one}")
    assert order(draft) == [two, one, three]
    page = arrange(sato, draft, f"main:{three}").content.decode()

    assert order(draft) == [three, two, one]
    assert "<html" not in page
    assert page.index(f"shot-{three}") < page.index(f"shot-{two}")


def test_a_car_on_sale_keeps_its_three_photos(sato, prado):
    for place in range(3):
        send(sato, prado, picture(place), place=str(place))
    before, last = order(prado), order(prado)[-1]

    removed = arrange(sato, prado, f"remove:{last}")
    named = arrange(sato, prado, **{f"angle-{last}": "chassis_plate"})

    assert removed.status_code == named.status_code == 422
    assert "at least 3" in removed.content.decode()
    assert order(prado) == before
    assert not prado.photos.filter(is_private=True).exists()


def test_a_car_in_a_deal_keeps_its_photos(sato, aoba):
    vehicle = make.make_vehicle(aoba, status="reserved")

    assert send(sato, vehicle, picture(1)).status_code == 409
    assert not vehicle.photos.exists()
    assert not StoredFile.objects.exists()


def test_what_waits_for_its_copies_is_marked_until_they_are_there(sato, draft):
    page = send(sato, draft, picture(1)).json()["part"]
    assert "data-waits" in page

    files.make_renditions(str(StoredFile.objects.get().pk))

    assert "data-waits" not in sato.get(editor(draft, "photos/arrange/")).content.decode()


def test_nobody_else_adds_or_arranges(sato, draft, minato, seller_suzuki, stranger, buyer_boateng):
    send(sato, draft, picture(1))
    before = order(draft)

    for person in (seller_suzuki, stranger, buyer_boateng):
        other = SignedIn(person)
        assert send(other, draft, picture(2)).status_code == 404
        assert arrange(other, draft, f"remove:{before[0]}").status_code == 404
        assert other.get(editor(draft, "photos/arrange/")).status_code == 404

    assert order(draft) == before
    assert StoredFile.objects.count() == 1


def test_the_part_asks_as_much_for_one_photo_as_for_five(sato, draft, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for start in (0, 1):
        for number in range(start, start * 4 + 1):
            send(sato, draft, picture(number), place=str(number))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            sato.get(editor(draft, "photos/arrange/"))
        counts.append(len(asked))

    assert draft.photos.count() == 5
    assert counts[0] == counts[1]


@pytest.mark.parametrize("do", ["", "later:", "main:x", "restore:x", "angles", "remove:\x00", "earlier:" + "9" * 400])
def test_a_made_up_step_does_nothing(sato, draft, do):
    send(sato, draft, picture(1))
    before = order(draft)

    assert arrange(sato, draft, do, **{"angle-x": "odometer"}).status_code == 200

    assert order(draft) == before


def test_a_full_disk_is_said_beside_the_photo_and_leaves_nothing_behind(sato, draft, monkeypatch):
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(storage.os, "fsync", full)
        answer = sato.post(editor(draft), {**GUESS, "photos": [picture(1, "front.jpg")]})

    assert answer.status_code == 422
    assert "There is no room for files at the moment" in answer.text
    assert not StoredFile.objects.exists()
    assert not [path for path in storage.root().rglob("*") if path.is_file()]
    assert sato.post(editor(draft), {**GUESS, "photos": [picture(1, "front.jpg")]}).status_code == 302
