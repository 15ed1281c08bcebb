"""The worker's doors into this room: each calls one action."""

from procrastinate.contrib.django import app

from japacar.payments import actions


@app.task(name="payments.pass_money_deadlines", queueing_lock="payments.pass_money_deadlines")
def pass_money_deadlines(timestamp: int = 0) -> None:
    actions.pass_money_deadlines()
