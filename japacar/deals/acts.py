"""What each party may do in a deal right now: the one list from which buttons are drawn and posts are judged.

The one thing to know: `belongs_to` answers for whom an act is at all (otherwise 403), `may` whether it is possible now (otherwise
the page comes again and says what happened meanwhile). Pure, no queries: the states of money are handed in."""

from collections.abc import Sequence
from enum import StrEnum

from japacar.deals import rules
from japacar.deals.models import Deal
from japacar.deals.rules import Actor, Commercial, Logistics, Papers
from japacar.members.roles import Task


class Act(StrEnum):
    """Something a person does by a button or form of the deal's page."""

    QUOTE = "quote"
    RESERVE = "reserve"
    COUNTER = "counter"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"
    CONFIRM_STOCK = "confirm_stock"
    ISSUE_INVOICE = "issue_invoice"
    ENTER_CONSIGNEE = "enter_consignee"
    REPORT_YARD = "report_yard"
    SEND_PAPERS = "send_papers"
    RECEIVE_PAPERS = "receive_papers"
    RECEIVE_VEHICLE = "receive_vehicle"


# Moves that are nothing but one step of one lane; the rest is spelt out in `may`.
STEPS: dict[Act, tuple[rules.Lane, str]] = {
    Act.DECLINE: (rules.COMMERCIAL, Commercial.DECLINED),
    Act.WITHDRAW: (rules.COMMERCIAL, Commercial.WITHDRAWN),
    Act.CANCEL: (rules.COMMERCIAL, Commercial.CANCELLED),
    Act.CONFIRM_STOCK: (rules.COMMERCIAL, Commercial.STOCK_CHECK),
    Act.REPORT_YARD: (rules.LOGISTICS, Logistics.YARD_IN),
    Act.SEND_PAPERS: (rules.PAPERS, Papers.COURIER_DISPATCHED),
    Act.RECEIVE_PAPERS: (rules.PAPERS, Papers.DELIVERED),
}
_PARTIES: dict[Act, frozenset[str]] = {
    Act.QUOTE: frozenset({Actor.DEALER, Actor.STAFF}),
    Act.RESERVE: frozenset({Actor.BUYER}),
    Act.COUNTER: frozenset({Actor.BUYER}),
    Act.DECLINE: frozenset({Actor.DEALER, Actor.STAFF}),
    Act.WITHDRAW: frozenset({Actor.BUYER, Actor.STAFF}),
    Act.CANCEL: frozenset({Actor.BUYER, Actor.DEALER, Actor.STAFF}),
    Act.CONFIRM_STOCK: frozenset({Actor.DEALER, Actor.STAFF}),
    Act.ISSUE_INVOICE: frozenset({Actor.DEALER, Actor.STAFF}),
    Act.ENTER_CONSIGNEE: frozenset({Actor.BUYER, Actor.STAFF}),
    Act.REPORT_YARD: frozenset({Actor.DEALER, Actor.STAFF}),
    Act.SEND_PAPERS: frozenset({Actor.DEALER, Actor.STAFF}),
    Act.RECEIVE_PAPERS: frozenset({Actor.BUYER, Actor.STAFF}),
    Act.RECEIVE_VEHICLE: frozenset({Actor.BUYER, Actor.STAFF}),
}
# Whose part an act is among the dealer's people (members.roles). Of the other sides everybody does everything.
TASKS: dict[Act, Task] = {
    Act.QUOTE: Task.QUOTES,
    Act.DECLINE: Task.QUOTES,
    Act.CANCEL: Task.QUOTES,
    Act.CONFIRM_STOCK: Task.QUOTES,
    Act.ISSUE_INVOICE: Task.QUOTES,
    Act.REPORT_YARD: Task.SHIPPING,
    Act.SEND_PAPERS: Task.PAPERS,
}
# The same for what the dealer owes next, by the verb of the turn.
TASKS_OF_TURNS: dict[str, Task] = {
    "send_quote": Task.QUOTES,
    "finish_quote": Task.QUOTES,
    "answer_counter": Task.QUOTES,
    "confirm_stock": Task.QUOTES,
    "issue_proforma": Task.QUOTES,
    "wait_or_cancel": Task.QUOTES,
    "confirm_funds": Task.MONEY,
    "settle_surplus": Task.MONEY,
    "start_refund": Task.MONEY,
    "send_refund": Task.MONEY,
    "hand_in_papers": Task.PAPERS,
    "deregister": Task.PAPERS,
    "dispatch_papers": Task.PAPERS,
    "choose_forwarder": Task.SHIPPING,
    "deliver_to_yard": Task.SHIPPING,
}
# Steps towards a sale: with a suspended dealer they rest for every side. `Deal.move` holds it; this is why no button is drawn.
TOWARDS_A_SALE = frozenset({Act.QUOTE, Act.RESERVE, Act.COUNTER, Act.CONFIRM_STOCK, Act.ISSUE_INVOICE})
EVERY_TASK = frozenset(Task)
_QUOTABLE = rules.OPEN
# One of three ways to end a deal without a sale, in the order in which they are looked for.
ENDINGS = (Act.WITHDRAW, Act.DECLINE, Act.CANCEL)


def belongs_to(act: Act, party: str, *, tasks: frozenset[Task] = EVERY_TASK) -> bool:
    """Is this act for this party at all, in whatever state? `tasks` are the parts of the work that the person does."""
    return party in _PARTIES[act] and (act not in TASKS or TASKS[act] in tasks)


def is_mine(verb: str, tasks: frozenset[Task]) -> bool:
    """Whether somebody who does these parts of the work has a step to take when it is the turn of his side."""
    return verb not in TASKS_OF_TURNS or TASKS_OF_TURNS[verb] in tasks


def may(act: Act, deal: Deal, party: str, *, money: Sequence[str] = (), tasks: frozenset[Task] = EVERY_TASK) -> bool:
    """May this party do this now? `money` holds the state of each payment request."""
    if not belongs_to(act, party, tasks=tasks) or (act in TOWARDS_A_SALE and not deal.dealer.is_approved):
        return False
    if act is Act.QUOTE:
        return deal.commercial in _QUOTABLE
    if act in {Act.RESERVE, Act.COUNTER}:
        return deal.commercial == Commercial.QUOTED
    if act is Act.ENTER_CONSIGNEE:
        return deal.commercial in rules.ACTIVE and deal.papers not in rules.BL_OUT
    if act is Act.RECEIVE_VEHICLE:
        return rules.can_complete(deal.commercial, money, deal.papers, deal.logistics)
    if act is Act.ISSUE_INVOICE:
        return party == rules.payee_of(deal.mode) and _wants_invoice(deal, money)
    if act is Act.CANCEL and not (
        deal.commercial in rules.HOLDING and rules.can_cancel(deal.commercial, deal.logistics)
    ):
        return False
    lane, to = STEPS[act]
    if lane is not rules.COMMERCIAL and deal.commercial != Commercial.PAYMENT_REQUESTED:
        return False
    return rules.allows(lane, str(getattr(deal, lane.name)), to, by=party, mode=deal.mode)


def possible(
    deal: Deal, party: str, *, money: Sequence[str] = (), tasks: frozenset[Task] = EVERY_TASK
) -> frozenset[Act]:
    """All that this party may do now."""
    return frozenset(act for act in Act if may(act, deal, party, money=money, tasks=tasks))


def ending_for(deal: Deal, party: str, *, tasks: frozenset[Task] = EVERY_TASK) -> Act | None:
    """How this party would end the deal now, if at all; staff cancel or decline."""
    theirs = (act for act in ENDINGS if may(act, deal, party, tasks=tasks))
    return next((act for act in theirs if (party, act) != (Actor.STAFF, Act.WITHDRAW)), None)


def _wants_invoice(deal: Deal, money: Sequence[str]) -> bool:
    if deal.commercial == Commercial.STOCK_CHECK:
        return True
    return deal.commercial == Commercial.PAYMENT_REQUESTED and all(state == rules.Money.VOIDED for state in money)
