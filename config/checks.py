"""What a production may not start with. Missing values stop the start in settings.py already; here stand those that are there but unsafe.

The one thing to know: outside production nothing is asked, so that a check-out runs without preparation."""

from typing import Any
from urllib.parse import urlsplit

SHORTEST_SECRET = 50
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
# What settings.py falls back to on a developer's machine.
DEVELOPMENT_SECRET = "not-secret"  # noqa: S105  # the beginning of a value that is published
DEVELOPMENT_KEY = "dev"


def faults(settings: Any) -> list[str]:
    """One sentence for each thing that makes this production unsafe; empty outside production and when all is well."""
    if settings.MODE != "production":
        return []
    found = [
        words
        for is_wrong, words in (
            (settings.DEBUG, "DEBUG shows settings and code to every visitor: take it out of the environment."),
            (
                not settings.IS_HTTPS,
                f"JAPACAR_BASE_URL must begin with https://, not {settings.BASE_URL!r}.",
            ),
            (
                urlsplit(settings.BASE_URL).hostname in LOOPBACK,
                "JAPACAR_BASE_URL names this machine only; mails would lead nowhere.",
            ),
            (_is_weak(settings.SECRET_KEY), f"SECRET_KEY must be random, {SHORTEST_SECRET} characters or more."),
            (
                DEVELOPMENT_KEY in _key_ids(settings.FIELD_KEYS),
                "JAPACAR_FIELD_KEYS holds the published key `dev`: make one of your own.",
            ),
            ("*" in settings.ALLOWED_HOSTS, "ALLOWED_HOSTS may not be `*`."),
            (
                not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE),
                "Cookies would travel without encryption.",
            ),
        )
        if is_wrong
    ]
    return found + _faults_of_providers(settings.SIGN_IN_PROVIDERS)


def _faults_of_providers(providers: dict[str, dict[str, str]]) -> list[str]:
    """A provider is whole or not there, and is asked over TLS only."""
    names = {"google": ("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"), "line": ("LINE_CHANNEL_ID", "LINE_CHANNEL_SECRET")}
    found = []
    for name, said in providers.items():
        if bool(said["id"]) != bool(said["secret"]):
            found.append(f"{' and '.join(names[name])} belong together: set both or none.")
        if not said["issuer"].startswith("https://"):
            found.append(f"{name.upper()}_ISSUER must begin with https://, not {said['issuer']!r}.")
    return found


def _is_weak(secret: str) -> bool:
    return len(secret) < SHORTEST_SECRET or len(set(secret)) < 5 or secret.startswith(DEVELOPMENT_SECRET)


def _key_ids(ring: Any) -> set[str]:
    return {key_id for key_id, _ in ring.keys}
