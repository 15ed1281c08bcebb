"""Somebody whom a provider named and who has no account of that name here: kept in his browser's session, for half an hour.

The one thing to know: nothing else of him is kept before he agrees; declining drops this and, of a visitor, the whole session (PP-0-e)."""

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest

from japacar.accounts.providers import Provider, provider
from japacar.accounts.providers.identities import Identity
from japacar.kernel import clock

KEY = "through"
SECONDS = 30 * 60


@dataclass(frozen=True)
class Pending:
    """Who came through which provider, by which door, and where he wants to go. `way`: sign_in, buyer or dealer."""

    identity: Identity
    way: str
    next: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Pending | None":
        """The one of this browser, unless it is too old or its provider is no longer configured."""
        kept: dict[str, Any] = request.session.get(KEY) or {}
        if not kept or clock.now().timestamp() - kept["at"] > SECONDS:
            return None
        found = cls(Identity(**kept["identity"]), kept["way"], kept["next"])
        return found if provider(found.identity.provider) else None

    @property
    def provider(self) -> Provider:
        found = provider(self.identity.provider)
        if found is None:
            raise LookupError(self.identity.provider)
        return found

    def put(self, request: HttpRequest) -> None:
        """For a visitor under a new key: an earlier one may be known to somebody who prepared this browser."""
        if not request.user.is_authenticated:
            request.session.cycle_key()
        request.session[KEY] = {**asdict(self), "at": clock.now().timestamp()}

    @staticmethod
    def drop(request: HttpRequest) -> None:
        request.session.pop(KEY, None)
