"""The buyer's page of one payment: what to send, to which account, by when; the proof, and what came of it.

The one thing to know: whoever reads the account number here has been let in by `account.may_see`, and the reading is recorded."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from japacar.accounts import proving
from japacar.accounts.models import User
from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest
from japacar.deals import labels, rules
from japacar.deals.actions import MayNotTrade
from japacar.deals.models import WrongState
from japacar.deals.views.turns import spoken
from japacar.files.actions import UploadRefused
from japacar.files.refusals import sentence
from japacar.members.roles import Task
from japacar.payments import account, actions, refunds
from japacar.payments.forms import ProofForm
from japacar.payments.models import PaymentRequest, Refund
from japacar.payments.rules import takes_proof
from japacar.payments.views.common import balance_due, checked_by, done, language, request_or_404, slips, to_deal


@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def pay(request: ViewerRequest, code: str, number: str) -> HttpResponse:
    """Bank details and the proof for the buyer; the same to read for the payee's side and for staff."""
    payment = request_or_404(request, code, number)
    if Task.PRICES not in payment.deal.tasks_of(request.viewer):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, payment, ProofForm())
    if payment.deal.party_of(request.viewer) != rules.Actor.BUYER:
        raise PermissionDenied
    if not takes_proof(payment.deal.commercial, payment.money):
        return to_deal(request, payment.deal, _("No proof is awaited for this payment any more. Nothing was changed."))
    form = ProofForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, payment, form, status=422)
    return _upload(request, payment, form)


@require_POST
@answer_once
def confirm_refund(request: ViewerRequest, code: str, number: str) -> HttpResponse:
    """The buyer, or the staff for him, says that the refund has arrived."""
    payment = request_or_404(request, code, number)
    if payment.deal.party_of(request.viewer) not in {rules.Actor.BUYER, rules.Actor.STAFF}:
        raise PermissionDenied
    try:
        refunds.confirm_refund(payment, by=request.viewer)
    except WrongState:
        return to_deal(request, payment.deal, _("No refund is on its way for this payment. Nothing was changed."))
    return done(request, reverse("deals:deal", args=[payment.deal.code]), _("Thank you. The refund is settled."))


def _upload(request: ViewerRequest, payment: PaymentRequest, form: ProofForm) -> HttpResponse:
    try:
        file = actions.store_proof(form.cleaned_data["proof"], request=payment, by=request.viewer)
        proof = actions.upload_proof(payment, file, by=request.viewer)
    except UploadRefused as refused:
        form.add_error("proof", sentence(refused.code))
        return _page(request, payment, form, status=422)
    except (WrongState, MayNotTrade):
        return to_deal(request, payment.deal, _("No proof is awaited for this payment any more. Nothing was changed."))
    is_new = proof.file_id == file.pk
    words = (
        _("Received. The seller now looks for the money in the bank account.")
        if is_new
        else _("We have this very file already; nothing was added.")
    )
    return done(request, reverse("payments:pay", args=[payment.deal.code, payment.code]) + "#proofs", words)


def _page(request: ViewerRequest, payment: PaymentRequest, form: ProofForm, *, status: int = 200) -> HttpResponse:
    deal = payment.deal
    party = deal.party_of(request.viewer)
    may_trade = party != rules.Actor.BUYER or deal.buyer.status == User.Status.ACTIVE
    is_stopped = party == rules.Actor.BUYER and account.is_stopped(payment)
    may_read = may_trade and account.may_see(payment, request.viewer)
    # The buyer has to pay by it; the payee's side proves first who is looking.
    is_full = may_read and not is_stopped and (party == rules.Actor.BUYER or proving.is_fully_proved(request))
    context: dict[str, Any] = {
        "deal": deal,
        "payment": payment,
        "is_buyer": party == rules.Actor.BUYER,
        "is_payee": party == payment.payee,
        "is_waiting": takes_proof(deal.commercial, payment.money),
        "may_trade": may_trade,
        "is_stopped": is_stopped,
        "state": labels.STATES["money"][payment.money],
        "sent_back": Refund.objects.filter(request=payment).first(),
        "may_say_refunded": payment.money == rules.Money.REFUND_SENT
        and party in {rules.Actor.BUYER, rules.Actor.STAFF},
        "payee": account.payee_name(deal, language()),
        "account": account.in_full(payment, by=request.viewer, reason="payment_page") if is_full else None,
        "must_prove": may_read and not is_full,
        "prove_url": proving.way_to_prove(request) if may_read and not is_full else "",
        "announced_at": account.announced_at([payment], deal),
        "taken_over_at": account.taken_over_at(payment),
        "form": form,
        **_amounts(payment),
        "hour": partial(spoken, deal=deal, party=party),
        **_hours(payment, party),
        **_proofs(request, payment),
    }
    return render(request, "payments/pay.html", context, status=status)


def _amounts(payment: PaymentRequest) -> dict[str, Any]:
    received = payment.received()
    missing = payment.amount - received
    return {
        "received": received,
        "missing": missing,
        "surplus": -missing,
        "to_send": missing if received.minor else payment.amount,
    }


def _hours(payment: PaymentRequest, party: str) -> dict[str, str]:
    """Every deadline of the page in the hours of both sides."""
    moments = {
        "proof_due": payment.proof_due_at,
        "funds_due": payment.funds_due_at,
        "checked_by": checked_by(payment),
        "balance_due": balance_due(payment),
    }
    return {name: spoken(moment, payment.deal, party=party) for name, moment in moments.items()}


def _proofs(request: ViewerRequest, payment: PaymentRequest) -> dict[str, Any]:
    return {
        "proofs": slips(request, payment),
        "rejected": slips(request, payment, is_rejected=True),
        "receipts": list(payment.receipts.all()),
    }
