"""Signing in by code or password: who gets in, who does not, and that the answers give nothing away."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.exceptions import DisallowedHost
from django.test import Client

from japacar.accounts import limits
from japacar.accounts.codes import TRIES, check_code, send_code
from japacar.accounts.models import Attempt, LoginRecord, Session, SignInCode, User
from japacar.accounts.tests.mailbox import code_in, mails
from japacar.deals.models import Deal
from japacar.egress.models import Dispatch
from japacar.kernel import clock
from tests import make

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (Linux; Android 14; SM-A057F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"


def ask_for_code(browser: Client, email: str, **more: str) -> Any:
    return browser.post("/en/sign-in/", {"email": email, "way": "code", **more})


def is_signed_in(browser: Client) -> bool:
    return bool(browser.get("/en/account/").status_code == 200)


def test_a_code_from_the_mail_signs_in_and_the_sign_in_is_recorded(client: Client, buyer_boateng: User) -> None:
    answer = ask_for_code(client, " Boateng@Example.TEST ", next="/en/account/details/")
    assert answer.status_code == 302
    assert answer["Location"] == "/en/sign-in/code/"

    digits = code_in(mails()[0])
    answer = client.post("/en/sign-in/code/", {"code": f"{digits[:3]} {digits[3:]}"}, headers={"user-agent": CHROME})

    assert answer["Location"] == "/en/account/details/"
    assert is_signed_in(client)
    login = LoginRecord.objects.get()
    assert (login.user, login.ip, login.method) == (buyer_boateng, "127.0.0.1", "code")
    assert (login.os_family, login.browser_family) == ("Android", "Chrome")
    assert "SM-A057F" not in str(list(Session.objects.values()) + list(LoginRecord.objects.values()))


def test_the_mail_is_in_the_users_language_and_links_the_policy(client: Client, seller_sato: User) -> None:
    ask_for_code(client, seller_sato.email)

    mail = mails()[0]
    assert mail["kind"] == "sign_in_code"
    assert mail["language"] == "ja"
    assert "/ja/privacy/" in mail["text"]
    assert "/ja/privacy/" in mail["html"]
    assert re.search(r"\d{3} \d{3}", mail["text"])
    assert not re.search(r"\d{3} ?\d{3}", mail["subject"])
    assert "{" not in mail["text"] + mail["html"].split("<body")[1].split(">", 1)[1]


def test_the_code_is_stored_only_as_a_keyed_hash(client: Client, buyer_boateng: User) -> None:
    ask_for_code(client, buyer_boateng.email)

    digits = code_in(mails()[0])
    code = SignInCode.objects.get()
    assert re.fullmatch(r"[0-9a-f]{64}", code.code_hash)
    assert digits not in str(list(SignInCode.objects.values("code_hash", "purpose", "tries")))


def test_a_code_works_once(buyer_boateng: User) -> None:
    send_code(buyer_boateng, purpose="sign_in")
    digits = code_in(mails()[0])

    assert check_code(buyer_boateng, digits, purpose="sign_in")
    assert not check_code(buyer_boateng, digits, purpose="sign_in")


def test_a_code_for_another_purpose_does_not_sign_in(buyer_boateng: User) -> None:
    send_code(buyer_boateng, purpose="request")
    assert not check_code(buyer_boateng, code_in(mails()[0]), purpose="sign_in")


def test_a_code_of_somebody_else_does_not_work(buyer_boateng: User, buyer_nkosi: User) -> None:
    send_code(buyer_nkosi, purpose="sign_in")
    assert not check_code(buyer_boateng, code_in(mails()[0]), purpose="sign_in")


def test_a_code_ends_after_ten_minutes(buyer_boateng: User) -> None:
    now = clock.now()
    send_code(buyer_boateng, purpose="sign_in")
    digits = code_in(mails()[0])
    with time_machine.travel(now + timedelta(minutes=10, seconds=1), tick=False):
        assert not check_code(buyer_boateng, digits, purpose="sign_in")


def test_an_older_code_stops_working_when_a_newer_one_is_sent(buyer_boateng: User) -> None:
    send_code(buyer_boateng, purpose="sign_in")
    send_code(buyer_boateng, purpose="sign_in")
    first, second = (code_in(mail) for mail in mails())

    assert first == second or not check_code(buyer_boateng, first, purpose="sign_in")
    assert check_code(buyer_boateng, second, purpose="sign_in")


def test_five_wrong_tries_end_a_code(buyer_boateng: User) -> None:
    send_code(buyer_boateng, purpose="sign_in")
    digits = code_in(mails()[0])
    wrong = f"{(int(digits) + 1) % 1000000:06d}"

    for _ in range(TRIES):
        assert not check_code(buyer_boateng, wrong, purpose="sign_in")
    assert not check_code(buyer_boateng, digits, purpose="sign_in")


@pytest.mark.parametrize("status", [User.Status.DISABLED, User.Status.CLOSED])
def test_a_disabled_user_gets_no_code_and_no_session(client: Client, buyer_boateng: User, status: str) -> None:
    User.objects.filter(pk=buyer_boateng.pk).update(status=status)
    ask_for_code(client, buyer_boateng.email)
    assert mails() == []

    send_code(buyer_boateng, purpose="sign_in")
    assert client.post("/en/sign-in/code/", {"code": code_in(mails()[0])}).status_code == 422
    assert not is_signed_in(client)


def body_of(answer: Any) -> str:
    """The page without what is random in every answer."""
    text = re.sub(r'name="(csrfmiddlewaretoken|form_key)" value="[^"]+"', "", answer.content.decode())
    return text.replace("nobody@example.test", "X").replace("boateng@example.test", "X")


@pytest.mark.parametrize("wrong", ["000000", "12345", ""])
def test_unknown_and_known_addresses_answer_alike(buyer_boateng: User, wrong: str) -> None:
    told = []
    for email in ("nobody@example.test", buyer_boateng.email):
        browser = Client()
        asked = ask_for_code(browser, email)
        page = browser.get("/en/sign-in/code/")
        refused = browser.post("/en/sign-in/code/", {"code": wrong})
        again = browser.post("/en/sign-in/code/again/")
        told.append(
            (
                asked.status_code, asked["Location"], page.status_code, body_of(page),
                refused.status_code, body_of(refused), again.status_code, again["Location"],
            )
        )  # fmt: skip
    assert told[0] == told[1]
    assert {mail["to"] for mail in mails()} == {buyer_boateng.email}
    assert SignInCode.objects.count() == 2


def test_an_unknown_address_leaves_nothing_but_counted_tries(client: Client, db: None) -> None:
    ask_for_code(client, "nobody@example.test")

    assert Dispatch.objects.count() == SignInCode.objects.count() == User.objects.count() == 0
    assert Attempt.objects.exists()
    assert "nobody" not in str(list(Attempt.objects.values()))


def test_password_signs_in(client: Client, real_hashes: None, db: None) -> None:
    user = make.make_user(password=make.PASSWORD)
    answer = client.post("/en/sign-in/", {"email": user.email, "password": make.PASSWORD, "way": "password"})

    assert answer["Location"] == "/en/account/home/"
    assert is_signed_in(client)
    assert LoginRecord.objects.get().method == "password"
    assert user.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_enter_in_the_password_field_means_the_password(client: Client, db: None) -> None:
    user = make.make_user(password=make.PASSWORD)
    assert (
        client.post("/en/sign-in/", {"email": user.email, "password": make.PASSWORD})["Location"] != "/en/sign-in/code/"
    )
    assert is_signed_in(client)


def test_wrong_password_unknown_address_and_no_password_answer_alike(client: Client, buyer_boateng: User) -> None:
    user = make.make_user(password=make.PASSWORD)
    bodies = set()
    for email in (user.email, buyer_boateng.email, "nobody@example.test"):
        answer = client.post("/en/sign-in/", {"email": email, "password": "wrong but long enough", "way": "password"})
        assert answer.status_code == 422
        bodies.add(body_of(answer).replace(email, "X"))
    assert len(bodies) == 1
    assert not is_signed_in(client)
    assert LoginRecord.objects.count() == 0


def test_an_unknown_address_costs_the_same_password_work(client: Client, buyer_boateng: User, monkeypatch: Any) -> None:
    from django.contrib.auth.hashers import Argon2PasswordHasher

    work = []
    encode, verify = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify
    monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *a: work.append("hash") or encode(*a))
    monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda *a: work.append("hash") or verify(*a))
    user = make.make_user(password=make.PASSWORD)
    for email in (user.email, buyer_boateng.email, "nobody@example.test"):
        work.clear()
        client.post("/en/sign-in/", {"email": email, "password": "wrong but long enough"})
        assert work == ["hash"], email


def test_a_password_set_before_the_address_was_confirmed_does_not_sign_in(client: Client, db: None) -> None:
    user = make.make_user(password=make.PASSWORD, email_confirmed_at=None)
    client.post("/en/sign-in/", {"email": user.email, "password": make.PASSWORD})
    assert not is_signed_in(client)


def test_the_sixth_wrong_password_waits_and_the_right_one_too(client: Client, db: None) -> None:
    user = make.make_user(password=make.PASSWORD)
    for _ in range(limits.PASSWORD_OF_ACCOUNT.count):
        client.post("/en/sign-in/", {"email": user.email, "password": "wrong but long enough"})
    answer = client.post("/en/sign-in/", {"email": user.email, "password": make.PASSWORD})

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 15 * 60
    assert not is_signed_in(client)
    with time_machine.travel(clock.now() + timedelta(minutes=15, seconds=1)):
        client.post("/en/sign-in/", {"email": user.email, "password": make.PASSWORD})
        assert is_signed_in(client)


def test_mails_to_one_address_are_limited_whoever_asks(db: None) -> None:
    for number in range(limits.MAIL_TO_ACCOUNT.count):
        ask_for_code(Client(REMOTE_ADDR=f"192.0.2.{number}"), "boateng@example.test")
    answer = ask_for_code(Client(REMOTE_ADDR="192.0.2.99"), "boateng@example.test")
    assert answer.status_code == 429


def test_a_forged_forwarding_header_does_not_help(db: None, settings: Any) -> None:
    for trusted in (0, 1):
        settings.TRUSTED_PROXIES = trusted
        Attempt.objects.all().delete()
        answers = []
        for number in range(limits.MAIL_OF_ADDRESS.count + 1):
            forged = f"198.51.100.{number}"
            header = f"{forged}, 203.0.113.7" if trusted else forged
            browser = Client(REMOTE_ADDR="203.0.113.7" if not trusted else "10.0.0.1")
            answers.append(
                browser.post(
                    "/en/sign-in/",
                    {"email": f"p{trusted}{number}@example.test", "way": "code"},
                    headers={"x-forwarded-for": header},
                ).status_code
            )
        assert answers[-1] == 429
        assert set(answers[:-1]) == {302}


def test_one_ipv6_customer_counts_once(db: None) -> None:
    statuses = [
        ask_for_code(Client(REMOTE_ADDR=f"2001:db8:1:2::{number:x}"), f"p{number}@example.test").status_code
        for number in range(1, limits.MAIL_OF_ADDRESS.count + 2)
    ]
    assert statuses[-1] == 429
    assert ask_for_code(Client(REMOTE_ADDR="2001:db8:1:3::1"), "other@example.test").status_code == 302


def test_without_a_limiter_nobody_gets_in(db: None, monkeypatch: Any) -> None:
    def broken(*asked: Any) -> int:
        raise DisallowedHost("stand-in for a database that does not answer")

    user = make.make_user(password=make.PASSWORD)
    monkeypatch.setattr(limits, "wait_for", broken)
    browser = Client(raise_request_exception=False)
    answer = browser.post("/en/sign-in/", {"email": user.email, "password": make.PASSWORD})
    assert answer.status_code >= 400
    assert not is_signed_in(browser)


def test_a_visit_sets_no_session_cookie(client: Client, db: None) -> None:
    for path in (
        "/en/sign-in/",
        "/en/join/",
        "/en/join/buyer/",
        "/ja/join/dealer/",
        "/en/terms/",
        "/ja/privacy/",
        "/en/sign-out/",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert set(answer.cookies) <= {"XSRF-TOKEN"}, path
    assert set(client.get("/en/terms/").cookies) == set()
    assert set(client.get("/en/join/").cookies) == set()


def test_both_cookies_carry_their_flags(client: Client, buyer_boateng: User) -> None:
    page = client.get("/en/sign-in/")
    asked = ask_for_code(client, buyer_boateng.email)

    token, session = page.cookies["XSRF-TOKEN"], asked.cookies["japacar_session"]
    for cookie in (token, session):
        assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")
    assert token["max-age"] == token["expires"] == ""
    assert 0 < int(session["max-age"]) <= 7 * 24 * 3600


def test_a_form_without_its_token_is_refused(buyer_boateng: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert ask_for_code(browser, buyer_boateng.email).status_code == 403
    assert mails() == []


def test_the_code_page_without_a_request_leads_back(client: Client, db: None) -> None:
    assert client.get("/en/sign-in/code/")["Location"] == "/en/sign-in/"
    assert client.post("/en/sign-in/code/", {"code": "123456"})["Location"] == "/en/sign-in/"
    assert client.post("/en/sign-in/code/again/")["Location"] == "/en/sign-in/"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Enter your e-mail address."),
        ({"email": "not an address"}, "such as name@example.com"),
        ({"email": "a@b" + "c" * 300 + ".test"}, "too long"),
        ({"email": "a\x00@example.test"}, "such as name@example.com"),
        ({"email": "日本@例え.テスト"}, "such as name@example.com"),
        ({"email": "kofi@example.test", "password": "x" * 300}, "256 characters"),
    ],
)
def test_bad_input_comes_back_with_a_sentence(client: Client, db: None, fields: dict[str, str], sentence: str) -> None:
    answer = client.post("/en/sign-in/", {"way": "code", **fields})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert User.objects.count() == 0


def test_a_form_sent_after_the_sign_in_had_ended_leads_back_to_its_page_and_says_that_nothing_was_saved(
    deal: Deal,
) -> None:
    """The address of the form itself takes posts only: coming back to it would be a dead end."""
    page = f"/en/deals/{deal.code}/"
    browser = Client()

    asked = browser.post(f"{page}message/", {"text": "hello"}, headers={"referer": f"http://testserver{page}?tab=all"})

    assert "not saved" in browser.get(asked["Location"]).text
    assert deal.messages.count() == 0
    user = deal.buyer
    user.set_password(make.PASSWORD)
    user.save()
    said = {
        "email": user.email,
        "password": make.PASSWORD,
        "way": "password",
        "next": parse_qs(urlsplit(asked["Location"]).query)["next"][0],
    }
    answer = browser.post("/en/sign-in/", said)
    assert answer["Location"] == f"{page}?tab=all"
    assert browser.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    "source", ["http://[::1", "http://evil.example/en/", "//evil.example", "http://testserver//evil.example", "\xff"]
)
def test_a_strange_source_leads_nowhere_else(source: str) -> None:
    answer = Client().post("/en/account/details/", {}, headers={"referer": source})
    assert answer["Location"].startswith("/en/sign-in/?next=%2Fen%2Faccount%2Fdetails%2F")
