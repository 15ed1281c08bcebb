"""The body type decides what else is asked: at once with JavaScript, by a button without."""

from pathlib import Path
from typing import Any

import pytest

from japacar.vehicles.models import Vehicle
from tests import make
from tests.browser import beside
from tests.cast import SignedIn


@pytest.fixture
def draft(settings: Any, tmp_path: Path) -> Vehicle:
    settings.DATA_DIR = tmp_path / "data"
    dealer = make.make_dealer(people=[make.make_user("sato@aoba.example.test")], slug="aoba")
    return make.make_vehicle(dealer, status="draft", body_type="suv", steering="", drive="")


def owner(vehicle: Vehicle) -> SignedIn:
    return SignedIn(vehicle.dealer.memberships.get().user)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "asks", "leaves_out"),
    [
        ("motorcycle", ["motorcycle_kind", "cylinders", "mileage_km"], ["steering", "drive", "drive_layout", "doors"]),
        (
            "machinery",
            ["machine_kind", "hours", "undercarriage"],
            ["registration_no", "shaken_expiry", "motorcycle_kind"],
        ),
        ("trailer", ["trailer_body", "axles"], ["fuel", "transmission", "steering", "engine_model"]),
        ("truck", ["truck_body", "hours", "steering", "mileage_km"], ["motorcycle_kind", "machine_kind"]),
    ],
)
def test_the_button_beside_the_body_type_saves_and_asks_what_such_a_vehicle_has(draft, body, asks, leaves_out):
    sato, path = owner(draft), f"/en/sell/cars/{draft.reference}/"
    assert 'value="questions"' in sato.get(path).content.decode()

    answer = sato.post(path, {"do": "questions", "body_type": body, "grade": "TX"})

    assert answer.url.endswith("#asked")
    draft.refresh_from_db()
    assert (draft.body_type, draft.grade) == (body, "TX")
    page = sato.get(path).content.decode()
    for name in asks:
        assert f'name="{name}"' in page
    for name in leaves_out:
        assert f'name="{name}"' not in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_whoever_goes_through_the_choices_by_keys_keeps_his_place(page: Any, draft: Vehicle) -> None:
    beside(lambda: Vehicle.objects.filter(pk=draft.pk).update(body_type=""))
    page.reload()
    body = page.locator("ul.read #f_body_type")
    body.focus()

    body.select_option("motorcycle")
    page.locator("#f_motorcycle_kind").wait_for(state="attached")

    assert page.locator("[name=body_type]").count() == 1
    assert body.is_visible()
    assert page.evaluate("document.activeElement.id") == "f_body_type"
    body.select_option("machinery")
    page.locator("#f_machine_kind").wait_for(state="attached")
    assert body.input_value() == "machinery"
    assert page.evaluate("document.activeElement.id") == "f_body_type"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_questions_follow_the_body_type_at_once_and_keep_what_was_typed(page: Any, draft: Vehicle) -> None:
    assert page.locator("#f_steering").count() == 1
    for details in page.locator("details").all():
        details.evaluate("each => each.open = true")
    page.fill("#f_price", "58万")
    body = page.locator("#f_body_type")

    body.select_option("motorcycle")

    page.locator("#f_motorcycle_kind").wait_for(state="attached")
    assert page.locator("#f_steering, #f_drive").count() == 0
    assert page.locator("[data-follow-state]").inner_text() == "The questions follow the body type now."
    assert page.evaluate("document.activeElement.id") in ("f_body_type", "f_price")
    page.locator("#asked-more details").filter(has=page.locator("#f_motorcycle_kind")).locator("summary").first.click()
    page.select_option("#f_motorcycle_kind", index=1)
    page.locator("#f_body_type").select_option("truck")
    page.locator("#f_truck_body").wait_for(state="attached")
    assert page.locator("#f_motorcycle_kind").count() == 0
    assert page.locator("#f_steering").count() == 1
    page.locator("[data-autosave-state]", has_text="Saved").wait_for()

    beside(draft.refresh_from_db)
    assert (draft.body_type, draft.price_minor) == ("truck", 580_000)
    assert draft.steering == ""
