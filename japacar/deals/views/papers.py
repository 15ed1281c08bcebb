"""The papers on the deal's page as plain rows: which are there, which are not yet, and who has them.

The one thing to know: rows come from the room of documents above, which only pages may read."""

from typing import Any

from django.utils.translation import gettext as _

from japacar.deals import rules
from japacar.deals.models import Deal
from japacar.deals.rules import Actor
from japacar.deals.views.timeline import named
from japacar.deals.views.turns import Facts, address
from japacar.documents.models import Document
from japacar.documents.models import Kind as Paper
from japacar.members.roles import Task
from japacar.ui.formatting import long_date

# The papers that the trade names, in the order in which they come to be, with who provides them.
_EXPECTED: tuple[Paper, ...] = (Paper.PROFORMA_INVOICE, Paper.EXPORT_CERTIFICATE, Paper.BILL_OF_LADING)


def paper_rows(
    deal: Deal, documents: list[Document], facts: Facts, *, party: str, tasks: frozenset[Task]
) -> list[dict[str, Any]]:
    """What is there, what is not yet, and who has it. The invoice with the account opens for those whose part money is."""
    rows = []
    for kind in _wanted(deal, documents):
        found = [document for document in documents if document.kind == kind]
        rows += [_paper_row(document, opens=_opens(document, tasks)) for document in found] or [
            _without_copy(deal, kind, facts) or {"name": str(kind.label), "have": False, "note": _from_whom(kind)}
        ]
        if kind == Paper.EXPORT_CERTIFICATE:
            rows.append(_consignee_row(deal, party=party))
    sent = deal.papers in {rules.Papers.COURIER_DISPATCHED, rules.Papers.DELIVERED}
    note = _("Delivered") if deal.papers == rules.Papers.DELIVERED else _("On their way by courier")
    rows.append(
        {
            "name": _("Original papers to the consignee"),
            "have": sent,
            "note": note if sent else _("From the dealer, 2 working days after the B/L"),
            **({"wait": ""} if sent else {}),
        }
    )
    # Of a deal that came to nothing only what is there: "not yet" would promise the rest.
    return [row for row in rows if row["have"]] if deal.commercial in rules.ENDED_WITHOUT_SALE else rows


def _wanted(deal: Deal, documents: list[Document]) -> list[Paper]:
    kinds = list(_EXPECTED)
    if deal.wants_inspection:
        kinds.insert(2, Paper.INSPECTION_CERTIFICATE)
    present = {document.kind for document in documents}
    return [kind for kind in Paper if kind in kinds or kind.value in present]


def _opens(document: Document, tasks: frozenset[Task]) -> bool:
    return document.kind != Paper.PROFORMA_INVOICE or Task.MONEY in tasks


def _paper_row(document: Document, *, opens: bool) -> dict[str, Any]:
    where = address("documents:paper", str(document.pk)) if opens else ""
    number = f"{document.number}, " if document.number else ""
    made = _("issued %(day)s") if document.is_made_here else _("handed in %(day)s")
    note = number + made % {"day": long_date(document.issued_at)}
    if document.voided_at:
        note = note + ", " + _("replaced")
    row: dict[str, Any] = {"name": str(document.get_kind_display()), "have": True, "note": note}
    return row | ({"action": (_("Open"), where)} if where else {"wait": ""})


def _without_copy(deal: Deal, kind: Paper, facts: Facts) -> dict[str, Any] | None:
    """A B/L that is out, of which the forwarder gave the number and no copy."""
    if kind != Paper.BILL_OF_LADING or deal.papers not in rules.BL_OUT:
        return None
    number = facts.shipment.bl_number if facts.shipment else ""
    note = _("%(number)s, issued, without a copy here") % {"number": number or "–"}
    return {"name": str(kind.label), "have": True, "note": note, "wait": ""}


def _from_whom(kind: Paper) -> str:
    return {
        Paper.PROFORMA_INVOICE: _("From the payee, when the stock is confirmed"),
        Paper.EXPORT_CERTIFICATE: _("From the dealer, after the payment"),
        Paper.INSPECTION_CERTIFICATE: _("From the inspector, before shipment"),
        Paper.BILL_OF_LADING: _("From the shipping line, after sailing"),
    }.get(kind, "")


def _consignee_row(deal: Deal, *, party: str) -> dict[str, Any]:
    where = address("deals:consignee", deal.code) if party != Actor.DEALER and deal.is_active else ""
    if deal.consignee is not None:
        return {"name": _("Consignee details"), "have": True, "note": named(deal.consignee.name), "wait": ""}
    row: dict[str, Any] = {"name": _("Consignee details"), "have": False, "note": _("From the buyer")}
    return row | ({"action": (_("Enter"), where)} if where and deal.commercial in rules.HOLDING else {})
