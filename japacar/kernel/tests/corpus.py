"""The upload corpus: files that attack whoever opens, keeps or shows them, and honest ones full of what must not come out again.

The one thing to know: all are made here in code, and each says what becomes of it as a photo, and as an original that is
kept: the code of its refusal, `CLEAN`, or `EITHER` where a reader may refuse it or take it, as long as what comes out is clean."""

import struct
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import NamedTuple

from PIL import Image

from japacar.kernel.tests import hostile
from japacar.kernel.tests.hostile import CANARY, chunk, encoded, pdf, picture, png_of, segment, zip_file

CLEAN, EITHER = "clean", "either"
_CANARY = CANARY.encode()


class Case(NamedTuple):
    """How a file is made, and what becomes of it: as a photo, and in the slots that keep originals."""

    make: Callable[[], bytes]
    photo: str
    kept: str


def jpeg() -> bytes:
    return encoded(picture(), "JPEG")


def png(*chunks: tuple[bytes, bytes], mode: str = "RGB") -> bytes:
    """A small PNG with chunks of our own behind its header."""
    plain = encoded(picture(mode=mode), "PNG")
    return plain[:33] + b"".join(chunk(name, body) for name, body in chunks) + plain[33:]


def jpeg_with(*segments: tuple[int, bytes]) -> bytes:
    plain = jpeg()
    return plain[:2] + b"".join(segment(marker, body) for marker, body in segments) + plain[2:]


def sized_jpeg(width: int, height: int) -> bytes:
    """A JPEG that says to be larger than it is."""
    plain = jpeg()
    at = plain.index(b"\xff\xc0") + 5
    return plain[:at] + struct.pack(">HH", height, width) + plain[at + 4 :]


def sized_webp(width: int, height: int) -> bytes:
    plain = bytearray(encoded(Image.new("RGBA", (32, 32), (1, 2, 3, 4)), "WEBP", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0"))
    assert plain[12:16] == b"VP8X"
    plain[24:30] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(plain)


def sized_iso(form: str, side: int) -> bytes:
    """An AVIF or HEIC whose property of size says to be larger than it is."""
    plain = bytearray(encoded(picture(64, 64), form))
    at = plain.index(b"ispe") + 8
    plain[at : at + 8] = struct.pack(">II", side, side)
    return bytes(plain)


def animated(form: str) -> bytes:
    frames = [Image.new("RGB", (64, 48), (shade, 0, 0)) for shade in range(0, 200, 10)]
    return encoded(frames[0], form, save_all=True, append_images=frames[1:], duration=20)


def jpeg_of_layers() -> bytes:
    """A photo of a phone that keeps a second picture (MPF) with words of its own, and APP segments nobody knows."""
    second = encoded(picture(64, 48), "JPEG", comment=_CANARY, exif=hostile.tiff_with_thumbnail())
    body = jpeg_with(
        (0xE2, b"MPF\0" + _CANARY), (0xEB, b"JP" + _CANARY), (0xEE, b"Adobe\0d\0\0\0\0\0"), (0xEF, _CANARY)
    )
    return body + second


def extended_xmp() -> bytes:
    head = b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32 + struct.pack(">II", len(_CANARY), 0)
    return jpeg_with((0xE1, head + _CANARY))


def png_of_notes() -> bytes:
    body = _CANARY
    return png(
        (b"tEXt", b"Author\0" + body), (b"zTXt", b"Comment\0\0" + zlib.compress(body)),
        (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + body), (b"eXIf", hostile.tiff_with_thumbnail()), (b"caBX", body),
        (b"prVt", body),
    ) + body  # fmt: skip


def webp_of_notes() -> bytes:
    plain = hostile.with_metadata("WEBP")
    extra = b"note" + struct.pack("<I", len(_CANARY) + len(_CANARY) % 2) + _CANARY + b"\0" * (len(_CANARY) % 2)
    return plain[:4] + struct.pack("<I", len(plain) - 8 + len(extra)) + plain[8:] + extra


def iso_of_notes(form: str) -> bytes:
    box = b"uuid" + b"\0" * 16 + _CANARY
    return hostile.with_metadata(form) + struct.pack(">I", len(box) + 4) + box


def turned(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = orientation, CANARY
    return encoded(picture(), "JPEG", exif=exif.tobytes())


def noisy_scan() -> bytes:
    """A JPEG whose header is whole and whose picture is not."""
    plain = jpeg()
    return plain[: len(plain) // 2] + bytes(each ^ 0x5A for each in plain[len(plain) // 2 :])


def flipped(form: str) -> bytes:
    """Every seventh byte behind the head is another one."""
    plain = bytearray(encoded(picture(), form))
    for at in range(64, len(plain), 7):
        plain[at] ^= 0xFF
    return bytes(plain)


def heavy_png() -> bytes:
    """Sixteen bits for each of four channels and nearly forty megapixels: 317 MB once it is open, 300 KB as a file."""
    side = 6300
    rows, packed = zlib.compressobj(9), b""
    for _ in range(side):
        packed += rows.compress(b"\0" * (1 + side * 8))
    header = struct.pack(">IIBBBBB", side, side, 16, 6, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", packed + rows.flush()) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def profile_bomb() -> bytes:
    return png((b"iCCP", b"bomb\0\0" + zlib.compress(b"\0" * 60_000_000, 9)))


def stream(body: bytes, *, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(body), entries, body)


def page_bomb() -> bytes:
    """Drawing this page means reading 60 MB of spaces."""
    packed = zlib.compress(b" " * 60_000_000, 9)
    content = stream(packed, entries=b"/Filter /FlateDecode")
    return pdf(b"", content).replace(b"/MediaBox [0 0 200 300]", b"/MediaBox [0 0 200 300] /Contents 3 0 R")


def form_of_itself() -> bytes:
    """A page that draws a form that draws itself."""
    form = stream(
        b"/X Do", entries=b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 3 0 R >> >>"
    )
    page = b"/MediaBox [0 0 200 300] /Resources << /XObject << /X 3 0 R >> >> /Contents 4 0 R"
    return pdf(b"", form, stream(b"/X Do")).replace(b"/MediaBox [0 0 200 300]", page)


def talking_pdf() -> bytes:
    """Words in the properties, in XMP, in a note and in white on white: none of them is in the pixels of a page."""
    info = b"<< /Title (%s) /Author (%s) >>" % (_CANARY, _CANARY)
    xmp = stream(b"<x:xmpmeta>" + _CANARY + b"</x:xmpmeta>", entries=b"/Type /Metadata /Subtype /XML")
    made = pdf(b"/Metadata 4 0 R", info, xmp, trailer=b"/Info 3 0 R")
    return made + b"%% %s\n%%%%EOF\n" % _CANARY


JS = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

CASES: dict[str, Case] = {
    # --- Bombs ---
    "png 1-bit 8,000 x 8,000": Case(lambda: png_of(8000, 8000), "too_many_pixels", "too_many_pixels"),
    "png 1-bit 25,000 x 8,000": Case(lambda: png_of(25_000, 8000), "too_many_pixels", "too_many_pixels"),
    "png of one long line": Case(lambda: png_of(12_001, 2), "too_many_pixels", "too_many_pixels"),
    "jpeg that says 65,500 x 65,500": Case(lambda: sized_jpeg(65_500, 65_500), "too_many_pixels", "too_many_pixels"),
    "webp that says 16,383 x 16,383": Case(lambda: sized_webp(16_383, 16_383), EITHER, EITHER),
    "avif that says 60,000 x 60,000": Case(lambda: sized_iso("AVIF", 60_000), EITHER, EITHER),
    "heic that says 60,000 x 60,000": Case(lambda: sized_iso("HEIF", 60_000), EITHER, EITHER),
    "png of 317 MB": Case(heavy_png, EITHER, EITHER),
    "png with a comment of 20 MB": Case(hostile.png_with_text_bomb, EITHER, EITHER),
    "png with a profile of 60 MB": Case(profile_bomb, EITHER, EITHER),
    "pdf whose page is 60 MB": Case(page_bomb, "not_a_picture", EITHER),
    "pdf with a stream of objects of 40 MB": Case(
        lambda: pdf(b"", hostile.object_stream(b"<< >>", bomb=40_000_000)), "not_a_picture", "too_heavy"
    ),
    "pdf that draws itself": Case(form_of_itself, "not_a_picture", EITHER),
    "pdf of 300 pages": Case(lambda: pdf(pages=300), "not_a_picture", "too_many_pages"),
    "zip": Case(zip_file, "archive", "archive"),
    "gzip": Case(lambda: b"\x1f\x8b\x08\0" + zlib.compress(b"\0" * 9_000_000, 9), "archive", "archive"),
    # --- Two files in one ---
    "jpeg and jar (gifar)": Case(lambda: jpeg() + zip_file(), CLEAN, "two_files"),
    "jpeg with a pdf in its comment": Case(lambda: jpeg_with((0xFE, pdf())), CLEAN, "two_files"),
    "jpeg with a pdf behind it": Case(lambda: jpeg() + pdf(), CLEAN, "two_files"),
    "jpeg with a page behind it": Case(lambda: jpeg() + HTML, CLEAN, "two_files"),
    "png with a page in its text": Case(lambda: png((b"tEXt", b"Comment\0" + HTML)), CLEAN, "two_files"),
    "png with a drawing behind it": Case(lambda: png() + SVG, CLEAN, "two_files"),
    "png with a program behind it": Case(lambda: png() + b"MZ\x90\0" + b"\0" * 60, CLEAN, "two_files"),
    "webp and zip": Case(lambda: encoded(picture(), "WEBP") + zip_file(), CLEAN, "two_files"),
    "heic and zip": Case(lambda: encoded(picture(), "HEIF") + zip_file(), CLEAN, "two_files"),
    "avif with a page behind it": Case(lambda: encoded(picture(), "AVIF") + HTML, EITHER, "two_files"),
    "heic with a page behind it": Case(lambda: encoded(picture(), "HEIF") + HTML, EITHER, "two_files"),
    "gif that is a script": Case(lambda: b"GIF89a=1;alert(1)//" + b"\0" * 99, "not_a_picture", "not_a_picture"),
    "bmp that is a script": Case(lambda: b"BM=1;alert(1)//" + b"\0" * 99, "not_a_picture", "not_a_picture"),
    "pdf and zip": Case(lambda: pdf() + zip_file(), "not_a_picture", "two_files"),
    "pdf with a page behind it": Case(lambda: pdf() + HTML, "not_a_picture", "two_files"),
    # --- Drawings, pages and programs ---
    "svg": Case(lambda: SVG, "svg", "svg"),
    "svg with a declaration": Case(lambda: b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x -->" + SVG, "svg", "svg"),
    "svg under another name": Case(lambda: b"<a:svg xmlns:a='http://www.w3.org/2000/svg'/>", "svg", "svg"),
    "svg in 16 bits": Case(lambda: SVG.decode().encode("utf-16"), "not_a_picture", "not_a_picture"),
    "html": Case(lambda: HTML, "html", "html"),
    "exe": Case(lambda: b"MZ\x90\0" + b"\0" * 600, "executable", "executable"),
    "elf": Case(lambda: b"\x7fELF" + b"\0" * 600, "executable", "executable"),
    "shell": Case(lambda: b"#!/bin/sh\nid\n", "executable", "executable"),
    "java class": Case(lambda: b"\xca\xfe\xba\xbe" + b"\0" * 60, "executable", "executable"),
    "old office document": Case(
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not_a_picture", "not_a_picture"
    ),
    "tiff": Case(lambda: encoded(picture(), "TIFF"), "not_a_picture", "not_a_picture"),
    "psd": Case(lambda: b"8BPS\0\x01" + b"\0" * 60, "not_a_picture", "not_a_picture"),
    "nothing": Case(lambda: b"", "empty", "empty"),
    # --- Broken ---
    "jpeg cut in half": Case(lambda: (whole := jpeg())[: len(whole) // 2], "broken", "broken"),
    "png cut in half": Case(lambda: (whole := png())[: len(whole) // 2], "broken", "broken"),
    "webp cut in half": Case(lambda: (whole := encoded(picture(), "WEBP"))[: len(whole) // 2], "broken", "broken"),
    "heic cut in half": Case(lambda: (whole := encoded(picture(), "HEIF"))[: len(whole) // 2], "broken", "broken"),
    "avif cut in half": Case(lambda: (whole := encoded(picture(), "AVIF"))[: len(whole) // 2], "broken", "broken"),
    "jpeg with a spoiled scan": Case(noisy_scan, EITHER, EITHER),
    "heic with spoiled bytes": Case(lambda: flipped("HEIF"), EITHER, EITHER),
    "avif with spoiled bytes": Case(lambda: flipped("AVIF"), EITHER, EITHER),
    "webp with spoiled bytes": Case(lambda: flipped("WEBP"), EITHER, EITHER),
    "png with spoiled bytes": Case(lambda: flipped("PNG"), EITHER, EITHER),
    "jpeg without size": Case(lambda: sized_jpeg(0, 0), "broken", "broken"),
    "heic of a head alone": Case(lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 300, "broken", "broken"),
    "avif of a head alone": Case(lambda: b"\0\0\0\x1cftypavif\0\0\0\0mif1avif" + b"\xff" * 300, "broken", "broken"),
    "webp of a head alone": Case(lambda: b"RIFF\x10\0\0\0WEBPVP8 \0\0\0\0", "broken", "broken"),
    "pdf of a head alone": Case(lambda: b"%PDF-1.7\nnothing", "not_a_picture", "broken"),
    # --- Pictures of every kind ---
    "gif that moves": Case(lambda: animated("GIF"), "not_a_picture", "not_a_picture"),
    "png that moves": Case(lambda: animated("PNG"), CLEAN, CLEAN),
    "webp that moves": Case(lambda: animated("WEBP"), CLEAN, CLEAN),
    "avif that moves": Case(lambda: animated("AVIF"), CLEAN, CLEAN),
    "jpeg for print (cmyk)": Case(lambda: encoded(picture(mode="CMYK"), "JPEG"), CLEAN, CLEAN),
    "jpeg in grey": Case(lambda: encoded(picture(mode="L"), "JPEG"), CLEAN, CLEAN),
    "jpeg in passes": Case(lambda: encoded(picture(), "JPEG", progressive=True), CLEAN, CLEAN),
    "png of 16 bits": Case(lambda: encoded(Image.new("I;16", (640, 480), 40_000), "PNG"), CLEAN, CLEAN),
    "png with palette and transparency": Case(lambda: encoded(picture(mode="P"), "PNG", transparency=0), CLEAN, CLEAN),
    "png with transparency": Case(lambda: encoded(picture(mode="RGBA"), "PNG"), CLEAN, CLEAN),
    "png of one bit": Case(lambda: png_of(640, 480), CLEAN, CLEAN),
    # --- Full of words ---
    "jpeg full of words": Case(hostile.jpeg_full_of_canaries, CLEAN, CLEAN),
    "jpeg with a second picture": Case(jpeg_of_layers, CLEAN, CLEAN),
    "jpeg with extended xmp": Case(extended_xmp, CLEAN, CLEAN),
    "png full of words": Case(png_of_notes, CLEAN, CLEAN),
    "webp full of words": Case(webp_of_notes, CLEAN, CLEAN),
    "heic full of words": Case(lambda: iso_of_notes("HEIF"), CLEAN, CLEAN),
    "avif full of words": Case(lambda: iso_of_notes("AVIF"), CLEAN, CLEAN),
    "pdf full of words": Case(talking_pdf, "not_a_picture", CLEAN),
    **{f"jpeg turned {way}": Case(lambda way=way: turned(way), CLEAN, CLEAN) for way in (1, 3, 6, 8)},
    # --- PDF that could act ---
    "pdf with a script": Case(lambda: pdf(b"/OpenAction 3 0 R", JS), "not_a_picture", "pdf_active"),
    "pdf with a script in its names": Case(
        lambda: pdf(b"/Names << /JavaScript << /Names [(a) 3 0 R] >> >>", JS), "not_a_picture", "pdf_active"
    ),
    "pdf with a script spelt otherwise": Case(
        lambda: pdf(b"/AA << /O 3 0 R >>", b"<< /S /J#61va#53cript /JS (1) >>"), "not_a_picture", "pdf_active"
    ),
    "pdf with a script out of sight": Case(lambda: pdf(b"", hostile.object_stream(JS)), "not_a_picture", "pdf_active"),
    "pdf that starts a program": Case(
        lambda: pdf(b"", b"<< /S /Launch /F (cmd.exe) >>"), "not_a_picture", "pdf_active"
    ),
    "pdf that opens an address": Case(
        lambda: pdf(b"/OpenAction << /S /URI /URI (http://x) >>"), "not_a_picture", "pdf_active"
    ),
    "pdf with a file in it": Case(
        lambda: pdf(b"/Names << /EmbeddedFiles 3 0 R >>", b"<< /Type /EmbeddedFile >>"), "not_a_picture", "pdf_active"
    ),
    "pdf with xfa": Case(lambda: pdf(b"/AcroForm << /XFA 3 0 R >>", b"<< >>"), "not_a_picture", "pdf_active"),
    "pdf that sends a form": Case(
        lambda: pdf(b"", b"<< /S /SubmitForm /F (http://x) >>"), "not_a_picture", "pdf_active"
    ),
    "pdf with a film": Case(lambda: pdf(b"", b"<< /Subtype /RichMedia >>"), "not_a_picture", "pdf_active"),
    "pdf with a password": Case(hostile.encrypted_pdf, "not_a_picture", "pdf_encrypted"),
}


@cache
def made(name: str) -> bytes:
    return CASES[name].make()


def faults_of_picture(data: bytes) -> list[str]:
    """What a picture that leaves the house must not hold."""
    found = [
        word for word in (_CANARY, b"Exif\0", b"xmpmeta", b"<script", b"PK\x03\x04", b"%PDF-", b"Adobe") if word in data
    ]
    with Image.open(BytesIO(data)) as image:
        image.load()
        told = {"comment", "icc_profile", "xmp", "exif", "photoshop", "XML:com.adobe.xmp"} & set(image.info)
        several = getattr(image, "n_frames", 1) != 1
    return [*map(repr, found), *sorted(told), *(["several pictures"] if several else [])]
