"""What dealers write into cells, brought into the form that the fields of the editor read: 万円, マイル, H30.6, 2.7L, 43252.

Pure functions over texts. The one thing to know: they only translate; whether a value is right is said by the same field
that the editor uses, in the same words."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from japacar.kernel.eras import DateRefused, YearMonth, parse_japanese_date, parse_year_month
from japacar.kernel.text import hyphens, nfkc

#: Cells that say nothing, whatever the column.
SILENT = frozenset({"", "-", "--", "---", "n/a", "#n/a", "null", "nan", "未入力", "未登録", "未定"})
_SILENT_NUMBERS = SILENT | {"不明", "応談", "ask", "asking", "unknown", "走行不明", "ask価格", "価格応談", "商談中"}
_KM_OF_MILE = Decimal("1.609344")
_AMOUNT = re.compile(
    r"([0-9][0-9,]*(?:\.[0-9]+)?)(億|万|千|百)?\s*([a-z㎞]*|キロ(?:メートル)?|マイル|ミリ|センチ|リットル|トン|円)"
)
_TIMES = {"億": 100_000_000, "万": 10_000, "千": 1_000, "百": 100, "": 1}
_MONTHS = {
    name: number
    for number, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1)
}  # fmt: skip
_EXCEL_DAY_ONE = date(1899, 12, 30)

_UNITS: dict[str, dict[str, Decimal]] = {
    "money": {"円": Decimal(1), "yen": Decimal(1), "jpy": Decimal(1)},
    "distance": {
        **dict.fromkeys(("km", "kms", "キロ", "キロメートル", "k"), Decimal(1)),
        **dict.fromkeys(("mi", "mile", "miles", "マイル"), _KM_OF_MILE),
    },
    "length": {
        **dict.fromkeys(("mm", "ミリ"), Decimal(1)),
        **dict.fromkeys(("cm", "センチ"), Decimal(10)),
        "m": Decimal(1000),
    },
    "weight": {"kg": Decimal(1), "キロ": Decimal(1), **dict.fromkeys(("t", "ton", "tons", "トン"), Decimal(1000))},
    "volume": {
        "cc": Decimal(1),
        "cm3": Decimal(1),
        **dict.fromkeys(("l", "リットル", "litre", "litres"), Decimal(1000)),
    },
}


def is_silent(text: str, kind: str = "") -> bool:
    """Whether a cell says nothing, in a column of this kind."""
    plain = hyphens(nfkc(text)).strip().lower()
    return plain in (_SILENT_NUMBERS if kind in _UNITS else SILENT)


def unit_of(header: str, kind: str) -> str:
    """The unit that a heading gives in brackets, as it would stand behind a number: `価格（万円）` -> 万円."""
    if kind not in _UNITS:
        return ""
    for said in re.findall(r"[(\[【:/]\s*([^)\]】(\[]{1,8})", nfkc(header).lower()):
        found = re.fullmatch(
            r"(?:単位:?)?\s*(億|万|千|百)?\s*([a-z]*|円|キロ|マイル|ミリ|センチ|トン|リットル)", said.strip()
        )
        if found and (found[1] or found[2]) and (found[2] in _UNITS[kind] or not found[2]):
            return (found[1] or "") + found[2]
    return ""


def prepared(text: str, kind: str, unit: str = "") -> str:
    """The text for the editor's field of this kind. What is not understood is given on as it is, for the field to refuse."""
    translate = _BY_KIND.get(kind)
    if translate is None:
        return text.strip()
    return translate(nfkc(text).strip(), unit)


def _amount(kind: str) -> Callable[[str, str], str]:
    def translate(text: str, unit: str) -> str:
        plain = re.sub(r"\(.*?\)|税込|税抜|税別", "", text.lower()).strip()
        plain = re.sub(r"^(?:¥|\\|jpy)\s*", "", plain).rstrip("-").strip()
        found = _AMOUNT.fullmatch(plain)
        if found is None:
            return text
        written = found[3] or ""
        has_own = bool(written or found[2])
        scale, _, measure = _split(unit) if not has_own else (found[2] or "", "", written)
        factor = _UNITS[kind].get(measure, Decimal(1) if not measure else None)
        if factor is None:
            return text
        try:
            value = Decimal(found[1].replace(",", "")) * _TIMES[scale] * factor
        except InvalidOperation:
            return text
        if kind == "money":
            return f"{value.normalize():f}"
        # What is converted has no exact value; a distance of 40,000 miles is 64,374 km.
        return f"{round(value)}" if factor != 1 or scale else f"{value.normalize():f}"

    return translate


def _split(unit: str) -> tuple[str, str, str]:
    return (unit[0], "", unit[1:]) if unit[:1] in _TIMES and unit else ("", "", unit)


def _month(text: str, _unit: str) -> str:
    plain = _day_text(text)
    if re.fullmatch(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])", plain):
        return f"{plain[:4]}-{plain[4:]}"
    if found := re.fullmatch(r"(0?[1-9]|1[0-2])[/.-]((?:19|20)[0-9]{2})", plain):
        return f"{found[2]}-{int(found[1]):02}"
    found = re.fullmatch(r"([a-z]{3})[a-z]*[ .,/-]*((?:19|20)[0-9]{2})", plain.lower())
    if found and found[1] in _MONTHS:
        return f"{found[2]}-{_MONTHS[found[1]]:02}"
    try:
        return str(parse_year_month(plain))
    except DateRefused:
        return text


def _day(text: str, _unit: str) -> str:
    return _day_text(text)


def _day_text(text: str) -> str:
    """Without the time that spreadsheets add, without what stands in brackets; the number of a day as its date."""
    plain = re.sub(r"[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$", "", text)
    plain = re.sub(r"\(.*?\)|頃|登録|まで$", "", plain).strip()
    if re.fullmatch(r"[2-6][0-9]{4}", plain):
        return (_EXCEL_DAY_ONE + timedelta(days=int(plain))).isoformat()
    return plain


def _year(text: str, _unit: str) -> str:
    plain = re.sub(r"\(.*?\)|年式|年型|式|モデル|model|my", "", text, flags=re.IGNORECASE).strip()
    if re.fullmatch(r"[0-9]{4}", plain.removesuffix("年")):
        return plain.removesuffix("年")
    for written in (plain, f"{plain.removesuffix('年')}年12月", f"{plain.removesuffix('年')}年1月"):
        try:
            found = parse_japanese_date(written)
        except DateRefused:
            continue
        return str(found.year if isinstance(found, date | YearMonth) else "")
    return text


def _count(text: str, _unit: str) -> str:
    """`5ドア`, `7名`, `6速`: the number alone."""
    found = re.fullmatch(
        r"([0-9]{1,3})(?:\.0)?\s*(?:ドア|名|人|人乗り|人乗|速|段|枚|d|dr|doors?|seats?|at|mt)?", text.lower()
    )
    return found[1] if found else text


def _decimal(text: str, _unit: str) -> str:
    """Without the sign that stands behind a share or a measure; the field knows the other units."""
    return text.removesuffix("%").strip()


_BY_KIND: MappingProxyType[str, Callable[[str, str], str]] = MappingProxyType(
    {
        **{kind: _amount(kind) for kind in _UNITS},
        "month": _month,
        "day": _day,
        "year": _year,
        "count": _count,
        "decimal": _decimal,
    }
)
