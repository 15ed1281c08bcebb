"""The worker draws the demo's pictures and hands them to the same upload path as a dealer's. Safe to run twice: what is there stays."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from japacar.demo.catalogue_cars import DemoVehicle, specimens
from japacar.files import actions as files
from japacar.files.models import StoredFile
from japacar.kernel.inspection import Slot
from japacar.vehicles.models import Photo, Vehicle

PRIVATE = {Photo.Angle.CHASSIS_PLATE}


@app.task(name="demo.photograph", retry=2)
def photograph(numbers: list[int], covers_only: bool) -> None:
    """The covers, or all other angles, of some vehicles of the catalogue."""
    wanted = {specimen.number: specimen for specimen in specimens() if specimen.number in numbers}
    for number in numbers:
        _photograph(wanted[number], covers_only=covers_only)


def _photograph(specimen: DemoVehicle, *, covers_only: bool) -> None:
    from japacar.demo.drawing import photo_set

    vehicle = Vehicle.objects.get(chassis_no=specimen.frame_number)
    have = set(vehicle.photos.values_list("angle", flat=True))
    angles = [shot for shot in photo_set(specimen) if shot.angle not in have]
    angles = angles[:1] if covers_only else angles
    if covers_only and have:
        return
    for slot in (Slot.PHOTO, Slot.DOCUMENT_IMAGE):
        shots = [shot for shot in angles if (shot.angle in PRIVATE) == (slot is Slot.DOCUMENT_IMAGE)]
        if not shots:
            continue
        stored = files.store_many(
            [(_drawn(shot.key, shot.make_bytes), vehicle.event_ref) for shot in shots], slot=slot, by="system"
        )
        with transaction.atomic():
            for shot, file in zip(shots, stored, strict=True):
                _attach(vehicle, shot.angle, shot.position, file)


def _attach(vehicle: Vehicle, angle: str, position: int, file: StoredFile) -> None:
    files.bind(file, owner_ref=vehicle.event_ref, by="system")
    Photo.objects.create(vehicle=vehicle, file=file, angle=angle, position=position, is_private=angle in PRIVATE)


def _drawn(key: str, make_bytes: object) -> bytes:
    """A drawing is kept between runs by what it shows; pictures with a car's own numbers are drawn each time."""
    if not key:
        return make_bytes()  # type: ignore[operator,no-any-return]
    path = Path(settings.DATA_DIR) / "cache" / "drawings" / f"{key}.jpg"
    if path.exists():
        return path.read_bytes()
    picture: bytes = make_bytes()  # type: ignore[operator]
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(picture)
    part.rename(path)
    return picture
