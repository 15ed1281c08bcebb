"""The worker's doors into this room: each calls one action."""

from procrastinate.contrib.django import app

from japacar.members import actions


@app.task(name="members.forget_permit_photos", queueing_lock="members.forget_permit_photos")
def forget_permit_photos(timestamp: int = 0) -> None:
    """`timestamp` is what the scheduler passes; the work does not depend on it."""
    actions.forget_permit_photos()
