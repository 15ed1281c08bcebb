"""Taking files in and giving them out. The one thing to know: an object is on the disk before its row commits, and
goes only after its row is gone, so a crash leaves at most an object too many, which the sweep removes.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile

from japacar.files import storage
from japacar.files.actions.rendering import ask_for_renditions, attach_remembered
from japacar.files.locks import adding
from japacar.files.models import StoredFile, Use
from japacar.kernel import refusals
from japacar.kernel.inspection import Box, Inspected, Inspector, Refused, Slot
from japacar.kernel.inspector.signatures import MAX_PDF_BYTES

SYSTEM = "system"
_log = logging.getLogger(__name__)


class UploadRefused(refusals.Refused):
    """The file is not taken. `code` is one of `kernel.inspection.Refused`, or no_room; `files.refusals.sentence` puts it in
    words.
    """


class NotYours(Exception):
    """The file was stored by somebody else, or belongs to something else already. Answer as if it did not exist."""


class FileLike(Protocol):
    """What a form hands over: Django's uploaded files, and open files."""

    def read(self, size: int = -1, /) -> bytes: ...
    def seek(self, offset: int, /) -> int: ...


Upload = bytes | Path | FileLike


def store(
    upload: Upload,
    *,
    slot: Slot,
    owner_ref: str,
    by: Any,
    covers: Sequence[Box] = (),
    inspector: Inspector | None = None,
) -> StoredFile:
    """Inspect a file in a limited process and keep it, pending. Raises UploadRefused; then nothing is kept.

    Photos are rebuilt from pixels, without what lies under `covers`, and lie open under a random name; all else is kept
    as it came, sealed. Takes about a second of time, so call it before the transaction of the action that uses the file,
    which then calls `bind`. Files that one person sends together may share an `inspector`.
    """
    with Inspector() as own:
        found = (inspector or own).inspect(_content(upload), Slot(slot), covers=covers)
    if isinstance(found, Refused):
        raise UploadRefused(found.code)
    file = _row(found, owner_ref=owner_ref, by=by)
    try:
        with adding():
            _put(file, found.data)
            file.save(force_insert=True)
            if not attach_remembered([file]):
                ask_for_renditions(file)
    except storage.NoRoom:
        _log.exception("The disk is full: no file can be kept.")
        raise UploadRefused("no_room") from None
    return file


def store_many(uploads: Sequence[tuple[Upload, str]], *, slot: Slot, by: Any) -> list[StoredFile]:
    """Keep many files of one source, as (file, owner_ref), with one limited process; all or none.

    Raises UploadRefused, whose fact `number` says which file it was, counted from 1. Identical pictures are inspected
    once and share one object. Our own drawings (`by="system"`) are remembered between runs; what people upload is not.
    """
    known: dict[str, StoredFile] = {}
    files = []
    with Inspector() as inspector, adding():
        for number, (upload, owner_ref) in enumerate(uploads, start=1):
            content = _bytes(upload)
            key = storage.digest(content)
            file = _copy_of(known.get(key) or _remembered(key, slot, by), owner_ref, by)
            if file is None:
                found = inspector.inspect(content, Slot(slot))
                if isinstance(found, Refused):
                    raise UploadRefused(found.code, number=number)
                file = _row(found, owner_ref=owner_ref, by=by)
                _put(file, found.data)
                _remember(key, file)
            elif file.sealed:
                _put(file, content)
            known.setdefault(key, file)
            files.append(file)
        StoredFile.objects.bulk_create(files, batch_size=500)
        attached = attach_remembered(files)
        for file in {file.sha256: file for file in files if file.pk not in attached}.values():
            ask_for_renditions(file)
    return files


def store_made(data: bytes, *, media_type: str, owner_ref: str, pages: int = 0) -> StoredFile:
    """Keep a paper that we made ourselves, sealed and bound at once. Page pictures follow when `pages` is given."""
    file = StoredFile(slot=Use.MADE, media_type=media_type, pages=pages, owner_ref=owner_ref, uploaded_by=SYSTEM)
    file.state = StoredFile.State.BOUND
    _describe(file, data)
    with adding():
        _put(file, data)
        file.save(force_insert=True)
        if pages:
            ask_for_renditions(file)
    return file


def bind(file: StoredFile, *, owner_ref: str, by: Any) -> StoredFile:
    """Give a pending file to the thing it belongs to; the sweep leaves it alone from then on. Twice the same is fine.

    Only who stored the file may bind it (or "system"), and a bound file does not change its owner: NotYours.
    """
    actor = _reference(by)
    mine = StoredFile.objects.filter(pk=file.pk)
    if actor != SYSTEM:
        mine = mine.filter(uploaded_by=actor)
    bound = mine.filter(state=StoredFile.State.PENDING).update(state=StoredFile.State.BOUND, owner_ref=owner_ref)
    if not bound and not mine.filter(state=StoredFile.State.BOUND, owner_ref=owner_ref).exists():
        raise NotYours
    file.state, file.owner_ref = StoredFile.State.BOUND, owner_ref
    return file


def open_private(file: StoredFile) -> Iterator[bytes]:
    """The plain bytes of a sealed file, piece by piece. The caller has checked who is looking.

    Raises storage.ObjectMissing, or ciphers.CannotOpen where the object was touched.
    """
    return storage.read_sealed(file.path, aad=file.aad())


def open_page(file: StoredFile, page: int) -> bytes | None:
    """One page of a sealed file as a WebP picture, or None while the worker has not drawn it."""
    path = file.renditions.filter(kind="page", page=page).values_list("path", flat=True).first()
    return None if path is None else b"".join(storage.read_sealed(path, aad=file.aad(f"page-{page}")))


def contents(file: StoredFile) -> bytes:
    """All bytes of a file, open or sealed, for our own use (reading a certificate, sending an attachment)."""
    return b"".join(open_private(file)) if file.sealed else storage.read_open(file.path)


def _content(upload: Upload) -> bytes | Path:
    """What the inspection takes. A file that is far too big is not even read."""
    if isinstance(upload, bytes | Path):
        return upload
    if isinstance(upload, TemporaryUploadedFile):
        return Path(upload.temporary_file_path())
    upload.seek(0)
    return upload.read(MAX_PDF_BYTES + 1)


def _bytes(upload: Upload) -> bytes:
    content = _content(upload)
    return content.read_bytes() if isinstance(content, Path) else content


def _row(found: Inspected, *, owner_ref: str, by: Any) -> StoredFile:
    file = StoredFile(
        slot=found.slot.value,
        media_type=found.media_type,
        width=found.width,
        height=found.height,
        pages=found.pages,
        owner_ref=owner_ref,
        uploaded_by=_reference(by),
    )
    _describe(file, found.data)
    return file


def _describe(file: StoredFile, data: bytes) -> None:
    file.size, file.sha256 = len(data), storage.digest(data)
    file.sealed = file.slot != Use.PHOTO
    file.key_id = settings.FIELD_KEYS.current_id if file.sealed else ""


def _put(file: StoredFile, data: bytes) -> None:
    if file.sealed:
        storage.put_sealed(file.path, data, aad=file.aad())
    else:
        storage.put_open(data, "jpg")


def _copy_of(file: StoredFile | None, owner_ref: str, by: Any) -> StoredFile | None:
    """A new row for bytes that were inspected before."""
    if file is None:
        return None
    same = ("slot", "media_type", "size", "sha256", "width", "height", "pages", "sealed", "key_id")
    facts = {field: getattr(file, field) for field in same}
    return StoredFile(**facts, owner_ref=owner_ref, uploaded_by=_reference(by))


def _remember(key: str, file: StoredFile) -> None:
    """Keep an inspected drawing of ours for the next run; its facts stand in its name."""
    if file.is_public and file.uploaded_by == SYSTEM:
        storage.remember(key, f"master-{file.width}x{file.height}-{file.size}.jpg", file.path)


def _remembered(key: str, slot: Slot, by: Any) -> StoredFile | None:
    if slot != Slot.PHOTO or by != SYSTEM:
        return None
    for name in storage.remembered(key):
        facts = re.fullmatch(r"master-(\d+)x(\d+)-(\d+)\.jpg", name)
        path = storage.recall(key, name) if facts else None
        if facts and path:
            width, height, size = (int(fact) for fact in facts.groups())
            return StoredFile(
                slot=Use.PHOTO, media_type="image/jpeg", width=width, height=height, pages=1, size=size,
                sha256=Path(path).stem, sealed=False,
            )  # fmt: skip
    return None


def _reference(by: Any) -> str:
    return by if isinstance(by, str) else str(by.event_ref)
