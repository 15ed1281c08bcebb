"""The row of the ledger and the breaker, as every way out uses them: judge against the contract, write the row, note the outcome.

The one thing to know: nothing here touches the network. Whoever calls a service writes its row first, outside any transaction."""

import hashlib
import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F

from japacar.egress.models import Breaker, Dispatch
from japacar.egress.registry import Contract, contract
from japacar.kernel import clock
from japacar.kernel.declarations import Recipient

BREAKER_LIMIT = 5
BREAKER_PAUSE = timedelta(minutes=1)


class NotAllowed(Exception):
    """The payload holds a field, or the call a host or method, that the registry does not allow for this recipient."""


def is_declared(url: str, rules: Contract) -> bool:
    """A host of the contract over TLS; outside production also the stand-in of such a host on this machine."""
    asked = urlsplit(url)
    if "@" in asked.netloc or not rules.hosts:
        return False
    if asked.hostname == "127.0.0.1" and not settings.IS_PRODUCTION:
        return True
    hosts = rules.hosts | settings.EGRESS_HOSTS.get(rules.purpose, frozenset())
    return asked.hostname in hosts and asked.scheme == "https" and ":" not in asked.netloc


def finish(row: Dispatch, state: str, *, error: str = "") -> None:
    """A sent payload is thrown away; a failed one stays sealed so that staff may try again (it goes with the outbox's retention)."""
    changes: dict[str, Any] = {"state": state, "error": error[:80], "finished_at": clock.now()}
    if state == Dispatch.State.SENT:
        changes["sealed_payload"] = None
    Dispatch.objects.filter(pk=row.pk).update(**changes)


def checked(recipient: Recipient, purpose: str, payload: dict[str, Any]) -> Contract:
    try:
        rules = contract(recipient, purpose)
    except KeyError:
        raise NotAllowed(f"{recipient.code} may receive nothing for {purpose!r}") from None
    if extra := set(payload) - rules.fields - rules.public:
        raise NotAllowed(f"{recipient.code}/{purpose}: {', '.join(sorted(extra))} may not go")
    if missing := rules.required - set(payload):
        raise NotAllowed(f"{recipient.code}/{purpose}: {', '.join(sorted(missing))} is missing")
    return rules


def new_row(rules: Contract, *, key: str, subjects: list[str], payload: dict[str, Any], recipient_ref: str) -> Dispatch:
    now = clock.now()
    return Dispatch(
        key=key,
        recipient=rules.recipient.code,
        recipient_ref=recipient_ref,
        purpose=rules.purpose,
        clause=rules.clause,
        field_names=sorted(payload),
        subjects=sorted(subjects),
        payload_sha256=hashlib.sha256(canonical(payload)).hexdigest(),
        created_at=now,
        next_try_at=now,
    )


def canonical(payload: dict[str, Any]) -> bytes:
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def values(row: Dispatch) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.attname != "key"}


def rules_of(row: Dispatch) -> Contract:
    recipient = next(each for each in Recipient if each.code == row.recipient)
    return contract(recipient, row.purpose)


def _breaker_of(rules: Contract) -> str:
    return rules.breaker or rules.recipient.code


def breaker_is_open(rules: Contract) -> bool:
    return Breaker.objects.filter(recipient=_breaker_of(rules), open_until__gt=clock.now()).exists()


def count_failure(rules: Contract) -> None:
    breaker, _ = Breaker.objects.get_or_create(recipient=_breaker_of(rules))
    Breaker.objects.filter(pk=breaker.pk).update(failures=F("failures") + 1)
    Breaker.objects.filter(pk=breaker.pk, failures__gte=BREAKER_LIMIT).update(open_until=clock.now() + BREAKER_PAUSE)


def count_success(rules: Contract) -> None:
    Breaker.objects.filter(recipient=_breaker_of(rules), failures__gt=0).update(failures=0, open_until=None)
