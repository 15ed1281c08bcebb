"""The page of a reading by a model, from waiting to comparing, and the published list of what a model may read.

The one thing to know: the page changes by being asked again, with or without JavaScript; its only way to write is the person's
button, which takes the values that he has ticked."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from japacar.accounts.receipts import answer_once
from japacar.certificates.actions import keep_reading
from japacar.certificates.ai import actions
from japacar.certificates.ai.permitted import ALL_PRINTED_AS, NEVER_SENT, PERMITTED, Paper, label
from japacar.certificates.ai.preparing import SENTENCES
from japacar.certificates.ai.sheet import new_values, sheet_of
from japacar.certificates.fields import CertificateFields
from japacar.certificates.models import AiReading
from japacar.certificates.reading import Document, Kind, Source
from japacar.files import links
from japacar.kernel import clock
from japacar.members.access import DealerRequest, for_dealer_who
from japacar.members.roles import Task
from japacar.ui.headers import page_class
from japacar.vehicles import actions as vehicles
from japacar.vehicles import rules
from japacar.vehicles.models import Vehicle
from japacar.vehicles.sell_views import own_vehicle


@for_dealer_who(Task.LISTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def ai_reading(request: DealerRequest, reference: str) -> HttpResponse:
    """Waiting, comparing, or why not."""
    vehicle = own_vehicle(request, reference)
    reading = AiReading.objects.visible_to(request.viewer).filter(subject_ref=vehicle.event_ref).first()
    if request.method == "POST" and reading is not None:
        return _decide(request, vehicle, reading)
    return _page(request, vehicle, reading)


def _decide(request: DealerRequest, vehicle: Vehicle, reading: AiReading) -> HttpResponse:
    do = request.POST.get("do", "")
    try:
        if do == "give-up":
            actions.give_up(reading, by=request.viewer)
            messages.success(
                request, _("The AI reading is ended and its files are deleted. Type the values from the paper.")
            )
        elif do in {"take", "take-all"} and reading.state == AiReading.State.READ:
            return _take(request, vehicle, reading, all_others=do == "take-all")
    except actions.WrongState:
        messages.warning(request, _("This reading has ended already."))
    return redirect("vehicles:edit_vehicle", reference=vehicle.reference)


def _take(request: DealerRequest, vehicle: Vehicle, reading: AiReading, *, all_others: bool) -> HttpResponse:
    """Keep what the person confirmed as a reading of the certificate, and fill the empty fields of the listing with it."""
    sheet = sheet_of(reading, vehicle.reading, request.viewer)
    ticked = set(request.POST.getlist("take"))
    offered = [each.key for each in (*sheet.one_by_one, *sheet.others)]
    taken = [key for key in offered if key in ticked or (all_others and key in {each.key for each in sheet.others})]
    if not taken:
        return _page(request, vehicle, reading, problem=_("Tick the values that agree with the paper."))
    if not rules.may_be_changed(vehicle):
        messages.error(request, _("This vehicle is in a deal or sold, so it stays as the buyer saw it."))
        return redirect("vehicles:edit_vehicle", reference=vehicle.reference)
    proposed = new_values(reading, vehicle.reading)
    fields = CertificateFields(**{key: getattr(proposed, key) for key in taken})
    kind = vehicle.reading.kind if vehicle.reading else Kind.INSPECTION_CERTIFICATE
    with transaction.atomic():
        actions.end_taken(reading, by=request.viewer, count=len(taken))
        kept = keep_reading(
            Document(kind=Kind(kind), source=Source.AI, fields=fields),
            sha256=reading.original_sha256s[0] if reading.original_sha256s else "",
            dealer_ref=reading.dealer_ref,
            by=request.viewer,
            earlier=vehicle.reading,
        )
        vehicles.fill_from_certificate(vehicle, kept, by=request.viewer)
    words = ngettext(
        "%(count)s value is taken. The file and all other values are deleted.",
        "%(count)s values are taken. The file and all other values are deleted.",
        len(taken),
    )
    messages.success(request, words % {"count": len(taken)})
    return redirect("vehicles:edit_vehicle", reference=vehicle.reference)


def _page(request: DealerRequest, vehicle: Vehicle, reading: AiReading | None, *, problem: str = "") -> HttpResponse:
    context: dict[str, Any] = {"vehicle": vehicle, "reading": reading, "problem": problem}
    if reading is not None and reading.state == AiReading.State.READ:
        context["sheet"] = sheet_of(reading, vehicle.reading, request.viewer)
        context["pages"] = _whole_pages(request, reading)
    elif reading is not None and reading.state == AiReading.State.WAITING:
        seconds = int((reading.next_try_at - clock.now()).total_seconds())
        context["busy_for"] = _rounded(seconds) if reading.attempts and seconds > 0 and not _is_asking(reading) else 0
    elif reading is not None and reading.problem:
        context["failure"] = str(SENTENCES.get(reading.problem, SENTENCES["no_answer"]))
    answer = render(request, "certificates/ai_reading.html", context, status=422 if problem else 200)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _rounded(seconds: int) -> int:
    """So many seconds or a little more, in few steps: a status line that counts every second would be read out each time."""
    return next((step for step in (10, 30, 60) if seconds <= step), -(-seconds // 60) * 60)


def _is_asking(reading: AiReading) -> bool:
    """Whether the worker has it in its hands: then the next try is its lease."""
    return reading.next_try_at - clock.now() > actions.LEASE * 0.5


def _whole_pages(request: DealerRequest, reading: AiReading) -> list[dict[str, Any]]:
    return [
        {"src": address, "width": file.width or 1240, "height": file.height or 1754}
        for file in actions.files_of(reading)
        for address in links.page_urls(file, viewer_ref=request.viewer.event_ref)
    ]


@login_not_required
@require_safe
@page_class("public")
def permitted_fields(request: HttpRequest) -> HttpResponse:
    """Which papers may be sent to a model, which fields it may give us of each, and what is never sent (A-15)."""
    papers = [
        {"title": title, "fields": [(label(key), ALL_PRINTED_AS[key]) for key in PERMITTED[paper]]}
        for paper, title in Paper.choices
    ]
    return render(request, "certificates/permitted_fields.html", {"papers": papers, "never": NEVER_SENT.values()})
