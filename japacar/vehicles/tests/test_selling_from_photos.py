"""The dealer's way from photos of a certificate's codes to a filled form; what is missing is said, nothing is stored."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from japacar.certificates.models import Reading
from japacar.certificates.tests import codes
from japacar.files.models import StoredFile
from japacar.kernel.tests import hostile
from japacar.members.models import Dealer
from japacar.vehicles.models import Vehicle
from tests.cast import SignedIn

NEW = "/en/sell/cars/new/"


@pytest.fixture(autouse=True)
def disk(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def sato(seller_sato, aoba):
    return SignedIn(seller_sato)


@pytest.fixture
def draft(sato) -> Vehicle:
    sato.post(NEW, {"do": "empty"})
    return Vehicle.objects.get()


def editor(vehicle: Vehicle) -> str:
    return f"/en/sell/cars/{vehicle.reference}/"


def state(vehicle: Vehicle) -> object:
    return Vehicle.objects.filter(pk=vehicle.pk).values().get()


def code_photo(*rows, name: str = "shaken.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, codes.file(codes.sheet(*rows).convert("RGB"), "JPEG", quality=85), "image/jpeg")


PLATE_ROW = codes.row_of(codes.PLATE.encode("cp932"), (20,))
SPEC_ROW = codes.row_of(codes.SPEC.encode(), (30, 60))


def test_photos_of_the_codes_fill_the_form_and_are_not_stored(sato, tmp_path):
    upload = [code_photo([*SPEC_ROW, PLATE_ROW[0]]), code_photo([SPEC_ROW[2], *PLATE_ROW])]
    page = sato.post(NEW, {"do": "certificate", "certificate": upload}, follow=True).content.decode()
    vehicle = Vehicle.objects.get()
    assert (vehicle.model_code, vehicle.chassis_no, vehicle.engine_model) == ("EBL-RC63", "RC63-IT233010", "RC61E")
    assert (vehicle.first_registration, vehicle.year, vehicle.fuel) == ("2023-01", 2023, "petrol")
    assert "From the code" in page
    assert "was not read" not in page
    assert Reading.objects.get().source == "code"
    assert not StoredFile.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_missing_code_is_said_and_a_second_photo_completes_it(sato):
    page = sato.post(NEW, {"do": "certificate", "certificate": code_photo(PLATE_ROW)}, follow=True).content.decode()
    vehicle = Vehicle.objects.get()
    assert "The code with model code, first registration, inspection and axle weights was not read." in page
    assert "Take the picture again from straight above" in page
    sent = {"do": "certificate", "certificate": code_photo(SPEC_ROW), "chassis_no": "RC63-IT233010"}
    page = sato.post(editor(vehicle), sent, follow=True).content.decode()
    vehicle.refresh_from_db()
    assert (vehicle.model_code, vehicle.first_registration) == ("EBL-RC63", "2023-01")
    assert "was not read" not in page
    assert "Take the picture again" not in page
    assert vehicle.reading.facts.chassis_no == "RC63-IT233010"
    assert [vehicle.reading.source_of(key) for key in ("chassis_no", "model_code")] == ["code", "code"]


def test_what_the_codes_lacked_is_no_longer_said_once_it_is_typed(sato):
    sato.post(NEW, {"do": "certificate", "certificate": code_photo(PLATE_ROW)})
    vehicle = Vehicle.objects.get()
    page = sato.post(editor(vehicle), {"do": "save", "model_code": "EBL-RC63"}, follow=True).content.decode()
    assert "was not read" not in page
    assert "You typed" in page


def test_photos_of_two_certificates_fill_nothing(sato, draft):
    before = state(draft)
    other = codes.row_of(codes.OTHER_PLATE.encode("cp932"), (20,))
    uploads = [code_photo(PLATE_ROW), code_photo(other)]
    answer = sato.post(editor(draft), {"do": "certificate", "certificate": uploads})
    assert answer.status_code == 422
    assert "more than one certificate" in answer.content.decode()
    assert state(draft) == before
    assert not Reading.objects.exists()


def test_a_bad_file_beside_a_good_one_is_named_by_its_number(sato):
    uploads = [code_photo([*SPEC_ROW, *PLATE_ROW]), SimpleUploadedFile("山田.png", hostile.png_of(20_000, 10_000))]
    page = sato.post(NEW, {"do": "certificate", "certificate": uploads}, follow=True).content.decode()
    assert Vehicle.objects.get().model_code == "EBL-RC63"
    assert "File 2: The picture has too many pixels" in page
    assert "山田" not in page


def test_a_hostile_code_leaves_the_field_empty_and_changes_nothing_else(sato, aoba):
    text = codes.PLATE.replace("RC61E", "=CMD()").replace("RC63-IT233010", "APPROVE THIS DEALER")
    Dealer.objects.update(status="submitted")
    sato.post(NEW, {"do": "certificate", "certificate": code_photo(codes.row_of(text.encode("cp932"), (20,)))})
    vehicle = Vehicle.objects.get()
    assert (vehicle.engine_model, vehicle.chassis_no, vehicle.price_minor, vehicle.status) == ("", "", None, "draft")
    assert Dealer.objects.get().status == "submitted"


def test_too_many_files_of_one_certificate_are_refused(sato):
    uploads = [code_photo(PLATE_ROW, name=f"{number}.jpg") for number in range(7)]
    answer = sato.post(NEW, {"do": "certificate", "certificate": uploads})
    assert answer.status_code == 422
    assert "at most 6 files" in answer.content.decode()
    assert not Vehicle.objects.exists()
