"""Who outside may receive what: one entry per recipient, with the clause of the policy that allows it and the fields that may go.

The one thing to know: what is not written here cannot leave. A room names a recipient and a purpose; `egress.actions` refuses the rest."""

from dataclasses import dataclass, field

from japacar.kernel.declarations import Recipient


@dataclass(frozen=True)
class Contract:
    """What one recipient may receive for one purpose."""

    recipient: Recipient
    purpose: str
    clause: str
    fields: frozenset[str]
    required: frozenset[str] = field(default_factory=frozenset)
    public: frozenset[str] = field(default_factory=frozenset)
    """What may go beside `fields` because it says nothing of a person: public numbers, constants, our own key."""
    hosts: frozenset[str] = field(default_factory=frozenset)
    methods: frozenset[str] = frozenset({"GET"})
    as_form: bool = False
    """How a body is written: as a form, or as JSON."""
    breaker: str = ""
    """Its own circuit breaker, where one recipient is several services; otherwise the recipient's."""
    by_page: bool = False
    """True where the recipient fetches it himself from our page; the row then records the provision."""


MAIL = Contract(
    Recipient.MAIL,
    "mail",
    "PP-5-mail",
    fields=frozenset({"to", "subject", "text", "html", "language", "kind", "unsubscribe"}),
    required=frozenset({"to", "subject", "text", "kind"}),
)

# Clause PP-5-fwd: vehicle, consignee, export papers. No price, no buyer's account, no payment proof.
PACK = Contract(
    Recipient.FORWARDER,
    "shipping",
    "PP-5-fwd",
    fields=frozenset(
        {
            "instruction_no", "revision", "deal", "incoterm", "freight_term", "method", "loading_port", "discharge_port",
            "destination_country", "shipper", "consignee", "notify", "vehicle", "chassis_no", "export_certificate", "yard",
            "documents", "photos", "bl_type", "latest_sailing_on",
        }
    ),
    required=frozenset({"instruction_no", "deal", "vehicle", "chassis_no"}),
    by_page=True,
)  # fmt: skip

# Clause PP-5-c: nothing personal. A corporate number is public; `id` is the key that the agency gave us.
CORPORATE_NUMBER = Contract(
    Recipient.TAX_AGENCY,
    "corporate_number",
    "PP-5-c",
    fields=frozenset(),
    required=frozenset({"id", "number", "type", "history"}),
    public=frozenset({"id", "number", "type", "history"}),
    hosts=frozenset({"api.houjin-bangou.nta.go.jp"}),
)

# Clause PP-5-idp: what OpenID Connect needs and nothing of ours; who it is about stands behind the code alone.
_CLIENT = frozenset({"grant_type", "redirect_uri", "client_id", "client_secret", "code_verifier"})
_BOTH = frozenset({"GET", "POST"})
GOOGLE_SIGN_IN = Contract(
    Recipient.IDP,
    "sign_in_google",
    "PP-5-idp",
    fields=frozenset({"code"}),
    public=_CLIENT,
    hosts=frozenset({"accounts.google.com", "oauth2.googleapis.com", "www.googleapis.com"}),
    methods=_BOTH,
    as_form=True,
    breaker="sign_in_google",
)
LINE_SIGN_IN = Contract(
    Recipient.IDP,
    "sign_in_line",
    "PP-5-idp",
    fields=frozenset({"code"}),
    public=_CLIENT,
    hosts=frozenset({"access.line.me", "api.line.me"}),
    methods=_BOTH,
    as_form=True,
    breaker="sign_in_line",
)

# Clause PP-5-anth-doc: the whole document and a constant question. In the ledger the document stands as the hashes of its files.
_CONSTANT = frozenset({"prompt", "schema", "model"})
CERTIFICATE = Contract(
    Recipient.ANTHROPIC,
    "certificate",
    "PP-5-anth-doc",
    fields=frozenset({"document"}),
    required=_CONSTANT | {"document"},
    public=_CONSTANT,
    hosts=frozenset({"api.anthropic.com"}),
    methods=frozenset({"POST"}),
)

# Clause PP-5-oai: words of our own lists and numbers. Nothing personal, no frame number, nobody's text.
PRICE_RANGE = Contract(
    Recipient.OPENAI,
    "price_range",
    "PP-5-oai",
    fields=frozenset({"attributes"}),
    required=_CONSTANT | {"attributes"},
    public=_CONSTANT,
    hosts=frozenset({"api.openai.com"}),
    methods=frozenset({"POST"}),
)

CONTRACTS: dict[tuple[Recipient, str], Contract] = {
    (c.recipient, c.purpose): c
    for c in (MAIL, PACK, CORPORATE_NUMBER, GOOGLE_SIGN_IN, LINE_SIGN_IN, CERTIFICATE, PRICE_RANGE)
}

# Every kind of mail there is (check privacy.E005): the kind names its templates in notices/templates/mail/.
MAIL_KINDS = frozenset(
    {
        "sign_in_code", "request_code", "proof_code", "address_code", "deal_notice", "dealer_notice", "forwarder_link",
        "account_notice", "staff_notice", "staff_invitation", "notification_address",
    }
)  # fmt: skip


def contract(recipient: Recipient, purpose: str) -> Contract:
    """The contract, or KeyError: an undeclared recipient or purpose is a mistake in the code."""
    return CONTRACTS[recipient, purpose]
