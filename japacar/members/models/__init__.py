"""The nouns of the members room: who takes part, and the bank accounts that invoices name."""

from japacar.members.models.bank import BankAccount
from japacar.members.models.parties import (
    PROVISIONAL_SLUG,
    BuyerProfile,
    Consignee,
    Dealer,
    DealerQuerySet,
    Forwarder,
    ForwarderContact,
    Membership,
    WrongState,
)
from japacar.members.models.register_entry import RegisterEntry

__all__ = [
    "PROVISIONAL_SLUG",
    "BankAccount",
    "BuyerProfile",
    "Consignee",
    "Dealer",
    "DealerQuerySet",
    "Forwarder",
    "ForwarderContact",
    "Membership",
    "RegisterEntry",
    "WrongState",
]
