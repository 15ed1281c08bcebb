"""The shape of a queue of the desk, how all of them are counted at once, and how their ages are written.

The one thing to know: every page of the staff shows the counts, so that all queues together cost one query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, IntegerField, Min, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from japacar.kernel import clock


@dataclass(frozen=True)
class Queue:
    """What waits for staff: the rows with the field since when each does ("" where nothing tells), and how long one may wait."""

    title: str | Promise
    url: str
    rows: Sequence[tuple[Any, str]]
    promise: timedelta = timedelta(hours=24)


@dataclass(frozen=True)
class Waiting:
    """One line of the desk's home and of its menu: how many wait, and since when the oldest does."""

    title: str | Promise
    url: str
    count: int
    oldest_at: datetime | None
    promise: timedelta

    @property
    def age(self) -> str:
        return _("oldest %(age)s") % {"age": age(self.oldest_at)} if self.oldest_at else ""

    @property
    def is_late(self) -> bool:
        return self.oldest_at is not None and is_late(self.oldest_at, self.promise)


def counted(queues: Iterable[Queue]) -> list[Waiting]:
    """All of them counted by one query, in their order."""
    queues = list(queues)
    parts = [_part(place, rows, since) for place, queue in enumerate(queues) for rows, since in queue.rows]
    counts, oldest = [0] * len(queues), [list[datetime]() for _queue in queues]
    for place, count, since in parts[0].union(*parts[1:], all=True) if parts else []:
        counts[place] += count
        oldest[place] += [since] if since else []
    return [
        Waiting(queue.title, queue.url, count, min(times, default=None), queue.promise)
        for queue, count, times in zip(queues, counts, oldest, strict=True)
    ]


def _part(place: int, rows: Any, since: str) -> Any:
    """One row: the place of its queue, how many, since when."""
    first = Min(since) if since else Cast(Value(None), DateTimeField())
    named = rows.order_by().annotate(place=Value(place, IntegerField())).values("place")
    return named.annotate(count=Count("pk"), since=first).values_list("place", "count", "since")


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
