"""Approved dealers come back to the desk: once a year, when permit number and commission do not fit any more, and when the
identity paper that was shown has run out. Safe to run twice."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction

from japacar.desk.models import Recheck
from japacar.events.actions import record, ref
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.members import rules
from japacar.members.models import Dealer

YEAR = timedelta(days=365)


def open_rechecks() -> int:
    """Put every approved dealer that must be looked at again into the queue; how many entries are new."""
    count = 0
    for dealer in Dealer.objects.approved().prefetch_related("rechecks").iterator(chunk_size=200):
        for reason in _reasons(dealer):
            with transaction.atomic():
                _, is_new = Recheck.objects.get_or_create(dealer=dealer, reason=reason, closed_at=None)
                if is_new:
                    record(Kind.RECHECK_OPENED, dealer, by="system", reason_code=reason)
                    count += 1
    return count


def close_rechecks(dealer: Dealer, *, by: Any) -> int:
    """One of staff has compared permit and papers again and found them right; how many entries that closes."""
    with transaction.atomic():
        count = Recheck.objects.open().filter(dealer=dealer).update(closed_at=clock.now(), closed_by=ref(by))
        if count:
            record(Kind.RECHECK_CLOSED, dealer, by=by, count=count)
    return count


def _reasons(dealer: Dealer) -> Iterator[Recheck.Reason]:
    closed = {each.reason: each.closed_at for each in dealer.rechecks.all() if each.closed_at is not None}
    seen = [at for at in (dealer.decided_at, *closed.values()) if at is not None]
    if not seen or clock.now() - max(seen) > YEAR:
        yield Recheck.Reason.YEARLY
    # What a person has found right since stays right until the facts change or a year has gone.
    if rules.permit_warnings(dealer) and _is_old(closed.get(Recheck.Reason.COMMISSION)):
        yield Recheck.Reason.COMMISSION
    if _paper_ran_out(dealer) and _is_old(closed.get(Recheck.Reason.PAPER_EXPIRED)):
        yield Recheck.Reason.PAPER_EXPIRED


def _is_old(closed_at: Any) -> bool:
    return closed_at is None or clock.now() - closed_at > YEAR


def _paper_ran_out(dealer: Dealer) -> bool:
    """The last day outlives the picture (A-14): it is read from rows whose pictures are gone too."""
    days = [image.expires_on for image in dealer.identity_images.all() if image.expires_on is not None]
    return bool(days) and max(days) < clock.today_jst()
