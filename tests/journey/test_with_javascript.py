"""With JavaScript on: the strict policy is broken nowhere, nothing complains in the console, and the modules do what they say."""

import re
from typing import Any

import pytest

from tests.journey import dealing, things
from tests.journey.person import Person
from tests.journey.stack import Stack, wait_for

pytestmark = pytest.mark.browser

# A car on sale, a draft, and a deal that waits for its money, through the real actions.
DEAL = """
from django.conf import settings
from japacar.accounts.viewers import Viewer
from japacar.deals.actions import request_quote
from japacar.vehicles.actions import draft_vehicle
from tests import drive, make
from tests.house import world
settings.LISTING_REVIEW_FIRST = 0
seller, admin = make.make_user("akari@dealer.example.test", display_name="Akari"), make.make_staff()
buyer = make.make_buyer("adjei@buyer.example.test")
dealer = world._dealer("akari", "4011001098993", seller, admin)
vehicle, shown = world._vehicle(dealer, seller), world._vehicle(dealer, seller)
draft = draft_vehicle(dealer, by=Viewer(seller))
deal = request_quote(vehicle, buyer=buyer, country="KE", port="KEMBA", incoterm="CIF", by=Viewer(buyer))
request = drive.to_payment_requested(deal)
print(shown.reference, draft.reference, deal.code, request.code)
"""


@pytest.fixture(scope="module")
def made(site: Stack) -> tuple[str, ...]:
    return tuple(site.python(DEAL).split())


def test_no_page_breaks_its_policy_and_the_modules_work(browser: Any, site: Stack, made: tuple[str, ...]) -> None:
    shown, draft, deal, request = made
    buyer = Person(browser, site, "adjei@buyer.example.test", javascript=True)
    buyer.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.url)
    buyer.go("/").go("/cars/").go(f"/cars/{shown}/")
    buyer.sign_in().go(f"/deals/{deal}/")
    a_second_press_sends_nothing(buyer, deal)
    buyer.go(f"/deals/{deal}/payment/{request}/")
    copy_puts_the_reference_on_the_clipboard(buyer, request)

    seller = Person(browser, site, "akari@dealer.example.test", javascript=True)
    seller.sign_in().go(f"/sell/cars/{draft}/")
    what_is_typed_is_saved_by_itself(seller, site, draft, 51_234)
    dealing.send_photos(seller, 2)
    what_is_typed_is_saved_by_itself(seller, site, draft, 52_345)
    seller.hand_in("certificate", things.certificate("ZVW55-8098765")).press("Read the certificate")
    what_is_typed_is_saved_by_itself(seller, site, draft, 53_456)
    for person in (buyer, seller):
        person.is_well()


def a_second_press_sends_nothing(buyer: Person, deal: str) -> None:
    """Two quick presses of one button make one request and one message."""
    sent = []
    buyer.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    buyer.say(text="Is the spare key there?")
    buyer.page.locator(f"form[action*='/deals/{deal}/message/'] button").dblclick()
    buyer.page.wait_for_load_state("load")
    buyer.page.get_by_text("Your message is sent.").wait_for()
    assert len(sent) == 1
    assert buyer.page.locator("main").inner_text().count("Is the spare key there?") == 1


def copy_puts_the_reference_on_the_clipboard(buyer: Person, request: str) -> None:
    button = buyer.page.locator("[data-copy]:visible").filter(has_text=re.compile("Copy", re.IGNORECASE))
    row = buyer.page.locator("main dl.form > div").filter(has_text="Write this reference on the transfer")
    assert button.count()
    row.locator("[data-copy]").click()
    assert buyer.page.evaluate("navigator.clipboard.readText()") == request


def what_is_typed_is_saved_by_itself(seller: Person, site: Stack, draft: str, mileage: int) -> None:
    """Also after photos, which are sent on the same page, and after a certificate, whose page replaces the one before without
    loading anew."""
    seller.say(mileage_km=f"{mileage:,}")
    asked = "SELECT mileage_km FROM vehicles_vehicle WHERE reference = %s"
    # What the page says may still be of the time before, so the database is asked first.
    wait_for(lambda: site.rows(asked, draft) == [(mileage,)], f"{mileage} km in the draft")
    seller.page.locator("[data-autosave-state]").filter(has_text=re.compile(r"^Saved \d")).wait_for()
