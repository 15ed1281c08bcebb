"""What each notice says: a subject and one sentence, neutral enough for every side that hears it. Never an amount, an account or a name."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from japacar.events.kinds import Kind


@dataclass(frozen=True)
class Words:
    """`subject` and `body` may hold %(car)s and %(code)s."""

    subject: str | Promise
    body: str | Promise


WORDS: dict[Kind, Words] = {
    Kind.DEAL_REQUEST_CONFIRMED: Words(
        _("Quote requested: %(car)s"), _("A buyer asks for a quote. Please answer within 24 hours.")
    ),
    Kind.QUOTE_SENT: Words(
        _("Your quote: %(car)s"),
        _("The dealer has sent a quotation. Compare it and reserve the car while it is valid."),
    ),
    Kind.QUOTE_COUNTERED: Words(
        _("Counter-offer: %(car)s"), _("The buyer offers another price. Please answer with a new quotation.")
    ),
    Kind.DEAL_RESERVED: Words(
        _("Reserved: %(car)s"), _("The car is reserved. The dealer now confirms that it is there; the invoice follows.")
    ),
    Kind.VEHICLE_RESERVED: Words(
        _("Reserved by somebody else: %(car)s"),
        _("Another buyer was first. Your request stays open: if the car becomes free again we tell you at once."),
    ),
    Kind.VEHICLE_RELEASED: Words(
        _("Free again: %(car)s"), _("The reservation ended and the car is on sale again. Your request is still open.")
    ),
    Kind.DEAL_DECLINED: Words(
        _("Request declined: %(car)s"), _("The dealer cannot sell to this request. The deal page says why.")
    ),
    Kind.DEAL_WITHDRAWN: Words(_("Request withdrawn: %(car)s"), _("The buyer no longer asks for this car.")),
    Kind.DEAL_EXPIRED: Words(_("Time ran out: %(car)s"), _("The deal has ended because a deadline passed.")),
    Kind.DEAL_CANCELLED: Words(
        _("Deal cancelled: %(car)s"), _("The deal was cancelled. The deal page says by whom and why.")
    ),
    Kind.DEAL_RESTED: Words(
        _("We have suspended the dealer: %(car)s"),
        _(
            "We are looking into it. Transfer nothing to the dealer until you hear that it is over. Meanwhile nothing runs out for "
            "you, and what you have paid for is finished."
        ),
    ),
    Kind.DEAL_RESUMED: Words(
        _("The dealer is back: %(car)s"),
        _("The suspension is lifted. Quotes, the reservation and payments have their whole time anew from today."),
    ),
    Kind.DEAL_STOCK_CONFIRMED: Words(
        _("The car is there: %(car)s"), _("The dealer has checked the car. The proforma invoice is next.")
    ),
    Kind.PROFORMA_ISSUED: Words(
        _("Proforma invoice: %(car)s"),
        _(
            "Your invoice is ready. The bank details are only on the invoice and on the signed-in deal page, never in a mail."
        ),
    ),
    Kind.PROOF_UPLOADED: Words(
        _("Transfer proof to check: %(car)s"),
        _("The buyer uploaded a proof. Confirm only what you see in the bank account."),
    ),
    Kind.PROOF_REJECTED: Words(
        _("Proof not usable: %(car)s"), _("Please upload another proof. The deal page says why.")
    ),
    Kind.FUNDS_CONFIRMED: Words(
        _("Payment confirmed: %(car)s"), _("The money has arrived. Papers and shipping begin.")
    ),
    Kind.FUNDS_SHORT: Words(
        _("Payment is short: %(car)s"),
        _("Less arrived than was asked for. The deal page shows the balance and the date."),
    ),
    Kind.FUNDS_OVER: Words(
        _("Paid too much: %(car)s"), _("More arrived than was asked for. The deal page shows what happens now.")
    ),
    Kind.REFUND_SENT: Words(
        _("Refund sent: %(car)s"),
        _("Money is on its way back to the account that it came from. Tell us on the deal page when it is there."),
    ),
    Kind.REFUND_CONFIRMED: Words(_("Refund received: %(car)s"), _("The buyer has the money back.")),
    Kind.PAYMENT_OVERDUE: Words(_("Payment overdue: %(car)s"), _("The money was not in the account by the due date.")),
    Kind.CONSIGNEE_ENTERED: Words(_("Consignee entered: %(car)s"), _("The buyer has named who receives the car.")),
    Kind.CONSIGNEE_CHANGED: Words(
        _("Consignee changed: %(car)s"),
        _("Who receives the car was changed. If you did not expect this, tell us before anything is shipped."),
    ),
    Kind.MESSAGE_WRITTEN: Words(_("New message: %(car)s"), _("There is a new message on the deal page.")),
    Kind.DOCUMENT_COLLECTED: Words(_("New paper: %(car)s"), _("A paper was added to the deal.")),
    Kind.FORWARDER_ASSIGNED: Words(
        _("Forwarder chosen: %(car)s"), _("The forwarder has been given what is needed to ship the car.")
    ),
    Kind.SHIPMENT_BOOKED: Words(_("Booked on a vessel: %(car)s"), _("Vessel and dates are on the deal page.")),
    Kind.SHIPMENT_SAILED: Words(_("On board: %(car)s"), _("The car has left Japan.")),
    Kind.BL_ISSUED: Words(_("B/L issued: %(car)s"), _("The bill of lading is issued.")),
    Kind.DEAL_LOGISTICS_MOVED: Words(_("News of the voyage: %(car)s"), _("The deal page shows where the car is now.")),
    Kind.DEAL_COMPLETED: Words(
        _("Completed: %(car)s"), _("The car was received and the deal is completed. Thank you.")
    ),
    Kind.DEALER_SUBMITTED: Words(
        _("A dealer to check"), _("A dealer has sent in the permit and the company’s details.")
    ),
    Kind.DEALER_APPROVED: Words(
        _("You are checked and may publish"), _("Your permit was checked. Your vehicles can go on sale now.")
    ),
    Kind.DEALER_REFUSED: Words(
        _("Your registration needs a change"), _("We could not approve it yet. Your settings page says what to change.")
    ),
    Kind.DEALER_REGISTER_DIFFERS: Words(
        _("The corporate register says something else"),
        _("The register of corporate numbers differs from what the dealer entered. The company page shows both."),
    ),
    Kind.BANK_ACCOUNT_ENTERED: Words(
        _("Bank account for invoices changed"),
        _(
            "A new account was entered for your shop. If it was nobody of yours, stop it on the page of your bank account"
            " before an invoice names it, and tell us."
        ),
    ),
    Kind.DEALER_STOCK_ASKED: Words(
        _("Are these cars still there?"),
        _(
            "Some of your cars were not confirmed for a while. One button says that they are there; without it they leave"
            " the search. No sign-in is needed."
        ),
    ),
    Kind.DEALER_STOCK_EXPIRED: Words(
        _("Cars have left the search"),
        _("Nobody confirmed that they are still there. One button brings them back. No sign-in is needed."),
    ),
    Kind.VEHICLE_APPROVED: Words(_("On sale: %(car)s"), _("Our staff has looked at your listing. Buyers see it now.")),
    Kind.VEHICLE_REFUSED: Words(
        _("Please change your listing: %(car)s"),
        _("Our staff sent it back as a draft. Its page says what to change; then publish it again."),
    ),
    Kind.DEALER_ASKED: Words(
        _("A question about your registration"),
        _("We need to know or see something more. Your settings page has the question; answer it there and send."),
    ),
    Kind.DEALER_DECISION_UNDONE: Words(
        _("We look at your registration once more"),
        _("The decision of a moment ago was a slip and was taken back. There is nothing to do for you now."),
    ),
    Kind.DEALER_SUSPENDED: Words(
        _("Your dealership is suspended"),
        _(
            "Your cars are out of sight for now. Your settings page says why and what can be put right. Somebody else of our "
            "staff looks at it within 72 hours; unless he agrees, it ends by itself."
        ),
    ),
    Kind.DEALER_SUSPENSION_LIFTED: Words(
        _("The suspension is lifted"), _("Your dealership and your cars are shown again.")
    ),
    Kind.OVERRIDE_PROPOSED: Words(
        _("A second person is needed"),
        _("Somebody of the desk proposes an exception. Another one must agree or decline."),
    ),
    Kind.OVERRIDE_LAPSED: Words(
        _("A suspension or a disabled account ended by itself"),
        _("No second person of the desk agreed within 72 hours. Look at it once more: nothing is stopped now."),
    ),
    Kind.GUARDIAN_CONSENT_SENT: Words(
        _("A guardian’s consent to check"), _("Somebody who is not of age has sent the consent of a guardian.")
    ),
    Kind.GUARDIAN_CONSENT_CHECKED: Words(
        _("A guardian’s consent needs a second check"), _("One of the desk found it right. Another one must look too.")
    ),
    Kind.GUARDIAN_CONSENT_ACCEPTED: Words(
        _("Your guardian’s consent is accepted"), _("Your account is open now. Everything works from here on.")
    ),
    Kind.GUARDIAN_CONSENT_REFUSED: Words(
        _("Your guardian’s consent could not be accepted"),
        _("Your account page says why. You can send another paper there."),
    ),
    Kind.BANK_CHANGE_STOPPED: Words(
        _("The change of your bank account was stopped"),
        _("The account that was entered never comes into effect; the one before it stays on your invoices."),
    ),
    Kind.INVOICE_ACCOUNT_KEPT: Words(
        _("Pay only to the account on the invoice: %(car)s"),
        _(
            "The dealer announced another bank account. The invoice of this deal keeps the account printed on it."
            " Whoever asks for money to another may be a fraud: tell us first."
        ),
    ),
    Kind.IDENTITY_IMAGE_DESTROYED: Words(
        _("A picture that you sent was destroyed"),
        _(
            "We may not keep one of your pictures of identity papers, so it is gone for good. Please send another paper."
        ),
    ),
    Kind.IDENTITY_DRAFT_EXPIRING: Words(
        _("Your pictures go in seven days"),
        _(
            "You began to register your business and have not sent it for checking. We keep pictures of permit and identity papers "
            "no longer than needed: send everything within seven days, or send the pictures again later. The rest stays."
        ),
    ),
    Kind.STAFF_JOINED: Words(
        _("Somebody has joined your staff"),
        _("An invitation was accepted. The page of your staff shows who works for you, and in which role."),
    ),
    Kind.STAFF_ROLE_CHANGED: Words(
        _("A role was changed"),
        _("Somebody of the dealer’s staff has another role now. If you did not expect this, ask the owner."),
    ),
    Kind.STAFF_REMOVED: Words(
        _("A place in a dealer’s staff has ended"),
        _("Somebody’s access to the dealer has ended. If you did not expect this, ask the owner."),
    ),
    Kind.NOTIFICATION_ADDRESS_CONFIRMED: Words(
        _("Notices go to another mailbox too"),
        _("The staff notification e-mail was confirmed by its owner. Your settings page shows it, and removes it."),
    ),
    Kind.NOTIFICATION_ADDRESS_REMOVED: Words(
        _("Notices go to your mailbox no more"),
        _("The staff notification e-mail was removed, in your settings or by somebody who reads it."),
    ),
    Kind.ACCOUNT_PASSWORD_CHANGED: Words(
        _("Your password was changed"), _("If it was not you, sign in with a code and end all other sessions.")
    ),
    Kind.ACCOUNT_SECOND_FACTOR_CHANGED: Words(
        _("Your second factors changed"),
        _("One was added, removed or used in place of another. If it was not you, sign in and write to us at once."),
    ),
    Kind.FACTOR_RESET_PROPOSED: Words(
        _("Lost second factors: a second person is needed"),
        _(
            "Somebody of the desk proposes to take the second factors of an account away. Another one must agree or stop it."
        ),
    ),
    Kind.FACTOR_RESET_CONFIRMED: Words(
        _("Your second factors are taken away in 72 hours"),
        _(
            "Somebody told us that your second factors and recovery codes are lost. If it was you, sign in after that time and set "
            "up new ones. If it was not you, sign in with your second factor now: this alone stops it. Then write to us."
        ),
    ),
    Kind.FACTOR_RESET_STOPPED: Words(
        _("Your second factors stay"), _("They are not taken away: a second factor was shown, or our staff stopped it.")
    ),
    Kind.ACCOUNT_EMAIL_CHANGED: Words(
        _("Your e-mail address was changed"), _("We told the old address too. If it was not you, write to us at once.")
    ),
    Kind.ACCOUNT_PROVIDER_LINKED: Words(
        _("A provider now signs you in"),
        _("Google or LINE was linked with your account. If it was not you, unlink it and end all other sessions."),
    ),
    Kind.ACCOUNT_PROVIDER_UNLINKED: Words(
        _("A provider no longer signs you in"),
        _("Google or LINE was unlinked from your account. If it was not you, end all other sessions and write to us."),
    ),
}
