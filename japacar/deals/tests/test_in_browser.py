"""In a real browser: what a buyer typed outlives a link that is down, and is sent once when it is back."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from japacar.deals.models import Deal, Message
from tests.browser import launch
from tests.cast import SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "Is there a spare key?"
NO_LINK = "No connection. Nothing you typed is lost"


@pytest.fixture
def page(live_server: Any, deal: Deal) -> Iterator[Any]:
    """The page of a deal at 360 pixels, as its buyer sees it."""
    from playwright.sync_api import sync_playwright

    signed_in = SignedIn(deal.buyer)
    cookies = [{"name": name, "value": each.value, "url": live_server.url} for name, each in signed_in.cookies.items()]
    connection.close()
    with sync_playwright() as play:
        browser = launch(play)
        context = browser.new_context(viewport={"width": 360, "height": 740})
        context.add_cookies(cookies)
        page = context.new_page()
        page.goto(f"{live_server.url}/en/deals/{deal.code}/")
        yield page
        browser.close()


def sent() -> list[str]:
    """Asked in a thread of its own: Playwright keeps an event loop in this one, where Django refuses to ask the database."""

    def ask() -> list[str]:
        try:
            return list(Message.objects.values_list("text", flat=True))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(ask).result()


def cut(page: Any) -> Callable[[], None]:
    """The telephone knows that it has no connection."""
    page.context.set_offline(True)
    return lambda: page.context.set_offline(False)


def swallow(page: Any) -> Callable[[], None]:
    """It believes that it has one, and nothing arrives."""
    page.context.route("**/*", lambda route: route.abort())
    return lambda: page.context.unroute("**/*")


@pytest.mark.parametrize("break_link", [cut, swallow])
def test_a_message_outlives_a_link_that_is_down_and_goes_once(page: Any, break_link: Any) -> None:
    page.get_by_label("Write to the dealer").fill(WORDS)
    button = page.get_by_role("button", name="Send message")
    mend = break_link(page)

    button.click()
    page.get_by_role("alert").get_by_text(NO_LINK).wait_for()
    assert page.get_by_label("Write to the dealer").input_value() == WORDS
    assert sent() == []

    mend()
    button.dblclick()
    page.locator("#happened").get_by_text(WORDS).wait_for()
    assert sent() == [WORDS]
    assert page.get_by_text(NO_LINK).count() == 0


OLDER = "delete HTMLFormElement.prototype.requestSubmit; delete AbortSignal.timeout;"


def test_a_browser_that_cannot_ask_first_sends_at_once(page: Any) -> None:
    page.add_init_script(OLDER)
    page.reload()
    page.get_by_label("Write to the dealer").fill(WORDS)

    page.get_by_role("button", name="Send message").dblclick()

    page.locator("#happened").get_by_text(WORDS).wait_for()
    assert sent() == [WORDS]
