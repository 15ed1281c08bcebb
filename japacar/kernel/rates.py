"""Indicative exchange rates from the European Central Bank's published history, as a package brings it: no network.

For showing "about US$…" beside a price in yen, with its date; nothing is ever charged by it.
"""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from japacar.kernel.money import Money, convert

# The file begins with the newest day; a currency that was not quoted for this long has no present rate.
_DAYS_READ = 30


class NoRate(LookupError):
    """The ECB publishes no present rate for this currency (KES, TZS and PKR are among those)."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of `currency` one yen is worth, on which day, according to whom."""

    currency: str
    per_jpy: Decimal
    on: date
    source: str = "ECB"

    def indication(self, yen: Money) -> Money:
        """The amount in this currency, rounded to its minor unit."""
        return convert(yen, self.per_jpy, self.currency)


@lru_cache(maxsize=64)
def latest_rate(currency: str) -> Rate:
    """The newest rate against the yen, or NoRate."""
    if len(currency) != 3:
        raise NoRate(currency)
    for row in _newest_rows():
        yen, other = row.get("JPY", "N/A"), "1" if currency == "EUR" else row.get(currency, "N/A")
        if "N/A" not in (yen, other):
            with localcontext() as context:
                context.prec = 12
                return Rate(currency, Decimal(other) / Decimal(yen), date.fromisoformat(row["Date"]))
    raise NoRate(currency)


@lru_cache(maxsize=1)
def _newest_rows() -> tuple[dict[str, str], ...]:
    """The newest days only: unpacking stops after them, so this takes a millisecond instead of half a second."""
    spec = find_spec("currency_converter")
    assert spec is not None
    assert spec.origin is not None
    history = Path(spec.origin).with_name("eurofxref-hist.zip")
    with zipfile.ZipFile(history) as archive, archive.open(archive.namelist()[0]) as packed:
        return tuple(islice(csv.DictReader(io.TextIOWrapper(packed, "ascii")), _DAYS_READ))
