"""The page of one review: who holds it, the evidence, the comparison, and what may be decided.

The one thing to know: the permit is shown by itself only while its check is under way; every other look, and every look at an
identity paper, is a post that gives a reason, and each look is recorded."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from japacar.accounts.viewers import ViewerRequest
from japacar.desk import actions
from japacar.desk.dealers import checks
from japacar.desk.dealers.finding import called
from japacar.desk.dealers.forms import AskForm, HoldForm, LookForm, ProposeForm, ReadPermitForm, RefuseForm, SuspendForm
from japacar.desk.dealers.queue import PROMISE, entries
from japacar.desk.exceptions.queue import proposals
from japacar.desk.models import Recheck
from japacar.desk.names import name_of
from japacar.desk.waiting import age, is_late
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.files.links import page_urls
from japacar.files.models import Rendition, StoredFile
from japacar.kernel import clock
from japacar.members.actions import current_bank_account
from japacar.members.actions.reviewing import UNDO_FOR
from japacar.members.models import Dealer
from japacar.members.words import SECTIONS, STATUS_KINDS

NEIGHBOURS = 2
FORMS = {
    "refuse": RefuseForm,
    "ask": AskForm,
    "propose": ProposeForm,
    "permit": ReadPermitForm,
    "suspend": SuspendForm,
    "look": LookForm,
    "hold": HoldForm,
}


def review(request: ViewerRequest, found: Dealer, *, status: int = 0, **given: Any) -> HttpResponse:
    """The page; `given` holds a form that comes back to be corrected, by its name in FORMS, and `looked`, pictures to show."""
    forms = {name: given.pop(name, None) or _fresh(name, found) for name in FORMS}
    wrong = next((form for form in forms.values() if form.errors), None)
    compared = checks.rows(found, current_bank_account(found))
    page = {
        "dealer": found,
        "name": called(found),
        "forms": forms,
        "wrong": wrong or forms["refuse"],
        "status": (found.get_status_display(), STATUS_KINDS[found.status]),
        **_queue(request, found),
        "permit": permit_pages(request, found) if _is_under_way(found) else None,
        "has_permit": found.permit_photo_id is not None,
        "images": checks.in_order(found.identity_images.all()),
        "looked": None,
        "compared": compared,
        "differences": checks.differences(compared),
        "asked": [SECTIONS[code] for code in found.reopened_sections if code in SECTIONS],
        "is_under_way": _is_under_way(found),
        "rechecks": [each.get_reason_display() for each in Recheck.objects.open().filter(dealer=found)],
        "decided": just_decided(request),
        **_times(found),
        **_decisions(request, found),
        **given,
    }
    return render(request, "desk/dealer.html", page, status=status or (422 if wrong else 200))


def _fresh(name: str, found: Dealer) -> Any:
    reading = getattr(found, "permit_reading", None)
    if name == "permit" and reading is not None:
        return ReadPermitForm(initial={"holder": reading.holder, "number": reading.number})
    return FORMS[name]()


def _queue(request: ViewerRequest, found: Dealer) -> dict[str, Any]:
    """The neighbours in the queue, so that sixty who wait do not push the review off a phone."""
    every = entries(request.viewer, found)
    here = next((number for number, each in enumerate(every) if each["current"]), 0)
    first = max(min(here - NEIGHBOURS, len(every) - 2 * NEIGHBOURS - 1), 0)
    return {"entries": every[first : first + 2 * NEIGHBOURS + 1], "waiting": len(every)}


def _times(found: Dealer) -> dict[str, Any]:
    sent = found.submitted_at
    return {
        "age": age(sent) if sent else "",
        "is_late": bool(sent and _is_under_way(found) and is_late(sent, PROMISE)),
        "decided_by": name_of(found.decided_by),
    }


def _decisions(request: ViewerRequest, found: Dealer) -> dict[str, Any]:
    """Who holds the review, which exception waits, and which buttons there are."""
    me, claim = request.viewer.event_ref, actions.holder_of(found)
    waiting = proposals(found, request.viewer)
    kinds = [each["override"].kind for each in waiting]
    is_held = claim is not None and claim.held_by != me
    return {
        "claim": claim,
        "held_by": name_of(claim.held_by) if claim else "",
        "is_mine": claim is not None and not is_held,
        "is_held": is_held,
        "proposals": waiting,
        "override": next((each for each in kinds if each not in actions.HOLDING), None),
        "hold_proposed": any(each in actions.HOLDING for each in kinds),
        "may_decide": _is_under_way(found) and not is_held,
        "may_undo": actions.may_undo(found, by=request.viewer),
        "is_approved": found.is_approved,
        "is_suspended": found.status == Dealer.Status.SUSPENDED,
    }


def just_decided(request: ViewerRequest) -> list[Dealer]:
    """What this person decided within the last minutes and may still take back."""
    since = clock.now() - UNDO_FOR
    own = Dealer.objects.visible_to(request.viewer).filter(decided_by=request.viewer.event_ref, decided_at__gt=since)
    return [each for each in own.order_by("-decided_at")[:3] if actions.may_undo(each, by=request.viewer)]


def _is_under_way(found: Dealer) -> bool:
    return found.status == Dealer.Status.SUBMITTED


def permit_pages(request: ViewerRequest, found: Dealer, *, why: str = "review") -> dict[str, Any] | None:
    """The pages of the permit with links for this viewer alone; that he looked is recorded. None without a picture."""
    if found.permit_photo is None:
        return None
    shown = pages_of(request, found.permit_photo)
    if shown["is_ready"]:
        record(Kind.PERMIT_VIEWED, found, by=request.viewer, file=str(found.permit_photo.pk), reason_code=why)
    return shown


def pages_of(request: ViewerRequest, file: StoredFile) -> dict[str, Any]:
    """The rendered pages of a sealed picture; the original never leaves. Callers record the look."""
    drawn = file.renditions.filter(kind=Rendition.Kind.PAGE).count()
    if drawn < max(file.pages, 1):
        return {"is_ready": False, "pages": []}
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


def language_of(found: Dealer) -> str:
    """The language of the dealer's owner, in which reasons are written."""
    owner = found.memberships.filter(ended_at=None).select_related("user").order_by("created_at").first()
    return owner.user.language if owner else "ja"
