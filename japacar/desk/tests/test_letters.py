"""What failed for good is seen by staff, without its content, and tried again with one tap."""

from typing import Any

import pytest

from japacar.accounts.models import User
from japacar.egress.actions import send
from japacar.egress.models import Dispatch
from japacar.kernel.declarations import Recipient

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed() -> Dispatch:
    payload = {"to": "kofi@example.test", "subject": "Quote", "text": "Hello", "kind": "deal_notice"}
    row = send(Recipient.MAIL, purpose="mail", key="k", subjects=["user:1"], payload=payload, recipient_ref="user:1")
    Dispatch.objects.filter(pk=row.pk).update(
        state=Dispatch.State.FAILED, attempts=8, error="smtp_550", finished_at=row.created_at
    )
    return row


def test_staff_see_code_and_reference_and_not_the_address(failed: Dispatch, staff_mori: User, as_user: Any) -> None:
    page = as_user(staff_mori).get("/en/desk/letters/").content.decode()

    assert "smtp_550" in page
    assert "Refused by the mailbox" in page
    assert "user:1" in page
    assert "kofi@example.test" not in page
    assert "Not delivered" in as_user(staff_mori).get("/en/desk/").content.decode()


def test_send_again_gives_it_its_tries_anew(failed: Dispatch, staff_mori: User, as_user: Any) -> None:
    answer = as_user(staff_mori).post(f"/en/desk/letters/{failed.pk}/again/")

    failed.refresh_from_db()
    assert answer.status_code == 303
    assert (failed.state, failed.attempts) == (Dispatch.State.PENDING, 0)


def test_a_stranger_sees_nothing_and_sends_nothing(failed: Dispatch, stranger: User, as_user: Any) -> None:
    client = as_user(stranger)

    assert client.get("/en/desk/letters/").status_code == 404
    assert client.post(f"/en/desk/letters/{failed.pk}/again/").status_code == 404
    failed.refresh_from_db()
    assert failed.state == Dispatch.State.FAILED


def test_a_question_to_a_service_that_failed_is_no_letter(failed: Dispatch, staff_mori: User, as_user: Any) -> None:
    """Nobody could send it again, so that it would stand here for ever."""
    Dispatch.objects.filter(pk=failed.pk).update(recipient=Recipient.TAX_AGENCY.code)

    assert "Everything was delivered" in as_user(staff_mori).get("/en/desk/letters/").content.decode()
