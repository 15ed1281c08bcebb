"""A machine's clock is put back an hour: who signed in just before it can do so just after it, and nothing counts twice."""

from datetime import timedelta

import pytest
import time_machine

from japacar.accounts import codes, factors
from japacar.accounts.limits import Limit, wait_for
from japacar.accounts.models import SignInCode
from japacar.accounts.tests.mailbox import code_in, mails
from japacar.kernel import clock
from tests import make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SIGN_IN = SignInCode.Purpose.SIGN_IN


def test_a_code_by_mail_counts_though_an_older_one_is_dated_later() -> None:
    user = make.make_buyer()
    codes.send_code(user, purpose=SIGN_IN)
    older = code_in(mails()[-1])

    with time_machine.travel(clock.now() - HOUR):
        codes.send_code(user, purpose=SIGN_IN)
        newer = code_in(mails()[0])
        assert not codes.check_code(user, older, purpose=SIGN_IN)
        assert codes.check_code(user, newer, purpose=SIGN_IN)
        assert not codes.check_code(user, newer, purpose=SIGN_IN)


def test_the_app_opens_at_once_and_what_it_showed_before_does_not_when_its_time_comes_again() -> None:
    user, secret, now = make.make_buyer(), factors.new_secret(), clock.now()
    factors.keep_app(user, secret=secret)

    with time_machine.travel(now, tick=False) as traveller:
        used = factors.code_of(secret)
        assert factors.check_app(user, used)
        traveller.move_to(now - HOUR)
        again = factors.code_of(secret)
        assert factors.check_app(user, again)
        assert not factors.check_app(user, again)
        traveller.move_to(now)
        assert not factors.check_app(user, used)
        traveller.move_to(now + timedelta(minutes=2))
        assert factors.check_app(user, factors.code_of(secret))


def test_tries_from_a_later_hour_keep_nobody_out() -> None:
    limit, now = Limit("two", 2, 60), clock.now()

    with time_machine.travel(now, tick=False) as traveller:
        assert [wait_for((limit, "kofi")) for _ in range(2)] == [0, 0]
        traveller.move_to(now - HOUR)
        assert [bool(wait_for((limit, "kofi"))) for _ in range(3)] == [False, False, True]
