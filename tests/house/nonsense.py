"""Bad input of every kind, and deals that stand before each step, so that every form of the site can be sent nonsense.

The one thing to know: a form's fields are found by walking the form classes of its room, so a new field is sent nonsense too."""

import dataclasses
import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any
from urllib.parse import quote_plus

from django import forms
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from japacar.accounts.viewers import Viewer
from japacar.deals import actions as deals
from japacar.deals import shipment
from japacar.deals.models import Deal
from japacar.kernel import clock
from japacar.kernel.money import Money
from japacar.members.models import Dealer
from japacar.payments import actions as payments
from japacar.payments import refunds
from tests import drive, make
from tests.house import world as made
from tests.house.access import ACCESS, Actor, Rule
from tests.house.world import Side, World

# Who tries, in this order: the one who is meant to use the form.
_BY_RIGHT = (Actor.BUYER, Actor.SELLER, Actor.SHIPPER, Actor.ADMIN, Actor.MINOR, Actor.STRANGER, Actor.LINK)
MARKUP = '<script>alert(1)</script>"><img src=x onerror=alert(2)>{{7*7}}%s=cmd|/C'
SIGNS = "عربى 🚗\u200b\u202eтест\u0301 語"


def posts() -> list[str]:
    return sorted(name for name, row in ACCESS.items() if row.post is not None)


def actor_of(name: str) -> Actor:
    rule = ACCESS[name].post
    assert rule is not None
    if {Actor.VISITOR, Actor.STRANGER} <= rule.open and name not in {"accounts:sign_out"}:
        return Actor.VISITOR
    return _first(rule)


def reader_of(name: str) -> Actor:
    """Whoever gets furthest at this address, so that the page itself has to cope."""
    rule = ACCESS[name].get or ACCESS[name].post
    assert rule is not None
    return _first(rule)


def _first(rule: Rule) -> Actor:
    """A page that is there for nobody in this world is asked by the seller, whose it would be."""
    return next((actor for actor in _BY_RIGHT if actor in rule.open), Actor.SELLER)


def fields_of(name: str) -> dict[str, forms.Field]:
    """Every field of every form of the room that serves this address, with its prefix."""
    room = name.split(":")[0]
    found: dict[str, forms.Field] = {}
    for config in apps.get_app_configs():
        if config.label not in {room, "accounts" if room == "deals" else room}:
            continue
        for module in _form_modules(config.name):
            for _, kind in inspect.getmembers(module, inspect.isclass):
                if issubclass(kind, forms.BaseForm):
                    start = f"{kind.prefix}-" if kind.prefix else ""
                    found |= {start + field: shape for field, shape in kind.base_fields.items()}  # type: ignore[attr-defined]
    if room == "vehicles":
        found |= {f"fault-{field}": forms.CharField() for field in ("code", "panel", "words_ja", "words_en")}
        found |= {"photos": forms.FileField(), "certificate": forms.FileField()}
        found |= dict.fromkeys(
            ("do", "upload-angle", "equipment-shown", "certificate-text", "key", "place"), forms.CharField()
        )
    if room == "accounts":
        found["way"] = forms.CharField()
    return found


def _form_modules(room: str) -> list[ModuleType]:
    """`forms`, and whatever else of the room is named for the forms that it holds."""
    folder = import_module(room).__path__
    names = [each.name for each in pkgutil.iter_modules(folder) if each.name.endswith("forms")]
    inside = {".desk": ["dealers.forms", "people.forms"], ".vehicles": ["bulk.forms"]}
    deeper = inside.get(room[room.rindex(".") :], [])
    return [import_module(f"{room}.{name}") for name in names + deeper]


def texts() -> dict[str, Any]:
    """Name of a kind of nonsense -> the value that every field gets; a list is sent as the same name twice."""
    return {
        "over-long": "x" * 5_000,
        "other signs": SIGNS,
        "nul": "a\x00b",
        "markup": MARKUP,
        "negative": "-1.5e9",
        "huge": "9" * 400,
        "full width": "１２３",
        "superscript": "²",
        "largest bigint": str(2**63),
        "last day": "9999-12-31",
        "first day": "0001-01-01",
        "no such day": "2026-02-30",
        "twice": ["1", "<b>"],
        "spaces": " \t\u3000\u00a0 ",
        "controls": "a@example.test\r\nBcc: b\x07\x1b\x85\u2028c",
    }


def surrogates(names: Any) -> bytes:
    """A body that no browser sends: half of a surrogate pair and broken UTF-8."""
    return "&".join(f"{quote_plus(name)}=%ED%A0%80%FF%00x" for name in names).encode()


def files() -> dict[str, list[SimpleUploadedFile]]:
    def one(name: str, content: bytes, kind: str) -> SimpleUploadedFile:
        return SimpleUploadedFile(name, content, content_type=kind)

    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    return {
        "renamed exe": [one("transfer.jpg", b"MZ\x90\x00" + b"\x00" * 600, "image/jpeg")],
        "empty": [one("empty.pdf", b"", "application/pdf")],
        "svg": [one("photo.svg", svg, "image/svg+xml")],
        "odd name": [one('../..\\"><script>\u202egpj.exe', b"%PDF-1.7 nothing", "text/html")],
        "cut jpeg": [one("cut.jpg", made.picture(1)[:400], "image/jpeg")],
        "json bomb": [one("c.json", b"[" * 50_000, "application/json")],
        "two": [one("a.jpg", made.picture(1), "image/jpeg"), one("b.exe", b"MZ", "image/jpeg")],
    }


class Stages:
    """Deals of our side, each made when it is first asked for."""

    def __init__(self, world: World) -> None:
        self.side = world.ours

    def before(self, name: str) -> Side:
        """Our side with a deal at which this address is used."""
        if name == "members:answer":
            Dealer.objects.filter(pk=self.side.dealer.pk).update(status="refused", reopened_sections=["address"])
        build = _STAGES.get(name)
        if build is None:
            return self.side
        deal = build(self)
        deal.refresh_from_db()
        request = deal.payment_requests.first() or self.side.request
        return dataclasses.replace(self.side, deal=deal, vehicle=deal.vehicle, request=request)

    def asked(self) -> Deal:
        vehicle = make.make_vehicle(dealer=self.side.dealer)
        return make.make_deal(vehicle, buyer=self.side.buyer)

    def after(self, step: Callable[[Deal], object]) -> Deal:
        deal = self.asked()
        step(deal)
        return Deal.objects.get(pk=deal.pk)

    def invoiceable(self) -> Deal:
        deal = self.after(drive.to_stock_check)
        deals.enter_consignee(deal, dict(made.CONSIGNEE), by=Viewer(deal.buyer))
        return deal

    def with_proof(self) -> Deal:
        deal = self.after(drive.to_payment_requested)
        request = deal.payment_requests.get()
        proof = payments.store_proof(made.picture(6), request=request, by=Viewer(deal.buyer))
        payments.upload_proof(request, proof, by=Viewer(deal.buyer))
        return deal

    def paid_too_much(self) -> Deal:
        deal = self.after(drive.to_payment_requested)
        request = deal.payment_requests.get()
        amount = Money(request.amount.minor + 1, request.currency)
        payments.confirm_funds(
            request, amount=amount, value_on=clock.today_jst(), bank_reference="OVER-1", by=Viewer(self.side.seller)
        )
        return deal

    def refunded(self) -> Deal:
        deal = self.paid_too_much()
        one, seller = Money.jpy(1), Viewer(self.side.seller)
        refunds.record_refund(
            deal.payment_requests.get(), amount=one, sent_on=clock.today_jst(), bank_reference="BACK-1", by=seller
        )
        return deal

    def shipping(self) -> Deal:
        return self.after(lambda deal: drive.to_shipping(deal, self.side.forwarder))

    def booked(self) -> Deal:
        deal, today = self.shipping(), clock.today_jst()
        shipment.book_vessel(
            deal, vessel="Maru", voyage="1", loading_port="JPYOK", etd_on=today, eta_on=today, by=self.shipper
        )
        return deal

    def sailed(self) -> Deal:
        deal = self.booked()
        shipment.report_sailing(deal, sailed_on=clock.today_jst(), by=self.shipper)
        return deal

    def billed(self) -> Deal:
        deal = self.sailed()
        shipment.issue_bl(deal, number="BL-1", kind="original", issued_on=clock.today_jst(), by=self.shipper)
        return deal

    @property
    def shipper(self) -> Viewer:
        return Viewer(self.side.shipper)


_STAGES: dict[str, Callable[[Stages], Deal]] = {
    "deals:request_quote": Stages.asked,
    "deals:write_message": Stages.asked,
    "deals:end": Stages.asked,
    "quotes:new": Stages.asked,
    "quotes:reserve": lambda at: at.after(drive.to_quoted),
    "quotes:counter": lambda at: at.after(drive.to_quoted),
    "deals:confirm_stock": lambda at: at.after(drive.to_accepted),
    "deals:consignee": lambda at: at.after(drive.to_stock_check),
    "payments:issue_invoice": Stages.invoiceable,
    "payments:pay": lambda at: at.after(drive.to_payment_requested),
    "payments:confirm": Stages.with_proof,
    "payments:reject": Stages.with_proof,
    "payments:settle": Stages.paid_too_much,
    "payments:record_refund": Stages.paid_too_much,
    "payments:confirm_refund": Stages.refunded,
    "documents:collect": lambda at: at.after(drive.to_paid),
    "documents:issue_customs": lambda at: at.after(drive.to_paid),
    "deals:report_yard": Stages.booked,
    "shipping:assign": lambda at: at.after(drive.to_paid),
    "shipping:book": Stages.shipping,
    "shipping:sail": Stages.booked,
    "shipping:bill": Stages.sailed,
    "shipping:arrive": Stages.sailed,
    "deals:send_papers": Stages.billed,
    "deals:received": Stages.billed,
}
