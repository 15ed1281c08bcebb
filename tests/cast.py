"""The named cast. Sato sells at Aoba, Suzuki at Minato; Boateng and Nkosi buy; Kato ships; Mori is staff; a stranger is nobody here."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from japacar.accounts.models import User
from japacar.accounts.sessions import PROVED, SECOND, SessionStore
from japacar.deals.models import Deal
from japacar.demo.standins.anthropic_messages import AnthropicStandIn
from japacar.demo.standins.openai_responses import OpenAIStandIn
from japacar.kernel import clock
from japacar.members.models import Dealer, Forwarder
from japacar.vehicles.models import Vehicle
from tests import make


@pytest.fixture
def seller_sato(db: None) -> User:
    return make.make_user("sato@aoba.example.test", display_name="Sato", language="ja")


@pytest.fixture
def seller_suzuki(db: None) -> User:
    return make.make_user("suzuki@minato.example.test", display_name="Suzuki", language="ja")


@pytest.fixture
def aoba(seller_sato: User) -> Dealer:
    return make.make_dealer(
        people=[seller_sato], slug="aoba", name_en="Aoba Jidosha K.K.", name_ja="青葉自動車株式会社"
    )


@pytest.fixture
def minato(seller_suzuki: User) -> Dealer:
    return make.make_dealer(people=[seller_suzuki], slug="minato", name_en="Minato Trading", name_ja="港商事")


@pytest.fixture
def buyer_boateng(db: None) -> User:
    return make.make_buyer("boateng@example.test", name="Kofi Boateng")


@pytest.fixture
def buyer_nkosi(db: None) -> User:
    return make.make_buyer("nkosi@example.test", name="Thandi Nkosi")


@pytest.fixture
def forwarder_kato(db: None) -> User:
    return make.make_user("kato@forwarder.example.test", display_name="Kato", language="ja")


@pytest.fixture
def mihon_shipping(forwarder_kato: User) -> Forwarder:
    return make.make_forwarder(people=[forwarder_kato])


@pytest.fixture
def staff_mori(db: None) -> User:
    return make.make_staff("mori@operator.example.test", display_name="Mori")


@pytest.fixture
def stranger(db: None) -> User:
    return make.make_user("stranger@example.test")


@pytest.fixture
def prado(aoba: Dealer) -> Vehicle:
    return make.make_vehicle(aoba)


@pytest.fixture
def deal(prado: Vehicle, buyer_boateng: User) -> Deal:
    """Boateng has asked Aoba for a quote on the Prado; the request is confirmed."""
    return make.make_deal(prado, buyer=buyer_boateng)


@pytest.fixture
def anthropic_stand_in(settings: Any) -> Iterator[AnthropicStandIn]:
    """Anthropic as a server on this machine, which the site asks as it would the real one."""
    made = AnthropicStandIn("key-of-a-test")
    settings.ANTHROPIC = {"key": made.key, "url": made.origin, "model": "claude-sonnet-5-5"}
    made.start()
    yield made
    made.stop()


@pytest.fixture
def openai_stand_in(settings: Any) -> Iterator[OpenAIStandIn]:
    """The same for OpenAI."""
    made = OpenAIStandIn("key-of-a-test")
    settings.OPENAI = {"key": made.key, "url": made.url, "model": "gpt-5.4-mini"}
    made.start()
    yield made
    made.stop()


@pytest.fixture
def as_user() -> type["SignedIn"]:
    return SignedIn


class SignedIn(Client):
    """A browser in which somebody is signed in: `as_user(buyer_boateng).get("/en/deals/")`.

    He has just proved who he is and has shown a second factor. Without `second` he showed none; with `proved` off he signed in
    long ago and is asked once more before what is guarded by `recently_proved`."""

    def __init__(self, user: User, *, proved: bool = True, second: bool = True) -> None:
        super().__init__()
        sign_in(self, user, proved=proved, second=second)


def sign_in(browser: Client, user: User, *, proved: bool = True, second: bool = True) -> None:
    """Give this browser a session of this user, written in one go: signing in by the page is what tests of signing in do."""
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[PROVED], session[SECOND] = clock.now().timestamp() if proved else 0, second
    session.save(must_create=True)
    browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
