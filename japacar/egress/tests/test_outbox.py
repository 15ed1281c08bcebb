"""The one door: what may go, once, under a constant Message-ID; what fails is tried again and then shown to people."""

import asyncio
import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from procrastinate.contrib.django.models import ProcrastinateJob

from japacar.egress import actions
from japacar.egress.actions import NotAllowed, dispatch, provide, send, take_up_due
from japacar.egress.models import Breaker, Dispatch
from japacar.kernel import clock
from japacar.kernel.declarations import Recipient

pytestmark = pytest.mark.django_db


class Post:
    """A mail server that keeps what it gets and can refuse like a real one."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answer.startswith("250"):
            self.received.append(envelope.content or b"")
        return self.answer


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = Post()
    controller = Controller(kept, hostname="127.0.0.1", port=port, loop=asyncio.new_event_loop())
    controller.start()
    settings.SMTP_URL = f"smtp://127.0.0.1:{port}"
    yield kept
    controller.stop()
    controller.loop.close()


def write(key: str = "event:1:user:1", **over: str) -> Dispatch:
    payload = {"to": "kofi@example.test", "subject": "見積り Quote", "text": "Ask 質問", "kind": "deal_notice", **over}
    return send(Recipient.MAIL, purpose="mail", key=key, subjects=["user:1"], payload=payload)


def test_a_mail_goes_out_and_the_ledger_keeps_names_of_fields_but_no_content(post: Post) -> None:
    row = write()

    dispatch(str(row.pk))

    row.refresh_from_db()
    assert row.state == Dispatch.State.SENT
    assert row.sealed_payload is None
    assert row.field_names == ["kind", "subject", "text", "to"]
    assert len(post.received) == 1
    assert row.message_id.encode() in post.received[0]


def test_the_same_key_is_one_row_and_one_mail(post: Post) -> None:
    first, second = write(), write(subject="another")

    dispatch(str(first.pk)), dispatch(str(second.pk))

    assert first.pk == second.pk
    assert Dispatch.objects.count() == 1
    assert len(post.received) == 1


def test_the_content_lies_sealed_while_it_waits() -> None:
    row = write()
    row.refresh_from_db()

    assert b"kofi" not in bytes(row.sealed_payload or b"")


@pytest.mark.parametrize(
    ("recipient", "purpose", "payload"),
    [
        (
            Recipient.MAIL,
            "mail",
            {"to": "a@b.test", "subject": "x", "text": "y", "kind": "k", "account_number": "7654321"},
        ),
        (Recipient.MAIL, "marketing", {"to": "a@b.test", "subject": "x", "text": "y", "kind": "k"}),
        (Recipient.OPENAI, "estimate", {"vin": "TRJ150-1"}),
        (Recipient.MAIL, "mail", {"to": "a@b.test"}),
    ],
)
def test_what_the_registry_does_not_name_stays_inside(
    recipient: Recipient, purpose: str, payload: dict[str, str]
) -> None:
    with pytest.raises(NotAllowed):
        send(recipient, purpose=purpose, key="k", subjects=[], payload=payload)

    assert not Dispatch.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_a_price_cannot_be_provided_to_a_forwarder() -> None:
    pack = {"instruction_no": "SI-1", "deal": "DL-1", "vehicle": "Prado", "chassis_no": "TRJ150-1"}
    common = {"purpose": "shipping", "key": "pack:1", "subjects": ["consignee:1"], "recipient_ref": "forwarder:1"}

    with pytest.raises(NotAllowed):
        provide(Recipient.FORWARDER, payload={**pack, "price": "3180000"}, **common)
    assert not Dispatch.objects.exists()

    assert provide(Recipient.FORWARDER, payload=pack, **common).state == Dispatch.State.PROVIDED


def test_a_server_that_is_busy_is_asked_again_with_growing_pauses(post: Post) -> None:
    post.answer = "451 later"
    row = write()
    dispatch(str(row.pk))
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == (Dispatch.State.PENDING, 1, "smtp_451")

    dispatch(str(row.pk))  # not due yet: nothing happens
    row.refresh_from_db()
    assert row.attempts == 1

    post.answer = "250 OK"
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        assert take_up_due() == 1
        dispatch(str(row.pk))
    row.refresh_from_db()
    assert row.state == Dispatch.State.SENT


def test_a_refusal_for_good_is_a_dead_letter_that_keeps_its_sealed_content(post: Post) -> None:
    post.answer = "550 no such person"
    row = write()
    dispatch(str(row.pk))

    row.refresh_from_db()
    assert (row.state, row.error) == (Dispatch.State.FAILED, "smtp_550")
    assert row.sealed_payload is not None

    post.answer = "250 OK"
    actions.retry_failed(row)
    dispatch(str(row.pk))
    row.refresh_from_db()
    assert row.state == Dispatch.State.SENT


def test_after_eight_tries_a_mail_is_a_dead_letter(settings: Any) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    row = write()
    for hours in range(0, 60, 3):
        with time_machine.travel(clock.now() + timedelta(hours=hours)):
            dispatch(str(row.pk))

    row.refresh_from_db()
    assert row.state == Dispatch.State.FAILED
    assert row.attempts == actions.MAX_ATTEMPTS


def test_a_worker_that_died_while_sending_leaves_a_row_that_another_takes_up(post: Post) -> None:
    row = write()
    Dispatch.objects.filter(pk=row.pk).update(
        state=Dispatch.State.SENDING, claimed_at=clock.now() - timedelta(minutes=3), attempts=1
    )

    dispatch(str(row.pk))

    row.refresh_from_db()
    assert row.state == Dispatch.State.SENT


def test_a_row_that_a_living_worker_holds_is_left_alone(post: Post) -> None:
    row = write()
    Dispatch.objects.filter(pk=row.pk).update(state=Dispatch.State.SENDING, claimed_at=clock.now())

    dispatch(str(row.pk))

    assert post.received == []


def test_the_breaker_opens_after_five_failures_and_spares_the_tries_of_others(settings: Any) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    for number in range(5):
        dispatch(str(write(key=f"k{number}").pk))
    assert Breaker.objects.get().open_until is not None

    late = write(key="late")
    dispatch(str(late.pk))

    late.refresh_from_db()
    assert (late.state, late.attempts, late.error) == (Dispatch.State.PENDING, 0, "breaker_open")


@pytest.mark.parametrize("field", ["to", "subject"])
def test_a_line_break_cannot_smuggle_a_header(post: Post, field: str) -> None:
    row = write(**{field: "a@b.test\r\nBcc: everybody@example.test"})

    dispatch(str(row.pk))

    row.refresh_from_db()
    assert row.state == Dispatch.State.FAILED
    assert post.received == []
