"""What a dealer's registration still lacks, and what its checks find. Pure but for reading the row it is given.

Findings are codes; templates and `words.py` turn them into sentences."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from difflib import SequenceMatcher

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from japacar.kernel import corporate_number, permit_number
from japacar.kernel.postal import PostalAddress, PostalCodeRefused, lookup
from japacar.kernel.refusals import Refused
from japacar.kernel.romaji import romaji
from japacar.kernel.text import fold_search, katakana, nfkc
from japacar.members.models import Dealer, IdentityImage

Slot, Paper = IdentityImage.Slot, IdentityImage.Paper

SECTIONS = ("company", "representative", "address", "permit", "identity", "bank", "shop")
_NEEDED = {
    "company": ("name_ja", "name_en"),
    "representative": (
        "representative_kanji",
        "representative_kana",
        "representative_roman",
        "representative_born_on",
    ),
    "address": ("postal_code", "prefecture", "city", "street", "address_en", "phone"),
    "permit": ("permit_commission", "permit_number", "permit_photo_id"),
}
# As Japan's banks name the kinds; in English beside it, since banks abroad ask for it.
ACCOUNT_TYPES: Mapping[str, Promise] = {
    "普通": _("Ordinary (普通)"),
    "当座": _("Current (当座)"),
    "貯蓄": _("Savings (貯蓄)"),
}
# Which sides each paper has; a passport is one page. Either paper is enough.
SLOTS_OF: Mapping[IdentityImage.Paper, tuple[IdentityImage.Slot, ...]] = {
    Paper.DRIVING_LICENCE: (Slot.LICENCE_FRONT, Slot.LICENCE_BACK),
    Paper.PASSPORT: (Slot.OTHER_ID_FRONT,),
    Paper.RESIDENCE_CARD: (Slot.OTHER_ID_FRONT, Slot.OTHER_ID_BACK),
    Paper.PERMANENT_RESIDENT: (Slot.OTHER_ID_FRONT, Slot.OTHER_ID_BACK),
    Paper.DRIVING_HISTORY: (Slot.OTHER_ID_FRONT, Slot.OTHER_ID_BACK),
}
# Slots that show the same paper.
GROUPS: Mapping[IdentityImage.Slot, tuple[IdentityImage.Slot, ...]] = {
    slot: group
    for group in ((Slot.LICENCE_FRONT, Slot.LICENCE_BACK), (Slot.OTHER_ID_FRONT, Slot.OTHER_ID_BACK))
    for slot in group
}
NO_PAPER = "identity_paper"
WITHOUT_LAST_DAY = frozenset({Paper.DRIVING_HISTORY})
# What companies add to their names, in kana of bank books and in Roman letters.
_LEGAL_FORMS_KANA = re.compile(
    r"[(]?(カブシキガイシャ|ユウゲンガイシャ|ゴウドウガイシャ|カ|ユ|ド|メ|シ)[)]|[(](カ|ユ|ド|メ|シ)[)]?$"
)
_LEGAL_FORMS_JA = re.compile(r"(株式会社|有限会社|合同会社|合資会社|合名会社|[(][株有同][)])")
_LEGAL_FORMS_ROMAN = re.compile(
    r"\b(k\.?k\.?|co\.?,? ?ltd\.?|company|limited|ltd\.?|inc\.?|llc|g\.?k\.?|y\.?k\.?|corp\.?|corporation)(?=\W|$)"
)
_ALIKE = 0.82


def missing(
    dealer: Dealer,
    *,
    images: Collection[IdentityImage],
    has_account: bool,
    has_guardian_pending: bool,
    today: date,
    has_consent: bool = False,
) -> dict[str, list[str]]:
    """The codes of what is missing by section; empty when it can be sent. Only sections that lack something are in it.

    `has_consent`: two of staff found a guardian's consent right.
    `images` are those whose pictures are there. After the decision pictures are missed no more: their time is over (A-14)."""
    found = {
        section: [name.removesuffix("_id") for name in names if not getattr(dealer, name)]
        for section, names in _NEEDED.items()
    }
    if dealer.kind == Dealer.Kind.CORPORATION and not dealer.corporate_number:
        found["company"].append("corporate_number")
    born = dealer.representative_born_on
    if has_guardian_pending or (born is not None and is_minor(born, today=today) and not has_consent):
        found["representative"].append("guardian")
    found["identity"] = identity_lacks(images, today=today)
    if not dealer.is_being_filled_in:
        found["identity"] = []
        found["permit"] = [name for name in found["permit"] if name != "permit_photo"]
    found["bank"] = [] if has_account else ["bank_account"]
    found["shop"] = [] if dealer.has_chosen_slug else ["slug"]
    return {section: found[section] for section in SECTIONS if found[section]}


def identity_lacks(images: Collection[IdentityImage], *, today: date) -> list[str]:
    """What is missing until one paper is whole and valid: nothing, or the codes for the paper that was begun."""
    lacks = [_paper_lacks(Paper(paper), images, today) for paper in dict.fromkeys(image.paper for image in images)]
    return min(lacks, key=len, default=[NO_PAPER])


def _paper_lacks(paper: IdentityImage.Paper, images: Collection[IdentityImage], today: date) -> list[str]:
    sides = {image.slot: image for image in images if image.paper == paper}
    lacks: list[str] = [slot for slot in SLOTS_OF[paper] if slot not in sides]
    if any(image.expires_on is not None and image.expires_on < today for image in sides.values()):
        lacks.append("identity_expired")
    return lacks


def has_begun(dealer: Dealer, section: str) -> bool:
    """Whether something of a section is there already."""
    return any(getattr(dealer, name) for name in _NEEDED.get(section, ()))


def age_on(born: date, today: date) -> int:
    """Full years in the way of the civil registry: a birthday counts from its day on."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def is_minor(born: date, *, today: date) -> bool:
    return age_on(born, today) < settings.AGE_OF_MAJORITY


def number_warnings(dealer: Dealer) -> tuple[str, ...]:
    """Codes of what a person should look at in the corporate or invoice number: check_digit_differs or nothing."""
    try:
        return corporate_number.parse_invoice_number(dealer.invoice_number).warnings if dealer.invoice_number else ()
    except Refused as refused:
        return (refused.code,)


def permit_warnings(dealer: Dealer) -> tuple[str, ...]:
    """not_12_digits, commission_differs (kernel.permit_number), or unknown_commission."""
    commission = permit_number.find_commission(dealer.permit_commission)
    if commission is None:
        return ("unknown_commission",)
    try:
        return permit_number.parse_permit(dealer.permit_number, commission.code).warnings
    except Refused as refused:
        return (refused.code,)


def address_of_code(dealer: Dealer) -> PostalAddress | None:
    """What the postal code stands for, or None when the data do not know it."""
    try:
        return lookup(dealer.postal_code)
    except PostalCodeRefused:
        return None


def address_agrees(dealer: Dealer) -> bool | None:
    """Whether prefecture and city are those of the postal code; None when the code is unknown."""
    found = address_of_code(dealer)
    if found is None:
        return None
    spelled = _plain_ja(dealer.city + dealer.street)
    return any(
        each.prefecture.ja == dealer.prefecture and spelled.startswith(_plain_ja(each.city))
        for each in (found, *found.others)
    )


def holder_agrees(dealer: Dealer, holder_kana: str) -> bool | None:
    """Whether the bank's holder is this dealer. None when kana and kanji alone do not tell; then a person compares.

    A sole proprietor's account carries his own reading; a company's name in kana is compared as it sounds, and by its
    Roman spelling otherwise."""
    holder = _sound(_LEGAL_FORMS_KANA.sub("", katakana(holder_kana)))
    if not holder:
        return None
    if dealer.is_sole_proprietor and holder.endswith(_sound(dealer.representative_kana)) and dealer.representative_kana:
        return True
    name = _LEGAL_FORMS_JA.sub("", nfkc(dealer.name_ja))
    if name and not re.search(r"[^ァ-ヺぁ-ゖー・\s]", name):
        return _sound(name) == holder
    roman = _letters(dealer.name_en)
    if not roman:
        return None
    alike = SequenceMatcher(None, _letters(romaji(holder)), roman).ratio()
    return True if alike >= _ALIKE else None


def holder_en_agrees(dealer: Dealer, holder_en: str) -> bool | None:
    """Whether the holder in Roman letters is the dealer's English name, legal forms apart."""
    ours, theirs = _letters(dealer.name_en), _letters(holder_en)
    if not ours or not theirs:
        return None
    if dealer.is_sole_proprietor and sorted(_letters(dealer.representative_roman)) == sorted(theirs):
        return True
    return SequenceMatcher(None, ours, theirs).ratio() >= _ALIKE


def _sound(kana: str) -> str:
    """Kana as they are heard: small ones large, no long-vowel marks, no spaces."""
    return re.sub(r"[\s・().,-]", "", fold_search(kana))


def _letters(text: str) -> str:
    """The letters of a Roman name that tell companies apart; long vowels count once."""
    plain = _LEGAL_FORMS_ROMAN.sub(" ", nfkc(text).casefold())
    return re.sub(r"ou|oo|uu", lambda match: match[0][0], re.sub(r"[^a-z0-9]", "", plain))


def _plain_ja(text: str) -> str:
    return re.sub(r"\s", "", nfkc(text)).replace("ヶ", "ケ").replace("ヵ", "カ")
