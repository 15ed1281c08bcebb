"""Bad input: each gets a sentence beside its field, and nothing is kept."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from japacar.accounts.models import User
from japacar.events.models import Event
from japacar.files.models import StoredFile
from japacar.kernel import clock
from japacar.kernel.text import nfkc
from japacar.members.actions import current_bank_account, register_dealer, save_bank_account
from japacar.members.models import BankAccount, Dealer
from japacar.members.tests import entries
from tests import make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
SETTINGS = "/en/sell/settings/"


@pytest.fixture
def browser(newcomer: User) -> SignedIn:
    register_dealer(newcomer, by=newcomer)
    return SignedIn(newcomer)


@pytest.mark.parametrize(
    ("section", "change", "words"),
    [
        ("company", {"corporate_number": "4011001098994"}, "check digit"),
        ("company", {"corporate_number": "40110010989"}, "13 digits"),
        ("company", {"corporate_number": ""}, "Enter the corporate number"),
        ("company", {"name_ja": "あ" * 121}, "at most 120"),
        ("company", {"name_ja": ""}, "Fill in: Name in Japanese"),
        ("company", {"name_en": "星野自動車"}, "Roman letters"),
        ("company", {"kind": "guild"}, "valid choice"),
        ("company", {"invoice_number": "T1111111111111"}, "T and its corporate number"),
        ("company", {"kind": "sole_proprietor"}, "no corporate number"),
        ("representative", {"representative_kana": "星野花子"}, "katakana"),
        ("representative", {"representative_kana": "㌔" * 80}, "at most 80"),
        ("representative", {"representative_roman": "ほしの"}, "Roman letters"),
        ("representative", {"representative_born_on_year": "昭和65"}, "no such day"),
        ("representative", {"representative_born_on_year": "1899"}, "Look at the year"),
        (
            "representative",
            {
                "representative_born_on_year": "2001",
                "representative_born_on_month": "2",
                "representative_born_on_day": "29",
            },
            "no such day",
        ),
        ("representative", {"representative_born_on_month": "13"}, "no such day"),
        ("representative", {"representative_born_on_year": "2999"}, "Look at the year"),
        ("address", {"postal_code": "123"}, "seven digits"),
        ("address", {"phone": "03-1"}, "no such telephone number"),
        ("address", {"prefecture": "Saitama"}, "valid choice"),
        ("permit", {"permit_number": "4" * 21}, "12 digits"),
        ("permit", {"permit_commission": "99"}, "valid choice"),
        ("bank", {"account_number": "12345678"}, "7 digits"),
        ("bank", {"branch_code": "ab"}, "3 digits"),
        ("bank", {"swift": "SAMP"}, "8 or 11"),
        ("bank", {"swift": "SAMPUSNY"}, "outside Japan"),
        ("bank", {"holder_kana": "HOSHINO"}, "katakana"),
        ("shop", {"slug": "a b"}, "3 to 40"),
        ("shop", {"slug": "new-shop"}, "3 to 40"),
        ("shop", {"about_en": "x" * 1001}, "at most 1000"),
        ("shop", {"shop_name_en": "JAPACAR Official"}, "reads like our own name"),
        ("shop", {"shop_name_ja": "日本車貿易 東京店"}, "reads like our own name"),
    ],
)
def test_bad_input_gets_a_sentence_and_is_not_kept(browser: SignedIn, section: str, change: dict, words: str) -> None:
    before = Dealer.objects.values().get()
    said = {**entries.sections()[section], **change}

    answer = browser.post(f"{SETTINGS}{section}/", said)

    assert answer.status_code == 422
    assert words in answer.text
    assert Dealer.objects.values().get() == before
    assert not BankAccount.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("section", "change", "kept"),
    [
        ("company", {"corporate_number": "Ｔ１２３４５６７８９０１２３"}, None),
        ("company", {"corporate_number": "{spaced}", "invoice_number": "Ｔ{wide}"}, {}),
        ("company", {"name_ja": "𠮷野家𩸽株式会社"}, {"name_ja": "𠮷野家𩸽株式会社"}),
        ("representative", {"representative_kana": "ﾎｼﾉ ﾊﾅｺ"}, {"representative_kana": "ホシノ ハナコ"}),
        ("representative", {"representative_kanji": "𠮷田 花子"}, {"representative_kanji": "𠮷田 花子"}),
        (
            "representative",
            {
                "representative_born_on_year": "昭和55",
                "representative_born_on_month": "２",
                "representative_born_on_day": "29",
            },
            {"representative_born_on": date(1980, 2, 29)},
        ),
    ],
)
def test_what_people_in_japan_type_is_understood(
    browser: SignedIn, section: str, change: dict[str, str], kept: dict[str, Any] | None
) -> None:
    """Full-width digits and letters, numbers in groups, half-width kana, signs of four bytes, years of an era."""
    number = nfkc(entries.COMPANY["corporate_number"])
    spaced = f"{number[:1]} {number[1:5]}　{number[5:9]}-{number[9:]}"
    wide = number.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    said = {name: value.format(spaced=spaced, wide=wide) for name, value in change.items()}

    answer = browser.post(f"{SETTINGS}{section}/", {**entries.sections()[section], **said})

    assert answer.status_code == (422 if kept is None else 302)
    dealer = Dealer.objects.get()
    if section == "company" and kept is not None:
        assert dealer.corporate_number == number
    for name, value in (kept or {}).items():
        assert getattr(dealer, name) == value


def test_input_is_kept_in_the_form_that_comes_back(browser: SignedIn) -> None:
    page = browser.post(f"{SETTINGS}company/", {**entries.COMPANY, "corporate_number": "1"}).text
    assert "Hoshino Jidosha K.K." in page


@pytest.mark.parametrize("field", ["corporate_number", "invoice_number"])
def test_a_my_number_is_refused_with_words_and_not_even_shown_again(browser: SignedIn, field: str) -> None:
    answer = browser.post(f"{SETTINGS}company/", {**entries.COMPANY, field: "1234 5678 9018"})

    assert answer.status_code == 422
    assert "My Number" in answer.text
    assert "1234 5678 9018" not in answer.text
    assert Dealer.objects.get().corporate_number == ""


def test_a_sole_proprietors_number_that_fails_the_digit_is_a_warning(browser: SignedIn) -> None:
    said = {**entries.COMPANY, "kind": "sole_proprietor", "corporate_number": "", "invoice_number": "T1234567890123"}
    page = browser.post(f"{SETTINGS}company/", said, follow=True).text

    assert "check digit of the number for invoices does not fit" in page
    assert Dealer.objects.get().invoice_number == "T1234567890123"


def test_a_permit_number_of_another_commission_is_a_warning(browser: SignedIn) -> None:
    said = {**entries.PERMIT, "permit_commission": "30", "permit_photo": entries.permit_photo()}
    page = browser.post(f"{SETTINGS}permit/", said, follow=True).text

    assert "another commission" in page
    assert Dealer.objects.get().permit_commission == "東京都公安委員会"


def test_a_representative_under_age_freezes_the_account(browser: SignedIn, newcomer: User) -> None:
    year = str(clock.today_jst().year - 17)
    browser.post(f"{SETTINGS}representative/", {**entries.REPRESENTATIVE, "representative_born_on_year": year})
    newcomer.refresh_from_db()
    assert newcomer.status == User.Status.GUARDIAN_PENDING

    browser.post(f"{SETTINGS}representative/", entries.REPRESENTATIVE)
    page = browser.post(f"{SETTINGS}submit/", follow=True).text
    assert "guardian" in page
    dealer = Dealer.objects.get()
    assert dealer.status == Dealer.Status.DRAFT
    assert str(dealer.representative_born_on.year) == year


def test_the_postal_code_fills_in_the_address_without_a_script(browser: SignedIn) -> None:
    page = browser.post(f"{SETTINGS}address/", {"postal_code": "359-1145", "street": "山口693-7", "fill": "1"}).text

    assert 'value="所沢市"' in page
    assert '<option value="埼玉県" selected>' in page
    assert "693-7 Yamaguchi, Tokorozawa-shi, Saitama 359-1145, Japan" in page
    assert Dealer.objects.get().city == ""


def test_of_a_code_with_several_places_none_is_taken_for_the_dealers(browser: SignedIn) -> None:
    """452-0961 stands for 66 areas of Kiyosu; 498-0000 for a city and, in another prefecture, a town."""
    said = {"postal_code": "郵便番号４５２－０９６１", "fill": "1"}
    page = browser.post(f"{SETTINGS}address/", said).text
    assert "66 places" in page
    assert 'value="清須市"' in page
    assert 'name="street" value=' not in page
    assert "452-0961, Japan" not in page

    page = browser.post(f"{SETTINGS}address/", said | {"street": "春日明河原1-2"}).text
    assert "1-2 Haruhiakegawara, Kiyosu-shi, Aichi 452-0961, Japan" in page

    page = browser.post(
        f"{SETTINGS}address/", {"postal_code": "498-0000", "street": "桑名郡木曽岬町1-2", "fill": "1"}
    ).text
    assert 'value="桑名郡木曽岬町"' in page
    assert 'value="1-2"' in page
    assert '<option value="三重県" selected>' in page

    page = browser.post(f"{SETTINGS}address/", {"postal_code": "498-0000", "fill": "1"}).text
    assert "弥富市、桑名郡木曽岬町" in page
    assert "selected" not in page.partition('name="prefecture"')[2].partition("</select>")[0].replace(
        'value="" selected', ""
    )


def test_an_unknown_postal_code_is_said_and_the_rest_kept(browser: SignedIn) -> None:
    page = browser.post(f"{SETTINGS}address/", {"postal_code": "000-0000", "street": "山口693-7", "fill": "1"}).text
    assert "do not know this postal code" in page
    assert "山口693-7" in page


def test_a_permit_picture_is_sealed_and_a_new_one_replaces_it(browser: SignedIn) -> None:
    for _ in range(2):
        browser.post(f"{SETTINGS}permit/", {**entries.PERMIT, "permit_photo": entries.permit_photo()})
    file = StoredFile.objects.get()
    assert (file.sealed, file.state) == (True, StoredFile.State.BOUND)
    assert Dealer.objects.get().permit_photo == file


def test_a_drawing_with_scripts_is_no_permit(browser: SignedIn) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile(
        "permit.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", content_type="image/jpeg"
    )
    answer = browser.post(f"{SETTINGS}permit/", {**entries.PERMIT, "permit_photo": upload})
    assert answer.status_code == 422
    assert "SVG" in answer.text
    assert Dealer.objects.get().permit_number == ""


def test_the_same_form_sent_twice_enters_one_account(browser: SignedIn) -> None:
    key = "0190c8a4-0000-7000-8000-000000000001"
    for _ in range(2):
        assert browser.post(f"{SETTINGS}bank/", {**entries.BANK, "form_key": key}).status_code in (302, 303)
    assert BankAccount.objects.count() == 1
    assert Event.objects.filter(kind="bank_account.entered").count() == 1


def test_a_changed_account_counts_after_72_hours(aoba: Dealer, seller_sato: User) -> None:
    browser, old = SignedIn(seller_sato), current_bank_account(aoba)
    page = browser.post(f"{SETTINGS}bank/", entries.BANK, follow=True).text

    assert "after 72 hours" in page
    assert current_bank_account(aoba) == old
    event = Event.objects.get(kind="bank_account.entered")
    assert (event.subject, event.facts["reason_code"]) == (aoba.event_ref, "changed")
    with time_machine.travel(clock.now() + timedelta(hours=71, minutes=50), tick=False):
        assert current_bank_account(aoba) == old
    with time_machine.travel(clock.now() + timedelta(hours=72, minutes=1), tick=False):
        assert current_bank_account(aoba).details()["account_number"] == entries.ACCOUNT_NUMBER


def test_of_two_changes_only_the_second_ever_counts(aoba: Dealer, seller_sato: User) -> None:
    details = dict(entries.BANK)
    save_bank_account(aoba, {**details, "account_number": "1111111"}, by=seller_sato)
    with time_machine.travel(clock.now() + timedelta(hours=10), tick=False):
        save_bank_account(aoba, {**details, "account_number": "2222222"}, by=seller_sato)
    with time_machine.travel(clock.now() + timedelta(hours=75), tick=False):
        assert current_bank_account(aoba).details()["account_number"] == "7654321"
    with time_machine.travel(clock.now() + timedelta(hours=83), tick=False):
        assert current_bank_account(aoba).details()["account_number"] == "2222222"


def test_the_account_is_shown_in_full_once_and_that_is_recorded(aoba: Dealer, seller_sato: User) -> None:
    browser = SignedIn(seller_sato)
    assert "7654321" not in browser.get(f"{SETTINGS}bank/").text

    assert "7654321" in browser.post(f"{SETTINGS}bank/reveal/").text
    assert "7654321" not in browser.get(f"{SETTINGS}bank/").text
    assert Event.objects.filter(kind="bank_account.revealed", actor=seller_sato.event_ref).count() == 1


def test_an_old_sign_in_neither_shows_nor_changes_the_account(aoba: Dealer, seller_sato: User) -> None:
    browser = SignedIn(seller_sato, proved=False)
    answers = [browser.post(f"{SETTINGS}bank/reveal/"), browser.post(f"{SETTINGS}bank/", entries.BANK)]
    answers.append(SignedIn(seller_sato, second=False).post(f"{SETTINGS}bank/", entries.BANK))
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert ["/prove/" in answer["Location"] for answer in answers[:2]] == [True, True]
    assert BankAccount.objects.filter(dealer=aoba).count() == 1


def test_the_name_in_the_address_is_chosen_once(browser: SignedIn) -> None:
    make.make_dealer(slug="taken-name")
    assert (
        "Another dealer has this name" in browser.post(f"{SETTINGS}shop/", {**entries.SHOP, "slug": "taken-name"}).text
    )
    browser.post(f"{SETTINGS}shop/", entries.SHOP)
    browser.post(f"{SETTINGS}shop/", {**entries.SHOP, "slug": "other-name"})
    assert Dealer.objects.filter(slug="hoshino-jidosha").exists()


@pytest.mark.parametrize("section", ["company", "representative", "address", "permit", "bank", "shop"])
def test_an_empty_form_says_what_is_needed(browser: SignedIn, section: str) -> None:
    before = Dealer.objects.values().get()
    answer = browser.post(f"{SETTINGS}{section}/")
    assert answer.status_code == 422
    assert "wrongs-title" in answer.text
    assert Dealer.objects.values().get() == before
