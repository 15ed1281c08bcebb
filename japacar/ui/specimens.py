"""What the catalogue of components shows: one made-up deal, in the words of the real pages.

The one thing to know: nothing here is data of the product; it exists so that developers see every component in every
state."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.templatetags.static import static

from japacar.kernel.money import Money
from japacar.ui.widgets import AmountInput, DateParts


class SpecimenForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(
        label="Full name",
        help_text="As the shipping line should print it.",
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label="Phone",
        required=False,
        help_text="Only the forwarder uses it, when the car stands at the port.",
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    country = forms.ChoiceField(label="Country", choices=[("KE", "Kenya"), ("JM", "Jamaica"), ("PK", "Pakistan")])
    terms = forms.ChoiceField(
        label="Terms", choices=[("CIF", "CIF: to your port"), ("FOB", "FOB: you ship it")], widget=forms.RadioSelect
    )
    extras = forms.MultipleChoiceField(
        label="Extras",
        required=False,
        choices=[("inspection", "Inspection"), ("insurance", "Marine insurance")],
        widget=forms.CheckboxSelectMultiple,
    )
    price = forms.CharField(label="Price, FOB", help_text="Without consumption tax.", widget=AmountInput())
    odometer = forms.CharField(label="Odometer", widget=AmountInput(unit="km"))
    due = forms.DateField(label="Ready on", widget=DateParts())
    proof = forms.FileField(
        label="Proof of the transfer", help_text="A photo or PDF, up to 15 MB.", widget=forms.FileInput
    )
    message = forms.CharField(label="Message", required=False, widget=forms.Textarea({"rows": 3}))
    agree = forms.BooleanField(label="I have read the terms of 22 Nov 2026 and agree.")


class SignInForm(forms.Form):
    """The fields of a sign-in, as the page of the accounts has them."""

    email = forms.EmailField(label="E-mail", widget=forms.EmailInput({"autocomplete": "username"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput({"autocomplete": "current-password"}))


def wrong_form() -> SpecimenForm:
    """The form as it comes back with mistakes."""
    typed = {
        "name": "Amina Odhiambo",
        "country": "KE",
        "price": "",
        "due_year": "2026",
        "due_month": "13",
        "due_day": "1",
    }
    return SpecimenForm(typed, prefix="", auto_id="wrong_%s")


def picture(name: str = "car", alt: str = "Drawn stand-in of a white car, left side") -> dict[str, Any]:
    width, height = (480, 360) if name == "car" else (128, 168)
    return {"src": static(f"ui/specimen/{name}.svg"), "width": width, "height": height, "alt": alt, "url": "#"}


def cars() -> list[dict[str, Any]]:
    base = {"url": "#", "photo": picture(), "total_label": "Total to Mombasa", "save": ("#", False)}
    return [
        base
        | {
            "title": "2020 Toyota Land Cruiser Prado TX",
            "spec": ["64,200 km · 2,690 cc petrol", "6AT · 4WD · RHD · TRJ150W"],
            "grade": "4.5",
            "fob": Money.jpy(3_180_000),
            "total": "US$22,468",
            "law": ("Allowed in Kenya", "ok", "sail by 19 Nov 2027"),
        },
        base
        | {
            "title": "2019 Toyota HiAce Van DX Long",
            "spec": ["118,400 km · 1,998 cc petrol", "6AT · 2WD · RHD · TRH200V"],
            "grade": "4",
            "fob": Money.jpy(1_640_000),
            "total": "US$12,713",
            "law": ("Only if it sails by 27 Nov", "warn", "5 days left"),
            "state": ("Reserved", "info"),
            "save": ("#", True),
        },
        base
        | {
            "title": "2021 Suzuki Every PC Limited",
            "photo": None,
            "spec": ["42,800 km · 658 cc petrol"],
            "fob": Money.jpy(690_000),
            "total": "US$5,825",
            "law": ("Not allowed in Kenya", "bad", "too old on arrival"),
        },
    ]


def moments() -> list[dict[str, Any]]:
    return [
        {"at": datetime(2026, 11, 22, 5, 2, tzinfo=UTC), "text": "You uploaded a proof for payment 2.", "mine": True},
        {
            "at": datetime(2026, 11, 20, 0, 40, tzinfo=UTC),
            "text": "Aoba Jidosha wrote:",
            "say": "船積みは12月4日に決まりました。",
            "say_lang": "ja",
        },
        {"at": datetime(2026, 11, 8, 9, 31, tzinfo=UTC), "text": "You reserved the car.", "mine": True},
    ]


def some_page() -> Page[int]:
    return Paginator(range(1200), 50).page(3)


def context() -> dict[str, Any]:
    """Everything that catalogue.html asks for."""
    return {
        "form": SpecimenForm(),
        "wrong": wrong_form(),
        "read": SpecimenForm(auto_id="read_%s"),
        "sign_in": SignInForm(auto_id="sign_in_%s"),
        "cars": cars(),
        "moments": moments(),
        "some_page": some_page(),
        "picture": picture(),
        "slip_picture": picture("paper", "Drawn stand-in of a transfer slip, page 1"),
        "total": Money.jpy(3_487_000),
        "half": Money.jpy(1_743_500),
        "rows": [
            ("Car, FOB Yokohama", Money.jpy(3_180_000)),
            ("Freight to Mombasa", Money.jpy(228_000)),
            ("Inspection by QISJ", Money.jpy(36_000)),
            ("Marine insurance", Money.jpy(31_000)),
            ("Documents, courier", Money.jpy(12_000)),
            {"label": "Total, CIF Mombasa", "amount": Money.jpy(3_487_000), "small": "about US$22,468", "sum": True},
        ],
    }
