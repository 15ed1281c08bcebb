"""What the public may see of a vehicle. The one thing to know: `status` moves by a conditional UPDATE with its event;
the search text follows in the same transaction."""

from typing import Any

from django.db import transaction

from japacar.accounts.models import is_frozen
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.vehicles import rules
from japacar.vehicles.actions.reviews import close_review, open_review, reasons_for_review
from japacar.vehicles.actions.uncovered import forget_uncovered
from japacar.vehicles.models import ListingReview, Vehicle
from japacar.vehicles.reference import learning
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
    move_status(vehicle, Vehicle.Status.RESERVED, kind=Kind.VEHICLE_RESERVED, by=by, deal=deal)


def mark_released(vehicle: Vehicle, *, by: Any, deal: str) -> None:
    """The deal that held it has ended: it is on sale again. Raises WrongState."""
    reserved = (Vehicle.Status.RESERVED,)
    move_status(vehicle, Vehicle.Status.PUBLISHED, kind=Kind.VEHICLE_RELEASED, by=by, deal=deal, starts=reserved)


def mark_sold(vehicle: Vehicle, *, by: Any, deal: str) -> None:
    """The buyer has the vehicle. Raises WrongState."""
    move_status(vehicle, Vehicle.Status.SOLD, kind=Kind.VEHICLE_SOLD, by=by, deal=deal, sold_at=clock.now())


def publish_vehicle(vehicle: Vehicle, *, by: Any) -> bool:
    """Put a draft or withdrawn vehicle on sale, or before our staff first where a rule asks for that; whether it is on sale.

    Raises NotReady (then nothing changes) or WrongState.

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
        if reasons := reasons_for_review(current):
            submit_for_review(vehicle, reasons, by=by)
            return False
        forget_uncovered(vehicle)
        move_status(vehicle, Vehicle.Status.PUBLISHED, kind=Kind.VEHICLE_PUBLISHED, by=by, **_as_of_now())
        learning.confirm(vehicle)
        return True


def submit_for_review(vehicle: Vehicle, reasons: list[str], *, by: Any) -> None:
    """Our staff looks before the public does. Call it inside the transaction of the change that made this necessary."""
    open_review(vehicle, reasons)
    move_status(vehicle, Vehicle.Status.REVIEW, kind=Kind.VEHICLE_SUBMITTED, by=by)


def approve_listing(vehicle: Vehicle, *, seen: str, by: Any) -> None:
    """Our staff lets it go on sale; what of the same dealer waited only for his first listings follows by itself.

    `seen` is when the listing was changed last, as the person saw it. Raises Changed, NotReady or WrongState."""
    with transaction.atomic():
        _approve(vehicle, seen=seen, by=by)
        waiting = Vehicle.objects.filter(dealer=vehicle.dealer, status=Vehicle.Status.REVIEW)
        for other in waiting.select_related("dealer"):
            if not reasons_for_review(other) and not rules.problems(other):
                _approve(other, seen="", by="system")


def refuse_listing(vehicle: Vehicle, words: str, *, by: Any) -> None:
    """Our staff sends it back as a draft with what to change. Raises WrongState."""
    with transaction.atomic():
        move_status(vehicle, Vehicle.Status.DRAFT, kind=Kind.VEHICLE_REFUSED, by=by, starts=(Vehicle.Status.REVIEW,))
        close_review(vehicle, ListingReview.Decision.REFUSED, words)


class Changed(Exception):
    """The dealer changed the listing while it was looked at."""


def _approve(vehicle: Vehicle, *, seen: str, by: Any) -> None:
    current = Vehicle.objects.select_for_update(of=("self",)).select_related("dealer").get(pk=vehicle.pk)
    if current.status != Vehicle.Status.REVIEW:
        raise WrongState(current.status)
    if seen and seen != current.updated_at.isoformat():
        raise Changed
    if problems := rules.problems(current):
        raise NotReady(problems)
    forget_uncovered(vehicle)
    move_status(
        vehicle,
        Vehicle.Status.PUBLISHED,
        kind=Kind.VEHICLE_APPROVED,
        by=by,
        starts=(Vehicle.Status.REVIEW,),
        **_as_of_now(),
    )
    close_review(vehicle, ListingReview.Decision.APPROVED)
    learning.confirm(vehicle)


def _as_of_now() -> dict[str, Any]:
    now = clock.now()
    return {"published_at": now, "stock_confirmed_at": now, "stock_asked_at": None}


def withdraw_vehicle(vehicle: Vehicle, *, by: Any) -> None:
    """Take a draft or a vehicle on sale out of the list. Raises WrongState while a deal holds it."""
    with transaction.atomic():
        move_status(vehicle, Vehicle.Status.WITHDRAWN, kind=Kind.VEHICLE_WITHDRAWN, by=by)
        close_review(vehicle, ListingReview.Decision.GONE)
        learning.confirm(vehicle)


def stay_complete(vehicle: Vehicle, lacking: list[tuple[str, str]]) -> None:
    """Refuse a change of a vehicle on sale that takes away what publishing needed. `lacking` was so before.

    Raises NotReady with the new problems; call it inside the transaction of the change."""
    new = [problem for problem in rules.problems(vehicle) if problem not in lacking]
    if new and vehicle.status in (Vehicle.Status.PUBLISHED, Vehicle.Status.EXPIRED):
        raise NotReady(new)


def move_status(
    vehicle: Vehicle,
    to: str,
    *,
    kind: Kind,
    by: Any,
    deal: str | None = None,
    starts: tuple[str, ...] = (),
    stays: bool = False,
    **also: Any,
) -> None:
    """The one way a state changes, with its event. Other rooms call the verbs above.

    `starts`: the states that this step begins in, where not every one of the table is meant; `stays`: one of them may be `to`
    itself, which is recorded as a fact without a move."""
    starts = starts or tuple(start for start, ends in Vehicle.TRANSITIONS.items() if to in ends)
    with transaction.atomic():
        start = Vehicle.objects.select_for_update().filter(pk=vehicle.pk).values_list("status", flat=True).get()
        changes = {"status": to, "updated_at": clock.now(), **also}
        if start not in starts or not Vehicle.objects.filter(pk=vehicle.pk, status=start).update(**changes):
            raise WrongState(f"{start} to {to}")
        for name, value in changes.items():
            setattr(vehicle, name, value)
        index_vehicle(vehicle)
        moved = {"lane": "status", "from_": start, "to": to} if start != to or not stays else {}
        record(kind, vehicle, by=by, deal=deal, **moved)
