"""Judging PDFs and drawing their pages. Runs only inside the limited process of `worker`.

Two readers must agree that a PDF is passive: PDFium, which will draw it, and a plain search of its bytes and object
streams, which also sees objects that PDFium would never reach.
"""

import codecs
import re
import zlib
from collections.abc import Iterator, Sequence

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image
from pypdfium2 import raw

from japacar.kernel.inspector import signatures
from japacar.kernel.inspector.images import Thousandths, Unfit, cut, encoded
from japacar.kernel.my_number import shows_my_number

PAGE_WIDTH = 1240  # A4 at 150 dots per inch: small print stays legible, a page weighs 60 to 150 KB.
MAX_PAGE_SIDE = 4000
CODES_DPI = 300
MAX_CODES_SIDE = 6000
MAX_TEXT = 400_000  # characters of all pages together; an identity paper has some hundreds
MAX_OBJECT_STREAMS = 32 * 1024 * 1024  # inflated bytes of all object streams of a file together

# Long enough never to occur by chance in compressed bytes, so they are searched everywhere.
_ACTIVE = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToE|Rendition)(?![A-Za-z0-9])"
)
# Short names, and an opening action that is more than "show this page": searched outside of streams only.
_ACTIVE_SHORT = re.compile(rb"/XFA(?![A-Za-z0-9])|/OpenAction(?![A-Za-z0-9])(?!\s*\[)")
_ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PASSIVE_FORMS = (raw.FORMTYPE_NONE, raw.FORMTYPE_ACRO_FORM)


def prepare() -> None:
    """Draw one empty page, and read it, so that PDFium and Python have loaded all that they need."""
    codecs.lookup("utf-16-le")
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(10, 10)
    page.render()
    page.get_textpage().get_text_range()
    document.close()


def judged(data: bytes) -> int:
    """The number of pages of a passive, complete PDF; raises `Unfit` otherwise."""
    _refuse_active_bytes(data)
    with opened(data) as document:
        pages = len(document)
        if pages > signatures.MAX_PDF_PAGES:
            raise Unfit("too_many_pages")
        if pages < 1:
            raise Unfit("broken")
        _refuse_active_document(document)
        for number in range(pages):
            page_of(document, number).close()
    return pages


def drawn(data: bytes) -> Iterator[tuple[int, int, int, bytes]]:
    """Each page as (number from 1, width, height, WebP)."""
    with opened(data) as document:
        for number in range(min(len(document), signatures.MAX_PDF_PAGES)):
            page = page_of(document, number)
            image = page.render(scale=_scale(page)).to_pil()
            page.close()
            yield number + 1, image.width, image.height, encoded(image, "page")


def cut_outs(data: bytes, number: int, boxes: Sequence[Thousandths]) -> list[tuple[int, int, bytes]]:
    """Parts of one page (from 1) as WebP with width and height; the page is drawn once."""
    with opened(data) as document:
        if not 1 <= number <= min(len(document), signatures.MAX_PDF_PAGES):
            raise Unfit("broken")
        page = page_of(document, number - 1)
        drawn: Image.Image = page.render(scale=1.6 * _scale(page)).to_pil()
        page.close()
        return [cut(drawn, box) for box in boxes]


def grey_page(data: bytes, number: int, most_pixels: int = signatures.MAX_PIXELS) -> Image.Image | None:
    """One page (from 0) in shades of grey at 300 dots per inch, fine enough for small codes; None after the last.

    A page that has more than `most_pixels` so is drawn coarser."""
    with opened(data) as document:
        if number >= min(len(document), signatures.MAX_PDF_PAGES):
            return None
        page = page_of(document, number)
        width, height = page.get_size()
        if width < 1 or height < 1:
            raise Unfit("broken")
        scale = min(CODES_DPI / 72, MAX_CODES_SIDE / max(width, height), (most_pixels / (width * height)) ** 0.5)
        drawn: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
        page.close()
        return drawn.convert("L")


def refuse_my_number(data: bytes) -> None:
    """Raise `Unfit` where the words of the PDF, hidden ones of a scanner included, show a My Number.

    Only its text is read: what a picture shows, a person sees."""
    with opened(data) as document:
        left = MAX_TEXT
        for number in range(min(len(document), signatures.MAX_PDF_PAGES)):
            page = page_of(document, number)
            words = page.get_textpage()
            text = words.get_text_range(0, min(words.count_chars(), left)) if left > 0 else ""
            words.close()
            page.close()
            left -= len(text)
            if shows_my_number(text):
                raise Unfit("my_number")


def opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unfit("pdf_encrypted" if error.err_code == raw.FPDF_ERR_PASSWORD else "broken") from error


def page_of(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    try:
        return document[number]
    except pypdfium2.PdfiumError as error:
        raise Unfit("broken") from error


def _scale(page: pypdfium2.PdfPage) -> float:
    width, height = page.get_size()
    if width < 1 or height < 1:
        raise Unfit("broken")
    return float(min(PAGE_WIDTH / width, MAX_PAGE_SIDE / height))


def _refuse_active_document(document: pypdfium2.PdfDocument) -> None:
    if raw.FPDF_GetSecurityHandlerRevision(document) >= 0:
        raise Unfit("pdf_encrypted")
    if document.get_formtype() not in _PASSIVE_FORMS:
        raise Unfit("pdf_active")
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0 or raw.FPDFDoc_GetAttachmentCount(document) > 0:
        raise Unfit("pdf_active")


def _refuse_active_bytes(data: bytes) -> None:
    outside = _plain_names(_STREAM.sub(b"stream\nendstream", data))
    if _ENCRYPTED.search(outside):
        raise Unfit("pdf_encrypted")
    if _ACTIVE.search(_plain_names(data)) or _ACTIVE_SHORT.search(outside):
        raise Unfit("pdf_active")
    for objects in _object_streams(data):
        names = _plain_names(objects)
        if _ACTIVE.search(names) or _ACTIVE_SHORT.search(names):
            raise Unfit("pdf_active")


def _plain_names(data: bytes) -> bytes:
    """Names with their `#4A` escapes read, as `/J#61vaScript` is the same name as `/JavaScript`."""
    return _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), data)


def _object_streams(data: bytes) -> Iterator[bytes]:
    """The inflated object streams: modern PDFs keep their dictionaries in them. One that cannot be read is refused."""
    left = MAX_OBJECT_STREAMS
    for match in _STREAM.finditer(data):
        head = _plain_names(data[max(0, match.start() - 2048) : match.start()])
        dictionary = head[head.rfind(b"obj") :]
        if b"/ObjStm" not in dictionary:
            continue
        if b"/Filter" not in dictionary:
            yield match[1]
            continue
        inflater = zlib.decompressobj()
        try:
            inflated = inflater.decompress(match[1], left)
        except zlib.error as error:
            raise Unfit("pdf_active") from error
        left -= len(inflated)
        if inflater.unconsumed_tail or left <= 0:
            raise Unfit("too_heavy")
        yield inflated
