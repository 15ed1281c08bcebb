"""The four roles in a deal with money in it, and what is left of them while a person is frozen or the dealer suspended."""

import re

import pytest
from django.urls import reverse

from japacar.accounts.models import User
from japacar.deals.models import Deal
from japacar.deals.views.words import HAPPENED, WITHOUT_AMOUNT
from japacar.members.actions import WrongState, save_bank_account, suspend_dealer
from japacar.members.actions.staff import NotHis, change_role, invite_staff
from japacar.members.models import BankAccount, Dealer, Membership, StaffInvitation
from japacar.members.roles import Role
from japacar.members.tests import entries
from japacar.payments.models import PaymentRequest
from japacar.quotes.models import Quote
from tests import drive, make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
ACCOUNT = "7654321"


@pytest.fixture
def invoiced(deal: Deal) -> PaymentRequest:
    """A deal of Aoba with a quote, an acceptance and an open invoice."""
    return drive.to_payment_requested(deal)


def person(dealer: Dealer, role: str) -> User:
    user = make.make_user(f"{role}@aoba.example.test", language="en")
    Membership.objects.create(dealer=dealer, user=user, role=role)
    return user


def figures(deal: Deal) -> set[str]:
    """Every amount of the deal as pages write it."""
    quote = Quote.objects.get(deal=deal)
    amounts = {quote.total_minor, *quote.lines.values_list("amount_minor", flat=True)}
    return {f"{amount:,}" for amount in amounts if amount >= 1000}


@pytest.mark.parametrize(
    ("role", "reads_prices", "reads_account", "hands_in", "quotes"),
    [
        (Role.OWNER, True, True, True, True),
        (Role.MANAGER, True, True, True, True),
        (Role.SALES, True, False, False, True),
        (Role.PAPERS, False, False, True, False),
    ],
)
def test_each_role_reads_and_does_its_part_of_a_deal(
    invoiced: PaymentRequest, role: str, reads_prices: bool, reads_account: bool, hands_in: bool, quotes: bool
) -> None:
    deal = invoiced.deal
    browser = SignedIn(person(deal.dealer, role))
    room = browser.get(f"/en/deals/{deal.code}/")
    pay = browser.get(reverse("payments:pay", args=[deal.code, invoiced.code]))
    compare = browser.get(reverse("quotes:compare", args=[deal.code]))

    assert room.status_code == 200
    assert {figure for figure in figures(deal) if figure in room.text} == (figures(deal) if reads_prices else set())
    assert re.search(r"[¥￥]\s?\d", room.text) is None or reads_prices
    assert [pay.status_code, compare.status_code] == ([200, 200] if reads_prices else [403, 403])
    assert (ACCOUNT in pay.text) is reads_account
    paper = reverse("documents:paper", args=[invoiced.document.pk])
    assert browser.get(paper).status_code == (200 if reads_account else 403)
    assert (paper in room.text) is reads_account, "a link that would be refused"
    assert browser.get(reverse("documents:collect", args=[deal.code])).status_code == (200 if hands_in else 403)
    assert browser.get(reverse("deals:end", args=[deal.code])).status_code == (200 if quotes else 403)


def test_every_sentence_with_an_amount_has_one_without() -> None:
    assert {kind for kind, words in HAPPENED.items() if "%(amount)s" in str(words)} == set(WITHOUT_AMOUNT)
    assert not any("%" in str(words) for words in WITHOUT_AMOUNT.values())


def frozen(user: User) -> User:
    User.objects.filter(pk=user.pk).update(status=User.Status.GUARDIAN_PENDING)
    user.refresh_from_db()
    return user


def suspended(dealer: Dealer) -> Dealer:
    suspend_dealer(dealer, reason="Please look at your photos.", by="user:staff")
    dealer.refresh_from_db()
    return dealer


PEOPLE = "/en/sell/settings/staff/"
CLOSED = (PEOPLE, "/en/sell/settings/bank/", "/en/sell/settings/notices/")


@pytest.mark.parametrize("rest", ["frozen", "suspended"])
def test_people_and_account_rest_while_an_owner_is_frozen_or_the_dealer_suspended(
    aoba: Dealer, seller_sato: User, rest: str
) -> None:
    colleague = person(aoba, Role.SALES)
    _ = frozen(seller_sato) if rest == "frozen" else suspended(aoba)
    browser, accounts = SignedIn(seller_sato), BankAccount.objects.count()

    answers = [browser.get(page) for page in CLOSED]
    answers += [
        browser.post(PEOPLE, {"email": "new@aoba.example.test", "role": "sales", "language": "ja"}),
        browser.post(f"{PEOPLE}{colleague.pk}/role/", {"role": "owner"}),
        browser.post(f"{PEOPLE}{colleague.pk}/remove/"),
        browser.post("/en/sell/settings/bank/", {**entries.BANK, "account_number": "1111111"}),
        browser.post("/en/sell/settings/bank/reveal/"),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert all("Not possible at present" in answer.text for answer in answers)
    assert not StaffInvitation.objects.exists()
    assert Membership.objects.get(user=colleague, ended_at=None).role == Role.SALES
    assert BankAccount.objects.count() == accounts
    assert browser.get("/en/sell/settings/").status_code == 200, "he reads why, and puts it right"


@pytest.mark.parametrize("rest", ["frozen", "suspended"])
def test_the_actions_refuse_too(aoba: Dealer, seller_sato: User, rest: str) -> None:
    """A page drawn before, or a call from elsewhere, changes nothing."""
    by = Membership.objects.get(user=seller_sato)
    colleague = Membership.objects.get(user=person(aoba, Role.SALES))
    _ = frozen(seller_sato) if rest == "frozen" else suspended(aoba)

    with pytest.raises(NotHis):
        invite_staff(aoba, "new@aoba.example.test", role="sales", language="ja", by=by)
    with pytest.raises(NotHis):
        change_role(colleague, role="owner", by=by)
    with pytest.raises(WrongState):
        save_bank_account(aoba, {**entries.BANK, "account_number": "1111111"}, by=seller_sato)
    assert not StaffInvitation.objects.exists()


def test_a_suspended_dealer_begins_nothing_and_finishes_what_was_paid_for(
    deal: Deal, aoba: Dealer, seller_sato: User
) -> None:
    sales = SignedIn(person(aoba, Role.SALES))
    quote = reverse("quotes:new", args=[deal.code])
    assert sales.get(quote).status_code == 200

    suspended(aoba)

    assert sales.get(quote).status_code == 403
    assert sales.post(quote, {"car": "2000000"}).status_code == 403
    assert not Quote.objects.filter(deal=deal).exists()


def test_buyers_read_that_they_must_not_pay_a_suspended_dealer(invoiced: PaymentRequest, aoba: Dealer) -> None:
    deal, buyer = invoiced.deal, SignedIn(invoiced.deal.buyer)
    page = reverse("payments:pay", args=[deal.code, invoiced.code])
    assert ACCOUNT in buyer.get(page).text

    suspended(aoba)

    assert "Do not pay now" in buyer.get(page).text
    assert ACCOUNT not in buyer.get(page).text
    assert "Do not pay now" in buyer.get(f"/en/deals/{deal.code}/").text
    # Whoever runs the dealer still says what arrived, and hands in the papers of what was paid.
    assert SignedIn(person(aoba, Role.MANAGER)).get(
        reverse("payments:confirm", args=[deal.code, invoiced.code])
    ).status_code == 200  # fmt: skip
