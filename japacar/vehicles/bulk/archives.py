"""Archives of photos (ZIP), read without unpacking anything to a disk.

The one thing to know: names in an archive serve to find the car and for nothing else, and sizes are believed only as far as they
are read: an entry that unpacks to more than it says is cut off and refused."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from japacar.kernel import refusals
from japacar.kernel.inspector.signatures import MAX_IMAGE_BYTES
from japacar.kernel.text import hyphens, nfkc
from japacar.vehicles import angles
from japacar.vehicles.models import Photo

MOST_BYTES = 100 * 1024 * 1024
MOST_ENTRIES = 2_000
MOST_UNPACKED = 1024 * 1024 * 1024
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: What systems put beside the pictures; nobody meant to send it.
_LITTER = re.compile(r"(^|/)(__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_BETWEEN = re.compile(r"[_\-\s().]+")


class ArchiveRefused(refusals.Refused):
    """Codes: not_an_archive, too_big, too_many, too_heavy, locked, empty."""


@dataclass(frozen=True)
class Entry:
    """One file of an archive: its place in the directory, and its name as people see it."""

    index: int
    name: str
    size: int

    @property
    def shown(self) -> str:
        """The name without signs that would make it read as another one."""
        return "".join(sign if sign.isprintable() else "\ufffd" for sign in self.name)[-120:]


@dataclass(frozen=True)
class Meant:
    """Which car a name means, the place of the photo among its others, and what it shows."""

    stock: str
    place: int
    angle: str


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive, its directory read once. Raises ArchiveRefused."""
    if len(data) > MOST_BYTES:
        raise ArchiveRefused("too_big")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise ArchiveRefused("not_an_archive") from None


def entries_of(archive: zipfile.ZipFile) -> list[Entry]:
    """The files of an archive, litter left out. Raises ArchiveRefused."""
    every = archive.infolist()
    if len(every) > MOST_ENTRIES:
        raise ArchiveRefused("too_many")
    if sum(each.file_size for each in every) > MOST_UNPACKED:
        raise ArchiveRefused("too_heavy")
    if any(each.flag_bits & _ENCRYPTED for each in every):
        raise ArchiveRefused("locked")
    found = [
        Entry(index, _name(each), each.file_size)
        for index, each in enumerate(every)
        if not each.is_dir() and not _LITTER.search(_name(each))
    ]
    if not found:
        raise ArchiveRefused("empty")
    return found


def content_of(archive: zipfile.ZipFile, entry: Entry) -> bytes | None:
    """The bytes of one entry; None when it is larger than any picture, damaged, or packed in a strange way."""
    info = archive.infolist()[entry.index]
    if info.file_size > MAX_IMAGE_BYTES or info.compress_type not in _PLAIN:
        return None
    try:
        with archive.open(info) as file:
            content = file.read(MAX_IMAGE_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        return None
    return content if len(content) <= MAX_IMAGE_BYTES else None


def meant_by(name: str, stock_numbers: Iterable[str]) -> Meant | None:
    """The car that `A-12_03.jpg`, `A-12/03.jpg` or `A-12_chassis.jpg` is of: the longest stock number at the beginning of the
    file's name, else the name of a folder around it. None when no stock number stands there."""
    known = {plain_number(number): number for number in stock_numbers}
    # Words behind the number say what the photo shows: a chassis plate must not be taken for an ordinary picture.
    *folders, file = re.split(r"[/\\]", nfkc(name))
    stem = file.rpartition(".")[0] or file
    for candidate in _shorter(stem):
        if (number := known.get(plain_number(candidate))) is not None:
            return Meant(
                number, _place(stem[len(candidate) :]), angles.named(stem[len(candidate) :]) or Photo.Angle.OTHER
            )
    for folder in reversed(folders):
        if (number := known.get(plain_number(folder))) is not None:
            return Meant(number, _place(stem), angles.named(stem) or Photo.Angle.OTHER)
    return None


def plain_number(text: str) -> str:
    return re.sub(r"\s+", " ", hyphens(nfkc(text))).strip().upper()


def _name(info: zipfile.ZipInfo) -> str:
    """Japanese Windows writes names in CP932 and a Mac in UTF-8, both without saying so; Python reads them as CP437."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    raw = info.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding).partition("\x00")[0]
        except UnicodeDecodeError:
            continue
    return info.filename


def _shorter(stem: str) -> Iterable[str]:
    """The name, then the name without its last part, and so on."""
    yield stem
    for found in reversed(list(_BETWEEN.finditer(stem))):
        yield stem[: found.start()]


def _place(rest: str) -> int:
    numbers = re.findall(r"[0-9]+", nfkc(rest))
    return int(numbers[-1][:6]) if numbers else 0
