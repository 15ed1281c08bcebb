"""What the form says against what can be known without anybody's help: check digits, prefixes, the postal code, the bank book.

The one thing to know: nothing here decides; `same` is True, False, or None where only the eye on the permit can tell."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from japacar.kernel import names
from japacar.kernel.clock import today_jst
from japacar.kernel.permit_number import find_commission
from japacar.kernel.phones import phone_text
from japacar.members import register, rules
from japacar.members.actions import current_bank_account, has_guardian_consent
from japacar.members.models import BankAccount, Dealer, IdentityImage, RegisterEntry
from japacar.ui.formatting import ja, long_date

Row = dict[str, Any]


def rows(dealer: Dealer, account: BankAccount | None) -> list[Row]:
    """The comparison as the `compare` macro of the ui room takes it."""
    return [
        *_company(dealer),
        *_number(dealer),
        _permit(dealer),
        _representative(dealer),
        *_identity(dealer),
        _address(dealer),
        _phone(dealer),
        *account_rows(dealer, account),
    ]


def differences(compared: list[Row]) -> int:
    return sum(row["same"] is False for row in compared)


def found_in(dealer: Dealer) -> int:
    """How many differences the checks show in a dealer as he stands now."""
    return differences(rows(dealer, current_bank_account(dealer)))


def _company(dealer: Dealer) -> list[Row]:
    """The name as entered against the permit, once somebody has read it there, and against the register."""
    kind = dealer.get_kind_display()
    reading = getattr(dealer, "permit_reading", None)
    if reading is None:
        note = _("%(kind)s · %(name)s · enter below what the permit says") % {"kind": kind, "name": dealer.name_en}
        return [_row(_("Company"), ja(dealer.name_ja), note, None)]
    ours, theirs = names.ja_signs(dealer.permit_holder_ja), names.ja_signs(reading.holder)
    shown, other = names.differing(ours, theirs)
    is_same = names.is_same(ours, theirs)
    note = _("Same on the permit") if is_same else marked_note(_("The permit says %(name)s"), other)
    return [_row(_("Name on the permit"), underlined(shown), note, is_same)]


def _number(dealer: Dealer) -> list[Row]:
    number = dealer.corporate_number or dealer.invoice_number
    label = _("Corporate number") if dealer.corporate_number else _("Qualified-invoice number")
    if not number:
        return [_row(label, "", _("None given; a sole proprietor needs none"), None)]
    if rules.number_warnings(dealer):
        return [_row(label, number, _("The check digit does not fit; sole proprietors’ numbers may differ"), False)]
    entry = register.entry_of(dealer)
    outcome = register.outcome(dealer, entry)
    if entry is None or outcome is register.Outcome.NOT_LOOKED_UP:
        return [_row(label, number, _("13 digits; the check digit fits. Look the name up in the register"), True)]
    known = {
        register.Outcome.UNKNOWN: _("The register does not know this number"),
        register.Outcome.CLOSED: _("The register says that this corporation is closed"),
    }
    if outcome in known:
        return [_row(label, number, known[outcome], False)]
    return [_row(label, number, _("The check digit fits, and the register knows it"), True), _registered(dealer, entry)]


def _registered(dealer: Dealer, entry: RegisterEntry) -> Row:
    ours, theirs = names.ja_signs(dealer.name_ja), names.ja_signs(entry.name)
    shown, other = names.differing(ours, theirs)
    is_same = names.is_same(ours, theirs)
    note = _("Same in the register") if is_same else marked_note(_("The register says %(name)s"), other)
    return _row(_("Company name"), underlined(shown), note, is_same)


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
    is_alone = is_minor and not has_guardian_consent(dealer)
    return _row(_("Representative"), ja(dealer.representative_kanji), note, False if is_alone else None)


def _identity(dealer: Dealer) -> list[Row]:
    """The papers that were sent, and whether they are still valid today; what stands on them only the eye can tell."""
    found = []
    for image in in_order(dealer.identity_images.filter(gone_at=None)):
        has_run_out = image.expires_on is not None and image.expires_on < today_jst()
        note = _("It has run out") if has_run_out else _("Compare name and date of birth with the picture")
        until = (
            _("valid until %(day)s") % {"day": long_date(image.expires_on)} if image.expires_on else _("no last day")
        )
        value = f"{until[:1].upper()}{until[1:]}"
        found.append(_row(image.get_slot_display(), value, note, False if has_run_out else None))
    return found


def in_order(images: Iterable[IdentityImage]) -> list[IdentityImage]:
    """The front of a paper before its back."""
    return sorted(images, key=lambda image: (IdentityImage.Slot.values.index(image.slot), image.created_at))


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


def account_rows(dealer: Dealer, account: BankAccount | None) -> list[Row]:
    """The holder of an account against the names of the business; the number masked."""
    if account is None:
        return [_row(_("Bank account"), "", _("None entered"), False)]
    shown = account.masked()
    return [
        _holder(dealer, shown["holder_kana"]),
        _holder_en(dealer, shown["holder_en"]),
        _row(_("Bank account"), shown["account_number"], f"{shown['bank_name']} {shown['branch']}", None),
    ]


def _holder(dealer: Dealer, holder: str) -> Row:
    """In kana where a reading is known; otherwise as it sounds, beside the English name."""
    label, agrees = _("Bank account name"), rules.holder_agrees(dealer, holder)
    if agrees:
        return _row(label, ja(holder), _("Same name as the business"), True)
    reading = _reading(dealer)
    if reading:
        pieces, other = names.differing(names.kana_signs(holder), names.kana_signs(reading))
        return _row(label, underlined(pieces), marked_note(_("Another name than the business: %(name)s"), other), False)
    # No sign is underlined: how a name is read is known to nobody here, so nearly every one would be.
    sounds, _other = names.differing(names.romaji_signs(holder, dealer.name_en), names.roman_signs(dealer.name_en))
    heard = "".join(text for text, _is_marked in sounds)
    note = _("Compare with the name of the business: it reads %(name)s") % {"name": heard}
    return _row(label, ja(holder), f"{note} · {dealer.name_en}", agrees)


def _reading(dealer: Dealer) -> str:
    """How the business is read: a sole proprietor's own reading, or a company name that is written in kana."""
    if dealer.is_sole_proprietor:
        return dealer.representative_kana
    plain = "".join(folded for _sign, folded in names.ja_signs(dealer.name_ja))
    return plain if plain and all("ぁ" <= sign <= "ヺ" or sign == "ー" for sign in plain) else ""


def _holder_en(dealer: Dealer, holder: str) -> Row:
    label, agrees = _("Bank account name in Roman letters"), rules.holder_en_agrees(dealer, holder)
    ours, theirs = names.roman_signs(holder), names.roman_signs(dealer.name_en)
    if agrees is None or names.is_same(ours, theirs):
        words = _("Same as the English name") if agrees else _("Cannot be compared")
        return _row(label, holder, words, agrees)
    shown, other = names.differing(ours, theirs)
    words = _("Nearly the English name: %(name)s") if agrees else _("Another name than the English one: %(name)s")
    return _row(label, underlined(shown), marked_note(words, other), agrees)


def underlined(pieces: Sequence[names.Piece]) -> Markup:
    """A name with the signs that differ marked; its Japanese is marked as such on pages of another language."""
    parts = [Markup("<mark>{}</mark>").format(text) if is_marked else escape(text) for text, is_marked in pieces]
    whole = Markup("").join(parts)
    is_japanese = any(sign >= "぀" for text, _is in pieces for sign in text)
    return Markup('<span lang="ja">{}</span>').format(whole) if is_japanese and _language() != "ja" else whole


def marked_note(sentence: str, pieces: Sequence[names.Piece]) -> Markup:
    """A sentence with a name in it whose differing signs are marked."""
    return escape(sentence).replace("%(name)s", underlined(pieces))


def _row(label: str, value: object, note: object, same: bool | None) -> Row:
    return {"label": label, "value": value or "–", "note": note, "same": same}


def _language() -> str:
    return (get_language() or "en").split("-")[0]
