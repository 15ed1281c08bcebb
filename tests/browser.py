"""Pages at 360 pixels for the browser tests, signed in (config/debian.py says which Chromium that is)."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection

from config.debian import launch

T = TypeVar("T")
# Makes a page as Safari before 16 has it.
OLDER = "delete HTMLFormElement.prototype.requestSubmit; delete AbortSignal.timeout;"


@contextmanager
def phone_of(user: Any, address: str) -> Iterator[Any]:
    """A page at 360 pixels in which this person is signed in, at the address of a live server."""
    from playwright.sync_api import sync_playwright

    from tests.cast import SignedIn

    cookies = [{"name": name, "value": each.value, "url": address} for name, each in SignedIn(user).cookies.items()]
    connection.close()
    with sync_playwright() as play:
        browser = launch(play)
        context = browser.new_context(viewport={"width": 360, "height": 740})
        context.add_cookies(cookies)
        page = context.new_page()
        page.goto(address)
        yield page
        browser.close()


def beside(ask: Callable[[], T]) -> T:
    """The answer of the database, asked in a thread of its own: Playwright keeps an event loop in this one, where Django refuses."""

    def asked() -> T:
        try:
            return ask()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asked).result()
