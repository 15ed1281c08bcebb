"""How bodies are taken in: what is too large, too slow, cut short or said twice reaches no view, whoever sends it."""

import asyncio
import io
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from config import intake
from config.intake import Environ, Intake, Refused
from japacar.ui.errors import REFUSED, RefuseIncomplete
from tests import make
from tests.cast import SignedIn

LARGE = intake.MOST_BYTES_OF_STRANGERS + 1


class Line:
    """A connection: pieces, and the seconds before each."""

    def __init__(self, *pieces: bytes, pause: float = 0.0) -> None:
        self.pieces, self.pause = pieces, pause

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            await asyncio.sleep(self.pause)
            yield piece


async def nobody(_work: Any, _environ: Environ) -> bool:
    raise AssertionError("nothing here is large")


def taken(line: Line, *, by: Intake | None = None, **environ: str) -> bytes | HTTPStatus:
    """The body as a view would read it, or why none does."""
    body = io.BytesIO()
    try:
        asyncio.run((by or Intake(nobody)).take(line, environ, body))
    except Refused as refused:
        return refused.status
    return body.getvalue()


def test_a_body_comes_whole_or_not_at_all() -> None:
    assert taken(Line(b"abc", b"def"), CONTENT_LENGTH="6") == b"abcdef"
    assert taken(Line()) == b""
    assert taken(Line(b"abc"), CONTENT_LENGTH="6") is HTTPStatus.BAD_REQUEST
    assert taken(Line(b"abcdef"), HTTP_TRANSFER_ENCODING="chunked") is HTTPStatus.LENGTH_REQUIRED


@pytest.mark.parametrize("said", ["6,6", "-1", "+6", "6.0", "0x6", "６", "six", " "])
def test_a_length_that_is_no_number_is_refused(said: str) -> None:
    assert taken(Line(b"abcdef"), CONTENT_LENGTH=said) is HTTPStatus.BAD_REQUEST


def test_who_only_holds_a_place_loses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    # Ten pauses long, so that a busy machine's hiccup is no silence.
    monkeypatch.setattr(intake, "SILENT_SECONDS", 0.3)

    silent = taken(Line(b"a", b"b", pause=1.0), CONTENT_LENGTH="2")
    dripping = taken(Line(*[b"a"] * 400, pause=0.01), CONTENT_LENGTH="400")
    monkeypatch.setattr(intake, "SLOWEST", 1)
    slow = taken(Line(*[b"a"] * 20, pause=0.03), CONTENT_LENGTH="20")

    assert (silent, dripping) == (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.REQUEST_TIMEOUT)
    assert slow == b"a" * 20


@pytest.mark.django_db
def test_a_cookie_that_somebody_made_up_is_no_session() -> None:
    mine = SignedIn(make.make_user("buyer@example.test")).cookies["japacar_session"].value
    cookies = ["", "japacar_session=", "japacar_session=made-up", "XSRF-TOKEN=x", f"a=b; japacar_session={mine}"]

    assert [intake.has_session({"HTTP_COOKIE": cookie}) for cookie in cookies] == [False, False, False, False, True]


@pytest.mark.parametrize("has_session", [True, False])
def test_large_bodies_are_for_people_with_a_session(has_session: bool) -> None:
    async def asked(work: Any, environ: Environ) -> bool:
        assert work is intake.has_session
        return has_session

    found = taken(Line(b"!" * LARGE), by=Intake(asked), CONTENT_LENGTH=str(LARGE))
    small = taken(Line(b"small"), by=Intake(asked), CONTENT_LENGTH="5")
    most = taken(Line(), by=Intake(asked), CONTENT_LENGTH=str(intake.MOST_BYTES + 1))

    assert found == (b"!" * LARGE if has_session else HTTPStatus.UNAUTHORIZED)
    assert small == b"small"
    assert most is HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_all_together_hold_no_more_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MOST_BYTES_AT_ONCE", 10)
    one = Intake(nobody)

    async def both() -> None:
        first = asyncio.create_task(one.take(Line(b"abcdef", pause=0.05), {"CONTENT_LENGTH": "6"}, io.BytesIO()))
        await asyncio.sleep(0.01)
        with pytest.raises(Refused) as refused:
            await one.take(Line(b"abcdef"), {"CONTENT_LENGTH": "6"}, io.BytesIO())
        assert refused.value.status is HTTPStatus.SERVICE_UNAVAILABLE
        await first

    asyncio.run(both())
    assert taken(Line(b"abcdef"), by=one, CONTENT_LENGTH="6") == b"abcdef"


@pytest.mark.parametrize("status", [400, 401, 408, 411, 413, 503, 507])
def test_each_refusal_is_a_page_with_words_and_reaches_no_view(status: int) -> None:
    request = RequestFactory().post("/ja/deals/", **{REFUSED: status})
    request.user = AnonymousUser()

    answer = RefuseIncomplete(lambda _request: pytest.fail("a view was asked"))(request)

    assert answer.status_code == status
    assert "<h1>" in answer.content.decode()
