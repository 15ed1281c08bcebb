"""The mailbox of a dealer's staff that is told by mail (PP-1.1-k): entered, confirmed by its owner, removed by anybody who reads it.

The one thing to know: until the button behind the mailed link was pressed, nothing but that one mail goes there."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from japacar.egress.mails import send_mail
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel import clock, ids
from japacar.members.models import Dealer, NotificationAddress, WrongState

LINK_LASTS = timedelta(days=7)
SALT = "japacar.members.notification-address"


class AddressLinkIsDead(Exception):
    """Used, replaced, removed or expired."""


def save_notification_address(dealer: Dealer, email: str, *, language: str, by: Any) -> NotificationAddress:
    """Keep it unconfirmed, and ask its owner by mail. The same confirmed address again changes only the language.

    The same unconfirmed one gets another mail, whose link alone works then. Raises WrongState while the dealer is suspended."""
    with transaction.atomic():
        dealer = Dealer.objects.select_for_update().get(pk=dealer.pk)
        if dealer.status == Dealer.Status.SUSPENDED:
            raise WrongState("nobody else is told while the dealer is suspended")
        kept = NotificationAddress.objects.filter(dealer=dealer).first()
        if kept is not None and kept.email == email and kept.confirmed_at is not None:
            kept.language = language
            kept.save(update_fields=["language"])
            return kept
        if kept is not None and kept.email != email:
            # A new row: links in mails to the former address name the former row, and open nothing any more.
            kept.delete()
            kept = None
        address = kept or NotificationAddress(dealer=dealer, email=email)
        address.language = language
        secret = ids.secret_token()
        address.secret_hash = ids.hash_secret(secret)
        address.expires_at = clock.now() + LINK_LASTS
        address.save()
        _ask(address, secret)
        record(Kind.NOTIFICATION_ADDRESS_ENTERED, dealer, by=by)
    return address


def find_unconfirmed_address(secret: str) -> NotificationAddress:
    """What the mailed link is about. Raises AddressLinkIsDead."""
    found = (
        NotificationAddress.objects.select_related("dealer")
        .filter(secret_hash=ids.hash_secret(secret), confirmed_at=None, expires_at__gt=clock.now())
        .first()
    )
    if found is None:
        raise AddressLinkIsDead
    return found


def confirm_notification_address(secret: str) -> NotificationAddress:
    """Its owner says yes. Raises AddressLinkIsDead, also the second time."""
    with transaction.atomic():
        address = find_unconfirmed_address(secret)
        address.confirmed_at = clock.now()
        if not NotificationAddress.objects.filter(pk=address.pk, confirmed_at=None).update(
            confirmed_at=address.confirmed_at
        ):
            raise AddressLinkIsDead
        record(Kind.NOTIFICATION_ADDRESS_CONFIRMED, address.dealer, by=address)
    return address


def remove_notification_address(address: NotificationAddress, *, by: Any) -> None:
    """Nothing goes there from now on, and we know it no more. Twice is fine."""
    with transaction.atomic():
        deleted, _ = NotificationAddress.objects.filter(pk=address.pk).delete()
        if deleted:
            record(Kind.NOTIFICATION_ADDRESS_REMOVED, address.dealer, by=by)


def removal_url(address: NotificationAddress) -> str:
    """The address at which whoever reads its mails ends them with one click. It says nothing but which row, and never expires."""
    return settings.BASE_URL + reverse("members:stop_mails", kwargs={"token": signing.dumps(address.pk.hex, salt=SALT)})


def find_address_to_remove(token: str) -> NotificationAddress | None:
    """None when it is removed already. Raises AddressLinkIsDead for a token that is not ours."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise AddressLinkIsDead from error
    return NotificationAddress.objects.select_related("dealer").filter(pk=pk).first()


def forget_unconfirmed_addresses() -> int:
    """Delete those whose owner did not say yes in time; how many."""
    count: int = NotificationAddress.objects.filter(confirmed_at=None, expires_at__lt=clock.now()).delete()[0]
    return count


def _ask(address: NotificationAddress, secret: str) -> None:
    send_mail(
        "members/mail/notification_address",
        lambda: {
            "dealer": address.dealer.name(address.language),
            "url": settings.BASE_URL + reverse("members:confirm_address", kwargs={"secret": secret}),
            "days": LINK_LASTS.days,
        },
        to=address.email,
        language=address.language,
        kind="notification_address",
        key=f"notification_address:{address.pk}:{address.secret_hash[:16]}",
        about=address.event_ref,
    )
