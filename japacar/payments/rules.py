"""When a payment request still waits for money. The one thing to know: account numbers are shown to a buyer only while it does."""

from japacar.deals.rules import ENDED_WITHOUT_SALE, Actor, Commercial, Money, can_refund

# The buyer still has to send something, or what he sent has not been seen in the account.
OPEN = frozenset({Money.DUE, Money.PROOF_UPLOADED, Money.REJECTED, Money.OVERDUE, Money.SHORT})
# More than this times the amount asked for is a slip of the keyboard, not a payment.
ABSURD_TIMES = 2


def is_open(money: str) -> bool:
    """Does this payment request still wait for money?"""
    return money in OPEN


def takes_proof(commercial: str, money: str) -> bool:
    """May a proof be handed in? Only on a living deal that asked for money, while that money is not confirmed."""
    return commercial == Commercial.PAYMENT_REQUESTED and is_open(money)


def may_see_account(party: str, *, payee: str, commercial: str, money: str, is_trusted: bool) -> bool:
    """Who reads the account number in full (A-3): the buyer while he has to pay, and those of the payee's side whom it trusts."""
    if party == Actor.BUYER:
        return takes_proof(commercial, money)
    return party == payee and is_trusted


def to_refund(commercial: str, money: str, *, received: int, asked: int) -> int:
    """How much (yen) may go back now: all that arrived when the deal failed, else what is beyond the price."""
    if money != Money.REFUND_REQUESTED and not can_refund(commercial, money):
        return 0
    return received if commercial in ENDED_WITHOUT_SALE else max(0, received - asked)


def is_absurd(amount: int, *, received: int, asked: int) -> bool:
    """Would this amount (yen) bring the sum to more than twice what was asked for? Usually three zeros too many."""
    return received + amount > asked * ABSURD_TIMES
