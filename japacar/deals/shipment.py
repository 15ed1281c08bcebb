"""The verbs of shipping a deal's vehicle: the forwarder is chosen, books, reports the sailing, issues the B/L, reports arrival.

The one thing to know: a forwarder acts as himself or through a one-time link; both are parties "forwarder" of the lanes."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from japacar.accounts.viewers import Viewer
from japacar.deals import rules
from japacar.deals.actions import mark_logistics, mark_papers
from japacar.deals.models import Deal, ForwarderLink, Shipment, WrongState
from japacar.egress.actions import send
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.files import actions as files
from japacar.files.models import StoredFile
from japacar.kernel import clock, ids
from japacar.kernel.declarations import Recipient
from japacar.kernel.inspection import Slot
from japacar.members.models import Forwarder

LINK_LASTS = timedelta(days=60)


class NoConsignee(Exception):
    """A forwarder needs to know who receives the vehicle."""


class NotPaid(Exception):
    """Shipping begins when a part of the price is in the account."""


class DatesDoNotFit(Exception):
    """The arrival lies before the departure, or the departure before the cut-off."""


class NothingChanged(Exception):
    """What was sent stands already: of two windows, or of a form that was saved as it was."""


class LinkIsDead(Exception):
    """The one-time link was used up, withdrawn or has expired."""


def assign_forwarder(deal: Deal, forwarder: Forwarder, *, by: Viewer) -> None:
    """The payee's side chooses who ships. Raises NoConsignee, NotPaid, WrongState, and NothingChanged where he was chosen before."""
    if deal.consignee_id is None:
        raise NoConsignee
    if not rules.work_may_start(deal.money_states()):
        raise NotPaid
    with transaction.atomic():
        deal.hold()
        if deal.logistics not in {rules.Logistics.AWAITING_BOOKING, rules.Logistics.ROLLED} or not deal.is_active:
            raise WrongState("the vehicle is booked")
        if deal.forwarder_id == forwarder.pk:
            raise NothingChanged
        ForwarderLink.objects.filter(deal=deal, revoked_at=None).exclude(forwarder=forwarder).update(
            revoked_at=clock.now()
        )
        Deal.objects.filter(pk=deal.pk).update(forwarder=forwarder, moved_at=clock.now())
        deal.forwarder = forwarder
        Shipment.objects.get_or_create(
            deal=deal,
            defaults={"loading_port": deal.vehicle.loading_port, "discharge_port": deal.destination_port},
        )
        record(Kind.FORWARDER_ASSIGNED, deal, by=by, forwarder=forwarder.event_ref)


def make_link(deal: Deal, *, by: Viewer) -> str:
    """A one-time address for the deal's forwarder, mailed to him; earlier ones die. Returns the secret, which is kept only as a hash."""
    secret = ids.secret_token()
    now = clock.now()
    with transaction.atomic():
        deal.hold()  # Another forwarder may be chosen at this moment: his is the link then.
        if deal.forwarder is None:
            raise WrongState("no forwarder is chosen")
        ForwarderLink.objects.filter(deal=deal, revoked_at=None).update(revoked_at=now)
        link = ForwarderLink.objects.create(
            deal=deal, forwarder=deal.forwarder, secret_hash=ids.hash_secret(secret), expires_at=now + LINK_LASTS
        )
        record(Kind.FORWARDER_LINK_MADE, deal, by=by, forwarder=deal.forwarder.event_ref)
        if deal.forwarder.email:
            _mail_link(link, secret)
    return secret


def find_link(secret: str) -> ForwarderLink:
    """The link behind a secret, opened or not, while its time lasts. Raises LinkIsDead."""
    link = (
        ForwarderLink.objects.select_related("deal", "forwarder")
        .filter(
            secret_hash=ids.hash_secret(secret),
            revoked_at=None,
            expires_at__gt=clock.now(),
            forwarder__is_active=True,
        )
        .first()
    )
    if link is None:
        raise LinkIsDead
    return link


def open_link(link: ForwarderLink, *, form_key: str) -> None:
    """Use it up: it opens one browser, once. Raises LinkIsDead.

    `form_key` is random and stands in one rendered page only, so the same one again is the same browser: a double tap, or one
    more try because the answer did not arrive."""
    with_key = ids.hash_secret(form_key) if form_key else ""
    opened = ForwarderLink.objects.filter(pk=link.pk, opened_at=None)
    if opened.update(opened_at=clock.now(), opened_with=with_key) == 1:
        return
    if not with_key or not ForwarderLink.objects.filter(pk=link.pk, opened_with=with_key).exists():
        raise LinkIsDead


def held_link(code: str, held: Sequence[str]) -> ForwarderLink | None:
    """Which of the links that a browser opened leads to this deal."""
    keys = [ref.partition(":")[2] for ref in held]
    return ForwarderLink.objects.filter(deal__code=code, pk__in=keys, revoked_at=None).first()


def book_vessel(
    deal: Deal,
    *,
    vessel: str,
    voyage: str,
    loading_port: str,
    etd_on: date,
    eta_on: date,
    cut_on: date | None = None,
    by: Any,
    party: str = rules.Actor.FORWARDER,
) -> Shipment:
    """Vessel and dates are known, or changed: a change before sailing is a roll to another vessel.

    Raises DatesDoNotFit, WrongState, and NothingChanged: what stands already is no roll."""
    if eta_on < etd_on or (cut_on is not None and cut_on > etd_on):
        raise DatesDoNotFit
    said = {
        "vessel": vessel,
        "voyage": voyage,
        "loading_port": loading_port,
        "etd_on": etd_on,
        "eta_on": eta_on,
        "cut_on": cut_on,
    }
    with transaction.atomic():
        _hold_active(deal)
        shipment, _ = Shipment.objects.select_for_update().get_or_create(
            deal=deal, defaults={"discharge_port": deal.destination_port}
        )
        if deal.logistics in {rules.Logistics.BOOKED, rules.Logistics.YARD_IN, rules.Logistics.EXPORT_PERMITTED}:
            if said == {name: getattr(shipment, name) for name in said}:
                raise NothingChanged
            mark_logistics(deal, rules.Logistics.ROLLED, party=party, by=by)
        mark_logistics(
            deal, rules.Logistics.BOOKED, party=party, by=by, kind=Kind.SHIPMENT_BOOKED, etd_on=etd_on, eta_on=eta_on
        )
        _change(shipment, **said)
    return shipment


def report_sailing(deal: Deal, *, sailed_on: date, by: Any, party: str = rules.Actor.FORWARDER) -> None:
    """The vehicle is on board and has left. Raises WrongState."""
    with transaction.atomic():
        _hold_active(deal)
        shipment = Shipment.objects.select_for_update().get(deal=deal)
        mark_logistics(deal, rules.Logistics.ON_BOARD, party=party, by=by, kind=Kind.SHIPMENT_SAILED, etd_on=sailed_on)
        _change(shipment, sailed_on=sailed_on)


def issue_bl(
    deal: Deal,
    *,
    number: str,
    kind: str,
    issued_on: date,
    file: StoredFile | None = None,
    by: Any,
    party: str = rules.Actor.FORWARDER,
) -> None:
    """The bill of lading is out. Raises WrongState until the car is deregistered and on board."""
    with transaction.atomic():
        _hold_active(deal)
        if deal.logistics not in rules.LOADED:
            raise WrongState("not on board")
        shipment = Shipment.objects.select_for_update().get(deal=deal)
        mark_papers(deal, rules.Papers.BL_ISSUED, party=party, by=by, kind=Kind.BL_ISSUED, number=number)
        if file is not None:
            shipment.bl_file = files.bind(file, owner_ref=deal.event_ref, by=by)
        _change(shipment, bl_number=number, bl_kind=kind, bl_issued_on=issued_on, bl_file=shipment.bl_file)


def report_arrival(deal: Deal, *, by: Any, party: str = rules.Actor.FORWARDER) -> None:
    """The vessel is in the port of discharge. Raises WrongState."""
    with transaction.atomic():
        _hold_active(deal)
        mark_logistics(deal, rules.Logistics.ARRIVED, party=party, by=by)


def _hold_active(deal: Deal) -> None:
    """A forwarder still sees a deal that was cancelled, and its car may be somebody else's by now, or another forwarder's to ship."""
    shipped_by = deal.forwarder_id
    deal.hold()
    if not deal.is_active or deal.forwarder_id != shipped_by:
        raise WrongState("the deal is over, or another forwarder ships it")


def store_bl(upload: Any, *, deal: Deal, by: Any) -> StoredFile:
    """Inspect and keep the picture or PDF of the B/L, outside the transaction that will use it. Raises UploadRefused."""
    return files.store(upload, slot=Slot.DOCUMENT_IMAGE, owner_ref=deal.event_ref, by=by)


def _change(shipment: Shipment, **values: Any) -> None:
    for name, value in values.items():
        setattr(shipment, name, value)
    shipment.updated_at = clock.now()
    shipment.save(update_fields=[*values, "updated_at"])


def _mail_link(link: ForwarderLink, secret: str) -> None:
    """Forwarders are in Japan: the mail is Japanese with English below it. It names no consignee and no price."""
    with translation.override("ja"):
        url = settings.BASE_URL + reverse("shipping:link", kwargs={"secret": secret})
        context = {
            "url": url,
            "code": link.deal.code,
            "forwarder": link.forwarder.name_ja,
            "expires_on": link.expires_at.astimezone(clock.JST).date(),
            "operator": settings.OPERATOR,
            "privacy_url": settings.BASE_URL + reverse("accounts:text", kwargs={"slug": "privacy"}),
        }
        payload = {
            "to": link.forwarder.email,
            "subject": f"船積みのご依頼 / Shipping instruction {link.deal.code}",
            "text": render_to_string("deals/mail/forwarder_link.txt", context),
            "html": render_to_string("deals/mail/forwarder_link.html", context),
            "language": "ja",
            "kind": "forwarder_link",
        }
    send(
        Recipient.MAIL,
        purpose="mail",
        key=f"link:{link.pk}",
        subjects=[link.forwarder.event_ref],
        payload=payload,
        recipient_ref=link.forwarder.event_ref,
    )
