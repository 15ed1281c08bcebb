"""The steps of a sale as its people click them, each a function of those who take part."""

import io
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from PIL import Image

from japacar.kernel import clock
from japacar.members.tests import entries
from tests.journey import things
from tests.journey.person import Person
from tests.journey.stack import wait_for

PAPERS = {"permit": ("permit_photo",), "identity": ("front", "back")}
LISTING = {"make": "toyota", "model_name": "Prius", "body_type": "hatchback", "transmission": "cvt", "steering": "right",
           "colour": "white", "price": "148万円", "mileage_km": "48,600"}  # fmt: skip
CONSIGNEE = {"name": "Coast Motors Ltd", "country": "KE", "address": "12 Moi Avenue, Mombasa", "phone": "+254712345678"}
CODE_OF_DEAL = r"DL-[0-9A-Z]+"


# --- 1: the dealer registers and is checked ----------------------------------------------------------------------------


def join_as_dealer(dealer: Person, *, slug: str = entries.SHOP["slug"]) -> None:
    """From the door to "sent for checking"."""
    dealer.go("/join/").follow("Join as a dealer")
    dealer.say(display_name="星野 花子", email=dealer.email, agreed=True).press("Join and get my code")
    dealer.type_code(0).press("Confirm my address")
    dealer.set_up_app().go("/sell/register/").press("Begin the registration")
    for section, said in {
        "company": entries.COMPANY,
        "representative": entries.REPRESENTATIVE,
        "permit": entries.PERMIT,
        "identity": entries.IDENTITY,
        "bank": entries.BANK,
        "shop": {**entries.SHOP, "slug": slug},
    }.items():
        dealer.follow_to(f"/sell/settings/{section}/").say(**said)
        for number, name in enumerate(PAPERS.get(section, ())):
            dealer.hand_in(name, things.slip(number + 7))
        dealer.press("Save the account" if section == "bank" else "Save")
    dealer.follow_to("/sell/settings/address/").say(postal_code="359-1145", street="山口693-7")
    dealer.press("Fill in from postal code").say(phone="04-2900-0001").press("Save")
    dealer.press("Send for checking").sees("We are checking your papers")


def approve(staff: Person, name: str) -> None:
    """Staff hold the review, compare the permit with what was entered on one screen, and look at the licence with a reason."""
    staff.go("/desk/").follow_to("/desk/dealers/")
    if "/desk/dealers/" in staff.page.url and not re.search(r"/dealers/[0-9a-f-]{36}/", staff.page.url):
        staff.follow(re.compile(name))
    wait_for(lambda: staff.page.reload() and staff.page.locator("main figure img").count(), "the picture of the permit")
    staff.sees("431020000022").press("Hold this review for 15 minutes").sees("Give it back")
    licence = staff.words("Look at: %(paper)s") % {"paper": staff.words("Driving licence, front")}
    look = re.compile(re.escape(licence))
    wait_for(lambda: staff.say(why="review").press(look).page.locator("main figure img").count(), "the licence")
    staff.press("Approve").sees(staff.words("%(name)s is approved.") % {"name": name})


# --- 2: the car is listed ----------------------------------------------------------------------------------------------


def prepare_car(dealer: Person, *, chassis: str) -> str:
    """The certificate's file, photos, and what the file does not say; the reference. Nothing goes on sale before the approval."""
    dealer.go("/sell/").go("/sell/cars/").follow_to("/sell/cars/new/")
    dealer.hand_in("certificate", things.certificate(chassis)).press("Read the certificate")
    dealer.sees(chassis).sees_not(things.OWNER, "Geheim")
    send_photos(dealer, 3)
    dealer.say(**LISTING).press("Publish")
    if dealer.page.locator("[name=new_model]").count():
        dealer.say(new_model=True).press("Publish")
    dealer.sees("Our staff has not approved your company yet. You can prepare everything until then.")
    return urlsplit(dealer.page.url).path.rstrip("/").rsplit("/", 1)[-1]


def send_photos(dealer: Person, count: int) -> None:
    """With script each is sent as soon as it is chosen, on the same page."""
    dealer.hand_in("photos", *(things.photo(number) for number in range(count)))
    if dealer.javascript:
        sent = dealer.page.locator("[data-queue-state]").filter(has_text=dealer.words("All photos are sent."))
        sent.wait_for()
    else:
        dealer.press("Send the photos")
    assert dealer.page.locator("main li[id^='shot-']").count() == count


def publish(dealer: Person, staff: Person, reference: str) -> None:
    """Staff look at a dealer's first listings before the public does."""
    dealer.go("/sell/cars/").follow_to(f"/sell/cars/{reference}/").press("Publish")
    dealer.sees("Our staff looks at the listing first, usually within a day. Then it is on sale by itself.")
    staff.go("/desk/").follow_to("/desk/listings/").follow_to(f"/desk/listings/{reference}/")
    staff.sees("One of the first listings of this dealer").press("Put on sale")
    staff.sees("The listing is on sale, and the dealer is told.")


# --- 3 and 4: found, asked for, quoted, reserved -----------------------------------------------------------------------


def find_and_ask(buyer: Person, words: str, reference: str, *, name: str, chassis: str) -> str:
    """An anonymous visitor; the code of the deal."""
    buyer.go("/").say(q=words).press("Search")
    buyer.follow_to(f"/cars/{reference}/").sees("Hoshino Jidosha K.K.", "431020000022").sees_not(chassis)
    a_photo_is_bare(buyer)
    assert buyer.page.context.cookies() == []
    buyer.follow("Ask for a quote")
    buyer.say(name=name, email=buyer.email, port="KE-KEMBA", message="Is there rust?", of_age="yes", agreed=True)
    buyer.press("Send the request").type_code(0).press("Confirm the request")
    found = re.search(CODE_OF_DEAL, buyer.page.url)
    assert found, buyer.text
    return found[0]


def a_photo_is_bare(buyer: Person) -> None:
    """What the visitor gets of the dealer's photo says nothing of camera and place; the worker may still be drawing it."""
    address = buyer.page.locator("main img[src*='/photos/']").first.get_attribute("src")
    drawn = wait_for(lambda: _fetched(buyer, address), "the photo")
    with Image.open(io.BytesIO(drawn)) as picture:
        assert not picture.getexif()
        assert not {"exif", "xmp", "comment"} & set(picture.info)
    assert b"Mihon Phone" not in drawn


def _fetched(person: Person, path: Any) -> bytes:
    """The file at this address, empty while it is not there."""
    answer = person.page.context.request.get(path)
    return bytes(answer.body()) if answer.ok else b""


def quote(dealer: Person, deal: str, *, car: str, freight: str, total: str, again: bool = False) -> None:
    open_deal(dealer, deal).follow("Send a new version" if again else "Write the quote")
    dealer.say(car=car, freight=freight, insurance="31,000", documents="12,000", incoterm="CIF", note="Dry underneath.")
    dealer.press("Work out the total").sees(total).press("Send the quote")


def open_deal(person: Person, deal: str) -> Person:
    """From the list; a deal that waits for somebody else lies under another tab."""
    person.go("/deals/")
    for tab in ("waiting", "done"):
        if person.page.locator(f"main a[href*='/deals/{deal}/']").count():
            break
        person.follow_to(f"tab={tab}")
    return person.follow_to(f"/deals/{deal}/")


def reserve(buyer: Person, deal: str) -> None:
    open_deal(buyer, deal).follow("Compare the versions").follow("Reserve the car")
    buyer.press(re.compile("Reserve for")).sees("The car is reserved for you.")


# --- 5: money ----------------------------------------------------------------------------------------------------------


def agree_on_paper(dealer: Person, buyer: Person, deal: str) -> None:
    """Stock, consignee, invoice."""
    open_deal(dealer, deal).press("The car is here")
    open_deal(buyer, deal).follow("Enter the consignee").say(**CONSIGNEE).press("Save the consignee")
    open_deal(dealer, deal).follow("Make the invoice").press("Issue the invoice")


def pay(buyer: Person, deal: str) -> None:
    """The invoice is read, the slip photographed."""
    open_deal(buyer, deal).follow("Pay and upload the proof").sees(entries.ACCOUNT_NUMBER)
    paper = buyer.page.locator("main a[href*='/papers/']").first.get_attribute("href")
    assert _fetched(buyer, paper).startswith(b"%PDF")
    buyer.hand_in("proof", things.slip()).press("Send the proof").sees("Proof received, money not confirmed")


def confirm_money(dealer: Person, deal: str, amount: str, reference: str) -> None:
    open_deal(dealer, deal).follow("Look at the proof")
    dealer.say(amount=amount, value_on=clock.today_jst().isoformat(), bank_reference=reference)
    dealer.press("Confirm what arrived")


def send_the_rest(buyer: Person, deal: str, missing: str) -> None:
    open_deal(buyer, deal).follow("Send the rest").sees(f"{missing} is missing")
    buyer.hand_in("proof", things.slip(2)).press("Send this page")


# --- 6: papers and voyage ----------------------------------------------------------------------------------------------


def hand_over(dealer: Person, deal: str) -> None:
    """The papers of the car, then the forwarder with a one-time link."""
    open_deal(dealer, deal).follow("Hand in the papers")
    dealer.say(kind="deregistration").hand_in("paper", things.slip(3)).press("Hand in this paper")
    dealer.say(kind="export_certificate").hand_in("paper", things.slip(4)).press("Hand in this paper")
    open_deal(dealer, deal).follow("Choose a forwarder")
    # The first line asks to choose; the only forwarder stands below it, by his name in the reader's language.
    dealer.page.locator("[name=forwarder]").select_option(index=1)
    dealer.say(send_link=True).press("Give the shipment to this forwarder")


def ship(forwarder: Person, link: str, total: str, *, chassis: str) -> None:
    """Booked, sailed, B/L, arrived, by whoever holds the link."""
    today = clock.today_jst()
    forwarder.go(link).press("Open the shipment")
    forwarder.sees("Coast Motors Ltd", chassis).sees_not("¥", "￥", total, "1,450,000", "228,000")
    forwarder.say(vessel="MIHON MARU", voyage="061W", loading_port="JPYOK")
    forwarder.say(etd_on=today.isoformat(), eta_on=(today + timedelta(days=28)).isoformat()).press("Enter the booking")
    forwarder.say(sailed_on=today.isoformat()).press("The car is on board")
    forwarder.say(number="MHNYOK2611", issued_on=today.isoformat())
    forwarder.hand_in("copy", things.slip(5)).press("Enter the B/L")
    forwarder.press("The vessel has arrived")


def receive(buyer: Person, deal: str) -> None:
    open_deal(buyer, deal).follow("I have received the car").press("Yes, the car is received").sees("Completed")
