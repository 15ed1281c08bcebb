"""What is sent of a paper, decided here before anything leaves: the original bytes, a picture of what a person sees, or nothing.

The one thing to know: whatever a file says to a machine alone (the layer of recognised text under a scan, notes, metadata) is not
sent; where there is such, its pages go as pictures. A paper that hides words in its ink or gives orders stays here. So does one with a
secret of its own (登録識別情報), a proof of a transfer, and whatever shows an individual number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from japacar.certificates.codes.reading import SECONDS, WORKER
from japacar.egress.asking import MOST_PDF_BYTES, MOST_PICTURE_BYTES, MOST_SIDE, PICTURES, Part
from japacar.kernel.inspection import Inspector, Refused, Slot, Unseen
from japacar.kernel.inspector import signatures

SENTENCES: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "hidden_text": _(
            "This file holds words that a person can hardly see on the paper: white, pale or tiny ones. It was not sent. "
            "Take a photo of the paper itself, or type the values."
        ),
        "orders": _(
            "This file holds sentences that tell a reader what to do. No certificate has those, so it was not sent. "
            "Please type the values from the paper."
        ),
        "secret_number": _(
            "This paper carries a registration identification (登録識別情報), which is a secret of its owner. It was not "
            "sent and is deleted. Please type the values."
        ),
        "transfer": _("This is a paper about a transfer, not one about a vehicle. It was not sent and is deleted."),
        "my_number": _(
            "This file shows an individual number (マイナンバー). It was destroyed at once and nothing of it is kept."
        ),
        "too_large": _("These files are too large together. Send one picture for each side of the paper."),
        "busy": _("The AI service is busy or silent. Nothing was read; the file is deleted."),
        "no_answer": _("The AI service gave no usable answer. Nothing was read; the file is deleted."),
        "other_paper": _(
            "This is not the kind of paper that you named, or it cannot be read as one. The file is deleted."
        ),
        "nothing_read": _("Nothing could be read on this paper. The file is deleted."),
        "broken": _("This file cannot be opened. Take the picture again."),
    }
)
# The first of these that was found is told.
_ORDER = ("my_number", "secret_number", "transfer", "hidden_text", "orders")
# What a picture of the pages does not show.
_LEFT_BEHIND = frozenset({"layer", "hidden_data", "notes"})
_MOST_TOGETHER = 22_000_000


class NotSent(Exception):
    """Nothing leaves. `code` is one of SENTENCES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Prepared:
    """The parts to send in order, how many pages they have, and the text that is visibly on them where all are PDFs."""

    parts: tuple[Part, ...]
    pages: int
    seen: str


@sensitive_variables()
def prepared(files: Sequence[tuple[bytes, int]]) -> Prepared:
    """What goes of these files (bytes and number of pages each). Raises NotSent."""
    parts: list[Part] = []
    texts: list[str] = []
    with Inspector() as inspector, Inspector(worker=WORKER) as codes:
        judged = [_unseen(inspector, codes, data) for data, _pages in files]
        found = {code for each in judged for code in each.codes}
        for code in _ORDER:
            if code in found:
                raise NotSent(code)
        for (data, _pages), unseen in zip(files, judged, strict=True):
            is_drawn = bool(unseen.codes & _LEFT_BEHIND)
            # Of a drawn page nobody knows the print, since what was recognised on it may be wrong.
            texts.append("" if is_drawn else unseen.text)
            parts += _drawn(inspector, data) if is_drawn else [_part(inspector, data)]
    if sum(len(part.data) for part in parts) > _MOST_TOGETHER:
        raise NotSent("too_large")
    return Prepared(tuple(parts), sum(pages for _data, pages in files), "\n".join(texts) if all(texts) else "")


def _unseen(inspector: Inspector, codes: Inspector, data: bytes) -> Unseen:
    unseen = inspector.unseen(data)
    if isinstance(unseen, Refused):
        raise NotSent("broken")
    return replace(unseen, codes=unseen.codes | {"orders"}) if _has_order_in_code(codes, data) else unseen


def _drawn(inspector: Inspector, data: bytes) -> list[Part]:
    """What a person sees of the file, and nothing that rides along: each page of a PDF, or a copy of the picture."""
    if signatures.media_type(data) != signatures.PDF:
        return [_copy(inspector, data)]
    pages = inspector.pages(data)
    if isinstance(pages, Refused):
        raise NotSent("broken")
    return [Part("image/webp", page.data) for page in pages]


def _has_order_in_code(codes: Inspector, data: bytes) -> bool:
    def read(answer: dict[str, Any], _blobs: list[bytes]) -> bool:
        return bool(answer["orders"])

    answer = codes.ask({"do": "codes", "deep": False, "seconds": SECONDS}, data, read)
    if isinstance(answer, Refused):
        raise NotSent("broken")
    return answer


def _part(inspector: Inspector, data: bytes) -> Part:
    """The bytes as they came, or, where the vendor takes no such type or size, a copy from the pixels without metadata."""
    kind = signatures.media_type(data)
    if kind == signatures.PDF and len(data) <= MOST_PDF_BYTES:
        return Part(kind, data)
    if kind in PICTURES and len(data) <= MOST_PICTURE_BYTES:
        measured = inspector.inspect(data, Slot.CERTIFICATE)
        if isinstance(measured, Refused):
            raise NotSent("broken")
        if max(measured.width, measured.height) <= MOST_SIDE:
            return Part(kind, data)
    return _copy(inspector, data)


def _copy(inspector: Inspector, data: bytes) -> Part:
    copy = inspector.inspect(data, Slot.PHOTO)
    if isinstance(copy, Refused):
        raise NotSent("broken" if signatures.media_type(data) != signatures.PDF else "too_large")
    return Part(copy.media_type, copy.data)
