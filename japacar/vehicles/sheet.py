"""What the first part of the editor shows: the fields to look at first, each with its reason, and what is settled.

The one thing to know: nothing is stored for this. Where a value comes from follows from the listing and its reading."""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from japacar.certificates.fields import CertificateFields
from japacar.certificates.models import Reading
from japacar.certificates.rules import ABOUT_READING, CHECKED, Finding, check
from japacar.files import links
from japacar.files.models import StoredFile
from japacar.ui import formatting
from japacar.vehicles.attribute_words import era_of, words_of
from japacar.vehicles.attributes import BY_TARGET, is_empty
from japacar.vehicles.certificate_values import FACTS, differences, same, values_of
from japacar.vehicles.forms import CERTIFICATE_FIELDS, COLUMNS, ListingForm
from japacar.vehicles.models import Vehicle

Tag = tuple[str, str]

#: A buyer asks for these; a certificate that lacks one is worth a look although nothing depends on it.
_ASKED = frozenset({"model_code", "first_registration", "drive", "displacement_cc", "seats"})
#: Facts of the other codes than that with the specification.
_CODE_OF = {
    **dict.fromkeys(("registration_no", "chassis_no", "engine_model"), "plate"),
    **dict.fromkeys(("seats", "seats_alt", "max_load_kg", "max_load_kg_alt", "gvw_kg", "gvw_kg_alt"), "use"),
    **dict.fromkeys(("body_shape_code", "make", "make_code", "mileage_km"), "use"),
}
#: Facts that are checked against each other as the listing has them now.
_COMPARED = (
    "chassis_no", "model_code", "first_registration", "seats", "weight_kg", "gvw_kg", "max_load_kg",
    "axle_ff", "axle_fr", "axle_rf", "axle_rr",
)  # fmt: skip


@dataclass(frozen=True)
class Unsure:
    """One field to look at: its control, where its value comes from, and why it stands here."""

    bound: BoundField
    source: Tag
    why: str
    crops: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Group:
    """Settled values that come from the same place, with its picture where there is one."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    crops: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Sheet:
    """The certificate part of the editor."""

    unsure: list[Unsure] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    rest: list[BoundField] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    # The dealer's own pictures, with the codes framed.
    pages: list[dict[str, Any]] = field(default_factory=list)
    read: int = 0
    odometer_hint: str = ""
    has_wrong_rest: bool = False
    # Whether another picture of the certificate would help.
    lacks_codes: bool = False

    @property
    def settled(self) -> list[dict[str, Any]]:
        return [row for group in self.groups for row in group.rows]


def sheet_of(vehicle: Vehicle, form: ListingForm, viewer: Any) -> Sheet:
    """Sort the fields of the certificate into those to look at and those that are settled, each beside its code."""
    said = values_of(vehicle.reading) if vehicle.reading else {}
    other = differences(vehicle, said)
    findings = _open_findings(vehicle)
    sheet = Sheet(read=len(vehicle.reading.facts.found()) if vehicle.reading else 0)
    concerned = _by_field(findings)
    crops, sheet.pages = _pictures(vehicle, viewer)
    groups: dict[str, Group] = {name: Group(crops=found) for name, found in crops.items()}
    for name in (name for name in CERTIFICATE_FIELDS if name in form.fields):
        column = COLUMNS.get(name, name)
        source = _source(vehicle, column, said)
        why = _why(vehicle, name, column, form, concerned)
        code = _code_of(vehicle, column, said)
        if why is not None:
            sheet.unsure.append(Unsure(form[name], source, why, crops.get(code, [])))
            continue
        sheet.rest.append(form[name])
        sheet.has_wrong_rest |= form.has_error(name)
        if not is_empty(BY_TARGET[column].of(vehicle)):
            groups.setdefault(code if code in crops else "", Group()).rows.append(_row(vehicle, column, source, other))
    sheet.groups = [group for group in groups.values() if group.rows]
    shown = {COLUMNS.get(item.bound.name, item.bound.name) for item in sheet.unsure}
    sheet.warnings = [found.sentence for found in findings if not (_columns(found) & shown)]
    sheet.lacks_codes = any(found.code == "retake" for found in findings)
    sheet.odometer_hint = _odometer(vehicle)
    return sheet


def _code_of(vehicle: Vehicle, column: str, said: dict[str, Any]) -> str:
    """Which code of the paper says this value; empty for whatever else, and where somebody typed another."""
    fact = FACTS.get(column, column)
    if vehicle.reading is None or vehicle.reading.source_of(fact) is not Reading.Source.CODE or column not in said:
        return ""
    value = BY_TARGET[column].of(vehicle)
    return _CODE_OF.get(fact, "spec") if is_empty(value) or same(value, said[column]) else ""


def _pictures(vehicle: Vehicle, viewer: Any) -> tuple[dict[str, list[dict[str, Any]]], list[dict[str, Any]]]:
    """Code -> what the images of it need, and the same of the pages on which they stand."""
    reading = vehicle.reading
    if reading is None or not (reading.cuts or reading.pages):
        return {}, []
    files = StoredFile.objects.in_bulk([each["file"] for each in (*reading.cuts.values(), *reading.pages)])

    def shown(picture: dict[str, Any]) -> list[dict[str, Any]]:
        file = files.get(UUID(picture["file"]))
        size = {"width": picture["width"], "height": picture["height"], "alt": _("The code on your picture")}
        return [{"src": links.url_for(file, viewer), **size}] if file is not None else []

    codes: dict[str, list[dict[str, Any]]] = {}
    # "spec-2" is the second symbol of the code "spec".
    for name, cut in sorted(reading.cuts.items()):
        codes.setdefault(name.partition("-")[0], []).extend(shown(cut))
    return {name: cuts for name, cuts in codes.items() if cuts}, [
        each for page in reading.pages for each in shown(page)
    ]


def _why(
    vehicle: Vehicle, name: str, column: str, form: ListingForm, concerned: dict[str, list[Finding]]
) -> str | None:
    """The reason to look at a field, or None when it is settled."""
    if column in concerned:
        return formatting.sentences(found.sentence for found in concerned[column])
    if not is_empty(BY_TARGET[column].of(vehicle)):
        return None
    if not BY_TARGET[column].is_needed(vehicle.body_type) and not (column in _ASKED and vehicle.reading):
        return None
    if column == "displacement_cc" and vehicle.rated_output_kw is not None:
        return None
    return _hint(vehicle, name, form)


def _hint(vehicle: Vehicle, name: str, form: ListingForm) -> str:
    if name == "model_name" and form.likely_models:
        return _("Other cars with this model code are this model. Change it if yours is another.")
    if vehicle.reading is None:
        return ""
    if name == "make" and form.asks_new_make:
        return _("The make on the certificate is in no list yet. Compare its name with the paper.")
    hints = {
        "model_name": _("The certificate names the maker only. Choose from the list or type the name."),
        "body_type": _("The likely ones stand first, from use, seats and height. Look at the car."),
        "transmission": _("The certificate does not say this."),
        "steering": _("Cars made for Japan have it on the right. Change it if yours has not."),
        "colour": _("The certificate does not say this. Choose the colour of the body."),
    }
    if name not in hints and vehicle.reading.source == Reading.Source.CODE:
        return _("This is not in the codes that were read.")
    return hints.get(name, _("The certificate does not say this."))


def _open_findings(vehicle: Vehicle) -> tuple[Finding, ...]:
    """What was odd about the reading, without what it lacked and the dealer has typed since; and what does not fit together in
    the listing as it stands now, typed values included."""
    findings = [each for each in vehicle.reading.warnings if each.code not in CHECKED] if vehicle.reading else []
    findings += check(_facts_now(vehicle))
    found = [each for each in findings if each.code not in ABOUT_READING or not _is_answered(vehicle, each)]
    if any(each.code in ABOUT_READING and each.keys for each in found):
        return tuple(found)
    return tuple(each for each in found if each.code not in ABOUT_READING)


def _facts_now(vehicle: Vehicle) -> CertificateFields:
    """The facts of the certificate with what the listing says instead. The odometer is another one than the certificate's."""
    facts = vehicle.reading.facts if vehicle.reading else CertificateFields()
    said = {key: BY_TARGET[key].of(vehicle) for key in _COMPARED if key in BY_TARGET}
    return replace(facts, **{key: value for key, value in said.items() if not is_empty(value)})


def _is_answered(vehicle: Vehicle, finding: Finding) -> bool:
    about = [BY_TARGET[key] for key in finding.keys if key in BY_TARGET]
    return bool(about) and not is_empty(about[0].of(vehicle))


def _by_field(findings: tuple[Finding, ...]) -> dict[str, list[Finding]]:
    """Column -> findings about it; a finding stands at the first field that the editor has."""
    found: dict[str, list[Finding]] = {}
    columns = {COLUMNS.get(name, name) for name in CERTIFICATE_FIELDS}
    for finding in findings:
        if first := next((key for key in finding.keys if key in columns), None):
            found.setdefault(first, []).append(finding)
    return found


def _columns(finding: Finding) -> set[str]:
    return set(finding.keys)


def _source(vehicle: Vehicle, column: str, said: dict[str, Any]) -> Tag:
    value = BY_TARGET[column].of(vehicle)
    if is_empty(value):
        return (_("Not found"), "miss") if vehicle.reading else (_("Missing"), "miss")
    if vehicle.reading and column in said and same(value, said[column]):
        return (_source_words(vehicle.reading.source_of(FACTS.get(column, column))), "file")
    return (_("You typed"), "hand")


def _source_words(source: Reading.Source) -> str:
    return {
        Reading.Source.CODE: _("From the code"),
        Reading.Source.AI: _("By AI, compared"),
        Reading.Source.HAND: _("You typed"),
    }.get(source, _("From the file"))


def _row(vehicle: Vehicle, column: str, source: Tag, other: dict[str, Any]) -> dict[str, Any]:
    attribute = BY_TARGET[column]
    value, note = attribute.of(vehicle), ""
    if column == "first_registration" and formatting.is_japanese():
        note = era_of(value)
    if column in other:
        value_said = {"value": words_of(attribute, other[column])}
        is_coded = vehicle.reading and vehicle.reading.source_of(FACTS.get(column, column)) is Reading.Source.CODE
        note = _("In the code: %(value)s") % value_said if is_coded else _("In the file: %(value)s") % value_said
    return {"label": attribute.label, "value": words_of(attribute, value), "note": note, "source": source}


def _odometer(vehicle: Vehicle) -> str:
    """What the certificate said, for comparison: it is as old as the last inspection."""
    facts = vehicle.reading.facts if vehicle.reading else None
    if facts is None or facts.mileage_km is None:
        return ""
    said = {"km": formatting.km(facts.mileage_km)}
    if facts.mileage_on is None:
        return _("The certificate says %(km)s. Enter what the odometer shows now.") % said
    words = _("The certificate says %(km)s, read on %(day)s. Enter what the odometer shows now.")
    return words % {**said, "day": formatting.long_date(facts.mileage_on)}
