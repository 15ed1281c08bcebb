"""The editor's ways to need less typing: likely values, a copy of another car, one step at a time, and saving by itself."""

import re

import pytest
from django.test import Client

from japacar.vehicles import rules
from japacar.vehicles.forms import ListingForm
from japacar.vehicles.models import Fault, Vehicle
from japacar.vehicles.reference import learning
from japacar.vehicles.tests.test_public_pages import make_photo
from japacar.vehicles.tests.test_selling import NEW, certificate_file, editor, photo
from tests import make

pytestmark = pytest.mark.django_db


def to_answer(vehicle: Vehicle) -> dict[str, list[str]]:
    """What the dealer must still give for this draft: fields that he types, and choices that nothing is offered for."""
    lacking = [field for field, _code in rules.problems(vehicle) if field not in ("photos", "dealer")]
    form = ListingForm(vehicle=vehicle)
    names = {"price_minor": "price", "model": "model_name"}
    typed = [
        each
        for each in lacking
        if each in ("price_minor", "mileage_km", "model") and not form.initial.get(names.get(each, each))
    ]
    chosen = [
        each for each in lacking if each not in ("price_minor", "mileage_km", "model") and not form.initial.get(each)
    ]
    return {"typed": typed, "chosen": chosen}


def test_a_certificate_of_a_known_model_leaves_price_odometer_and_the_colour(sato, minato):
    model = make.make_model("Toyota", "Prius")
    for _number in range(2):
        make.make_vehicle(minato, model=model, model_code="6AA-ZVW55", body_type="hatchback", transmission="cvt")
    learning.learn_all()
    sato.post(NEW, {"do": "certificate", "certificate": certificate_file()})
    left = to_answer(Vehicle.objects.get(status="draft"))
    assert (sorted(left["typed"]), left["chosen"]) == (["mileage_km", "price_minor"], ["colour"])


def test_a_certificate_of_an_unknown_model_leaves_at_most_six_choices(sato):
    sato.post(NEW, {"do": "certificate", "certificate": certificate_file()})
    left = to_answer(Vehicle.objects.get())
    assert len(left["typed"]) <= 3
    assert len(left["chosen"]) <= 6, left


def test_a_copy_has_what_fits_the_model_and_nothing_of_the_one_car(sato, aoba):
    car = make.make_vehicle(aoba, status="reserved", equipment=["abs"], details={"turbo": "turbo", "owners": 2},
                            particulars={"registration_no": "所沢 300 あ 12-34"}, condition={"flood": []})  # fmt: skip
    make_photo(car)
    answer = sato.post(editor(car) + "copy/", follow=True)
    copy = Vehicle.objects.exclude(pk=car.pk).get()
    assert "A new draft" in answer.content.decode()
    assert (copy.status, copy.model, copy.model_code, copy.equipment) == ("draft", car.model, car.model_code, ["abs"])
    assert (copy.length_mm, copy.transmission, copy.details) == (car.length_mm, car.transmission, {"turbo": "turbo"})
    for name in ("chassis_no", "stock_number", "first_registration", "mileage_km", "price_minor", "year", "colour"):
        assert getattr(copy, name) in ("", None), name
    assert (copy.particulars, copy.condition, copy.photos.count()) == ({}, {}, 0)
    assert copy.reference != car.reference


def test_nobody_copies_the_car_of_another_dealer(sato, minato):
    car = make.make_vehicle(minato)
    assert sato.post(editor(car) + "copy/").status_code == 404
    assert Vehicle.objects.count() == 1


def test_step_by_step_each_button_saves_and_leads_on(sato, aoba):
    draft = make.make_vehicle(aoba, status="draft")
    page = sato.get(editor(draft) + "?step=price").content.decode()
    assert 'id="f_price"' in page
    assert 'id="photos-input"' not in page
    answer = sato.post(editor(draft), {"do": "next", "step": "price", "price": "1,230,000"})
    assert answer.url.endswith("?step=faults")
    draft.refresh_from_db()
    assert draft.price_minor == 1_230_000
    assert sato.post(editor(draft), {"do": "save", "step": "nonsense"}).url.endswith(f"{draft.reference}/")
    for step in ("certificate", "photos", "faults", "more", "publish", "nonsense"):
        assert sato.get(f"{editor(draft)}?step={step}").status_code == 200
    wrong = sato.post(editor(draft), {"do": "next", "step": "price", "price": "cheap"})
    assert wrong.status_code == 422
    assert 'id="f_price-error"' in wrong.content.decode()


def seen_on(page):
    return re.search('data-seen="([^"]+)"', page.content.decode())[1]


def test_photos_of_this_window_are_not_taken_for_another_one(sato, aoba):
    draft = make.make_vehicle(aoba, status="draft")
    seen = seen_on(sato.get(editor(draft)))
    sent = sato.post(editor(draft) + "photos/", {"photos": photo(1), "key": "5f0c2b1e-7f8a-4c55-9d53-6b8a5f3f9a10"})
    assert sent.status_code == 200

    saved = sato.post(editor(draft) + "save/", {"price": "900,000", "seen": seen})

    assert draft.photos.count() == 1
    assert saved.json()["elsewhere"] is False


def test_two_windows_keep_out_of_each_others_way(sato, aoba):
    draft = make.make_vehicle(aoba, status="draft")
    seen = seen_on(sato.get(editor(draft)))
    first = sato.post(editor(draft) + "save/", {"grade": "TZ", "seen": seen})
    second = sato.post(editor(draft) + "save/", {"price": "900,000", "seen": seen})
    assert first.status_code == second.status_code == 200
    assert [each.json()["elsewhere"] for each in (first, second)] == [False, True]
    again = sato.post(editor(draft) + "save/", {"price": "910,000", "seen": second.json()["seen"]})
    assert not again.json()["elsewhere"]
    draft.refresh_from_db()
    assert (draft.grade, draft.price_minor) == ("TZ", 910_000)


def test_claims_about_the_condition_are_shown_with_their_day_and_observer(sato, aoba):
    draft = make.make_vehicle(aoba, status="draft")
    sato.post(
        editor(draft), {"do": "save", "mech_engine": "issue", "observed_on": "2026-01-10", "observed_by": "workshop"}
    )
    sent = {"do": "save", "mech_engine": "ok", "flood": "no", "repair_history": "yes", "repair_parts-shown": "1",
            "repair_parts": ["pillar"], "observed_on": "2026-02-11", "observed_by": "inspector"}  # fmt: skip
    sato.post(editor(draft), sent)
    draft.refresh_from_db()
    assert [each["claim"] for each in draft.condition["mech_engine"]] == ["issue", "ok"]
    Vehicle.objects.filter(pk=draft.pk).update(status="published")
    page = Client().get(f"/en/cars/{draft.reference}/").content.decode()
    for words in (
        "Seen on 11 Feb 2026 by an inspection company.",
        "Before that: has a fault. Seen on 10 Jan 2026 by a workshop.",
        "Flood damage",
        "Pillar",
    ):
        assert words in page, words
    before = draft.condition
    refused = sato.post(editor(draft), {"do": "save", "fire": "yes", "observed_on": "2199-01-01"})
    draft.refresh_from_db()
    assert refused.status_code == 422
    assert draft.condition == before


def test_a_fault_is_chosen_on_the_outline_and_carries_day_and_photo(sato, aoba, minato):
    draft = make.make_vehicle(aoba, status="draft")
    own, foreign = make_photo(draft), make_photo(make.make_vehicle(minato))
    page = sato.get(editor(draft) + "?panel=bonnet").content.decode()
    assert 'data-panel="bonnet"' in page
    assert '<option value="bonnet" selected>' in page
    sent = {"do": "add-fault", "fault-code": "A2", "fault-panel": "bonnet", "fault-seen_on": "2026-03-01"}
    sato.post(editor(draft), {**sent, "fault-photo": str(own.pk)})
    fault = Fault.objects.get()
    assert (fault.photo, fault.seen_on.isoformat()) == (own, "2026-03-01")
    assert sato.post(editor(draft), {**sent, "fault-photo": str(foreign.pk)}).status_code == 422
    assert Fault.objects.count() == 1
