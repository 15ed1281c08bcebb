"""A passkey made of software that lies: each lie alone is refused, and the same answer without it signs in."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from japacar.accounts.factors import PASSKEY, Authenticator
from japacar.accounts.models import LoginRecord, User
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40
ADD = "/en/account/second-factors/passkey/"


@dataclass(frozen=True)
class Device:
    """A key on a device, and what it says of itself; `replace` makes it lie."""

    owner: User
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    rp: str = "localhost"
    origin: str = ""
    kind: str = "webauthn.get"
    cross_origin: bool = False
    flags: int = PRESENT | VERIFIED
    counter: int = 1
    challenge: str = ""
    handle: bytes = b""
    is_forged: bool = False
    more: dict[str, Any] = field(default_factory=dict)

    def answer(self, challenge: str) -> str:
        """What a browser hands over after asking the device."""
        asked = self.challenge or challenge
        client = CollectedClientData.create(
            self.kind, asked, self.origin or settings.BASE_URL, cross_origin=self.cross_origin
        )
        rp_hash = hashlib.sha256(self.rp.encode()).digest()
        if self.kind == "webauthn.create":
            public = AttestedCredentialData.create(
                bytes(16), self.id, ES256.from_cryptography_key(self.key.public_key())
            )
            made = AuthenticatorData.create(rp_hash, self.flags | NEW, self.counter, public)
            said = {"attestationObject": websafe_encode(AttestationObject.create("none", made, {}))}
        else:
            shown = AuthenticatorData.create(rp_hash, self.flags, self.counter)
            signed = shown + client.hash + (b"!" if self.is_forged else b"")
            said = {
                "authenticatorData": websafe_encode(shown),
                "signature": websafe_encode(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
                "userHandle": websafe_encode(self.handle or self.owner.pk.hex.encode()),
            }
        name = websafe_encode(self.id)
        response = {"clientDataJSON": websafe_encode(client), **said}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response, **self.more})


def challenge_of(browser: Client, path: str) -> str:
    found = browser.post(path).json()
    return str(found.get("publicKey", found)["challenge"])


def add(device: Device) -> Any:
    browser = SignedIn(device.owner)
    challenge = challenge_of(browser, f"{ADD}options/")
    answer = replace(device, kind="webauthn.create").answer(challenge)
    return browser.post(ADD, {"credential": answer, "name": "Phone"})


def show(device: Device, browser: Client | None = None) -> bool:
    """Whether it signs in."""
    browser = browser or Client()
    challenge = challenge_of(browser, "/en/sign-in/passkey/options/")
    browser.post("/en/sign-in/passkey/", {"credential": device.answer(challenge)})
    return bool(browser.get("/en/account/").status_code == 200)


@pytest.fixture
def phone(buyer_boateng: User) -> Device:
    device = Device(buyer_boateng, counter=5)
    assert add(device).status_code == 302
    return replace(device, counter=6)


LIES: dict[str, dict[str, Any]] = {
    "another origin": {"origin": "https://japacar.example.net"},
    "a sister of our address": {"origin": "http://evil.localhost:8000"},
    "our host, another port": {"origin": "http://localhost:8001"},
    "within a frame of another site": {"cross_origin": True},
    "made for another site": {"rp": "evil.example"},
    "nobody touched it": {"flags": VERIFIED},
    "neither finger, face nor PIN": {"flags": PRESENT},
    "an older challenge": {"challenge": websafe_encode(bytes(32))},
    "an answer of adding": {"kind": "webauthn.create"},
    "a signature over something else": {"is_forged": True},
    "a counter that stands": {"counter": 5},
    "a counter that went back": {"counter": 4},
    "no counter any more": {"counter": 0},
    "a handle that is no account": {"handle": b"0" * 32},
    "a key that nobody has": {"id": bytes(16)},
}


@pytest.mark.parametrize("lie", LIES, ids=str)
def test_one_lie_signs_nobody_in(phone: Device, lie: str) -> None:
    before = LoginRecord.objects.count()
    assert not show(replace(phone, **LIES[lie]))
    assert LoginRecord.objects.count() == before
    assert show(phone), "the same without it does"


def test_another_persons_handle_or_an_answer_sent_twice_signs_nobody_in(phone: Device, buyer_nkosi: User) -> None:
    assert not show(replace(phone, handle=buyer_nkosi.pk.hex.encode()))
    browser = Client()
    answer = phone.answer(challenge_of(browser, "/en/sign-in/passkey/options/"))
    thief = Client()
    for each in (thief, browser):
        each.post("/en/sign-in/passkey/", {"credential": answer})
    assert [each.get("/en/account/").status_code for each in (thief, browser)] == [302, 200]
    browser.post("/en/sign-out/")
    browser.post("/en/sign-in/passkey/", {"credential": answer})
    assert browser.get("/en/account/").status_code == 302


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "http://evil.localhost:8000"},
        {"rp": "evil.example"},
        {"flags": PRESENT},
        {"challenge": websafe_encode(bytes(32))},
        {"more": {"clientExtensionResults": {"credProps": {"rk": "\x00"}}}},
    ],
    ids=lambda lie: next(iter(lie)),
)
def test_nothing_is_added_from_a_device_that_lies(buyer_boateng: User, lie: dict[str, Any]) -> None:
    answer = add(replace(Device(buyer_boateng), **lie))
    assert answer.status_code == 422
    assert "could not be added" in answer.text
    assert not Authenticator.objects.filter(type=PASSKEY).exists()
