"""Papers through their addresses: the parties open them, anyone checks them, and nobody else learns anything."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from japacar.accounts.models import User
from japacar.deals import rules
from japacar.deals.models import Deal
from japacar.documents import actions
from japacar.documents.models import Document, Kind
from japacar.events.models import Event
from japacar.files.models import StoredFile
from japacar.members.models import Dealer
from japacar.payments.models import PaymentRequest
from tests import drive
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment(deal: Deal) -> PaymentRequest:
    return drive.to_paid(deal)


def certificate(colour: str = "ivory") -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (300, 400), colour).save(picture, "PNG")
    return SimpleUploadedFile("scan.png", picture.getvalue(), content_type="image/png")


def papers_url(deal: Deal, then: str = "") -> str:
    return f"/en/deals/{deal.code}/papers/{then}"


def hand_in(client: Client, deal: Deal, kind: str = "export_certificate", key: str = "", colour: str = "ivory") -> int:
    said = {"kind": kind, "paper": certificate(colour), "form_key": key or str(uuid4())}
    return client.post(papers_url(deal), said).status_code


def test_the_parties_open_the_invoice_as_pdf_and_the_account_number_is_recorded_as_read(
    payment: PaymentRequest, seller_sato: User
) -> None:
    before = Event.objects.filter(kind="bank_account.revealed").count()

    answers = [SignedIn(user).get(f"/en/papers/{payment.document.pk}/") for user in (payment.deal.buyer, seller_sato)]

    assert all(answer.content.startswith(b"%PDF") for answer in answers)
    assert all("attachment" in answer["Content-Disposition"] for answer in answers)
    assert all(payment.document.number in answer["Content-Disposition"] for answer in answers)
    assert Event.objects.filter(kind="bank_account.revealed").count() == before + 2


def test_nobody_else_opens_a_paper_or_hands_one_in(
    payment: PaymentRequest,
    stranger: User,
    buyer_nkosi: User,
    seller_suzuki: User,
    minato: Dealer,
    forwarder_kato: User,
) -> None:
    for user in (stranger, buyer_nkosi, seller_suzuki, forwarder_kato):
        client = SignedIn(user)
        assert client.get(f"/en/papers/{payment.document.pk}/").status_code == 404
        assert client.get(papers_url(payment.deal)).status_code == 404
        assert hand_in(client, payment.deal) == 404
        assert client.post(papers_url(payment.deal, "customs/")).status_code == 404
    assert Document.objects.count() == 1


def test_the_sellers_export_certificate_moves_the_papers_and_is_fetched_by_a_signed_link(
    payment: PaymentRequest, seller_sato: User
) -> None:
    client, key = SignedIn(seller_sato), str(uuid4())

    assert hand_in(client, payment.deal, key=key) == 303
    assert hand_in(client, payment.deal, key=key) == 303

    document = Document.objects.get(kind=Kind.EXPORT_CERTIFICATE)
    link = SignedIn(payment.deal.buyer).get(f"/en/papers/{document.pk}/")
    payment.deal.refresh_from_db()
    assert payment.deal.papers == rules.Papers.DEREGISTERED
    assert link.status_code == 302
    assert SignedIn(payment.deal.buyer).get(link.url).status_code == 200
    assert SignedIn(seller_sato).get(link.url).status_code == 404


@pytest.mark.parametrize("colour", ["ivory", "linen"])
def test_two_of_the_dealer_hand_in_at_the_same_moment(
    payment: PaymentRequest, seller_sato: User, aoba: Dealer, monkeypatch: pytest.MonkeyPatch, colour: str
) -> None:
    """While the one paper is being judged the other one arrives: another paper is kept as well, the same file once."""
    deal, seller, other, judged = payment.deal, SignedIn(seller_sato), SignedIn(seller_sato), actions.store_paper

    def overtaken(*sent: Any, **more: Any) -> StoredFile:
        monkeypatch.setattr(actions, "store_paper", judged)
        assert hand_in(other, deal, "deregistration", colour="ivory") == 303
        return judged(*sent, **more)

    monkeypatch.setattr(actions, "store_paper", overtaken)
    assert hand_in(seller, deal, "deregistration", colour=colour) == 303

    is_same = colour == "ivory"
    words = "We have this very file already" if is_same else "Received: Deregistration certificate."
    assert words in seller.get(papers_url(deal)).content.decode()
    assert Document.objects.filter(deal=deal, kind=Kind.DEREGISTRATION).count() == (1 if is_same else 2)


def test_a_paper_for_a_deal_that_ends_meanwhile_is_not_kept(
    payment: PaymentRequest, seller_sato: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seller, judged = SignedIn(seller_sato), actions.store_paper

    def overtaken(*sent: Any, **more: Any) -> StoredFile:
        Deal.objects.filter(pk=payment.deal_id).update(commercial=rules.Commercial.CANCELLED)
        return judged(*sent, **more)

    monkeypatch.setattr(actions, "store_paper", overtaken)
    assert hand_in(seller, payment.deal) == 302
    assert not Document.objects.filter(deal=payment.deal, kind=Kind.EXPORT_CERTIFICATE).exists()


def test_a_buyer_hands_in_no_export_certificate(payment: PaymentRequest) -> None:
    client = SignedIn(payment.deal.buyer)

    assert hand_in(client, payment.deal) == 422
    assert hand_in(client, payment.deal, kind="other") == 303
    assert [document.kind for document in Document.objects.filter(is_made_here=False)] == ["other"]


def test_a_bad_paper_is_refused_beside_the_field(payment: PaymentRequest, seller_sato: User) -> None:
    program = SimpleUploadedFile("paper.pdf", b"MZ" + b"\x00" * 300, content_type="application/pdf")

    answer = SignedIn(seller_sato).post(
        papers_url(payment.deal), {"kind": "other", "paper": program, "form_key": str(uuid4())}
    )

    assert answer.status_code == 422
    assert "This is a program" in answer.content.decode()
    assert Document.objects.count() == 1


def test_commercial_invoice_and_packing_list_follow_the_payment(payment: PaymentRequest, seller_sato: User) -> None:
    client = SignedIn(seller_sato)

    first = client.post(papers_url(payment.deal, "customs/"), {"form_key": str(uuid4())})
    again = client.post(papers_url(payment.deal, "customs/"), {"form_key": str(uuid4())})

    made = Document.objects.filter(kind__in=["commercial_invoice", "packing_list"])
    assert (first.status_code, again.status_code) == (303, 303)
    assert sorted(document.sequence for document in made) == [1, 1]
    assert all(client.get(f"/en/papers/{document.pk}/").content.startswith(b"%PDF") for document in made)
    assert SignedIn(payment.deal.buyer).post(papers_url(payment.deal, "customs/")).status_code == 403


def test_before_the_payment_there_are_no_papers_for_customs(deal: Deal, seller_sato: User) -> None:
    drive.to_payment_requested(deal)

    assert SignedIn(seller_sato).post(papers_url(deal, "customs/")).status_code == 302
    assert Document.objects.count() == 1


def test_a_changed_consignee_makes_new_papers_and_voids_the_old(payment: PaymentRequest, seller_sato: User) -> None:
    client, deal = SignedIn(seller_sato), payment.deal
    client.post(papers_url(deal, "customs/"), {"form_key": str(uuid4())})
    type(deal.consignee).objects.update(name="Lake Traders")

    client.post(papers_url(deal, "customs/"), {"form_key": str(uuid4())})

    valid = Document.objects.filter(kind__in=["commercial_invoice", "packing_list"], voided_at=None)
    assert sorted(document.sequence for document in valid) == [2, 2]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_anyone_checks_a_paper_and_learns_no_person_and_no_amount(payment: PaymentRequest, language: str) -> None:
    document = payment.document

    answer = Client().get(f"/{language}/verify/{document.verification_code}/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert not answer.cookies
    assert document.number in page
    assert document.sha256[-8:] in page
    assert "431020000001" in page
    for secret in ("Boateng", "3,487,000", "3487000", "7654321", "Coast Motors", payment.deal.code, payment.code):
        assert secret not in page


def test_a_code_is_found_however_it_is_typed(payment: PaymentRequest) -> None:
    code = payment.document.verification_code

    answer = Client().get("/en/verify/", {"code": f" {code[3:].lower()} "})

    assert answer.url == f"/en/verify/{code}/"
    assert Client().get(f"/en/verify/{code.lower()}/").url == f"/en/verify/{code}/"


def test_a_voided_paper_says_so(payment: PaymentRequest) -> None:
    Document.objects.update(voided_at=payment.created_at)

    assert "no longer valid" in Client().get(f"/en/verify/{payment.document.verification_code}/").content.decode()


@pytest.mark.parametrize("code", ["VC-222222", "nonsense", "<script>", "VC-"])
def test_an_unknown_code_gets_a_helpful_404(payment: PaymentRequest, code: str) -> None:
    answer = Client().get(f"/en/verify/{code}/")

    assert answer.status_code == 404
    assert "do not pay" in answer.content.decode()
    assert "<script>" not in answer.content.decode().replace('<script type="module"', "")


def test_a_collected_paper_is_not_vouched_for(payment: PaymentRequest, seller_sato: User) -> None:
    hand_in(SignedIn(seller_sato), payment.deal)
    document = Document.objects.get(is_made_here=False)

    assert Client().get(f"/en/verify/{document.verification_code}/").status_code == 404
