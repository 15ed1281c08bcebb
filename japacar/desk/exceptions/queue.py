"""The queue of exceptions, and what a page shows of those about its subject."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from japacar.accounts.models import User
from japacar.accounts.viewers import Viewer
from japacar.desk.actions import AT_ONCE, STANDS_ALONE_FOR
from japacar.desk.models import Override
from japacar.desk.names import name_of
from japacar.desk.waiting import Queue, age, is_late
from japacar.members.models import Dealer

PROMISE = timedelta(hours=24)


def exceptions() -> Queue:
    """For the desk's home: what waits for a second person."""
    rows = [(Override.objects.waiting(), "proposed_at")]
    return Queue(gettext_lazy("Exceptions for a second person"), reverse("desk:overrides"), rows, PROMISE)


def entry(override: Override, viewer: Viewer) -> dict[str, Any]:
    """One exception as the `queue` macro of the ui room takes it; it leads to the page of what it is about."""
    is_own = override.proposed_by == viewer.event_ref
    return {
        "url": override.get_absolute_url(),
        "title": called(override.subject),
        "note": override.get_kind_display() + (" · " + _("yours") if is_own else ""),
        "age": age(override.proposed_at),
        "late": is_late(override.proposed_at, PROMISE),
    }


def proposals(about: Dealer | User, viewer: Viewer) -> list[dict[str, Any]]:
    """What waits about this dealer or person, for desk/proposals.html."""
    return [
        {
            "override": each,
            "by": name_of(each.proposed_by),
            "is_own": each.proposed_by == viewer.event_ref,
            # In force with one word: when it ends without a second one.
            "ends_at": each.proposed_at + STANDS_ALONE_FOR if each.kind in AT_ONCE else None,
        }
        for each in Override.objects.waiting().about(about)
    ]


def called(about: Dealer | User) -> str:
    """The name of a dealer or a person in the reader's language."""
    if isinstance(about, User):
        return about.display_name or _("No name yet")
    return about.name((get_language() or "en").split("-")[0]) or _("No name yet")
