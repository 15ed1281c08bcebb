"""From a deal to the frozen data of its papers. The one thing to know: what is not put in here is not on the paper,
and what is put in is frozen for good."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise

from japacar.deals import rules
from japacar.deals.models import Deal, Shipment
from japacar.documents.typesetting import papers, values
from japacar.kernel.money import Money
from japacar.members.models import BankAccount, Consignee, Dealer
from japacar.members.rules import ACCOUNT_TYPES
from japacar.quotes.models import Quote, QuoteLine
from japacar.shipping.countries import country
from japacar.shipping.ports import port
from japacar.vehicles.models import Vehicle

LINE_WORDS = {
    QuoteLine.Kind.CAR: values.Words(en="Vehicle, FOB", ja="車両本体（FOB）"),
    QuoteLine.Kind.INLAND: values.Words(en="Inland transport", ja="国内陸送"),
    QuoteLine.Kind.FREIGHT: values.Words(en="Ocean freight", ja="海上運賃"),
    QuoteLine.Kind.INSPECTION: values.Words(en="Inspection", ja="検査"),
    QuoteLine.Kind.INSURANCE: values.Words(en="Marine insurance", ja="海上保険"),
    QuoteLine.Kind.DOCUMENTS: values.Words(en="Documents, courier", ja="書類・送付"),
    QuoteLine.Kind.OTHER: values.Words(en="Other", ja="その他"),
}
NOT_INCLUDED = values.Words(
    en="Import duty, taxes, port charges and clearing at destination",
    ja="仕向国の関税・税金・港湾費用・通関費用は含みません",
)
PAYMENT_TERMS = values.Words(
    en="By bank transfer in yen; the buyer bears all charges (OUR). Write the reference on the transfer.",
    ja="日本円での銀行振込。手数料は全て買主負担（OUR）。振込時に照会番号を記入。",
)
CANCELLATION_TERMS = values.Words(
    en="If the money is not in the account by the due date, the seller may cancel and offer the vehicle again. "
    "Refunds go only to the account that the money came from.",
    ja="期日までに入金がない場合、売主は契約を取り消し再び販売できます。返金は送金元口座に限ります。",
)
DOCUMENTS = (
    values.Words(en="Commercial invoice", ja="商業送り状"),
    values.Words(en="Bill of lading", ja="船荷証券"),
    values.Words(en="Export certificate", ja="輸出抹消仮登録証明書"),
)


def in_both(label: str | Promise) -> values.Words:
    """One of the interface's own words, in English and Japanese."""
    with translation.override("en"):
        english = str(label)
    with translation.override("ja"):
        return values.Words(en=english, ja=str(label))


def issuer_of(deal: Deal) -> values.Issuer:
    """Who sells to the buyer on paper: the dealer (direct) or the operator (resale)."""
    return dealer_issuer(deal.dealer) if rules.payee_of(deal.mode) == rules.Actor.DEALER else operator_issuer()


def dealer_issuer(dealer: Dealer) -> values.Issuer:
    return values.Issuer(
        name=dealer.name_en or dealer.name_ja,
        name_ja=dealer.name_ja,
        address=dealer.address_en,
        address_ja=dealer.address_ja,
        phone=dealer.phone,
        permit_no=dealer.permit_number,
        permit_commission=dealer.permit_commission,
        corporate_no=dealer.corporate_number,
    )


def operator_issuer() -> values.Issuer:
    operator = settings.OPERATOR
    return values.Issuer(
        name=operator["name"],
        name_ja=operator["name_ja"],
        address=operator["address"],
        address_ja=operator["address_ja"],
        phone=operator["phone"],
    )


def buyer_party(deal: Deal) -> values.Party:
    profile = getattr(deal.buyer, "buyer_profile", None)
    return values.Party(
        name=profile.name if profile else deal.buyer.display_name,
        address=profile.address if profile else "",
        country=country(deal.destination_country).name("en"),
        phone=profile.phone if profile else "",
        email=deal.buyer.email,
    )


def consignee_party(consignee: Consignee | None) -> values.Party | None:
    if consignee is None:
        return None
    return values.Party(
        name=consignee.name,
        address=consignee.address,
        country=country(consignee.country).name("en"),
        phone=consignee.phone,
        email=consignee.email,
    )


def vehicle_block(vehicle: Vehicle) -> values.Vehicle:
    """The vehicle with its full chassis number: papers go only to the parties of a reserved deal."""
    return values.Vehicle(
        make=vehicle.make.name_en if vehicle.make else "",
        model=vehicle.model.name_en if vehicle.model else "",
        grade=vehicle.grade,
        model_code=vehicle.model_code,
        chassis_no=vehicle.chassis_no,
        first_registered=vehicle.first_registration,
        odometer_km=vehicle.mileage_km,
        displacement_cc=vehicle.displacement_cc,
        fuel=_choice(vehicle, "fuel"),
        engine_model=vehicle.engine_model,
        transmission=_choice(vehicle, "transmission"),
        steering=_choice(vehicle, "steering"),
        colour=_choice(vehicle, "colour"),
        doors=vehicle.doors,
        seats=vehicle.seats,
        length_mm=vehicle.length_mm,
        width_mm=vehicle.width_mm,
        height_mm=vehicle.height_mm,
        weight_kg=vehicle.weight_kg,
    )


def _choice(vehicle: Vehicle, field: str) -> values.Words | None:
    """A choice's label in both languages, or None when nothing is chosen."""
    chosen = getattr(vehicle, field)
    if not chosen:
        return None
    labels: dict[str, str | Promise] = dict(getattr(Vehicle._meta.get_field(field), "flatchoices"))  # noqa: B009  # mypy
    return in_both(labels[chosen])


def route_of(deal: Deal) -> values.Route:
    discharge = port(deal.destination_port)
    loading = deal.vehicle.loading_port
    return values.Route(
        incoterm=deal.incoterm,
        place=port(loading).name_en if deal.incoterm == "FOB" and loading else discharge.name_en,
        method="RoRo",
        loading=port(loading).name_en if loading else "",
        discharge=discharge.name_en,
        destination=country(deal.destination_country).name("en"),
        freight="Collect" if deal.incoterm == "FOB" else "Prepaid",
    )


def quote_lines(quote: Quote) -> tuple[values.Line, ...]:
    return tuple(
        values.Line(
            label=values.Words(en=line.label) if line.label else LINE_WORDS[QuoteLine.Kind(line.kind)],
            amount_jpy=line.amount_minor,
        )
        for line in quote.lines.all()
    )


def bank_block(account: BankAccount, details: dict[str, str]) -> values.BankAccount:
    """The account in full, as it stands on the invoice and nowhere else on paper (A-3)."""
    return values.BankAccount(
        account_name=details["holder_en"],
        bank_name=f"{details['bank_name_en']} / {details['bank_name']}",
        branch_name=" / ".join(part for part in (details["branch_en"], details["branch"]) if part),
        branch_code=details["branch_code"],
        swift=details["swift"],
        account_no=details["account_number"],
        account_kind=_kind_of_account(details["account_type"]),
    )


def _kind_of_account(kind: str) -> str:
    """`Ordinary (普通)`: banks abroad ask for it in English."""
    return in_both(ACCOUNT_TYPES.get(kind, kind)).en


def verification_of(code: str) -> values.Verification:
    path = reverse("documents:verify", kwargs={"code": code})
    url = f"{settings.BASE_URL}{path}"
    return values.Verification(code=code, url=url, address=url.partition("://")[2])


def proforma_invoice(
    deal: Deal,
    quote: Quote,
    *,
    number: str,
    issued_on: date,
    amount: Money,
    due_on: date,
    reference: str,
    code: str,
    bank: values.BankAccount,
) -> papers.ProformaInvoice:
    """The invoice for one payment request. A request for less than the whole (a balance) is one line of its own."""
    lines = quote_lines(quote)
    if amount.minor != quote.total_minor:
        lines = (values.Line(label=values.Words(en="Balance", ja="残額"), amount_jpy=amount.minor),)
    return papers.ProformaInvoice(
        number=number,
        issued_on=issued_on,
        verification=verification_of(code),
        payee=issuer_of(deal),
        buyer=buyer_party(deal),
        consignee=consignee_party(deal.consignee),
        vehicle=vehicle_block(deal.vehicle),
        lines=lines,
        route=route_of(deal),
        bank=bank,
        reference=reference,
        payments=(values.Payment(amount_jpy=amount.minor, due_on=due_on),),
        payment_terms=PAYMENT_TERMS,
        cancellation_terms=CANCELLATION_TERMS,
        documents=DOCUMENTS,
        not_included=NOT_INCLUDED,
        shipment_estimate=values.Words(en="Within 3 weeks of payment", ja="入金後3週間以内"),
        quotation_no=f"{deal.code} v{quote.version}",
    )


def shipping_instruction(
    deal: Deal, *, number: str, revision: int, issued_on: date, code: str
) -> papers.ShippingInstruction:
    """What the forwarder needs, within clause PP-5-fwd: no price, no buyer's account. Raises ValueError without a consignee."""
    consignee = consignee_party(deal.consignee)
    if consignee is None:
        raise ValueError("a shipping instruction names a consignee")
    return papers.ShippingInstruction(
        number=number,
        issued_on=issued_on,
        verification=verification_of(code),
        revision=revision,
        deal=deal.code,
        forwarder=deal.forwarder.name_en if deal.forwarder else "",
        shipper=issuer_of(deal),
        consignee=consignee,
        notify=None,
        vehicle=vehicle_block(deal.vehicle),
        route=route_of(deal),
        bill_of_lading=values.Words(en="Original, 3 of 3", ja="オリジナル3通"),
        yard=f"{deal.vehicle.location_prefecture}{deal.vehicle.location_city}",
        runs_and_drives=None,
    )


PAID_TERMS = values.Words(en="Paid by bank transfer in yen before shipment", ja="船積前に日本円の銀行振込で支払済")


def commercial_invoice(deal: Deal, *, number: str, issued_on: date, code: str) -> papers.CommercialInvoice:
    """The exporter's invoice for customs. Raises ValueError without a consignee."""
    quote = Quote.objects.get(deal=deal, status=Quote.Status.ACCEPTED)
    voyage = Shipment.objects.filter(deal=deal).first() or Shipment()
    request = deal.payment_requests.exclude(money=rules.Money.VOIDED).select_related("document").first()
    return papers.CommercialInvoice(
        number=number,
        issued_on=issued_on,
        verification=verification_of(code),
        exporter=issuer_of(deal),
        consignee=_named_consignee(deal),
        notify=None,
        vehicle=vehicle_block(deal.vehicle),
        lines=quote_lines(quote),
        route=route_of(deal),
        payment_terms=PAID_TERMS,
        vessel=voyage.vessel,
        voyage=voyage.voyage,
        departure_on=voyage.sailed_on or voyage.etd_on,
        proforma_no=request.document.number if request else "",
        bill_of_lading_no=voyage.bl_number,
    )


def packing_list(deal: Deal, *, number: str, issued_on: date, code: str, invoice_no: str) -> papers.PackingList:
    """The same shipment by measure and weight. Raises ValueError without a consignee."""
    voyage = Shipment.objects.filter(deal=deal).first() or Shipment()
    return papers.PackingList(
        number=number,
        issued_on=issued_on,
        verification=verification_of(code),
        exporter=issuer_of(deal),
        consignee=_named_consignee(deal),
        notify=None,
        vehicle=vehicle_block(deal.vehicle),
        route=route_of(deal),
        invoice_no=invoice_no,
        vessel=voyage.vessel,
        voyage=voyage.voyage,
        departure_on=voyage.sailed_on or voyage.etd_on,
        gross_weight_kg=deal.vehicle.weight_kg,
    )


def _named_consignee(deal: Deal) -> values.Party:
    consignee = consignee_party(deal.consignee)
    if consignee is None:
        raise ValueError("a paper for customs names a consignee")
    return consignee
