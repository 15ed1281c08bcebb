"""Money on its way back, through the addresses: a surplus, and what a deal that ended had received."""

from uuid import uuid4

import pytest

from japacar.accounts.models import User
from japacar.deals import actions as deals
from japacar.deals.models import Deal
from japacar.events.models import Event
from japacar.kernel import clock
from japacar.kernel.money import Money
from japacar.payments import actions
from japacar.payments.models import PaymentRequest, Refund
from japacar.payments.tests.pages import funds_url, pay_url, seller
from tests import drive
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
SURPLUS = 13_000


def said(**over: str) -> dict[str, str]:
    day = clock.today_jst().isoformat()
    fields = {"refund-amount": "13,000", "refund-sent_on": day, "refund-reference": "bk-0098"}
    return {**fields, "form_key": str(uuid4()), **over}


@pytest.fixture
def overpaid(payment: PaymentRequest) -> PaymentRequest:
    amount = Money.jpy(payment.amount_minor + SURPLUS)
    by = drive.seller_of(payment.deal)
    actions.confirm_funds(payment, amount=amount, value_on=clock.today_jst(), bank_reference="FT-1", by=by)
    return payment


@pytest.fixture
def cancelled(deal: Deal) -> PaymentRequest:
    payment = drive.to_paid(deal)
    deals.cancel_deal(Deal.objects.get(pk=deal.pk), reason="agreed_by_both", by=drive.buyer_of(deal))
    return PaymentRequest.objects.get(pk=payment.pk)


def state(payment: PaymentRequest) -> str:
    return PaymentRequest.objects.get(pk=payment.pk).money


def test_a_surplus_goes_back_and_the_buyer_says_that_it_arrived(overpaid: PaymentRequest) -> None:
    client, buyer = seller(overpaid), SignedIn(overpaid.deal.buyer)
    assert "¥13,000 may go back" in client.get(funds_url(overpaid)).content.decode()

    answer = client.post(funds_url(overpaid, "refund/"), said())

    refund = Refund.objects.get()
    assert answer.status_code == 303
    assert (refund.amount_minor, refund.bank_reference) == (SURPLUS, "BK-0098")
    assert state(overpaid) == "refund_sent"
    page = buyer.get(pay_url(overpaid)).content.decode()
    assert "¥13,000 was sent back" in page
    assert "Has the refund arrived?" in buyer.get(f"/en/deals/{overpaid.deal.code}/").content.decode()

    assert buyer.post(f"{pay_url(overpaid)}refunded/", {"form_key": str(uuid4())}).status_code == 303

    assert state(overpaid) == "refund_confirmed"
    told = Event.objects.filter(subject=overpaid.event_ref).order_by("sequence").values_list("kind", flat=True)
    assert list(told)[-3:] == ["refund.requested", "refund.sent", "refund.confirmed"]
    assert "refunded/" not in buyer.get(pay_url(overpaid)).content.decode()


def test_all_of_it_goes_back_when_the_deal_was_cancelled(cancelled: PaymentRequest) -> None:
    client = seller(cancelled)
    assert "Record the refund" in client.get(f"/en/deals/{cancelled.deal.code}/").content.decode()
    assert "This deal has ended." in client.get(funds_url(cancelled)).content.decode()
    assert "返金を記録する" in client.get(funds_url(cancelled).replace("/en/", "/ja/")).content.decode()

    client.post(funds_url(cancelled, "refund/"), said(**{"refund-amount": str(cancelled.amount_minor)}))

    assert state(cancelled) == "refund_sent"
    assert Refund.objects.get().amount == cancelled.amount


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"refund-amount": "13,001"}, "No more than ¥13,000 is due back."),
        ({"refund-amount": ""}, "Enter the amount that you sent back."),
        ({"refund-amount": "-5"}, "id_refund-amount-error"),
        ({"refund-sent_on": "2999-01-01"}, "This day has not come yet."),
        ({"refund-sent_on": "2001-01-01"}, "A refund of an earlier day cannot belong to it."),
        ({"refund-reference": ""}, "Enter the number of the entry in the bank statement."),
        ({"refund-reference": "x" * 61}, "id_refund-reference-error"),
    ],
)
def test_what_cannot_be_right_is_said_beside_the_field(
    overpaid: PaymentRequest, wrong: dict[str, str], words: str
) -> None:
    answer = seller(overpaid).post(funds_url(overpaid, "refund/"), said(**wrong))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert state(overpaid) == "over"
    assert not Refund.objects.exists()


def test_nothing_goes_back_of_a_price_that_is_paid(deal: Deal) -> None:
    payment = drive.to_paid(deal)

    answer = seller(payment).post(funds_url(payment, "refund/"), said())

    assert answer.status_code == 303
    assert "Record the refund" not in seller(payment).get(funds_url(payment)).content.decode()
    assert state(payment) == "funds_confirmed"
    assert not Refund.objects.exists()


def test_a_double_tap_and_a_second_refund_record_one(overpaid: PaymentRequest) -> None:
    client, form = seller(overpaid), said()

    answers = [client.post(funds_url(overpaid, "refund/"), each).status_code for each in (form, form, said())]

    assert answers == [303, 303, 303]
    assert Refund.objects.count() == 1
    assert Event.objects.filter(kind="refund.sent").count() == 1


def test_only_the_payee_records_and_only_the_buyers_side_confirms(
    overpaid: PaymentRequest, stranger: User, staff_mori: User
) -> None:
    buyer = SignedIn(overpaid.deal.buyer)
    assert buyer.post(funds_url(overpaid, "refund/"), said()).status_code == 303
    assert SignedIn(stranger).post(funds_url(overpaid, "refund/"), said()).status_code == 404
    assert not Refund.objects.exists()
    seller(overpaid).post(funds_url(overpaid, "refund/"), said())
    address = f"{pay_url(overpaid)}refunded/"

    assert seller(overpaid).post(address, {"form_key": str(uuid4())}).status_code == 403
    assert SignedIn(stranger).post(address, {"form_key": str(uuid4())}).status_code == 404
    assert state(overpaid) == "refund_sent"
    assert SignedIn(staff_mori).post(address, {"form_key": str(uuid4())}).status_code == 303
    assert state(overpaid) == "refund_confirmed"


def test_a_surplus_kept_for_later_may_still_go_back(overpaid: PaymentRequest) -> None:
    actions.settle_surplus(overpaid, by=drive.seller_of(overpaid.deal))

    seller(overpaid).post(funds_url(overpaid, "refund/"), said())

    assert state(overpaid) == "refund_sent"
