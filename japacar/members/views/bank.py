"""The bank account for invoices. The one thing to know: every page here asks for a second factor and a fresh proof; the account is
shown masked, once in full by a button, and that is recorded (A-3)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from japacar.accounts.receipts import answer_once
from japacar.members import actions
from japacar.members.access import DealerRequest
from japacar.members.forms import BankAccountForm
from japacar.members.models import WrongState
from japacar.members.roles import Task
from japacar.members.views.settings import of_who_proved_himself
from japacar.members.words import SECTIONS

of_bank = of_who_proved_himself(Task.BANK_ACCOUNT)


@require_http_methods(["GET", "HEAD", "POST"])
@of_bank
@answer_once
def bank(request: DealerRequest) -> HttpResponse:
    """The account in use, the one that comes, and the form for a new one."""
    if request.method != "POST":
        return _page(request, BankAccountForm())
    form = BankAccountForm(request.POST)
    return _save(request, form) if form.is_valid() else _page(request, form, status=422)


@require_POST
@of_bank
def reveal_bank(request: DealerRequest) -> HttpResponse:
    """Once in full, for the answer to this post only."""
    account = actions.current_bank_account(request.dealer)
    if account is None:
        raise Http404
    shown = actions.reveal_bank_account(account, by=request.viewer, reason="settings")
    return _page(request, BankAccountForm(), revealed=shown)


@require_POST
@of_bank
@answer_once
def stop_bank(request: DealerRequest) -> HttpResponse:
    """One button ends a change that still waits. Whoever cannot show a second factor any more asks the desk, which can stop it too."""
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
