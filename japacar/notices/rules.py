"""Which event is told to whom. The one thing to know: every kind is either in TOLD or in SILENT; a test keeps it so.
Whoever caused an event is not told of it."""

from collections.abc import Iterable
from enum import StrEnum

from japacar.accounts.models import User
from japacar.deals import rules as deal_rules
from japacar.deals.models import Deal, ForwarderLink
from japacar.events.kinds import Kind
from japacar.events.models import Event
from japacar.kernel import clock
from japacar.members.models import Dealer, Forwarder, NotificationAddress
from japacar.members.roles import Role, Task, who_may
from japacar.payments.models import PaymentRequest
from japacar.vehicles.models import Vehicle


class Audience(StrEnum):
    BUYER = "buyer"
    DEALER = "dealer"
    DEALER_SETTINGS = "dealer_settings"
    DEALER_LISTINGS = "dealer_listings"
    MEMBER = "member"
    PAYEE = "payee"
    FORWARDER = "forwarder"
    STAFF = "staff"
    OTHER_BUYERS = "other_buyers"
    SELF = "self"


_BOTH = (Audience.BUYER, Audience.DEALER)

TOLD: dict[Kind, tuple[Audience, ...]] = {
    Kind.DEAL_REQUEST_CONFIRMED: (Audience.DEALER,),
    Kind.QUOTE_SENT: (Audience.BUYER,),
    Kind.QUOTE_COUNTERED: (Audience.DEALER,),
    Kind.DEAL_RESERVED: _BOTH,
    Kind.VEHICLE_RESERVED: (Audience.OTHER_BUYERS,),
    Kind.VEHICLE_RELEASED: (Audience.OTHER_BUYERS,),
    Kind.DEAL_DECLINED: (Audience.BUYER,),
    Kind.DEAL_WITHDRAWN: (Audience.DEALER,),
    Kind.DEAL_EXPIRED: _BOTH,
    Kind.DEAL_CANCELLED: (*_BOTH, Audience.FORWARDER),
    Kind.DEAL_RESTED: (Audience.BUYER,),
    Kind.DEAL_RESUMED: (Audience.BUYER,),
    Kind.DEAL_STOCK_CONFIRMED: (Audience.BUYER,),
    Kind.PROFORMA_ISSUED: (Audience.BUYER,),
    Kind.PROOF_UPLOADED: (Audience.PAYEE,),
    Kind.PROOF_REJECTED: (Audience.BUYER,),
    Kind.FUNDS_CONFIRMED: _BOTH,
    Kind.FUNDS_SHORT: (Audience.BUYER,),
    Kind.FUNDS_OVER: (Audience.BUYER,),
    Kind.REFUND_SENT: (Audience.BUYER,),
    Kind.REFUND_CONFIRMED: (Audience.PAYEE,),
    Kind.PAYMENT_OVERDUE: (Audience.BUYER, Audience.PAYEE),
    Kind.CONSIGNEE_ENTERED: (Audience.DEALER,),
    Kind.CONSIGNEE_CHANGED: (*_BOTH, Audience.FORWARDER),
    Kind.MESSAGE_WRITTEN: _BOTH,
    Kind.DOCUMENT_COLLECTED: _BOTH,
    Kind.FORWARDER_ASSIGNED: (Audience.BUYER, Audience.FORWARDER),
    Kind.SHIPMENT_BOOKED: _BOTH,
    Kind.SHIPMENT_SAILED: _BOTH,
    Kind.BL_ISSUED: _BOTH,
    Kind.DEAL_LOGISTICS_MOVED: _BOTH,
    Kind.DEAL_COMPLETED: (*_BOTH, Audience.FORWARDER),
    Kind.DEALER_SUBMITTED: (Audience.STAFF,),
    Kind.DEALER_APPROVED: (Audience.DEALER,),
    Kind.DEALER_REFUSED: (Audience.DEALER,),
    Kind.DEALER_REGISTER_DIFFERS: (Audience.DEALER, Audience.STAFF),
    Kind.DEALER_ASKED: (Audience.DEALER,),
    Kind.DEALER_STOCK_ASKED: (Audience.DEALER_LISTINGS,),
    Kind.DEALER_STOCK_EXPIRED: (Audience.DEALER_LISTINGS,),
    Kind.VEHICLE_APPROVED: (Audience.DEALER_LISTINGS,),
    Kind.VEHICLE_REFUSED: (Audience.DEALER_LISTINGS,),
    Kind.DEALER_DECISION_UNDONE: (Audience.DEALER,),
    Kind.DEALER_SUSPENDED: (Audience.DEALER,),
    Kind.DEALER_SUSPENSION_LIFTED: (Audience.DEALER,),
    Kind.OVERRIDE_PROPOSED: (Audience.STAFF,),
    Kind.OVERRIDE_LAPSED: (Audience.STAFF,),
    Kind.GUARDIAN_CONSENT_SENT: (Audience.STAFF,),
    Kind.GUARDIAN_CONSENT_CHECKED: (Audience.STAFF,),
    Kind.GUARDIAN_CONSENT_ACCEPTED: (Audience.SELF,),
    Kind.GUARDIAN_CONSENT_REFUSED: (Audience.SELF,),
    Kind.BANK_ACCOUNT_ENTERED: (Audience.DEALER,),
    Kind.IDENTITY_IMAGE_DESTROYED: (Audience.DEALER_SETTINGS,),
    Kind.IDENTITY_DRAFT_EXPIRING: (Audience.DEALER_SETTINGS,),
    Kind.STAFF_JOINED: (Audience.DEALER_SETTINGS,),
    Kind.STAFF_ROLE_CHANGED: (Audience.MEMBER, Audience.DEALER_SETTINGS),
    Kind.STAFF_REMOVED: (Audience.MEMBER, Audience.DEALER_SETTINGS),
    Kind.NOTIFICATION_ADDRESS_CONFIRMED: (Audience.DEALER_SETTINGS,),
    Kind.NOTIFICATION_ADDRESS_REMOVED: (Audience.DEALER_SETTINGS,),
    Kind.BANK_CHANGE_STOPPED: (Audience.DEALER,),
    Kind.INVOICE_ACCOUNT_KEPT: _BOTH,
    Kind.ACCOUNT_PASSWORD_CHANGED: (Audience.SELF,),
    Kind.ACCOUNT_SECOND_FACTOR_CHANGED: (Audience.SELF,),
    Kind.ACCOUNT_EMAIL_CHANGED: (Audience.SELF,),
    Kind.FACTOR_RESET_PROPOSED: (Audience.STAFF,),
    Kind.FACTOR_RESET_CONFIRMED: (Audience.SELF,),
    Kind.FACTOR_RESET_STOPPED: (Audience.SELF,),
    Kind.ACCOUNT_PROVIDER_LINKED: (Audience.SELF,),
    Kind.ACCOUNT_PROVIDER_UNLINKED: (Audience.SELF,),
}

# Recorded for the audit and the fold only: the person sees the effect at once, or another event of the same moment is told.
SILENT = frozenset(Kind) - frozenset(TOLD)


def is_told(event: Event) -> bool:
    """False for silent kinds, and for a lane's first entry, which is a beginning and no news."""
    if event.kind not in TOLD:
        return False
    return event.kind != Kind.DEAL_LOGISTICS_MOVED or "from" in event.facts


def deal_of(event: Event) -> Deal | None:
    """The deal that an event is about: by its subject, or by the `deal` among its facts."""
    noun, _, code = event.subject.partition(":")
    code = code if noun == "deal" else str(event.facts.get("deal", ""))
    deals = Deal.objects.select_related("vehicle__make", "vehicle__model", "dealer", "buyer", "forwarder")
    return deals.filter(code=code).first() if code else None


def vehicle_of(event: Event) -> Vehicle | None:
    """The car that an event is about, where it is about no deal."""
    noun, _, reference = event.subject.partition(":")
    found = Vehicle.objects.select_related("make", "model", "dealer").filter(reference=reference)
    return found.first() if noun == "vehicle" else None


def people(event: Event) -> list[User]:
    """Everybody who is told, once each, without whoever caused it and without closed accounts."""
    deal = deal_of(event)
    found: dict[str, User] = {}
    for audience in TOLD[Kind(event.kind)]:
        for user in _members(audience, event, deal):
            found.setdefault(str(user.pk), user)
    return [user for user in found.values() if user.is_active and (user.event_ref != event.actor or _is_self(event))]


def mailbox_of(event: Event, deal: Deal | None) -> NotificationAddress | None:
    """The mailbox of the dealer's staff that hears what all of the dealer's people hear (PP-1.1-k), once its owner said yes."""
    told = TOLD[Kind(event.kind)]
    noun, _, ref = event.subject.partition(":")
    is_dealers = not {Audience.DEALER, Audience.DEALER_LISTINGS}.isdisjoint(told) or (
        Audience.PAYEE in told and deal is not None and deal_rules.payee_of(deal.mode) == deal_rules.Actor.DEALER
    )
    dealer_id = str(deal.dealer_id) if deal is not None else ref if noun == "dealer" else ""
    if noun == "vehicle" and deal is None and (car := vehicle_of(event)) is not None:
        dealer_id = str(car.dealer_id)
    if not is_dealers or not dealer_id:
        return None
    return NotificationAddress.objects.filter(dealer_id=dealer_id, confirmed_at__isnull=False).first()


def link_holder_of(event: Event, deal: Deal | None) -> Forwarder | None:
    """The forwarder of the deal, where he works through a one-time link that still opens or is open, and hears of this event.

    That he is chosen is told by the mail with the link itself; what he did himself is not told to him."""
    if deal is None or deal.forwarder is None or not deal.forwarder.email or event.kind == Kind.FORWARDER_ASSIGNED:
        return None
    if Audience.FORWARDER not in TOLD[Kind(event.kind)] or event.actor.startswith("link:"):
        return None
    links = ForwarderLink.objects.filter(deal=deal, forwarder=deal.forwarder, revoked_at=None)
    return deal.forwarder if links.filter(expires_at__gt=clock.now()).exists() else None


# Whoever changed it is told too: if it was somebody else in his account, this is how he learns of it.
TOLD_TO_THE_ACTOR = frozenset(
    {
        Kind.ACCOUNT_PASSWORD_CHANGED,
        Kind.ACCOUNT_SECOND_FACTOR_CHANGED,
        Kind.ACCOUNT_EMAIL_CHANGED,
        Kind.FACTOR_RESET_STOPPED,
        Kind.ACCOUNT_PROVIDER_LINKED,
        Kind.ACCOUNT_PROVIDER_UNLINKED,
        Kind.BANK_ACCOUNT_ENTERED,
        Kind.BANK_CHANGE_STOPPED,
        Kind.CONSIGNEE_CHANGED,
    }
)


# And at the address that somebody left lately, since a thief of the account would have changed it first.
TOLD_TO_FORMER_ADDRESSES = frozenset({Kind.BANK_ACCOUNT_ENTERED, Kind.BANK_CHANGE_STOPPED, Kind.FACTOR_RESET_CONFIRMED})


def _is_self(event: Event) -> bool:
    return event.kind in TOLD_TO_THE_ACTOR


def _members(audience: Audience, event: Event, deal: Deal | None) -> Iterable[User]:
    noun, _, ref = event.subject.partition(":")
    if audience is Audience.SELF:
        return User.objects.filter(pk=ref)
    if audience is Audience.MEMBER:
        return User.objects.filter(pk=str(event.facts.get("member", "")).partition(":")[2])
    if audience is Audience.STAFF:
        return User.objects.filter(staff_role__isnull=False)
    if audience is Audience.DEALER and noun == "dealer":
        return _people_of(Dealer.objects.get(pk=ref))
    if audience is Audience.DEALER_SETTINGS:
        return _people_of(Dealer.objects.get(pk=ref), task=Task.SETTINGS)
    if audience is Audience.DEALER_LISTINGS:
        dealers = Dealer.objects.filter(vehicles__reference=ref) if noun == "vehicle" else Dealer.objects.filter(pk=ref)
        return _people_of(dealers.get(), task=Task.LISTINGS)
    if audience is Audience.OTHER_BUYERS:
        return User.objects.filter(
            deals__vehicle__reference=ref, deals__commercial__in=deal_rules.OPEN, deals__confirmed_at__isnull=False
        ).exclude(deals__code=str(event.facts.get("deal", "")))
    if deal is None:
        return []
    return _parties(audience, event, deal)


def _parties(audience: Audience, event: Event, deal: Deal) -> Iterable[User]:
    if audience is Audience.BUYER:
        return [deal.buyer]
    if audience is Audience.DEALER:
        return _people_of(deal.dealer)
    if audience is Audience.FORWARDER:
        return User.objects.filter(forwarder_contact__forwarder=deal.forwarder) if deal.forwarder_id else []
    request = PaymentRequest.objects.filter(code=event.subject.partition(":")[2]).first()
    payee = request.payee if request else deal_rules.payee_of(deal.mode)
    return (
        _people_of(deal.dealer) if payee == deal_rules.Actor.DEALER else User.objects.filter(staff_role__isnull=False)
    )


def _people_of(dealer: Dealer, *, task: Task | None = None) -> Iterable[User]:
    """Everybody of a dealer, or those alone who do this part of its work."""
    roles = tuple(Role) if task is None else who_may(task)
    return User.objects.filter(memberships__dealer=dealer, memberships__ended_at=None, memberships__role__in=roles)
