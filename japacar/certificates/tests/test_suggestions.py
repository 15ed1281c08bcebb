"""What a listing is offered from a certificate, in the listing's own words."""

from typing import Any

import pytest

from japacar.certificates import official_file
from japacar.certificates.fields import CertificateFields, Fuel
from japacar.certificates.suggestions import suggest
from japacar.certificates.tests import make
from japacar.vehicles.models import BodyType, Drive, Steering
from japacar.vehicles.models import Fuel as ListedFuel


def facts(items: make.Items) -> CertificateFields:
    return official_file.read(make.as_json(items)).fields


@pytest.mark.parametrize(
    ("items", "body"),
    [
        (make.ordinary(), "sedan"),
        (make.ordinary(Cap="7", CarShape="ステーションワゴン"), "minivan"),
        (make.ordinary(Height="172", CarShape="ステーションワゴン"), "suv"),
        (make.ordinary(CarShape="ステーションワゴン"), "wagon"),
        (make.ordinary(CarShape="幌型"), "convertible"),
        (make.ordinary(Cap="2"), "coupe"),
        (make.ordinary(Use="乗合", Cap="29"), "bus"),
        (make.ordinary(Use="特種", CarShape="キャンピング車"), "van"),
        (make.ordinary(Use="貨物", CarShape="バン"), "van"),
        (make.ordinary(Use="貨物", CarShape="ピックアップ"), "pickup"),
        (make.ordinary(CarKind="大型特殊", CarShape="フォーク・リフト"), "machinery"),
        (make.truck(), "truck"),
        (make.kei(), "kei_van"),
        (make.kei(CarShape="キャブオーバ", Cap="2"), "kei_truck"),
        (make.kei(Use="乗用", CarShape="箱型", Cap="4"), "kei_car"),
        (make.motorcycle(), "motorcycle"),
    ],
)
def test_the_likeliest_body_comes_first(items: make.Items, body: str) -> None:
    offered = suggest(facts(items)).body_types

    assert offered[0] == body
    assert set(offered) <= set(BodyType.values)


@pytest.mark.parametrize("fuel", Fuel)
def test_every_fuel_has_a_word_in_the_listing(fuel: Fuel) -> None:
    assert suggest(CertificateFields(fuel=fuel)).fuel in ListedFuel.values


@pytest.mark.parametrize(
    ("prefix", "fuel", "word"),
    [("6LA", Fuel.HYBRID, "plug_in_hybrid"), ("6AA", Fuel.HYBRID, "hybrid"), (None, None, None)],
)
def test_a_plug_in_is_known_by_its_emission_prefix(prefix: str | None, fuel: Any, word: str | None) -> None:
    assert suggest(CertificateFields(emission_prefix=prefix, fuel=fuel)).fuel == word


def test_a_car_is_offered_with_the_wheel_on_the_right_and_its_year() -> None:
    offered = suggest(facts(make.ordinary()))

    assert (offered.make, offered.year, offered.steering, offered.drive) == ("Toyota", 2021, "right", "4wd")
    assert offered.steering in Steering.values
    assert offered.drive in Drive.values


def test_a_motorcycle_has_no_wheel_and_no_driven_axle_to_choose() -> None:
    offered = suggest(facts(make.motorcycle()))

    assert (offered.steering, offered.drive) == ("", None)
