"""Addresses of searches: every one is read, none breaks the page, and the same question has one address."""

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from japacar.vehicles.criteria import CHOICES, Criteria, read, tidy_query
from tests import make

KNOWN = {"toyota": ["land-cruiser-prado", "aqua"], "nissan": ["note"]}


def reading(query: str) -> tuple[Criteria, list[str]]:
    result = read(QueryDict(query), models_by_make=KNOWN)
    return result.criteria, result.notes


def test_everything_is_read() -> None:
    criteria, notes = reading(
        "q=%E3%83%97%E3%83%A9%E3%83%89&make=toyota&model=aqua&year_from=2015&price_to=1,500,000&km_to=80000+km&body=van&body=suv&sort=price_low&page=2"
    )
    assert criteria == Criteria(
        q="プラド", make=("toyota",), model=("aqua",), year_from=2015, price_to=1_500_000, km_to=80_000,
        body=("suv", "van"), sort="price_low", page=2,
    )  # fmt: skip
    assert notes == []


def test_yen_may_be_written_the_japanese_way() -> None:
    assert reading("price_to=150万")[0].price_to == 1_500_000
    assert reading("price_to=１５０万円")[0].price_to == 1_500_000


def test_the_address_of_a_search_reads_back_as_itself() -> None:
    criteria = Criteria(q="4x4 & co", make=("nissan",), fuel=("diesel", "petrol"), year_to=2020, page=3)
    assert reading(criteria.query()) == (Criteria(**{**criteria.__dict__, "fuel": ("petrol", "diesel")}), [])
    assert Criteria().query() == ""


@pytest.mark.parametrize(
    ("query", "left_out"),
    [
        *(("year_from=abc", "year_from"), ("year_from=99999999999999999999", "year_from"), ("price_to=-5", "price_to")),
        *(("body=spaceship", "body"), ("make=tesla", "make"), ("sort=magic", "sort"), ("page=0", "page")),
        *(("page=1e9", "page"), ("km_to=%00", "km_to"), ("show=drafts", "show"), ("q=" + "x" * 300, "q")),
    ],
)
def test_what_cannot_be_understood_is_named_and_left_out(query: str, left_out: str) -> None:
    criteria, notes = reading(query)
    assert notes == [left_out]
    assert criteria == (Criteria(q="x" * 80) if left_out == "q" else Criteria())


def test_one_wrong_value_does_not_take_the_right_ones_with_it() -> None:
    assert reading("body=suv&body=spaceship") == (Criteria(body=("suv",)), ["body"])


def test_models_go_with_their_makes() -> None:
    assert reading("make=nissan&model=aqua")[0] == Criteria(make=("nissan",))
    assert reading("model=aqua")[0] == Criteria()
    assert Criteria(make=("toyota",), model=("aqua",)).without("make", "toyota") == Criteria()


def test_from_and_to_are_put_the_right_way_round() -> None:
    assert reading("year_from=2020&year_to=2015")[0] == Criteria(year_from=2015, year_to=2020)


def test_tidying_loses_nothing_and_ends() -> None:
    query = "page=1&sort=newest&utm_source=x&make=toyota&q=&year_from=abc&body=&a=1&b=2&a=3"
    tidy = tidy_query(QueryDict(query))
    assert tidy == "make=toyota&year_from=abc&utm_source=x&a=1&a=3&b=2"
    assert tidy_query(QueryDict(tidy)) == tidy == QueryDict(tidy).urlencode()


@pytest.mark.django_db
def test_empty_fields_of_the_form_lead_to_the_tidy_address(client: Client) -> None:
    make.make_vehicle()
    answer = client.get("/en/cars/?q=&year_from=&make=toyota&sort=newest")
    assert (answer.status_code, answer["Location"]) == (302, "/en/cars/?make=toyota")
    assert client.get(answer["Location"]).status_code == 200
    assert client.get("/en/cars/?body=suv&make=toyota")["Location"] == "/en/cars/?make=toyota&body=suv"


names = st.sampled_from([*Criteria.__dataclass_fields__, *CHOICES, "utm", "q[]", "make[0]", ""])
values = st.one_of(
    st.text(max_size=40),
    st.integers().map(str),
    st.sampled_from(
        [
            "\x00",
            "' OR 1=1 --",
            "toyota",
            "9" * 500,
            "-1",
            "1e308",
            "NaN",
            "プラド",
            "\ud83d\ude97",
            "%",
            "\\",
            "'&|!:*<->",
        ]
    ),
)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(names, values), max_size=8))
def test_no_address_breaks_the_page(client: Client, pairs: list[tuple[str, str]]) -> None:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value.encode("utf-8", "replace").decode())
    answer = client.get(f"/en/cars/?{query.urlencode()}", follow=True)
    assert answer.status_code == 200
    assert len(answer.redirect_chain) <= 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["q=%ff%fe", "%00=%00", "q=%", "page=%F0%9F", "&&&==", "make=toyota;drop", "q=" + "%E3" * 400]
)
def test_broken_encodings_are_survived(client: Client, query: str) -> None:
    assert client.get(f"/ja/cars/?{query}", follow=True).status_code == 200
