"""The demo's pictures are drawn and handed to the same upload path as a dealer's. Safe to run twice: what is there stays."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from japacar.demo.catalogue_cars import DemoVehicle, specimens
from japacar.demo.drawing import Shot, machines, photo_set
from japacar.files import actions as files
from japacar.files.models import StoredFile
from japacar.kernel.inspection import Slot
from japacar.vehicles.models import Fault, Photo, Vehicle


def photograph(numbers: list[int], covers_only: bool) -> None:
    """The covers, or all other pictures, of some vehicles of the catalogue."""
    wanted = {specimen.number: specimen for specimen in specimens() if specimen.number in numbers}
    for number in numbers:
        _photograph(wanted[number], covers_only=covers_only)


def photograph_machines() -> None:
    """Both sides and the hour meter of each machine."""
    kinds = {"excavator", "forklift", "tractor"}
    for vehicle in Vehicle.objects.filter(body_type="machinery", details__machine_kind__in=kinds, photos=None):
        kind, hours = vehicle.details["machine_kind"], vehicle.hours or 0
        shots = [
            (Photo.Angle.LEFT_SIDE, machines.side(kind)),
            (Photo.Angle.RIGHT_SIDE, machines.side(kind, from_the_right=True)),
            (Photo.Angle.ODOMETER, machines.hour_meter(hours)),
        ]
        stored = files.store_many([(data, vehicle.event_ref) for _, data in shots], slot=Slot.PHOTO, by="system")
        with transaction.atomic():
            for position, ((angle, _), file) in enumerate(zip(shots, stored, strict=True)):
                files.bind(file, owner_ref=vehicle.event_ref, by="system")
                Photo.objects.create(vehicle=vehicle, file=file, angle=angle, position=position)


def _photograph(specimen: DemoVehicle, *, covers_only: bool) -> None:
    vehicle = Vehicle.objects.get(chassis_no=specimen.frame_number)
    have = set(vehicle.photos.values_list("position", flat=True))
    shots = [(place, shot) for place, shot in enumerate(photo_set(specimen)) if place not in have]
    if covers_only:
        shots = shots[:1] if not have else []
    for slot in (Slot.PHOTO, Slot.DOCUMENT_IMAGE):
        taken = [(place, shot) for place, shot in shots if shot.is_private == (slot is Slot.DOCUMENT_IMAGE)]
        if taken:
            uploads = [(_drawn(shot), vehicle.event_ref) for _, shot in taken]
            stored = files.store_many(uploads, slot=slot, by="system")
            with transaction.atomic():
                for (place, shot), file in zip(taken, stored, strict=True):
                    _attach(vehicle, shot, place, file)


def _attach(vehicle: Vehicle, shot: Shot, position: int, file: StoredFile) -> None:
    files.bind(file, owner_ref=vehicle.event_ref, by="system")
    angle = shot.angle if shot.angle in Photo.Angle.values else Photo.Angle.OTHER
    photo = Photo.objects.create(vehicle=vehicle, file=file, angle=angle, position=position, is_private=shot.is_private)
    if shot.fault is not None:
        fault = vehicle.faults.order_by("pk")[shot.fault]
        Fault.objects.filter(pk=fault.pk).update(photo=photo)


def _drawn(shot: Shot) -> bytes:
    """A drawing is kept between runs by what it shows."""
    path = Path(settings.DATA_DIR) / "cache" / "drawings" / f"{shot.key}.jpg"
    if path.exists():
        return path.read_bytes()
    picture = shot.make_bytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(picture)
    part.rename(path)
    return picture
