"""Photos from an archive into the listings: by stock number, one by one, with a report that names every file.

The one thing to know: each photo and the mark that it is done are one transaction, so a run that is killed goes on after it."""

from typing import Any
from zipfile import ZipFile

from django.db import transaction
from django.utils.translation import gettext, override
from procrastinate.contrib.django import app

from japacar.events.actions import ref
from japacar.files import actions as files
from japacar.files.refusals import sentence
from japacar.kernel import clock
from japacar.kernel.inspection import Inspector
from japacar.members.models import Dealer
from japacar.vehicles import actions as vehicles
from japacar.vehicles import rules
from japacar.vehicles.bulk import archives
from japacar.vehicles.bulk.actions import actor_by, stays_a_draft
from japacar.vehicles.bulk.archives import Entry, Meant
from japacar.vehicles.bulk.models import PhotoArchive
from japacar.vehicles.models import Vehicle

State = PhotoArchive.State


def begin_photos(dealer: Dealer, data: bytes, *, publishes: bool, language: str, by: Any) -> PhotoArchive:
    """Keep an archive, sealed, until its photos are taken over. Raises archives.ArchiveRefused."""
    with archives.opened(data) as archive:
        total = len(archives.entries_of(archive))
    with transaction.atomic():
        found = PhotoArchive(dealer=dealer, by_ref=ref(by), publishes=publishes, language=language, total=total)
        found.file = files.store_made(data, media_type="application/zip", owner_ref=found.event_ref)
        found.save(force_insert=True)
        app.configure_task("vehicles.take_photos").defer(archive_id=str(found.pk))
    return found


def cancel_photos(found: PhotoArchive) -> bool:
    """Stop before the next photo, and let the archive go; False when it is done already."""
    with transaction.atomic():
        current = PhotoArchive.objects.select_for_update(of=("self",)).select_related("file").get(pk=found.pk)
        if current.state != State.RUNNING:
            return False
        _let_go(current, State.CANCELLED)
    return True


def take_photos(found: PhotoArchive) -> None:
    """Every photo that is not done yet; then the archive goes."""
    if found.state != State.RUNNING or found.file is None:
        return
    actor = actor_by(found.by_ref)
    with archives.opened(files.contents(found.file)) as archive, override(found.language), Inspector() as inspector:
        for entry, meant in _in_order(found, archive)[len(found.report) :]:
            if not _take_one(found, archive, entry, meant, actor, inspector):
                return
        if found.publishes:
            _publish(found, actor)
    with transaction.atomic():
        if PhotoArchive.objects.select_for_update().filter(pk=found.pk, state=State.RUNNING).exists():
            _let_go(found, State.DONE)


def _let_go(found: PhotoArchive, state: str) -> None:
    """The archive is needed no longer; its report stays."""
    file, found.file, found.state, found.finished_at = found.file, None, state, clock.now()
    found.save(update_fields=["file", "state", "finished_at", "report"])
    if file is not None:
        files.delete_file(file)


def _in_order(found: PhotoArchive, archive: ZipFile) -> list[tuple[Entry, Meant | None]]:
    """The files by car and number; those of no car last. The same order every time."""
    numbers = dict(Vehicle.objects.of_dealer(found.dealer).exclude(stock_number="").values_list("stock_number", "pk"))
    pairs = [(entry, archives.meant_by(entry.name, numbers)) for entry in archives.entries_of(archive)]
    return sorted(
        pairs,
        key=lambda pair: (
            pair[1] is None,
            pair[1].stock if pair[1] else "",
            pair[1].place if pair[1] else 0,
            pair[0].name,
        ),
    )


def _take_one(
    found: PhotoArchive, archive: ZipFile, entry: Entry, meant: Meant | None, actor: Any, inspector: Inspector
) -> bool:
    """One file; False when somebody else is at the archive, or stopped it."""
    file, said = None, ""
    vehicle = _vehicle(found, meant)
    if meant is None or vehicle is None:
        said = gettext("No car of your stock has a stock number like this name.")
    elif not rules.may_be_changed(vehicle):
        said = gettext("%(reference)s is in a deal or sold, so it stays as the buyer saw it.") % {"reference": vehicle}
    elif vehicles.photo_bytes(vehicle) > rules.MOST_PHOTO_BYTES:
        said = gettext("The photos of your company have reached 2 GB. Remove photos or listings that are over.")
    elif (content := archives.content_of(archive, entry)) is None:
        said = gettext("The file is too big, or damaged in the archive.")
    else:
        try:
            file = vehicles.store_photo(
                content, angle=meant.angle, owner_ref=found.dealer.event_ref, by=actor, inspector=inspector
            )
        except files.UploadRefused as refused:
            said = sentence(refused.code)
    with transaction.atomic():
        current = PhotoArchive.objects.select_for_update().get(pk=found.pk)
        if current.state != State.RUNNING or len(current.report) != len(found.report):
            return False
        if file is not None and vehicle is not None and meant is not None:
            said = _add(vehicle, vehicles.NewPhoto(file, meant.angle), actor)
        line = {"name": entry.shown, "car": vehicle.reference if vehicle else "", "reason": said}
        found.report = [*found.report, line]
        found.save(update_fields=["report"])
    return True


def _add(vehicle: Vehicle, photo: vehicles.NewPhoto, actor: Any) -> str:
    """An empty text, or why the photo was not added."""
    try:
        added = vehicles.add_photos(vehicle, [photo], by=actor)
    except vehicles.WrongState:
        return gettext("%(reference)s is in a deal or sold, so it stays as the buyer saw it.") % {"reference": vehicle}
    if added:
        return ""
    return gettext("The car has this picture already, or has 60 pictures.")


def _vehicle(found: PhotoArchive, meant: Meant | None) -> Vehicle | None:
    if meant is None:
        return None
    return Vehicle.objects.of_dealer(found.dealer).select_related("dealer").filter(stock_number=meant.stock).first()


def _publish(found: PhotoArchive, actor: Any) -> None:
    """Put the drafts that got photos on sale where they have everything; the report says what lacks."""
    references = {line["car"] for line in found.report if line["car"] and not line["reason"]}
    drafts = Vehicle.objects.of_dealer(found.dealer).filter(reference__in=references, status=Vehicle.Status.DRAFT)
    for vehicle in drafts.select_related("dealer"):
        try:
            vehicles.publish_vehicle(vehicle, by=actor)
        except vehicles.NotReady as lacking:
            reason = stays_a_draft(lacking.problems)
            found.report.append({"name": "", "car": vehicle.reference, "reason": reason})
        except vehicles.WrongState:
            continue  # Somebody was quicker.
