"""Names on permit, form and bank book: what does not count is passed over, and the sign that differs is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japacar.kernel import names

SAME_JA = [
    ("青葉自動車株式会社", "(株)青葉自動車"), ("㈱青葉自動車", "青葉自動車"), ("有限会社　髙橋 商会", "高橋商会㈲"),
    ("合同会社ABCモータース", "ＡＢＣモータース"), ("見本 太郎", "見本太郎"),
]  # fmt: skip
SAME_KANA = [
    ("ｱｵﾊﾞｼﾞﾄﾞｳｼﾔ(ｶ", "アオバジドウシャ"), ("カ）アオバジドウシヤ", "アオバジドウシャ（カ）"),
    ("カブシキガイシヤアオバ", "アオバ"), ("ミホン　タロウ", "みほんたろう"), ("ド)ニホンクルマボウエキ", "ニホンクルマボウエキ（ド"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME_JA)
def test_company_forms_spaces_widths_and_old_kanji_do_not_count(one: str, other: str) -> None:
    assert names.is_same(names.ja_signs(one), names.ja_signs(other))


@pytest.mark.parametrize(("one", "other"), SAME_KANA)
def test_kana_of_bank_books_are_those_of_the_form(one: str, other: str) -> None:
    assert names.is_same(names.kana_signs(one), names.kana_signs(other))


def test_the_differing_sign_is_marked_on_both_sides_as_it_was_written() -> None:
    one, other = names.differing(names.kana_signs("ｱｵﾊﾞｼﾞﾄﾞｳｼﾔ(ｶ"), names.kana_signs("アオキジドウシャ"))

    assert [text for text, is_marked in one if is_marked] == ["バ"]
    assert [text for text, is_marked in other if is_marked] == ["キ"]
    assert "".join(text for text, _ in one) == "アオバジドウシヤ(カ"


def test_a_missing_sign_marks_its_neighbour() -> None:
    one, other = names.differing(names.ja_signs("見本自動車"), names.ja_signs("見本自車"))

    assert ("動", True) in one
    assert any(is_marked for _, is_marked in other)


@pytest.mark.parametrize(
    ("kana", "roman", "is_near"),
    [
        ("アオバジドウシヤ（カ", "Aoba Jidosha K.K.", True),
        ("ミホンモータース（カ", "MIHON MOTORS CO., LTD.", False),
        ("ホシノジドウシヤ（カ", "Hoshino Jidosha K.K.", True),
        ("キタシヨウカイ（ユ", "Aoba Jidosha K.K.", False),
    ],
)
def test_kana_are_read_beside_the_english_name(kana: str, roman: str, is_near: bool) -> None:
    assert (names.likeness(names.romaji_signs(kana, roman), names.roman_signs(roman)) > 0.97) == is_near


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_shown_is_what_was_written(one: str, other: str) -> None:
    for signs in (names.ja_signs, names.kana_signs, names.roman_signs):
        left, right = names.differing(signs(one), signs(other))
        assert "".join(text for text, _ in left) == "".join(sign for sign, _ in signs(one))
        if names.is_same(signs(one), signs(other)):
            assert not any(is_marked for _, is_marked in left + right)
