"""Pictures that arrive with the editor's form. The one thing to know: each file is judged alone, so a bad one is named
with its reason while the good ones are kept."""

from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from japacar.files import actions as files
from japacar.files.refusals import sentence
from japacar.kernel.inspector.signatures import MAX_IMAGE_BYTES
from japacar.members.access import DealerRequest
from japacar.vehicles import actions
from japacar.vehicles.models import Photo, Vehicle

MOST_AT_ONCE = 30


@dataclass
class Incoming:
    """Stored files, and what was refused as (name of the file, sentence)."""

    photos: list[actions.NewPhoto] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def take_photos(request: DealerRequest, vehicle: Vehicle) -> Incoming:
    """Judge and store every picture of the request, pending; call it before the transaction."""
    angle = request.POST.get("upload-angle", "")
    angle = angle if angle in Photo.Angle.values else Photo.Angle.OTHER
    incoming = Incoming()
    for number, upload in enumerate(request.FILES.getlist("photos")):
        name = (upload.name or "")[-60:]
        if number >= MOST_AT_ONCE:
            incoming.refused.append((name, _("Send at most 30 photos at once. The first 30 are kept.")))
            continue
        try:
            data = _bytes(upload)
            file = actions.store_photo(data, angle=angle, owner_ref=vehicle.dealer.event_ref, by=request.viewer)
        except files.UploadRefused as refused:
            incoming.refused.append((name, sentence(refused.code)))
        else:
            incoming.photos.append(actions.NewPhoto(file, angle))
    return incoming


def _bytes(upload: "UploadedFile[bytes]") -> bytes:
    """All bytes of one picture; one that is far too big is not read."""
    if (upload.size or 0) > MAX_IMAGE_BYTES:
        raise files.UploadRefused("too_big")
    upload.seek(0)
    return bytes(upload.read())
