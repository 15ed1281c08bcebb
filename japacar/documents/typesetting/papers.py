"""Each paper and exactly what it holds. A paper knows its template, its JSON and its fingerprint.

To print it: `typeset(paper.template, paper.to_data())`, or the same with the stored JSON, which gives the same bytes.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from japacar.documents.typesetting.frozen import Frozen, Json, canonical, fingerprint
from japacar.documents.typesetting.values import (
    BankAccount,
    ExportCertificate,
    Indication,
    Issuer,
    Line,
    Party,
    Payment,
    Route,
    Vehicle,
    Verification,
    Words,
)


@dataclass(frozen=True, kw_only=True)
class Paper(Frozen):
    """What all papers have: a number without gaps and the day of issue, which is also the date inside the PDF."""

    template: ClassVar[str]

    number: str
    issued_on: date
    verification: Verification | None = None

    def to_data(self) -> dict[str, Json]:
        return super().to_data() | {"paper": self.template, "edition": 1}

    def to_json(self) -> str:
        """The canonical text: what is stored, hashed and printed."""
        return canonical(self.to_data())

    @property
    def sha256(self) -> str:
        return fingerprint(self.to_data())


@dataclass(frozen=True, kw_only=True)
class Quotation(Paper):
    """What the dealer offers until a day, in yen, with an indication in the buyer's money."""

    template: ClassVar[str] = "quotation"

    version: int
    valid_until: date
    issuer: Issuer
    buyer: Party
    vehicle: Vehicle
    lines: tuple[Line, ...]
    route: Route
    indication: Indication | None = None
    not_included: Words | None = None
    import_check: Words | None = None
    remarks: Words | None = None

    def derived(self) -> dict[str, Json]:
        return {"total_jpy": total_jpy(self.lines)}


@dataclass(frozen=True, kw_only=True)
class ProformaInvoice(Paper):
    """What the payee asks the buyer to transfer, to which account, by when.

    Raises ValueError unless there are payments and they add up to the total.
    """

    template: ClassVar[str] = "proforma_invoice"

    payee: Issuer
    buyer: Party
    consignee: Party | None
    vehicle: Vehicle
    lines: tuple[Line, ...]
    route: Route
    bank: BankAccount
    reference: str
    payments: tuple[Payment, ...]
    payment_terms: Words
    cancellation_terms: Words
    documents: tuple[Words, ...]
    shipment_estimate: Words | None = None
    not_included: Words | None = None
    quotation_no: str = ""

    def __post_init__(self) -> None:
        asked = sum(payment.amount_jpy for payment in self.payments)
        if not self.payments or asked != total_jpy(self.lines):
            raise ValueError(f"The payments ask for {asked} yen, the lines add up to {total_jpy(self.lines)}")

    def derived(self) -> dict[str, Json]:
        return {"total_jpy": total_jpy(self.lines), "last_due_on": max(p.due_on for p in self.payments).isoformat()}


@dataclass(frozen=True, kw_only=True)
class ShippingInstruction(Paper):
    """What a forwarder needs to book and ship.

    PP-5-fwd: no price, no account of the buyer, no bank, no identity papers; there is no field for them.
    """

    template: ClassVar[str] = "shipping_instruction"

    revision: int
    deal: str
    forwarder: str
    shipper: Issuer
    consignee: Party
    notify: Party | None
    vehicle: Vehicle
    route: Route
    export_certificate: ExportCertificate | None = None
    requested_vessel: str = ""
    latest_departure: date | None = None
    bill_of_lading: Words | None = None
    hs_code: str = ""
    runs_and_drives: bool | None = None
    keys: int | None = None
    cargo: Words | None = None
    yard: str = ""
    inspection: Words | None = None
    dispatch: str = ""
    remarks: Words | None = None


@dataclass(frozen=True, kw_only=True)
class CommercialInvoice(Paper):
    """The exporter's invoice for customs: one vehicle, freight and insurance apart, the total in figures and words."""

    template: ClassVar[str] = "commercial_invoice"

    exporter: Issuer
    consignee: Party
    notify: Party | None
    vehicle: Vehicle
    lines: tuple[Line, ...]
    route: Route
    payment_terms: Words
    vessel: str = ""
    voyage: str = ""
    departure_on: date | None = None
    hs_code: str = ""
    removed_parts: Words | None = None
    proforma_no: str = ""
    bill_of_lading_no: str = ""

    def derived(self) -> dict[str, Json]:
        return {"total_jpy": total_jpy(self.lines)}


@dataclass(frozen=True, kw_only=True)
class PackingList(Paper):
    """The same shipment by measure and weight: one unit, no price."""

    template: ClassVar[str] = "packing_list"

    exporter: Issuer
    consignee: Party
    notify: Party | None
    vehicle: Vehicle
    route: Route
    invoice_no: str
    vessel: str = ""
    voyage: str = ""
    departure_on: date | None = None
    inner_items: tuple[Words, ...] = ()
    gross_weight_kg: int | None = None


@dataclass(frozen=True, kw_only=True)
class UrlPermission(Paper):
    """The operator lets a dealer use the address of his shop: what he shows to the police with his notification of it."""

    template: ClassVar[str] = "url_permission"

    issuer: Issuer
    holder: Issuer
    url: str
    domain: str
    site: str
    since: date | None = None


def total_jpy(lines: tuple[Line, ...]) -> int:
    """The sum of the lines in yen."""
    return sum(line.amount_jpy for line in lines)
