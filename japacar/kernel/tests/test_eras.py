"""Japanese dates in every writing that certificates and people use; impossible ones are refused."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japacar.kernel.eras import (
    DateRefused,
    YearMonth,
    era_text,
    parse_date,
    parse_japanese_date,
    parse_year_month,
    parse_yymm,
    parse_yymmdd,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和5年1月4日", date(2023, 1, 4)),
        ("令和 5年 1月 4日", date(2023, 1, 4)),
        ("令和　５年　１月　４日", date(2023, 1, 4)),
        ("平成30年6月", YearMonth(2018, 6)),
        ("H30.6", YearMonth(2018, 6)),
        ("R5/1/4", date(2023, 1, 4)),
        ("r5-1-4", date(2023, 1, 4)),
        ("令和元年5月", YearMonth(2019, 5)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("㋿元年5月1日", date(2019, 5, 1)),
        ("2018/06", YearMonth(2018, 6)),
        ("2018-06-01", date(2018, 6, 1)),
        ("\u200e2018-06-01\u200f", date(2018, 6, 1)),
        ("２０１８年６月", YearMonth(2018, 6)),
        ("20180601", date(2018, 6, 1)),
        ("令和6/2/29", date(2024, 2, 29)),
        ("平成31/4/30", date(2019, 4, 30)),
        ("昭和64/1/7", date(1989, 1, 7)),
        ("平成31年4月", YearMonth(2019, 4)),
        ("平成元年1月", YearMonth(1989, 1)),
        ("昭和64年1月", YearMonth(1989, 1)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("明治45年7月29日", date(1912, 7, 29)),
    ],
)
def test_a_date_is_read_in_any_usual_writing(text: str, expected: date | YearMonth) -> None:
    assert parse_japanese_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "令和5/2/29",
        "令和1/4/30",
        "平成31/5/1",
        "昭和64/1/8",
        "平成31年5月",
        "令和元年4月",
        "令和5年13月",
        "令和0年5月",
        "2023-02-29",
        "2018/00",
    ],
)
def test_a_date_that_never_was_is_refused(text: str) -> None:
    with pytest.raises(DateRefused) as refusal:
        parse_japanese_date(text)

    assert refusal.value.code == "impossible_date"


@pytest.mark.parametrize(
    "text", ["", "令和元", "tomorrow", "18/06/01", "6月1日", "2018", "令和5年", "201806", "12345-01-01"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(DateRefused) as refusal:
        parse_japanese_date(text)

    assert refusal.value.code == "not_a_date"


def test_a_day_or_a_month_can_be_asked_for() -> None:
    assert parse_year_month("令和2年6月3日") == YearMonth(2020, 6)
    assert parse_date("令和2年6月3日") == date(2020, 6, 3)
    with pytest.raises(DateRefused) as refusal:
        parse_date("令和2年6月")
    assert refusal.value.code == "day_missing"


@given(st.dates(date(1868, 2, 1), date(2100, 1, 1)))
def test_a_written_date_is_read_back(day: date) -> None:
    assert parse_japanese_date(era_text(day)) == day
    assert parse_japanese_date(day.isoformat()) == day
    assert parse_japanese_date(era_text(YearMonth.from_date(day))) == YearMonth.from_date(day)


def test_the_first_year_is_written_gannen() -> None:
    assert era_text(YearMonth(2020, 6)) == "令和2年6月"
    assert era_text(date(2020, 6, 1)) == "令和2年6月1日"
    assert era_text(date(2019, 4, 30)) == "平成31年4月30日"
    assert era_text(date(2019, 5, 1)) == "令和元年5月1日"


@given(st.text())
def test_any_text_is_a_date_or_a_refusal(text: str) -> None:
    with suppress(DateRefused):
        assert isinstance(parse_japanese_date(text), date | YearMonth)


def test_months_sort_and_count() -> None:
    assert YearMonth(2018, 12) < YearMonth(2019, 1)
    assert str(YearMonth(2019, 1)) == "2019-01"
    assert YearMonth.from_text("2019-01") == YearMonth(2019, 1)
    assert YearMonth(2018, 12).months_until(YearMonth(2020, 1)) == 13
    assert YearMonth(2020, 2).last_day == date(2020, 2, 29)
    with pytest.raises(DateRefused):
        YearMonth.from_text("2019-13")


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2301", YearMonth(2023, 1)),
        ("9905", YearMonth(1999, 5)),
        ("2611", YearMonth(2026, 11)),
        ("2701", YearMonth(1927, 1)),
        ("9999", None),
    ],
)
def test_first_registrations_have_western_years_of_two_digits(text: str, month: YearMonth | None) -> None:
    assert parse_yymm(text, today=TODAY) == month


@pytest.mark.parametrize(
    ("text", "day"),
    [("260103", date(2026, 1, 3)), ("281231", date(2028, 12, 31)), ("990501", date(1999, 5, 1)), ("999999", None)],
)
def test_expiries_may_lie_ahead(text: str, day: date | None) -> None:
    assert parse_yymmdd(text, today=TODAY) == day


@pytest.mark.parametrize("text", ["", "23", "23-1", "2313", "２３０１"])
def test_other_months_of_codes_are_refused(text: str) -> None:
    with pytest.raises(DateRefused):
        parse_yymm(text, today=TODAY)


def test_an_impossible_expiry_is_refused() -> None:
    with pytest.raises(DateRefused):
        parse_yymmdd("260230", today=TODAY)
