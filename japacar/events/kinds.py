"""Every kind of event there is, and the facts that each may carry.

The one thing to know: an event is never erased, so a fact is a reference, a state, an amount, a date or a code, and never
somebody's words, name or address (architecture.md 5, "Events and erasure")."""

from enum import StrEnum


class Kind(StrEnum):
    """`noun.past_participle`; the noun is the room's word for the subject."""

    ACCOUNT_JOINED = "account.joined"
    ACCOUNT_SIGNED_IN = "account.signed_in"
    ACCOUNT_PASSWORD_CHANGED = "account.password_changed"  # noqa: S105  # a kind of event, no secret
    ACCOUNT_SECOND_FACTOR_CHANGED = "account.second_factor_changed"
    FACTOR_RESET_PROPOSED = "factor_reset.proposed"
    FACTOR_RESET_CONFIRMED = "factor_reset.confirmed"
    FACTOR_RESET_STOPPED = "factor_reset.stopped"
    ACCOUNT_LOOKED_UP = "account.looked_up"
    ACCOUNT_DISABLED = "account.disabled"
    ACCOUNT_ENABLED = "account.enabled"
    ACCOUNT_EMAIL_CHANGED = "account.email_changed"
    ACCOUNT_PROVIDER_LINKED = "account.provider_linked"
    ACCOUNT_PROVIDER_UNLINKED = "account.provider_unlinked"
    AGREEMENT_MADE = "agreement.made"

    DEALER_REGISTERED = "dealer.registered"
    DEALER_SUBMITTED = "dealer.submitted"
    DEALER_APPROVED = "dealer.approved"
    DEALER_REFUSED = "dealer.refused"
    DEALER_NUMBER_LOOKED_UP = "dealer.number_looked_up"
    DEALER_REGISTER_DIFFERS = "dealer.register_differs"
    IDENTITY_IMAGE_SENT = "identity_image.sent"
    IDENTITY_IMAGE_REMOVED = "identity_image.removed"
    IDENTITY_IMAGE_DESTROYED = "identity_image.destroyed"
    IDENTITY_ORIGINALS_DELETED = "identity_originals.deleted"
    IDENTITY_DRAFT_EXPIRING = "identity_draft.expiring"
    STAFF_INVITED = "staff.invited"
    STAFF_INVITATION_WITHDRAWN = "staff.invitation_withdrawn"
    STAFF_JOINED = "staff.joined"
    STAFF_ROLE_CHANGED = "staff.role_changed"
    STAFF_REMOVED = "staff.removed"
    NOTIFICATION_ADDRESS_ENTERED = "notification_address.entered"
    NOTIFICATION_ADDRESS_CONFIRMED = "notification_address.confirmed"
    NOTIFICATION_ADDRESS_REMOVED = "notification_address.removed"
    DEALER_ASKED = "dealer.asked"
    DEALER_STOCK_ASKED = "dealer.stock_asked"
    DEALER_STOCK_EXPIRED = "dealer.stock_expired"
    DEALER_DECISION_UNDONE = "dealer.decision_undone"
    DEALER_SUSPENDED = "dealer.suspended"
    DEALER_SUSPENSION_LIFTED = "dealer.suspension_lifted"
    REVIEW_CLAIMED = "review.claimed"
    REVIEW_TAKEN_OVER = "review.taken_over"
    OVERRIDE_PROPOSED = "override.proposed"
    OVERRIDE_CONFIRMED = "override.confirmed"
    OVERRIDE_DECLINED = "override.declined"
    OVERRIDE_LAPSED = "override.lapsed"
    RECHECK_OPENED = "recheck.opened"
    RECHECK_CLOSED = "recheck.closed"
    IDENTITY_VIEWED = "identity.viewed"
    GUARDIAN_CONSENT_SENT = "guardian_consent.sent"
    GUARDIAN_CONSENT_VIEWED = "guardian_consent.viewed"
    GUARDIAN_CONSENT_CHECKED = "guardian_consent.checked"
    GUARDIAN_CONSENT_ACCEPTED = "guardian_consent.accepted"
    GUARDIAN_CONSENT_REFUSED = "guardian_consent.refused"
    PERMIT_VIEWED = "permit.viewed"
    BANK_ACCOUNT_ENTERED = "bank_account.entered"
    BANK_ACCOUNT_REVEALED = "bank_account.revealed"
    BANK_CHANGE_STOPPED = "bank_change.stopped"
    INVOICE_ACCOUNT_KEPT = "invoice.account_kept"

    AI_READING_AGREED = "ai_reading.agreed"
    AI_READING_SENT = "ai_reading.sent"
    AI_READING_READ = "ai_reading.read"
    AI_READING_FAILED = "ai_reading.failed"
    AI_READING_ENDED = "ai_reading.ended"

    VEHICLE_DRAFTED = "vehicle.drafted"
    VEHICLE_CERTIFICATE_READ = "vehicle.certificate_read"
    VEHICLE_PUBLISHED = "vehicle.published"
    VEHICLE_PRICE_RANGE_ASKED = "vehicle.price_range_asked"
    VEHICLE_SUBMITTED = "vehicle.submitted"
    VEHICLE_APPROVED = "vehicle.approved"
    VEHICLE_REFUSED = "vehicle.refused"
    VEHICLE_STOCK_CONFIRMED = "vehicle.stock_confirmed"
    VEHICLE_EXPIRED = "vehicle.expired"
    VEHICLE_PRICE_CHANGED = "vehicle.price_changed"
    VEHICLE_RESERVED = "vehicle.reserved"
    VEHICLE_RELEASED = "vehicle.released"
    VEHICLE_WITHDRAWN = "vehicle.withdrawn"
    VEHICLE_SOLD = "vehicle.sold"
    IMPORT_APPLIED = "import.applied"
    IMPORT_UNDONE = "import.undone"
    NAMES_CORRECTED = "names.corrected"
    NAMES_MERGED = "names.merged"
    NAMES_RESTORED = "names.restored"

    DEAL_REQUESTED = "deal.requested"
    DEAL_REQUEST_CONFIRMED = "deal.request_confirmed"
    DEAL_DECLINED = "deal.declined"
    DEAL_WITHDRAWN = "deal.withdrawn"
    DEAL_EXPIRED = "deal.expired"
    DEAL_CANCELLED = "deal.cancelled"
    DEAL_RESERVED = "deal.reserved"
    DEAL_STOCK_CONFIRMED = "deal.stock_confirmed"
    DEAL_PAYMENT_REQUESTED = "deal.payment_requested"
    DEAL_PAID = "deal.paid"
    DEAL_PAPERS_MOVED = "deal.papers_moved"
    DEAL_LOGISTICS_MOVED = "deal.logistics_moved"
    DEAL_COMPLETED = "deal.completed"
    CONSIGNEE_ENTERED = "consignee.entered"
    CONSIGNEE_CHANGED = "consignee.changed"
    MESSAGE_WRITTEN = "message.written"

    QUOTE_SENT = "quote.sent"
    QUOTE_COUNTERED = "quote.countered"
    QUOTE_ACCEPTED = "quote.accepted"

    LEDGER_READ = "ledger.read"
    DOCUMENT_ISSUED = "document.issued"
    DOCUMENT_COLLECTED = "document.collected"
    DOCUMENT_VIEWED = "document.viewed"
    PROFORMA_ISSUED = "proforma.issued"
    PROOF_UPLOADED = "proof.uploaded"
    PROOF_REJECTED = "proof.rejected"
    FUNDS_CONFIRMED = "funds.confirmed"
    FUNDS_SHORT = "funds.short"
    FUNDS_OVER = "funds.over"
    REFUND_REQUESTED = "refund.requested"
    REFUND_SENT = "refund.sent"
    REFUND_CONFIRMED = "refund.confirmed"
    PAYMENT_OVERDUE = "payment.overdue"

    FORWARDER_ASSIGNED = "forwarder.assigned"
    FORWARDER_LINK_MADE = "forwarder.link_made"
    PACK_PROVIDED = "pack.provided"
    SHIPMENT_BOOKED = "shipment.booked"
    SHIPMENT_SAILED = "shipment.sailed"
    BL_ISSUED = "bl.issued"
    VEHICLE_RECEIVED = "vehicle.received"


# Names that any event may carry. A fact outside this list is refused, so a person's words cannot slip into the chain.
FACTS = frozenset(
    {
        "lane", "from", "to",  # a state that moved: what the fold of the events is made of
        "deal", "vehicle", "dealer", "quote", "document", "request", "proof", "file", "forwarder", "reading", "agreement", "member",
        "consignee", "former",
        "version", "number", "sha256", "mode", "party", "reason_code", "lines", "fields",
        "account", "amount_minor", "currency", "value_on", "due_on", "valid_until", "etd_on", "eta_on", "text_version", "language",
        "port", "country", "count", "slot",
    }
)  # fmt: skip
