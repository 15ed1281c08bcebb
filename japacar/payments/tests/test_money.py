"""The money lane: a proof is not money, numbers have no gaps, and only the payee says what arrived."""

import threading
from io import BytesIO

import pytest
from django.db import connection, transaction
from PIL import Image

from japacar.accounts.models import User
from japacar.deals import rules
from japacar.deals.models import Deal, WrongState
from japacar.documents import actions as documents
from japacar.documents.models import Document
from japacar.events.models import Event
from japacar.kernel import clock
from japacar.kernel.money import Money
from japacar.payments import actions
from japacar.payments.actions import NotThePayee, ReferenceUsed
from japacar.payments.models import FundsReceipt, PaymentRequest
from tests import drive, make

pytestmark = pytest.mark.django_db


def slip() -> BytesIO:
    picture = BytesIO()
    Image.new("RGB", (400, 300), "white").save(picture, "PNG")
    picture.seek(0)
    return picture


def confirm(request: PaymentRequest, yen: int, reference: str = "FT-1", by: User | None = None) -> FundsReceipt:
    viewer = make.viewer(by) if by else drive.seller_of(request.deal)
    return actions.confirm_funds(
        request, amount=Money.jpy(yen), value_on=clock.today_jst(), bank_reference=reference, by=viewer
    )


def test_the_invoice_is_numbered_frozen_and_sealed(deal: Deal) -> None:
    request = drive.to_payment_requested(deal)

    document = request.document
    assert document.number.endswith("-000001")
    assert documents.same_as_frozen(document)
    assert b"7654321" not in bytes(document.sealed_data or b"")
    assert document.data()["bank"]["account_no"] == "7654321"
    deal.refresh_from_db()
    assert deal.commercial == rules.Commercial.PAYMENT_REQUESTED
    assert deal.mode_frozen_at is not None


def test_the_pdf_shows_what_was_frozen_and_is_stored_sealed(deal: Deal) -> None:
    request = drive.to_payment_requested(deal)

    documents.print_document(str(request.document.pk)), documents.print_document(str(request.document.pk))

    document = Document.objects.get(pk=request.document.pk)
    assert documents.pdf_of(document).startswith(b"%PDF")
    assert document.file is not None
    assert document.file.sealed


def test_a_failed_issue_leaves_no_gap_in_the_numbers(deal: Deal, buyer_nkosi: User) -> None:
    drive.to_stock_check(deal)
    with transaction.atomic():
        actions.issue_proforma(deal, by=drive.seller_of(deal))
        transaction.set_rollback(True)
    deal.refresh_from_db()

    first = actions.issue_proforma(deal, by=drive.seller_of(deal))
    other = make.make_deal(make.make_vehicle(deal.dealer), buyer=buyer_nkosi)
    second = drive.to_payment_requested(other)

    assert [first.document.sequence, second.document.sequence] == [1, 2]


def test_a_proof_moves_the_lane_but_pays_nothing(deal: Deal) -> None:
    request = drive.to_payment_requested(deal)
    buyer = drive.buyer_of(deal)

    actions.upload_proof(request, actions.store_proof(slip(), request=request, by=buyer), by=buyer)

    deal.refresh_from_db()
    assert request.money == rules.Money.PROOF_UPLOADED
    assert deal.paid_at is None
    assert not FundsReceipt.objects.exists()


def test_a_rejected_proof_may_be_replaced(deal: Deal) -> None:
    request = drive.to_payment_requested(deal)
    buyer = drive.buyer_of(deal)
    actions.upload_proof(request, actions.store_proof(slip(), request=request, by=buyer), by=buyer)

    actions.reject_proof(request, note="The picture is blurred.", by=drive.seller_of(deal))
    actions.upload_proof(request, actions.store_proof(slip(), request=request, by=buyer), by=buyer)

    assert request.money == rules.Money.PROOF_UPLOADED
    assert request.proofs.filter(rejected_at=None).count() == 1


@pytest.mark.parametrize(
    ("paid", "state", "is_paid"),
    [
        ([3_487_000], "funds_confirmed", True),
        ([3_480_000], "short", False),
        ([3_480_000, 7_000], "funds_confirmed", True),
        ([3_490_000], "over", True),
        ([3_480_000, 8_000], "over", True),
    ],
)
def test_what_arrived_adds_up(deal: Deal, paid: list[int], state: str, is_paid: bool) -> None:
    request = drive.to_payment_requested(deal)

    for number, yen in enumerate(paid):
        confirm(request, yen, f"FT-{number}")

    deal.refresh_from_db()
    assert request.money == state
    assert (deal.paid_at is not None) is is_paid
    assert request.received() == Money.jpy(sum(paid))


def test_the_same_bank_reference_counts_once(deal: Deal) -> None:
    request = drive.to_payment_requested(deal)
    confirm(request, 1_000_000)

    with pytest.raises(ReferenceUsed):
        confirm(request, 1_000_000)

    assert request.received() == Money.jpy(1_000_000)


def test_neither_the_buyer_nor_another_dealer_nor_staff_confirms_money_of_a_direct_sale(
    deal: Deal, staff_mori: User
) -> None:
    request = drive.to_payment_requested(deal)

    for user in (deal.buyer, staff_mori):
        with pytest.raises(NotThePayee):
            confirm(request, 3_487_000, by=user)

    assert not FundsReceipt.objects.exists()
    assert not Event.objects.filter(kind="funds.confirmed").exists()


def test_in_a_resale_the_operator_is_payee(deal: Deal, staff_mori: User) -> None:
    Deal.objects.filter(pk=deal.pk).update(mode="resale")
    deal.refresh_from_db()
    make.make_bank_account(None, account_number="1112223", holder_en="JAPANESE CAR TRADING LLC")
    drive.to_stock_check(deal)
    with pytest.raises(NotThePayee):
        actions.issue_proforma(deal, by=drive.seller_of(deal))

    request = actions.issue_proforma(deal, by=make.viewer(staff_mori))

    assert request.document.data()["payee"]["name"] == "Japanese Car Trading LLC"
    assert request.document.data()["bank"]["account_no"] == "1112223"
    assert confirm(request, 3_487_000, by=staff_mori).amount == request.amount


def test_an_invoice_before_the_stock_is_confirmed_is_refused(deal: Deal) -> None:
    drive.to_accepted(deal)

    with pytest.raises(WrongState):
        actions.issue_proforma(deal, by=drive.seller_of(deal))

    assert not Document.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_invoices_issued_at_the_same_moment_take_neighbouring_numbers() -> None:
    dealer = make.make_dealer()
    ready = [drive.to_stock_check(make.make_deal(make.make_vehicle(dealer))) for _ in range(5)]
    start = threading.Barrier(5)

    def issue(deal: Deal) -> None:
        start.wait()
        actions.issue_proforma(deal, by=drive.seller_of(deal))
        connection.close()

    threads = [threading.Thread(target=issue, args=[deal]) for deal in ready]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(Document.objects.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]
