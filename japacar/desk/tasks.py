"""The worker's doors into this room: each calls one action."""

from procrastinate.contrib.django import app

from japacar.desk import actions


@app.task(name="desk.open_rechecks", queueing_lock="desk.open_rechecks")
def open_rechecks(timestamp: int = 0) -> None:
    """`timestamp` is what the scheduler passes; the work does not depend on it."""
    actions.open_rechecks()


@app.task(name="desk.lapse_overdue", queueing_lock="desk.lapse_overdue")
def lapse_overdue(timestamp: int = 0) -> None:
    """What one of staff did at once and nobody confirmed."""
    actions.lapse_overdue()
