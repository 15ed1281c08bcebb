"""`send`, `provide` and `call`: the only ways out, and `dispatch`, which the worker runs.

The one thing to know: `send` writes a row in the caller's transaction and nothing else; the network is touched later by the worker,
outside any transaction. What is acknowledged to a user has been committed, and is sent at least once under a constant Message-ID."""

import json
import ssl
import time
from datetime import timedelta
from functools import cache
from typing import Any

import httpx
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from procrastinate.contrib.django import app

from japacar.egress.ledger import (
    NotAllowed,
    breaker_is_open,
    canonical,
    checked,
    count_failure,
    count_success,
    finish,
    is_declared,
    new_row,
    rules_of,
    values,
)
from japacar.egress.mail import PermanentFailure, TemporaryFailure, deliver_mail
from japacar.egress.models import Dispatch
from japacar.egress.registry import Contract
from japacar.kernel import clock, priorities
from japacar.kernel.ciphers import row_aad
from japacar.kernel.declarations import Recipient

MAX_ATTEMPTS = 8
STALE_AFTER = timedelta(minutes=2)
TIMEOUT_SECONDS = 10.0
ANSWER_LIMIT_BYTES = 1_000_000
_UNPACKED = {"Accept-Encoding": "identity"}


class CallFailed(Exception):
    """An outside service did not answer usefully. The outcome is in the ledger."""


def send(
    recipient: Recipient,
    *,
    purpose: str,
    key: str,
    subjects: list[str],
    payload: dict[str, Any],
    recipient_ref: str = "",
) -> Dispatch:
    """Put one message into the outbox, once per `key`. `subjects` are references of the people it concerns. Raises NotAllowed."""
    rules = checked(recipient, purpose, payload)
    row = new_row(rules, key=key, subjects=subjects, payload=payload, recipient_ref=recipient_ref)
    row.sealed_payload = settings.FIELD_KEYS.seal(
        canonical(payload), aad=row_aad("egress_dispatch", str(row.pk), "sealed_payload")
    )
    with transaction.atomic():
        row, made = Dispatch.objects.get_or_create(key=key, defaults=values(row))
        if made:
            # Before pictures and reports: somebody may be waiting for the code in this mail.
            app.configure_task("egress.dispatch", priority=priorities.MAIL).defer(dispatch_id=str(row.pk))
    return row


def provide(
    recipient: Recipient, *, purpose: str, key: str, subjects: list[str], payload: dict[str, Any], recipient_ref: str
) -> Dispatch:
    """Record that a recipient was given `payload` on our own page (the provision record of APPI art. 29). Raises NotAllowed."""
    rules = checked(recipient, purpose, payload)
    if not rules.by_page:
        raise NotAllowed(f"{recipient.code} does not fetch from our pages")
    row = new_row(rules, key=key, subjects=subjects, payload=payload, recipient_ref=recipient_ref)
    row.state = Dispatch.State.PROVIDED
    row.finished_at = row.created_at
    row, _ = Dispatch.objects.get_or_create(key=key, defaults=values(row))
    return row


def call(
    recipient: Recipient,
    *,
    purpose: str,
    key: str,
    subjects: list[str],
    url: str,
    method: str = "GET",
    payload: dict[str, Any] | None = None,
    timeout: float = TIMEOUT_SECONDS,
) -> httpx.Response:
    """Ask an outside service and wait for its answer (look-ups, sign-in). The row is committed before the call and its outcome after.

    No redirects, no environment proxies, nothing packed, 10 s in all, 1 MB.
    Raises NotAllowed before anything is written, CallFailed afterwards."""
    rules = checked(recipient, purpose, payload or {})
    asked = httpx.URL(url)
    if not is_declared(str(asked), rules) or method not in rules.methods:
        raise NotAllowed(f"{method} {asked.host} is not declared for {recipient.code}")
    if breaker_is_open(rules):
        raise CallFailed("breaker_open")
    row = new_row(rules, key=key, subjects=subjects, payload=payload or {}, recipient_ref=asked.host)
    row.state = Dispatch.State.SENDING
    row.attempts = 1
    row.save(force_insert=True)
    until = time.monotonic() + timeout
    try:
        with (
            httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False, verify=_tls()) as client,
            client.stream(method, asked, headers=_UNPACKED, **_carried(rules, method, payload)) as answer,
        ):
            body = _limited(answer, until=until)
    except (httpx.HTTPError, CallFailed) as error:
        count_failure(rules)
        finish(row, Dispatch.State.FAILED, error=type(error).__name__)
        raise CallFailed(type(error).__name__) from error
    # A service that answers with its own fault is as little use as one that is silent.
    (count_failure if answer.is_server_error else count_success)(rules)
    finish(row, Dispatch.State.SENT, error="" if answer.is_success else f"http_{answer.status_code}")
    return httpx.Response(answer.status_code, headers=answer.headers, content=body, request=answer.request)


@cache
def _tls() -> ssl.SSLContext:
    """Certificates are checked as httpx does by default. Reading them costs as much as a whole page, so it is done once."""
    return httpx.create_ssl_context(trust_env=False)


def _carried(rules: Contract, method: str, payload: dict[str, Any] | None) -> dict[str, Any]:
    """How the payload travels: in the address, as a form, or as JSON."""
    if payload is None:
        return {}
    return {"params" if method == "GET" else "data" if rules.as_form else "json": payload}


def _limited(answer: httpx.Response, *, until: float) -> bytes:
    """The body as it came. A packed one could be a thousand times larger than it looks, so we ask for none and take none."""
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise CallFailed("answer_packed")
    body = b""
    for chunk in answer.iter_raw():
        body += chunk
        if len(body) > ANSWER_LIMIT_BYTES:
            raise CallFailed("answer_too_large")
        if time.monotonic() > until:
            raise CallFailed("answer_too_slow")
    return body


def dispatch(dispatch_id: str) -> None:
    """Send one row of the outbox, if it is due and nobody else has it. Run by the worker; safe to run twice."""
    now = clock.now()
    due = Q(state=Dispatch.State.PENDING, next_try_at__lte=now) | Q(
        state=Dispatch.State.SENDING, claimed_at__lt=now - STALE_AFTER
    )
    claimed = Dispatch.objects.filter(due, pk=dispatch_id).update(
        state=Dispatch.State.SENDING, claimed_at=now, attempts=F("attempts") + 1
    )
    if not claimed:
        return
    row = Dispatch.objects.get(pk=dispatch_id)
    if breaker_is_open(rules_of(row)):
        _try_again(row, "breaker_open", counts=False)
        return
    try:
        _transport(row)
    except TemporaryFailure as failure:
        count_failure(rules_of(row))
        _try_again(row, failure.code)
    except PermanentFailure as failure:
        finish(row, Dispatch.State.FAILED, error=failure.code)
    else:
        count_success(rules_of(row))
        finish(row, Dispatch.State.SENT)


def _transport(row: Dispatch) -> None:
    aad = row_aad("egress_dispatch", str(row.pk), "sealed_payload")
    payload = json.loads(settings.FIELD_KEYS.open(bytes(row.sealed_payload or b""), aad=aad))
    if row.recipient != Recipient.MAIL.code:
        raise PermanentFailure("no_transport")
    deliver_mail(payload, message_id=row.message_id, written_at=row.created_at)


def take_up_due() -> int:
    """Enqueue again whatever is due: rows whose back-off ended, and rows whose worker died. Returns how many. Runs every minute."""
    now = clock.now()
    due = Dispatch.objects.filter(
        Q(state=Dispatch.State.PENDING, next_try_at__lte=now)
        | Q(state=Dispatch.State.SENDING, claimed_at__lt=now - STALE_AFTER)
    ).values_list("pk", flat=True)[:500]
    for pk in due:
        app.configure_task("egress.dispatch", priority=priorities.MAIL).defer(dispatch_id=str(pk))
    return len(due)


def retry_failed(row: Dispatch) -> None:
    """Give a dead letter eight more tries; staff do this from the desk."""
    Dispatch.objects.filter(pk=row.pk, state=Dispatch.State.FAILED, sealed_payload__isnull=False).update(
        state=Dispatch.State.PENDING, attempts=0, next_try_at=clock.now(), error=""
    )
    app.configure_task("egress.dispatch", priority=priorities.MAIL).defer(dispatch_id=str(row.pk))


def _try_again(row: Dispatch, code: str, *, counts: bool = True) -> None:
    if counts and row.attempts >= MAX_ATTEMPTS:
        finish(row, Dispatch.State.FAILED, error=code)
        return
    wait = min(timedelta(hours=2), timedelta(seconds=15 * 2 ** min(row.attempts, 9)))
    Dispatch.objects.filter(pk=row.pk).update(
        state=Dispatch.State.PENDING,
        next_try_at=clock.now() + wait,
        error=code[:80],
        attempts=row.attempts if counts else max(row.attempts - 1, 0),
    )
