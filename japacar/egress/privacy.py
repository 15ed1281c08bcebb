"""What the ledger holds of people: references and names of fields for as long as provision records are owed, payloads only until sent."""

from japacar.kernel.declarations import Channel, NotPersonal, Personal, Purpose, Recipient, Retention

FIELDS = {
    "egress.Dispatch": {
        "id": NotPersonal("random number of the row"),
        "key": NotPersonal("a name made of references, for once-only"),
        "recipient": NotPersonal("one of a fixed list"),
        "recipient_ref": NotPersonal("an opaque reference or a host name"),
        "purpose": NotPersonal("one of a fixed list"),
        "clause": NotPersonal("number of a clause"),
        "field_names": NotPersonal("names of fields, not their values"),
        "subjects": NotPersonal("opaque references to the people concerned"),
        "payload_sha256": NotPersonal("hash of what was sent"),
        "sealed_payload": Personal(
            "5/mail", Purpose.SERVICE, Retention.OUTBOX, (Recipient.MAIL,), Channel.FORM, sensitive=True
        ),
        "state": NotPersonal("one of a fixed list"),
        "attempts": NotPersonal("count"),
        "next_try_at": NotPersonal("time"),
        "claimed_at": NotPersonal("time"),
        "finished_at": NotPersonal("time"),
        "error": NotPersonal("a short code"),
        "created_at": NotPersonal("time"),
    },
    "egress.Breaker": {
        "recipient": NotPersonal("one of a fixed list"),
        "failures": NotPersonal("count"),
        "open_until": NotPersonal("time"),
    },
}
