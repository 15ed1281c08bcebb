"""The demo's long tail is what a dealer could have typed: every value fits its attribute and the body of its car."""

from datetime import date

from django.test import Client

from japacar.demo import load_machines
from japacar.demo.catalogue_cars import specimens
from japacar.demo.catalogue_details import part_on_outline, values_of
from japacar.demo.load_machines import MACHINES
from japacar.vehicles.attribute_fields import field_of
from japacar.vehicles.attributes import BY_KEY, Kind
from japacar.vehicles.observations import OBSERVERS
from japacar.vehicles.outlines import outline_of
from japacar.vehicles.rules import problems

TODAY = date(2026, 11, 22)
STOCK = specimens()


def test_every_value_could_have_been_typed_for_a_car_of_this_body():
    for specimen in STOCK:
        found = values_of(specimen, TODAY)
        kept = {**found["details"], **found["particulars"]}
        kept |= {key: observed[-1]["claim"] for key, observed in found["condition"].items()}
        for key, value in kept.items():
            attribute = BY_KEY[key]
            assert attribute.suits(specimen.body_type), (specimen.body_type, key)
            typed = {True: "yes", False: "no"}[value] if attribute.kind is Kind.FLAG else value
            typed = typed if isinstance(typed, list) else str(typed)
            assert field_of(attribute).clean(typed) == value, (key, value)
            store = found["condition"] if attribute.observed else found[attribute.store]
            assert key in store


def test_every_value_of_a_machine_could_have_been_typed():
    for machine in MACHINES:
        for key, value in machine.details.items():
            attribute = BY_KEY[key]
            assert attribute.suits("machinery"), key
            typed = {True: "yes", False: "no"}[value] if attribute.kind is Kind.FLAG else value
            kept = field_of(attribute).clean(typed if isinstance(typed, list) else str(typed))
            assert attribute.to_json(kept) == value, (key, value)


def test_the_machines_are_on_sale_with_what_buyers_of_machines_ask(db, aoba):
    vehicles = load_machines.load(aoba)
    assert not any(set(dict(problems(each))) - {"photos"} for each in vehicles)
    for words, kind in (("ユンボ", "excavator"), ("ﾌｫｰｸﾘﾌﾄ", "forklift"), ("クボタ トラクター", "tractor")):
        page = Client().get("/en/cars/", {"q": words}).content.decode()
        [found] = [each for each in vehicles if each.details["machine_kind"] == kind]
        assert found.reference in page
        assert sum(each.reference in page for each in vehicles) == 1


def test_observations_have_a_day_before_the_listing_and_an_observer():
    for specimen in STOCK:
        for observed in values_of(specimen, TODAY)["condition"].values():
            assert all(each["seen_on"] < "2026-11-22" and each["by"] in OBSERVERS for each in observed)


def test_repair_history_and_parts_agree_and_grades_have_a_day():
    for specimen in STOCK:
        found = values_of(specimen, TODAY)
        assert ("repair_parts" in found["details"]) == (specimen.repair_history == "yes")
        assert (found["condition_seen_on"] is None) == (not specimen.condition_source_en)


def test_faults_lie_on_the_outline_of_their_body():
    placed = 0
    for specimen in STOCK:
        outline = outline_of(specimen.body_type)
        for fault in specimen.faults:
            panel = part_on_outline(specimen.body_type, fault.panel)
            assert panel in outline.panels(), (specimen.body_type, panel)
            placed += panel in outline.pins
    assert placed > 200


def test_the_same_car_is_the_same_each_time():
    assert [values_of(each, TODAY) for each in STOCK[:20]] == [values_of(each, TODAY) for each in STOCK[:20]]
