"""What the form says against what can be known without anybody's help: check digits, prefixes, the postal code, the bank book.

The one thing to know: nothing here decides; `same` is True, False, or None where only the eye on the permit can tell."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from japacar.kernel.clock import today_jst
from japacar.kernel.permit_number import find_commission
from japacar.kernel.phones import phone_text
from japacar.members import rules
from japacar.members.models import BankAccount, Dealer
from japacar.ui.formatting import ja

Row = dict[str, Any]


def rows(dealer: Dealer, account: BankAccount | None) -> list[Row]:
    """The comparison as the `compare` macro of the ui room takes it."""
    return [
        _company(dealer),
        _number(dealer),
        _permit(dealer),
        _representative(dealer),
        _address(dealer),
        _phone(dealer),
        *_account(dealer, account),
    ]


def differences(compared: list[Row]) -> int:
    return sum(row["same"] is False for row in compared)


def _company(dealer: Dealer) -> Row:
    note = _("%(kind)s · %(name)s · compare with the permit") % {
        "kind": dealer.get_kind_display(),
        "name": dealer.name_en,
    }
    return _row(_("Company"), ja(dealer.name_ja), note, None)


def _number(dealer: Dealer) -> Row:
    number = dealer.corporate_number or dealer.invoice_number
    label = _("Corporate number") if dealer.corporate_number else _("Qualified-invoice number")
    if not number:
        return _row(label, "", _("None given; a sole proprietor needs none"), None)
    if rules.number_warnings(dealer):
        return _row(label, number, _("The check digit does not fit; sole proprietors’ numbers may differ"), False)
    return _row(label, number, _("13 digits; the check digit fits. Look the name up in the register"), True)


def _permit(dealer: Dealer) -> Row:
    warnings = rules.permit_warnings(dealer)
    value = ja(f"{dealer.permit_commission} 第{dealer.permit_number}号")
    if not warnings:
        named = find_commission(dealer.permit_commission)
        place = (named.ja if _language() == "ja" else named.en) if named else ""
        note = _("12 digits; prefix %(prefix)s is %(place)s") % {"prefix": dealer.permit_number[:2], "place": place}
        return _row(_("Permit number"), value, note, True)
    sentences = {
        "not_12_digits": _("Not 12 digits"),
        "commission_differs": _("The prefix belongs to another commission"),
        "unknown_commission": _("This commission is not on the list"),
    }
    return _row(_("Permit number"), value, " · ".join(sentences.get(code, code) for code in warnings), False)


def _representative(dealer: Dealer) -> Row:
    born = dealer.representative_born_on
    age = rules.age_on(born, today_jst()) if born else 0
    is_minor = born is None or rules.is_minor(born, today=today_jst())
    note = _("%(kana)s · %(roman)s · aged %(age)s · compare with the permit") % {
        "kana": dealer.representative_kana,
        "roman": dealer.representative_roman,
        "age": age,
    }
    return _row(_("Representative"), ja(dealer.representative_kanji), note, False if is_minor else None)


def _address(dealer: Dealer) -> Row:
    agrees, found = rules.address_agrees(dealer), rules.address_of_code(dealer)
    if agrees is None or found is None:
        note = _("The postal code is not in our list; compare with the permit")
    elif agrees:
        note = _("The postal code fits; compare the number with the permit")
    else:
        note = _("The postal code belongs to %(place)s") % {"place": found.prefecture.ja + found.city + found.area}
    return _row(_("Address"), ja(dealer.address_ja), note, agrees)


def _phone(dealer: Dealer) -> Row:
    is_ours = dealer.phone.startswith("+81")
    note = _("A Japanese number") if is_ours else _("Not a Japanese number")
    return _row(_("Telephone"), phone_text(dealer.phone, "JP") if dealer.phone else "", note, is_ours)


def _account(dealer: Dealer, account: BankAccount | None) -> list[Row]:
    if account is None:
        return [_row(_("Bank account"), "", _("None entered"), False)]
    shown = account.masked()
    agrees = rules.holder_agrees(dealer, shown["holder_kana"])
    note = _("Same name as the business") if agrees else _("Compare with the name of the business")
    if agrees is False:
        note = _("Another name than the business")
    in_english = rules.holder_en_agrees(dealer, shown["holder_en"])
    words = {
        True: _("Same as the English name"),
        False: _("Another name than the English one"),
        None: _("Cannot be compared"),
    }
    return [
        _row(_("Bank account name"), ja(shown["holder_kana"]), note, agrees),
        _row(_("Bank account name in Roman letters"), shown["holder_en"], words[in_english], in_english),
        _row(_("Bank account"), shown["account_number"], f"{shown['bank_name']} {shown['branch']}", None),
    ]


def _row(label: str, value: object, note: str, same: bool | None) -> Row:
    return {"label": label, "value": value or "–", "note": note, "same": same}


def _language() -> str:
    return (get_language() or "en").split("-")[0]
