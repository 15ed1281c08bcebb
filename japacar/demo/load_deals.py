"""Deals in every state, taken there by their people through the real actions, so that their events tell how."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from japacar.accounts.models import User
from japacar.accounts.viewers import Viewer
from japacar.deals import actions as deals
from japacar.deals import rules, shipment
from japacar.deals.models import Deal
from japacar.demo.catalogue_cars import specimens
from japacar.demo.drawing import draw_export_certificate, draw_transfer_slip
from japacar.demo.words_talk import DEAL_MESSAGES
from japacar.demo.words_talk import Line as Said
from japacar.documents import actions as documents
from japacar.documents.models import Kind as Paper
from japacar.kernel import clock
from japacar.kernel.money import Money
from japacar.members.models import Consignee, Dealer, Forwarder
from japacar.payments import actions as payments
from japacar.payments.models import PaymentRequest
from japacar.quotes.actions import Line, accept_quote, counter_quote, expire_quotes, send_quote
from japacar.quotes.models import Quote
from japacar.shipping.ports import port
from japacar.vehicles.models import Vehicle


@dataclass
class Story:
    """One deal on its way, with the people who move it."""

    deal: Deal
    buyer: Viewer
    seller: Viewer
    forwarder: Forwarder
    number: int
    staff: Viewer

    @property
    def payee(self) -> Viewer:
        """Who issues the invoice and sees the money: the dealer, or staff where the operator sells."""
        return self.staff if rules.payee_of(self.deal.mode) == rules.Actor.STAFF else self.seller

    @property
    def shipper(self) -> Viewer:
        return Viewer(User.objects.get(forwarder_contact__forwarder=self.forwarder))


Step = Callable[[Story], None]


def load(
    *,
    dealers: dict[str, Dealer],
    buyers: dict[str, User],
    forwarders: list[Forwarder],
    vehicles: list[Vehicle],
    staff: User,
) -> None:
    """One deal for each ending in STORIES. The first buyer and the first dealer, who can be signed in as, have most of them."""
    stock = _taking_turns(vehicles, list(dealers.values()))
    people = itertools.cycle([*buyers.values(), next(iter(buyers.values()))])
    for number, steps in enumerate(STORIES, 1):
        vehicle = next(stock)
        seller = User.objects.filter(memberships__dealer=vehicle.dealer, memberships__role="owner").first()
        buyer = Viewer(next(people))
        if number > len(STORIES) - RESALES:
            Vehicle.objects.filter(pk=vehicle.pk).update(sale_mode=Vehicle.SaleMode.RESALE)
            vehicle.sale_mode = Vehicle.SaleMode.RESALE
        forwarder = forwarders[number % len(forwarders)]
        story = Story(_request(vehicle, buyer), buyer, Viewer(seller), forwarder, number, Viewer(staff))
        for step in steps:
            step(story)
            story.deal.refresh_from_db()


def _taking_turns(vehicles: list[Vehicle], dealers: list[Dealer]) -> Iterator[Vehicle]:
    """Vehicles of the first dealer, of the second, of the first again, of the third …"""
    stock = {dealer.pk: iter([v for v in vehicles if v.dealer_id == dealer.pk]) for dealer in dealers}
    first, others = dealers[0], itertools.cycle(dealers[1:])
    while True:
        yield next(stock[first.pk])
        yield next(stock[next(others).pk])


def _request(vehicle: Vehicle, buyer: Viewer) -> Deal:
    user = buyer.user
    assert user is not None
    profile = user.buyer_profile
    return deals.request_quote(
        vehicle,
        buyer=user,
        country=port(profile.destination_port).country,
        port=profile.destination_port,
        message=_said("buyer", vehicle.pk.int, user.language),
        by=buyer,
    )


def _said(party: str, seed: int, language: str) -> str:
    """One of the demo's sentences of this party, in the language it writes."""
    lines: list[Said] = [line for line in DEAL_MESSAGES if line.by == party]
    line = lines[seed % len(lines)]
    return line.ja if language == "ja" else line.en


def quote(story: Story) -> None:
    car = story.deal.vehicle.price_minor or 0
    lines = [
        Line("car", car),
        Line("inland", 18_000),
        Line("freight", 150_000 + 7_000 * (story.number % 13)),
        Line("inspection", 36_000),
        Line("insurance", 8_000 + car // 100),
        Line("documents", 12_000),
    ]
    until = clock.now() + timedelta(days=7)
    send_quote(story.deal, lines=lines, incoterm="CIF", valid_until=until, by=story.seller)


def counter(story: Story) -> None:
    offer = Quote.objects.get(deal=story.deal, status=Quote.Status.OPEN)
    counter_quote(offer, car_minor=(story.deal.vehicle.price_minor or 0) * 95 // 100, by=story.buyer)


def cheaper(story: Story) -> None:
    """A second version with a lower price for the car."""
    lines = [Line(line.kind, line.amount_minor) for line in story.deal.quotes.latest("version").lines.all()]
    lines[0] = Line("car", lines[0].amount_minor * 98 // 100)
    until = clock.now() + timedelta(days=7)
    send_quote(story.deal, lines=lines, incoterm="CIF", valid_until=until, by=story.seller)


def talk(story: Story) -> None:
    deals.write_message(story.deal, _said("dealer", story.number, "ja"), by=story.seller)


def reserve(story: Story) -> None:
    offer = Quote.objects.get(deal=story.deal, status=Quote.Status.OPEN)
    accept_quote(offer, shown_total_minor=offer.total_minor, by=story.buyer)


def stock(story: Story) -> None:
    deals.confirm_stock(story.deal, by=story.seller)


def consignee(story: Story) -> None:
    known = Consignee.objects.filter(buyer=story.deal.buyer).order_by("created_at").first()
    assert known is not None
    details = {name: str(getattr(known, name)) for name in ("name", "email", "country", "address", "phone")}
    deals.enter_consignee(story.deal, details, by=story.buyer)


def invoice(story: Story) -> None:
    payments.issue_proforma(story.deal, by=story.payee)


def _open_request(story: Story) -> PaymentRequest:
    return story.deal.payment_requests.latest("created_at")


def prove(story: Story) -> None:
    request = _open_request(story)
    account = request.account.masked()
    picture = draw_transfer_slip(
        sender=story.deal.buyer.display_name,
        beneficiary=account["holder_en"],
        bank=f"{account['bank_name_en']}, {account['branch_en']}",
        account=account["account_number"],
        amount=str(request.amount),
        reference=request.code,
        value_date=clock.today_jst().isoformat(),
    )
    payments.upload_proof(request, payments.store_proof(picture, request=request, by=story.buyer), by=story.buyer)


def reject(story: Story) -> None:
    payments.reject_proof(
        _open_request(story), note="振込先口座が写っていません。全体が写った画像をお願いします。", by=story.payee
    )


def _pay(story: Story, minor: int) -> None:
    payments.confirm_funds(
        _open_request(story),
        amount=Money.jpy(minor),
        value_on=clock.today_jst(),
        bank_reference=f"FT2611-{story.number:04d}",
        by=story.payee,
    )


def pay(story: Story) -> None:
    _pay(story, _open_request(story).amount_minor)


def pay_short(story: Story) -> None:
    _pay(story, _open_request(story).amount_minor - 4_500)


def pay_over(story: Story) -> None:
    _pay(story, _open_request(story).amount_minor + 10_000)


def let_it_run_out(story: Story) -> None:
    """The due date lies in the past: the watch over deadlines finds it."""
    PaymentRequest.objects.filter(deal=story.deal).update(funds_due_at=clock.now() - timedelta(days=1))
    payments.pass_money_deadlines()


def hand_in_papers(story: Story) -> None:
    specimen = next(each for each in specimens() if each.frame_number == story.deal.vehicle.chassis_no)
    picture = draw_export_certificate(specimen, issued=clock.today_jst())
    file = documents.store_paper(picture, deal=story.deal, by=story.seller)
    documents.collect(story.deal, file, kind=Paper.EXPORT_CERTIFICATE, by=story.seller)


def assign(story: Story) -> None:
    shipment.assign_forwarder(story.deal, story.forwarder, by=story.payee)


def book(story: Story) -> None:
    today = clock.today_jst()
    shipment.book_vessel(
        story.deal,
        vessel=("Sample Highway", "Mihon Maru", "Demo Ace")[story.number % 3],
        voyage=f"{60 + story.number}W",
        loading_port=story.deal.vehicle.loading_port,
        etd_on=today + timedelta(days=10),
        eta_on=today + timedelta(days=40),
        cut_on=today + timedelta(days=4),
        by=story.shipper,
    )


def sail(story: Story) -> None:
    shipment.report_sailing(story.deal, sailed_on=clock.today_jst(), by=story.shipper)


def bill(story: Story) -> None:
    shipment.issue_bl(
        story.deal,
        number=f"MHN{story.deal.code[3:]}",
        kind="original",
        issued_on=clock.today_jst(),
        by=story.shipper,
    )


def arrive(story: Story) -> None:
    shipment.report_arrival(story.deal, by=story.shipper)


def receive(story: Story) -> None:
    deals.receive_vehicle(story.deal, by=story.buyer)


def decline(story: Story) -> None:
    deals.decline_request(story.deal, reason=rules.Reason.CANNOT_SHIP_THERE, by=story.seller)


def withdraw(story: Story) -> None:
    deals.withdraw_request(story.deal, reason=rules.Reason.FOUND_ANOTHER, by=story.buyer)


def cancel(story: Story) -> None:
    deals.cancel_deal(story.deal, reason=rules.Reason.CHANGED_MIND, by=story.buyer)


def lapse(story: Story) -> None:
    Quote.objects.filter(deal=story.deal, status=Quote.Status.OPEN).update(valid_until=clock.now() - timedelta(hours=1))
    expire_quotes()


_RESERVED: tuple[Step, ...] = (quote, reserve)
_INVOICED: tuple[Step, ...] = (*_RESERVED, stock, consignee, invoice)
# Most pay without a picture: what counts is what the payee sees, and each picture costs a second of loading.
_PAID: tuple[Step, ...] = (*_INVOICED, pay)
_BOOKED: tuple[Step, ...] = (*_PAID, hand_in_papers, assign, book)
_SHIPPED: tuple[Step, ...] = (*_BOOKED, sail, bill)

STORIES: tuple[tuple[Step, ...], ...] = (
    (),
    (quote, talk),
    (quote, talk, cheaper),
    (quote, counter),
    _RESERVED,
    (*_RESERVED, stock),
    (*_RESERVED, stock, invoice),
    _INVOICED,
    (*_INVOICED, prove),
    (*_INVOICED, prove, reject),
    (*_INVOICED, prove, pay_short),
    (*_INVOICED, prove, pay_over),
    (*_INVOICED, let_it_run_out),
    (*_INVOICED, prove, pay),
    (*_PAID, hand_in_papers),
    (*_PAID, hand_in_papers, assign),
    _BOOKED,
    (*_BOOKED, sail),
    _SHIPPED,
    (*_SHIPPED, arrive),
    (*_SHIPPED, arrive, receive),
    (*_SHIPPED, receive),
    (decline,),
    (quote, withdraw),
    (*_RESERVED, stock, cancel),
    (quote, lapse),
    # The operator buys and sells these on, so the proofs wait at the desk.
    (*_INVOICED, prove),
    _PAID,
)
RESALES = 2
