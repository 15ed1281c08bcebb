"""The queue of listings that staff look at before the public does."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from japacar.desk.waiting import Queue, age, is_late
from japacar.vehicles.actions import REASONS
from japacar.vehicles.models import ListingReview

PROMISE = timedelta(hours=24)


def waiting_listings() -> QuerySet[ListingReview]:
    """The open reviews, oldest first."""
    return ListingReview.objects.filter(decided_at=None).order_by("asked_at")


def listings_to_check() -> Queue:
    """For the desk's home."""
    rows = [(waiting_listings(), "asked_at")]
    return Queue(gettext_lazy("Listings to check"), reverse("desk:listings"), rows, PROMISE)


def reason_words(reasons: list[str]) -> list[str]:
    return [str(REASONS[reason]) for reason in reasons if reason in REASONS]


def entry(review: ListingReview) -> dict[str, Any]:
    """One listing as the `queue` macro of the ui room takes it."""
    language = (get_language() or "en").split("-")[0]
    return {
        "url": reverse("desk:listing", args=[review.vehicle.reference]),
        "title": review.vehicle.title(language),
        "note": " · ".join([review.vehicle.dealer.name(language), *reason_words(review.reasons)]),
        "age": age(review.asked_at),
        "late": is_late(review.asked_at, PROMISE),
    }
