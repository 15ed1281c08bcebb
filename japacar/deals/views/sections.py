"""The sections of the deal's page as plain rows for the template: money, payments, ship, consignee; papers have a file of their own.

The one thing to know: the rows come from rooms above (quotes, payments, documents), which only pages may read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from japacar.accounts.viewers import Viewer
from japacar.deals import labels, rules
from japacar.deals.models import Deal, Shipment
from japacar.deals.rules import Actor
from japacar.deals.views.common import port_name
from japacar.deals.views.timeline import named
from japacar.deals.views.turns import Facts, address, spoken
from japacar.documents import customs
from japacar.files.links import url_for
from japacar.kernel.money import Money, total
from japacar.kernel.phones import phone_text
from japacar.payments.account import is_stopped
from japacar.payments.models import PaymentRequest
from japacar.payments.rules import is_open
from japacar.quotes.models import Quote, QuoteLine
from japacar.shipping import ports
from japacar.ui.formatting import long_date, money, short_date
from japacar.vehicles.attribute_words import words_of
from japacar.vehicles.attributes import ATTRIBUTES, Seen


@dataclass(frozen=True)
class Slip:
    """One payment as the page shows it: `up` a picture only, `fin` money in the account, "" nothing yet."""

    state: str
    title: str
    text: str
    words: str = ""
    thumb: dict[str, Any] | None = None
    stamp: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    url: str = ""
    label: str = ""


def line_label(line: QuoteLine, deal: Deal) -> str:
    """The line in words, with the ports where they say more: "Car, FOB Yokohama", "Freight to Mombasa"."""
    language = get_language() or "en"
    if line.kind == QuoteLine.Kind.CAR and deal.vehicle.loading_port:
        return _("Car, FOB %(port)s") % {"port": port_name(deal.vehicle.loading_port, language)}
    if line.kind == QuoteLine.Kind.FREIGHT:
        return _("Freight to %(port)s") % {"port": port_name(deal.destination_port, language)}
    return line.label or str(line.get_kind_display())


def total_label(quote: Quote, deal: Deal) -> str:
    """ "Total, CIF Mombasa"; FOB names the port in Japan."""
    code = deal.vehicle.loading_port if quote.incoterm == "FOB" else deal.destination_port
    return _("Total, %(incoterm)s %(port)s") % {
        "incoterm": quote.incoterm,
        "port": port_name(code, get_language() or "en"),
    }


def money_rows(quote: Quote, deal: Deal, requests: list[PaymentRequest]) -> list[dict[str, Any]]:
    """Lines, total, and after the invoice what is confirmed and what is missing."""
    rows: list[dict[str, Any]] = [
        {"label": line_label(line, deal), "amount": line.amount} for line in quote.lines.all()
    ]
    rows.append({"label": total_label(quote, deal), "amount": quote.total, "sum": True})
    if not requests:
        return rows
    confirmed = received(requests)
    rest = quote.total - confirmed
    rows.append({"label": _("Confirmed in the bank"), "amount": Money.zero() - confirmed})
    word = _("Paid too much") if rest.is_negative else _("Still to be confirmed")
    rows.append({"label": word, "amount": Money.zero() - rest if rest.is_negative else rest, "sum": True})
    return rows


def received(requests: list[PaymentRequest]) -> Money:
    """All that the payee saw in the account (receipts are loaded with the requests)."""
    return total((receipt.amount for request in requests for receipt in request.receipts.all()), "JPY")


def dollars(quote: Quote) -> str:
    """`About US$22,468 in all at ¥155.20 (ECB, 20 Nov 2026).` or "" without a rate."""
    if not quote.usd_per_jpy:
        return ""
    cents = Money(round(quote.total_minor * quote.usd_per_jpy) * 100, "USD")
    amount = cents.in_japanese(whole=True) if (get_language() or "en") == "ja" else cents.in_english(whole=True)
    return _("About %(amount)s in all at ¥%(rate)s to the dollar (ECB, %(day)s): an indication, you pay in yen.") % {
        "amount": amount,
        "rate": f"{1 / quote.usd_per_jpy:.2f}",
        "day": long_date(quote.rate_on) if quote.rate_on else "–",
    }


def slips(deal: Deal, requests: list[PaymentRequest], *, viewer: Viewer, party: str) -> list[Slip]:
    """Newest first: what is open, then what was confirmed."""
    made = []
    for number, request in reversed(list(enumerate(requests, 1))):
        title = _("Payment %(number)s") % {"number": number} if len(requests) > 1 else _("Payment")
        if (slip := _open_slip(deal, request, title, viewer=viewer, party=party)) is not None:
            made.append(slip)
        made += [_receipt_slip(deal, receipt, title, party=party) for receipt in reversed(request.receipts.all())]
    return made


def car_rows(deal: Deal) -> list[dict[str, Any]]:
    """Chassis and engine number, for the parties only, once the car is reserved and as long as the deal stands (PP-1.1-h)."""
    if not _is_reserved(deal):
        return []
    rows = [(each.label, words_of(each, each.of(deal.vehicle))) for each in ATTRIBUTES if each.seen is Seen.DEAL]
    return [{"label": label, "value": words, "full": True} for label, words in rows if words]


def plate_pictures(deal: Deal, viewer: Viewer) -> list[dict[str, Any]]:
    """The photos of the chassis plate, each by a short-lived link for this viewer."""
    if not _is_reserved(deal):
        return []
    private = deal.vehicle.photos.filter(is_private=True).select_related("file")
    return [
        {
            "src": url_for(photo.file, viewer, what="page-1"),
            "width": photo.file.width or 4,
            "height": photo.file.height or 3,
            "alt": _("Chassis plate"),
        }
        for photo in private
        if photo.file.sealed
    ]


def _is_reserved(deal: Deal) -> bool:
    return deal.accepted_at is not None and deal.commercial not in rules.ENDED_WITHOUT_SALE


def _open_slip(deal: Deal, request: PaymentRequest, title: str, *, viewer: Viewer, party: str) -> Slip | None:
    if request.money in rules.COVERED:
        return None
    proofs = list(request.proofs.all())
    is_payee, is_buyer = party == rules.payee_of(deal.mode), party == Actor.BUYER
    url = label = ""
    if is_buyer and is_open(request.money):
        url = address("payments:pay", deal.code, request.code)
        label = _("Proof of the transfer") if is_stopped(request) else _("Bank details and proof")
        if proofs and request.money == rules.Money.PROOF_UPLOADED:
            label = _("Add a page")
    elif is_payee and is_open(request.money):
        url, label = address("payments:confirm", deal.code, request.code), _("Say what arrived")
    return Slip(
        state="up" if proofs else "",
        title=f"{title} · {money(request.amount)}",
        text=_MONEY_WORDS().get(request.money, ""),
        words=_open_words(deal, request, proofs, party=party),
        thumb=_thumb(proofs[-1], viewer) if proofs else None,
        url=url,
        label=label,
    )


def _MONEY_WORDS() -> dict[str, str]:  # noqa: N802  # a table whose words are made in the reader's language
    return {
        rules.Money.DUE: _("Not paid yet"),
        rules.Money.PROOF_UPLOADED: _("Uploaded, not confirmed"),
        rules.Money.REJECTED: _("The proof could not be used"),
        rules.Money.OVERDUE: _("Overdue"),
        rules.Money.SHORT: _("Part of it arrived"),
        rules.Money.VOIDED: _("Not asked for any more"),
    }


def _open_words(deal: Deal, request: PaymentRequest, proofs: list[Any], *, party: str) -> str:
    if request.money == rules.Money.PROOF_UPLOADED and proofs:
        due = rules.due_at(rules.TIMERS[rules.Deadline.CONFIRM_FUNDS], request.moved_at)
        return _("Received %(at)s. The payee checks the account by %(due)s.") % {
            "at": spoken(proofs[-1].uploaded_at, deal, party=party),
            "due": spoken(due, deal, party=party),
        }
    if request.money == rules.Money.REJECTED and proofs:
        return named(str(proofs[-1].rejection_note))
    if request.money == rules.Money.SHORT:
        return _("%(amount)s is missing.") % {"amount": money(request.amount - received([request]))}
    if request.money in {rules.Money.DUE, rules.Money.OVERDUE}:
        if is_stopped(request):
            return _("Not to be paid while the dealer is suspended.")
        return _("Due by %(due)s.") % {"due": spoken(request.funds_due_at, deal, party=party)}
    return ""


def _receipt_slip(deal: Deal, receipt: Any, title: str, *, party: str) -> Slip:
    return Slip(
        state="fin",
        title=f"{title} · {money(receipt.amount)}",
        text=_("Confirmed: the money arrived"),
        words=_("Seen in the account on %(at)s.") % {"at": spoken(receipt.confirmed_at, deal, party=party)},
        stamp=short_date(receipt.value_on),
        facts=(
            (_("Received"), money(receipt.amount)),
            (_("Value date"), long_date(receipt.value_on)),
            (_("Bank reference"), receipt.bank_reference),
        ),
    )


def _thumb(proof: Any, viewer: Viewer) -> dict[str, Any] | None:
    if proof.file.pages < 1:
        return None
    return {
        "src": url_for(proof.file, viewer, what="page-1"),
        "alt": _("Page 1 of the uploaded proof"),
        "width": proof.file.width or 210,
        "height": proof.file.height or 297,
    }


def ship_rows(deal: Deal, shipment: Shipment | None) -> list[Any]:
    """The voyage as ruled rows; empty while nothing is booked."""
    language = get_language() or "en"
    rows: list[Any] = []
    if deal.forwarder is not None:
        rows.append({"label": _("Forwarder"), "value": named(deal.forwarder.name(language)), "full": True})
    if shipment is None or not shipment.vessel:
        return rows
    updated = _("updated %(day)s") % {"day": long_date(shipment.updated_at)}
    vessel = ", ".join(part for part in (shipment.vessel, shipment.voyage) if part)
    loading = port_name(shipment.loading_port or deal.vehicle.loading_port, language)
    discharge = port_name(shipment.discharge_port or deal.destination_port, language)
    left, leaves = _("Left %(port)s") % {"port": loading}, _("Leaves %(port)s") % {"port": loading}
    sailed = shipment.sailed_on
    rows += [
        {"label": _("Vessel, voyage"), "value": vessel, "full": True},
        {
            "label": left if sailed else leaves,
            "value": _day(sailed or shipment.etd_on),
            "note": "" if sailed else updated,
        },
        {"label": _("Arrives %(port)s") % {"port": discharge}, "value": _day(shipment.eta_on), "note": _("estimate")},
    ]
    if shipment.bl_number:
        rows.append(
            {
                "label": pgettext("paper", "B/L number"),
                "value": shipment.bl_number,
                "note": shipment.get_bl_kind_display(),
            }
        )
        rows.append({"label": _("B/L issued"), "value": _day(shipment.bl_issued_on)})
    return rows


def _day(day: Any) -> str:
    return long_date(day) if day else ""


def consignee_rows(deal: Deal) -> list[Any]:
    """Who receives the car, as ruled rows."""
    who, language = deal.consignee, get_language() or "en"
    if who is None:
        return []
    address_lines, country = ", ".join(who.address.splitlines()), ports.country_name(who.country, language)
    if not address_lines.endswith(ports.country_name(who.country, "en")):
        address_lines = f"{address_lines}, {country}"
    return [
        {"label": _("Name"), "value": named(who.name), "full": True},
        {"label": _("Address"), "value": address_lines, "full": True},
        {"label": _("Telephone"), "value": phone_text(who.phone), "full": True},
        {"label": _("E-mail"), "value": who.email, "full": True},
    ]


def consignee_changes(deal: Deal, *, party: str) -> list[dict[str, Any]]:
    """From whom to whom, oldest first; both sides may know both names."""
    changes = list(deal.consignee_changes.select_related("former", "current"))
    if not changes:
        return []
    older = any(
        paper.kind in customs.KINDS and paper.voided_at is None and paper.issued_at < changes[-1].at
        for paper in deal.documents.all()
    )
    return [
        {
            "at": spoken(each.at, deal, party=party),
            "former": named(each.former.name),
            "current": named(each.current.name),
            "who": labels.PARTIES.get(each.party, ""),
            "is_after_booking": each.is_after_booking,
            "has_older_papers": older,
        }
        for each in changes
    ]


def step_items(deal: Deal, facts: Facts) -> list[tuple[str, str, str]]:
    """The four steps with a word beneath each: the day it was done, or what is known of the day to come."""
    headline = rules.headline(deal.commercial, facts.money, deal.papers, deal.logistics)
    notes = {
        "reservation": _short(deal.accepted_at),
        "payment_confirmed": _short(deal.paid_at) or _parts(facts.money),
        "bl_issued": _short(_bl_day(facts.shipment)) or _about(facts.shipment.etd_on if facts.shipment else None),
        "completed": _short(deal.completed_at) or _about(facts.shipment.eta_on if facts.shipment else None),
    }
    states = {"done": "done", "now": "now", "next": ""}
    return [(str(labels.STEPS[step.key]), notes[step.key], states[step.state]) for step in headline.steps]


def _bl_day(shipment: Shipment | None) -> Any:
    return shipment.bl_issued_on if shipment else None


def _short(day: Any) -> str:
    return short_date(day) if isinstance(day, datetime) or day else ""


def _about(day: Any) -> str:
    return _("about %(day)s") % {"day": short_date(day)} if day else ""


def _parts(states: list[str]) -> str:
    counting = [state for state in states if state != rules.Money.VOIDED]
    if len(counting) < 2:
        return ""
    done = sum(state in rules.COVERED for state in counting)
    return _("%(done)s of %(all)s parts") % {"done": done, "all": len(counting)}
