"""Made-up papers for the tests: `make_proforma(number=…)` and its siblings, each complete."""

from datetime import date
from typing import Any

from japacar.documents.typesetting.papers import (
    CommercialInvoice,
    PackingList,
    ProformaInvoice,
    Quotation,
    ShippingInstruction,
)
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

DEALER = Issuer(
    name="Takasaki Motors K.K.",
    name_ja="㈱髙﨑自動車販売",
    address="1-2-3 Mihoncho, Kawagoe, Saitama 350-0000",
    address_ja="埼玉県川越市見本町1-2-3 №5ビル①号",
    phone="+81 49-000-0000",
    permit_no="431020000001",
    permit_commission="埼玉県公安委員会",
    corporate_no="1234567890123",
)
BUYER = Party(
    name="Société Kołłątaj & Öztürk Ltd.",
    address="P.O. Box 00000\nMoi Avenue",
    country="Kenya",
    phone="+254 41 000 0000",
    email="orders@importers.example",
)
VEHICLE = Vehicle(
    make="Toyota",
    model="Land Cruiser Prado",
    grade="TX",
    chassis_no="TRJ150-0100000",
    model_code="3BA-TRJ150W",
    first_registered="2020-06",
    odometer_km=64218,
    displacement_cc=2690,
    fuel=Words(en="petrol", ja="ガソリン"),
    engine_model="2TR",
    colour=Words(en="white pearl", ja="ホワイトパール"),
    length_mm=4825,
    width_mm=1885,
    height_mm=1850,
    weight_kg=2120,
)
LINES = (
    Line(label=Words(en="Car, FOB Yokohama", ja="車両本体"), amount_jpy=3_180_000),
    Line(label=Words(en="Freight to Mombasa", ja="海上運賃"), amount_jpy=228_000),
    Line(label=Words(en="Discount", ja="値引き"), amount_jpy=-8_000),
)
ROUTE = Route(
    incoterm="CIF", place="Mombasa", method="RoRo", loading="Yokohama", discharge="Mombasa", freight="Prepaid"
)
BANK = BankAccount(
    account_name="TAKASAKI MOTORS K.K.",
    bank_name="Sample Bank",
    branch_name="Kawagoe",
    swift="XXXXJPJT",
    account_no="0012345",
)
VERIFICATION = Verification(
    code="7K4M-29QX-PD3R", url="https://japacar.example/v/7K4M29QXPD3R", address="japacar.example/v"
)


def make_proforma(**over: Any) -> ProformaInvoice:
    return ProformaInvoice(
        **{
            "number": "PI-26-004183",
            "issued_on": date(2026, 11, 8),
            "payee": DEALER,
            "buyer": BUYER,
            "consignee": None,
            "vehicle": VEHICLE,
            "lines": LINES,
            "route": ROUTE,
            "bank": BANK,
            "reference": "JC-26-004183",
            "payments": (
                Payment(amount_jpy=1_700_000, due_on=date(2026, 11, 10)),
                Payment(amount_jpy=1_700_000, due_on=date(2026, 11, 27)),
            ),
            "payment_terms": Words(en="By bank transfer in yen.", ja="円建て銀行振込。"),
            "cancellation_terms": Words(en="Free until the first payment.", ja="第1回入金前は無料。"),
            "documents": (Words(en="Bill of lading", ja="船荷証券"), Words(en="Commercial invoice")),
            "shipment_estimate": Words(en="12 to 20 December 2026"),
            "not_included": Words(en="Import duty is not included."),
            "verification": VERIFICATION,
        }
        | over
    )


def make_quotation(**over: Any) -> Quotation:
    return Quotation(
        **{
            "number": "Q-26-001207",
            "version": 2,
            "issued_on": date(2026, 11, 5),
            "valid_until": date(2026, 11, 19),
            "issuer": DEALER,
            "buyer": BUYER,
            "vehicle": VEHICLE,
            "lines": LINES,
            "route": ROUTE,
            "indication": Indication(
                currency="USD", amount_minor=2_232_405, yen_per_unit="152.30", rate_on=date(2026, 11, 4), source="ECB"
            ),
            "not_included": Words(en="Import duty and port clearing.", ja="輸入関税・通関費用。"),
        }
        | over
    )


def make_instruction(**over: Any) -> ShippingInstruction:
    return ShippingInstruction(
        **{
            "number": "SI-26-000311",
            "issued_on": date(2026, 11, 16),
            "revision": 1,
            "deal": "DL-8H2K9Q",
            "forwarder": "Sample Forwarding K.K.",
            "shipper": DEALER,
            "consignee": BUYER,
            "notify": None,
            "vehicle": VEHICLE,
            "route": ROUTE,
            "export_certificate": ExportCertificate(
                kind=Words(en="Export deregistration certificate", ja="輸出抹消仮登録証明書"),
                number="000123",
                issued_on=date(2026, 11, 14),
                planned_export_on=date(2026, 12, 12),
                owner_name="㈱髙﨑自動車販売",
                original_handed_over=True,
            ),
            "requested_vessel": "Sample Highway",
            "latest_departure": date(2026, 12, 20),
            "runs_and_drives": True,
            "keys": 2,
        }
        | over
    )


def make_commercial_invoice(**over: Any) -> CommercialInvoice:
    return CommercialInvoice(
        **{
            "number": "CI-26-000290",
            "issued_on": date(2026, 12, 10),
            "exporter": DEALER,
            "consignee": BUYER,
            "notify": None,
            "vehicle": VEHICLE,
            "lines": LINES,
            "route": ROUTE,
            "payment_terms": Words(en="Paid in full before shipment.", ja="船積前に全額受領済み。"),
            "vessel": "Sample Highway",
            "departure_on": date(2026, 12, 12),
        }
        | over
    )


def make_packing_list(**over: Any) -> PackingList:
    return PackingList(
        **{
            "number": "PL-26-000290",
            "issued_on": date(2026, 12, 10),
            "exporter": DEALER,
            "consignee": BUYER,
            "notify": None,
            "vehicle": VEHICLE,
            "route": ROUTE,
            "invoice_no": "CI-26-000290",
        }
        | over
    )


EVERY_PAPER = (make_quotation, make_proforma, make_instruction, make_commercial_invoice, make_packing_list)
