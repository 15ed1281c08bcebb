"""The verbs of taking part: registering and checking dealers, bank accounts, profiles."""

from japacar.members.actions.bank import (
    coming_bank_account,
    current_bank_account,
    reveal_bank_account,
    save_bank_account,
)
from japacar.members.actions.buyers import remove_consignee, save_consignee, save_profile
from japacar.members.actions.checking import approve_dealer, forget_permit_photos, refuse_dealer
from japacar.members.actions.details import (
    NotYet,
    SlugTaken,
    save_address,
    save_company,
    save_permit,
    save_representative,
    save_shop,
)
from japacar.members.actions.looking_up import look_up_corporation, look_up_due, look_up_later
from japacar.members.actions.registering import NotComplete, register_dealer, submit_dealer

__all__ = [
    "NotComplete",
    "NotYet",
    "SlugTaken",
    "approve_dealer",
    "coming_bank_account",
    "current_bank_account",
    "forget_permit_photos",
    "look_up_corporation",
    "look_up_due",
    "look_up_later",
    "refuse_dealer",
    "register_dealer",
    "remove_consignee",
    "reveal_bank_account",
    "save_address",
    "save_bank_account",
    "save_company",
    "save_consignee",
    "save_permit",
    "save_profile",
    "save_representative",
    "save_shop",
    "submit_dealer",
]
