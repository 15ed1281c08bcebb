"""Listings before the public sees them: why each waits, what it says, and approve or send back with words.

The one thing to know: the form says which state of the listing was seen; what the dealer changed meanwhile is shown first."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest, staff_only
from japacar.desk.listings_queue import entry, reason_words, waiting_listings
from japacar.files.rules import photo_sources
from japacar.kernel.money import Money
from japacar.vehicles import actions, vehicle_page
from japacar.vehicles.form_fields import ParagraphsField
from japacar.vehicles.models import Vehicle

PER_PAGE = 50


class RefuseForm(forms.Form):
    """What the dealer shall change, in words that he reads."""

    words = ParagraphsField(
        label=gettext_lazy("What the dealer should change"), most=1_000, language="ja", required=True
    )


@require_safe
@staff_only
def listings(request: ViewerRequest) -> HttpResponse:
    """What waits, oldest first."""
    waiting = waiting_listings().filter(vehicle__in=Vehicle.objects.visible_to(request.viewer))
    related = waiting.select_related("vehicle__make", "vehicle__model", "vehicle__dealer")
    page = Paginator(related, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/listings.html", {"page": page, "rows": [entry(each) for each in page.object_list]})


@require_safe
@staff_only
def listing(request: ViewerRequest, reference: str) -> HttpResponse:
    """One listing with its reasons and what they rest on."""
    return _page(request, _vehicle(request, reference), RefuseForm())


@require_POST
@staff_only
@answer_once
def approve_listing(request: ViewerRequest, reference: str) -> HttpResponse:
    """On sale at once; the dealer is told."""
    vehicle = _vehicle(request, reference)
    try:
        actions.approve_listing(vehicle, seen=request.POST.get("seen", "-"), by=request.viewer)
    except actions.Changed:
        messages.warning(request, _("The dealer changed the listing meanwhile. Please look at it as it is now."))
        return redirect("desk:listing", reference=vehicle.reference)
    except actions.NotReady:
        messages.error(request, _("The listing lacks something that buyers need, so it cannot go on sale."))
        return redirect("desk:listing", reference=vehicle.reference)
    except actions.WrongState:
        return _gone(request)
    messages.success(request, _("The listing is on sale, and the dealer is told."))
    return redirect("desk:listings")


@require_POST
@staff_only
@answer_once
def refuse_listing(request: ViewerRequest, reference: str) -> HttpResponse:
    """Back to the dealer as a draft, with what to change."""
    vehicle, form = _vehicle(request, reference), RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, vehicle, form, status=422)
    try:
        actions.refuse_listing(vehicle, form.cleaned_data["words"], by=request.viewer)
    except actions.WrongState:
        return _gone(request)
    messages.success(request, _("The listing is back with the dealer, who reads your words."))
    return redirect("desk:listings")


def _vehicle(request: ViewerRequest, reference: str) -> Vehicle:
    related = Vehicle.objects.visible_to(request.viewer).select_related("make", "model", "dealer")
    vehicle: Vehicle = get_object_or_404(related, reference=reference.upper())
    return vehicle


def _gone(request: ViewerRequest) -> HttpResponse:
    messages.info(request, _("This listing no longer waits: somebody decided, or the dealer took it back."))
    return redirect("desk:listings")


def _page(request: ViewerRequest, vehicle: Vehicle, form: RefuseForm, *, status: int = 200) -> HttpResponse:
    review = vehicle.reviews.filter(decided_at=None).first()
    usual = actions.usual_price(vehicle)
    photos = vehicle.photos.filter(is_private=False).select_related("file")[:8]
    context: dict[str, Any] = {
        "vehicle": vehicle,
        "review": review,
        "reasons": reason_words(review.reasons) if review else [],
        "usual": Money.jpy(usual) if usual is not None else None,
        "others": actions.others_with_chassis(vehicle),
        "specification": vehicle_page.specification(vehicle),
        "photos": [photo_sources(photo.file, alt=str(photo.get_angle_display()), widest=480) for photo in photos],
        "seen": vehicle.updated_at.isoformat(),
        "form": form,
    }
    return render(request, "desk/listing.html", context, status=status)
