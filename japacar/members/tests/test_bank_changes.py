"""A changed bank account (A-3): who can stop it, what an open invoice keeps, and who is told."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from japacar.accounts.actions import remember_former_address
from japacar.accounts.models import StaffRole, User
from japacar.deals.models import Deal
from japacar.egress.models import Dispatch
from japacar.events.models import Event
from japacar.kernel import clock
from japacar.members.actions import coming_bank_account, current_bank_account, save_bank_account
from japacar.members.models import BankAccount, Dealer, Membership
from japacar.members.tests import entries
from japacar.notices.actions import tell_about
from japacar.notices.models import Notice
from japacar.payments.actions import keep_printed_accounts
from tests import drive, make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
BANK = "/en/sell/settings/bank/"
LATER = timedelta(hours=73)


def changed(dealer: Dealer, by: User, number: str = "1111111") -> BankAccount:
    return save_bank_account(dealer, {**entries.BANK, "account_number": number}, by=by)


def test_another_owner_stops_a_change_with_one_button(aoba: Dealer, seller_sato: User) -> None:
    old, wife = current_bank_account(aoba), make.make_user()
    Membership.objects.create(dealer=aoba, user=wife)
    changed(aoba, seller_sato)
    browser = SignedIn(wife)
    assert "Stop this change" in browser.get(BANK).text

    page = browser.post(f"{BANK}stop/", follow=True).text
    again = browser.post(f"{BANK}stop/", follow=True).text

    assert "The change is stopped" in page
    assert "No change waits" in again
    assert Event.objects.filter(kind="bank_change.stopped", subject=aoba.event_ref).count() == 1
    with time_machine.travel(clock.now() + LATER):
        assert (current_bank_account(aoba), coming_bank_account(aoba)) == (old, None)


def test_after_a_stop_the_next_change_waits_anew(aoba: Dealer, seller_sato: User) -> None:
    changed(aoba, seller_sato)
    SignedIn(seller_sato).post(f"{BANK}stop/")
    changed(aoba, seller_sato, "2222222")

    with time_machine.travel(clock.now() + timedelta(hours=71)):
        assert current_bank_account(aoba).details()["account_number"] == "7654321"
    with time_machine.travel(clock.now() + LATER):
        assert current_bank_account(aoba).details()["account_number"] == "2222222"


def test_a_change_in_effect_cannot_be_stopped_any_more(aoba: Dealer, seller_sato: User) -> None:
    changed(aoba, seller_sato)
    with time_machine.travel(clock.now() + LATER):
        SignedIn(seller_sato).post(f"{BANK}stop/")
        assert current_bank_account(aoba).details()["account_number"] == "1111111"


def test_staff_see_the_change_compared_and_stop_it(aoba: Dealer, seller_sato: User, staff_mori: User) -> None:
    changed(aoba, seller_sato)
    desk = SignedIn(staff_mori)
    assert "Changed bank accounts" in desk.get("/en/desk/").text
    page = desk.get("/en/desk/bank-changes/").text
    assert "••••111" in page
    assert "1111111" not in page

    desk.post(f"/en/desk/bank-changes/{aoba.pk}/stop/")

    assert coming_bank_account(aoba) is None
    assert Event.objects.get(kind="bank_change.stopped").actor == staff_mori.event_ref


def test_strangers_and_sales_stop_nothing(aoba: Dealer, seller_sato: User, stranger: User, seller_suzuki: User) -> None:
    sales = make.make_user()
    Membership.objects.create(dealer=aoba, user=sales, role=Membership.Role.SALES)
    changed(aoba, seller_sato)
    make.make_dealer(people=[seller_suzuki])

    assert SignedIn(stranger).post(f"{BANK}stop/").status_code == 404
    assert SignedIn(sales).post(f"{BANK}stop/").status_code == 404
    SignedIn(seller_suzuki).post(f"{BANK}stop/")
    assert SignedIn(seller_suzuki).post(f"/en/desk/bank-changes/{aoba.pk}/stop/").status_code == 404

    assert coming_bank_account(aoba) is not None


def test_everybody_of_the_dealer_is_told_and_whoever_did_it_too(aoba: Dealer, seller_sato: User) -> None:
    other = make.make_user()
    Membership.objects.create(dealer=aoba, user=other)
    changed(aoba, seller_sato)

    remember_former_address(seller_sato)
    User.objects.filter(pk=seller_sato.pk).update(email="thief@example.test")

    tell_about(Event.objects.get(kind="bank_account.entered").pk)

    refs = set(Dispatch.objects.filter(recipient="mail").values_list("recipient_ref", flat=True))
    former = seller_sato.former_addresses.get()
    assert former.email == "sato@aoba.example.test"
    assert refs == {seller_sato.event_ref, other.event_ref, former.event_ref}
    assert set(Notice.objects.values_list("user", flat=True)) == {seller_sato.pk, other.pk}


def test_an_open_invoice_keeps_its_account_and_says_so_to_both_sides(
    deal: Deal, aoba: Dealer, seller_sato: User
) -> None:
    payment = drive.to_payment_requested(deal)
    buyer, seller = SignedIn(deal.buyer), SignedIn(seller_sato)
    pay, room = f"/en/deals/{deal.code}/payment/{payment.code}/", f"/en/deals/{deal.code}/"
    assert "announced another account" not in buyer.get(pay).text + buyer.get(room).text

    account = changed(aoba, seller_sato)
    assert keep_printed_accounts(str(aoba.pk), str(account.pk)) == 1
    assert keep_printed_accounts(str(aoba.pk), str(account.pk)) == 0
    tell_about(Event.objects.get(kind="invoice.account_kept").pk)

    for at in (timedelta(), LATER):
        with time_machine.travel(clock.now() + at):
            shown = SignedIn(deal.buyer).get(pay).text
            assert "keeps the account printed on it" in shown
            assert "7654321" in shown
            assert "1111111" not in shown
            assert "keeps the account printed on it" in SignedIn(deal.buyer).get(room).text
            assert "You announced another account" in SignedIn(seller_sato).get(pay).text
            assert "You announced another account" in SignedIn(seller_sato).get(room).text
    assert {deal.buyer.pk, seller_sato.pk} <= set(Notice.objects.values_list("user", flat=True))
    del buyer, seller


def test_a_stopped_change_is_said_no_more(deal: Deal, aoba: Dealer, seller_sato: User) -> None:
    payment = drive.to_payment_requested(deal)
    account = changed(aoba, seller_sato)
    SignedIn(seller_sato).post(f"{BANK}stop/")

    assert keep_printed_accounts(str(aoba.pk), str(account.pk)) == 0
    page = SignedIn(deal.buyer).get(f"/en/deals/{deal.code}/payment/{payment.code}/").text
    assert "announced another account" not in page


def test_a_buyer_is_told_that_an_account_is_new(deal: Deal, aoba: Dealer, seller_sato: User) -> None:
    changed(aoba, seller_sato)
    with time_machine.travel(clock.now() + LATER):
        payment = drive.to_payment_requested(deal)
        page = SignedIn(deal.buyer).get(f"/en/deals/{deal.code}/payment/{payment.code}/").text
    assert "A new account of this seller" in page
    assert "1111111" in page
    assert "keeps the account printed on it" not in page


@pytest.mark.parametrize(("role", "status"), [("support", 403), ("finance", 200), ("admin", 200)])
def test_of_staff_only_finance_reads_an_invoice_with_its_account(deal: Deal, role: str, status: int) -> None:
    paper = f"/en/papers/{drive.to_payment_requested(deal).document.pk}/"
    person = make.make_staff(role=StaffRole.Role(role))
    before = _reveals()

    answer = SignedIn(person).get(paper)

    assert answer.status_code == status
    assert _reveals() - before == (status == 200)
    assert SignedIn(person, proved=False).get(paper).status_code in (302, 403)
    assert _reveals() - before == (status == 200)


def test_the_payee_proves_who_he_is_before_he_reads_the_number_and_the_buyer_need_not(
    deal: Deal, seller_sato: User
) -> None:
    payment = drive.to_payment_requested(deal)
    pay = f"/en/deals/{deal.code}/payment/{payment.code}/"
    before = _reveals()

    page = SignedIn(seller_sato, proved=False).get(pay).text
    assert "7654321" not in page
    assert "Prove it and see the number" in page
    assert SignedIn(seller_sato, proved=False).get(f"/en/papers/{payment.document.pk}/").status_code == 302
    assert _reveals() == before
    assert "7654321" in SignedIn(seller_sato).get(pay).text
    assert "7654321" in SignedIn(deal.buyer, proved=False).get(pay).text
    assert _reveals() == before + 2


def _reveals() -> int:
    return Event.objects.filter(kind="bank_account.revealed").count()


def test_the_page_asks_the_same_number_of_questions_whatever_waits(
    deal: Deal, aoba: Dealer, seller_sato: User, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    drive.to_payment_requested(deal)
    browser, room = SignedIn(deal.buyer), f"/en/deals/{deal.code}/"
    browser.get(room)
    with CaptureQueriesContext(connection) as before:
        browser.get(room)
    for number in ("1111111", "2222222", "3333333"):
        changed(aoba, seller_sato, number)
    with CaptureQueriesContext(connection) as after:
        browser.get(room)
    assert len(after) <= len(before)
