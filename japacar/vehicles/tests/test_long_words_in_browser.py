"""In a real browser at 320 pixels: the longest names without a space and the highest price widen no page."""

from collections.abc import Iterator
from typing import Any

import pytest

from config.debian import launch
from tests import make
from tests.browser import beside

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDEST = 320


@pytest.fixture
def page() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = launch(play)
        context = browser.new_context(java_script_enabled=False, viewport={"width": WIDEST, "height": 700})
        yield context.new_page()
        browser.close()


def test_the_longest_words_widen_no_page(page: Any, live_server: Any) -> None:
    dealer = beside(
        lambda: make.make_dealer(slug="long", name_en="Donaudampfschifffahrtsgesellschaft" * 2, name_ja="寿限無" * 16)
    )
    cars = beside(
        lambda: [
            make.make_vehicle(dealer, grade=grade, price_minor=1_999_999_999)
            for grade in ("W" * 80, "รถ" * 30, "سيارة" * 12)
        ]
    )

    wide = {}
    for path in ("", "cars/", "stores/long/", *(f"cars/{car.reference}/" for car in cars)):
        for language in ("en", "ja"):
            page.goto(f"{live_server.url}/{language}/{path}")
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > WIDEST:
                wide[f"{language}/{path}"] = width

    assert wide == {}
