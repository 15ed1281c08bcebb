"""The verbs of the desk: hold a review, decide, propose and confirm exceptions, check again."""

from japacar.desk.actions.claims import HeldByAnother, claim_review, holder_of, release_review, take_over_review
from japacar.desk.actions.deciding import NeedsSecondPerson, approve, ask, may_undo, read_permit, refuse, undo
from japacar.desk.actions.overrides import (
    AT_ONCE,
    HOLDING,
    STANDS_ALONE_FOR,
    SamePerson,
    confirm_override,
    decline_override,
    disable,
    lapse_overdue,
    propose_override,
    suspend,
)
from japacar.desk.actions.rechecks import close_rechecks, open_rechecks

__all__ = [
    "AT_ONCE",
    "HOLDING",
    "STANDS_ALONE_FOR",
    "HeldByAnother",
    "NeedsSecondPerson",
    "SamePerson",
    "approve",
    "ask",
    "claim_review",
    "close_rechecks",
    "confirm_override",
    "decline_override",
    "disable",
    "holder_of",
    "lapse_overdue",
    "may_undo",
    "open_rechecks",
    "propose_override",
    "read_permit",
    "refuse",
    "release_review",
    "suspend",
    "take_over_review",
    "undo",
]
