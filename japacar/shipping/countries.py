"""The destination countries: their names in English and Japanese, the ports that serve them, and their clock.

Names come from CLDR through Babel, so every ISO code has one, also those that nobody ships to. Pure; read once from
``data/countries.csv``. A country on the list is one the trade ships to, not a promise that a given car may enter it.
"""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from babel import Locale


@dataclass(frozen=True)
class Country:
    """A destination: ISO 3166-1 alpha-2 code, UN/LOCODEs of its ports (usual one first) and its IANA time zone.

    A country of several zones shows the one of its main ports or markets.
    """

    code: str
    port_codes: tuple[str, ...]
    time_zone: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def uses_ports_abroad(self) -> bool:
        """Has it no port of its own here, so that the car travels on through another country?"""
        return all(code[:2] != self.code for code in self.port_codes)

    def name(self, language: str) -> str:
        return country_name(self.code, language)


@cache
def country_name(code: str, language: str) -> str:
    """The name of any country by ISO code; ``language`` is "en" or "ja" ("en-gb" works too). KeyError when unknown."""
    name: str = Locale.parse(language, sep="-").territories[code]
    return name


@cache
def _by_code() -> dict[str, Country]:
    with resources.files("japacar.shipping").joinpath("data/countries.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return {row["code"]: Country(row["code"], tuple(row["ports"].split()), row["time_zone"]) for row in rows}


def country(code: str) -> Country:
    """One destination by ISO code. KeyError when nobody ships there."""
    return _by_code()[code]


@cache
def countries(language: str = "en") -> tuple[Country, ...]:
    """All destinations in the order of their names in this language, for a select."""
    return tuple(sorted(_by_code().values(), key=lambda each: _sort_key(each.name(language))))


def _sort_key(name: str) -> str:
    """Accents, voicing marks and the long-vowel bar do not count, in Latin as in katakana."""
    signs = unicodedata.normalize("NFKD", name).replace("ー", "")
    return "".join(sign for sign in signs if not unicodedata.combining(sign)).casefold()
