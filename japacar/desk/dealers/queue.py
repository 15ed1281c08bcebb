"""The queue of dealers to check, the oldest first, with the promise of 24 hours."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from japacar.desk.waiting import Queue, age, is_late
from japacar.events.kinds import Kind
from japacar.events.models import Event
from japacar.members.models import Dealer

PROMISE = timedelta(hours=24)


def dealers_to_check() -> Queue:
    """For the desk's home."""
    waiting = Dealer.objects.waiting()
    oldest = waiting.values_list("submitted_at", flat=True).first()
    return Queue(gettext_lazy("Dealers to check"), reverse("desk:dealers"), waiting.count(), oldest, PROMISE)


def entries(current: Dealer | None = None) -> list[dict[str, Any]]:
    """The queue as the `queue` macro of the ui room takes it."""
    dealers = list(Dealer.objects.waiting())
    refused = Event.objects.filter(kind=Kind.DEALER_REFUSED, subject__in=[each.event_ref for each in dealers])
    again = set(refused.values_list("subject", flat=True))
    language = (get_language() or "en").split("-")[0]
    return [
        {
            "url": reverse("desk:dealer", kwargs={"pk": each.pk}),
            "title": each.name(language),
            "note": _("Sent again after a correction") if each.event_ref in again else _("New dealer"),
            "age": age(each.submitted_at or each.created_at),
            "late": is_late(each.submitted_at or each.created_at, PROMISE),
            "current": current is not None and each.pk == current.pk,
        }
        for each in dealers
    ]
