"""In a real browser at 320 pixels: the longest names without a space and the highest price widen no page."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from config.debian import launch
from japacar.accounts.models import User
from tests import make
from tests.browser import beside
from tests.cast import SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDEST = 320
Look = Callable[[User | None, list[str]], dict[str, int]]


@pytest.fixture
def too_wide(live_server: Any) -> Iterator[Look]:
    """The pages that scroll sideways for this reader, in both languages, and how wide they are."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = launch(play)

        def look(reader: User | None, paths: list[str]) -> dict[str, int]:
            context = browser.new_context(java_script_enabled=False, viewport={"width": WIDEST, "height": 700})
            if reader is not None:
                kept = beside(lambda: SignedIn(reader).cookies)
                context.add_cookies(
                    [{"name": name, "value": each.value, "url": live_server.url} for name, each in kept.items()]
                )
            page, widths = context.new_page(), {}
            for path in [f"{language}/{path}" for language in ("en", "ja") for path in paths]:
                answer = page.goto(f"{live_server.url}/{path}")
                assert answer.status == 200, path
                widths[path] = page.evaluate("document.documentElement.scrollWidth")
            context.close()
            return {path: width for path, width in widths.items() if width > WIDEST}

        yield look
        browser.close()


def test_the_longest_words_widen_no_page(too_wide: Look) -> None:
    seller, buyer = beside(lambda: (make.make_user(), make.make_buyer(name="X" * 60)))
    dealer = beside(
        lambda: make.make_dealer(
            people=[seller], slug="long", name_en="Donaudampfschifffahrtsgesellschaft" * 2, name_ja="寿限無" * 16
        )
    )
    cars = beside(
        lambda: [
            make.make_vehicle(dealer, grade=grade, price_minor=1_999_999_999)
            for grade in ("W" * 80, "รถ" * 30, "سيارة" * 12)
        ]
    )
    deal = f"deals/{beside(lambda: make.make_deal(cars[0], buyer=buyer)).code}/"
    pages = [f"cars/{car.reference}/" for car in cars]

    assert too_wide(None, ["", "cars/", "stores/long/", f"{pages[0]}quote/", *pages]) == {}
    assert too_wide(buyer, ["deals/", deal]) == {}
    assert too_wide(seller, ["sell/", "sell/cars/", f"sell/{pages[0]}", "deals/", deal]) == {}
