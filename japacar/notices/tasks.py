"""The worker's doors into this room: each calls one action."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from japacar.notices import actions


@app.task(name="notices.tell", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def tell(event_id: int) -> None:
    actions.tell_about(event_id)
