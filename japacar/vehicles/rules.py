"""What a listing needs before the public may see it, and what its photos show. The one thing to know: `problems` gives
codes for fields, and the form puts them into words beside the field."""

from collections.abc import Iterable
from types import MappingProxyType

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from japacar.ui.formatting import sentences
from japacar.vehicles.attributes import ATTRIBUTES, BY_KEY, Attribute, is_empty
from japacar.vehicles.models import Photo, RepairHistory, Vehicle

FEWEST_PHOTOS = 3
MOST_PHOTOS = 60
#: What the photos of one dealer may take on the disk.
MOST_PHOTO_BYTES = 2 * 1024**3
#: Pictures that show the frame number: for the parties of a deal only (PP-1.1-h).
PRIVATE_ANGLES = frozenset({Photo.Angle.CHASSIS_PLATE})
#: What may still be changed; a reserved or sold car stays as the buyer saw it.
OPEN_STATES = frozenset(
    {
        Vehicle.Status.DRAFT, Vehicle.Status.REVIEW, Vehicle.Status.PUBLISHED, Vehicle.Status.WITHDRAWN,
        Vehicle.Status.EXPIRED,
    }
)  # fmt: skip

#: Marks that an auction house gives only to a vehicle with repair history.
REPAIRED_GRADES = frozenset({"R", "RA", "***"})
#: Shown only with where they are from.
GRADES = ("auction_grade", "int_grade", "ext_grade")
#: Codes of a fault that mean: repaired or replaced.
_REPAIRED = ("W1", "W2", "W3", "XX")
SENTENCES: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "make": _("Choose the make."),
        "model": _("Say which model it is."),
        "year": _("Enter the year."),
        "chassis_no": _("Enter the chassis number. Buyers see only its beginning."),
        "body_type": _("Choose the body type."),
        "fuel": _("Choose the fuel."),
        "transmission": _("Choose the transmission."),
        "steering": _("Choose the side of the steering wheel."),
        "colour": _("Choose the colour."),
        "price_minor": _("Enter the price."),
        "mileage_km": _("Enter what the odometer shows."),
        "hours": _("Enter the working hours."),
        "photos": _("Add photos: at least 3 that everybody may see."),
        "dealer": _("Our staff has not approved your company yet. You can prepare everything until then."),
        "condition_source": _("Say where the grade is from: buyers see a grade with its source only."),
        "repair_history": _(
            "Choose “Yes”: a skeleton part is named below as repaired or replaced. Or take that part away."
        ),
    }
)
#: Other problems of the same fields, by code.
_OTHER: MappingProxyType[tuple[str, str], Promise] = MappingProxyType(
    {
        ("repair_history", "graded"): _(
            "Choose “Yes”: auction houses give the grades R, RA and *** to vehicles with repair history only."
        ),
        ("repair_history", "faulted"): _(
            "Choose “Yes”: the faults name the roof or frame as repaired or replaced, which is part of the skeleton."
        ),
    }
)


def sentence(field: str, code: str) -> str:
    """What to say beside a field about a problem of `problems`."""
    return str(_OTHER.get((field, code), SENTENCES[field]))


def sentences_of(problems: Iterable[tuple[str, str]]) -> str:
    """The same about several of them, where there is no field to stand beside."""
    return sentences(sentence(*problem) for problem in problems)


def problems(vehicle: Vehicle) -> list[tuple[str, str]]:
    """Everything that keeps this vehicle from being on sale, as (field, code): missing, too_few, not_approved; and named,
    graded, faulted where the listing says two things about its repair history."""
    found = [(each.target, "missing") for each in needed(vehicle) if is_empty(each.of(vehicle))]
    if not vehicle.condition_source and any(not is_empty(BY_KEY[key].of(vehicle)) for key in GRADES):
        found.append(("condition_source", "missing"))
    if code := denied_repair(vehicle):
        found.append(("repair_history", code))
    if vehicle.photos.filter(is_private=False).count() < FEWEST_PHOTOS:
        found.append(("photos", "too_few"))
    if not vehicle.dealer.is_approved:
        found.append(("dealer", "not_approved"))
    return found


def denied_repair(vehicle: Vehicle) -> str:
    """Why a vehicle that is not said to have repair history has some all the same; empty where nothing speaks for it.

    By the definition of the trade: a part of the skeleton was repaired or replaced; bolted parts do not count."""
    if vehicle.repair_history == RepairHistory.YES:
        return ""
    if not is_empty(BY_KEY["repair_parts"].of(vehicle)):
        return "named"
    if vehicle.condition_grade.strip().upper() in REPAIRED_GRADES:
        return "graded"
    skeleton = Q(panel="frame", code__in=_REPAIRED) | Q(panel="roof", code="XX")
    return "faulted" if vehicle.faults.filter(skeleton).exists() else ""


def needed(vehicle: Vehicle) -> list[Attribute]:
    """Without these a buyer cannot judge a vehicle of this body, nor the site compute what it costs and may enter."""
    return [each for each in ATTRIBUTES if each.is_needed(vehicle.body_type)]


def is_vouched_for(attribute: Attribute, vehicle: Vehicle) -> bool:
    """A grade is shown only with where it is from: one that nobody stands for says nothing."""
    return attribute.key not in GRADES or bool(vehicle.condition_source)


def may_be_changed(vehicle: Vehicle) -> bool:
    return vehicle.status in OPEN_STATES
