"""Reads what waits in the outbox, as its recipient would."""

import json
import re
from typing import Any

from django.conf import settings

from japacar.egress.models import Dispatch
from japacar.kernel.ciphers import row_aad


def mails() -> list[dict[str, Any]]:
    """The payload of every mail that waits, the oldest first."""
    waiting = Dispatch.objects.filter(recipient="mail", sealed_payload__isnull=False).order_by("created_at")
    return [_opened(row) for row in waiting]


def mails_to(address: str) -> list[dict[str, Any]]:
    """Those to one address, the oldest first."""
    return [mail for mail in mails() if mail["to"] == address]


def code_in(mail: dict[str, Any]) -> str:
    """The six digits of a mail, without their gap."""
    found = re.search(r"\b(\d{3}) (\d{3})\b", mail["text"])
    assert found, mail["text"]
    return found[1] + found[2]


def _opened(row: Dispatch) -> dict[str, Any]:
    aad = row_aad("egress_dispatch", str(row.pk), "sealed_payload")
    return dict(json.loads(settings.FIELD_KEYS.open(bytes(row.sealed_payload or b""), aad=aad)))
