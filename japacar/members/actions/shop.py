"""Photos of the shop come and go, at any time: nobody compares them."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from japacar.files.actions import bind, delete_file
from japacar.files.models import StoredFile, Use
from japacar.members.models import Dealer, ShopPhoto


class TooManyPhotos(Exception):
    """A page holds ShopPhoto.MOST."""


def add_shop_photos(dealer: Dealer, files: Sequence[StoredFile], *, by: Any) -> list[ShopPhoto]:
    """Show pictures that are stored already (pending, public slot) on the page. All or none: raises TooManyPhotos."""
    with transaction.atomic():
        dealer = Dealer.objects.select_for_update().get(pk=dealer.pk)
        if dealer.shop_photos.count() + len(files) > ShopPhoto.MOST:
            raise TooManyPhotos
        if any(file.slot != Use.PHOTO for file in files):
            raise ValueError("a public photo is stored in the slot of photos, where hidden data are taken out")
        return [
            ShopPhoto.objects.create(dealer=dealer, file=bind(file, owner_ref=dealer.event_ref, by=by))
            for file in files
        ]


def remove_shop_photo(photo: ShopPhoto, *, by: Any) -> None:
    """Take it off the page and delete it. Twice is fine."""
    with transaction.atomic():
        found = ShopPhoto.objects.select_for_update(of=("self",)).select_related("file").filter(pk=photo.pk).first()
        if found is not None:
            found.delete()
            delete_file(found.file)
