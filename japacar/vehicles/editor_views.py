"""The editor of one listing: certificate, photos, price, faults and publishing in one form.

The one thing to know: every button of the page posts the whole form, so nothing typed is lost without JavaScript. What
is valid in a draft is saved even when something else is not; a vehicle on sale changes as a whole or not at all."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from japacar.accounts.receipts import answer_once
from japacar.certificates.actions import keep_reading
from japacar.certificates.ai.choice import ai_choice
from japacar.certificates.models import CodeSearch
from japacar.certificates.refusals import NotACertificate
from japacar.members.access import DealerRequest, for_dealer_who
from japacar.members.roles import Task
from japacar.vehicles import actions, angles, meanwhile, rules, sheet
from japacar.vehicles.actions.searching import SearchesEnough
from japacar.vehicles.attributes import BY_TARGET
from japacar.vehicles.forms import FaultForm, ListingForm, meanwhile_of
from japacar.vehicles.incoming import Certificate, Incoming, take_certificate, take_photos
from japacar.vehicles.models import Photo, Vehicle
from japacar.vehicles.observations import seen_words
from japacar.vehicles.outlines import outline_of
from japacar.vehicles.photo_sheet import photos_part
from japacar.vehicles.photo_views import STEPS, not_added, photo_step, set_angles
from japacar.vehicles.sell_views import own_vehicle
from japacar.vehicles.ways import Way, choose_way, way_of

# Buttons by which the dealer stands for the whole page, with what was only guessed on it.
MEANT = frozenset({"save", "next", "publish"})
#: The parts of the editor in the guided way, one at a time; without a step everything stands on one page.
STEP_WORDS = (
    gettext_lazy("Certificate"),
    gettext_lazy("Photos"),
    gettext_lazy("Price"),
    gettext_lazy("Faults"),
    gettext_lazy("More"),
    gettext_lazy("Publish"),
)
STEPS_OF_GUIDE = ("certificate", "photos", "price", "faults", "more", "publish")


@dataclass
class Answer:
    """What a post leads to: its forms with their errors, and where to go on when there are none."""

    form: ListingForm
    faults: FaultForm
    refused: list[tuple[str, str]] = field(default_factory=list)
    certificate_problems: tuple[str, ...] = ()
    anchor: str = ""
    angle: str = ""
    is_read_by_ai: bool = False
    search: CodeSearch | None = None
    plate_of: UUID | None = None

    @property
    def is_wrong(self) -> bool:
        faults_wrong = self.faults.is_bound and bool(self.faults.errors)
        return bool(self.form.errors or self.refused or self.certificate_problems or faults_wrong)


@for_dealer_who(Task.LISTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_vehicle(request: DealerRequest, reference: str) -> HttpResponse:
    vehicle = own_vehicle(request, reference)
    if request.method != "POST":
        return _page(
            request,
            vehicle,
            Answer(ListingForm(vehicle=vehicle), FaultForm(vehicle=vehicle, panel=request.GET.get("panel", ""))),
        )
    if not rules.may_be_changed(vehicle):
        return _held(request, vehicle)
    # Judging pictures takes seconds, so it is done before the transaction of the receipt begins.
    certificate = take_certificate(request) if request.POST.get("do") == "certificate" else None
    return _save(request, vehicle, take_photos(request, vehicle), certificate)


@for_dealer_who(Task.LISTINGS)
@require_POST
def autosave_vehicle(request: DealerRequest, reference: str) -> HttpResponse:
    """Save what is valid in a draft, without a page. 422 says that something is not saved yet.

    A browser sends only what changed in this window, so two windows keep out of each other's way. The answer gives the marks of
    what is stored now, says whether another window has saved since, and which fields both have changed: with both values."""
    vehicle = own_vehicle(request, reference)
    seen, before = request.POST.get("seen", ""), meanwhile.whole(vehicle)
    form = ListingForm(request.POST, vehicle=vehicle, is_being_typed=True)
    is_valid = form.is_valid()
    if vehicle.status != Vehicle.Status.DRAFT:
        return HttpResponse(status=409)
    try:
        _save_what_is_ours(request, vehicle, form)
    except (actions.WrongState, actions.NotReady, actions.Taken):
        return HttpResponse(status=409)
    marks = meanwhile_of(vehicle, form.attributes)
    said = {
        "seen": meanwhile.whole(vehicle),
        "elsewhere": bool(seen and seen != before),
        "marks": {name: marks[name] for name in form.data_names() & marks.keys() - form.overtaken.keys()},
        "overtaken": [_choice(form, name, marks[name]) for name in form.overtaken],
    }
    return JsonResponse(said, status=200 if is_valid and not form.overtaken else 422)


def _choice(form: ListingForm, name: str, mark: str) -> dict[str, Any]:
    """What the page needs to let the person choose between two values of a field."""
    theirs, mine = form.overtaken[name]
    return {
        "name": name,
        "mark": mark,
        "theirs": form.stored(name),
        "words": str(form.errors[name][-1]),
        "keep": _("Keep “%(value)s”") % {"value": theirs},
        "put": _("Save “%(value)s”") % {"value": mine},
    }


@answer_once
def _save(
    request: DealerRequest, vehicle: Vehicle, incoming: Incoming, certificate: Certificate | None
) -> HttpResponse:
    try:
        answer = _answer(request, vehicle, incoming, certificate)
    except actions.WrongState:
        return _held(request, vehicle)
    if answer.is_wrong:
        return _page(request, vehicle, answer, status=422)
    if answer.is_read_by_ai:
        return redirect("certificates:ai_reading", reference=vehicle.reference)
    if answer.search is not None:
        return redirect("vehicles:code_search", search_id=answer.search.pk)
    if answer.plate_of:
        return redirect("vehicles:hide_plate", reference=vehicle.reference, photo_id=answer.plate_of)
    step = _step_after(request, answer)
    asked = {"step": step} | ({"angle": answer.angle} if answer.angle else {})
    suffix = f"?{urlencode({key: value for key, value in asked.items() if value})}".rstrip("?")
    path = redirect("vehicles:edit_vehicle", reference=vehicle.reference).url
    return redirect(f"{path}{suffix}{answer.anchor}")


def _step_after(request: DealerRequest, answer: Answer) -> str:
    """In the guided way: the same step again, or the next one."""
    step, verb = request.POST.get("step", ""), request.POST.get("do", "")
    if verb == f"way:{Way.GUIDED}":
        return STEPS_OF_GUIDE[0]
    if step not in STEPS_OF_GUIDE or verb == f"way:{Way.PAGE}":
        return ""
    place = STEPS_OF_GUIDE.index(step) + (verb == "next")
    return STEPS_OF_GUIDE[min(place, len(STEPS_OF_GUIDE) - 1)]


def _answer(request: DealerRequest, vehicle: Vehicle, incoming: Incoming, certificate: Certificate | None) -> Answer:
    """Save the fields, take the photos, then do what the pressed button says."""
    answer = Answer(ListingForm(request.POST, vehicle=vehicle), FaultForm(vehicle=vehicle), refused=incoming.refused)
    verb, _colon, key = request.POST.get("do", "save").partition(":")
    _save_fields(request, vehicle, answer.form)
    if verb in MEANT:
        # Before new ones arrive, which nobody has looked at yet.
        actions.confirm_angles(vehicle, by=request.viewer)
    _add_photos(request, vehicle, incoming, answer)
    answer.form.say_problems(set_angles(request, vehicle))
    if incoming.photos or verb == "photos" or verb in STEPS:
        answer.anchor = "#photos"
    if verb in STEPS:
        answer.form.say_problems(photo_step(request, vehicle, verb, key))
    elif verb == "plate":
        answer.plate_of = next((pk for pk in vehicle.photos.values_list("pk", flat=True) if str(pk) == key), None)
    elif verb == "take":
        answer.angle, answer.anchor = key if key in Photo.Angle.values else "", "#upload"
    elif verb == "add-fault":
        _add_fault(request, vehicle, answer)
    elif verb == "remove-fault" and key.isdecimal() and len(key) < 18:
        actions.remove_fault(vehicle, int(key), by=request.viewer)
        answer.anchor = "#faults"
    elif certificate is not None:
        _fill(request, vehicle, certificate, answer)
    elif verb == "publish" and answer.is_wrong:
        # What is wrong and what is missing are said at once, so that nobody comes back twice.
        answer.form.say_problems(rules.problems(vehicle))
    elif verb == "publish":
        _publish(request, vehicle, answer)
    elif verb == "way" and not answer.is_wrong:
        choose_way(request, key)
    elif verb == "questions":
        answer.anchor = "#asked"
    elif verb in ("save", "theirs") and not answer.is_wrong:
        messages.success(request, _("Saved."))
    return answer


def _save_fields(request: DealerRequest, vehicle: Vehicle, form: ListingForm) -> None:
    is_valid = form.is_valid()
    if not is_valid and vehicle.status == Vehicle.Status.PUBLISHED:
        return
    try:
        _save_what_is_ours(request, vehicle, form)
    except actions.NotReady as lacking:
        form.say_problems(lacking.problems)
        vehicle.refresh_from_db()
    except actions.Taken:
        form.add_error("stock_number", _("Another of your vehicles has this number."))
        vehicle.refresh_from_db()


def _save_what_is_ours(request: DealerRequest, vehicle: Vehicle, form: ListingForm) -> None:
    """Save what nobody else has changed meanwhile, and put both values beside the rest; of a vehicle on sale all or nothing.
    A field whose other value this person has just chosen is left as it is."""
    verb, _colon, name = request.POST.get("do", "").partition(":")
    changes = {
        target: value for target, value in form.changes().items() if (verb, BY_TARGET[target].name) != ("theirs", name)
    }
    try:
        actions.save_listing(vehicle, changes, by=request.viewer, **form.sight())
    except actions.Overtaken as other:
        form.say_overtaken(other.now)
        if vehicle.status == Vehicle.Status.PUBLISHED:
            return
        rest = {target: value for target, value in changes.items() if target not in other.now}
        actions.save_listing(vehicle, rest, by=request.viewer, **form.sight())


def _add_photos(request: DealerRequest, vehicle: Vehicle, incoming: Incoming, answer: Answer) -> None:
    if not incoming.photos:
        return
    added = len(actions.add_photos(vehicle, incoming.photos, by=request.viewer))
    left_out = len(incoming.photos) - added
    if added:
        words = ngettext("%(count)s photo is added.", "%(count)s photos are added.", added) % {"count": added}
        messages.success(request, words)
    if left_out:
        messages.warning(request, not_added(vehicle, left_out))


def _add_fault(request: DealerRequest, vehicle: Vehicle, answer: Answer) -> None:
    answer.faults = FaultForm(request.POST, vehicle=vehicle)
    if not answer.faults.is_valid():
        return
    try:
        actions.add_fault(vehicle, **answer.faults.cleaned_data, by=request.viewer)
    except actions.NotReady as lacking:
        for problem in lacking.problems:
            answer.faults.add_error("code", rules.sentence(*problem))
    answer.anchor = "#faults"


def _fill(request: DealerRequest, vehicle: Vehicle, certificate: Certificate, answer: Answer) -> None:
    """A certificate for a vehicle that is there: it fills what is empty; what differs is shown, not written."""
    try:
        with transaction.atomic():
            answer.search = certificate.search(vehicle.dealer, by=request.viewer, vehicle=vehicle)
    except SearchesEnough:
        answer.certificate_problems = (NotACertificate("busy").sentence,)
        return
    if certificate.document is None and not certificate.assisted.files:
        if answer.search is None:
            answer.certificate_problems = certificate.problems
        return
    answer.is_read_by_ai = certificate.queue(vehicle, by=request.viewer) is not None
    for problem in certificate.said:
        messages.warning(request, problem)
    if certificate.document is None:
        return
    reading = keep_reading(
        certificate.document,
        sha256=certificate.sha256,
        dealer_ref=request.dealer.event_ref,
        by=request.viewer,
        earlier=vehicle.reading,
    )
    other = actions.fill_from_certificate(vehicle, reading, by=request.viewer)
    messages.success(request, _("The empty fields are filled from the certificate."))
    if other:
        words = ngettext(
            "%(count)s field says something else than the certificate.",
            "%(count)s fields say something else than the certificate.",
            len(other),
        )
        messages.warning(request, words % {"count": len(other)})


def _publish(request: DealerRequest, vehicle: Vehicle, answer: Answer) -> None:
    try:
        is_on_sale = actions.publish_vehicle(vehicle, by=request.viewer)
    except actions.NotReady as lacking:
        answer.form.say_problems(lacking.problems)
        return
    if is_on_sale:
        messages.success(request, _("The vehicle is on sale."))
        _name_missing_views(request, vehicle)
    else:
        messages.info(
            request, _("Our staff looks at the listing first, usually within a day. Then it is on sale by itself.")
        )


def _name_missing_views(request: DealerRequest, vehicle: Vehicle) -> None:
    """Buyers ask for certain views. A car may go on sale without them, but nobody shall find that out from a question."""
    missing = angles.missing(vehicle.body_type, set(vehicle.photos.values_list("angle", flat=True)))
    if missing:
        views = pgettext("between things of a list", ", ").join(str(each.label) for each in missing)
        messages.warning(
            request, _("Buyers will ask for these views: %(views)s. You can add them now.") % {"views": views}
        )


def _held(request: DealerRequest, vehicle: Vehicle) -> HttpResponse:
    messages.error(request, _("This vehicle is in a deal or sold, so it stays as the buyer saw it."))
    return redirect("vehicles:edit_vehicle", reference=vehicle.reference)


def _page(request: DealerRequest, vehicle: Vehicle, answer: Answer, *, status: int = 200) -> HttpResponse:
    chosen, step = request.GET.get("angle", ""), _step(request, vehicle)
    context = {
        "vehicle": vehicle,
        "seen": meanwhile.whole(vehicle),
        "is_open": rules.may_be_changed(vehicle),
        "form": answer.form,
        "sent_back": _sent_back(vehicle),
        "step": step,
        "overtaken": [(form_field, *both) for form_field, both in answer.form.overtaken.items()],
        "marks": json.dumps(answer.form.marks, separators=(",", ":")),
        "steps": list(zip(STEPS_OF_GUIDE, STEP_WORDS, strict=True)),
        "outline": outline_of(vehicle.body_type),
        "denied_repair": rules.sentence("repair_history", code) if (code := rules.denied_repair(vehicle)) else "",
        "fault_form": answer.faults,
        "sheet": sheet.sheet_of(vehicle, answer.form, request.viewer),
        "search": CodeSearch.objects.visible_to(request.viewer).open().filter(subject_ref=vehicle.event_ref).first(),
        **photos_part(request, vehicle),
        "angle": chosen if chosen in Photo.Angle.values else "",
        "refused": answer.refused,
        "certificate_problems": answer.certificate_problems,
        "ai": ai_choice(vehicle),
        "known_faults": [
            (each, seen_words(each.seen_on, each.seen_by) if each.seen_on else "") for each in vehicle.faults.all()
        ],
        "lacking": [(_target(name), rules.sentence(name, code)) for name, code in rules.problems(vehicle)],
    }
    return render(request, "vehicles/sell_editor.html", context, status=status)


def _step(request: DealerRequest, vehicle: Vehicle) -> str:
    """The step that the page shows, or an empty text for all on one page. A draft opens in the way of this person."""
    asked = request.POST.get("step", "") if request.method == "POST" else request.GET.get("step", "")
    if asked in STEPS_OF_GUIDE:
        return asked
    if request.method == "POST" or asked or vehicle.status != Vehicle.Status.DRAFT or way_of(request) != Way.GUIDED:
        return ""
    # Addresses that a part of the page leads to lead to that part.
    return "faults" if "panel" in request.GET else "photos" if "angle" in request.GET else STEPS_OF_GUIDE[0]


def _sent_back(vehicle: Vehicle) -> str:
    """What our staff asked to change, while the listing is a draft again."""
    if vehicle.status != Vehicle.Status.DRAFT:
        return ""
    last = vehicle.reviews.order_by("-pk").first()
    return last.words if last is not None else ""


def _target(column: str) -> str:
    """The id of the control that mends a problem, or empty."""
    elsewhere = {"photos": "photos-input", "dealer": ""}
    return elsewhere.get(column) or (f"f_{BY_TARGET[column].name}" if column in BY_TARGET else "")
