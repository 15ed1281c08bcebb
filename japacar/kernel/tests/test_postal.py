"""Postal codes give an address in kanji, kana and Roman letters, from data on this machine."""

import threading

import pytest

from japacar.kernel.postal import PostalCodeRefused, lookup, normalise_postal_code
from japacar.kernel.romaji import romaji


def test_an_address_is_found_in_three_scripts() -> None:
    found = lookup("〒１０５－００１１")

    assert found.postal_code == "105-0011"
    assert (found.prefecture.code, found.prefecture.ja, found.prefecture.en) == ("13", "東京都", "Tokyo")
    assert (found.city, found.city_kana, found.city_roman) == ("港区", "ミナトク", "Minato-ku")
    assert (found.area, found.area_kana, found.area_roman) == ("芝公園", "シバコウエン", "Shibakoen")


@pytest.mark.parametrize(
    ("code", "city", "area"),
    [
        ("220-0072", "Yokohama-shi Nishi-ku", "Sengencho"),
        ("359-1145", "Tokorozawa-shi", "Yamaguchi"),
        ("060-0000", "Sapporo-shi Chuo-ku", ""),
        ("003-0000", "Sapporo-shi Shiroishi-ku", ""),
        ("048-2402", "Yoichi-gun Niki-cho", "Oe"),
        ("399-8501", "Kitaazumi-gun Matsukawa-mura", ""),
        ("370-3504", "Kitagunma-gun Shinto-mura", "Hirobaba"),
        ("602-8368", "Kyoto-shi Kamigyo-ku", "Kitamachi"),
        ("100-8994", "Chiyoda-ku", "Marunouchi"),
    ],
)
def test_cities_wards_and_districts_are_told_apart(code: str, city: str, area: str) -> None:
    found = lookup(code)

    assert (found.city_roman, found.area_roman) == (city, area)


def test_a_code_of_two_places_names_both() -> None:
    assert [other.prefecture.en for other in lookup("498-0000").others] == ["Mie"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_a_postal_code"),
        ("123456", "not_a_postal_code"),
        ("SW1A 1AA", "not_a_postal_code"),
        ("999-9999", "unknown_postal_code"),
    ],
)
def test_an_unknown_code_is_told_from_a_wrong_one(text: str, code: str) -> None:
    with pytest.raises(PostalCodeRefused) as refusal:
        lookup(text)

    assert refusal.value.code == code


def test_a_code_has_one_normal_writing() -> None:
    assert normalise_postal_code(" 1050011 ") == normalise_postal_code("105ー0011") == "105-0011"


def test_another_thread_may_look_up() -> None:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(lookup("105-0011").city))
    thread.start()
    thread.join()

    assert found == ["港区"]


@pytest.mark.parametrize(
    ("kana", "roman"),
    [
        ("やまだ　たろう", "Yamada Taro"),
        ("イノウエ", "Inoue"),
        ("ニッポン", "Nippon"),
        ("ハッチョウボリ", "Hatchobori"),
        ("シンジュク", "Shinjuku"),
        ("リュウジ", "Ryuji"),
        ("コーヒー", "Kohi"),
        ("ウィル", "Wiru"),
        ("JRビル", "JRbiru"),
    ],
)
def test_kana_become_roman_letters(kana: str, roman: str) -> None:
    assert romaji(kana) == roman
