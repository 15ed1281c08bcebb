"""Staff check dealers: the queue, the list of all, the review of one, and the decisions.

The one thing to know: of two who decide at once the first one counts, and nobody decides what another holds (`of_dealer`)."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from japacar.accounts.proving import recently_proved
from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest, staff_only
from japacar.desk import actions
from japacar.desk.actions import HeldByAnother, NeedsSecondPerson
from japacar.desk.dealers.finding import called, found_or_404, of_dealer
from japacar.desk.dealers.forms import AskForm, RefuseForm, SuspendForm
from japacar.desk.dealers.queue import entries
from japacar.desk.dealers.review import just_decided, language_of, review
from japacar.kernel.prefectures import BY_NAME
from japacar.kernel.text import nfkc
from japacar.members.models import Dealer, WrongState
from japacar.members.words import STATUS_KINDS
from japacar.ui.formatting import is_japanese

PER_PAGE = 50


@never_cache
@require_safe
@staff_only
def dealers(request: ViewerRequest) -> HttpResponse:
    """The queue, the oldest first."""
    return render(request, "desk/dealers.html", {"entries": entries(request.viewer), "decided": just_decided(request)})


@never_cache
@require_safe
@staff_only
def all_dealers(request: ViewerRequest) -> HttpResponse:
    """Every dealer, found by name or number, or by its state."""
    query = nfkc(request.GET.get("q", "")).strip()[:80].replace("\x00", "")
    named = _named(Dealer.objects.visible_to(request.viewer), query)
    counts = dict(named.order_by().values_list("status").annotate(count=Count("pk")))
    status = request.GET.get("status", "")
    status = status if status in Dealer.Status.values else ""
    shown = named.filter(status=status) if status else named
    pager = Paginator(shown.order_by("name_en", "slug"), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(each, each.get_status_display(), STATUS_KINDS[each.status], _prefecture(each)) for each in pager]
    page = {"rows": rows, "pager": pager, "query": query, "status": status}
    return render(request, "desk/all_dealers.html", page | {"tab_items": _tabs(counts, status, query)})


def _named(every: QuerySet[Dealer], query: str) -> QuerySet[Dealer]:
    """Those in whose names or numbers these signs stand."""
    wanted = Q()
    for field in ("name_en", "name_ja", "slug", "permit_number", "corporate_number", "invoice_number"):
        wanted |= Q(**{f"{field}__icontains": query})
    return every.filter(wanted) if query else every


def _tabs(counts: dict[str, int], status: str, query: str) -> list[tuple[str, str, bool, int]]:
    """All, then each state in which there is a dealer."""
    asked = {"q": query} if query else {}
    every = [("", _("All"), sum(counts.values()))]
    states = [(value, str(label), counts[value]) for value, label in Dealer.Status.choices if value in counts]
    return [
        (label, "?" + urlencode(asked | ({"status": value} if value else {})), value == status, count)
        for value, label, count in every + states
    ]


def _prefecture(dealer: Dealer) -> str:
    """`Saitama`, `埼玉県`"""
    known = BY_NAME.get(dealer.prefecture)
    return known.en if known and not is_japanese() else dealer.prefecture


@never_cache
@require_safe
@staff_only
def dealer(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The review: evidence left, comparison right, decision below."""
    return review(request, found_or_404(request, pk))


@require_POST
@staff_only
@answer_once
@of_dealer
def approve(request: ViewerRequest, found: Dealer) -> HttpResponse:
    """From now on the dealer may publish."""
    try:
        actions.approve(found, by=request.viewer)
    except NeedsSecondPerson:
        messages.warning(request, _("A check shows a difference. Propose the approval below; a second person decides."))
        return redirect("desk:dealer", pk=found.pk)
    messages.success(request, _("%(name)s is approved.") % {"name": called(found)})
    return after(found)


@require_POST
@staff_only
@answer_once
@of_dealer
def refuse(request: ViewerRequest, found: Dealer) -> HttpResponse:
    """Back to the dealer with a reason."""
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return review(request, found, refuse=form)
    reason = form.reason(language_of(found))
    actions.refuse(found, reason=reason, reason_code=form.cleaned_data["template"], by=request.viewer)
    messages.success(request, _("Sent back to %(name)s.") % {"name": called(found)})
    return after(found)


@require_POST
@staff_only
@answer_once
@of_dealer
def ask(request: ViewerRequest, found: Dealer) -> HttpResponse:
    """A question to the dealer, with the sections that he may change."""
    form = AskForm(request.POST)
    if not form.is_valid():
        return review(request, found, ask=form)
    said = form.cleaned_data
    actions.ask(found, question=said["question"], sections=said["sections"], by=request.viewer)
    messages.success(request, _("%(name)s is asked.") % {"name": called(found)})
    return after(found)


@require_POST
@staff_only
@answer_once
@of_dealer
def undo(request: ViewerRequest, found: Dealer) -> HttpResponse:
    """Take a fresh decision of one's own back."""
    try:
        actions.undo(found, by=request.viewer)
    except (WrongState, HeldByAnother):
        messages.warning(request, _("This decision cannot be taken back any more."))
    else:
        messages.success(request, _("The decision is taken back; the dealer waits at the desk again."))
    return redirect("desk:dealer", pk=found.pk)


@require_POST
@staff_only
@recently_proved
@answer_once
@of_dealer
def suspend(request: ViewerRequest, found: Dealer) -> HttpResponse:
    """Out of sight at once; it ends by itself after three days unless another confirms it."""
    form = SuspendForm(request.POST)
    if not form.is_valid():
        return review(request, found, suspend=form)
    actions.suspend(found, reason=form.cleaned_data["reason"], by=request.viewer)
    said = _("%(name)s is suspended. Another of staff must confirm it within 72 hours, else it ends by itself.")
    messages.success(request, said % {"name": called(found)})
    return redirect("desk:dealer", pk=found.pk)


@require_POST
@staff_only
@answer_once
@of_dealer
def checked_again(request: ViewerRequest, found: Dealer) -> HttpResponse:
    """Permit and papers were compared again and are right."""
    actions.close_rechecks(found, by=request.viewer)
    messages.success(request, _("%(name)s is checked again.") % {"name": called(found)})
    return redirect("desk:rechecks")


def after(decided: Dealer) -> HttpResponse:
    """On to the dealer that waits longest, or to the empty queue; both offer to take the decision back."""
    waiting = Dealer.objects.waiting().exclude(pk=decided.pk).first()
    return redirect("desk:dealer", pk=waiting.pk) if waiting else redirect("desk:dealers")
