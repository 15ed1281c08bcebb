"""The editor of one listing: certificate, photos, price, faults and publishing in one form.

The one thing to know: every button of the page posts the whole form, so nothing typed is lost without JavaScript. What
is valid in a draft is saved even when something else is not; a vehicle on sale changes as a whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from japacar.accounts.receipts import answer_once
from japacar.certificates.actions import keep_reading
from japacar.files import links
from japacar.files.models import StoredFile
from japacar.files.rules import photo_sources
from japacar.members.access import DealerRequest, for_dealer_who
from japacar.members.roles import Task
from japacar.vehicles import actions, rules, sheet
from japacar.vehicles.forms import COLUMNS, FaultForm, ListingForm
from japacar.vehicles.incoming import Certificate, Incoming, take_certificate, take_photos
from japacar.vehicles.models import Photo, Vehicle
from japacar.vehicles.sell_views import own_vehicle

FORM_NAMES = {column: name for name, column in COLUMNS.items()}
PHOTO_STEPS = frozenset({"earlier", "later", "main", "remove"})


@dataclass
class Answer:
    """What a post leads to: its forms with their errors, and where to go on when there are none."""

    form: ListingForm
    faults: FaultForm
    refused: list[tuple[str, str]] = field(default_factory=list)
    certificate_problems: tuple[str, ...] = ()
    anchor: str = ""
    angle: str = ""

    @property
    def is_wrong(self) -> bool:
        faults_wrong = self.faults.is_bound and bool(self.faults.errors)
        return bool(self.form.errors or self.refused or self.certificate_problems or faults_wrong)


@for_dealer_who(Task.LISTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_vehicle(request: DealerRequest, reference: str) -> HttpResponse:
    vehicle = own_vehicle(request, reference)
    if request.method != "POST":
        return _page(request, vehicle, Answer(ListingForm(vehicle=vehicle), FaultForm()))
    if not rules.may_be_changed(vehicle):
        return _held(request, vehicle)
    # Judging pictures takes seconds, so it is done before the transaction of the receipt begins.
    certificate = take_certificate(request) if request.POST.get("do") == "certificate" else None
    return _save(request, vehicle, take_photos(request, vehicle), certificate)


@for_dealer_who(Task.LISTINGS)
@require_POST
def autosave_vehicle(request: DealerRequest, reference: str) -> HttpResponse:
    """Save what is valid in a draft, without a page. 422 says that something is not saved yet."""
    vehicle = own_vehicle(request, reference)
    form = ListingForm(request.POST, vehicle=vehicle)
    is_valid = form.is_valid()
    if vehicle.status != Vehicle.Status.DRAFT:
        return HttpResponse(status=409)
    try:
        actions.save_listing(vehicle, form.changes(), by=request.viewer)
    except (actions.WrongState, actions.NotReady, actions.Taken):
        return HttpResponse(status=409)
    return HttpResponse(status=204 if is_valid else 422)


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
    suffix = f"?angle={answer.angle}" if answer.angle else ""
    path = redirect("vehicles:edit_vehicle", reference=vehicle.reference).url
    return redirect(f"{path}{suffix}{answer.anchor}")


def _answer(request: DealerRequest, vehicle: Vehicle, incoming: Incoming, certificate: Certificate | None) -> Answer:
    """Save the fields, take the photos, then do what the pressed button says."""
    answer = Answer(ListingForm(request.POST, vehicle=vehicle), FaultForm(), refused=incoming.refused)
    verb, _colon, key = request.POST.get("do", "save").partition(":")
    _save_fields(request, vehicle, answer.form)
    added = actions.add_photos(vehicle, incoming.photos, by=request.viewer) if incoming.photos else []
    _set_angles(request, vehicle, answer)
    if added or verb == "photos":
        answer.anchor = "#photos"
    if verb in PHOTO_STEPS:
        _photo_step(request, vehicle, verb, key, answer)
    elif verb == "restore":
        _restore(request, vehicle, key)
        answer.anchor = "#photos"
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
    elif verb == "save" and not answer.is_wrong:
        messages.success(request, _("Saved."))
    return answer


def _save_fields(request: DealerRequest, vehicle: Vehicle, form: ListingForm) -> None:
    is_valid = form.is_valid()
    if not is_valid and vehicle.status == Vehicle.Status.PUBLISHED:
        return
    try:
        actions.save_listing(vehicle, form.changes(), by=request.viewer)
    except actions.NotReady as lacking:
        form.say_problems(lacking.problems)
        vehicle.refresh_from_db()
    except actions.Taken:
        form.add_error("stock_number", _("Another of your vehicles has this number."))
        vehicle.refresh_from_db()


def _set_angles(request: DealerRequest, vehicle: Vehicle, answer: Answer) -> None:
    for photo in vehicle.photos.select_related("file"):
        angle = request.POST.get(f"angle-{photo.pk}", photo.angle)
        if angle != photo.angle and angle in Photo.Angle.values:
            photo.vehicle = vehicle
            _or_too_few(answer, partial(actions.set_angle, photo, angle, by=request.viewer))
            answer.anchor = "#photos"


def _photo_step(request: DealerRequest, vehicle: Vehicle, verb: str, key: str, answer: Answer) -> None:
    answer.anchor = "#photos"
    photo = next((photo for photo in vehicle.photos.select_related("file") if str(photo.pk) == key), None)
    if photo is None:
        return
    photo.vehicle = vehicle
    if verb == "main":
        actions.make_main(photo, by=request.viewer)
    elif verb == "remove":
        _or_too_few(answer, partial(actions.remove_photo, photo, by=request.viewer))
    else:
        actions.move_photo(photo, verb, by=request.viewer)


def _or_too_few(answer: Answer, step: Callable[[], None]) -> None:
    """A vehicle on sale keeps its three photos."""
    try:
        step()
    except actions.NotReady as lacking:
        answer.form.say_problems(lacking.problems)


def _restore(request: DealerRequest, vehicle: Vehicle, key: str) -> None:
    file = next((file for file in removed_files(vehicle) if str(file.pk) == key), None)
    if file is not None:
        actions.restore_photo(vehicle, file, by=request.viewer)


def _add_fault(request: DealerRequest, vehicle: Vehicle, answer: Answer) -> None:
    answer.faults = FaultForm(request.POST)
    if not answer.faults.is_valid():
        return
    actions.add_fault(vehicle, **answer.faults.cleaned_data, by=request.viewer)
    answer.anchor = "#faults"


def _fill(request: DealerRequest, vehicle: Vehicle, certificate: Certificate, answer: Answer) -> None:
    """A certificate for a vehicle that is there: it fills what is empty; what differs is shown, not written."""
    if certificate.document is None:
        answer.certificate_problems = certificate.problems
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
    for problem in certificate.problems:
        messages.warning(request, problem)
    if other:
        words = _("%(count)s fields say something else than the certificate.")
        messages.warning(request, words % {"count": len(other)})


def _publish(request: DealerRequest, vehicle: Vehicle, answer: Answer) -> None:
    try:
        actions.publish_vehicle(vehicle, by=request.viewer)
    except actions.NotReady as lacking:
        answer.form.say_problems(lacking.problems)
        return
    messages.success(request, _("The vehicle is on sale."))


def _held(request: DealerRequest, vehicle: Vehicle) -> HttpResponse:
    messages.error(request, _("This vehicle is in a deal or sold, so it stays as the buyer saw it."))
    return redirect("vehicles:edit_vehicle", reference=vehicle.reference)


def removed_files(vehicle: Vehicle) -> list[StoredFile]:
    """Files of photos that were taken off and are not swept yet."""
    waiting = StoredFile.objects.filter(owner_ref=vehicle.event_ref, state=StoredFile.State.PENDING)
    return list(waiting.order_by("-created_at")[:6])


def _page(request: DealerRequest, vehicle: Vehicle, answer: Answer, *, status: int = 200) -> HttpResponse:
    photos = list(vehicle.photos.select_related("file"))
    angles = {photo.angle for photo in photos}
    chosen = request.GET.get("angle", "")
    context = {
        "vehicle": vehicle,
        "is_open": rules.may_be_changed(vehicle),
        "form": answer.form,
        "fault_form": answer.faults,
        "sheet": sheet.sheet_of(vehicle, answer.form),
        "photos": [_shot(request, photo) for photo in photos],
        "public_count": sum(not photo.is_private for photo in photos),
        "lacking_angles": [angle for angle in rules.WANTED_ANGLES if angle not in angles],
        "angles": Photo.Angle.choices,
        "angle": chosen if chosen in Photo.Angle.values else "",
        "removed": [_removed(request, file) for file in removed_files(vehicle)],
        "refused": answer.refused,
        "certificate_problems": answer.certificate_problems,
        "known_faults": list(vehicle.faults.all()),
        "lacking": [(_target(name), str(rules.SENTENCES[name])) for name, _code in rules.problems(vehicle)],
    }
    return render(request, "vehicles/sell_editor.html", context, status=status)


def _target(column: str) -> str:
    """The id of the control that mends a problem, or empty."""
    elsewhere = {"photos": "photos-input", "dealer": ""}
    return elsewhere.get(column, f"f_{FORM_NAMES.get(column, column)}")


def _shot(request: DealerRequest, photo: Photo) -> dict[str, Any]:
    return {"photo": photo, "picture": _picture(request, photo.file, str(photo.get_angle_display()))}


def _removed(request: DealerRequest, file: StoredFile) -> dict[str, Any]:
    return {"file": file, "picture": _picture(request, file, _("Removed photo"))}


def _picture(request: DealerRequest, file: StoredFile, alt: str) -> dict[str, Any]:
    """What the macro `photo` takes: open copies, or a short-lived signed page of a sealed file."""
    if file.is_public:
        return dict(photo_sources(file, alt=alt, widest=480))
    address = links.url_for(file, request.viewer, what="page-1")
    return {"src": address, "width": file.width or 4, "height": file.height or 3, "alt": alt, "webp": [], "avif": []}
