"""What the pages of money share: finding the payment request, its proofs and receipts as slips, and the kind way back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from japacar.accounts.viewers import ViewerRequest
from japacar.deals import rules
from japacar.deals.models import Deal
from japacar.deals.views.common import RELATED
from japacar.deals.views.turns import spoken
from japacar.files.links import page_urls
from japacar.payments.models import PaymentRequest, TransferProof


@dataclass(frozen=True)
class Picture:
    """One page of a proof for the viewer, by a signed link that ends after minutes."""

    src: str
    url: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class Slip:
    """One proof with its pages, and when it came in the hours of both sides."""

    proof: TransferProof
    pages: list[Picture]
    received: str


def language() -> str:
    return (get_language() or "en").split("-")[0]


def request_or_404(request: ViewerRequest, code: str, number: str) -> PaymentRequest:
    """The payment request of a deal, or 404 for everybody who has no part in it."""
    found = PaymentRequest.objects.visible_to(request.viewer)
    related = (*(f"deal__{name}" for name in RELATED), "document", "account__dealer")
    one: PaymentRequest = get_object_or_404(found.select_related(*related), code=number, deal__code=code)
    return one


def slips(request: ViewerRequest, payment: PaymentRequest, *, is_rejected: bool = False) -> list[Slip]:
    """The proofs that count, or those that were rejected, oldest first."""
    party = payment.deal.party_of(request.viewer)
    proofs = payment.proofs.filter(rejected_at__isnull=not is_rejected).select_related("file")
    return [
        Slip(proof, _pages(request, proof), spoken(proof.uploaded_at, payment.deal, party=party)) for proof in proofs
    ]


def _pages(request: ViewerRequest, proof: TransferProof) -> list[Picture]:
    addresses = page_urls(proof.file, viewer_ref=request.viewer.event_ref)
    width, height = proof.file.width or 210, proof.file.height or 297
    return [
        Picture(url, url, _("Proof of the transfer, page %(number)s") % {"number": number}, width, height)
        for number, url in enumerate(addresses, start=1)
    ]


def checked_by(payment: PaymentRequest) -> datetime:
    """By when the payee looks for the money."""
    return rules.due_at(rules.TIMERS[rules.Deadline.CONFIRM_FUNDS], payment.moved_at)


def balance_due(payment: PaymentRequest) -> datetime:
    """By when the rest of a short payment is due."""
    return rules.due_at(rules.TIMERS[rules.Deadline.BALANCE], payment.deal.restarted(payment.moved_at))


def to_deal(request: ViewerRequest, deal: Deal, sentence: Any) -> HttpResponse:
    """Back to the page of the deal with a word on why; nothing was changed."""
    messages.warning(request, str(sentence))
    return HttpResponseRedirect(reverse("deals:deal", args=[deal.code]), status=303)


def done(request: ViewerRequest, address: str, sentence: Any) -> HttpResponse:
    messages.success(request, str(sentence))
    return HttpResponseRedirect(address, status=303)
