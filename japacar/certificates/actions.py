"""Reading a certificate into a row. The one thing to know: the bytes are read, hashed and forgotten, never stored."""

import hashlib
from typing import Any

from django.views.decorators.debug import sensitive_variables

from japacar.certificates import official_file
from japacar.certificates.models import Reading
from japacar.certificates.refusals import NotACertificate
from japacar.events.actions import ref

__all__ = ["NotACertificate", "read_certificate"]


@sensitive_variables("data")
def read_certificate(data: bytes, *, dealer_ref: str, by: Any) -> Reading:
    """Keep the permitted facts of an official certificate file. Raises NotACertificate and then keeps nothing.

    `dealer_ref` is the dealer's `event_ref`. The event is the caller's, on the vehicle for which the certificate was
    read and in the same transaction (vehicle.certificate_read with `reading`, `sha256` and `count`)."""
    document = official_file.read(data)
    return Reading.objects.create(
        dealer_ref=dealer_ref,
        source=document.source.value,
        kind=document.kind.value,
        fields=document.fields.to_json(),
        findings=[finding.to_json() for finding in document.findings],
        sha256=hashlib.sha256(data).hexdigest(),
        by_ref=ref(by),
    )
