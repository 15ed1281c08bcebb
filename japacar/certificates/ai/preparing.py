"""What is sent of a paper, decided here before anything leaves: the original bytes, or nothing.

The one thing to know: a paper that says more to a machine than to a person stays here. So does one with a secret of its own
(登録識別情報), a proof of a transfer, and whatever shows an individual number."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from japacar.certificates.codes.reading import SECONDS, WORKER
from japacar.egress.asking import MOST_PDF_BYTES, MOST_PICTURE_BYTES, MOST_SIDE, PICTURES, Part
from japacar.kernel.inspection import Inspector, Refused, Slot
from japacar.kernel.inspector import signatures

_HIDDEN = _(
    "This file holds words that a person does not see on the paper: hidden text, notes, or long texts beside the picture. "
    "It was not sent. Take a photo of the paper itself, or type the values."
)
SENTENCES: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "hidden_text": _HIDDEN,
        "hidden_data": _HIDDEN,
        "notes": _HIDDEN,
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
_ORDER = ("my_number", "secret_number", "transfer", "hidden_text", "hidden_data", "notes", "orders")
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
    found: set[str] = set()
    texts: list[str] = []
    with Inspector() as inspector, Inspector(worker=WORKER) as codes:
        for data, _pages in files:
            unseen = inspector.unseen(data)
            if isinstance(unseen, Refused):
                raise NotSent("broken")
            found |= unseen.codes
            if _has_order_in_code(codes, data):
                found.add("orders")
            texts.append(unseen.text)
            parts.append(_part(inspector, data))
    for code in _ORDER:
        if code in found:
            raise NotSent(code)
    if sum(len(part.data) for part in parts) > _MOST_TOGETHER:
        raise NotSent("too_large")
    return Prepared(tuple(parts), sum(pages for _data, pages in files), "\n".join(texts) if all(texts) else "")


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
    copy = inspector.inspect(data, Slot.PHOTO)
    if isinstance(copy, Refused):
        raise NotSent("broken" if kind != signatures.PDF else "too_large")
    return Part(copy.media_type, copy.data)
