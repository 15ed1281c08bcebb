"""The worker's doors into this room: each calls one action."""

from procrastinate.contrib.django import app

from japacar.quotes import actions, estimates


@app.task(name="quotes.expire_quotes", queueing_lock="quotes.expire_quotes")
def expire_quotes(timestamp: int = 0) -> None:
    actions.expire_quotes()


@app.task(name=estimates.TASK)
def estimate_price(estimate_id: str) -> None:
    estimates.estimate(estimate_id)
