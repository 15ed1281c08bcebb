"""A quotation through the pages: written, compared, answered; one of two buyers reserves and the other is told kindly."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from japacar.accounts.models import User
from japacar.deals.models import Deal
from japacar.events.models import Event
from japacar.kernel import clock
from japacar.kernel.eras import era_text
from japacar.quotes import actions
from japacar.quotes.models import Quote
from japacar.vehicles.models import Vehicle
from tests import drive, make

pytestmark = pytest.mark.django_db


def form(**over: Any) -> dict[str, Any]:
    """A dealer's quotation, complete."""
    return {
        "car": "¥3,180,000",
        "freight": "228000",
        "insurance": "3.1万円",
        "documents": "１２，０００",
        "incoterm": "CIF",
        "valid_on": (clock.today_jst() + timedelta(days=7)).isoformat(),
        "form_key": str(uuid.uuid4()),
        **over,
    }


def post(browser: Client, deal: Deal, step: str, **said: Any) -> Any:
    return browser.post(f"/en/deals/{deal.code}/{step}", {"form_key": str(uuid.uuid4()), **said})


def test_from_the_quote_to_the_confirmed_stock(
    deal: Deal, buyer_boateng: User, seller_sato: User, as_user: Any
) -> None:
    buyer, seller = as_user(buyer_boateng), as_user(seller_sato)
    assert 'value="3,180,000"' in seller.get(f"/en/deals/{deal.code}/quote/new/").content.decode()
    post(seller, deal, "quote/new/", **form())
    written = era_text(clock.today_jst() + timedelta(days=7))
    post(seller, deal, "quote/new/", **form(car="3.100.000", other="8000", other_label="Fumigation", valid_on=written))

    compared = buyer.get(f"/en/deals/{deal.code}/quotes/").content.decode()
    assert "Version 1" in compared
    assert compared.count("changed</small>") == 3  # the car, the other line, the total
    page = buyer.get(f"/en/deals/{deal.code}/quotes/2/reserve/").content.decode()
    assert "Reserve for ¥3,379,000" in page
    assert "72 hours" in page
    post(buyer, deal, "quotes/2/reserve/", shown_total_minor=3_379_000)
    post(seller, deal, "stock/")

    deal.refresh_from_db()
    assert (deal.commercial, deal.total_minor) == ("stock_check", 3_379_000)
    told = buyer.get(f"/en/deals/{deal.code}/").content.decode()
    assert "reserved the car for ¥3,379,000" in told
    assert "confirmed that the car is there" in told


def test_the_second_buyer_is_told_kindly_and_keeps_his_quote(
    deal: Deal, buyer_boateng: User, buyer_nkosi: User, aoba: Any, as_user: Any
) -> None:
    similar = make.make_vehicle(aoba)
    rival = make.make_deal(deal.vehicle, buyer=buyer_nkosi)
    offer = drive.to_quoted(rival)
    late = as_user(buyer_nkosi)
    assert late.get(f"/en/deals/{rival.code}/quotes/1/reserve/").status_code == 200
    drive.to_accepted(deal)

    answer = post(late, rival, "quotes/1/reserve/", shown_total_minor=offer.total_minor)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Another buyer was a moment faster" in page
    assert "Your quote stays" in page
    assert similar.reference in page
    rival.refresh_from_db(), offer.refresh_from_db()
    assert (rival.commercial, offer.status) == ("quoted", "open")


def test_a_buyer_is_not_told_of_a_rival_where_the_dealer_took_the_car_off_sale(
    deal: Deal, buyer_boateng: User, seller_sato: User, as_user: Any
) -> None:
    offer = drive.to_quoted(deal)
    withdrawn = as_user(seller_sato).post(f"/en/sell/cars/{deal.vehicle.reference}/withdraw/")
    assert withdrawn.status_code == 302

    answer = post(as_user(buyer_boateng), deal, "quotes/1/reserve/", shown_total_minor=offer.total_minor)

    assert answer.status_code == 409
    assert "The car is no longer on sale" in answer.text
    assert "Another buyer" not in answer.text
    deal.refresh_from_db()
    assert deal.commercial == "quoted"


def test_a_total_that_was_not_shown_is_shown_and_not_taken(deal: Deal, buyer_boateng: User, as_user: Any) -> None:
    drive.to_quoted(deal)
    buyer = as_user(buyer_boateng)

    other = post(buyer, deal, "quotes/1/reserve/", shown_total_minor=3_000_000).content.decode()
    deal.refresh_from_db()
    drive.to_quoted(deal, [*drive.LINES[:1], *drive.LINES[3:]])
    older = post(buyer, deal, "quotes/1/reserve/", shown_total_minor=3_487_000)

    assert "¥3,000,000" in other
    assert "¥3,487,000" in other
    assert older.status_code == 409
    assert "¥3,223,000" in older.content.decode()
    deal.refresh_from_db()
    drive.to_quoted(deal, [*drive.LINES[:1], *drive.LINES[3:]])
    same = post(buyer, deal, "quotes/2/reserve/", shown_total_minor=3_223_000)
    assert same.status_code == 409
    assert "The total is the same: ¥3,223,000." in same.content.decode()
    assert "price has changed" not in same.content.decode()
    assert Vehicle.objects.get().status == Vehicle.Status.PUBLISHED


@pytest.mark.parametrize(
    ("step", "said"), [("reserve", {"shown_total_minor": 3_487_000}), ("counter", {"car": "3,000,000"})]
)
def test_what_was_reserved_in_another_window_is_said_as_that(
    deal: Deal, buyer_boateng: User, as_user: Any, monkeypatch: pytest.MonkeyPatch, step: str, said: dict[str, Any]
) -> None:
    drive.to_quoted(deal)
    buyer = as_user(buyer_boateng)
    name = {"reserve": "accept_quote", "counter": "counter_quote"}[step]
    late, accept = getattr(actions, name), actions.accept_quote

    def after_the_other(quote: Quote, **rest: Any) -> Any:
        """The other window's tap has gone through between what this one read and what it does."""
        other = Quote.objects.select_related("deal__vehicle").get(pk=quote.pk)
        accept(other, shown_total_minor=other.total_minor, by=drive.buyer_of(other.deal))
        return late(quote, **rest)

    monkeypatch.setattr(actions, name, after_the_other)
    answer = post(buyer, deal, f"quotes/1/{step}/", **said)
    page = buyer.get(f"/en/deals/{deal.code}/").content.decode()

    assert answer.headers["Location"] == f"/en/deals/{deal.code}/"
    assert "moved on in the meantime (now: Reserved)" in page
    assert list(deal.quotes.values_list("version", "status")) == [(1, Quote.Status.ACCEPTED)]
    assert Event.objects.filter(kind="quote.accepted").count() == 1
    assert Deal.objects.get().commercial == "accepted"


def test_a_quote_that_ran_out_may_be_asked_for_again(deal: Deal, buyer_boateng: User, as_user: Any) -> None:
    drive.to_quoted(deal)
    with time_machine.travel(clock.now() + timedelta(days=8)):
        buyer = as_user(buyer_boateng)
        answer = post(buyer, deal, "quotes/1/reserve/", shown_total_minor=3_487_000)
        again = post_request(buyer, deal.vehicle)

        assert "does not hold any more" in answer.content.decode()
        assert Deal.objects.get(pk=deal.pk).commercial == "expired"
        assert again.headers["Location"] == f"/en/deals/{Deal.objects.exclude(pk=deal.pk).get().code}/"


def post_request(buyer: Client, car: Vehicle) -> Any:
    return buyer.post(f"/en/cars/{car.reference}/quote/", {"port": "KE-KEMBA", "form_key": str(uuid.uuid4())})


@pytest.mark.parametrize("shown", ["", "x", "-1", "99999999999999999999"])
def test_nonsense_instead_of_the_total_reserves_nothing(
    deal: Deal, buyer_boateng: User, as_user: Any, shown: str
) -> None:
    drive.to_quoted(deal)

    answer = post(as_user(buyer_boateng), deal, "quotes/1/reserve/", shown_total_minor=shown)

    assert answer.status_code == 302
    assert Vehicle.objects.get().status == Vehicle.Status.PUBLISHED


def test_a_counter_offer_comes_to_the_dealer_who_agrees_by_sending_it(
    deal: Deal, buyer_boateng: User, seller_sato: User, as_user: Any
) -> None:
    drive.to_quoted(deal)
    buyer, seller = as_user(buyer_boateng), as_user(seller_sato)

    post(buyer, deal, "quotes/1/counter/", car="300万円", note="Cash is ready.")

    assert deal.quotes.last().total_minor == 3_307_000
    assert "Cash is ready." in seller.get(f"/en/deals/{deal.code}/quote/new/").content.decode()
    post(buyer, deal, "quotes/2/reserve/", shown_total_minor=3_307_000)
    deal.refresh_from_db()
    assert deal.commercial == "countered"


@pytest.mark.parametrize("price", ["", "0", "-5", "abc", "3180000", "9" * 23])
def test_an_offer_that_is_none_comes_back(deal: Deal, buyer_boateng: User, as_user: Any, price: str) -> None:
    drive.to_quoted(deal)

    assert post(as_user(buyer_boateng), deal, "quotes/1/counter/", car=price).status_code == 422
    assert deal.quotes.count() == 1


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"car": ""}, "A quote needs a price for the car."),
        ({"car": "0"}, "Give an amount above zero."),
        ({"freight": "くるま"}, "Give an amount in yen"),
        ({"freight": "-1"}, "without a minus sign"),
        ({"inland": "1.5"}, "Give whole yen."),
        ({"inland": "9999999999"}, "This amount is too large"),
        ({"insurance": ""}, "CIF holds this"),
        ({"incoterm": "FOB"}, "FOB does not hold this"),
        ({"incoterm": "XXX"}, "Select a valid choice"),
        ({"other": "500"}, "Say what the other line is for."),
        ({"other": "5", "other_label": "x" * 81}, "At most 80 characters"),
        ({"valid_on": "2020-01-01"}, "This day has passed."),
        ({"valid_on": "2099-01-01"}, "At most 60 days"),
        ({"valid_on": "soon"}, "Enter a day such as"),
        ({"note": "x" * 1001}, "At most 1,000 characters"),
    ],
)
def test_a_quote_that_cannot_be_sent_comes_back_with_what_was_typed(
    deal: Deal, seller_sato: User, as_user: Any, over: dict[str, str], sentence: str
) -> None:
    answer = post(as_user(seller_sato), deal, "quote/new/", **form(**over))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "3.1万円" in answer.content.decode() or "insurance" in over
    assert not Quote.objects.exists()


def test_the_same_quote_sent_twice_is_one_version_and_the_preview_sends_none(
    deal: Deal, seller_sato: User, as_user: Any
) -> None:
    seller, said = as_user(seller_sato), form()
    preview = post(seller, deal, "quote/new/", **form(preview="1"))
    assert "Total of the lines: ¥3,451,000" in preview.content.decode()
    assert not Quote.objects.exists()

    for _ in range(2):
        seller.post(f"/en/deals/{deal.code}/quote/new/", said)

    assert Quote.objects.count() == 1


@pytest.mark.parametrize(
    ("meanwhile", "words"), [("dealer", "Version 1 was sent while"), ("buyer", "made an offer while")]
)
def test_a_quote_answers_no_version_that_its_writer_has_not_seen(
    deal: Deal, buyer_boateng: User, seller_sato: User, as_user: Any, meanwhile: str, words: str
) -> None:
    """Two of the dealer's windows, or the buyer's offer while the dealer writes: it is said first, and what was typed stays."""
    seller, colleague = as_user(seller_sato), as_user(seller_sato)
    seen = 0
    post(colleague, deal, "quote/new/", **form(after="0"))
    if meanwhile == "buyer":
        seen = 1
        post(as_user(buyer_boateng), deal, "quotes/1/counter/", car="3000000")

    stale = post(seller, deal, "quote/new/", **form(after=str(seen), car="3,333,333"))
    page = stale.content.decode()
    assert stale.status_code == 422
    assert words in page
    assert 'value="3,333,333"' in page
    assert "send it as it is" not in page
    assert Quote.objects.count() == seen + 1

    assert f'name="after" value="{seen + 1}"' in page
    assert post(seller, deal, "quote/new/", **form(after=str(seen + 1), car="3,333,333")).status_code == 302
    assert Quote.objects.count() == seen + 2


def test_two_versions_side_by_side_say_by_how_much_they_differ(
    deal: Deal, buyer_boateng: User, seller_sato: User, as_user: Any
) -> None:
    drive.to_quoted(deal)
    first = deal.quotes.get()
    car = next(line.amount_minor for line in first.lines.all() if line.kind == "car")
    post(as_user(buyer_boateng), deal, f"quotes/{first.version}/counter/", car=str(car - 20_000))

    page = as_user(seller_sato).get(f"/en/deals/{deal.code}/quotes/").content.decode()

    # The car and the total; what stayed the same says nothing.
    assert page.count("−¥20,000") == 2
    assert page.count("changed</small>") == 2


def test_an_offer_does_not_replace_a_version_that_the_buyer_has_not_seen(deal: Deal) -> None:
    """The dealer sends a version in the very moment in which the buyer answers the former one."""
    seen = drive.to_quoted(deal)
    seen = Quote.objects.get(pk=seen.pk)
    newer = drive.to_quoted(Deal.objects.get(pk=deal.pk))

    with pytest.raises(actions.QuoteExpired):
        actions.counter_quote(seen, car_minor=3_000_000, by=drive.buyer_of(deal))

    newer.refresh_from_db()
    assert newer.status == Quote.Status.OPEN
    assert Quote.objects.filter(deal=deal).count() == 2
