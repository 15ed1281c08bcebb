"""Reading JSON and the compact form of tokens without mercy: what could be read in two ways is not read at all."""

import base64
import json
import re
from typing import Any

_PART = re.compile(r"[A-Za-z0-9_-]+")
LONGEST_TOKEN = 16_000


class Unreadable(ValueError):
    """Not what it should be; nothing of it is used."""


def json_object(text: bytes | str) -> dict[str, Any]:
    """A JSON object in which no name stands twice and every number is a number. Raises Unreadable."""
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no JSON object") from error
    if not isinstance(found, dict):
        raise Unreadable("no JSON object")
    return found


def parts_of(token: object) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a signed token, not checked yet. Raises Unreadable."""
    if not isinstance(token, str) or not 0 < len(token) <= LONGEST_TOKEN:
        raise Unreadable("no token")
    parts = token.split(".")
    if len(parts) != 3 or not all(_PART.fullmatch(part) for part in parts):
        raise Unreadable("no token")
    header, claims = (json_object(decoded(part)) for part in parts[:2])
    return header, claims


def decoded(part: str) -> bytes:
    """base64url without padding, in its one spelling. Raises Unreadable."""
    try:
        data = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError as error:
        raise Unreadable("no base64url") from error
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != part:
        raise Unreadable("no base64url")
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")
