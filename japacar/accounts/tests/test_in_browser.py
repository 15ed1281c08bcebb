"""In a real browser without JavaScript: the headers, cookies and forms of signing in work together, which no test client shows."""

from collections.abc import Iterator
from typing import Any

import pytest

from config.debian import launch
from japacar.accounts.tests.mailbox import code_in, mails
from tests.browser import beside

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = launch(play)
        context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
        yield context.new_page()
        browser.close()


def newest_code() -> str:
    return beside(lambda: code_in(mails()[-1]))


def test_a_buyer_joins_signs_out_and_in_again_on_a_phone_without_javascript(page: Any, live_server: Any) -> None:
    page.goto(f"{live_server.url}/en/join/buyer/")
    page.get_by_label("Your name").fill("Ama Owusu")
    page.get_by_label("E-mail address").fill("ama@example.test")
    page.get_by_label("I am 18 or older").check()
    page.get_by_label("I agree to the Terms").check()
    page.get_by_role("button", name="Join and get my code").click()
    page.get_by_label("Six digits").fill(newest_code())
    page.get_by_role("button", name="Confirm my address").click()

    page.goto(f"{live_server.url}/en/account/")
    assert "ama@example.test" in page.content()
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert names == {"japacar_session", "XSRF-TOKEN"}

    page.goto(f"{live_server.url}/en/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    assert "You are signed out" in page.content()
    assert page.context.cookies() == []

    page.goto(f"{live_server.url}/en/sign-in/?next=/en/account/details/")
    page.get_by_label("E-mail address").fill("ama@example.test")
    page.get_by_label("E-mail address").press("Enter")
    page.get_by_label("Six digits").fill(newest_code())
    page.get_by_label("Six digits").press("Enter")
    assert page.url == f"{live_server.url}/en/account/details/"
