"""The worker's doors into this room: each calls one action."""

from procrastinate.contrib.django import app

from japacar.vehicles import actions


@app.task(name="vehicles.pass_stock_deadlines", queueing_lock="vehicles.pass_stock_deadlines")
def pass_stock_deadlines(timestamp: int = 0) -> None:
    actions.pass_stock_deadlines()
