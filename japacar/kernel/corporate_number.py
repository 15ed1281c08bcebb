"""Japan's corporate number (法人番号) and qualified-invoice number (T with 13 digits): shape and check digit.

A person's 12-digit individual number must never be stored (A-18), so it has a refusal of its own. The check digit is
required of a corporate number; sole traders' invoice numbers come from another series, so there it only warns.
"""

import re
from dataclasses import dataclass

from japacar.kernel.refusals import Refused
from japacar.kernel.text import hyphens, nfkc

CHECK_DIGIT_DIFFERS = "check_digit_differs"


class NumberRefused(Refused):
    """Codes: individual_number, not_13_digits, check_digit, not_an_invoice_number."""


@dataclass(frozen=True, slots=True)
class BusinessNumber:
    """13 digits, with T in front when it is an invoice number; `warnings` holds codes for a person to look at."""

    number: str
    warnings: tuple[str, ...] = ()

    @property
    def is_invoice_number(self) -> bool:
        return self.number.startswith("T")


def parse_corporate_number(text: str) -> BusinessNumber:
    """A corporate number with a right check digit, or NumberRefused."""
    digits = _thirteen_digits(_plain(text))
    if digits[0] != check_digit(digits[1:]):
        raise NumberRefused("check_digit")
    return BusinessNumber(digits)


def parse_invoice_number(text: str) -> BusinessNumber:
    """An invoice number, written with its T or without; a differing check digit is a warning."""
    digits = _thirteen_digits(_plain(text).removeprefix("T"))
    warnings = () if digits[0] == check_digit(digits[1:]) else (CHECK_DIGIT_DIFFERS,)
    return BusinessNumber(f"T{digits}", warnings)


def parse_business_number(text: str) -> BusinessNumber:
    """Either of the two, for a field that takes both: what begins with T is an invoice number."""
    return parse_invoice_number(text) if _plain(text).startswith("T") else parse_corporate_number(text)


def check_digit(base: str) -> str:
    """The first digit for the other 12: nine less the weighted sum modulo nine, weights 1 and 2 from the right.

    trade.md 6.5 and vehicle-codes.md 4; the formula as printed in the ordinance is bracketed wrongly.
    """
    weighted = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(base)))
    return str(9 - weighted % 9)


def _plain(text: str) -> str:
    return re.sub(r"[\s-]", "", hyphens(nfkc(text))).upper()


def _thirteen_digits(plain: str) -> str:
    if re.fullmatch(r"[0-9]{12}", plain):
        raise NumberRefused("individual_number")
    if not re.fullmatch(r"[0-9]{13}", plain):
        raise NumberRefused("not_13_digits")
    return plain
