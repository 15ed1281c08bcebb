"""What dealers, buyers, consignees and forwarders give us, and why: section 1.1 of the policy for the most part."""

from japacar.kernel.declarations import Channel, NotPersonal, Personal, Purpose, Recipient, Retention

_ID = NotPersonal("random number of the row")
_TIME = NotPersonal("time")
_CHOICE = NotPersonal("one of a fixed list")

# What stands on a dealer's page and on the papers of his deals.
_PUBLIC = Personal(
    "1.1/seller",
    (Purpose.IDENTITY, Purpose.SERVICE, Purpose.LAW),
    Retention.TRANSACTION_7Y,
    (Recipient.PUBLIC, Recipient.COUNTERPARTY_BUYER, Recipient.FORWARDER),
)
# What only the papers of a deal carry.
_ON_PAPERS = Personal(
    "1.1/seller",
    (Purpose.IDENTITY, Purpose.SERVICE, Purpose.SHIPPING),
    Retention.TRANSACTION_7Y,
    (Recipient.COUNTERPARTY_BUYER, Recipient.FORWARDER),
)
_OURS = Personal("1.1/seller", Purpose.IDENTITY, Retention.ACCOUNT)
# Each in a ciphertext of its own.
_BANK = Personal(
    "1.1/seller", Purpose.PAYMENTS, Retention.TRANSACTION_7Y, (Recipient.COUNTERPARTY_BUYER,), sensitive=True
)
# The evidence of a guardian's consent (PP-13-a); its pictures go 30 days after the decision, like those of dealers.
_GUARDIAN = Personal("13/guardian", Purpose.LAW, Retention.ACCOUNT)
_GUARDIAN_PAPER = Personal("13/guardian", Purpose.LAW, Retention.IDENTITY_30D_AFTER_DECISION, sensitive=True)
_BUYER = Personal(
    "1.1/buyer", (Purpose.SERVICE, Purpose.SHIPPING), Retention.TRANSACTION_7Y, (Recipient.COUNTERPARTY_DEALER,)
)
_CONSIGNEE = Personal(
    "1.1/consignee",
    Purpose.SHIPPING,
    Retention.TRANSACTION_7Y,
    (Recipient.COUNTERPARTY_DEALER, Recipient.FORWARDER),
)
_FORWARDER = Personal(
    "1.1",
    Purpose.SHIPPING,
    Retention.TRANSACTION_7Y,
    (Recipient.COUNTERPARTY_BUYER, Recipient.COUNTERPARTY_DEALER),
    Channel.OPERATOR,
)
_INVITED = Personal("1.1/account", Purpose.SERVICE, Retention.ONE_TIME_LINK)
# Clause PP-1.1-k: optional, used for the notices alone, and gone with one click.
_MAILBOX = Personal("1.1/seller", Purpose.STAFF_MAIL, Retention.ACCOUNT)
_WHO = Personal("1.1/account", Purpose.SERVICE, Retention.ACCOUNT)

FIELDS = {
    "members.Dealer": {
        "id": _ID,
        "slug": _PUBLIC,
        "status": _CHOICE,
        "kind": _CHOICE,
        "name_ja": _PUBLIC,
        "name_en": _PUBLIC,
        "representative_kanji": _PUBLIC,
        "representative_kana": _OURS,
        "representative_roman": _ON_PAPERS,
        "representative_born_on": Personal("1.1/seller", Purpose.IDENTITY, Retention.ACCOUNT, sensitive=True),
        "corporate_number": _PUBLIC,
        "invoice_number": _ON_PAPERS,
        "phone": _ON_PAPERS,
        "postal_code": _PUBLIC,
        "prefecture": _PUBLIC,
        "city": _PUBLIC,
        "street": _ON_PAPERS,
        "address_en": _ON_PAPERS,
        "permit_commission": _PUBLIC,
        "permit_number": _PUBLIC,
        "permit_issued_on": Personal("1.1/seller", Purpose.IDENTITY, Retention.ACCOUNT),
        "permit_photo": Personal("1.1/seller", Purpose.IDENTITY, Retention.IDENTITY_30D_AFTER_DECISION, sensitive=True),
        "shop_name_ja": _PUBLIC,
        "shop_name_en": _PUBLIC,
        "about_ja": _PUBLIC,
        "about_en": _PUBLIC,
        "opening_hours": _PUBLIC,
        "created_at": _TIME,
        "submitted_at": _TIME,
        "decided_at": _TIME,
        "decided_by": NotPersonal("an opaque reference"),
        "refusal_reason": Personal("1.1/seller", Purpose.IDENTITY, Retention.ACCOUNT, channel=Channel.OPERATOR),
        "reopened_sections": NotPersonal("names of sections of the form"),
        "answer": Personal("1.1/seller", Purpose.IDENTITY, Retention.ACCOUNT),
        "originals_held_at": _TIME,
        "originals_held_until": _TIME,
        "drafts_told_at": _TIME,
        "resumed_at": _TIME,
    },
    "members.RegisterEntry": {
        "id": NotPersonal("number of the row"),
        "dealer": NotPersonal("the business it belongs to"),
        "number": NotPersonal("a corporation’s public number; people have none of this kind"),
        "is_known": NotPersonal("whether the public register has the number"),
        "name": NotPersonal("a corporation’s name as the public register gives it"),
        "address": NotPersonal("a corporation’s seat as the public register gives it"),
        "postal_code": NotPersonal("of a corporation’s seat"),
        "process": NotPersonal("code of the register"),
        "close_cause": NotPersonal("code of the register"),
        "successor": NotPersonal("a corporation’s public number"),
        "changed_on": NotPersonal("date in the register"),
        "closed_on": NotPersonal("date in the register"),
        "as_of": NotPersonal("date of the register"),
        "checked_at": _TIME,
        "tried_at": _TIME,
        "failure": NotPersonal("a short code"),
    },
    "members.IdentityImage": {
        "id": _ID,
        "dealer": NotPersonal("the business it belongs to"),
        "slot": _CHOICE,
        "paper": _OURS,
        "expires_on": _OURS,
        "file": Personal("1.1/seller", Purpose.IDENTITY, Retention.IDENTITY_30D_AFTER_DECISION, sensitive=True),
        "sent_by": NotPersonal("an opaque reference"),
        "created_at": _TIME,
        "gone_at": _TIME,
        "gone_reason": _CHOICE,
    },
    "members.ShopPhoto": {
        "id": _ID,
        "dealer": NotPersonal("the business it shows"),
        "file": Personal("1.1/seller", Purpose.SERVICE, Retention.ACCOUNT, (Recipient.PUBLIC,)),
        "created_at": _TIME,
    },
    "members.StaffInvitation": {
        "id": _ID,
        "dealer": NotPersonal("the business that asks"),
        "email": _INVITED,
        "role": _INVITED,
        "language": _CHOICE,
        "secret_hash": NotPersonal("hash of a random secret"),
        "invited_by": NotPersonal("an opaque reference"),
        "created_at": _TIME,
        "expires_at": _TIME,
        "accepted_at": _TIME,
        "withdrawn_at": _TIME,
    },
    "members.NotificationAddress": {
        "id": _ID,
        "dealer": NotPersonal("the business whose notices go there"),
        "email": _MAILBOX,
        "language": _CHOICE,
        "secret_hash": NotPersonal("hash of a random secret"),
        "created_at": _TIME,
        "expires_at": _TIME,
        "confirmed_at": _TIME,
    },
    "members.Membership": {
        "id": NotPersonal("number of the row"),
        "dealer": _WHO,
        "user": _WHO,
        "role": _WHO,
        "created_at": _TIME,
        "ended_at": _TIME,
    },
    "members.BankAccount": {
        "id": _ID,
        "dealer": NotPersonal("the business it belongs to"),
        "sealed_bank_name": _BANK,
        "sealed_bank_name_en": _BANK,
        "sealed_branch": _BANK,
        "sealed_branch_en": _BANK,
        "sealed_branch_code": _BANK,
        "sealed_swift": _BANK,
        "sealed_account_type": _BANK,
        "sealed_account_number": _BANK,
        "sealed_holder_kana": _BANK,
        "sealed_holder_en": _BANK,
        "effective_at": _TIME,
        "replaced_at": _TIME,
        "stopped_at": _TIME,
        "created_at": _TIME,
    },
    "members.GuardianConsent": {
        "id": _ID,
        "user": _WHO,
        "guardian_name": _GUARDIAN,
        "relation": _CHOICE,
        "consent_paper": _GUARDIAN_PAPER,
        "identity_paper": _GUARDIAN_PAPER,
        "state": _CHOICE,
        "sent_at": _TIME,
        "first_by": NotPersonal("an opaque reference"),
        "first_at": _TIME,
        "decided_by": NotPersonal("an opaque reference"),
        "decided_at": _TIME,
        "refusal_reason": Personal("13/guardian", Purpose.LAW, Retention.ACCOUNT, channel=Channel.OPERATOR),
        "papers_gone_at": _TIME,
        "originals_held_at": _TIME,
        "originals_held_until": _TIME,
    },
    "members.BuyerProfile": {
        "id": NotPersonal("number of the row"),
        "user": _WHO,
        "name": _BUYER,
        "address": _BUYER,
        "phone": _BUYER,
        "destination_port": Personal("1.1/buyer", Purpose.SERVICE, Retention.ACCOUNT),
        "created_at": _TIME,
    },
    "members.Consignee": {
        "id": _ID,
        "buyer": _WHO,
        "name": _CONSIGNEE,
        "email": _CONSIGNEE,
        "country": _CONSIGNEE,
        "address": _CONSIGNEE,
        "phone": _CONSIGNEE,
        "created_at": _TIME,
    },
    "members.Forwarder": {
        "id": _ID,
        "name_ja": _FORWARDER,
        "name_en": _FORWARDER,
        "country": _FORWARDER,
        "address": _FORWARDER,
        "phone": _FORWARDER,
        "email": _FORWARDER,
        "is_active": NotPersonal("whether we work with it"),
    },
    "members.ForwarderContact": {
        "id": NotPersonal("number of the row"),
        "forwarder": _WHO,
        "user": _WHO,
        "created_at": _TIME,
    },
}
