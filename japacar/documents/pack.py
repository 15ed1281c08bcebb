"""The forwarder's pack: what leaves for a forwarder, field by field within clause PP-5-fwd, and the record that it was provided.

The one thing to know: a page that shows the pack calls `provide_pack` first; without the ledger row nothing is shown."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from japacar.accounts.viewers import Viewer
from japacar.deals.models import Deal
from japacar.documents import composing
from japacar.documents.actions import issue
from japacar.documents.models import Document, Kind
from japacar.egress.actions import provide
from japacar.egress.models import Dispatch
from japacar.events.actions import record
from japacar.events.kinds import Kind as EventKind
from japacar.kernel import clock
from japacar.kernel.clock import JST
from japacar.kernel.declarations import Recipient

# The papers that belong to the export; a payment proof or an identity paper is never among them.
EXPORT_PAPERS = (Kind.EXPORT_CERTIFICATE, Kind.DEREGISTRATION, Kind.INSPECTION_CERTIFICATE, Kind.EXPORT_PERMIT)


@dataclass(frozen=True)
class Pack:
    """What one forwarder sees of one deal."""

    instruction: dict[str, Any]
    papers: list[Document]
    document: Document


def instruct(deal: Deal, *, by: Any) -> Document:
    """Issue the shipping instruction, or its next revision when what it says has changed. Raises ValueError without a consignee."""
    with transaction.atomic():
        # The buyer may be changing the consignee while somebody opens the pack, and two may open it: one revision follows the other.
        deal.hold()
        there = Document.objects.filter(deal=deal, kind=Kind.SHIPPING_INSTRUCTION, voided_at=None)
        last = there.order_by("-revision").first()
        if last is not None and _says_the_same(deal, last):
            return last
        revision = last.revision + 1 if last else 1
        issued_on = clock.now().astimezone(JST).date()
        if last is not None:
            Document.objects.filter(pk=last.pk).update(voided_at=clock.now())
        document = issue(
            deal,
            kind=Kind.SHIPPING_INSTRUCTION,
            issuer=deal.dealer.event_ref,
            compose=lambda number, code: composing.shipping_instruction(
                deal, number=number, revision=revision, issued_on=issued_on, code=code
            ),
            by=by,
        )
        Document.objects.filter(pk=document.pk).update(revision=revision)
        document.revision = revision
    return document


def renew(deal: Deal, *, by: Any) -> Document | None:
    """The next revision, where the forwarder has an instruction already and it says something else than the deal; None otherwise."""
    if deal.consignee_id is None:
        return None
    there = Document.objects.filter(deal=deal, kind=Kind.SHIPPING_INSTRUCTION, voided_at=None)
    return instruct(deal, by=by) if there.exists() else None


def _says_the_same(deal: Deal, last: Document) -> bool:
    """Whether a new instruction would differ from the last one in more than number, date and code."""
    said = last.data()
    fresh = composing.shipping_instruction(
        deal,
        number=last.number,
        revision=last.revision,
        issued_on=clock.now().astimezone(JST).date(),
        code=last.verification_code,
    ).to_data()
    changing = {"issued_on", "number", "revision", "verification"}
    return {k: v for k, v in said.items() if k not in changing} == {k: v for k, v in fresh.items() if k not in changing}


def provide_pack(deal: Deal, *, viewer: Viewer) -> Pack:
    """The pack for whoever may ship this deal, with its provision recorded once per revision and reader."""
    with transaction.atomic():
        document = instruct(deal, by="system")
        papers = list(
            Document.objects.filter(deal=deal, kind__in=EXPORT_PAPERS, is_made_here=False).select_related("file")
        )
        data = document.data()
        payload = {
            "instruction_no": data["number"],
            "revision": document.revision,
            "deal": deal.code,
            "shipper": data["shipper"],
            "consignee": data["consignee"],
            "vehicle": data["vehicle"],
            "chassis_no": data["vehicle"]["chassis_no"],
            "loading_port": deal.vehicle.loading_port,
            "discharge_port": deal.destination_port,
            "destination_country": deal.destination_country,
            "incoterm": deal.incoterm,
            "documents": [paper.event_ref for paper in papers],
        }
        papers_key = ",".join(sorted(str(paper.pk)[:8] for paper in papers))
        key = f"pack:{document.pk}:{viewer.event_ref}:{papers_key}"[:120]
        if not Dispatch.objects.filter(key=key).exists():
            forwarder = deal.forwarder
            provide(
                Recipient.FORWARDER,
                purpose="shipping",
                key=key,
                subjects=[deal.consignee.event_ref] if deal.consignee else [],
                payload=payload,
                recipient_ref=forwarder.event_ref if forwarder else viewer.event_ref,
            )
            record(
                EventKind.PACK_PROVIDED, deal, by=viewer, number=document.number, version=document.revision,
                forwarder=forwarder.event_ref if forwarder else None, fields=len(payload),
            )  # fmt: skip
    return Pack(instruction=data, papers=papers, document=document)
