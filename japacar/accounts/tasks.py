"""The worker's doors into this room: each calls one action."""

from procrastinate.contrib.django import app

from japacar.accounts import actions, recovery


@app.task(name="accounts.forget_what_expired", queueing_lock="accounts.forget_what_expired")
def forget_what_expired(timestamp: int = 0) -> None:
    actions.forget_what_expired()


@app.task(name="accounts.reset_factors", queueing_lock="accounts.reset_factors")
def reset_factors(timestamp: int = 0) -> None:
    recovery.carry_out_due()
