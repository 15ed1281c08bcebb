"""Certificates of what is seldom sold, through the address that a dealer sends them to: all of it on the form, nobody's name anywhere."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from japacar.certificates import official_file
from japacar.certificates.models import Reading
from japacar.certificates.suggestions import suggest
from japacar.certificates.tests import make as certificate
from japacar.vehicles.models import Vehicle

NEW = "/en/sell/cars/new/"
OWNER = "目印カナリア所有者"
_NO_ENGINE = {"Displacement": "－", "FuelClass": "―", "TwodimensionCodeInfoFuelClassCode": "-"}
_TRAILER = {
    **certificate.printed("フルハーフ", "[998]", "DFPFT241-12345", "DFPFT241", "-"), **_NO_ENGINE,
    "CarKind": "普　通", "Use": "貨物", "CarShape": "セミトレーラ", "CarShapeCode": "[220]", "Cap": "─",
}  # fmt: skip
_WHEELCHAIR_KEI = {"Use": "特種", "CarShape": "車いす移動車", "Cap": "4"}

CASES = {
    "trailer": (
        certificate.ordinary(**_TRAILER),
        {"make": "Nippon Fruehauf", "fuel": "", "displacement_cc": None, "seats": None, "drive": "", "steering": ""},
        "trailer",
    ),
    "wheelchair": (
        certificate.ordinary(Use="特種", CarShape="車いす移動車", Cap="6"),
        {"make": "Toyota", "seats": 6},
        "minivan",
    ),
    "wheelchair kei": (certificate.kei(**_WHEELCHAIR_KEI), {"make": "Suzuki", "seats": 4}, "kei_van"),
    "rotary": (
        certificate.ordinary(CarName="マツダ", Displacement="０．６５×２", FuelClass="ガソリン"),
        {"make": "Mazda", "displacement_cc": 1300},
        "sedan",
    ),
    "fuel cell": (
        certificate.ordinary(
            Displacement="１３４ｋＷ", FuelClass="圧縮水素・電気", TwodimensionCodeInfoFuelClassCode="13"
        ),
        {"fuel": "hydrogen", "displacement_cc": None},
        "sedan",
    ),
    "comma in the fuel": (
        certificate.ordinary(FuelClass="ガソリン、電気", TwodimensionCodeInfoFuelClassCode="-"),
        {"fuel": "hybrid"},
        "sedan",
    ),
    "an import": (certificate.imported(CarName="ロータス"), {"make": "Lotus", "model_code": ""}, "sedan"),
}


@pytest.mark.parametrize(("items", "shown", "body"), CASES.values(), ids=CASES)
def test_what_is_seldom_sold_fills_the_form_too(sato, items, shown, body):
    owner = {**items, "OwnernameLowLevelChar": OWNER, "UsernameHighLevelChar": OWNER}
    sent = certificate.as_json(owner)

    answer = sato.post(NEW, {"do": "certificate", "certificate": SimpleUploadedFile("a.json", sent)}, follow=True)

    vehicle = Vehicle.objects.get()
    found = {key: getattr(vehicle, key) for key in shown if key != "make"}
    assert {"make": vehicle.make.name_en, **found} == {"make": vehicle.make.name_en, **shown}
    assert suggest(official_file.read(sent).fields).body_types[0] == body
    reading = Reading.objects.get()
    assert not [finding for finding in reading.findings if finding["code"] == "unreadable"]
    stored = json.dumps(reading.fields, ensure_ascii=False) + str(Vehicle.objects.values().get())
    assert OWNER not in stored + answer.content.decode()
