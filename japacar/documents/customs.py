"""The exporter's papers for customs: commercial invoice and packing list, issued together by the payee after payment.

The one thing to know: issued again when the voyage or the consignee has changed, they get new numbers and void the earlier ones."""

from typing import Any

from django.db import transaction

from japacar.accounts.viewers import Viewer
from japacar.deals import rules
from japacar.deals.models import Deal, WrongState
from japacar.documents import composing
from japacar.documents.actions import issue
from japacar.documents.models import Document, Kind
from japacar.kernel import clock

KINDS = (Kind.COMMERCIAL_INVOICE, Kind.PACKING_LIST)
# What differs between two issues of the same content.
_CHANGING = frozenset({"issued_on", "number", "verification", "invoice_no"})


class NoConsignee(Exception):
    """Papers for customs name the consignee; the buyer has not entered one."""


class NothingChanged(Exception):
    """The papers that are there say the same already."""


def may_issue(deal: Deal, *, party: str) -> bool:
    """Whether this side issues them now: the payee, once the money is there."""
    is_running = deal.commercial in {rules.Commercial.PAYMENT_REQUESTED, rules.Commercial.COMPLETED}
    return is_running and party == rules.payee_of(deal.mode) and rules.is_paid(deal.money_states())


def issue_customs_papers(deal: Deal, *, by: Viewer) -> tuple[Document, Document]:
    """Commercial invoice and packing list. Raises WrongState, NoConsignee, NothingChanged."""
    if not may_issue(deal, party=deal.party_of(by)):
        raise WrongState("papers for customs follow the payment and come from the payee")
    if deal.consignee is None:
        raise NoConsignee
    issued_on = clock.today_jst()
    with transaction.atomic():
        Deal.objects.select_for_update().get(pk=deal.pk)
        earlier = list(Document.objects.filter(deal=deal, kind__in=KINDS, voided_at=None))
        invoice = _issue(
            deal,
            Kind.COMMERCIAL_INVOICE,
            lambda number, code: composing.commercial_invoice(deal, number=number, issued_on=issued_on, code=code),
            by,
        )
        if any(_says_the_same(one, invoice) for one in earlier):
            raise NothingChanged
        packing = _issue(
            deal,
            Kind.PACKING_LIST,
            lambda number, code: composing.packing_list(
                deal, number=number, issued_on=issued_on, code=code, invoice_no=invoice.number
            ),
            by,
        )
        Document.objects.filter(pk__in=[one.pk for one in earlier]).update(voided_at=clock.now())
    return invoice, packing


def _issue(deal: Deal, kind: Kind, compose: Any, by: Viewer) -> Document:
    payee_is_dealer = rules.payee_of(deal.mode) == rules.Actor.DEALER
    return issue(
        deal, kind=kind, issuer=deal.dealer.event_ref if payee_is_dealer else "operator", compose=compose, by=by
    )


def _says_the_same(one: Document, other: Document) -> bool:
    if one.kind != other.kind:
        return False
    said, fresh = one.data(), other.data()
    return {k: v for k, v in said.items() if k not in _CHANGING} == {
        k: v for k, v in fresh.items() if k not in _CHANGING
    }
