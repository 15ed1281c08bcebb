"""Hiding the number plate in one photo.

The one thing to know: it is done by hand, by whoever looks at the picture; nothing here searches for plates."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from japacar.accounts.receipts import answer_once
from japacar.files.rules import photo_sources
from japacar.members.access import DealerRequest, for_dealer_who
from japacar.members.roles import Task
from japacar.vehicles import actions, rules
from japacar.vehicles.labels import label
from japacar.vehicles.models import Photo, Vehicle
from japacar.vehicles.plate_forms import COLUMNS, ROWS, PlateForm
from japacar.vehicles.sell_views import own_vehicle

WIDEST = 960


@for_dealer_who(Task.LISTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def hide_plate(request: DealerRequest, reference: str, photo_id: UUID) -> HttpResponse:
    """Choose the part that buyers must not see; or take the covers off again while that is possible."""
    vehicle = own_vehicle(request, reference)
    found = vehicle.photos.select_related("file", "uncovered").filter(is_private=False)
    photo: Photo = get_object_or_404(found, pk=photo_id)
    photo.vehicle = vehicle
    if not rules.may_be_changed(vehicle):
        messages.error(request, _("This vehicle is in a deal or sold, so it stays as the buyer saw it."))
        return _to_photos(vehicle)
    if request.method != "POST":
        return _page(request, photo, PlateForm())
    form = PlateForm(request.POST)
    uncovers = request.POST.get("do") == "uncover"
    if not uncovers and not form.is_valid():
        return _page(request, photo, form, status=422)
    try:
        # Making the picture anew takes a second, so it is done before the transaction of the receipt begins.
        made = (
            actions.uncover_plate(photo, by=request.viewer)
            if uncovers
            else actions.cover_plate(photo, form.boxes(), by=request.viewer)
        )
    except actions.Unfinished:
        made = None
    return _show(request, photo, made)


@answer_once
def _show(request: DealerRequest, photo: Photo, made: actions.Covered | None) -> HttpResponse:
    uncovers = request.POST.get("do") == "uncover"
    try:
        if made is None:
            raise actions.Unfinished
        (actions.show_plate if uncovers else actions.hide_plate)(photo, made, by=request.viewer)
    except (actions.Unfinished, actions.WrongState):
        messages.error(request, _("The photo was changed meanwhile, so nothing was done. Look at it and try again."))
        return _to_photos(photo.vehicle)
    if uncovers:
        messages.success(request, _("The photo is shown whole again."))
    else:
        messages.success(request, _("The part is hidden. Buyers can only get the photo without it."))
    return _to_photos(photo.vehicle, f"shot-{photo.pk}")


def _page(request: DealerRequest, photo: Photo, form: PlateForm, *, status: int = 200) -> HttpResponse:
    context = {
        "vehicle": photo.vehicle,
        "photo": photo,
        "picture": photo_sources(photo.file, alt=label(Photo.Angle, photo.angle), widest=WIDEST),
        "waits": not photo.file.renditions.exists(),
        "form": form,
        "rows": range(ROWS),
        "columns": range(COLUMNS),
        "chosen": set(form["cell"].value() or []),
        "is_on_sale": photo.vehicle.status == Vehicle.Status.PUBLISHED,
    }
    return render(request, "vehicles/sell_plate.html", context, status=status)


def _to_photos(vehicle: Vehicle, anchor: str = "photos") -> HttpResponse:
    path = redirect("vehicles:edit_vehicle", reference=vehicle.reference).url
    return redirect(f"{path}#{anchor}")
