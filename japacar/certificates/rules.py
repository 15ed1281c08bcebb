"""Cross-checks between the facts of a certificate (vehicle-codes.md 2.1 and 3), pure and offline.

The one thing to know: a finding is a sentence for a person to judge. Official papers hold odd values, so nothing here
corrects or refuses one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from types import MappingProxyType
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from japacar.certificates.fields import FIELDS, CertificateFields
from japacar.kernel import frame_numbers

#: What one person weighs in the gross weight (道路運送車両の保安基準).
KG_PER_PERSON = 55

SENTENCES: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "unreadable": _("%(label)s: what stands in the file could not be read. Please enter it from the certificate."),
        "month_unknown": _(
            "The certificate names the year %(year)s only, without the month. Enter a month that you can show."
        ),
        "code_differs": _("%(label)s: the certificate prints %(printed)s, its 2D code says %(coded)s."),
        "gross_weight": _(
            "Gross weight is %(gross)s kg, but vehicle weight, load and %(kg)s kg for each seat give %(expected)s kg."
        ),
        "axle_sum": _("Vehicle weight is %(weight)s kg, but the axle weights add up to %(expected)s kg."),
        "prefix_differs": _("The frame number %(chassis_no)s does not begin like the model code %(model_code)s."),
        "frame_unusual": _(
            "The frame number %(chassis_no)s has an unusual form. Compare it with the stamp on the vehicle."
        ),
        "frame_too_long": _("The frame number %(chassis_no)s is longer than a certificate prints."),
        "vin_check_digit": _(
            "The check digit of the frame number %(chassis_no)s does not fit. Compare it with the stamp."
        ),
        "model_unreadable": _("The model code %(model_code)s has an unusual form."),
        "first_after_registration": _(
            "First registration (%(first)s) is later than the registration (%(registered)s)."
        ),
        "registration_after_issue": _("The registration (%(registered)s) is later than the issue (%(issued)s)."),
        "first_after_issue": _("First registration (%(first)s) is later than the issue (%(issued)s)."),
        "odometer_in_miles": _("The certificate gives the odometer in miles; %(km)s km is converted."),
        "odometer_fell": _("The odometer shows %(now)s km, less than %(before)s km before."),
        "unreadable_code": _(
            "%(label)s: what its 2D code holds could not be read. Please enter it from the certificate."
        ),
        "plate_code_missing": _("The code with registration number, frame number and engine model was not read."),
        "spec_code_missing": _(
            "The code with model code, first registration, inspection and axle weights was not read."
        ),
        "parts_missing": _("This code has %(total)s symbols. Not read, counted from the left: %(numbers)s."),
        "retake": _(
            "Take the picture again from straight above and in even light, so close that the row of codes fills its "
            "width. All codes of the row must be in it."
        ),
        "expiry_not_in_code": _(
            "The codes do not say until when the inspection is valid. It stands on the record sheet and in the viewer "
            "app's file."
        ),
        "axles_reordered": _(
            "This sheet was printed with the axle weights in another order, as some of January 2024 were; they were "
            "read in that order."
        ),
        "joined_by_model": _(
            "The codes come from different pictures and were joined because frame number and model code go together. "
            "Check that both are of the same certificate."
        ),
        "stands_alone": _(
            "It cannot be told which codes of these pictures belong together, so they were not joined. Take one picture "
            "of each certificate with all its codes."
        ),
        "file_version": _("The file has an unknown version. Compare the values with the certificate."),
    }
)

#: Findings about what a reading lacks, not about a value: they are answered once the value is there.
ABOUT_READING = frozenset(
    {"plate_code_missing", "spec_code_missing", "parts_missing", "stands_alone", "retake", "expiry_not_in_code"}
)

#: Findings of `check`, which follow from the facts alone and can be made again when one of them is changed.
CHECKED = frozenset(
    {
        "gross_weight", "axle_sum", "prefix_differs", "frame_unusual", "frame_too_long", "vin_check_digit",
        "model_unreadable", "first_after_registration", "registration_after_issue", "first_after_issue", "odometer_fell",
    }
)  # fmt: skip

_NOT_STAMPED = re.compile(r"[^0-9A-Z\-\[\]*]")

# Findings of kernel/frame_numbers.py that a person should look at, with the facts that they concern.
_FRAME_SENTENCES = MappingProxyType(
    {
        "frame_unusual": ("chassis_no",),
        "frame_too_long": ("chassis_no",),
        "vin_check_digit": ("chassis_no",),
        "prefix_differs": ("chassis_no", "model_code"),
        "model_unreadable": ("model_code",),
    }
)

# What every certificate fills, whatever the vehicle. Load is "-" for cars, axles and numbers are blank for many.
EXPECTED = (
    "registration_no",
    "chassis_no",
    "issued_on",
    "first_registration",
    "shaken_expiry",
    "make",
    "model_code",
    "engine_model",
    "vehicle_class",
    "use",
    "purpose",
    "body_shape",
    "seats",
    "weight_kg",
    "gvw_kg",
    "length_mm",
    "width_mm",
    "height_mm",
    "fuel",
)


@dataclass(frozen=True)
class Finding:
    """One odd thing: a code of SENTENCES, the keys of the facts concerned, and the numbers in it."""

    code: str
    keys: tuple[str, ...]
    values: dict[str, str | int] = field(default_factory=dict, hash=False)

    @property
    def sentence(self) -> str:
        """The finding in words, in the language of the moment."""
        label = FIELDS[self.keys[0]].label if self.keys else ""
        return str(SENTENCES[self.code]) % {"label": label, **self.values}

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code, "fields": list(self.keys), "values": dict(self.values)}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Self:
        """Back from `to_json`."""
        return cls(said["code"], tuple(said["fields"]), dict(said["values"]))


def missing(fields: CertificateFields) -> tuple[str, ...]:
    """Expected keys without a value; displacement or rated output, whichever the fuel asks for, counts as one."""
    absent = [key for key in EXPECTED if getattr(fields, key) is None]
    if fields.displacement_cc is None and fields.rated_output_kw is None:
        absent.append("displacement_cc")
    return tuple(absent)


def check(fields: CertificateFields) -> tuple[Finding, ...]:
    """Every finding about one set of facts, from whatever source."""
    return (*_weights(fields), *_frame(fields), *_dates(fields), *_odometer(fields))


def compare(printed: CertificateFields, coded: CertificateFields) -> tuple[Finding, ...]:
    """Where print and 2D code of the same certificate disagree; a fact that only one of them has is no finding."""
    return tuple(
        Finding("code_differs", (key,), {"printed": str(said), "coded": str(other)})
        for key, other in coded.found().items()
        if (said := getattr(printed, key)) is not None and not _agree(key, said, other)
    )


def _agree(key: str, said: Any, other: Any) -> bool:
    if key.startswith("axle_"):
        # The code counts in tens of kilograms.
        return abs(int(said) - int(other)) < 10
    if key == "chassis_no":
        # A number stamped by the authority is printed between its marks and coded without them.
        return _NOT_STAMPED.sub("", said) == _NOT_STAMPED.sub("", other)
    return bool(said == other)


def _weights(fields: CertificateFields) -> Iterator[Finding]:
    if fields.weight_kg and fields.gvw_kg and fields.seats:
        expected = fields.weight_kg + (fields.max_load_kg or 0) + KG_PER_PERSON * fields.seats
        if not _gross_fits(fields):
            values: dict[str, str | int] = {"gross": fields.gvw_kg, "kg": KG_PER_PERSON, "expected": expected}
            yield Finding("gross_weight", ("gvw_kg", "weight_kg", "max_load_kg", "seats"), values)
    axles = [getattr(fields, key) or 0 for key in ("axle_ff", "axle_fr", "axle_rf", "axle_rr")]
    if fields.weight_kg and any(axles) and sum(axles) != fields.weight_kg and sum(axles) != fields.weight_kg_alt:
        keys = ("weight_kg", "axle_ff", "axle_fr", "axle_rf", "axle_rr")
        yield Finding("axle_sum", keys, {"weight": fields.weight_kg, "expected": sum(axles)})


def _gross_fits(fields: CertificateFields) -> bool:
    """Whether any of the printed alternatives fit together, as `5(2)` persons with `200(350)` kg do."""
    weights = [value for value in (fields.weight_kg, fields.weight_kg_alt) if value is not None]
    loads = [value for value in (fields.max_load_kg or 0, fields.max_load_kg_alt) if value is not None]
    people = [value for value in (fields.seats, fields.seats_alt) if value is not None]
    grosses = {fields.gvw_kg, fields.gvw_kg_alt}
    return any(w + load + KG_PER_PERSON * n in grosses for w, load, n in product(weights, loads, people))


def _frame(fields: CertificateFields) -> Iterator[Finding]:
    chassis, model = fields.chassis_no, fields.model_code
    if chassis is None:
        return
    for found in frame_numbers.findings(chassis, model or ""):
        code = found.value
        if code in _FRAME_SENTENCES and (model or found is not frame_numbers.Finding.MODEL_UNREADABLE):
            keys = _FRAME_SENTENCES[code]
            yield Finding(code, keys, {key: str(getattr(fields, key)) for key in keys})


def _dates(fields: CertificateFields) -> Iterator[Finding]:
    first, registered, issued = fields.first_registration, fields.registered_on, fields.issued_on
    if first and registered and first > f"{registered:%Y-%m}":
        values: dict[str, str | int] = {"first": first, "registered": registered.isoformat()}
        yield Finding("first_after_registration", ("first_registration", "registered_on"), values)
    elif first and issued and first > f"{issued:%Y-%m}":
        yield Finding(
            "first_after_issue", ("first_registration", "issued_on"), {"first": first, "issued": issued.isoformat()}
        )
    if registered and issued and registered > issued:
        values = {"registered": registered.isoformat(), "issued": issued.isoformat()}
        yield Finding("registration_after_issue", ("registered_on", "issued_on"), values)


def _odometer(fields: CertificateFields) -> Iterator[Finding]:
    now, before = fields.mileage_km, fields.previous_mileage_km
    if now is not None and before is not None and now < before:
        yield Finding("odometer_fell", ("mileage_km", "previous_mileage_km"), {"now": now, "before": before})
