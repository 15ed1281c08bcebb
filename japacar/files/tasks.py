"""The worker's doors into this room: each calls one action."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from japacar.files import actions


@app.task(name="files.make_renditions", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def make_renditions(file_id: str, formats: list[str] | None = None) -> None:
    """`formats` is what jobs of an earlier version name; all are made at once now."""
    actions.make_renditions(file_id)


@app.task(name="files.sweep", queueing_lock="files.sweep")
def sweep(timestamp: int = 0) -> None:
    """`timestamp` is what the scheduler passes; the work does not depend on it."""
    actions.sweep()
