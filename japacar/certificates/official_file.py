"""Reads the file that the official certificate viewer app saves (vehicle-codes.md 1.8), pure and offline.

The one thing to know: only the items that official_items.py names are taken out of the file; owner, user, addresses and
base of use are not among them and so never seen. remarks.py cuts out the owner that form Ｂ prints in the remarks."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.views.decorators.debug import sensitive_variables

from japacar.certificates import containers, rules
from japacar.certificates.fields import CertificateFields
from japacar.certificates.official_items import PRINTED, WANTED, coded_readers, facts_from
from japacar.certificates.reading import Document, Kind, Source
from japacar.certificates.refusals import NotACertificate
from japacar.certificates.remarks import Remarks, reduce_remarks
from japacar.certificates.rules import Finding
from japacar.kernel import clock, frame_numbers


@sensitive_variables()
def read(data: bytes, *, today: date | None = None) -> Document:
    """The facts of one ordinary or kei certificate from JSON, XML or CSV bytes. Raises NotACertificate.

    `today` decides the century of two-digit years in the 2D code items."""
    found = containers.items(data, WANTED)
    day = today or clock.today_jst()
    findings: list[Finding] = []
    printed = _printed(found, findings)
    coded = facts_from(coded_readers(day), found, findings)
    if not (printed.chassis_no or printed.model_code or coded.chassis_no or coded.model_code):
        raise NotACertificate("not_certificate")
    fields = _merged(printed, coded)
    if (fields.first_registration or "") > f"{day:%Y-%m}":
        # A misreading: no vehicle is registered before its day has come.
        findings.append(Finding("unreadable", ("first_registration",)))
        fields = replace(fields, first_registration=None)
    findings += [*rules.compare(printed, coded), *rules.check(fields)]
    if not found.get(containers.VERSION, "").startswith("1."):
        findings.append(Finding("file_version", ()))
    return Document(
        kind=Kind.INSPECTION_CERTIFICATE,
        source=Source.FILE,
        fields=fields,
        findings=tuple(dict.fromkeys(findings)),
    )


def _printed(found: Mapping[str, str], findings: list[Finding]) -> CertificateFields:
    """What the certificate prints, remarks included."""
    fields = facts_from(PRINTED, found, findings)
    model = frame_numbers.split_model(fields.model_code) if fields.model_code else None
    note = found.get(containers.NOTE, "")
    remarks = reduce_remarks(note)
    if remarks.odometer and remarks.odometer.in_miles:
        findings.append(Finding("odometer_in_miles", ("mileage_km",), {"km": remarks.odometer.km}))
    is_modified = bool(model and model.modified) or remarks.is_modified
    return replace(
        fields,
        emission_prefix=(model.emission or None) if model else None,
        modified=is_modified if fields.model_code or note else None,
        parallel_import=remarks.is_parallel_import if note else None,
        noise_rule=remarks.noise_rule,
        near_noise_db=remarks.near_noise_db,
        **_odometers(remarks),
    )


def _odometers(remarks: Remarks) -> dict[str, Any]:
    now, before = remarks.odometer, remarks.previous_odometer
    return {
        "mileage_km": now.km if now else None,
        "mileage_on": now.on if now else None,
        "previous_mileage_km": before.km if before else None,
        "previous_mileage_on": before.on if before else None,
    }


def _merged(printed: CertificateFields, coded: CertificateFields) -> CertificateFields:
    """Print first: the code fills what the print leaves out, and a difference is a finding."""
    return replace(printed, **{key: value for key, value in coded.found().items() if getattr(printed, key) is None})
