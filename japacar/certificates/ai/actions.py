"""Agreeing, reading, confirming, ending: the life of a reading by a model.

The one thing to know: nothing that a model says changes anything. Its values wait in the row, sealed files beside them, until a person
has compared them; then both go, within a day in any case."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.views.decorators.debug import sensitive_variables
from procrastinate.contrib.django import app

from japacar.certificates.ai.asked import prompt, schema
from japacar.certificates.ai.cutting import cut_outs
from japacar.certificates.ai.judging import Judged, judge
from japacar.certificates.ai.permitted import OF_VEHICLES, PERMITTED
from japacar.certificates.ai.preparing import NotSent, prepared
from japacar.certificates.fields import CertificateFields, plain
from japacar.certificates.models import AiReading
from japacar.certificates.rules import missing
from japacar.egress.asking import AskFailed, ask_anthropic
from japacar.egress.ledger import NotAllowed
from japacar.events.actions import record, ref
from japacar.events.kinds import Kind
from japacar.files.actions import bind, contents, destroy_file
from japacar.files.locks import destroying
from japacar.files.models import StoredFile, Use
from japacar.kernel import clock

#: Which words were agreed to; changes with the text in ai_agreement.html.
AGREEMENT_TEXT = "2026-11-26"
TASK = "certificates.read_by_ai"
SOON = 8
MAX_ATTEMPTS = 4
KEPT_FOR = timedelta(hours=24)
# Longer than a reading takes on a machine that has much to do: a second worker would send the paper again.
LEASE = timedelta(minutes=6)
MOST_A_DAY = 80
FIRST_WAIT = 5.0
# More than a thorough search for codes takes.
SEARCH_LASTS = timedelta(minutes=10)
_STATE = AiReading.State


class EnoughToday(Exception):
    """This dealer has had so many papers read within a day that something must be wrong."""


class WrongState(Exception):
    """The reading has ended, or is not that far."""


def agree_and_queue(
    files: Sequence[StoredFile],
    *,
    subject_ref: str,
    dealer_ref: str,
    paper: str,
    sha256s: Sequence[str],
    by: Any,
    after_search: bool = False,
) -> AiReading:
    """Record who agreed to what, and let the worker read. The pending files become the reading's. In the caller's transaction.

    While codes are still searched for, the model waits for what they leave open (`go_on_after_search`).

    An open reading of the same vehicle is given up: the new files are the ones to be read."""
    if paper not in PERMITTED:
        raise ValueError("such a paper is never sent")
    with transaction.atomic():
        for open_one in AiReading.objects.open().filter(subject_ref=subject_ref):
            give_up(open_one, by=by)
        reading = AiReading.objects.create(
            dealer_ref=dealer_ref,
            subject_ref=subject_ref,
            paper=paper,
            agreed_by=ref(by),
            agreed_text=AGREEMENT_TEXT,
            original_sha256s=list(sha256s),
            next_try_at=clock.now() + (SEARCH_LASTS if after_search else timedelta()),
        )
        for file in files:
            bind(file, owner_ref=reading.event_ref, by=by)
        record(
            Kind.AI_READING_AGREED,
            reading,
            by=by,
            vehicle=subject_ref if subject_ref.startswith("vehicle:") else None,
            dealer=dealer_ref,
            slot=paper,
            count=len(files),
            sha256=list(sha256s),
            text_version=AGREEMENT_TEXT,
            party="anthropic",
        )
        # Should the search never end, the model is asked all the same.
        _defer(reading, seconds=int(SEARCH_LASTS.total_seconds()) + 1 if after_search else 0)
    return reading


def go_on_after_search(subject_ref: str, known: CertificateFields | None) -> None:
    """Codes have been searched for: ask the model now, or end its reading where nothing is left to ask."""
    waiting = AiReading.objects.filter(subject_ref=subject_ref, state=_STATE.WAITING, attempts=0)
    for reading in waiting:
        found = set(known.found()) if known else set()
        if set(PERMITTED[reading.paper]) <= found or (known is not None and not missing(known)):
            give_up(reading, by="system")
        elif AiReading.objects.filter(pk=reading.pk, state=_STATE.WAITING, attempts=0).update(next_try_at=clock.now()):
            _defer(reading)


def refuse_too_many(dealer_ref: str) -> None:
    """Raises EnoughToday. Each reading costs money, and a form can be sent by a program."""
    since = clock.now() - timedelta(days=1)
    if AiReading.objects.filter(dealer_ref=dealer_ref, agreed_at__gte=since).count() >= MOST_A_DAY:
        raise EnoughToday


def files_of(reading: AiReading) -> list[StoredFile]:
    """The paper itself, in the order in which it was sent; the cut-outs that we made of it are no part of it."""
    files = StoredFile.objects.filter(owner_ref=reading.event_ref).exclude(slot=Use.MADE)
    return list(files.order_by("created_at"))


def read(reading_id: UUID | str) -> None:
    """Ask the model, once. Run by the worker outside any transaction; safe to run twice."""
    now = clock.now()
    claimed = AiReading.objects.filter(pk=reading_id, state=_STATE.WAITING, next_try_at__lte=now).update(
        attempts=F("attempts") + 1, next_try_at=now + LEASE
    )
    if not claimed:
        return
    reading = AiReading.objects.get(pk=reading_id)
    try:
        judged = _read(reading)
    except NotSent as refused:
        _fail(reading, refused.code)
    except AskFailed as failed:
        if failed.is_temporary and reading.attempts < MAX_ATTEMPTS:
            _again(reading, failed)
        else:
            _fail(reading, "busy" if failed.is_temporary else "no_answer")
    except NotAllowed:
        _fail(reading, "no_answer")
    except Exception:
        # A mistake of ours is no reason to let anybody wait for a day; the job fails too, and staff see it.
        _fail(reading, "no_answer")
        raise
    else:
        _keep(reading, judged)


@sensitive_variables()
def _read(reading: AiReading) -> Judged:
    files = [(contents(file), file.pages) for file in files_of(reading)]
    if not files:
        raise NotSent("broken")
    paper = prepared(files)
    hashes = [part.sha256 for part in paper.parts]
    if not AiReading.objects.filter(pk=reading.pk, state=_STATE.WAITING).update(sent_sha256s=hashes):
        raise NotSent("given_up")
    record(Kind.AI_READING_SENT, reading, by="system", sha256=hashes, count=reading.attempts)
    answer = ask_anthropic(
        paper.parts,
        purpose="certificate",
        prompt=prompt(reading.paper),
        schema=schema(reading.paper),
        key=f"{reading.event_ref}:{reading.attempts}",
        subjects=[reading.agreed_by, reading.dealer_ref],
    )
    return judge(answer, reading.paper, pages=paper.pages, seen=paper.seen)


@sensitive_variables("judged")
def _keep(reading: AiReading, judged: Judged) -> None:
    if judged.shows_my_number or judged.is_other_paper:
        _fail(reading, "my_number" if judged.shows_my_number else "other_paper")
        return
    if not judged.facts:
        _fail(reading, "nothing_read")
        return
    # A dealer has his own paper in his hand; of an identity paper no further picture is made.
    places = (
        cut_outs(files_of(reading), judged.places, owner_ref=reading.event_ref) if reading.paper in OF_VEHICLES else {}
    )
    with transaction.atomic():
        kept = AiReading.objects.filter(pk=reading.pk, state=_STATE.WAITING).update(
            state=_STATE.READ,
            values={key: plain(value) for key, value in judged.facts.items()},
            places=places,
        )
        if kept:
            record(Kind.AI_READING_READ, reading, by="system", count=len(judged.facts))
    if not kept:
        _destroy_files(reading)


def end_taken(reading: AiReading, *, by: Any, count: int) -> None:
    """The person has confirmed what he wanted: the paper and the other values go. In the caller's transaction. Raises WrongState."""
    _end(reading, _STATE.TAKEN, by=by, count=count)


def give_up(reading: AiReading, *, by: Any) -> None:
    """The person types it himself after all. Raises WrongState."""
    _end(reading, _STATE.GIVEN_UP, by=by)


def forget_old() -> int:
    """End what nobody has compared within a day; how many. Safe to run twice."""
    old = AiReading.objects.open().filter(agreed_at__lt=clock.now() - KEPT_FOR)
    ended = 0
    for reading in old:
        try:
            _end(reading, _STATE.GIVEN_UP, by="system")
        except WrongState:
            continue
        ended += 1
    return ended


def _end(reading: AiReading, state: str, *, by: Any, count: int | None = None) -> None:
    with transaction.atomic():
        ended = (
            AiReading.objects.open()
            .filter(pk=reading.pk)
            .update(state=state, values={}, places={}, ended_at=clock.now())
        )
        if not ended:
            raise WrongState
        record(Kind.AI_READING_ENDED, reading, by=by, to=state, count=count)
        _destroy_files(reading)


def _fail(reading: AiReading, code: str) -> None:
    """End without a value. The paper goes at once; the person is told why and types."""
    with transaction.atomic():
        failed = AiReading.objects.filter(pk=reading.pk, state=_STATE.WAITING).update(
            state=_STATE.FAILED, problem=code, ended_at=clock.now()
        )
        if failed:
            record(Kind.AI_READING_FAILED, reading, by="system", reason_code=code)
        _destroy_files(reading)


def _destroy_files(reading: AiReading) -> None:
    with destroying():
        for file in StoredFile.objects.filter(owner_ref=reading.event_ref):
            destroy_file(file)


def _again(reading: AiReading, failed: AskFailed) -> None:
    """Later, when the vendor says or with growing pauses."""
    wait = max(1.0, failed.wait if failed.wait is not None else FIRST_WAIT * 3 ** (reading.attempts - 1))
    reading.next_try_at = clock.now() + timedelta(seconds=wait)
    AiReading.objects.filter(pk=reading.pk, state=_STATE.WAITING).update(next_try_at=reading.next_try_at)
    _defer(reading, seconds=int(wait) + 1)


def _defer(reading: AiReading, *, seconds: int = 0) -> None:
    later: dict[str, Any] = {"schedule_in": {"seconds": seconds}} if seconds else {}
    app.configure_task(TASK, priority=SOON, **later).defer(reading_id=str(reading.pk))
