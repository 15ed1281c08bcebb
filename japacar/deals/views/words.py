"""The sentences of the deal's page: what a turn means, where its button leads, and what each event is called in the timeline.

The one thing to know: a sentence of the timeline begins after the name of who acted ("You", "Aoba Jidosha")."""

from django.utils.translation import gettext_lazy as _

from japacar.deals.labels import Words
from japacar.deals.models import Deal
from japacar.deals.rules import Actor, Mode
from japacar.events.kinds import Kind
from japacar.ui.formatting import sentences

OTHERS: dict[Actor, Words] = {
    Actor.BUYER: _("Buyer’s turn"),
    Actor.DEALER: _("Dealer’s turn"),
    Actor.FORWARDER: _("Forwarder’s turn"),
    Actor.STAFF: _("JAPACAR’s turn"),
}

# Label of the button, name of the page (or "#part of this page"), and whether the button posts at once.
WAYS: dict[str, tuple[Words, str, bool]] = {
    "send_quote": (_("Write the quote"), "quotes:new", False),
    "finish_quote": (_("Finish the quote"), "quotes:new", False),
    "answer_counter": (_("Answer with a new quote"), "quotes:new", False),
    "decide_quote": (_("See the quote"), "#quote", False),
    "confirm_stock": (_("The car is here"), "deals:confirm_stock", True),
    "issue_proforma": (_("Make the invoice"), "payments:issue_invoice", False),
    "enter_consignee": (_("Enter the consignee"), "deals:consignee", False),
    "upload_proof": (_("Pay and upload the proof"), "payments:pay", False),
    "replace_proof": (_("Upload another proof"), "payments:pay", False),
    "pay_now": (_("Pay and upload the proof"), "payments:pay", False),
    "send_balance": (_("Send the rest"), "payments:pay", False),
    "confirm_funds": (_("Look at the proof"), "payments:confirm", False),
    "wait_or_cancel": (_("Look at the payment"), "payments:confirm", False),
    "settle_surplus": (_("Look at the payment"), "payments:confirm", False),
    "start_refund": (_("Record the refund"), "payments:confirm", False),
    "send_refund": (_("Record the refund"), "payments:confirm", False),
    "confirm_refund": (_("Has the refund arrived?"), "payments:pay", False),
    "hand_in_papers": (_("Hand in the papers"), "documents:collect", False),
    "deregister": (_("Hand in the certificate"), "documents:collect", False),
    "choose_forwarder": (_("Choose a forwarder"), "shipping:assign", False),
    "deliver_to_yard": (_("The car is in the yard"), "deals:report_yard", True),
    "dispatch_papers": (_("The papers are on their way"), "deals:send_papers", True),
    "receive_papers": (_("The papers have arrived"), "deals:receive_papers", True),
    "collect_car": (_("I have received the car"), "deals:received", False),
    "confirm_received": (_("I have received the car"), "deals:received", False),
    # The forwarder's own page holds its forms.
    "book_vessel": (_("Enter the booking"), "#booking", False),
    "get_export_permit": (_("Enter the sailing"), "#sailing", False),
    "report_loading": (_("Enter the sailing"), "#sailing", False),
    "report_arrival": (_("Report the arrival"), "#arrival", False),
    "enter_bl": (_("Enter the B/L"), "#bill", False),
}

_OWN: dict[str, Words] = {
    "send_quote": _("The buyer asks for a price to the port. You send it line by line, in yen."),
    "finish_quote": _("The quote is begun but not sent."),
    "decide_quote": _("Reserve the car, offer another price, or decline. Nothing binds you before you reserve."),
    "answer_counter": _("The buyer offers another price. Send a new version, or decline."),
    "confirm_stock": _("Go and look: the car stands in your yard and is not promised to anybody else."),
    "issue_proforma": _("The invoice carries your account and its due date. The buyer pays only what stands on it."),
    "enter_consignee": _("The shipping line prints this name on the B/L."),
    "upload_proof": _("The account stands on the invoice only. Send the transfer, then a picture of the slip."),
    "replace_proof": _("The last picture could not be used."),
    "confirm_funds": _("A proof is a picture. Look into the bank account and say what arrived."),
    "pay_now": _("The money has not arrived by the due date."),
    "wait_or_cancel": _("The money has not arrived by the due date."),
    "start_refund": _("Send what arrived back from your bank, then record it here."),
    "send_refund": _("Send what arrived back from your bank, then record it here."),
    "confirm_refund": _("Look into your bank account, then tell us here."),
    "send_balance": _("Less arrived than was asked for; bank charges are the usual reason."),
    "settle_surplus": _("More arrived than was asked for. Agree with the buyer on what happens with it."),
    "hand_in_papers": _("The registration certificate, the seal certificate and the transfer papers."),
    "deregister": _("The export certificate carries the car through customs."),
    "choose_forwarder": _("The forwarder books the vessel and gets the shipping papers, and nothing of the price."),
    "deliver_to_yard": _("The car must stand in the yard by the cut-off of the vessel."),
    "dispatch_papers": _("The original B/L and the papers go to the consignee by courier."),
    "receive_papers": _("The port hands the car over against the original B/L."),
    "collect_car": _("Check the car when you collect it, then tell us here."),
    "confirm_received": _("Check the car within 48 hours, then tell us here. This completes the deal."),
    "book_vessel": _("Look for space on a vessel and enter its name and dates. The buyer and the dealer are told."),
    "get_export_permit": _("Clear the car through customs, and say here when it is on board."),
    "report_loading": _("Say here when the car is on board and the vessel has left."),
    "report_arrival": _("Say here when the vessel is in the port of discharge."),
    "enter_bl": _("Enter the number, and a copy where you have one. The buyer waits for it."),
}
_THEIRS: dict[str, Words] = {
    "send_quote": _("The dealer works out the price to the port. You hear by e-mail."),
    "finish_quote": _("The dealer works out the price to the port. You hear by e-mail."),
    "decide_quote": _("The buyer reserves, offers another price, or declines."),
    "answer_counter": _("The dealer answers the offer."),
    "confirm_stock": _("The dealer makes sure that the car is there. It is held in the meantime."),
    "issue_proforma": _("The invoice carries the bank account and the due date."),
    "enter_consignee": _("The buyer names who receives the car."),
    "upload_proof": _("The buyer sends the transfer and a picture of the slip."),
    "replace_proof": _("The buyer uploads a better picture of the slip."),
    "confirm_funds": _("The payee looks for the money in the bank account. The buyer has done his part."),
    "pay_now": _("The money has not arrived by the due date."),
    "wait_or_cancel": _("The payee may wait for the money or cancel the deal."),
    "send_balance": _("Less arrived than was asked for. The buyer sends the rest."),
    "settle_surplus": _("More arrived than was asked for. The payee settles it with the buyer."),
    "hand_in_papers": _("The dealer hands in the papers of the car."),
    "deregister": _("The car is taken off the register so that it may leave Japan."),
    "choose_forwarder": _("The payee names who ships the car."),
    "book_vessel": _("The forwarder looks for space on a vessel."),
    "deliver_to_yard": _("The dealer brings the car to the port."),
    "get_export_permit": _("The forwarder clears the car through customs."),
    "report_loading": _("The forwarder tells us when the car is on board."),
    "report_arrival": _("The car is at sea."),
    "enter_bl": _("The shipping line issues the bill of lading."),
    "dispatch_papers": _("The original B/L goes to the consignee by courier."),
    "receive_papers": _("The courier is on the way to the consignee."),
    "collect_car": _("The buyer collects the car at the port."),
    "confirm_received": _("The buyer checks the car. His word completes the deal."),
    "start_refund": _("What was paid goes back to the account it came from."),
    "send_refund": _("What was paid goes back to the account it came from."),
    "confirm_refund": _("The buyer looks for the refund in the bank account."),
}
_PAYEE_VERBS = frozenset({"issue_proforma", "confirm_funds", "choose_forwarder"})
_RESOLD = _("In this deal Japanese Car Trading LLC sells to the buyer.")


def of_turn(verb: str, *, is_own: bool, deal: Deal) -> str:
    """One sentence under the heading of a turn."""
    words = _OWN.get(verb) if is_own else None
    text = str(words or _THEIRS.get(verb, ""))
    return sentences((text, _RESOLD)) if deal.mode == Mode.RESALE and verb in _PAYEE_VERBS else text


# What happened. %(amount)s, %(version)s, %(paper)s, %(state)s, %(reason)s are filled from the facts of the event.
HAPPENED: dict[str, Words] = {
    Kind.DEAL_REQUESTED: _("asked for a quote."),
    Kind.DEAL_DECLINED: _("declined the request: %(reason)s."),
    Kind.DEAL_WITHDRAWN: _("withdrew the request: %(reason)s."),
    Kind.DEAL_EXPIRED: _("The deal ended: %(reason)s."),
    Kind.DEAL_CANCELLED: _("cancelled the deal: %(reason)s."),
    Kind.DEAL_RESTED: _("The dealer was suspended. Nothing runs out meanwhile."),
    Kind.DEAL_RESUMED: _("The suspension of the dealer is lifted. What rested has its whole time anew."),
    Kind.DEAL_RESERVED: _("reserved the car for %(amount)s."),
    Kind.DEAL_STOCK_CONFIRMED: _("confirmed that the car is there."),
    Kind.DEAL_PAID: _("All payments are confirmed."),
    Kind.DEAL_COMPLETED: _("completed the deal."),
    Kind.CONSIGNEE_ENTERED: _("entered who receives the car."),
    Kind.CONSIGNEE_CHANGED: _("changed who receives the car."),
    Kind.QUOTE_SENT: _("sent a quote of %(amount)s."),
    Kind.QUOTE_COUNTERED: _("offered %(amount)s."),
    Kind.DOCUMENT_ISSUED: _("issued a paper: %(paper)s."),
    Kind.DOCUMENT_COLLECTED: _("handed in a paper: %(paper)s."),
    Kind.PROFORMA_ISSUED: _("issued the invoice and asked for %(amount)s."),
    Kind.PROOF_UPLOADED: _("uploaded a proof of the transfer."),
    Kind.PROOF_REJECTED: _("could not use the proof."),
    Kind.FUNDS_CONFIRMED: _("confirmed the payment in the account."),
    Kind.FUNDS_SHORT: _("found less than asked for in the account: %(amount)s."),
    Kind.FUNDS_OVER: _("found more than asked for in the account: %(amount)s."),
    Kind.REFUND_REQUESTED: _("started a refund."),
    Kind.REFUND_SENT: _("sent a refund: %(amount)s."),
    Kind.REFUND_CONFIRMED: _("received the refund."),
    Kind.PAYMENT_OVERDUE: _("The payment is overdue."),
    Kind.INVOICE_ACCOUNT_KEPT: _("The dealer announced another account. The invoice keeps the one printed on it."),
    Kind.FORWARDER_ASSIGNED: _("chose the forwarder."),
    Kind.FORWARDER_LINK_MADE: _("sent the forwarder a link to the shipping papers."),
    Kind.PACK_PROVIDED: _("The shipping papers were given to the forwarder."),
    Kind.SHIPMENT_BOOKED: _("booked the vessel."),
    Kind.SHIPMENT_SAILED: _("reported that the vessel has sailed."),
    Kind.BL_ISSUED: _("entered the bill of lading (B/L)."),
    Kind.VEHICLE_RECEIVED: _("received the car."),
    Kind.DEAL_PAPERS_MOVED: _("Papers: %(state)s."),
    Kind.DEAL_LOGISTICS_MOVED: _("Shipping: %(state)s."),
}
# The same for those of the dealer who see no prices; a test finds a sentence with an amount that has no line here.
WITHOUT_AMOUNT: dict[str, Words] = {
    Kind.DEAL_RESERVED: _("reserved the car."),
    Kind.QUOTE_SENT: _("sent a quote."),
    Kind.QUOTE_COUNTERED: _("offered another price."),
    Kind.PROFORMA_ISSUED: _("issued the invoice."),
    Kind.FUNDS_SHORT: _("found less than asked for in the account."),
    Kind.FUNDS_OVER: _("found more than asked for in the account."),
    Kind.REFUND_SENT: _("sent a refund."),
}
# Sentences that stand alone, without the name of somebody before them.
ALONE = frozenset(
    {
        Kind.DEAL_PAPERS_MOVED,
        Kind.DEAL_LOGISTICS_MOVED,
        Kind.DEAL_EXPIRED,
        Kind.DEAL_RESTED,
        Kind.DEAL_RESUMED,
        Kind.DEAL_PAID,
        Kind.PAYMENT_OVERDUE,
        Kind.PACK_PROVIDED,
        Kind.INVOICE_ACCOUNT_KEPT,
    }
)
