"""What a dealer enters about his business, one form a section (PP-1.1-b, PP-1.1-f).

The one thing to know: a personal My Number is refused and not even shown again (A-18)."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from japacar.accounts.forms import refuse_misleading
from japacar.kernel import corporate_number, permit_number, postal
from japacar.kernel.clock import today_jst
from japacar.kernel.prefectures import BY_NAME, PREFECTURES
from japacar.kernel.refusals import Refused
from japacar.kernel.text import hyphens, nfkc
from japacar.members.forms.fields import Line, Paragraphs, kana_line, phone_line, roman_line, sentence
from japacar.members.models import PROVISIONAL_SLUG, Dealer
from japacar.ui.widgets import DateParts

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){2,39}")
_DIGITS = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
OLDEST = date(1900, 1, 1)
# The Secondhand Articles Dealer Act came into force on this day; older permits were given anew under it.
FIRST_PERMIT = date(1949, 7, 1)
LONGEST_PERMIT_NUMBER = 20


class CompanyForm(forms.Form):
    """Names and numbers. A corporation has a corporate number; a sole proprietor has none, and perhaps a T-number."""

    kind = forms.ChoiceField(label=_("Kind of business"), choices=Dealer.Kind.choices, widget=forms.RadioSelect)
    name_ja = Line(
        most=120,
        label=_("Name in Japanese"),
        help_text=_("As in the register and on the permit, for example 青葉自動車株式会社."),
        attrs={"autocomplete": "organization", "lang": "ja"},
    )
    name_en = roman_line(
        120,
        label=_("Name in English"),
        help_text=_("As it should stand on invoices and export papers, for example Aoba Jidosha K.K."),
        attrs={"lang": "en"},
    )
    corporate_number = Line(
        most=40,
        required=False,
        parse=lambda text: corporate_number.parse_corporate_number(nfkc(text).upper().removeprefix("T")).number,
        label=_("Corporate number"),
        help_text=_("13 digits. Corporations only."),
        attrs=_DIGITS,
    )
    invoice_number = Line(
        most=40,
        required=False,
        parse=lambda text: corporate_number.parse_invoice_number(text).number,
        label=_("Qualified-invoice number"),
        help_text=_("T and 13 digits, if you are registered for it."),
        attrs={**_DIGITS, "inputmode": "text"},
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        self._forget_individual_numbers()
        if said.get("kind") == Dealer.Kind.CORPORATION:
            self._check_corporation(said)
        elif said.get("corporate_number"):
            self.add_error(
                "corporate_number",
                _("A sole proprietor has no corporate number. Leave it empty, or choose “Corporation”."),
            )
        return said

    def _check_corporation(self, said: dict[str, Any]) -> None:
        if "corporate_number" not in self.errors and not said.get("corporate_number"):
            self.add_error("corporate_number", _("Enter the corporate number: 13 digits."))
        number, invoice = said.get("corporate_number"), said.get("invoice_number")
        if number and invoice and invoice != f"T{number}":
            self.add_error("invoice_number", _("A corporation’s number for invoices is T and its corporate number."))

    def _forget_individual_numbers(self) -> None:
        """The field comes back empty: what may not be kept is not sent around either."""
        for name in ("corporate_number", "invoice_number"):
            if any(error.code == "individual_number" for error in self.errors.as_data().get(name, [])):
                self.data = (
                    {**self.data.dict(), name: ""} if isinstance(self.data, QueryDict) else {**self.data, name: ""}
                )


class RepresentativeForm(forms.Form):
    """The person who answers for the business, in three scripts, with his date of birth (PP-1.1-b)."""

    representative_kanji = Line(
        most=80, label=_("Name in Japanese"), help_text=_("For example 青葉 太郎."), attrs={"lang": "ja"}
    )
    representative_kana = kana_line(
        80, label=_("Reading in katakana"), help_text=_("For example アオバ タロウ."), attrs={"lang": "ja"}
    )
    representative_roman = roman_line(
        80,
        label=_("Name in Roman letters"),
        help_text=_("As in the passport, for example Taro Aoba."),
        attrs={"lang": "en"},
    )
    representative_born_on = forms.DateField(
        label=_("Date of birth"),
        widget=DateParts(),
        error_messages={"invalid": _("There is no such day. Write year, month and day, for example 1980 4 21.")},
    )

    def clean_representative_born_on(self) -> date:
        born: date = self.cleaned_data["representative_born_on"]
        if born < OLDEST or born > today_jst():
            raise ValidationError(_("Look at the year again."), code="impossible")
        return born


class AddressForm(forms.Form):
    """Where the business is. The postal code fills in the rest, without a script: see views.settings.address."""

    postal_code = Line(
        most=20,
        parse=postal.normalise_postal_code,
        label=_("Postal code"),
        attrs={"autocomplete": "postal-code", "inputmode": "numeric"},
    )
    prefecture = forms.ChoiceField(
        label=_("Prefecture"), choices=[("", _("Choose")), *((each.ja, each.ja) for each in PREFECTURES)]
    )
    city = Line(most=60, label=_("City, ward or town"), attrs={"autocomplete": "address-level2", "lang": "ja"})
    street = Line(
        most=120,
        label=_("Area, number and building"),
        help_text=_("For example 山口693-7."),
        attrs={"autocomplete": "street-address", "lang": "ja"},
    )
    address_en = roman_line(
        240,
        label=_("Address in Roman letters"),
        help_text=_("For invoices and export papers. We propose one; correct it where it is wrong."),
        attrs={"lang": "en", "autocomplete": "off"},
    )
    phone = phone_line(label=_("Telephone"), help_text=_("For example 04-2900-0001."))

    # The places of a postal code that has several, where the entries do not tell yet which is meant.
    places: tuple[str, ...] = ()

    def __init__(self, *args: Any, language: str = "ja", **options: Any) -> None:
        super().__init__(*args, **options)
        names = [(each.ja, each.ja if language == "ja" else f"{each.en} {each.ja}") for each in PREFECTURES]
        self.fields["prefecture"].choices = [("", _("Choose")), *names]  # type: ignore[attr-defined]


def filled_from_postal_code(typed: dict[str, str]) -> dict[str, str]:
    """What was typed with prefecture, city, area and a Roman address from the postal code. Raises PostalCodeRefused.

    A street that was typed already stays; a Roman address stays while it carries the same code. Of a code with several places
    only what all of them share is filled in, until the street begins with one of them."""
    meant = places_meant(typed)
    found = meant[0]
    filled = {**typed, "postal_code": found.postal_code}
    if len(meant) > 1:
        filled |= {"prefecture": found.prefecture.ja} if len({each.prefecture for each in meant}) == 1 else {}
        filled |= {"city": found.city} if len({each.city for each in meant}) == 1 else {}
        return filled
    # Whoever chose one of the places named to him may have begun the street with its city.
    street = typed.get("street", "").strip().removeprefix(found.city) or found.area
    filled |= {"prefecture": found.prefecture.ja, "city": found.city, "street": street}
    if found.postal_code not in typed.get("address_en", ""):
        number = hyphens(nfkc(street.removeprefix(found.area))).strip()
        number = number if re.fullmatch(r"[0-9][0-9A-Za-z -]*", number) else ""
        parts = [f"{number} {found.area_roman}".strip(), found.city_roman, f"{found.prefecture.en} {found.postal_code}"]
        filled["address_en"] = ", ".join([part for part in parts if part] + ["Japan"])
    return filled


def places_meant(typed: dict[str, str]) -> list[postal.PostalAddress]:
    """The places of the postal code that agree with what was typed; one where that tells. Raises PostalCodeRefused."""
    found = postal.lookup(typed.get("postal_code", ""))
    every = list({(each.prefecture, each.city, each.area): each for each in (found, *found.others)}.values())
    street, city = nfkc(typed.get("street", "")).strip(), typed.get("city", "").strip()
    if begun := [each for each in every if street.startswith(each.city + each.area)]:
        return [max(begun, key=lambda each: len(each.city + each.area))]
    named = [each for each in every if each.area and street.startswith(each.area)]
    if named:
        longest = max(len(each.area) for each in named)
        every = [each for each in named if len(each.area) == longest]
    return [each for each in every if each.city == city] or every


def address_warning(said: dict[str, Any]) -> Any:
    """A sentence when prefecture or city are not those of the postal code, else an empty text."""
    try:
        found = postal.lookup(said["postal_code"])
    except postal.PostalCodeRefused:
        return _("We do not know this postal code; please compare it once more.")
    if BY_NAME.get(said["prefecture"]) not in {each.prefecture for each in (found, *found.others)}:
        return _("The postal code belongs to %(place)s; please compare it once more.") % {
            "place": found.prefecture.ja + found.city
        }
    return ""


class PermitForm(forms.Form):
    """Number, commission and picture of the second-hand dealer permit (PP-1.1-f)."""

    permit_commission = forms.ChoiceField(label=_("Public safety commission"))
    permit_number = Line(
        most=40,
        label=_("Permit number"),
        help_text=_("12 digits, as on the permit: 第…号."),
        parse=nfkc,
        attrs=_DIGITS,
    )
    permit_issued_on = forms.DateField(
        label=_("Date of the permit"),
        help_text=_("The day on which it was given, for example 2004 4 20. A permit has no last day."),
        widget=DateParts(),
        error_messages={"invalid": _("There is no such day. Write year, month and day, for example 2004 4 20.")},
    )
    permit_photo = forms.FileField(
        label=_("Picture of the permit"),
        error_messages={"required": _("Choose a picture of the permit.")},
        allow_empty_file=True,
        widget=forms.FileInput({"accept": "image/*,application/pdf"}),
        help_text=_("A photo or a PDF of the whole page with the number and the seal, up to 15 MB."),
    )

    def __init__(self, *args: Any, language: str = "ja", has_photo: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["permit_photo"].required = not has_photo
        self.warnings: tuple[str, ...] = ()
        names = [
            (each.code, each.ja if language == "ja" else f"{each.en} ({each.ja})") for each in permit_number.COMMISSIONS
        ]
        self.fields["permit_commission"].choices = [("", _("Choose")), *names]  # type: ignore[attr-defined]

    def clean_permit_issued_on(self) -> date:
        issued: date = self.cleaned_data["permit_issued_on"]
        if issued < FIRST_PERMIT or issued > today_jst():
            raise ValidationError(_("Look at the year again."), code="impossible")
        return issued

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("permit_number") and said.get("permit_commission"):
            self._parse(said)
        return said

    def _parse(self, said: dict[str, Any]) -> None:
        try:
            permit = permit_number.parse_permit(said["permit_number"], said["permit_commission"])
        except Refused as refused:
            self.add_error("permit_number", sentence(refused))
            return
        if len(permit.number) > LONGEST_PERMIT_NUMBER:
            self.add_error("permit_number", _("A permit number has 12 digits."))
            return
        said["permit_number"], said["permit_commission"] = permit.number, permit.commission.ja
        self.warnings = permit.warnings


class ShopForm(forms.Form):
    """What buyers read on the dealer's page. The name in the address is chosen once."""

    slug = forms.CharField(
        label=_("Name in the address of your page"),
        help_text=_(
            "Small Roman letters, digits and hyphens, for example aoba-jidosha. It can be chosen once and never changes."
        ),
        widget=forms.TextInput(
            {"maxlength": 40, "autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    shop_name_ja = Line(
        most=80,
        required=False,
        label=_("Name of the shop in Japanese"),
        help_text=_(
            "As on your sign, if it is not the name of the business. The name on the permit stands on the page too."
        ),
        attrs={"lang": "ja"},
    )
    shop_name_en = roman_line(
        80, required=False, label=_("Name of the shop in English"), attrs={"lang": "en", "autocomplete": "off"}
    )
    opening_hours = Line(
        most=120, required=False, label=_("Opening hours"), help_text=_("For example Mon–Sat 9:00–18:00 JST.")
    )
    about_ja = Paragraphs(most=1000, required=False, label=_("About you, in Japanese"), attrs={"lang": "ja"})
    about_en = Paragraphs(
        most=1000,
        required=False,
        label=_("About you, in English"),
        help_text=_("What you sell, since when, what buyers can rely on. No phone numbers or bank accounts."),
        attrs={"lang": "en"},
    )

    def __init__(self, *args: Any, dealer: Dealer, **options: Any) -> None:
        super().__init__(*args, **options)
        if dealer.has_chosen_slug:
            del self.fields["slug"]

    def clean_shop_name_ja(self) -> str:
        return _own_name(self.cleaned_data["shop_name_ja"])

    def clean_shop_name_en(self) -> str:
        return _own_name(self.cleaned_data["shop_name_en"])

    def clean_slug(self) -> str:
        slug = nfkc(self.cleaned_data["slug"]).strip().lower()
        if not _SLUG.fullmatch(slug) or slug.startswith(PROVISIONAL_SLUG):
            raise ValidationError(
                _("Use 3 to 40 small Roman letters, digits and single hyphens, for example aoba-jidosha."), code="slug"
            )
        return _own_name(slug)


def _own_name(name: str) -> str:
    """The shop is renamed after the check too, so nobody's eye but this one sees that it takes our name."""
    refuse_misleading(name)
    return name
