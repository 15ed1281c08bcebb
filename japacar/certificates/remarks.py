"""Reduces 備考 to the few facts we may keep; the text itself goes no further than this module.

The one thing to know: only numbers, dates and yes-or-no leave here, each by a pattern of its own, so no name or address
that stands in the remarks (form Ｂ prints the owner there) can come out."""

import re
from dataclasses import dataclass
from datetime import date

from japacar.kernel import eras, text

# The owner's block runs to the next heading. It is cut out before anything is looked for.
_OWNER = re.compile(r"所有者情報.*?(?=\n[ \t]*【|\Z)", re.DOTALL)
# Gaps are bounded, so that hostile remarks cannot make a pattern slow.
_GAP = r"\s{0,4}"
_ERA_DAY = (
    rf"(?:明治|大正|昭和|平成|令和|[MTSHR]){_GAP}(?:元|\d{{1,2}}){_GAP}[年.]{_GAP}"
    rf"\d{{1,2}}{_GAP}[月.]{_GAP}\d{{1,2}}{_GAP}日?"
)
_READING = re.compile(
    rf"(旧)?走行距離計表示値[】\]]?{_GAP}:?{_GAP}(\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}}){_GAP}(km|キロ|マイル|miles?|mi)?"
    rf"{_GAP}(?:[(\[]{_GAP}({_ERA_DAY}){_GAP}[)\]])?",
    re.IGNORECASE,
)
_NOISE = re.compile(rf"(昭和|平成|令和){_GAP}(元|\d{{1,2}}){_GAP}年{_GAP}騒音規制車")
_NEAR_NOISE = re.compile(rf"近接排気騒音規制値{_GAP}(\d{{2,3}}){_GAP}dB", re.IGNORECASE)
# As a word of its own: places and firms may have it in their name.
_PARALLEL = re.compile(r"(?<![一-鿿ァ-ヶー])並行輸入(?:(?:自動)?車)?(?:届出(?:済み?)?)?(?![一-鿿ァ-ヶー0-9])")
_ERA_LETTER = {"昭和": "S", "平成": "H", "令和": "R"}
_KM_PER_MILE = 1.609344


@dataclass(frozen=True)
class Odometer:
    """One odometer reading. `in_miles` says that the sheet printed miles and `km` is converted."""

    km: int
    on: date | None
    in_miles: bool = False


@dataclass(frozen=True)
class Remarks:
    """All that we take from 備考."""

    odometer: Odometer | None = None
    previous_odometer: Odometer | None = None
    noise_rule: str | None = None
    near_noise_db: int | None = None
    is_modified: bool = False
    is_parallel_import: bool = False


def reduce_remarks(note: str) -> Remarks:
    """The permitted facts of NoteInfo."""
    plain = _OWNER.sub("\n", text.nfkc(note))
    readings = {bool(match[1]): _odometer(match) for match in reversed(list(_READING.finditer(plain)))}
    noise, near = _NOISE.search(plain), _NEAR_NOISE.search(plain)
    return Remarks(
        odometer=readings.get(False),
        previous_odometer=readings.get(True),
        noise_rule=f"{_ERA_LETTER[noise[1]]}{1 if noise[2] == '元' else int(noise[2])}" if noise else None,
        near_noise_db=int(near[1]) if near else None,
        is_modified=bool(re.search(r"改造", plain)),
        is_parallel_import=bool(_PARALLEL.search(plain)),
    )


def _odometer(match: re.Match[str]) -> Odometer:
    number = int(match[2].replace(",", ""))
    in_miles = (match[3] or "").lower().startswith(("マイル", "mi"))
    return Odometer(round(number * _KM_PER_MILE) if in_miles else number, _day(match[4]), in_miles)


def _day(printed: str | None) -> date | None:
    if printed is None:
        return None
    try:
        return eras.parse_date(printed)
    except ValueError:
        return None
