"""The words in which every field of every model says why it is kept, how long, and who receives it.

From these declarations the checks, the export, the erasure, the "my data" page and the proof are derived. The
clause ids are those of the published policy: "1.1/seller" is what a seller provides under its section 1.1.
"""

import re
from dataclasses import dataclass
from enum import Enum


class Purpose(Enum):
    """The purposes of section 3 of the policy, all of them and no other (PP-3-a)."""

    SERVICE = "Running the service: accounts, listings and deals."
    IDENTITY = "Knowing who a dealer is, and keeping fraud out."
    PAYMENTS = "Subscriptions and tips through Stripe; paying for cars by bank transfer in yen, outside Stripe."
    SHIPPING = "Transport and customs, with the forwarder."
    LISTING_ANALYTICS = "Showing how a listing does: views, quotes, favourites, shares."
    PUSH = "Push messages to those who switched them on."
    STAFF_MAIL = "Mail to the staff address that a seller registered."
    SUPPORT = "Answering people who ask, by chat or mail."
    IMPROVEMENT = "Making the service better."
    AGREEMENT = "Showing that the terms and the policy were agreed to, and when."
    LAW = "Keeping the law and answering lawful requests of authorities."


class Retention(Enum):
    """How long a value stays. The sentence is shown to the person it is about (PP-10-a to PP-10-h, A-5, A-13, A-14)."""

    ACCOUNT = "As long as the account exists; erased or made anonymous when it is closed."
    TRANSACTION_7Y = "Seven years from the end of the business year in which the deal closed."
    AGREEMENT_7Y = "With the account, then without a name for seven years as evidence."
    LOGIN_180D = "180 days after the sign-in."
    IDENTITY_30D_AFTER_DECISION = (
        "30 days after the decision on the verification, or after the last picture where nothing was sent; "
        "longer only while two of our staff hold it for a reason."
    )
    UNTIL_CONFIRMED_24H = "24 hours, unless the e-mail address is confirmed before."
    UNTIL_COMPARED_24H = "Until you have compared it with the paper, at most 24 hours."
    VIEW_LOG = "As hashes only; the key that could link them is destroyed 90 days after its month."
    PUSH = "Until you switch it off, sign out on that device, or the subscription expires."
    CHAT_2Y = "Two years after the message was written."
    SESSION_7D = "Seven days at most, or until you sign out."
    ONE_TIME_LINK = "Until the link is used, withdrawn or expired, and 30 days after."
    RATE_LIMIT_24H = "24 hours, as a keyed hash."
    OUTBOX = "Until it is delivered, and 30 days after; the record that it was sent stays without its content."
    LISTING = "As long as the listing exists; after that with the deal, if there was one."
    IMPORT_14D = "14 days after the list was sent; what became a listing stays with it."
    PROVISION_3Y = "Three years after the data were provided, as the law asks."
    LEGAL_DESK_3Y = "Three years after the request was closed."
    PERMANENT = "Permanently: part of the record that is never rewritten, without names or addresses."


class Role(Enum):
    """In what capacity somebody receives personal data (PP-5-b)."""

    ENTRUSTED = "entrusted"
    THIRD_PARTY = "third_party"
    PARTY = "party"


# For countries that depend on the deal or on the configuration.
VARIES = "varies"


class Recipient(Enum):
    """Everybody who may receive personal data; the operator itself is not a recipient."""

    STRIPE = ("stripe", Role.THIRD_PARTY, "US")
    FORWARDER = ("forwarder", Role.THIRD_PARTY, "JP")
    ANTHROPIC = ("anthropic", Role.ENTRUSTED, "US")
    OPENAI = ("openai", Role.ENTRUSTED, "US")
    AWS = ("aws", Role.ENTRUSTED, "US")
    MAIL = ("mail", Role.ENTRUSTED, VARIES)
    GOOGLE = ("google", Role.THIRD_PARTY, "US")
    CHANNEL = ("channel", Role.ENTRUSTED, "KR")
    IDP = ("idp", Role.THIRD_PARTY, VARIES)
    PUSH_SERVICE = ("push_service", Role.ENTRUSTED, VARIES)
    # Gets public numbers only, no personal data (PP-5-c); it is here because everything that leaves has a recipient.
    TAX_AGENCY = ("tax_agency", Role.THIRD_PARTY, "JP")
    COUNTERPARTY_BUYER = ("counterparty_buyer", Role.PARTY, VARIES)
    COUNTERPARTY_DEALER = ("counterparty_dealer", Role.PARTY, "JP")
    PUBLIC = ("public", Role.PARTY, VARIES)

    def __init__(self, code: str, role: Role, country: str) -> None:
        self.code = code
        self.role = role
        self.country = country


class Channel(Enum):
    """By which way a value comes to us: those of section 2 of the policy, and our own staff (PP-2-a)."""

    FORM = "form"
    SOCIAL = "social"
    AUTOMATIC = "automatic"
    CORRESPONDENCE = "correspondence"
    STRIPE = "stripe"
    AI_PARSING = "ai_parsing"
    AI_ESTIMATE = "ai_estimate"
    MAIL_PROVIDER = "mail_provider"
    OPERATOR = "operator"


_CLAUSE = re.compile(r"\d+(\.\d+)?(/[a-z]+(-[a-z]+)*)?")


@dataclass(frozen=True, slots=True)
class Personal:
    """A field that says something about a person.

    `clause` is the section of the policy that covers it ("1.1/seller"), `purpose` one purpose or several. A sensitive
    value (identity papers, bank account, date of birth) is masked in every list and its display is recorded.
    """

    clause: str
    purpose: Purpose | tuple[Purpose, ...]
    retention: Retention
    recipients: tuple[Recipient, ...] = ()
    channel: Channel = Channel.FORM
    sensitive: bool = False

    def __post_init__(self) -> None:
        if not _CLAUSE.fullmatch(self.clause):
            raise ValueError(f"not a clause of the policy: {self.clause!r}")
        if not self.purposes or not all(isinstance(each, Purpose) for each in self.purposes):
            raise ValueError("a personal field names at least one purpose")
        if not isinstance(self.retention, Retention) or not isinstance(self.channel, Channel):
            raise TypeError("retention and channel are members of their enums")
        if not isinstance(self.recipients, tuple) or not all(isinstance(each, Recipient) for each in self.recipients):
            raise TypeError("recipients are a tuple of Recipient")
        if len(set(self.purposes)) < len(self.purposes) or len(set(self.recipients)) < len(self.recipients):
            raise ValueError("a purpose or a recipient is named twice")

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """The purposes as a tuple, whichever way they were written."""
        return self.purpose if isinstance(self.purpose, tuple) else (self.purpose,)

    @property
    def section(self) -> str:
        """The number of the policy's section alone: "1.1" of "1.1/seller"."""
        return self.clause.partition("/")[0]


@dataclass(frozen=True, slots=True)
class NotPersonal:
    """A field that says nothing about a person, and the reason why that is so."""

    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("say why the field is not personal")


Declaration = Personal | NotPersonal
