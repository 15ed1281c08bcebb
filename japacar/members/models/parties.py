"""Who takes part: dealers and their people, buyers, consignees, forwarders.

The one thing to know: a role is a row that joins a user to a dealer or forwarder; ending the row ends the access at the next request."""

import uuid
from typing import Any, ClassVar, Self

from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from japacar.accounts.models import User, is_frozen
from japacar.accounts.viewers import Viewer
from japacar.files.models import StoredFile
from japacar.kernel import clock
from japacar.members import roles

# A new dealer gets a random name in his address until he chooses one, once.
PROVISIONAL_SLUG = "new-"


class WrongState(Exception):
    """The dealer is no longer where the actor believed: somebody else decided first, or the step is not possible."""


class DealerQuerySet(models.QuerySet["Dealer"]):
    """Reads of dealers."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Staff see all; a dealer's own people see theirs. The public page uses `approved()`."""
        if viewer.is_staff:
            return self
        if viewer.user is None:
            return self.none()
        return self.filter(memberships__user=viewer.user, memberships__ended_at=None)

    def approved(self) -> Self:
        return self.filter(status=Dealer.Status.APPROVED)

    def stays_approved(self, pk: Any) -> bool:
        """Whether this dealer is approved, and will be until the transaction ends: whoever suspends him waits for it.

        Asked before any row of a deal is held, so that nobody waits in a circle."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM members_dealer WHERE id = %s AND status = %s FOR SHARE", [pk, Dealer.Status.APPROVED]
            )
            return cursor.fetchone() is not None

    def waiting(self) -> Self:
        return self.filter(status=Dealer.Status.SUBMITTED).order_by("submitted_at")


class Dealer(models.Model):
    """A business in Japan that sells vehicles here (the policy's seller or manager, PP-1.1-b). Nothing is published before approval."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Not sent yet")
        SUBMITTED = "submitted", _("Being checked")
        APPROVED = "approved", _("Checked")
        REFUSED = "refused", _("Sent back")
        SUSPENDED = "suspended", _("Suspended")

    class Kind(models.TextChoices):
        CORPORATION = "corporation", _("Corporation")
        SOLE_PROPRIETOR = "sole_proprietor", _("Sole proprietor")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        Status.DRAFT: frozenset({Status.SUBMITTED}),
        Status.SUBMITTED: frozenset({Status.APPROVED, Status.REFUSED}),
        Status.REFUSED: frozenset({Status.SUBMITTED}),
        # Back to the desk within minutes, when the approval was a slip.
        Status.APPROVED: frozenset({Status.SUSPENDED, Status.SUBMITTED}),
        Status.SUSPENDED: frozenset({Status.APPROVED}),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.CORPORATION)
    name_ja = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    representative_kanji = models.CharField(max_length=80, blank=True)
    representative_kana = models.CharField(max_length=80, blank=True)
    representative_roman = models.CharField(max_length=80, blank=True)
    representative_born_on = models.DateField(null=True, blank=True)
    corporate_number = models.CharField(max_length=13, blank=True)
    invoice_number = models.CharField(max_length=14, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    postal_code = models.CharField(max_length=8, blank=True)
    prefecture = models.CharField(max_length=8, blank=True)
    city = models.CharField(max_length=60, blank=True)
    street = models.CharField(max_length=120, blank=True)
    address_en = models.CharField(max_length=240, blank=True)
    permit_commission = models.CharField(max_length=40, blank=True)
    permit_number = models.CharField(max_length=20, blank=True)
    # The day on which the commission gave the permit. There is no day on which it ends: the Secondhand Articles Dealer Act
    # knows no renewal. What ends it is an act of the commission or a return (its articles 6 and 8), so nothing runs out here;
    # what does run out are the identity papers (models.identity).
    permit_issued_on = models.DateField(null=True, blank=True)
    permit_photo = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # What buyers read first; the law asks for the name on the permit beside it. Empty: the same.
    shop_name_ja = models.CharField(max_length=80, blank=True)
    shop_name_en = models.CharField(max_length=80, blank=True)
    about_ja = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    opening_hours = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    refusal_reason = models.TextField(blank=True)
    # What staff asked about: only these sections may be changed then; empty means all of them.
    reopened_sections = models.JSONField(default=list, blank=True)
    answer = models.TextField(blank=True)
    # Two of staff keep the pictures of permit and identity papers for a reason: since when; or one proposed it, and until
    # this moment nothing goes while the other decides.
    originals_held_at = models.DateTimeField(null=True, blank=True)
    originals_held_until = models.DateTimeField(null=True, blank=True)
    # When the dealer was told that pictures which he never sent for checking go soon.
    drafts_told_at = models.DateTimeField(null=True, blank=True)
    # When the last suspension ended. What rested in a deal begins anew here, with its whole time (deals.actions).
    resumed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Dealer"]] = DealerQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug

    @property
    def event_ref(self) -> str:
        return f"dealer:{self.pk}"

    @property
    def is_approved(self) -> bool:
        return self.status == self.Status.APPROVED

    @property
    def is_suspended(self) -> bool:
        return self.status == self.Status.SUSPENDED

    @property
    def is_being_filled_in(self) -> bool:
        """Not yet in the hands of staff: everything may still be changed."""
        return self.status in {self.Status.DRAFT, self.Status.REFUSED}

    def may_change(self, section: str) -> bool:
        """Whether the dealer may correct this section now: all until he sends them, and afterwards what staff asked about."""
        if self.status == self.Status.SUSPENDED:
            return section in self.reopened_sections
        return self.is_being_filled_in and (not self.reopened_sections or section in self.reopened_sections)

    @property
    def is_held(self) -> bool:
        """Whether no picture of permit and identity papers may go now, by whatever way but one: a My Number is destroyed all the same."""
        until = self.originals_held_until
        return self.originals_held_at is not None or (until is not None and until > clock.now())

    @property
    def is_asked(self) -> bool:
        """Staff asked a question and wait for the answer."""
        return self.status == self.Status.REFUSED and bool(self.reopened_sections)

    @property
    def has_chosen_slug(self) -> bool:
        return not self.slug.startswith(PROVISIONAL_SLUG)

    @property
    def is_sole_proprietor(self) -> bool:
        return self.kind == self.Kind.SOLE_PROPRIETOR

    @property
    def permit_holder_ja(self) -> str:
        """Whom the permit names: a company, or the person behind a shop's name (Secondhand Articles Dealer Act 12-2)."""
        return self.representative_kanji if self.is_sole_proprietor else self.name_ja

    def move(self, to: str, **also: object) -> str:
        """Move the status by a conditional UPDATE, with other columns in the same statement. Returns the status left.

        Raises WrongState when TRANSITIONS has no such move or when somebody else moved first."""
        start = str(self.status)
        if to not in self.TRANSITIONS.get(start, frozenset()):
            raise WrongState(f"{start} to {to}")
        changes = {"status": to, **also}
        if Dealer.objects.filter(pk=self.pk, status=start).update(**changes) != 1:
            raise WrongState(f"the status is no longer {start}")
        for name, value in changes.items():
            setattr(self, name, value)
        return start

    def shop_name(self, language: str) -> str:
        """What the shop calls itself in the reader's language, or the name of the business."""
        ours = (self.shop_name_ja, self.shop_name_en)
        first, second = ours if language == "ja" else ours[::-1]
        return first or second or self.name(language)

    def name(self, language: str) -> str:
        """The name in the reader's language, or the other when only that one is known."""
        return (self.name_ja or self.name_en) if language == "ja" else (self.name_en or self.name_ja)

    @property
    def address_ja(self) -> str:
        return f"〒{self.postal_code} {self.prefecture}{self.city}{self.street}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Reads of memberships."""

    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, and for whoever looks after the staff of a dealer everybody's there."""
        if viewer.user is None:
            return self.none()
        looks_after = Membership.objects.running().filter(user=viewer.user, role__in=roles.who_may(roles.Task.STAFF))
        return self.filter(Q(user=viewer.user) | Q(dealer__in=looks_after.values("dealer")))

    def running(self) -> Self:
        return self.filter(ended_at=None)


class Membership(models.Model):
    """A user's place in a dealer."""

    Role = roles.Role

    dealer = models.ForeignKey(Dealer, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.OWNER)
    created_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Membership"]] = MembershipQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["dealer", "user"], condition=Q(ended_at=None), name="one_membership_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.dealer_id} {self.role}"

    @property
    def tasks(self) -> frozenset[roles.Task]:
        """The parts of the dealer's work that this person does now: less while he is frozen, or the dealer suspended."""
        return roles.tasks_of(
            self.role,
            is_frozen=is_frozen(self.user),
            is_suspended=self.dealer.status == Dealer.Status.SUSPENDED,
        )

    def may(self, task: roles.Task) -> bool:
        """Whether this person does this part of the dealer's work now."""
        return task in self.tasks

    @property
    def may_see_bank_account(self) -> bool:
        """In the settings. On an invoice whoever does the money reads it too."""
        return self.may(roles.Task.BANK_ACCOUNT)


class BuyerProfile(models.Model):
    """A buyer: name, address and phone; the e-mail is the account's (PP-1.1-c). The port is what he set for himself (PP-1.1-m)."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="buyer_profile")
    name = models.CharField(max_length=120)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=24, blank=True)
    destination_port = models.CharField(max_length=5, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.user_id)


class ConsigneeQuerySet(models.QuerySet["Consignee"]):
    """Reads of consignees."""

    def visible_to(self, viewer: Viewer) -> Self:
        if viewer.is_staff:
            return self
        return self.filter(buyer=viewer.user) if viewer.user else self.none()


class Consignee(models.Model):
    """Who receives the vehicle; may be somebody who never visited (PP-1.1-d)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    buyer = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consignees")
    name = models.CharField(max_length=120)
    email = models.CharField(max_length=254, blank=True)
    country = models.CharField(max_length=2)
    address = models.TextField()
    phone = models.CharField(max_length=24)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Consignee"]] = ConsigneeQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def event_ref(self) -> str:
        return f"consignee:{self.pk}"


class Forwarder(models.Model):
    """A company that ships. Forwarders are in Japan for now (PP-5-fwd)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name_ja = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    country = models.CharField(max_length=2, default="JP")
    address = models.CharField(max_length=240, blank=True)
    phone = models.CharField(max_length=24, blank=True)
    email = models.CharField(max_length=254, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name_en",)
        constraints = (models.CheckConstraint(condition=Q(country="JP"), name="forwarder_in_japan"),)

    def __str__(self) -> str:
        return self.name_en

    @property
    def event_ref(self) -> str:
        return f"forwarder:{self.pk}"

    def name(self, language: str) -> str:
        return self.name_ja if language == "ja" else self.name_en


class ForwarderContact(models.Model):
    """A user who works for a forwarder."""

    forwarder = models.ForeignKey(Forwarder, on_delete=models.CASCADE, related_name="contacts")
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="forwarder_contact")
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.forwarder_id)
