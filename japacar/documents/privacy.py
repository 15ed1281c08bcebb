"""What the papers of a deal say about people. The one thing to know: all that a paper says of buyer, consignee and account is
in `sealed_data` and in the sealed files, and in no other column."""

from japacar.kernel.declarations import Channel, NotPersonal, Personal, Purpose, Recipient, Retention

_SEEN_BY = (Recipient.COUNTERPARTY_BUYER, Recipient.COUNTERPARTY_DEALER, Recipient.FORWARDER)
_PURPOSES = (Purpose.SERVICE, Purpose.PAYMENTS, Purpose.SHIPPING)
_TIME = NotPersonal("time")

FIELDS = {
    "documents.Series": {
        "id": NotPersonal("number of the row"),
        "issuer": NotPersonal("reference of a dealer, or the operator"),
        "kind": NotPersonal("one of a fixed list"),
        "year": NotPersonal("a year"),
        "last_number": NotPersonal("count"),
    },
    "documents.Letter": {
        "id": NotPersonal("a random number"),
        "dealer": NotPersonal("the business it belongs to"),
        "number": NotPersonal("number of the letter in its series"),
        "frozen": Personal("1.1/seller", (Purpose.SERVICE, Purpose.LAW), Retention.ACCOUNT, channel=Channel.AUTOMATIC),
        "sha256": NotPersonal("hash of the frozen data"),
        "verification_code": NotPersonal("a random reference"),
        "issued_at": _TIME,
        "voided_at": _TIME,
    },
    "documents.Document": {
        "id": NotPersonal("a random number"),
        "deal": Personal("1.1/transaction", _PURPOSES, Retention.TRANSACTION_7Y, _SEEN_BY, channel=Channel.AUTOMATIC),
        "kind": NotPersonal("one of a fixed list"),
        "is_made_here": NotPersonal("whether we made the paper"),
        "issuer": NotPersonal("reference of a dealer, or the operator"),
        "number": NotPersonal("number of the paper in its series"),
        "year": NotPersonal("a year"),
        "sequence": NotPersonal("count"),
        "revision": NotPersonal("count"),
        "sealed_data": Personal(
            "1.1/transaction", _PURPOSES, Retention.TRANSACTION_7Y, _SEEN_BY, channel=Channel.AUTOMATIC, sensitive=True
        ),
        "sha256": NotPersonal("hash of the frozen data or of the file"),
        "verification_code": NotPersonal("a random reference"),
        "file": Personal(
            "1.1/vehicle-documents", _PURPOSES, Retention.TRANSACTION_7Y, _SEEN_BY, channel=Channel.FORM, sensitive=True
        ),
        "issued_at": _TIME,
        "voided_at": _TIME,
    },
}
