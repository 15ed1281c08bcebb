"""Staff check dealers: the queue, the review of one with the permit beside what was entered, and the decision.

The one thing to know: every look at a permit is recorded, and of two who decide at once the first one counts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from japacar.accounts.models import User
from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest, staff_only
from japacar.desk.dealers import checks
from japacar.desk.dealers.forms import RefuseForm
from japacar.desk.dealers.queue import PROMISE, entries
from japacar.desk.waiting import age, is_late
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.files.links import page_urls
from japacar.files.models import Rendition
from japacar.kernel import clock
from japacar.members import actions
from japacar.members.models import Dealer, WrongState
from japacar.members.words import STATUS_KINDS

PER_PAGE = 50


@never_cache
@require_safe
@staff_only
def dealers(request: ViewerRequest) -> HttpResponse:
    """The queue, the oldest first."""
    return render(request, "desk/dealers.html", {"entries": entries()})


@never_cache
@require_safe
@staff_only
def all_dealers(request: ViewerRequest) -> HttpResponse:
    """Every dealer, whatever its state."""
    every = Dealer.objects.visible_to(request.viewer).order_by("name_en", "slug")
    pager = Paginator(every, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(each, each.get_status_display(), STATUS_KINDS[each.status]) for each in pager]
    return render(request, "desk/all_dealers.html", {"rows": rows, "pager": pager})


@never_cache
@require_safe
@staff_only
def dealer(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The review: permit left, comparison right, decision below."""
    return _review(request, _found(request, pk), RefuseForm())


@require_POST
@staff_only
@answer_once
def approve(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """From now on the dealer may publish."""
    found = _found(request, pk)
    try:
        actions.approve_dealer(found, by=request.viewer)
    except WrongState:
        return _decided_already(request, found)
    messages.success(request, _("%(name)s is approved.") % {"name": _called(found)})
    return _next()


@require_POST
@staff_only
@answer_once
def refuse(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Back to the dealer with a reason."""
    found, form = _found(request, pk), RefuseForm(request.POST)
    if not form.is_valid():
        return _review(request, found, form)
    reason = form.reason(_language_of(found))
    try:
        actions.refuse_dealer(found, reason=reason, reason_code=form.cleaned_data["template"], by=request.viewer)
    except WrongState:
        return _decided_already(request, found)
    messages.success(request, _("Sent back to %(name)s.") % {"name": _called(found)})
    return _next()


def _found(request: ViewerRequest, pk: UUID) -> Dealer:
    found: Dealer = get_object_or_404(
        Dealer.objects.visible_to(request.viewer).select_related("permit_photo"),
        pk=pk,
    )
    return found


def _review(request: ViewerRequest, found: Dealer, form: RefuseForm) -> HttpResponse:
    compared = checks.rows(found, actions.current_bank_account(found))
    sent = found.submitted_at
    page = {
        "dealer": found,
        "form": form,
        "status": (found.get_status_display(), STATUS_KINDS[found.status]),
        "entries": entries(found),
        "permit": _permit(request, found),
        "compared": compared,
        "differences": checks.differences(compared),
        "may_decide": found.status == Dealer.Status.SUBMITTED,
        "age": age(sent) if sent else "",
        "is_late": bool(sent and found.status == Dealer.Status.SUBMITTED and is_late(sent, PROMISE)),
        "decided_by": _name_of(found.decided_by),
    }
    return render(request, "desk/dealer.html", page, status=400 if form.errors else 200)


def _permit(request: ViewerRequest, found: Dealer) -> dict[str, Any] | None:
    """The pages of the permit with links for this viewer alone; that he looked is recorded. None without a picture."""
    file = found.permit_photo
    if file is None:
        return None
    drawn = file.renditions.filter(kind=Rendition.Kind.PAGE).count()
    if drawn < max(file.pages, 1):
        return {"is_ready": False, "pages": []}
    record(Kind.PERMIT_VIEWED, found, by=request.viewer, file=str(file.pk))
    urls = page_urls(file, viewer_ref=request.viewer.event_ref)
    asked = request.GET.get("page", "")
    current = min(int(asked), len(urls)) if asked.isdecimal() and 0 < len(asked) < 4 and int(asked) else 1
    return {
        "is_ready": True,
        "pages": urls,
        "current": current,
        "src": urls[current - 1],
        "width": file.width or 794,
        "height": file.height or 1123,
        "at": clock.now(),
    }


def _decided_already(request: ViewerRequest, found: Dealer) -> HttpResponse:
    found.refresh_from_db()
    said = {"name": _called(found), "who": _name_of(found.decided_by), "status": found.get_status_display()}
    if found.decided_by:
        messages.warning(request, _("%(who)s was first: %(name)s is “%(status)s” already. Nothing was changed.") % said)
    else:
        messages.warning(request, _("%(name)s is “%(status)s”: there is nothing to decide now.") % said)
    return redirect("desk:dealer", pk=found.pk)


def _next() -> HttpResponse:
    """On to the dealer that waits longest, or to the empty queue."""
    waiting = Dealer.objects.waiting().first()
    return redirect("desk:dealer", pk=waiting.pk) if waiting else redirect("desk:dealers")


def _language_of(found: Dealer) -> str:
    """The language of the dealer's owner, in which reasons are written."""
    owner = found.memberships.filter(ended_at=None).select_related("user").order_by("created_at").first()
    return owner.user.language if owner else "ja"


def _called(found: Dealer) -> str:
    """The dealer's name in the reader's language, as the queue shows it."""
    return found.name((get_language() or "en").split("-")[0])


def _name_of(ref: str) -> str:
    """Who decided, from the opaque reference that the row keeps."""
    kind, _colon, pk = ref.partition(":")
    user = User.objects.filter(pk=pk).first() if kind == "user" else None
    return user.display_name if user else ref
