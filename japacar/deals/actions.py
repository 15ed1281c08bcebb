"""The verbs of a deal. The one thing to know: each is one transaction of guard, conditional UPDATE and event; rooms above call
these when money, papers or the voyage change what the deal is."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from japacar.accounts.models import User
from japacar.accounts.viewers import Viewer
from japacar.deals import rules
from japacar.deals.models import ConsigneeChange, Deal, DealEnding, Message, WrongState
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.members.models import Consignee, Dealer
from japacar.vehicles import actions as vehicles
from japacar.vehicles.models import Vehicle

UNCONFIRMED_FOR = timedelta(hours=24)
SYSTEM = "system"


class NotOnSale(Exception):
    """The vehicle was reserved, sold or withdrawn in the meantime."""


class AlreadyAsked(Exception):
    """This buyer already has an active deal on this vehicle; `deal` is that one."""

    def __init__(self, deal: Deal) -> None:
        super().__init__(deal.code)
        self.deal = deal


class AlreadyReserved(Exception):
    """Another buyer reserved the vehicle first."""


class MayNotTrade(Exception):
    """A frozen account (a minor awaiting consent, a disabled one) cannot ask, reserve or pay (PP-13-a)."""


def request_quote(
    vehicle: Vehicle,
    *,
    buyer: User,
    country: str,
    port: str,
    by: Viewer,
    incoterm: str = "CIF",
    wants_inspection: bool = False,
    wants_insurance: bool = True,
    message: str = "",
    confirmed: bool = True,
) -> Deal:
    """Open a deal. With `confirmed=False` it stays hidden from the dealer until `confirm_request`, and goes after 24 hours.

    An earlier request that was never confirmed is replaced: whoever typed the buyer's address cannot block the buyer.
    Raises NotOnSale, AlreadyAsked, MayNotTrade."""
    if buyer.status != User.Status.ACTIVE:
        raise MayNotTrade
    if not Vehicle.objects.on_sale().filter(pk=vehicle.pk).exists():
        raise NotOnSale
    deal = Deal(
        vehicle=vehicle,
        dealer=vehicle.dealer,
        buyer=buyer,
        mode=vehicle.sale_mode,
        destination_country=country,
        destination_port=port,
        incoterm=incoterm,
        wants_inspection=wants_inspection,
        wants_insurance=wants_insurance,
    )
    with transaction.atomic():
        if not Dealer.objects.stays_approved(vehicle.dealer_id):
            raise NotOnSale
        Deal.objects.unconfirmed().filter(buyer=buyer, vehicle=vehicle).delete()
        try:
            with transaction.atomic():
                deal.save(force_insert=True)
        except IntegrityError as error:
            existing = Deal.objects.active().filter(buyer=buyer, vehicle=vehicle).first()
            if existing is None:
                raise
            raise AlreadyAsked(existing) from error
        record(
            Kind.DEAL_REQUESTED, deal, by=by, lane="commercial", to=deal.commercial,
            vehicle=vehicle.reference, country=country, port=port,
        )  # fmt: skip
        for lane in (rules.PAPERS, rules.LOGISTICS):
            record(_lane_kind(lane), deal, by=SYSTEM, lane=lane.name, to=lane.first)
        if message:
            _keep_message(deal, message, author=buyer, party=rules.Actor.BUYER)
        if confirmed:
            confirm_request(deal, by=by)
    return deal


def confirm_request(deal: Deal, *, by: Viewer) -> None:
    """The buyer's address is confirmed: the dealer may see the request. Harmless when it was confirmed before.

    Raises NotOnSale when the vehicle went while the code was under way, and MayNotTrade."""
    if deal.buyer.status != User.Status.ACTIVE:
        raise MayNotTrade
    if deal.confirmed_at is None and not Vehicle.objects.on_sale().filter(pk=deal.vehicle_id).exists():
        raise NotOnSale
    now = clock.now()
    with transaction.atomic():
        if deal.confirmed_at is None and not Dealer.objects.stays_approved(deal.dealer_id):
            raise NotOnSale
        if Deal.objects.filter(pk=deal.pk, confirmed_at=None).update(confirmed_at=now, moved_at=now):
            deal.confirmed_at = deal.moved_at = now
            record(Kind.DEAL_REQUEST_CONFIRMED, deal, by=by, vehicle=deal.vehicle.reference)


def mark_quoted(deal: Deal, *, by: Viewer, to: str = rules.Commercial.QUOTED, **facts: Any) -> None:
    """A quotation or counter-offer was sent (the quotes room calls this, with the facts of that version).

    Raises WrongState, and as DealerRests where the dealer is suspended, as every step towards a sale does."""
    with transaction.atomic():
        if deal.commercial == rules.Commercial.QUOTED == to:
            deal.hold()
            deal.refuse_while_dealer_rests()
            if deal.commercial != to:
                raise WrongState("the deal has gone on in the meantime")
            Deal.objects.filter(pk=deal.pk).update(moved_at=clock.now())
            return
        start = deal.move(rules.COMMERCIAL, to, party=deal.party_of(by))
        kind = Kind.QUOTE_SENT if to == rules.Commercial.QUOTED else Kind.QUOTE_COUNTERED
        record(kind, deal, by=by, lane="commercial", from_=start, to=to, **facts)


def reserve(deal: Deal, *, total_minor: int, incoterm: str, by: Viewer) -> None:
    """The buyer takes the car at this total in yen. The database lets one deal of a vehicle through.

    Raises AlreadyReserved, NotOnSale, MayNotTrade, WrongState."""
    if deal.buyer.status != User.Status.ACTIVE:
        raise MayNotTrade
    with transaction.atomic():
        try:
            with transaction.atomic():
                start = deal.move(
                    rules.COMMERCIAL,
                    rules.Commercial.ACCEPTED,
                    party=deal.party_of(by),
                    total_minor=total_minor,
                    incoterm=incoterm,
                    accepted_at=clock.now(),
                )
        except IntegrityError as error:
            deal.refresh_from_db()
            raise AlreadyReserved from error
        try:
            vehicles.mark_reserved(deal.vehicle, by=by, deal=deal.code)
        except vehicles.WrongState as error:
            raise AlreadyReserved from error
        record(
            Kind.DEAL_RESERVED, deal, by=by, lane="commercial", from_=start, to=deal.commercial,
            amount_minor=total_minor, currency=deal.currency, vehicle=deal.vehicle.reference,
        )  # fmt: skip


def confirm_stock(deal: Deal, *, by: Viewer) -> None:
    """The dealer has looked: the car is there. Raises WrongState."""
    with transaction.atomic():
        start = deal.move(rules.COMMERCIAL, rules.Commercial.STOCK_CHECK, party=deal.party_of(by))
        Vehicle.objects.filter(pk=deal.vehicle_id).update(stock_confirmed_at=clock.now())
        record(Kind.DEAL_STOCK_CONFIRMED, deal, by=by, lane="commercial", from_=start, to=deal.commercial)


def request_payment(deal: Deal, *, by: Viewer) -> None:
    """The payee has issued a proforma invoice (the payments room calls this): the mode is frozen. Raises WrongState."""
    with transaction.atomic():
        deal.refuse_while_dealer_rests()
        if deal.mode_frozen_at is None:
            deal.mode_frozen_at = clock.now()
            Deal.objects.filter(pk=deal.pk).update(mode_frozen_at=deal.mode_frozen_at)
        if deal.commercial == rules.Commercial.PAYMENT_REQUESTED:
            return
        start = deal.move(rules.COMMERCIAL, rules.Commercial.PAYMENT_REQUESTED, party=rules.payee_of(deal.mode))
        record(
            Kind.DEAL_PAYMENT_REQUESTED, deal, by=by, lane="commercial", from_=start, to=deal.commercial, mode=deal.mode
        )


def mark_paid(deal: Deal, *, by: Viewer) -> None:
    """Every payment request is covered (the payments room calls this). Harmless when it was said before."""
    now = clock.now()
    with transaction.atomic():
        if Deal.objects.filter(pk=deal.pk, paid_at=None).update(paid_at=now, moved_at=now):
            deal.paid_at = now
            record(Kind.DEAL_PAID, deal, by=by, amount_minor=deal.total_minor, currency=deal.currency)


def mark_papers(deal: Deal, to: str, *, party: str, by: Any, kind: Kind = Kind.DEAL_PAPERS_MOVED, **facts: Any) -> None:
    """Move the papers lane. Raises WrongState."""
    _move_lane(deal, rules.PAPERS, to, party=party, by=by, kind=kind, **facts)


def mark_logistics(
    deal: Deal, to: str, *, party: str, by: Any, kind: Kind = Kind.DEAL_LOGISTICS_MOVED, **facts: Any
) -> None:
    """Move the logistics lane. Raises WrongState."""
    _move_lane(deal, rules.LOGISTICS, to, party=party, by=by, kind=kind, **facts)


def receive_vehicle(deal: Deal, *, by: Viewer) -> None:
    """The buyer (or staff for him) has the car: the deal is completed and the car sold. Raises WrongState."""
    party = deal.party_of(by)
    with transaction.atomic():
        deal.hold()
        if not rules.can_complete(deal.commercial, deal.money_states(), deal.papers, deal.logistics):
            raise WrongState("not paid, without B/L, or not at sea yet")
        if deal.logistics == rules.Logistics.RELEASED:
            record(Kind.VEHICLE_RECEIVED, deal, by=by)  # The forwarder had handed it over already.
        else:
            mark_logistics(deal, rules.Logistics.RELEASED, party=party, by=by, kind=Kind.VEHICLE_RECEIVED)
        start = deal.move(rules.COMMERCIAL, rules.Commercial.COMPLETED, party=party, completed_at=clock.now())
        vehicles.mark_sold(deal.vehicle, by=by, deal=deal.code)
        record(Kind.DEAL_COMPLETED, deal, by=by, lane="commercial", from_=start, to=deal.commercial)


def decline_request(deal: Deal, *, reason: str, note: str = "", by: Viewer) -> None:
    """The dealer will not sell to this request. Raises WrongState."""
    _end(deal, rules.Commercial.DECLINED, kind=Kind.DEAL_DECLINED, reason=reason, note=note, by=by)


def withdraw_request(deal: Deal, *, reason: str = rules.Reason.CHANGED_MIND, note: str = "", by: Viewer) -> None:
    """The buyer no longer wants a quote. Raises WrongState."""
    _end(deal, rules.Commercial.WITHDRAWN, kind=Kind.DEAL_WITHDRAWN, reason=reason, note=note, by=by)


def cancel_deal(deal: Deal, *, reason: str, note: str = "", by: Viewer) -> None:
    """End a reserved deal before the car is on board; the car is on sale again. Raises WrongState."""
    with transaction.atomic():
        deal.hold()  # The car may be going on board at this moment.
        if not rules.can_cancel(deal.commercial, deal.logistics):
            raise WrongState("too late to cancel")
        _end(deal, rules.Commercial.CANCELLED, kind=Kind.DEAL_CANCELLED, reason=reason, note=note, by=by)


def expire_deal(deal: Deal, *, reason: str) -> None:
    """Time ran out: nobody answered, or the hold ended. Raises WrongState."""
    with transaction.atomic():
        held = deal.commercial in rules.HOLDING
        start = deal.move(rules.COMMERCIAL, rules.Commercial.EXPIRED, party=rules.Actor.TIME)
        DealEnding.objects.create(deal=deal, party=rules.Actor.TIME, reason=reason)
        if held:
            vehicles.mark_released(deal.vehicle, by=SYSTEM, deal=deal.code)
        record(
            Kind.DEAL_EXPIRED, deal, by=SYSTEM, lane="commercial", from_=start, to=deal.commercial, reason_code=reason
        )


def write_message(deal: Deal, text: str, *, by: Viewer) -> Message:
    """One side writes to the other. The words stay in their own erasable row; the event only points at the deal."""
    with transaction.atomic():
        message = _keep_message(deal, text, author=by.user, party=deal.party_of(by))
        record(Kind.MESSAGE_WRITTEN, deal, by=by, party=message.party)
    return message


def enter_consignee(deal: Deal, details: dict[str, str], *, by: Viewer) -> Consignee:
    """Who receives the car: name, email, country, address, phone (PP-1.1-d). A change is kept, and shown to both sides.

    An entry of the buyer's address book that says the same is used again; entering the same once more changes nothing.
    Raises WrongState once the B/L names somebody."""
    with transaction.atomic():
        deal.hold()
        if deal.papers in rules.BL_OUT or not deal.is_active:
            raise WrongState("the B/L is issued")
        former = Consignee.objects.filter(deals=deal).first()
        # Held, since he may be taking it out of his address book at this moment.
        known = Consignee.objects.select_for_update().filter(buyer=deal.buyer, **details)
        consignee = known.order_by("created_at").first()
        if consignee is None:
            consignee = Consignee.objects.create(buyer=deal.buyer, **details)
        if consignee == former:
            return consignee
        now = clock.now()
        Deal.objects.filter(pk=deal.pk).update(consignee=consignee, moved_at=now)
        deal.consignee = consignee
        if former is None:
            record(Kind.CONSIGNEE_ENTERED, deal, by=by, country=consignee.country, consignee=consignee.event_ref)
            return consignee
        ConsigneeChange.objects.create(
            deal=deal,
            former=former,
            current=consignee,
            party=deal.party_of(by),
            is_after_booking=deal.is_booked,
            at=now,
        )
        record(
            Kind.CONSIGNEE_CHANGED, deal, by=by, country=consignee.country,
            former=former.event_ref, consignee=consignee.event_ref,
        )  # fmt: skip
    return consignee


def rest_deals(dealer: Dealer, *, by: Any) -> None:
    """The dealer was suspended (the desk calls this): the buyer of each living deal is told what that means for him."""
    _tell_buyers(dealer, Kind.DEAL_RESTED, by=by)


def resume_deals(dealer: Dealer, *, by: Any) -> None:
    """The suspension is lifted (the desk calls this): buyers are told. `Deal.restarted` begins their clocks anew."""
    _tell_buyers(dealer, Kind.DEAL_RESUMED, by=by)


def pass_deadlines() -> int:
    """Close what ran out of time: requests nobody answered, holds nobody used. Returns how many. Runs every five minutes.

    With a suspended dealer nothing runs out, and afterwards everything has its whole time anew."""
    now, closed = clock.now(), 0
    running = Deal.objects.exclude(pk__in=Deal.objects.resting()).select_related("vehicle", "dealer")
    requests = running.filter(commercial__in=[rules.Commercial.REQUESTED, rules.Commercial.QUOTING])
    holds = running.filter(commercial__in=[rules.Commercial.ACCEPTED, rules.Commercial.STOCK_CHECK])
    for deal in requests.exclude(confirmed_at=None):
        if rules.due_at(rules.REQUEST_LAPSES, deal.restarted(deal.moved_at)) <= now:
            closed += _expire_quietly(deal, rules.Reason.NOT_ANSWERED)
    for deal in holds:
        if rules.due_at(rules.TIMERS[rules.Deadline.HOLD], deal.restarted(deal.accepted_at or deal.moved_at)) <= now:
            closed += _expire_quietly(deal, rules.Reason.NOT_ANSWERED)
    return closed


def forget_unconfirmed() -> int:
    """Requests whose e-mail was never confirmed go after 24 hours, with their message. Returns how many."""
    late = Deal.objects.filter(confirmed_at=None, requested_at__lt=clock.now() - UNCONFIRMED_FOR)
    count = late.count()
    late.delete()
    return count


def _tell_buyers(dealer: Dealer, kind: Kind, *, by: Any) -> None:
    with transaction.atomic():
        for deal in Deal.objects.active().filter(dealer=dealer).exclude(confirmed_at=None).order_by("pk"):
            record(kind, deal, by=by)


def _expire_quietly(deal: Deal, reason: str) -> int:
    """1 when it was closed here, 0 when somebody moved it at the same moment."""
    try:
        expire_deal(deal, reason=reason)
    except WrongState:
        return 0
    return 1


def _end(deal: Deal, to: str, *, kind: Kind, reason: str, note: str, by: Viewer) -> None:
    with transaction.atomic():
        held = deal.commercial in rules.HOLDING
        party = deal.party_of(by)
        start = deal.move(rules.COMMERCIAL, to, party=party)
        DealEnding.objects.create(deal=deal, party=party, reason=reason, note=note)
        if held:
            vehicles.mark_released(deal.vehicle, by=by, deal=deal.code)
        record(
            kind, deal, by=by, lane="commercial", from_=start, to=to, reason_code=reason, party=party,
            vehicle=deal.vehicle.reference,
        )  # fmt: skip


def _move_lane(deal: Deal, lane: rules.Lane, to: str, *, party: str, by: Any, kind: Kind, **facts: Any) -> None:
    with transaction.atomic():
        start = deal.move(lane, to, party=party)
        record(kind, deal, by=by, lane=lane.name, from_=start, to=to, **facts)


def _lane_kind(lane: rules.Lane) -> Kind:
    return Kind.DEAL_PAPERS_MOVED if lane is rules.PAPERS else Kind.DEAL_LOGISTICS_MOVED


def _keep_message(deal: Deal, text: str, *, author: User | None, party: str) -> Message:
    language = author.language if author else ""
    return Message.objects.create(deal=deal, author=author, party=party, text=text, language=language)
