"""Values as the reader's language writes them; the filters of all templates.

The one thing to know: the language is Django's active one and the reader's zone is Django's current time zone, so
nothing here takes a request. Never a month before a day in digits (M/D/Y), and every hour names its place."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import cast
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from japacar.kernel.clock import JST
from japacar.kernel.eras import YearMonth, era_text
from japacar.kernel.money import Money, convert
from japacar.kernel.permit_number import find_commission
from japacar.kernel.phones import phone_text

# An hour in brackets, with what stands there beside it; a telephone number; what has a hyphen; a day, with its hour and its bracket.
_WHOLE = re.compile(
    r"""[（(][^（）()]{,28}\d\d:\d\d[^（）()]{,24}[）)]
    | \+\d{1,3}\ \d[\d\ -]{4,16}\d
    | [A-Za-z0-9]+(?:-[A-Za-z0-9]+)+
    | [（(]?\d{4}年\d{1,2}月(?:\d{1,2}日)?(?:\ \d\d:\d\d)?[）)]?
    | [（(]?\d{1,2}月\d{1,2}日(?:\ \d\d:\d\d)?[）)]?
    | [（(]?\d{1,2}\ (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:\ \d{4})?(?:,?\ \d\d:\d\d)?[）)]?""",
    re.VERBOSE,
)
# Kana and kanji with what stands between them: a sign of their own, or a space.
_JAPANESE = re.compile(r"[々〆ぁ-ヿ㐀-䶿一-鿿ｦ-ﾟ]+(?:[\s（）「」、。・ー]*[々〆ぁ-ヿ㐀-䶿一-鿿ｦ-ﾟ]+)*")
_ENGLISH = re.compile(r"[A-Za-z]['a-z]*[ ,]+[A-Za-z]['a-z]*[ ,]+[A-Za-z]['a-z]+")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def is_japanese() -> bool:
    return (get_language() or "en").startswith("ja")


def money(value: Money) -> str:
    """`¥1,480,000`, `US$22,468.50`; in Japanese `1,480,000円`."""
    text = value.in_japanese() if is_japanese() else value.in_english()
    return text.replace("-", "−", 1)


def listed(words: Iterable[object]) -> str:
    """`frame number, model code`; in Japanese with its own comma."""
    return ("、" if is_japanese() else ", ").join(str(word) for word in words)


def gap() -> str:
    """What stands between two sentences: a space, and in Japanese nothing."""
    return "" if is_japanese() else " "


def colon() -> str:
    """What stands between a name and what it names; in Japanese the wide sign, without a space."""
    return "：" if is_japanese() else ": "


def sentences(parts: Iterable[object]) -> str:
    """Finished sentences one behind the other; empty ones are left out."""
    return gap().join(str(part) for part in parts if part)


def yen(value: Money | int) -> str:
    """Yen in full. A plain number is taken as yen; another currency is a mistake."""
    return money(_in_yen(value))


def yen_short(value: Money | int) -> str:
    """`148万円` in Japanese, where people speak of cars so; in full in English."""
    amount = _in_yen(value)
    return amount.in_japanese_short().replace("-", "−", 1) if is_japanese() else yen(amount)


def usd_about(value: Money | int, rate: Decimal | None = None) -> str:
    """`about US$22,468`: an indication, whole dollars. Yen need `rate`, the yen for one dollar."""
    if isinstance(value, int) or value.currency == "JPY":
        if rate is None:
            raise ValueError("yen become dollars only at a rate")
        value = convert(_in_yen(value), 1 / Decimal(rate), "USD")
    amount = value.in_japanese(whole=True) if is_japanese() else value.in_english(whole=True)
    return _("about %(amount)s") % {"amount": amount}


def number(value: int | Decimal) -> str:
    return f"{value:,}".replace("-", "−", 1)


def km(value: int) -> str:
    return _with_unit(value, "km")


def cc(value: int) -> str:
    return _with_unit(value, "cc")


def kg(value: int) -> str:
    return _with_unit(value, "kg")


def long_date(value: date | datetime) -> str:
    """`22 Nov 2026` / `2026年11月22日`; a moment counts as the reader's day."""
    day = _local(value)
    if is_japanese():
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def short_date(value: date | datetime) -> str:
    """`22 Nov` / `11月22日`, where the year is plain from what stands around it."""
    day = _local(value)
    return f"{day.month}月{day.day}日" if is_japanese() else f"{day.day} {_MONTHS[day.month - 1][:3]}"


def clock_time(value: datetime) -> str:
    return f"{_local(value):%H:%M}"


def datetime_both(value: datetime) -> str:
    """The reader's hour with his place, then Japan's: `22 Nov 2026, 08:02 Nairobi time (14:02 JST)`.

    A reader in Japan sees one hour. Deadlines use this, because a dealer and a buyer read the same page."""
    here, japan = cast(datetime, _local(value)), value.astimezone(JST)
    if here.utcoffset() == japan.utcoffset():
        return _("%(date)s, %(time)s JST") % {"date": long_date(japan.date()), "time": f"{japan:%H:%M}"}
    same_day = here.date() == japan.date()
    return _("%(date)s, %(time)s %(place)s time (%(japan)s JST)") % {
        "date": long_date(here.date()),
        "time": f"{here:%H:%M}",
        "place": _place(),
        "japan": f"{japan:%H:%M}" if same_day else f"{short_date(japan.date())} {japan:%H:%M}",
    }


def datetime_jst(value: datetime) -> str:
    """`22 Nov 2026, 14:02 JST`, for papers and for staff, who live by Japan's clock."""
    japan = value.astimezone(JST)
    return _("%(date)s, %(time)s JST") % {"date": long_date(japan.date()), "time": f"{japan:%H:%M}"}


def year_month(value: date | YearMonth) -> str:
    """`June 2020` / `2020年6月`. The era stands beneath it by the filter `era`."""
    return f"{value.year}年{value.month}月" if is_japanese() else f"{_MONTHS[value.month - 1]} {value.year}"


def era(value: date | YearMonth) -> str:
    """`令和2年6月`, as certificates write a first registration. Always Japanese: mark it with `ja`."""
    return era_text(YearMonth(value.year, value.month))


def phone(number: str) -> str:
    """`+81 49-200-0101`; in Japanese Japan's own numbers as they are dialled there, `049-200-0101`."""
    return phone_text(number, "JP" if is_japanese() else "")


def commission(name: str) -> str:
    """A public safety commission in the reader's language: `Saitama Public Safety Commission`, `埼玉県公安委員会`."""
    known = None if is_japanese() else find_commission(name)
    return known.en if known else name


def file_size(octets: int) -> str:
    """`340 KB`, `1.2 MB` (thousands, as phones and data plans count)."""
    if octets < 1000:
        return _("%(size)s bytes") % {"size": octets}
    if octets < 1_000_000:
        return f"{round(octets / 1000)} KB"
    return f"{octets / 1_000_000:.1f} MB"


def ja(text: object) -> Markup:
    """Japanese within a page of another language: browsers pick Chinese glyphs unless told."""
    return Markup('<span lang="ja">{}</span>').format(text)


def en(text: object) -> Markup:
    """A Latin name within a Japanese page."""
    return Markup('<span lang="en">{}</span>').format(text)


def whole(text: object) -> Markup:
    """What has a hyphen (`e-mail`, a telephone number), days and hours stay in one line, where one is wide enough.

    A browser may break behind every hyphen, and in Japanese between the month and the day. What has marks already stays."""
    words = escape(text)
    return words if "<" in words else Markup(_in_one_line(str(words)))  # noqa: S704  # escaped just now


def _in_one_line(words: str) -> str:
    """Where brackets are wider than their place, the day in them still stays with its hour, and with the bracket that opens."""

    def kept(found: re.Match[str]) -> str:
        inside = found[0]
        if inside[-1] in "）)":
            inside = _in_one_line(inside[:-1]) + inside[-1]
        return f'<span class="whole">{inside}</span>'

    return _WHOLE.sub(kept, words)


def marked(text: object) -> object:
    """A text in which both languages may stand, its Japanese runs marked on pages of another; what has marks already stays.

    On Japanese pages a text that is English through and through is marked, from three words on: names and codes stay as they are."""
    words = escape(text)
    # Translated sentences come as finished HTML too, without any mark.
    if "<" in words:
        return text
    if is_japanese():
        return en(words) if _ENGLISH.search(words) and not _JAPANESE.search(words) else text
    if not _JAPANESE.search(words):
        return text
    parts, end = [], 0
    for run in _JAPANESE.finditer(words):
        parts += [words[end : run.start()], ja(run.group())]
        end = run.end()
    return Markup("").join([*parts, words[end:]])


FILTERS = {
    "money": money,
    "listed": listed,
    "yen": yen,
    "yen_short": yen_short,
    "usd_about": usd_about,
    "number": number,
    "km": km,
    "cc": cc,
    "kg": kg,
    "date": long_date,
    "date_short": short_date,
    "time": clock_time,
    "datetime_both": datetime_both,
    "datetime_jst": datetime_jst,
    "year_month": year_month,
    "era": era,
    "phone": phone,
    "commission": commission,
    "file_size": file_size,
    "ja": ja,
    "en": en,
    "marked": marked,
    "whole": whole,
}


def _in_yen(value: Money | int) -> Money:
    amount = value if isinstance(value, Money) else Money.jpy(value)
    if amount.currency != "JPY":
        raise ValueError(f"not yen: {amount.currency}")
    return amount


def _with_unit(value: int, unit: str) -> str:
    """Half-width digits; a space before the unit in English (one that does not break), none in Japanese."""
    return f"{value:,}{unit}" if is_japanese() else f"{value:,}\u00a0{unit}"


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) else value


def _place() -> str:
    """The town of the reader's zone."""
    return town(timezone.get_current_timezone_name())


def town(zone: str) -> str:
    """The town that names a zone: Africa/Nairobi is `Nairobi`, `ナイロビ`; UTC is itself."""
    return _town(zone, is_japanese())


@cache
def _town(zone: str, in_japanese: bool) -> str:
    if in_japanese and "/" in zone:
        return get_timezone_location(ZoneInfo(zone), locale="ja", return_city=True)
    return zone.rsplit("/", 1)[-1].replace("_", " ")
