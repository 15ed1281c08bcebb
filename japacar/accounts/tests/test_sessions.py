"""How long a signed-in browser stays so, and everything that ends it (PP-7.1-a, A-10, security 2.2)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError
from django.test import Client

from japacar.accounts.models import Session, User
from japacar.accounts.sessions import SessionStore
from japacar.kernel import clock
from tests import make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def browser_of(user: User) -> Client:
    """Signed in through the page, as people are, with a password."""
    if not user.has_usable_password():
        user.set_password(make.PASSWORD)
        user.save()
    browser = Client()
    answer = browser.post("/en/sign-in/", {"email": user.email, "password": make.PASSWORD})
    assert answer.status_code == 302
    return browser


def is_signed_in(browser: Client) -> bool:
    return bool(browser.get("/en/account/").status_code == 200)


def key_of(browser: Client) -> str:
    return str(browser.cookies["japacar_session"].value)


def test_a_session_ends_after_seven_days_however_often_it_is_used(buyer_boateng: User) -> None:
    began = clock.now()
    with time_machine.travel(began, tick=False) as traveller:
        browser = browser_of(buyer_boateng)
        for hour in range(1, 7 * 24, 5):
            traveller.move_to(began + timedelta(hours=hour))
            assert is_signed_in(browser), hour
            left = began + WEEK - clock.now()
            assert int(browser.cookies["japacar_session"]["max-age"]) <= left.total_seconds() + 1
        traveller.move_to(began + WEEK + timedelta(seconds=1))
        assert not is_signed_in(browser)


def test_the_server_does_not_trust_the_cookies_own_age(buyer_boateng: User) -> None:
    began = clock.now()
    with time_machine.travel(began, tick=False) as traveller:
        browser = browser_of(buyer_boateng)
        # A row whose date was moved on, as if the browser and the table both said "still valid".
        Session.objects.update(expire_date=began + timedelta(days=99))
        for day in range(1, 7):
            traveller.move_to(began + timedelta(days=day) - timedelta(hours=1))
            is_signed_in(browser)
        Session.objects.update(expire_date=began + timedelta(days=99))
        traveller.move_to(began + WEEK + timedelta(seconds=1))
        assert not is_signed_in(browser)


def test_a_session_ends_after_a_day_without_use(buyer_boateng: User) -> None:
    began = clock.now()
    with time_machine.travel(began, tick=False) as traveller:
        browser = browser_of(buyer_boateng)
        traveller.move_to(began + timedelta(hours=23, minutes=59))
        assert is_signed_in(browser)
        traveller.move_to(began + timedelta(hours=48))
        assert not is_signed_in(browser)


def test_staff_are_signed_out_after_half_an_hour_without_use(staff_mori: User) -> None:
    began = clock.now()
    with time_machine.travel(began, tick=False) as traveller:
        browser = browser_of(staff_mori)
        traveller.move_to(began + timedelta(minutes=29))
        assert is_signed_in(browser)
        traveller.move_to(began + timedelta(minutes=59, seconds=1))
        assert not is_signed_in(browser)


def test_staff_are_signed_out_after_twelve_hours_of_use(staff_mori: User) -> None:
    began = clock.now()
    with time_machine.travel(began, tick=False) as traveller:
        browser = browser_of(staff_mori)
        for minutes in range(20, 12 * 60, 20):
            traveller.move_to(began + timedelta(minutes=minutes))
            assert is_signed_in(browser), minutes
        traveller.move_to(began + timedelta(hours=12, seconds=1))
        assert not is_signed_in(browser)


def test_signing_in_changes_the_key_and_the_old_one_is_dead(client: Client, buyer_boateng: User) -> None:
    client.post("/en/sign-in/", {"email": buyer_boateng.email, "way": "code"})
    before = key_of(client)
    buyer_boateng.set_password(make.PASSWORD)
    buyer_boateng.save()
    client.post("/en/sign-in/", {"email": buyer_boateng.email, "password": make.PASSWORD})

    assert key_of(client) != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_planted_key_is_not_taken_over(client: Client, buyer_boateng: User) -> None:
    client.cookies["japacar_session"] = "planted0planted0planted0planted0"
    buyer_boateng.set_password(make.PASSWORD)
    buyer_boateng.save()
    client.post("/en/sign-in/", {"email": buyer_boateng.email, "password": make.PASSWORD})
    assert key_of(client) != "planted0planted0planted0planted0"


def test_signing_out_kills_the_session_on_the_server(buyer_boateng: User) -> None:
    browser = browser_of(buyer_boateng)
    key = key_of(browser)
    answer = browser.post("/en/sign-out/")

    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not Session.objects.filter(session_key=key).exists()
    replay = Client()
    replay.cookies["japacar_session"] = key
    assert not is_signed_in(replay)
    assert "You are signed out" in replay.get("/en/sign-out/").content.decode()


def test_a_get_does_not_sign_out(buyer_boateng: User) -> None:
    browser = browser_of(buyer_boateng)
    assert "Sign out?" in browser.get("/en/sign-out/").content.decode()
    assert is_signed_in(browser)


@pytest.mark.parametrize("status", [User.Status.DISABLED, User.Status.CLOSED])
def test_disabling_somebody_ends_his_access_at_once(buyer_boateng: User, status: str) -> None:
    """In every browser, at its very next request: there is nothing that a process keeps for a while."""
    browsers = [browser_of(buyer_boateng) for _ in range(3)]
    assert all(is_signed_in(browser) for browser in browsers)
    User.objects.filter(pk=buyer_boateng.pk).update(status=status)
    assert not any(is_signed_in(browser) for browser in browsers)


def test_a_deleted_user_is_a_visitor_at_once(buyer_boateng: User) -> None:
    browser = browser_of(buyer_boateng)
    buyer_boateng.delete()
    assert browser.get("/en/account/").status_code == 302
    assert not Session.objects.exists()


def test_the_table_holds_families_and_no_user_agent(buyer_boateng: User) -> None:
    buyer_boateng.set_password(make.PASSWORD)
    buyer_boateng.save()
    Client(headers={"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Secret/7 Safari/604.1"}).post(
        "/en/sign-in/", {"email": buyer_boateng.email, "password": make.PASSWORD}
    )
    row = Session.objects.get()
    assert (row.os_family, row.browser_family, row.user) == ("iOS", "Safari", buyer_boateng)
    assert "Secret" not in str(row.get_decoded())


def test_the_list_shows_each_browser_and_ends_one(buyer_boateng: User) -> None:
    here, there = browser_of(buyer_boateng), browser_of(buyer_boateng)
    other = Session.objects.get(session_key=key_of(there))
    page = here.get("/en/account/").content.decode()
    assert page.count("Last used") == 2
    assert key_of(here) not in page
    assert key_of(there) not in page

    answer = here.post(f"/en/account/sessions/{other.public_id}/end/")
    assert answer.status_code == 302
    assert not is_signed_in(there)
    assert is_signed_in(here)


def test_all_other_browsers_can_be_ended(buyer_boateng: User, buyer_nkosi: User) -> None:
    here, there, hers = browser_of(buyer_boateng), browser_of(buyer_boateng), browser_of(buyer_nkosi)
    here.post("/en/account/sessions/end-others/")
    assert (is_signed_in(here), is_signed_in(there), is_signed_in(hers)) == (True, False, True)


def test_somebody_elses_session_cannot_be_ended(buyer_boateng: User, buyer_nkosi: User, staff_mori: User) -> None:
    hers = browser_of(buyer_nkosi)
    public_id = Session.objects.get(user=buyer_nkosi).public_id
    for stranger in (browser_of(buyer_boateng), browser_of(staff_mori)):
        assert stranger.post(f"/en/account/sessions/{public_id}/end/").status_code == 404
    assert Client().post(f"/en/account/sessions/{public_id}/end/").status_code == 302
    assert is_signed_in(hers)


def test_a_new_password_ends_the_other_browsers_and_is_told_by_mail(buyer_boateng: User) -> None:
    from japacar.accounts.tests.mailbox import mails
    from japacar.events.models import Event

    here, there = browser_of(buyer_boateng), browser_of(buyer_boateng)
    fields = {"current": make.PASSWORD, "password": "a wholly different sentence"}
    assert here.post("/en/account/password/", fields)["Location"] == "/en/account/"

    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert [mail["kind"] for mail in mails()] == ["account_notice"]
    assert Event.objects.filter(kind="account.password_changed", actor=buyer_boateng.event_ref).count() == 1
    buyer_boateng.refresh_from_db()
    assert buyer_boateng.check_password("a wholly different sentence")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"current": "not it at all", "password": "a wholly different sentence"}, "not your current password"),
        ({"current": make.PASSWORD, "password": "short"}, "at least 12 characters"),
        ({"current": make.PASSWORD, "password": "japacarjapan2026"}, "everybody tries first"),
        ({"current": make.PASSWORD, "password": "boateng@example.test"}, "too much like your name"),
        ({"current": make.PASSWORD}, "Enter a password"),
        ({"current": make.PASSWORD, "password": "x" * 300}, "256 characters"),
    ],
)
def test_a_refused_password_changes_nothing(buyer_boateng: User, fields: dict[str, str], sentence: str) -> None:
    browser = browser_of(buyer_boateng)
    answer = browser.post("/en/account/password/", fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    buyer_boateng.refresh_from_db()
    assert buyer_boateng.check_password(make.PASSWORD)


def test_a_first_password_needs_a_fresh_sign_in(buyer_boateng: User) -> None:
    browser: Any = SignedIn(buyer_boateng)
    assert "Current password" not in browser.get("/en/account/password/").content.decode()
    began = clock.now()
    with time_machine.travel(began + timedelta(minutes=16), tick=False):
        browser.post("/en/account/password/", {"password": "a wholly different sentence"})
        buyer_boateng.refresh_from_db()
        assert not buyer_boateng.has_usable_password()
    with time_machine.travel(began + timedelta(minutes=14), tick=False):
        browser.post("/en/account/password/", {"password": "a wholly different sentence"})
        buyer_boateng.refresh_from_db()
        assert buyer_boateng.has_usable_password()


def test_mass_assignment_changes_name_and_language_only(buyer_boateng: User) -> None:
    browser = SignedIn(buyer_boateng)
    fields = {
        "display_name": "  Kofi   A. Boateng ", "language": "ja", "email": "x@example.test", "status": "closed",
        "email_confirmed_at": "", "id": "1", "password": "hacked-hacked-hacked",
    }  # fmt: skip
    assert browser.post("/en/account/details/", fields).status_code == 302
    before = (buyer_boateng.email, buyer_boateng.status, buyer_boateng.password)
    buyer_boateng.refresh_from_db()
    assert (buyer_boateng.display_name, buyer_boateng.language) == ("Kofi A. Boateng", "ja")
    assert (buyer_boateng.email, buyer_boateng.status, buyer_boateng.password) == before


@pytest.mark.parametrize(
    "path",
    ["account/", "account/home/", "account/details/", "account/password/", "account/sessions/end-others/"],
)
def test_a_visitor_is_sent_to_sign_in(client: Client, db: None, path: str) -> None:
    answer = client.get(f"/en/{path}")
    assert answer.status_code == 302
    assert answer["Location"] == f"/en/sign-in/?next=/en/{path}"


def test_a_database_that_goes_away_is_not_taken_for_a_deleted_session(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Django answers 400 to both; only one of them is the reader's affair."""
    store = SessionStore()
    store.create()

    def away(*args: Any, **options: Any) -> None:
        raise OperationalError("terminating connection due to unexpected postmaster exit")

    monkeypatch.setattr(Session, "save", away)
    with pytest.raises(OperationalError):
        store.save()
    monkeypatch.undo()
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        store.save()
