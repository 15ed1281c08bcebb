"""What a stand-in of a model sees in a document: every text that is anywhere in it, seen by people or not.

The one thing to know: it cannot read print, so a specimen of ours carries its values in a line `SPECIMEN {…}`, as text of a PDF or in a
square code of a picture. Everything else that it finds (hidden text, notes, metadata, other codes) is what a hostile document plants."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import zxingcpp
from PIL import Image
from pypdfium2 import raw

SPECIMEN = re.compile(r"SPECIMEN\s*(\{.*\})", re.DOTALL)


def texts_in(data: bytes, media_type: str) -> list[str]:
    """Every text in a file, in no promised order."""
    found = list(_pdf(data) if media_type == "application/pdf" else _picture(data))
    return [text for text in dict.fromkeys(found) if text.strip()]


def truth(texts: list[str]) -> dict[str, Any]:
    """What the specimen says of itself; empty for a document that is none of ours."""
    for text in texts:
        if match := SPECIMEN.search(text):
            try:
                found = json.JSONDecoder().raw_decode(match[1])[0]
            except ValueError:
                continue
            if isinstance(found, dict):
                return found
    return {}


def planted(texts: list[str]) -> list[str]:
    """The texts that are not the specimen's own line."""
    found = []
    for text in texts:
        rest = text
        if match := SPECIMEN.search(text):
            try:
                end = json.JSONDecoder().raw_decode(match[1])[1]
            except ValueError:
                end = len(match[1])
            rest = text[: match.start()] + "\n" + text[match.start(1) + end :]
        found += [line.strip() for line in rest.splitlines() if line.strip()]
    return found


def _pdf(data: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(data)
    yield from (str(value) for value in document.get_metadata_dict().values())
    for page in document:
        # Pieces without the line ends that only the width of the page made.
        yield page.get_textpage().get_text_range().replace("\r\n", "\n").replace("￾", "")
        yield from _notes(page)
        yield from _codes(page.render(scale=200 / 72, grayscale=True).to_pil())
    yield from _packets(data)


def _notes(page: Any) -> Iterator[str]:
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, number)
        for key in (b"Contents", b"T", b"Subj"):
            size = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
            buffer = (raw.FPDF_WCHAR * (size // 2 + 1))()
            raw.FPDFAnnot_GetStringValue(note, key, buffer, size)
            yield bytes(buffer).decode("utf-16-le", "ignore").rstrip("\x00")
        raw.FPDFPage_CloseAnnot(note)


def _picture(data: bytes) -> Iterator[str]:
    with Image.open(BytesIO(data)) as image:
        yield from (str(value) for key, value in image.info.items() if isinstance(value, str))
        comment = image.info.get("comment")
        if isinstance(comment, bytes):
            yield comment.decode("utf-8", "ignore")
        exif = image.getexif()
        for block in (exif, exif.get_ifd(0x8769), exif.get_ifd(0x8825)):
            for value in block.values():
                yield from _said(value)
        grey = image.convert("L")
    yield from _codes(grey)
    yield from _packets(data)


def _codes(picture: Image.Image) -> Iterator[str]:
    for code in zxingcpp.read_barcodes(picture):
        yield bytes(code.bytes).decode("utf-8", "ignore")


def _said(value: object) -> Iterator[str]:
    """A value of EXIF in every encoding in which it may have been written."""
    if isinstance(value, bytes):
        plain = value[8:] if value[:5] in (b"ASCII", b"UNICO") else value
        yield plain.decode("utf-16-le" if value[:5] == b"UNICO" else "utf-8", "ignore")
    elif isinstance(value, str):
        yield value
        yield value.encode("latin-1", "ignore").decode("utf-8", "ignore")


def _packets(data: bytes) -> Iterator[str]:
    """XMP, wherever it stands in the file."""
    for match in re.finditer(rb"<x:xmpmeta.{0,200000}?</x:xmpmeta>", data, re.DOTALL):
        yield from re.findall(r">([^<]+)<", match[0].decode("utf-8", "ignore"))
