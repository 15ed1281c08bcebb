"""The pages that everybody may read: what they show, what they keep to themselves, and what they cost."""

import json
import re
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from japacar.accounts.models import User
from japacar.files.models import StoredFile, Use
from japacar.kernel import clock
from japacar.members.models import Dealer
from japacar.vehicles import vocabulary
from japacar.vehicles.loading import similar_to
from japacar.vehicles.models import Fault, Photo, Vehicle
from japacar.vehicles.search import index_vehicle
from tests import make

pytestmark = pytest.mark.django_db
HOSTILE = "</script><script>alert(1)</script><!--\"'&"
SERIAL = "0104567"


def make_photo(vehicle: Vehicle, *, is_private: bool = False, **over: object) -> Photo:
    file = StoredFile.objects.create(
        slot=Use.DOCUMENT_IMAGE if is_private else Use.PHOTO,
        media_type="image/jpeg",
        size=1000,
        sha256="0" * 64,
        width=1280,
        height=960,
        sealed=is_private,
        owner_ref=vehicle.event_ref,
        uploaded_by="system",
    )
    return Photo.objects.create(vehicle=vehicle, file=file, is_private=is_private, **over)


@pytest.fixture
def prado(aoba: Dealer) -> Vehicle:
    vehicle = make.make_vehicle(
        aoba,
        reference="JP-4F7K2M",
        chassis_no=f"TRJ150-{SERIAL}",
        equipment=["navigation", "no-longer-known"],
        description_ja="ワンオーナー車です。",
        description_en="One owner.",
    )
    for angle in ("front_left", "rear_right", "dashboard"):
        make_photo(vehicle, angle=angle)
    plate = make_photo(vehicle, angle="chassis_plate", is_private=True)
    Fault.objects.create(vehicle=vehicle, code="A1", panel="front-bumper", photo=vehicle.photos.first())
    Fault.objects.create(vehicle=vehicle, code="U1", panel="bonnet", photo=plate)
    index_vehicle(vehicle)
    return vehicle


def page(address: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def structured(html: str) -> list[dict[str, object]]:
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)]


class TextOnly(HTMLParser):
    """The words of a page without what is marked as English, and without scripts and names."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in {"meta", "link", "img", "br", "input", "path", "source", "circle", "rect"}:
            self.open.append((tag, given.get("lang") == "en" or tag in {"script", "style"}))
        self.words += [
            given[name] or "" for name in ("aria-label", "alt", "content") if name in given and tag != "meta"
        ]

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(is_skipped for _, is_skipped in self.open):
            self.words.append(data)


def test_visitor_reads_the_specification_the_price_and_the_dealer(prado: Vehicle) -> None:
    html = page("/en/cars/JP-4F7K2M/")
    for words in (
        *(
            "2020 Toyota Land Cruiser Prado TX",
            "64,218\u00a0km",
            "June 2020",
            "令和2年6月",
            "16.764 m³",
            "Size, cm",
            "482×<wbr>188×<wbr>185",
        ),
        *(
            "¥3,180,000",
            "about US$",
            "European Central Bank",
            "not included",
            "6-speed automatic",
            "3BA-TRJ150W",
            "FOB Yokohama",
        ),
        *(
            "Aoba Jidosha K.K.",
            "青葉自動車株式会社",
            "Saitama Public Safety Commission",
            "埼玉県公安委員会",
            "No. 431020000001",
            "Navigation (Japanese)",
            "One owner.",
        ),
        *("Front bumper: small scratch", "in full after you reserve", "TRJ150-01•••••", "Saitama"),
    ):
        assert words in html, words


@pytest.mark.parametrize(
    "address",
    [
        "/en/cars/JP-4F7K2M/",
        "/ja/cars/JP-4F7K2M/",
        "/en/cars/",
        "/en/",
        "/en/cars/JP-4F7K2M/photos/",
        "/en/cars/?q=TRJ150",
    ],
)
def test_chassis_number_and_private_photos_stay_away_from_visitors(prado: Vehicle, address: str) -> None:
    html = page(address)
    private = prado.photos.get(is_private=True).file
    assert SERIAL not in html
    assert private.name not in html
    assert str(private.pk) not in html


def test_faults_lead_to_public_photos_only(prado: Vehicle) -> None:
    html = page("/en/cars/JP-4F7K2M/")
    assert 'href="/en/cars/JP-4F7K2M/photos/#photo-1">Photo 1<' in html
    assert 'id="photo-3"' in page("/en/cars/JP-4F7K2M/photos/")
    assert 'id="photo-4"' not in page("/en/cars/JP-4F7K2M/photos/")


@pytest.mark.parametrize(
    "address", ["/en/", "/ja/", "/en/cars/", "/ja/cars/?q=prado", "/en/cars/JP-4F7K2M/", "/en/cars/JP-4F7K2M/photos/"]
)
def test_visitors_get_no_cookie_and_caches_may_keep_the_page(prado: Vehicle, address: str) -> None:
    answer = Client().get(address)
    assert not answer.cookies
    assert answer["Cache-Control"] == "public, max-age=60"


def test_pages_of_people_who_signed_in_are_not_kept(prado: Vehicle, buyer_boateng: User, as_user: type) -> None:
    assert as_user(buyer_boateng).get("/en/cars/JP-4F7K2M/")["Cache-Control"] == "private, no-store"


def test_machines_read_a_car_with_its_offer(prado: Vehicle) -> None:
    car, way = structured(page("/en/cars/JP-4F7K2M/"))
    assert car["@type"] == "Car"
    assert car["offers"]["price"] == "3180000"  # type: ignore[index]
    assert car["offers"]["availability"].endswith("InStock")  # type: ignore[index]
    assert car["mileageFromOdometer"]["unitCode"] == "KMT"  # type: ignore[index]
    assert "TRJ150-" not in json.dumps(car)
    assert [step["name"] for step in way["itemListElement"]] == ["Cars", "Toyota", "Land Cruiser Prado"]  # type: ignore[attr-defined]


def test_hostile_words_stay_words(aoba: Dealer) -> None:
    make.make_vehicle(
        aoba, reference="JP-4F7K2M", grade=HOSTILE, description_en=HOSTILE, stock_number="<b>1", location_city=HOSTILE
    )
    for address in ("/en/cars/JP-4F7K2M/", "/en/cars/", "/en/", "/ja/cars/JP-4F7K2M/"):
        html = page(address)
        assert "<script>alert" not in html
        assert "<b>1" not in html
    car, _ = structured(page("/en/cars/JP-4F7K2M/"))
    assert car["vehicleConfiguration"] == HOSTILE


@pytest.mark.parametrize("hidden", [{"status": "draft"}, {"status": "withdrawn"}], ids=["draft", "withdrawn"])
def test_what_is_not_public_is_a_404_for_strangers_and_a_preview_for_its_dealer(
    aoba: Dealer, seller_sato: User, seller_suzuki: User, minato: Dealer, as_user: type, hidden: dict[str, str]
) -> None:
    make.make_vehicle(aoba, reference="JP-4F7K2M", **hidden)
    for client in (Client(), as_user(seller_suzuki)):
        assert client.get("/en/cars/JP-4F7K2M/").status_code == 404
        assert client.get("/en/cars/JP-4F7K2M/photos/").status_code == 404
    html = page("/en/cars/JP-4F7K2M/", as_user(seller_sato))
    assert "Only you see this page" in html
    assert "JP-4F7K2M" not in page("/en/cars/", as_user(seller_sato))


def test_cars_of_a_suspended_dealer_disappear(prado: Vehicle, aoba: Dealer) -> None:
    Dealer.objects.filter(pk=aoba.pk).update(status=Dealer.Status.SUSPENDED)
    assert Client().get("/en/cars/JP-4F7K2M/").status_code == 404
    for address in ("/en/", "/en/cars/?show=sold", "/sitemap.xml"):
        assert "JP-4F7K2M" not in page(address)


def test_sold_page_stays_and_shows_similar_cars(prado: Vehicle, aoba: Dealer) -> None:
    other = make.make_vehicle(aoba)
    Vehicle.objects.filter(pk=prado.pk).update(status=Vehicle.Status.SOLD)
    html = page("/en/cars/JP-4F7K2M/")
    assert "has found its buyer" in html
    assert other.reference in html
    assert '<a href="#similar">' in html
    assert ' id="similar">' in html
    assert "Ask for a quote" not in html
    assert "SoldOut" in html
    assert "JP-4F7K2M" not in page("/en/cars/")


def test_reference_in_small_letters_leads_to_the_page(prado: Vehicle) -> None:
    assert Client().get("/en/cars/jp-4f7k2m/")["Location"] == "/en/cars/JP-4F7K2M/"
    assert Client().get("/en/cars/nonsense/").status_code == 404


def test_the_number_of_a_sold_car_leads_to_it(prado: Vehicle) -> None:
    Vehicle.objects.filter(pk=prado.pk).update(status=Vehicle.Status.SOLD)

    html = page("/en/cars/?q=jp-4f7k2m")

    assert '<a href="/en/cars/?q=jp-4f7k2m&amp;show=sold">With reserved and sold ones</a>' in html
    assert "/en/cars/JP-4F7K2M/" in page("/en/cars/?q=jp-4f7k2m&show=sold")


def test_nothing_found_offers_the_nearest_ways_with_counts(prado: Vehicle) -> None:
    html = page("/en/cars/?make=toyota&year_from=2024")
    assert "No car fits all of that" in html
    assert 'href="/en/cars/?make=toyota">Without “From 2024”</a>' in html
    assert "Search for “Prado”" in page("/en/cars/?q=pradoo")


def test_filters_in_use_can_each_be_taken_away(prado: Vehicle) -> None:
    html = page("/en/cars/?q=prado&make=toyota&body=suv")
    for address in ("?make=toyota&amp;body=suv", "?q=prado&amp;body=suv", "?q=prado&amp;make=toyota"):
        assert f'href="/en/cars/{address}" aria-current="true"' in html
    assert ">Clear all<" in html


def test_wrong_parameters_are_named_gently(prado: Vehicle) -> None:
    html = page("/en/cars/?make=toyota&year_from=abc")
    assert "Not understood and left out: Year." in html
    assert "JP-4F7K2M" in html
    assert "this is the last one" in page("/en/cars/?page=99")


@pytest.mark.parametrize(
    "address",
    [
        "/ja/",
        "/ja/cars/?make=toyota",
        "/ja/cars/?make=toyota&year_from=2024",
        "/ja/cars/JP-4F7K2M/",
        "/ja/cars/JP-4F7K2M/photos/",
        "/ja/check-a-paper/?code=%21",
    ],
)
def test_japanese_pages_have_no_untranslated_words(prado: Vehicle, address: str) -> None:
    reader = TextOnly()
    reader.feed(page(address))
    known = r"JAPACAR|CHAdeMO|ETC|Japanese Car Trading LLC|FOB|TX|km|cc|cm|AT|4WD|2WD|SUV|LPG|CNG|CVT|m³|kg|WhatsApp|Facebook|X|LINE|URL|KB|A1|U1|English|Tel|TRJ150W?|info@japacar.jp|ST-\d+|JP-\w+|TR|BA|https?://\S+|A|U|W|S"
    left = [word for text in reader.words for word in re.findall(r"[A-Za-z][A-Za-z@.]{2,}", re.sub(known, "", text))]
    assert left == []


@pytest.mark.parametrize("how_many", [1, 5])
@pytest.mark.parametrize(
    ("address", "queries"), [("/en/", 6), ("/en/cars/?make=toyota&body=suv", 5), ("/en/cars/JP-4F7K2M/", 6)]
)
def test_pages_cost_the_same_number_of_queries_however_many_cars(
    aoba: Dealer, how_many: int, address: str, queries: int, django_assert_num_queries: object
) -> None:
    first = make.make_vehicle(aoba, reference="JP-4F7K2M", published_at=timezone.now() - timedelta(days=9))
    for car in [first, *(make.make_vehicle(make.make_dealer()) for _ in range(how_many))]:
        for _ in range(how_many):
            make_photo(car)
        Fault.objects.create(vehicle=car, code="A1", panel="roof")
    with django_assert_num_queries(queries):  # type: ignore[operator]
        page(address)
    # Cards that were drawn once are not loaded again.
    with django_assert_num_queries(queries - 1):  # type: ignore[operator]
        page(address)


def test_a_kept_card_follows_its_vehicle(prado: Vehicle) -> None:
    assert "¥3,180,000" in page("/en/cars/")
    Vehicle.objects.filter(pk=prado.pk).update(price_minor=2_000_000, status=Vehicle.Status.RESERVED)
    html = page("/en/cars/")
    assert "¥2,000,000" in html
    assert 'class="tag info">Reserved<' in html
    assert "予約済み" in page("/ja/cars/")


def test_the_page_follows_whatever_changes(prado: Vehicle) -> None:
    assert "¥3,180,000" in page("/en/cars/JP-4F7K2M/")
    Vehicle.objects.filter(pk=prado.pk).update(price_minor=2_000_000, colour="green", equipment=["power-steering"])
    Fault.objects.create(vehicle=prado, code="A1", panel="roof", words_en="A scratch of a branch")
    Dealer.objects.filter(pk=prado.dealer_id).update(name_en="Renamed Motors K.K.")
    make_photo(prado)
    html = page("/en/cars/JP-4F7K2M/")
    for words in (
        "¥2,000,000",
        "Green",
        "A scratch of a branch",
        "Renamed Motors K.K.",
        str(vocabulary.EQUIPMENT["power-steering"]),
    ):
        assert words in html
    Dealer.objects.filter(pk=prado.dealer_id).update(status=Dealer.Status.SUSPENDED)
    assert Client().get("/en/cars/JP-4F7K2M/").status_code == 404


def test_similar_cars_are_of_the_same_model_first(aoba: Dealer) -> None:
    model, other = make.make_model(), make.make_model(name="Hiace")
    shown = make.make_vehicle(aoba, model=model, body_type="suv")
    same = make.make_vehicle(aoba, model=model, body_type="van", published_at=timezone.now() - timedelta(days=30))
    like = make.make_vehicle(aoba, model=other, body_type="suv")
    make.make_vehicle(aoba, model=other, body_type="van")
    assert similar_to(shown) == [same.pk, like.pk]


def test_pages_name_themselves_in_both_languages(prado: Vehicle) -> None:
    html = page("/ja/cars/JP-4F7K2M/")
    assert re.search(r'<link rel="canonical" href="http\S+/ja/cars/JP-4F7K2M/">', html)
    for code, language in (("en", "en"), ("ja", "ja"), ("x-default", "en")):
        assert re.search(rf'<link rel="alternate" hreflang="{code}" href="http\S+/{language}/cars/JP-4F7K2M/">', html)


def test_crawlers_are_told_where_to_go(prado: Vehicle) -> None:
    assert "/sitemap.xml" in page("/robots.txt")
    assert "/en/cars/JP-4F7K2M/" in page("/sitemap.xml")


def test_programs_that_ask_without_a_link_are_answered(db: None, settings: Any) -> None:
    """Whoever found a weakness is told where to write, for less than a year (RFC 9116), and only where somebody is named."""
    assert Client().get("/favicon.ico").content[:4] == b"\0\0\1\0"
    lines = dict(line.split(": ", 1) for line in page("/.well-known/security.txt").splitlines())
    assert lines["Contact"] == "mailto:info@japacar.jp"
    assert timedelta(days=30) < datetime.fromisoformat(lines["Expires"]) - clock.now() < timedelta(days=365)
    settings.SECURITY_CONTACT = ""
    assert Client().get("/.well-known/security.txt").status_code == 404
