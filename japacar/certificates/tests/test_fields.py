"""The vocabulary: its keys are public, its values survive JSON, and what is not in it is dropped."""

from datetime import date
from decimal import Decimal

from django.utils import translation

from japacar.certificates import official_file
from japacar.certificates.fields import CHOICE_LABELS, FIELDS, PUBLIC_KEYS, CertificateFields, Fuel
from japacar.certificates.tests import make


def test_a_reading_survives_json() -> None:
    fields = official_file.read(make.as_json(make.electric())).fields

    assert CertificateFields.from_json(fields.to_json()) == fields
    assert list(fields.to_json()) == list(FIELDS)


def test_what_is_not_permitted_or_of_the_wrong_type_is_dropped() -> None:
    said = {
        "owner_name": "x", "seats": "5", "kei": 1, "fuel": "petrol", "gvw_kg": True, "length_mm": 4.5,
        "issued_on": "2023-13-01", "shaken_expiry": "2026-01-03", "rated_output_kw": 85.5, "use": "spaceship",
    }  # fmt: skip

    assert CertificateFields.from_json(said) == CertificateFields(
        fuel=Fuel.PETROL, shaken_expiry=date(2026, 1, 3), rated_output_kw=Decimal("85.5")
    )


def test_plate_and_frame_number_are_not_public() -> None:
    assert not PUBLIC_KEYS & {"registration_no", "chassis_no", "car_id", "certificate_no", "shaken_expiry", "axle_ff"}


def test_every_fact_and_choice_has_a_japanese_name_of_its_own() -> None:
    with translation.override("ja"):
        labels = [str(known.label) for known in FIELDS.values()]
        choices = [str(words) for words in CHOICE_LABELS.values()]
    assert len(set(labels)) == len(labels)
    assert all(not words.isascii() for words in [*labels, *choices] if words not in {"LPG", "CNG", "LNG"})
