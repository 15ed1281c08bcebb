"""Two people with one listing: what one did not touch is not written, and what both changed is for a person to choose."""

import html
import json
import re

import pytest
from django.test import Client

from japacar.events.models import Event
from japacar.vehicles.models import EditorWay, Vehicle
from japacar.vehicles.tests.test_public_pages import make_photo
from japacar.vehicles.tests.test_selling import editor
from tests import make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db


def car_of(dealer, **over) -> Vehicle:
    vehicle = make.make_vehicle(dealer, **over)
    for number in range(3):
        make_photo(vehicle, position=number)
    return vehicle


def fields_of(page: str) -> dict[str, list[str]]:
    """What a browser without JavaScript sends of the editor when nothing is touched."""
    form = page[page.index('id="editor"') :].partition("</form>")[0]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        kind, name, value = (re.search(rf'\b{each}="([^"]*)"', tag) for each in ("type", "name", "value"))
        if (
            name
            and name[1] != "form_key"
            and (kind is None or kind[1] not in ("file", "checkbox") or " checked" in tag)
        ):
            found.setdefault(name[1], []).append(html.unescape(value[1]) if value else "")
    for name, options in re.findall(r'<select[^>]*\bname="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]* selected', options)
        found[name] = [html.unescape(chosen[1]) if chosen else ""]
    for name, text in re.findall(r'<textarea[^>]*\bname="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S):
        found[name] = [html.unescape(text).strip()]
    return found


def opened(person: SignedIn, car: Vehicle) -> dict[str, list[str]]:
    return fields_of(person.get(editor(car)).content.decode())


@pytest.mark.parametrize("status", ["draft", "published"])
def test_an_old_page_writes_only_what_was_touched_in_it(sato, aoba, status):
    car = car_of(aoba, status=status, equipment=["abs"], details={"turbo": "turbo"})
    old = opened(sato, car)
    sato.post(
        editor(car), {"do": "save", "price": "2,950,000", "turbo": "none", "equipment-shown": "1", "mech_engine": "ok"}
    )
    answer = sato.post(editor(car), {**old, "do": "save", "mileage_km": "70,000"})
    assert answer.status_code == 302
    car.refresh_from_db()
    assert (car.mileage_km, car.price_minor, car.equipment, car.details) == (70_000, 2_950_000, [], {"turbo": "none"})
    assert [each["claim"] for each in car.condition["mech_engine"]] == ["ok"]
    assert sato.post(editor(car), {**opened(sato, car), "do": "save"}).status_code == 302
    before = car.updated_at
    car.refresh_from_db()
    assert car.updated_at == before, "a page that nobody touched changes nothing"


@pytest.mark.parametrize("status", ["draft", "published"])
def test_what_both_changed_is_told_beside_the_field_and_the_last_word_is_a_choice(sato, aoba, status):
    car = car_of(aoba, status=status)
    old = opened(sato, car)
    sato.post(editor(car), {"do": "save", "price": "2,950,000"})
    changed = {**old, "do": "save", "price": "2,900,000", "mileage_km": "70,000"}
    answer = sato.post(editor(car), changed)
    page = answer.content.decode()
    assert answer.status_code == 422
    said = re.search(r'id="f_price-error".*?</p>', page, re.S)[0]
    assert "¥2,950,000" in said
    assert "¥2,900,000" in said
    car.refresh_from_db()
    assert (car.price_minor, car.mileage_km) == (2_950_000, 64_218 if status == "published" else 70_000)
    again = fields_of(page)
    assert again["price"] == ["2,900,000"], "what was typed is kept"
    assert again["mileage_km"] == ["70,000"]
    kept = sato.post(editor(car), {**again, "do": "theirs:price"})
    car.refresh_from_db()
    assert (kept.status_code, car.price_minor, car.mileage_km) == (302, 2_950_000, 70_000)
    sato.post(editor(car), {**again, "do": "save"})
    car.refresh_from_db()
    assert car.price_minor == 2_900_000
    prices = Event.objects.filter(kind="vehicle.price_changed", subject=car.event_ref)
    assert prices.count() == (2 if status == "published" else 0)


def test_saving_by_itself_tells_both_values_and_keeps_the_first(sato, aoba):
    car = car_of(aoba, status="draft")
    marks = opened(sato, car)["marks"][0]
    first = sato.post(editor(car) + "save/", {"grade": "TZ", "marks": marks}).json()
    second = sato.post(editor(car) + "save/", {"grade": "TX-L", "seats": "5", "marks": marks})
    said = second.json()
    assert second.status_code == 422
    (choice,) = said["overtaken"]
    assert (choice["name"], choice["theirs"], choice["mark"]) == ("grade", "TZ", first["marks"]["grade"])
    assert list(said["marks"]) == ["seats"]
    car.refresh_from_db()
    assert (car.grade, car.seats) == ("TZ", 5)
    informed = json.dumps({**json.loads(marks), "grade": choice["mark"]})
    assert sato.post(editor(car) + "save/", {"grade": "TX-L", "marks": informed}).status_code == 200
    car.refresh_from_db()
    assert car.grade == "TX-L"


@pytest.mark.parametrize("marks", ["nonsense", "[]", '{"price": 1}', "{" * 30_000, '{"price":"\\ud800"}'])
def test_marks_that_nobody_can_read_do_no_harm(sato, aoba, marks):
    car = car_of(aoba)
    assert sato.post(editor(car), {"do": "save", "price": "2,900,000", "marks": marks}).status_code in (302, 422)
    assert sato.post(editor(car), {"do": "save", "grade": "TZ"}).status_code == 302


def test_a_price_that_was_changed_meanwhile_is_not_overwritten_unseen(sato, aoba):
    car = car_of(aoba)
    address = editor(car) + "price/"
    assert f'name="was" value="{car.price_minor}"' in sato.get(address).content.decode()
    sato.post(address, {"price": "3,000,000", "was": "3180000"})
    late = sato.post(address, {"price": "2,500,000", "was": "3180000"})
    assert late.status_code == 422
    assert "changed to ¥3,000,000 meanwhile" in late.content.decode()
    car.refresh_from_db()
    assert car.price_minor == 3_000_000
    assert sato.post(address, {"price": "2,500,000", "was": "3000000"}).status_code == 302
    car.refresh_from_db()
    assert car.price_minor == 2_500_000


PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"


def test_the_first_car_on_a_phone_is_led_step_by_step_and_a_choice_is_remembered(sato, aoba):
    draft = car_of(aoba, status="draft", published_at=None)
    on_a_phone = {"headers": {"User-Agent": PHONE}}
    assert 'aria-current="step"' in sato.get(editor(draft), **on_a_phone).content.decode()
    assert 'aria-current="step"' not in sato.get(editor(draft)).content.decode()
    assert sato.get(editor(draft) + "?panel=bonnet", **on_a_phone).content.decode().count('data-panel="bonnet"') == 1
    sato.post(editor(draft), {"do": "way:page", "step": "certificate", "grade": "TZ"})
    draft.refresh_from_db()
    assert (EditorWay.objects.get().way, draft.grade) == ("page", "TZ")
    assert 'aria-current="step"' not in sato.get(editor(draft), **on_a_phone).content.decode()
    assert sato.post(editor(draft), {"do": "way:guided"}).url.endswith("?step=certificate")
    sato.post(editor(draft), {"do": "way:sideways"})
    assert EditorWay.objects.get().way == "guided"
    assert 'aria-current="step"' in sato.get(editor(draft)).content.decode()
    sold = car_of(aoba)
    assert 'aria-current="step"' not in Client().get(f"/en/cars/{sold.reference}/").content.decode()
