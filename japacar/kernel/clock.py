"""The time: stored in UTC, with Japan's day and Japan's business calendar where a deadline needs them.

Every moment is aware. Nothing else in the product asks the system for the time, so tests can travel.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import jpholiday

JST = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today_jst() -> date:
    """The day it is in Japan, which is the day that papers and deadlines carry."""
    return now().astimezone(JST).date()


def at_jst(day: date, hour: int, minute: int = 0) -> datetime:
    """The moment in UTC at which clocks in Japan show this hour; 24 is the end of that day."""
    if hour == 24:
        return at_jst(day + timedelta(days=1), 0, minute)
    return datetime.combine(day, time(hour, minute), JST).astimezone(UTC)


def is_business_day(day: date) -> bool:
    """Whether Japanese banks move money: no Saturday, Sunday or public holiday, nor 29 December to 3 January.

    Banks themselves close from 31 December; offices and yards from the 29th, and a deadline serves both.
    """
    closed_over_new_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < 5 and not closed_over_new_year and not jpholiday.is_holiday(day)


def business_days_after(start: date | datetime, n: int) -> date:
    """The n-th business day after `start`, which itself does not count; n = 0 is `start` or the next business day.

    A moment counts as the day it is in Japan.
    """
    if n < 0:
        raise ValueError("business days are counted forwards")
    day = _day_in_japan(start)
    if n == 0:
        day -= timedelta(days=1)
    for _ in range(max(n, 1)):
        day += timedelta(days=1)
        while not is_business_day(day):
            day += timedelta(days=1)
    return day


def _day_in_japan(start: date | datetime) -> date:
    if not isinstance(start, datetime):
        return start
    if start.tzinfo is None:
        raise ValueError("a moment without a zone has no day in Japan")
    return start.astimezone(JST).date()
