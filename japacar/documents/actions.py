"""Making and collecting papers. The one thing to know: a number is taken, the data frozen, hashed and sealed in the action's
transaction; the PDF is printed from the frozen data by the worker, and can be printed again to the same bytes."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import F
from procrastinate.contrib.django import app

from japacar.accounts.viewers import Viewer
from japacar.deals import actions as deals
from japacar.deals import rules
from japacar.deals.models import Deal, WrongState
from japacar.documents.models import Document, Kind, Series, new_verification_code
from japacar.documents.typesetting.compile import typeset
from japacar.documents.typesetting.frozen import fingerprint
from japacar.documents.typesetting.papers import Paper
from japacar.events.actions import record
from japacar.events.kinds import Kind as EventKind
from japacar.files import actions as files
from japacar.files.models import StoredFile
from japacar.kernel import clock, priorities
from japacar.kernel.inspection import Slot

PREFIXES = {
    Kind.QUOTATION: "QT",
    Kind.PROFORMA_INVOICE: "PI",
    Kind.SHIPPING_INSTRUCTION: "SI",
    Kind.COMMERCIAL_INVOICE: "CI",
    Kind.PACKING_LIST: "PL",
}
# Papers that carry a deal one step further when they are handed in, by whoever owes them.
PAPERS_OF_THE_SELLER = (Kind.DEREGISTRATION, Kind.EXPORT_CERTIFICATE)


def issue(deal: Deal, *, kind: Kind, issuer: str, compose: Callable[[str, str], Paper], by: Any) -> Document:
    """Issue the next paper of the issuer's series. `compose(number, verification_code)` gives the frozen data.

    The series row stays locked until the caller's transaction ends, so numbers have no gaps even when it fails."""
    with transaction.atomic():
        year = clock.today_jst().year
        sequence = next_number(issuer, kind, year)
        number = f"{PREFIXES[kind]}-{year % 100:02d}-{sequence:06d}"
        code = new_verification_code()
        paper = compose(number, code)
        document = Document(
            deal=deal, kind=kind, issuer=issuer, number=number, year=year, sequence=sequence, verification_code=code
        )
        document.sha256 = paper.sha256
        document.seal(paper.to_json())
        document.save(force_insert=True)
        record(
            EventKind.DOCUMENT_ISSUED, deal, by=by, document=document.event_ref, number=number, sha256=document.sha256,
            slot=kind.value,
        )  # fmt: skip
        app.configure_task("documents.print_document", priority=priorities.TOLD).defer(document_id=str(document.pk))
    return document


def next_number(issuer: str, kind: str, year: int) -> int:
    """The next of a series; its row stays locked until the transaction ends, so that there are no gaps."""
    Series.objects.get_or_create(issuer=issuer, kind=kind, year=year)
    Series.objects.filter(issuer=issuer, kind=kind, year=year).update(last_number=F("last_number") + 1)
    return Series.objects.values_list("last_number", flat=True).get(issuer=issuer, kind=kind, year=year)


def pdf_of(document: Document) -> bytes:
    """The paper as PDF: from the store, or set anew from the frozen data when the worker has not been there yet."""
    if document.file is not None:
        return files.contents(document.file)
    return typeset(document.kind, document.data())


def print_document(document_id: str) -> None:
    """Set the PDF and keep it, sealed. Run by the worker; a second run finds it done."""
    document = Document.objects.get(pk=document_id)
    if document.file_id is not None or not document.is_made_here:
        return
    file = files.store_made(
        typeset(document.kind, document.data()), media_type="application/pdf", owner_ref=document.event_ref
    )
    if not Document.objects.filter(pk=document.pk, file=None).update(file=file):
        files.delete_file(file)


def collect(deal: Deal, file: StoredFile, *, kind: Kind, by: Viewer, number: str = "") -> Document:
    """Keep a paper that somebody handed in (`file` comes from `store_paper`). The export certificate moves the papers lane.

    The very file that is there as this paper already counts once, and is answered with the paper that it is: two of a dealer's
    people may send it at the same moment. Raises WrongState where the deal takes no papers any more."""
    with transaction.atomic():
        deal.hold()  # Each of two papers at once would move the lane, and the second one would be thrown away.
        if not takes_papers(deal):
            raise WrongState(deal.code)
        same = Document.objects.filter(deal=deal, kind=kind, is_made_here=False, sha256=file.sha256, voided_at=None)
        if (there := same.first()) is not None:
            files.delete_file(file)
            return there
        document = Document(deal=deal, kind=kind, is_made_here=False, number=number, sha256=file.sha256)
        document.file = files.bind(file, owner_ref=document.event_ref, by=by)
        document.save(force_insert=True)
        record(
            EventKind.DOCUMENT_COLLECTED, deal, by=by, document=document.event_ref, sha256=file.sha256, slot=kind.value
        )
        if kind in PAPERS_OF_THE_SELLER and deal.commercial == rules.Commercial.PAYMENT_REQUESTED:
            _advance_papers(deal, by=by)
    return document


def takes_papers(deal: Deal) -> bool:
    """Papers belong to a reserved deal; before that nobody owes any."""
    return deal.commercial in rules.RESERVING


def store_paper(upload: Any, *, deal: Deal, by: Viewer) -> StoredFile:
    """Inspect and keep an uploaded paper, outside the transaction that will use it. Raises UploadRefused."""
    return files.store(upload, slot=Slot.DOCUMENT_IMAGE, owner_ref=deal.event_ref, by=by)


def _advance_papers(deal: Deal, *, by: Viewer) -> None:
    """The seller's papers are there and the car is off the register: both follow from the export certificate."""
    party = deal.party_of(by)
    for state in (rules.Papers.SELLER_DOCS_RECEIVED, rules.Papers.DEREGISTERED):
        if rules.allows(rules.PAPERS, deal.papers, state, by=party, mode=deal.mode):
            deals.mark_papers(deal, state, party=party, by=by)


def same_as_frozen(document: Document) -> bool:
    """Whether the sealed data still give the hash that was recorded when the paper was issued."""
    return fingerprint(document.data()) == document.sha256
