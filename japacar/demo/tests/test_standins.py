"""The stand-in providers are strict where the real ones are, so that a mistake of ours is found before a real one finds it."""

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from japacar.demo.standins.dialects import DIALECTS
from japacar.demo.standins.openid import Client, OpenIdProvider

CALLBACK = "http://localhost:8000/sign-in/google/callback/"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
ASKED = {
    "client_id": "site", "redirect_uri": CALLBACK, "response_type": "code", "scope": "openid email profile", "state": "s",
    "nonce": "n", "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "S256",
}  # fmt: skip


@pytest.fixture(params=sorted(DIALECTS))
def provider(request: pytest.FixtureRequest) -> Iterator[OpenIdProvider]:
    made = OpenIdProvider(DIALECTS[request.param], Client("site", "0123456789abcdef" * 2, CALLBACK))
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def wire() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as made:
        yield made


def place(provider: OpenIdProvider, name: str, wire: httpx.Client) -> str:
    return str(wire.get(f"{provider.issuer}/.well-known/openid-configuration").json()[name])


def code(provider: OpenIdProvider, wire: httpx.Client) -> str:
    answer = wire.post(
        place(provider, "authorization_endpoint", wire), data={**ASKED, "answer": "allow", "person": "0"}
    )
    said = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert said["state"] == ["s"]
    assert said.get("iss", [""]) == [provider.issuer if provider.dialect.name == "google" else ""]
    return said["code"][0]


def redeem(provider: OpenIdProvider, wire: httpx.Client, **over: str) -> httpx.Response:
    form = {
        "grant_type": "authorization_code", "redirect_uri": CALLBACK, "client_id": "site", "code_verifier": VERIFIER,
        "client_secret": provider.client.secret, **over,
    }  # fmt: skip
    return wire.post(place(provider, "token_endpoint", wire), data=form)


def test_a_code_is_worth_one_token(provider: OpenIdProvider, wire: httpx.Client) -> None:
    got = code(provider, wire)

    first = redeem(provider, wire, code=got)
    assert first.status_code == 200
    header = first.json()["id_token"].split(".")[0]
    algorithm = b'"RS256"' if provider.dialect.name == "google" else b'"HS256"'
    assert algorithm in base64.urlsafe_b64decode(header + "==")
    assert redeem(provider, wire, code=got).status_code == 400


@pytest.mark.parametrize(
    ("over", "status"),
    [
        ({"client_secret": "wrong"}, 401),
        ({"client_id": "other"}, 401),
        ({"code_verifier": VERIFIER[:-1] + "l"}, 400),
        ({"code_verifier": ""}, 400),
        ({"redirect_uri": CALLBACK + "?"}, 400),
        ({"grant_type": "password"}, 400),
        ({"code": "nobody's"}, 400),
    ],
)
def test_a_token_needs_everything_right(
    provider: OpenIdProvider, wire: httpx.Client, over: dict[str, str], status: int
) -> None:
    answer = redeem(provider, wire, **{"code": code(provider, wire), **over})
    assert answer.status_code == status
    assert "id_token" not in answer.text


@pytest.mark.parametrize(
    "over",
    [
        {"redirect_uri": "https://evil.example/"},
        {"client_id": "other"},
        {"scope": "openid email profile phone"},
        {"code_challenge_method": "plain"},
        {"response_type": "token"},
        {"nonce": ""},
        {"state": ""},
    ],
)
def test_a_wrong_request_keeps_the_person_there(
    provider: OpenIdProvider, wire: httpx.Client, over: dict[str, str]
) -> None:
    where = place(provider, "authorization_endpoint", wire)
    for answer in (wire.get(where, params=ASKED | over), wire.post(where, data={**ASKED, **over, "answer": "allow"})):
        assert answer.status_code == 400
        assert "Location" not in answer.headers
        assert "STAND-IN" in answer.text


def test_the_process_loads_no_django() -> None:
    script = "import sys, japacar.demo.standins.__main__; sys.exit('django' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", script], env=os.environ | {"PYTHONPATH": "."}, capture_output=True)
    assert answer.returncode == 0, answer.stderr
