"""What a browser left open must not do: every address that asks for a fresh proof, or for a second factor, or for both.

The one thing to know: the list is complete. tests/house/test_guards.py finds a guarded view that has no row here, and a row whose
view is not guarded."""

from japacar.accounts.proving import RECENT, SECOND_FACTOR
from tests.house.access import Actor

A = Actor

FRESH = frozenset({RECENT})
BOTH = frozenset({RECENT, SECOND_FACTOR})

# Who is asked, by name of the address. Staff owe the second factor to every page of theirs (`staff_only`), so FRESH is both for them.
GUARDED: dict[str, tuple[frozenset[str], A]] = {
    # One's own account: password, address, second factors, ways to sign in
    "accounts:password": (FRESH, A.BUYER),
    "accounts:change_email": (FRESH, A.BUYER),
    "accounts:confirm_change": (FRESH, A.BUYER),
    "accounts:add_app": (FRESH, A.BUYER),
    "accounts:add_passkey": (FRESH, A.BUYER),
    "accounts:add_passkey_options": (FRESH, A.BUYER),
    "accounts:recovery_codes": (FRESH, A.BUYER),
    "accounts:remove_factor": (FRESH, A.BUYER),
    "accounts:start_linking": (FRESH, A.BUYER),
    "accounts:link": (FRESH, A.BUYER),
    "accounts:unlink": (FRESH, A.BUYER),
    # A dealer: identity papers, the account, people, what is taken out
    "certificates:dealer_paper": (BOTH, A.SELLER),
    "members:identity": (BOTH, A.SELLER),
    "members:remove_identity": (BOTH, A.SELLER),
    "members:bank": (BOTH, A.SELLER),
    "members:reveal_bank": (BOTH, A.SELLER),
    "members:stop_bank": (BOTH, A.SELLER),
    "members:staff": (BOTH, A.SELLER),
    "members:change_role": (BOTH, A.SELLER),
    "members:remove_staff": (BOTH, A.SELLER),
    "members:resend_invitation": (BOTH, A.SELLER),
    "members:withdraw_invitation": (BOTH, A.SELLER),
    "documents:read_ledger": (FRESH, A.SELLER),
    # Staff: looks at identity papers, what two agree on, what cannot be taken back
    "desk:look": (FRESH, A.SUPPORT),
    "desk:look_at_consent": (FRESH, A.SUPPORT),
    "desk:destroy_image": (FRESH, A.SUPPORT),
    "desk:propose_override": (FRESH, A.SUPPORT),
    "desk:hold_pictures": (FRESH, A.SUPPORT),
    "desk:confirm_override": (FRESH, A.SUPPORT),
    "desk:decline_override": (FRESH, A.SUPPORT),
    "desk:find_consent_right": (FRESH, A.SUPPORT),
    "desk:hold_consent": (FRESH, A.SUPPORT),
    "desk:suspend_dealer": (FRESH, A.SUPPORT),
    "desk:disable_account": (FRESH, A.SUPPORT),
    "desk:propose_enabling": (FRESH, A.SUPPORT),
    "desk:propose_reset": (FRESH, A.SUPPORT),
    "desk:confirm_reset": (FRESH, A.SUPPORT),
}
