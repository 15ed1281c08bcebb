"""Hiding a number plate in a photo. The one thing to know: the public file is made anew without the pixels of the plate
and under a new name, and the old one with all its copies is deleted in the same transaction.

The picture as it came is kept sealed until the car goes on sale, so that a cover can be taken off; then it is deleted too.
On a car that is on sale nothing is kept, and a cover stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from japacar.files import actions as files
from japacar.files.models import StoredFile
from japacar.kernel.inspection import Box, Slot
from japacar.vehicles.actions.photos import lock_photos, touch
from japacar.vehicles.models import Photo, Vehicle

#: More than any picture has plates.
MOST_COVERS = 40


class Unfinished(Exception):
    """The photo was changed meanwhile, is private, or was never covered: nothing was done."""


@dataclass(frozen=True)
class Covered:
    """A photo made anew and stored, that waits to take the place of the one that is shown.

    `file` shows it; `covers` are all its covers; `kept` is the picture as it came, sealed, where it was not kept already."""

    file: StoredFile
    covers: list[list[float]]
    kept: StoredFile | None = None


def cover_plate(photo: Photo, boxes: Sequence[Box], *, by: Any) -> Covered:
    """Make the photo without these parts, given in shares of the picture, beside those that are covered. Raises Unfinished.

    Takes about a second, as every inspection does: call it before the transaction that shows it."""
    if photo.is_private or len(photo.covers) + len(boxes) > MOST_COVERS:
        raise Unfinished
    owner_ref, bare = photo.vehicle.event_ref, photo.uncovered or photo.file
    covers = [*photo.covers, *map(list, boxes)] if photo.uncovered else [list(box) for box in boxes]
    data = files.contents(bare)
    covered = files.store(data, slot=Slot.PHOTO, owner_ref=owner_ref, by=by, covers=[_box(each) for each in covers])
    kept = None
    if photo.uncovered is None and not photo.covers and photo.vehicle.status != Vehicle.Status.PUBLISHED:
        kept = files.store(data, slot=Slot.DOCUMENT_IMAGE, owner_ref=owner_ref, by=by)
    return Covered(covered, covers if photo.uncovered else [*photo.covers, *covers], kept)


def uncover_plate(photo: Photo, *, by: Any) -> Covered:
    """Make the photo as it came, without any cover; also before the transaction. Raises Unfinished where it is not kept."""
    if photo.uncovered is None:
        raise Unfinished
    data = files.contents(photo.uncovered)
    return Covered(files.store(data, slot=Slot.PHOTO, owner_ref=photo.vehicle.event_ref, by=by), [])


def hide_plate(photo: Photo, covered: Covered, *, by: Any) -> None:
    """Show the photo with its covers from now on. Raises Unfinished where it was changed since `cover_plate`."""
    with transaction.atomic():
        current = _locked(photo)
        if covered.kept is not None and photo.vehicle.status != Vehicle.Status.PUBLISHED:
            current.uncovered = files.bind(covered.kept, owner_ref=photo.vehicle.event_ref, by=by)
        current.covers = covered.covers
        _replace(current, covered.file, by=by)


def show_plate(photo: Photo, bare: Covered, *, by: Any) -> None:
    """Take all covers off again. Raises Unfinished where the picture as it came is no longer kept."""
    with transaction.atomic():
        current = _locked(photo)
        old, current.uncovered, current.covers = current.uncovered, None, []
        _replace(current, bare.file, by=by)
        if old is not None:
            files.delete_file(old)


def _locked(photo: Photo) -> Photo:
    """The row as it is now, where it still shows the same file."""
    photo.vehicle.status = lock_photos(photo.vehicle)
    current = photo.vehicle.photos.select_related("file", "uncovered").filter(pk=photo.pk, file=photo.file_id).first()
    if current is None or (current.uncovered_id, current.covers) != (photo.uncovered_id, photo.covers):
        raise Unfinished
    return current


def _replace(photo: Photo, file: StoredFile, *, by: Any) -> None:
    """Show another file, and let nobody fetch the former one."""
    old, photo.file = photo.file, files.bind(file, owner_ref=photo.vehicle.event_ref, by=by)
    photo.save(update_fields=["file", "covers", "uncovered"])
    files.delete_file(old)
    touch(photo.vehicle)


def _box(numbers: Sequence[float]) -> Box:
    left, top, width, height = numbers
    return left, top, width, height
