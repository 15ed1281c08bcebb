"""Text: cleaned without being changed, folded so that two spellings meet."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japacar.kernel.text import (
    HYPHENS,
    TextRefused,
    bigrams,
    clean_line,
    clean_paragraphs,
    contains_my_number,
    fold_search,
    hyphens,
    is_katakana,
    kana_only,
    katakana,
    mask_chassis,
    nfkc,
    query_tokens,
    roman_only,
    search_tokens,
)


def test_every_dash_becomes_a_hyphen_in_codes() -> None:
    assert hyphens(HYPHENS) == "-" * len(HYPHENS)
    assert hyphens("ZVW50‐1234567") == hyphens("ZVW50−1234567") == hyphens("ZVW50ー1234567") == "ZVW50-1234567"
    assert hyphens("\u200eZVW50\u200b-\u00ad1234567\ufeff") == "ZVW50-1234567"
    assert nfkc("トヨタ　ＺＶＷ５０ー１") == "トヨタ ZVW50ー1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ﾗﾝﾄﾞｸﾙｰｻﾞｰ", "らんどくるーざー"),
        ("ランドクルーザー", "ランドクルーザ"),
        ("ヴォクシー", "ボクシー"),
        ("ハイエ−ス", "ハイエース"),
        ("フィット", "フイツト"),
        ("ＴＲＪ１５０Ｗ", "trj150w"),
        ("CX－5", "cx-5"),
        ("Citroën", "CITROEN"),
        ("か゛す", "ガス"),
        ("ﾎﾞﾙﾎﾞ・V60", "ぼるぼ v60"),
        ("a\u200bb\x00c", "a b c"),
    ],
)
def test_two_spellings_meet(one: str, other: str) -> None:
    assert fold_search(one) == fold_search(other)


@pytest.mark.parametrize(("one", "other"), [("バス", "パス"), ("ハス", "バス"), ("CX-5", "CX-3"), ("プラド", "ブラド")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold_search(one) != fold_search(other)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_search(fold_search(text)) == fold_search(text)


def test_japanese_becomes_pairs_and_codes_their_beginnings() -> None:
    assert search_tokens("プラド TRJ150W") == ["プラ", "ラド", "trj150w", "trj", "trj1", "trj15", "trj150"]
    assert search_tokens("軽") == ["軽"]
    assert search_tokens("DBA-GRS200") == ["dbagrs200", "dba", "grs200", "grs", "grs2", "grs20"]
    assert search_tokens("2020年式 Toyota Prius") == ["2020", "年式", "toyota", "prius"]
    assert search_tokens(" ・— ") == []
    assert bigrams("") == []
    assert bigrams("軽自動") == ["軽自", "自動"]


@pytest.mark.parametrize(
    ("car", "typed"),
    [
        ("トヨタ ランドクルーザープラド TRJ150W TX Lパッケージ", "ランクル".replace("ク", "ドク")),
        ("Toyota Land Cruiser Prado CBA-TRJ150W", "TRJ150"),
        ("Toyota Land Cruiser Prado CBA-TRJ150W", "cba-trj150w"),
        ("Mazda CX-5", "cx5"),
        ("Mazda CX-5", "CX‐5"),
        ("Honda CR-V", "crv"),
        ("Citroën C4", "citroen"),
        ("ホンダ ヴェゼル", "べぜる"),
    ],
)
def test_a_car_is_found_by_what_people_type(car: str, typed: str) -> None:
    assert set(query_tokens(typed)) <= set(search_tokens(car))


@given(st.text())
def test_every_text_is_found_by_itself(text: str) -> None:
    assert set(query_tokens(text)) <= set(search_tokens(text))


def test_readings_are_katakana() -> None:
    assert kana_only("やまだ　たろう") == "ヤマダ タロウ"
    assert kana_only("ﾔﾏﾀﾞ ﾀﾛｰ") == "ヤマダ タロー"
    assert katakana("ゔぁ") == "ヴァ"
    assert is_katakana("ヤマダ")
    assert not is_katakana("ー")
    assert not is_katakana("やまだ")
    for text in ("山田", "Yamada", "", "ヤマダ1", "ー"):
        with pytest.raises(TextRefused) as refusal:
            kana_only(text)
        assert refusal.value.code == "not_kana"


def test_roman_names_are_ascii() -> None:
    assert roman_only(" Ｙａｍａｄａ  Motors Co., Ltd. ") == "Yamada Motors Co., Ltd."
    assert roman_only("O’Brien") == "O'Brien"
    for text in ("山田", "Яmada", "", "123", "a<b>"):
        with pytest.raises(TextRefused) as refusal:
            roman_only(text)
        assert refusal.value.code == "not_roman"


def test_a_line_loses_what_cannot_be_seen() -> None:
    assert clean_line("  Kofi\u202e \u200bMensah\x00\t(Accra) ", 40) == "Kofi Mensah (Accra)"
    assert clean_line("e\u0301", 5) == "é"
    assert clean_line("ｶﾌﾞ　Ａ", 9) == "ｶﾌﾞ Ａ"


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "a\r\nBcc: x@example.test", "a\u2028b", "a\x85b", "a\n"])
def test_a_line_with_a_break_is_refused(text: str) -> None:
    with pytest.raises(TextRefused) as refusal:
        clean_line(text, 100)

    assert refusal.value.code == "line_break"


def test_a_text_that_is_too_long_says_how_long_it_may_be() -> None:
    with pytest.raises(TextRefused) as refusal:
        clean_line("x" * 11, 10)

    assert (refusal.value.code, refusal.value.facts) == ("too_long", {"most": 10})


def test_paragraphs_keep_their_lines() -> None:
    assert clean_paragraphs("\r\nHello  \r\n\r\n\r\n\n  two\x0b\u202ethree\n", 100) == "Hello\n\n  two\nthree"


@given(st.text(), st.booleans())
def test_cleaned_text_holds_no_control_characters_and_cleaning_twice_changes_nothing(text: str, one_line: bool) -> None:
    clean = clean_line if one_line else clean_paragraphs
    try:
        cleaned = clean(text, 10_000)
    except TextRefused:
        assert one_line
        return

    assert not any(unicodedata.category(c) in {"Cc", "Cs"} for c in cleaned.replace("\n", ""))
    assert clean(cleaned, 10_000) == cleaned


@pytest.mark.parametrize(
    ("chassis", "masked"),
    [
        ("TRJ150-0123456", "TRJ150-01•••••"),
        ("ＴＲＪ１５０－０１２３４５６", "TRJ150-01•••••"),
        ("RC63-1000001", "RC63-10•••••"),
        ("1HGCM82633A004352", "1HGCM826•••••••••"),
        ("0044108887", "00441•••••"),
        ("LONGSERIAL0123-45", "LONGSERI•••••••••"),
        ("", ""),
    ],
)
def test_strangers_see_the_beginning_of_a_frame_number(chassis: str, masked: str) -> None:
    assert mask_chassis(chassis) == masked


@given(st.from_regex(r"\A[A-Z0-9]{2,8}-[0-9]{5,8}\Z"))
def test_masking_hides_all_but_two_digits_of_the_serial(chassis: str) -> None:
    serial = chassis.partition("-")[2]

    assert mask_chassis(chassis).count("•") == len(serial) - 2
    assert len(mask_chassis(chassis)) == len(chassis)


@pytest.mark.parametrize(
    "text",
    [
        "123456789018",
        "1234-5678-9018",
        "個人番号：１２３４　５６７８　９０１８です",
        "my number is 1234 5678 9018.",
        "no 1: 123456789018",
    ],
)
def test_individual_numbers_are_recognised(text: str) -> None:
    assert contains_my_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "123456789012",
        "1234567890189",
        "T1234567890189",
        "1234-5678-9018-1234",
        "4111 1234 5678 9018",
        "+123456789018",
        "ABCD123456789018",
        "TRJ150-0123456",
        "¥1,480,000",
        "1234-567890-18",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not contains_my_number(text)
