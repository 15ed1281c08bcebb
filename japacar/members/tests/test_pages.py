"""Who may open what, the work list, the public page, and a buyer's own details."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from japacar.accounts.models import User
from japacar.deals.models import Deal
from japacar.members.models import BuyerProfile, Consignee, Dealer
from japacar.members.views.track_record import answer_times
from japacar.quotes.actions import counter_quote
from japacar.vehicles.models import Vehicle
from tests import drive, make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
DEALER_PAGES = [
    "/en/sell/",
    *(
        f"/en/sell/settings/{name}"
        for name in ("", "company/", "representative/", "address/", "permit/", "bank/", "shop/")
    ),
]


def test_buyers_forwarders_staff_and_strangers_find_no_dealers_pages(
    aoba: Dealer,
    buyer_boateng: User,
    mihon_shipping: object,
    forwarder_kato: User,
    staff_mori: User,
    stranger: User,
    client: Client,
) -> None:
    for user in (buyer_boateng, forwarder_kato, staff_mori, stranger):
        browser = SignedIn(user)
        assert {browser.get(path).status_code for path in DEALER_PAGES} == {404}
        assert browser.post("/en/sell/settings/bank/reveal/").status_code == 404
    assert {client.get(path).status_code for path in DEALER_PAGES} == {302}


def test_every_page_of_a_dealer_opens_in_both_languages(aoba: Dealer, seller_sato: User) -> None:
    browser = SignedIn(seller_sato)
    for path in DEALER_PAGES:
        for language in ("en", "ja"):
            answer = browser.get(path.replace("/en/", f"/{language}/"))
            assert answer.status_code == 200
            assert answer["Cache-Control"] == "private, no-store"


def test_the_first_page_shows_ones_own_work_first(
    deal: Deal, seller_sato: User, seller_suzuki: User, minato: Dealer
) -> None:
    page = SignedIn(seller_sato).get("/en/sell/").text
    assert page.index("Answer quote requests") < page.index("Stock:")
    assert f"/en/deals/{deal.code}/" in page
    assert "Kenya 1" in page

    others = SignedIn(seller_suzuki).get("/en/sell/").text
    assert "Answer quote requests" not in others
    assert "All done" in others


def test_cars_without_photos_are_work(aoba: Dealer, seller_sato: User) -> None:
    make.make_vehicle(aoba, status=Vehicle.Status.DRAFT)
    assert "Add missing photos" in SignedIn(seller_sato).get("/en/sell/").text


def test_the_public_page_says_what_the_law_asks(aoba: Dealer, prado: Vehicle, client: Client) -> None:
    answer = client.get("/en/stores/aoba/")

    page = answer.text
    for said in (
        "青葉自動車株式会社",
        "Saitama Public Safety Commission",
        "埼玉県公安委員会",
        "431020000001",
        "4011001098993",
        "Aoba Jidosha K.K.",
        "Prado",
    ):
        assert said in page
    # The checks stand before the cars, which are one tap away.
    assert '<a class="opt" href="#cars">1 car on sale</a>' in page
    assert '<h2 id="cars">1 car on sale</h2>' in page
    assert aoba.street not in page
    assert "7654321" not in page
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    linked = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert linked["@type"] == "AutoDealer"
    assert [each["value"] for each in linked["identifier"]] == ["431020000001", "4011001098993"]
    for private in (aoba.representative_kanji, aoba.phone, aoba.postal_code, aoba.street, aoba.address_en):
        assert private not in json.dumps(linked, ensure_ascii=False)


def test_how_soon_a_dealer_answers_is_said_from_five_answers_on(aoba: Dealer, client: Client) -> None:
    hours = (1, 2, 3, 30, 400)
    for number, waited in enumerate(hours, 1):
        quoted = drive.to_quoted(make.make_deal(make.make_vehicle(aoba), buyer=make.make_buyer()))
        at = quoted.created_at - timedelta(hours=waited)
        Deal.objects.filter(pk=quoted.deal_id).update(confirmed_at=at)
        page = client.get("/en/stores/aoba/").text
        assert ("Not enough deals yet" in page) is (number < 5)
    assert "about 3 hours" in page
    assert "約3時間" in client.get("/ja/stores/aoba/").text


def test_a_counter_offer_is_no_answer_and_an_unanswered_request_no_time(aoba: Dealer) -> None:
    make.make_deal(make.make_vehicle(aoba), buyer=make.make_buyer())
    quoted = drive.to_quoted(make.make_deal(make.make_vehicle(aoba), buyer=make.make_buyer()))
    counter_quote(quoted, car_minor=3_000_000, by=make.viewer(quoted.deal.buyer))
    assert len(answer_times(aoba)) == 1


def test_words_of_a_dealer_cannot_break_out_of_the_page(aoba: Dealer, client: Client) -> None:
    Dealer.objects.filter(pk=aoba.pk).update(about_en="</script><script>alert(1)</script>")
    assert "<script>alert" not in client.get("/en/stores/aoba/").text


@pytest.mark.parametrize("status", ["draft", "submitted", "refused", "suspended"])
def test_a_dealer_that_is_not_approved_has_no_public_page(status: str, client: Client, staff_mori: User) -> None:
    make.make_dealer(slug="waiting", status=status)
    assert client.get("/en/stores/waiting/").status_code == 404
    assert SignedIn(staff_mori).get("/en/stores/waiting/").status_code == 404


def test_the_public_page_has_a_fixed_number_of_queries(
    aoba: Dealer, client: Client, django_assert_max_num_queries
) -> None:
    for _ in range(5):
        make.make_vehicle(aoba)
    with django_assert_max_num_queries(9):
        client.get("/en/stores/aoba/")


# --- Buyers ---

CONSIGNEE = {
    "name": "Coast Motors",
    "country": "KE",
    "address": "12 Moi Avenue",
    "phone": "+254 700 000 002",
    "email": "",
}


def test_a_buyer_keeps_his_details(buyer_boateng: User) -> None:
    said = {"name": "Kofi Boateng", "phone": "+254 700 000 009", "address": "Mombasa", "destination_port": "KEMBA"}
    page = SignedIn(buyer_boateng).post("/en/account/profile/", said, follow=True).text

    assert "saved" in page
    profile = BuyerProfile.objects.get()
    assert (profile.phone, profile.destination_port) == ("+254700000009", "KEMBA")
    assert 'value="+254 700 000009"' in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"phone": "0700 000 009"}, "country code"),
        ({"destination_port": "XXXXX"}, "valid choice"),
        ({"name": ""}, "Fill in: Name"),
    ],
)
def test_a_buyers_bad_input_changes_nothing(buyer_boateng: User, change: dict, words: str) -> None:
    said = {"name": "X", "phone": "+254 700 000 009", "address": "", "destination_port": "", **change}
    answer = SignedIn(buyer_boateng).post("/en/account/profile/", said)
    assert answer.status_code == 422
    assert words in answer.text
    assert BuyerProfile.objects.get().phone == "+254700000001"


def test_consignees_are_ones_own(
    buyer_boateng: User, buyer_nkosi: User, seller_sato: User, aoba: Dealer, staff_mori: User
) -> None:
    browser = SignedIn(buyer_boateng)
    browser.post("/en/account/consignees/new/", CONSIGNEE)
    held = Consignee.objects.get()
    path = f"/en/account/consignees/{held.pk}/"

    for user in (buyer_nkosi, seller_sato, staff_mori):
        other = SignedIn(user)
        assert other.get(path).status_code == 404
        assert other.post(path, {**CONSIGNEE, "name": "Thief"}).status_code == 404
        assert other.post(path + "remove/").status_code == 404
    browser.post(path, {**CONSIGNEE, "name": "Coast Motors Ltd"})
    held.refresh_from_db()
    assert held.name == "Coast Motors Ltd"
    browser.post(path + "remove/")
    assert not Consignee.objects.exists()


def test_a_consignee_of_a_deal_is_changed_in_the_deal(deal: Deal, buyer_boateng: User) -> None:
    held = make.make_consignee(buyer_boateng)
    Deal.objects.filter(pk=deal.pk).update(consignee=held)
    browser = SignedIn(buyer_boateng)

    page = browser.post(f"/en/account/consignees/{held.pk}/", {**CONSIGNEE, "name": "Elsewhere"}, follow=True).text
    browser.post(f"/en/account/consignees/{held.pk}/remove/")

    assert "A deal names this consignee" in page
    held.refresh_from_db()
    assert held.name == "Coast Motors Ltd"
