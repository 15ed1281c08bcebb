"""Indicative rates: the newest of the package's own file, quickly and without a network."""

from datetime import date
from decimal import Decimal

import pytest

from japacar.kernel import rates
from japacar.kernel.money import Money
from japacar.kernel.rates import NoRate, latest_rate


def test_the_dollar_has_a_rate_with_its_day_and_source() -> None:
    rate = latest_rate("USD")

    assert (rate.currency, rate.source) == ("USD", "ECB")
    assert Decimal("0.003") < rate.per_jpy < Decimal("0.02")
    assert rate.on >= date(2026, 10, 30)
    assert rate.indication(Money.jpy(1_480_000)).currency == "USD"
    assert latest_rate("EUR").per_jpy < rate.per_jpy * 2


def test_the_rate_is_read_once_and_kept() -> None:
    rates._newest_rows.cache_clear()
    latest_rate.cache_clear()
    first = latest_rate("USD")

    assert latest_rate("USD") is first


@pytest.mark.parametrize("currency", ["KES", "BGN", "Date", "", "usd"])
def test_a_currency_without_a_present_rate_has_none(currency: str) -> None:
    with pytest.raises(NoRate):
        latest_rate(currency)
