"""Pages of papers: anyone who holds one may check it; the parties of a deal open theirs and hand in more."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from japacar.accounts.proving import fully_proved
from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest
from japacar.deals import rules
from japacar.deals.models import Deal, WrongState
from japacar.deals.views.common import deal_or_404, meanwhile
from japacar.documents import actions, customs
from japacar.documents.forms import CodeForm, CollectForm
from japacar.documents.models import Document, Kind, Letter
from japacar.files.actions import UploadRefused
from japacar.files.links import url_for
from japacar.files.refusals import sentence
from japacar.kernel.ids import NotAReference, normalise_reference
from japacar.members.actions import reveal_bank_account
from japacar.members.roles import Task
from japacar.payments.account import is_stopped
from japacar.ui.headers import page_class

PREFIX = "VC"
# Whose name a paper carries, by the name that its data give it.
_ISSUERS = ("payee", "exporter", "shipper", "issuer")


@require_safe
def paper(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """A paper as a download: printed from its frozen data when we made it, otherwise the original that was handed in."""
    papers = Document.objects.visible_to(request.viewer)
    document = get_object_or_404(papers.select_related("file", "deal__dealer"), pk=pk)
    if not document.is_made_here:
        if document.file is None:
            raise Http404
        return HttpResponseRedirect(
            url_for(document.file, request.viewer, name=f"{document.deal.code}-{document.kind}")
        )
    if document.kind != Kind.PROFORMA_INVOICE:
        return _printed(document)
    if document.deal.party_of(request.viewer) == rules.Actor.BUYER:
        return _for_buyer(request, document)
    if not _is_trusted(document, request):
        raise PermissionDenied
    return _proved_with_account(request, document)


def _is_trusted(document: Document, request: ViewerRequest) -> bool:
    """Who of the payee's side reads account numbers (A-3): finance staff, and those whom the dealer trusts with it."""
    if request.viewer.is_staff:
        return request.viewer.handles_money
    return Task.MONEY in document.deal.tasks_of(request.viewer)


def _for_buyer(request: ViewerRequest, document: Document) -> HttpResponse:
    """Whoever still has to pay gets no account of a suspended dealer, on no paper either: a PDF is printed and carried to a bank.

    What he has paid by is his evidence, and stays open to him."""
    if is_stopped(document.payment_request):
        return render(request, "documents/withheld.html", {"document": document}, status=409)
    return _with_account(request, document)


def _with_account(request: ViewerRequest, document: Document) -> HttpResponse:
    """The proforma invoice carries an account number, and each look is recorded."""
    payment = document.payment_request  # a row of the payments room, read through the relation
    reveal_bank_account(payment.account, by=request.viewer, reason="invoice_paper")
    return _printed(document)


_proved_with_account = fully_proved(_with_account)


def _printed(document: Document) -> HttpResponse:
    answer = HttpResponse(actions.pdf_of(document), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, f"{document.number}.pdf") or "attachment"
    answer.csp_class = "file"  # type: ignore[attr-defined]
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def collect(request: ViewerRequest, code: str) -> HttpResponse:
    """The papers of a deal, and the form by which a party hands in one more."""
    deal = deal_or_404(request, code)
    party = deal.party_of(request.viewer)
    if Task.PAPERS not in deal.tasks_of(request.viewer):
        raise PermissionDenied
    if request.method != "POST":
        return _papers_page(request, deal, CollectForm(party=party))
    if not actions.takes_papers(deal):
        return meanwhile(request, deal)
    form = CollectForm(request.POST, request.FILES, party=party)
    if not form.is_valid():
        return _papers_page(request, deal, form, status=422)
    try:
        file = actions.store_paper(form.cleaned_data["paper"], deal=deal, by=request.viewer)
        document = actions.collect(deal, file, kind=Kind(form.cleaned_data["kind"]), by=request.viewer)
    except UploadRefused as refused:
        form.add_error("paper", sentence(refused.code))
        return _papers_page(request, deal, form, status=422)
    except WrongState:
        return meanwhile(request, deal)
    if document.file_id == file.pk:
        messages.success(request, _("Received: %(paper)s.") % {"paper": document.get_kind_display()})
    else:
        messages.info(request, _("We have this very file already; nothing was added."))
    return HttpResponseRedirect(reverse("documents:collect", args=[deal.code]), status=303)


@require_POST
@answer_once
def issue_customs(request: ViewerRequest, code: str) -> HttpResponse:
    """Commercial invoice and packing list on one tap, by the payee, once the money is there."""
    deal = deal_or_404(request, code)
    if deal.party_of(request.viewer) != rules.payee_of(deal.mode) or Task.PAPERS not in deal.tasks_of(request.viewer):
        raise PermissionDenied
    try:
        invoice, packing = customs.issue_customs_papers(deal, by=request.viewer)
    except WrongState:
        return meanwhile(request, deal)
    except customs.NoConsignee:
        messages.warning(
            request, _("The buyer has not said yet who receives the car. These papers name the consignee.")
        )
    except customs.NothingChanged:
        messages.info(request, _("The papers that are there already say the same. No new ones were issued."))
    else:
        numbers = {"invoice": invoice.number, "packing": packing.number}
        messages.success(request, _("Issued: commercial invoice %(invoice)s and packing list %(packing)s.") % numbers)
    return HttpResponseRedirect(reverse("documents:collect", args=[deal.code]), status=303)


def _papers_page(request: ViewerRequest, deal: Deal, form: CollectForm, *, status: int = 200) -> HttpResponse:
    party = deal.party_of(request.viewer)
    documents = Document.objects.visible_to(request.viewer).filter(deal=deal)
    context: dict[str, Any] = {
        "deal": deal,
        "documents": list(documents),
        "form": form,
        "is_buyer": party == rules.Actor.BUYER,
        "takes_papers": actions.takes_papers(deal),
        "may_issue": customs.may_issue(deal, party=party),
        "has_customs": documents.filter(kind__in=customs.KINDS, voided_at=None).exists(),
    }
    return render(request, "documents/papers.html", context, status=status)


@login_not_required
@require_safe
@page_class("public")
def find(request: HttpRequest) -> HttpResponse:
    """Type the code of a paper; it leads to the page of that paper."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        try:
            code = normalise_reference(form.cleaned_data["code"], PREFIX)
        except NotAReference:
            form.add_error("code", _("This is not a code of ours. It has VC and six signs, such as VC-4F7K2M."))
        else:
            return HttpResponseRedirect(reverse("documents:verify", args=[code]))
    return render(request, "documents/find.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@require_safe
@page_class("public")
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a paper is ours: kind, number, issuer, day and the end of its hash. No person and no amount (PP-5)."""
    try:
        known = normalise_reference(code, PREFIX)
    except NotAReference:
        known = ""
    if known and known != code:
        return HttpResponseRedirect(reverse("documents:verify", args=[known]))
    # Anyone who holds the paper may ask, so this look-up is not bound to a viewer; it gives nothing of the deal.
    letters = Letter.objects.checkable().select_related("dealer")
    document: Document | Letter | None = (
        Document.objects.checkable().filter(verification_code=known).first()
        or letters.filter(verification_code=known).first()
    )
    if document is None:
        return render(request, "documents/unknown.html", {"code": code[:40], "form": CodeForm()}, status=404)
    data = document.data()
    issuer: dict[str, Any] = next((data[name] for name in _ISSUERS if name in data), {})
    context = {
        "document": document,
        "issuer": issuer,
        "issued_on": document.issued_at,
        "letter": data if isinstance(document, Letter) else None,
        # Whoever may not sell here any more may not use the address either.
        "is_withdrawn": isinstance(document, Letter) and not document.dealer.is_approved,
        "form": CodeForm(),
    }
    return render(request, "documents/verify.html", context)
