"""What must be true of the rows of all rooms at every moment, one named function per promise: it gives the references that break it.

The one thing to know: each is a read in the database's own words, so that a fault in an action cannot hide behind the same
action's view of things. `japacar invariants` runs them all; tests/house/test_invariants.py breaks each and sees it fire."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import Coalesce

from config.keys import sealed_columns
from japacar.accounts.models import Agreement, PublishedText, StaffRole, User
from japacar.deals import rules
from japacar.deals.models import Deal
from japacar.desk.actions import AT_ONCE, STANDS_ALONE_FOR
from japacar.desk.models import Override, ReviewClaim
from japacar.documents.models import Document, Series
from japacar.egress.models import Dispatch
from japacar.events.invariants import Fault
from japacar.events.kinds import Kind
from japacar.events.models import Event
from japacar.files.models import StoredFile, Use
from japacar.kernel import clock
from japacar.kernel.declarations import Recipient
from japacar.members.models import BuyerProfile, Dealer, GuardianConsent
from japacar.notices.models import Delivery, Notice
from japacar.payments.models import PaymentRequest, Refund, TransferProof
from japacar.quotes.models import Quote
from japacar.vehicles import rules as vehicle_rules
from japacar.vehicles.models import ListingReview, Photo, Vehicle

Broken = Iterator[object]
PROMISES: dict[str, tuple[str, Callable[[], Broken]]] = {}


def promise(words: str) -> Callable[[Callable[[], Broken]], Callable[[], Broken]]:
    """Put a function on the list, under its name and with the sentence that a break is reported with."""

    def keep(function: Callable[[], Broken]) -> Callable[[], Broken]:
        PROMISES[function.__name__] = (words, function)
        return function

    return keep


def broken_promises() -> Iterator[Fault]:
    """Every break of every promise."""
    for name, (words, function) in PROMISES.items():
        for subject in function():
            yield Fault(name, str(getattr(subject, "event_ref", subject)), words)


# --- People -----------------------------------------------------------------------------------------------------------


@promise("joined and confirmed, but did not agree to both texts")
def everybody_agreed() -> Broken:
    """PP-0-c, PP-3-f: whoever joined and confirmed the address agreed to the Terms and the Policy."""
    joined = set(Event.objects.filter(kind=Kind.ACCOUNT_JOINED).values_list("subject", flat=True))
    agreed = {kind: set(Agreement.objects.filter(kind=kind).values_list("user_ref", flat=True)) for kind in _TEXTS}
    for user in User.objects.filter(email_confirmed_at__isnull=False).exclude(status=User.Status.CLOSED):
        if user.event_ref in joined and not all(user.event_ref in people for people in agreed.values()):
            yield user


_TEXTS = tuple(PublishedText.Kind)


@promise("buys without having said whether he is of age")
def buyers_said_their_age() -> Broken:
    """PP-13-a."""
    yield from (profile.user for profile in BuyerProfile.objects.filter(user__majority=None).select_related("user"))


@promise("is declared a minor and not frozen")
def minors_are_frozen() -> Broken:
    """PP-13-a: until two of staff have found a guardian's consent right."""
    agreed = GuardianConsent.objects.accepted().values("user")
    yield from User.objects.filter(majority__is_of_age=False, status=User.Status.ACTIVE).exclude(pk__in=agreed)


@promise("was decided by one person alone, or by nobody of the staff")
def second_words_are_of_another() -> Broken:
    """PP-13-a and exceptions of the desk: two different people of staff stand behind each."""
    staff = {f"user:{pk}" for pk in StaffRole.objects.values_list("user", flat=True)}
    for consent in GuardianConsent.objects.accepted():
        if consent.first_by == consent.decided_by or not {consent.first_by, consent.decided_by} <= staff:
            yield f"guardian_consent:{consent.pk}"
    for override in Override.objects.filter(state=Override.State.CONFIRMED):
        if override.proposed_by == override.decided_by or not {override.proposed_by, override.decided_by} <= staff:
            yield override


@promise("is stopped by one person alone, and was to be open again by now")
def one_word_alone_ends() -> Broken:
    """A suspension and a disabled account end by themselves unless a second person of staff agrees in time."""
    late = clock.now() - STANDS_ALONE_FOR - timedelta(hours=1)
    yield from Override.objects.waiting().filter(kind__in=AT_ONCE, proposed_at__lt=late)


@promise("is disabled, and nobody of the staff stands behind it")
def disabled_accounts_have_a_reason() -> Broken:
    behind = Override.objects.filter(kind=Override.Kind.DISABLE, state__in=["open", "confirmed"])
    yield from User.objects.filter(status=User.Status.DISABLED).exclude(pk__in=behind.values("user"))


@promise("is held at the desk by somebody who is not of the staff, or is no longer there to be decided")
def reviews_are_held_by_staff() -> Broken:
    staff = {f"user:{pk}" for pk in StaffRole.objects.values_list("user", flat=True)}
    yield from (claim.dealer for claim in ReviewClaim.objects.select_related("dealer") if claim.held_by not in staff)


@promise("is closed and was left with notices")
def closed_accounts_have_no_notices() -> Broken:
    yield from User.objects.filter(pk__in=Notice.objects.filter(user__status=User.Status.CLOSED).values("user"))


# --- Dealers and vehicles ---------------------------------------------------------------------------------------------


@promise("is approved without name, permit or a decision")
def approved_dealers_are_complete() -> Broken:
    """PP-1.1-b, Secondhand Articles Dealer Act: nobody sells here whose permit was not seen."""
    missing = Q(name_ja="") | Q(permit_number="") | Q(permit_commission="") | Q(decided_at=None)
    yield from Dealer.objects.filter(missing, status=Dealer.Status.APPROVED)


@promise("has two bank accounts at once")
def one_bank_account_counts() -> Broken:
    yield from (
        Dealer.objects.filter(bank_accounts__replaced_at=None)
        .annotate(current=Count("bank_accounts", filter=Q(bank_accounts__replaced_at=None)))
        .filter(current__gt=1)
    )


@promise("cannot be opened with the keys that we have")
def sealed_values_have_their_key() -> Broken:
    """A-3: sealed, and with a key of the ring, in every sealed column there is. Only the headers are looked at; nothing is opened."""
    for column in sealed_columns():
        for pk in column.lost():
            yield f"{column}:{pk}"


@promise("was stopped, and yet stands on an invoice")
def stopped_accounts_are_on_no_invoice() -> Broken:
    """A-3: a change that an owner or staff ended never comes into effect."""
    yield from PaymentRequest.objects.filter(account__stopped_at__isnull=False)


@promise("prints an account number, but no event tells that it was opened for it")
def printed_accounts_were_revealed() -> Broken:
    """A-3: every reveal is recorded; issuing an invoice is one."""
    told = Event.objects.filter(kind=Kind.BANK_ACCOUNT_REVEALED).values_list("subject", flat=True)
    revealed = set(told.distinct())
    yield from (
        request
        for request in PaymentRequest.objects.select_related("account")
        if request.account.event_ref not in revealed
    )


@promise("is shown, but its dealer is not approved")
def shown_vehicles_have_checked_dealers() -> Broken:
    yield from Vehicle.objects.filter(status=Vehicle.Status.PUBLISHED).exclude(
        dealer__status__in=[Dealer.Status.APPROVED, Dealer.Status.SUSPENDED]
    )


@promise("is on sale and lacks something a buyer needs")
def vehicles_on_sale_are_complete() -> Broken:
    for vehicle in Vehicle.objects.filter(status=Vehicle.Status.PUBLISHED).select_related("dealer"):
        if {field for field, _ in vehicle_rules.problems(vehicle)} - _ALLOWED:
            yield vehicle


# The dealer has a promise of his own; the demo's pictures are drawn by the worker after its vehicles are on sale.
_ALLOWED = {"dealer", *(["photos"] if settings.MODE == "demo" else [])}


@promise("waits for our staff without an open review, or the other way round")
def listings_in_review_have_a_reason() -> Broken:
    open_ones = ListingReview.objects.filter(decided_at=None).values("vehicle")
    yield from Vehicle.objects.filter(status=Vehicle.Status.REVIEW).exclude(pk__in=open_ones)
    yield from Vehicle.objects.filter(pk__in=open_ones).exclude(status=Vehicle.Status.REVIEW)


@promise("is reserved, but no deal holds it")
def reserved_vehicles_have_a_deal() -> Broken:
    holding = Deal.objects.filter(commercial__in=rules.HOLDING).values("vehicle")
    yield from Vehicle.objects.filter(status=Vehicle.Status.RESERVED).exclude(pk__in=holding)


@promise("is sold, but no deal on it is completed")
def sold_vehicles_have_a_completed_deal() -> Broken:
    completed = Deal.objects.filter(commercial=rules.Commercial.COMPLETED).values("vehicle")
    yield from Vehicle.objects.filter(status=Vehicle.Status.SOLD).exclude(pk__in=completed)


@promise("is promised to two buyers")
def one_deal_holds_a_vehicle() -> Broken:
    yield from Vehicle.objects.annotate(held=Count("deals", filter=Q(deals__commercial__in=rules.RESERVING))).filter(
        held__gt=1
    )


# --- Deals, quotations, money -----------------------------------------------------------------------------------------


@promise("holds a vehicle that is not reserved")
def holding_deals_hold() -> Broken:
    yield from Deal.objects.filter(commercial__in=rules.HOLDING).exclude(vehicle__status=Vehicle.Status.RESERVED)


@promise("was agreed, but its total is not that of the accepted quotation")
def agreed_deals_have_their_price() -> Broken:
    for deal in Deal.objects.filter(commercial__in=rules.RESERVING):
        if list(deal.quotes.filter(status=Quote.Status.ACCEPTED).values_list("total_minor", flat=True)) != [
            deal.total_minor
        ]:
            yield deal


@promise("does not add up")
def quotations_add_up() -> Broken:
    yield from Quote.objects.annotate(sum=Coalesce(Sum("lines__amount_minor"), 0)).exclude(sum=F("total_minor"))


@promise("counts as paid, but less arrived than was asked for")
def paid_deals_are_paid() -> Broken:
    for deal in Deal.objects.filter(paid_at__isnull=False):
        requests = deal.payment_requests.exclude(money=rules.Money.VOIDED)
        asked = requests.aggregate(total=Sum("amount_minor"))["total"] or 0
        received = requests.aggregate(total=Sum("receipts__amount_minor"))["total"] or 0
        if not asked or received < asked:
            yield deal


@promise("has a money state that its receipts do not bear out")
def money_states_follow_the_receipts() -> Broken:
    requests = PaymentRequest.objects.annotate(got=Coalesce(Sum("receipts__amount_minor"), 0))
    enough = Q(money__in=[rules.Money.FUNDS_CONFIRMED, rules.Money.OVER], got__lt=F("amount_minor"))
    yield from requests.filter(enough | Q(money=rules.Money.SHORT, got__gte=F("amount_minor")))


@promise("went back beyond what had arrived, or in a state that has no refund")
def refunds_are_borne_out() -> Broken:
    sent = [rules.Money.REFUND_SENT, rules.Money.REFUND_CONFIRMED]
    refunds = Refund.objects.annotate(got=Coalesce(Sum("request__receipts__amount_minor"), 0))
    yield from PaymentRequest.objects.filter(
        refund__in=refunds.filter(Q(amount_minor__gt=F("got")) | ~Q(request__money__in=sent))
    )
    yield from PaymentRequest.objects.filter(money__in=sent, refund=None)


@promise("is completed without payment, date, sailing or B/L")
def completed_deals_are_whole() -> Broken:
    whole = Q(paid_at__isnull=False, completed_at__isnull=False, shipment__sailed_on__isnull=False)
    yield from Deal.objects.filter(commercial=rules.Commercial.COMPLETED).exclude(whole & ~Q(shipment__bl_number=""))


@promise("has a B/L, but nobody to receive the vehicle")
def bills_of_lading_name_a_consignee() -> Broken:
    yield from Deal.objects.filter(papers__in=rules.BL_OUT, consignee=None)


@promise("ended without a sale and says neither by whom nor why")
def ended_deals_say_why() -> Broken:
    yield from Deal.objects.filter(commercial__in=rules.ENDED_WITHOUT_SALE, ending=None)


# --- Papers and files -------------------------------------------------------------------------------------------------


@promise("has a gap or a number twice")
def numbers_have_no_gaps() -> Broken:
    for series in Series.objects.all():
        taken = Document.objects.filter(issuer=series.issuer, kind=series.kind, year=series.year, is_made_here=True)
        found = taken.aggregate(count=Count("sequence", distinct=True), last=Max("sequence"))
        if (found["count"], found["last"] or 0) != (series.last_number, series.last_number):
            yield f"series:{series}"


@promise("was issued without frozen data or hash")
def issued_papers_are_frozen() -> Broken:
    yield from Document.objects.filter(Q(sealed_data=None) | Q(sha256=""), is_made_here=True)


@promise("is a transfer proof that does not lie sealed")
def proofs_are_sealed() -> Broken:
    yield from TransferProof.objects.filter(Q(file__sealed=False) | ~Q(file__slot=Use.PROOF))


@promise("lies open and is no photo")
def only_photos_are_public() -> Broken:
    yield from StoredFile.objects.filter(sealed=False).exclude(slot=Use.PHOTO)


@promise("shows the chassis plate to everybody")
def private_photos_are_sealed() -> Broken:
    """PP-1.1-h."""
    shown = Q(is_private=True, file__sealed=False) | Q(angle__in=vehicle_rules.PRIVATE_ANGLES, file__sealed=False)
    yield from (f"photo:{photo.pk}" for photo in Photo.objects.filter(shown))


# --- What leaves ------------------------------------------------------------------------------------------------------


@promise("was sent, but its content is still here")
def sent_content_is_gone() -> Broken:
    done = [Dispatch.State.SENT, Dispatch.State.PROVIDED]
    yield from Dispatch.objects.filter(state__in=done, sealed_payload__isnull=False)


@promise("waits to be sent and has no content")
def waiting_mail_has_content() -> Broken:
    waiting = [Dispatch.State.PENDING, Dispatch.State.SENDING]
    yield from Dispatch.objects.filter(state__in=waiting, sealed_payload=None, recipient=Recipient.MAIL.code)


@promise("carries the mails of two people or events")
def each_mail_has_its_own_ledger_row() -> Broken:
    yield from Dispatch.objects.annotate(carried=Count("deliveries")).filter(carried__gt=1)


@promise("tells of an event that does not exist")
def notices_have_their_event() -> Broken:
    events = Event.objects.values("pk")
    yield from (f"notice:{pk}" for pk in Notice.objects.exclude(event_id__in=events).values_list("pk", flat=True))
    yield from (f"delivery:{pk}" for pk in Delivery.objects.exclude(event_id__in=events).values_list("pk", flat=True))


@promise("was shown to a forwarder, but the ledger does not say so")
def every_pack_is_in_the_ledger() -> Broken:
    """The provision record of APPI art. 29: as many rows as events, deal by deal."""
    shown = Event.objects.filter(kind=Kind.PACK_PROVIDED).values_list("subject").annotate(count=Count("pk"))
    ledger = Dispatch.objects.filter(recipient=Recipient.FORWARDER.code, state=Dispatch.State.PROVIDED)
    if sum(count for _, count in shown) != ledger.count():
        yield from (subject for subject, _ in shown)
