"""Which Chromium the browser tests drive, and how it is started.

The one thing to know: Debian's headless shell is the same engine without windows; a page costs it a fifth of the whole browser's
time, so it is taken where it is, and the whole browser where it is not."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection

from config.testrun import BROWSERS

T = TypeVar("T")
# Makes a page as Safari before 16 has it.
OLDER = "delete HTMLFormElement.prototype.requestSubmit; delete AbortSignal.timeout;"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def path() -> str | None:
    """The program, or None where there is none."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def launch(play: Any) -> Any:
    """A browser of Playwright's, to be closed by whoever asked for it."""
    return play.chromium.launch(executable_path=path(), args=list(FLAGS))


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
