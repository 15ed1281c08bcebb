"""What a deal holds of people. The one thing to know: the deal and its papers stay seven years for the tax law, with the buyer as
a reference; what the sides wrote to each other stays with the deal and can be erased apart from it."""

from japacar.kernel.declarations import Channel, NotPersonal, Personal, Purpose, Recipient, Retention

_ROW = NotPersonal("number of the row")
_RANDOM = NotPersonal("a random number")
_STATE = NotPersonal("one of a fixed list")
_VOYAGE = NotPersonal("about a vessel and its papers")
_TIME = NotPersonal("when the deal moved, the same for both sides")
_SIDES = (Recipient.COUNTERPARTY_BUYER, Recipient.COUNTERPARTY_DEALER)

# Who asked for which car and where it goes: transaction data of section 1.1, kept as long as the invoice must be.
_DEAL = Personal("1.1/transaction", Purpose.SERVICE, Retention.TRANSACTION_7Y, _SIDES)
_DESTINATION = Personal(
    "1.1/transaction",
    (Purpose.SERVICE, Purpose.SHIPPING),
    Retention.TRANSACTION_7Y,
    (Recipient.COUNTERPARTY_DEALER, Recipient.FORWARDER),
)
_WORDS = Personal(
    "1.1/transaction", (Purpose.SERVICE, Purpose.SUPPORT), Retention.TRANSACTION_7Y, _SIDES, Channel.CORRESPONDENCE
)
_LINK = Personal(
    "1.1/transaction", Purpose.SHIPPING, Retention.ONE_TIME_LINK, (Recipient.FORWARDER,), Channel.AUTOMATIC
)

# A third person's data (PP-1.1-d): who was to receive the car and who receives it now.
_RECEIVED = Personal("1.1/consignee", Purpose.SHIPPING, Retention.TRANSACTION_7Y, _SIDES)

FIELDS = {
    "deals.ConsigneeChange": {
        "id": _ROW,
        "deal": _DEAL,
        "former": _RECEIVED,
        "current": _RECEIVED,
        "party": _STATE,
        "is_after_booking": NotPersonal("whether a vessel was booked"),
        "at": _TIME,
    },
    "deals.Deal": {
        "id": _ROW,
        "code": NotPersonal("a random reference"),
        "vehicle": NotPersonal("the car"),
        "dealer": NotPersonal("the company that sells"),
        "buyer": _DEAL,
        "mode": _STATE,
        "mode_frozen_at": _TIME,
        "commercial": _STATE,
        "papers": _STATE,
        "logistics": _STATE,
        "destination_country": _DESTINATION,
        "destination_port": _DESTINATION,
        "incoterm": _STATE,
        "wants_inspection": NotPersonal("a wish about the car"),
        "wants_insurance": NotPersonal("a wish about the car"),
        "consignee": Personal(
            "1.1/consignee",
            Purpose.SHIPPING,
            Retention.TRANSACTION_7Y,
            (Recipient.COUNTERPARTY_DEALER, Recipient.FORWARDER),
        ),
        "forwarder": NotPersonal("the company that ships"),
        "total_minor": _DEAL,
        "currency": _STATE,
        "requested_at": _TIME,
        "confirmed_at": _TIME,
        "accepted_at": _TIME,
        "paid_at": _TIME,
        "completed_at": _TIME,
        "moved_at": _TIME,
    },
    "deals.DealEnding": {
        "id": _ROW,
        "deal": NotPersonal("the deal"),
        "party": _STATE,
        "reason": _STATE,
        "note": _WORDS,
        "at": _TIME,
    },
    "deals.Message": {
        "id": _RANDOM,
        "deal": NotPersonal("the deal"),
        "author": _WORDS,
        "party": _STATE,
        "text": _WORDS,
        "language": _STATE,
        "at": _TIME,
    },
    "deals.Shipment": {
        "id": _ROW,
        "deal": NotPersonal("the deal"),
        "vessel": _VOYAGE,
        "voyage": _VOYAGE,
        "loading_port": _VOYAGE,
        "discharge_port": _VOYAGE,
        "cut_on": _VOYAGE,
        "etd_on": _VOYAGE,
        "eta_on": _VOYAGE,
        "sailed_on": _VOYAGE,
        "bl_number": _VOYAGE,
        "bl_kind": _VOYAGE,
        "bl_issued_on": _VOYAGE,
        "bl_file": Personal("1.1/consignee", Purpose.SHIPPING, Retention.TRANSACTION_7Y, _SIDES, Channel.FORM),
        "updated_at": _TIME,
    },
    "deals.ForwarderLink": {
        "id": _RANDOM,
        "deal": NotPersonal("the deal"),
        "forwarder": NotPersonal("the company that ships"),
        "secret_hash": NotPersonal("hash of a random secret"),
        "created_at": _LINK,
        "expires_at": NotPersonal("time"),
        "opened_at": _LINK,
        "opened_with": NotPersonal("hash of a random key of a form"),
        "revoked_at": NotPersonal("time"),
    },
}
