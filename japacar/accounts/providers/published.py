"""What a provider publishes of itself: its addresses (discovery) and its keys (JWKS), asked through egress and kept for a while.

The one thing to know: keys are asked for again when a token names one that we do not know, so a provider may change them at any
time; and not more than once a minute, so that nobody can make us ask for ever."""

import re
from dataclasses import dataclass
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.core.cache import cache

from japacar.accounts.providers import Provider
from japacar.accounts.providers.strict import Unreadable, json_object
from japacar.egress import actions as egress
from japacar.egress.ledger import NotAllowed
from japacar.kernel import clock
from japacar.kernel.declarations import Recipient

DISCOVERY_SECONDS = 24 * 3600
SHORTEST_SECONDS, LONGEST_SECONDS = 60, 6 * 3600
FEWEST_RSA_BITS = 2048
_MAX_AGE = re.compile(r"max-age=(\d{1,8})")
# Only these parts of a published key are used: a private half, should one be published, is not.
_PARTS = {"RS256": ("RSA", ("n", "e")), "ES256": ("EC", ("crv", "x", "y"))}


class Unreachable(Exception):
    """The provider does not answer, or not with what it should. `code` holds nothing personal."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Addresses:
    """Where a provider takes browsers, codes and questions for keys."""

    authorize: str
    token: str
    keys: str
    names_itself: bool
    """Whether every answer through the browser carries `iss` (RFC 9207)."""


def addresses(provider: Provider) -> Addresses:
    """From the discovery document of the issuer. Raises Unreachable."""
    key = f"oidc-discovery/{provider.issuer}"
    found: Addresses | None = cache.get(key)
    if found is None:
        found = _read_discovery(provider)
        cache.set(key, found, DISCOVERY_SECONDS)
    return found


def _read_discovery(provider: Provider) -> Addresses:
    said, _ = ask(provider, f"{provider.issuer}/.well-known/openid-configuration")
    if said.get("issuer") != provider.issuer:
        raise Unreachable("discovery_issuer")
    places = [said.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if not all(isinstance(place, str) and urlsplit(place).query == "" for place in places):
        raise Unreachable("discovery_places")
    authorize, token, keys = (str(place) for place in places)
    # Pages name this origin in their headers without asking anybody, so a browser may be sent nowhere else.
    if not authorize.startswith(f"{provider.origin}/"):
        raise Unreachable("discovery_authorize")
    names_itself = said.get("authorization_response_iss_parameter_supported") is True
    return Addresses(authorize, token, keys, names_itself)


def key_of(provider: Provider, algorithm: str, kid: str) -> Any:
    """The published key of this name and algorithm, or None. Raises Unreachable."""
    kept: dict[str, Any] | None = cache.get(_name(provider))
    now = clock.now().timestamp()
    if kept is None or (kid not in kept["keys"] and now - kept["at"] > SHORTEST_SECONDS):
        kept = _read_keys(provider, now)
    return _usable(kept["keys"].get(kid), algorithm)


def _read_keys(provider: Provider, now: float) -> dict[str, Any]:
    said, cache_control = ask(provider, addresses(provider).keys)
    listed = said.get("keys")
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise Unreachable("keys")
    names = [each.get("kid") for each in listed]
    # A name that stands twice could mean either key.
    once = {each["kid"]: each for each in listed if isinstance(each.get("kid"), str) and names.count(each["kid"]) == 1}
    kept = {"at": now, "keys": once}
    asked_for = _MAX_AGE.search(cache_control)
    seconds = int(asked_for[1]) if asked_for else LONGEST_SECONDS
    cache.set(_name(provider), kept, min(max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS))
    return kept


def _usable(key: dict[str, Any] | None, algorithm: str) -> Any:
    kind, parts = _PARTS[algorithm]
    if key is None or key.get("kty") != kind or key.get("use", "sig") != "sig":
        return None
    if key.get("alg", algorithm) != algorithm or not all(isinstance(key.get(part), str) for part in parts):
        return None
    try:
        found = jwt.PyJWK({"kty": kind, **{part: key[part] for part in parts}}, algorithm).key
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    if isinstance(found, RSAPublicKey):
        return found if found.key_size >= FEWEST_RSA_BITS else None
    return found if isinstance(found, EllipticCurvePublicKey) and found.curve.name == "secp256r1" else None


def ask(provider: Provider, url: str, form: dict[str, str] | None = None) -> tuple[dict[str, Any], str]:
    """One question to the provider, through egress: its answer, and how long it may be kept. Raises Unreachable."""
    try:
        answer = egress.call(
            Recipient.IDP,
            purpose=provider.purpose,
            key=f"{provider.purpose}:{token_hex(16)}",
            subjects=[],
            url=url,
            method="GET" if form is None else "POST",
            payload=form,
            timeout=SECONDS,
        )
    except (egress.CallFailed, NotAllowed) as error:
        raise Unreachable(type(error).__name__) from error
    if answer.status_code != 200:
        raise Unreachable(f"http_{answer.status_code}")
    try:
        return json_object(answer.content), answer.headers.get("Cache-Control", "")
    except Unreadable as error:
        raise Unreachable("unreadable") from error


SECONDS = 5.0


def _name(provider: Provider) -> str:
    return f"oidc-keys/{provider.issuer}"
