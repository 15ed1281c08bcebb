"""Makes that no table knows: the dealer writes their names, our staff looks once, and from then on they are makes as any other."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from japacar.certificates.tests import make as certificate
from japacar.vehicles.models import CarModel, Make, Vehicle
from japacar.vehicles.tests.test_selling import NEW, complete, editor, photo
from tests import make
from tests.cast import SignedIn


@pytest.fixture
def draft(sato) -> Vehicle:
    sato.post(NEW, {"do": "empty"})
    return Vehicle.objects.get()


def test_the_first_car_of_a_make_waits_for_our_staff_and_the_second_does_not(sato, staff_mori, settings):
    settings.LISTING_REVIEW_FIRST = 0
    mori = SignedIn(staff_mori)
    read = certificate.as_json(certificate.ordinary(CarName="ウェストフィールド"))
    chassis = iter(("ZVW55-8012345", "ZVW55-8012346"))

    def sell(**values: str) -> tuple[HttpResponse, Vehicle]:
        file = SimpleUploadedFile("shaken.json", read, "application/json")
        page = sato.post(NEW, {"do": "certificate", "certificate": file}, follow=True)
        vehicle = Vehicle.objects.latest("created_at")
        car = {**complete(**values), "chassis_no": next(chassis), "photos": [photo(n) for n in (1, 2, 3)]}
        del car["new_model"]
        answer = sato.post(editor(vehicle), {"do": "publish", **car})
        assert answer.status_code == 302, answer.content.decode()
        vehicle.refresh_from_db()
        assert (vehicle.make.name_en, vehicle.model.name_en) == ("Westfield", "Seven")
        return page, vehicle

    page, first = sell(make="+", new_make="Westfield", model_name="Seven")
    assert 'value="ウェストフィールド"' in page.content.decode()
    assert "is in no list yet" in page.content.decode()
    assert first.status == "review"
    waiting = mori.get(f"/en/desk/listings/{first.reference}/").content.decode()
    assert "whether it is written right" in waiting
    assert f"/en/desk/names/makes/{first.make.pk}/" in waiting

    corrected = {"names-name_en": "Westfield", "names-name_ja": "ウェストフィールド", "names-also": ""}
    mori.post(f"/en/desk/names/makes/{first.make.pk}/", {"do": "correct", **corrected})
    mori.post(f"/en/desk/listings/{first.reference}/approve/", {"seen": first.updated_at.isoformat()})
    first.refresh_from_db()
    assert first.status == "published"
    assert f'value="{first.make.slug}"' in sato.get("/en/cars/").content.decode()

    page, second = sell(model_name="Seven")
    assert "is in no list yet" not in page.content.decode()
    assert second.status == "published"
    assert Make.objects.count() == CarModel.objects.count() == 1


@pytest.mark.parametrize("written", ["TOYOTA", "とよた", "ト ヨ タ", "toyota"])
def test_another_spelling_of_a_make_in_the_list_is_that_make(sato, draft, written):
    make.make_model()
    sato.post(editor(draft), {"do": "save", "make": "+", "new_make": written, "model_name": "プラド"})
    draft.refresh_from_db()
    assert (draft.make.slug, draft.model) == ("toyota", make.make_model())
    assert Make.objects.count() == 1


@pytest.mark.parametrize("written", ["", " ", "911", "+", "…", "x" * 61, "123456789018"])
def test_what_is_no_name_makes_no_make(sato, draft, written):
    answer = sato.post(
        editor(draft), {"do": "save", "make": "+", "new_make": written, "model_name": "Plus 4", "seats": "2"}
    )
    draft.refresh_from_db()
    assert answer.status_code == 422
    assert 'id="f_new_make-error"' in answer.content.decode()
    assert (draft.make, draft.model, draft.seats) == (None, None, 2)
    assert not Make.objects.exists()


def test_half_a_name_that_is_still_being_typed_makes_no_make(sato, draft):
    for values in ({"make": "+", "new_make": "Mor"}, {"new_make": "Morg"}):
        assert sato.post(editor(draft) + "save/", values).status_code == 422
        assert not Make.objects.exists()
    assert sato.post(editor(draft), {"do": "save", "make": "+", "new_make": "Morgan"}).status_code == 302
    assert Make.objects.get().slug == "morgan"


def test_names_in_japanese_and_names_alike_become_makes_of_their_own(sato, draft):
    Make.objects.create(slug="gata", name_en="Gata", name_ja="ガタ")
    for name in ("風雅自動車", "加田 Gata"):
        sato.post(editor(draft), {"do": "save", "make": "+", "new_make": name})
        draft.refresh_from_db()
        assert draft.make.name_ja == name
    assert Make.objects.values("slug").distinct().count() == 3
