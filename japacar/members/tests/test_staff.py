"""A dealer's people through the URL: asked, joined, moved, removed; who may do which part of the work."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from japacar.accounts.models import Agreement, User
from japacar.accounts.tests.mailbox import mails_to
from japacar.accounts.texts import publish_texts
from japacar.desk import actions as desk
from japacar.events.models import Event
from japacar.kernel import clock
from japacar.members import actions
from japacar.members.models import Dealer, Membership, StaffInvitation
from japacar.members.roles import MAY, Role, Task
from japacar.notices.actions import tell_about
from japacar.notices.models import Notice
from tests import make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
PAGE = "/en/sell/settings/staff/"
INVITED = {"email": "Abe@Example.test", "role": "sales", "language": "en"}
AGREED = {"agreed": "on"}


@pytest.fixture(autouse=True)
def texts(db: None) -> None:
    publish_texts()


@pytest.fixture
def owner(aoba: Dealer, seller_sato: User) -> SignedIn:
    return SignedIn(seller_sato)


@pytest.fixture
def works(aoba: Dealer) -> Callable[[str], User]:
    """A person of Aoba in this role."""

    def one(role: str) -> User:
        user = make.make_user()
        Membership.objects.create(dealer=aoba, user=user, role=role)
        return user

    return one


@pytest.fixture
def abe(db: None) -> User:
    return make.make_user("abe@example.test", display_name="Abe")


def link_to(address: str) -> str:
    """The path of the newest link that was mailed to this address."""
    found = re.findall(r"/en/join-staff/[\w-]+/", mails_to(address)[-1]["text"])
    return str(found[-1])


def test_the_invited_joins_by_a_button_and_works_in_his_role(owner: SignedIn, aoba: Dealer, abe: User) -> None:
    assert owner.post(PAGE, INVITED).status_code == 302
    link, browser = link_to("abe@example.test"), SignedIn(abe)

    page = browser.get(link)
    assert page.status_code == 200
    assert "Aoba Jidosha" in page.text
    assert not Membership.objects.filter(user=abe).exists()  # looking changes nothing
    refused = browser.post(link)
    assert refused.status_code == 422
    assert not Membership.objects.filter(user=abe).exists()
    assert browser.post(link, AGREED)["Location"] == "/en/sell/"

    assert Membership.objects.get(user=abe).role == Role.SALES
    assert Agreement.objects.filter(user_ref=abe.event_ref, method="staff_invitation").count() == 2
    assert browser.get("/en/sell/cars/").status_code == 200
    assert browser.get("/en/sell/settings/").status_code == 404
    assert browser.post(link, AGREED).status_code == 404  # works once
    kinds = Event.objects.filter(subject=aoba.event_ref, kind__startswith="staff").values_list("kind", flat=True)
    assert set(kinds) == {"staff.invited", "staff.joined"}


def test_a_visitor_is_led_to_sign_in_or_join_and_comes_back(owner: SignedIn, client: Client) -> None:
    owner.post(PAGE, INVITED)
    link = link_to("abe@example.test")

    page = client.get(link)
    assert page.status_code == 200
    assert "/en/join/dealer/?next=%2Fen%2Fjoin-staff%2F" in page.text
    answer = client.post(link, AGREED)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/en/sign-in/?next=")
    assert not StaffInvitation.objects.exclude(accepted_at=None).exists()


def test_a_stranger_with_another_address_finds_nothing(owner: SignedIn, stranger: User, seller_suzuki: User) -> None:
    owner.post(PAGE, INVITED)
    link = link_to("abe@example.test")

    for user in (stranger, seller_suzuki):
        browser = SignedIn(user)
        assert browser.get(link).status_code == 404
        assert browser.post(link, AGREED).status_code == 404
    assert Membership.objects.filter(user=stranger).count() == 0
    assert StaffInvitation.objects.get().accepted_at is None


def test_a_link_ends_after_seven_days_when_sent_again_and_when_withdrawn(owner: SignedIn, abe: User) -> None:
    owner.post(PAGE, INVITED)
    browser, first = SignedIn(abe), link_to("abe@example.test")
    invitation = StaffInvitation.objects.get()
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1)):
        assert SignedIn(abe).get(first).status_code == 404
    owner.post(f"/en/sell/settings/invitations/{invitation.pk}/resend/")
    second = link_to("abe@example.test")
    assert browser.get(first).status_code == 404
    assert browser.get(second).status_code == 200
    owner.post(f"/en/sell/settings/invitations/{invitation.pk}/withdraw/")
    assert browser.get(second).status_code == 404
    assert browser.post(second, AGREED).status_code == 404
    assert not Membership.objects.filter(user=abe).exists()
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert actions.forget_invitations() == 1


def test_asking_twice_makes_one_invitation_and_the_newest_link_counts(owner: SignedIn, abe: User) -> None:
    owner.post(PAGE, INVITED)
    first = link_to("abe@example.test")
    owner.post(PAGE, {**INVITED, "role": "papers"})
    assert StaffInvitation.objects.get().role == Role.PAPERS
    assert SignedIn(abe).get(first).status_code == 404


def test_one_person_works_for_one_dealer(owner: SignedIn, seller_suzuki: User, minato: Dealer) -> None:
    owner.post(PAGE, {**INVITED, "email": seller_suzuki.email})
    browser = SignedIn(seller_suzuki)
    page = browser.post(link_to(seller_suzuki.email), AGREED)
    assert page.status_code == 422
    assert "another dealer" in page.text
    assert Membership.objects.get(user=seller_suzuki).dealer == minato
    assert StaffInvitation.objects.get().accepted_at is None


def test_somebody_who_works_here_is_not_asked_again(owner: SignedIn, seller_sato: User) -> None:
    assert "works for you already" in owner.post(PAGE, {**INVITED, "email": seller_sato.email}).text
    assert not StaffInvitation.objects.exists()


@pytest.mark.parametrize("change", [{"email": "no"}, {"role": "king"}, {"role": ""}, {"language": "xx"}])
def test_bad_input_asks_nobody(owner: SignedIn, change: dict[str, str]) -> None:
    answer = owner.post(PAGE, {**INVITED, **change})
    assert answer.status_code == 422
    assert not StaffInvitation.objects.exists()
    assert not mails_to("abe@example.test")


def test_a_manager_looks_after_all_but_the_owners_and_the_account(
    aoba: Dealer, seller_sato: User, works: Callable[[str], User]
) -> None:
    manager, papers = works(Role.MANAGER), works(Role.PAPERS)
    browser = SignedIn(manager)

    assert browser.get(PAGE).status_code == 200
    assert browser.get("/en/sell/settings/bank/").status_code == 404
    assert browser.post(PAGE, {**INVITED, "role": "owner"}).status_code == 422
    browser.post(f"{PAGE}{seller_sato.pk}/remove/")
    browser.post(f"{PAGE}{seller_sato.pk}/role/", {"role": "papers"})
    browser.post(f"{PAGE}{papers.pk}/role/", {"role": "owner"})
    assert set(Membership.objects.filter(ended_at=None).values_list("user", "role")) == {
        (seller_sato.pk, "owner"), (manager.pk, "manager"), (papers.pk, "papers"),
    }  # fmt: skip
    browser.post(f"{PAGE}{papers.pk}/role/", {"role": "sales"})
    assert Membership.objects.get(user=papers).role == Role.SALES


@pytest.mark.parametrize("role", [Role.SALES, Role.PAPERS])
def test_sales_and_papers_look_after_nobody(role: str, aoba: Dealer, seller_sato: User, works: Any) -> None:
    browser = SignedIn(works(role))
    assert browser.get(PAGE).status_code == 404
    assert browser.post(PAGE, INVITED).status_code == 404
    assert browser.post(f"{PAGE}{seller_sato.pk}/remove/").status_code == 404
    assert not StaffInvitation.objects.exists()


def test_a_removed_person_is_a_stranger_at_the_next_request_and_hears_of_it(
    owner: SignedIn, aoba: Dealer, works: Callable[[str], User]
) -> None:
    sales = works(Role.SALES)
    browser = SignedIn(sales)
    assert browser.get("/en/sell/cars/").status_code == 200

    owner.post(f"{PAGE}{sales.pk}/remove/")

    assert browser.get("/en/sell/cars/").status_code == 404
    assert browser.get("/en/sell/").status_code == 404
    event = Event.objects.get(kind="staff.removed")
    assert event.facts == {"from": "sales", "member": sales.event_ref}
    tell_about(event.pk)
    assert Notice.objects.filter(user=sales).count() == 1
    assert mails_to(sales.email)


@pytest.mark.parametrize("end", ["removed", "demoted", "disabled"])
def test_whoever_loses_his_right_leaves_no_door_open(
    aoba: Dealer, owner: SignedIn, staff_mori: User, works: Callable[[str], User], abe: User, end: str
) -> None:
    """He asked an address of his own before, and his colleague asked another: the first link is dead, the second is not."""
    leaving, staying = works(Role.OWNER), works(Role.MANAGER)
    SignedIn(leaving).post(PAGE, {**INVITED, "role": "owner"})
    other = make.make_user("other@example.test")
    SignedIn(staying).post(PAGE, {**INVITED, "email": other.email})

    if end == "removed":
        owner.post(f"{PAGE}{leaving.pk}/remove/")
    elif end == "demoted":
        owner.post(f"{PAGE}{leaving.pk}/role/", {"role": "sales"})
    else:
        desk.disable(leaving, cause="stolen", reason="He wrote to us.", by=staff_mori)

    assert SignedIn(abe).post(link_to(abe.email), AGREED).status_code == 404
    assert not Membership.objects.filter(user=abe).exists()
    assert Event.objects.filter(kind="staff.invitation_withdrawn").count() == 1
    assert SignedIn(other).post(link_to(other.email), AGREED).status_code == 302


def test_the_last_owner_stays(owner: SignedIn, aoba: Dealer, seller_sato: User, works: Callable[[str], User]) -> None:
    page = owner.post(f"{PAGE}{seller_sato.pk}/remove/", follow=True).text
    assert "last owner" in page
    assert "last owner" in owner.post(f"{PAGE}{seller_sato.pk}/role/", {"role": "sales"}, follow=True).text
    assert Membership.objects.get(user=seller_sato, ended_at=None).role == Role.OWNER

    # An owner whose account is closed does not count.
    other = works(Role.OWNER)
    User.objects.filter(pk=other.pk).update(status=User.Status.CLOSED)
    owner.post(f"{PAGE}{seller_sato.pk}/remove/")
    assert Membership.objects.get(user=seller_sato).ended_at is None

    User.objects.filter(pk=other.pk).update(status=User.Status.ACTIVE)
    owner.post(f"{PAGE}{seller_sato.pk}/remove/")
    assert owner.get(PAGE).status_code == 404


def test_another_dealers_people_and_invitations_are_not_there(
    owner: SignedIn, minato: Dealer, seller_suzuki: User
) -> None:
    SignedIn(seller_suzuki).post(PAGE, INVITED)
    theirs = StaffInvitation.objects.get()
    before = theirs.secret_hash
    assert owner.post(f"{PAGE}{seller_suzuki.pk}/remove/").status_code == 404
    assert owner.post(f"{PAGE}{seller_suzuki.pk}/role/", {"role": "sales"}).status_code == 404
    for step in ("resend", "withdraw"):
        assert owner.post(f"/en/sell/settings/invitations/{theirs.pk}/{step}/").status_code == 404
    theirs.refresh_from_db()
    assert (theirs.secret_hash, theirs.withdrawn_at) == (before, None)
    assert Membership.objects.get(user=seller_suzuki).ended_at is None


def test_the_table_of_roles() -> None:
    assert MAY[Role.OWNER] == set(Task)
    assert MAY[Role.MANAGER] == set(Task) - {Task.BANK_ACCOUNT, Task.OWNERS}
    assert MAY[Role.SALES] == {Task.LISTINGS, Task.QUOTES, Task.PRICES}
    assert MAY[Role.PAPERS] == {Task.PAPERS, Task.SHIPPING}
    assert set(MAY) == set(Role)


def test_the_page_costs_the_same_for_one_person_and_for_many(
    owner: SignedIn, works: Callable[[str], User], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(40) as first:
        owner.get(PAGE)
    for _ in range(5):
        works(Role.PAPERS)
    with django_assert_max_num_queries(len(first)):
        owner.get(PAGE)
