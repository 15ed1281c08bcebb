"""What the public may see of a vehicle. The one thing to know: `status` moves by a conditional UPDATE with its event;
the search text follows in the same transaction."""

from typing import Any

from django.db import transaction

from japacar.accounts.models import is_frozen
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.vehicles import rules
from japacar.vehicles.actions.uncovered import forget_uncovered
from japacar.vehicles.models import Vehicle
from japacar.vehicles.search import index_vehicle


class WrongState(Exception):
    """The vehicle is no longer in the state that this step starts from."""


class NotReady(Exception):
    """The listing lacks something. `problems` holds (field, code) pairs as `rules.problems` gives them."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__(", ".join(f"{field} {code}" for field, code in problems))
        self.problems = problems


def mark_reserved(vehicle: Vehicle, *, by: Any, deal: str) -> None:
    """A deal holds the vehicle (the deals room calls this). Raises WrongState when it is not on sale."""
    _move(vehicle, Vehicle.Status.RESERVED, kind=Kind.VEHICLE_RESERVED, by=by, deal=deal)


def mark_released(vehicle: Vehicle, *, by: Any, deal: str) -> None:
    """The deal that held it has ended: it is on sale again. Raises WrongState."""
    _move(vehicle, Vehicle.Status.PUBLISHED, kind=Kind.VEHICLE_RELEASED, by=by, deal=deal)


def mark_sold(vehicle: Vehicle, *, by: Any, deal: str) -> None:
    """The buyer has the vehicle. Raises WrongState."""
    _move(vehicle, Vehicle.Status.SOLD, kind=Kind.VEHICLE_SOLD, by=by, deal=deal, sold_at=clock.now())


def publish_vehicle(vehicle: Vehicle, *, by: Any) -> None:
    """Put a draft or withdrawn vehicle on sale. Raises NotReady (then nothing changes) or WrongState.

    The dealer must be approved (PP-1.1-b); a vehicle that a deal holds comes back by `mark_released` only."""
    with transaction.atomic():
        current = Vehicle.objects.select_for_update(of=("self",)).select_related("dealer").get(pk=vehicle.pk)
        if current.status not in (Vehicle.Status.DRAFT, Vehicle.Status.WITHDRAWN):
            raise WrongState(current.status)
        if problems := rules.problems(current):
            raise NotReady(problems)
        # Somebody who is not of age lists nothing before a guardian agreed, whoever he works for (PP-13-a).
        if is_frozen(by):
            raise NotReady([("dealer", "not_approved")])
        forget_uncovered(vehicle)
        now = clock.now()
        _move(
            vehicle,
            Vehicle.Status.PUBLISHED,
            kind=Kind.VEHICLE_PUBLISHED,
            by=by,
            published_at=now,
            stock_confirmed_at=now,
        )


def withdraw_vehicle(vehicle: Vehicle, *, by: Any) -> None:
    """Take a draft or a vehicle on sale out of the list. Raises WrongState while a deal holds it."""
    _move(vehicle, Vehicle.Status.WITHDRAWN, kind=Kind.VEHICLE_WITHDRAWN, by=by)


def stay_complete(vehicle: Vehicle, lacking: list[tuple[str, str]]) -> None:
    """Refuse a change of a vehicle on sale that takes away what publishing needed. `lacking` was so before.

    Raises NotReady with the new problems; call it inside the transaction of the change."""
    new = [problem for problem in rules.problems(vehicle) if problem not in lacking]
    if new and vehicle.status == Vehicle.Status.PUBLISHED:
        raise NotReady(new)


def _move(vehicle: Vehicle, to: str, *, kind: Kind, by: Any, deal: str | None = None, **also: Any) -> None:
    starts = [start for start, ends in Vehicle.TRANSITIONS.items() if to in ends]
    with transaction.atomic():
        start = Vehicle.objects.select_for_update().filter(pk=vehicle.pk).values_list("status", flat=True).get()
        changes = {"status": to, "updated_at": clock.now(), **also}
        if start not in starts or not Vehicle.objects.filter(pk=vehicle.pk, status=start).update(**changes):
            raise WrongState(f"{start} to {to}")
        for name, value in changes.items():
            setattr(vehicle, name, value)
        index_vehicle(vehicle)
        record(kind, vehicle, by=by, lane="status", from_=start, to=to, deal=deal)
