"""Files that arrive with the editor's form: pictures of the car, and the certificate.

The one thing to know: each picture is judged alone, so a bad one is named with its reason while the good ones are kept;
the files of a certificate are read together and none is kept, but for pictures in which the worker searches for codes, until it has."""

from dataclasses import dataclass, field
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from japacar.accounts.viewers import Viewer
from japacar.certificates.actions import hash_of
from japacar.certificates.ai.incoming import Assisted, take_assisted
from japacar.certificates.containers import is_picture
from japacar.certificates.models import AiReading, CodeSearch
from japacar.certificates.reading import Document
from japacar.certificates.reading_files import read_files
from japacar.certificates.refusals import NotACertificate
from japacar.files import actions as files
from japacar.files.refusals import sentence
from japacar.kernel.inspection import Inspector
from japacar.kernel.inspector.signatures import MAX_IMAGE_BYTES, MAX_PDF_BYTES
from japacar.members.access import DealerRequest
from japacar.members.models import Dealer
from japacar.vehicles import actions, angles, rules
from japacar.vehicles.actions import searching
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
    # What the person wants a model to read (certificates/ai).
    assisted: Assisted = field(default_factory=Assisted)
    # The pictures, where a thorough search may find more than the quick look did.
    open: tuple[bytes, ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        """What to tell beside the values; why a picture has no codes is no news where a model reads it."""
        return (self.assisted.note,) if self.assisted.note else () if self.assisted.files else self.problems

    def queue(self, vehicle: Vehicle, *, by: Viewer) -> AiReading | None:
        """The agreement and its reading by a model, if that was asked for. In the caller's transaction."""
        return self.assisted.queue(
            subject_ref=vehicle.event_ref, dealer_ref=vehicle.dealer.event_ref, by=by, after_search=bool(self.open)
        )

    def search(self, dealer: Dealer, *, by: Viewer, vehicle: Vehicle | None = None) -> CodeSearch | None:
        """Let the worker look for what the quick look left open, if anything. In the caller's transaction."""
        if not self.open:
            return None
        return searching.begin_search(self.open, dealer=dealer, sha256=self.sha256, by=by, vehicle=vehicle)


@dataclass
class Incoming:
    """Stored files, and what was refused as (name of the file, sentence)."""

    photos: list[actions.NewPhoto] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def take_photos(request: DealerRequest, vehicle: Vehicle) -> Incoming:
    """Judge and store every picture of the request, pending; call it before the transaction.

    One limited process judges them all, one after the other, so thirty take no more memory than one."""
    uploads = request.FILES.getlist("photos")
    incoming = Incoming()
    if not uploads:
        return incoming
    shown = list(vehicle.photos.values_list("angle", flat=True))
    room, left = rules.MOST_PHOTOS - len(shown), rules.MOST_PHOTO_BYTES - actions.photo_bytes(vehicle)
    first, key = _number(request.POST.get("place", "")), sending_key(request)
    with Inspector() as inspector:
        for number, upload in enumerate(uploads):
            name = (upload.name or "")[-60:]
            if words := _no_room(number, room=room - len(incoming.photos), left=left):
                incoming.refused.append((name, words))
                continue
            place = number + (len(shown) if first is None else first)
            angle, guessed = _angle(request.POST.get("upload-angle", ""), upload.name or "", place, vehicle, shown)
            try:
                file = actions.store_photo(
                    _bytes(upload),
                    angle=angle,
                    owner_ref=vehicle.dealer.event_ref,
                    by=request.viewer,
                    inspector=inspector,
                )
            except files.UploadRefused as refused:
                incoming.refused.append((name, sentence(refused.code)))
                continue
            left -= file.size
            shown.append(angle)
            given = None if first is None else place
            incoming.photos.append(actions.NewPhoto(file, angle, guessed, place=given, key=key))
    return incoming


def _no_room(number: int, *, room: int, left: int) -> str:
    """Why a file is not even opened, or empty."""
    if number >= MOST_AT_ONCE:
        return _("Send at most 30 photos at once. The first 30 are kept.")
    if room <= 0:
        return _("A listing holds up to 60 photos. Remove some first.")
    if left <= 0:
        return _("The photos of your company have reached 2 GB. Remove photos or listings that are over.")
    return ""


def _angle(chosen: str, name: str, place: int, vehicle: Vehicle, shown: list[str]) -> tuple[str, bool]:
    """What a photo shows, and whether that is only a guess: as chosen for all, or by its name, or by its place.

    Buyers of a vehicle on sale see it at once, so nothing is guessed there."""
    if chosen in Photo.Angle.values:
        return chosen, False
    if said := angles.named(name):
        return said, False
    if vehicle.status == Vehicle.Status.PUBLISHED:
        return Photo.Angle.OTHER, False
    guess = angles.by_order(place, vehicle.body_type, rules.PRIVATE_ANGLES, shown)
    return guess, guess != Photo.Angle.OTHER


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 3 else None


def sending_key(request: DealerRequest) -> UUID | None:
    """What names one sending of one file. The whole form has none: it has a receipt instead."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


@sensitive_variables()
def take_certificate(request: DealerRequest) -> Certificate:
    """Read the chosen files; call it before the transaction, since pictures take seconds.

    Nothing is kept of them, unless the person wants a model to read the rest: then they wait sealed for that."""
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
    outcome = read_files(read, is_quick=True)
    problems = [
        # The number and not the name, which may be a person's and would be kept with the message.
        _("File %(number)s: %(words)s") % {"number": number + 1, "words": refused.sentence}
        if len(uploads) > 1
        else refused.sentence
        for number, refused in sorted(outcome.refused.items())
        if number not in outcome.open
    ]
    if len(outcome.documents) > 1:
        return Certificate(None, problems=(*problems, NotACertificate("several_vehicles").sentence))
    document = outcome.documents[0] if outcome.documents else None
    assisted = take_assisted(
        request.POST, read, outcome.documents, owner_ref=request.dealer.event_ref, by=request.viewer
    )
    if assisted.problem:
        problems.append(assisted.problem)
    pictures = tuple(data for data in read if is_picture(data)) if outcome.open and not assisted.problem else ()
    return Certificate(document, hash_of(read), tuple(problems), assisted, pictures)


def _bytes(upload: "UploadedFile[bytes]", most: int = MAX_IMAGE_BYTES) -> bytes:
    """All bytes of one file; one that is far too big is not read."""
    if (upload.size or 0) > most:
        raise files.UploadRefused("too_big")
    upload.seek(0)
    return bytes(upload.read())
