"""A buyer's own details, and the people to whom his cars go."""

from typing import Any

from django.db import transaction

from japacar.accounts.models import User
from japacar.members.models import BuyerProfile, Consignee, WrongState

PROFILE = ("name", "address", "phone", "destination_port")
CONSIGNEE = ("name", "email", "country", "address", "phone")


def save_profile(user: User, details: dict[str, str], *, by: Any) -> BuyerProfile:
    """Name, address, phone and port of a buyer (PP-1.1-c, PP-1.1-m)."""
    values = {name: details[name] for name in PROFILE if name in details}
    profile, _ = BuyerProfile.objects.update_or_create(user=user, defaults=values)
    return profile


def save_consignee(user: User, details: dict[str, str], *, by: Any, consignee: Consignee | None = None) -> Consignee:
    """A new entry, or a changed one. One that a deal names is changed in that deal, where both sides hear of it: WrongState."""
    values = {name: details[name] for name in CONSIGNEE}
    with transaction.atomic():
        if consignee is None:
            return Consignee.objects.create(buyer=user, **values)
        consignee = Consignee.objects.select_for_update().get(pk=consignee.pk, buyer=user)
        _refuse_in_deal(consignee)
        for name, value in values.items():
            setattr(consignee, name, value)
        consignee.save(update_fields=list(values))
        return consignee


def remove_consignee(consignee: Consignee, *, by: Any) -> None:
    """Delete an entry that no deal names; WrongState otherwise."""
    with transaction.atomic():
        consignee = Consignee.objects.select_for_update().get(pk=consignee.pk)
        _refuse_in_deal(consignee)
        consignee.delete()


def is_in_deal(consignee: Consignee) -> bool:
    """Whether a deal names it or named it before a change (relations of the deals room, read through the model)."""
    return bool(consignee.deals.exists() or consignee.left.exists() or consignee.entered.exists())


def _refuse_in_deal(consignee: Consignee) -> None:
    if is_in_deal(consignee):
        raise WrongState("a deal names this consignee")
