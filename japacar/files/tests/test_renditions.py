"""The worker makes the copies of photos and the pages of documents, once, however often it is told."""

import pytest

from japacar.files import actions, rules, storage
from japacar.files.models import Rendition, StoredFile
from japacar.kernel.inspection import Inspector, Slot
from japacar.kernel.tests import hostile

pytestmark = pytest.mark.django_db
JPEG = hostile.encoded(hostile.picture(700, 525), "JPEG")


def photo() -> StoredFile:
    return actions.store(JPEG, slot=Slot.PHOTO, owner_ref="vehicle:1", by="system")


def test_a_photo_gets_the_copies_of_the_budget_and_no_enlarged_one():
    file = photo()

    actions.make_renditions(str(file.pk))

    made = set(file.renditions.values_list("width", "format"))
    assert made == {(160, "webp"), *[(width, form) for width in (320, 480, 640) for form in ("webp", "avif")]}
    assert made == set(rules.planned(file.width))
    for copy in file.renditions.all():
        assert storage.digest(storage.read_open(copy.path)) == copy.sha256


def test_one_job_and_one_decode_make_all_copies(monkeypatch):
    from procrastinate.contrib.django.models import ProcrastinateJob

    file, asked = photo(), []
    real = Inspector.ask
    monkeypatch.setattr(
        Inspector, "ask", lambda self, request, *rest: asked.append(request) or real(self, request, *rest)
    )

    actions.make_renditions(str(file.pk))

    assert ProcrastinateJob.objects.filter(args__file_id=str(file.pk)).count() == 1
    assert [request["do"] for request in asked] == ["render"]
    assert len(asked[0]["wanted"]) == file.renditions.count() == len(rules.planned(file.width))


def test_made_twice_is_made_once_and_without_decoding_again(monkeypatch):
    file = photo()
    actions.make_renditions(str(file.pk))
    made = Rendition.objects.count()
    monkeypatch.setattr("japacar.kernel.inspection.Inspector._started", None)

    assert actions.make_renditions(str(file.pk)) == 0

    assert Rendition.objects.count() == made


def test_a_twin_gets_its_copies_from_the_same_work():
    one, two = photo(), photo()

    actions.make_renditions(str(one.pk))

    assert one.renditions.count() == two.renditions.count() > 0


def test_a_photo_whose_copies_are_known_is_complete_at_once():
    actions.make_renditions(str(photo().pk))

    assert photo().renditions.count() == len(rules.planned(700))


def test_a_document_gets_a_sealed_picture_of_each_page(disk):
    file = actions.store(hostile.pdf(pages=2), slot=Slot.DOCUMENT_IMAGE, owner_ref="dealer:1", by="system")
    assert actions.open_page(file, 1) is None

    assert actions.make_renditions(str(file.pk)) == 2
    assert actions.make_renditions(str(file.pk)) == 0

    assert actions.open_page(file, 2).startswith(b"RIFF")
    assert actions.open_page(file, 3) is None
    assert not any(b"WEBP" in path.read_bytes() for path in disk.rglob("*") if path.is_file())


def test_a_photographed_document_is_shown_without_what_its_original_tells():
    original = hostile.jpeg_full_of_canaries()
    file = actions.store(original, slot=Slot.DOCUMENT_IMAGE, owner_ref="dealer:1", by="system")

    actions.make_renditions(str(file.pk))

    assert hostile.CANARY.encode() in actions.contents(file)
    assert hostile.CANARY.encode() not in actions.open_page(file, 1)


def test_a_text_has_no_pages_and_a_file_that_is_gone_needs_none():
    file = actions.store(b'{"CertInfo": {}}', slot=Slot.CERTIFICATE, owner_ref="dealer:1", by="system")

    assert actions.make_renditions(str(file.pk)) == 0
    assert actions.make_renditions("00000000-0000-0000-0000-000000000000") == 0


def test_a_deleted_photo_leaves_no_copy_on_disk_or_in_the_cache(disk, django_capture_on_commit_callbacks):
    file = photo()
    actions.make_renditions(str(file.pk))

    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_file(file)

    assert [path for path in disk.rglob("*") if path.is_file()] == []


def test_the_worker_knows_the_jobs_that_are_asked_for():
    from procrastinate.contrib.django import app

    assert {"files.make_renditions", "files.sweep"} <= set(app.tasks)
