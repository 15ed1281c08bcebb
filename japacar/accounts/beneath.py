"""How allauth, which lies underneath second factors and providers, is bound to this house: its adapters.

The one thing to know: allauth hands over a secret to be sealed without saying whose it is, so the caller says it with `belonging_to`;
without that nothing is sealed or opened. What was sealed for one person opens for no other."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from japacar.accounts.models import User
from japacar.kernel.ciphers import row_aad

TABLE = "mfa_authenticator"
_place: ContextVar[bytes | None] = ContextVar("place_of_a_secret", default=None)


class SaidByNobody(RuntimeError):
    """Somebody wants to seal or open a secret without saying whose it is."""


@contextmanager
def belonging_to(user: User, kind: str) -> Iterator[None]:
    """Within it a secret is sealed for, or opened as, the one row of this user and kind ("totp", "recovery_codes")."""
    token = _place.set(row_aad(TABLE, f"{user.pk}/{kind}", "data"))
    try:
        yield
    finally:
        _place.reset(token)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth brings no types
    """Nobody joins, is written to or is greeted by allauth: those pages and mails are ours."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise NotImplementedError("Mail leaves through egress only.")

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our views say what happened, in our words."""


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets sealed under our key ring, and the name under which browsers keep passkeys: that of JAPACAR_BASE_URL."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(settings.FIELD_KEYS.seal(text.encode(), aad=_aad())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return str(settings.FIELD_KEYS.open(base64.b64decode(encrypted_text), aad=_aad()).decode())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": urlsplit(settings.BASE_URL).hostname or "localhost", "name": "JAPACAR"}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """The account's random reference as handle; browsers show the address and keep it on the person's own device."""
        return {"id": user.pk.hex.encode(), "display_name": user.email, "name": user.email}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError("Mail leaves through egress only.")


def _aad() -> bytes:
    place = _place.get()
    if place is None:
        raise SaidByNobody("Use belonging_to(user, kind).")
    return place
