"""Which car a row speaks of: by our reference, else by stock number and chassis number together.

The one thing to know: when the two numbers lead to different cars nothing is guessed; the row fails and says what each belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from japacar.kernel import ids
from japacar.kernel.text import hyphens, nfkc
from japacar.members.models import Dealer
from japacar.vehicles.models import Vehicle

#: The columns of which a list needs one, or no row could be found again.
NUMBERS = frozenset({"reference", "stock_number", "chassis_no"})


class NotOneCar(Exception):
    """The row's numbers lead to no car, or not to one. The message is a sentence."""


@dataclass(frozen=True)
class Keys:
    """The numbers of one row, in their normal writing; empty where the row has none."""

    reference: str = ""
    stock: str = ""
    chassis: str = ""

    @classmethod
    def of(cls, reference: str, stock: str, chassis: str) -> "Keys":
        """`reference` stays as typed when it is none, so that the row can say so."""
        try:
            reference = ids.normalise_reference(reference, "JP") if reference else ""
        except ids.NotAReference:
            reference = reference[:24]
        return cls(reference, " ".join(stock.split()), hyphens(nfkc(chassis)).strip().upper())

    def __bool__(self) -> bool:
        return bool(self.reference or self.stock or self.chassis)


class Stock:
    """The dealer's cars that a batch of rows may mean, fetched at once."""

    def __init__(self, dealer: Dealer, keys: Iterable[Keys]) -> None:
        keys = list(keys)
        self._chassis = {each.chassis for each in keys} - {""}
        mine = Vehicle.objects.of_dealer(dealer).filter(
            Q(reference__in={each.reference for each in keys} - {""})
            | Q(stock_number__in={each.stock for each in keys} - {""})
            | Q(chassis_no__in=self._chassis)
        )
        self.vehicles = list(mine.select_related("make", "model", "dealer").defer("search"))
        self.elsewhere = set(
            Vehicle.objects.on_sale()
            .exclude(dealer=dealer)
            .filter(chassis_no__in=self._chassis)
            .values_list("chassis_no", flat=True)
        )

    def find(self, keys: Keys) -> Vehicle | None:
        """The car, or None for a new one. Raises NotOneCar."""
        if not keys:
            raise NotOneCar(
                _("The row has neither a stock number nor a chassis number, so the car could not be found again.")
            )
        if keys.reference:
            return self._by_reference(keys)
        by_stock = next((car for car in self.vehicles if keys.stock and car.stock_number == keys.stock), None)
        by_chassis = [car for car in self.vehicles if keys.chassis and car.chassis_no == keys.chassis]
        if by_stock is not None:
            return _same(by_stock, keys, by_chassis)
        return _by_chassis(keys, by_chassis)

    def _by_reference(self, keys: Keys) -> Vehicle:
        found = next((car for car in self.vehicles if car.reference == keys.reference), None)
        if found is None:
            raise NotOneCar(
                _("%(reference)s is not in your stock. Leave the cell empty for a new car.")
                % {"reference": keys.reference}
            )
        return found


def _same(car: Vehicle, keys: Keys, by_chassis: list[Vehicle]) -> Vehicle:
    """The car with the stock number, when its chassis number does not contradict."""
    if not keys.chassis or car.chassis_no == keys.chassis:
        return car
    if car.chassis_no:
        raise NotOneCar(
            _("Stock number %(stock)s is the car with chassis number %(there)s, and the row says %(here)s.")
            % {"stock": keys.stock, "there": car.chassis_no, "here": keys.chassis}
        )
    if by_chassis:
        raise NotOneCar(
            _("Stock number %(stock)s and chassis number %(here)s belong to two cars of your stock: %(a)s and %(b)s.")
            % {"stock": keys.stock, "here": keys.chassis, "a": car.reference, "b": by_chassis[0].reference}
        )
    return car


def _by_chassis(keys: Keys, found: list[Vehicle]) -> Vehicle | None:
    """Nothing has the row's stock number, so the chassis number alone decides."""
    if keys.stock:
        # A car that was sold may come back under a new number; that is a new listing.
        found = [car for car in found if car.status != Vehicle.Status.SOLD]
    if len(found) > 1:
        raise NotOneCar(
            _("Several cars of your stock have chassis number %(here)s. Add the stock number.") % {"here": keys.chassis}
        )
    if not found:
        return None
    car = found[0]
    if keys.stock and car.stock_number:
        raise NotOneCar(
            _("Chassis number %(here)s is your stock number %(there)s, and the row says %(stock)s.")
            % {"here": keys.chassis, "there": car.stock_number, "stock": keys.stock}
        )
    return car
