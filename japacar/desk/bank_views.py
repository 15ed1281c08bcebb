"""Changed bank accounts: each with the holder compared, and one button that stops it before it counts."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest, staff_only
from japacar.desk.bank_queue import entry
from japacar.members import actions
from japacar.members.models import Dealer

PER_PAGE = 20


@never_cache
@require_safe
@staff_only
def bank_changes(request: ViewerRequest) -> HttpResponse:
    """What waits, the next to count first."""
    page = Paginator(actions.waiting_bank_changes(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/bank_changes.html", {"page": page, "rows": [entry(each) for each in page.object_list]})


@require_POST
@staff_only
@answer_once
def stop_bank_change(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The change of this dealer never comes into effect; his people are told."""
    dealer = get_object_or_404(Dealer.objects.visible_to(request.viewer), pk=pk)
    try:
        actions.stop_bank_change(dealer, by=request.viewer)
    except actions.NothingToStop:
        messages.info(request, _("No change waits any more: it was stopped before, or is in effect."))
    else:
        messages.success(request, _("The change is stopped, and the dealer is told."))
    return redirect("desk:bank_changes")
