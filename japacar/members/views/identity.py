"""Identity papers: sent, replaced and taken back until everything is sent for checking.

The one thing to know: nobody of the dealer sees a picture again, the sender included, so that a browser left open gives no
licence away. Staff see pages, with a reason, and every look is recorded."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from japacar.accounts.receipts import answer_once
from japacar.certificates.ai.dealers import ai_offer, end_suggestion, suggested
from japacar.files.actions import UploadRefused, delete_file, store
from japacar.files.refusals import sentence
from japacar.kernel import clock
from japacar.kernel.inspection import Slot
from japacar.members import actions, rules
from japacar.members.access import DealerRequest
from japacar.members.forms import IdentityForm
from japacar.members.models import IdentityImage, WrongState
from japacar.members.roles import Task
from japacar.members.views.settings import of_who_proved_himself, too_late
from japacar.members.words import MISSING, SECTIONS

of_identity = of_who_proved_himself(Task.SETTINGS)


@require_http_methods(["GET", "HEAD", "POST"])
@of_identity
@answer_once
def identity(request: DealerRequest) -> HttpResponse:
    """What is there by slot, and the form for one paper. A refused file is named; nothing of that post is kept then."""
    images = _images(request)
    if request.method != "POST":
        newest = max(images, key=lambda image: image.created_at, default=None)
        begun: dict[str, Any] = {"paper": newest.paper, "expires_on": newest.expires_on} if newest else {}
        read_by_ai = suggested(request.dealer, "licence")
        begun |= {name: value for name, value in read_by_ai.items() if not begun.get(name)}
        return _page(request, IdentityForm(images=images, initial=begun), images)
    form = IdentityForm(request.POST, request.FILES, images=images)
    if not request.dealer.may_change("identity"):
        return too_late(request)
    if not form.is_valid():
        return _page(request, form, images)
    return _save(request, form, images)


def _save(request: DealerRequest, form: IdentityForm, images: list[IdentityImage]) -> HttpResponse:
    stored, slots = {}, list(form.sides)
    for slot, upload in form.sides.items():
        try:
            stored[slot] = store(upload, slot=Slot.IDENTITY, owner_ref=request.dealer.event_ref, by=request.viewer)
        except UploadRefused as refused:
            # Browsers forget chosen files, so both sides have to come again: the good one is not kept either.
            for file in stored.values():
                delete_file(file)
            form.add_error("back" if slot.endswith("back") else "front", sentence(refused.code))
            return _page(request, form, images)
    said = form.cleaned_data
    try:
        actions.save_identity_paper(
            request.dealer, said["paper"], sides=stored, expires_on=said["expires_on"], by=request.viewer
        )
    except WrongState:
        return too_late(request)
    end_suggestion(request.dealer, "licence", by=request.viewer)
    messages.success(request, _("Received and stored encrypted.") if slots else _("Saved."))
    # To the list as after every section; the page stays open while a side is missing.
    return redirect("members:identity" if _lacks(_images(request)) else "members:settings")


@require_POST
@of_identity
@answer_once
def remove_identity(request: DealerRequest, pk: UUID) -> HttpResponse:
    """Take a picture back: it is deleted at once."""
    image: IdentityImage = get_object_or_404(
        IdentityImage.objects.visible_to(request.viewer).kept().filter(dealer=request.dealer), pk=pk
    )
    try:
        actions.remove_identity_image(image, by=request.viewer)
    except WrongState:
        return too_late(request)
    messages.success(request, _("The picture is deleted."))
    return redirect("members:identity")


def _images(request: DealerRequest) -> list[IdentityImage]:
    return list(IdentityImage.objects.visible_to(request.viewer).kept().filter(dealer=request.dealer))


def _lacks(images: list[IdentityImage]) -> list[str]:
    return rules.identity_lacks(images, today=clock.today_jst())


def _page(request: DealerRequest, form: IdentityForm, images: list[IdentityImage]) -> HttpResponse:
    dealer = request.dealer
    destroyed = IdentityImage.objects.visible_to(request.viewer).filter(
        dealer=dealer, gone_reason=IdentityImage.Gone.MY_NUMBER
    )
    lacks = _lacks(images)
    missing = pgettext("list", ", ").join(str(MISSING[code]) for code in lacks)
    page = {
        "dealer": dealer,
        "form": form,
        "title": SECTIONS["identity"],
        "is_whole": not lacks,
        "is_open": dealer.may_change("identity"),
        "images": images,
        "destroyed": destroyed.last() if dealer.is_being_filled_in and not images else None,
        "warnings": [_("Missing: %(what)s") % {"what": missing}] if images and lacks else [],
        "ai": ai_offer("licence", suggested(dealer, "licence")),
        "is_frozen": False,
    }
    return render(request, "members/identity.html", page, status=422 if form.errors else 200)
