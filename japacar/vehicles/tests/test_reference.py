"""What listings teach of model codes, and what a dealer is offered of it."""

import pytest

from japacar.members.models import Dealer
from japacar.vehicles import actions
from japacar.vehicles.models import ModelCode, Vehicle
from japacar.vehicles.reference import learning
from japacar.vehicles.search import index_vehicle
from japacar.vehicles.tests.test_search import found
from tests import make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db


def listed(dealer: Dealer, **over: object) -> Vehicle:
    """A car that its dealer just put on sale, with the photos taken for granted."""
    vehicle = make.make_vehicle(dealer, **over)
    learning.confirm(vehicle)
    return vehicle


def test_a_listing_that_goes_on_sale_confirms_its_code(seller_sato, aoba, monkeypatch):
    from japacar.vehicles import rules

    monkeypatch.setattr(rules, "FEWEST_PHOTOS", 0)
    vehicle = make.make_vehicle(aoba, status="draft", grade="TX")
    assert not ModelCode.objects.exists()

    actions.publish_vehicle(vehicle, by=seller_sato)

    code = ModelCode.objects.get()
    assert (code.code, code.model, code.grades, code.listings) == ("TRJ150W", vehicle.model, ["TX"], 1)
    assert (code.facts["body_type"], code.facts["length_mm"], code.facts["engine_model"]) == ("suv", 4820, "2TR")

    actions.save_listing(vehicle, {"seats": 5}, by=seller_sato)
    assert ModelCode.objects.get().facts["seats"] == 5
    actions.withdraw_vehicle(vehicle, by=seller_sato)
    assert not ModelCode.objects.exists()


def test_one_dealer_with_many_cars_has_one_voice(aoba, minato):
    for _ in range(5):
        listed(aoba, seats=9)
    listed(minato, seats=7)
    listed(make.make_dealer(), seats=7)

    assert ModelCode.objects.get().facts["seats"] == 7


def test_what_is_disputed_is_not_known(aoba, minato):
    listed(aoba, fuel="petrol")
    listed(minato, fuel="diesel")

    assert "fuel" not in ModelCode.objects.get().facts


@pytest.mark.parametrize(
    "written", ["3BA-TRJ150W", "CBA-TRJ150W", "TRJ150W", "trj150w", "ＴＲＪ１５０Ｗ", "3BA-TRJ150W改"]
)
def test_a_code_is_known_however_it_is_written(aoba, written):
    listed(aoba)

    assert [code.code for code in learning.known_of(written)] == ["TRJ150W"]


def test_drafts_teach_nothing_and_staff_corrections_stay(aoba):
    vehicle = listed(aoba)
    ModelCode.objects.update(corrected={"seats": 8})
    learning.confirm(make.make_vehicle(aoba, status="draft", seats=2))

    code = ModelCode.objects.get()
    assert (code.known["seats"], code.facts["seats"]) == (8, vehicle.seats)


def test_the_editor_offers_what_is_known_and_saves_nothing_by_itself(seller_sato, aoba, minato):
    listed(minato, grade="TX Lパッケージ")
    draft = make.make_vehicle(
        aoba, status="draft", body_type="", fuel="", length_mm=None, doors=3, grade="", engine_model=""
    )

    page = SignedIn(seller_sato).get(f"/en/sell/cars/{draft.reference}/").content.decode()

    assert 'value="4,820"' in page
    assert "TX Lパッケージ" in page
    assert "listing with model code TRJ150W" in page
    draft.refresh_from_db()
    assert (draft.length_mm, draft.doors) == (None, 3)


CODES = "TRJ150 trj150w ＴＲＪ１５０ TRJ_150 TRJ‐150 TRJ－150 3BA-TRJ150 3BA-TRJ150W 3BATRJ150W 3BAーTRJ150W TRJ"


@pytest.mark.parametrize("text", CODES.split())
def test_partial_model_codes_find_the_car(aoba, text):
    index_vehicle(make.make_vehicle(aoba))

    assert found(text.replace("_", " ")) == 1
