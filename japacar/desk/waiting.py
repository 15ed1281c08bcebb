"""The shape of a queue of the desk, and how its ages are written."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from japacar.kernel import clock


@dataclass(frozen=True)
class Queue:
    """One line of the desk's home: how many wait, since when the oldest does, and how long one may wait."""

    title: str | Promise
    url: str
    count: int
    oldest_at: datetime | None = None
    promise: timedelta = timedelta(hours=24)
    note: str = ""

    @property
    def age(self) -> str:
        return _("oldest %(age)s") % {"age": age(self.oldest_at)} if self.oldest_at else ""

    @property
    def is_late(self) -> bool:
        return self.oldest_at is not None and is_late(self.oldest_at, self.promise)


def age(since: datetime) -> str:
    """`20 min`, `26 h`, `3 days`: how long something has waited."""
    minutes = max(int((clock.now() - since).total_seconds() // 60), 1)
    if minutes < 60:
        return ngettext("%(count)s min", "%(count)s min", minutes) % {"count": minutes}
    if minutes < 72 * 60:
        return ngettext("%(count)s h", "%(count)s h", minutes // 60) % {"count": minutes // 60}
    return ngettext("%(count)s day", "%(count)s days", minutes // 1440) % {"count": minutes // 1440}


def is_late(since: datetime, promise: timedelta) -> bool:
    return clock.now() - since > promise
