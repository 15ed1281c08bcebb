"""The demo's stock is believable: codes, sums and prices agree with each other, and it is the same on every machine."""

import re
from dataclasses import asdict
from datetime import date

import pytest

from japacar.demo.catalogue import fob_level, models
from japacar.demo.catalogue_cars import COLOURS, TODAY, DemoVehicle, specimens
from japacar.demo.catalogue_equipment import EQUIPMENT
from japacar.demo.catalogue_faults import FAULTS, PANELS
from japacar.demo.catalogue_prose import sentences
from japacar.vehicles import models as choices


@pytest.fixture(scope="module")
def stock() -> list[DemoVehicle]:
    return specimens()


def test_the_same_seed_gives_the_same_two_hundred_cars(stock: list[DemoVehicle]) -> None:
    assert len(stock) == 200
    assert [asdict(car) for car in specimens()] == [asdict(car) for car in stock]
    assert [car.frame_number for car in specimens(7)] != [car.frame_number for car in stock]


def test_no_two_cars_share_a_frame_or_stock_number(stock: list[DemoVehicle]) -> None:
    assert len({car.frame_number for car in stock}) == len(stock)
    assert len({car.stock_number for car in stock}) == len(stock)


def test_gross_weight_is_weight_and_load_and_55_kg_for_each_seat(stock: list[DemoVehicle]) -> None:
    for car in stock:
        assert car.gvw_kg == car.weight_kg + car.max_load_kg + 55 * car.seats
        assert car.front_axle_kg + car.rear_axle_kg == car.weight_kg
        assert car.front_axle_kg % 10 == car.rear_axle_kg % 10 == 0


def test_frame_numbers_begin_with_their_model_code(stock: list[DemoVehicle]) -> None:
    for car in stock:
        prefix, _, serial = car.frame_number.partition("-")
        base = car.model_code.partition("-")[2]
        assert base.startswith(prefix)
        assert re.fullmatch(r"99\d{4,5}", serial)
        assert len(car.frame_number) <= 17


def test_sizes_are_whole_centimetres_and_kei_cars_are_small() -> None:
    for model in models():
        for variant in model.variants:
            assert all(mm % 10 == 0 for mm in (variant.length_mm, variant.width_mm, variant.height_mm))
            assert variant.weight_kg % 10 == 0
            assert (variant.cc is None) == (variant.fuel == "electric") == (variant.rated_kw is not None)
            if model.body.startswith("kei"):
                assert variant.length_mm <= 3400
                assert variant.width_mm <= 1480
                assert variant.cc is not None
                assert variant.cc <= 660


def test_emission_prefixes_fit_the_years_of_sale() -> None:
    for variant in (variant for model in models() for variant in model.variants):
        prefix = variant.emission_prefix
        assert len(prefix) == 3
        if prefix[0] in "3456":
            assert variant.first >= "2018-07", variant.code
        if prefix[0] in "ACD":
            assert variant.last <= "2022-10", variant.code
        assert (prefix == "ZAA") == (variant.fuel == "electric")
        assert (prefix[1] in "AL") == (variant.fuel in {"hybrid", "plug_in_hybrid"}) or prefix == "ZAA"


def test_prices_stay_near_the_level_of_their_model(stock: list[DemoVehicle]) -> None:
    for car in stock:
        first = date.fromisoformat(f"{car.first_registration}-01")
        age = ((TODAY.year - first.year) * 12 + TODAY.month - first.month) / 12
        level = fob_level(car.model, car.variant, age_years=age, km=car.mileage_km)
        assert 0.7 * level <= car.price_jpy <= 1.2 * level, car.title_en
        assert car.price_jpy % 1000 == 0


def test_each_car_was_registered_while_its_code_was_sold(stock: list[DemoVehicle]) -> None:
    for car in stock:
        assert car.variant.first <= car.first_registration <= car.variant.last


def test_values_are_those_that_the_vehicles_room_knows(stock: list[DemoVehicle]) -> None:
    for car in stock:
        assert car.body_type in choices.BodyType
        assert car.fuel in choices.Fuel
        assert car.transmission in choices.Transmission
        assert car.drive in choices.Drive
        assert car.steering in choices.Steering
        assert car.colour in choices.Colour
        assert car.repair_history in choices.RepairHistory
        assert set(car.equipment) <= set(EQUIPMENT)
        assert car.colour in COLOURS


def test_faults_name_each_panel_once_with_a_known_code(stock: list[DemoVehicle]) -> None:
    for car in stock:
        panels = [fault.panel for fault in car.faults]
        assert len(set(panels)) == len(panels)
        assert set(panels) <= set(PANELS)
        assert {fault.code for fault in car.faults} <= set(FAULTS)
    assert any(car.faults for car in stock)
    assert any(car.repair_part for car in stock)


def test_descriptions_differ_and_are_in_their_language(stock: list[DemoVehicle]) -> None:
    assert len({car.description_en for car in stock}) == len(stock)
    for car in stock:
        assert re.search(r"[ぁ-ん]", car.description_ja)
        assert not re.search(r"[ぁ-んァ-ン一-龥{}]", car.description_en)
        assert "{" not in car.description_ja


def test_every_shape_has_sentences_of_its_own(stock: list[DemoVehicle]) -> None:
    for shape in {car.shape for car in stock}:
        assert sentences(f"shape:{shape.removesuffix('_short')}")
