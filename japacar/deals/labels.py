"""The words for every state, step, turn, reason and party of a deal; Japanese stands in this room's message file.

Look a state up by lane and value: ``STATES["money"]["short"]``. A test keeps these complete against ``rules``.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise

STATES: dict[str, dict[str, Words]] = {
    "commercial": {
        "requested": _("Quote requested"),
        "quoting": _("Quote in preparation"),
        "quoted": _("Quoted"),
        "countered": _("Counter-offer made"),
        "accepted": _("Reserved"),
        "stock_check": _("Stock confirmed"),
        "payment_requested": _("Payment requested"),
        "completed": _("Completed"),
        "declined": _("Declined"),
        "expired": _("Expired"),
        "withdrawn": _("Withdrawn"),
        "cancelled": _("Cancelled"),
    },
    "money": {
        "due": _("Payment due"),
        "proof_uploaded": _("Proof uploaded, not confirmed"),
        "funds_confirmed": _("Payment confirmed"),
        "short": _("Paid short"),
        "over": _("Paid too much"),
        "rejected": _("Proof rejected"),
        "overdue": _("Overdue"),
        "voided": _("Payment request withdrawn"),
        "refund_requested": _("Refund requested"),
        "refund_sent": _("Refund sent"),
        "refund_confirmed": _("Refund received"),
    },
    "papers": {
        "seller_docs_pending": _("Dealer’s papers awaited"),
        "seller_docs_received": _("Dealer’s papers complete"),
        "deregistered": _("Deregistered for export"),
        "export_cert_translated": _("Export certificate translated"),
        "bl_draft_sent": _("Draft B/L sent"),
        "bl_confirmed": _("Draft B/L confirmed"),
        "bl_issued": _("B/L issued"),
        "courier_dispatched": _("Papers sent by courier"),
        "delivered": _("Papers delivered"),
    },
    "logistics": {
        "awaiting_booking": _("Waiting for a booking"),
        "booked": _("Booked on a vessel"),
        "yard_in": _("In the port yard"),
        "export_permitted": _("Export permitted"),
        "on_board": _("On board"),
        "transhipped": _("Transhipped"),
        "arrived": _("Arrived at the port"),
        "released": _("Released to the consignee"),
        "rolled": _("Moved to a later vessel"),
    },
    "inspection": {
        "not_required": _("No inspection required"),
        "required": _("Inspection required"),
        "booked": _("Inspection booked"),
        "passed": _("Inspection passed"),
        "failed": _("Inspection failed"),
        "repair": _("Under repair for inspection"),
    },
}

STEPS: dict[str, Words] = {
    "reservation": _("Reservation"),
    "payment_confirmed": _("Payment confirmed"),
    "bl_issued": _("B/L issued"),
    "completed": _("Completed"),
}

LANES: dict[str, Words] = {
    "commercial": pgettext_lazy("lane of a deal", "Agreement"),
    "money": pgettext_lazy("lane of a deal", "Money"),
    "papers": pgettext_lazy("lane of a deal", "Papers"),
    "logistics": pgettext_lazy("lane of a deal", "Shipping"),
    "inspection": pgettext_lazy("lane of a deal", "Inspection"),
}

PARTIES: dict[str, Words] = {
    "buyer": _("Buyer"),
    "dealer": _("Dealer"),
    "payee": _("Payee"),
    "forwarder": _("Forwarder"),
    "staff": _("JAPACAR staff"),
    "system": _("System"),
    "time": _("Deadline passed"),
}

MODES: dict[str, Words] = {
    "direct": _("Sold by the dealer"),
    "resale": _("Sold by Japanese Car Trading LLC"),
}

# What the party whose turn it is has to do, as a heading on the deal page.
TURNS: dict[str, Words] = {
    "send_quote": _("Send the quote"),
    "finish_quote": _("Finish the quote"),
    "price_freight": _("Price the freight"),
    "decide_quote": _("Decide on the quote"),
    "answer_counter": _("Answer the counter-offer"),
    "confirm_stock": _("Confirm that the car is there"),
    "issue_proforma": _("Issue the proforma invoice"),
    "enter_consignee": _("Tell us who receives the car"),
    "upload_proof": _("Pay by bank transfer and upload the proof"),
    "replace_proof": _("Upload a readable proof of the transfer"),
    "confirm_funds": _("Confirm the payment from the bank account"),
    "pay_now": _("The payment is overdue: pay now"),
    "wait_or_cancel": _("Wait for the overdue payment, or cancel"),
    "send_balance": _("Send the missing amount"),
    "settle_surplus": _("Settle what was paid too much"),
    "start_refund": _("Start the refund"),
    "send_refund": _("Send the refund to the account it came from"),
    "confirm_refund": _("Confirm that the refund arrived"),
    "hand_in_papers": _("Hand in the papers of the car"),
    "deregister": _("Deregister the car for export"),
    "confirm_bl_draft": _("Check the draft B/L"),
    "enter_bl": _("Enter the B/L"),
    "dispatch_papers": _("Send the original papers"),
    "receive_papers": _("Confirm that the papers arrived"),
    "choose_forwarder": _("Choose a forwarder"),
    "book_vessel": _("Book a vessel"),
    "deliver_to_yard": _("Deliver the car to the port yard"),
    "get_export_permit": _("Obtain the export permit"),
    "report_loading": _("Report the loading"),
    "report_arrival": _("Report the arrival"),
    "collect_car": _("Collect the car and mark it received"),
    "confirm_received": _("Mark the car received"),
}

REASONS: dict[str, Words] = {
    "changed_mind": _("The buyer changed his or her mind"),
    "found_another": _("The buyer found another car"),
    "price": _("The sides did not agree on the price"),
    "not_paid": _("The payment did not arrive in time"),
    "car_not_available": _("The car is not available"),
    "sold_to_another": _("The car was sold to another buyer"),
    "condition_differs": _("The condition differs from the listing"),
    "cannot_ship_there": _("The dealer does not ship to this destination"),
    "import_not_allowed": _("The destination does not allow the import"),
    "papers_missing": _("The papers could not be obtained"),
    "suspicion": _("Something looked wrong and the case was stopped"),
    "agreed_by_both": _("Both sides agreed"),
    "not_answered": _("The request was not answered in time"),
    "quote_expired": _("The quote was not accepted in time"),
}
