"""The disk below the data folder: photos and their copies by the hash of their bytes, everything else sealed.

The one thing to know: paths are made of hashes and random numbers only, and a file appears under its name complete
(written aside, flushed, renamed), so whoever finds a path finds whole bytes.
"""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from django.conf import settings

from japacar.kernel.ciphers import KeyRing
from japacar.kernel.streams import is_current, open_frames, rewrap_stream, seal_stream

OPEN, SEALED, ASIDE = "public", "sealed", "tmp"


class ObjectMissing(Exception):
    """A row points to an object that is not on the disk. The sweep reports it; a backup holds it."""


class NoRoom(Exception):
    """The disk is full. Nothing is left of what was being written."""


def root() -> Path:
    """The folder of stored files."""
    return Path(settings.DATA_DIR) / "files"


def cache_root() -> Path:
    """The folder of what can be made again. It outlives a fresh start of the demo."""
    return Path(settings.DATA_DIR) / "cache" / "renditions"


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def open_path(sha: str, suffix: str) -> str:
    """Where an open object of these bytes lies, below `root`."""
    return f"{OPEN}/{sha[:2]}/{sha[2:4]}/{sha}.{suffix}"


def sealed_path(random_name: str = "") -> str:
    """The place of a sealed object with this random name, or a new place, below `root`."""
    name = random_name or secrets.token_hex(16)
    return f"{SEALED}/{name[:2]}/{name}"


def put_open(data: bytes, suffix: str) -> str:
    """Store open bytes once, however many rows point to them; returns the path below `root`."""
    path = open_path(digest(data), suffix)
    if not (root() / path).exists():
        _write(root() / path, data)
    return path


def put_sealed(path: str, data: bytes, *, aad: bytes) -> None:
    """Store bytes sealed with the current key, openable only with the same `aad`."""
    sealed = BytesIO()
    seal_stream(_ring(), BytesIO(data), sealed, aad=aad)
    _write(root() / path, sealed.getvalue())


def read_open(path: str) -> bytes:
    """The bytes of an open object. Raises ObjectMissing."""
    try:
        return (root() / path).read_bytes()
    except FileNotFoundError as error:
        raise ObjectMissing(path) from error


def read_sealed(path: str, *, aad: bytes) -> Iterator[bytes]:
    """The plain bytes, frame by frame. Raises ObjectMissing, or CannotOpen where they were touched."""
    try:
        source = (root() / path).open("rb")
    except FileNotFoundError as error:
        raise ObjectMissing(path) from error
    with source:
        yield from open_frames(_ring(), source, aad=aad)


def rewrap(path: str, *, aad: bytes) -> bool:
    """Seal the key of a sealed object anew where it lies under an older key of the ring; False when it is current.

    Raises ObjectMissing, or CannotOpen."""
    try:
        with (root() / path).open("rb") as source:
            if is_current(_ring(), source):
                return False
            source.seek(0)
            rewrapped = BytesIO()
            rewrap_stream(_ring(), source, rewrapped, aad=aad)
    except FileNotFoundError as error:
        raise ObjectMissing(path) from error
    _write(root() / path, rewrapped.getvalue())
    return True


def exists(path: str) -> bool:
    return (root() / path).exists()


def size(path: str) -> int:
    """Bytes of an object as it lies on the disk."""
    return (root() / path).stat().st_size


def remove(path: str) -> None:
    """Delete an object; one that is gone already is as good."""
    (root() / path).unlink(missing_ok=True)


def objects_older_than(timestamp: float) -> Iterator[str]:
    """Every object, and every half-written one, last touched before this moment (seconds since 1970)."""
    for folder, _, names in os.walk(root()):
        for name in names:
            path = Path(folder) / name
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < timestamp:
                    yield path.relative_to(root()).as_posix()


def recall(sha: str, name: str) -> str | None:
    """The path of the copy `name` of the open object with this hash, made before and put back in its place; or None."""
    kept = _cache_folder(sha) / name
    try:
        path = open_path(digest(kept.read_bytes()), kept.suffix.lstrip("."))
    except FileNotFoundError:
        return None
    _link(kept, root() / path)
    return path


def remembered(sha: str) -> list[str]:
    """The names of all copies in the cache of the object with this hash."""
    folder = _cache_folder(sha)
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def remember(sha: str, name: str, path: str) -> None:
    """Keep the open object at `path` in the cache, as the copy `name` of the one with this hash."""
    _link(root() / path, _cache_folder(sha) / name)


def forget_cached(sha: str) -> None:
    """Drop all copies made from these bytes, so that a deleted photo does not live on in the cache."""
    folder = _cache_folder(sha)
    with suppress(FileNotFoundError):
        for path in folder.iterdir():
            path.unlink(missing_ok=True)
        folder.rmdir()


def _cache_folder(sha: str) -> Path:
    return cache_root() / sha[:2] / sha


def _ring() -> KeyRing:
    ring: KeyRing = settings.FIELD_KEYS
    return ring


def _link(source: Path, target: Path) -> None:
    """The same bytes under a second name, without writing them again where the disk allows that."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except FileExistsError:
        return
    except OSError:
        _write(target, source.read_bytes())  # The cache may lie on another disk.


def _write(path: Path, data: bytes) -> None:
    """Write aside, flush to the disk, rename: a crash leaves either the whole file or none under its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Aside on the same disk as the target: a rename does not cross disks, and the cache may lie on another.
    top = cache_root() if path.is_relative_to(cache_root()) else root()
    aside = top / ASIDE / secrets.token_hex(16)
    aside.parent.mkdir(parents=True, exist_ok=True)
    try:
        with aside.open("xb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(path)
    except OSError as error:
        # What lies aside would fill a full disk further.
        aside.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoom from error
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
