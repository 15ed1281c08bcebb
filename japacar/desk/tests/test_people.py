"""Lost second factors: two of staff, three days, the owner told, and showing one ends it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from japacar.accounts import factors, recovery, standing
from japacar.accounts.actions import remember_former_address
from japacar.accounts.factors import code_of, new_secret
from japacar.accounts.models import FactorReset, Session, StaffRole, User
from japacar.egress.models import Dispatch
from japacar.events.models import Event
from japacar.kernel import clock
from japacar.notices.actions import tell_about
from tests import make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
WHY = "Called back on the number of his profile; he named three cars."
LATER = timedelta(hours=72, minutes=1)


@pytest.fixture
def tanaka(db: None) -> User:
    return make.make_staff("tanaka@operator.example.test", display_name="Tanaka")


@pytest.fixture
def secret(buyer_boateng: User) -> str:
    secret = new_secret()
    factors.keep_app(buyer_boateng, secret=secret, name="Phone")
    return secret


def propose(by: User, about: User) -> str:
    return str(SignedIn(by).post(f"/en/desk/people/{about.pk}/reset/", {"reason": WHY}, follow=True).text)


def answer(by: User, act: str) -> str:
    reset = FactorReset.objects.latest("proposed_at")
    return str(SignedIn(by).post(f"/en/desk/people/resets/{reset.pk}/{act}/", follow=True).text)


def has_app(user: User) -> bool:
    return Authenticator.objects.filter(user_id=user.pk).exists()


def test_two_of_staff_and_three_days_take_them_away(
    buyer_boateng: User,
    secret: str,
    staff_mori: User,
    tanaka: User,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    found = SignedIn(staff_mori).post("/en/desk/people/", {"email": buyer_boateng.email.upper()}, follow=True)
    assert buyer_boateng.email in found.text
    assert Event.objects.get(kind="account.looked_up").actor == staff_mori.event_ref
    remember_former_address(buyer_boateng)
    User.objects.filter(pk=buyer_boateng.pk).update(email="new@example.test")
    there = SignedIn(buyer_boateng)

    propose(staff_mori, buyer_boateng)
    assert "another of staff must agree" in answer(staff_mori, "confirm")
    assert FactorReset.objects.get().state == "proposed"
    assert WHY in SignedIn(tanaka).get(f"/en/desk/people/{buyer_boateng.pk}/").text
    assert "done in 72 hours" in answer(tanaka, "confirm")
    tell_about(Event.objects.get(kind="factor_reset.confirmed").pk)
    with django_capture_on_commit_callbacks(execute=True):
        assert recovery.carry_out_due() == 0
    assert has_app(buyer_boateng)
    told = Dispatch.objects.filter(key__contains=f"event:{Event.objects.get(kind='factor_reset.confirmed').pk}:")
    assert told.count() == 2, "the address of now, and the one left lately"

    with time_machine.travel(clock.now() + LATER):
        assert (recovery.carry_out_due(), recovery.carry_out_due()) == (1, 0)
    assert not has_app(buyer_boateng)
    assert not Session.objects.filter(user=buyer_boateng).exists()
    assert there.get("/en/account/").status_code == 302
    assert Event.objects.filter(kind="account.second_factor_changed", actor="system").count() == 1
    assert Dispatch.objects.filter(recipient_ref=buyer_boateng.event_ref, purpose="mail").exists()


@pytest.mark.parametrize("step", ["proposed", "waiting"])
def test_whoever_shows_a_second_factor_ends_it(
    buyer_boateng: User, secret: str, staff_mori: User, tanaka: User, step: str
) -> None:
    propose(staff_mori, buyer_boateng)
    if step == "waiting":
        answer(tanaka, "confirm")
    browser = SignedIn(buyer_boateng, proved=False)

    browser.post("/en/account/prove/", {"way": "factor", "code": "000000"})
    assert FactorReset.objects.get().state == step, "a wrong code shows nothing"
    browser.post("/en/account/prove/", {"way": "factor", "code": code_of(secret)})

    reset = FactorReset.objects.get()
    assert (reset.state, reset.ended_by) == ("stopped", buyer_boateng.event_ref)
    assert "Nothing was changed" in answer(tanaka, "confirm")
    with time_machine.travel(clock.now() + LATER):
        assert recovery.carry_out_due() == 0
    assert has_app(buyer_boateng)


def test_a_password_alone_does_not_end_it(buyer_boateng: User, secret: str, staff_mori: User) -> None:
    buyer_boateng.set_password("demo-only-passphrase")
    buyer_boateng.save()
    propose(staff_mori, buyer_boateng)
    SignedIn(buyer_boateng, proved=False).post(
        "/en/account/prove/", {"way": "password", "password": "demo-only-passphrase"}
    )
    assert FactorReset.objects.get().state == "proposed"


def test_any_of_staff_stops_it(buyer_boateng: User, secret: str, staff_mori: User, tanaka: User) -> None:
    propose(staff_mori, buyer_boateng)
    answer(tanaka, "confirm")
    assert "The second factors stay" in answer(staff_mori, "stop")
    with time_machine.travel(clock.now() + LATER):
        assert recovery.carry_out_due() == 0
    assert has_app(buyer_boateng)


def test_nothing_is_proposed_without_a_reason_for_nobody_and_for_oneself(
    buyer_boateng: User, buyer_nkosi: User, secret: str, staff_mori: User
) -> None:
    factors.keep_app(staff_mori, secret=new_secret())
    desk = SignedIn(staff_mori)
    assert desk.post(f"/en/desk/people/{buyer_boateng.pk}/reset/", {"reason": " "}).status_code == 422
    assert "has no second factor" in propose(staff_mori, buyer_nkosi)
    assert "Nobody does this for himself" in propose(staff_mori, staff_mori)
    assert desk.post("/en/desk/people/", {"email": "nobody@example.test"}).status_code == 422
    assert not FactorReset.objects.exists()
    assert not Event.objects.filter(kind__in=["account.looked_up", "factor_reset.proposed"]).exists()


def test_of_staff_only_admins_take_them_away_and_the_last_admin_keeps_the_server(
    staff_mori: User, tanaka: User
) -> None:
    StaffRole.objects.filter(user=staff_mori).update(role=StaffRole.Role.SUPPORT)
    StaffRole.objects.filter(user=tanaka).update(role=StaffRole.Role.ADMIN)
    colleague = make.make_staff("support@operator.example.test", role=StaffRole.Role.SUPPORT)
    for user in (colleague, tanaka):
        factors.keep_app(user, secret=new_secret())

    assert "only two admins" in propose(staff_mori, colleague)
    assert "Proposed" in propose(tanaka, colleague)
    assert "only two admins" in answer(staff_mori, "confirm")
    other = make.make_staff("admin@operator.example.test", role=StaffRole.Role.ADMIN)
    assert "Proposed" in propose(other, tanaka)
    FactorReset.objects.all().delete()
    User.objects.filter(pk=tanaka.pk).delete()
    factors.keep_app(other, secret=new_secret())
    with pytest.raises(standing.NotForThisPerson):
        recovery.propose_reset(other, reason=WHY, by=SimpleAdmin())


class SimpleAdmin:
    """An admin who has left since: what he started must not lock the last one out."""

    staff_role, event_ref = StaffRole.Role.ADMIN, "user:gone"


def test_the_database_refuses_the_same_person_twice(buyer_boateng: User, staff_mori: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FactorReset.objects.create(
            user=buyer_boateng,
            reason=WHY,
            state="waiting",
            proposed_by=staff_mori.event_ref,
            confirmed_by=staff_mori.event_ref,
        )
