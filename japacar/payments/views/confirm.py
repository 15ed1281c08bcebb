"""The payee's side compares the proof with the bank account and says what arrived, or why the proof cannot be used."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest
from japacar.deals import labels, rules
from japacar.deals.models import WrongState
from japacar.deals.views.turns import spoken
from japacar.documents import composing
from japacar.members.roles import Task
from japacar.payments import actions, refunds
from japacar.payments.account import payee_name, without_number
from japacar.payments.forms import FundsForm, RefundForm, RejectForm
from japacar.payments.models import PaymentRequest, Refund
from japacar.payments.rules import is_open
from japacar.payments.views.common import checked_by, done, language, request_or_404, slips, to_deal
from japacar.shipping.countries import country_name

View = Callable[..., HttpResponse]


def for_payee(view: View) -> View:
    """Finds the payment request; 404 for strangers, and a kind word for the other side of the deal."""

    @wraps(view)
    def found(request: ViewerRequest, code: str, number: str) -> HttpResponse:
        payment = request_or_404(request, code, number)
        if payment.deal.party_of(request.viewer) != payment.payee:
            return to_deal(request, payment.deal, _("Only the side that receives the money can say what arrived."))
        if Task.MONEY not in payment.deal.tasks_of(request.viewer):
            raise PermissionDenied
        return view(request, payment)

    return found


@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
@for_payee
def confirm(request: ViewerRequest, payment: PaymentRequest) -> HttpResponse:
    """The proof as pictures, what is expected, and the form for what the account shows."""
    if request.method != "POST":
        return _page(request, payment)
    form = FundsForm(request.POST, request=payment)
    if not form.is_valid():
        return _page(request, payment, funds=form, status=422)
    said = form.cleaned_data
    try:
        actions.confirm_funds(
            payment,
            amount=form.received,
            value_on=said["value_on"],
            bank_reference=said["bank_reference"],
            by=request.viewer,
            is_another=said["another"],
        )
    except actions.ReferenceUsed:
        form.add_error("bank_reference", _("This entry was counted for this payment before."))
        return _page(request, payment, funds=form, status=422)
    except actions.CountedAlike as alike:
        form.ask_about(alike.there)
        return _page(request, payment, funds=form, status=422)
    except WrongState:
        return _meanwhile(request, payment)
    return done(request, _address(payment), _outcome(payment))


@require_POST
@answer_once
@for_payee
def reject(request: ViewerRequest, payment: PaymentRequest) -> HttpResponse:
    """The proof cannot be used; the buyer reads why and sends another."""
    form = RejectForm(request.POST)
    if not form.is_valid():
        return _page(request, payment, refusal=form, status=422)
    note = form.words_for(payment.deal.buyer.language)
    try:
        actions.reject_proof(payment, note=note, reason=form.cleaned_data["reason"], by=request.viewer)
    except WrongState:
        return _meanwhile(request, payment)
    return done(request, _address(payment), _("The buyer is told why, and asked for another proof."))


@require_POST
@answer_once
@for_payee
def settle(request: ViewerRequest, payment: PaymentRequest) -> HttpResponse:
    """What to do with the surplus is agreed with the buyer."""
    try:
        actions.settle_surplus(payment, by=request.viewer)
    except WrongState:
        return _meanwhile(request, payment)
    return done(request, _address(payment), _("Settled. The payment is confirmed."))


@require_POST
@answer_once
@for_payee
def record_refund(request: ViewerRequest, payment: PaymentRequest) -> HttpResponse:
    """The payee has sent back a surplus, or what a deal that failed had received."""
    form = RefundForm(request.POST, request=payment, due=refunds.due_back(payment))
    if form.due.is_zero:
        return _meanwhile(request, payment)
    if not form.is_valid():
        return _page(request, payment, refund=form, status=422)
    said = form.cleaned_data
    try:
        refunds.record_refund(
            payment, amount=form.sent, sent_on=said["sent_on"], bank_reference=said["reference"], by=request.viewer
        )
    except (refunds.TooMuch, WrongState):
        return _meanwhile(request, payment)
    return done(request, _address(payment), _("Recorded. The buyer is told, and says when it has arrived."))


def _outcome(payment: PaymentRequest) -> str:
    return {
        rules.Money.SHORT: _("Recorded. Less arrived than was asked for; the buyer is asked for the rest."),
        rules.Money.OVER: _("Recorded. More arrived than was asked for. Agree with the buyer on what happens with it."),
    }.get(rules.Money(payment.money), _("Recorded. The payment is confirmed and the buyer is told."))


def _meanwhile(request: ViewerRequest, payment: PaymentRequest) -> HttpResponse:
    payment.refresh_from_db(fields=["money"])
    state = labels.STATES["money"][payment.money]
    return to_deal(
        request,
        payment.deal,
        _("This payment has moved on in the meantime (now: %(state)s). Nothing was changed.") % {"state": state},
    )


def _address(payment: PaymentRequest) -> str:
    return reverse("payments:confirm", args=[payment.deal.code, payment.code])


def _page(
    request: ViewerRequest,
    payment: PaymentRequest,
    *,
    funds: FundsForm | None = None,
    refusal: RejectForm | None = None,
    refund: RefundForm | None = None,
    status: int = 200,
) -> HttpResponse:
    deal, received = payment.deal, payment.received()
    party, due = deal.party_of(request.viewer), refunds.due_back(payment)
    context: dict[str, Any] = {
        "deal": deal,
        "payment": payment,
        "state": labels.STATES["money"][payment.money],
        "payee": payee_name(deal, language()),
        "buyer": composing.buyer_party(deal),
        "buyer_country": country_name(deal.destination_country, language()),
        "hour": partial(spoken, deal=deal, party=party),
        "account": without_number(payment.account),
        "received": received,
        "missing": payment.amount - received,
        "surplus": received - payment.amount,
        "proofs": slips(request, payment),
        "receipts": list(payment.receipts.all()),
        "checked_by": spoken(checked_by(payment), deal, party=party),
        "funds_due": spoken(payment.funds_due_at, deal, party=party),
        "is_open": is_open(payment.money),
        "may_reject": payment.money == rules.Money.PROOF_UPLOADED,
        "funds": funds or FundsForm(request=payment),
        "refusal": refusal or RejectForm(),
        "due_back": due,
        "refund": refund or RefundForm(request=payment, due=due),
        "sent_back": Refund.objects.filter(request=payment).first(),
        "is_failed": deal.commercial in rules.ENDED_WITHOUT_SALE,
    }
    return render(request, "payments/confirm.html", context, status=status)
