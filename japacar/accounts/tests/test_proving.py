"""The guards: who proved lately goes through, others prove first and come back; staff owe a second factor always."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from japacar.accounts import factors
from japacar.accounts.factors import add_app, code_of, new_secret
from japacar.accounts.models import Attempt, LoginRecord, Session, User
from japacar.accounts.sessions import BEGAN, PROVED
from japacar.accounts.tests.mailbox import code_in, mails
from japacar.kernel import clock
from tests import make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db


def _with_app(user: User) -> str:
    """Give the user an app whose last used code lies long ago; its secret."""
    secret = new_secret()
    add_app(user, secret=secret, code=code_of(secret))
    factors.Authenticator.objects.filter(user=user).update(data=_aged(user))
    return secret


def _aged(user: User) -> dict[str, object]:
    return {**factors.Authenticator.objects.get(user=user).data, "last_step": 0}


def _secret_on(page: str) -> str:
    """What people would type into their app."""
    found = re.search(r"data-copy-from>([A-Z2-7 ]+)<", page)
    assert found, page
    return found[1].replace(" ", "")


def test_who_signed_in_long_ago_proves_it_by_password_and_comes_back(buyer_boateng: User) -> None:
    buyer_boateng.set_password(make.PASSWORD)
    buyer_boateng.save()
    browser = SignedIn(buyer_boateng, proved=False)
    old_key, began = browser.session.session_key, browser.session[BEGAN]

    asked = browser.get("/en/account/password/")
    assert asked.url == "/en/account/prove/?next=%2Fen%2Faccount%2Fpassword%2F"
    answer = browser.post(asked.url, {"way": "password", "password": make.PASSWORD})

    assert answer.url == "/en/account/password/"
    assert browser.get(answer.url).status_code == 200
    assert browser.session.session_key != old_key, "a rise in privilege has a new key"
    assert browser.session[BEGAN] == began, "the seven days go on"
    assert not Session.objects.filter(session_key=old_key).exists()


def test_a_wrong_password_proves_nothing(buyer_boateng: User) -> None:
    buyer_boateng.set_password(make.PASSWORD)
    buyer_boateng.save()
    browser = SignedIn(buyer_boateng, proved=False)

    answer = browser.post("/en/account/prove/", {"way": "password", "password": "not this one at all"})

    assert answer.status_code == 422
    assert "This is not your password." in answer.content.decode()
    assert browser.get("/en/account/password/").status_code == 302


def test_a_code_by_mail_proves_it_and_works_once(buyer_boateng: User) -> None:
    browser = SignedIn(buyer_boateng, proved=False)
    browser.post(reverse("accounts:send_proof_code"), {"next": "/en/account/password/"})
    mail = mails()[-1]
    assert mail["to"] == buyer_boateng.email

    assert browser.post("/en/account/prove/", {"way": "code", "code": "000000"}).status_code == 422
    answer = browser.post("/en/account/prove/?next=/en/account/password/", {"way": "code", "code": code_in(mail)})

    assert answer.url == "/en/account/password/"
    again = SignedIn(buyer_boateng, proved=False)
    assert again.post("/en/account/prove/", {"way": "code", "code": code_in(mail)}).status_code == 422


def test_a_code_for_signing_in_proves_nothing_else(buyer_boateng: User) -> None:
    browser = SignedIn(buyer_boateng, proved=False)
    Client().post("/en/sign-in/", {"email": buyer_boateng.email, "way": "code"})

    answer = browser.post("/en/account/prove/", {"way": "code", "code": code_in(mails()[-1])})

    assert answer.status_code == 422


def test_with_a_second_factor_a_mail_is_no_proof(buyer_boateng: User) -> None:
    secret = _with_app(buyer_boateng)
    browser = SignedIn(buyer_boateng, proved=False)

    assert browser.post(reverse("accounts:send_proof_code")).status_code == 404
    answer = browser.post("/en/account/prove/?next=/en/account/password/", {"way": "factor", "code": code_of(secret)})

    assert answer.url == "/en/account/password/"


def test_a_form_that_came_too_late_leads_back_to_its_page_and_says_that_nothing_was_saved(seller_sato: User) -> None:
    seller_sato.set_password(make.PASSWORD)
    seller_sato.save()
    browser = SignedIn(seller_sato, proved=False)
    new = {"current": make.PASSWORD, "password": "quite another long phrase"}

    asked = browser.post(
        "/en/account/password/", new, headers={"referer": "http://testserver/en/account/password/?x=1"}
    )
    assert "next=%2Fen%2Faccount%2Fpassword%2F%3Fx%3D1&unsaved=1" in asked.url
    page = browser.get(asked.url)
    answer = browser.post(asked.url, {"way": "password", "password": make.PASSWORD}, follow=True)

    assert "What you entered was not saved." in page.content.decode()
    assert "please enter it again" in answer.content.decode()
    seller_sato.refresh_from_db()
    assert seller_sato.check_password(make.PASSWORD)


def test_a_foreign_page_is_no_way_back(seller_sato: User) -> None:
    browser = SignedIn(seller_sato, proved=False)

    asked = browser.post("/en/account/password/", {}, headers={"referer": "http://evil.example/en/there/"})

    assert "next=%2Fen%2Faccount%2Fpassword%2F&" in asked.url


@pytest.mark.parametrize(("seconds", "passes"), [(14 * 60, True), (15 * 60 + 1, False), (-60, False)])
def test_a_proof_counts_for_fifteen_minutes(buyer_boateng: User, seconds: int, passes: bool) -> None:
    browser = SignedIn(buyer_boateng)
    session = browser.session
    session[PROVED] = clock.now().timestamp() - seconds
    session.save()

    assert (browser.get("/en/account/password/").status_code == 200) is passes


def test_staff_without_a_second_factor_reach_no_desk_and_see_no_deal(staff_mori: User, deal: object) -> None:
    browser = SignedIn(staff_mori, second=False)

    home = browser.get("/en/account/home/", follow=True)

    assert home.redirect_chain[-1][0].startswith("/en/account/second-factors/?next=")
    assert "Staff sign in with a second factor always" in home.content.decode()
    assert browser.get("/en/desk/").status_code == 302
    assert browser.get(f"/en/deals/{deal.code}/").status_code == 404
    assert SignedIn(staff_mori).get("/en/desk/").status_code == 200


def test_staff_are_let_in_once_they_have_set_one_up(staff_mori: User) -> None:
    browser = SignedIn(staff_mori, second=False)
    page = browser.get("/en/account/second-factors/app/?next=/en/desk/")
    secret = _secret_on(page.content.decode())

    answer = browser.post(page.request["PATH_INFO"], {"code": code_of(secret), "name": "Phone", "next": "/en/desk/"})

    assert answer.url == "/en/account/second-factors/recovery-codes/?next=%2Fen%2Fdesk%2F"
    assert browser.get("/en/desk/").status_code == 200


def test_an_older_session_is_asked_for_the_factor_that_was_set_up_since(staff_mori: User) -> None:
    older = SignedIn(staff_mori, second=False)
    secret = _with_app(staff_mori)

    asked = older.get("/en/desk/")
    assert asked.url == "/en/sign-in/second/?next=%2Fen%2Fdesk%2F"
    answer = older.post(asked.url, {"code": code_of(secret), "next": "/en/desk/"})

    assert answer.url == "/en/desk/"
    assert older.get("/en/desk/").status_code == 200


def test_after_the_password_the_factor_is_asked_before_anybody_is_signed_in(buyer_boateng: User) -> None:
    buyer_boateng.set_password(make.PASSWORD)
    buyer_boateng.save()
    secret, browser = _with_app(buyer_boateng), Client()
    said = {"email": buyer_boateng.email, "password": make.PASSWORD, "next": "/en/deals/"}

    first = browser.post("/en/sign-in/", said)
    assert first.url == "/en/sign-in/second/"
    assert browser.get("/en/deals/").url.startswith("/en/sign-in/")
    assert not LoginRecord.objects.exists()
    assert browser.post(first.url, {"code": "000000"}).status_code == 422
    halfway = browser.session.session_key
    answer = browser.post(first.url, {"code": code_of(secret)})

    assert answer.url == "/en/deals/"
    assert browser.get("/en/deals/").status_code == 200
    assert browser.session.session_key != halfway
    assert LoginRecord.objects.get().method == "password"


def test_after_the_code_by_mail_too(buyer_boateng: User) -> None:
    _with_app(buyer_boateng)
    browser = Client()
    browser.post("/en/sign-in/", {"email": buyer_boateng.email, "way": "code"})

    answer = browser.post("/en/sign-in/code/", {"code": code_in(mails()[-1])})

    assert answer.url == "/en/sign-in/second/"
    assert browser.get("/en/account/").status_code == 302


def test_halfway_lasts_a_quarter_of_an_hour_and_not_beyond_the_account(
    buyer_boateng: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer_boateng.set_password(make.PASSWORD)
    buyer_boateng.save()
    secret, browser = _with_app(buyer_boateng), Client()
    browser.post("/en/sign-in/", {"email": buyer_boateng.email, "password": make.PASSWORD})
    User.objects.filter(pk=buyer_boateng.pk).update(status=User.Status.DISABLED)

    assert browser.post("/en/sign-in/second/", {"code": code_of(secret)}).url == "/en/sign-in/"

    User.objects.filter(pk=buyer_boateng.pk).update(status=User.Status.ACTIVE)
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert browser.post("/en/sign-in/second/", {"code": code_of(secret)}).url == "/en/sign-in/"


def test_the_sixth_wrong_code_in_ten_minutes_is_not_looked_at(buyer_boateng: User) -> None:
    buyer_boateng.set_password(make.PASSWORD)
    buyer_boateng.save()
    secret, browser = _with_app(buyer_boateng), Client()
    browser.post("/en/sign-in/", {"email": buyer_boateng.email, "password": make.PASSWORD})

    answers = [browser.post("/en/sign-in/second/", {"code": "123456"}).status_code for _ in range(5)]

    assert set(answers) == {422}
    right = browser.post("/en/sign-in/second/", {"code": code_of(secret)}, headers={"x-forwarded-for": "203.0.113.7"})
    assert right.status_code == 429
    assert browser.get("/en/account/").status_code == 302


def test_patient_guessing_ends_after_forty_a_day_and_its_owner_is_told(buyer_boateng: User) -> None:
    """Who knows the password and waits ten minutes after every five codes would have a month's time otherwise."""
    buyer_boateng.set_password(make.PASSWORD)
    buyer_boateng.save()
    secret = _with_app(buyer_boateng)
    answers: list[int] = []
    # In the morning of Japan: two hours of guessing before midnight are of two days, and told of twice.
    morning = (clock.now() + timedelta(days=1)).replace(hour=1)
    with time_machine.travel(morning, tick=False) as later:
        for _ in range(10):
            browser = Client()
            browser.post("/en/sign-in/", {"email": buyer_boateng.email, "password": make.PASSWORD, "way": "password"})
            wrong = [browser.post("/en/sign-in/second/", {"code": f"{number:06}"}) for number in range(6)]
            answers += [answer.status_code for answer in wrong]
            later.shift(timedelta(minutes=11))
        assert answers.count(422) == 40
        assert browser.post("/en/sign-in/second/", {"code": code_of(secret)}).status_code == 429
        told = [mail for mail in mails() if mail["subject"].startswith("Wrong codes")]
        assert [mail["to"] for mail in told] == [buyer_boateng.email], "once, and not for every five"
        later.shift(timedelta(days=1))
        Attempt.objects.filter(at__lt=clock.now() - timedelta(days=1)).delete()
        browser = Client()
        browser.post("/en/sign-in/", {"email": buyer_boateng.email, "password": make.PASSWORD, "way": "password"})
        assert browser.post("/en/sign-in/second/", {"code": code_of(secret)}).status_code == 302
