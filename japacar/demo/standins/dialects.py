"""In what the two providers differ on the wire: their addresses, what they put into tokens and answers, who lives there.

The one thing to know: every person carries more than we ask for (a picture, a birthday, a phone number), as the real ones may send it;
the tests prove that nothing of it is kept."""

import time
from dataclasses import dataclass
from typing import Any

from japacar.demo.standins.signing import at_hash, random_id


@dataclass(frozen=True)
class Person:
    """Somebody who has an account with the provider."""

    sub: str
    name: str
    email: str = ""
    is_verified: bool = True
    domain: str = ""
    """The organisation whose addresses the provider itself looks after (`hd` of Google)."""

    def more(self) -> dict[str, Any]:
        """What nobody here asked for."""
        return {
            "picture": f"https://pictures.example.test/{self.sub}.jpg",
            "locale": "sw-KE",
            "birthdate": "1987-06-05",
            "phone_number": "+254700123987",
        }


@dataclass(frozen=True)
class Dialect:
    """One provider's way of speaking OpenID Connect."""

    name: str
    title: str
    paths: dict[str, str]
    key_kind: str
    algorithm: str
    signs_with_secret: bool
    sends_iss: bool
    people: tuple[Person, ...]

    def discovery(self, origin: str) -> dict[str, Any]:
        """What stands at /.well-known/openid-configuration."""
        at = {name: origin + path for name, path in self.paths.items()}
        said = {
            "issuer": origin,
            "authorization_endpoint": at["authorize"],
            "token_endpoint": at["token"],
            "userinfo_endpoint": at["userinfo"],
            "jwks_uri": at["jwks"],
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise" if self.name == "line" else "public"],
            "id_token_signing_alg_values_supported": [self.algorithm],
            "scopes_supported": ["openid", "email", "profile"],
            "code_challenge_methods_supported": ["S256"],
        }
        return said | ({"authorization_response_iss_parameter_supported": True} if self.sends_iss else {})

    def claims(self, person: Person, *, origin: str, client_id: str, nonce: str, access_token: str) -> dict[str, Any]:
        """What an ID token says of somebody."""
        now = int(time.time())
        said = {"iss": origin, "sub": person.sub, "aud": client_id, "iat": now, "exp": now + 3600, "nonce": nonce}
        said |= {"name": person.name, **person.more()}
        if self.name == "google":
            said |= {"azp": client_id, "at_hash": at_hash(access_token), "given_name": person.name.partition(" ")[0]}
            if person.email:
                said |= {"email": person.email, "email_verified": person.is_verified}
            return said | ({"hd": person.domain} if person.domain else {})
        return said | {"amr": ["linesso"]} | ({"email": person.email} if person.email else {})

    def token_answer(self, access_token: str) -> dict[str, Any]:
        """The answer of the token endpoint, but for the ID token itself."""
        return {
            "access_token": access_token,
            "expires_in": 3599 if self.name == "google" else 2_592_000,
            "refresh_token": f"refresh-{random_id()}",
            "scope": "openid email profile",
            "token_type": "Bearer",
        }


GOOGLE = Dialect(
    name="google",
    title="Google",
    paths={
        "authorize": "/o/oauth2/v2/auth",
        "token": "/token",
        "jwks": "/oauth2/v3/certs",
        "userinfo": "/v1/userinfo",
    },
    key_kind="RSA",
    algorithm="RS256",
    signs_with_secret=False,
    sends_iss=True,
    people=(
        Person("108214403918822650001", "Amina Otieno", "amina@trade.example.test", domain="trade.example.test"),
        Person("108214403918822650002", "Kofi Boateng", "buyer@example.test", domain="example.test"),
        Person("108214403918822650003", "Grace Mwangi", "grace@elsewhere.example.test", is_verified=False),
    ),
)
LINE = Dialect(
    name="line",
    title="LINE",
    paths={
        "authorize": "/oauth2/v2.1/authorize",
        "token": "/oauth2/v2.1/token",
        "jwks": "/oauth2/v2.1/certs",
        "userinfo": "/oauth2/v2.1/userinfo",
    },
    key_kind="EC",
    algorithm="ES256",
    signs_with_secret=True,
    sends_iss=False,
    people=(
        Person("U4af4980629a0000000000000000000a1", "高橋 みなみ", "minami@shop.example.test"),
        Person("U4af4980629a0000000000000000000a2", "山本 大輔"),
        Person("U4af4980629a0000000000000000000a3", "Fatuma Ali", "fatuma@trade.example.test"),
    ),
)
DIALECTS = {dialect.name: dialect for dialect in (GOOGLE, LINE)}
