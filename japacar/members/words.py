"""The words for what rules.py finds: what is missing, and what a person should look at."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from japacar.members.models import Dealer
from japacar.members.register import Outcome

Words = str | Promise

SECTIONS: dict[str, Words] = {
    "company": pgettext_lazy("settings", "Company"),
    "representative": _("Representative"),
    "address": _("Address and telephone"),
    "permit": _("Second-hand dealer permit"),
    "identity": _("Identity papers"),
    "bank": _("Bank account for invoices"),
    "shop": _("Your page"),
}

MISSING: dict[str, Words] = {
    "name_ja": _("name in Japanese"),
    "name_en": _("name in English"),
    "corporate_number": _("corporate number"),
    "representative_kanji": _("name in Japanese"),
    "representative_kana": _("reading in katakana"),
    "representative_roman": _("name in Roman letters"),
    "representative_born_on": _("date of birth"),
    "guardian": _("a guardian’s consent in writing"),
    "postal_code": _("postal code"),
    "prefecture": _("prefecture"),
    "city": _("city"),
    "street": _("area and number"),
    "address_en": _("address in Roman letters"),
    "phone": _("telephone"),
    "permit_commission": _("commission"),
    "permit_number": _("permit number"),
    "permit_photo": _("picture of the permit"),
    "identity_paper": _("driving licence or another paper"),
    "licence_front": _("front of the driving licence"),
    "licence_back": _("back of the driving licence"),
    "other_id_front": _("front of the paper"),
    "other_id_back": _("back of the paper"),
    "identity_expired": _("a paper that has not run out"),
    "bank_account": _("account"),
    "slug": _("name in the address of your page"),
}

WARNINGS: dict[str, Words] = {
    "check_digit_differs": _(
        "The check digit of the number for invoices does not fit. Numbers of sole proprietors may differ; please compare it once more."
    ),
    "not_12_digits": _("A permit number usually has 12 digits; please compare it with the permit once more."),
    "commission_differs": _(
        "The number begins like those of another commission; please compare it with the permit once more."
    ),
}

# What a look-up of the corporate number came to (members.register), for the dealer, the staff and their tags.
REGISTER: dict[Outcome, Words] = {
    Outcome.NOT_LOOKED_UP: _("Not looked up in the register; our staff compare it by hand."),
    Outcome.UNKNOWN: _("The register has no such number. Compare it with the notice of the tax agency once more."),
    Outcome.CLOSED: _("The register says that this corporation is closed."),
    Outcome.NAME_DIFFERS: _("The register has another name for this number."),
    Outcome.ADDRESS_DIFFERS: _(
        "The name is that of the register; the address is written another way or is another place."
    ),
    Outcome.SAME: _("Name and address are those of the register."),
}
REGISTER_KINDS: dict[Outcome, str] = {
    Outcome.NOT_LOOKED_UP: "none",
    Outcome.UNKNOWN: "bad",
    Outcome.CLOSED: "bad",
    Outcome.NAME_DIFFERS: "warn",
    Outcome.ADDRESS_DIFFERS: "info",
    Outcome.SAME: "ok",
}
REGISTER_FIELDS: dict[str, Words] = {"name_ja": _("Name in Japanese"), "address": _("Address")}
# What the register calls the last change of an entry.
REGISTER_PROCESSES: dict[str, Words] = {
    "01": pgettext_lazy("register", "New"),
    "11": _("Name changed"),
    "12": _("Seat moved"),
    "13": _("Seat abroad moved"),
    "21": _("Record closed"),
    "22": _("Record opened again"),
    "71": _("Merged into another corporation"),
    "72": _("Merger undone"),
    "81": _("Name struck off"),
    "99": _("Deleted"),
}

# Class of the tag for each state of a dealer.
STATUS_KINDS: dict[str, str] = {
    Dealer.Status.DRAFT: "none",
    Dealer.Status.SUBMITTED: "info",
    Dealer.Status.APPROVED: "ok",
    Dealer.Status.REFUSED: "warn",
    Dealer.Status.SUSPENDED: "bad",
}

# What waits on the dealer's first page, by the verb of the turn (deals.rules), in the order in which it is shown.
WORK: dict[str, Words] = {
    "send_quote": pgettext_lazy("work", "Answer quote requests"),
    "finish_quote": pgettext_lazy("work", "Finish quotes"),
    "answer_counter": pgettext_lazy("work", "Answer counter-offers"),
    "confirm_stock": pgettext_lazy("work", "Confirm that the car is there"),
    "issue_proforma": pgettext_lazy("work", "Issue proforma invoices"),
    "confirm_funds": pgettext_lazy("work", "Check payments in the account"),
    "wait_or_cancel": pgettext_lazy("work", "Decide on overdue payments"),
    "settle_surplus": pgettext_lazy("work", "Settle what was paid too much"),
    "start_refund": pgettext_lazy("work", "Start refunds"),
    "send_refund": pgettext_lazy("work", "Send refunds"),
    "choose_forwarder": pgettext_lazy("work", "Choose forwarders"),
    "hand_in_papers": pgettext_lazy("work", "Hand in papers"),
    "deregister": pgettext_lazy("work", "Deregister cars for export"),
    "deliver_to_yard": pgettext_lazy("work", "Deliver cars to the port yard"),
    "dispatch_papers": pgettext_lazy("work", "Send original papers"),
}
