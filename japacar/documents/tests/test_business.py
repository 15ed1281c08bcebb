"""A dealer's downloads: the letter for the police and the ledger; who gets them, what stands in them, and that reading is recorded."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from japacar.accounts.models import User
from japacar.deals.models import Deal
from japacar.documents import ledger, letters
from japacar.documents.models import Letter, Series
from japacar.documents.typesetting.compile import PAPERS
from japacar.events.models import Event
from japacar.members.models import BuyerProfile, Dealer, Membership
from tests import drive, make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db


def words_of(pdf: bytes) -> str:
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf))


@pytest.fixture
def sold(deal: Deal) -> Deal:
    """Paid in full."""
    drive.to_paid(deal)
    deal.refresh_from_db()
    return deal


def read(user: User, **said: str) -> list[dict[str, str]]:
    answer = SignedIn(user).post("/en/sell/papers/ledger/", {"encoding": "utf-8", **said})
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_letter_names_address_dealer_permit_and_operator_in_japanese(aoba: Dealer, seller_sato: User) -> None:
    browser = SignedIn(seller_sato)

    page = browser.post("/en/sell/papers/letter/", follow=True).text

    letter = Letter.objects.get()
    assert letter.number in page
    answer = browser.get(f"/en/sell/papers/letter/{letter.pk}/")
    words = words_of(answer.content)
    said = (
        "URL使用承諾書",
        "/stores/aoba",
        "青葉自動車株式会社",
        "埼玉県公安委員会",
        "431020000001",
        "日本車貿易合同会社",
    )
    for part in (*said, letter.number, letter.verification_code, letter.sha256):
        assert part in words
    assert answer["Content-Type"] == "application/pdf"
    assert letters.is_as_issued(letter)
    assert letters.pdf_of_letter(letter) == answer.content
    assert Event.objects.get(kind="document.issued").facts["slot"] == "url_permission"


def test_the_same_letter_is_issued_once_and_a_changed_one_makes_the_old_void(
    aoba: Dealer, seller_sato: User, client: Client
) -> None:
    browser = SignedIn(seller_sato)
    for _ in range(2):
        browser.post("/en/sell/papers/letter/")
    first = Letter.objects.get()
    Dealer.objects.filter(pk=aoba.pk).update(permit_number="431020000002")

    browser.post("/en/sell/papers/letter/")

    first.refresh_from_db()
    second = Letter.objects.get(voided_at=None)
    assert first.voided_at is not None
    assert [each[-6:] for each in (first.number, second.number)] == ["000001", "000002"]
    assert Series.objects.get(kind="url_permission").last_number == 2
    assert "This paper is no longer valid" in client.get(f"/en/verify/{first.verification_code}/").text
    shown = client.get(f"/en/verify/{second.verification_code}/").text
    assert "This paper is real" in shown
    assert "/stores/aoba" in shown
    assert "青葉自動車株式会社" in shown
    Dealer.objects.filter(pk=aoba.pk).update(status=Dealer.Status.SUSPENDED)
    assert "This paper is no longer valid" in client.get(f"/en/verify/{second.verification_code}/").text


@pytest.mark.parametrize("change", [{"status": "submitted"}, {"status": "suspended"}, {"slug": "new-abc"}])
def test_no_letter_without_a_checked_dealer_and_an_address(aoba: Dealer, seller_sato: User, change: dict) -> None:
    Dealer.objects.filter(pk=aoba.pk).update(**change)
    page = SignedIn(seller_sato).post("/en/sell/papers/letter/", follow=True).text
    assert "so it comes when you are checked" in page
    assert not Letter.objects.exists()


def test_sales_and_others_get_neither(sold: Deal, aoba: Dealer, seller_suzuki: User, minato: Dealer) -> None:
    letter = letters.issue_letter(aoba, by="system")
    clerk = make.make_user()
    Membership.objects.create(dealer=aoba, user=clerk, role=Membership.Role.SALES)
    for user in (clerk, sold.buyer, make.make_user()):
        browser = SignedIn(user)
        assert browser.get("/en/sell/papers/").status_code == 404
        assert browser.post("/en/sell/papers/ledger/", {"encoding": "utf-8"}).status_code == 404
        assert browser.get(f"/en/sell/papers/letter/{letter.pk}/").status_code == 404
    assert SignedIn(seller_suzuki).get(f"/en/sell/papers/letter/{letter.pk}/").status_code == 404
    assert read(seller_suzuki) == []
    assert [event.facts for event in Event.objects.filter(kind="ledger.read")] == [{"count": 0}]


def test_the_ledger_says_what_is_known_and_leaves_the_rest_empty(sold: Deal, seller_sato: User) -> None:
    [row] = read(seller_sato)

    assert list(row) == list(ledger.HEADINGS)
    assert row["特徴：車台番号"] == sold.vehicle.chassis_no
    assert row["払出代価（円）"] == "3180000"  # The car, without freight.
    assert row["払出相手方の氏名"] == "Kofi Boateng"
    assert "Mombasa" in row["払出相手方の住所"]
    assert row["払出年月日"] == f"{sold.paid_at.astimezone(ledger.JST):%Y-%m-%d}"
    assert (row["品目"], row["数量"], row["取引番号"]) == ("自動車", "1", sold.code)
    assert {row[column] for column in ledger.EMPTY} == {""}
    event = Event.objects.get(kind="ledger.read")
    assert (event.subject, event.actor, event.facts) == (sold.dealer.event_ref, seller_sato.event_ref, {"count": 1})


def test_days_count_by_the_clock_of_japan_and_both_ends_belong(sold: Deal, seller_sato: User) -> None:
    day = sold.paid_at.astimezone(ledger.JST).date()

    def parts(name: str, at: Any) -> dict[str, str]:
        return {f"{name}_year": str(at.year), f"{name}_month": str(at.month), f"{name}_day": str(at.day)}

    assert len(read(seller_sato, **parts("first", day), **parts("last", day))) == 1
    assert read(seller_sato, **parts("first", day + timedelta(days=1))) == []
    assert read(seller_sato, **parts("last", day - timedelta(days=1))) == []


def test_wrong_days_come_back_with_a_sentence_and_nothing_is_read(sold: Deal, seller_sato: User) -> None:
    browser = SignedIn(seller_sato)
    wrong = {"first_year": "2026", "first_month": "2", "first_day": "30", "encoding": "utf-8"}
    turned = {f"{name}_{part}": "5" for name in ("first", "last") for part in ("month", "day")}
    turned |= {"first_year": "2026", "last_year": "2025", "encoding": "utf-8"}
    far = {"last_year": "9999", "last_month": "12", "last_day": "31", "encoding": "utf-8"}
    for said, words in ((wrong, "no such day"), (turned, "before the first"), (far, "the year again"), ({}, "")):
        answer = browser.post("/en/sell/papers/ledger/", said)
        assert answer.status_code == 422
        assert words in answer.text
    assert not Event.objects.filter(kind="ledger.read").exists()


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝１", "＠x"])
def test_no_cell_begins_a_formula(sold: Deal, seller_sato: User, name: str) -> None:
    BuyerProfile.objects.filter(user=sold.buyer).update(name=name, address=f"{name}\n=2")

    [row] = read(seller_sato)

    assert row["払出相手方の氏名"].startswith("'")
    assert row["払出相手方の住所"].startswith("'") or row["払出相手方の住所"][0] not in "=+-@"
    assert "\n" not in row["払出相手方の住所"]


def test_older_programs_get_their_characters_and_a_mark_for_what_they_lack(sold: Deal, seller_sato: User) -> None:
    BuyerProfile.objects.filter(user=sold.buyer).update(name="髙﨑 Öztürk")

    answer = SignedIn(seller_sato).post("/en/sell/papers/ledger/", {"encoding": "cp932"})

    assert "髙﨑 〓zt〓rk" in answer.content.decode("cp932")
    assert "Shift_JIS" in answer["Content-Type"]


def test_a_deal_that_was_called_off_or_not_paid_is_no_sale(deal: Deal, seller_sato: User) -> None:
    drive.to_payment_requested(deal)
    assert read(seller_sato) == []


def test_the_ledger_takes_a_fixed_number_of_queries(
    sold: Deal, aoba: Dealer, seller_sato: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        drive.to_paid(make.make_deal(make.make_vehicle(aoba), buyer=make.make_buyer()))
    with django_assert_max_num_queries(3):
        entries = [ledger.entry_of(each) for each in ledger.sold_deals(aoba)]
    assert len(entries) == 4


def test_the_page_says_what_is_empty_in_both_languages(sold: Deal, seller_sato: User) -> None:
    browser = SignedIn(seller_sato)
    for language in ("en", "ja"):
        page = browser.get(f"/{language}/sell/papers/").text
        assert "払出相手方の年齢" in page
        assert sold.buyer.buyer_profile.name not in page
    assert not Event.objects.filter(kind="ledger.read").exists()
    assert re.search(r"url_permission", " ".join(PAPERS))
