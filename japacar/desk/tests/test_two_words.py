"""What one of staff may do at once and another must confirm: a suspension and a disabled account. Alone, it ends after three days."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client

from japacar.accounts import standing
from japacar.accounts.models import Session, SignInCode, StaffRole, User
from japacar.accounts.tests.mailbox import code_in, mails
from japacar.accounts.viewers import Viewer
from japacar.desk import actions
from japacar.desk.models import Override
from japacar.events.models import Event
from japacar.kernel import clock
from japacar.members import actions as members
from japacar.members.models import Dealer, GuardianConsent
from japacar.notices.actions import tell_about
from japacar.notices.models import Notice
from tests import make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
WHY = "He wrote from his own address that somebody else is signed in."
LATER = timedelta(hours=72, minutes=1)


@pytest.fixture
def tanaka(db: None) -> User:
    return make.make_staff("tanaka@operator.example.test", display_name="Tanaka")


def disable(by: User, about: User, **said: str) -> str:
    fields = {"cause": "stolen", "reason": WHY, **said}
    return str(SignedIn(by).post(f"/en/desk/people/{about.pk}/disable/", fields, follow=True).text)


def enable(by: User, about: User) -> str:
    return str(SignedIn(by).post(f"/en/desk/people/{about.pk}/enable/", {"reason": "All is well."}, follow=True).text)


def answer(by: User, act: str) -> str:
    waiting = Override.objects.get(state="open")
    return str(SignedIn(by).post(f"/en/desk/exceptions/{waiting.pk}/{act}/", follow=True).text)


def status(user: User) -> str:
    return User.objects.get(pk=user.pk).status


def told() -> list[str]:
    return [mail["subject"] for mail in mails()]


# --- Accounts ---------------------------------------------------------------------------------------------------------


def test_a_disabled_account_is_dead_everywhere_at_once_and_two_of_staff_stand_behind_it(
    buyer_boateng: User, staff_mori: User, tanaka: User
) -> None:
    buyer_boateng.set_password(make.PASSWORD)
    buyer_boateng.save()
    browsers = [SignedIn(buyer_boateng) for _ in range(3)]
    halfway = Client()
    halfway.post("/en/sign-in/", {"email": buyer_boateng.email, "way": "code"})
    digits = code_in(mails()[-1])

    began = clock.now()
    assert "told by mail" in disable(staff_mori, buyer_boateng)
    assert [browser.get("/en/account/").status_code for browser in browsers] == [302] * 3
    assert (clock.now() - began).total_seconds() < 60
    assert not Session.objects.filter(user=buyer_boateng).exists()
    halfway.post("/en/sign-in/code/", {"code": digits})
    assert halfway.get("/en/account/").status_code == 302, "a code under way opens nothing"
    right = {"email": buyer_boateng.email, "password": make.PASSWORD}
    assert Client().post("/en/sign-in/", right).status_code == 422
    assert told()[-1] == "Your account on JAPACAR is disabled"
    mail = mails()[-1]["text"]
    assert "somebody else uses your account" in mail
    assert "do not agree" in mail
    assert WHY not in mail
    assert WHY not in str(list(Event.objects.values_list("facts", flat=True)))

    assert "another of staff must confirm it" in answer(staff_mori, "confirm")
    assert WHY in SignedIn(tanaka).get(f"/en/desk/people/{buyer_boateng.pk}/").text
    assert "stays disabled" in answer(tanaka, "confirm")
    with time_machine.travel(clock.now() + LATER):
        assert actions.lapse_overdue() == 0
    assert status(buyer_boateng) == "disabled"

    enable(tanaka, buyer_boateng)
    assert "another of staff must confirm it" in answer(tanaka, "confirm")
    assert status(buyer_boateng) == "disabled"
    assert "open again" in answer(staff_mori, "confirm")
    assert status(buyer_boateng) == "active"
    assert told()[-1] == "Your account on JAPACAR is open again"
    assert Client().post("/en/sign-in/", right).status_code == 302
    kinds = Event.objects.filter(subject=buyer_boateng.event_ref, kind__startswith="account.")
    assert [kind for kind in kinds.order_by("pk").values_list("kind", flat=True) if "able" in kind] == [
        "account.disabled",
        "account.enabled",
    ]


@pytest.mark.parametrize("way", ["declined", "withdrawn", "lapsed"])
def test_one_word_alone_disables_nobody_for_long(buyer_boateng: User, staff_mori: User, tanaka: User, way: str) -> None:
    User.objects.filter(pk=buyer_boateng.pk).update(status=User.Status.GUARDIAN_PENDING)
    disable(staff_mori, buyer_boateng)
    assert status(buyer_boateng) == "disabled"
    if way == "lapsed":
        with time_machine.travel(clock.now() + LATER):
            assert (actions.lapse_overdue(), actions.lapse_overdue()) == (1, 0)
        lapsed = Event.objects.get(kind="override.lapsed")
        tell_about(lapsed.pk)
        assert set(Notice.objects.filter(event_id=lapsed.pk).values_list("user", flat=True)) == {
            staff_mori.pk,
            tanaka.pk,
        }
    else:
        assert "open again" in answer(staff_mori if way == "withdrawn" else tanaka, "decline")

    assert status(buyer_boateng) == "guardian_pending", "as it was before, and no further"
    assert Override.objects.get().state == way
    assert told()[-1] == "Your account on JAPACAR is open again"


def test_a_consent_that_is_found_right_meanwhile_counts_afterwards(
    buyer_boateng: User, staff_mori: User, tanaka: User
) -> None:
    User.objects.filter(pk=buyer_boateng.pk).update(status=User.Status.GUARDIAN_PENDING)
    buyer_boateng.refresh_from_db()
    consent = GuardianConsent.objects.create(user=buyer_boateng, relation="parent")
    disable(staff_mori, buyer_boateng)
    for by in (staff_mori, tanaka):
        consent = members.find_consent_right(consent, by=by)
    assert status(buyer_boateng) == "disabled"
    answer(tanaka, "decline")
    assert status(buyer_boateng) == "active"


def test_nobody_disables_himself_the_last_admin_or_as_support_a_colleague(staff_mori: User, tanaka: User) -> None:
    StaffRole.objects.filter(user=tanaka).update(role=StaffRole.Role.SUPPORT)
    assert "Nobody does this for himself" in disable(staff_mori, staff_mori)
    assert "only an admin" in disable(tanaka, staff_mori)
    other = make.make_staff("admin@operator.example.test")
    assert "told by mail" in disable(other, staff_mori)
    # The one left is the last who can sign in, though the table names two.
    with pytest.raises(standing.NotForThisPerson):
        standing.disable_account(other, cause="left", by=FormerAdmin())
    assert (status(other), status(staff_mori)) == ("active", "disabled")
    assert "stays disabled" in answer(tanaka, "confirm"), "the second word may be anybody's of staff"
    assert "only an admin" in enable(tanaka, staff_mori)
    assert Override.objects.count() == 1


class FormerAdmin:
    """An admin whose session is still at work while he is being disabled himself."""

    staff_role, event_ref = StaffRole.Role.ADMIN, "user:gone"


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_disable_each_other_at_once_leave_one() -> None:
    pair = [make.make_staff(f"admin{number}@operator.example.test") for number in range(2)]
    start, outcomes = threading.Barrier(2), []

    def strike(by: User, about: User) -> None:
        viewer = Viewer(by)
        assert viewer.staff_role == "admin"
        start.wait()
        try:
            actions.disable(about, cause="stolen", reason=WHY, by=viewer)
            outcomes.append("done")
        except standing.NotForThisPerson as refused:
            outcomes.append(refused.code)
        connection.close()

    threads = [threading.Thread(target=strike, args=each) for each in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "last_admin"]


@pytest.mark.parametrize("said", [{"cause": ""}, {"cause": "because"}, {"reason": " "}])
def test_without_a_cause_and_a_reason_nobody_is_disabled(
    buyer_boateng: User, staff_mori: User, said: dict[str, str]
) -> None:
    fields = {"cause": "stolen", "reason": WHY, **said}
    page = SignedIn(staff_mori).post(f"/en/desk/people/{buyer_boateng.pk}/disable/", fields)
    assert page.status_code == 422
    assert (status(buyer_boateng), Override.objects.count(), told()) == ("active", 0, [])


def test_disabling_twice_and_what_was_never_confirmed_change_nothing(
    buyer_boateng: User, buyer_nkosi: User, staff_mori: User, tanaka: User
) -> None:
    User.objects.filter(pk=buyer_nkosi.pk).update(email_confirmed_at=None)
    disable(staff_mori, buyer_boateng)
    assert "disabled or closed already" in disable(tanaka, buyer_boateng)
    assert "disabled or closed already" in disable(tanaka, buyer_nkosi)
    assert "second word on that is still to come" in enable(tanaka, buyer_boateng)
    assert Override.objects.count() == 1
    assert SignInCode.objects.count() == 0


def test_the_database_lets_in_nothing_about_nobody_and_no_second_word_of_the_first(
    buyer_boateng: User, aoba: Dealer, staff_mori: User
) -> None:
    who = staff_mori.event_ref
    wrong: list[dict[str, Any]] = [{}, {"dealer": aoba, "user": buyer_boateng}]
    wrong.append({"user": buyer_boateng, "state": "confirmed", "decided_by": who})
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Override.objects.create(kind="disable", reason="x", proposed_by=who, **fields)


# --- Dealers ----------------------------------------------------------------------------------------------------------


def suspend(by: User, dealer: Dealer) -> str:
    page = f"/en/desk/dealers/{dealer.pk}/suspend/"
    return str(SignedIn(by).post(page, {"reason": "苦情を確認しています。"}, follow=True).text)


def test_a_suspension_by_one_is_in_force_at_once_and_ends_by_itself(
    aoba: Dealer, staff_mori: User, tanaka: User
) -> None:
    assert "within 72 hours" in suspend(staff_mori, aoba)
    assert Dealer.objects.get().status == "suspended"
    assert "One word so far" in SignedIn(tanaka).get(f"/en/desk/dealers/{aoba.pk}/").text
    with pytest.raises(members.WrongState):
        actions.propose_override(aoba, kind="lift", reason="x", by=tanaka)

    with time_machine.travel(clock.now() + timedelta(hours=71)):
        assert actions.lapse_overdue() == 0
    with time_machine.travel(clock.now() + LATER):
        assert (actions.lapse_overdue(), actions.lapse_overdue()) == (1, 0)
    assert Dealer.objects.get().status == "approved"
    assert Override.objects.get().state == "lapsed"
    assert list(Event.objects.order_by("pk").values_list("kind", flat=True))[-2:] == [
        "override.lapsed",
        "dealer.suspension_lifted",
    ]


def test_once_confirmed_only_two_lift_it(aoba: Dealer, staff_mori: User, tanaka: User) -> None:
    suspend(staff_mori, aoba)
    assert "You proposed this yourself" in answer(staff_mori, "confirm")
    assert "stands until two" in answer(tanaka, "confirm")
    with time_machine.travel(clock.now() + LATER):
        assert actions.lapse_overdue() == 0
    assert Dealer.objects.get().status == "suspended"
    page = f"/en/desk/dealers/{aoba.pk}/propose/"
    SignedIn(tanaka).post(page, {"reason": "Cleared."})
    answer(staff_mori, "confirm")
    assert Dealer.objects.get().status == "approved"


def test_the_second_person_says_no_and_cars_are_on_sale_again(aoba: Dealer, staff_mori: User, tanaka: User) -> None:
    car = make.make_vehicle(aoba)
    suspend(staff_mori, aoba)
    assert not type(car).objects.on_sale().exists()
    assert "The suspension is lifted" in answer(tanaka, "decline")
    assert type(car).objects.on_sale().exists()
    again = SignedIn(tanaka).post(f"/en/desk/exceptions/{Override.objects.get().pk}/confirm/", follow=True)
    assert "decided already" in again.text
    assert type(car).objects.on_sale().exists()
