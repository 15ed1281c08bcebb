"""What a file is, told by its bytes alone: names, extensions and declared types are never believed.

Pure functions over bytes, safe to run anywhere; everything that decodes lives in the other modules of this package.
"""

import re
import struct

JPEG, PNG, WEBP, HEIC, AVIF = "image/jpeg", "image/png", "image/webp", "image/heic", "image/avif"
PDF, JSON, XML, CSV = "application/pdf", "application/json", "application/xml", "text/csv"
IMAGES = (JPEG, PNG, WEBP, HEIC, AVIF)
TEXTS = (JSON, XML, CSV)

# What each slot takes (architecture.md 6, "Uploads").
ACCEPTED: dict[str, tuple[str, ...]] = {
    "photo": IMAGES,
    "document_image": (*IMAGES, PDF),
    "certificate": (*IMAGES, PDF, *TEXTS),
    "proof": (*IMAGES, PDF),
    "identity": (*IMAGES, PDF),
}

MAX_IMAGE_BYTES = 15 * 1024 * 1024
MAX_PDF_BYTES = 20 * 1024 * 1024
MAX_TEXT_BYTES = 1024 * 1024
MAX_PDF_PAGES = 30
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000

_EXECUTABLES = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
    b"dex\n",
    b"\x00asm",
)
_ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"MSCF",
)
_PICTURES_NOT_TAKEN = (
    b"GIF8",
    b"II*\x00",
    b"MM\x00*",
    b"II+\x00",
    b"MM\x00+",
    b"BM",
    b"8BPS",
    b"\x00\x00\x01\x00",
    b"\xff\x0a",
)
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|script|iframe|style|title|meta|img|a\s)", re.I)
_SVG = re.compile(rb"<(?:[a-z]+:)?svg[\s>/]", re.I)
# Control characters that no text file holds; TAB, LF, CR, FF and ESC are left out.
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def media_type(data: bytes) -> str:
    """The media type of an accepted kind of file, or a refusal code (a word without a slash)."""
    if not data:
        return "empty"
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp":
        return _iso_media(data)
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(_EXECUTABLES):
        return "executable"
    if data.startswith(_ARCHIVES):
        return "archive"
    if data.startswith(_PICTURES_NOT_TAKEN):
        return "not_a_picture"
    return _text(data)


def size_limit(kind: str) -> int:
    """The greatest number of bytes a file of this media type may have."""
    if kind == PDF:
        return MAX_PDF_BYTES
    return MAX_TEXT_BYTES if kind in TEXTS else MAX_IMAGE_BYTES


def hides_another_file(data: bytes, kind: str) -> bool:
    """True when the bytes can also be read as a file of another kind (a polyglot).

    Needed only for originals that are kept; photos are rebuilt from pixels, which drops everything else.
    """
    if _ends_like_zip(data):
        return True
    opening = data[:1024]
    if kind != PDF and b"%PDF-" in opening:
        return True
    if kind in IMAGES and (_HTML.search(opening) or _SVG.search(opening)):
        return True
    tail = data[end_of_file(data, kind) :].lstrip(b"\x00\r\n\t \xff")
    return _starts_a_file(tail)


def end_of_file(data: bytes, kind: str) -> int:
    """The offset at which the first image, or the last `%%EOF` of a PDF, ends; the length when it cannot be told."""
    if kind == JPEG:
        return _jpeg_end(data)
    if kind == PNG:
        return _png_end(data)
    if kind == WEBP:
        return min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    if kind in (HEIC, AVIF):
        return _boxes_end(data)
    if kind == PDF:
        mark = data.rfind(b"%%EOF")
        return len(data) if mark < 0 else mark + 5
    return len(data)


def _iso_media(data: bytes) -> str:
    length = min(int.from_bytes(data[:4], "big"), 512, len(data))
    brands = {data[at : at + 4] for at in (8, *range(16, length, 4))}
    if brands & {b"avif", b"avis"}:
        return AVIF
    if brands & _HEIC_BRANDS:
        return HEIC
    return "not_a_picture"


def _text(data: bytes) -> str:
    body = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    opening = body[:4096]
    if not body:
        return "empty"
    if _SVG.search(opening):
        return "svg"
    if opening.startswith(b"<") and _HTML.search(opening):
        return "html"
    if _NOT_TEXT.search(opening):
        return "not_a_picture"
    if opening[:1] in (b"{", b"["):
        return JSON
    if opening.startswith(b"<"):
        return XML
    first_line = opening.splitlines()[0]
    return CSV if b"," in first_line or b"\t" in first_line else "not_a_picture"


def _starts_a_file(tail: bytes) -> bool:
    """True for what a browser, an unpacker or a shell could start; the second JPEG of many phones is harmless."""
    if not tail:
        return False
    if tail.startswith((b"%PDF-", *_EXECUTABLES, *_ARCHIVES, b"GIF8")):
        return True
    opening = tail[:4096]
    return bool(_HTML.search(opening) or _SVG.search(opening) or b"PK\x03\x04" in opening or b"%PDF-" in opening)


def _ends_like_zip(data: bytes) -> bool:
    """True when a ZIP's end record closes the file: unpackers (and Java) read a file from its end."""
    window = data[-65_557:]
    at = window.rfind(b"PK\x05\x06")
    while at >= 0:
        if len(window) - at >= 22:
            (comment,) = struct.unpack_from("<H", window, at + 20)
            if len(window) - at - 22 <= comment + 2:
                return True
        at = window.rfind(b"PK\x05\x06", 0, at)
    return False


def _jpeg_end(data: bytes) -> int:
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return at
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker == 0xFF:
            at += 1
        elif marker == 0x01 or 0xD0 <= marker <= 0xD8:
            at += 2
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
            if marker == 0xDA:
                at = _after_scan(data, at)
    return min(at + 2, len(data))


def _after_scan(data: bytes, at: int) -> int:
    """The first marker after the entropy-coded bytes: 0xFF not followed by a stuffed zero or a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        following = data[at + 1]
        if following not in (0x00, 0xFF) and not 0xD0 <= following <= 0xD7:
            return at
        at += 1 if following == 0xFF else 2


def _png_end(data: bytes) -> int:
    at = 8
    while at + 12 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        at += 12 + length
        if name == b"IEND":
            break
    return min(at, len(data))


def _boxes_end(data: bytes) -> int:
    at = 0
    while at + 8 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if not re.fullmatch(rb"[ -~]{4}", name):
            return at
        if length == 1 and at + 16 <= len(data):
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        if length == 0:
            return len(data)
        # Four letters stand at this place in words too: what reaches beyond the file is no box.
        if length < 8 or at + length > len(data):
            return at
        at += length
    return at
