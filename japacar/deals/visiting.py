"""Asking for a quote without an account: the request waits, hidden, until the code that was mailed comes back.

The one thing to know: every address gets the same answer. What a visitor typed of himself is kept in his session and reaches a
profile only after the code, so nobody writes into the account of somebody else."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from japacar.accounts import actions as accounts
from japacar.accounts.codes import check_code, send_code, without_trace
from japacar.accounts.models import SignInCode, User
from japacar.accounts.viewers import Viewer
from japacar.deals import actions
from japacar.deals.actions import AlreadyAsked, MayNotTrade
from japacar.deals.models import Deal
from japacar.kernel import clock
from japacar.members.models import BuyerProfile
from japacar.vehicles.models import Vehicle

KEY = "quote_request"
SECONDS = 24 * 3600
PURPOSE = SignInCode.Purpose.REQUEST


@dataclass(frozen=True)
class Visitor:
    """What a visitor says of himself in the form; `ip` goes with his agreement."""

    name: str
    email: str
    phone: str
    language: str
    of_age: bool
    ip: str | None


@dataclass(frozen=True)
class Waiting:
    """The request that this browser is in the middle of. `deal` is empty where the account may not ask."""

    vehicle: str
    deal: str
    user: str
    email: str
    name: str
    phone: str
    port: str

    @classmethod
    def of(cls, request: HttpRequest, vehicle: str) -> "Waiting | None":
        kept: dict[str, Any] = request.session.get(KEY) or {}
        if not kept or clock.now().timestamp() - kept["at"] > SECONDS or kept["vehicle"] != vehicle:
            return None
        return cls(**{name: value for name, value in kept.items() if name != "at"})

    def put(self, request: HttpRequest) -> None:
        request.session[KEY] = {**asdict(self), "at": clock.now().timestamp()}

    @staticmethod
    def drop(request: HttpRequest) -> None:
        request.session.pop(KEY, None)


def ask(vehicle: Vehicle, visitor: Visitor, wishes: dict[str, Any]) -> Waiting:
    """Keep the request and mail a code. `wishes` are the arguments of `request_quote`. Raises NotOnSale.

    Somebody who asked before, or whose account is frozen, is told so only after the code."""
    user = begin(visitor)
    with transaction.atomic():
        code = ""
        try:
            deal = actions.request_quote(vehicle, buyer=user, by=Viewer(), confirmed=False, **wishes)
            code = deal.code
        except AlreadyAsked as asked:
            code = asked.deal.code
        except MayNotTrade:
            pass
        _mail(user)
    return Waiting(vehicle.reference, code, str(user.pk), visitor.email, visitor.name, visitor.phone, wishes["port"])


def begin(visitor: Visitor) -> User:
    """The account of the address, begun when there is none; a declared minor waits for a guardian's consent (PP-13-a)."""
    return accounts.find_or_begin_buyer(
        visitor.email,
        name=visitor.name,
        language=visitor.language,
        ip=visitor.ip,
        agreed=True,
        of_age=visitor.of_age,
    )


def send_again(waiting: Waiting) -> None:
    user = User.objects.filter(pk=waiting.user).first()
    if user is not None:
        _mail(user)


def _mail(user: User) -> None:
    if user.is_active:
        send_code(user, purpose=PURPOSE)
        return
    with without_trace():
        send_code(user, purpose=PURPOSE)


def owner_of_code(waiting: Waiting, digits: str) -> User | None:
    """The user, when these are the digits that were mailed to him; his address is confirmed then."""
    user = User.objects.filter(pk=waiting.user).first()
    if user is None or not check_code(user, digits, purpose=PURPOSE) or not user.is_active:
        return None
    return accounts.confirm_email(user)


def confirm(waiting: Waiting, user: User) -> Deal | None:
    """The dealer may see the request now. None when it is gone or the account may not trade. Raises NotOnSale."""
    keep_profile(user, name=waiting.name, phone=waiting.phone, port=waiting.port)
    deal = Deal.objects.select_related("vehicle", "buyer").filter(code=waiting.deal, buyer=user).first()
    if deal is None or user.status != User.Status.ACTIVE:
        return None
    if deal.confirmed_at is None and sells(user, deal.vehicle):
        deal.delete()
        return None
    actions.confirm_request(deal, by=Viewer(user))
    return deal


def keep_profile(user: User, *, name: str, phone: str, port: str) -> BuyerProfile:
    """A buyer's profile: made with what he gave; later only what was empty is filled, so the port that he saved stays (PP-1.1-m)."""
    profile, is_new = BuyerProfile.objects.get_or_create(
        user=user, defaults={"name": name or user.display_name, "phone": phone, "destination_port": port}
    )
    if not is_new:
        profile.phone = profile.phone or phone
        profile.destination_port = profile.destination_port or port
        profile.save(update_fields=["phone", "destination_port"])
    return profile


def sells(user: User, vehicle: Vehicle) -> bool:
    """Does this person sell the car himself? Then there is nothing to ask."""
    return vehicle.dealer.memberships.filter(user=user, ended_at=None).exists()
