"""Reading a dealer's own permit or licence by a model: asked for on a page of its own, beside the form that works by hand.

The one thing to know: what was read is a suggestion in the form of the settings; nothing is saved here, and staff compare as always."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from japacar.accounts.proving import fully_proved
from japacar.accounts.receipts import answer_once
from japacar.certificates.ai import actions
from japacar.certificates.ai.dealers import subject_of
from japacar.certificates.ai.permitted import OF_DEALERS, PERMITTED, Paper, label
from japacar.certificates.ai.preparing import SENTENCES
from japacar.certificates.models import AiReading
from japacar.egress.asking import anthropic_is_configured
from japacar.files.actions import UploadRefused, store
from japacar.files.models import StoredFile
from japacar.files.refusals import sentence
from japacar.kernel.inspection import Slot
from japacar.kernel.permit_number import PermitRefused, commission
from japacar.members.access import DealerRequest, for_dealer_who
from japacar.members.roles import Task
from japacar.ui import formatting

FORMS = {Paper.PERMIT.value: ("members:permit", "permit"), Paper.LICENCE.value: ("members:identity", "identity")}


def of_papers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As the pages of identity papers: for whoever runs the dealer and has just proved who he is."""
    return for_dealer_who(Task.SETTINGS)(fully_proved(view))


@require_http_methods(["GET", "HEAD", "POST"])
@of_papers
def dealer_paper(request: DealerRequest, paper: str) -> HttpResponse:
    """Send, wait, and go on to the form."""
    if paper not in OF_DEALERS:
        raise Http404
    if not anthropic_is_configured():
        messages.info(request, _("Reading by AI is not available here. Please type the values."))
        return redirect(FORMS[paper][0])
    if request.method != "POST":
        return _page(request, paper)
    if not request.dealer.may_change(FORMS[paper][1]):
        return redirect(FORMS[paper][0])
    if request.POST.get("do") == "give-up":
        return _give_up(request, paper)
    if request.POST.get("agree") != "yes":
        return _page(request, paper, problem=_("Agree that the file is sent, or type the values yourself."))
    try:
        actions.refuse_too_many(request.dealer.event_ref)
    except actions.EnoughToday:
        words = _(
            "So many papers of your company were read by AI today that we stopped. Please type the values, or go on tomorrow."
        )
        return _page(request, paper, problem=words)
    upload = request.FILES.get("file")
    if upload is None:
        return _page(request, paper, problem=_("Choose a picture of the paper."))
    try:
        # Judging a picture takes a second, so it comes before the transaction of the receipt.
        file = store(upload, slot=Slot.IDENTITY, owner_ref=request.dealer.event_ref, by=request.viewer)
    except UploadRefused as refused:
        return _page(request, paper, problem=sentence(refused.code))
    return _queue(request, paper, file)


@answer_once
def _queue(request: DealerRequest, paper: str, file: StoredFile) -> HttpResponse:
    actions.agree_and_queue(
        [file],
        subject_ref=subject_of(request.dealer, paper),
        dealer_ref=request.dealer.event_ref,
        paper=paper,
        sha256s=[file.sha256],
        by=request.viewer,
    )
    return redirect("certificates:dealer_paper", paper=paper)


def _give_up(request: DealerRequest, paper: str) -> HttpResponse:
    reading = _newest(request, paper)
    if reading is not None:
        try:
            actions.give_up(reading, by=request.viewer)
        except actions.WrongState:
            messages.warning(request, _("This reading has ended already."))
    return redirect(FORMS[paper][0])


def _newest(request: DealerRequest, paper: str) -> AiReading | None:
    mine = AiReading.objects.visible_to(request.viewer).filter(subject_ref=subject_of(request.dealer, paper))
    return mine.first()


def _page(request: DealerRequest, paper: str, *, problem: str = "") -> HttpResponse:
    reading = _newest(request, paper)
    page: dict[str, Any] = {
        "paper": paper,
        "title": Paper(paper).label,
        "form_name": FORMS[paper][0],
        "fields": [label(key) for key in PERMITTED[paper]],
        "reading": reading,
        "problem": problem,
        "values": [(label(key), _words(key, value)) for key, value in reading.values.items()] if reading else [],
        "failure": SENTENCES.get(reading.problem, SENTENCES["no_answer"]) if reading and reading.problem else "",
    }
    answer = render(request, "certificates/dealer_paper.html", page, status=422 if problem else 200)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _words(key: str, value: str) -> str:
    if key == "permit_commission":
        try:
            found = commission(value)
        except PermitRefused:
            return value
        return found.ja if formatting.is_japanese() else found.en
    if key in {"permit_issued_on", "expires_on"}:
        return formatting.long_date(date.fromisoformat(value))
    return value
