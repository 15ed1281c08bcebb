"""What listings hold of people: the vehicle's own facts from its papers (PP-1.1-g, PP-1.1-h), and no owner or user."""

from japacar.kernel.declarations import Channel, NotPersonal, Personal, Purpose, Recipient, Retention
from japacar.vehicles.attributes import ATTRIBUTES, Seen

_PAPERS = Personal(
    "1.1/vehicle-documents",
    (Purpose.SERVICE, Purpose.SHIPPING),
    Retention.LISTING,
    recipients=(Recipient.COUNTERPARTY_BUYER, Recipient.FORWARDER),
    channel=Channel.FORM,
)
_LISTING = Personal(
    "1.1/listing", Purpose.SERVICE, Retention.LISTING, recipients=(Recipient.PUBLIC,), channel=Channel.FORM
)
_KEPT_BACK = Personal("1.1/listing", Purpose.SERVICE, Retention.LISTING, channel=Channel.FORM)
_LIST = Personal("1.1/listing", Purpose.SERVICE, Retention.IMPORT_14D, channel=Channel.FORM)
_NAME = NotPersonal("name of a maker or model, the same for everybody")
_ROW = NotPersonal("number of the row")
_LINK = NotPersonal("reference to another row")
_STATE = NotPersonal("one of a fixed list, or a time or flag of the listing")

#: Columns of attributes by who may read them (attributes/): what is not public comes from papers or goes to parties only.
_PUBLIC = tuple(each.column for each in ATTRIBUTES if each.column and each.seen is Seen.PUBLIC)
_HELD = tuple(each.column for each in ATTRIBUTES if each.column and each.seen is not Seen.PUBLIC)
_STATES = (
    "status", "sale_mode", "created_at", "updated_at", "published_at", "stock_confirmed_at", "stock_asked_at", "sold_at", "search",
)  # fmt: skip

FIELDS = {
    "vehicles.Make": {"id": _ROW, "slug": _NAME, "name_en": _NAME, "name_ja": _NAME, "also": _NAME},
    "vehicles.CarModel": {
        "id": _ROW, "make": _LINK, "slug": _NAME, "name_en": _NAME, "name_ja": _NAME, "also": _NAME,
    },
    "vehicles.Vehicle": {
        "id": NotPersonal("random number of the row"),
        "reference": NotPersonal("random public reference"),
        **dict.fromkeys(_PUBLIC, _LISTING),
        **dict.fromkeys(("price_currency", "details", "condition"), _LISTING),
        **dict.fromkeys((*_HELD, "particulars"), _PAPERS),
        **dict.fromkeys(("dealer", "reading", "make", "model"), _LINK),
        **dict.fromkeys(_STATES, _STATE),
    },
    "vehicles.ListingReview": {
        "id": _ROW,
        "vehicle": _LINK,
        "reasons": _STATE,
        "price_minor": _STATE,
        "asked_at": _STATE,
        "decided_at": _STATE,
        "decision": _STATE,
        "words": Personal("1.1/listing", Purpose.SERVICE, Retention.LISTING, channel=Channel.OPERATOR),
    },
    "vehicles.Photo": {
        "id": NotPersonal("random number of the row"),
        "vehicle": _LINK,
        "file": _LISTING,
        "angle": _STATE,
        "position": _STATE,
        "angle_guessed": _STATE,
        "is_private": _STATE,
        "covers": _STATE,
        "uncovered": _KEPT_BACK,
        "sent_key": NotPersonal("random number of one sending"),
        "created_at": _STATE,
    },
    "vehicles.RemovedPhoto": {
        "file": _KEPT_BACK,
        "vehicle": _LINK,
        "photo_id": _LINK,
        "angle": _STATE,
        "position": _STATE,
        "covers": _STATE,
        "faults": _LINK,
        "removed_at": _STATE,
    },
    "vehicles.Fault": {
        "id": _ROW,
        "vehicle": _LINK,
        "photo": _LINK,
        "code": _LISTING,
        "panel": _LISTING,
        "words_en": _LISTING,
        "words_ja": _LISTING,
        "seen_on": _LISTING,
        "seen_by": _STATE,
    },
    "vehicles.EditorWay": {
        **dict.fromkeys(("user", "way", "chosen_at"), Personal("1.1/account", Purpose.SERVICE, Retention.ACCOUNT)),
    },
    "vehicles.StockImport": {
        "id": NotPersonal("random number of the row"),
        **dict.fromkeys(("dealer", "table"), _LINK),
        **dict.fromkeys(("by_ref", "layout", "sha256"), _LIST),
        **dict.fromkeys(
            ("state", "language", "adds_models", "publishes", "total_rows", "read_rows", "created_at", "finished_at"), _STATE
        ),
    },
    "vehicles.ImportRow": {
        "id": _ROW,
        **dict.fromkeys(("stock_import", "vehicle"), _LINK),
        **dict.fromkeys(("number", "outcome", "state"), _STATE),
        **dict.fromkeys(("car", "values", "changes", "reasons", "notes"), _LIST),
    },
    "vehicles.PhotoArchive": {
        "id": NotPersonal("random number of the row"),
        "dealer": _LINK,
        **dict.fromkeys(("by_ref", "file", "report"), _LIST),
        **dict.fromkeys(("state", "language", "publishes", "total", "created_at", "finished_at"), _STATE),
    },
    "vehicles.ModelCode": {
        "id": _ROW,
        "model": _LINK,
        **dict.fromkeys(("code", "facts", "corrected", "grades"), NotPersonal("what all cars of one model code have in common")),
        **dict.fromkeys(("listings", "dealers", "confirmed_at"), NotPersonal("how many listings say so, and since when")),
    },
    "vehicles.NameChange": {
        "id": _ROW,
        **dict.fromkeys(("target", "vehicles", "models_moved", "part_of"), _LINK),
        **dict.fromkeys(("before", "merged"), _NAME),
        **dict.fromkeys(("kind", "of", "at", "undone_at"), _STATE),
        "by_ref": NotPersonal("reference of the staff member who put names right, as in the event"),
    },
    "vehicles.ColumnPreset": {
        "id": _ROW,
        "dealer": _LINK,
        "name": NotPersonal("the dealer's name for his columns"),
        "columns": NotPersonal("headings of the dealer's lists, and which fields they mean"),
        "used_at": _STATE,
    },
}  # fmt: skip
