"""The payee's side looks at what will be printed and issues the proforma invoice with one tap."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest
from japacar.deals import rules
from japacar.deals.acts import Act, belongs_to, may
from japacar.deals.models import Deal, WrongState
from japacar.deals.views.common import deal_or_404, meanwhile, port_name, reader_zone
from japacar.deals.views.turns import spoken
from japacar.documents import composing
from japacar.kernel import clock
from japacar.members.actions import current_bank_account
from japacar.members.models import BankAccount
from japacar.payments import actions
from japacar.payments.account import payee_name, without_number
from japacar.payments.forms import IssueForm
from japacar.payments.views.common import done, language, to_deal
from japacar.quotes.models import Quote


@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def issue_invoice(request: ViewerRequest, code: str) -> HttpResponse:
    """What the invoice will say, and the button that issues it."""
    deal = deal_or_404(request, code)
    party = deal.party_of(request.viewer)
    if party != rules.payee_of(deal.mode):
        return to_deal(request, deal, _("The invoice comes from the seller of this deal."))
    if not belongs_to(Act.ISSUE_INVOICE, party, tasks=deal.tasks_of(request.viewer)):
        raise PermissionDenied
    if not deal.dealer.is_approved:
        return meanwhile(request, deal)
    if not may(Act.ISSUE_INVOICE, deal, party, money=deal.money_states()):
        return to_deal(request, deal, _("There is no invoice to issue now. Nothing was changed."))
    account = current_bank_account(deal.dealer if party == rules.Actor.DEALER else None)
    if request.method != "POST" or account is None:
        return _page(request, deal, account)
    form = IssueForm(request.POST)
    if not form.is_valid() or form.cleaned_data["account"] != account.pk:
        return _page(request, deal, account, is_changed=True, status=422)
    return _issue(request, deal)


def _issue(request: ViewerRequest, deal: Deal) -> HttpResponse:
    try:
        payment = actions.issue_proforma(deal, by=request.viewer)
    except (WrongState, actions.NoBankAccount):
        return to_deal(request, deal, _("There is no invoice to issue now. Nothing was changed."))
    return done(
        request,
        reverse("deals:deal", args=[deal.code]),
        _("Invoice %(number)s is issued. The buyer is told.") % {"number": payment.document.number},
    )


def _page(
    request: ViewerRequest, deal: Deal, account: BankAccount | None, *, is_changed: bool = False, status: int = 200
) -> HttpResponse:
    quotes = Quote.objects.visible_to(request.viewer)
    quote = get_object_or_404(quotes, deal=deal, status=Quote.Status.ACCEPTED)
    now, party = clock.now(), deal.party_of(request.viewer)
    context: dict[str, Any] = {
        "deal": deal,
        "quote": quote,
        "lines": composing.quote_lines(quote),
        "buyer": composing.buyer_party(deal),
        "consignee": composing.consignee_party(deal.consignee),
        "issuer": composing.issuer_of(deal),
        "route": composing.route_of(deal),
        "port": port_name(deal.destination_port, language()),
        "payee": payee_name(deal, language()),
        "account": without_number(account) if account else None,
        "form": IssueForm(initial={"account": account.pk}) if account else None,
        "is_changed": is_changed,
        "proof_due": spoken(rules.due_at(rules.TIMERS[rules.Deadline.PROOF], now), deal, party=party),
        "funds_due": spoken(rules.due_at(rules.TIMERS[rules.Deadline.FUNDS], now), deal, party=party),
        "zone": reader_zone(deal, party),
    }
    return render(request, "payments/issue_invoice.html", context, status=status)
