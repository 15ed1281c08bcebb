"""The part of a key rotation that lies on the disk. The one thing to know: only the key of each object is sealed anew, its frames
are copied; an object under the current key is passed by, so a run that was stopped goes on where it was."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet

from japacar.files import storage
from japacar.files.models import Rendition, StoredFile
from japacar.kernel.ciphers import CannotOpen


def under_older_keys() -> QuerySet[StoredFile]:
    """The sealed files whose object is not under the current key."""
    return StoredFile.objects.sealed().exclude(key_id=settings.FIELD_KEYS.current_id)


def reseal_files() -> tuple[int, int, int]:
    """Seal the keys of all older objects and of their pages again: how many files were done, are left, are lost.

    A file that is deleted meanwhile is passed by; should its object come back by this, the sweep removes it."""
    done = lost = 0
    for file in StoredFile.objects.sealed().order_by("pk").prefetch_related("renditions").iterator(chunk_size=200):
        try:
            changed = [_rewrapped(path, aad) for path, aad in _objects(file)]
        except CannotOpen:
            lost += 1
            continue
        if file.key_id != settings.FIELD_KEYS.current_id:
            StoredFile.objects.filter(pk=file.pk).update(key_id=settings.FIELD_KEYS.current_id)
        done += any(changed)
    return done, under_older_keys().count() - lost, lost


def _objects(file: StoredFile) -> Iterator[tuple[str, bytes]]:
    yield file.path, file.aad()
    for page in file.renditions.all():
        if page.kind == Rendition.Kind.PAGE:
            yield page.path, file.aad(f"page-{page.page}")


def _rewrapped(path: str, aad: bytes) -> bool:
    try:
        return storage.rewrap(path, aad=aad)
    except storage.ObjectMissing:
        return False
