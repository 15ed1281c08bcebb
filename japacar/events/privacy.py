"""What the event chain holds of people: opaque references only, so an erased person leaves a tombstone and the chain stays whole."""

from japacar.kernel.declarations import NotPersonal

_REFERENCE = NotPersonal("an opaque reference; the person behind it is erased in the room that holds them")

FIELDS = {
    "events.Event": {
        "id": NotPersonal("number of the row"),
        "kind": NotPersonal("one of a fixed list"),
        "subject": _REFERENCE,
        "sequence": NotPersonal("place in the chain"),
        "actor": _REFERENCE,
        "at": NotPersonal("time of the event"),
        "facts": NotPersonal("states, amounts, codes and references from a fixed list of names (events/kinds.py)"),
        "previous": NotPersonal("hash of the event before"),
        "digest": NotPersonal("hash of this event"),
    },
    "events.Anchor": {
        "id": NotPersonal("number of the row"),
        "day": NotPersonal("date"),
        "heads": NotPersonal("how many chains"),
        "last_event": NotPersonal("number of a row"),
        "digest": NotPersonal("hash over the heads of all chains"),
        "made_at": NotPersonal("time"),
    },
}
