"""Money: exact, one currency at a time, read and written the way people do."""

import ast
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japacar.kernel import money as money_module
from japacar.kernel.money import AmountUnreadable, CurrencyMismatch, Money, convert, parse_jpy, total

yen = st.integers(-(10**12), 10**12).map(Money.jpy)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("¥1,480,000", 1_480_000),
        ("￥１，４８０，０００", 1_480_000),
        ("1480000", 1_480_000),
        ("１４８００００円", 1_480_000),
        ("148万円", 1_480_000),
        ("148.5万円", 1_485_000),
        ("１４８．５万", 1_485_000),
        ("1,480千円", 1_480_000),
        (" JPY 1,480,000 ", 1_480_000),
        ("¥1,480,000-", 1_480_000),
        ("1480000.00", 1_480_000),
        ("1.480.000", 1_480_000),
        ("1’480’000", 1_480_000),
        ("1\u202f480\u00a0000", 1_480_000),
        ("\u200e¥1,480,000\u200b\ufeff", 1_480_000),
        ("0", 0),
    ],
)
def test_amount_is_read_as_people_write_it(text: str, amount: int) -> None:
    assert parse_jpy(text) == Money.jpy(amount)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("円", "not_an_amount"),
        ("about 1 million", "not_an_amount"),
        ("1,48,000", "not_an_amount"),
        ("1.480.00", "not_an_amount"),
        ("1.480.000,00", "not_an_amount"),
        ("1.480", "fraction_of_yen"),
        ("\u202e0000841", "not_an_amount"),
        ("1e9", "not_an_amount"),
        ("US$100", "not_an_amount"),
        ("100.5", "fraction_of_yen"),
        ("0.00001万円", "fraction_of_yen"),
        ("-5", "negative"),
        ("9" * 20, "too_large"),
        ("9" * 5000, "too_large"),
    ],
)
def test_unreadable_amount_says_why(text: str, code: str) -> None:
    with pytest.raises(AmountUnreadable) as refusal:
        parse_jpy(text)

    assert refusal.value.code == code
    assert isinstance(refusal.value, ValueError)


@given(st.integers(0, 10**12).map(Money.jpy))
def test_what_is_written_is_read_back(amount: Money) -> None:
    assert parse_jpy(amount.in_english()) == amount
    assert parse_jpy(amount.in_japanese()) == amount
    assert parse_jpy(amount.in_japanese_short()) == amount


@given(st.text())
def test_any_text_is_an_amount_or_a_refusal(text: str) -> None:
    with suppress(AmountUnreadable):
        assert parse_jpy(text).minor >= 0


@given(yen, yen, yen)
def test_sums_do_not_depend_on_the_order(a: Money, b: Money, c: Money) -> None:
    assert a + b - b == a
    assert total([a, b, c], "JPY") == total([c, a, b], "JPY") == (a + b) + c
    assert (a < b) == (b > a) == (not a >= b)


def test_sum_of_nothing_is_zero_in_the_named_currency() -> None:
    assert total([], "USD") == Money(0, "USD")
    assert total([], "JPY").is_zero


@pytest.mark.parametrize("operation", [Money.__add__, Money.__sub__, Money.__lt__, Money.__ge__])
def test_two_currencies_never_meet(operation) -> None:
    with pytest.raises(CurrencyMismatch):
        operation(Money.jpy(1), Money(1, "USD"))
    with pytest.raises(CurrencyMismatch):
        total([Money.jpy(1), Money(1, "USD")], "JPY")

    assert Money.jpy(0) != Money(0, "USD")


@pytest.mark.parametrize("minor", [1.0, "1", True, Decimal(1), None])
def test_minor_units_are_whole_numbers(minor) -> None:
    with pytest.raises(TypeError):
        Money(minor, "JPY")


@pytest.mark.parametrize("currency", ["yen", "JP", "jpy", "JPY "])
def test_currency_is_an_iso_code(currency: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(1, currency)


def test_decimals_depend_on_the_currency() -> None:
    assert Money(1_480_000, "JPY").amount == Decimal(1_480_000)
    assert Money(2_246_850, "USD").amount == Decimal("22468.50")
    assert Money(1_234, "KWD").amount == Decimal("1.234")


@pytest.mark.parametrize(
    ("amount", "english", "japanese", "short"),
    [
        (Money.jpy(1_480_000), "¥1,480,000", "1,480,000円", "148万円"),
        (Money.jpy(1_485_000), "¥1,485,000", "1,485,000円", "148.5万円"),
        (Money.jpy(1_485_500), "¥1,485,500", "1,485,500円", "1,485,500円"),
        (Money.jpy(12_340_000), "¥12,340,000", "12,340,000円", "1,234万円"),
        (Money.jpy(9_000), "¥9,000", "9,000円", "9,000円"),
        (Money.jpy(-1_485_000), "-¥1,485,000", "-1,485,000円", "-148.5万円"),
        (Money.jpy(0), "¥0", "0円", "0円"),
        (Money(2_246_800, "USD"), "US$22,468", "22,468米ドル", "22,468米ドル"),
        (Money(2_246_850, "USD"), "US$22,468.50", "22,468.50米ドル", "22,468.50米ドル"),
        (Money(120_000, "KES"), "KES 1,200", "1,200 KES", "1,200 KES"),
    ],
)
def test_amount_is_written_in_both_languages(amount: Money, english: str, japanese: str, short: str) -> None:
    assert (str(amount), amount.in_english()) == (english, english)
    assert amount.in_japanese() == japanese
    assert amount.in_japanese_short() == short


def test_indication_shows_whole_units() -> None:
    assert Money(941_175, "USD").in_english(whole=True) == "US$9,412"


@pytest.mark.parametrize(
    ("rate", "minor"),
    [("0.01", 1_00), ("0.0125", 1_25), ("0.01005", 1_01), ("0.01015", 1_02), ("0.010049999", 1_00)],
)
def test_conversion_rounds_halves_up_and_not_to_even(rate: str, minor: int) -> None:
    assert convert(Money.jpy(100), Decimal(rate), "USD") == Money(minor, "USD")
    assert convert(Money.jpy(-100), Decimal(rate), "USD") == Money(-minor, "USD")


def test_conversion_knows_the_decimals_of_both_sides() -> None:
    assert convert(Money(100_00, "USD"), Decimal("157.25"), "JPY") == Money.jpy(15_725)
    assert convert(Money.jpy(10_000), Decimal("0.002"), "KWD") == Money(20_000, "KWD")


@pytest.mark.parametrize("rate", [0.5, 1, "1", Decimal(0), Decimal(-1), Decimal("NaN"), Decimal("Infinity")])
def test_conversion_takes_a_positive_decimal_only(rate) -> None:
    with pytest.raises(ValueError, match="not a rate"):
        convert(Money.jpy(1), rate, "USD")


def test_no_float_stands_in_the_money_module() -> None:
    tree = ast.parse(Path(money_module.__file__).read_text(encoding="utf-8"))

    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)]
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in {"float", "round"}]
    divisions = [node for node in ast.walk(tree) if isinstance(node, ast.Div)]

    assert constants == names == divisions == []
