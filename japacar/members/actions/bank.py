"""Bank accounts for invoices. The one thing to know: a changed account waits 72 hours before an invoice names it (A-3),
because a false change of account is the fraud that costs most in this trade."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app

from japacar.accounts.models import is_frozen
from japacar.accounts.viewers import Viewer
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.members.models import BankAccount, Dealer, WrongState

HOLD = timedelta(hours=72)
# Invoices lie in a room above: the job is known by its name.
TELL_BUYERS = "payments.keep_printed_accounts"


class NothingToStop(Exception):
    """No change of account waits: it is in effect already, or was stopped before."""


def current_bank_account(dealer: Dealer | None) -> BankAccount | None:
    """The account that an invoice of today names: the newest that is in effect. None for the operator's own (`dealer=None`) when unset."""
    now = clock.now()
    accounts = BankAccount.objects.filter(dealer=dealer, effective_at__lte=now)
    return accounts.filter(Q(replaced_at=None) | Q(replaced_at__gt=now)).order_by("-effective_at").first()


def coming_bank_account(dealer: Dealer) -> BankAccount | None:
    """The changed account that still waits, or None."""
    return BankAccount.objects.filter(dealer=dealer, effective_at__gt=clock.now(), replaced_at=None).first()


def save_bank_account(dealer: Dealer, details: dict[str, str], *, by: Any) -> BankAccount:
    """Keep an account, sealed: in effect at once until the dealer is approved (no invoice can exist before), 72 hours later after that.

    The same details again change nothing. Raises WrongState while staff are comparing what was sent, while the dealer is suspended,
    and for somebody who waits for the consent of a guardian."""
    if is_frozen(by):
        raise WrongState("frozen until a guardian agrees")
    with transaction.atomic():
        dealer = Dealer.objects.select_for_update().get(pk=dealer.pk)
        is_looked_at = dealer.is_asked or dealer.status == Dealer.Status.SUSPENDED
        if dealer.status == Dealer.Status.SUBMITTED or (is_looked_at and not dealer.may_change("bank")):
            raise WrongState("staff are comparing the account")
        newest = coming_bank_account(dealer) or current_bank_account(dealer)
        if newest is not None and newest.details() == {name: details.get(name, "") for name in BankAccount.FIELDS}:
            return newest
        now = clock.now()
        waits = newest is not None and not dealer.is_being_filled_in
        account = BankAccount(dealer=dealer, created_at=now, effective_at=now + HOLD if waits else now)
        account.seal(details)
        _retire_others(dealer, account)
        account.save(force_insert=True)
        record(
            Kind.BANK_ACCOUNT_ENTERED,
            dealer,
            by=by,
            reason_code="changed" if newest else "first",
            due_on=account.effective_at.astimezone(clock.JST).date(),
            account=str(account.pk),
        )
        if waits:
            app.configure_task(TELL_BUYERS).defer(dealer_id=str(dealer.pk), account_id=str(account.pk))
        return account


def stop_bank_change(dealer: Dealer, *, by: Viewer) -> BankAccount:
    """Whoever runs the dealer, or one of staff, ends a change that still waits: it never comes into effect, and the account
    before it goes on. Asks for no further proof: it can only protect. Raises NothingToStop."""
    with transaction.atomic():
        dealer = Dealer.objects.select_for_update().get(pk=dealer.pk)
        coming = coming_bank_account(dealer)
        if coming is None:
            raise NothingToStop
        now = clock.now()
        BankAccount.objects.filter(pk=coming.pk).update(replaced_at=now, stopped_at=now)
        kept = BankAccount.objects.filter(dealer=dealer, stopped_at=None, replaced_at=coming.effective_at)
        kept.exclude(pk=coming.pk).update(replaced_at=None)
        record(Kind.BANK_CHANGE_STOPPED, dealer, by=by, account=str(coming.pk))
    return coming


def waiting_bank_changes() -> Any:
    """The changes of all dealers that do not count yet, the next to count first."""
    waiting = BankAccount.objects.filter(dealer__isnull=False, effective_at__gt=clock.now(), replaced_at=None)
    return waiting.select_related("dealer").order_by("effective_at")


def _retire_others(dealer: Dealer, account: BankAccount) -> None:
    """The one in effect serves until the new one takes over; one that still waited never comes into effect."""
    others = BankAccount.objects.filter(dealer=dealer, replaced_at=None)
    others.filter(effective_at__gt=clock.now()).update(replaced_at=clock.now())
    BankAccount.objects.filter(dealer=dealer, effective_at__lte=clock.now()).filter(
        Q(replaced_at=None) | Q(replaced_at__gt=clock.now())
    ).update(replaced_at=account.effective_at)


def reveal_bank_account(account: BankAccount, *, by: Viewer, reason: str) -> dict[str, str]:
    """The details in full; every reveal is recorded (A-3). `reason` is a code such as "invoice"."""
    with transaction.atomic():
        record(Kind.BANK_ACCOUNT_REVEALED, account, by=by, reason_code=reason)
        return account.details()
