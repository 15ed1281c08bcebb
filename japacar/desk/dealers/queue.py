"""The queue of dealers to check, the oldest first, with the promise of 24 hours."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from japacar.accounts.viewers import Viewer
from japacar.desk.models import Override, Recheck
from japacar.desk.names import names_of
from japacar.desk.waiting import Queue, age, is_late
from japacar.events.kinds import Kind
from japacar.events.models import Event
from japacar.members.models import Dealer

PROMISE = timedelta(hours=24)
AGAIN_PROMISE = timedelta(days=14)


def dealers_to_check() -> Queue:
    """For the desk's home."""
    rows = [(Dealer.objects.waiting(), "submitted_at")]
    return Queue(gettext_lazy("Dealers to check"), reverse("desk:dealers"), rows, PROMISE)


def dealers_to_check_again() -> Queue:
    """For the desk's home: permits and papers that must be looked at once more."""
    rows = [(Recheck.objects.open(), "opened_at")]
    return Queue(gettext_lazy("Dealers to check again"), reverse("desk:rechecks"), rows, AGAIN_PROMISE)


def entries(viewer: Viewer, current: Dealer | None = None) -> list[dict[str, Any]]:
    """The queue as the `queue` macro of the ui room takes it."""
    dealers = list(Dealer.objects.waiting().select_related("claim"))
    refused = Event.objects.filter(
        kind__in=[Kind.DEALER_REFUSED, Kind.DEALER_ASKED], subject__in=[each.event_ref for each in dealers]
    )
    again = set(refused.values_list("subject", flat=True))
    exceptions = set(Override.objects.waiting().filter(dealer__in=dealers).values_list("dealer_id", flat=True))
    names = _names(dealers)
    language = (get_language() or "en").split("-")[0]
    return [
        {
            "url": reverse("desk:dealer", kwargs={"pk": each.pk}),
            "title": each.name(language),
            "note": " · ".join(
                _notes(each, viewer, names, is_again=each.event_ref in again, waits=each.pk in exceptions)
            ),
            "age": age(each.submitted_at or each.created_at),
            "late": is_late(each.submitted_at or each.created_at, PROMISE),
            "current": current is not None and each.pk == current.pk,
        }
        for each in dealers
    ]


def _notes(each: Dealer, viewer: Viewer, names: dict[str, str], *, is_again: bool, waits: bool) -> Iterator[str]:
    yield _("Sent again after a correction") if is_again else _("New dealer")
    if waits:
        yield _("needs a second person")
    claim = getattr(each, "claim", None)
    if claim is not None and claim.is_live:
        is_mine = claim.held_by == viewer.event_ref
        yield _("held by you") if is_mine else _("held by %(name)s") % {"name": names.get(claim.held_by, "")}


def _names(dealers: list[Dealer]) -> dict[str, str]:
    """Who holds a review, by reference; one query for the whole queue."""
    refs = [each.claim.held_by for each in dealers if getattr(each, "claim", None) is not None]
    return names_of(refs)
