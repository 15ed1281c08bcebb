"""The dealer's way from photos of a certificate's codes to a filled form; what is missing is said, nothing is stored."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from japacar.certificates.models import CodeSearch, Reading
from japacar.certificates.reading_files import read_files
from japacar.certificates.tests import codes
from japacar.files.models import StoredFile
from japacar.kernel.tests import hostile
from japacar.members.models import Dealer
from japacar.vehicles.actions import searching
from japacar.vehicles.actions.uncovered import forget_uncovered
from japacar.vehicles.models import Vehicle
from tests.cast import SignedIn

NEW = "/en/sell/cars/new/"


@pytest.fixture
def draft(sato) -> Vehicle:
    sato.post(NEW, {"do": "empty"})
    return Vehicle.objects.get()


@pytest.fixture
def searched(monkeypatch):
    """The worker's search, here with the quick looks: what the thorough ones find is measured elsewhere."""

    def quick(files, *, after_each):
        found = read_files(files, is_quick=True)
        after_each(len(files), found.documents)
        return found

    monkeypatch.setattr(searching, "read_files", quick)

    def run() -> None:
        for search in CodeSearch.objects.open():
            searching.search_codes(search.pk)

    return run


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
    # Of the pictures nothing stays but the codes and for a day a small copy of both pages, sealed.
    assert [(file.slot, file.sealed) for file in StoredFile.objects.all()] == [("made", True)] * 4
    assert "The code on your picture" in page


def test_a_missing_code_is_said_and_a_second_photo_completes_it(sato, searched):
    answer = sato.post(NEW, {"do": "certificate", "certificate": code_photo(PLATE_ROW)}, follow=True)
    vehicle = Vehicle.objects.get()
    waiting = answer.content.decode()
    assert "Looking for the codes" in waiting
    assert "RC63-IT233010" in waiting
    searched()
    page = sato.get(answer.redirect_chain[-1][0], follow=True).content.decode()
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
    # The worker has not come to the search yet, and nobody waits for it.
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


def a_picture_without_codes() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", hostile.encoded(hostile.picture(), "JPEG"), "image/jpeg")


def test_nobody_waits_for_a_picture_without_codes_and_nothing_of_it_stays(
    sato, searched, django_capture_on_commit_callbacks
):
    answer = sato.post(NEW, {"do": "certificate", "certificate": a_picture_without_codes()}, follow=True)
    address, page = answer.redirect_chain[-1][0], answer.content.decode()
    assert '<noscript><meta http-equiv="refresh"' in page
    assert 'data-ask-again="' in page
    assert [file.sealed for file in StoredFile.objects.all()] == [True]
    assert not Vehicle.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        searched()

    page = sato.get(address).content.decode()
    assert "No codes of a certificate were found" in page
    assert 'type="file"' in page
    assert not StoredFile.objects.exists()
    assert not Vehicle.objects.exists()


def test_the_search_makes_the_listing_as_soon_as_it_finds_something(sato, aoba, monkeypatch):
    answer = sato.post(NEW, {"do": "certificate", "certificate": a_picture_without_codes()}, follow=True)
    address = answer.redirect_chain[-1][0]
    whole = read_files([codes.file(codes.sheet([*SPEC_ROW, *PLATE_ROW]))])
    seen = []

    def thorough(files, *, after_each):
        after_each(1, whole.documents)
        seen.append(sato.get(address).content.decode())
        return whole

    monkeypatch.setattr(searching, "read_files", thorough)
    search = CodeSearch.objects.get()
    for _twice in range(2):
        searching.search_codes(search.pk)

    assert "EBL-RC63" in seen[0]
    vehicle = Vehicle.objects.get()
    assert (vehicle.chassis_no, vehicle.reading.by_ref) == ("RC63-IT233010", search.by_ref)
    assert Reading.objects.count() == 1
    page = sato.get(address, follow=True)
    assert page.redirect_chain[-1][0] == editor(vehicle)
    assert "values were read from the certificate" in page.content.decode()


def test_a_search_is_stopped_and_its_pictures_go(
    sato, searched, seller_suzuki, minato, django_capture_on_commit_callbacks
):
    answer = sato.post(NEW, {"do": "certificate", "certificate": a_picture_without_codes()}, follow=True)
    address = answer.redirect_chain[-1][0]
    assert SignedIn(seller_suzuki).get(address).status_code == 404

    with django_capture_on_commit_callbacks(execute=True):
        sato.post(address, {"do": "give-up"})
        searched()

    assert CodeSearch.objects.get().state == "given_up"
    assert not StoredFile.objects.exists()


def test_a_program_cannot_have_endless_pictures_searched(sato, monkeypatch):
    monkeypatch.setattr(searching, "MOST_AT_ONCE", 1)
    sato.post(NEW, {"do": "certificate", "certificate": a_picture_without_codes()})
    answer = sato.post(NEW, {"do": "certificate", "certificate": a_picture_without_codes()})
    assert answer.status_code == 422
    assert "still being searched" in answer.content.decode()
    assert CodeSearch.objects.count() == StoredFile.objects.count() == 1


def test_the_cut_outs_of_the_codes_go_when_the_car_is_on_sale(sato, aoba, django_capture_on_commit_callbacks):
    sato.post(NEW, {"do": "certificate", "certificate": code_photo([*SPEC_ROW, *PLATE_ROW])})
    vehicle = Vehicle.objects.get()
    assert set(vehicle.reading.cuts) == {"plate", "spec"}
    with django_capture_on_commit_callbacks(execute=True):
        forget_uncovered(vehicle)
    vehicle.reading.refresh_from_db()
    assert vehicle.reading.cuts == {}
    assert not StoredFile.objects.exists()
