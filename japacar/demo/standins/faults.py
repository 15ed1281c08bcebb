"""How a stand-in provider can be wrong: every fault by name, in one table, for the tests and for whoever is curious in the demo.

The one thing to know: a fault spoils a token or the answer that carries it (keys and discovery: faults_published.py). Whatever it
does, nobody may be signed in by it."""

import gzip
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from japacar.demo.standins.signing import Draft, encoded, jwk, key, pem, sealed, signed

if TYPE_CHECKING:
    from japacar.demo.standins.openid import OpenIdProvider

OTHER_KEY, WEAK_KEY = 900, 901
STRANGER = "https://login.stranger.example"
LONG = 6.5


@dataclass(frozen=True)
class Fault:
    """What it changes, and at which provider ("" for both)."""

    change: Callable[[Draft, "OpenIdProvider"], object]
    only: str = ""


def _claim(name: str, value: object) -> Fault:
    return Fault(lambda draft, _: draft.claims.update({name: value}))


def _without(name: str, only: str = "") -> Fault:
    return Fault(lambda draft, _: draft.claims.pop(name, None), only)


def _header(**values: object) -> Fault:
    return Fault(lambda draft, _: draft.header.update(values))


def _answer(status: int, body: bytes, content_type: str = "application/json", **headers: str) -> Fault:
    def change(draft: Draft, _: "OpenIdProvider") -> None:
        draft.status, draft.body, draft.content_type = status, body, content_type
        draft.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    return Fault(change)


def _token(change: Callable[[str], object]) -> Fault:
    return Fault(lambda draft, _: setattr(draft, "after", change))


def _time(name: str, seconds: int) -> Fault:
    return Fault(lambda draft, _: draft.claims.update({name: int(time.time()) + seconds}))


def _old(draft: Draft, _: object) -> None:
    draft.claims |= {"iat": int(time.time()) - 86_400, "exp": int(time.time()) + 600}


def _unsigned(name: str) -> Fault:
    def change(draft: Draft, _: object) -> None:
        draft.header = {"typ": "JWT", "alg": name}
        draft.sign = lambda text: b""

    return Fault(change)


def _none_with_signature(draft: Draft, _: object) -> None:
    draft.header["alg"] = "none"


def _public_key_as_secret(draft: Draft, provider: "OpenIdProvider") -> None:
    draft.header = {"typ": "JWT", "alg": "HS256", "kid": provider.kid}
    draft.sign = sealed(pem(key(provider.dialect.key_kind, provider.key_number)))


def _jwk_as_secret(draft: Draft, provider: "OpenIdProvider") -> None:
    draft.header = {"typ": "JWT", "alg": "HS256", "kid": provider.kid}
    draft.sign = sealed(json.dumps(jwk(key(provider.dialect.key_kind, provider.key_number), provider.kid)).encode())


def _empty_secret(draft: Draft, _: object) -> None:
    draft.header = {"typ": "JWT", "alg": "HS256"}
    draft.sign = sealed(b"")


def _client_id_as_secret(draft: Draft, provider: "OpenIdProvider") -> None:
    draft.header = {"typ": "JWT", "alg": "HS256"}
    draft.sign = sealed(provider.client.id.encode())


def _secret_of_the_client(draft: Draft, provider: "OpenIdProvider") -> None:
    draft.header = {"typ": "JWT", "alg": "HS256"}
    draft.sign = sealed(provider.client.secret.encode())


def _other_hash(name: str) -> Fault:
    return Fault(lambda draft, _: draft.header.update({"alg": name}))


def _other_kind(draft: Draft, provider: "OpenIdProvider") -> None:
    """A good signature of the kind that this provider never uses."""
    kind, name = ("EC", "ES256") if provider.dialect.key_kind == "RSA" else ("RSA", "RS256")
    draft.header = {"typ": "JWT", "alg": name, "kid": provider.kid}
    draft.sign = signed(key(kind, OTHER_KEY))


def _wrong_key(draft: Draft, provider: "OpenIdProvider") -> None:
    draft.header |= {"alg": provider.dialect.algorithm, "kid": provider.kid}
    draft.sign = signed(key(provider.dialect.key_kind, OTHER_KEY))


def _unknown_key(draft: Draft, provider: "OpenIdProvider") -> None:
    draft.header |= {"alg": provider.dialect.algorithm, "kid": "nobody-1"}
    draft.sign = signed(key(provider.dialect.key_kind, OTHER_KEY))


def _with_kid(kid: object) -> Fault:
    def change(draft: Draft, provider: "OpenIdProvider") -> None:
        draft.header = {"typ": "JWT", "alg": provider.dialect.algorithm} | ({} if kid is None else {"kid": kid})
        draft.sign = signed(key(provider.dialect.key_kind, provider.key_number))

    return Fault(change)


def _brings_its_key(name: str) -> Fault:
    """A header that points to, or holds, the key of whoever made the token."""

    def change(draft: Draft, provider: "OpenIdProvider") -> None:
        mine = key(provider.dialect.key_kind, OTHER_KEY)
        held = jwk(mine, "mine") if name == "jwk" else f"{provider.issuer}/keys-of-a-stranger"
        draft.header = {"typ": "JWT", "alg": provider.dialect.algorithm, "kid": "mine", name: held}
        draft.sign = signed(mine)

    return Fault(change)


def _twice(name: str, value: object) -> Fault:
    """A claim that stands in the token twice: the right one last, for whoever reads only that."""

    def change(draft: Draft, _: object) -> None:
        rest = json.dumps(draft.claims)
        draft.claims_text = f"{{{json.dumps(name)}: {json.dumps(value)}, {rest[1:]}".encode()

    return Fault(change)


def _header_twice(draft: Draft, _: object) -> None:
    draft.header_text = b'{"alg": "none", ' + json.dumps(draft.header).encode()[1:]


def _text(text: bytes) -> Fault:
    return Fault(lambda draft, _: setattr(draft, "claims_text", text))


def _number(text: str) -> Fault:
    """An `exp` that only some readers of JSON take for a number."""

    def change(draft: Draft, _: object) -> None:
        claims = json.dumps({**draft.claims, "exp": 0})
        draft.claims_text = claims.replace('"exp": 0', f'"exp": {text}').encode()

    return Fault(change)


def _huge(draft: Draft, _: object) -> None:
    draft.claims["padding"] = "x" * 200_000


def _deep(draft: Draft, _: object) -> None:
    draft.claims_text = b'{"sub": ' + b"[" * 20_000 + b"]" * 20_000 + b"}"


def _changed_after(token: str) -> str:
    header, _claims, signature = token.split(".")
    return f"{header}.{encoded(json.dumps({'sub': 'somebody', 'iss': STRANGER}).encode())}.{signature}"


def _dropped(draft: Draft, _: object) -> None:
    draft.is_dropped = True


def _packed(draft: Draft, _: object) -> None:
    draft.body, draft.headers = gzip.compress(b" " * 50_000_000), {"Content-Encoding": "gzip"}


def _late(draft: Draft, _: object) -> None:
    draft.seconds = LONG


def _keys_of(token: str, part: int) -> str:
    return ".".join(token.split(".")[:part])


TOKEN_FAULTS: dict[str, Fault] = {
    "iss of a stranger": _claim("iss", STRANGER),
    "iss with a slash more": Fault(lambda draft, _: draft.claims.update({"iss": draft.claims["iss"] + "/"})),
    "iss in capitals": Fault(lambda draft, _: draft.claims.update({"iss": draft.claims["iss"].upper()})),
    "iss as a list": Fault(lambda draft, _: draft.claims.update({"iss": [draft.claims["iss"]]})),
    "iss of the other provider": Fault(
        lambda draft, provider: draft.claims.update(
            {"iss": "https://access.line.me" if provider.dialect.name == "google" else "https://accounts.google.com"}
        )
    ),
    "no iss": _without("iss"),
    "aud of another client": _claim("aud", "another-client"),
    "aud with another client": Fault(lambda draft, p: draft.claims.update({"aud": [p.client.id, "another-client"]})),
    "aud as an empty list": _claim("aud", []),
    "aud as a number": _claim("aud", 1234567890),
    "aud as an object": Fault(lambda draft, p: draft.claims.update({"aud": {p.client.id: True}})),
    "no aud": _without("aud"),
    "azp of another client": _claim("azp", "another-client"),
    "azp as a list": Fault(lambda draft, p: draft.claims.update({"azp": [p.client.id]})),
    "expired": _time("exp", -3600),
    "no exp": _without("exp"),
    "exp as text": Fault(lambda draft, _: draft.claims.update({"exp": str(draft.claims["exp"])})),
    "exp is true": _claim("exp", True),
    "exp is null": _claim("exp", None),
    "exp is NaN": _number("NaN"),
    "exp is Infinity": _number("Infinity"),
    "exp is 1e999": _number("1e999"),
    "exp of five thousand digits": _number("9" * 5000),
    "iat in the future": _time("iat", 3600),
    "iat of yesterday": Fault(_old),
    "no iat": _without("iat"),
    "iat as text": Fault(lambda draft, _: draft.claims.update({"iat": str(draft.claims["iat"])})),
    "nbf in the future": _time("nbf", 3600),
    "nonce of another sign-in": _claim("nonce", "n-0S6_WzA2Mj"),
    "nonce as a list": Fault(lambda draft, _: draft.claims.update({"nonce": [draft.claims["nonce"]]})),
    "nonce is empty": _claim("nonce", ""),
    "no nonce": _without("nonce"),
    "sub is empty": _claim("sub", ""),
    "sub as a number": _claim("sub", 108214403918822650001),
    "sub as a list": Fault(lambda draft, _: draft.claims.update({"sub": [draft.claims["sub"]]})),
    "sub with a NUL": Fault(lambda draft, _: draft.claims.update({"sub": draft.claims["sub"] + "\x00"})),
    "sub with a space": Fault(lambda draft, _: draft.claims.update({"sub": draft.claims["sub"] + " "})),
    "sub of full-width digits": _claim("sub", "１０８２１４４０３９１８"),
    "sub too long": _claim("sub", "1" * 256),
    "no sub": _without("sub"),
    "email as a list": _claim("email", ["buyer@example.test"]),
    "name as an object": _claim("name", {"given": "Kofi"}),
    "at_hash of another token": _claim("at_hash", "77QmUPtjPfzWtF2AnpK9RQ"),
    "alg none": _unsigned("none"),
    "alg None": _unsigned("None"),
    "alg empty": _unsigned(""),
    "alg none with a signature": Fault(_none_with_signature),
    "alg HS256 with the public key as secret": Fault(_public_key_as_secret),
    "alg HS256 with the JWK as secret": Fault(_jwk_as_secret),
    "alg HS256 with an empty secret": Fault(_empty_secret),
    "alg HS256 with the client id as secret": Fault(_client_id_as_secret),
    "alg HS256 with the client's secret": Fault(_secret_of_the_client, "google"),
    "alg HS512": _other_hash("HS512"),
    "alg PS256": _other_hash("PS256"),
    "alg as a list": _header(alg=["RS256", "ES256", "HS256"]),
    "alg of another kind of key": Fault(_other_kind),
    "no alg": Fault(lambda draft, _: draft.header.pop("alg")),
    "key unknown": Fault(_unknown_key),
    "key of somebody else under the right name": Fault(_wrong_key),
    "no kid": _with_kid(None),
    "kid as a list": _with_kid(["google-0", "line-0"]),
    "kid as a path": _with_kid("../../../../dev/null"),
    "header brings its key (jwk)": _brings_its_key("jwk"),
    "header brings its key (jku)": _brings_its_key("jku"),
    "header brings its key (x5u)": _brings_its_key("x5u"),
    "header asks for more (crit)": _header(crit=["exp"]),
    "header says b64 false": _header(b64=False, crit=["b64"]),
    "typ of an access token": _header(typ="at+jwt"),
    "sub twice": _twice("sub", "somebody"),
    "iss twice": _twice("iss", STRANGER),
    "alg twice": Fault(_header_twice),
    "claims are a list": _text(b'["sub", "iss"]'),
    "claims are no JSON": _text(b"sub=1"),
    "claims are no UTF-8": _text(b'{"sub": "\xff\xfe"}'),
    "claims nested very deep": Fault(_deep),
    "claims of 200 kB": Fault(_huge),
    "signature cut off": _token(lambda token: _keys_of(token, 2)),
    "signature empty": _token(lambda token: _keys_of(token, 2) + "."),
    "signature with more behind": _token(lambda token: token + "AAAA"),
    "signature padded": _token(lambda token: token + "=="),
    "signature of other claims": _token(_changed_after),
    "four parts": _token(lambda token: f"{token}.{encoded(b'more')}"),
    "five parts": _token(lambda token: f"{token}.{encoded(b'more')}.{encoded(b'more')}"),
    "token with a line break": _token(lambda token: token[:40] + "\n" + token[40:]),
    "token is a number": _token(lambda token: 42),
    "token is empty": _token(lambda token: ""),
    "token is null": _token(lambda token: None),
    "token endpoint: 500": _answer(500, b'{"error": "server_error"}'),
    "token endpoint: HTML": _answer(200, b"<html><p>Please sign in to the network</html>", "text/html"),
    "token endpoint: a redirect": _answer(302, b"", Location="http://127.0.0.1:9/steal"),
    "token endpoint: a redirect that keeps the form": _answer(307, b"", Location="http://127.0.0.1:9/steal"),
    "token endpoint: no JSON": _answer(200, b"{"),
    "token endpoint: a list": _answer(200, b"[]"),
    "token endpoint: empty": _answer(200, b""),
    "token endpoint: 2 MB": _answer(200, b'{"id_token": "' + b"x" * 2_000_000 + b'"}'),
    "token endpoint: 50 MB packed": Fault(_packed),
    "token endpoint: hangs up": Fault(_dropped),
    "token endpoint: too late": Fault(_late),
    "token endpoint: the token twice": Fault(
        lambda draft, _: setattr(
            draft, "body", b'{"id_token": "a", "id_token": "' + str(draft.token()).encode() + b'"}'
        )
    ),
}


def of(dialect: str) -> list[str]:
    """The names of all faults of tokens and token answers that this provider can have."""
    return [name for name, fault in TOKEN_FAULTS.items() if fault.only in {"", dialect}]


# What the page of a stand-in offers.
WORDS = {dialect: {name: name for name in of(dialect)} for dialect in ("google", "line")}


def spoil(name: str, draft: Draft, provider: "OpenIdProvider") -> None:
    """Apply one fault of a token; the faults of other places are none here."""
    if name in TOKEN_FAULTS:
        TOKEN_FAULTS[name].change(draft, provider)
