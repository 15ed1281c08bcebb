"""The sealed secrets of second factors under the newest key: what `japacar rotate-keys` asks of this room.

The one thing to know: they lie inside allauth's JSON and not in a column of their own, so config/keys.py cannot find them by itself."""

import base64
import binascii
from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from japacar.accounts.beneath import TABLE
from japacar.accounts.factors import APP, RECOVERY
from japacar.kernel.ciphers import CannotOpen, row_aad

PARTS = {APP: "secret", RECOVERY: "seed"}


def reseal_factors() -> tuple[int, int, int]:
    """Seal every older secret again, row by row; how many were, how many are left, how many no key of the ring opens."""
    done = lost = 0
    for pk in [pk for pk, is_current in _standing() if not is_current]:
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if row is None:
                continue
            part = PARTS[row.type]
            aad = row_aad(TABLE, f"{row.user_id}/{row.type}", "data")
            try:
                sealed = settings.FIELD_KEYS.reseal(_bytes(row.data[part]), aad=aad)
            except CannotOpen:
                lost += 1
                continue
            row.data[part] = base64.b64encode(sealed).decode()
            row.save(update_fields=["data"])
            done += 1
    return done, secrets_under_older_keys() - lost, lost


def secrets_under_older_keys() -> int:
    """How many secrets are not sealed with the current key."""
    return sum(not is_current for _, is_current in _standing())


def _standing() -> Iterator[tuple[int, bool]]:
    rows = Authenticator.objects.filter(type__in=PARTS).order_by("pk").values_list("pk", "type", "data")
    for pk, kind, data in rows.iterator(chunk_size=500):
        try:
            yield pk, settings.FIELD_KEYS.is_current(_bytes(data.get(PARTS[kind], "")))
        except CannotOpen:
            yield pk, False


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise CannotOpen from None
