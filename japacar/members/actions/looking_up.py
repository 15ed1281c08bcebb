"""The corporate number is looked up in the register, when it is entered and once a month afterwards.

The one thing to know: the call is made outside any transaction, and a register that does not answer changes nothing that it said before."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from procrastinate.contrib.django import app

from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.members import gateway, register
from japacar.members.gateway import Corporation, NotAnswered
from japacar.members.models import Dealer, RegisterEntry
from japacar.members.register import GRAVE

EVERY = timedelta(days=30)
# Somebody who presses the button again and again asks once a minute at most.
PAUSE = timedelta(minutes=1)
AT_ONCE = 200


def look_up_later(dealer: Dealer) -> None:
    """Have the worker ask, once the caller's transaction is there. Nothing happens where the register is not configured."""
    if gateway.is_configured() and dealer.corporate_number:
        app.configure_task("members.look_up_corporation").defer(dealer_id=str(dealer.pk))


def look_up_corporation(dealer: Dealer, *, by: Any) -> RegisterEntry | None:
    """Ask the register and keep its answer beside the dealer; None without a number, or when it was corrected meanwhile.

    Raises gateway.NotConfigured and gateway.NotAnswered; after the latter the entry says when it was tried and why it failed."""
    number, now = dealer.corporate_number, clock.now()
    if not number:
        return None
    held = register.entry_of(dealer)
    if held is not None and held.tried_at > now - PAUSE:
        return held
    try:
        found = gateway.ask(number, subject=dealer.event_ref)
    except NotAnswered as silent:
        _keep(dealer, number, {"tried_at": now, "failure": silent.code[:40]})
        raise
    return _keep_answer(dealer, number, found, by=by)


def _keep_answer(dealer: Dealer, number: str, found: Corporation | None, *, by: Any) -> RegisterEntry | None:
    """The answer, one event, and a second one when the register now says something grave that it did not say before."""
    with transaction.atomic():
        dealer = Dealer.objects.select_for_update().get(pk=dealer.pk)
        if dealer.corporate_number != number:
            return None  # Corrected while we asked; the new number has a look-up of its own.
        before = register.outcome(dealer, RegisterEntry.objects.filter(dealer=dealer, number=number).first())
        now = clock.now()
        said = {"tried_at": now, "checked_at": now, "failure": "", "is_known": found is not None}
        entry = _keep(dealer, number, _BLANK | said | (_facts(found) if found is not None else {}))
        after = register.outcome(dealer, entry)
        record(Kind.DEALER_NUMBER_LOOKED_UP, dealer, by=by, reason_code=after)
        if after in GRAVE and after != before:
            record(Kind.DEALER_REGISTER_DIFFERS, dealer, by="system", reason_code=after)
    return entry


_BLANK: dict[str, Any] = {
    "name": "",
    "address": "",
    "postal_code": "",
    "process": "",
    "close_cause": "",
    "successor": "",
    "changed_on": None,
    "closed_on": None,
    "as_of": None,
}


def _facts(found: Corporation) -> dict[str, Any]:
    return {
        "name": found.name[:200],
        "address": (found.prefecture + found.city + found.street)[:300],
        "postal_code": found.postal_code[:8],
        "process": found.process,
        "close_cause": found.close_cause,
        "successor": found.successor,
        "changed_on": found.changed_on,
        "closed_on": found.closed_on,
        "as_of": found.as_of,
    }


def _keep(dealer: Dealer, number: str, values: dict[str, Any]) -> RegisterEntry:
    """One row a dealer. What was said of another number is forgotten with it."""
    entry = RegisterEntry.objects.filter(dealer=dealer).first()
    if entry is None or entry.number != number:
        RegisterEntry.objects.filter(dealer=dealer).delete()
        entry = RegisterEntry(dealer=dealer, number=number)
    for name, value in values.items():
        setattr(entry, name, value)
    entry.save()
    return entry


def look_up_due() -> int:
    """Enqueue every corporation that was not looked up for a month, the longest waiting first. How many. Safe to run twice."""
    if not gateway.is_configured():
        return 0
    late = clock.now() - EVERY
    due = (
        Dealer.objects.filter(status__in=[Dealer.Status.SUBMITTED, Dealer.Status.APPROVED])
        .exclude(corporate_number="")
        .exclude(register_entry__checked_at__gte=late, register_entry__number=F("corporate_number"))
        .order_by("register_entry__tried_at")
    )
    dealers = list(due[:AT_ONCE])
    for dealer in dealers:
        look_up_later(dealer)
    return len(dealers)
