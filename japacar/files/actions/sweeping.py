"""Deleting, and keeping rows and objects in step: what a crash, a roll-back or an abandoned form left behind is found
and removed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import ProtectedError
from procrastinate.contrib.django import app

from japacar.files import storage
from japacar.files.locks import removing
from japacar.files.models import Rendition, StoredFile
from japacar.kernel import clock

DAY = timedelta(hours=24)


@dataclass
class SweepReport:
    """What a sweep did. `missing` are files whose object is gone: nothing but a backup brings those back."""

    objects_removed: int = 0
    files_removed: int = 0
    copies_asked_again: int = 0
    missing: list[str] = field(default_factory=list)


def sweep(*, older_than: timedelta = DAY) -> SweepReport:
    """Remove pending files and objects without a row that are older than this; find rows without an object.

    Safe to run at any time and twice. Younger ones are left alone, since somebody may still be at the form.
    """
    report = SweepReport()
    _remove_abandoned(report, older_than)
    _find_missing(report)
    cutoff = (clock.now() - older_than).timestamp()
    for path in list(storage.objects_older_than(cutoff)):
        report.objects_removed += remove_unused([path])
    return report


def delete_file(file: StoredFile) -> None:
    """Delete a file with all its copies; objects that another file shares stay. ProtectedError while something uses
    it.
    """
    with transaction.atomic():
        paths = [file.path, *file.renditions.values_list("path", flat=True)]
        photo_sha = file.sha256 if file.is_public else ""
        file.delete()
        transaction.on_commit(lambda: remove_unused(paths, photo_sha=photo_sha))


def destroy_file(file: StoredFile) -> None:
    """Delete a sealed file with its pages, and their objects in the moment of the commit: nothing waits for the sweep.

    For what may not stay a minute longer, such as a picture of a My Number. Called within `locks.destroying`."""
    paths = [file.path, *file.renditions.values_list("path", flat=True)]
    if not file.sealed:
        raise ValueError("an open object may belong to other files too; delete_file asks")
    file.delete()

    def remove_all() -> None:
        for path in paths:
            storage.remove(path)

    transaction.on_commit(remove_all)


def remove_unused(paths: Iterable[str], *, photo_sha: str = "") -> int:
    """Remove those objects that no row needs; how many. While somebody adds files it does nothing: the sweep comes
    again.

    `photo_sha` names a photo that was deleted; when no twin is left, its copies leave the cache too.
    """
    with removing() as alone:
        if not alone:
            return 0
        unused = [path for path in paths if not _is_used(path)]
        for path in unused:
            storage.remove(path)
        if photo_sha and not StoredFile.objects.filter(sha256=photo_sha, sealed=False).exists():
            storage.forget_cached(photo_sha)
    return len(unused)


def _is_used(path: str) -> bool:
    if Rendition.objects.filter(path=path).exists():
        return True
    name = path.rsplit("/", 1)[-1].partition(".")[0]
    if path.startswith(f"{storage.OPEN}/"):
        return path.endswith(".jpg") and StoredFile.objects.filter(sha256=name, sealed=False).exists()
    is_random = path.startswith(f"{storage.SEALED}/") and re.fullmatch(r"[0-9a-f]{32}", name)
    return bool(is_random) and StoredFile.objects.filter(pk=name, sealed=True).exists()


def _remove_abandoned(report: SweepReport, older_than: timedelta) -> None:
    abandoned = StoredFile.objects.filter(state=StoredFile.State.PENDING, created_at__lt=clock.now() - older_than)
    for file in abandoned:
        try:
            delete_file(file)
        except ProtectedError:
            continue  # Something uses it although it was never bound; deleting evidence is worse than keeping it.
        report.files_removed += 1


def _find_missing(report: SweepReport) -> None:
    for file in StoredFile.objects.order_by("created_at").iterator():
        if not storage.exists(file.path):
            report.missing.append(file.event_ref)
    lost = [copy for copy in Rendition.objects.select_related("file").iterator() if not storage.exists(copy.path)]
    Rendition.objects.filter(pk__in=[copy.pk for copy in lost]).delete()
    for file_id in {copy.file_id for copy in lost}:
        app.configure_task("files.make_renditions").defer(file_id=str(file_id))
    report.copies_asked_again = len(lost)
