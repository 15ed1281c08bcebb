"""What the register of corporate numbers says against what a dealer wrote. Pure but for reading the rows it is given.

The one thing to know: `differences` finds, nobody decides here; a street that is written another way is for a person's eye."""

import re
from dataclasses import dataclass
from enum import StrEnum

from japacar.kernel.text import nfkc
from japacar.members.models import Dealer, RegisterEntry

# Code of the last change: the record is closed, merged into another, struck off or deleted.
CLOSED = frozenset({"21", "71", "81", "99"})
_LINES = re.compile("[\u2010-\u2015\u2212\u30fc-]")
_KANJI_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
_BEFORE_CHOME = re.compile(r"([〇一二三四五六七八九]{1,2})(?=丁目)")
_COUNTERS = re.compile(r"丁目|番地の?|番の?|号(?!室)")


class Outcome(StrEnum):
    """What a look-up came to, as the event and the pages name it."""

    NOT_LOOKED_UP = "not_looked_up"
    UNKNOWN = "unknown_number"
    CLOSED = "closed"
    NAME_DIFFERS = "name_differs"
    ADDRESS_DIFFERS = "address_differs"
    SAME = "same"


# What staff and the dealer must hear of; another spelling of a street is not among it.
GRAVE = frozenset({Outcome.UNKNOWN, Outcome.CLOSED, Outcome.NAME_DIFFERS})


@dataclass(frozen=True)
class Difference:
    """One thing in which the register differs. `is_grave` is False where only a person can tell."""

    field: str
    ours: str
    theirs: str
    is_grave: bool = True


def entry_of(dealer: Dealer) -> RegisterEntry | None:
    """What is known of the number that the dealer has now; None when that number was never looked up."""
    entry: RegisterEntry | None = getattr(dealer, "register_entry", None)
    return entry if entry is not None and entry.number == dealer.corporate_number != "" else None


def outcome(dealer: Dealer, entry: RegisterEntry | None) -> Outcome:
    """The gravest finding. `entry` is that of `entry_of`."""
    if entry is None or entry.checked_at is None:
        return Outcome.NOT_LOOKED_UP
    if not entry.is_known:
        return Outcome.UNKNOWN
    if is_closed(entry):
        return Outcome.CLOSED
    found = differences(dealer, entry)
    if any(each.field == "name_ja" for each in found):
        return Outcome.NAME_DIFFERS
    return Outcome.ADDRESS_DIFFERS if found else Outcome.SAME


def is_closed(entry: RegisterEntry) -> bool:
    return entry.closed_on is not None or entry.process in CLOSED


def confirms(dealer: Dealer, entry: RegisterEntry | None) -> bool:
    """Whether the public page may name the day of the look-up: a living corporation of this name has this number."""
    return outcome(dealer, entry) in {Outcome.SAME, Outcome.ADDRESS_DIFFERS}


def differences(dealer: Dealer, entry: RegisterEntry) -> list[Difference]:
    """Name and address as written against as registered."""
    found = []
    if _plain(dealer.name_ja) != _plain(entry.name):
        found.append(Difference("name_ja", dealer.name_ja, entry.name))
    ours, theirs = dealer.prefecture + dealer.city + dealer.street, entry.address
    # The shop may stand elsewhere than the seat, and one address has many spellings.
    if ours and theirs and plain_address(ours) != plain_address(theirs):
        found.append(Difference("address", ours, theirs, is_grave=False))
    return found


def _plain(name: str) -> str:
    """A name without spaces and width: the register writes ＡＢＣ株式会社."""
    return re.sub(r"\s", "", nfkc(name)).casefold()


def plain_address(address: str) -> str:
    """`鴨田９９００番地１` and `鴨田9900-1` are one."""
    text = re.sub(r"\s", "", nfkc(address)).replace("ヶ", "ケ").replace("ヵ", "カ").replace("大字", "")
    text = _BEFORE_CHOME.sub(_chome, text)
    text = _LINES.sub("-", _COUNTERS.sub("-", text))
    return re.sub(r"-+", "-", text).strip("-")


def _chome(match: re.Match[str]) -> str:
    return match[1].translate(_KANJI_DIGITS)
