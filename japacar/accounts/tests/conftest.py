"""Providers that a test may ask for: `google` and `line`, on loopback, with nothing kept from an earlier test."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from japacar.accounts import linking
from japacar.accounts.models import User
from japacar.accounts.providers import published
from japacar.accounts.providers.identities import Identity
from japacar.accounts.tests import elsewhere
from japacar.demo.standins import faults
from japacar.demo.standins.dialects import DIALECTS
from japacar.demo.standins.openid import OpenIdProvider
from japacar.kernel import clock


@pytest.fixture
def google(settings: Any) -> Iterator[OpenIdProvider]:
    yield from _standing("google", settings)


@pytest.fixture
def line(settings: Any) -> Iterator[OpenIdProvider]:
    yield from _standing("line", settings)


def _standing(name: str, settings: Any) -> Iterator[OpenIdProvider]:
    cache.clear()
    made = elsewhere.provider(name, settings=settings)
    made.start()
    yield made
    made.stop()


@pytest.fixture(params=["google", "line"])
def one(request: Any, monkeypatch: Any) -> OpenIdProvider:
    """Each of the two in turn; questions to it are given up sooner than in earnest."""
    monkeypatch.setattr(published, "SECONDS", 2.0)
    monkeypatch.setattr(faults, "LONG", 3.0)
    found: OpenIdProvider = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def victim(db: None) -> User:
    """Whom everybody wants to be: linked with the first person of both providers."""
    user = User.objects.create_user("victim@example.test", display_name="Victim", email_confirmed_at=clock.now())
    for name, dialect in DIALECTS.items():
        linking.link(user, Identity(name, dialect.people[0].sub, "", False, ""))
    return user
