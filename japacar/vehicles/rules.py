"""What a listing needs before the public may see it, and what its photos show. The one thing to know: `problems` gives
codes for fields, and the form puts them into words beside the field."""

from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from japacar.vehicles.models import BodyType, Photo, Vehicle

#: Without these a buyer cannot judge the car, nor the site compute what it costs and whether it may be imported.
NEEDED = (
    "make", "model", "year", "chassis_no", "body_type", "fuel", "transmission", "steering", "colour",
    "price_minor", "mileage_km",
)  # fmt: skip
FEWEST_PHOTOS = 3
MOST_PHOTOS = 60
#: What the photos of one dealer may take on the disk.
MOST_PHOTO_BYTES = 2 * 1024**3
#: Pictures that show the frame number: for the parties of a deal only (PP-1.1-h).
PRIVATE_ANGLES = frozenset({Photo.Angle.CHASSIS_PLATE})
#: What may still be changed; a reserved or sold car stays as the buyer saw it.
OPEN_STATES = frozenset({Vehicle.Status.DRAFT, Vehicle.Status.PUBLISHED, Vehicle.Status.WITHDRAWN})

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
        "photos": _("Add photos: at least 3 that everybody may see."),
        "dealer": _("Our staff has not approved your company yet. You can prepare everything until then."),
    }
)


def problems(vehicle: Vehicle) -> list[tuple[str, str]]:
    """Everything that keeps this vehicle from being on sale, as (field, code): missing, too_few, not_approved."""
    found = [(field, "missing") for field in NEEDED if is_empty(getattr(vehicle, field)) and applies(vehicle, field)]
    if vehicle.photos.filter(is_private=False).count() < FEWEST_PHOTOS:
        found.append(("photos", "too_few"))
    if not vehicle.dealer.is_approved:
        found.append(("dealer", "not_approved"))
    return found


def applies(vehicle: Vehicle, field: str) -> bool:
    """A motorcycle has no side of the wheel."""
    return not (field == "steering" and vehicle.body_type == BodyType.MOTORCYCLE)


def is_empty(value: object) -> bool:
    return value is None or value == ""


def may_be_changed(vehicle: Vehicle) -> bool:
    return vehicle.status in OPEN_STATES
