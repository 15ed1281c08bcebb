"""The bank account for invoices. The one thing to know: it is shown masked; in full only after a fresh
sign-in, and that is recorded (A-3)."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from japacar.accounts.proving import recently_proved, second_factor_needed
from japacar.accounts.receipts import answer_once
from japacar.members import actions
from japacar.members.access import DealerRequest
from japacar.members.forms import BankAccountForm
from japacar.members.models import WrongState
from japacar.members.roles import Task
from japacar.members.views.settings import of_settings
from japacar.members.words import SECTIONS


@require_http_methods(["GET", "HEAD", "POST"])
@of_settings
def bank(request: DealerRequest) -> HttpResponse:
    """The account in use, the one that comes, and the form for a new one."""
    _refuse_others(request)
    if request.method == "POST":
        return cast(HttpResponse, _enter(request))
    return _page(request, BankAccountForm())


@second_factor_needed
@recently_proved
@answer_once
def _enter(request: DealerRequest) -> HttpResponse:
    """Entering an account, the first like every later one, asks for a second factor and a fresh proof (A-3)."""
    form = BankAccountForm(request.POST)
    return _save(request, form) if form.is_valid() else _page(request, form, status=400)


@require_POST
@recently_proved
@of_settings
def reveal_bank(request: DealerRequest) -> HttpResponse:
    """Once in full, for the answer to this post only."""
    _refuse_others(request)
    account = actions.current_bank_account(request.dealer)
    if account is None:
        raise Http404
    shown = actions.reveal_bank_account(account, by=request.viewer, reason="settings")
    return _page(request, BankAccountForm(), revealed=shown)


@require_POST
@of_settings
@answer_once
def stop_bank(request: DealerRequest) -> HttpResponse:
    """One button ends a change that still waits. No further proof is asked for: to stop can only protect."""
    _refuse_others(request)
    try:
        actions.stop_bank_change(request.dealer, by=request.viewer)
    except actions.NothingToStop:
        messages.info(request, _("No change waits any more; the account shown here counts."))
    else:
        messages.success(request, _("The change is stopped. The account that was in use stays on your invoices."))
    return redirect("members:bank")


def _save(request: DealerRequest, form: BankAccountForm) -> HttpResponse:
    try:
        account = actions.save_bank_account(request.dealer, form.details(), by=request.viewer)
    except WrongState:
        messages.warning(request, _("The account cannot be changed while we are checking your papers."))
        return redirect("members:bank")
    if account == actions.current_bank_account(request.dealer):
        messages.success(request, _("The account is saved."))
        return redirect("members:settings")
    messages.success(
        request, _("The new account is saved. Invoices name it after 72 hours; until then the old one counts.")
    )
    return redirect("members:bank")


def _page(request: DealerRequest, form: BankAccountForm, *, status: int = 200, **more: object) -> HttpResponse:
    dealer = request.dealer
    current, coming = actions.current_bank_account(dealer), actions.coming_bank_account(dealer)
    page = {
        "dealer": dealer,
        "form": form,
        "title": SECTIONS["bank"],
        "current": current.masked() if current else None,
        "coming": coming.masked() if coming else None,
        "coming_at": coming.effective_at if coming else None,
        "is_open": dealer.status != dealer.Status.SUBMITTED,
        "revealed": None,
        **more,
    }
    return render(request, "members/bank.html", page, status=status)


def _refuse_others(request: DealerRequest) -> None:
    if not request.membership.may(Task.BANK_ACCOUNT):
        raise Http404
