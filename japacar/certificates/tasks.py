"""The worker's doors into this room: each calls one action."""

from procrastinate.contrib.django import app

from japacar.certificates.ai import actions


@app.task(name=actions.TASK)
def read_by_ai(reading_id: str) -> None:
    actions.read(reading_id)


@app.task(name="certificates.forget_ai_readings", queueing_lock="certificates.forget_ai_readings")
def forget_ai_readings(timestamp: int = 0) -> None:
    """`timestamp` is what the scheduler passes; the work does not depend on it."""
    actions.forget_old()
