"""The photos of the editor, put into the shape that their part of the page takes.

The one thing to know: a fixed number of questions, however many photos there are; copies that the worker has not made yet
are marked, so that the page can look again."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from japacar.accounts.viewers import ViewerRequest
from japacar.files import links
from japacar.files.models import Rendition, StoredFile
from japacar.files.rules import photo_sources
from japacar.vehicles import angles, rules
from japacar.vehicles.labels import label
from japacar.vehicles.models import Photo, RemovedPhoto, Vehicle

WIDEST = 480
# What fills a small telephone sharply; below it a cover is a blur.
LEAST = 640


@dataclass(frozen=True)
class Shot:
    """One photo in its place. `waits` while the worker has made no copy of it."""

    photo: Photo
    picture: dict[str, Any]
    is_cover: bool
    waits: bool

    @property
    def is_small(self) -> bool:
        """Whether buyers will see it blurred. A plate is read, not looked at."""
        longest = max(self.photo.file.width or LEAST, self.photo.file.height or LEAST)
        return longest < LEAST and not self.photo.is_private


def photos_part(request: ViewerRequest, vehicle: Vehicle) -> dict[str, Any]:
    """Everything that `sell_editor_shots.html` shows."""
    made = Rendition.objects.filter(file=OuterRef("file"))
    photos = list(vehicle.photos.select_related("file").annotate(is_made=Exists(made)))
    cover = next((photo.pk for photo in photos if not photo.is_private), None)
    shown = {photo.angle for photo in photos}
    return {
        "vehicle": vehicle,
        "photos": [
            Shot(
                photo,
                _picture(request, photo.file, label(Photo.Angle, photo.angle)),
                photo.pk == cover,
                not photo.is_made,
            )
            for photo in photos
        ],
        "public_count": sum(not photo.is_private for photo in photos),
        "guessed_count": sum(photo.angle_guessed for photo in photos),
        "lacking_angles": angles.missing(vehicle.body_type, shown),
        "angles": Photo.Angle.choices,
        "most_photos": rules.MOST_PHOTOS,
        "removed": [
            {"photo": each, "picture": _picture(request, each.file, label(Photo.Angle, each.angle))}
            for each in removed_photos(vehicle)
        ],
    }


def removed_photos(vehicle: Vehicle) -> list[RemovedPhoto]:
    """Photos that were taken off and are not swept yet, the newest first."""
    return list(vehicle.removed_photos.select_related("file")[:12])


def _picture(request: ViewerRequest, file: StoredFile, alt: str) -> dict[str, Any]:
    """What the macro `photo` takes: open copies, or a short-lived signed page of a sealed file."""
    if file.is_public:
        return dict(photo_sources(file, alt=alt, widest=WIDEST))
    address = links.url_for(file, request.viewer, what="page-1")
    return {"src": address, "width": file.width or 4, "height": file.height or 3, "alt": alt, "webp": [], "avif": []}
