"""What a dealer downloads for his business: the letter for the police, and the ledger. Owner and managers only.

The one thing to know: the ledger names buyers, so each download is recorded; the page itself shows counts only."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from japacar.accounts.proving import recently_proved
from japacar.accounts.receipts import answer_once
from japacar.documents import ledger, letters
from japacar.documents.forms import LedgerForm
from japacar.documents.models import Letter
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.members.access import DealerRequest, for_dealer_who
from japacar.members.roles import Task

View = Callable[..., HttpResponse]


def of_those_who_run_it(view: View) -> View:
    """404 for everybody but the owner and the managers of a dealer."""
    return never_cache(for_dealer_who(Task.SETTINGS)(view))


@require_safe
@of_those_who_run_it
def business(request: DealerRequest) -> HttpResponse:
    """The two downloads, and what stands in them."""
    return _page(request, LedgerForm())


def _page(request: DealerRequest, form: LedgerForm, *, status: int = 200) -> HttpResponse:
    dealer = request.dealer
    page = {
        "dealer": dealer,
        "form": form,
        "letter": letters.valid_letter(dealer),
        "may_have_letter": letters.may_have_letter(dealer),
        "address": letters.address_of(dealer),
        "empty": ledger.EMPTY,
        "sold": len(ledger.sold_deals(dealer)),
    }
    return render(request, "documents/business.html", page, status=status)


@require_POST
@of_those_who_run_it
@answer_once
def issue_letter(request: DealerRequest) -> HttpResponse:
    """Issue it, or find the valid one, and open it."""
    try:
        letter = letters.issue_letter(request.dealer, by=request.viewer)
    except letters.NoAddressYet:
        messages.warning(
            request, _("The letter names your address here, so it comes when you are checked and have chosen it.")
        )
        return redirect("documents:business")
    messages.success(request, _("The letter %(number)s is ready.") % {"number": letter.number})
    return redirect("documents:business")


@require_safe
@of_those_who_run_it
def letter(request: DealerRequest, pk: UUID) -> HttpResponse:
    """The letter as PDF, earlier ones too."""
    found = get_object_or_404(Letter.objects.visible_to(request.viewer), pk=pk)
    answer = HttpResponse(letters.pdf_of_letter(found), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, f"{found.number}.pdf") or "attachment"
    answer.csp_class = "file"  # type: ignore[attr-defined]
    return answer


@require_POST
@of_those_who_run_it
@recently_proved
def read_ledger(request: DealerRequest) -> HttpResponse:
    """The file of these days. Not kept by us; that it was read is."""
    form = LedgerForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    said = form.cleaned_data
    entries = [
        ledger.entry_of(deal) for deal in ledger.sold_deals(request.dealer, first=said["first"], last=said["last"])
    ]
    record(Kind.LEDGER_READ, request.dealer, by=request.viewer, count=len(entries))
    body = ledger.as_csv(entries, encoding=said["encoding"])
    charset = "Shift_JIS" if said["encoding"] == "cp932" else "utf-8"
    answer = HttpResponse(body, content_type=f"text/csv; charset={charset}")
    name = f"ledger-{said['first'] or 'begin'}-{said['last'] or 'today'}.csv"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.csp_class = "file"  # type: ignore[attr-defined]
    return answer
