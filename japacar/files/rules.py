"""Which copies a photo gets and how pages refer to them. Pure: nothing here asks the database or the disk."""

from collections.abc import Iterable
from functools import cache
from typing import TypedDict

from django.urls import reverse

from japacar.files.models import Rendition, StoredFile
from japacar.kernel.inspection import Slot
from japacar.kernel.inspector.signatures import ACCEPTED

# The photo budget of the pages: WebP everywhere, AVIF only where it is the smaller one.
WIDTHS = (160, 320, 480, 640, 960, 1280)
SMALLEST_AVIF = 320
FORMATS = ("webp", "avif")
FALLBACK_WIDTH = 640
EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/avif": "avif",
    "application/pdf": "pdf",
    "application/json": "json",
    "application/xml": "xml",
    "text/csv": "csv",
}


class PhotoSources(TypedDict):
    """What the `photo` macro of the ui room takes: addresses with their widths in pixels, and the size of the
    picture.
    """

    src: str
    webp: list[tuple[str, int]]
    avif: list[tuple[str, int]]
    width: int
    height: int
    alt: str


def planned(width: int) -> list[tuple[int, str]]:
    """The copies a photo of this width gets, as (width, format). Nothing is enlarged; a tiny photo gets one copy."""
    widths = [each for each in WIDTHS if each <= width] or [WIDTHS[0]]
    return [(each, form) for each in widths for form in FORMATS if form == "webp" or each >= SMALLEST_AVIF]


def photo_sources(file: StoredFile, *, alt: str = "", widest: int = WIDTHS[-1]) -> PhotoSources:
    """The addresses of a photo's copies up to `widest`. Asks for no rows, so a page of cars stays one query."""
    copies = [copy for copy in planned(file.width) if copy[0] <= widest]
    usual = max((width for width, _ in copies if width <= FALLBACK_WIDTH), default=WIDTHS[0])
    return PhotoSources(
        src=photo_url(file, usual),
        webp=[(photo_url(file, width, form), width) for width, form in copies if form == "webp"],
        avif=[(photo_url(file, width, form), width) for width, form in copies if form == "avif"],
        width=file.width,
        height=file.height,
        alt=alt,
    )


def photo_url(file: StoredFile, width: int, form: str = "webp") -> str:
    """The permanent address of one copy; cached for a year by whoever fetches it."""
    return f"{_photos_folder()}{file.name}-{width}.{form}"


@cache
def _photos_folder() -> str:
    """`/photos/`, looked up once: a page of cars has hundreds of these addresses, and `reverse` is slow."""
    name = "0" * 24
    return reverse("files:photo", kwargs={"name": name, "width": WIDTHS[0], "form": FORMATS[0]}).partition(name)[0]


def best_copy(copies: Iterable[Rendition], width: int, form: str) -> Rendition | None:
    """The copy to send for an address: the asked one, else the nearest of its format, else the nearest at all."""
    return min(copies, key=lambda copy: (copy.format != form, abs(copy.width - width)), default=None)


def is_final(file: StoredFile, copy: Rendition, width: int, form: str) -> bool:
    """Whether this answer will never change: the asked copy itself, or the widest of a photo smaller than was asked."""
    if copy.format != form:
        return False
    return copy.width == min(width, max(each for each, kind in planned(file.width) if kind == copy.format))


def accept(slot: Slot) -> str:
    """The `accept` attribute of the file input for a slot. A hint to the browser only: the bytes decide."""
    return ",".join(ACCEPTED[slot])


def download_name(file: StoredFile, name: str = "") -> str:
    """A name for a download, made from a reference of ours, never from what the uploader called it."""
    stem = name or f"japacar-{file.slot}-{file.pk.hex[:8]}"
    return f"{stem}.{EXTENSIONS.get(file.media_type, 'bin')}"
