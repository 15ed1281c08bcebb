"""In a real browser: what a buyer typed outlives a link that is down, and is sent once when it is back."""

from collections.abc import Iterator
from typing import Any

import pytest

from japacar.deals.models import Deal, Message
from tests.browser import OLDER, beside, phone_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "Is there a spare key?"
NO_LINK = "No connection. Nothing you typed is lost"


@pytest.fixture
def page(live_server: Any, deal: Deal) -> Iterator[Any]:
    """The page of a deal at 360 pixels, as its buyer sees it."""
    with phone_of(deal.buyer, f"{live_server.url}/en/deals/{deal.code}/") as page:
        yield page


def sent() -> list[str]:
    return beside(lambda: list(Message.objects.values_list("text", flat=True)))


def test_a_message_outlives_a_link_that_is_down_and_goes_once(page: Any) -> None:
    page.get_by_label("Write to the dealer").fill(WORDS)
    button = page.get_by_role("button", name="Send message")
    page.context.set_offline(True)

    button.click()
    page.get_by_role("alert").get_by_text(NO_LINK).wait_for()
    assert page.get_by_label("Write to the dealer").input_value() == WORDS
    assert sent() == []

    page.context.set_offline(False)
    button.dblclick()
    page.locator("#happened").get_by_text(WORDS).wait_for()
    assert sent() == [WORDS]
    assert page.get_by_text(NO_LINK).count() == 0


def test_whoever_goes_on_at_once_has_sent_it(page: Any) -> None:
    """No way to the server and back lies between the button and the form."""
    page.get_by_label("Write to the dealer").fill(WORDS)
    page.get_by_role("button", name="Send message").click()
    page.goto(page.url)

    assert sent() == [WORDS]


def test_an_older_browser_sends_too(page: Any) -> None:
    page.add_init_script(OLDER)
    page.reload()
    page.get_by_label("Write to the dealer").fill(WORDS)

    page.get_by_role("button", name="Send message").dblclick()

    page.locator("#happened").get_by_text(WORDS).wait_for()
    assert sent() == [WORDS]
