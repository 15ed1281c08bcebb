"""A typed day: every writing that can mean one day only is read, and nothing is guessed."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japacar.kernel.days import parse_day
from japacar.kernel.eras import DateRefused, era_text


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-27", "2026/11/27", "2026.11.27", "20261127", "２０２６年１１月２７日", "令和8年11月27日", "R8.11.27",
        "27.11.2026", "27. 11. 2026", "27/11/2026", "27-11-2026", "27 11 2026", "11/27/2026",
        "27 Nov 2026", "27 NOV 2026", "27-Nov-2026", "27. November 2026", "27th November, 2026", "Nov 27, 2026", "november 27 2026",
        " 27 Nov. 2026 ", "２７．１１．２０２６", "27–11–2026",
    ],
)  # fmt: skip
def test_what_can_mean_one_day_only_is_read(text: str) -> None:
    assert parse_day(text) == date(2026, 11, 27)


def test_with_dots_the_day_stands_first() -> None:
    assert parse_day("3.4.2026") == date(2026, 4, 3)


def test_the_same_number_twice_is_no_riddle() -> None:
    assert parse_day("05/05/2026") == date(2026, 5, 5)


@pytest.mark.parametrize("text", ["03/04/2026", "3-4-2026", "03 04 2026", "１２/１１/２０２６"])
def test_what_can_mean_two_days_is_refused_with_both(text: str) -> None:
    with pytest.raises(DateRefused) as refusal:
        parse_day(text)

    assert refusal.value.code == "ambiguous_date"
    assert refusal.value.facts["one"] != refusal.value.facts["other"]


@pytest.mark.parametrize("text", ["31.02.2026", "32/13/2026", "13.13.2026", "31 Feb 2026", "Feb 30, 2026", "0.1.2026"])
def test_a_day_that_never_was_is_refused(text: str) -> None:
    with pytest.raises(DateRefused) as refusal:
        parse_day(text)

    assert refusal.value.code == "impossible_date"


@pytest.mark.parametrize(
    "text", ["", "soon", "27 Nov", "27.11.26", "27/11", "27 Nowember 2026", "Nov 2026", "1 2 3 2026"]
)
def test_what_names_no_whole_day_is_refused(text: str) -> None:
    with pytest.raises(DateRefused):
        parse_day(text)


@given(st.dates(date(1868, 2, 1), date(2100, 1, 1)))
def test_each_day_is_read_back_from_every_writing(day: date) -> None:
    for written in (
        day.isoformat(),
        era_text(day),
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d %b %Y}",
        f"{day:%B %d, %Y}",
    ):
        assert parse_day(written) == day


@given(st.text(max_size=30))
def test_nothing_but_a_refusal_comes_of_nonsense(text: str) -> None:
    with suppress(DateRefused):
        assert isinstance(parse_day(text), date)
