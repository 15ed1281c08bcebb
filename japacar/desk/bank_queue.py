"""The queue of bank accounts that were changed and do not count yet: the last hours in which a fraud can be stopped (A-3)."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from japacar.desk.dealers.checks import account_rows
from japacar.desk.waiting import Queue
from japacar.members.actions import waiting_bank_changes
from japacar.members.actions.bank import HOLD
from japacar.members.models import BankAccount


def changed_accounts() -> Queue:
    """For the desk's home. Late is what comes into effect within a day."""
    rows = [(waiting_bank_changes(), "created_at")]
    return Queue(gettext_lazy("Changed bank accounts"), reverse("desk:bank_changes"), rows, HOLD - timedelta(days=1))


def entry(account: BankAccount) -> dict[str, Any]:
    """One change with what the rules find in it; the number is masked."""
    dealer = account.dealer
    assert dealer is not None
    return {"dealer": dealer, "account": account, "compared": account_rows(dealer, account)}
