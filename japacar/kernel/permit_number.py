"""The number of a dealer's second-hand permit (古物商許可) and the commission that gave it.

Only warnings, since practice differs by prefecture and no check digit is published (vehicle-codes.md 4): a person looks
at the permit anyway. The first two digits follow the commissions' own codes, which are not those of the prefectures.
"""

import re
from dataclasses import dataclass

from japacar.kernel.prefectures import PREFECTURES
from japacar.kernel.refusals import Refused
from japacar.kernel.text import hyphens, nfkc

NOT_12_DIGITS = "not_12_digits"
COMMISSION_DIFFERS = "commission_differs"

# In the order of PREFECTURES from Aomori on; Hokkaido has five commissions.
_CODES = """
20 21 22 23 24 25 40 41 42 43 44 30 45 46 50 51 52 47 48 53 49 54 55
60 61 62 63 64 65 70 71 72 73 74 80 81 82 83 90 91 92 93 94 95 96 97
"""
_HOKKAIDO = (
    ("10", "北海道公安委員会", "Hokkaido"),
    ("11", "函館方面公安委員会", "Hakodate Area"),
    ("12", "旭川方面公安委員会", "Asahikawa Area"),
    ("13", "釧路方面公安委員会", "Kushiro Area"),
    ("14", "北見方面公安委員会", "Kitami Area"),
)

_TWELVE_DIGITS = re.compile(r"(?<![0-9A-Za-z-])[0-9](?:-?[0-9]){11}(?!-?[0-9A-Za-z])")
_BEFORE = re.compile(r"^(?:古物商|許可証|許可|番号|記号|No\.?|[::]|第)*", re.IGNORECASE)
_BEHIND = re.compile("[号號].*$")


class PermitRefused(Refused):
    """Codes: empty, too_long, unknown_commission."""


@dataclass(frozen=True, slots=True)
class Commission:
    """A public safety commission: `Commission("30", "東京都公安委員会", "Tokyo Public Safety Commission")`."""

    code: str
    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Permit:
    """The number without 第 and 号, the commission, and codes of what a person should look at."""

    number: str
    commission: Commission
    warnings: tuple[str, ...] = ()

    @property
    def in_japanese(self) -> str:
        """As dealers must display it: `埼玉県公安委員会 第431234567890号`."""
        return f"{self.commission.ja} 第{self.number}号"


COMMISSIONS = (
    *(Commission(code, ja, f"{en} Public Safety Commission") for code, ja, en in _HOKKAIDO),
    *(
        Commission(code, f"{prefecture.ja}公安委員会", f"{prefecture.en} Public Safety Commission")
        for code, prefecture in zip(_CODES.split(), PREFECTURES[1:], strict=True)
    ),
)
_BY_CODE = {commission.code: commission for commission in COMMISSIONS}


def commission(code: str) -> Commission:
    """The commission of a code, or PermitRefused."""
    if code not in _BY_CODE:
        raise PermitRefused("unknown_commission")
    return _BY_CODE[code]


def find_commission(text: str) -> Commission | None:
    """The commission that a text names, `埼玉県公安委員会 第…号` for example."""
    plain = re.sub(r"\s", "", nfkc(text))
    return next((each for each in COMMISSIONS if each.ja in plain), None)


def parse_permit(text: str, commission_code: str) -> Permit:
    """The permit number as printed, with or without 第 … 号 and what people copy with it: the commission, 許可番号, the trade behind."""
    chosen = commission(commission_code)
    named = find_commission(text)
    plain = re.sub(r"\s", "", hyphens(nfkc(text)))
    number = _number_in(plain)
    if not number:
        raise PermitRefused("empty")
    if len(number) > 30:
        raise PermitRefused("too_long")
    warnings = []
    digits = number.replace("-", "")
    if not re.fullmatch(r"[0-9]{12}", digits):
        warnings.append(NOT_12_DIGITS)
    known = _BY_CODE.get(digits[:2])
    if (named or chosen) != chosen or (known is not None and known != chosen):
        warnings.append(COMMISSION_DIFFERS)
    return Permit(number, chosen, tuple(warnings))


def _number_in(plain: str) -> str:
    """The twelve digits where they stand once; else what is left without the words around it."""
    found = _TWELVE_DIGITS.findall(plain)
    if len(found) == 1:
        return str(found[0])
    return _BEHIND.sub("", _BEFORE.sub("", re.sub(r"^.*公安委員会", "", plain)))
