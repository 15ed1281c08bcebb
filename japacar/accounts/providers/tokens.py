"""Whether an ID token is what it says: signed by the provider, for us, for this one sign-in, and now (OIDC Core 3.1.3.7).

The one thing to know: the algorithm is chosen by us from the provider's short list, and the key by us from what the provider
publishes; nothing that the token brings along (`jwk`, `jku`, `x5u`) is looked at."""

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any

import jwt

from japacar.accounts.providers import Provider
from japacar.accounts.providers.strict import Unreadable, parts_of

# Clocks differ a little; a token is also never older than the sign-in that asked for it.
LEEWAY_SECONDS = 60
_SUBJECT = re.compile(r"[\x21-\x7e]{1,191}")
_LATEST = 253_402_300_800  # the year 10000

KeyFinder = Callable[[str, str], Any]


class TokenRefused(Exception):
    """The ID token is not believed. `code` names the check that failed and nothing personal."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Asked:
    """What we asked the provider, and when: the token must answer this."""

    nonce: str
    at: float


def check(
    token: object, *, provider: Provider, asked: Asked, now: float, key_of: KeyFinder, access_token: object = None
) -> dict[str, Any]:
    """The claims of a good token. `key_of(algorithm, kid)` finds a published key. Raises TokenRefused."""
    try:
        header, claims = parts_of(token)
    except Unreadable as error:
        raise TokenRefused("unreadable") from error
    _check_signature(str(token), header, provider, key_of)
    _check_parties(claims, provider)
    _check_times(claims, asked, now)
    _need(isinstance(claims.get("nonce"), str) and claims["nonce"].isascii(), "nonce")
    _need(compare_digest(claims["nonce"], asked.nonce), "nonce")
    _need(isinstance(claims.get("sub"), str) and bool(_SUBJECT.fullmatch(claims["sub"])), "sub")
    for name in ("email", "name", "hd"):
        _need(isinstance(claims.get(name, ""), str), name)
    if "at_hash" in claims and isinstance(access_token, str):
        _need(claims["at_hash"] == _half_hash(access_token), "at_hash")
    return claims


def _check_signature(token: str, header: dict[str, Any], provider: Provider, key_of: KeyFinder) -> None:
    algorithm, kid = header.get("alg"), header.get("kid", "")
    _need(isinstance(algorithm, str) and algorithm in provider.algorithms, "alg")
    _need(str(header.get("typ", "JWT")).upper() == "JWT" and "crit" not in header and "b64" not in header, "header")
    if algorithm == "HS256":
        key = provider.client_secret.encode()
    else:
        _need(isinstance(kid, str) and 0 < len(kid) <= 200, "kid")
        key = key_of(str(algorithm), str(kid))
        _need(key is not None, "kid")
    try:
        jwt.PyJWS(algorithms=[str(algorithm)]).decode(token, key=key, algorithms=[str(algorithm)])
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise TokenRefused("signature") from error


def _check_parties(claims: dict[str, Any], provider: Provider) -> None:
    """Made by him, for us and for nobody else besides."""
    _need(claims.get("iss") == provider.issuer, "iss")
    _need(claims.get("aud") in (provider.client_id, [provider.client_id]), "aud")
    _need(claims.get("azp", provider.client_id) == provider.client_id, "azp")


def _check_times(claims: dict[str, Any], asked: Asked, now: float) -> None:
    times: list[Any] = [claims.get("exp"), claims.get("iat"), claims.get("nbf", 0)]
    # JSON's true is a number to Python; so is a year that no clock reaches.
    _need(all(type(time) is int and 0 <= time < _LATEST for time in times), "time")
    exp, iat, nbf = times
    _need(exp > now - LEEWAY_SECONDS, "exp")
    _need(asked.at - LEEWAY_SECONDS <= iat <= now + LEEWAY_SECONDS, "iat")
    _need(nbf <= now + LEEWAY_SECONDS, "nbf")


def _half_hash(access_token: str) -> str:
    digest = hashlib.sha256(access_token.encode()).digest()[:16]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _need(is_so: bool, code: str) -> None:
    if not is_so:
        raise TokenRefused(code)
