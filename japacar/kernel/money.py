"""Amounts of money as whole minor units with their currency; never a binary fraction.

Arithmetic and comparison stay within one currency. The only way across is `convert`, which is told the rate.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from japacar.kernel.refusals import Refused
from japacar.kernel.text import hyphens, nfkc

# ISO 4217 gives two decimal places to most currencies; these are the others that our buyers use.
_NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
_DECIMALS = dict.fromkeys(_NO_DECIMALS.split(), 0) | dict.fromkeys(_THREE_DECIMALS.split(), 3)

_SYMBOLS = {"JPY": "¥", "USD": "US$", "EUR": "€", "GBP": "£", "AUD": "A$", "NZD": "NZ$", "CAD": "C$"}
_JAPANESE_UNITS = {"JPY": "円", "USD": "米ドル", "EUR": "ユーロ", "GBP": "英ポンド", "AUD": "豪ドル", "NZD": "NZドル"}

# The database keeps minor units in a signed 64-bit column.
LARGEST_MINOR = 2**63 - 1


class CurrencyMismatch(Refused):
    """Two amounts of different currencies met in one calculation. This is a mistake of ours, not of the reader."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__("currency_mismatch", left=left, right=right)


class AmountUnreadable(Refused):
    """Codes: empty, not_an_amount, fraction_of_yen, negative, too_large."""


def decimals(currency: str) -> int:
    """How many decimal places a currency has: 0 for JPY, 3 for KWD, 2 for most."""
    return _DECIMALS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount: `Money(1480000, "JPY")` is ¥1,480,000, `Money(2246800, "USD")` is US$22,468."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"minor units are whole numbers, not {self.minor!r}")
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            raise ValueError(f"not an ISO 4217 code: {self.currency!r}")

    @classmethod
    def jpy(cls, yen: int) -> "Money":
        return cls(yen, "JPY")

    @classmethod
    def zero(cls, currency: str = "JPY") -> "Money":
        return cls(0, currency)

    @property
    def is_zero(self) -> bool:
        return self.minor == 0

    @property
    def is_negative(self) -> bool:
        return self.minor < 0

    @property
    def amount(self) -> Decimal:
        """The amount in major units, exact: 2246850 US cents are Decimal("22468.50")."""
        return Decimal(self.minor).scaleb(-decimals(self.currency))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __abs__(self) -> "Money":
        return Money(abs(self.minor), self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * times, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other)

    def __str__(self) -> str:
        return self.in_english()

    def in_english(self, *, whole: bool = False) -> str:
        """`¥1,480,000`, `US$22,468`, `US$22,468.50`, `KES 1,200`. `whole` rounds to major units, for indications."""
        number = self._number(whole=whole)
        symbol = _SYMBOLS.get(self.currency, f"{self.currency} ")
        return f"-{symbol}{number[1:]}" if number.startswith("-") else symbol + number

    def in_japanese(self, *, whole: bool = False) -> str:
        """`1,480,000円`, `22,468米ドル`, `1,200 KES`."""
        return self._number(whole=whole) + _JAPANESE_UNITS.get(self.currency, f" {self.currency}")

    def in_japanese_short(self) -> str:
        """`148万円`, `148.5万円`. Never rounds: what has no whole thousands of yen is written in full."""
        thousands, rest = divmod(abs(self.minor), 1000)
        if self.currency != "JPY" or rest or thousands < 10:
            return self.in_japanese()
        man, tenth = divmod(thousands, 10)
        sign = "-" if self.is_negative else ""
        return f"{sign}{man:,}.{tenth}万円" if tenth else f"{sign}{man:,}万円"

    def _number(self, *, whole: bool) -> str:
        if whole or self.minor % 10 ** decimals(self.currency) == 0:
            return f"{_rounded(self.amount):,}"
        return f"{self.amount:,f}"

    def _same(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        return other.minor


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum; the currency is named so that the sum of nothing has one too."""
    result = Money.zero(currency)
    for amount in amounts:
        result += amount
    return result


def convert(money: Money, rate: Decimal, to: str) -> Money:
    """The amount in another currency, at `rate` units of `to` for one unit of the money's own currency.

    Halves are rounded away from zero, as on a bill, and not to the even neighbour.
    """
    if not isinstance(rate, Decimal) or not rate.is_finite() or rate <= 0:
        raise ValueError(f"not a rate: {rate!r}")
    with localcontext() as context:
        context.prec = 60
        exact = money.amount * rate
        return Money(_rounded(exact.scaleb(decimals(to))), to)


_AMOUNT = re.compile(
    r"(?P<sign>-?)(?P<digits>[0-9]+(?:,[0-9]{3})*)(?:\.(?P<fraction>[0-9]+))?(?P<unit>万円|万|千円|千|円|)"
)
_UNIT = {"万円": 10_000, "万": 10_000, "千円": 1_000, "千": 1_000, "円": 1, "": 1}


def parse_jpy(text: str) -> Money:
    """An amount in yen as people write it: `¥1,480,000`, `1480000`, `１４８万円`, `148.5万円`, `1,480千円`.

    Raises AmountUnreadable with the reason. An amount that is not a whole number of yen is refused, not rounded.
    """
    plain = hyphens(nfkc(text)).replace("、", ",").replace("\\", "¥")
    plain = re.sub(r"\s+", "", plain).upper()
    plain = re.sub(r"^(-?)(?:JPY|¥)", r"\1", plain).removesuffix("JPY").removesuffix("-")
    # Two groups are thousands wherever one comes from; one alone may be a fraction to its reader, and is refused.
    plain = re.sub(r"(?<=[0-9])['’](?=[0-9]{3})", ",", plain)
    if re.match(r"-?[0-9]{1,3}(?:\.[0-9]{3}){2,}(?![.0-9])", plain):
        plain = plain.replace(".", ",")
    if not plain:
        raise AmountUnreadable("empty")
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        raise AmountUnreadable("not_an_amount")
    return Money.jpy(_whole_yen(match))


def _whole_yen(match: re.Match[str]) -> int:
    if len(match["digits"]) + len(match["fraction"] or "") > 30:
        raise AmountUnreadable("too_large")
    number = Decimal(f"{match['digits'].replace(',', '')}.{match['fraction'] or 0}")
    with localcontext() as context:
        context.prec = 60
        yen = number * _UNIT[match["unit"]]
    if match["sign"]:
        raise AmountUnreadable("negative")
    if yen != yen.to_integral_value():
        raise AmountUnreadable("fraction_of_yen")
    if yen > LARGEST_MINOR:
        raise AmountUnreadable("too_large")
    return int(yen)


def _rounded(number: Decimal) -> int:
    with localcontext() as context:
        context.prec = 80
        return int(number.quantize(Decimal(1), rounding=ROUND_HALF_UP))
