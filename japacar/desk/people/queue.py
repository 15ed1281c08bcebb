"""The queue of lost second factors that wait for a second person."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from japacar.accounts.models import FactorReset
from japacar.desk.waiting import Queue


def open_resets() -> Any:
    """What waits for a second person, or for its three days; the oldest first."""
    return FactorReset.objects.filter(state__in=FactorReset.OPEN).select_related("user").order_by("proposed_at")


def factors_to_reset() -> Queue:
    """For the desk's home: those that wait for a second person."""
    rows = [(open_resets().filter(state=FactorReset.State.PROPOSED), "proposed_at")]
    return Queue(gettext_lazy("Lost second factors"), reverse("desk:people"), rows)
