"""Every count is what a plain count of the table gives with that filter taken away."""

from functools import reduce
from operator import and_

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from japacar.vehicles.criteria import Criteria
from japacar.vehicles.models import CarModel, Vehicle
from japacar.vehicles.search import COUNTED, conditions, search
from tests import make

pytestmark = pytest.mark.django_db

MODELS = (("Toyota", "Prado"), ("Toyota", "Aqua"), ("Nissan", "Note"))
cars = st.fixed_dictionaries(
    {
        "model": st.sampled_from(MODELS),
        "body_type": st.sampled_from(["suv", "van", ""]),
        "fuel": st.sampled_from(["petrol", "diesel"]),
        "drive": st.sampled_from(["2wd", "4wd"]),
        "steering": st.sampled_from(["right", "left"]),
        "transmission": st.sampled_from(["at", "mt"]),
        "colour": st.sampled_from(["white", "red"]),
        "year": st.sampled_from([None, 2015, 2020]),
        "price_minor": st.sampled_from([500_000, 1_500_000]),
        "mileage_km": st.sampled_from([10_000, 120_000]),
        "displacement_cc": st.sampled_from([None, 660, 2_500]),
        "seats": st.sampled_from([None, 5, 7]),
        "doors": st.sampled_from([None, 3, 5]),
        "repair_history": st.sampled_from(["none", "yes", "unknown"]),
        "condition_grade": st.sampled_from(["", "4.5", "R"]),
        "equipment": st.sampled_from([[], ["sunroof"], ["sunroof", "leather"]]),
        "details": st.sampled_from([{}, {"seat_material": "leather"}]),
        "height_mm": st.sampled_from([None, 1_400, 3_500]),
        "status": st.sampled_from(["published", "published", "reserved", "sold", "draft"]),
    }
)
some = st.sampled_from
searches = st.builds(
    Criteria,
    make=some([(), ("toyota",), ("toyota", "nissan")]),
    model=some([(), (), ("prado",), ("prado", "note")]),
    body=some([(), ("suv",), ("suv", "van")]),
    fuel=some([(), ("diesel",)]),
    drive=some([(), ("4wd",)]),
    steering=some([(), ("right",)]),
    transmission=some([(), ("mt",)]),
    colour=some([(), ("red",)]),
    year_from=some([None, 2018]),
    price_to=some([None, 1_000_000]),
    km_to=some([None, 50_000]),
    cc_from=some([None, 1_000]),
    cc_to=some([None, 3_000]),
    seats=some([(), ("7",), ("5", "7")]),
    doors=some([(), ("5",)]),
    repair=some([(), ("none",)]),
    grade=some([(), ("4.5", "R")]),
    has=some([(), ("sunroof",), ("leather", "sunroof")]),
    m3_to=some([None, 20]),
    show=some(["", "free", "sold"]),
)
STATES = {"": ["published", "reserved"], "free": ["published"], "sold": ["published", "reserved", "sold"]}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stock=st.lists(cars, max_size=8), criteria=searches)
def test_counts_equal_a_plain_count(stock: list[dict[str, object]], criteria: Criteria) -> None:
    Vehicle.objects.all().delete()
    dealer = _dealer()
    models = {names: make.make_model(*names) for names in MODELS}
    for car in stock:
        make.make_vehicle(dealer, **{**car, "model": models[car["model"]]})  # type: ignore[index]

    results = search(criteria)

    public = Vehicle.objects.filter(status__in=STATES[criteria.show])
    on = conditions(criteria)
    assert results.total == public.filter(_all(on)).count()
    for name, column in COUNTED.items():
        others = {each: q for each, q in on.items() if each not in ({"make", "model"} if name == "make" else {name})}
        counted = public.filter(_all(others)).exclude(
            **{column: None} if column in {"make_id", "model_id", "seats", "doors"} else {column: ""}
        )
        expected: dict[object, int] = {}
        for value in counted.values_list(column, flat=True):
            expected[value] = expected.get(value, 0) + 1
        assert results.facets[name] == expected, name
    for name, count in results.relaxed.items():
        others = {each: q for each, q in on.items() if each not in ({"make", "model"} if name == "make" else {name})}
        assert count == public.filter(_all(others)).count(), name


def _all(conditions: dict[str, Q]) -> Q:
    return reduce(and_, conditions.values(), Q())


def _dealer() -> object:
    known = CarModel.objects.count()  # The first example makes the dealer, the others share him.
    from japacar.members.models import Dealer

    return (known and Dealer.objects.first()) or make.make_dealer(with_account=False)
