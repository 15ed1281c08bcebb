"""What the register says of a dealer's corporate number, as the pages of the dealer and of the staff show it."""

from typing import Any

from japacar.members import gateway, register
from japacar.members.models import Dealer
from japacar.members.words import REGISTER, REGISTER_FIELDS, REGISTER_KINDS, REGISTER_PROCESSES


def register_facts(dealer: Dealer) -> dict[str, Any]:
    """What the pages show: the finding in words, the day, and each difference as written and as registered."""
    entry = register.entry_of(dealer)
    outcome = register.outcome(dealer, entry)
    known = entry is not None and entry.is_known
    return {
        "outcome": outcome,
        "words": REGISTER[outcome],
        "kind": REGISTER_KINDS[outcome],
        "entry": entry,
        "differences": [
            {"field": REGISTER_FIELDS[each.field], "ours": each.ours, "theirs": each.theirs, "is_grave": each.is_grave}
            for each in (register.differences(dealer, entry) if entry is not None and known else [])
        ],
        "process": REGISTER_PROCESSES.get(entry.process, "") if entry is not None else "",
        "can_ask": gateway.is_configured() and bool(dealer.corporate_number),
    }
