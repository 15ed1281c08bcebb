"""What a quotation holds of people: the words that the sides wrote on it, and a price that was offered to one buyer."""

from japacar.kernel.declarations import Channel, NotPersonal, Personal, Purpose, Recipient, Retention

_SIDES = (Recipient.COUNTERPARTY_BUYER, Recipient.COUNTERPARTY_DEALER)
_PRICE = Personal("1.1/transaction", Purpose.SERVICE, Retention.TRANSACTION_7Y, _SIDES)
_STATE = NotPersonal("one of a fixed list")
_RATE = NotPersonal("published rate of exchange")

FIELDS = {
    "quotes.Quote": {
        "id": NotPersonal("a random number"),
        "deal": NotPersonal("the deal"),
        "version": NotPersonal("count"),
        "party": _STATE,
        "status": _STATE,
        "incoterm": _STATE,
        "total_minor": _PRICE,
        "currency": _STATE,
        "valid_until": NotPersonal("time"),
        "note": Personal("1.1/transaction", Purpose.SERVICE, Retention.TRANSACTION_7Y, _SIDES, Channel.CORRESPONDENCE),
        "usd_per_jpy": _RATE,
        "rate_on": _RATE,
        "created_at": NotPersonal("time"),
    },
    "quotes.PriceEstimate": {
        "id": NotPersonal("a random number"),
        "vehicle": NotPersonal("the car"),
        "state": _STATE,
        "asked_by": NotPersonal("an opaque reference; the person behind it is erased in the accounts room"),
        "asked_at": NotPersonal("time"),
        "attributes": NotPersonal("words of fixed lists and numbers about a car"),
        "attempts": NotPersonal("count"),
        "next_try_at": NotPersonal("time"),
        "low_minor": NotPersonal("a reference amount for a kind of car"),
        "high_minor": NotPersonal("a reference amount for a kind of car"),
        "sureness": _STATE,
        "reasons": _STATE,
        "answered_at": NotPersonal("time"),
    },
    "quotes.QuoteLine": {
        "id": NotPersonal("number of the row"),
        "quote": NotPersonal("the quotation"),
        "kind": _STATE,
        "label": NotPersonal("what a line of the price is for"),
        "amount_minor": _PRICE,
        "currency": _STATE,
        "position": NotPersonal("order of the lines"),
    },
}
