"""The worker's doors into this room: each calls one action."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from japacar.payments import actions


@app.task(name="payments.pass_money_deadlines", queueing_lock="payments.pass_money_deadlines")
def pass_money_deadlines(timestamp: int = 0) -> None:
    actions.pass_money_deadlines()


@app.task(name="payments.keep_printed_accounts", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def keep_printed_accounts(dealer_id: str, account_id: str) -> None:
    """Put into the queue by the members room when a dealer announces another account."""
    actions.keep_printed_accounts(dealer_id, account_id)
