"""Passkeys with Chromium's virtual authenticator: added, shown in place of a password, as second factor; and what is refused."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client

from config.debian import launch
from japacar.accounts.factors import PASSKEY, Authenticator
from japacar.accounts.models import LoginRecord, User
from tests import make
from tests.browser import beside
from tests.cast import SignedIn


@contextmanager
def chromium_with_device(browser_cookie: str, base: str) -> Iterator[tuple[Any, Any, str]]:
    """A page, the protocol to its virtual device with PIN or finger, and the device's id."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = launch(play)
        context = browser.new_context(viewport={"width": 360, "height": 740})
        context.add_cookies([{"name": "japacar_session", "value": browser_cookie, "url": base}])
        page = context.new_page()
        device = context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        made = device.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        yield page, device, made["authenticatorId"]
        browser.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_added_and_signs_in_without_password_and_its_copy_does_not(
    live_server: Any, settings: Any
) -> None:
    settings.BASE_URL = base = live_server.url
    ama = make.make_user("ama@example.test")
    cookie = SignedIn(ama).cookies["japacar_session"].value
    with chromium_with_device(cookie, base) as (page, device, device_id):
        page.goto(f"{base}/en/account/second-factors/passkey/")
        page.get_by_label("A name for it").fill("Blue phone")
        page.get_by_role("button", name="Add a passkey").click()
        page.wait_for_url("**/recovery-codes/**")
        page.goto(f"{base}/en/account/second-factors/")
        assert "Blue phone" in page.content()

        page.goto(f"{base}/en/sign-out/")
        page.get_by_role("button", name="Sign out").click()
        page.goto(f"{base}/en/sign-in/?next=/en/account/details/")
        [before] = device.send("WebAuthn.getCredentials", {"authenticatorId": device_id})["credentials"]
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(f"{base}/en/account/details/")
        assert beside(lambda: list(LoginRecord.objects.values_list("method", flat=True))) == ["passkey"]
        assert {each["name"] for each in page.context.cookies()} == {"japacar_session", "XSRF-TOKEN"}

        # A copy of the key whose counter stands where the original began.
        device.send("WebAuthn.removeCredential", {"authenticatorId": device_id, "credentialId": before["credentialId"]})
        device.send("WebAuthn.addCredential", {"authenticatorId": device_id, "credential": {**before, "signCount": 0}})
        page.goto(f"{base}/en/sign-out/")
        page.get_by_role("button", name="Sign out").click()
        page.goto(f"{base}/en/sign-in/")
        page.get_by_role("button", name="Use a passkey").click()
        page.get_by_text("The passkey was not accepted").wait_for()
        assert beside(LoginRecord.objects.count) == 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_a_second_factor_and_only_ones_own_counts(live_server: Any, settings: Any) -> None:
    settings.BASE_URL = base = live_server.url
    ama, kofi = make.make_user("ama@example.test"), make.make_user("kofi@example.test")
    for user in (ama, kofi):
        user.set_password(make.PASSWORD)
        user.save()
    cookie = SignedIn(ama).cookies["japacar_session"].value

    def by_password(page: Any, email: str) -> None:
        page.goto(f"{base}/en/sign-out/")
        page.get_by_role("button", name="Sign out").click()
        page.goto(f"{base}/en/sign-in/")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password").fill(make.PASSWORD)
        page.get_by_role("button", name="Sign in with the password").click()

    def give_to_kofi() -> None:
        row = Authenticator.objects.get(type=PASSKEY)
        other = {**row.data, "credential": json.loads(json.dumps(row.data["credential"]))}
        Authenticator.objects.create(user=kofi, type=PASSKEY, data=other)
        row.delete()

    with chromium_with_device(cookie, base) as (page, _, _):
        page.goto(f"{base}/en/account/second-factors/passkey/")
        page.get_by_role("button", name="Add a passkey").click()
        page.wait_for_url("**/recovery-codes/**")

        by_password(page, "ama@example.test")
        assert page.url == f"{base}/en/sign-in/second/"
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)

        # The row alone does not make the key somebody else's: the browser says whose it is.
        beside(give_to_kofi)
        page.goto(f"{base}/en/sign-out/")
        page.get_by_role("button", name="Sign out").click()
        page.goto(f"{base}/en/sign-in/")
        page.get_by_role("button", name="Use a passkey").click()
        page.get_by_text("The passkey was not accepted").wait_for()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "answer",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"response": 7}',
        '{"id": "AA", "rawId": "AA", "response": {"userHandle": 5}}',
        "[" * 9000,
        '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "e30",'
        ' "authenticatorData": "AAAA", "signature": "AA", "userHandle": "AA"}}',
    ],
)
def test_nonsense_in_place_of_a_passkey_is_refused_with_a_sentence(answer: str) -> None:
    browser = Client()
    browser.post("/en/sign-in/passkey/options/")

    refused = browser.post("/en/sign-in/passkey/", {"credential": answer}, follow=True)

    assert refused.redirect_chain[0][0] == "/en/sign-in/"
    assert "The passkey was not accepted" in refused.content.decode()
    assert not LoginRecord.objects.exists()
    ama = make.make_user("ama@example.test")
    adding = SignedIn(ama)
    adding.post("/en/account/second-factors/passkey/options/")
    assert adding.post("/en/account/second-factors/passkey/", {"credential": answer, "name": "x"}).status_code == 422
    assert not Authenticator.objects.filter(user=ama).exists()


@pytest.mark.django_db
def test_what_the_browser_is_asked_for_names_nobody() -> None:
    options = Client().post("/en/sign-in/passkey/options/").json()["publicKey"]

    assert options["rpId"] == "localhost"
    assert options["userVerification"] == "required"
    assert not options.get("allowCredentials")
    assert User.objects.count() == 0
