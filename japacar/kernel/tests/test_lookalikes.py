"""Names that read as another's."""

import pytest

from japacar.kernel.lookalikes import mixes_alphabets, reads_as

OURS = ("JAPACAR", "ジャパカー", "Japanese Car Trading", "日本車貿易")


@pytest.mark.parametrize(
    "name",
    [
        "JAPACAR",
        "japacar support",
        "J.A.P.A.C.A.R",
        "ＪＡＰＡＣＡＲ",
        "Јарасаr",  # Cyrillic but for the last letter
        "JΑPΑCΑR",  # Greek capitals
        "JAPAC4R Team",
        "Jápàcär",
        "Japanese Car Trading L.L.C.",
        "じゃぱかー事務局",
        "日本車貿易（合）",
    ],
)
def test_ours_is_seen_through_what_it_is_written_in(name: str) -> None:
    assert reads_as(name, OURS)


@pytest.mark.parametrize(
    "name",
    [
        "Aoba Jidosha",
        "Кофи Боатенг",
        "Νίκος Παπαδόπουλος",
        "田中 一郎",
        "José Núñez",
        "Japan Car Parts",
        "O'Brien-Łukasz",
        "Müller 3D",
    ],
)
def test_names_of_people_and_firms_are_left_alone(name: str) -> None:
    assert not reads_as(name, OURS)
    assert not mixes_alphabets(name)


def test_a_word_of_two_alphabets_is_found_and_two_words_of_one_each_are_not() -> None:
    assert mixes_alphabets("Аoba Motors")
    assert not mixes_alphabets("Aoba Моторс")
    assert not mixes_alphabets("アオバ Motors 3号")
