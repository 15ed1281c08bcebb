"""What like cars cost: our own closed deals and what is asked now, as figures that betray no single deal.

The one thing to know: nothing is said below five cars of three dealers. "Like" is one fixed rule, shown with the figures."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import quantiles
from typing import Any

from django.db.models import Q

from japacar.deals import rules
from japacar.kernel import clock
from japacar.kernel.money import Money
from japacar.quotes.models import Quote, QuoteLine
from japacar.vehicles.models import Vehicle

LEAST_CARS, LEAST_DEALERS = 5, 3
YEARS_APART, KM_APART = 2, 40_000
CLOSED_WITHIN = timedelta(days=2 * 365)


@dataclass(frozen=True)
class Figures:
    """Median and quartiles in yen, of so many cars of so many dealers."""

    count: int
    dealers: int
    quarter: Money
    median: Money
    three_quarters: Money


def can_compare(vehicle: Vehicle) -> bool:
    """Whether the listing says enough to know what is like it."""
    return vehicle.model_id is not None and vehicle.year is not None


def like(vehicle: Vehicle, *, path: str = "") -> Q:
    """Cars like this one, itself excluded: model, year, fuel and odometer. `path` leads from another table to the vehicle."""
    assert vehicle.model_id is not None
    assert vehicle.year is not None
    same = Q(
        **{
            f"{path}model": vehicle.model_id,
            f"{path}year__range": (vehicle.year - YEARS_APART, vehicle.year + YEARS_APART),
        }
    )
    if vehicle.fuel:
        same &= Q(**{f"{path}fuel": vehicle.fuel})
    if vehicle.mileage_km is not None:
        near = (max(0, vehicle.mileage_km - KM_APART), vehicle.mileage_km + KM_APART)
        same &= Q(**{f"{path}mileage_km__range": near})
    return same & ~Q(**{f"{path}pk": vehicle.pk})


def asking(vehicle: Vehicle) -> Figures | None:
    """What is asked for like cars that are on sale now."""
    rows = Vehicle.objects.on_sale().filter(like(vehicle)).order_by()
    return _figures([*rows.values_list("price_minor", "dealer_id")])


def closed(vehicle: Vehicle) -> Figures | None:
    """What like cars were sold for, FOB, in deals that were completed within two years."""
    rows = QuoteLine.objects.filter(
        like(vehicle, path="quote__deal__vehicle__"),
        kind=QuoteLine.Kind.CAR,
        quote__status=Quote.Status.ACCEPTED,
        quote__deal__commercial=rules.Commercial.COMPLETED,
        quote__deal__completed_at__gte=clock.now() - CLOSED_WITHIN,
    ).order_by()
    return _figures([*rows.values_list("amount_minor", "quote__deal__dealer_id")])


def _figures(rows: list[tuple[Any, Any]]) -> Figures | None:
    prices = [price for price, _dealer in rows if price]
    dealers = len({dealer for price, dealer in rows if price})
    if len(prices) < LEAST_CARS or dealers < LEAST_DEALERS:
        return None
    # In steps of ten thousand yen, so that no figure is one dealer's very price.
    quarters = quantiles(prices, n=4, method="inclusive")
    low, middle, high = (Money.jpy((int(each) + 5_000) // 10_000 * 10_000) for each in quarters)
    return Figures(len(prices), dealers, low, middle, high)
