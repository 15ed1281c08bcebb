"""Words and numbers of a My Number card are told from the twelve digits of licences and permits."""

import pytest

from japacar.kernel.my_number import shows_my_number


@pytest.mark.parametrize(
    ("text", "is_shown"),
    [
        ("個人番号カード", True),
        ("個 人 番 号", True),
        ("マイナンバー", True),
        ("ﾏｲﾅﾝﾊﾞｰ", True),
        ("Individual Number Card", True),
        ("1234 5678 9018", True),
        ("１２３４５６７８９０１８", True),
        ("第 123456789018 号", False),  # a licence's number between its signs
        ("第４３１０２０００００２２号", False),
        ("1234 5678 9019", False),  # the check digit does not fit
        ("運転免許証 昭和49年5月18日生", False),
        ("", False),
    ],
)
def test_what_shows_a_my_number(text: str, is_shown: bool) -> None:
    assert shows_my_number(text) is is_shown
