"""Files are inspected, kept where they belong, and never without a row or a row without them."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import IntegrityError, transaction

from japacar.files import actions, refusals, storage
from japacar.files.models import Rendition, StoredFile
from japacar.kernel.ciphers import CannotOpen
from japacar.kernel.inspection import Slot
from japacar.kernel.tests import hostile

pytestmark = pytest.mark.django_db
JPEG = hostile.encoded(hostile.picture(), "JPEG")
SECRET = b"%% Boateng, account 1234567 %%"
SLIP = hostile.pdf(b"", SECRET and b"(" + SECRET + b")")


def on_disk(disk: Path) -> list[Path]:
    return [path for path in (disk / "files").rglob("*") if path.is_file()]


def store(data=JPEG, slot=Slot.PHOTO, owner_ref="vehicle:JP-4F7K2M", by="user:sato") -> StoredFile:
    return actions.store(data, slot=slot, owner_ref=owner_ref, by=by)


def jobs() -> list[tuple[str, dict]]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "args"))


def test_a_photo_lies_open_and_bare_under_a_random_name(disk):
    file = store(SimpleUploadedFile("Boateng Kofi passport.jpg", hostile.jpeg_full_of_canaries()))

    assert (file.is_public, file.media_type, file.width, file.height, file.state) == (
        True,
        "image/jpeg",
        480,
        640,
        "pending",
    )
    assert [path.read_bytes() for path in on_disk(disk)] == [actions.contents(file)]
    assert hostile.CANARY.encode() not in actions.contents(file)
    assert "Boateng" not in "".join(str(value) for value in StoredFile.objects.values().get().values())
    assert [(name, args["file_id"]) for name, args in jobs()] == [("files.make_renditions", str(file.pk))]


def test_a_private_file_comes_back_to_the_byte_and_leaves_no_plain_byte_on_disk(disk):
    file = store(SLIP, slot=Slot.PROOF)

    assert b"".join(actions.open_private(file)) == SLIP
    assert file.key_id == "dev"
    for path in on_disk(disk):
        assert SECRET not in path.read_bytes()
        assert b"%PDF" not in path.read_bytes()


def test_a_sealed_object_opens_for_no_other_row_and_not_when_touched(disk):
    file, other = store(SLIP, slot=Slot.PROOF), store(SLIP, slot=Slot.PROOF)
    sealed = disk / "files" / file.path

    (disk / "files" / other.path).write_bytes(sealed.read_bytes())
    with pytest.raises(CannotOpen):
        actions.contents(other)

    sealed.write_bytes(sealed.read_bytes()[:-1] + b"x")
    with pytest.raises(CannotOpen):
        actions.contents(file)


def test_a_refused_file_leaves_nothing_and_has_words_in_both_languages(disk, settings):
    from django.utils import translation

    with pytest.raises(actions.UploadRefused) as refused:
        store(b"MZ\x90\0", slot=Slot.PROOF)

    assert refused.value.code == "executable"
    assert not StoredFile.objects.exists()
    assert not on_disk(disk)
    assert jobs() == []
    with translation.override("en"):
        assert "program" in refusals.sentence("executable")


def test_a_large_upload_is_read_from_its_temporary_file():
    upload = TemporaryUploadedFile("x", "image/png", len(JPEG), None)
    upload.write(JPEG)
    upload.flush()

    assert store(upload).media_type == "image/jpeg"
    assert store(BytesIO(JPEG)).width == 640


def test_equal_photos_share_one_object_and_it_goes_with_the_last(disk, django_capture_on_commit_callbacks):
    one, two = store(), store()
    assert one.name != two.name
    assert len(on_disk(disk)) == 1

    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_file(one)
    assert len(on_disk(disk)) == 1

    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_file(two)
    assert on_disk(disk) == []


def test_the_database_refuses_a_private_file_that_lies_open():
    file = store(SLIP, slot=Slot.PROOF)

    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.filter(pk=file.pk).update(sealed=False)


def test_only_who_stored_a_file_may_bind_it_and_once():
    file = store(SLIP, slot=Slot.PROOF, by="user:boateng")

    with pytest.raises(actions.NotYours):
        actions.bind(file, owner_ref="payment:PR-1", by="user:nkosi")
    assert StoredFile.objects.get().state == "pending"

    actions.bind(file, owner_ref="payment:PR-1", by="user:boateng")
    actions.bind(file, owner_ref="payment:PR-1", by="user:boateng")
    with pytest.raises(actions.NotYours):
        actions.bind(file, owner_ref="payment:PR-2", by="user:boateng")
    assert StoredFile.objects.get().owner_ref == "payment:PR-1"


def test_a_paper_of_ours_is_sealed_and_bound_at_once(disk):
    file = actions.store_made(SLIP, media_type="application/pdf", owner_ref="deal:DL-1", pages=1)

    assert (file.slot, file.state, actions.contents(file)) == ("made", "bound", SLIP)
    assert SECRET not in on_disk(disk)[0].read_bytes()


# --- Many at once ---


def test_a_batch_inspects_equal_pictures_once_and_gives_each_its_own_row(disk):
    other = hostile.encoded(hostile.picture(800, 600), "JPEG")
    batch = [(JPEG, "vehicle:1"), (other, "vehicle:1"), (JPEG, "vehicle:2")]

    files = actions.store_many(batch, slot=Slot.PHOTO, by="system")

    assert [file.owner_ref for file in files] == ["vehicle:1", "vehicle:1", "vehicle:2"]
    assert len({file.name for file in files}) == 3
    assert len(on_disk(disk)) == 2
    # One job for the two equal ones: it serves every file with the same bytes.
    assert len(jobs()) == 2


def test_a_batch_with_a_bad_file_is_refused_whole():
    with pytest.raises(actions.UploadRefused) as refused:
        actions.store_many([(JPEG, "a"), (b"MZ", "a")], slot=Slot.PHOTO, by="system")

    assert refused.value.facts == {"number": 2}
    assert not StoredFile.objects.exists()


def test_a_batch_of_documents_seals_each_copy_for_itself():
    one, two = actions.store_many([(SLIP, "a"), (SLIP, "b")], slot=Slot.PROOF, by="system")

    assert actions.contents(one) == actions.contents(two) == SLIP


def test_after_a_fresh_start_the_demo_needs_neither_inspection_nor_worker(disk, monkeypatch):
    (file,) = actions.store_many([(JPEG, "a")], slot=Slot.PHOTO, by="system")
    actions.make_renditions(str(file.pk))
    made = Rendition.objects.count()
    StoredFile.objects.all().delete()
    for path in on_disk(disk):
        path.unlink()
    before = len(jobs())
    monkeypatch.setattr("japacar.kernel.inspection.Inspector._started", None)

    (again,) = actions.store_many([(JPEG, "a")], slot=Slot.PHOTO, by="system")

    assert again.renditions.count() == made
    assert len(jobs()) == before
    assert storage.exists(again.path)
    assert all(storage.exists(copy.path) for copy in again.renditions.all())


def test_what_people_upload_is_not_remembered(disk):
    actions.store_many([(JPEG, "a")], slot=Slot.PHOTO, by="user:sato")

    assert not (disk / "cache").exists()
