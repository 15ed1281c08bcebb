"""One whole sale over HTTP, thirty requests, each acknowledged before the next; and what must be true of it afterwards."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from japacar.kernel import clock
from japacar.members.tests import entries
from tests.crash.caller import Caller, Refused
from tests.journey import kept, things
from tests.journey.person import CODE
from tests.journey.stack import Stack, wait_for

CONSIGNEE = {"name": "Coast Motors", "country": "KE", "address": "12 Moi Avenue", "phone": "+254712345678"}
LISTING = {"make": "toyota", "model_name": "Prius", "body_type": "hatchback", "transmission": "cvt", "steering": "right",
           "colour": "white", "price": "1480000", "mileage_km": "48600"}  # fmt: skip
SIGNED_IN = """
from japacar.accounts.models import User
from tests.cast import SignedIn
print(SignedIn(User.objects.get(email="%s")).cookies["japacar_session"].value)
"""
SHORT, REST = "1,700,000", "20,000"


@dataclass
class People:
    """Those who take part in the sales of one lane; `number` makes what they send their own."""

    dealer: Caller
    buyer: Caller
    forwarder: Caller
    staff: Caller
    number: int

    @property
    def callers(self) -> tuple[Caller, ...]:
        return (self.dealer, self.buyer, self.forwarder, self.staff)


def upload(name: str, number: int) -> dict[str, tuple[str, bytes, str]]:
    one, kind, content = things.photo(number, size=(320, 240))
    return {name: (one, content, kind)}


def register(dealer: Caller, staff: Caller) -> None:
    """Step one: join with a code from the mail, six sections, sent for checking and approved."""
    dealer.do("/en/join/dealer/", email=dealer.email, display_name="Hanako Hoshino", agreed="on")
    code = dealer.stack.mail_after(0, dealer.email, CODE)
    # The answer that carried the cookie may have been lost, and with it what this browser was in the middle of.
    with contextlib.suppress(Refused):
        dealer.do("/en/sign-in/code/", code=f"{code[1]}{code[2]}")
    if not dealer.is_signed_in():
        enter_by_code(dealer)
    dealer.do("/en/sell/register/", at="/begin/")
    # A bank account is entered with a second factor only; this session is one in which it was shown.
    dealer.continue_as(wait_for(lambda: _session_with_factor(dealer), "a session"))
    sections = {
        "company": entries.COMPANY,
        "representative": entries.REPRESENTATIVE,
        "address": entries.ADDRESS,
        "bank": entries.BANK,
        "shop": entries.SHOP,
    }
    for section, said in sections.items():
        dealer.do(f"/en/sell/settings/{section}/", **said)
    dealer.do("/en/sell/settings/permit/", files=upload("permit_photo", 7), **entries.PERMIT)
    sides = upload("front", 8) | upload("back", 9)
    dealer.do("/en/sell/settings/identity/", files=sides, **entries.IDENTITY)
    dealer.do("/en/sell/settings/", at="/submit/")
    [(pk,)] = dealer.stack.rows("SELECT id FROM members_dealer WHERE slug = %s", entries.SHOP["slug"])
    staff.do(f"/en/desk/dealers/{pk}/", at="/approve/")


def _session_with_factor(person: Caller) -> str:
    """Empty while the database is away."""
    with contextlib.suppress(AssertionError):
        return person.stack.python(SIGNED_IN % person.email).strip()
    return ""


def enter_by_code(person: Caller) -> None:
    """Signing in with a new code, as somebody whose browser forgot."""
    before = len(person.stack.mails(person.email))
    person.do("/en/sign-in/", email=person.email, way="code")
    code = person.stack.mail_after(before, person.email, CODE)
    person.do("/en/sign-in/code/", code=f"{code[1]}{code[2]}")
    assert person.is_signed_in()


def list_car(dealer: Caller, number: int) -> str:
    """From the certificate's file to "on sale"; its reference."""
    name, kind, content = things.certificate(chassis=f"ZVW55-{8_100_000 + number}")
    address = dealer.do("/en/sell/cars/new/", files={"certificate": (name, content, kind)}, do="certificate")
    page = address.partition("#")[0].partition("?")[0]
    for shot in range(3):
        dealer.do(page, files=upload("photos", 10 * number + shot), do="photos")
    dealer.do(page, do="publish", **LISTING)
    return page.rstrip("/").rsplit("/", 1)[-1]


def put_on_sale(staff: Caller, car: str) -> None:
    """Staff look at the first listings of a dealer. Another lane's may have let this one go too, or a photo changed it meanwhile."""
    page = f"/en/desk/listings/{car}/"

    def is_decided() -> bool:
        if f"{page}approve/" not in staff.get(page).text:
            return True
        with contextlib.suppress(Refused):
            staff.do(page, at="/approve/")
        return False

    wait_for(is_decided, f"{car} on sale")


def sell(who: People) -> str:
    """All seven steps but the registration; the code of the deal."""
    dealer, buyer, forwarder, number = who.dealer, who.buyer, who.forwarder, who.number
    car = list_car(dealer, number)
    put_on_sale(who.staff, car)
    address = buyer.do(f"/en/cars/{car}/quote/", port="KE-KEMBA", message=f"Rust? {number}", wants_insurance="")
    found = re.search(r"DL-[0-9A-Z]+", address)
    assert found, address
    code = found[0]
    room = f"/en/deals/{code}/"
    buyer.do(room, at="message", text=f"Spare key? {number}")
    price = {"freight": "228000", "insurance": "0", "documents": "12000", "incoterm": "CIF"}
    dealer.do(f"{room}quote/new/", car="1490000", **price)
    dealer.do(f"{room}quote/new/", car="1480000", **price)
    buyer.do(f"{room}quotes/2/reserve/", at="")
    dealer.do(room, at="/stock/")
    buyer.do(f"{room}consignee/", **CONSIGNEE)
    dealer.do(f"{room}invoice/", account=_account(dealer, room))
    pay = _link(buyer, room, rf"{room}payment/[^/\"]+/")
    funds = pay.replace("/payment/", "/funds/")
    today = clock.today_jst()
    for part, amount in enumerate((SHORT, REST)):
        buyer.do(pay, files=upload("proof", 100 + 10 * number + part))
        dealer.do(funds, amount=amount, value_on=today.isoformat(), bank_reference=f"FT{number}-{part}")
    for part, kind in enumerate(("deregistration", "export_certificate")):
        dealer.do(f"{room}papers/", kind=kind, files=upload("paper", 200 + 10 * number + part))
    dealer.do(f"{room}forwarder/", forwarder=_forwarder(dealer, room))
    ship(forwarder, f"/en/forward/{code}/")
    buyer.do(f"{room}received/", at="")
    return code


def ship(forwarder: Caller, pack: str) -> None:
    today = clock.today_jst()
    eta = (today + timedelta(days=28)).isoformat()
    voyage = {"vessel": "MIHON MARU", "voyage": "061W", "loading_port": "JPYOK"}
    forwarder.do(pack, at="booking", etd_on=today.isoformat(), eta_on=eta, **voyage)
    forwarder.do(pack, at="sailing", sailed_on=today.isoformat())
    forwarder.do(pack, at="/bl/", number="MHN-1", kind="original", issued_on=today.isoformat())
    forwarder.do(pack, at="arrival")


def _link(caller: Caller, page: str, pattern: str) -> str:
    found = re.search(pattern, caller.get(page).text)
    assert found, f"no {pattern} on {page}"
    return found[0]


def _account(dealer: Caller, room: str) -> str:
    found = re.search(r'name="account" value="([^"]+)"', dealer.get(f"{room}invoice/").text)
    assert found
    return found[1]


def _forwarder(dealer: Caller, room: str) -> str:
    found = re.search(r'<option value="([0-9a-f-]{36})"', dealer.get(f"{room}forwarder/").text)
    assert found
    return found[1]


# --- What must be true ---------------------------------------------------------------------------------------------------

# Each: what is counted for one deal, and how many there are when every request did its work exactly once.
COUNTS = {
    "deal of this buyer on this car": (
        "SELECT count(*) FROM deals_deal o JOIN deals_deal d USING (vehicle_id, buyer_id) WHERE d.code = %s", 1,
    ),
    "photo of the car": ("SELECT count(*) FROM vehicles_photo p JOIN deals_deal d USING (vehicle_id) WHERE d.code = %s", 3),
    "message": ("SELECT count(*) FROM deals_message m JOIN deals_deal d ON d.id = m.deal_id WHERE d.code = %s", 2),
    "quote": ("SELECT count(*) FROM quotes_quote q JOIN deals_deal d ON d.id = q.deal_id WHERE d.code = %s", 2),
    "payment request": (
        "SELECT count(*) FROM payments_paymentrequest r JOIN deals_deal d ON d.id = r.deal_id WHERE d.code = %s", 1,
    ),
    "proof": (
        "SELECT count(*) FROM payments_transferproof t JOIN payments_paymentrequest r ON r.id = t.request_id"
        " JOIN deals_deal d ON d.id = r.deal_id WHERE d.code = %s", 2,
    ),
    "receipt": (
        "SELECT count(*) FROM payments_fundsreceipt t JOIN payments_paymentrequest r ON r.id = t.request_id"
        " JOIN deals_deal d ON d.id = r.deal_id WHERE d.code = %s", 2,
    ),
    "yen received": (
        "SELECT sum(t.amount_minor) FROM payments_fundsreceipt t JOIN payments_paymentrequest r ON r.id = t.request_id"
        " JOIN deals_deal d ON d.id = r.deal_id WHERE d.code = %s", 1_720_000,
    ),
    "invoice": (
        "SELECT count(*) FROM documents_document o JOIN deals_deal d ON d.id = o.deal_id"
        " WHERE d.code = %s AND o.kind = 'proforma_invoice'", 1,
    ),
    "paper of the car": (
        "SELECT count(*) FROM documents_document o JOIN deals_deal d ON d.id = o.deal_id"
        " WHERE d.code = %s AND o.kind IN ('deregistration', 'export_certificate')", 2,
    ),
    "completed": ("SELECT count(*) FROM deals_deal WHERE code = %s AND commercial = 'completed'", 1),
}  # fmt: skip


def doubled_or_lost(stack: Stack, codes: list[str]) -> list[str]:
    """Every count that is not what the acknowledged requests say, in words."""
    found: list[str] = []
    for code in codes:
        for what, (query, expected) in COUNTS.items():
            [(count,)] = stack.rows(query, code)
            if count != expected:
                found.append(f"{code}: {what} {count}, not {expected}")
    return found


def mails_wrong(stack: Stack) -> list[str]:
    """Each row of the ledger arrived under its own Message-ID, and nothing arrived without a row."""
    ledger = stack.rows("SELECT id, key FROM egress_dispatch WHERE recipient = 'mail'")
    rows = {f"<{row}@mail.japacar.jp>": key for row, key in ledger}
    arrived = {str(mail["Message-ID"]) for mail in stack.mails()}
    lost = [f"never arrived: {rows[one]}" for one in rows.keys() - arrived]
    return lost + [f"without a row: {one}" for one in arrived - rows.keys()]


def anything(stack: Stack, codes: list[str]) -> list[Any]:
    """All that is wrong with these deals."""
    return [*doubled_or_lost(stack, codes), *stack.faults(), *kept.untold(stack), *mails_wrong(stack)]
