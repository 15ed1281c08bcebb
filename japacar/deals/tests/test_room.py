"""The deal's page and its steps: who sees it, who may do what, and what happens when somebody else was first."""

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from japacar.accounts.models import User
from japacar.deals import actions
from japacar.deals.models import Deal, Message
from japacar.kernel.tests import hostile
from japacar.members.models import Consignee, Dealer, Membership
from japacar.vehicles import actions as vehicles
from japacar.vehicles.models import Vehicle
from tests import drive, make

pytestmark = pytest.mark.django_db

PAGES = ("", "end/", "consignee/", "received/", "quote/new/", "quotes/", "quotes/1/reserve/", "quotes/1/counter/")
POSTS = (
    "message/", "stock/", "end/", "consignee/", "yard/", "papers-sent/", "papers-arrived/", "received/", "quote/new/",
    "quotes/1/reserve/", "quotes/1/counter/",
)  # fmt: skip
CONSIGNEE = {
    "name": "José Niño & Sons",
    "address": "12 Moi Avenue\nMombasa",
    "country": "KE",
    "phone": "0712 345678",
    "email": "",
}


def post(browser: Client, deal: Deal, step: str, **said: Any) -> Any:
    return browser.post(f"/en/deals/{deal.code}/{step}", {"form_key": str(uuid.uuid4()), **said})


def test_strangers_get_404_everywhere(
    deal: Deal, stranger: User, seller_suzuki: User, minato: Dealer, buyer_nkosi: User, as_user: Any
) -> None:
    drive.to_quoted(deal)

    for user in (stranger, seller_suzuki, buyer_nkosi):
        browser = as_user(user)
        assert {browser.get(f"/en/deals/{deal.code}/{page}").status_code for page in PAGES} == {404}
        assert {post(browser, deal, step, text="Hello").status_code for step in POSTS} == {404}

    deal.refresh_from_db()
    assert deal.commercial == "quoted"
    assert not Message.objects.exists()


def test_a_visitor_is_led_to_the_sign_in(deal: Deal) -> None:
    assert {Client().get(f"/en/deals/{deal.code}/{page}").status_code for page in PAGES} == {302}
    assert {post(Client(), deal, step).status_code for step in POSTS} == {302}


def test_each_side_is_refused_what_is_the_others_part(
    deal: Deal, buyer_boateng: User, seller_sato: User, as_user: Any
) -> None:
    drive.to_quoted(deal)
    buyer, seller = as_user(buyer_boateng), as_user(seller_sato)

    assert [post(buyer, deal, step).status_code for step in ("stock/", "quote/new/", "yard/", "papers-sent/")] == [
        403
    ] * 4
    assert [
        post(seller, deal, step, shown_total_minor=3_487_000).status_code
        for step in ("quotes/1/reserve/", "quotes/1/counter/", "consignee/", "received/", "papers-arrived/")
    ] == [403] * 5

    deal.refresh_from_db()
    assert deal.commercial == "quoted"


def test_a_step_that_came_too_late_leads_back_with_a_kind_word(deal: Deal, seller_sato: User, as_user: Any) -> None:
    drive.to_stock_check(deal)
    seller = as_user(seller_sato)

    answer = post(seller, deal, "stock/")

    assert answer.headers["Location"] == f"/en/deals/{deal.code}/"
    assert "moved on in the meantime" in seller.get(answer.headers["Location"]).content.decode()
    deal.refresh_from_db()
    assert deal.commercial == "stock_check"


def test_a_message_sent_twice_stands_once(deal: Deal, buyer_boateng: User, seller_sato: User, as_user: Any) -> None:
    buyer, key = as_user(buyer_boateng), str(uuid.uuid4())

    for _ in range(2):
        buyer.post(f"/en/deals/{deal.code}/message/", {"text": "錆はありますか。<b>", "form_key": key})

    assert Message.objects.count() == 1
    page = as_user(seller_sato).get(f"/en/deals/{deal.code}/").content.decode()
    assert "錆はありますか。&lt;b&gt;" in page
    assert '<p class="say" lang="ja">' in page


DISK_FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON events_event FOR EACH ROW EXECUTE FUNCTION full_disk()
"""


def test_a_full_disk_of_the_database_is_said_in_words_and_leaves_no_half(
    deal: Deal, buyer_boateng: User, as_user: Any
) -> None:
    """The event comes last: what was written before it goes too, the receipt of the form among it."""
    buyer, key = as_user(buyer_boateng), str(uuid.uuid4())
    buyer.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute(DISK_FULL)

    answer = buyer.post(f"/ja/deals/{deal.code}/message/", {"text": "錆はありますか。", "form_key": key})

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "ただいま処理できません" in answer.content.decode()
    assert not answer.cookies
    assert not Message.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER full_disk ON events_event")
    assert (
        buyer.post(f"/ja/deals/{deal.code}/message/", {"text": "錆はありますか。", "form_key": key}).status_code == 302
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Write something first."), (" \n ", "Write something first."), ("x" * 2001, "At most 2,000")],
)
def test_a_message_that_cannot_be_sent_comes_back(
    deal: Deal, buyer_boateng: User, as_user: Any, text: str, sentence: str
) -> None:
    answer = post(as_user(buyer_boateng), deal, "message/", text=text)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Message.objects.exists()


def test_the_consignee_is_kept_in_letters_that_a_shipping_line_prints(
    deal: Deal, buyer_boateng: User, as_user: Any
) -> None:
    drive.to_accepted(deal)
    buyer = as_user(buyer_boateng)

    answer = post(buyer, deal, "consignee/", **CONSIGNEE)

    consignee = Consignee.objects.get()
    assert answer.headers["Location"] == f"/en/deals/{deal.code}/"
    assert (consignee.name, consignee.phone) == ("Jose Nino & Sons", "+254712345678")
    page = buyer.get(answer.headers["Location"]).content.decode()
    assert "Jose Nino &amp; Sons" in page
    assert "<b>You</b> entered who receives the car." in page


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("name", "見本 太郎", "Write it in Latin letters"),
        ("address", "東京都", "Write it in Latin letters"),
        ("phone", "12", "Enter a telephone number"),
        ("country", "ZZ", "Select a valid choice"),
        ("email", "x", "Enter an e-mail address"),
        ("name", "x" * 121, "At most 120 characters"),
    ],
)
def test_a_consignee_that_cannot_be_printed_is_refused(
    deal: Deal, buyer_boateng: User, as_user: Any, name: str, value: str, sentence: str
) -> None:
    drive.to_accepted(deal)

    answer = post(as_user(buyer_boateng), deal, "consignee/", **{**CONSIGNEE, name: value})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Consignee.objects.exists()


def test_ending_needs_a_reason_of_this_party(deal: Deal, seller_sato: User, buyer_boateng: User, as_user: Any) -> None:
    seller = as_user(seller_sato)
    without = post(seller, deal, "end/")
    foreign = post(seller, deal, "end/", reason="changed_mind")
    assert (without.status_code, foreign.status_code) == (422, 422)

    post(seller, deal, "end/", reason="cannot_ship_there", note="申し訳ありません。")

    deal.refresh_from_db()
    assert deal.commercial == "declined"
    page = as_user(buyer_boateng).get(f"/en/deals/{deal.code}/").content.decode()
    assert "The dealer does not ship to this destination" in page
    assert "申し訳ありません。" in page


def test_a_buyer_cancels_and_the_car_is_on_sale_again(deal: Deal, buyer_boateng: User, as_user: Any) -> None:
    drive.to_stock_check(deal)

    post(as_user(buyer_boateng), deal, "end/", reason="changed_mind")

    deal.refresh_from_db()
    page = as_user(buyer_boateng).get(f"/en/deals/{deal.code}/").content.decode()
    assert deal.commercial == "cancelled"
    assert Vehicle.objects.get().status == Vehicle.Status.PUBLISHED
    # Nothing is promised any more, and the way back is one tap.
    assert "Not yet" not in page
    assert "Waiting for a booking" not in page
    assert f'href="/en/cars/{deal.vehicle.reference}/quote/">Ask for a new quote' in page


def test_a_car_that_is_gone_is_not_asked_for_again(deal: Deal, buyer_boateng: User, as_user: Any) -> None:
    drive.to_stock_check(deal)
    post(as_user(buyer_boateng), deal, "end/", reason="changed_mind")
    Vehicle.objects.update(status=Vehicle.Status.RESERVED)

    page = as_user(buyer_boateng).get(f"/en/deals/{deal.code}/").content.decode()

    assert "Ask for a new quote" not in page
    assert "See all cars" in page


def test_received_completes_only_when_all_is_paid_and_at_sea(deal: Deal, buyer_boateng: User, as_user: Any) -> None:
    drive.to_paid(deal)
    buyer = as_user(buyer_boateng)
    post(buyer, deal, "received/")
    deal.refresh_from_db()
    assert deal.commercial == "payment_requested"

    Deal.objects.filter(pk=deal.pk).update(papers="bl_issued", logistics="released")
    post(buyer, deal, "received/")

    deal.refresh_from_db()
    assert deal.commercial == "completed"
    assert Vehicle.objects.get().status == Vehicle.Status.SOLD


@pytest.mark.parametrize("language", ["en", "ja"])
def test_both_sides_and_staff_read_one_page(
    deal: Deal, buyer_boateng: User, seller_sato: User, staff_mori: User, as_user: Any, language: str
) -> None:
    drive.to_paid(deal)

    pages = {
        user.pk: as_user(user).get(f"/{language}/deals/{deal.code}/").content.decode()
        for user in (buyer_boateng, seller_sato, staff_mori)
    }

    assert all("FT2611-0397" in page for page in pages.values())
    assert {"en": "Nairobi", "ja": "ナイロビ"}[language] in pages[buyer_boateng.pk]
    assert ("JST" if language == "en" else "日本時間") in pages[buyer_boateng.pk]
    assert "7654321" not in "".join(pages.values())
    assert buyer_boateng.email not in pages[seller_sato.pk]


def test_the_list_says_what_moves_and_nothing_of_money_to_those_of_the_dealer_who_see_no_prices(
    deal: Deal, aoba: Dealer, seller_sato: User, as_user: Any
) -> None:
    drive.to_payment_requested(deal)
    clerk = make.make_user("papers@aoba.example.test")
    Membership.objects.create(dealer=aoba, user=clerk, role="papers")

    assert "Payment due" in as_user(seller_sato).get("/en/deals/?tab=waiting").content.decode()
    page = as_user(clerk).get("/en/deals/?tab=waiting").content.decode()
    assert deal.code in page
    assert "Payment due" not in page


def test_the_list_costs_the_same_however_long_it_is(
    aoba: Dealer, seller_sato: User, buyer_boateng: User, as_user: Any
) -> None:
    seller = as_user(seller_sato)
    drive.to_quoted(make.make_deal(make.make_vehicle(aoba), buyer=buyer_boateng))
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert seller.get("/en/deals/?tab=waiting").status_code == 200
    for _ in range(6):
        drive.to_quoted(make.make_deal(make.make_vehicle(aoba), buyer=make.make_buyer()))
    with CaptureQueriesContext(connection) as many:
        page = seller.get("/en/deals/?tab=waiting")

    assert page.content.decode().count("Decide on the quote") == 7
    assert len(many) == len(one)


def test_the_tabs_hold_what_their_names_say(deal: Deal, buyer_boateng: User, seller_sato: User, as_user: Any) -> None:
    seller = as_user(seller_sato)
    assert deal.code in seller.get("/en/deals/?tab=yours").content.decode()
    assert deal.code in as_user(buyer_boateng).get("/en/deals/?tab=waiting").content.decode()

    actions.decline_request(deal, reason="price", by=make.viewer(seller_sato))

    assert "Nothing waits for you" in seller.get("/en/deals/?tab=yours").content.decode()
    assert deal.code in seller.get("/en/deals/?tab=done").content.decode()


def test_the_parties_see_the_chassis_plate_from_the_reservation_until_a_deal_falls_through(
    deal: Deal, buyer_boateng: User, seller_sato: User, buyer_nkosi: User, as_user: Any, settings: Any, tmp_path: Any
) -> None:
    settings.DATA_DIR = tmp_path
    data = hostile.encoded(hostile.picture(), "JPEG")
    file = vehicles.store_photo(data, angle="chassis_plate", owner_ref=deal.dealer.event_ref, by="system")
    vehicles.add_photos(deal.vehicle, [vehicles.NewPhoto(file, "chassis_plate")], by="system")
    address, number = f"/en/deals/{deal.code}/", deal.vehicle.chassis_no

    def pictures(person: User) -> list[str]:
        page = as_user(person).get(address).content.decode()
        return re.findall(r'src="(/files/[^"]+)"', page) if number in page else []

    assert pictures(buyer_boateng) == pictures(seller_sato) == []
    drive.to_accepted(deal)
    for person in (buyer_boateng, seller_sato):
        (link,) = pictures(person)
        assert as_user(person).get(link).status_code == 200
        assert as_user(buyer_nkosi).get(link).status_code == 404
    Deal.objects.filter(pk=deal.pk).update(commercial="cancelled")
    assert pictures(buyer_boateng) == []


def test_a_deal_is_found_among_many_by_number_car_and_name_and_only_among_ones_own(
    deal: Deal, buyer_boateng: User, seller_sato: User, staff_mori: User, stranger: User, as_user: Any
) -> None:
    def finds(user: User, query: str) -> bool:
        client = as_user(user)
        pages = (client.get(f"/en/deals/?tab={tab}&q={query}").content.decode() for tab in ("yours", "waiting", "done"))
        return any(f'href="/en/deals/{deal.code}/"' in page for page in pages)

    for user in (seller_sato, staff_mori):
        for query in (deal.code.lower(), deal.vehicle.reference, "Boateng", deal.vehicle.make.name_en):
            assert finds(user, query), (user, query)
        assert not finds(user, "nobody-of-this-name")
    assert not finds(stranger, deal.code)
    assert 'role="search"' not in as_user(buyer_boateng).get("/en/deals/").content.decode()
