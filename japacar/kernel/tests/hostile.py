"""Files that nobody should send, built here byte by byte, and honest ones full of things that must not survive."""

import struct
import zlib
from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

pillow_heif.register_heif_opener(thumbnails=False)

CANARY = "CANARY-7141-GPS-35.7801N"
PDF_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def picture(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Something with edges and colours, so that a turned or emptied copy can be told."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.paste((200, 30, 30), (0, 0, width // 4, height // 4))
    return image.convert(mode)


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def jpeg_full_of_canaries() -> bytes:
    """Every hiding place of a JPEG: EXIF with GPS and thumbnail, XMP, IPTC, COM, ICC, a second image, the tail."""
    plain = encoded(picture(), "JPEG", icc_profile=talking_profile())
    canary = CANARY.encode()
    segments = (
        segment(0xE1, b"Exif\0\0" + tiff_with_thumbnail()),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + canary + b"</x:xmpmeta>"),
        segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(canary)) + canary),
        segment(0xFE, canary),
    )
    second = encoded(picture(64, 48), "JPEG", comment=canary)
    return plain[:2] + b"".join(segments) + plain[2:] + second + canary


def tiff_with_thumbnail() -> bytes:
    """An EXIF block: description, orientation 6 (turn right), GPS, and a second directory with a thumbnail."""
    canary = CANARY.encode() + b"\0"
    thumbnail = encoded(picture(32, 24), "JPEG", comment=canary)
    first, second = 8, 8 + 2 + 3 * 12 + 4
    gps = second + 2 + 2 * 12 + 4
    text = gps + 2 + 12 + 4
    entry = struct.Struct(">HHII")
    zero = entry.pack(0x010E, 2, len(canary), text) + struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0)
    zero += entry.pack(0x8825, 4, 1, gps)
    one = entry.pack(0x0201, 4, 1, text + len(canary)) + entry.pack(0x0202, 4, 1, len(thumbnail))
    place = entry.pack(0x001B, 7, len(canary), text)
    return (
        b"MM\0*" + struct.pack(">I", first)
        + struct.pack(">H", 3) + zero + struct.pack(">I", second)
        + struct.pack(">H", 2) + one + struct.pack(">I", 0)
        + struct.pack(">H", 1) + place + struct.pack(">I", 0)
        + canary + thumbnail
    )  # fmt: skip


def talking_profile() -> bytes:
    """A working sRGB profile with words behind it."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + CANARY.encode()


def png_full_of_canaries() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", CANARY)
    notes.add_text("Author", CANARY, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", CANARY)
    made = encoded(picture(), "PNG", pnginfo=notes, exif=tiff_with_thumbnail(), icc_profile=talking_profile())
    return made + CANARY.encode()


def with_metadata(form: str) -> bytes:
    """WebP, AVIF or HEIC with EXIF, XMP and a profile."""
    exif = Image.Exif()
    exif[0x010E] = CANARY
    exif.get_ifd(0x8825)[0x001B] = CANARY.encode()
    options = {"exif": exif.tobytes(), "xmp": CANARY.encode()}
    if form != "HEIF":
        options["icc_profile"] = talking_profile()
    return encoded(picture(), form, **options)


def png_of(width: int, height: int, *, extra: bytes = b"") -> bytes:
    """A black 1-bit PNG of any size, made without ever holding its pixels."""
    rows = zlib.compressobj(9)
    row, packed = b"\0" * (1 + (width + 7) // 8), b""
    for _ in range(height):
        packed += rows.compress(row)
    packed += rows.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def png_with_text_bomb() -> bytes:
    """A small picture whose comment inflates to 20 MB."""
    bomb = zlib.compress(b"\0" * 20_000_000, 9)
    return png_of(64, 64, extra=chunk(b"zTXt", b"Comment\0\0" + bomb))


def pdf(*objects: bytes, pages: int = 1, trailer: bytes = b"") -> bytes:
    """A well-formed PDF. The first of `objects` goes into the catalogue, the others become objects 3, 4 and so on."""
    kids = b" ".join(b"%d 0 R" % (100 + number) for number in range(pages))
    numbered = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % (objects[0] if objects else b""),
        2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, kids),
        **{3 + at: body for at, body in enumerate(objects[1:])},
        **{100 + at: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 300] >>" for at in range(pages)},
    }
    out, places = PDF_HEAD, {}
    for number, body in numbered.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    return out + b"trailer\n<< /Size 200 /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (trailer, start)


def pdf_with_text(content: bytes) -> bytes:
    """A PDF of one page whose content is `content`, with a font F1 for its text."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    made = pdf(b"", font, stream)
    page = b"/MediaBox [0 0 200 300]"
    # Places of later objects are found again by the reader, as it does for every PDF that was edited by hand.
    return made.replace(page, page + b" /Resources << /Font << /F1 3 0 R >> >> /Contents 4 0 R")


def object_stream(body: bytes, *, bomb: int = 0) -> bytes:
    """A compressed stream in which a PDF keeps dictionaries out of plain sight."""
    packed = zlib.compress(b"9 0 " + body + b" " * bomb, 9)
    return b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        len(packed),
        packed,
    )


def encrypted_pdf() -> bytes:
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -44 >> /ID [<00><00>]" % (
        b"41" * 32,
        b"42" * 32,
    )
    return pdf(trailer=lock)


def zip_file() -> bytes:
    """The smallest honest archive: one empty entry and the end record."""
    local = b"PK\x03\x04" + b"\x14" + b"\0" * 21 + struct.pack("<HH", 1, 0) + b"a"
    central = b"PK\x01\x02" + b"\x14\0" * 2 + b"\0" * 20 + struct.pack("<H", 1) + b"\0" * 16 + b"a"
    return local + central + b"PK\x05\x06\0\0\0\0" + struct.pack("<HHIIH", 1, 1, len(central), len(local), 0)


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
