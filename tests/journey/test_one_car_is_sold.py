"""One car from the dealer's first click to "completed", by clicking, at 360 pixels and without JavaScript.

The one thing to know: a run draws the language of dealer and staff; `--thorough` sells in both, and once more with JavaScript."""

import re
from dataclasses import dataclass
from typing import Any

import pytest

from tests.few import Draw
from tests.journey import dealing, kept, things
from tests.journey.person import Person
from tests.journey.stack import Stack, wait_for

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Sale:
    """What differs between sales on one site. Dealer and staff read `language`, the buyers English, the forwarder Japanese."""

    shop: str
    language: str
    javascript: bool
    dealer: str
    buyers: tuple[str, str]
    chassis: str


PLAIN = (
    Sale("hoshino-jidosha", "en", False, "Hoshino Jidosha K.K.", ("boateng", "nkosi"), things.CHASSIS),
    Sale("hoshi-jidosha", "ja", False, "星野自動車株式会社", ("osei", "banda"), "ZVW55-8064321"),
)
WITH_JAVASCRIPT = Sale("tsuki-jidosha", "ja", True, "星野自動車株式会社", ("mensah", "moyo"), "ZVW55-8054321")


def test_one_car_is_sold_in_seven_steps(browser: Any, site: Stack, few: Draw) -> None:
    for sale in (*few(PLAIN, 1), *few([WITH_JAVASCRIPT], 0)):
        sell(browser, site, sale)


def sell(browser: Any, site: Stack, sale: Sale) -> None:
    def person(name: str, at: str, language: str = "en") -> Person:
        return Person(browser, site, f"{name}@{at}.example.test", language, javascript=sale.javascript)

    dealer, staff = person(sale.shop, "dealer", sale.language), person("mori", "operator", sale.language)
    first, second = (person(name, "buyer") for name in sale.buyers)
    forwarder = person("ops", "forwarder", "ja")

    dealing.join_as_dealer(dealer, slug=sale.shop)
    reference = dealing.prepare_car(dealer, chassis=sale.chassis)
    staff.sign_in()
    if staff.email not in site.apps:
        staff.set_up_app()
    dealing.approve(staff, sale.dealer)
    dealing.publish(dealer, staff, reference)

    deal = dealing.find_and_ask(first, "プリウス", reference, name="Kofi Boateng", chassis=sale.chassis)
    other = dealing.find_and_ask(second, "prius", reference, name="Thandi Nkosi", chassis=sale.chassis)
    dealing.quote(dealer, deal, car="1,480,000", freight="228,000", total="1,751,000")
    dealing.quote(dealer, deal, car="1,450,000", freight="228,000", total="1,721,000", again=True)
    dealing.quote(dealer, other, car="1,480,000", freight="228,000", total="1,751,000")

    dealing.open_deal(second, other).follow("Reserve the car")
    dealing.reserve(first, deal)
    second.press(re.compile("Reserve for")).sees("Another buyer was a moment faster")
    dealing.agree_on_paper(dealer, first, deal)
    dealing.pay(first, deal)
    dealing.confirm_money(dealer, deal, "1,700,000", f"FT-{deal}-1")
    dealing.send_the_rest(first, deal, "¥21,000")
    dealing.confirm_money(dealer, deal, "21,000", f"FT-{deal}-2")

    before = len(site.mails(forwarder.email))
    dealing.hand_over(dealer, deal)
    link = site.mail_after(before, forwarder.email, r"http://localhost:\d+/\S*forward/link/\S+")[0]
    dealing.ship(forwarder, link, "1,721,000", chassis=sale.chassis)
    dealing.receive(first, deal)
    dealing.open_deal(dealer, deal).sees("This deal is completed. The papers stay here.")

    wait_for(site.is_quiet, "the worker to be done")
    assert site.faults() == []
    kept.each_mail_has_one_ledger_row_and_no_account(site)
    kept.nothing_of_the_owner_is_anywhere(site)
    kept.agreement_and_provision_are_recorded(site, dealer.email, deal)
    kept.everybody_was_told(site)
    for each in (dealer, staff, first, second, forwarder):
        each.is_well()
