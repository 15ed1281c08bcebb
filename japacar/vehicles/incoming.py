"""Files that arrive with the editor's form: pictures of the car, and the certificate.

The one thing to know: each picture is judged alone, so a bad one is named with its reason while the good ones are kept;
the files of a certificate are read together and none is kept."""

from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from japacar.certificates.actions import hash_of
from japacar.certificates.reading import Document
from japacar.certificates.reading_files import read_files
from japacar.certificates.refusals import NotACertificate
from japacar.files import actions as files
from japacar.files.refusals import sentence
from japacar.kernel.inspector.signatures import MAX_IMAGE_BYTES, MAX_PDF_BYTES
from japacar.members.access import DealerRequest
from japacar.vehicles import actions
from japacar.vehicles.models import Photo, Vehicle

MOST_AT_ONCE = 30
# Front and back of a paper, its record sheet, each perhaps in two pictures.
MOST_OF_A_CERTIFICATE = 6


@dataclass(frozen=True)
class Certificate:
    """What the files of a certificate say: a document, or none; and a sentence for each file that gave nothing."""

    document: Document | None
    sha256: str = ""
    problems: tuple[str, ...] = ()


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


@sensitive_variables()
def take_certificate(request: DealerRequest) -> Certificate:
    """Read the chosen files; call it before the transaction, since pictures take seconds. Nothing is kept of them."""
    uploads = request.FILES.getlist("certificate")
    if not uploads:
        return Certificate(None, problems=(NotACertificate("empty").sentence,))
    if len(uploads) > MOST_OF_A_CERTIFICATE:
        words = _("Send at most %(most)s files of one certificate at once.") % {"most": MOST_OF_A_CERTIFICATE}
        return Certificate(None, problems=(words,))
    try:
        read = [_bytes(upload, MAX_PDF_BYTES) for upload in uploads]
    except files.UploadRefused as refused:
        return Certificate(None, problems=(sentence(refused.code),))
    outcome = read_files(read)
    problems = [
        # The number and not the name, which may be a person's and would be kept with the message.
        _("File %(number)s: %(words)s") % {"number": number + 1, "words": refused.sentence}
        if len(uploads) > 1
        else refused.sentence
        for number, refused in sorted(outcome.refused.items())
    ]
    if len(outcome.documents) > 1:
        return Certificate(None, problems=(*problems, NotACertificate("several_vehicles").sentence))
    document = outcome.documents[0] if outcome.documents else None
    return Certificate(document, hash_of(read), tuple(problems))


def _bytes(upload: "UploadedFile[bytes]", most: int = MAX_IMAGE_BYTES) -> bytes:
    """All bytes of one file; one that is far too big is not read."""
    if (upload.size or 0) > most:
        raise files.UploadRefused("too_big")
    upload.seek(0)
    return bytes(upload.read())
