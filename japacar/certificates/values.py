"""Single values of a certificate, from what stands printed or coded to a Python value in the units of fields.py.

The one thing to know: each function gives None for "nothing there" (-, ＊＊＊, blank) and raises Unreadable for what it
does not understand. Unreadable carries nothing, since a shifted column may hold somebody's name."""

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from japacar.kernel import eras
from japacar.kernel import text as kernel_text

T = TypeVar("T")

MOST_TEXT = 40
# The longest frame number that a 2D code has room for is 23, the longest engine model 24.
MOST_CODE = 24

_NOTHING = re.compile(r"[-*.\s]*|不明|フメイ|\*FUMEI|なし|無し?")
_WHOLE = r"(\d{1,3}(?:,\d{3})+|\d{1,7})"
_UNIT = r"\s*(?:kg|cm|人|名|km)?\s*"
_PAIR = re.compile(rf"{_WHOLE}{_UNIT}(?:[(\[〔]\s*{_WHOLE}{_UNIT}[)\]〕]{_UNIT})?", re.IGNORECASE)
_SECOND = re.compile(rf"[(\[〔]?\s*{_WHOLE}{_UNIT}[)\]〕]?{_UNIT}", re.IGNORECASE)
_POWER = re.compile(r"(\d{1,4}(?:\.\d{1,3})?)\s*(L|kW)?", re.IGNORECASE)
# The chambers of a rotary engine: the size of one, and how many.
_CHAMBERS = re.compile(r"(\d\.\d{1,3})\s*L?\s*[×X*]\s*([1-4])\s*L?", re.IGNORECASE)
_PLATE = re.compile(r"(\S+?)\s*([0-9A-Z]{0,3})\s*([ぁ-んA-Z])\s*([0-9・.]{1,2}-?[0-9]{2}|[0-9・.]{1,4})")


class Unreadable(ValueError):
    """Something is there, but it is not what belongs there."""


class MonthUnknown(Unreadable):
    """A year without its month, as very old vehicles have it (昭和45年不明月)."""

    def __init__(self, year: int) -> None:
        super().__init__()
        self.year = year


@dataclass(frozen=True)
class Pair:
    """A number, and the second one that some certificates print in brackets behind it."""

    first: int
    second: int | None = None


def line(raw: str) -> str | None:
    """One line of printed text: NFKC, spaces collapsed."""
    plain = " ".join(kernel_text.nfkc(raw).split())
    if _NOTHING.fullmatch(kernel_text.hyphens(plain)):
        return None
    if len(plain) > MOST_TEXT or any(unicodedata.category(char)[0] == "C" for char in plain):
        raise Unreadable
    return plain


def code(raw: str) -> str | None:
    """A model, engine or frame number: half width, upper case, without spaces, every dash a hyphen, *K as 改."""
    plain = line(raw)
    if plain is None:
        return None
    plain = re.sub(r"\*K\Z", "改", kernel_text.hyphens(plain).replace(" ", "").upper())
    if len(plain) > MOST_CODE:
        raise Unreadable
    return plain


def word(raw: str) -> str | None:
    """A word to look up in a table: without spaces (種別 is printed as 普　通), what separates its parts, and brackets."""
    plain = line(raw)
    return None if plain is None else re.sub(r"[\s・·()、,/]", "", plain).upper()


def digits(raw: str, pattern: str) -> str | None:
    """A number that is a name (leading zeros count), also in square brackets, if the whole of it matches."""
    plain = code(raw)
    if plain is None:
        return None
    plain = plain.removeprefix("[").removesuffix("]")
    if not plain:
        return None
    if not re.fullmatch(pattern, plain):
        raise Unreadable
    return plain


def pair(raw: str, note: str = "", *, most: int) -> Pair | None:
    """`5`, `20,000(18,000)`, `5(2)`, two lines, or the second value in the item beside it (`note`)."""
    first, _, second_line = kernel_text.nfkc(raw).strip().partition("\n")
    plain = line(first)
    if plain is None:
        return None
    match = _PAIR.fullmatch(plain)
    if match is None or (match[2] and second_line):
        raise Unreadable
    beside = _SECOND.fullmatch((second_line or kernel_text.nfkc(note)).strip())
    if second_line and beside is None:
        raise Unreadable
    second = match[2] or (beside[1] if beside else None)
    found = Pair(_int(match[1]), _int(second) if second else None)
    if max(found.first, found.second or 0) > most:
        raise Unreadable
    return found


def whole(raw: str, *, most: int) -> int | None:
    """One whole number."""
    found = pair(raw, most=most)
    if found is not None and found.second is not None:
        raise Unreadable
    return found.first if found else None


def power(raw: str) -> tuple[Decimal, str] | None:
    """総排気量又は定格出力: the number and its unit as printed, "L", "kW" or "" where the sheet leaves it out."""
    plain = line(raw)
    if plain is None:
        return None
    chambers = _CHAMBERS.fullmatch(plain)
    if chambers is not None:
        return Decimal(chambers[1]) * int(chambers[2]), "L"
    match = _POWER.fullmatch(plain)
    if match is None:
        raise Unreadable
    return Decimal(match[1]), {"l": "L", "kw": "kW"}.get((match[2] or "").lower(), "")


def plate(raw: str) -> str | None:
    """`札幌　　　　　お　２９９４` and `尾張小牧５００や１０００` alike as `尾張小牧 500 や 1000`."""
    plain = line(raw)
    if plain is None:
        return None
    match = _PLATE.fullmatch(plain)
    return " ".join(part for part in match.groups() if part) if match else plain


def specification(raw: str) -> tuple[str, str] | None:
    """型式指定番号 and 類別区分番号 of the code: 5 + 4 characters, or 6 + 4 where the first is an asterisk."""
    plain = digits(raw, r"\d{9}|\*\d{9}")
    return None if plain is None else (plain[:-4], plain[-4:])


def tens_of_kg(raw: str) -> int | None:
    """An axle weight of the code, in units of 10 kg; an axle that carries nothing is not there."""
    plain = digits(raw, r"\d{4}")
    return None if plain is None else int(plain) * 10 or None


def western_month(raw: str, *, today: date) -> str | None:
    """YYMM with a western year as "YYYY-MM"; 9999 is none."""
    plain = digits(raw, r"\d{4}")
    month = _date(eras.parse_yymm, plain, today=today) if plain else None
    return str(month) if month else None


def western_day(raw: str, *, today: date) -> date | None:
    """YYMMDD with a western year; 999999 is none, also where the day is only in the chip."""
    plain = digits(raw, r"\d{6}")
    return _date(eras.parse_yymmdd, plain, today=today) if plain else None


def era_day(era: str, year: str, month: str, day: str) -> date | None:
    """令和, " 5", " 7", "26" as a date."""
    if all(line(part) is None for part in (era, year, month, day)):
        return None
    return _date(eras.parse_date, f"{era}{year}年{month}月{day}日")


def era_month(era: str, year: str, month: str) -> str | None:
    """昭和, "64", " 1" as "1989-01"."""
    if all(line(part) is None for part in (era, year, month)):
        return None
    if line(month) is None:
        # A year of an era lies in two others at its ends; its last day tells which is meant.
        for last in ("12月31日", "4月30日", "1月7日"):
            with suppress(eras.DateRefused):
                raise MonthUnknown(eras.parse_date(f"{era}{year}年{last}").year)
    return str(_date(eras.parse_year_month, f"{era}{year}年{month}月"))


def _date(parse: Callable[..., T], *printed: str, **options: date) -> T:
    try:
        return parse(*printed, **options)
    except eras.DateRefused:
        raise Unreadable from None


def _int(number: str) -> int:
    return int(number.replace(",", ""))


def matches(shape: str, found: str) -> bool:
    """Whether the whole value has this shape."""
    return re.fullmatch(shape, found) is not None
