"""What the page of one vehicle needs from the database, in five questions.

The one thing to know: rows are read as tuples and made into model instances that hold only what the page shows, since the
page is the most asked for of all."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Case, Model, OuterRef, Q, Subquery, Value, When

from japacar.accounts.viewers import Viewer
from japacar.files.models import Rendition, StoredFile
from japacar.members.models import Dealer
from japacar.vehicles.attributes import ATTRIBUTES, Seen
from japacar.vehicles.kept import Kept
from japacar.vehicles.models import CarModel, Fault, Make, Photo, Vehicle
from japacar.vehicles.search import VISITOR

M = TypeVar("M", bound=Model)
SIMILAR = 3
# What one photo of the page of all photos is shown as.
PHOTO_WIDTH = 640


def _some(kind: type[Model], *names: str) -> tuple[str, ...]:
    """These columns in the order of the model, as `from_db` wants them."""
    return tuple(field.attname for field in kind._meta.concrete_fields if field.attname in names)


# What only parties of a deal, or the dealer alone, may read is not loaded for the page at all; the chassis number is, since
# its beginning is shown. What signed-in people may read besides is loaded for them only.
_NEVER = {"search", *(each.column for each in ATTRIBUTES if each.seen is Seen.PRIVATE)}
_NOT_FOR_VISITORS = {"particulars", *(each.column for each in ATTRIBUTES if each.seen is Seen.SIGNED_IN)}
_CAR = tuple(field.attname for field in Vehicle._meta.concrete_fields if field.name not in _NEVER | _NOT_FOR_VISITORS)
_CAR_KNOWN = tuple(field.attname for field in Vehicle._meta.concrete_fields if field.name not in _NEVER)
_MAKE = _some(Make, "id", "slug", "name_en", "name_ja")
_MODEL = _some(CarModel, "id", "slug", "name_en", "name_ja")
_DEALER = _some(
    Dealer, "id", "slug", "status", "name_en", "name_ja", "permit_commission", "permit_number", "decided_at"
)
_Parts = tuple[tuple[type[Model], tuple[str, ...], str], ...]
_RELATED: _Parts = (
    (Make, _MAKE, "make__"),
    (CarModel, _MODEL, "model__"),
    (Dealer, _DEALER, "dealer__"),
)
_PARTS: _Parts = ((Vehicle, _CAR, ""), *_RELATED)
_PARTS_KNOWN: _Parts = ((Vehicle, _CAR_KNOWN, ""), *_RELATED)


def _columns(parts: _Parts) -> tuple[str, ...]:
    return tuple(f"{prefix}{name}" for _kind, names, prefix in parts for name in names)


_PHOTO = _some(Photo, "id", "file_id", "angle")
_FILE = _some(StoredFile, "name", "width", "height")
_FAULT = tuple(field.attname for field in Fault._meta.concrete_fields)

_public = Kept(
    lambda reference: Vehicle.objects.visible_to(VISITOR).filter(reference=reference).values_list(*_columns(_PARTS))
)
_photos = Kept(
    lambda vehicle: Photo.objects.filter(vehicle_id=vehicle, is_private=False).values_list(
        *_PHOTO,
        *(f"file__{name}" for name in _FILE),
        Subquery(
            Rendition.objects.filter(
                file_id=OuterRef("file_id"), kind=Rendition.Kind.PHOTO, width=PHOTO_WIDTH, format="webp"
            ).values("size")[:1]
        ),
    )
)
_faults = Kept(lambda vehicle: Fault.objects.filter(vehicle_id=vehicle).order_by("pk").values_list(*_FAULT))
_near = Kept(
    lambda vehicle, model, body: (
        Vehicle.objects.visible_to(VISITOR)
        .on_sale()
        .exclude(pk=vehicle)
        .filter(Q(model_id=model) | Q(body_type=body))
        .order_by(Case(When(model_id=model, then=Value(0)), default=Value(1)), "-published_at")
        .values_list("pk")[:SIMILAR]
    )
)


def vehicle_for(viewer: Viewer, reference: str) -> Vehicle | None:
    """The vehicle with make, model and dealer, or None for whoever may not see it."""
    rows: list[tuple[Any, ...]]
    parts = _PARTS if viewer.is_anonymous else _PARTS_KNOWN
    if viewer.is_anonymous:
        rows = _public(reference)
    else:
        rows = list(Vehicle.objects.visible_to(viewer).filter(reference=reference).values_list(*_columns(parts)))
    if not rows:
        return None
    row = list(rows[0])
    car, make, model, dealer = (_made(kind, names, row) for kind, names, _prefix in parts)
    assert isinstance(car, Vehicle)
    car.make, car.model, car.dealer = make, model, dealer  # type: ignore[assignment]
    return car


def photos_of(vehicle: Vehicle) -> list[tuple[Photo, int]]:
    """The public photos in order, each with the bytes of its copy on the page of all photos, 0 while it is not made."""
    found = []
    for row in _photos(vehicle.pk):
        photo = Photo.from_db("default", _PHOTO, row[: len(_PHOTO)])
        photo.file = StoredFile(photo.file_id, **dict(zip(_FILE, row[len(_PHOTO) : -1], strict=True)))
        found.append((photo, row[-1] or 0))
    return found


def faults_of(vehicle: Vehicle) -> list[Fault]:
    return [Fault.from_db("default", _FAULT, row) for row in _faults(vehicle.pk)]


def similar_to(vehicle: Vehicle) -> list[UUID]:
    """Others of the same model, then of the same body, newest first."""
    return [pk for (pk,) in _near(vehicle.pk, vehicle.model_id, vehicle.body_type)]


def _made(kind: type[M], names: Sequence[str], row: list[Any]) -> M | None:
    """Takes the columns of one model from the front of the row; None where an outer join found nothing."""
    values, row[: len(names)] = row[: len(names)], []
    return kind.from_db("default", names, values) if values[0] is not None else None
