"""The pages of money through their addresses: who reads what, what is refused beside the field, and what is kept once."""

import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from japacar.accounts.models import User
from japacar.deals import rules
from japacar.deals.models import Deal
from japacar.documents.models import Document, Series
from japacar.events.models import Event
from japacar.files.models import StoredFile
from japacar.kernel import clock
from japacar.members.models import BankAccount, Dealer, Membership
from japacar.payments import actions
from japacar.payments.models import FundsReceipt, PaymentRequest, TransferProof
from japacar.payments.tests.pages import CANARY, funds, funds_url, pay_url, post_proof, seller, slip
from tests import drive, make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db


def test_the_seller_sees_the_invoice_without_the_number_and_issues_it_with_one_button(deal: Deal) -> None:
    drive.to_stock_check(deal)
    client = SignedIn(User.objects.get(email="sato@aoba.example.test"))
    address = f"/en/deals/{deal.code}/invoice/"
    page = client.get(address).content.decode()
    account = BankAccount.objects.get(dealer=deal.dealer)

    answer = client.post(address, {"account": str(account.pk), "form_key": str(uuid4())})

    assert "3,487,000" in page
    assert "Not entered yet" in page
    assert "Sample Bank" in page
    assert CANARY not in page
    assert answer.status_code == 303
    assert PaymentRequest.objects.get().deal == deal


def test_an_invoice_over_an_account_that_the_page_did_not_show_is_not_issued(deal: Deal) -> None:
    drive.to_stock_check(deal)
    seen = BankAccount.objects.get(dealer=deal.dealer)
    newer = make.make_bank_account(deal.dealer, account_number="1111111")
    BankAccount.objects.filter(pk=newer.pk).update(effective_at=clock.now())

    answer = SignedIn(User.objects.get(email="sato@aoba.example.test")).post(
        f"/en/deals/{deal.code}/invoice/", {"account": str(seen.pk), "form_key": str(uuid4())}
    )

    assert answer.status_code == 422
    assert not Document.objects.exists()
    assert not Series.objects.exists()


def test_without_an_account_the_seller_is_led_to_enter_one(deal: Deal) -> None:
    drive.to_stock_check(deal)
    BankAccount.objects.all().delete()
    client, address = SignedIn(User.objects.get(email="sato@aoba.example.test")), f"/en/deals/{deal.code}/invoice/"

    assert "There is no bank account" in client.get(address).content.decode()
    assert client.post(address, {"form_key": str(uuid4())}).status_code == 200
    assert not PaymentRequest.objects.exists()


def test_a_failing_post_leaves_no_gap_in_the_numbers(deal: Deal, monkeypatch: pytest.MonkeyPatch) -> None:
    drive.to_stock_check(deal)
    client = SignedIn(User.objects.get(email="sato@aoba.example.test"))
    client.raise_request_exception = False
    address = f"/en/deals/{deal.code}/invoice/"
    said = {"account": str(BankAccount.objects.get(dealer=deal.dealer).pk)}
    with monkeypatch.context() as patch:
        patch.setattr(actions.deals, "request_payment", lambda *_, **__: 1 / 0)
        assert client.post(address, {**said, "form_key": str(uuid4())}).status_code == 500

    assert client.post(address, {**said, "form_key": str(uuid4())}).status_code == 303
    assert Document.objects.get().sequence == 1


def test_the_buyer_reads_the_account_while_he_has_to_pay_and_each_reading_is_recorded(payment: PaymentRequest) -> None:
    before = Event.objects.filter(kind="bank_account.revealed").count()

    page = SignedIn(payment.deal.buyer).get(pay_url(payment)).content.decode()

    assert CANARY in page
    assert payment.code in page
    assert Event.objects.filter(kind="bank_account.revealed").count() == before + 1
    # What a form of a bank abroad asks for, in letters that it takes.
    assert "Tokorozawa Branch (012)" in page
    assert "Ordinary (" in page


def test_an_account_of_before_shows_its_branch_as_it_was_entered(payment: PaymentRequest) -> None:
    """Accounts that were entered before we asked for the branch in Roman letters have none."""
    BankAccount.objects.filter(pk=payment.account_id).update(sealed_branch_en=None)

    page = SignedIn(payment.deal.buyer).get(pay_url(payment)).content.decode()

    assert "所沢支店" in page
    assert "Tokorozawa Branch" not in page


def test_the_holders_name_is_compared_with_the_checked_company_name(payment: PaymentRequest) -> None:
    buyer = SignedIn(payment.deal.buyer)
    differs = buyer.get(pay_url(payment)).content.decode()
    Dealer.objects.update(name_en="Mihon Motors K.K.")

    agrees = buyer.get(pay_url(payment)).content.decode()

    assert "Compare with the seller" in differs
    assert "the checked company name" not in differs
    assert "the checked company name" in agrees


@pytest.mark.parametrize("ending", ["paid", "cancelled", "frozen"])
def test_the_account_is_gone_when_nothing_is_to_be_paid(payment: PaymentRequest, ending: str) -> None:
    if ending == "paid":
        PaymentRequest.objects.update(money="funds_confirmed")
    elif ending == "cancelled":
        Deal.objects.update(commercial="cancelled")
    else:
        User.objects.filter(pk=payment.deal.buyer_id).update(status="frozen")

    answer = SignedIn(payment.deal.buyer).get(pay_url(payment))

    assert CANARY not in answer.content.decode()
    assert 'type="file"' not in answer.content.decode()


def test_staff_and_salespeople_read_the_page_without_the_number(payment: PaymentRequest, staff_mori: User) -> None:
    sales = make.make_user()
    Membership.objects.create(dealer=payment.deal.dealer, user=sales, role=Membership.Role.SALES)

    for user in (staff_mori, sales):
        answer = SignedIn(user).get(pay_url(payment))
        assert answer.status_code == 200
        assert CANARY not in answer.content.decode()


def test_a_proof_from_a_phone_is_shown_back_at_once(payment: PaymentRequest) -> None:
    client = SignedIn(payment.deal.buyer)

    answer = post_proof(client, payment, slip())
    page = client.get(answer.url).content.decode()

    payment.refresh_from_db()
    assert answer.status_code == 303
    assert payment.money == rules.Money.PROOF_UPLOADED
    assert "Uploaded, not confirmed" in page
    assert "IMG_0042" not in page
    assert not FundsReceipt.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "file is empty"),
        (b"MZ\x90\x00" + b"\x00" * 200, "program"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG"),
        (b"<!doctype html><html><script>alert(1)</script></html>", "web page"),
        (b"PK\x03\x04" + b"\x00" * 200, "packed archive"),
        (b"\xff\xd8\xff\xe0" + b"broken" * 40, "cannot be"),
        (b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<<>>", "PDF|damaged"),
    ],
)
def test_a_hostile_file_is_refused_in_words_and_nothing_moves(
    payment: PaymentRequest, content: bytes, words: str
) -> None:
    before = (Event.objects.exclude(kind="bank_account.revealed").count(), StoredFile.objects.count())

    answer = post_proof(
        SignedIn(payment.deal.buyer), payment, SimpleUploadedFile("slip.jpg", content, content_type="image/jpeg")
    )

    payment.refresh_from_db()
    assert answer.status_code == 422
    assert any(word in answer.content.decode() for word in words.split("|"))
    assert payment.money == rules.Money.DUE
    assert (Event.objects.exclude(kind="bank_account.revealed").count(), StoredFile.objects.count()) == before
    assert not TransferProof.objects.exists()


def test_sending_nothing_is_answered_beside_the_field(payment: PaymentRequest) -> None:
    answer = SignedIn(payment.deal.buyer).post(pay_url(payment), {"form_key": str(uuid4())})

    assert answer.status_code == 422
    assert "Choose the picture or the PDF first." in answer.content.decode()


def test_the_same_form_and_the_same_picture_twice_are_one_proof(payment: PaymentRequest) -> None:
    client, key = SignedIn(payment.deal.buyer), str(uuid4())

    answers = [post_proof(client, payment, slip(), key), post_proof(client, payment, slip(), key)]
    third = post_proof(client, payment, slip())

    assert [answer.status_code for answer in (*answers, third)] == [303, 303, 303]
    assert TransferProof.objects.count() == 1
    assert StoredFile.objects.filter(slot="proof").count() == 1
    assert Event.objects.filter(kind="proof.uploaded").count() == 1


def test_a_second_page_stands_beside_the_first(payment: PaymentRequest) -> None:
    client = SignedIn(payment.deal.buyer)

    post_proof(client, payment, slip("white")), post_proof(client, payment, slip("gray"))

    assert TransferProof.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_form", [True, False])
def test_the_same_proof_posted_twice_at_the_same_moment_is_one_proof(same_form: bool) -> None:
    payment = drive.to_payment_requested(make.make_deal())
    start, answers, key = threading.Barrier(2), [], str(uuid4())
    clients = [SignedIn(payment.deal.buyer) for _ in range(2)]

    def send(client: Client) -> None:
        start.wait()
        answers.append(post_proof(client, payment, slip(), key if same_form else "").status_code)
        connection.close()

    threads = [threading.Thread(target=send, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [303, 303]
    assert TransferProof.objects.count() == 1


def test_strangers_other_buyers_and_other_sellers_get_404_everywhere(
    payment: PaymentRequest, stranger: User, buyer_nkosi: User, seller_suzuki: User, minato: Any, forwarder_kato: User
) -> None:
    pages = [f"/en/deals/{payment.deal.code}/invoice/", pay_url(payment), funds_url(payment)]
    posts = [*pages, funds_url(payment, "reject/"), funds_url(payment, "settle/")]

    for user in (stranger, buyer_nkosi, seller_suzuki, forwarder_kato):
        client = SignedIn(user)
        assert [client.get(page).status_code for page in pages] == [404] * 3
        assert [client.post(page, funds()).status_code for page in posts] == [404] * 5
    assert not FundsReceipt.objects.exists()
    assert Document.objects.count() == 1


def test_a_visitor_is_asked_to_sign_in(payment: PaymentRequest) -> None:
    assert Client().get(pay_url(payment)).status_code == 302


def test_a_payment_of_another_deal_is_not_found_under_this_one(payment: PaymentRequest, buyer_nkosi: User) -> None:
    other = drive.to_payment_requested(make.make_deal(make.make_vehicle(payment.deal.dealer), buyer=buyer_nkosi))

    answer = SignedIn(payment.deal.buyer).get(f"/en/deals/{payment.deal.code}/payment/{other.code}/")

    assert answer.status_code == 404


def test_the_other_side_of_the_deal_is_sent_back_kindly(payment: PaymentRequest, staff_mori: User) -> None:
    for user in (payment.deal.buyer, staff_mori):
        answer = SignedIn(user).post(funds_url(payment), funds())
        assert (answer.status_code, answer.url) == (303, f"/en/deals/{payment.deal.code}/")
    assert post_proof(seller(payment), payment, slip()).status_code == 403
    assert not FundsReceipt.objects.exists()
    assert not TransferProof.objects.exists()


def test_money_for_a_payment_that_was_confirmed_meanwhile_is_not_counted_twice(payment: PaymentRequest) -> None:
    client = seller(payment)
    client.post(funds_url(payment), funds())

    answer = client.post(funds_url(payment), funds(amount="1", bank_reference="FT-2"))

    assert answer.url == f"/en/deals/{payment.deal.code}/"
    assert FundsReceipt.objects.count() == 1


def test_a_cancelled_deal_does_not_become_overdue(payment: PaymentRequest) -> None:
    PaymentRequest.objects.update(funds_due_at=clock.now() - timedelta(hours=1))
    Deal.objects.update(commercial="cancelled")

    assert actions.pass_money_deadlines() == 0


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_pages_come_in_both_languages_in_every_state(payment: PaymentRequest, language: str) -> None:
    buyer, payee = SignedIn(payment.deal.buyer), seller(payment)
    for state in rules.MONEY.states:
        PaymentRequest.objects.update(money=state.value)
        assert buyer.get(pay_url(payment, language)).status_code == 200
        assert payee.get(funds_url(payment).replace("/en/", f"/{language}/")).status_code == 200


def test_account_numbers_stand_nowhere_in_the_database_but_sealed(payment: PaymentRequest) -> None:
    buyer = SignedIn(payment.deal.buyer)
    buyer.get(pay_url(payment))
    post_proof(buyer, payment, slip())
    seller(payment).post(funds_url(payment), funds(amount="3,480,000"))

    hits = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT count(*) FROM "{table}" AS row WHERE row::text LIKE %s', [f"%{CANARY}%"])
            if cursor.fetchone()[0]:
                hits.append(table)

    assert hits == []
