"""Fills an empty database with the demo: people, stock, and deals in every state, through the real actions where there are any.

The one thing to know: pictures are not made here. The worker draws them afterwards (photographing.py), so that the site opens at once."""

from dataclasses import replace

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from japacar.accounts.actions import confirm_email, join
from japacar.accounts.factors import keep_app
from japacar.accounts.models import StaffRole, User
from japacar.demo import load_deals, load_desk, load_machines, load_people, load_stock
from japacar.demo.drawing import draw_permit
from japacar.demo.passphrase import PASSPHRASE
from japacar.demo.words import (
    APP_SECRET,
    SIGN_INS,
    DemoBuyer,
    DemoConsignee,
    DemoDealer,
    DemoForwarder,
    DemoStaff,
    sample_corporate_number,
)
from japacar.demo.words_firms import BUYERS, CONSIGNEES, DEALERS, FORWARDERS, STAFF
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.files import actions as files
from japacar.kernel import clock, priorities
from japacar.kernel.eras import parse_date
from japacar.kernel.inspection import Slot
from japacar.kernel.phones import parse_phone
from japacar.members.actions import look_up_later
from japacar.members.models import (
    BankAccount,
    BuyerProfile,
    Consignee,
    Dealer,
    Forwarder,
    ForwarderContact,
    Membership,
)
from japacar.vehicles.actions import pass_stock_deadlines


def load_demo(fresh: bool = False) -> None:
    """Load everything once. `fresh` is for the launcher's sake: it has emptied the database before."""
    if User.objects.filter(email=SIGN_INS[0][0]).exists():
        return
    with transaction.atomic():
        password = make_password(PASSPHRASE)
        staff = [_staff(person, password) for person in STAFF]
        dealers = {firm.key: _dealer(firm, password, approved_by=staff[0]) for firm in DEALERS}
        buyers = {person.key: _buyer(person, password) for person in BUYERS}
        for consignee in CONSIGNEES:
            _consignee(consignee, buyers[consignee.buyer])
        forwarders = [_forwarder(firm, password) for firm in FORWARDERS]
        vehicles = load_stock.load(dealers)
        load_machines.load(next(iter(dealers.values())))
        _operators_account()
    load_people.load(dealers)
    load_desk.load(
        staff, claimed=_applicant(password, NAGISA), exceptional=_applicant(password, MISAKI), minor=_minor(password)
    )
    load_deals.load(dealers=dealers, buyers=buyers, forwarders=forwarders, vehicles=vehicles, staff=staff[0])
    # As it was last night.
    pass_stock_deadlines()
    _let_visitors_go_first()


def _let_visitors_go_first() -> None:
    """What happened in the demo's past is told and printed after the cars' covers, and after all that somebody does now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET priority = %s WHERE status = 'todo' AND priority >= %s",
            [load_stock.COVERS_FIRST - 1, priorities.TOLD],
        )


def _user(email: str, name: str, password: str, *, language: str, of_age: bool | None = None) -> User:
    """Somebody who joined, agreed and confirmed the address; all share the demo's one password hash."""
    user = join(email, display_name=name, language=language, agreed=True, of_age=of_age, ip="127.0.0.1", method="demo")
    return confirm_email(user, password_hash=password)


def _staff(person: DemoStaff, password: str) -> User:
    user = _user(person.email, person.name.roman, password, language="en")
    StaffRole.objects.create(user=user, role=StaffRole.Role.ADMIN)
    keep_app(user, secret=APP_SECRET, name="Demo")
    return user


def _dealer(firm: DemoDealer, password: str, *, approved_by: User | None) -> Dealer:
    """A dealer whose permit was checked, or who still waits for it: the steps of the registration stand in its chain."""
    owner = _user(firm.email, firm.representative.kanji, password, language="ja")
    now = clock.now()
    dealer = Dealer.objects.create(
        slug=firm.slug,
        status=Dealer.Status.APPROVED if approved_by else Dealer.Status.SUBMITTED,
        kind=firm.kind,
        name_ja=firm.name_ja,
        name_en=firm.name_en,
        representative_kanji=firm.representative.kanji,
        representative_kana=firm.representative.kana,
        representative_roman=firm.representative.roman,
        representative_born_on=parse_date(firm.born_on),
        corporate_number=firm.corporate_number if firm.kind == Dealer.Kind.CORPORATION else "",
        invoice_number=f"T{firm.corporate_number}" if firm.corporate_number else "",
        phone=parse_phone(firm.phone),
        postal_code=firm.postal_code,
        prefecture=firm.prefecture,
        city=firm.city,
        street=firm.street,
        address_en=firm.address_en,
        permit_commission=firm.permit_commission,
        permit_number=firm.permit_number,
        permit_issued_on=parse_date(firm.permit_since),
        about_ja=firm.about_ja,
        about_en=firm.about_en,
        opening_hours=firm.opening_hours,
        submitted_at=now,
        decided_at=now if approved_by else None,
        decided_by=approved_by.event_ref if approved_by else "",
    )
    Membership.objects.create(dealer=dealer, user=owner)
    keep_app(owner, secret=APP_SECRET, name="Demo")
    account = BankAccount(dealer=dealer)
    account.seal({name: getattr(firm.bank, name) for name in BankAccount.FIELDS})
    account.save(force_insert=True)
    _tell_registration(dealer, owner, approved_by)
    look_up_later(dealer)
    return dealer


def _operators_account() -> None:
    """Where buyers pay when the operator sells (mode resale)."""
    account = BankAccount(dealer=None)
    account.seal(
        {
            "bank_name": "見本銀行",
            "bank_name_en": "Sample Bank",
            "branch": "所沢支店",
            "branch_en": "Tokorozawa Branch",
            "branch_code": "102",
            "swift": "SMPLJPJT",
            "account_type": "普通",
            "account_number": "9900999",
            "holder_kana": "ニホンクルマボウエキ(ド",
            "holder_en": "JAPANESE CAR TRADING LLC",
        }
    )
    account.save(force_insert=True)


def _minor(password: str) -> User:
    """Somebody who joined as a buyer and said that he is not of age."""
    return _user("minor@example.test", "Amani Mwangi", password, language="en", of_age=False)


def _applicant(password: str, firm: DemoDealer) -> Dealer:
    """A further firm that has sent in its permit and waits at the desk."""
    with transaction.atomic():
        dealer = _dealer(firm, password, approved_by=None)
        picture = draw_permit(firm)
        [file] = files.store_many([(picture, dealer.event_ref)], slot=Slot.IDENTITY, by="system")
        files.bind(file, owner_ref=dealer.event_ref, by="system")
        Dealer.objects.filter(pk=dealer.pk).update(permit_photo=file)
        load_people.send_licence(dealer, firm)
    return dealer


NAGISA = replace(
    DEALERS[0],
    email="applicant@example.test",
    slug="nagisa-sample-auto",
    name_ja="渚見本オート株式会社",
    name_en="Nagisa Sample Auto K.K.",
    corporate_number=sample_corporate_number(177),
    permit_number="431999000177",
    phone="049-200-0177",
    bank=replace(
        DEALERS[0].bank,
        account_number="9900177",
        holder_kana="ナギサミホンオート(カ",
        holder_en="Nagisa Sample Auto K.K.",
    ),
)
# The account is in a name that differs by one sign, and the postal code is that of the former office.
MISAKI = replace(
    NAGISA,
    email="applicant2@example.test",
    slug="misaki-sample-auto",
    name_ja="ミサキミホンオート株式会社",
    name_en="Misaki Sample Auto K.K.",
    corporate_number=sample_corporate_number(178),
    permit_number="431999000178",
    phone="049-200-0178",
    bank=replace(
        DEALERS[0].bank,
        account_number="9900178",
        holder_kana="ミサキミホソオート(カ",
        holder_en="Misaki Sample Auto K.K.",
    ),
)


def _tell_registration(dealer: Dealer, owner: User, staff: User | None) -> None:
    draft, submitted, approved = Dealer.Status.DRAFT, Dealer.Status.SUBMITTED, Dealer.Status.APPROVED
    record(Kind.DEALER_REGISTERED, dealer, by=owner, lane="status", to=draft)
    record(Kind.DEALER_SUBMITTED, dealer, by=owner, lane="status", from_=draft, to=submitted)
    if staff is not None:
        record(Kind.DEALER_APPROVED, dealer, by=staff, lane="status", from_=submitted, to=approved)


def _buyer(person: DemoBuyer, password: str) -> User:
    user = _user(person.email, person.name, password, language=person.language, of_age=True)
    BuyerProfile.objects.create(
        user=user,
        name=person.name,
        address=person.address,
        phone=parse_phone(person.phone, person.country),
        destination_port=person.port.code,
    )
    return user


def _consignee(person: DemoConsignee, buyer: User) -> None:
    Consignee.objects.create(
        buyer=buyer,
        name=person.name,
        email=person.email,
        country=person.country,
        address=person.address,
        phone=parse_phone(person.phone, person.country),
    )


def _forwarder(firm: DemoForwarder, password: str) -> Forwarder:
    forwarder = Forwarder.objects.create(
        name_ja=firm.name_ja,
        name_en=firm.name_en,
        address=firm.address,
        phone=parse_phone(firm.phone),
        email=firm.email,
    )
    user = _user(firm.email, firm.contact.kanji, password, language="ja")
    ForwarderContact.objects.create(forwarder=forwarder, user=user)
    return forwarder
