"""A production with an unsafe setting does not start, whatever process it is; with safe ones Django's deploy checks are clean."""

import base64
import os
import secrets
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from config import checks
from japacar.kernel.ciphers import KeyRing

ROOT = Path(__file__).resolve().parents[2]
KEY = base64.b64encode(secrets.token_bytes(32)).decode()
SAFE = {
    "JAPACAR_MODE": "production",
    "JAPACAR_BASE_URL": "https://japacar.example",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "JAPACAR_FIELD_KEYS": f"first:{KEY}",
    "DATABASE_URL": "postgresql://japacar_app@/japacar?host=/nonexistent",
}


GOOGLE = {"id": "1.apps.example", "secret": "s", "issuer": "https://accounts.google.com"}


def _safe(**over: object) -> SimpleNamespace:
    values = {
        "MODE": "production",
        "DEBUG": False,
        "IS_HTTPS": True,
        "BASE_URL": SAFE["JAPACAR_BASE_URL"],
        "SECRET_KEY": SAFE["SECRET_KEY"],
        "FIELD_KEYS": KeyRing.from_lines(SAFE["JAPACAR_FIELD_KEYS"]),
        "ALLOWED_HOSTS": ["japacar.example"],
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SIGN_IN_PROVIDERS": {"google": GOOGLE, "line": {"id": "", "secret": "", "issuer": "https://access.line.me"}},
    }
    return SimpleNamespace(**values | over)


@pytest.mark.parametrize(
    "over",
    [
        {"DEBUG": True},
        {"IS_HTTPS": False},
        {"BASE_URL": "https://localhost"},
        {"SECRET_KEY": "short"},
        {"SECRET_KEY": "x" * 80},
        {"SECRET_KEY": settings.SECRET_KEY},
        {"FIELD_KEYS": KeyRing.from_lines(f"dev:{KEY}")},
        {"ALLOWED_HOSTS": ["*"]},
        {"CSRF_COOKIE_SECURE": False},
        {"SIGN_IN_PROVIDERS": {"google": GOOGLE | {"secret": ""}}},
        {"SIGN_IN_PROVIDERS": {"google": GOOGLE | {"id": ""}}},
        {"SIGN_IN_PROVIDERS": {"google": GOOGLE | {"issuer": "http://127.0.0.1:8123"}}},
    ],
    ids=str,
)
def test_each_unsafe_value_is_named(over: dict[str, object]) -> None:
    assert checks.faults(_safe()) == []
    assert len(checks.faults(_safe(**over))) == 1


def test_outside_production_nothing_is_asked() -> None:
    assert checks.faults(_safe(MODE="demo", DEBUG=True, SECRET_KEY="")) == []


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", None, "SECRET_KEY"),
        ("JAPACAR_FIELD_KEYS", None, "JAPACAR_FIELD_KEYS"),
        ("JAPACAR_BASE_URL", "http://japacar.example", "https://"),
        ("DEBUG", "yes", "DEBUG"),
        ("LINE_CHANNEL_ID", "1234567890", "LINE_CHANNEL_SECRET"),
        ("GOOGLE_ISSUER", "http://127.0.0.1:8123", "GOOGLE_ISSUER must begin with https://"),
    ],
)
def test_no_process_of_a_production_starts_with_it(name: str, value: str | None, sentence: str) -> None:
    answer = _run("import django; django.setup()", **{name: value})

    assert answer.returncode != 0
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr


def test_deploy_checks_are_clean() -> None:
    answer = _run(
        "from django.core.management import execute_from_command_line as run;"
        " run(['manage', 'check', '--deploy', '--fail-level', 'WARNING'])"
    )

    assert answer.returncode == 0, answer.stderr


def _run(program: str, **over: str | None) -> subprocess.CompletedProcess[str]:
    ours = ("JAPACAR_", "DATABASE_", "SECRET_KEY", "DEBUG", "GOOGLE_", "LINE_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", **SAFE}
    for name, value in over.items():
        environment.pop(name, None)
        if value is not None:
            environment[name] = value
    order = [sys.executable, "-c", program]
    return subprocess.run(order, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
