"""Questions to models through the vendors' own libraries: only what the contract names goes, and every failure is one of ours."""

import base64
import hashlib
import json
import subprocess
import sys
import time
from typing import Any

import pytest
from django.conf import settings as configured

from japacar.demo.standins.model_vendor import StandIn
from japacar.egress import asking, ledger
from japacar.egress.asking import AskFailed, Part, ask_anthropic, ask_openai
from japacar.egress.ledger import NotAllowed
from japacar.egress.models import Breaker, Dispatch
from japacar.kernel.tests import hostile

pytestmark = pytest.mark.django_db
PDF = hostile.pdf()
READING = {
    "type": "object",
    "properties": {
        "document": {"enum": ["paper", "other"]},
        "values": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"enum": ["seats"]}, "value": {"type": "string"}},
                "required": ["field", "value"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["document", "values"],
    "additionalProperties": False,
}
RANGE_KEYS = ["enough", "low_yen", "high_yen", "sureness", "reasons"]
RANGE = {
    "type": "object",
    "properties": {key: {"type": "string"} for key in RANGE_KEYS},
    "required": RANGE_KEYS,
    "additionalProperties": False,
}


def read(**over: Any) -> dict[str, Any]:
    said = {"purpose": "certificate", "prompt": "Read it.", "schema": READING, "subjects": ["dealer:1"], **over}
    key = f"reading:{Dispatch.objects.count()}"
    return ask_anthropic(said.pop("document", [Part("application/pdf", PDF)]), key=key, **said)


def price(**attributes: Any) -> dict[str, Any]:
    car = {"model": "Prado", "year": 2019, **attributes}
    return ask_openai(car, purpose="price_range", prompt="A range.", schema=RANGE, key=f"p:{Dispatch.objects.count()}")


def test_the_request_is_the_document_and_a_constant_question(anthropic_stand_in, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", "X-Canary: leaked")
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "another-key")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert read() == {"document": "paper", "values": []}

    (asked,) = anthropic_stand_in.asked
    source = {"type": "base64", "media_type": "application/pdf", "data": base64.b64encode(PDF).decode()}
    assert asked.body == {
        "model": "claude-sonnet-5-5",
        "max_tokens": 4000,
        "messages": [
            {"role": "user", "content": [{"type": "document", "source": source}, {"type": "text", "text": "Read it."}]}
        ],
        "output_config": {"format": {"type": "json_schema", "schema": READING}},
    }
    assert set(asked.headers) == {
        "host", "accept", "accept-encoding", "content-type", "content-length", "user-agent", "authorization",
        "anthropic-version",
    }  # fmt: skip
    row = Dispatch.objects.get()
    assert (row.recipient, row.clause, row.state) == ("anthropic", "PP-5-anth-doc", "sent")
    assert (row.field_names, row.subjects) == (["document", "model", "prompt", "schema"], ["dealer:1"])
    said = {
        "document": [Part("", PDF).sha256],
        "prompt": "Read it.",
        "schema": READING,
        "model": "claude-sonnet-5-5",
    }
    assert row.payload_sha256 == hashlib.sha256(ledger.canonical(said)).hexdigest()
    assert row.sealed_payload is None


def test_attributes_go_as_json_and_are_not_kept_there(openai_stand_in, monkeypatch):
    monkeypatch.setenv("OPENAI_ORG_ID", "org-canary")
    assert price()["enough"] is True
    (asked,) = openai_stand_in.asked
    assert json.loads(asked.body["input"]) == {"model": "Prado", "year": 2019}
    assert (asked.body["store"], asked.body["instructions"]) == (False, "A range.")
    assert set(asked.body) == {"model", "instructions", "input", "text", "max_output_tokens", "store"}
    assert "canary" not in json.dumps(asked.headers)
    row = Dispatch.objects.get()
    assert (row.recipient, row.clause, row.subjects, row.state) == ("openai", "PP-5-oai", [], "sent")


WRONG = [
    # fault, code, worth another try, seconds to wait
    ("busy", "busy", True, 7.0),
    ("overloaded", "busy", True, None),
    ("their_fault", "their_fault", True, None),
    ("hung_up", "no_connection", True, None),
    ("truncated", "no_connection", True, None),
    ("endless", "no_connection", True, None),
    ("redirect", "http_302", False, None),
    ("not_json", "not_an_answer", False, None),
    ("refused", "refused", False, None),
    ("half", "not_json", False, None),
    ("prose", "not_json", False, None),
    ("cut_off", "cut_off", False, None),
    ("nothing", "not_an_answer", False, None),
]


@pytest.mark.parametrize("vendor", ["anthropic_stand_in", "openai_stand_in"])
@pytest.mark.parametrize(("fault", "code", "temporary", "wait"), WRONG, ids=[row[0] for row in WRONG])
def test_every_failure_is_a_short_code(request, vendor, fault, code, temporary, wait):
    stand_in: StandIn = request.getfixturevalue(vendor)
    stand_in.fault = fault
    with pytest.raises(AskFailed) as failed:
        read() if vendor.startswith("anthropic") else price()
    assert (failed.value.code, failed.value.is_temporary, failed.value.wait) == (code, temporary, wait)
    row = Dispatch.objects.get()
    assert (row.state, row.error, row.attempts) == ("failed", code, 1)
    # Our library would repeat by itself; whether and when is decided by whoever asks.
    assert len(stand_in.asked) == 1


@pytest.mark.parametrize("fault", ["time_out", "slow"])
def test_nobody_waits_longer_than_agreed(anthropic_stand_in, monkeypatch, fault):
    monkeypatch.setattr(asking, "TIMEOUT_SECONDS", 0.6)
    anthropic_stand_in.fault, anthropic_stand_in.pause = fault, 20.0
    began = time.monotonic()
    with pytest.raises(AskFailed) as failed:
        read()
    assert failed.value.code == "time_out"
    # The whole answer would take 20 or 40 seconds; the vendor's library may have to be loaded first.
    assert time.monotonic() - began < 15


def test_the_breaker_opens_for_silence_and_not_for_refusals(anthropic_stand_in):
    for fault in [*["refused"] * 6, *["overloaded"] * 5]:
        anthropic_stand_in.fault = fault
        with pytest.raises(AskFailed):
            read()
    anthropic_stand_in.fault = ""
    with pytest.raises(AskFailed, match="breaker_open") as failed:
        read()
    assert failed.value.wait == 60.0
    assert len(anthropic_stand_in.asked) == 11
    assert Breaker.objects.get(recipient="anthropic").open_until is not None


def test_a_wrong_key_is_a_lasting_failure(anthropic_stand_in, settings):
    settings.ANTHROPIC = {**configured.ANTHROPIC, "key": "wrong"}
    with pytest.raises(AskFailed) as failed:
        read()
    assert (failed.value.code, failed.value.is_temporary) == ("http_401", False)


@pytest.mark.parametrize(
    ("url", "production"),
    [("http://api.anthropic.com", False), ("https://evil.example", False), ("http://127.0.0.1:1", True)],
)
def test_nothing_goes_to_a_place_that_is_not_declared(anthropic_stand_in, settings, url, production):
    settings.ANTHROPIC = {**configured.ANTHROPIC, "url": url}
    settings.IS_PRODUCTION = production
    with pytest.raises(NotAllowed):
        read()
    assert not Dispatch.objects.exists()


def test_a_type_that_the_vendor_does_not_take_is_not_sent(anthropic_stand_in):
    with pytest.raises(NotAllowed):
        read(document=[Part("image/heic", b"x")])
    assert not anthropic_stand_in.asked
    assert not Dispatch.objects.exists()


def test_the_site_starts_without_the_libraries():
    script = (
        "import sys, django; django.setup(); from config import urls; from japacar.egress import asking;"
        "sys.exit(any(name in sys.modules for name in ('anthropic', 'openai', 'httpx2')))"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings", "JAPACAR_MODE": "test"}
    answer = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, cwd=configured.BASE_DIR
    )
    assert answer.returncode == 0, answer.stderr
