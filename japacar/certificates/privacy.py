"""What a reading holds of people: facts of the vehicle's own papers (fields.py), and no owner, user or address."""

from japacar.kernel.declarations import Channel, NotPersonal, Personal, Purpose, Retention

_FACTS = Personal("1.1/vehicle-documents", Purpose.SERVICE, Retention.LISTING, channel=Channel.FORM)

FIELDS = {
    "certificates.Reading": {
        "id": NotPersonal("random number of the row"),
        "dealer_ref": NotPersonal("an opaque reference"),
        "source": NotPersonal("one of a fixed list"),
        "kind": NotPersonal("one of a fixed list"),
        "fields": _FACTS,
        "findings": _FACTS,
        "sources": NotPersonal("keys of facts with one of a fixed list"),
        "sha256": NotPersonal("hash of the uploaded file, which itself is not kept"),
        "file_ref": NotPersonal("an opaque reference"),
        "by_ref": NotPersonal("an opaque reference; the person behind it is erased in the accounts room"),
        "created_at": NotPersonal("time"),
    },
}
