"""A day as people abroad and in Japan type it: 2026-11-27, 令和8年11月27日, 27.11.2026, 27/11/2026, 27 Nov 2026.

The one thing to know: nothing is guessed. With dots the day stands first everywhere in the world; with strokes or hyphens
Europe and Africa write the day first and America the month, so that 03/04/2026 is refused and 27/11/2026 is not."""

import re
from datetime import date

from japacar.kernel.eras import DateRefused, parse_date
from japacar.kernel.text import hyphens, nfkc

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGER = ("uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember")
_NUMBER_OF = {"sept": 9} | {
    name: number
    for number, (short, rest) in enumerate(zip(_MONTHS, _LONGER, strict=True), 1)
    for name in (short, short + rest)
}

_YEAR_LAST = re.compile(r"([0-9]{1,2})\s*([./ -])\s*([0-9]{1,2})\s*([./ -])\s*([0-9]{4})")
_IN_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ .,-]*([a-z]+)[ .,-]*([0-9]{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)[ .-]*([0-9]{1,2})(?:st|nd|rd|th)?[ .,-]+([0-9]{4})")


def parse_day(text: str) -> date:
    """The day that is meant. Raises DateRefused: not_a_date, impossible_date, day_missing, or ambiguous_date with both readings."""
    plain = " ".join(hyphens(nfkc(text)).lower().split())
    if match := _YEAR_LAST.fullmatch(plain):
        first, mark, second, _, year = match.groups()
        return _day_or_month_first(int(first), int(second), int(year), is_dotted=mark == ".")
    if match := _IN_WORDS.fullmatch(plain):
        return _named(match[2], int(match[1]), int(match[3]))
    if match := _MONTH_FIRST.fullmatch(plain):
        return _named(match[1], int(match[2]), int(match[3]))
    return parse_date(text)


def _day_or_month_first(first: int, second: int, year: int, *, is_dotted: bool) -> date:
    day_first = _date(year, second, first)
    month_first = None if is_dotted else _date(year, first, second)
    if day_first and month_first and day_first != month_first:
        raise DateRefused("ambiguous_date", one=day_first, other=month_first)
    found = day_first or month_first
    if found is None:
        raise DateRefused("impossible_date")
    return found


def _named(month: str, day: int, year: int) -> date:
    number = _NUMBER_OF.get(month)
    if number is None:
        raise DateRefused("not_a_date")
    found = _date(year, number, day)
    if found is None:
        raise DateRefused("impossible_date")
    return found


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
