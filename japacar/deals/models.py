"""A deal between one buyer and one dealer over one vehicle, from the request on, and its shipment.

The one thing to know: three lane columns stand here (money is a lane of each payment request, in the payments room);
`Deal.move` changes one by a conditional UPDATE, and the partial unique index lets one deal hold a vehicle (architecture.md 3, 6)."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from japacar.accounts.models import User
from japacar.accounts.viewers import Viewer
from japacar.deals import rules
from japacar.files.models import StoredFile
from japacar.kernel import clock, ids
from japacar.kernel.money import Money
from japacar.members.access import tasks_of
from japacar.members.models import Consignee, Dealer, Forwarder
from japacar.members.roles import Task
from japacar.vehicles.models import Vehicle


class WrongState(Exception):
    """The deal is no longer where the actor believed: somebody else was first, or the step is not allowed to him."""


class DealerRests(WrongState):
    """The dealer is suspended: what buyers have paid for is finished, and nothing goes on towards a sale."""


class DealQuerySet(models.QuerySet["Deal"]):
    """Reads of deals."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The buyer, the dealer's people and staff. Forwarders use `for_forwarder`.

        A request that nobody confirmed is seen by no party: anybody may have typed the buyer's address."""
        if viewer.is_staff:
            return self
        if viewer.user is None:
            return self.none()
        dealers = Dealer.objects.filter(memberships__user=viewer.user, memberships__ended_at=None)
        return self.filter(Q(buyer=viewer.user) | Q(dealer__in=dealers), confirmed_at__isnull=False)

    def unconfirmed(self) -> Self:
        """Requests whose code has not come back yet; only the browser that asked knows which is its own."""
        return self.filter(confirmed_at=None)

    def for_forwarder(self, viewer: Viewer) -> Self:
        """Deals that a forwarder's people, or the holder of his one-time link, may ship: nothing of the price is shown there."""
        if viewer.link_ref:
            return self.filter(
                forwarder_links__pk=viewer.link_ref.partition(":")[2],
                forwarder_links__revoked_at=None,
                forwarder_links__expires_at__gt=clock.now(),
                forwarder_links__forwarder__is_active=True,
            )
        if viewer.user is None:
            return self.none()
        return self.filter(forwarder__contacts__user=viewer.user, forwarder__is_active=True)

    def active(self) -> Self:
        return self.filter(commercial__in=rules.ACTIVE)

    def resting(self) -> Self:
        """Those of a suspended dealer: no clock of a step that leads to a sale, or of money for him, runs."""
        return self.filter(dealer__status=Dealer.Status.SUSPENDED)


def new_code() -> str:
    return ids.reference("DL")


class Deal(models.Model):
    """One buyer's way to one vehicle."""

    code = models.CharField(max_length=12, unique=True, default=new_code)
    vehicle = models.ForeignKey(Vehicle, on_delete=models.PROTECT, related_name="deals")
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="deals")
    buyer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deals")
    mode = models.CharField(max_length=8, default=rules.Mode.DIRECT)
    mode_frozen_at = models.DateTimeField(null=True, blank=True)

    commercial = models.CharField(max_length=20, default=rules.COMMERCIAL.first)
    papers = models.CharField(max_length=24, default=rules.PAPERS.first)
    logistics = models.CharField(max_length=20, default=rules.LOGISTICS.first)

    destination_country = models.CharField(max_length=2)
    destination_port = models.CharField(max_length=5)
    incoterm = models.CharField(max_length=3, default="CIF")
    wants_inspection = models.BooleanField(default=False)
    wants_insurance = models.BooleanField(default=True)
    consignee = models.ForeignKey(Consignee, on_delete=models.PROTECT, null=True, blank=True, related_name="deals")
    forwarder = models.ForeignKey(Forwarder, on_delete=models.PROTECT, null=True, blank=True, related_name="deals")

    total_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="JPY")
    requested_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(default=clock.now)
    """When any lane last moved: the clock of the turn that runs now."""

    objects: ClassVar[models.Manager["Deal"]] = DealQuerySet.as_manager()

    class Meta:
        ordering = ("-moved_at",)
        indexes = (
            models.Index(fields=["dealer", "commercial"], name="deal_by_dealer"),
            models.Index(fields=["buyer", "commercial"], name="deal_by_buyer"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["vehicle"],
                condition=Q(commercial__in=sorted(rules.RESERVING)),
                name="one_reservation_per_vehicle",
            ),
            models.UniqueConstraint(
                fields=["buyer", "vehicle"],
                condition=Q(commercial__in=sorted(rules.ACTIVE)),
                name="one_active_deal_per_buyer",
            ),
            models.CheckConstraint(condition=Q(currency="JPY"), name="deal_in_yen"),
            models.CheckConstraint(condition=Q(mode__in=["direct", "resale"]), name="deal_mode_known"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{lane.name}__in": [state.value for state in lane.states]}),
                    name=f"deal_{lane.name}_known",
                )
                for lane in (rules.COMMERCIAL, rules.PAPERS, rules.LOGISTICS)
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def event_ref(self) -> str:
        return f"deal:{self.code}"

    @property
    def is_active(self) -> bool:
        return self.commercial in rules.ACTIVE

    @property
    def total(self) -> Money | None:
        """What was agreed; None until the buyer has reserved."""
        return None if self.total_minor is None else Money(self.total_minor, self.currency)

    def money_states(self) -> list[str]:
        """The money lane of each payment request, oldest first (rows of the payments room, read through the relation)."""
        return list(self.payment_requests.order_by("pk").values_list("money", flat=True))

    def party_of(self, viewer: Viewer) -> str:
        """ "buyer", "dealer" or "staff" for somebody who may see this deal (`visible_to`)."""
        if viewer.user is not None and viewer.user.pk == self.buyer_id:
            return rules.Actor.BUYER
        return rules.Actor.STAFF if viewer.is_staff else rules.Actor.DEALER

    def tasks_of(self, viewer: Viewer) -> frozenset[Task]:
        """Which parts of the work are this viewer's: for the dealer's people by their role, for the other sides all."""
        if self.party_of(viewer) != rules.Actor.DEALER:
            return frozenset(Task)
        return tasks_of(viewer.user, self.dealer_id)

    @property
    def is_booked(self) -> bool:
        """Whether a vessel was ever booked: from then on the forwarder works with the name of the consignee."""
        return self.logistics != rules.LOGISTICS.first

    def hold(self) -> None:
        """Lock the row until the transaction ends and read anew the lanes, who ships and who receives, for guards that look at more than
        the lane they move.

        Whoever locks other rows of a deal (a quotation, the shipment) holds the deal first, so that nobody waits in a circle."""
        lanes = [lane.name for lane in (rules.COMMERCIAL, rules.PAPERS, rules.LOGISTICS)]
        self.refresh_from_db(fields=[*lanes, "forwarder", "consignee"], from_queryset=Deal.objects.select_for_update())

    def restarted(self, since: datetime) -> datetime:
        """When the clock of a step that rests with its dealer really began: anew with the end of his last suspension."""
        return max(since, self.dealer.resumed_at or since)

    def refuse_while_dealer_rests(self) -> None:
        """Raises DealerRests unless staff have approved the dealer, as the database says now: pages and roles may be older.

        A suspension at the same moment waits for the transaction that asked, or this one for it."""
        if not Dealer.objects.stays_approved(self.dealer_id):
            raise DealerRests(self.code)

    def move(self, lane: rules.Lane, to: str, *, party: str, **also: object) -> str:
        """Move one lane by a conditional UPDATE, with other columns in the same statement. Returns the state left.

        Raises WrongState when the table does not allow it to this party or when somebody else moved first."""
        start = str(getattr(self, lane.name))
        if not rules.allows(lane, start, to, by=party, mode=self.mode):
            raise WrongState(f"{lane.name}: {start} to {to} by {party}")
        if lane is rules.COMMERCIAL and to in rules.ACTIVE:
            self.refuse_while_dealer_rests()
        changes = {lane.name: to, "moved_at": clock.now(), **also}
        if Deal.objects.filter(pk=self.pk, **{lane.name: start}).update(**changes) != 1:
            raise WrongState(f"{lane.name} is no longer {start}")
        for name, value in changes.items():
            setattr(self, name, value)
        return start


class DealEnding(models.Model):
    """Who ended a deal without a sale, and why. The words are the person's own and erasable."""

    deal = models.OneToOneField(Deal, on_delete=models.CASCADE, related_name="ending")
    party = models.CharField(max_length=8)
    reason = models.CharField(max_length=24)
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.party} {self.reason}"


class ConsigneeChange(models.Model):
    """Somebody else receives the car than before: both sides see from whom to whom, and when. The event holds references only."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="consignee_changes")
    former = models.ForeignKey(Consignee, on_delete=models.PROTECT, related_name="left")
    current = models.ForeignKey(Consignee, on_delete=models.PROTECT, related_name="entered")
    party = models.CharField(max_length=8)
    is_after_booking = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.deal_id} {self.at:%Y-%m-%d}"


class Message(models.Model):
    """Something written in a deal by one side to the other; kept as written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    party = models.CharField(max_length=8)
    text = models.TextField()
    language = models.CharField(max_length=2, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return str(self.pk)


class Shipment(models.Model):
    """The voyage of a deal's vehicle, as the forwarder reports it."""

    class BillOfLading(models.TextChoices):
        ORIGINAL = "original", _("Original")
        SURRENDERED = "surrendered", _("Surrendered")
        WAYBILL = "waybill", _("Sea waybill")

    deal = models.OneToOneField(Deal, on_delete=models.CASCADE, related_name="shipment")
    vessel = models.CharField(max_length=60, blank=True)
    voyage = models.CharField(max_length=20, blank=True)
    loading_port = models.CharField(max_length=5, blank=True)
    discharge_port = models.CharField(max_length=5, blank=True)
    cut_on = models.DateField(null=True, blank=True)
    etd_on = models.DateField(null=True, blank=True)
    eta_on = models.DateField(null=True, blank=True)
    sailed_on = models.DateField(null=True, blank=True)
    bl_number = models.CharField(max_length=40, blank=True)
    bl_kind = models.CharField(max_length=12, choices=BillOfLading.choices, blank=True)
    bl_issued_on = models.DateField(null=True, blank=True)
    bl_file = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.vessel} {self.voyage}".strip()


class ForwarderLink(models.Model):
    """A one-time address by which a forwarder without an account opens one pack. Only the hash of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="forwarder_links")
    forwarder = models.ForeignKey(Forwarder, on_delete=models.CASCADE, related_name="links")
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    # Of the form whose button opened it: the answer may be lost on the way, and the same form is sent again.
    opened_with = models.CharField(max_length=64, blank=True, default="")
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def event_ref(self) -> str:
        return f"link:{self.pk}"
