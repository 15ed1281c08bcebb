"""The worker's doors into this room: each calls one action."""

from procrastinate.contrib.django import app

from japacar.egress import actions


@app.task(name="egress.dispatch", pass_context=False)
def dispatch(dispatch_id: str) -> None:
    actions.dispatch(dispatch_id)


@app.task(name="egress.take_up_due", queueing_lock="egress.take_up_due")
def take_up_due(timestamp: int = 0) -> None:
    """`timestamp` is what the scheduler passes; the work does not depend on it."""
    actions.take_up_due()
