"""Ports and countries: the lists agree with each other, with ISO and with the time zone database."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from japacar.shipping.ports import countries, country, country_name, loading_ports, port, ports_of


def test_every_country_has_ports_a_zone_and_a_name_in_both_languages() -> None:
    assert len(countries()) >= 45
    for each in countries():
        assert re.fullmatch(r"[A-Z]{2}", each.code)
        assert 1 <= len(each.port_codes) <= 4
        assert datetime(2026, 11, 22, tzinfo=UTC).astimezone(each.zone).tzinfo is not None
        assert each.name("en") != each.name("ja")
        assert ports_of(each.code)[0].code == each.port_codes[0]


def test_every_port_code_begins_with_its_country_and_is_used() -> None:
    served = {code for each in countries() for code in each.port_codes}
    for code in served:
        assert re.fullmatch(r"[A-Z]{2}[A-Z2-9]{3}", code)
        assert port(code).country == code[:2]
        assert not port(code).is_loading
    assert all(each.country == "JP" and each.code not in served for each in loading_ports())


def test_landlocked_buyers_are_led_to_a_port_abroad() -> None:
    assert country("UG").uses_ports_abroad
    assert [each.code for each in ports_of("UG")] == ["KEMBA", "TZDAR"]
    assert [each.code for each in ports_of("MN")] == ["CNTXG"]
    assert not country("KE").uses_ports_abroad


def test_names_follow_the_language() -> None:
    assert port("KEMBA").full_name("en") == "Mombasa, Kenya"
    assert port("KEMBA").full_name("ja") == "ケニア・モンバサ"
    assert country_name("FR", "ja") == "フランス"


@pytest.mark.parametrize(("language", "first"), [("en", "AG"), ("ja", "IE")])
def test_select_is_sorted_by_the_name_that_is_read(language: str, first: str) -> None:
    assert countries(language)[0].code == first
    assert {each.code for each in countries("en")} == {each.code for each in countries("ja")}


def test_unknown_codes_are_refused() -> None:
    with pytest.raises(KeyError):
        port("XXXXX")
    assert ports_of("XX") == ()
