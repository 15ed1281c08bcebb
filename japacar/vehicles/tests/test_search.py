"""A car is found by every word that people use for it, and by nothing that is nobody's business."""

import re

import pytest
from django.test import Client

from japacar.members.models import Dealer
from japacar.vehicles.criteria import Criteria
from japacar.vehicles.models import Vehicle
from japacar.vehicles.search import index_all, index_vehicle, search
from tests import make

pytestmark = pytest.mark.django_db


def make_listed(dealer: Dealer | None = None, **over: object) -> Vehicle:
    vehicle = make.make_vehicle(dealer, **over)
    index_vehicle(vehicle)
    return vehicle


def found(text: str, **over: object) -> int:
    return search(Criteria(q=text, **over)).total  # type: ignore[arg-type]


@pytest.fixture
def listed_prado(aoba: Dealer) -> Vehicle:
    return make_listed(aoba, reference="JP-4F7K2M", chassis_no="TRJ150-0104567", stock_number="AJ-10422")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "プラド",
            "ﾌﾟﾗﾄﾞ",
            "ぷらど",
            "Prado",
            "PRADO",
            "Ｐｒａｄｏ",
            "landcruiser",
            "land cruiser prado",
            "ランドクルーザー",
        ),
        *(
            "TRJ150",
            "trj150w",
            "TRJ150W",
            "3BA-TRJ150W",
            "3ba-trj150",
            "３ＢＡ－ＴＲＪ１５０Ｗ",
            "3batrj150w",
            "' | 'trj150",
        ),
        *("JP-4F7K2M", "jp-4f7k2m", "jp4f7k2m", "4F7K2M", "AJ-10422", "aj10422"),
        *("TRJ150-0104567", "trj150-0104567", "ＴＲＪ１５０－０１０４５６７", "TRJ1500104567", " TRJ150ー0104567 "),
        *("toyota prado 2020", "トヨタ　プラド", "Aoba", "青葉自動車", "四駆", "4WD", "ガソリン", "suv", "クロカン"),
    ],
)
def test_text_finds_the_car(listed_prado: Vehicle, text: str) -> None:
    assert search(Criteria(q=text)).ids == [listed_prado.pk]


@pytest.mark.parametrize(
    "text", ["アルファード", "Nissan", "TRJ151", "JP-4F7K2N", "prado nissan", "!!!", "' | '*", "diesel"]
)
def test_other_text_does_not(listed_prado: Vehicle, text: str) -> None:
    assert found(text) == 0


@pytest.mark.parametrize("part", ["0104567", "TRJ150-01", "TRJ150-010456", "TRJ150-0104568", "01045", "trj15001"])
def test_a_part_of_the_serial_number_finds_nothing(listed_prado: Vehicle, part: str) -> None:
    assert found(part) == 0


def test_serial_number_is_no_word_of_the_index(listed_prado: Vehicle) -> None:
    listed_prado.refresh_from_db()
    assert "0104567" not in str(listed_prado.search)
    assert "trj150" in str(listed_prado.search)


def test_whole_frame_number_of_a_foreign_car_is_no_word_either(aoba: Dealer) -> None:
    vehicle = make_listed(aoba, chassis_no="WVWZZZ1KZ6W612305")
    vehicle.refresh_from_db()
    assert "wvwzzz" not in str(vehicle.search)
    assert found("wvwzzz1kz6w612305") == 1


def test_drafts_withdrawn_and_unapproved_are_never_found(aoba: Dealer) -> None:
    make_listed(aoba, status=Vehicle.Status.DRAFT)
    make_listed(aoba, status=Vehicle.Status.WITHDRAWN)
    for status in set(Dealer.Status) - {Dealer.Status.APPROVED}:
        make_listed(make.make_dealer(status=status))
    results = search(Criteria(show="sold"))
    assert results.total == 0
    assert not any(results.facets.values())


def test_sold_cars_are_shown_on_request_only_and_reserved_ones_can_be_left_out(aoba: Dealer) -> None:
    free = make_listed(aoba)
    reserved = make_listed(aoba, status=Vehicle.Status.RESERVED)
    sold = make_listed(aoba, status=Vehicle.Status.SOLD)
    assert set(search(Criteria()).ids) == {free.pk, reserved.pk}
    assert set(search(Criteria(show="free")).ids) == {free.pk}
    assert set(search(Criteria(show="sold")).ids) == {free.pk, reserved.pk, sold.pk}


@pytest.mark.parametrize(
    ("sort", "order"),
    [("newest", "CBA"), ("price_low", "ACB"), ("price_high", "BCA"), ("year_new", "BAC"), ("km_low", "CBA")],
)
def test_order(aoba: Dealer, sort: str, order: str) -> None:
    cars = {
        "A": make_listed(aoba, price_minor=100, year=2018, mileage_km=90),
        "B": make_listed(aoba, price_minor=300, year=2020, mileage_km=50),
        "C": make_listed(aoba, price_minor=200, year=None, mileage_km=10),
    }
    assert search(Criteria(sort=sort)).ids == [cars[name].pk for name in order]


def test_pages_hold_every_car_once(aoba: Dealer) -> None:
    model = make.make_model()
    cars = {make.make_vehicle(aoba, model=model, published_at=None).pk for _ in range(30)}
    pages = [search(Criteria(page=number)) for number in (1, 2, 3)]
    assert [len(page.ids) for page in pages] == [24, 6, 0]
    assert {pk for page in pages for pk in page.ids} == cars
    assert pages[0].pages == 2


@pytest.mark.parametrize("how_many", [1, 5])
def test_a_search_is_two_queries(aoba: Dealer, how_many: int, django_assert_num_queries: object) -> None:
    for _ in range(how_many):
        make_listed(aoba)
    with django_assert_num_queries(2):  # type: ignore[operator]
        search(Criteria(q="prado", make=("toyota",), body=("suv", "van"), year_from=2010, fuel=("petrol",)))


def test_what_a_car_is_fitted_with_and_how_large_it_is_can_be_searched(aoba):
    plain = make.make_vehicle(aoba, height_mm=None, seats=4, repair_history="none")
    large = make.make_vehicle(aoba, height_mm=3_800, length_mm=11_990, width_mm=2_490, displacement_cc=12_900)
    leather = make.make_vehicle(aoba, equipment=["sunroof", "leather"], condition_grade="4.5", condition_source="USS")
    covered = make.make_vehicle(aoba, details={"seat_material": "leather"}, displacement_cc=658, doors=3)

    def found(**asked: object) -> set[str]:
        ids = search(Criteria(**asked)).ids  # type: ignore[arg-type]
        return set(Vehicle.objects.filter(pk__in=ids).values_list("reference", flat=True))

    assert found(has=("leather",)) == {leather.reference, covered.reference}
    assert found(has=("leather", "sunroof")) == {leather.reference}
    assert found(m3_to=30) == {leather.reference, covered.reference}
    assert found(cc_to=660) == {covered.reference}
    assert found(cc_from=10_000) == {large.reference}
    assert found(seats=("4",)) == found(repair=("none",)) == {plain.reference}
    assert found(grade=("4.5",)) == {leather.reference}
    assert found(doors=("3",)) == {covered.reference}


def test_filters_of_the_long_tail_stand_in_a_shareable_address_with_counts(aoba):
    make.make_vehicle(aoba, seats=7, equipment=["sunroof"], repair_history="none")
    make.make_vehicle(aoba, seats=4)
    page = Client().get("/en/cars/?cc_to=3000&seats=7&repair=none&has=sunroof&m3_to=20").content.decode()
    for words in ("Sunroof", "7 seats", "No repair history", "Up to 3,000", "Up to 20"):
        assert f'<span class="vh">Remove </span>{words}' in page, words
    assert re.search(r'name="seats" value="7" checked>7 seats<span class="c">1</span>', page)
    assert re.search(r'name="has" value="sunroof" checked>Sunroof</label>', page)
    odd = Client().get("/en/cars/?seats=77&has=wings&m3_to=-1&cc_from=x", follow=True).content.decode()
    assert "Not understood and left out: " in odd


@pytest.mark.parametrize(
    "text",
    ["白", "ホワイト", "white prado", "ランクルプラド", "ランドクルーザープラド", "トヨタプラド", "ﾄﾖﾀﾌﾟﾗﾄﾞ", "とよたぷらど",
     "toyotalandcruiserprado", "TRJ150W-GKTEK", "trj150w-gktek", "ＴＲＪ１５０Ｗ－ＧＫＴＥＫ", "3BA-TRJ150W-GKTEK 白"],
)  # fmt: skip
def test_words_that_people_join_or_take_from_a_plate_find_it_too(aoba: Dealer, text: str) -> None:
    prado = make_listed(aoba, colour="white", model_code="3BA-TRJ150W")
    prado.model.also = "ランクル プラド"
    prado.model.save()
    prado.refresh_from_db()
    index_vehicle(prado)
    assert found(text) == 1


@pytest.mark.parametrize("text", ["黒", "トヨタランエボ", "TRJ150W-12345", "TRJ151W-GKTEK"])
def test_and_what_it_is_not_does_not(aoba: Dealer, text: str) -> None:
    make_listed(aoba, colour="white", model_code="3BA-TRJ150W")
    assert found(text) == 0


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_misspelt_name_of_either_language_is_guessed_at(listed_prado: Vehicle, language: str) -> None:
    assert listed_prado.model is not None
    name = listed_prado.model.name(language)
    wrong = name[:3] + name[4:]
    assert found(wrong) == 0
    page = Client().get("/en/cars/", {"q": wrong}).content.decode()
    assert f"“{name}”" in page


def test_words_that_are_new_to_us_reach_old_listings_and_nothing_else_is_written(aoba: Dealer) -> None:
    old, right = (make_listed(aoba, colour="white", stock_number=number) for number in ("A-1", "A-2"))
    never = make.make_vehicle(aoba, colour="white", stock_number="A-3")
    Vehicle.objects.filter(pk=old.pk).update(search="prado")
    Vehicle.objects.filter(pk=never.pk).update(search=None)
    assert found("白") == 1

    assert index_all() == 2

    assert found("白") == 3
    assert index_all() == 0
    right.refresh_from_db()
    assert right.stock_number == "A-2"
