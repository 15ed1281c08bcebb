"""Who is asked to work for a dealer, and the address of its staff that gets notices and cannot sign in (PP-1.1-k).

The one thing to know: what a link in a mail opens is kept as a hash only, and looking at the link changes nothing."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from japacar.accounts.viewers import Viewer
from japacar.kernel import clock
from japacar.members.models.parties import Dealer
from japacar.members.roles import Role, Task, who_may


class StaffInvitationQuerySet(models.QuerySet["StaffInvitation"]):
    """Reads of invitations."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of one's own dealer, for whoever looks after its staff. The invited finds his by the secret alone."""
        if viewer.user is None:
            return self.none()
        return self.filter(
            dealer__memberships__user=viewer.user,
            dealer__memberships__ended_at=None,
            dealer__memberships__role__in=who_may(Task.STAFF),
        )

    def open(self) -> Self:
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now())

    def waiting(self) -> Self:
        """Open ones, and those that ran out and can be sent again."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class StaffInvitation(models.Model):
    """An address that may become one of the dealer's people. Only who signs in with this very address can accept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dealer = models.ForeignKey(Dealer, on_delete=models.CASCADE, related_name="staff_invitations")
    email = models.CharField(max_length=254)
    role = models.CharField(max_length=8, choices=Role.choices)
    language = models.CharField(max_length=2, default="ja")
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["StaffInvitation"]] = StaffInvitationQuerySet.as_manager()

    class Meta:
        ordering = ("created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["dealer", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_invitation_an_address",
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def event_ref(self) -> str:
        return f"staff_invitation:{self.pk}"

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= clock.now()


class NotificationAddress(models.Model):
    """A mailbox of the dealer's staff: it gets the notices of the business once its owner has said yes, and nothing else.

    It is no account: nobody signs in with it, and no password is ever set through it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dealer = models.OneToOneField(Dealer, on_delete=models.CASCADE, related_name="notification_address")
    email = models.CharField(max_length=254)
    language = models.CharField(max_length=2, default="ja")
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def event_ref(self) -> str:
        return f"notification_address:{self.pk}"
