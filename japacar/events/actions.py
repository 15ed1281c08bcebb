"""`record`, the one way an event comes into being, and the daily anchor.

The one thing to know: `record` writes in the caller's transaction and enqueues the telling of it in the same transaction,
so a change, its record and its notices exist together or not at all."""

import hashlib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from procrastinate.contrib.django import app

from japacar.events.kinds import FACTS, Kind
from japacar.events.models import Anchor, Event
from japacar.kernel import clock, priorities

GENESIS = "0" * 64
TELL = "notices.tell"
ALL_CHAINS = "events"


class UnknownFact(Exception):
    """Code tried to put something into the chain that is not on the list of facts."""


def ref(thing: Any) -> str:
    """The opaque reference of a subject or actor: a string as it is, otherwise the object's `event_ref`."""
    return thing if isinstance(thing, str) else str(thing.event_ref)


def record(kind: Kind, subject: Any, *, by: Any, **facts: Any) -> Event:
    """Append one event to the subject's chain. `by` is a user, a link or "system". Raises UnknownFact; never calls out.

    A reserved word as a fact's name is written with a trailing underscore (`from_`)."""
    said = {name.rstrip("_"): _plain(value) for name, value in facts.items() if value is not None}
    if unknown := set(said) - FACTS:
        raise UnknownFact(f"{kind}: {', '.join(sorted(unknown))}")
    subject_ref = ref(subject)
    with transaction.atomic():
        _lock_chain(subject_ref)
        last = Event.objects.filter(subject=subject_ref).order_by("-sequence").first()
        event = Event(
            kind=kind,
            subject=subject_ref,
            sequence=last.sequence + 1 if last else 1,
            actor=ref(by),
            at=clock.now(),
            facts=said,
            previous=last.digest if last else GENESIS,
        )
        event.digest = event.computed_digest()
        event.save(force_insert=True)
        app.configure_task(TELL, priority=priorities.TOLD).defer(event_id=event.pk)
    return event


def _lock_chain(subject_ref: str) -> None:
    """Two writers of one subject wait for each other, so sequence and previous hash cannot fork; all wait for the anchor."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0)), pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [ALL_CHAINS, "event:" + subject_ref],
        )


def _hold_all_chains() -> None:
    """Until the end of the transaction nobody writes; who had begun has ended, and no number below the last one comes later.

    Whoever writes waits behind us meanwhile, so we give up soon when somebody is at it for long; the job tries again."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [ALL_CHAINS])


def _plain(value: Any) -> Any:
    if isinstance(value, bool | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value)[:80]


def anchor_day(day: date | None = None) -> Anchor | None:
    """Hash the heads of all chains as of now, once a day, and keep a copy outside the database. None when nothing happened yet."""
    today = day or clock.today_jst() - timedelta(days=1)
    if (existing := Anchor.objects.filter(day=today).first()) is not None:
        _keep_outside(existing)
        return existing
    with transaction.atomic():
        _hold_all_chains()
        last = Event.objects.aggregate(last=Max("pk"))["last"]
    if last is None:
        return None
    # What is committed later has a higher number and belongs to the next anchor, so nobody waits while this is counted.
    heads, digest = hash_of_heads(last)
    defaults = {"heads": heads, "last_event": last, "digest": digest, "made_at": clock.now()}
    anchor, _ = Anchor.objects.get_or_create(day=today, defaults=defaults)
    _keep_outside(anchor)
    return anchor


def hash_of_heads(last_event: int) -> tuple[int, str]:
    """How many chains there were up to the event of this number, and one hash of the newest event of each."""
    heads = Event.objects.filter(pk__lte=last_event).order_by("subject", "-sequence").distinct("subject")
    lines = [f"{subject} {digest}" for subject, digest in heads.values_list("subject", "digest")]
    return len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _keep_outside(anchor: Anchor) -> None:
    folder = Path(settings.DATA_DIR) / "anchors"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{anchor.day.isoformat()}.txt"
    if not path.exists():
        path.write_text(f"{anchor.day} {anchor.heads} {anchor.last_event} {anchor.digest}\n", encoding="ascii")
