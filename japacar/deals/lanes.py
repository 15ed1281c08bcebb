"""The four lanes of a deal, and the inspection beside them, as data: states, allowed moves, and who may cause each.

Pure: a model holds one column per lane, an action asks ``Lane.allows`` before it writes. Names follow trade.md 3.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Actor(StrEnum):
    """Who causes a move. PAYEE is a role: see ``rules.payee_of`` for the person behind it in each mode."""

    BUYER = "buyer"
    DEALER = "dealer"
    PAYEE = "payee"
    FORWARDER = "forwarder"
    STAFF = "staff"
    SYSTEM = "system"
    TIME = "time"


class Commercial(StrEnum):
    """Lane A, what the two sides have agreed. STOCK_CHECK means: the dealer has checked that the car is there."""

    REQUESTED = "requested"
    QUOTING = "quoting"
    QUOTED = "quoted"
    COUNTERED = "countered"
    ACCEPTED = "accepted"
    STOCK_CHECK = "stock_check"
    PAYMENT_REQUESTED = "payment_requested"
    COMPLETED = "completed"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class Money(StrEnum):
    """Lane B, once per payment request. Proof is not funds: only the payee reaches FUNDS_CONFIRMED, SHORT and OVER."""

    DUE = "due"
    PROOF_UPLOADED = "proof_uploaded"
    FUNDS_CONFIRMED = "funds_confirmed"
    SHORT = "short"
    OVER = "over"
    REJECTED = "rejected"
    OVERDUE = "overdue"
    VOIDED = "voided"
    REFUND_REQUESTED = "refund_requested"
    REFUND_SENT = "refund_sent"
    REFUND_CONFIRMED = "refund_confirmed"


class Papers(StrEnum):
    """Lane C, from the seller's papers to the bill of lading in the buyer's hands."""

    SELLER_DOCS_PENDING = "seller_docs_pending"
    SELLER_DOCS_RECEIVED = "seller_docs_received"
    DEREGISTERED = "deregistered"
    EXPORT_CERT_TRANSLATED = "export_cert_translated"
    BL_DRAFT_SENT = "bl_draft_sent"
    BL_CONFIRMED = "bl_confirmed"
    BL_ISSUED = "bl_issued"
    COURIER_DISPATCHED = "courier_dispatched"
    DELIVERED = "delivered"


class Logistics(StrEnum):
    """Lane D, where the car is. ROLLED: the shipping line moved it to a later vessel."""

    AWAITING_BOOKING = "awaiting_booking"
    BOOKED = "booked"
    YARD_IN = "yard_in"
    EXPORT_PERMITTED = "export_permitted"
    ON_BOARD = "on_board"
    TRANSHIPPED = "transhipped"
    ARRIVED = "arrived"
    RELEASED = "released"
    ROLLED = "rolled"


class Inspection(StrEnum):
    """The pre-shipment inspection that some destinations ask for; it runs beside the papers."""

    NOT_REQUIRED = "not_required"
    REQUIRED = "required"
    BOOKED = "booked"
    PASSED = "passed"
    FAILED = "failed"
    REPAIR = "repair"


@dataclass(frozen=True)
class Lane:
    """One lane: its states in the order of the trade, and for every allowed move the actors who may cause it."""

    name: str
    states: type[StrEnum]
    moves: Mapping[tuple[str, str], frozenset[Actor]]

    @property
    def first(self) -> str:
        return next(iter(self.states)).value

    @cached_property
    def transitions(self) -> dict[str, frozenset[str]]:
        """Every state with the states that may follow it; a terminal state has the empty set."""
        return {state.value: frozenset(to for start, to in self.moves if start == state) for state in self.states}

    @cached_property
    def terminal(self) -> frozenset[str]:
        return frozenset(state for state, following in self.transitions.items() if not following)

    def who(self, start: str, to: str) -> frozenset[Actor]:
        """The actors who may cause this move; empty when the move does not exist."""
        return self.moves.get((start, to), frozenset())

    def allows(self, start: str, to: str, *, by: str) -> bool:
        """Does the table let this actor cause this move? Pass ``rules.payee_of(mode)`` through ``rules.allows`` instead
        when a dealer or the staff act as payee."""
        return by in self.who(start, to)


_ACTORS = {
    "B": Actor.BUYER,
    "D": Actor.DEALER,
    "P": Actor.PAYEE,
    "F": Actor.FORWARDER,
    "S": Actor.STAFF,
    "Y": Actor.SYSTEM,
    "T": Actor.TIME,
}


def _lane(name: str, states: type[StrEnum], table: str) -> Lane:
    """Read a table of lines ``start: state BD, state S`` where the capitals are the actors (see ``_ACTORS``)."""
    moves: dict[tuple[str, str], frozenset[Actor]] = {}
    for line in table.strip().splitlines():
        start, _, following = line.partition(":")
        for entry in following.split(","):
            to, letters = entry.split()
            move = (states(start.strip()).value, states(to).value)
            if move in moves:
                raise ValueError(f"{name}: {move[0]} -> {move[1]} is written twice")
            moves[move] = frozenset(_ACTORS[letter] for letter in letters)
    return Lane(name=name, states=states, moves=moves)


# B buyer, D dealer, P payee, F forwarder, S staff, Y system, T time.
COMMERCIAL = _lane(
    "commercial",
    Commercial,
    """
    requested: quoting DS, quoted DS, declined DSY, withdrawn BS, expired TY, cancelled SY
    quoting: quoted DS, declined DSY, withdrawn BS, expired TY, cancelled SY
    quoted: countered B, accepted B, declined DSY, withdrawn BS, expired TY, cancelled SY
    countered: quoted DS, declined DSY, withdrawn BS, expired TY, cancelled SY
    accepted: stock_check DS, expired T, cancelled BDSY
    stock_check: payment_requested P, expired T, cancelled BDSY
    payment_requested: completed BS, cancelled BDSY
    """,
)

MONEY = _lane(
    "money",
    Money,
    """
    due: proof_uploaded BS, funds_confirmed P, short P, over P, overdue T, voided PSY
    proof_uploaded: funds_confirmed P, short P, over P, rejected P
    rejected: proof_uploaded BS, funds_confirmed P, short P, over P, overdue T, voided PSY
    overdue: proof_uploaded BS, funds_confirmed P, short P, over P, voided PSY
    short: proof_uploaded BS, funds_confirmed P, over P, refund_requested BPSY
    over: funds_confirmed P, refund_requested BPSY
    funds_confirmed: refund_requested BPSY
    refund_requested: refund_sent P
    refund_sent: refund_confirmed BS
    """,
)

PAPERS = _lane(
    "papers",
    Papers,
    """
    seller_docs_pending: seller_docs_received DPS
    seller_docs_received: deregistered DPS
    deregistered: export_cert_translated DPFS, bl_draft_sent FS, bl_issued FS
    export_cert_translated: bl_draft_sent FS, bl_issued FS
    bl_draft_sent: bl_confirmed BS, bl_issued FS
    bl_confirmed: bl_draft_sent FS, bl_issued FS
    bl_issued: courier_dispatched DPFS, delivered BS
    courier_dispatched: delivered BS
    """,
)

LOGISTICS = _lane(
    "logistics",
    Logistics,
    """
    awaiting_booking: booked FPS
    booked: yard_in DFPS, export_permitted FS, on_board FS, rolled FS
    yard_in: export_permitted FS, on_board FS, rolled FS
    export_permitted: on_board FS, rolled FS
    rolled: booked FPS
    on_board: transhipped FS, arrived FS, released BS
    transhipped: arrived FS, released BS
    arrived: released BFS
    """,
)

INSPECTION = _lane(
    "inspection",
    Inspection,
    """
    not_required: required DFPSY
    required: booked DFPS, not_required SY
    booked: passed DFPS, failed DFPS
    failed: repair DPS, booked DFPS
    repair: booked DFPS
    """,
)

LANES: dict[str, Lane] = {lane.name: lane for lane in (COMMERCIAL, MONEY, PAPERS, LOGISTICS, INSPECTION)}
TRANSITIONS: dict[str, dict[str, frozenset[str]]] = {name: lane.transitions for name, lane in LANES.items()}
