"""Linking Google and LINE with an account that is there, and unlinking them: with a recent proof, told by mail, never the last way in."""

from datetime import timedelta

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from japacar.accounts import linking
from japacar.accounts.models import User
from japacar.accounts.tests.elsewhere import AGREED, Walk, link
from japacar.accounts.tests.mailbox import mails
from japacar.accounts.tests.test_sign_in import is_signed_in
from japacar.demo.standins.openid import OpenIdProvider
from japacar.events.models import Event
from japacar.kernel import clock
from tests import make

pytestmark = pytest.mark.django_db


def test_linking_from_the_account_page_and_taking_it_away(one: OpenIdProvider) -> None:
    user = make.make_user("amina@example.test", password=make.PASSWORD)
    browser, title = Client(), one.dialect.title
    browser.post("/en/sign-in/", {"email": user.email, "password": make.PASSWORD, "way": "password"})
    walk = Walk(browser, one)
    walk.begin_linking()

    assert walk.come_back(walk.allow())["Location"] == "/en/account/"
    assert f"From now on you can sign in with {title}" in browser.get("/en/account/").content.decode()
    assert SocialAccount.objects.get().user == user
    again = Client()
    Walk(again, one).through()
    assert is_signed_in(again)

    browser.post(f"/en/account/unlink/{one.dialect.name}/")
    assert not SocialAccount.objects.exists()
    assert [mail["subject"] for mail in mails()] == [
        f"{title} now signs you in to JAPACAR",
        f"{title} no longer signs you in to JAPACAR",
    ]
    assert list(Event.objects.values_list("kind", flat=True)) == [
        "account.provider_linked",
        "account.provider_unlinked",
    ]


def test_linking_and_unlinking_need_a_recent_proof(one: OpenIdProvider) -> None:
    user = make.make_user(password=make.PASSWORD)
    link(user, one, 1)
    browser = Client()
    browser.post("/en/sign-in/", {"email": user.email, "password": make.PASSWORD, "way": "password"})
    with time_machine.travel(clock.now() + timedelta(minutes=20)):
        assert not Walk(browser, one).begin_linking()["Location"].startswith(one.issuer)
        browser.post(f"/en/account/unlink/{one.dialect.name}/")
    assert SocialAccount.objects.count() == 1


def test_the_last_way_in_cannot_be_taken_away(client: Client, google: OpenIdProvider) -> None:
    Walk(client, google).through(way="buyer")
    client.post("/en/join/through/buyer/", AGREED)

    client.post("/en/account/unlink/google/")

    assert SocialAccount.objects.count() == 1
    assert "is the only way in of which we know that it works" in client.get("/en/account/").content.decode()
    user = User.objects.get()
    user.set_password(make.PASSWORD)
    user.save()
    assert linking.unlink(user, "google")


def test_an_account_elsewhere_opens_one_account_here(
    one: OpenIdProvider, buyer_boateng: User, buyer_nkosi: User
) -> None:
    link(buyer_boateng, one)
    browser = Client()
    browser.force_login(buyer_nkosi)
    with pytest.raises(linking.LinkedElsewhere):
        link(buyer_nkosi, one)
    link(buyer_nkosi, one, 1)
    with pytest.raises(linking.AnotherLinked):
        link(buyer_nkosi, one, 2)
    assert SocialAccount.objects.count() == 2


def test_a_link_that_somebody_else_began_is_not_finished(one: OpenIdProvider) -> None:
    """The browser changed hands between the button and the answer."""
    first, second = (make.make_user(password=make.PASSWORD) for _ in range(2))
    browser = Client()
    browser.post("/en/sign-in/", {"email": first.email, "password": make.PASSWORD, "way": "password"})
    walk = Walk(browser, one)
    walk.begin_linking()
    address = walk.allow()
    browser.force_login(second)
    walk.come_back(address)
    assert not SocialAccount.objects.exists()
