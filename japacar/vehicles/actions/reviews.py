"""When our staff looks at a listing before the public does, and the rows of those looks.

The one thing to know: the rules are few and said in words (`REASONS`): a dealer's first listings, a price far from those of
like cars, a chassis number that another dealer offers, and a make that nobody has listed yet. Figures are settings (LISTING_REVIEW_…)."""

from statistics import median
from types import MappingProxyType

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from japacar.kernel import clock
from japacar.vehicles.makes import is_unheard_of
from japacar.vehicles.models import ListingReview, Vehicle
from japacar.vehicles.search_text import chassis_spellings

REASONS: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "new_dealer": _("One of the first listings of this dealer"),
        "price": _("The price is far from that of like cars"),
        "chassis": _("Another dealer offers the same chassis number"),
        "new_make": _("The first car of a make that is in no table: see whether it is written right"),
    }
)
# Like cars: the same model, at most this many years apart; fewer than five say nothing.
YEARS_APART = 2
FEWEST_LIKE = 5
_OFFERED = (Vehicle.Status.REVIEW, Vehicle.Status.PUBLISHED, Vehicle.Status.RESERVED, Vehicle.Status.EXPIRED)


def reasons_for_review(vehicle: Vehicle, *, only: frozenset[str] = frozenset(REASONS)) -> list[str]:
    """Why our staff should look first; empty when nothing speaks for it. What was approved as it is now is not asked again."""
    approved: set[str] = set()
    for reasons, price in ListingReview.objects.filter(
        vehicle=vehicle, decision=ListingReview.Decision.APPROVED
    ).values_list("reasons", "price_minor"):
        approved |= {reason for reason in reasons if reason != "price" or price == vehicle.price_minor}
    tests = {"new_dealer": _is_among_first, "price": _is_far_off, "chassis": _is_offered_elsewhere,
             "new_make": _is_first_of_make}  # fmt: skip
    return [name for name, test in tests.items() if name in only - approved and test(vehicle)]


def usual_price(vehicle: Vehicle) -> int | None:
    """The middle of what is asked for like cars now, or None where too few are offered."""
    if vehicle.model_id is None or vehicle.year is None:
        return None
    like = Vehicle.objects.on_sale().filter(model=vehicle.model_id).exclude(pk=vehicle.pk)
    near = like.filter(year__range=(vehicle.year - YEARS_APART, vehicle.year + YEARS_APART))
    prices = [price for price in near.values_list("price_minor", flat=True)[:500] if price is not None]
    return round(median(prices)) if len(prices) >= FEWEST_LIKE else None


def others_with_chassis(vehicle: Vehicle) -> list[Vehicle]:
    """The offers of other dealers with this chassis number, however it is written there."""
    written = chassis_spellings(vehicle.chassis_no)
    if not written:
        return []
    same = Vehicle.objects.filter(chassis_no__in=written, status__in=_OFFERED)
    return list(same.exclude(dealer=vehicle.dealer_id).select_related("dealer"))


def open_review(vehicle: Vehicle, reasons: list[str]) -> None:
    ListingReview.objects.create(vehicle=vehicle, reasons=reasons, price_minor=vehicle.price_minor or 0)


def close_review(vehicle: Vehicle, decision: str, words: str = "") -> None:
    ListingReview.objects.filter(vehicle=vehicle, decided_at=None).update(
        decided_at=clock.now(), decision=decision, words=words
    )


def _is_among_first(vehicle: Vehicle) -> bool:
    first: int = settings.LISTING_REVIEW_FIRST
    if not first:
        return False
    shown = Vehicle.objects.of_dealer(vehicle.dealer).filter(published_at__isnull=False).exclude(pk=vehicle.pk)
    return vehicle.published_at is None and shown[:first].count() < first


def _is_far_off(vehicle: Vehicle) -> bool:
    usual, factor = usual_price(vehicle), settings.LISTING_REVIEW_PRICE_FACTOR
    if usual is None or not factor or vehicle.price_minor is None:
        return False
    return not usual / factor <= vehicle.price_minor <= usual * factor


def _is_offered_elsewhere(vehicle: Vehicle) -> bool:
    return bool(others_with_chassis(vehicle))


def _is_first_of_make(vehicle: Vehicle) -> bool:
    return vehicle.make is not None and is_unheard_of(vehicle.make)
