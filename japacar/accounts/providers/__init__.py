"""Signing in through Google and LINE by OpenID Connect: whom we ask, how, and what we believe of the answer.

The one thing to know: of everything that a provider says, an `Identity` is all that comes out of this package: its own name for
the person, an address, a display name. Tokens live for the length of one function call and are kept nowhere (PP-1.2-a)."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

SCOPE = "openid email profile"


@dataclass(frozen=True)
class Provider:
    """A provider that is configured. `name` is also what stands in addresses, in the login record and in linked accounts."""

    name: str
    title: str
    client_id: str
    client_secret: str
    issuer: str
    algorithms: frozenset[str]
    vouches: bool
    """Whether its word on an e-mail address may count at all; LINE's never does (PP-1.2-c)."""

    @property
    def origin(self) -> str:
        """Where a browser is sent to: what `form-action` names on pages with its button."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def purpose(self) -> str:
        """What the ledger calls asking this provider."""
        return f"sign_in_{self.name}"


# By these names and no other. HS256 is only what LINE signs with for web channels, under the channel's secret.
_KINDS: dict[str, dict[str, Any]] = {
    "google": {"title": "Google", "algorithms": frozenset({"RS256"}), "vouches": True},
    "line": {"title": "LINE", "algorithms": frozenset({"HS256", "ES256"}), "vouches": False},
}
TITLES = {name: kind["title"] for name, kind in _KINDS.items()}


def configured() -> list[Provider]:
    """Those that have a client id and a secret, in the order of their buttons."""
    return [
        Provider(name=name, client_id=said["id"], client_secret=said["secret"], issuer=said["issuer"], **_KINDS[name])
        for name, said in settings.SIGN_IN_PROVIDERS.items()
        if said["id"] and said["secret"]
    ]


def provider(name: str) -> Provider | None:
    """The configured provider of this name."""
    return next((each for each in configured() if each.name == name), None)


def origins() -> tuple[str, ...]:
    return tuple(each.origin for each in configured())
