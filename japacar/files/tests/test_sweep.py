"""What a crash or an abandoned form leaves behind is removed; what is missing is reported."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from japacar.files import actions, storage
from japacar.files.models import Rendition, StoredFile
from japacar.kernel import clock
from japacar.kernel.inspection import Slot
from japacar.kernel.tests import hostile

pytestmark = pytest.mark.django_db
JPEG = hostile.encoded(hostile.picture(), "JPEG")


def age(disk: Path) -> None:
    """Two days pass for everything on the disk and in the table."""
    before = time.time() - 2 * 86400
    for path in disk.rglob("*"):
        os.utime(path, (before, before))
    StoredFile.objects.update(created_at=clock.now() - timedelta(days=2))


def bound(slot: Slot, data: bytes) -> StoredFile:
    file = actions.store(data, slot=slot, owner_ref="x:1", by="system")
    actions.make_renditions(str(file.pk))
    return actions.bind(file, owner_ref="x:1", by="system")


def test_objects_without_a_row_go_and_those_with_one_stay(disk):
    kept = [bound(Slot.PHOTO, JPEG), bound(Slot.PROOF, hostile.pdf())]
    needed = {path for path in (disk / "files").rglob("*") if path.is_file()}
    storage.put_open(b"left over", "webp")
    storage.put_sealed(storage.sealed_path(), b"left over", aad=b"")
    half = disk / "files" / "tmp" / "half"
    half.write_bytes(b"ha")
    age(disk)

    assert actions.sweep().objects_removed == 3
    assert actions.sweep().objects_removed == 0

    assert {path for path in (disk / "files").rglob("*") if path.is_file()} == needed
    assert all(actions.contents(file) for file in kept)


def test_young_objects_are_left_to_whoever_is_writing_them(disk):
    storage.put_open(b"being stored", "jpg")

    assert actions.sweep().objects_removed == 0


def test_an_abandoned_upload_goes_with_its_object(disk, django_capture_on_commit_callbacks):
    actions.store(JPEG, slot=Slot.PHOTO, owner_ref="x:1", by="system")
    age(disk)

    with django_capture_on_commit_callbacks(execute=True):
        assert actions.sweep().files_removed == 1

    assert not StoredFile.objects.exists()
    assert not [path for path in (disk / "files").rglob("*") if path.is_file()]


def test_a_bound_file_without_its_object_is_reported_and_lost_copies_are_made_again(disk):
    file = bound(Slot.PHOTO, JPEG)
    lost = bound(Slot.PROOF, hostile.pdf())
    storage.remove(file.renditions.first().path)
    storage.remove(lost.path)

    report = actions.sweep()

    assert report.missing == [lost.event_ref]
    assert report.copies_asked_again == 1
    actions.make_renditions(str(file.pk))
    assert all(storage.exists(copy.path) for copy in Rendition.objects.filter(file=file))


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_upload_leaves_only_what_the_sweep_removes(disk):
    from django.db import transaction

    with transaction.atomic():
        actions.store(JPEG, slot=Slot.PHOTO, owner_ref="x:1", by="system")
        transaction.set_rollback(True)
    age(disk)

    assert not StoredFile.objects.exists()
    assert actions.sweep().objects_removed == 1


@pytest.mark.django_db(transaction=True)
def test_an_object_that_somebody_is_just_adding_to_is_not_removed(disk):
    """The race: the last photo is deleted while the same picture is being stored by another connection."""
    import threading

    from django.db import connection

    from japacar.files.locks import adding

    file = actions.store(JPEG, slot=Slot.PHOTO, owner_ref="x:1", by="system")
    entered, leave = threading.Event(), threading.Event()

    def store_the_same() -> None:
        with adding():
            entered.set()
            leave.wait(10)
        connection.close()

    other = threading.Thread(target=store_the_same)
    other.start()
    entered.wait(10)
    actions.delete_file(file)
    assert storage.exists(file.path)
    leave.set()
    other.join()

    age(disk)
    assert actions.sweep().objects_removed == 1
