"""The mailbox of a dealer's staff (PP-1.1-k): empty at first, confirmed by a button, told of deals, ended by one click; no account."""

import re

import pytest
from django.test import Client

from japacar.accounts.models import SignInCode, User
from japacar.accounts.tests.mailbox import mails_to
from japacar.deals.models import Deal
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.members import actions
from japacar.members.models import Dealer, Membership, NotificationAddress
from japacar.notices.actions import tell_about
from tests import make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
PAGE = "/en/sell/settings/notices/"
BOX = "shop@aoba.example.test"
SAID = {"email": "Shop@Aoba.example.test", "language": "en"}


@pytest.fixture
def owner(aoba: Dealer, seller_sato: User) -> SignedIn:
    return SignedIn(seller_sato)


@pytest.fixture
def confirmed(owner: SignedIn, client: Client) -> NotificationAddress:
    owner.post(PAGE, SAID)
    client.post(link_in(BOX, "confirm"))
    return NotificationAddress.objects.get()


def link_in(address: str, what: str) -> str:
    found = re.findall(rf"/en/mailbox/{what}/[\w:-]+/", mails_to(address)[-1]["text"])
    return str(found[-1])


def told(deal: Deal) -> list[dict[str, str]]:
    """The mails that a new request brings to the mailbox."""
    before = len(mails_to(BOX))
    tell_about(record(Kind.DEAL_REQUEST_CONFIRMED, deal, by=deal.buyer).pk)
    return mails_to(BOX)[before:]


def test_it_is_empty_until_somebody_enters_one_and_silent_until_its_owner_says_yes(
    owner: SignedIn, deal: Deal, client: Client
) -> None:
    assert "Remove the address" not in owner.get(PAGE).text
    assert not told(deal)
    owner.post(PAGE, SAID)
    assert len(mails_to(BOX)) == 1
    assert not told(deal)

    link = link_in(BOX, "confirm")
    assert client.get(link).status_code == 200
    assert NotificationAddress.objects.get().confirmed_at is None  # looking is no yes
    assert not told(deal)
    assert "Confirmed" in client.post(link).text
    assert client.post(link).status_code == 404

    [mail] = told(deal)
    assert mail["kind"] == "staff_notice"
    assert f"/en/deals/{deal.code}/" in mail["text"]
    assert "/en/mailbox/stop/" in mail["text"]
    assert "/en/mailbox/stop/" in mail["unsubscribe"]


def test_one_click_ends_it_without_signing_in(confirmed: NotificationAddress, deal: Deal) -> None:
    [mail] = told(deal)
    link = link_in(BOX, "stop")
    strict = Client(enforce_csrf_checks=True)

    assert strict.get(link).status_code == 200
    assert NotificationAddress.objects.exists()
    # As a mail program does it by itself: no cookie, no token of a form (RFC 8058).
    answer = strict.post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not NotificationAddress.objects.exists()
    assert not told(deal)
    assert strict.post(link).status_code == 200  # a second time it says the same
    assert strict.get("/en/mailbox/stop/forged/").status_code == 404
    assert mail["to"] == BOX


def test_another_dealers_notices_do_not_come(
    confirmed: NotificationAddress, minato: Dealer, buyer_boateng: User
) -> None:
    assert not told(make.make_deal(make.make_vehicle(minato), buyer=buyer_boateng))


def test_somebody_who_is_told_himself_gets_one_mail(owner: SignedIn, seller_sato: User, deal: Deal) -> None:
    actions.save_notification_address(deal.dealer, seller_sato.email, language="en", by=seller_sato)
    NotificationAddress.objects.update(confirmed_at=deal.requested_at)
    before = len(mails_to(seller_sato.email))
    tell_about(record(Kind.DEAL_REQUEST_CONFIRMED, deal, by=deal.buyer).pk)
    assert len(mails_to(seller_sato.email)) == before + 1


def test_telling_twice_sends_once(confirmed: NotificationAddress, deal: Deal) -> None:
    event = record(Kind.DEAL_REQUEST_CONFIRMED, deal, by=deal.buyer)
    before = len(mails_to(BOX))
    tell_about(event.pk)
    tell_about(event.pk)
    assert len(mails_to(BOX)) == before + 1


def test_nobody_signs_in_with_it(confirmed: NotificationAddress, client: Client) -> None:
    client.post("/en/sign-in/", {"email": BOX, "way": "code"})
    assert not SignInCode.objects.exists()
    assert not User.objects.filter(email=BOX).exists()


def test_another_address_has_to_be_confirmed_anew_and_the_old_links_die(
    confirmed: NotificationAddress, owner: SignedIn, deal: Deal, client: Client
) -> None:
    told(deal)
    stop = link_in(BOX, "stop")
    owner.post(PAGE, {**SAID, "email": "other@aoba.example.test"})
    assert not told(deal)
    client.post(stop)
    assert NotificationAddress.objects.get().email == "other@aoba.example.test"
    owner.post(f"{PAGE}remove/")
    assert not NotificationAddress.objects.exists()


@pytest.mark.parametrize("role", ["sales", "papers"])
def test_only_owners_and_managers_enter_it(aoba: Dealer, role: str) -> None:
    user = make.make_user()
    Membership.objects.create(dealer=aoba, user=user, role=role)
    browser = SignedIn(user)
    assert browser.get(PAGE).status_code == 404
    assert browser.post(PAGE, SAID).status_code == 404
    assert not NotificationAddress.objects.exists()


@pytest.mark.parametrize("email", ["", "no", "a@b\r\nBcc: c@example.test"])
def test_bad_input_is_kept_nowhere(owner: SignedIn, email: str) -> None:
    assert owner.post(PAGE, {**SAID, "email": email}).status_code == 422
    assert not NotificationAddress.objects.exists()
