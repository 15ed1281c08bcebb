"""How the stand-in providers sign: keys that rotate, and tokens put together by hand, so that a token can be wrong in any way."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def encoded(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@cache
def key(kind: str, number: int) -> Private:
    """The n-th key of a kind ("RSA", "EC", or "WEAK": an RSA key that is too short). Made once a process."""
    if kind == "EC":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=1024 if kind == "WEAK" else 2048)


def pem(private: Private) -> bytes:
    """The public half as everybody may read it: what is tried as a secret in a confusion of algorithms."""
    return private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def jwk(private: Private, kid: str) -> dict[str, Any]:
    """The public half as it stands in a JWKS."""
    if isinstance(private, ec.EllipticCurvePrivateKey):
        point = private.public_key().public_numbers()
        x, y = (encoded(number.to_bytes(32, "big")) for number in (point.x, point.y))
        return {"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": kid, "x": x, "y": y}
    numbers = private.public_key().public_numbers()
    n, e = (encoded(number.to_bytes((number.bit_length() + 7) // 8, "big")) for number in (numbers.n, numbers.e))
    return {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "n": n, "e": e}


def signed(private: Private) -> Callable[[bytes], bytes]:
    """RS256 or ES256, by the kind of the key."""
    if isinstance(private, ec.EllipticCurvePrivateKey):

        def es256(text: bytes) -> bytes:
            r, s = decode_dss_signature(private.sign(text, ec.ECDSA(SHA256())))
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")

        return es256
    return lambda text: private.sign(text, padding.PKCS1v15(), SHA256())


def sealed(secret: bytes) -> Callable[[bytes], bytes]:
    """HS256."""
    return lambda text: hmac.new(secret, text, hashlib.sha256).digest()


@dataclass
class Draft:
    """A token and the answer that carries it, before they leave; a fault changes what it likes."""

    header: dict[str, Any]
    claims: dict[str, Any]
    sign: Callable[[bytes], bytes]
    answer: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    body: bytes | None = None
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    is_dropped: bool = False
    header_text: bytes | None = None
    claims_text: bytes | None = None
    after: Callable[[str], object] = lambda token: token

    def token(self) -> object:
        """The compact form; `after` may make anything of it."""
        header = json.dumps(self.header).encode() if self.header_text is None else self.header_text
        claims = json.dumps(self.claims).encode() if self.claims_text is None else self.claims_text
        text = f"{encoded(header)}.{encoded(claims)}"
        return self.after(f"{text}.{encoded(self.sign(text.encode()))}")


def at_hash(access_token: str) -> str:
    return encoded(hashlib.sha256(access_token.encode()).digest()[:16])


def random_id() -> str:
    return secrets.token_urlsafe(24)
