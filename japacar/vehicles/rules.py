"""What a listing needs before the public may see it, and what its photos show. The one thing to know: `problems` gives
codes for fields, and the form puts them into words beside the field."""

from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from japacar.vehicles.attributes import ATTRIBUTES, Attribute, is_empty
from japacar.vehicles.models import Photo, Vehicle

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
    }
)


def problems(vehicle: Vehicle) -> list[tuple[str, str]]:
    """Everything that keeps this vehicle from being on sale, as (field, code): missing, too_few, not_approved."""
    found = [(each.target, "missing") for each in needed(vehicle) if is_empty(each.of(vehicle))]
    if vehicle.photos.filter(is_private=False).count() < FEWEST_PHOTOS:
        found.append(("photos", "too_few"))
    if not vehicle.dealer.is_approved:
        found.append(("dealer", "not_approved"))
    return found


def needed(vehicle: Vehicle) -> list[Attribute]:
    """Without these a buyer cannot judge a vehicle of this body, nor the site compute what it costs and may enter."""
    return [each for each in ATTRIBUTES if each.is_needed(vehicle.body_type)]


def may_be_changed(vehicle: Vehicle) -> bool:
    return vehicle.status in OPEN_STATES
