"""What a dealer's past deals show to everybody: how many were completed, and how soon a first quote usually came.

The one thing to know: figures only, of all his buyers together; a median over fewer than five answers is not shown."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from statistics import median

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from japacar.deals.lanes import Commercial
from japacar.deals.models import Deal
from japacar.deals.rules import Actor
from japacar.kernel import clock
from japacar.members.models import Dealer
from japacar.quotes.models import Quote

FEWEST = 5
NEWEST = 100
OVER = timedelta(days=365)


@dataclass(frozen=True)
class TrackRecord:
    """`answer_time` is None while there are too few answers to speak of."""

    completed: int
    answers: int
    answer_time: timedelta | None

    @property
    def answer_words(self) -> str:
        return spoken(self.answer_time) if self.answer_time is not None else ""


def track_record(dealer: Dealer) -> TrackRecord:
    """Two queries, whatever the number of deals."""
    times = answer_times(dealer)
    return TrackRecord(
        completed=Deal.objects.filter(dealer=dealer, commercial=Commercial.COMPLETED).count(),
        answers=len(times),
        answer_time=timedelta(seconds=median(time.total_seconds() for time in times)) if len(times) >= FEWEST else None,
    )


def answer_times(dealer: Dealer) -> list[timedelta]:
    """From the confirmed request to the first quote, of the newest answered requests of the last year."""
    quotes = Quote.objects.filter(deal=OuterRef("pk")).exclude(party=Actor.BUYER).order_by("created_at")
    answered = (
        Deal.objects.filter(dealer=dealer, confirmed_at__gte=clock.now() - OVER)
        .annotate(quoted_at=Subquery(quotes.values("created_at")[:1]))
        .exclude(quoted_at=None)
        .order_by("-confirmed_at")
        .values_list("confirmed_at", "quoted_at")
    )
    return [max(quoted_at - confirmed_at, timedelta()) for confirmed_at, quoted_at in answered[:NEWEST]]


def spoken(time: timedelta) -> str:
    """`within an hour`, `about 3 hours`, `about 2 days`, rounded up."""
    hours = ceil(time.total_seconds() / 3600)
    if hours <= 1:
        return _("within an hour")
    if hours < 48:
        return ngettext("about %(count)s hour", "about %(count)s hours", hours) % {"count": hours}
    days = ceil(hours / 24)
    return ngettext("about %(count)s day", "about %(count)s days", days) % {"count": days}
