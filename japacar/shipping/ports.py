"""The ports that used cars leave Japan from and arrive at, by UN/LOCODE.

Pure; read once from ``data/ports.csv``. Countries and their names stand in ``countries.py``; a landlocked country
lists ports of its neighbours.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from japacar.shipping.countries import Country, countries, country, country_name

__all__ = ["Country", "Port", "countries", "country", "country_name", "loading_ports", "port", "ports_of"]


@dataclass(frozen=True)
class Port:
    """A port: UN/LOCODE without a space ("KEMBA"), the ISO code of its country, and its names."""

    code: str
    country: str
    name_en: str
    name_ja: str
    is_loading: bool

    def name(self, language: str) -> str:
        return self.name_ja if language.startswith("ja") else self.name_en

    def full_name(self, language: str) -> str:
        """ "Mombasa, Kenya" or "ケニア・モンバサ": what a person needs to tell two ports apart."""
        land = country_name(self.country, language)
        return f"{land}・{self.name_ja}" if language.startswith("ja") else f"{self.name_en}, {land}"


@cache
def _by_code() -> dict[str, Port]:
    with resources.files("japacar.shipping").joinpath("data/ports.csv").open(encoding="utf-8") as file:
        return {
            row["code"]: Port(row["code"], row["country"], row["name_en"], row["name_ja"], row["role"] == "loading")
            for row in csv.DictReader(file)
        }


def port(code: str) -> Port:
    """One port by UN/LOCODE. KeyError when it is not on the list."""
    return _by_code()[code]


@cache
def ports_of(country_code: str) -> tuple[Port, ...]:
    """The ports that serve a destination, usual one first; empty for a country nobody ships to."""
    try:
        return tuple(port(code) for code in country(country_code).port_codes)
    except KeyError:
        return ()


@cache
def loading_ports() -> tuple[Port, ...]:
    """The ports in Japan, from the largest bay westward and then north, as the file lists them."""
    return tuple(each for each in _by_code().values() if each.is_loading)
