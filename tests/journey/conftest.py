"""The real site and one browser for all that is clicked here.

The one thing to know: both end with this folder, since Playwright keeps an event loop in which Django refuses to ask the database."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.debian import launch
from tests.journey.stack import Stack, whole_site

PEOPLE = """
from tests import make
make.make_staff("mori@operator.example.test", display_name="Mori")
make.make_forwarder()
make.make_model("Toyota", "Prius").__class__.objects.update(name_ja="プリウス", also="")
"""


@pytest.fixture(scope="package")
def site(empty_site: Path) -> Iterator[Stack]:
    """Web process, worker and mail on an empty database with one of the staff and one forwarder."""
    with whole_site(empty_site) as stack:
        stack.python(PEOPLE)
        yield stack


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """Chromium, for the tests that follow each other."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = launch(play)
        yield started
        started.close()
