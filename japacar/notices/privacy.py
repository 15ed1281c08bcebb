"""What this room holds of people: who was told of which event. The words are made when they are read."""

from japacar.kernel.declarations import Channel, NotPersonal, Personal, Purpose, Retention

_WHO = Personal("1.1/account", Purpose.SERVICE, Retention.ACCOUNT, channel=Channel.AUTOMATIC)

FIELDS = {
    "notices.Notice": {
        "id": NotPersonal("random number of the row"),
        "user": _WHO,
        "event_id": NotPersonal("number of an event"),
        "kind": NotPersonal("one of a fixed list"),
        "subject": NotPersonal("an opaque reference"),
        "created_at": NotPersonal("time of the event"),
        "read_at": _WHO,
    },
    "notices.Delivery": {
        "id": NotPersonal("random number of the row"),
        "event_id": NotPersonal("number of an event"),
        "recipient_ref": NotPersonal("an opaque reference"),
        "channel": NotPersonal("one of a fixed list"),
        "dispatch": NotPersonal("number of a ledger row"),
        "created_at": NotPersonal("time"),
    },
}
