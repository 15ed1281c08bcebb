"""What buyers read and see on the dealer's page: names, hours, words, photos. It may be changed at any time.

The one thing to know: a photo is rebuilt from its pixels before it is public, so no place or name of a camera goes with it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from japacar.accounts.receipts import answer_once
from japacar.files.actions import UploadRefused, delete_file, store
from japacar.files.models import StoredFile
from japacar.files.refusals import sentence
from japacar.files.rules import photo_sources
from japacar.kernel.inspection import Slot
from japacar.members import actions
from japacar.members.access import DealerRequest
from japacar.members.actions.details import SHOP
from japacar.members.forms import ShopForm
from japacar.members.models import ShopPhoto
from japacar.members.views.settings import of_settings, said
from japacar.members.words import SECTIONS


@require_http_methods(["GET", "HEAD", "POST"])
@of_settings
@answer_once
def shop(request: DealerRequest) -> HttpResponse:
    """Names, hours and words."""
    dealer = request.dealer
    initial = {name: getattr(dealer, name) for name in SHOP}
    form = ShopForm(request.POST if request.method == "POST" else None, initial=initial, dealer=dealer)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_shop(dealer, form.cleaned_data, by=request.viewer)
        except actions.SlugTaken:
            form.add_error("slug", _("Another dealer has this name. Choose another one."))
        else:
            return said(request)
    return _page(request, form)


@require_POST
@of_settings
@answer_once
def add_shop_photos(request: DealerRequest) -> HttpResponse:
    """One or more pictures. Each is judged alone: the good ones are kept, the others are named with the reason."""
    uploads = request.FILES.getlist("photos")
    room = ShopPhoto.MOST - request.dealer.shop_photos.count()
    stored: list[StoredFile] = []
    refused: list[str] = [] if uploads else [_("Choose a picture first.")]
    for upload in uploads:
        if len(stored) >= room:
            refused.append(_("The page holds %(most)s photos. Remove one first.") % {"most": ShopPhoto.MOST})
            break
        try:
            stored.append(store(upload, slot=Slot.PHOTO, owner_ref=request.dealer.event_ref, by=request.viewer))
        except UploadRefused as error:
            refused.append(f"{(upload.name or '')[-60:]}: {sentence(error.code)}")
    try:
        actions.add_shop_photos(request.dealer, stored, by=request.viewer)
    except actions.TooManyPhotos:
        for file in stored:
            delete_file(file)
        refused, stored = [_("The page holds %(most)s photos. Remove one first.") % {"most": ShopPhoto.MOST}], []
    for words in refused:
        messages.warning(request, words)
    if stored:
        messages.success(request, _("The photos are on your page."))
    return redirect("members:shop")


@require_POST
@of_settings
@answer_once
def remove_shop_photo(request: DealerRequest, pk: UUID) -> HttpResponse:
    """Off the page, and deleted."""
    photo: ShopPhoto = get_object_or_404(request.dealer.shop_photos.all(), pk=pk)
    actions.remove_shop_photo(photo, by=request.viewer)
    messages.success(request, _("The photo is removed."))
    return redirect("members:shop")


def _page(request: DealerRequest, form: ShopForm) -> HttpResponse:
    photos = list(request.dealer.shop_photos.select_related("file"))
    page = {
        "dealer": request.dealer,
        "form": form,
        "title": SECTIONS["shop"],
        "is_open": True,
        "warnings": [],
        "is_frozen": False,
        "photos": [(photo, photo_sources(photo.file, widest=320)) for photo in photos],
        "has_room": len(photos) < ShopPhoto.MOST,
        "most": ShopPhoto.MOST,
    }
    return render(request, "members/shop.html", page, status=422 if form.errors else 200)
