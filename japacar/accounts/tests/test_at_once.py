"""The same proof from many sides at one moment counts once, and a session that is ended while it is at work does not come back."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import connection

from japacar.accounts import codes, factors
from japacar.accounts.models import Session, SignInCode, User
from japacar.accounts.sessions import SessionStore
from japacar.accounts.tests.mailbox import code_in, mails
from tests import make
from tests.cast import SignedIn

SIGN_IN = SignInCode.Purpose.SIGN_IN


def at_once(count: int, act: Callable[[], bool]) -> int:
    """How many of so many at the same moment succeeded."""
    start, won = threading.Barrier(count), []

    def one() -> None:
        start.wait()
        won.append(act())
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == count
    return sum(won)


@pytest.mark.django_db(transaction=True)
def test_each_proof_counts_once_however_many_show_it_together() -> None:
    user = make.make_buyer()
    codes.send_code(user, purpose=SIGN_IN)
    digits = code_in(mails()[-1])
    wrong = f"{(int(digits) + 1) % 1_000_000:06}"
    secret = factors.new_secret()
    factors.keep_app(user, secret=secret)
    shown, recovery = factors.code_of(secret), factors.make_recovery_codes(user)[3]

    # A code by mail: ten right ones sign in once.
    assert at_once(10, lambda: codes.check_code(user, digits, purpose=SIGN_IN)) == 1
    # Ten wrong ones are five tries; the right one comes too late then.
    codes.send_code(user, purpose=SIGN_IN)
    assert at_once(10, lambda: codes.check_code(user, wrong, purpose=SIGN_IN)) == 0
    assert SignInCode.objects.get(used_at=None, tries__gt=0).tries == codes.TRIES
    assert not codes.check_code(user, code_in(mails()[-1]), purpose=SIGN_IN)
    # The app's six digits, and one of the recovery codes.
    assert at_once(6, lambda: factors.check_app(user, shown)) == 1
    assert at_once(6, lambda: factors.check_recovery_code(user, recovery)) == 1
    assert factors.recovery_codes_left(user) == 9


@pytest.mark.django_db
def test_a_session_that_is_ended_while_at_work_does_not_come_back(buyer_boateng: User) -> None:
    """Its owner ends it in another browser at the moment at which it proves who sits there, and would get a new key."""
    browser: Any = SignedIn(buyer_boateng)
    at_work = SessionStore(browser.cookies["japacar_session"].value)
    assert at_work["_auth_user_id"] == str(buyer_boateng.pk)
    Session.objects.all().delete()

    with pytest.raises(SessionInterrupted):
        at_work.cycle_key()

    assert not Session.objects.exists()
    assert browser.get("/en/account/").status_code == 302
