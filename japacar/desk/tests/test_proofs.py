"""The desk's queue of proofs: only what the operator itself has to confirm, and only for staff."""

import pytest

from japacar.accounts.models import User
from japacar.deals.models import Deal
from japacar.payments import actions
from japacar.payments.models import PaymentRequest
from tests import drive, make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def resale(deal: Deal, staff_mori: User) -> PaymentRequest:
    """A car that the operator sells; the buyer has uploaded a proof."""
    Deal.objects.filter(pk=deal.pk).update(mode="resale")
    deal.refresh_from_db()
    make.make_bank_account(None, account_number="1112223", holder_en="JAPANESE CAR TRADING LLC")
    drive.to_stock_check(deal)
    payment = actions.issue_proforma(deal, by=make.viewer(staff_mori))
    PaymentRequest.objects.update(money="proof_uploaded")
    return payment


@pytest.mark.parametrize("language", ["en", "ja"])
def test_staff_see_proofs_of_resales(resale: PaymentRequest, staff_mori: User, language: str) -> None:
    answer = SignedIn(staff_mori).get(f"/{language}/desk/proofs/")

    assert f"/{language}/deals/{resale.deal.code}/funds/{resale.code}/" in answer.content.decode()


def test_proofs_of_direct_sales_are_the_dealers_own_affair(deal: Deal, staff_mori: User) -> None:
    payment = drive.to_payment_requested(deal)
    PaymentRequest.objects.update(money="proof_uploaded")

    answer = SignedIn(staff_mori).get("/en/desk/proofs/")

    assert payment.code not in answer.content.decode()


def test_others_do_not_find_the_queue(resale: PaymentRequest, stranger: User, seller_sato: User) -> None:
    for user in (stranger, seller_sato, resale.deal.buyer):
        assert SignedIn(user).get("/en/desk/proofs/").status_code == 404
