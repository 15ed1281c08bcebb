"""The verbs of a listing. The one thing to know: `status` moves by a conditional UPDATE with its event; the search text follows in the same transaction."""

from typing import Any

from django.db import transaction

from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.vehicles.models import Vehicle


class WrongState(Exception):
    """The vehicle is no longer in the state that this step starts from."""


def mark_reserved(vehicle: Vehicle, *, by: Any, deal: str) -> None:
    """A deal holds the vehicle (the deals room calls this). Raises WrongState when it is not on sale."""
    _move(vehicle, Vehicle.Status.RESERVED, kind=Kind.VEHICLE_RESERVED, by=by, deal=deal)


def mark_released(vehicle: Vehicle, *, by: Any, deal: str) -> None:
    """The deal that held it has ended: it is on sale again. Raises WrongState."""
    _move(vehicle, Vehicle.Status.PUBLISHED, kind=Kind.VEHICLE_RELEASED, by=by, deal=deal)


def mark_sold(vehicle: Vehicle, *, by: Any, deal: str) -> None:
    """The buyer has the vehicle. Raises WrongState."""
    _move(vehicle, Vehicle.Status.SOLD, kind=Kind.VEHICLE_SOLD, by=by, deal=deal, sold_at=clock.now())


def _move(vehicle: Vehicle, to: str, *, kind: Kind, by: Any, deal: str | None = None, **also: Any) -> None:
    starts = [start for start, ends in Vehicle.TRANSITIONS.items() if to in ends]
    with transaction.atomic():
        start = Vehicle.objects.select_for_update().filter(pk=vehicle.pk).values_list("status", flat=True).get()
        changes = {"status": to, "updated_at": clock.now(), **also}
        if start not in starts or not Vehicle.objects.filter(pk=vehicle.pk, status=start).update(**changes):
            raise WrongState(f"{start} to {to}")
        for name, value in changes.items():
            setattr(vehicle, name, value)
        record(kind, vehicle, by=by, lane="status", from_=start, to=to, deal=deal)
