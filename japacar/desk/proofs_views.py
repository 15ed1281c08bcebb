"""The page of the proofs that staff compare with the operator's bank account."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from japacar.accounts.viewers import ViewerRequest, staff_only
from japacar.desk.proofs_queue import entry, payments_to_confirm

PER_PAGE = 50


@require_safe
@staff_only
def proofs(request: ViewerRequest) -> HttpResponse:
    """Proofs to compare with the bank account, oldest first; each leads to the page on which it is confirmed."""
    waiting = payments_to_confirm().visible_to(request.viewer)
    related = waiting.select_related("deal__vehicle__make", "deal__vehicle__model", "document")
    page = Paginator(related, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/proofs.html", {"page": page, "rows": [entry(each) for each in page.object_list]})
