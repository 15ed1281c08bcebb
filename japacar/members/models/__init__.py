"""The nouns of the members room: who takes part, the bank accounts that invoices name, and the papers that prove who a dealer is."""

from japacar.members.models.bank import BankAccount
from japacar.members.models.guardians import GuardianConsent
from japacar.members.models.identity import IdentityImage
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
from japacar.members.models.shop import ShopPhoto
from japacar.members.models.staff import NotificationAddress, StaffInvitation

__all__ = [
    "PROVISIONAL_SLUG",
    "BankAccount",
    "BuyerProfile",
    "Consignee",
    "Dealer",
    "DealerQuerySet",
    "Forwarder",
    "ForwarderContact",
    "GuardianConsent",
    "IdentityImage",
    "Membership",
    "NotificationAddress",
    "RegisterEntry",
    "ShopPhoto",
    "StaffInvitation",
    "WrongState",
]
