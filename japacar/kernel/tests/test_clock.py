"""The clock: aware moments, Japan's day, Japan's business days."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from japacar.kernel.clock import JST, at_jst, business_days_after, is_business_day, now, today_jst


def test_now_is_aware_and_in_utc() -> None:
    assert now().tzinfo is UTC


@time_machine.travel(datetime(2026, 11, 22, 15, 30, tzinfo=UTC), tick=False)
def test_the_day_in_japan_begins_at_three_in_the_afternoon_utc() -> None:
    assert today_jst() == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 22), False),  # Sunday
        (date(2026, 11, 23), False),  # Labour Thanksgiving Day
        (date(2026, 9, 22), False),  # a day between two holidays is one itself
        (date(2026, 5, 6), False),  # moved from Sunday
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2027, 1, 1), False),
        (date(2028, 1, 3), False),
        (date(2027, 1, 4), True),
    ],
)
def test_business_days_follow_the_japanese_calendar(day: date, open_: bool) -> None:
    assert is_business_day(day) is open_


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 24)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 11, 21), 0, date(2026, 11, 24)),
        (date(2026, 11, 21), 1, date(2026, 11, 24)),
        (date(2026, 12, 28), 1, date(2027, 1, 4)),
        (date(2026, 12, 25), 5, date(2027, 1, 7)),
        (datetime(2026, 11, 19, 16, 0, tzinfo=UTC), 1, date(2026, 11, 24)),
        (datetime(2026, 11, 19, 14, 0, tzinfo=UTC), 1, date(2026, 11, 20)),
    ],
)
def test_business_days_are_counted_from_the_next_day(start: date, n: int, end: date) -> None:
    assert business_days_after(start, n) == end


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 30))
def test_a_deadline_is_a_business_day_and_steps_add_up(start: date, n: int) -> None:
    end = business_days_after(start, n)

    assert is_business_day(end)
    assert business_days_after(end, 1) == business_days_after(start, n + 1)


@pytest.mark.parametrize(("start", "n"), [(date(2026, 1, 5), -1), (datetime(2026, 1, 5), 1)])
def test_counting_backwards_or_from_a_naive_moment_is_refused(start: date, n: int) -> None:
    with pytest.raises(ValueError, match=r"business days|zone"):
        business_days_after(start, n)


def test_an_hour_in_japan_is_a_moment_in_utc() -> None:
    day = date(2026, 11, 24)

    assert at_jst(day, 15) == datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    assert at_jst(day, 24) == at_jst(day + timedelta(days=1), 0)
    assert at_jst(day, 15).astimezone(JST).hour == 15
