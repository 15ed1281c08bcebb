"""The payee says what arrived: the whole, less, more, or that the proof cannot be used."""

import re
import threading
from uuid import uuid4

import pytest
from django.db import connection, transaction

from japacar.deals import rules
from japacar.events.models import Event
from japacar.kernel import clock
from japacar.kernel.money import Money
from japacar.payments.models import FundsReceipt, PaymentRequest, TransferProof
from japacar.payments.tests.pages import CANARY, funds, funds_url, pay_url, post_proof, seller, slip
from japacar.ui.formatting import long_date
from tests.cast import SignedIn
from tests.journey.stack import wait_for

pytestmark = pytest.mark.django_db


def test_the_payee_sees_the_proof_beside_what_is_expected_and_confirms(payment: PaymentRequest) -> None:
    post_proof(SignedIn(payment.deal.buyer), payment, slip())
    client = seller(payment)
    page = client.get(funds_url(payment)).content.decode()

    answer = client.post(funds_url(payment), funds(amount="３,４８７,０００円", bank_reference="ft2611-0397"))

    payment.refresh_from_db()
    payment.deal.refresh_from_db()
    assert "<img" in page
    assert "A picture is not money." in page
    assert CANARY not in page
    assert answer.status_code == 303
    assert payment.money == rules.Money.FUNDS_CONFIRMED
    assert payment.deal.paid_at is not None
    assert FundsReceipt.objects.get().bank_reference == "FT2611-0397"


def test_money_may_be_confirmed_without_a_proof(payment: PaymentRequest) -> None:
    assert seller(payment).post(funds_url(payment), funds()).status_code == 303
    assert FundsReceipt.objects.count() == 1


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"amount": ""}, "Enter the amount that arrived."),
        ({"amount": "ten"}, "Give an amount in yen"),
        ({"amount": "-5"}, "without a minus sign"),
        ({"amount": "0"}, "above zero"),
        ({"amount": "3487000000"}, "too large"),
        ({"amount": "34870000"}, "more than twice as much"),
        ({"value_on": "2031-01-01"}, "has not come yet"),
        ({"value_on": "2020-01-01"}, "cannot belong to it"),
        ({"value_on": "soon"}, "Enter a day such as"),
        ({"bank_reference": ""}, "number of the entry"),
        ({"bank_reference": "X" * 61}, "At most 60"),
        ({"bank_reference": "FT-1\nFT-2"}, "one line"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_kept(
    payment: PaymentRequest, over: dict[str, str], words: str
) -> None:
    answer = seller(payment).post(funds_url(payment), funds(**over))

    payment.refresh_from_db()
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert payment.money == rules.Money.DUE
    assert not FundsReceipt.objects.exists()


@pytest.mark.parametrize("typed", ["%d.%m.%Y", "%d %b %Y", "%b %d, %Y", "%Y/%m/%d", "%Y年%m月%d日", "%d-%B-%Y"])
def test_the_value_date_is_read_as_people_write_days(payment: PaymentRequest, typed: str) -> None:
    today = clock.today_jst()

    answer = seller(payment).post(funds_url(payment), funds(value_on=today.strftime(typed)))

    assert answer.status_code == 303
    assert FundsReceipt.objects.get().value_on == today
    assert long_date(today) in seller(payment).get(answer["Location"]).content.decode()


def test_a_day_that_may_be_two_is_asked_for_again_with_both(payment: PaymentRequest) -> None:
    page = seller(payment).post(funds_url(payment), funds(value_on="03/04/2026"))

    assert page.status_code == 422
    assert "3 Apr 2026 or 4 Mar 2026. Write 2026-04-03 or 2026-03-04." in page.content.decode()
    # A calendar's field would show nothing of it.
    assert re.search(r'<input type="text" name="value_on" value="03/04/2026"', page.content.decode())
    assert not FundsReceipt.objects.exists()


def test_a_day_that_was_read_is_shown_as_it_was_understood(payment: PaymentRequest) -> None:
    page = seller(payment).post(funds_url(payment), funds(value_on="27.11.2020")).content.decode()

    assert re.search(r'<input type="date" name="value_on" value="2020-11-27"', page)


def test_the_same_bank_reference_counts_once(payment: PaymentRequest) -> None:
    client = seller(payment)
    client.post(funds_url(payment), funds(amount="1,000,000"))

    answer = client.post(funds_url(payment), funds(amount="2,487,000"))

    assert answer.status_code == 422
    assert "counted for this payment before" in answer.content.decode()
    assert payment.received() == Money.jpy(1_000_000)


def test_a_short_payment_tells_the_buyer_the_rest_and_the_rest_completes_it(payment: PaymentRequest) -> None:
    client = seller(payment)
    client.post(funds_url(payment), funds(amount="3,480,000"))
    page = SignedIn(payment.deal.buyer).get(pay_url(payment)).content.decode()
    client.post(funds_url(payment), funds(amount="2,000", bank_reference="FT-2"))

    client.post(funds_url(payment), funds(amount="5,000", bank_reference="FT-3"))

    payment.refresh_from_db()
    assert "7,000 is missing" in page
    assert CANARY in page
    assert payment.money == rules.Money.FUNDS_CONFIRMED
    assert Event.objects.filter(kind="funds.short").count() == 2


def test_a_surplus_is_a_state_of_its_own_until_it_is_settled(payment: PaymentRequest) -> None:
    client = seller(payment)
    client.post(funds_url(payment), funds(amount="3,500,000"))
    payment.refresh_from_db()
    payee = client.get(funds_url(payment)).content.decode()
    assert re.search(r"Paid too much</dt><dd translate=\"no\">¥13,000<", payee)
    assert "Due by" not in payee
    was, page = payment.money, SignedIn(payment.deal.buyer).get(pay_url(payment)).content.decode()

    client.post(funds_url(payment, "settle/"), {"form_key": str(uuid4())})

    payment.refresh_from_db()
    assert was == rules.Money.OVER
    assert "13,000" in page
    assert payment.money == rules.Money.FUNDS_CONFIRMED


def test_a_rejection_is_read_in_the_buyers_language_and_followed_by_a_new_proof(payment: PaymentRequest) -> None:
    buyer, client = SignedIn(payment.deal.buyer), seller(payment)
    post_proof(buyer, payment, slip())

    client.post(
        funds_url(payment, "reject/").replace("/en/", "/ja/"),
        {"reason": "unreadable", "note": "Too dark.", "form_key": str(uuid4())},
    )
    page = buyer.get(pay_url(payment)).content.decode()
    turn, _steps, _rest = buyer.get(f"/en/deals/{payment.deal.code}/").text.partition('class="steps"')
    again = post_proof(buyer, payment, slip())

    assert "Too dark." in turn
    assert "The picture cannot be read." in page
    assert "Too dark." in page
    assert again.status_code == 303
    assert TransferProof.objects.filter(rejected_at=None).count() == 1


def test_as_much_on_the_same_day_under_another_number_is_asked_about_once(payment: PaymentRequest) -> None:
    client = seller(payment)
    client.post(funds_url(payment), funds(amount="1,000,000", bank_reference="FT-1"))

    asked = client.post(funds_url(payment), funds(amount="1,000,000", bank_reference="FT 0001"))
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "is counted already, under FT-1" in page
    assert 'value="FT 0001"' in page
    assert 'name="another"' in page
    assert FundsReceipt.objects.count() == 1

    said = funds(amount="1,000,000", bank_reference="FT 0001", another="on")
    assert client.post(funds_url(payment), said).status_code == 303
    assert FundsReceipt.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_read_one_entry_at_the_same_moment_count_it_once(payment: PaymentRequest) -> None:
    """Both forms are read before either is counted: each waits for the row that is held here."""
    clients, statuses = [seller(payment), seller(payment)], []

    def post(number: int) -> None:
        said = funds(amount="1,000,000", bank_reference=f"FT-{number}")
        statuses.append(clients[number].post(funds_url(payment), said).status_code)
        connection.close()

    def waiting() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
            return int(cursor.fetchone()[0])

    threads = [threading.Thread(target=post, args=[number]) for number in range(2)]
    with transaction.atomic():
        PaymentRequest.objects.select_for_update().get()
        for thread in threads:
            thread.start()
        wait_for(lambda: waiting() >= 2, "both to wait", seconds=10)
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [303, 422]
    assert FundsReceipt.objects.count() == 1


def test_a_page_from_before_the_money_was_confirmed_counts_nothing_more(payment: PaymentRequest) -> None:
    """Two of the payee's people read the same entry, and write its number differently."""
    client = seller(payment)
    client.post(funds_url(payment), funds(amount="3,490,000", bank_reference="FT-1"))
    events = Event.objects.count()

    answer = client.post(funds_url(payment), funds(amount="3,400,000", bank_reference="FT-2"), follow=True)

    payment.refresh_from_db()
    assert "moved on in the meantime" in answer.content.decode()
    assert payment.money == rules.Money.OVER
    assert FundsReceipt.objects.count() == 1
    assert Event.objects.count() == events
