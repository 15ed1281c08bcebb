"""Pictures of identity papers, one row a picture (PP-1.1-f).

The one thing to know: the row outlives its picture. What was shown, until when it was valid and why it went stays (A-14);
the picture, and everything that only the picture says (a number, an address, a face), goes. There is no slot for a
My Number card, because none may be kept."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from japacar.accounts.viewers import Viewer
from japacar.files.models import StoredFile
from japacar.kernel import clock
from japacar.members.models.parties import Dealer
from japacar.members.roles import Task, who_may


class IdentityImageQuerySet(models.QuerySet["IdentityImage"]):
    """Reads of identity images."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Staff see all; of a dealer only whoever may change its settings sees that there is one. The picture itself is
        for staff alone: they make its links, and record each look."""
        if viewer.is_staff:
            return self
        if viewer.user is None:
            return self.none()
        return self.filter(
            dealer__memberships__user=viewer.user,
            dealer__memberships__ended_at=None,
            dealer__memberships__role__in=who_may(Task.SETTINGS),
        )

    def kept(self) -> Self:
        """Those whose picture is still there."""
        return self.filter(file__isnull=False)


class IdentityImage(models.Model):
    """One side of one paper of a dealer's representative. A new picture for the same slot replaces the old row."""

    class Slot(models.TextChoices):
        LICENCE_FRONT = "licence_front", _("Driving licence, front")
        LICENCE_BACK = "licence_back", _("Driving licence, back")
        OTHER_ID_FRONT = "other_id_front", _("Other identity paper, front or photo page")
        OTHER_ID_BACK = "other_id_back", _("Other identity paper, back")

    class Paper(models.TextChoices):
        """What is taken. No health-insurance card (its numbers may not be asked for), and no My Number card."""

        DRIVING_LICENCE = "driving_licence", _("Driving licence")
        PASSPORT = "passport", _("Passport")
        RESIDENCE_CARD = "residence_card", _("Residence card (在留カード)")
        PERMANENT_RESIDENT = "permanent_resident", _("Special permanent resident certificate (特別永住者証明書)")
        DRIVING_HISTORY = "driving_history", _("Driving history certificate (運転経歴証明書)")

    class Gone(models.TextChoices):
        """Why a picture is no longer there."""

        RETENTION = "retention", _("its time was over")
        MY_NUMBER = "my_number", _("it showed a My Number")
        NOT_NEEDED = "not_needed", _("it was not needed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dealer = models.ForeignKey(Dealer, on_delete=models.CASCADE, related_name="identity_images")
    slot = models.CharField(max_length=16, choices=Slot.choices)
    paper = models.CharField(max_length=20, choices=Paper.choices)
    # Licences, passports, residence cards and certificates of special permanent residents carry a last day by law; a
    # driving history certificate has none.
    expires_on = models.DateField(null=True, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    sent_by = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=clock.now)
    gone_at = models.DateTimeField(null=True, blank=True)
    gone_reason = models.CharField(max_length=12, choices=Gone.choices, blank=True)

    objects: ClassVar[models.Manager["IdentityImage"]] = IdentityImageQuerySet.as_manager()

    class Meta:
        ordering = ("slot", "created_at")
        constraints = (
            models.UniqueConstraint(
                fields=["dealer", "slot"], condition=Q(gone_at=None), name="one_identity_image_a_slot"
            ),
            models.CheckConstraint(
                condition=Q(gone_at=None, gone_reason="") | (Q(gone_at__isnull=False) & ~Q(gone_reason="")),
                name="identity_image_says_why_it_went",
            ),
            models.CheckConstraint(
                condition=Q(slot__startswith="licence", paper="driving_licence")
                | (Q(slot__startswith="other") & ~Q(paper="driving_licence")),
                name="identity_paper_fits_its_slot",
            ),
        )

    def __str__(self) -> str:
        return f"{self.slot} {self.pk}"

    @property
    def event_ref(self) -> str:
        return f"identity_image:{self.pk}"

    @property
    def is_licence(self) -> bool:
        return self.paper == self.Paper.DRIVING_LICENCE
