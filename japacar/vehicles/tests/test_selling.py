"""The dealer's way from a certificate file to a vehicle on sale, through the addresses a browser uses."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from japacar.certificates.models import Reading
from japacar.certificates.tests import make as certificate
from japacar.events.models import Event
from japacar.files import actions as files
from japacar.files.models import StoredFile
from japacar.kernel.tests import hostile
from japacar.members.models import Dealer
from japacar.vehicles.models import CarModel, Make, Vehicle
from tests import make
from tests.cast import SignedIn

NEW = "/en/sell/cars/new/"
OWNER = "目印カナリア所有者"


@pytest.fixture
def draft(sato) -> Vehicle:
    sato.post(NEW, {"do": "empty"})
    return Vehicle.objects.get()


def editor(vehicle: Vehicle) -> str:
    return f"/en/sell/cars/{vehicle.reference}/"


def certificate_file(**over: str) -> SimpleUploadedFile:
    items = certificate.ordinary(OwnernameLowLevelChar=OWNER, OwnerAddressChar=OWNER, **over)
    return SimpleUploadedFile("shaken.json", certificate.as_json(items), "application/json")


def photo(number: int, content: bytes | None = None, name: str = "") -> SimpleUploadedFile:
    picture = hostile.picture(640 + number, 480)
    return SimpleUploadedFile(name or f"{number}.jpg", content or hostile.encoded(picture, "JPEG"), "image/jpeg")


def complete(**over: str) -> dict[str, str]:
    """What the dealer adds to a read certificate."""
    return {
        "model_name": "Prius", "new_model": "on", "body_type": "hatchback", "transmission": "cvt", "steering": "right",
        "colour": "pearl", "price": "１４８万円", "mileage_km": "51,300 km", **over,
    }  # fmt: skip


def state(vehicle: Vehicle) -> tuple[object, ...]:
    row = Vehicle.objects.filter(pk=vehicle.pk).values().get()
    return (row, list(vehicle.photos.values_list("pk", "position", "angle")), list(vehicle.faults.values()))


def test_certificate_file_fills_the_form_and_is_not_stored(sato, tmp_path):
    answer = sato.post(NEW, {"do": "certificate", "certificate": certificate_file()}, follow=True)
    vehicle = Vehicle.objects.get()
    assert (vehicle.make.name_ja, vehicle.model_code, vehicle.chassis_no) == ("トヨタ", "6AA-ZVW55", "ZVW55-8012345")
    assert (vehicle.first_registration, vehicle.year, vehicle.fuel, vehicle.drive) == ("2021-06", 2021, "hybrid", "4wd")
    assert (vehicle.length_mm, vehicle.weight_kg, vehicle.seats, vehicle.displacement_cc) == (4570, 1460, 5, 1790)
    assert vehicle.mileage_km is None
    assert vehicle.body_type == ""
    page = answer.content.decode()
    assert "From the file" in page
    assert "48,200" in page
    event = Event.objects.get(subject=vehicle.event_ref, kind="vehicle.certificate_read")
    assert event.facts["reading"] == Reading.objects.get().event_ref
    assert not StoredFile.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and OWNER.encode() in path.read_bytes()]
    said = json.dumps(Reading.objects.get().fields, ensure_ascii=False) + str(Vehicle.objects.values().get())
    assert OWNER not in said + page


def test_a_second_certificate_overwrites_nothing(sato, draft):
    sato.post(editor(draft), {"do": "save", "seats": "7", "model_code": "6AA-ZVW51"})
    page = sato.post(editor(draft), {"do": "certificate", "certificate": certificate_file()}, follow=True)
    draft.refresh_from_db()
    assert (draft.seats, draft.model_code, draft.length_mm) == (7, "6AA-ZVW51", 4570)
    assert "In the file: 5" in page.content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose|empty"),
        (b"MZ\x90\x00" + b"\0" * 200, "characters|structure|certificate"),
        (b'{"CertInfo": []}', "structure|certificate"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 64, "damaged"),
        (b"GIF89a" + b"\0" * 64, "not a picture we can read"),
    ],
)
def test_what_is_no_certificate_is_refused_in_words(sato, content, words):
    upload = SimpleUploadedFile("x.json", content or b"", "application/json")
    answer = sato.post(NEW, {"do": "certificate", "certificate": upload})
    assert answer.status_code == 422
    assert any(word in answer.content.decode() for word in words.split("|"))
    assert not Vehicle.objects.exists()
    assert not Reading.objects.exists()


def test_no_file_at_all_is_said_beside_the_field(sato):
    answer = sato.post(NEW, {"do": "certificate"})
    assert answer.status_code == 422
    assert 'id="certificate-error"' in answer.content.decode()


def test_a_read_car_with_three_photos_goes_on_sale_and_its_photos_tell_nothing(sato):
    sato.post(NEW, {"do": "certificate", "certificate": certificate_file()})
    vehicle = Vehicle.objects.get()
    talking = photo(9, hostile.jpeg_full_of_canaries())
    answer = sato.post(editor(vehicle), {"do": "photos", "photos": [photo(1), photo(2), talking], **complete()})
    assert answer.status_code == 302
    assert vehicle.photos.count() == 3
    answer = sato.post(editor(vehicle), {"do": "publish", **complete()}, follow=True)
    vehicle.refresh_from_db()
    assert vehicle.status == "published", answer.content.decode()
    assert (vehicle.price_minor, vehicle.mileage_km, vehicle.model.name_en) == (1_480_000, 51_300, "Prius")
    moved = Event.objects.get(subject=vehicle.event_ref, kind="vehicle.published").facts
    assert (moved["lane"], moved["from"], moved["to"]) == ("status", "draft", "published")
    assert vehicle.search is not None
    for each in vehicle.photos.all():
        assert hostile.CANARY.encode() not in files.contents(each.file)
    page = answer.content.decode()
    assert "View page" in page
    assert f"/en/sell/cars/{vehicle.reference}/price/" in page


def test_publishing_an_empty_draft_names_each_missing_thing_and_changes_nothing(sato, draft):
    before = state(draft)
    answer = sato.post(editor(draft), {"do": "publish"})
    page = answer.content.decode()
    assert answer.status_code == 422
    for control in ("make", "model_name", "year", "chassis_no", "body_type", "fuel", "transmission", "steering",
                    "colour", "price", "mileage_km"):  # fmt: skip
        assert f'id="f_{control}-error"' in page, control
    assert "at least 3" in page
    assert state(draft) == before
    assert not Event.objects.filter(kind="vehicle.published").exists()


def test_a_dealer_who_is_not_approved_cannot_publish(sato, aoba):
    Dealer.objects.update(status="submitted")
    vehicle = make.make_vehicle(aoba, status="draft")
    answer = sato.post(editor(vehicle), {"do": "photos", "photos": [photo(1), photo(2), photo(3)]})
    answer = sato.post(editor(vehicle), {"do": "publish"})
    vehicle.refresh_from_db()
    assert answer.status_code == 422
    assert "not approved your company" in answer.content.decode()
    assert vehicle.status == "draft"


def test_bad_uploads_are_named_with_their_reason_and_the_good_one_is_kept(sato, draft):
    uploads = [
        photo(1),
        photo(2, b"MZ\x90\x00" + b"\0" * 500, "car.jpg"),
        photo(3, b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "drawn.svg"),
        photo(4, hostile.png_of(20_000, 10_000), "big.png"),
        SimpleUploadedFile("nothing.jpg", b"", "image/jpeg"),
    ]
    answer = sato.post(editor(draft), {"do": "photos", "photos": uploads, "grade": "TX"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert draft.photos.count() == 1
    for name in ("car.jpg", "drawn.svg", "big.png", "nothing.jpg"):
        assert name in page
    assert "This is a program" in page
    assert "SVG drawings" in page
    assert "too many pixels" in page
    draft.refresh_from_db()
    assert draft.grade == "TX"


def test_photos_are_moved_named_removed_and_brought_back(sato, draft):
    sato.post(editor(draft), {"do": "photos", "photos": [photo(1), photo(2), photo(3)]})
    first, second, third = draft.photos.all()
    sato.post(editor(draft), {"do": f"later:{first.pk}", f"angle-{second.pk}": "odometer"})
    assert list(draft.photos.values_list("pk", flat=True)) == [second.pk, first.pk, third.pk]
    sato.post(editor(draft), {"do": f"main:{third.pk}"})
    assert draft.photos.first().pk == third.pk
    second.refresh_from_db()
    assert second.angle == "odometer"
    sato.post(editor(draft), {"do": f"remove:{third.pk}"})
    assert draft.photos.count() == 2
    sato.post(editor(draft), {"do": f"restore:{third.file_id}"})
    assert draft.photos.count() == 3


def test_a_photo_of_the_chassis_plate_is_sealed(sato, draft):
    sato.post(editor(draft), {"do": "photos", "photos": [photo(1)], "upload-angle": "chassis_plate"})
    plate = draft.photos.get()
    assert plate.is_private
    assert plate.file.sealed
    sato.post(editor(draft), {"do": "photos", "photos": [photo(2)]})
    other = draft.photos.get(is_private=False)
    open_name = other.file.name
    sato.post(editor(draft), {"do": "save", f"angle-{other.pk}": "chassis_plate"})
    other.refresh_from_db()
    assert other.is_private
    assert other.file.sealed
    assert not StoredFile.objects.filter(name=open_name).exists()
    assert sato.get(editor(draft)).status_code == 200


def test_the_same_picture_twice_counts_once(sato, draft):
    for _time in range(2):
        sato.post(editor(draft), {"do": "photos", "photos": [photo(1)]})
    assert draft.photos.count() == 1


def test_another_dealer_and_a_stranger_get_404_everywhere(sato, draft, minato, seller_suzuki, stranger, buyer_boateng):
    before = state(draft)
    for person in (seller_suzuki, stranger, buyer_boateng):
        client = SignedIn(person)
        for tail in ("", "price/"):
            assert client.get(editor(draft) + tail).status_code == 404
        for tail in ("", "save/", "price/", "withdraw/"):
            assert client.post(editor(draft) + tail, {"do": "save", "grade": "stolen"}).status_code == 404
    for person in (stranger, buyer_boateng):
        assert SignedIn(person).get("/en/sell/cars/").status_code == 404
        assert SignedIn(person).post(NEW, {"do": "empty"}).status_code == 404
    assert state(draft) == before
    assert Vehicle.objects.count() == 1


def test_stock_shows_only_the_dealers_own(sato, aoba, minato):
    mine, other = make.make_vehicle(aoba), make.make_vehicle(minato)
    page = sato.get("/en/sell/cars/?q=trj150").content.decode()
    assert mine.reference in page
    assert other.reference not in page
    assert "Nothing found" in sato.get("/en/sell/cars/?q=nonesuch").content.decode()
    assert sato.get("/en/sell/cars/?q=%00&status=%00&page=-1").status_code in (200, 404)


def test_a_double_post_makes_one_draft(sato):
    key = str(uuid.uuid4())
    first, second = (sato.post(NEW, {"do": "empty", "form_key": key}) for _time in range(2))
    assert first.url == second.url
    assert Vehicle.objects.count() == 1


@pytest.mark.few(3)
@pytest.mark.parametrize(
    "nonsense", ["x" * 30_000, "-5", "こんにちは", "１" * 300, "🚗\u202e\u0007", "9" * 40, "\n\r\t", "<b>"]
)
def test_nonsense_in_every_field_is_answered_beside_the_field_and_kept(sato, draft, nonsense):
    make.make_model()
    page = sato.get(editor(draft)).content.decode()
    names = [name for name in ("make", "model_name", "model_code", "chassis_no", "first_registration", "year", "body_type",
             "fuel", "transmission", "drive", "steering", "colour", "engine_model", "displacement_cc", "rated_output_kw",
             "seats", "doors", "gears", "length_mm", "weight_kg", "shaken_expiry", "type_designation_no", "price",
             "mileage_km", "grade", "stock_number", "condition_grade", "repair_history", "loading_port",
             "location_prefecture", "location_city", "description_ja", "equipment") if f'name="{name}"' in page]  # fmt: skip
    answer = sato.post(editor(draft), {"do": "publish", **dict.fromkeys(names, nonsense)})
    draft.refresh_from_db()
    assert answer.status_code == 422
    assert draft.status == "draft"
    said = answer.content.decode()
    assert 'id="f_year-error"' in said
    assert 'id="f_body_type-error"' in said
    assert draft.price_minor is None
    answer = sato.post(
        editor(draft), {"do": "add-fault", "fault-code": nonsense, "fault-panel": nonsense, "fault-words_ja": nonsense}
    )
    assert answer.status_code == 422
    assert not draft.faults.exists()


@pytest.mark.parametrize(
    "do", ["later:", "later:x", "remove-fault:" + "9" * 30, "take:x", "restore:x", "angle", "\x00"]
)
def test_a_made_up_button_does_nothing(sato, draft, do):
    assert sato.post(editor(draft), {"do": do}).status_code in (302, 422)


def test_an_unknown_model_is_asked_about_once(sato, draft):
    model = make.make_model()
    answer = sato.post(editor(draft), {"do": "save", "make": "toyota", "model_name": "Prado Zwei"})
    assert answer.status_code == 422
    assert 'name="new_model"' in answer.content.decode()
    assert CarModel.objects.count() == 1
    sato.post(editor(draft), {"do": "save", "make": "toyota", "model_name": "ぷらど"})
    draft.refresh_from_db()
    assert draft.model == model


def test_faults_get_words_in_both_languages(sato, draft):
    sato.post(editor(draft), {"do": "add-fault", "fault-code": "A1", "fault-panel": "front-bumper"})
    fault = draft.faults.get()
    assert fault.words_en == "Front bumper: Small scratch"
    assert fault.words_ja.endswith("小キズ")
    sato.post(editor(draft), {"do": f"remove-fault:{fault.pk}"})
    assert not draft.faults.exists()


def test_the_price_of_a_car_on_sale_is_changed_with_a_record(sato, prado):
    answer = sato.post(editor(prado) + "price/", {"price": "abc"})
    assert answer.status_code == 422
    sato.post(editor(prado) + "price/", {"price": "298万円"})
    prado.refresh_from_db()
    assert prado.price_minor == 2_980_000
    assert Event.objects.get(kind="vehicle.price_changed").facts["amount_minor"] == 2_980_000


def test_a_car_on_sale_cannot_lose_what_it_needs(sato, prado):
    before = state(prado)
    answer = sato.post(editor(prado), {"do": "save", "colour": "", "grade": "TZ"})
    assert answer.status_code == 422
    assert state(prado) == before


def test_a_reserved_car_stays_as_the_buyer_saw_it(sato, aoba):
    vehicle = make.make_vehicle(aoba, status="reserved")
    before = state(vehicle)
    for tail, sent in (("", {"do": "save", "grade": "x"}), ("price/", {"price": "1,000,000"}), ("withdraw/", {})):
        assert sato.post(editor(vehicle) + tail, sent, follow=True).status_code == 200
    assert state(vehicle) == before
    assert sato.get(editor(vehicle)).status_code == 200


def test_withdrawing_and_publishing_again(sato, aoba):
    vehicle = make.make_vehicle(aoba)
    sato.post(editor(vehicle), {"do": "photos", "photos": [photo(1), photo(2), photo(3)]})
    sato.post(editor(vehicle) + "withdraw/")
    vehicle.refresh_from_db()
    assert vehicle.status == "withdrawn"
    sato.post(editor(vehicle), {"do": "publish"})
    vehicle.refresh_from_db()
    assert vehicle.status == "published"


def test_autosave_keeps_what_is_valid(sato, draft):
    assert sato.post(editor(draft) + "save/", {"grade": "TX", "price": "abc"}).status_code == 422
    assert sato.post(editor(draft) + "save/", {"grade": "TX", "price": "1000000"}).status_code == 200
    draft.refresh_from_db()
    assert (draft.grade, draft.price_minor) == ("TX", 1_000_000)
    assert not Make.objects.exists()


def test_too_many_files_at_once_are_refused_in_words(sato, draft):
    uploads = [SimpleUploadedFile(f"{number}.jpg", b"x", "image/jpeg") for number in range(41)]
    answer = sato.post(editor(draft), {"do": "photos", "photos": uploads})
    assert answer.status_code == 413
    assert "up to 40 files" in answer.content.decode()
    assert not draft.photos.exists()


@pytest.mark.few(5)
@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("status", ["draft", "published", "reserved", "sold", "withdrawn"])
def test_every_page_opens_in_both_languages_and_every_state(sato, aoba, status, language):
    vehicle = make.make_vehicle(aoba, status=status)
    for address in ("", "new/", f"{vehicle.reference}/"):
        assert sato.get(f"/{language}/sell/cars/{address}").status_code == 200
