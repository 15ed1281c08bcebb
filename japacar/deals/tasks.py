"""The worker's doors into this room: each calls one action."""

from procrastinate.contrib.django import app

from japacar.deals import actions


@app.task(name="deals.pass_deadlines", queueing_lock="deals.pass_deadlines")
def pass_deadlines(timestamp: int = 0) -> None:
    actions.pass_deadlines()
    actions.forget_unconfirmed()
