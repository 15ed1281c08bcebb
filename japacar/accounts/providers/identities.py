"""What is taken over from a provider: its own name for the person, an e-mail address, a display name. Nothing else (PP-1.2-a).

The one thing to know: an address counts as proved only where the provider itself looks after it; anything else is asked for again
and proved by a code of ours, so that nobody gets an account by what somebody else once said (PP-1.2-c)."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from django import forms

from japacar.accounts.forms import EmailField
from japacar.accounts.providers import Provider

LONGEST_NAME = 120
_OWN_DOMAINS = frozenset({"gmail.com", "googlemail.com"})


@dataclass(frozen=True)
class Identity:
    """Somebody at a provider. `email` may be empty; `is_email_proved` is never true for an empty one."""

    provider: str
    uid: str
    email: str
    is_email_proved: bool
    name: str


def identity_of(provider: Provider, claims: dict[str, Any]) -> Identity:
    """From the claims of a token that was checked. An address that cannot be one counts as none."""
    email = _address(claims.get("email", ""))
    is_proved = (
        bool(email) and provider.vouches and claims.get("email_verified") is True and _looks_after(email, claims)
    )
    return Identity(provider.name, claims["sub"], email, is_proved, _name(claims.get("name", "")))


def _looks_after(email: str, claims: dict[str, Any]) -> bool:
    """Google's own rule: it speaks for addresses of its own, and of organisations whose mail it runs (`hd`).

    For others it knows only that the address was somebody's when the Google account was made."""
    domain = email.rpartition("@")[2]
    return domain in _OWN_DOMAINS or domain == claims.get("hd", "").lower()


def _address(said: str) -> str:
    if not said.isprintable():
        return ""
    try:
        return EmailField().clean(said)
    except forms.ValidationError:
        return ""


def _name(said: str) -> str:
    """One line without signs that cannot be printed, as our own form would take it."""
    kept = "".join(sign if unicodedata.category(sign) not in {"Cc", "Cf", "Co", "Cn", "Cs"} else " " for sign in said)
    return " ".join(kept.split())[:LONGEST_NAME].strip()
