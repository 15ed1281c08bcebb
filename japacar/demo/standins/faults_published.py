"""How a stand-in provider can be wrong about itself: in the keys that it publishes, and in its discovery document."""

import json
from typing import TYPE_CHECKING, Any

from japacar.demo.standins.faults import OTHER_KEY, STRANGER, WEAK_KEY
from japacar.demo.standins.signing import encoded, jwk, key

if TYPE_CHECKING:
    from japacar.demo.standins.openid import Answer

KEY_FAULTS = frozenset(
    {
        "keys: 500", "keys: HTML", "keys: a redirect", "keys: none", "keys: no list", "keys: too weak", "keys: symmetric",
        "keys: for encryption", "keys: of another algorithm", "keys: the name twice", "keys: numbers are no numbers",
    }
)  # fmt: skip
DISCOVERY_FAULTS = frozenset(
    {
        "discovery: 500", "discovery: HTML", "discovery: a redirect", "discovery: another issuer", "discovery: token elsewhere",
        "discovery: keys elsewhere", "discovery: authorize elsewhere", "discovery: a list",
    }
)  # fmt: skip


def keys(name: str, good: "Answer", kind: str) -> "Answer":
    """The JWKS, or what a fault makes of it."""
    if name not in KEY_FAULTS:
        return good
    found: dict[str, Any] = json.loads(good.body)["keys"][0]
    spoilt: dict[str, object] = {
        "keys: none": [],
        "keys: no list": found,
        "keys: too weak": [jwk(key("WEAK", WEAK_KEY), found["kid"])],
        "keys: symmetric": [{"kty": "oct", "kid": found["kid"], "alg": found["alg"], "k": encoded(b"k" * 32)}],
        "keys: for encryption": [found | {"use": "enc"}],
        "keys: of another algorithm": [found | {"alg": "RS512" if kind == "RSA" else "ES512"}],
        "keys: the name twice": [jwk(key(kind, OTHER_KEY), found["kid"]), found],
        "keys: numbers are no numbers": [found | {"n": 1, "e": [], "x": None, "y": {}}],
    }
    if name in spoilt:
        return _like(good, 200, json.dumps({"keys": spoilt[name]}).encode())
    return _down(name, good)


def discovery(name: str, good: "Answer", issuer: str) -> "Answer":
    """The discovery document, or what a fault makes of it."""
    if name not in DISCOVERY_FAULTS:
        return good
    said: dict[str, Any] = json.loads(good.body)
    spoilt: dict[str, object] = {
        "discovery: another issuer": said | {"issuer": STRANGER},
        "discovery: token elsewhere": said | {"token_endpoint": "https://token.stranger.example/token"},
        "discovery: keys elsewhere": said | {"jwks_uri": "https://keys.stranger.example/keys"},
        "discovery: authorize elsewhere": said | {"authorization_endpoint": f"{STRANGER}/authorize?of={issuer}"},
        "discovery: a list": [said],
    }
    if name in spoilt:
        return _like(good, 200, json.dumps(spoilt[name]).encode())
    return _down(name, good)


def _down(name: str, good: "Answer") -> "Answer":
    if name.endswith("HTML"):
        return _like(good, 200, b"<html><p>moved</html>")
    if name.endswith("a redirect"):
        return _like(good, 302, b"", Location="http://127.0.0.1:9/elsewhere")
    return _like(good, 500, b"")


def _like(good: "Answer", status: int, body: bytes, **headers: str) -> "Answer":
    return type(good)(status, body, good.content_type, headers)
