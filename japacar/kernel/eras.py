"""Japanese dates: read from certificates and forms in any usual writing, and written back with the era.

A certificate often gives a month without a day, so what is read is a `date` or a `YearMonth`. A date that its era never
had (令和1年4月30日) is refused, since it is a misreading (vehicle-codes.md 4 and 7).
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from japacar.kernel.clock import today_jst
from japacar.kernel.refusals import Refused
from japacar.kernel.text import hyphens, nfkc

# Name, letter, first day, last day. Reiwa has no last day yet.
_ERAS = (
    ("令和", "R", date(2019, 5, 1), date.max),
    ("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    ("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    ("大正", "T", date(1912, 7, 30), date(1926, 12, 24)),
    ("明治", "M", date(1868, 1, 25), date(1912, 7, 29)),
)
_NAMES = {spelling: era for era in _ERAS for spelling in era[:2]}

_WRITTEN = re.compile(
    r"(?:西暦)?(?P<era>令和|平成|昭和|大正|明治|[RHSTM])?\.?(?P<year>元|[0-9]{1,4})(?:年|[./-])"
    r"(?P<month>[0-9]{1,2})(?:月(?:(?P<day>[0-9]{1,2})日?)?|[./-](?P<day2>[0-9]{1,2})日?)?",
)
_EIGHT_DIGITS = re.compile(r"((?:18|19|20)[0-9]{2})([0-9]{2})([0-9]{2})")


class DateRefused(Refused):
    """Codes: not_a_date, impossible_date, day_missing."""


@dataclass(frozen=True, slots=True, order=True)
class YearMonth:
    """A month of a year, as certificates give the first registration. Its text is "2020-06", which sorts too."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12 or not 1868 <= self.year <= 9999:
            raise DateRefused("impossible_date")

    @classmethod
    def from_date(cls, day: date) -> "YearMonth":
        return cls(day.year, day.month)

    @classmethod
    def from_text(cls, text: str) -> "YearMonth":
        """The opposite of `str()`: "2020-06"."""
        match = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text)
        if match is None:
            raise DateRefused("not_a_date")
        return cls(int(match[1]), int(match[2]))

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def months_until(self, later: "YearMonth") -> int:
        """Whole calendar months from this one to a later one, which is how import rules count a car's age."""
        return (later.year - self.year) * 12 + later.month - self.month

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


def parse_japanese_date(text: str) -> date | YearMonth:
    """A date or month in an era or western year: `令和5年1月4日`, `H30.6`, `R5/1/4`, `令和元年5月`, `2018-06-01`.

    Raises DateRefused.
    """
    plain = hyphens(re.sub(r"\s+", "", nfkc(text))).upper()
    if match := _EIGHT_DIGITS.fullmatch(plain):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    match = _WRITTEN.fullmatch(plain)
    if match is None:
        raise DateRefused("not_a_date")
    year, month, day = match["year"], int(match["month"]), match["day"] or match["day2"]
    if match["era"]:
        return _in_era(match["era"], year, month, day)
    if len(year) != 4:
        raise DateRefused("not_a_date")
    return _date(int(year), month, int(day)) if day else YearMonth(int(year), month)


def parse_date(text: str) -> date:
    """Like parse_japanese_date, where a day is needed."""
    found = parse_japanese_date(text)
    if isinstance(found, YearMonth):
        raise DateRefused("day_missing")
    return found


def parse_year_month(text: str) -> YearMonth:
    """Like parse_japanese_date, where the month is enough; a day is dropped."""
    found = parse_japanese_date(text)
    return found if isinstance(found, YearMonth) else YearMonth.from_date(found)


def era_text(when: date | YearMonth) -> str:
    """`令和2年6月1日` or `令和2年6月`. A month in which the era changed is written with the newer one."""
    known = when if isinstance(when, date) else when.last_day
    day = f"{when.day}日" if isinstance(when, date) else ""
    for name, _, first, _ in _ERAS:
        if known >= first:
            year = known.year - first.year + 1
            return f"{name}{'元' if year == 1 else year}年{when.month}月{day}"
    return f"{when.year}年{when.month}月{day}"


def parse_yymm(text: str, *, today: date | None = None) -> YearMonth | None:
    """The first registration in a 2D code: two digits of the WESTERN year and the month; `9999` is none.

    A year after the present one belongs to the last century: in 2026 `2301` is 2023-01 and `9905` is 1999-05.
    """
    year, month = _two_digits(text, length=4)
    return None if text == "9999" else YearMonth(_full_year(year, today or today_jst(), ahead=0), month)


def parse_yymmdd(text: str, *, today: date | None = None) -> date | None:
    """An expiry or standards date in a 2D code: western year of two digits, month, day; `999999` is none.

    An expiry lies up to some years ahead, so years up to ten ahead belong to this century.
    """
    year, month = _two_digits(text, length=6)
    return None if text == "999999" else _date(_full_year(year, today or today_jst(), ahead=10), month, int(text[4:]))


def _two_digits(text: str, *, length: int) -> tuple[int, int]:
    if not re.fullmatch(f"[0-9]{{{length}}}", text):
        raise DateRefused("not_a_date")
    return int(text[:2]), int(text[2:4])


def _full_year(year: int, today: date, *, ahead: int) -> int:
    latest = today.year + ahead
    return latest - (latest - year) % 100


def _in_era(era: str, year_text: str, month: int, day: str | None) -> date | YearMonth:
    _, _, first, last = _NAMES[era]
    year = 1 if year_text == "元" else int(year_text)
    if not 1 <= year <= 99:
        raise DateRefused("impossible_date")
    western = first.year + year - 1
    found = _date(western, month, int(day)) if day else YearMonth(western, month)
    begins, ends = (found, found) if isinstance(found, date) else (found.first_day, found.last_day)
    if ends < first or begins > last:
        raise DateRefused("impossible_date")
    return found


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise DateRefused("impossible_date") from None
