"""The vocabulary of a listing: each attribute is asked for, kept, shown and held back as its one description says."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override

from japacar.members.models import Dealer
from japacar.vehicles import actions, privacy
from japacar.vehicles.attribute_fields import field_of
from japacar.vehicles.attribute_words import words_of
from japacar.vehicles.attributes import ATTRIBUTES, BY_KEY, BY_NAME, BY_TARGET, Attribute, Kind, Seen
from japacar.vehicles.emission import emission_words
from japacar.vehicles.models import Vehicle
from tests import make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
#: What a dealer types for each kind.
TYPED = {
    Kind.LINE: "R-4点", Kind.CODE: "KN-7", Kind.PARAGRAPHS: "目印カナリア", Kind.WHOLE: "５",
    Kind.YEAR: "平成30年式", Kind.DECIMAL: "1.5", Kind.FLAG: "yes", Kind.MONTH: "H30.6", Kind.DAY: "2027-06-14",
    Kind.YEN: "318万円", Kind.MAKE: "toyota", Kind.MODEL: "Prado",
}  # fmt: skip


def typed(attribute: Attribute) -> object:
    """Text, or for boxes a list, that fits the attribute."""
    if attribute.kind is Kind.WORD:
        return list(attribute.choices)[-1]
    if attribute.kind is Kind.WORDS:
        return list(attribute.choices)[:2]
    return TYPED[attribute.kind]


def test_names_and_keys_are_unique_and_every_column_exists():
    assert len(BY_KEY) == len(BY_NAME) == len(BY_TARGET) == len(ATTRIBUTES)
    columns = {field.name for field in Vehicle._meta.concrete_fields}
    assert {each.column for each in ATTRIBUTES if each.column} <= columns


@pytest.mark.parametrize("attribute", ATTRIBUTES, ids=lambda each: each.key)
def test_each_attribute_has_both_languages_a_field_and_a_way_through_json(attribute):
    with override("ja"):
        japanese = str(attribute.label)
        assert all(str(word) for word in attribute.choices.values())
    with override("en"):
        assert str(attribute.label) != japanese or japanese.isascii()
    if attribute.kind in (Kind.MAKE, Kind.MODEL):
        return
    value = field_of(attribute).clean(typed(attribute))
    assert attribute.from_json(attribute.to_json(value)) == value
    assert words_of(attribute, value)
    assert words_of(attribute, None) == ""


def test_files_can_say_things_as_people_write_them():
    read = {
        key: field_of(BY_KEY[key]).clean for key in ("model_year", "manufacture", "bucket_m3", "cooling_c", "hours")
    }
    assert read["model_year"]("令和元年") == 2019
    assert read["model_year"]("２０１８年式") == 2018
    assert read["manufacture"]("平成30年6月") == "2018-06"
    assert read["bucket_m3"]("0.45 m³") == Decimal("0.45")
    assert read["cooling_c"]("-30℃") == -30
    assert read["hours"]("3,482時間") == 3482
    for key, text in (("model_year", "1850"), ("bucket_m3", "0.4567"), ("hours", "many"), ("cooling_c", "-99")):
        with pytest.raises(ValidationError):
            read[key](text)


def test_what_is_not_public_never_reaches_a_visitor_and_the_private_part_nobody(aoba: Dealer, buyer_boateng):
    """Every attribute gets a mark; then the pages of visitor, buyer and another dealer are searched for it."""
    vehicle = make.make_vehicle(aoba, shaken_expiry=date(2031, 2, 3), type_designation_no="98765", category_no="4321")
    held = [each for each in ATTRIBUTES if each.store == "particulars" and each.kind in (Kind.LINE, Kind.CODE)]
    by_key = {each.key: f"KANARIA{number}" for number, each in enumerate(held)}
    amounts = {"axle_ff": 777_13, "recycling_fee_jpy": 88_817}
    vehicle.particulars = {**by_key, **amounts, "recall_open": "open", "lien_status": "finance"}
    vehicle.save(update_fields=["particulars"])
    address = f"/en/cars/{vehicle.reference}/"
    visitor, buyer = Client().get(address).content.decode(), SignedIn(buyer_boateng).get(address).content.decode()
    for page in (visitor, buyer):
        for word in (*by_key.values(), "77,713", "77713", "88,817", "98765", "4321", "reserved by a lender"):
            assert word not in page, word
    assert "Open recall" in buyer
    assert "3 Feb 2031" in buyer
    assert "Open recall" not in visitor
    assert "2031" not in visitor
    assert "KANARIA" not in Client().get(f"/en/cars/?q={vehicle.reference}").content.decode()


def test_declarations_of_personal_data_follow_the_table():
    said = privacy.FIELDS["vehicles.Vehicle"]
    for attribute in ATTRIBUTES:
        declared = said[attribute.column or attribute.store]
        is_open = "public" in [each.code for each in getattr(declared, "recipients", ())]
        assert is_open == (attribute.seen is Seen.PUBLIC) or attribute.kind in (Kind.MAKE, Kind.MODEL), attribute.key


def test_an_excavator_needs_hours_and_no_odometer(seller_sato, aoba: Dealer):
    draft = make.make_vehicle(
        aoba, status="draft", body_type="machinery", mileage_km=None, steering="", transmission=""
    )
    editor = f"/en/sell/cars/{draft.reference}/"
    page = SignedIn(seller_sato).post(editor, {"do": "publish"}).content.decode()
    assert 'id="f_hours-error"' in page
    for name in ("mileage_km", "steering", "transmission", "colour"):
        assert f'id="f_{name}-error"' not in page, name
    sent = {"do": "save", "body_type": "machinery", "hours": "3,482", "machine_kind": "excavator", "bucket_m3": "0.45",
            "attachments-shown": "1", "attachments": ["breaker", "bucket"]}  # fmt: skip
    assert SignedIn(seller_sato).post(editor, sent).status_code == 302
    draft.refresh_from_db()
    assert (draft.hours, draft.details["machine_kind"], draft.details["bucket_m3"]) == (3482, "excavator", "0.45")
    assert draft.details["attachments"] == ["bucket", "breaker"] or draft.details["attachments"] == [
        "breaker",
        "bucket",
    ]
    Vehicle.objects.filter(pk=draft.pk).update(status="published")
    page = Client().get(f"/en/cars/{draft.reference}/").content.decode()
    for words in ("Working hours", "3,482", "Excavator", "0.45", "Breaker"):
        assert words in page, words
    assert draft.reference in Client().get("/ja/cars/?q=ショベル").content.decode()


def test_a_trailer_needs_neither_engine_nor_odometer(seller_sato, aoba: Dealer):
    draft = make.make_vehicle(
        aoba, status="draft", body_type="trailer", mileage_km=None, fuel="", steering="", transmission="", colour=""
    )
    page = SignedIn(seller_sato).post(f"/en/sell/cars/{draft.reference}/", {"do": "publish"}).content.decode()
    for name in ("mileage_km", "hours", "fuel", "steering", "transmission", "colour"):
        assert f'id="f_{name}-error"' not in page, name


def test_wrong_values_stand_beside_their_fields_and_nothing_of_them_is_kept(seller_sato, aoba: Dealer):
    draft = make.make_vehicle(aoba, status="draft")
    sent = {"do": "save", "turbo": "nuclear", "tyre_tread_pct": "140", "owners": "-3", "repair_parts": ["moon"],
            "repair_parts-shown": "1", "wheelbase_mm": "2,790"}  # fmt: skip
    answer = SignedIn(seller_sato).post(f"/en/sell/cars/{draft.reference}/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    for name in ("turbo", "tyre_tread_pct", "owners", "repair_parts"):
        assert f'id="f_{name}-error"' in page, name
    draft.refresh_from_db()
    assert draft.details == {"wheelbase_mm": 2790}


def test_a_cleared_value_is_gone_and_the_others_stay(seller_sato, aoba: Dealer):
    draft = make.make_vehicle(aoba, status="draft", details={"turbo": "turbo", "owners": 2})
    SignedIn(seller_sato).post(f"/en/sell/cars/{draft.reference}/", {"do": "save", "turbo": ""})
    draft.refresh_from_db()
    assert draft.details == {"owners": 2}


def test_nobody_may_set_what_is_no_attribute(aoba: Dealer):
    vehicle = make.make_vehicle(aoba, status="draft")
    with pytest.raises(ValueError, match="status"):
        actions.save_listing(vehicle, {"status": "published"}, by="system")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("3BA-TRJ150W", "exhaust rules of 2018 (H30), petrol or LPG, passenger car"),
        ("6AA-ZVW55", "exhaust rules of 2018 (H30), 75% below the limits, petrol or LPG hybrid, passenger car"),
        ("DBA-GRS200", "exhaust rules of 2005 (H17), 75% below the limits, petrol or LPG, passenger car"),
        ("ZAA-ZE1", "not subject to exhaust limits, electric, passenger car"),
        ("QDF-TRH200V", "exhaust rules of 2009 (H21), 10% below the limits, diesel engine, truck, van or bus"),
        ("GF-S15", "exhaust rules of 1998 (H10), petrol or LPG, passenger car"),
        ("KC-FRR33", "exhaust rules of 1994 (H6), diesel engine"),
        ("RK170", ""),
        ("", ""),
        ("???", ""),
    ],
)
def test_the_emission_prefix_is_said_in_words(code, words):
    assert emission_words(code) == words
