"""Staff put names right: corrections and merges move listings and spellings, are recorded, and can be taken back."""

import pytest

from japacar.events.models import Event
from japacar.vehicles.models import CarModel, Make, ModelCode, NameChange, Vehicle
from japacar.vehicles.reference import learning
from japacar.vehicles.search import index_vehicle
from japacar.vehicles.tests.test_search import found
from tests import make
from tests.cast import SignedIn


@pytest.fixture
def mori(staff_mori):
    return SignedIn(staff_mori)


def listed(dealer, model: CarModel) -> Vehicle:
    vehicle = make.make_vehicle(dealer, model=model)
    index_vehicle(vehicle)
    learning.confirm(vehicle)
    return vehicle


@pytest.fixture
def misspelt(aoba) -> CarModel:
    model = make.make_model(name="Land Criuser Prado")
    CarModel.objects.filter(pk=model.pk).update(name_ja="ランドクリューザープラド", also="")
    model.refresh_from_db()
    return model


def test_two_models_become_one_and_two_again(mori, aoba, misspelt):
    prado = make.make_model()
    wrong, right = listed(aoba, misspelt), listed(aoba, prado)
    before = CarModel.objects.filter(pk=prado.pk).values().get()

    answer = mori.post(f"/en/desk/names/models/{misspelt.pk}/", {"do": "merge", "merge-into": prado.pk}, follow=True)

    assert "Take back" in answer.content.decode()
    wrong.refresh_from_db()
    assert wrong.model == prado
    assert not CarModel.objects.filter(pk=misspelt.pk).exists()
    for text in ("criuser prado", "ランドクリューザープラド", "プラド"):
        assert found(text) == 2, text
    assert ModelCode.objects.get().listings == 2
    event = Event.objects.get(kind="names.merged")
    assert (event.facts["count"], event.subject) == (1, f"model:{prado.pk}")

    mori.post(f"/en/desk/names/changes/{NameChange.objects.get().pk}/undo/", {})

    wrong.refresh_from_db()
    right.refresh_from_db()
    assert (wrong.model.name_en, right.model) == ("Land Criuser Prado", prado)
    assert CarModel.objects.filter(pk=prado.pk).values().get() == before
    assert (found("criuser"), found("クルーザープラド")) == (1, 1)
    assert sorted(ModelCode.objects.values_list("listings", flat=True)) == [1, 1]
    # A second time there is nothing to take back.
    mori.post(f"/en/desk/names/changes/{NameChange.objects.get().pk}/undo/", {})
    assert Event.objects.filter(kind="names.restored").count() == 1


def test_makes_are_merged_with_their_models(mori, aoba):
    toyota, wrong = make.make_model(), make.make_model("Toyoda")
    other = make.make_model("Toyoda", "Prius")
    CarModel.objects.filter(pk=other.pk).update(name_ja="プリウス", also="")
    other.refresh_from_db()
    cars = [listed(aoba, toyota), listed(aoba, wrong), listed(aoba, other)]

    mori.post(f"/en/desk/names/makes/{wrong.make_id}/", {"do": "merge", "merge-into": toyota.make_id})

    for car in cars:
        car.refresh_from_db()
    assert {car.make.name_en for car in cars} == {"Toyota"}
    assert [car.model.pk for car in cars] == [toyota.pk, toyota.pk, other.pk]
    assert not Make.objects.filter(slug="toyoda").exists()
    assert found("toyoda") == 3

    mori.post(f"/en/desk/names/changes/{NameChange.objects.get(of='make').pk}/undo/", {})

    for car in cars:
        car.refresh_from_db()
    assert [car.make.name_en for car in cars] == ["Toyota", "Toyoda", "Toyoda"]
    assert {car.model.make_id for car in cars[1:]} == {cars[1].make_id}
    assert found("toyoda") == 2


def test_names_are_corrected_and_the_old_ones_still_find_the_cars(mori, aoba, misspelt):
    listed(aoba, misspelt)
    names = {"names-name_en": "Land Cruiser Prado", "names-name_ja": "ランドクルーザープラド", "names-also": "プラド"}

    mori.post(f"/en/desk/names/models/{misspelt.pk}/", {"do": "correct", **names})

    misspelt.refresh_from_db()
    assert (misspelt.name_en, misspelt.also) == (
        "Land Cruiser Prado",
        "プラド Land_Criuser_Prado ランドクリューザープラド",
    )
    assert (found("land cruiser"), found("criuser"), found("ﾌﾟﾗﾄﾞ")) == (1, 1, 1)
    mori.post(f"/en/desk/names/changes/{NameChange.objects.get().pk}/undo/", {})
    misspelt.refresh_from_db()
    assert (misspelt.name_en, misspelt.also, found("cruiser")) == ("Land Criuser Prado", "", 0)


@pytest.mark.parametrize(
    "said",
    [
        {"do": "merge", "merge-into": "0"},
        {"do": "merge"},
        {"do": "correct", "names-name_en": "", "names-name_ja": "x"},
        {"do": "correct", "names-name_en": "x" * 81, "names-name_ja": "x"},
    ],
)
def test_nonsense_changes_nothing(mori, aoba, misspelt, said):
    answer = mori.post(f"/en/desk/names/models/{misspelt.pk}/", said)

    assert answer.status_code == 422
    assert not NameChange.objects.exists()
    assert not Event.objects.filter(kind__startswith="names.").exists()


def test_the_desk_finds_models_by_any_name_and_code(mori, aoba):
    listed(aoba, make.make_model())
    for query in ("prado", "プラド", "ﾌﾟﾗﾄﾞ", "トヨタ", "TRJ150", "3BA-TRJ150W"):
        assert "Land Cruiser Prado" in mori.get("/en/desk/names/", {"q": query}).content.decode(), query
    assert "Nothing found" in mori.get("/en/desk/names/", {"q": "zzz"}).content.decode()


def test_nobody_else_finds_the_page(seller_sato, aoba, misspelt):
    sato = SignedIn(seller_sato)
    assert sato.get("/en/desk/names/").status_code == 404
    assert sato.post(f"/en/desk/names/models/{misspelt.pk}/", {"do": "merge", "merge-into": "1"}).status_code == 404


def test_two_spellings_of_a_grade_become_one_and_two_again(mori, aoba):
    prado, other = make.make_model(), make.make_model(name="Aqua")
    wrong = make.make_vehicle(aoba, model=prado, grade="TX-L package")
    right = make.make_vehicle(aoba, model=prado, grade="TX L Package")
    elsewhere = make.make_vehicle(aoba, model=other, grade="TX-L package")
    page = f"/en/desk/names/models/{prado.pk}/"
    sent = {"do": "grades", "grades-source": "TX-L package", "grades-into": "TX L Package"}

    for refused in ({**sent, "grades-into": "TX-L package"}, {**sent, "grades-source": "nonsense"}):
        assert mori.post(page, refused).status_code == 422
        assert not NameChange.objects.exists()
    told = mori.post(page, sent, follow=True).content.decode()

    assert "TX-L package → Toyota Land Cruiser Prado TX L Package" in told
    assert {each.grade for each in Vehicle.objects.filter(model=prado)} == {"TX L Package"}
    elsewhere.refresh_from_db()
    assert elsewhere.grade == "TX-L package"
    event = Event.objects.get(kind="names.merged")
    assert (event.facts["count"], event.subject) == (1, f"grade:{prado.pk}")
    undo = f"/en/desk/names/changes/{NameChange.objects.get().pk}/undo/"
    for _time in range(2):
        mori.post(undo, {})
    wrong.refresh_from_db()
    right.refresh_from_db()
    assert (wrong.grade, right.grade) == ("TX-L package", "TX L Package")
    assert Event.objects.filter(kind="names.restored").count() == 1


def test_staff_correct_what_a_model_code_stands_for_and_take_it_back(mori, aoba, seller_sato):
    listed(aoba, make.make_model())
    code = ModelCode.objects.get()
    page = f"/en/desk/names/codes/{code.pk}/"
    assert "Listings say: 4,820" in mori.get(page).content.decode()

    wrong = mori.post(page, {"length_mm": "long", "seats": "8"})
    assert wrong.status_code == 422
    code.refresh_from_db()
    assert code.corrected == {}

    assert mori.post(page, {"seats": "8", "rated_output_kw": "120.5"}).status_code == 302
    code.refresh_from_db()
    assert code.corrected == {"seats": 8, "rated_output_kw": "120.5"}
    draft = make.make_vehicle(aoba, status="draft", seats=None)
    assert 'value="8"' in SignedIn(seller_sato).get(f"/en/sell/cars/{draft.reference}/").content.decode()
    mori.post(f"/en/desk/names/changes/{NameChange.objects.get().pk}/undo/", {})
    code.refresh_from_db()
    assert code.corrected == {}
    assert code.known["seats"] == 7
