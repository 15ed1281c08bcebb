"""The order of a listing's photos and what each shows. The one thing to know: the first public one is the cover, and
saying that a photo shows the chassis plate takes it from the public at once."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from japacar.files import actions as files
from japacar.vehicles import rules
from japacar.vehicles.actions.photos import lock_photos, store_photo, touch
from japacar.vehicles.actions.status import stay_complete
from japacar.vehicles.models import Photo, Vehicle


def move_photo(photo: Photo, direction: str, *, by: Any) -> None:
    """One place `earlier` or `later`; at the end nothing happens."""
    with transaction.atomic():
        lock_photos(photo.vehicle)
        order = list(photo.vehicle.photos.all())
        at = order.index(photo)
        to = at - 1 if direction == "earlier" else at + 1
        if 0 <= to < len(order):
            order[at], order[to] = order[to], order[at]
            _number(order)
            touch(photo.vehicle)


def make_main(photo: Photo, *, by: Any) -> None:
    """Put a photo first, which is the one that search shows. A private one cannot be."""
    with transaction.atomic():
        lock_photos(photo.vehicle)
        if not photo.is_private:
            _number([photo, *photo.vehicle.photos.exclude(pk=photo.pk)])
            touch(photo.vehicle)


def set_angle(photo: Photo, angle: str, *, by: Any) -> None:
    """Say what a photo shows. Where that makes it private or public, its file is stored anew, sealed or open."""
    with transaction.atomic():
        lock_photos(photo.vehicle)
        is_private, lacking = angle in rules.PRIVATE_ANGLES, rules.problems(photo.vehicle)
        photo.angle, photo.angle_guessed = angle, False
        if is_private == photo.is_private:
            photo.save(update_fields=["angle", "angle_guessed"])
        else:
            # What the parties of a deal see needs no cover, so the picture as it came is taken where it is still here.
            old = [file for file in (photo.uncovered, photo.file) if file]
            photo.file = store_photo(files.contents(old[0]), angle=angle, owner_ref=photo.vehicle.event_ref, by=by)
            files.bind(photo.file, owner_ref=photo.vehicle.event_ref, by=by)
            photo.is_private, photo.uncovered = is_private, None
            photo.covers = photo.covers if len(old) == 1 else []
            photo.save()
            # Nobody may fetch the open copy of a chassis plate any longer.
            for file in old:
                files.delete_file(file)
            stay_complete(photo.vehicle, lacking)
        touch(photo.vehicle)


def confirm_angles(vehicle: Vehicle, *, by: Any) -> None:
    """What was guessed by the order of sending is what the photos show: the dealer has looked at them."""
    vehicle.photos.filter(angle_guessed=True).update(angle_guessed=False)


def _number(order: Sequence[Photo]) -> None:
    for position, photo in enumerate(order):
        if photo.position != position:
            photo.position = position
            photo.save(update_fields=["position"])
