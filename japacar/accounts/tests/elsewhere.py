"""The stand-ins of Google and LINE, started for a test, and a browser that walks to them and back over the wire."""

from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
from django.db import connection
from django.test import Client

from japacar.accounts import linking
from japacar.accounts.models import Attempt, User
from japacar.accounts.providers.identities import Identity
from japacar.demo.standins.dialects import DIALECTS, Person
from japacar.demo.standins.openid import Client as Registered
from japacar.demo.standins.openid import OpenIdProvider
from japacar.egress.models import Breaker

AGREED = {"display_name": "Amina Otieno", "of_age": "yes", "agreed": "on"}
SECRET = "5f4dcc3b5aa765d61d8327deb882cf99"  # as long as a channel secret of LINE


def provider(name: str, *, settings: Any) -> OpenIdProvider:
    """A stand-in that the site is configured for. The caller starts and stops it."""
    client = Registered(f"client-{name}", SECRET, f"{settings.BASE_URL}/sign-in/{name}/callback/")
    made = OpenIdProvider(DIALECTS[name], client)
    said = {"id": client.id, "secret": SECRET, "issuer": made.issuer}
    settings.SIGN_IN_PROVIDERS = {**settings.SIGN_IN_PROVIDERS, name: said}
    return made


@cache
def _wire() -> httpx.Client:
    return httpx.Client(trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))


class Walk:
    """One sign-in of one browser at one provider: `begin`, `allow`, `come_back`; or `through` for all three."""

    def __init__(self, browser: Client, at: OpenIdProvider, *, language: str = "en") -> None:
        self.browser, self.at, self.language = browser, at, language
        self.asked: dict[str, str] = {}

    def begin(self, way: str = "sign_in", next: str = "") -> Any:
        """Press the button; `asked` is then what the browser carries to the provider."""
        return self._begin(f"/{self.language}/sign-in/with/{self.at.dialect.name}/", {"way": way, "next": next})

    def begin_linking(self) -> Any:
        return self._begin(f"/{self.language}/account/link/{self.at.dialect.name}/", {})

    def _begin(self, path: str, form: dict[str, str]) -> Any:
        answer = self.browser.post(path, form)
        if answer.status_code == 302 and answer["Location"].startswith(self.at.issuer):
            self.asked = dict(parse_qsl(urlsplit(answer["Location"]).query))
        return answer

    def allow(self, person: int | Person = 0, **more: str) -> str:
        """The person says yes at the provider's page; the address that he is sent back to."""
        if isinstance(person, Person):
            code = self.at.code_for(person, self.asked, fault=more.get("fault", ""))
            said = {"state": self.asked["state"], "code": code}
            said |= {"iss": self.at.issuer} if self.at.dialect.sends_iss else {}
            return f"{self.at.client.redirect_uri}?{urlencode(said)}"
        return self._answer({"person": str(person), "answer": "allow", **more})

    def deny(self) -> str:
        return self._answer({"answer": "deny"})

    def _answer(self, said: dict[str, str]) -> str:
        place = self.at.issuer + self.at.dialect.paths["authorize"]
        page = _wire().get(place, params=self.asked)
        assert page.status_code == 200, page.text
        assert "STAND-IN" in page.text
        answer = _wire().post(place, data={**self.asked, **said})
        assert answer.status_code == 303, answer.text
        return str(answer.headers["Location"])

    def come_back(self, address: str) -> Any:
        """The browser follows the provider's redirect."""
        parts = urlsplit(address)
        return self.browser.get(f"{parts.path}?{parts.query}")

    def through(self, person: int | Person = 0, *, way: str = "sign_in", next: str = "", **more: str) -> Any:
        self.begin(way, next)
        return self.come_back(self.allow(person, **more))


def link(user: User, provider: OpenIdProvider, person: int = 0) -> None:
    """As if this user had linked the n-th person of the provider."""
    known = provider.dialect.people[person]
    linking.link(user, Identity(provider.dialect.name, known.sub, "", False, ""))


def rows() -> dict[str, int]:
    """How many rows of everything there are. Sessions, tries and the ledger are what refusing itself leaves."""
    left_out = {"accounts_session", "accounts_attempt", "accounts_receipt", "egress_dispatch", "egress_breaker"}
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - left_out)
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables))
        return dict(cursor.fetchall())


def what_is_wrong(browser: Client, answer: Any, before: dict[str, int]) -> str:
    """Empty when the answer is a kind page, nobody is signed in or waits to join, and no row is more than `before`."""
    if answer.status_code != 302 or "/failed/?why=" not in answer["Location"]:
        return f"{answer.status_code} {answer.get('Location')}"
    if {"_auth_user_id", "through", "halfway"} & set(browser.session.keys()):
        return "somebody came in"
    return "" if rows() == before else "something was kept"


def forget_tries() -> None:
    """Limits and breakers are not what is tried here."""
    Attempt.objects.all().delete()
    Breaker.objects.all().delete()
