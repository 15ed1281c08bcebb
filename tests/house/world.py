"""Two deals side by side, each with a dealer, a buyer and a forwarder of its own, made by the real actions; and everybody who may knock.

The one thing to know: whoever belongs to one deal is a stranger to the other, so each address is asked with the things of both."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.test import Client
from PIL import Image

from japacar.accounts import actions as accounts
from japacar.accounts.models import StaffRole, User
from japacar.accounts.texts import publish_texts
from japacar.accounts.viewers import Viewer
from japacar.deals import actions as deals
from japacar.deals import shipment
from japacar.deals.models import Deal, ForwarderLink
from japacar.desk import actions as desk
from japacar.documents import actions as documents
from japacar.documents.models import Document
from japacar.documents.models import Kind as Paper
from japacar.documents.pack import provide_pack
from japacar.events.models import Event
from japacar.files import actions as files
from japacar.files import links
from japacar.kernel import clock, ids
from japacar.kernel.inspection import Slot
from japacar.members import actions as members
from japacar.members.models import (
    BankAccount,
    BuyerProfile,
    Consignee,
    Dealer,
    Forwarder,
    ForwarderContact,
    Membership,
    NotificationAddress,
    StaffInvitation,
)
from japacar.notices.actions import tell_about
from japacar.notices.models import Notice
from japacar.payments import actions as payments
from japacar.payments.models import PaymentRequest
from japacar.quotes.actions import Line, accept_quote, send_quote
from japacar.vehicles import actions as vehicles
from japacar.vehicles.models import Photo, Vehicle
from tests import make
from tests.cast import sign_in
from tests.house import keeping

LINES = [Line("car", 2_000_000), Line("freight", 180_000), Line("documents", 12_000)]
CONSIGNEE = {
    "name": "Coast Motors", "email": "coast@example.test", "country": "KE", "address": "12 Moi Avenue", "phone": "+254700000002",
}  # fmt: skip


@dataclass
class Side:
    """One deal with its people and things."""

    dealer: Dealer
    seller: User
    sales: User
    buyer: User
    forwarder: Forwarder
    shipper: User
    vehicle: Vehicle
    draft: Vehicle
    deal: Deal
    request: PaymentRequest
    document: Document
    collected: Document
    link: ForwarderLink
    unused_secret: str
    consignee: Consignee
    manager: User
    papers: User
    frozen: User
    invitation: StaffInvitation
    notices: dict[str, Notice] = field(default_factory=dict)


@dataclass
class World:
    """`ours` and `theirs`, the operator's staff, and people with no part in either."""

    ours: Side
    theirs: Side
    support: User
    admin: User
    stranger: User
    minor: User
    disabled: User
    closed: User
    unverified: User
    suspended: User


@contextmanager
def standing(blocker: Any) -> Iterator[World]:
    """The world inside one transaction that is taken back; usable for the length of a module. A process makes it once."""
    with blocker.unblock():
        try:
            with transaction.atomic():
                yield keeping.once(build)
                raise _Enough
        except _Enough:
            pass


class _Enough(Exception):
    """Ends the transaction of the world."""


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build() -> World:
    publish_texts()
    support, admin = _staff("support", StaffRole.Role.SUPPORT), _staff("admin", StaffRole.Role.ADMIN)
    minor = _person("minor", of_age=False)
    BuyerProfile.objects.create(user=minor, name="Minor")
    disabled, closed = _person("disabled", of_age=True), _person("closed", of_age=True)
    desk.disable(disabled, cause="terms", reason="Three buyers complained.", by=Viewer(admin))
    User.objects.filter(pk=closed.pk).update(status=User.Status.CLOSED)
    unverified = _person("unverified", language="ja")
    members.register_dealer(unverified, by=Viewer(unverified))
    suspended = _person("suspended", language="ja")
    held = _dealer("suspended", "7000012050002", suspended, admin)
    members.suspend_dealer(held, reason="写真を見てください。", by=Viewer(admin))
    world = World(
        ours=_side("aoba", "4011001098993", admin),
        theirs=_side("minato", "1180301018771", admin),
        support=support, admin=admin, stranger=_person("stranger", of_age=True), minor=minor, disabled=disabled,
        closed=closed, unverified=unverified, suspended=suspended,
    )  # fmt: skip
    for event in Event.objects.order_by("pk"):
        tell_about(event.pk)
    for side in (world.ours, world.theirs):
        side.notices = {each.user.email: each for each in Notice.objects.filter(user__in=[side.buyer, side.seller])}
    return world


def _person(name: str, *, of_age: bool | None = None, language: str = "en") -> User:
    email = f"{name}@house.example.test"
    joined = accounts.join(
        email, display_name=f"{name.title()} Person", language=language, agreed=True, of_age=of_age, ip="127.0.0.1"
    )
    return accounts.confirm_email(joined)


def _staff(name: str, role: str) -> User:
    user = _person(name)
    StaffRole.objects.create(user=user, role=role)
    return user


def _side(name: str, corporate_number: str, admin: User) -> Side:
    seller = _person(f"{name}-owner", language="ja")
    dealer = _dealer(name, corporate_number, seller, admin)
    sales = _person(f"{name}-sales", language="ja")
    manager, papers = _person(f"{name}-manager", language="ja"), _person(f"{name}-papers", language="ja")
    for user, role in ((sales, "sales"), (manager, "manager"), (papers, "papers")):
        Membership.objects.create(dealer=dealer, user=user, role=role)
    frozen = _person(f"{name}-frozen", language="ja")
    Membership.objects.create(dealer=dealer, user=frozen, role="owner")
    User.objects.filter(pk=frozen.pk).update(status=User.Status.GUARDIAN_PENDING)
    buyer = _person(f"{name}-buyer", of_age=True)
    members.save_profile(
        buyer,
        {
            "name": f"{name.title()} Buyer",
            "address": "P.O. Box 1",
            "phone": "+254700000001",
            "destination_port": "KEMBA",
        },
        by=buyer,
    )
    # Another than the one of the deal: an entry that a deal names cannot be changed in the address book.
    spare = members.save_consignee(buyer, {**CONSIGNEE, "name": f"{name.title()} Spare"}, by=Viewer(buyer))
    forwarder = make.make_forwarder(name_en=f"{name.title()} Shipping", email=f"{name}@forwarder.example.test")
    shipper = _person(f"{name}-shipper", language="ja")
    ForwarderContact.objects.create(forwarder=forwarder, user=shipper)
    vehicle, draft = _vehicle(dealer, seller), vehicles.draft_vehicle(dealer, by=Viewer(seller))
    deal = _deal(vehicle, buyer)
    request = _to_invoice(deal, seller, buyer)
    collected = _to_paid(deal, request, seller, buyer)
    link, unused = _ship(deal, forwarder, seller, shipper)
    return Side(
        dealer, seller, sales, buyer, forwarder, shipper, vehicle, draft, deal, request, request.document, collected, link,
        unused, spare, manager, papers, frozen, _ask_for_staff(dealer, seller),
    )  # fmt: skip


def _ask_for_staff(dealer: Dealer, seller: User) -> StaffInvitation:
    """An invitation that waits for the stranger, and a mailbox whose owner has not said yes; both with secrets that are known."""
    by = Membership.objects.get(dealer=dealer, user=seller)
    [photo] = files.store_many([(picture(7), dealer.event_ref)], slot=Slot.PHOTO, by=Viewer(seller))
    members.add_shop_photos(dealer, [photo], by=Viewer(seller))
    invitation = members.invite_staff(dealer, "stranger@house.example.test", role="sales", language="en", by=by)
    invitation.secret_hash = ids.hash_secret(f"{dealer.slug}-invitation")
    invitation.save(update_fields=["secret_hash"])
    address = members.save_notification_address(
        dealer, f"{dealer.slug}-box@house.example.test", language="en", by=seller
    )
    address.secret_hash = ids.hash_secret(f"{dealer.slug}-address")
    address.save(update_fields=["secret_hash"])
    return invitation


def invitation_secret(side: Side) -> str:
    return f"{side.dealer.slug}-invitation"


def address_secret(side: Side) -> str:
    return f"{side.dealer.slug}-address"


def removal_token(side: Side) -> str:
    """The token of the link that ends the mails of the side's mailbox."""
    address = NotificationAddress.objects.get(dealer=side.dealer)
    return members.removal_url(address).strip("/").rpartition("/")[2]


def _dealer(name: str, corporate_number: str, seller: User, admin: User) -> Dealer:
    by = Viewer(seller)
    dealer = members.register_dealer(seller, by=by)
    company = {
        "kind": Dealer.Kind.CORPORATION, "name_ja": "見本自動車株式会社", "name_en": f"{name.title()} Motors K.K.",
        "corporate_number": corporate_number, "invoice_number": f"T{corporate_number}",
    }  # fmt: skip
    representative = {
        "representative_kanji": "見本 太郎", "representative_kana": "ミホン タロウ",
        "representative_roman": "Taro Mihon", "representative_born_on": date(1970, 5, 1),
    }  # fmt: skip
    address = {
        "postal_code": "359-1145", "prefecture": "埼玉県", "city": "所沢市", "street": "山口1-1",
        "address_en": "1-1 Yamaguchi, Tokorozawa, Saitama 359-1145, Japan", "phone": "+81492000001",
    }  # fmt: skip
    permit = {
        "permit_commission": "埼玉県公安委員会", "permit_number": "431020000001", "permit_issued_on": date(2004, 4, 20),
    }  # fmt: skip
    photo = files.store(picture(1), slot=Slot.IDENTITY, owner_ref=dealer.event_ref, by=by)
    bank = dict.fromkeys(BankAccount.FIELDS, "1") | {
        "bank_name": "見本銀行", "bank_name_en": "Sample Bank", "account_number": "7654321", "holder_kana": "ミホンジドウシャ（カ",
        "holder_en": "MIHON MOTORS KK", "swift": "SAMPJPJT", "account_type": "普通", "branch": "所沢",
        "branch_en": "Tokorozawa", "branch_code": "012",
    }  # fmt: skip
    dealer = members.save_company(dealer, company, by=by)
    dealer = members.save_representative(dealer, representative, by=by)
    dealer = members.save_address(dealer, address, by=by)
    dealer = members.save_permit(dealer, permit, photo=photo, by=by)
    make.make_identity(dealer, by=by)
    members.save_bank_account(dealer, bank, by=by)
    dealer = members.save_shop(
        dealer,
        {"slug": name, "about_en": "Cars since 1998", "about_ja": "1998年創業", "opening_hours": "10:00-18:00"},
        by=by,
    )
    return members.approve_dealer(members.submit_dealer(dealer, by=by), by=Viewer(admin))


def _vehicle(dealer: Dealer, seller: User) -> Vehicle:
    by = Viewer(seller)
    vehicle = vehicles.draft_vehicle(dealer, by=by)
    model = make.make_model()
    vehicles.save_listing(
        vehicle,
        {
            "make": model.make.slug, "model": model.name_en, "year": 2020, "chassis_no": f"TRJ150-{vehicle.pk.int % 10**7:07d}",
            "model_code": "3BA-TRJ150W", "body_type": "suv", "fuel": "petrol", "transmission": "at", "steering": "right",
            "colour": "pearl", "price_minor": 2_000_000, "mileage_km": 64_218, "description_en": "One owner.",
            "description_ja": "ワンオーナー。",
        },
        by=by,
    )  # fmt: skip
    stored = files.store_many([(picture(n), vehicle.event_ref) for n in range(3)], slot=Slot.PHOTO, by=by)
    angles = (Photo.Angle.FRONT_LEFT, Photo.Angle.REAR_RIGHT, Photo.Angle.DASHBOARD)
    vehicles.add_photos(vehicle, [vehicles.NewPhoto(f, a) for f, a in zip(stored, angles, strict=True)], by=by)
    vehicles.publish_vehicle(vehicle, by=by)
    vehicle.refresh_from_db()
    return vehicle


def picture(number: int) -> bytes:
    """A small JPEG; each number gives another one."""
    made = io.BytesIO()
    Image.new("RGB", (320, 240), (60 * number % 250, 120, 200 - 30 * number)).save(made, "JPEG")
    return made.getvalue()


def _deal(vehicle: Vehicle, buyer: User) -> Deal:
    return deals.request_quote(
        vehicle, buyer=buyer, country="KE", port="KEMBA", message="Is it still there?", by=Viewer(buyer)
    )


def _to_invoice(deal: Deal, seller: User, buyer: User) -> PaymentRequest:
    by = Viewer(seller)
    deals.write_message(deal, "はい、あります。", by=by)
    quote = send_quote(deal, lines=LINES, incoterm="CIF", valid_until=clock.now() + timedelta(days=7), by=by)
    deal.refresh_from_db()
    accept_quote(quote, shown_total_minor=quote.total_minor, by=Viewer(buyer))
    deal.refresh_from_db()
    deals.confirm_stock(deal, by=by)
    deals.enter_consignee(deal, dict(CONSIGNEE), by=Viewer(buyer))
    return payments.issue_proforma(deal, by=by)


def _to_paid(deal: Deal, request: PaymentRequest, seller: User, buyer: User) -> Document:
    by = Viewer(seller)
    proof = payments.store_proof(picture(4), request=request, by=Viewer(buyer))
    payments.upload_proof(request, proof, by=Viewer(buyer))
    payments.confirm_funds(
        request, amount=request.amount, value_on=clock.today_jst(), bank_reference=f"FT-{request.code}", by=by
    )
    deal.refresh_from_db()
    paper = documents.store_paper(picture(5), deal=deal, by=by)
    return documents.collect(deal, paper, kind=Paper.EXPORT_CERTIFICATE, by=by)


def _ship(deal: Deal, forwarder: Forwarder, seller: User, shipper: User) -> tuple[ForwarderLink, str]:
    """Booked, with one link that was opened and another that waits."""
    deal.refresh_from_db()
    shipment.assign_forwarder(deal, forwarder, by=Viewer(seller))
    deal.refresh_from_db()
    opened = shipment.find_link(shipment.make_link(deal, by=Viewer(seller)))
    shipment.open_link(opened, form_key="")
    unused = shipment.make_link(deal, by=Viewer(seller))
    ForwarderLink.objects.filter(pk=opened.pk).update(revoked_at=None)
    provide_pack(deal, viewer=Viewer(shipper))
    shipment.book_vessel(
        deal, vessel="Sample Highway", voyage="61W", loading_port="JPYOK",
        etd_on=clock.today_jst() + timedelta(days=3), eta_on=clock.today_jst() + timedelta(days=30), by=Viewer(shipper),
    )  # fmt: skip
    deal.refresh_from_db()
    return opened, unused


def finish(side: Side) -> Deal:
    """Sail, issue the B/L and receive: the deal is completed."""
    deal = Deal.objects.get(pk=side.deal.pk)
    by = Viewer(side.shipper)
    shipment.report_sailing(deal, sailed_on=clock.today_jst(), by=by)
    deal.refresh_from_db()
    shipment.issue_bl(deal, number=f"MHN-{deal.code}", kind="original", issued_on=clock.today_jst(), by=by)
    deal.refresh_from_db()
    deals.receive_vehicle(deal, by=Viewer(side.buyer))
    deal.refresh_from_db()
    return deal


def browser(
    user: User | None = None, *, link: ForwarderLink | None = None, proved: bool = True, second: bool = True
) -> Client:
    """A browser in which this user is signed in, or in which this one-time link was opened."""
    client = Client(raise_request_exception=False)
    if user is not None:
        sign_in(client, user, proved=proved, second=second)
    if link is not None:
        from japacar.accounts.viewers import LINK_KEY

        session = client.session
        session[LINK_KEY] = link.event_ref
        session.save()
        client.cookies["japacar_session"] = session.session_key
    return client


def private_link(side: Side) -> str:
    """The token of a signed link to the seller's paper, made for the seller."""
    file = side.collected.file
    assert file is not None
    return links.url_for(file, Viewer(side.seller)).strip("/").rpartition("/")[2]


__all__ = [
    "Side",
    "World",
    "address_secret",
    "browser",
    "build",
    "finish",
    "invitation_secret",
    "private_link",
    "removal_token",
    "standing",
    "undone",
]
