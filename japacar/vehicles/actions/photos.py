"""Photos of a listing. The one thing to know: a picture of the chassis plate is private, so its file is sealed
(PP-1.1-h); every other one lies open without any metadata, rebuilt from its pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from japacar.files import actions as files
from japacar.files.models import StoredFile
from japacar.kernel import clock
from japacar.kernel.inspection import Refused, Slot, inspect
from japacar.vehicles import rules
from japacar.vehicles.actions.status import WrongState, stay_complete
from japacar.vehicles.models import Photo, Vehicle


@dataclass(frozen=True)
class NewPhoto:
    """A stored file that waits to become a photo of the vehicle."""

    file: StoredFile
    angle: str = Photo.Angle.OTHER


def store_photo(data: bytes, *, angle: str, owner_ref: str, by: Any) -> StoredFile:
    """Inspect and keep one picture for an angle, before the transaction that adds it. Raises files.UploadRefused."""
    if angle not in rules.PRIVATE_ANGLES:
        return files.store(data, slot=Slot.PHOTO, owner_ref=owner_ref, by=by)
    # Private pictures are rebuilt from their pixels too: a phone writes the place into them.
    found = inspect(data, Slot.PHOTO)
    if isinstance(found, Refused):
        raise files.UploadRefused(found.code)
    return files.store(found.data, slot=Slot.DOCUMENT_IMAGE, owner_ref=owner_ref, by=by)


def add_photos(vehicle: Vehicle, new: Sequence[NewPhoto], *, by: Any) -> list[Photo]:
    """Take stored files up as photos, after those that are there. The same picture twice counts once."""
    with transaction.atomic():
        _lock(vehicle)
        there = set(vehicle.photos.values_list("file__sha256", flat=True))
        position = max(vehicle.photos.values_list("position", flat=True), default=-1)
        room = rules.MOST_PHOTOS - vehicle.photos.count()
        added: list[Photo] = []
        for item in new:
            if item.file.sha256 in there or len(added) >= room:
                continue
            there.add(item.file.sha256)
            position += 1
            files.bind(item.file, owner_ref=vehicle.event_ref, by=by)
            added.append(
                Photo.objects.create(
                    vehicle=vehicle,
                    file=item.file,
                    angle=item.angle,
                    position=position,
                    is_private=item.file.sealed,
                )
            )
        _touch(vehicle)
        return added


def move_photo(photo: Photo, direction: str, *, by: Any) -> None:
    """One place `earlier` or `later`; at the end nothing happens."""
    with transaction.atomic():
        _lock(photo.vehicle)
        order = list(photo.vehicle.photos.all())
        at = order.index(photo)
        to = at - 1 if direction == "earlier" else at + 1
        if 0 <= to < len(order):
            order[at], order[to] = order[to], order[at]
            _number(order)
            _touch(photo.vehicle)


def make_main(photo: Photo, *, by: Any) -> None:
    """Put a photo first, which is the one that search shows. A private one cannot be."""
    with transaction.atomic():
        _lock(photo.vehicle)
        if not photo.is_private:
            _number([photo, *photo.vehicle.photos.exclude(pk=photo.pk)])
            _touch(photo.vehicle)


def set_angle(photo: Photo, angle: str, *, by: Any) -> None:
    """Say what a photo shows. Where that makes it private or public, its file is stored anew, sealed or open."""
    with transaction.atomic():
        _lock(photo.vehicle)
        is_private, lacking = angle in rules.PRIVATE_ANGLES, rules.problems(photo.vehicle)
        if is_private != photo.is_private:
            old = photo.file
            photo.file = store_photo(files.contents(old), angle=angle, owner_ref=photo.vehicle.event_ref, by=by)
            files.bind(photo.file, owner_ref=photo.vehicle.event_ref, by=by)
            photo.is_private = is_private
            photo.angle = angle
            photo.save(update_fields=["file", "is_private", "angle"])
            # Nobody may fetch the open copy of a chassis plate any longer.
            files.delete_file(old)
            stay_complete(photo.vehicle, lacking)
        else:
            photo.angle = angle
            photo.save(update_fields=["angle"])
        _touch(photo.vehicle)


def remove_photo(photo: Photo, *, by: Any) -> None:
    """Take a photo off the listing. Its file waits for a day, so that `restore_photo` can bring it back.

    Raises NotReady when a vehicle on sale would have too few."""
    with transaction.atomic():
        _lock(photo.vehicle)
        vehicle, file = photo.vehicle, photo.file
        lacking = rules.problems(vehicle)
        photo.delete()
        StoredFile.objects.filter(pk=file.pk).update(state=StoredFile.State.PENDING, created_at=clock.now())
        stay_complete(vehicle, lacking)
        _touch(vehicle)


def restore_photo(vehicle: Vehicle, file: StoredFile, *, by: Any) -> list[Photo]:
    """Bring back a removed photo, at the end."""
    angle = Photo.Angle.CHASSIS_PLATE if file.sealed else Photo.Angle.OTHER
    with transaction.atomic():
        file = files.bind(file, owner_ref=vehicle.event_ref, by="system")
        return add_photos(vehicle, [NewPhoto(file, angle)], by="system")


def _lock(vehicle: Vehicle) -> None:
    status = Vehicle.objects.select_for_update().filter(pk=vehicle.pk).values_list("status", flat=True).get()
    if status not in rules.OPEN_STATES:
        raise WrongState(status)


def _number(order: Sequence[Photo]) -> None:
    for position, photo in enumerate(order):
        if photo.position != position:
            photo.position = position
            photo.save(update_fields=["position"])


def _touch(vehicle: Vehicle) -> None:
    vehicle.updated_at = clock.now()
    vehicle.save(update_fields=["updated_at"])
