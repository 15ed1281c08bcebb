"""What the lanes of a deal mean together: the four-step headline, whose turn it is, and what may happen across lanes.

Pure, no ORM. The tables stand in ``lanes.py`` and the clocks in ``timers.py``; both are offered again here, so that
other rooms import one module. States are plain strings or the enums, which are equal to their strings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from japacar.deals.lanes import (
    COMMERCIAL,
    INSPECTION,
    LANES,
    LOGISTICS,
    MONEY,
    PAPERS,
    TRANSITIONS,
    Actor,
    Commercial,
    Inspection,
    Lane,
    Logistics,
    Money,
    Papers,
)
from japacar.deals.timers import (
    BALANCE_BEFORE_ARRIVAL,
    REQUEST_LAPSES,
    SHIPMENT_TARGET,
    TIMERS,
    UNCONFIRMED_REQUEST_LAPSES,
    Clock,
    Deadline,
    Timer,
    Unit,
    due_at,
    is_business_day,
    next_business_day,
)

__all__ = [
    "BALANCE_BEFORE_ARRIVAL",
    "COMMERCIAL",
    "INSPECTION",
    "LANES",
    "LOGISTICS",
    "MONEY",
    "PAPERS",
    "REQUEST_LAPSES",
    "SHIPMENT_TARGET",
    "TIMERS",
    "TRANSITIONS",
    "UNCONFIRMED_REQUEST_LAPSES",
    "Actor",
    "Clock",
    "Commercial",
    "Deadline",
    "Headline",
    "Inspection",
    "Lane",
    "Logistics",
    "Mode",
    "Money",
    "Papers",
    "Reason",
    "Step",
    "Timer",
    "Turn",
    "Unit",
    "allows",
    "can_cancel",
    "can_complete",
    "can_refund",
    "due_at",
    "headline",
    "is_business_day",
    "is_paid",
    "is_settled",
    "next_business_day",
    "payee_of",
    "whose_turn",
    "work_may_start",
]


class Mode(StrEnum):
    """Who sells to the buyer; frozen when the proforma invoice is made (trade.md 3.3, clauses.md A-4)."""

    DIRECT = "direct"
    RESALE = "resale"


class Reason(StrEnum):
    """Why a deal was declined, withdrawn or cancelled; who did it is recorded beside it."""

    CHANGED_MIND = "changed_mind"
    FOUND_ANOTHER = "found_another"
    PRICE = "price"
    NOT_PAID = "not_paid"
    CAR_NOT_AVAILABLE = "car_not_available"
    SOLD_TO_ANOTHER = "sold_to_another"
    CONDITION_DIFFERS = "condition_differs"
    CANNOT_SHIP_THERE = "cannot_ship_there"
    IMPORT_NOT_ALLOWED = "import_not_allowed"
    PAPERS_MISSING = "papers_missing"
    SUSPICION = "suspicion"
    AGREED_BY_BOTH = "agreed_by_both"
    NOT_ANSWERED = "not_answered"
    QUOTE_EXPIRED = "quote_expired"


# Until the reservation nothing binds anyone; from ACCEPTED on the car is taken, and one deal at most may be there.
OPEN = frozenset({Commercial.REQUESTED, Commercial.QUOTING, Commercial.QUOTED, Commercial.COUNTERED})
HOLDING = frozenset({Commercial.ACCEPTED, Commercial.STOCK_CHECK, Commercial.PAYMENT_REQUESTED})
RESERVING = HOLDING | {Commercial.COMPLETED}  # the partial unique index on the vehicle
ACTIVE = OPEN | HOLDING
ENDED_WITHOUT_SALE = COMMERCIAL.terminal - {Commercial.COMPLETED}

# A refund on a living deal returns a surplus or part of the price, so the payment itself stays covered.
COVERED = frozenset(
    {Money.FUNDS_CONFIRMED, Money.OVER, Money.REFUND_REQUESTED, Money.REFUND_SENT, Money.REFUND_CONFIRMED}
)
NOTHING_RECEIVED = frozenset({Money.DUE, Money.REJECTED, Money.OVERDUE})
BL_OUT = frozenset({Papers.BL_ISSUED, Papers.COURIER_DISPATCHED, Papers.DELIVERED})
LOADED = frozenset({Logistics.ON_BOARD, Logistics.TRANSHIPPED, Logistics.ARRIVED, Logistics.RELEASED})


def payee_of(mode: str) -> Actor:
    """Who is the seller on paper: takes the money, issues the invoice, is the exporter of record and refunds."""
    return Actor.DEALER if Mode(mode) is Mode.DIRECT else Actor.STAFF


def allows(lane: Lane, start: str, to: str, *, by: str, mode: str = Mode.DIRECT) -> bool:
    """May this actor cause this move? A dealer (direct) or the staff (resale) also act as payee."""
    who = lane.who(start, to)
    return by in who or (Actor.PAYEE in who and by == payee_of(mode))


def is_paid(money: Sequence[str]) -> bool:
    """Is every payment request that still counts covered? False while there is none."""
    counting = [state for state in money if state != Money.VOIDED]
    return bool(counting) and all(state in COVERED for state in counting)


def work_may_start(money: Sequence[str]) -> bool:
    """Papers and shipping begin when one part of the price is in the account; before that nobody deregisters a car."""
    return any(state in COVERED for state in money)


def can_cancel(commercial: str, logistics: str) -> bool:
    """A deal may end early until the car is on board; afterwards only a dispute is left."""
    return commercial in ACTIVE and logistics not in LOADED


def can_refund(commercial: str, money: str) -> bool:
    """A short payment goes back only when the deal has ended: on a living deal the buyer sends the rest."""
    if money == Money.SHORT:
        return commercial in ENDED_WITHOUT_SALE
    return money in {Money.FUNDS_CONFIRMED, Money.OVER}


def can_complete(commercial: str, money: Sequence[str], papers: str, logistics: str) -> bool:
    """The buyer's word "received" counts when all is paid, the B/L is out and the car has left Japan."""
    return commercial == Commercial.PAYMENT_REQUESTED and is_paid(money) and papers in BL_OUT and logistics in LOADED


def is_settled(commercial: str, money: Sequence[str]) -> bool:
    """Is nothing left to do? The deal has ended, and after one that failed no money lies on the wrong side."""
    if commercial == Commercial.COMPLETED:
        return all(state in {Money.FUNDS_CONFIRMED, Money.VOIDED, Money.REFUND_CONFIRMED} for state in money)
    at_rest = NOTHING_RECEIVED | {Money.VOIDED, Money.REFUND_CONFIRMED}
    return commercial in ENDED_WITHOUT_SALE and all(state in at_rest for state in money)


StepKey = Literal["reservation", "payment_confirmed", "bl_issued", "completed"]
STEPS: tuple[StepKey, ...] = ("reservation", "payment_confirmed", "bl_issued", "completed")


@dataclass(frozen=True)
class Step:
    """One of the four steps that people see."""

    key: StepKey
    state: Literal["done", "now", "next"]


@dataclass(frozen=True)
class Headline:
    """The four steps in order; ``ended`` names the state of a deal that closed without a sale (then no step is now)."""

    steps: tuple[Step, ...]
    ended: str | None

    @property
    def done(self) -> frozenset[str]:
        return frozenset(step.key for step in self.steps if step.state == "done")

    @property
    def now(self) -> str | None:
        return next((step.key for step in self.steps if step.state == "now"), None)


def headline(commercial: str, money: Sequence[str], papers: str, logistics: str) -> Headline:
    """Reservation → Payment confirmed → B/L issued → Completed, computed from the lanes (trade.md 3.2).

    ``money`` holds the state of each payment request, oldest first. Steps may be done out of order: with payment in two
    parts the B/L can be out before the last part is there. "Now" is the first step that is not done.
    """
    completed = commercial == Commercial.COMPLETED
    done = {
        "reservation": bool(money) or completed or commercial == Commercial.PAYMENT_REQUESTED,
        "payment_confirmed": is_paid(money),
        "bl_issued": papers in BL_OUT,
        "completed": completed,
    }
    ended = str(commercial) if commercial in ENDED_WITHOUT_SALE else None
    current = None if ended else next((key for key in STEPS if not done[key]), None)
    steps = tuple(Step(key, "done" if done[key] else "now" if key == current else "next") for key in STEPS)
    return Headline(steps=steps, ended=ended)


def telling_state(commercial: str, money: Sequence[str], papers: str, logistics: str) -> tuple[str, str]:
    """(lane, state) that says most of a deal in two words: that of the lane which carries the step that is now.

    The commercial lane rests at "payment requested" until the end, also while the car is at sea."""
    now = headline(commercial, money, papers, logistics).now
    open_money = [state for state in money if state not in COVERED and state != Money.VOIDED]
    if now == "payment_confirmed" and open_money:
        return "money", open_money[0]
    if now in {"bl_issued", "completed"} and commercial == Commercial.PAYMENT_REQUESTED:
        return "logistics", logistics
    return "commercial", commercial


@dataclass(frozen=True)
class Turn:
    """Somebody must act: ``verb`` has its words in ``labels.TURNS``.

    ``request`` is the index in ``money`` where it is about one payment request; ``deadline`` is None where nothing
    runs out.
    """

    party: Actor
    verb: str
    deadline: Deadline | None = None
    request: int | None = None


Todo = tuple[Actor, str, Deadline | None]

_COMMERCIAL_TURNS: dict[str, tuple[Todo, ...]] = {
    Commercial.REQUESTED: ((Actor.DEALER, "send_quote", Deadline.ANSWER),),
    Commercial.QUOTING: (
        (Actor.DEALER, "finish_quote", Deadline.ANSWER),
        (Actor.FORWARDER, "price_freight", Deadline.ANSWER),
    ),
    Commercial.QUOTED: ((Actor.BUYER, "decide_quote", Deadline.QUOTE_VALIDITY),),
    Commercial.COUNTERED: ((Actor.DEALER, "answer_counter", Deadline.ANSWER),),
    Commercial.ACCEPTED: ((Actor.DEALER, "confirm_stock", Deadline.STOCK),),
    Commercial.STOCK_CHECK: ((Actor.PAYEE, "issue_proforma", Deadline.PROFORMA),),
}

_MONEY_TURNS: dict[str, tuple[Todo, ...]] = {
    Money.DUE: ((Actor.BUYER, "upload_proof", Deadline.PROOF),),
    Money.PROOF_UPLOADED: ((Actor.PAYEE, "confirm_funds", Deadline.CONFIRM_FUNDS),),
    Money.REJECTED: ((Actor.BUYER, "replace_proof", Deadline.FUNDS),),
    Money.OVERDUE: ((Actor.BUYER, "pay_now", None), (Actor.PAYEE, "wait_or_cancel", None)),
    Money.SHORT: ((Actor.BUYER, "send_balance", Deadline.BALANCE),),
    Money.OVER: ((Actor.PAYEE, "settle_surplus", Deadline.REFUND),),
    Money.REFUND_REQUESTED: ((Actor.PAYEE, "send_refund", Deadline.REFUND),),
    Money.REFUND_SENT: ((Actor.BUYER, "confirm_refund", Deadline.REFUND_CHECK),),
}

# After a deal that ended without a sale: what was received goes back, what was not is nobody's turn any more.
_RETURN_TURNS: dict[str, tuple[Todo, ...]] = {
    Money.PROOF_UPLOADED: _MONEY_TURNS[Money.PROOF_UPLOADED],
    Money.FUNDS_CONFIRMED: ((Actor.PAYEE, "start_refund", Deadline.REFUND),),
    Money.SHORT: ((Actor.PAYEE, "start_refund", Deadline.REFUND),),
    Money.OVER: ((Actor.PAYEE, "start_refund", Deadline.REFUND),),
    Money.REFUND_REQUESTED: _MONEY_TURNS[Money.REFUND_REQUESTED],
    Money.REFUND_SENT: _MONEY_TURNS[Money.REFUND_SENT],
}

_PAPERS_TURNS: dict[str, tuple[Todo, ...]] = {
    Papers.SELLER_DOCS_PENDING: ((Actor.DEALER, "hand_in_papers", Deadline.SELLER_DOCS),),
    Papers.SELLER_DOCS_RECEIVED: ((Actor.PAYEE, "deregister", Deadline.DEREGISTRATION),),
    Papers.BL_DRAFT_SENT: ((Actor.BUYER, "confirm_bl_draft", Deadline.BL_DRAFT),),
    Papers.BL_ISSUED: ((Actor.PAYEE, "dispatch_papers", Deadline.COURIER),),
    Papers.COURIER_DISPATCHED: ((Actor.BUYER, "receive_papers", None),),
}
# What rests while the dealer is suspended: steps towards a sale, and money on its way to him. A proof of what was sent before can
# still be handed in, and everything else goes on.
_TOWARDS_A_SALE = frozenset(
    {"send_quote", "finish_quote", "price_freight", "decide_quote", "answer_counter", "confirm_stock", "issue_proforma"}
)
_PAYING = frozenset({"upload_proof", "replace_proof", "pay_now", "send_balance", "wait_or_cancel"})
_AWAITS_BL = frozenset({Papers.DEREGISTERED, Papers.EXPORT_CERT_TRANSLATED, Papers.BL_CONFIRMED})

_LOGISTICS_TURNS: dict[str, tuple[Todo, ...]] = {
    Logistics.AWAITING_BOOKING: ((Actor.FORWARDER, "book_vessel", Deadline.BOOKING),),
    Logistics.ROLLED: ((Actor.FORWARDER, "book_vessel", Deadline.BOOKING),),
    Logistics.BOOKED: ((Actor.DEALER, "deliver_to_yard", Deadline.CUT_OFF),),
    Logistics.YARD_IN: ((Actor.FORWARDER, "get_export_permit", Deadline.CUT_OFF),),
    Logistics.EXPORT_PERMITTED: ((Actor.FORWARDER, "report_loading", Deadline.DEPARTURE),),
    Logistics.ON_BOARD: ((Actor.FORWARDER, "report_arrival", Deadline.ARRIVAL),),
    Logistics.TRANSHIPPED: ((Actor.FORWARDER, "report_arrival", Deadline.ARRIVAL),),
    Logistics.ARRIVED: ((Actor.BUYER, "collect_car", None),),
    Logistics.RELEASED: ((Actor.BUYER, "confirm_received", Deadline.RECEIPT),),
}

# What a forwarder has to do or waits for; of money and of the buyer's side he hears nothing (clauses.md PP-5-fwd).
SEEN_BY_FORWARDER = frozenset(
    {"hand_in_papers", "deregister", "deliver_to_yard", "book_vessel", "get_export_permit", "report_loading"}
    | {"report_arrival", "enter_bl"}
)


def whose_turn(
    commercial: str,
    money: Sequence[str],
    papers: str,
    logistics: str,
    *,
    mode: str = Mode.DIRECT,
    consignee_known: bool = True,
    forwarder_known: bool = True,
) -> list[Turn]:
    """Everybody who must act now; often two at once. PAYEE is already resolved to the dealer or the staff.

    Empty only when the deal is settled (``is_settled``). While every payment request is voided, a new invoice is owed.
    """
    turns = [Turn(*todo) for todo in _COMMERCIAL_TURNS.get(commercial, ())]
    if commercial in HOLDING and not consignee_known:
        kind = Deadline.CONSIGNEE if commercial == Commercial.PAYMENT_REQUESTED else Deadline.HOLD
        turns.append(Turn(Actor.BUYER, "enter_consignee", kind))
    if commercial == Commercial.PAYMENT_REQUESTED and all(state == Money.VOIDED for state in money):
        turns.append(Turn(Actor.PAYEE, "issue_proforma", Deadline.PROFORMA))
    table = _RETURN_TURNS if commercial in ENDED_WITHOUT_SALE else _MONEY_TURNS
    for index, state in enumerate(money):
        turns += [Turn(*todo, request=index) for todo in table.get(state, ())]
    if commercial == Commercial.PAYMENT_REQUESTED:
        turns += _work_turns(money, papers, logistics, forwarder_known=forwarder_known)
    return [_with_payee(turn, payee_of(mode)) for turn in turns]


def rests_with_dealer(turn: Turn, *, mode: str) -> bool:
    """Whether nobody is asked to do this while the dealer is suspended."""
    return turn.verb in _TOWARDS_A_SALE or (turn.verb in _PAYING and payee_of(mode) == Actor.DEALER)


def _work_turns(money: Sequence[str], papers: str, logistics: str, *, forwarder_known: bool) -> list[Turn]:
    """Papers and shipping, once a part of the price has arrived."""
    if not work_may_start(money):
        return []
    turns = [Turn(*todo) for todo in _PAPERS_TURNS.get(papers, ())]
    if papers in _AWAITS_BL and logistics in LOADED:
        turns.append(Turn(Actor.FORWARDER, "enter_bl", Deadline.BL_COPY))
    if logistics in {Logistics.AWAITING_BOOKING, Logistics.ROLLED} and not forwarder_known:
        turns.append(Turn(Actor.PAYEE, "choose_forwarder", Deadline.FORWARDER))
    elif logistics != Logistics.RELEASED or can_complete(Commercial.PAYMENT_REQUESTED, money, papers, logistics):
        turns += [Turn(*todo) for todo in _LOGISTICS_TURNS[logistics]]
    return turns


def _with_payee(turn: Turn, payee: Actor) -> Turn:
    if turn.party is not Actor.PAYEE:
        return turn
    return Turn(payee, turn.verb, turn.deadline, turn.request)
