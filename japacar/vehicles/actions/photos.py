"""Photos of a listing come and go. The one thing to know: a picture of the chassis plate is private, so its file is sealed
(PP-1.1-h); every other one lies open without any metadata, rebuilt from its pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from japacar.files import actions as files
from japacar.files.models import StoredFile
from japacar.kernel import clock
from japacar.kernel.inspection import Inspector, Refused, Slot
from japacar.vehicles import rules
from japacar.vehicles.actions.status import WrongState, stay_complete
from japacar.vehicles.models import Fault, Photo, RemovedPhoto, Vehicle


@dataclass(frozen=True)
class NewPhoto:
    """A stored file that waits to become a photo of the vehicle.

    `place` is where it stood among those that were chosen together, `key` names one sending, however often repeated."""

    file: StoredFile
    angle: str = Photo.Angle.OTHER
    guessed: bool = False
    place: int | None = None
    key: UUID | None = None


def store_photo(data: bytes, *, angle: str, owner_ref: str, by: Any, inspector: Inspector | None = None) -> StoredFile:
    """Inspect and keep one picture for an angle, before the transaction that adds it. Raises files.UploadRefused.

    Pictures of one sending may share an `inspector`, which costs them half a second less each."""
    if angle not in rules.PRIVATE_ANGLES:
        return files.store(data, slot=Slot.PHOTO, owner_ref=owner_ref, by=by, inspector=inspector)
    with Inspector() as own:
        used = inspector or own
        # Private pictures are rebuilt from their pixels too: a phone writes the place into them.
        found = used.inspect(data, Slot.PHOTO)
        if isinstance(found, Refused):
            raise files.UploadRefused(found.code)
        return files.store(found.data, slot=Slot.DOCUMENT_IMAGE, owner_ref=owner_ref, by=by, inspector=used)


def photo_bytes(vehicle: Vehicle) -> int:
    """What the photos of all vehicles of this dealer take, as they are stored; smaller copies are not counted."""
    theirs = Photo.objects.filter(vehicle__dealer_id=vehicle.dealer_id)
    sums = theirs.aggregate(shown=Sum("file__size"), kept_back=Sum("uncovered__size"))
    return sum(each or 0 for each in sums.values())


def add_photos(vehicle: Vehicle, new: Sequence[NewPhoto], *, by: Any) -> list[Photo]:
    """Take stored files up as photos, after those that are there or at their place; how they stand in the listing now.

    The same picture twice counts once, and so does the same sending. Beyond `rules.MOST_PHOTOS` none is taken."""
    with transaction.atomic():
        lock_photos(vehicle)
        there = list(vehicle.photos.select_related("file", "uncovered"))
        pictures = {file.sha256 for photo in there for file in (photo.file, photo.uncovered) if file}
        sent = {photo.sent_key: photo for photo in there if photo.sent_key}
        last = max((photo.position for photo in there), default=-1)
        room = rules.MOST_PHOTOS - len(there)
        added: list[Photo] = []
        for item in new:
            if item.key in sent:
                added.append(sent[item.key])
                continue
            if item.file.sha256 in pictures or room <= 0:
                continue
            pictures.add(item.file.sha256)
            last, room = last + 1, room - 1
            files.bind(item.file, owner_ref=vehicle.event_ref, by=by)
            photo = Photo.objects.create(
                vehicle=vehicle,
                file=item.file,
                angle=item.angle,
                angle_guessed=item.guessed,
                position=last if item.place is None else item.place,
                is_private=item.file.sealed,
                sent_key=item.key,
            )
            added.append(photo)
        touch(vehicle)
        return added


def remove_photo(photo: Photo, *, by: Any) -> None:
    """Take a photo off the listing. Its file waits for a day, so that `restore_photo` can bring it back.

    Raises NotReady when a vehicle on sale would have too few."""
    with transaction.atomic():
        lock_photos(photo.vehicle)
        vehicle, file, uncovered = photo.vehicle, photo.file, photo.uncovered
        lacking = rules.problems(vehicle)
        RemovedPhoto.objects.create(
            file=file,
            vehicle=vehicle,
            photo_id=photo.pk,
            angle=photo.angle,
            position=photo.position,
            covers=photo.covers,
            faults=list(photo.faults.values_list("pk", flat=True)),
        )
        photo.delete()
        StoredFile.objects.filter(pk=file.pk).update(state=StoredFile.State.PENDING, created_at=clock.now())
        if uncovered is not None:
            files.delete_file(uncovered)
        stay_complete(vehicle, lacking)
        touch(vehicle)


def restore_photo(removed: RemovedPhoto, *, by: Any) -> Photo | None:
    """Bring back a removed photo as it was, at its old place. None where the listing has become full or has its twin."""
    vehicle = removed.vehicle
    with transaction.atomic():
        lock_photos(vehicle)
        is_there = vehicle.photos.filter(file__sha256=removed.file.sha256).exists()
        if is_there or vehicle.photos.count() >= rules.MOST_PHOTOS:
            return None
        photo = Photo.objects.create(
            pk=removed.photo_id,
            vehicle=vehicle,
            file=files.bind(removed.file, owner_ref=vehicle.event_ref, by="system"),
            angle=removed.angle,
            position=removed.position,
            is_private=removed.file.sealed,
            covers=removed.covers,
        )
        Fault.objects.filter(vehicle=vehicle, pk__in=removed.faults, photo=None).update(photo=photo)
        removed.delete()
        touch(vehicle)
        return photo


def lock_photos(vehicle: Vehicle) -> str:
    """Work on the photos alone; the status that the vehicle has now. Raises WrongState while a deal holds it."""
    status: str = Vehicle.objects.select_for_update().filter(pk=vehicle.pk).values_list("status", flat=True).get()
    if status not in rules.OPEN_STATES:
        raise WrongState(status)
    return status


def touch(vehicle: Vehicle) -> None:
    """The vehicle has changed, so its card is drawn anew."""
    vehicle.updated_at = clock.now()
    vehicle.save(update_fields=["updated_at"])
