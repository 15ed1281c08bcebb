"""Corporate, invoice and permit numbers: what is sure is checked, what is not is a warning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japacar.kernel.corporate_number import (
    NumberRefused,
    check_digit,
    parse_business_number,
    parse_corporate_number,
    parse_invoice_number,
)
from japacar.kernel.permit_number import COMMISSIONS, PermitRefused, find_commission, parse_permit
from japacar.kernel.prefectures import BY_CODE, PREFECTURES

VALID = [
    "7123456789012",
    "4011001098993",
    "2120901007402",
    "5835678256246",
    "1180301018771",
    "9020001031109",
    "8013401000626",
    "7010705000725",
]


@pytest.mark.parametrize("number", VALID)
def test_published_corporate_numbers_pass(number: str) -> None:
    assert parse_corporate_number(number).number == number
    assert parse_invoice_number(f"T{number}").number == f"T{number}"
    assert parse_invoice_number(number).warnings == ()


def test_corporate_numbers_are_read_in_any_writing() -> None:
    assert parse_corporate_number("７-1234-5678-9012 ").number == "7123456789012"
    assert parse_invoice_number("Ｔ７１２３４５６７８９０１２").number == "T7123456789012"
    assert parse_business_number("t7123456789012").is_invoice_number
    assert not parse_business_number("7123456789012").is_invoice_number


@given(st.from_regex(r"\A[0-9]{12}\Z"), st.integers(0, 12), st.integers(1, 9))
def test_a_mistyped_digit_is_noticed_unless_nine_became_zero(base: str, place: int, change: int) -> None:
    number = check_digit(base) + base
    digit = (int(number[place]) + change) % 10
    wrong = f"{number[:place]}{digit}{number[place + 1 :]}"

    if {number[place], str(digit)} == {"0", "9"}:
        return
    with pytest.raises(NumberRefused) as refusal:
        parse_corporate_number(wrong)
    assert refusal.value.code == "check_digit"


@pytest.mark.parametrize("parse", [parse_corporate_number, parse_invoice_number, parse_business_number])
def test_an_individual_number_is_never_taken(parse) -> None:
    with pytest.raises(NumberRefused) as refusal:
        parse("1234-5678-9018")

    assert refusal.value.code == "individual_number"
    assert "1234" not in str(refusal.value)


@pytest.mark.parametrize("text", ["", "123", "71234567890123", "712345678901X"])
def test_other_lengths_are_refused(text: str) -> None:
    with pytest.raises(NumberRefused) as refusal:
        parse_corporate_number(text)

    assert refusal.value.code == "not_13_digits"


def test_a_sole_traders_number_only_warns() -> None:
    assert parse_invoice_number("T1123456789012").warnings == ("check_digit_differs",)


def test_there_are_47_prefectures_and_51_commissions() -> None:
    assert len(PREFECTURES) == 47
    assert (BY_CODE["13"].ja, BY_CODE["13"].en, BY_CODE["47"].ja) == ("東京都", "Tokyo", "沖縄県")
    assert len({each.code for each in COMMISSIONS}) == len(COMMISSIONS) == 51


def test_commission_codes_are_those_of_the_police() -> None:
    table = """
    10 北海道 11 函館 12 旭川 13 釧路 14 北見 20 青森 21 岩手 22 宮城 23 秋田 24 山形 25 福島 30 東京 40 茨城 41 栃木
    42 群馬 43 埼玉 44 千葉 45 神奈川 46 新潟 47 山梨 48 長野 49 静岡 50 富山 51 石川 52 福井 53 岐阜 54 愛知 55 三重
    60 滋賀 61 京都 62 大阪 63 兵庫 64 奈良 65 和歌山 70 鳥取 71 島根 72 岡山 73 広島 74 山口 80 徳島 81 香川 82 愛媛
    83 高知 90 福岡 91 佐賀 92 長崎 93 熊本 94 大分 95 宮崎 96 鹿児島 97 沖縄
    """
    words = table.split()
    expected = dict(zip(words[::2], words[1::2], strict=True))

    assert {each.code: each.ja.startswith(expected[each.code]) for each in COMMISSIONS} == dict.fromkeys(expected, True)


def test_a_permit_is_read_as_printed() -> None:
    permit = parse_permit("埼玉県公安委員会許可 第４３１０２００１２３４５号", "43")

    assert permit.number == "431020012345"
    assert permit.warnings == ()
    assert permit.in_japanese == "埼玉県公安委員会 第431020012345号"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("許可番号 第431020012345号", "431020012345"),
        ("埼玉県公安委員会許可番号：４３１０２００１２３４５", "431020012345"),
        ("古物商許可証　埼玉県公安委員会　第431020012345号　自動車商", "431020012345"),
        ("第431020012345號（自動車）", "431020012345"),
        ("No.43102-0012345", "43102-0012345"),
        ("古物商許可 第62111R012345号", "62111R012345"),
        ("431020012345 / 431020012346", "431020012345/431020012346"),
    ],
)
def test_of_what_is_copied_with_a_permit_the_number_is_kept(text: str, number: str) -> None:
    assert parse_permit(text, "43").number == number


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("304361234567", ("commission_differs",)),
        ("東京都公安委員会 第431020012345号", ("commission_differs",)),
        ("4310200", ("not_12_digits",)),
        ("き第12345号", ("not_12_digits",)),
        ("994310200123", ()),
    ],
)
def test_an_unusual_permit_is_accepted_with_a_warning(text: str, warnings: tuple[str, ...]) -> None:
    assert parse_permit(text, "43").warnings == warnings


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [("", "43", "empty"), ("9" * 31, "43", "too_long"), ("431020012345", "99", "unknown_commission")],
)
def test_a_permit_without_number_or_commission_is_refused(text: str, code: str, reason: str) -> None:
    with pytest.raises(PermitRefused) as refusal:
        parse_permit(text, code)

    assert refusal.value.code == reason


def test_the_commission_is_found_in_a_text() -> None:
    found = find_commission("古物商許可 大阪府公安委員会 第621234567890号")

    assert found is not None
    assert found.code == "62"
    assert find_commission("no commission") is None
