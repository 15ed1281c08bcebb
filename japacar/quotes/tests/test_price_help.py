"""Price help: figures that betray nobody, and a question to OpenAI that holds words of our lists and numbers only."""

import json
import random
from datetime import timedelta
from typing import Any

import pytest

from japacar.demo.standins.openai_responses import OpenAIStandIn
from japacar.egress.models import Dispatch
from japacar.kernel import clock
from japacar.kernel.money import Money
from japacar.quotes import estimates, market
from japacar.quotes.models import PriceEstimate, Quote, QuoteLine
from japacar.vehicles.models import BodyType, Drive, Fuel, RepairHistory, Steering, Transmission, Vehicle
from tests.cast import SignedIn
from tests.make import make_deal, make_dealer, make_model, make_vehicle, viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def model(openai_stand_in: OpenAIStandIn) -> OpenAIStandIn:
    return openai_stand_in


@pytest.fixture
def car(aoba) -> Vehicle:
    return make_vehicle(aoba, year=2019, mileage_km=60_000, fuel="petrol", price_minor=2_000_000)


def others(count: int, dealers: int, **over: Any) -> list[Vehicle]:
    firms = [make_dealer() for _ in range(dealers)]
    return [
        make_vehicle(
            firms[number % dealers], **{"year": 2019, "mileage_km": 60_000, "fuel": "petrol"} | over,
            price_minor=1_000_000 + 100_000 * number,
        )
        for number in range(count)
    ]  # fmt: skip


def page_of(vehicle: Vehicle) -> str:
    return f"/en/sell/cars/{vehicle.reference}/price-help/"


@pytest.mark.parametrize(("count", "dealers", "is_told"), [(5, 3, True), (4, 3, False), (9, 2, False)])
def test_figures_need_five_cars_of_three_dealers(car, count, dealers, is_told):
    others(count, dealers)
    found = market.asking(car)
    assert (found is not None) is is_told
    if found:
        assert (found.count, found.dealers, found.median) == (5, 3, Money.jpy(1_200_000))
        assert (found.quarter, found.three_quarters) == (Money.jpy(1_100_000), Money.jpy(1_300_000))


@pytest.mark.parametrize("other", [{"year": 2022}, {"mileage_km": 110_000}, {"fuel": "hybrid"}, {"status": "draft"}])
def test_unlike_cars_do_not_count(car, other):
    others(6, 3, **other)
    assert market.asking(car) is None


def test_closed_deals_count_by_the_price_of_the_car(car):
    for vehicle in others(5, 3, status="sold"):
        deal = make_deal(vehicle, commercial="completed", completed_at=clock.now() - timedelta(days=30))
        quote = Quote.objects.create(
            deal=deal, version=1, party="dealer", status=Quote.Status.ACCEPTED, incoterm="CIF", total_minor=9_000_000,
            valid_until=clock.now(),
        )  # fmt: skip
        QuoteLine.objects.create(quote=quote, kind=QuoteLine.Kind.CAR, amount_minor=1_500_000)
        QuoteLine.objects.create(quote=quote, kind=QuoteLine.Kind.FREIGHT, amount_minor=400_000)
    found = market.closed(car)
    assert found is not None
    assert (found.count, found.median) == (5, Money.jpy(1_500_000))


def test_only_the_dealer_sees_it_and_no_price_is_written(car, seller_sato, seller_suzuki, minato, buyer_boateng, model):
    others(5, 3)
    before = Vehicle.objects.filter(pk=car.pk).values().get()
    sato = SignedIn(seller_sato)
    page = sato.get(page_of(car)).content.decode()
    assert "5 cars of 3 dealers" in page
    assert "Reference of" in page
    sato.post(page_of(car))
    estimates.estimate(PriceEstimate.objects.get().pk)
    page = sato.get(page_of(car)).content.decode()
    assert "Roughly" in page
    assert "A reference by OpenAI" in page
    assert Vehicle.objects.filter(pk=car.pk).values().get() == before
    for other in (seller_suzuki, buyer_boateng):
        assert SignedIn(other).get(page_of(car)).status_code == 404
        assert SignedIn(other).post(page_of(car)).status_code == 404
    assert PriceEstimate.objects.count() == 1


def test_nothing_is_asked_without_a_press_or_a_key(car, seller_sato, model, settings):
    others(5, 3)
    sato = SignedIn(seller_sato)
    sato.get(page_of(car))
    sato.get(f"/en/sell/cars/{car.reference}/")
    assert not PriceEstimate.objects.exists()
    settings.OPENAI = {**settings.OPENAI, "key": ""}
    assert "Ask OpenAI once" not in sato.get(page_of(car)).content.decode()
    sato.post(page_of(car))
    assert not PriceEstimate.objects.exists()
    assert not model.asked


def test_a_model_that_one_dealer_has_named_is_not_sent(aoba, seller_sato, model):
    named = make_model("Toyota", "山田太郎様専用 090-1234-5678")
    car = make_vehicle(aoba, model=named, year=2019)
    assert "model" not in estimates.attributes_of(car)
    answer = SignedIn(seller_sato).post(page_of(car), follow=True)
    assert "Not enough data: a range needs make" in answer.content.decode()
    assert not model.asked


FAULTS = ["busy", "overloaded", "refused", "half", "wrong_types", "prose", "cut_off", "obedient", "not_json", "nothing"]


@pytest.mark.parametrize("fault", FAULTS)
def test_no_usable_answer_is_said_and_nothing_changes(car, seller_sato, model, fault):
    others(5, 3)
    model.fault = fault
    SignedIn(seller_sato).post(page_of(car))
    row = PriceEstimate.objects.get()
    for _ in range(estimates.MAX_ATTEMPTS):
        PriceEstimate.objects.update(next_try_at=clock.now())
        estimates.estimate(row.pk)
    row.refresh_from_db()
    assert (row.state, row.low_minor, row.high_minor) == ("failed", None, None)
    assert "no usable answer" in SignedIn(seller_sato).get(page_of(car)).content.decode()


def test_not_enough_is_an_answer(car, seller_sato):
    assert estimates.judged({"enough": False, "low_yen": 5, "high_yen": 9})["state"] == "not_enough"


@pytest.mark.parametrize(
    "answer",
    [
        {"enough": True, "low_yen": 1, "high_yen": 2},
        {"enough": True, "low_yen": 2_000_000, "high_yen": 1_000_000},
        {"enough": True, "low_yen": 100_000, "high_yen": 9_000_000},
        {"enough": True, "low_yen": 1_000_000.5, "high_yen": 2_000_000},
        {"enough": True, "low_yen": True, "high_yen": True},
        {"enough": "yes", "low_yen": 1_000_000, "high_yen": 2_000_000},
        {},
    ],
)
def test_what_is_no_range_is_no_answer(answer):
    with pytest.raises(estimates.AskFailed):
        estimates.judged(answer)


def test_no_word_that_anybody_wrote_is_in_five_thousand_questions(aoba, monkeypatch):
    """Canaries in every field that takes text, and random words of the lists and numbers in the others."""
    dice = random.Random(20261126)
    known = make_model()
    allowed = set(estimates._WORDS) | set(estimates._NUMBERS) | {"make", "model"}
    allowed |= {f"{name}_{part}" for name in ("closed", "asking") for part in ("median_yen", "count")}
    columns = [
        field for field in Vehicle._meta.concrete_fields if field.get_internal_type() in ("CharField", "TextField")
    ]
    texts = [field.name for field in columns if not field.choices and field.name not in ("price_currency", "reference")]
    assert {"chassis_no", "description_ja", "grade", "stock_number", "location_city", "condition_source"} <= set(texts)
    words = {"make": {"Toyota"}, "model": {known.slug}}
    words |= {name: {str(value) for value in choices.values} for name, choices in estimates._WORDS.items()}
    monkeypatch.setattr(market, "asking", lambda _vehicle: None)
    monkeypatch.setattr(market, "closed", lambda _vehicle: None)
    monkeypatch.setattr(estimates, "_is_commonly_known", lambda _vehicle: True)
    for number in range(5_000):
        canary = f"CANARY{number} 山田太郎 090-1234-5678 taro@example.test"
        car = Vehicle(
            dealer=aoba, make=known.make, model=known, reference=canary[:12],
            year=dice.choice([None, 1998, 2024]), mileage_km=dice.choice([None, 0, dice.randrange(900_000), 10**9]),
            body_type=dice.choice([*BodyType.values, canary]), fuel=dice.choice([*Fuel.values, canary]),
            transmission=dice.choice([*Transmission.values, canary]), drive=dice.choice([*Drive.values, ""]),
            steering=dice.choice([*Steering.values, canary]), equipment=[canary],
            repair_history=dice.choice([*RepairHistory.values, canary]), price_minor=dice.randrange(1, 10**8),
            **dict.fromkeys(texts, canary),
        )  # fmt: skip
        said = estimates.attributes_of(car)
        assert set(said) <= allowed
        assert all(type(value) is int or value in words[key] for key, value in said.items())
        assert "CANARY" not in json.dumps(said)


def test_the_question_itself_holds_nothing_else(car, seller_sato, model):
    others(5, 3)
    Vehicle.objects.filter(pk=car.pk).update(chassis_no="CANARY-1", description_en="CANARY-2", grade="CANARY-3")
    estimate = estimates.ask_for_estimate(Vehicle.objects.get(pk=car.pk), by=viewer(seller_sato))
    estimates.estimate(estimate.pk)
    (asked,) = model.asked
    assert "CANARY" not in asked.raw.decode()
    assert car.reference not in asked.raw.decode()
    said = json.loads(asked.body["input"])
    assert said["asking_count"] == 5
    assert (said["make"], said["year"]) == ("Toyota", 2019)
    assert Dispatch.objects.get(recipient="openai").subjects == []
