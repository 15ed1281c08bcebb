"""The photos of a listing, one step at a time: what the page with JavaScript asks for without being loaded anew.

The one thing to know: `photo_step` does the same for these addresses and for the buttons of the whole form, which posts
everything at once where there is no script."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from japacar.members.access import DealerRequest, for_dealer_who
from japacar.members.roles import Task
from japacar.ui.formatting import sentences
from japacar.vehicles import actions, rules
from japacar.vehicles.incoming import sending_key, take_photos
from japacar.vehicles.models import Photo, Vehicle
from japacar.vehicles.photo_sheet import photos_part, removed_photos
from japacar.vehicles.sell_views import own_vehicle

STEPS = frozenset({"earlier", "later", "main", "remove", "restore", "angles"})
PART = "vehicles/sell_editor_shots.html"
Problems = list[tuple[str, str]]


@for_dealer_who(Task.LISTINGS)
@require_POST
def add_photo(request: DealerRequest, reference: str) -> HttpResponse:
    """One picture, sent by itself under a key of its own; the same key again gets the same answer and stores nothing.

    Answers with the part of the page as it is now, or 422 with the reason in words."""
    vehicle = own_vehicle(request, reference)
    if not rules.may_be_changed(vehicle):
        return _held()
    photo = _arrived(request, vehicle)
    if photo is None:
        incoming = take_photos(request, vehicle)
        if incoming.refused or not incoming.photos:
            words = [sentence for _name, sentence in incoming.refused] or [_("Choose a picture.")]
            return JsonResponse({"words": sentences(words)}, status=422)
        try:
            added = actions.add_photos(vehicle, incoming.photos, by=request.viewer)
        except actions.WrongState:
            return _held()
        if not added:
            return JsonResponse({"words": not_added(vehicle, 1)}, status=422)
        photo = added[0]
    part = render_to_string(PART, photos_part(request, vehicle), request=request)
    return JsonResponse({"photo": str(photo.pk), "part": part})


@for_dealer_who(Task.LISTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def arrange_photos(request: DealerRequest, reference: str) -> HttpResponse:
    """Move, name, remove, bring back; the part of the page as it is then. GET looks again, while copies are being made."""
    vehicle = own_vehicle(request, reference)
    problems: Problems = []
    if request.method == "POST":
        verb, _colon, key = request.POST.get("do", "").partition(":")
        try:
            problems = set_angles(request, vehicle) + photo_step(request, vehicle, verb, key)
        except actions.WrongState:
            return HttpResponse(status=409)
    words = [rules.sentence(*problem) for problem in problems]
    return render(request, PART, photos_part(request, vehicle) | {"words": words}, status=422 if words else 200)


def photo_step(request: DealerRequest, vehicle: Vehicle, verb: str, key: str) -> Problems:
    """What a button of the photos says; what a vehicle on sale would lack afterwards, if so, and then nothing is done."""
    if verb == "angles":
        actions.confirm_angles(vehicle, by=request.viewer)
    elif verb == "restore":
        removed = next((each for each in removed_photos(vehicle) if str(each.pk) == key), None)
        if removed is not None:
            removed.vehicle = vehicle
            actions.restore_photo(removed, by=request.viewer)
    elif verb in STEPS:
        photo = next((each for each in _photos(vehicle) if str(each.pk) == key), None)
        if photo is not None:
            photo.vehicle = vehicle
            return _or_too_few(_move(photo, verb, by=request.viewer))
    return []


def set_angles(request: DealerRequest, vehicle: Vehicle) -> Problems:
    """What the choices beside the photos say, where that is new."""
    problems: Problems = []
    for photo in _photos(vehicle):
        angle = request.POST.get(f"angle-{photo.pk}", photo.angle)
        if angle != photo.angle and angle in Photo.Angle.values:
            photo.vehicle = vehicle
            problems += _or_too_few(partial(actions.set_angle, photo, angle, by=request.viewer))
    return problems


def not_added(vehicle: Vehicle, count: int) -> str:
    """Why pictures that are fit were not taken all the same."""
    if vehicle.photos.count() >= rules.MOST_PHOTOS:
        return _("A listing holds up to 60 photos. Remove some first.")
    if count == 1:
        return _("This picture is in the listing already. It is kept once.")
    return _("%(count)s pictures are in the listing already. They are kept once.") % {"count": count}


def _held() -> HttpResponse:
    return JsonResponse({"words": _("This vehicle is in a deal or sold, so it stays as the buyer saw it.")}, status=409)


def _move(photo: Photo, verb: str, *, by: Any) -> Callable[[], None]:
    if verb == "main":
        return partial(actions.make_main, photo, by=by)
    if verb == "remove":
        return partial(actions.remove_photo, photo, by=by)
    return partial(actions.move_photo, photo, verb, by=by)


def _or_too_few(step: Callable[[], None]) -> Problems:
    """A vehicle on sale keeps its three photos."""
    try:
        step()
    except actions.NotReady as lacking:
        return lacking.problems
    return []


def _photos(vehicle: Vehicle) -> list[Photo]:
    return list(vehicle.photos.select_related("file", "uncovered"))


def _arrived(request: DealerRequest, vehicle: Vehicle) -> Photo | None:
    """The photo of this sending where it has arrived before: its answer was lost on the way back."""
    key = sending_key(request)
    return None if key is None else vehicle.photos.filter(sent_key=key).first()
