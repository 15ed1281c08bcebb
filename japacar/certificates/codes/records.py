"""From the codes of one certificate to its facts, with the readers of the official file, and what is odd about them.

The one thing to know: a code is a picture that anybody can print, so numbers and names are taken only in the letters
that a certificate uses; what has others is a finding, and its text goes no further."""

import re
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from django.views.decorators.debug import sensitive_variables

from japacar.certificates import rules, tables, values
from japacar.certificates.codes.grammar import Message
from japacar.certificates.codes.sheets import NO_DAY, Sheet
from japacar.certificates.fields import CertificateFields, VehicleClass
from japacar.certificates.official_items import PRINTED, Item, Readers, coded_readers, facts_from
from japacar.certificates.reading import Document, Kind, Source
from japacar.certificates.rules import Finding
from japacar.certificates.values import Unreadable
from japacar.kernel import frame_numbers

KINDS = MappingProxyType(
    {
        (False, "1"): Kind.INSPECTION_CERTIFICATE,
        (False, "2"): Kind.DEREGISTRATION_CERTIFICATE,
        (False, "3"): Kind.PRELIMINARY_CERTIFICATE,
        (False, "4"): Kind.RETURN_CERTIFICATE,
        (False, "5"): Kind.LIMITED_CERTIFICATE,
        (True, "1"): Kind.INSPECTION_CERTIFICATE,
        (True, "2"): Kind.PRELIMINARY_CERTIFICATE,
        (True, "3"): Kind.LIMITED_CERTIFICATE,
        (True, "4"): Kind.RETURN_CERTIFICATE,
    }
)
_PLATE_KEYS = ("registration_no", "chassis_no", "engine_model")
_SPEC_KEYS = (
    "model_code", "first_registration", "shaken_expiry", "type_designation_no", "category_no",
    "axle_ff", "axle_fr", "axle_rf", "axle_rr", "fuel",
)  # fmt: skip
# A leading minus would start a formula in a spreadsheet, and no number begins with one.
_FRAME = re.compile(r"(?=.*\d)[0-9A-Z国\[][0-9A-Z国*\[\]().\- ]*")
_CODE = re.compile(r"[0-9A-Z国\[*][0-9A-Z改国*\[\]().\- ]*")
_PLATE = re.compile(r"[々〆ヶケぁ-んァ-ヶー一-鿿]{1,4}(?: [0-9A-Z]{1,3})? [ぁ-んA-Z] [0-9・.-]{1,5}")
_LONGEST_MILEAGE = 9_999_999
_KM_PER_MILE = 1.609344


@sensitive_variables()
def document_of(sheet: Sheet, *, today: date) -> Document:
    """The document that these codes are, with findings about them and about what is lacking."""
    findings: list[Finding] = []
    fields = _fields(sheet, findings, today)
    form = sheet.plate.item("Form") if sheet.plate else ""
    return Document(
        kind=KINDS.get((sheet.is_kei, form), Kind.INSPECTION_CERTIFICATE),
        source=Source.CODE,
        fields=fields,
        findings=tuple(dict.fromkeys([*_about_codes(sheet), *findings, *rules.check(fields)])),
    )


def _fields(sheet: Sheet, findings: list[Finding], today: date) -> CertificateFields:
    items: dict[str, str] = {}
    for message in filter(None, (sheet.plate, sheet.spec)):
        items |= {"TwodimensionCodeInfo" + name: value for name, value in message.items}
    fields = facts_from(_strict(coded_readers(today)), items, findings, unread="unreadable_code")
    model = frame_numbers.split_model(fields.model_code) if fields.model_code else None
    return replace(
        fields,
        kei=sheet.is_kei,
        vehicle_class=VehicleClass.KEI if sheet.is_kei else None,
        emission_prefix=(model.emission or None) if model else None,
        modified=model.modified if model else None,
        **(_use(sheet.use, findings) if sheet.use else {}),
    )


def _strict(readers: Readers) -> Readers:
    """The readers of the official file, for whom what is no number of a vehicle is unreadable."""

    def only(reader: Any, pattern: re.Pattern[str]) -> Any:
        def read(item: Item) -> str | None:
            found: str | None = reader(item)
            if found is not None and not pattern.fullmatch(found):
                raise Unreadable
            return found

        return read

    patterns = {"registration_no": _PLATE, "chassis_no": _FRAME, "engine_model": _CODE, "model_code": _CODE}
    return {key: only(reader, patterns[key]) if key in patterns else reader for key, reader in readers.items()}


def _use(message: Message, findings: list[Finding]) -> dict[str, Any]:
    """K/7…: seats, load, gross weight, maker and odometer of a kei. Its other codes are in no public table."""
    keys = ("body_shape_code", "seats", "seats_alt", "max_load_kg", "max_load_kg_alt", "gvw_kg", "gvw_kg_alt")
    readers: dict[str, Any] = {key: PRINTED[key] for key in (*keys, "make_code")}
    readers["mileage_km"] = lambda item: _mileage(item, findings)
    found = facts_from(readers, dict(message.items), findings, unread="unreadable_code")
    facts = {key: getattr(found, key) for key in readers}
    return {**facts, "make": tables.MAKE_BY_CODE.get(found.make_code or "")}


def _mileage(item: Item, findings: list[Finding]) -> int | None:
    number, unit = values.whole(item("Odometer"), most=_LONGEST_MILEAGE), values.word(item("OdometerUnit"))
    if number is None or unit is None:
        return None
    if unit in ("KM", "キロ"):
        return number
    if unit not in ("MILE", "MI", "マイル"):
        raise Unreadable
    kilometres = round(number * _KM_PER_MILE)
    findings.append(Finding("odometer_in_miles", ("mileage_km",), {"km": kilometres}))
    return kilometres


def _about_codes(sheet: Sheet) -> list[Finding]:
    """Which codes are missing and how to get them, and how these came together."""
    found = []
    if sheet.plate is None:
        found.append(Finding("plate_code_missing", _PLATE_KEYS))
    if sheet.spec is None:
        found.append(Finding("spec_code_missing", _SPEC_KEYS))
    for each in sheet.lacking:
        keys = _SPEC_KEYS if sheet.spec is None else _PLATE_KEYS
        numbers = ", ".join(str(number) for number in each.missing)
        found.append(Finding("parts_missing", keys, {"total": each.total, "numbers": numbers}))
    if sheet.stands_alone:
        found.append(Finding("stands_alone", ()))
    if found:
        found.append(Finding("retake", ()))
    if sheet.is_joined_by_model:
        found.append(Finding("joined_by_model", ("chassis_no", "model_code")))
    if sheet.spec is not None and sheet.spec.item("ValidPeriodExpirdate") == NO_DAY:
        found.append(Finding("expiry_not_in_code", ("shaken_expiry",)))
    if sheet.spec is not None and sheet.spec.is_misprint:
        found.append(Finding("axles_reordered", ("axle_ff", "axle_fr", "axle_rf", "axle_rr")))
    return found
