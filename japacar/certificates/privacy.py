"""What a reading holds of people: facts of the vehicle's own papers (fields.py), and no owner, user or address but in the picture
of the page, for a day."""

from japacar.kernel.declarations import Channel, NotPersonal, Personal, Purpose, Recipient, Retention

_FACTS = Personal("1.1/vehicle-documents", Purpose.SERVICE, Retention.LISTING, channel=Channel.FORM)

# What a model read, until the person has confirmed it or a day is over; the document itself went to Anthropic.
_PROPOSED = Personal(
    "1.1/vehicle-documents", Purpose.SERVICE, Retention.UNTIL_COMPARED_24H, (Recipient.ANTHROPIC,), Channel.AI_PARSING
)

# The pictures of its pages, which show what the paper shows: also whose it was. With the sale, at most after a day, they are gone.
_SHOWN = Personal("1.1/vehicle-documents", Purpose.SERVICE, Retention.UNTIL_COMPARED_24H, channel=Channel.FORM)

FIELDS = {
    "certificates.Reading": {
        "id": NotPersonal("random number of the row"),
        "dealer_ref": NotPersonal("an opaque reference"),
        "source": NotPersonal("one of a fixed list"),
        "kind": NotPersonal("one of a fixed list"),
        "fields": _FACTS,
        "findings": _FACTS,
        "sources": NotPersonal("keys of facts with one of a fixed list"),
        "cuts": NotPersonal("opaque references and numbers of pixels"),
        "pages": _SHOWN,
        "sha256": NotPersonal("hash of the uploaded file, which itself is not kept"),
        "file_ref": NotPersonal("an opaque reference"),
        "by_ref": NotPersonal("an opaque reference; the person behind it is erased in the accounts room"),
        "created_at": NotPersonal("time"),
    },
    "certificates.CodeSearch": {
        "id": NotPersonal("random number of the row"),
        "dealer": NotPersonal("reference to another row"),
        "subject_ref": NotPersonal("an opaque reference"),
        "by_ref": NotPersonal("an opaque reference; the person behind it is erased in the accounts room"),
        "sha256": NotPersonal("hash of the uploaded files, which are deleted when the search is over"),
        "state": NotPersonal("one of a fixed list"),
        "total": NotPersonal("count"),
        "done": NotPersonal("count"),
        "problem": NotPersonal("one of a fixed list"),
        "created_at": NotPersonal("time"),
        "ended_at": NotPersonal("time"),
    },
    "certificates.AiReading": {
        "id": NotPersonal("random number of the row"),
        "dealer_ref": NotPersonal("an opaque reference"),
        "subject_ref": NotPersonal("an opaque reference"),
        "paper": NotPersonal("one of a fixed list"),
        "state": NotPersonal("one of a fixed list"),
        "agreed_by": NotPersonal("an opaque reference; the person behind it is erased in the accounts room"),
        "agreed_at": NotPersonal("time"),
        "agreed_text": NotPersonal("version of a text of ours"),
        "original_sha256s": NotPersonal("hashes of the uploaded files"),
        "sent_sha256s": NotPersonal("hashes of what was sent"),
        "attempts": NotPersonal("count"),
        "next_try_at": NotPersonal("time"),
        "problem": NotPersonal("one of a fixed list"),
        "values": _PROPOSED,
        "places": NotPersonal("numbers of pages and boxes, and opaque references"),
        "ended_at": NotPersonal("time"),
    },
}
