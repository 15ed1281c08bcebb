"""The worker's doors into this room: each calls one action."""

from procrastinate.contrib.django import app

from japacar.members import actions, gateway
from japacar.members.models import Dealer


@app.task(name="members.forget_consent_papers", queueing_lock="members.forget_consent_papers")
def forget_consent_papers(timestamp: int = 0) -> None:
    actions.forget_consent_papers()


@app.task(name="members.forget_identity_originals", queueing_lock="members.forget_identity_originals")
def forget_identity_originals(timestamp: int = 0) -> None:
    """`timestamp` is what the scheduler passes; the work does not depend on it."""
    actions.forget_identity_originals()
    actions.tell_of_drafts()
    actions.forget_drafts()


@app.task(name="members.forget_links", queueing_lock="members.forget_links")
def forget_links(timestamp: int = 0) -> None:
    """Invitations and mailboxes whose links had their time."""
    actions.forget_invitations()
    actions.forget_unconfirmed_addresses()


@app.task(name="members.look_up_corporation")
def look_up_corporation(dealer_id: str) -> None:
    """A register that is silent is asked again by the daily round; a dealer who is gone needs none."""
    dealer = Dealer.objects.filter(pk=dealer_id).first()
    if dealer is None:
        return
    try:
        actions.look_up_corporation(dealer, by="system")
    except (gateway.NotAnswered, gateway.NotConfigured):
        return  # The entry says when it was tried and why it failed; staff and doctor see it there.


@app.task(name="members.look_up_due", queueing_lock="members.look_up_due")
def look_up_due(timestamp: int = 0) -> None:
    actions.look_up_due()
