"""A dealer from the first click to the approval, through the pages alone."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from japacar.accounts.models import User
from japacar.events.invariants import State, broken_chains, states_not_told_by_events
from japacar.events.models import Event
from japacar.files.actions import contents
from japacar.files.models import StoredFile
from japacar.kernel import clock
from japacar.kernel.tests import hostile
from japacar.members import actions
from japacar.members.models import BankAccount, Dealer, Membership, ShopPhoto
from japacar.members.tests import entries
from japacar.members.views.tasks import expected_by
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
SETTINGS = "/ja/sell/settings/"
EN = "/en/sell/settings/"


def fill_in(browser: Client, **instead: dict[str, Any]) -> None:
    for section, said in {**entries.sections(), **instead}.items():
        answer = browser.post(f"{SETTINGS}{section}/", said)
        assert answer.status_code == 302, (section, answer.context)


def test_a_dealer_is_registered_checked_and_shown(newcomer: User, staff_mori: User, client: Client) -> None:
    browser = SignedIn(newcomer)
    assert browser.get("/ja/sell/settings/").status_code == 404
    assert browser.get("/ja/sell/register/").status_code == 200
    assert browser.post("/ja/sell/begin/")["Location"] == SETTINGS

    fill_in(browser)
    dealer = Dealer.objects.get()
    assert (dealer.corporate_number, dealer.phone, dealer.postal_code) == ("4011001098993", "+81429000001", "359-1145")
    assert (dealer.permit_commission, dealer.permit_number) == ("埼玉県公安委員会", "431020000022")
    assert dealer.representative_kana == "ホシノ ハナコ"
    assert client.get("/ja/stores/hoshino-jidosha/").status_code == 404

    assert browser.post(f"{SETTINGS}submit/").status_code == 302
    dealer.refresh_from_db()
    assert dealer.status == Dealer.Status.SUBMITTED

    desk = SignedIn(staff_mori)
    assert "星野自動車株式会社" in desk.get("/ja/desk/dealers/").text
    assert desk.get(f"/ja/desk/dealers/{dealer.pk}/").status_code == 200
    assert desk.post(f"/ja/desk/dealers/{dealer.pk}/approve/").status_code == 302
    dealer.refresh_from_db()
    assert dealer.is_approved
    assert "431020000022" in client.get("/ja/stores/hoshino-jidosha/").text
    told = Event.objects.filter(subject=dealer.event_ref).order_by("id").values_list("kind", flat=True)
    assert list(told) == [
        "dealer.registered",
        "identity_image.sent",
        "identity_image.sent",
        "bank_account.entered",
        "dealer.submitted",
        "review.claimed",
        "dealer.approved",
    ]
    assert not list(broken_chains())
    assert not list(states_not_told_by_events([State(dealer.event_ref, "status", dealer.status)]))


def test_beginning_twice_makes_one_dealer(newcomer: User) -> None:
    browser = SignedIn(newcomer)
    browser.post("/en/sell/begin/")
    browser.post("/en/sell/begin/")

    assert Dealer.objects.count() == 1
    assert Membership.objects.get().role == Membership.Role.OWNER
    assert Event.objects.filter(kind="dealer.registered").count() == 1


def test_what_is_missing_stands_beside_each_task_and_nothing_is_sent(newcomer: User) -> None:
    browser = SignedIn(newcomer)
    browser.post("/en/sell/begin/")
    browser.post("/en/sell/settings/company/", entries.COMPANY)

    page = browser.post("/en/sell/settings/submit/", follow=True).text

    assert "Please complete: Representative, Address and telephone" in page
    assert Dealer.objects.get().status == Dealer.Status.DRAFT
    assert not Event.objects.filter(kind="dealer.submitted").exists()


def test_sent_twice_is_sent_once(newcomer: User) -> None:
    browser = SignedIn(newcomer)
    browser.post("/en/sell/begin/")
    fill_in(browser)
    browser.post("/en/sell/settings/submit/")
    page = browser.post("/en/sell/settings/submit/", follow=True).text

    assert "sent already" in page
    assert Event.objects.filter(kind="dealer.submitted").count() == 1


def test_what_staff_are_checking_cannot_be_changed(newcomer: User) -> None:
    browser = SignedIn(newcomer)
    browser.post("/en/sell/begin/")
    fill_in(browser)
    browser.post("/en/sell/settings/submit/")

    for section, said in entries.sections().items():
        if section != "shop":
            page = browser.post(
                f"/en/sell/settings/{section}/", {**said, "name_ja": "別会社", "account_number": "1111111"}, follow=True
            )
            assert "change" in page.text
    dealer = Dealer.objects.get()
    assert dealer.name_ja == entries.COMPANY["name_ja"]
    assert BankAccount.objects.get().details()["account_number"] == entries.ACCOUNT_NUMBER


def test_a_refused_dealer_reads_why_and_sends_again(newcomer: User, staff_mori: User) -> None:
    browser, desk = SignedIn(newcomer), SignedIn(staff_mori)
    browser.post("/ja/sell/begin/")
    fill_in(browser)
    browser.post(f"{SETTINGS}submit/")
    dealer = Dealer.objects.get()
    desk.post(f"/en/desk/dealers/{dealer.pk}/refuse/", {"template": "address_differs", "words": "番地が違います。"})

    page = browser.get(SETTINGS).text
    assert "番地が違います。" in page
    assert "許可証" in page

    browser.post(f"{SETTINGS}address/", {**entries.ADDRESS, "street": "山口693-8"})
    browser.post(f"{SETTINGS}submit/")
    dealer.refresh_from_db()
    assert (dealer.status, dealer.street) == (Dealer.Status.SUBMITTED, "山口693-8")


def test_the_review_has_an_hour_in_which_days_without_offices_do_not_count(newcomer: User) -> None:
    dealer = actions.register_dealer(newcomer, by=newcomer)
    Dealer.objects.filter(pk=dealer.pk).update(status=Dealer.Status.SUBMITTED)
    said = {}
    for sent in ("2026-11-25 10:30", "2026-11-27 17:00", "2026-11-28 11:00", "2026-12-30 15:00"):
        moment = datetime.fromisoformat(sent).replace(tzinfo=clock.JST)
        Dealer.objects.filter(pk=dealer.pk).update(submitted_at=moment)
        found = expected_by(Dealer.objects.get())
        said[sent] = f"{found:%Y-%m-%d %H:%M}"
    assert said == {
        "2026-11-25 10:30": "2026-11-26 10:30",
        "2026-11-27 17:00": "2026-11-30 17:00",
        "2026-11-28 11:00": "2026-12-01 09:00",
        "2026-12-30 15:00": "2027-01-04 15:00",
    }
    assert "4 Jan 2027, 15:00 JST" in SignedIn(newcomer).get("/en/sell/settings/").text


def test_photos_of_the_shop_are_public_without_hidden_data_and_the_legal_name_stays(
    aoba: Dealer, seller_sato: User, minato: Dealer, seller_suzuki: User, client: Client
) -> None:
    browser = SignedIn(seller_sato)
    canary = hostile.jpeg_full_of_canaries()
    browser.post(f"{EN}shop/", {**entries.SHOP, "shop_name_en": "Blue Leaf Cars", "shop_name_ja": "あおば"})
    photos = [SimpleUploadedFile("shop.jpg", canary), SimpleUploadedFile("bad.svg", b"<svg/>")]
    answer = browser.post(f"{EN}shop/photos/", {"photos": photos}, follow=True).text

    assert "bad.svg" in answer
    shown = ShopPhoto.objects.get()
    assert contents(shown.file)[:3] == b"\xff\xd8\xff"
    assert b"canary" not in contents(shown.file).lower()
    page = client.get("/en/stores/aoba/").text
    assert "Blue Leaf Cars" in page
    assert "Aoba Jidosha K.K." in page
    assert "青葉自動車株式会社" in page
    assert shown.file.name in page
    assert SignedIn(seller_suzuki).post(f"{EN}shop/photos/{shown.pk}/remove/").status_code == 404
    assert ShopPhoto.objects.exists()
    browser.post(f"{EN}shop/photos/{shown.pk}/remove/")
    assert not ShopPhoto.objects.exists()
    assert shown.file.name not in client.get("/en/stores/aoba/").text


def test_a_page_holds_eight_photos(aoba: Dealer, seller_sato: User) -> None:
    browser = SignedIn(seller_sato)
    for _ in range(2):
        browser.post(f"{EN}shop/photos/", {"photos": [entries.picture() for _ in range(5)]})
    assert ShopPhoto.objects.count() == ShopPhoto.MOST
    assert StoredFile.objects.filter(slot="photo").count() == ShopPhoto.MOST


def test_no_page_and_no_column_holds_the_account_number(newcomer: User, disk: Any) -> None:
    browser = SignedIn(newcomer)
    browser.post("/en/sell/begin/")
    fill_in(browser)
    pages = [browser.get(f"/en/sell/settings/{section}/").text for section in entries.sections()]

    assert not any(entries.ACCOUNT_NUMBER in page for page in pages)
    assert any("••••529" in page for page in pages)
    assert entries.ACCOUNT_NUMBER not in every_column()


def every_column() -> str:
    """All rows of all tables as text; bytes as hex and as far as they can be read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        said = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                for value in row:
                    said.append(bytes(value).decode("latin-1") if isinstance(value, memoryview) else str(value))
    assert len(tables) > 30
    return "\n".join(said)
