"""What is said of a vehicle's condition: claims with day, observer and words, faults on the outline of its body, and repair
history by its definition."""

import re

import pytest
from django.test import Client

from japacar.vehicles import outlines
from japacar.vehicles.models import BodyType, Fault, Vehicle
from japacar.vehicles.tests.test_public_pages import make_photo
from japacar.vehicles.tests.test_selling import editor
from japacar.vehicles.vocabulary import PANELS
from tests import make

pytestmark = pytest.mark.django_db


def draft_of(dealer, **over) -> Vehicle:
    vehicle = make.make_vehicle(dealer, **{"status": "draft", "published_at": None, **over})
    for number in range(3):
        make_photo(vehicle, position=number)
    return vehicle


def page_of(vehicle: Vehicle, language: str = "en") -> str:
    return Client().get(f"/{language}/cars/{vehicle.reference}/").content.decode()


def test_a_note_goes_with_its_claim_to_the_public_page_and_without_one_it_is_refused(sato, aoba):
    car = draft_of(aoba)
    sato.post(editor(car), {"do": "save", "mech_engine": "issue", "mech_engine_note": "冷間時に異音 <b>"})
    alone = sato.post(editor(car), {"do": "save", "mech_brakes_note": "pads at 3 mm"})
    assert alone.status_code == 422
    assert 'id="f_mech_brakes_note-error"' in alone.content.decode()
    assert "pads at 3 mm" in alone.content.decode()
    car.refresh_from_db()
    assert [each["note"] for each in car.condition["mech_engine"]] == ["冷間時に異音 <b>"]
    assert "mech_brakes" not in car.condition
    assert 'value="冷間時に異音 &lt;b&gt;"' in sato.get(editor(car)).content.decode()
    Vehicle.objects.filter(pk=car.pk).update(status="published")
    assert '<span lang="ja">冷間時に異音</span> &lt;b&gt;' in page_of(car)


def test_other_words_to_a_claim_are_an_observation_of_their_own_day(sato, aoba):
    car = draft_of(aoba)
    sent = {"do": "save", "rust": "yes", "rust_note": "frame, light", "observed_on": "2026-02-01"}
    sato.post(editor(car), sent)
    sato.post(
        editor(car), {**sent, "rust_note": "frame, worse", "observed_on": "2026-06-01", "observed_by": "workshop"}
    )
    sato.post(editor(car), {**sent, "rust_note": "frame, worse", "observed_on": "2026-07-01"})
    car.refresh_from_db()
    assert [(each["seen_on"], each["by"], each["note"]) for each in car.condition["rust"]] == [
        ("2026-02-01", "dealer", "frame, light"),
        ("2026-06-01", "workshop", "frame, worse"),
    ]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"repair_history": "none", "repair_parts-shown": "1", "repair_parts": ["side_member"]}, "a skeleton part is named"),
        ({"repair_history": "unknown", "repair_parts-shown": "1", "repair_parts": ["floor"]}, "a skeleton part is named"),
        ({"repair_history": "none", "condition_grade": "ra", "condition_source": "USS"}, "to vehicles with repair history only"),
    ],
)  # fmt: skip
def test_a_listing_that_denies_its_own_repair_history_is_answered_beside_the_field(sato, aoba, sent, sentence):
    car = draft_of(aoba)
    saved = sato.post(editor(car), {"do": "save", **sent}, follow=True)
    assert sentence in saved.content.decode(), "a draft is kept, and told"
    refused = sato.post(editor(car), {"do": "publish", **sent})
    assert refused.status_code == 422
    assert sentence in re.search(r'id="f_repair_history-error".*?</p>', refused.content.decode(), re.S)[0]
    car.refresh_from_db()
    assert car.status == "draft"
    sato.post(editor(car), {"do": "publish", **sent, "repair_history": "yes"})
    car.refresh_from_db()
    assert car.status == "published"


def test_a_car_on_sale_gets_no_fault_that_denies_its_repair_history(sato, aoba):
    car = draft_of(aoba, status="published", repair_history="none")
    fault = {"do": "add-fault", "fault-code": "XX", "fault-panel": "roof"}
    refused = sato.post(editor(car), fault)
    assert refused.status_code == 422
    assert "part of the skeleton" in refused.content.decode()
    assert Fault.objects.count() == 0
    assert sato.post(editor(car), {**fault, "fault-panel": "bonnet"}).status_code == 302
    assert Fault.objects.get().panel == "bonnet", "bolted parts do not count"


def test_a_grade_needs_its_source(sato, aoba):
    car = draft_of(aoba)
    refused = sato.post(editor(car), {"do": "publish", "condition_grade": "4.5", "int_grade": "B"})
    assert refused.status_code == 422
    assert 'id="f_condition_source-error"' in refused.content.decode()
    car.refresh_from_db()
    assert car.status == "draft"
    Vehicle.objects.filter(pk=car.pk).update(status="published", details={"int_grade": "B"})
    assert "Interior grade" not in page_of(car)
    Vehicle.objects.filter(pk=car.pk).update(condition_source="USS Tokyo")
    assert "Interior grade" in page_of(car)


@pytest.mark.few(6)
@pytest.mark.parametrize("body", BodyType.values)
def test_each_body_is_drawn_as_it_is_and_what_is_drawn_can_be_chosen(sato, aoba, body):
    car = draft_of(aoba, body_type=body, hours=100)
    outline = outlines.outline_of(body)
    page = sato.get(editor(car)).content.decode()
    drawn = re.findall(r'data-panel="([a-z-]+)"', page)
    offered = re.findall(
        r'<option value="([a-z-]+)"', page[page.index('id="f_fault-panel"') :].partition("</select>")[0]
    )
    assert drawn == list(outline.pins)
    assert set(drawn) <= set(offered) <= set(PANELS)
    panel = drawn[-1]
    sato.post(editor(car), {"do": "add-fault", "fault-code": "A1", "fault-panel": panel, "fault-seen_by": "auction",
                            "fault-seen_on": "2026-03-01"})  # fmt: skip
    assert Fault.objects.get().seen_by == "auction"
    Vehicle.objects.filter(pk=car.pk).update(status="published")
    public = page_of(car)
    x, y = outline.pins[panel]
    assert f'<circle class="pin" cx="{x}" cy="{y}"' in public
    assert "Seen on 1 Mar 2026 by an auction house." in public
    assert "2026年3月1日、オークション会場が確認。" in page_of(car, "ja")


def test_parts_can_be_tapped_apart_and_lie_on_the_drawing():
    for outline in outlines.OUTLINES:
        places = list(outline.pins.values())
        for number, (x, y) in enumerate(places):
            assert 15 <= x <= 305, (outline.name, x)
            assert 15 <= y <= 357, (outline.name, y)
            for other in places[:number]:
                assert (x - other[0]) ** 2 + (y - other[1]) ** 2 >= 30**2, (outline.name, (x, y), other)


def test_a_fault_on_a_part_that_the_body_lacks_is_refused(sato, aoba):
    bike = draft_of(aoba, body_type="motorcycle")
    refused = sato.post(editor(bike), {"do": "add-fault", "fault-code": "A1", "fault-panel": "rear-door-left"})
    assert refused.status_code == 422
    assert Fault.objects.count() == 0


def test_publishing_names_the_views_that_buyers_will_ask_for(sato, aoba):
    car = draft_of(aoba)
    assert "Views that are missing:" in sato.get(editor(car)).content.decode()
    told = sato.post(editor(car), {"do": "publish"}, follow=True).content.decode()
    assert "The vehicle is on sale." in told
    assert re.search(r"Buyers will ask for these views: [^<]*Chassis plate", told)
