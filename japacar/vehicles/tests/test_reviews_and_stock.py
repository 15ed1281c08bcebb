"""What our staff looks at before the public does, and what leaves the search when nobody says that it is still there."""

from datetime import timedelta

import pytest
from django.test import Client

from japacar.events.actions import record
from japacar.events.invariants import State, states_not_told_by_events
from japacar.events.kinds import Kind
from japacar.events.models import Event
from japacar.kernel import clock
from japacar.members.models import Dealer
from japacar.notices.actions import tell_about
from japacar.notices.tests.test_tell import mails
from japacar.vehicles import actions
from japacar.vehicles.actions import stock
from japacar.vehicles.models import ListingReview, Vehicle
from japacar.vehicles.tests.test_public_pages import make_photo
from tests import make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db


def listed(dealer: Dealer, **over: object) -> Vehicle:
    """A vehicle with its event, so that the fold of the events can be proved."""
    if over.get("status") == "draft":
        over = {"published_at": None, **over}
    vehicle = make.make_vehicle(dealer, **over)
    for number in range(3):
        make_photo(vehicle, position=number)
    record(Kind.VEHICLE_DRAFTED, vehicle, by="system", lane="status", to=vehicle.status)
    return vehicle


def told_right() -> bool:
    """Every state is what its events say, and the promises about listings hold."""
    states = [State(each.event_ref, "status", each.status) for each in Vehicle.objects.all()]
    waiting = set(Vehicle.objects.filter(status="review").values_list("pk", flat=True))
    open_ones = set(ListingReview.objects.filter(decided_at=None).values_list("vehicle", flat=True))
    return not list(states_not_told_by_events(states)) and waiting == open_ones


def publish(person, vehicle: Vehicle) -> str:
    answer = SignedIn(person).post(f"/en/sell/cars/{vehicle.reference}/", {"do": "publish"}, follow=True)
    vehicle.refresh_from_db()
    return answer.content.decode()


def test_first_listings_wait_for_staff_and_the_rest_follows_by_itself(settings, seller_sato, aoba, staff_mori):
    settings.LISTING_REVIEW_FIRST = 2
    first, second, third = (listed(aoba, status="draft") for _number in range(3))
    for each in (first, second, third):
        assert "Our staff looks at the listing first" in publish(seller_sato, each)
        assert each.status == "review"
        assert Client().get(f"/en/cars/{each.reference}/").status_code == 404
    staff = SignedIn(staff_mori)
    assert "One of the first listings" in staff.get("/en/desk/listings/").content.decode()
    for each in (first, second):
        page = f"/en/desk/listings/{each.reference}/"
        each.refresh_from_db()
        assert staff.post(page + "approve/", {"seen": each.updated_at.isoformat()}).status_code == 302
    assert set(Vehicle.objects.values_list("status", flat=True)) == {"published"}
    assert told_right()
    told = Event.objects.get(kind=Kind.VEHICLE_APPROVED, subject=first.event_ref)
    tell_about(told.pk)
    assert first.title("ja") in mails()[0]["text"]


def test_staff_sends_back_with_words_and_the_dealer_reads_them(settings, seller_sato, aoba, staff_mori):
    settings.LISTING_REVIEW_FIRST = 1
    vehicle = listed(aoba, status="draft")
    publish(seller_sato, vehicle)
    staff, page = SignedIn(staff_mori), f"/en/desk/listings/{vehicle.reference}/"
    refused = staff.post(page + "refuse/", {"words": " "})
    assert refused.status_code == 422
    vehicle.refresh_from_db()
    assert vehicle.status == "review"
    assert staff.post(page + "refuse/", {"words": "下回りの写真を追加してください。"}).status_code == 302
    vehicle.refresh_from_db()
    assert vehicle.status == "draft"
    assert (
        "下回りの写真を追加してください。"
        in SignedIn(seller_sato).get(f"/en/sell/cars/{vehicle.reference}/").content.decode()
    )
    assert told_right()
    assert "no longer waits" in staff.post(page + "approve/", {"seen": "x"}, follow=True).content.decode()
    vehicle.refresh_from_db()
    assert vehicle.status == "draft"


def test_what_changed_while_staff_looked_is_not_approved(settings, seller_sato, aoba, staff_mori):
    settings.LISTING_REVIEW_FIRST = 1
    vehicle = listed(aoba, status="draft")
    publish(seller_sato, vehicle)
    seen = vehicle.updated_at.isoformat()
    SignedIn(seller_sato).post(f"/en/sell/cars/{vehicle.reference}/", {"do": "save", "price": "1,000,000"})
    answer = SignedIn(staff_mori).post(f"/en/desk/listings/{vehicle.reference}/approve/", {"seen": seen}, follow=True)
    vehicle.refresh_from_db()
    assert "changed the listing meanwhile" in answer.content.decode()
    assert vehicle.status == "review"


def test_a_price_far_from_like_cars_waits_also_when_it_is_changed_later(seller_sato, aoba, minato):
    for number in range(5):
        listed(minato, price_minor=3_000_000 + number * 10_000)
    cheap = listed(aoba, status="draft", price_minor=300_000)
    publish(seller_sato, cheap)
    assert cheap.status == "review"
    assert ListingReview.objects.get().reasons == ["price"]
    fair = listed(aoba, status="draft", price_minor=2_900_000)
    publish(seller_sato, fair)
    assert fair.status == "published"
    SignedIn(seller_sato).post(f"/en/sell/cars/{fair.reference}/price/", {"price": "290,000"})
    fair.refresh_from_db()
    assert (fair.status, fair.price_minor) == ("review", 290_000)
    assert told_right()


def test_a_chassis_number_of_another_dealer_waits_and_withdrawing_ends_that(seller_sato, aoba, minato):
    other = listed(minato)
    same = listed(aoba, status="draft", chassis_no=other.chassis_no)
    publish(seller_sato, same)
    assert ListingReview.objects.get().reasons == ["chassis"]
    SignedIn(seller_sato).post(f"/en/sell/cars/{same.reference}/withdraw/")
    same.refresh_from_db()
    assert same.status == "withdrawn"
    assert ListingReview.objects.get().decision == "gone"
    assert told_right()


def age(vehicle: Vehicle, days: float) -> None:
    Vehicle.objects.filter(pk=vehicle.pk).update(stock_confirmed_at=clock.now() - timedelta(days=days))


def test_a_dealer_is_asked_once_then_the_car_leaves_the_search_and_one_tap_brings_it_back(aoba, seller_sato):
    fresh, due = listed(aoba), listed(aoba)
    age(fresh, 2)
    age(due, 12)
    for _time in range(2):
        actions.pass_stock_deadlines()
    asked = Event.objects.get(kind=Kind.DEALER_STOCK_ASKED)
    assert asked.facts == {"count": 1}
    tell_about(asked.pk)
    link = actions.link_for(aoba)
    assert "/ja/still-there/" in mails()[0]["text"]
    later = clock.now() - timedelta(days=4)
    Vehicle.objects.filter(pk=due.pk).update(stock_confirmed_at=clock.now() - timedelta(days=15), stock_asked_at=later)
    actions.pass_stock_deadlines()
    due.refresh_from_db()
    assert due.status == "expired"
    assert due.reference not in Client().get("/en/cars/").content.decode()
    page = Client().get(f"/en/cars/{due.reference}/")
    assert "not confirmed lately" in page.content.decode()
    assert "application/ld+json" not in page.content.decode()
    path = link.partition("//")[2].partition("/")[2]
    opened = Client().get(f"/{path}")
    due.refresh_from_db()
    assert (opened.status_code, due.status) == (200, "expired")
    Client().post(f"/{path}", {"car": [due.reference, fresh.reference, "JP-NOSUCH"]})
    due.refresh_from_db()
    assert due.status == "published"
    assert due.reference in Client().get("/en/cars/").content.decode()
    assert told_right()


def test_a_wrong_or_old_link_says_what_to_do_and_confirms_nothing(aoba, minato, monkeypatch):
    due = listed(aoba)
    age(due, 20)
    path = actions.link_for(aoba).partition("//")[2].partition("/")[2]
    assert Client().post(f"/{path[:-3]}x/", {"car": due.reference}).status_code == 404
    monkeypatch.setattr(stock, "LINK_LIVES", timedelta(seconds=-1))
    opened = [Client().get(f"/{each}") for each in (path, f"{path[:-3]}x/", "en/still-there/nothing/")]
    sent = Client().post(f"/{path}", {"car": due.reference})
    for answer in (*opened, sent):
        words = answer.content.decode()
        assert answer.status_code == 404
        assert "This link no longer works" in words or "このリンクは使えません" in words
        assert "/sell/cars/" in words
        assert due.reference not in words
        assert aoba.name("en") not in words
    monkeypatch.undo()
    other = actions.link_for(minato).partition("//")[2].partition("/")[2]
    Client().post(f"/{other}", {"car": due.reference})
    due.refresh_from_db()
    assert due.stock_confirmed_at < clock.now() - timedelta(days=19)


def test_the_stock_page_confirms_everything_by_one_button(aoba, minato, seller_sato):
    due, foreign = listed(aoba), listed(minato)
    for each in (due, foreign):
        age(each, 13)
    me = SignedIn(seller_sato)
    assert "waiting for your word" in me.get("/en/sell/cars/").content.decode()
    me.post("/en/sell/cars/confirm/", {})
    me.post("/en/sell/cars/confirm/", {"car": foreign.reference})
    for each in (due, foreign):
        each.refresh_from_db()
    assert due.stock_confirmed_at > clock.now() - timedelta(minutes=1)
    assert foreign.stock_confirmed_at < clock.now() - timedelta(days=12)


@pytest.mark.parametrize("theirs", ["TRJ150-0104567", "TRJ1500104567", "TRJ150 0104567"])
@pytest.mark.parametrize(
    "mine", ["trj150-0104567", "ＴＲＪ１５０－０１０４５６７", "TRJ150 0104567", "TRJ1500104567", "TRJ150ー0104567"]
)
def test_a_chassis_number_of_another_dealer_is_known_however_it_is_written(seller_sato, aoba, minato, theirs, mine):
    listed(minato, chassis_no=theirs)
    same = listed(aoba, status="draft", chassis_no="")
    SignedIn(seller_sato).post(f"/en/sell/cars/{same.reference}/", {"do": "publish", "chassis_no": mine})
    same.refresh_from_db()
    assert same.status == "review"
    assert ListingReview.objects.get().reasons == ["chassis"]


@pytest.mark.parametrize(
    ("typed", "kept", "status"),
    [
        ("０", None, "draft"),
        ("1", None, "draft"),
        ("-5", None, "draft"),
        ("9999999999999", None, "draft"),
        ("99999999", 99_999_999, "review"),
        ("１２０万", 1_200_000, "published"),
        ("２９８万円", 2_980_000, "published"),
    ],
)
def test_odd_prices_are_read_as_they_are_meant_or_answered_and_far_ones_wait(
    settings, seller_sato, aoba, minato, typed, kept, status
):
    settings.LISTING_REVIEW_PRICE_FACTOR = 3
    for number in range(5):
        listed(minato, price_minor=3_000_000 + number * 10_000)
    car = listed(aoba, status="draft", price_minor=None)
    answer = SignedIn(seller_sato).post(f"/en/sell/cars/{car.reference}/", {"do": "publish", "price": typed})
    car.refresh_from_db()
    assert (car.price_minor, car.status) == (kept, status)
    assert ('id="f_price-error"' in answer.content.decode()) == (kept is None)


def test_two_taps_are_one_and_a_car_that_was_sold_meanwhile_stays_sold(aoba, seller_sato):
    due, sold = listed(aoba), listed(aoba)
    for each in (due, sold):
        age(each, 20)
    path = "/" + actions.link_for(aoba).partition("//")[2].partition("/")[2]
    Vehicle.objects.filter(pk=sold.pk).update(status="sold")
    browser = Client()
    browser.head(path)
    assert not Event.objects.filter(kind=Kind.VEHICLE_STOCK_CONFIRMED).exists()
    said = [browser.post(path, {"car": [due.reference, sold.reference]}).content.decode() for _tap in range(2)]
    sold.refresh_from_db()
    assert sold.status == "sold"
    assert "1 car is confirmed" in said[0]
    assert "All cars are confirmed" in said[1]
    assert "0 cars" not in said[1]
    assert Event.objects.filter(kind=Kind.VEHICLE_STOCK_CONFIRMED).count() == 1
