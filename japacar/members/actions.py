"""The verbs of taking part: registering and checking dealers, bank accounts, profiles."""

from django.db import transaction

from japacar.accounts.viewers import Viewer
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.members.models import BankAccount, Dealer


def current_bank_account(dealer: Dealer | None) -> BankAccount | None:
    """The account that an invoice of today names: the newest that is in effect. None for the operator's own (`dealer=None`) when unset."""
    return BankAccount.objects.filter(dealer=dealer, effective_at__lte=clock.now()).order_by("-effective_at").first()


def reveal_bank_account(account: BankAccount, *, by: Viewer, reason: str) -> dict[str, str]:
    """The details in full; every reveal is recorded (A-3). `reason` is a code such as "invoice"."""
    with transaction.atomic():
        record(Kind.BANK_ACCOUNT_REVEALED, account, by=by, reason_code=reason)
        return account.details()
