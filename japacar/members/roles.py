"""What each role in a dealer may do: the one table that pages, buttons and notices ask.

The one thing to know: a role widens nothing. Whoever has no place in the dealer is a stranger before this is asked; this
says which part of the dealer's work is whose, and what is left of it while a person is frozen or a dealer suspended. See
`access.tasks_of` for a viewer, `Membership.may` for a row."""

from collections.abc import Mapping
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """A person's place in a dealer."""

    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    SALES = "sales", _("Sales")
    PAPERS = "papers", _("Papers")


class Task(StrEnum):
    """A part of a dealer's work that is given or not given as a whole."""

    LISTINGS = "listings"  # cars, their photos and prices
    QUOTES = "quotes"  # from the request to the invoice: quoting, confirming the car, ending a deal
    MONEY = "money"  # saying what arrived in the account, refunds; reading the account on an invoice
    PRICES = "prices"  # reading what was quoted, asked for and paid in a deal
    PAPERS = "papers"  # handing in and issuing the papers of a deal
    SHIPPING = "shipping"  # the yard, the forwarder, the courier
    SETTINGS = "settings"  # what the dealer says of himself, identity papers, the shop
    STAFF = "staff"  # inviting and removing people, their roles but for owners, the mailbox of the staff
    BANK_ACCOUNT = "bank_account"  # entering the account that invoices name, and reading it in the settings
    OWNERS = "owners"  # making and unmaking owners


_MANAGER = frozenset(Task) - {Task.BANK_ACCOUNT, Task.OWNERS}
MAY: Mapping[str, frozenset[Task]] = {
    Role.OWNER: frozenset(Task),
    Role.MANAGER: _MANAGER,
    Role.SALES: frozenset({Task.LISTINGS, Task.QUOTES, Task.PRICES}),
    Role.PAPERS: frozenset({Task.PAPERS, Task.SHIPPING}),
}
# Who waits for the consent of a guardian prepares and does no business (PP-13-a), whatever his role.
WHILE_FROZEN = frozenset({Task.LISTINGS, Task.SETTINGS, Task.PRICES})
# A suspended dealer puts right what was found and finishes what buyers have paid for; he begins nothing, and neither his people
# nor his account change meanwhile.
WHILE_SUSPENDED = frozenset({Task.LISTINGS, Task.SETTINGS, Task.PRICES, Task.MONEY, Task.PAPERS, Task.SHIPPING})


def may(role: str, task: Task) -> bool:
    """Whether this role does this part of the work when nothing rests."""
    return task in MAY.get(role, frozenset())


def tasks_of(role: str, *, is_frozen: bool = False, is_suspended: bool = False) -> frozenset[Task]:
    """The parts of the work that this role does now. A role that nobody knows does nothing."""
    tasks = MAY.get(role, frozenset())
    if is_frozen:
        tasks &= WHILE_FROZEN
    return tasks & WHILE_SUSPENDED if is_suspended else tasks


def who_may(task: Task) -> tuple[str, ...]:
    """The roles that do it, for a query."""
    return tuple(role for role, tasks in MAY.items() if task in tasks)
