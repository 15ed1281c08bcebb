"""Still there? A dealer says so every few days, by one tap; what nobody confirms leaves the search until he does.

The one thing to know: the link in the mail opens for whoever holds it and can do one harmless thing, so it needs no sign-in;
programs that follow links only see a button. `already sold` is the oldest complaint of the trade."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.members.models import Dealer
from japacar.vehicles.actions.status import WrongState, move_status
from japacar.vehicles.models import Vehicle

SALT = "vehicles.still-there"
#: A link of an older mail says nothing about today.
LINK_LIVES = timedelta(days=45)


class LinkIsDead(Exception):
    """The address was changed, or its mail is too old."""


def confirm_stock(vehicles: Iterable[Vehicle], *, by: Any) -> int:
    """These are still there; what had left the search for want of a word is back. How many that were.

    Nothing comes back of a dealer who is not approved."""
    confirmed = 0
    vehicles = list(vehicles)
    approved = set(Dealer.objects.approved().filter(vehicles__in=vehicles).values_list("pk", flat=True))
    for vehicle in vehicles:
        if vehicle.dealer_id not in approved:
            continue
        with transaction.atomic():
            try:
                move_status(
                    vehicle, Vehicle.Status.PUBLISHED, kind=Kind.VEHICLE_STOCK_CONFIRMED, by=by,
                    starts=(Vehicle.Status.PUBLISHED, Vehicle.Status.EXPIRED), stays=True,
                    stock_confirmed_at=clock.now(), stock_asked_at=None,
                )  # fmt: skip
            except WrongState:
                # Reserved, sold or withdrawn meanwhile: there is nothing to confirm.
                continue
            confirmed += 1
    return confirmed


def due_for_confirmation(dealer: Dealer) -> QuerySet[Vehicle]:
    """What the dealer is asked about now: due soon, due, and hidden already."""
    due = Q(status=Vehicle.Status.PUBLISHED, stock_confirmed_at__lt=clock.now() - _reminded_after())
    return Vehicle.objects.of_dealer(dealer).filter(due | Q(status=Vehicle.Status.EXPIRED))


def pass_stock_deadlines() -> None:
    """Ask every dealer once about what is due soon, and hide what nobody confirmed. Safe to run twice."""
    if not settings.STOCK_CONFIRM_DAYS:
        return
    for dealer in Dealer.objects.approved():
        _expire(dealer)
        _ask(dealer)


def link_for(dealer: Dealer) -> str:
    """The address in the mail."""
    token = signing.dumps(str(dealer.pk), salt=SALT)
    return f"{settings.BASE_URL}{reverse('vehicles:still_there', kwargs={'token': token})}"


def dealer_of_link(token: str) -> Dealer:
    """Whose stock the link is about. Raises LinkIsDead."""
    try:
        key = signing.loads(token, salt=SALT, max_age=LINK_LIVES)
    except signing.BadSignature as error:
        raise LinkIsDead from error
    dealer = Dealer.objects.approved().filter(pk=key).first()
    if dealer is None:
        raise LinkIsDead
    return dealer


def _expire(dealer: Dealer) -> None:
    """What was asked about and not confirmed in time leaves the search; the dealer hears it once for all of them."""
    limit = clock.now() - timedelta(days=settings.STOCK_CONFIRM_DAYS)
    asked_in_time = clock.now() - timedelta(days=settings.STOCK_REMINDER_DAYS)
    late = Vehicle.objects.of_dealer(dealer).filter(
        status=Vehicle.Status.PUBLISHED, stock_confirmed_at__lt=limit, stock_asked_at__lt=asked_in_time
    )
    hidden = 0
    with transaction.atomic():
        for vehicle in late:
            try:
                move_status(vehicle, Vehicle.Status.EXPIRED, kind=Kind.VEHICLE_EXPIRED, by="system")
            except WrongState:
                continue
            hidden += 1
        if hidden:
            record(Kind.DEALER_STOCK_EXPIRED, dealer, by="system", count=hidden)


def _ask(dealer: Dealer) -> None:
    with transaction.atomic():
        due = due_for_confirmation(dealer).filter(status=Vehicle.Status.PUBLISHED, stock_asked_at=None)
        if count := due.update(stock_asked_at=clock.now()):
            record(Kind.DEALER_STOCK_ASKED, dealer, by="system", count=count)


def _reminded_after() -> timedelta:
    return timedelta(days=max(settings.STOCK_CONFIRM_DAYS - settings.STOCK_REMINDER_DAYS, 0))
