"""Telling people of an event: a notice in the app for each, and a mail through egress. Safe to run twice: every row has its key."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from japacar.accounts.models import FormerAddress, User
from japacar.accounts.viewers import Viewer
from japacar.deals.models import Deal
from japacar.egress.mails import send_mail
from japacar.egress.models import Dispatch
from japacar.events.kinds import Kind
from japacar.events.models import Event
from japacar.kernel import clock
from japacar.members.actions import removal_url
from japacar.members.models import Dealer, Forwarder, NotificationAddress
from japacar.notices import rules
from japacar.notices.models import Delivery, Notice
from japacar.notices.words import WORDS
from japacar.vehicles.actions import link_for
from japacar.vehicles.models import Vehicle

# Forwarders are in Japan (PP-5-fwd); one without an account has told us no language.
OF_FORWARDERS = "ja"
MAIL_KINDS = {"dealer": "dealer_notice", "user": "account_notice", "mailbox": "staff_notice"}


def tell_about(event_id: int) -> None:
    """Make the notices and mails of one event, in one transaction. Run by the worker; a second run adds nothing."""
    event = Event.objects.get(pk=event_id)
    if not rules.is_told(event):
        return
    deal = rules.deal_of(event)
    with transaction.atomic():
        people = rules.people(event)
        for user in people:
            Notice.objects.get_or_create(
                user=user,
                event_id=event.pk,
                defaults={
                    "kind": event.kind,
                    "subject": deal.event_ref if deal else event.subject,
                    "created_at": event.at,
                },
            )
            if user.email_confirmed_at is not None:
                _mail(event, user, deal)
            if event.kind in rules.TOLD_TO_FORMER_ADDRESSES:
                for former in user.former_addresses.all():
                    _mail(event, user, deal, former=former)
        mailbox = rules.mailbox_of(event, deal)
        if mailbox is not None and mailbox.email not in {user.email for user in people}:
            _mail_box(event, mailbox, deal)
        forwarder = rules.link_holder_of(event, deal)
        if forwarder is not None and deal is not None and forwarder.email not in {user.email for user in people}:
            _mail_link_holder(event, forwarder, deal)


def _mail(event: Event, user: User, deal: Deal | None, *, former: FormerAddress | None = None) -> None:
    """One mail in the reader's language. It points at the page and holds no amount, account or name of others.

    `former` is an address that the user left lately: whoever took his account over may have changed it."""
    recipient = former or user
    car = None if deal else rules.vehicle_of(event)
    dispatch = send_mail(
        "notices/mail/notice",
        lambda: _said(event, deal, car, name=user.display_name, path=address(user, deal, car)),
        to=recipient.email,
        language=user.language,
        kind=MAIL_KINDS.get(event.subject.partition(":")[0], "deal_notice"),
        key=f"event:{event.pk}:{recipient.event_ref}",
        about=user.event_ref,
        recipient_ref=recipient.event_ref,
    )
    _keep(event, recipient.event_ref, dispatch)


def _mail_box(event: Event, mailbox: NotificationAddress, deal: Deal | None) -> None:
    """The same mail to the staff's mailbox, with the link that ends them. Its reader signs in with his own account."""
    car = None if deal else rules.vehicle_of(event)

    def said() -> dict[str, str]:
        path = reverse("deals:deal", kwargs={"code": deal.code}) if deal else reverse("members:settings")
        path = reverse("vehicles:edit_vehicle", kwargs={"reference": car.reference}) if car else path
        return _said(event, deal, car, path=path) | {"stop_url": removal_url(mailbox)}

    dispatch = send_mail(
        "notices/mail/notice",
        said,
        to=mailbox.email,
        language=mailbox.language,
        kind=MAIL_KINDS["mailbox"],
        key=f"event:{event.pk}:{mailbox.event_ref}",
        about=mailbox.event_ref,
    )
    _keep(event, mailbox.event_ref, dispatch)


def _mail_link_holder(event: Event, forwarder: Forwarder, deal: Deal) -> None:
    """The same mail to a forwarder who works through a one-time link: it leads to the page that his browser opened by it."""
    dispatch = send_mail(
        "notices/mail/notice",
        lambda: _said(
            event,
            deal,
            None,
            name=forwarder.name(OF_FORWARDERS),
            path=reverse("shipping:shipment", kwargs={"code": deal.code}),
        ),
        to=forwarder.email,
        language=OF_FORWARDERS,
        kind="deal_notice",
        key=f"event:{event.pk}:{forwarder.event_ref}",
        about=forwarder.event_ref,
    )
    _keep(event, forwarder.event_ref, dispatch)


def _said(event: Event, deal: Deal | None, car: Vehicle | None, *, path: str, name: str = "") -> dict[str, str]:
    url = stock_link(event) or settings.BASE_URL + path
    return {**spoken(Kind(event.kind), deal, car), "name": name, "url": url}


def _keep(event: Event, recipient_ref: str, dispatch: Dispatch) -> None:
    Delivery.objects.get_or_create(
        event_id=event.pk, recipient_ref=recipient_ref, channel="mail", defaults={"dispatch": dispatch}
    )


def stock_link(event: Event) -> str:
    """Behind a question about stock stands the page that answers it with one button, without signing in; else empty."""
    if event.kind not in (Kind.DEALER_STOCK_ASKED, Kind.DEALER_STOCK_EXPIRED):
        return ""
    return link_for(Dealer.objects.get(pk=event.subject.partition(":")[2]))


def spoken(kind: Kind, deal: Deal | None, vehicle: Vehicle | None = None) -> dict[str, str]:
    """Subject and sentence of a kind in the active language, with the car's title filled in."""
    language = (translation.get_language() or "en").split("-")[0]
    car = deal.vehicle if deal else vehicle
    facts = {"car": car.title(language) if car else "", "code": deal.code if deal else ""}
    words = WORDS[kind]
    return {"subject": str(words.subject) % facts, "body": str(words.body) % facts, **facts}


def address(user: User, deal: Deal | None, vehicle: Vehicle | None = None) -> str:
    """The page that a notice leads to, in the active language: the deal, for forwarders their shipment, the listing, else
    the account."""
    if vehicle is not None:
        return reverse("vehicles:edit_vehicle", kwargs={"reference": vehicle.reference})
    if deal is None:
        return reverse("accounts:home")
    if deal.forwarder_id and user.pk != deal.buyer_id and _ships(user, deal):
        return reverse("shipping:shipment", kwargs={"code": deal.code})
    return reverse("deals:deal", kwargs={"code": deal.code})


def _ships(user: User, deal: Deal) -> bool:
    return Deal.objects.for_forwarder(Viewer(user)).filter(pk=deal.pk).exists()


def mark_read(viewer: Viewer, notice_id: str | None = None) -> int:
    """Mark one of the viewer's notices read, or all of them. Returns how many."""
    notices = Notice.objects.visible_to(viewer).unread()
    if notice_id is not None:
        notices = notices.filter(pk=notice_id)
    changed: int = notices.update(read_at=clock.now())
    return changed
