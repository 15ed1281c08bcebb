"""What the rows of payments say about people. A proof is a picture of a person's bank papers: sealed, and shown to both sides alone."""

from japacar.kernel.declarations import Channel, NotPersonal, Personal, Purpose, Recipient, Retention

_DEAL = (Recipient.COUNTERPARTY_BUYER, Recipient.COUNTERPARTY_DEALER)
_TIME = NotPersonal("time")
_STATE = NotPersonal("one of a fixed list")
_CURRENCY = NotPersonal("code of a currency")


def _traded(channel: Channel = Channel.FORM, *, sensitive: bool = False) -> Personal:
    """Transaction data (PP-1.1-i): kept with the deal, seen by its two sides."""
    return Personal(
        "1.1/transaction", Purpose.PAYMENTS, Retention.TRANSACTION_7Y, _DEAL, channel=channel, sensitive=sensitive
    )


FIELDS = {
    "payments.PaymentRequest": {
        "id": NotPersonal("number of the row"),
        "code": NotPersonal("a random reference"),
        "deal": _traded(Channel.AUTOMATIC),
        "document": NotPersonal("the invoice that asks for it"),
        "account": NotPersonal("the account named; its details are sealed in the members room"),
        "payee": _STATE,
        "amount_minor": _traded(Channel.AUTOMATIC),
        "currency": _CURRENCY,
        "money": _STATE,
        "proof_due_at": _TIME,
        "funds_due_at": _TIME,
        "created_at": _TIME,
        "moved_at": _TIME,
    },
    "payments.TransferProof": {
        "id": NotPersonal("a random number"),
        "request": NotPersonal("the payment it is shown for"),
        "file": _traded(sensitive=True),
        "uploaded_by": _traded(Channel.AUTOMATIC),
        "uploaded_at": _TIME,
        "rejected_at": _TIME,
        "rejection_note": _traded(),
    },
    "payments.Refund": {
        "id": NotPersonal("number of the row"),
        "request": NotPersonal("the payment it belongs to"),
        "amount_minor": _traded(),
        "currency": _CURRENCY,
        "sent_on": NotPersonal("day of the bank"),
        "bank_reference": _traded(),
        "recorded_by": _traded(Channel.AUTOMATIC),
        "recorded_at": _TIME,
    },
    "payments.FundsReceipt": {
        "id": NotPersonal("number of the row"),
        "request": NotPersonal("the payment it belongs to"),
        "amount_minor": _traded(),
        "currency": _CURRENCY,
        "value_on": NotPersonal("day of the bank"),
        "bank_reference": _traded(),
        "confirmed_by": _traded(Channel.AUTOMATIC),
        "confirmed_at": _TIME,
    },
}
