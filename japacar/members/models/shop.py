"""Photos of a dealer's shop: public, rebuilt from pixels, without hidden data."""

import uuid

from django.db import models

from japacar.files.models import StoredFile
from japacar.kernel import clock
from japacar.members.models.parties import Dealer


class ShopPhoto(models.Model):
    """One picture on the dealer's public page, in the order in which they came."""

    MOST = 8

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dealer = models.ForeignKey(Dealer, on_delete=models.CASCADE, related_name="shop_photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return str(self.pk)
