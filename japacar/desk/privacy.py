"""What the desk keeps of people: the words with which staff give reasons. Who of staff did something is an opaque reference."""

from japacar.kernel.declarations import Channel, NotPersonal, Personal, Purpose, Retention

_TIME = NotPersonal("time")
_CHOICE = NotPersonal("one of a fixed list")
_REF = NotPersonal("an opaque reference")
_DEALER = NotPersonal("the business that is checked")

FIELDS = {
    "desk.ReviewClaim": {
        "id": NotPersonal("number of the row"),
        "dealer": _DEALER,
        "held_by": _REF,
        "since": _TIME,
        "expires_at": _TIME,
    },
    "desk.PermitReading": {
        "id": NotPersonal("number of the row"),
        "dealer": _DEALER,
        "holder": Personal("1.1/seller", Purpose.IDENTITY, Retention.ACCOUNT, channel=Channel.OPERATOR),
        "number": Personal("1.1/seller", Purpose.IDENTITY, Retention.ACCOUNT, channel=Channel.OPERATOR),
        "read_by": _REF,
        "read_at": _TIME,
    },
    "desk.Override": {
        "id": NotPersonal("random number of the row"),
        "dealer": _DEALER,
        "user": Personal("1.1/account", Purpose.IDENTITY, Retention.ACCOUNT, channel=Channel.OPERATOR),
        "kind": _CHOICE,
        "reason": Personal("1.1/seller", Purpose.IDENTITY, Retention.ACCOUNT, channel=Channel.OPERATOR),
        "differences": NotPersonal("a count"),
        "state": _CHOICE,
        "proposed_by": _REF,
        "proposed_at": _TIME,
        "decided_by": _REF,
        "decided_at": _TIME,
    },
    "desk.Recheck": {
        "id": NotPersonal("random number of the row"),
        "dealer": _DEALER,
        "reason": _CHOICE,
        "opened_at": _TIME,
        "closed_at": _TIME,
        "closed_by": _REF,
    },
}
