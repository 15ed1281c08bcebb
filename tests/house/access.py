"""Who may open what: one row per URL name, GET and POST ruled apart. tests/house/test_access.py asks every cell.

The one thing to know: a rule speaks of whoever stands in a relation to the thing in the address; the same person is a party
to one deal and a stranger to the other, and a stranger gets 404."""

from enum import StrEnum
from typing import NamedTuple


class Actor(StrEnum):
    """Everybody who knocks. The parties are those of the deal, vehicle or paper that the address names."""

    VISITOR = "visitor"
    DISABLED = "disabled"  # his session has ended with his account: a visitor
    CLOSED = "closed"  # he has closed his account: a visitor too
    STRANGER = "stranger"
    MINOR = "minor"  # frozen until a guardian agrees; a party to nothing
    BUYER = "buyer"
    SELLER = "seller"
    MANAGER = "manager"  # runs the dealer, without the bank account and the owners
    SALES = "sales"  # works for the dealer: cars and quotes, without the right to its settings
    PAPERS = "papers"  # works for the dealer: documents and shipping, no prices
    UNVERIFIED = "unverified"  # the owner of a dealer that nobody has checked yet: his own settings and drafts, nothing of others
    FROZEN = "frozen"  # owns the dealer with others, and waits for the consent of a guardian: reads and prepares, does no business
    SUSPENDED = (
        "suspended"  # the owner of a dealer that staff have suspended: puts right what was found, begins nothing
    )
    SHIPPER = "shipper"
    LINK = "link"  # holds a one-time link of the deal's forwarder
    OTHER_BUYER = "other_buyer"
    OTHER_SELLER = "other_seller"
    OTHER_SALES = "other_sales"
    OTHER_SHIPPER = "other_shipper"
    OTHER_LINK = "other_link"
    SUPPORT = "support"
    ADMIN = "admin"


class Answer(StrEnum):
    """What an actor gets."""

    OPEN = "open"  # the page, or the outcome of a form
    DENIED = "denied"  # a party that sees the thing but has no part in this: 403, 404, or back to where he may be
    HIDDEN = "hidden"  # 404, as if there were no such thing
    SIGN_IN = "sign_in"  # the way to the sign-in page
    NO_METHOD = "no_method"  # 405 for whoever is let in, and nothing for the others


A = Actor
UNKNOWN = {A.VISITOR, A.DISABLED, A.CLOSED, A.LINK, A.OTHER_LINK}
EVERYBODY = frozenset(A)
SIGNED_IN = EVERYBODY - UNKNOWN
STAFF = frozenset({A.SUPPORT, A.ADMIN})
RUN_OURS = frozenset({A.SELLER, A.MANAGER})
SELL_OURS = RUN_OURS | {A.SALES}
SHIP_OURS = RUN_OURS | {A.PAPERS}
OUR_DEALER = SELL_OURS | SHIP_OURS
RESTING = frozenset({A.FROZEN, A.SUSPENDED})
DEALERS = OUR_DEALER | {A.OTHER_SELLER, A.OTHER_SALES, A.UNVERIFIED} | RESTING
OWNERS = frozenset({A.SELLER, A.OTHER_SELLER, A.UNVERIFIED})
SHIPPERS = frozenset({A.SHIPPER, A.OTHER_SHIPPER})
PARTIES = OUR_DEALER | {A.BUYER, A.FROZEN} | STAFF
BUYERS = frozenset({A.BUYER, A.OTHER_BUYER, A.STRANGER, A.MINOR})


class Rule(NamedTuple):
    """`open` get the page, `denied` a refusal that tells them no secret; everybody else 404 or the way to sign in.

    With `visitors_see_404` nobody is asked to sign in, because signing in would not help."""

    open: frozenset[Actor]
    denied: frozenset[Actor] = frozenset()
    visitors_see_404: bool = False
    links_see_404: bool = False

    def answer(self, actor: Actor) -> Answer:
        if actor in self.open:
            return Answer.OPEN
        if actor in self.denied:
            return Answer.DENIED
        if self.links_see_404 and actor is Actor.OTHER_LINK:
            return Answer.HIDDEN
        if actor in UNKNOWN and not self.visitors_see_404:
            return Answer.SIGN_IN
        return Answer.HIDDEN


PUBLIC = Rule(EVERYBODY)
ANYONE_SIGNED_IN = Rule(SIGNED_IN)
MEMBER_OF_A_DEALER = Rule(DEALERS)
LISTS_CARS = Rule(SELL_OURS | {A.OTHER_SELLER, A.OTHER_SALES, A.UNVERIFIED} | RESTING)
RUNS_A_DEALER = Rule(OWNERS | {A.MANAGER} | RESTING)
# People and account rest while somebody is frozen or the dealer suspended (members.roles).
LOOKS_AFTER_PEOPLE = Rule(OWNERS | {A.MANAGER}, RESTING)
OWNS_A_DEALER = Rule(OWNERS, RESTING)
RUNS_OURS = Rule(RUN_OURS | {A.FROZEN})
LOOKS_AFTER_OURS = Rule(RUN_OURS, RESTING)
OWN_STOCK = Rule(SELL_OURS | {A.FROZEN})
PARTY = Rule(PARTIES)
# A link to another deal is known to nobody here: its holder is no visitor who could sign in.
SHIPS = Rule(frozenset({A.SHIPPER, A.LINK}), links_see_404=True)
MAY_BUY = Rule(BUYERS)
NOBODY = Rule(frozenset())
STAFF_ONLY = Rule(STAFF)


def part_of(*actors: Actor) -> Rule:
    """A step of a deal that belongs to these; the other parties see the deal but are refused."""
    return Rule(frozenset(actors), PARTIES - frozenset(actors))


class Row(NamedTuple):
    """The rules of one address; None where a method is not taken. `things` says what its names in the address stand for."""

    get: Rule | None
    post: Rule | None = None
    note: str = ""


# Each step of the dealer's side belongs to the roles that do that part of the work (members.roles).
DEALER_STEP = part_of(*SELL_OURS, *STAFF)
SHIPPING_STEP = part_of(*SHIP_OURS, *STAFF)
INVOICE_STEP = part_of(*SELL_OURS)
MONEY_STEP = part_of(*RUN_OURS)
HANDLES_PAPERS = Rule(PARTIES - {A.SALES, A.FROZEN}, frozenset({A.SALES, A.FROZEN}))
ENDS_DEALS = Rule(PARTIES - {A.PAPERS, A.FROZEN}, frozenset({A.PAPERS, A.FROZEN}))
SEES_PRICES = Rule(PARTIES - {A.PAPERS}, frozenset({A.PAPERS}))
BUYER_STEP = part_of(A.BUYER, *STAFF)

ACCESS: dict[str, Row] = {
    # --- Without a language -------------------------------------------------------------------------------------------
    "up": Row(PUBLIC),
    "robots": Row(PUBLIC),
    "sitemap": Row(PUBLIC),
    "favicon": Row(PUBLIC),
    "security_txt": Row(PUBLIC, note="404 where nobody is named; the tests name somebody"),
    "permanent_store": Row(PUBLIC),
    "files:photo": Row(PUBLIC),
    "files:private": Row(
        Rule(frozenset({A.SELLER}), visitors_see_404=True), note="a signed link opens for the viewer it was made for"
    ),
    "demo:demo": Row(PUBLIC),
    "demo:paper": Row(PUBLIC),
    "demo:mailbox": Row(PUBLIC),
    "demo:mail": Row(PUBLIC),
    # --- What everybody reads -----------------------------------------------------------------------------------------
    "vehicles:home": Row(PUBLIC),
    "vehicles:search": Row(PUBLIC),
    "vehicles:vehicle": Row(PUBLIC),
    "vehicles:photos": Row(PUBLIC),
    "certificates:permitted_fields": Row(PUBLIC),
    "members:store": Row(PUBLIC),
    "ui:how_buying_works": Row(PUBLIC),
    "ui:how_we_check_dealers": Row(PUBLIC),
    "ui:check_a_paper": Row(PUBLIC),
    "ui:catalogue": Row(PUBLIC),
    "documents:find": Row(PUBLIC),
    "documents:verify": Row(PUBLIC),
    "accounts:text": Row(PUBLIC),
    "accounts:text_version": Row(PUBLIC),
    "accounts:text_source": Row(PUBLIC),
    # --- Signing in and joining ---------------------------------------------------------------------------------------
    "accounts:sign_in": Row(PUBLIC, PUBLIC),
    "accounts:enter_code": Row(PUBLIC, PUBLIC),
    "accounts:send_code_again": Row(None, PUBLIC),
    "accounts:show_passkey": Row(None, PUBLIC),
    "accounts:passkey_options": Row(None, PUBLIC),
    "accounts:second_factor": Row(PUBLIC, PUBLIC, "asks whoever is halfway through signing in; leads all others on"),
    "accounts:start_with": Row(None, PUBLIC),
    "accounts:provider_failed": Row(PUBLIC),
    "provider_callback": Row(PUBLIC),
    "accounts:through": Row(PUBLIC),
    "accounts:join_through": Row(PUBLIC, PUBLIC),
    "accounts:prove_through": Row(None, PUBLIC),
    "accounts:leave_through": Row(None, PUBLIC),
    "accounts:join": Row(PUBLIC),
    "accounts:join_buyer": Row(PUBLIC, PUBLIC),
    "accounts:join_dealer": Row(PUBLIC, PUBLIC),
    "accounts:sign_out": Row(PUBLIC, PUBLIC),
    # --- One's own account --------------------------------------------------------------------------------------------
    "accounts:account": Row(ANYONE_SIGNED_IN),
    "accounts:home": Row(ANYONE_SIGNED_IN),
    "accounts:details": Row(ANYONE_SIGNED_IN, ANYONE_SIGNED_IN),
    "accounts:password": Row(ANYONE_SIGNED_IN, ANYONE_SIGNED_IN),
    "accounts:change_email": Row(ANYONE_SIGNED_IN, ANYONE_SIGNED_IN),
    "accounts:confirm_change": Row(ANYONE_SIGNED_IN, ANYONE_SIGNED_IN),
    "accounts:add_passkey": Row(ANYONE_SIGNED_IN, ANYONE_SIGNED_IN),
    "accounts:add_passkey_options": Row(None, ANYONE_SIGNED_IN),
    "accounts:prove": Row(ANYONE_SIGNED_IN, ANYONE_SIGNED_IN),
    "accounts:send_proof_code": Row(None, ANYONE_SIGNED_IN),
    "accounts:factors": Row(ANYONE_SIGNED_IN),
    "accounts:add_app": Row(ANYONE_SIGNED_IN, ANYONE_SIGNED_IN),
    "accounts:recovery_codes": Row(ANYONE_SIGNED_IN, ANYONE_SIGNED_IN),
    "accounts:rename_factor": Row(Rule(frozenset({A.BUYER})), Rule(frozenset({A.BUYER}))),
    "accounts:remove_factor": Row(None, Rule(frozenset({A.BUYER}))),
    "accounts:link": Row(ANYONE_SIGNED_IN, ANYONE_SIGNED_IN),
    "accounts:start_linking": Row(None, ANYONE_SIGNED_IN),
    "accounts:unlink": Row(None, ANYONE_SIGNED_IN),
    "accounts:end_other_sessions": Row(None, ANYONE_SIGNED_IN),
    "accounts:end_session": Row(None, Rule(frozenset({A.BUYER}))),
    "notices:notices": Row(ANYONE_SIGNED_IN),
    "notices:read_all": Row(None, ANYONE_SIGNED_IN),
    "notices:open_notice": Row(Rule(frozenset({A.BUYER}))),
    "members:guardian": Row(Rule(frozenset({A.MINOR, A.FROZEN})), Rule(frozenset({A.MINOR, A.FROZEN}))),
    "members:answer": Row(NOBODY, NOBODY, "there only while staff ask something"),
    "members:profile": Row(MAY_BUY, MAY_BUY),
    "members:new_consignee": Row(MAY_BUY, MAY_BUY),
    "members:consignee": Row(Rule(frozenset({A.BUYER})), Rule(frozenset({A.BUYER}))),
    "members:remove_consignee": Row(None, Rule(frozenset({A.BUYER}))),
    # --- The dealer's side --------------------------------------------------------------------------------------------
    "members:register": Row(ANYONE_SIGNED_IN),
    "members:begin": Row(None, ANYONE_SIGNED_IN),
    "members:sell": Row(MEMBER_OF_A_DEALER),
    "members:settings": Row(RUNS_A_DEALER),
    "members:company": Row(RUNS_A_DEALER, RUNS_A_DEALER),
    "members:look_up": Row(None, RUNS_A_DEALER),
    "members:representative": Row(RUNS_A_DEALER, RUNS_A_DEALER),
    "members:address": Row(RUNS_A_DEALER, RUNS_A_DEALER),
    "members:permit": Row(RUNS_A_DEALER, RUNS_A_DEALER),
    "members:identity": Row(RUNS_A_DEALER, RUNS_A_DEALER),
    "certificates:dealer_paper": Row(RUNS_A_DEALER, RUNS_A_DEALER),
    "members:remove_identity": Row(None, RUNS_OURS),
    "members:add_shop_photos": Row(None, RUNS_A_DEALER),
    "members:remove_shop_photo": Row(None, RUNS_OURS),
    "members:staff": Row(LOOKS_AFTER_PEOPLE, LOOKS_AFTER_PEOPLE),
    "members:change_role": Row(None, LOOKS_AFTER_OURS),
    "members:remove_staff": Row(None, LOOKS_AFTER_OURS),
    "members:resend_invitation": Row(None, LOOKS_AFTER_OURS),
    "members:withdraw_invitation": Row(None, LOOKS_AFTER_OURS),
    "members:notification_address": Row(LOOKS_AFTER_PEOPLE, LOOKS_AFTER_PEOPLE),
    "members:remove_address": Row(None, LOOKS_AFTER_PEOPLE),
    "members:join_staff": Row(
        Rule(frozenset(UNKNOWN | {A.STRANGER})),
        Rule(frozenset({A.STRANGER})),
        "the stranger is the invited; a visitor signs in first",
    ),
    "members:confirm_address": Row(PUBLIC, PUBLIC, "the secret in the address is the right"),
    "members:stop_mails": Row(PUBLIC, PUBLIC, "the token in the address is the right"),
    "members:bank": Row(OWNS_A_DEALER, OWNS_A_DEALER),
    "members:reveal_bank": Row(
        None, Rule(OWNERS - {A.UNVERIFIED}, RESTING), "who has entered no account has none to see"
    ),
    "members:stop_bank": Row(None, OWNS_A_DEALER),
    "members:shop": Row(RUNS_A_DEALER, RUNS_A_DEALER),
    "members:submit": Row(None, RUNS_A_DEALER),
    "documents:business": Row(RUNS_A_DEALER),
    "documents:issue_letter": Row(None, RUNS_A_DEALER),
    "documents:letter": Row(RUNS_OURS),
    "documents:read_ledger": Row(None, RUNS_A_DEALER),
    "vehicles:stock": Row(LISTS_CARS),
    "vehicles:new_vehicle": Row(LISTS_CARS, LISTS_CARS),
    "vehicles:edit_vehicle": Row(OWN_STOCK, OWN_STOCK),
    "vehicles:autosave_vehicle": Row(None, OWN_STOCK),
    "vehicles:add_photo": Row(None, OWN_STOCK),
    "vehicles:arrange_photos": Row(OWN_STOCK, OWN_STOCK),
    "vehicles:hide_plate": Row(OWN_STOCK, OWN_STOCK),
    "vehicles:code_search": Row(OWN_STOCK, OWN_STOCK),
    "vehicles:change_price": Row(OWN_STOCK, OWN_STOCK),
    "certificates:ai_reading": Row(OWN_STOCK, OWN_STOCK),
    "quotes:price_help": Row(OWN_STOCK, OWN_STOCK),
    "vehicles:withdraw_vehicle": Row(None, OWN_STOCK),
    "vehicles:copy_vehicle": Row(None, OWN_STOCK),
    "vehicles:confirm_stock": Row(None, LISTS_CARS),
    "vehicles:still_there": Row(PUBLIC, PUBLIC, "the token in the address is the right"),
    "vehicles:import_stock": Row(LISTS_CARS, LISTS_CARS),
    "vehicles:stock_import": Row(OWN_STOCK),
    "vehicles:import_columns": Row(OWN_STOCK, OWN_STOCK),
    "vehicles:apply_import": Row(None, OWN_STOCK),
    "vehicles:cancel_import": Row(None, OWN_STOCK),
    "vehicles:undo_import": Row(None, OWN_STOCK),
    "vehicles:import_errors": Row(OWN_STOCK),
    "vehicles:export_stock": Row(LISTS_CARS),
    "vehicles:import_photos": Row(LISTS_CARS, LISTS_CARS),
    "vehicles:photo_archive": Row(OWN_STOCK),
    "vehicles:cancel_photos": Row(None, OWN_STOCK),
    # --- A deal -------------------------------------------------------------------------------------------------------
    "deals:request_quote": Row(PUBLIC, PUBLIC),
    "deals:confirm_request": Row(PUBLIC, PUBLIC),
    "deals:send_request_code_again": Row(None, PUBLIC),
    "deals:deals": Row(ANYONE_SIGNED_IN),
    "deals:deal": Row(PARTY),
    "deals:write_message": Row(None, PARTY),
    "deals:confirm_stock": Row(None, DEALER_STEP),
    "deals:end": Row(ENDS_DEALS, ENDS_DEALS),
    "deals:consignee": Row(BUYER_STEP, BUYER_STEP),
    "deals:report_yard": Row(None, SHIPPING_STEP),
    "deals:send_papers": Row(None, SHIPPING_STEP),
    "deals:receive_papers": Row(None, BUYER_STEP),
    "deals:received": Row(BUYER_STEP, BUYER_STEP),
    "quotes:new": Row(DEALER_STEP, DEALER_STEP),
    "quotes:compare": Row(SEES_PRICES),
    "quotes:reserve": Row(part_of(A.BUYER), part_of(A.BUYER)),
    "quotes:counter": Row(part_of(A.BUYER), part_of(A.BUYER)),
    "payments:issue_invoice": Row(INVOICE_STEP, INVOICE_STEP),
    "payments:pay": Row(SEES_PRICES, part_of(A.BUYER)),
    "payments:confirm": Row(MONEY_STEP, MONEY_STEP),
    "payments:reject": Row(None, MONEY_STEP),
    "payments:settle": Row(None, MONEY_STEP),
    "payments:record_refund": Row(None, MONEY_STEP),
    "payments:confirm_refund": Row(None, BUYER_STEP),
    # --- Papers -------------------------------------------------------------------------------------------------------
    "documents:collect": Row(HANDLES_PAPERS, HANDLES_PAPERS),
    "documents:issue_customs": Row(None, part_of(*SHIP_OURS)),
    "documents:paper": Row(
        Rule(PARTIES - {A.SALES, A.PAPERS, A.FROZEN, A.SUPPORT}, frozenset({A.SALES, A.PAPERS, A.FROZEN, A.SUPPORT})),
        note="a proforma invoice: it prints the account, which sales, papers, the frozen and the staff's support may not see",
    ),
    # --- The desk -----------------------------------------------------------------------------------------------------
    "desk:home": Row(STAFF_ONLY),
    "desk:proofs": Row(STAFF_ONLY),
    "desk:bank_changes": Row(STAFF_ONLY),
    "desk:stop_bank_change": Row(None, STAFF_ONLY),
    "desk:listings": Row(STAFF_ONLY),
    "desk:listing": Row(STAFF_ONLY),
    "desk:approve_listing": Row(None, STAFF_ONLY),
    "desk:refuse_listing": Row(None, STAFF_ONLY),
    "desk:names": Row(STAFF_ONLY),
    "desk:named_make": Row(STAFF_ONLY, STAFF_ONLY),
    "desk:named_model": Row(STAFF_ONLY, STAFF_ONLY),
    "desk:named_code": Row(STAFF_ONLY, STAFF_ONLY),
    "desk:undo_names": Row(None, STAFF_ONLY),
    "desk:letters": Row(STAFF_ONLY),
    "desk:send_again": Row(None, STAFF_ONLY),
    "desk:run_again": Row(None, STAFF_ONLY),
    "desk:dealers": Row(STAFF_ONLY),
    "desk:all_dealers": Row(STAFF_ONLY),
    "desk:dealer": Row(STAFF_ONLY),
    "desk:approve_dealer": Row(None, STAFF_ONLY),
    "desk:refuse_dealer": Row(None, STAFF_ONLY),
    "desk:claim_review": Row(None, STAFF_ONLY),
    "desk:take_over_review": Row(None, STAFF_ONLY),
    "desk:release_review": Row(None, STAFF_ONLY),
    "desk:read_permit": Row(None, STAFF_ONLY),
    "desk:look": Row(None, STAFF_ONLY),
    "desk:destroy_image": Row(None, STAFF_ONLY),
    "desk:ask_dealer": Row(None, STAFF_ONLY),
    "desk:undo_decision": Row(None, STAFF_ONLY),
    "desk:suspend_dealer": Row(None, STAFF_ONLY),
    "desk:checked_again": Row(None, STAFF_ONLY),
    "desk:propose_override": Row(None, STAFF_ONLY),
    "desk:hold_pictures": Row(None, STAFF_ONLY),
    "desk:rechecks": Row(STAFF_ONLY),
    "desk:overrides": Row(STAFF_ONLY),
    "desk:confirm_override": Row(None, STAFF_ONLY),
    "desk:decline_override": Row(None, STAFF_ONLY),
    "desk:people": Row(STAFF_ONLY, STAFF_ONLY),
    "desk:person": Row(STAFF_ONLY),
    "desk:disable_account": Row(None, STAFF_ONLY),
    "desk:propose_enabling": Row(None, STAFF_ONLY),
    "desk:propose_reset": Row(None, STAFF_ONLY),
    "desk:confirm_reset": Row(None, STAFF_ONLY),
    "desk:stop_reset": Row(None, STAFF_ONLY),
    "desk:consents": Row(STAFF_ONLY),
    "desk:consent": Row(STAFF_ONLY),
    "desk:look_at_consent": Row(None, STAFF_ONLY),
    "desk:find_consent_right": Row(None, STAFF_ONLY),
    "desk:hold_consent": Row(None, STAFF_ONLY),
    "desk:refuse_consent": Row(None, STAFF_ONLY),
    # --- Shipping -----------------------------------------------------------------------------------------------------
    "shipping:assign": Row(SHIPPING_STEP, SHIPPING_STEP),
    "shipping:shipments": Row(Rule(SHIPPERS)),
    "shipping:link": Row(PUBLIC, PUBLIC, "the secret in the address is the right"),
    "shipping:shipment": Row(SHIPS),
    "shipping:instruction": Row(SHIPS),
    "shipping:book": Row(None, SHIPS),
    "shipping:sail": Row(None, SHIPS),
    "shipping:bill": Row(None, SHIPS),
    "shipping:arrive": Row(None, SHIPS),
}

# Pages for which nobody needs to be signed in; the rest is closed by the middleware. Those with a guard of their own are marked.
HAVE_A_GUARD_OF_THEIR_OWN = {
    "files:private", "members:join_staff",
    "shipping:shipment", "shipping:instruction", "shipping:book", "shipping:sail", "shipping:bill", "shipping:arrive",
}  # fmt: skip
OPEN_TO_VISITORS = (
    frozenset(name for name, row in ACCESS.items() if PUBLIC in {row.get, row.post}) | HAVE_A_GUARD_OF_THEIR_OWN
)
