"""The letter by which a dealer shows to the police that he may use the address of his shop (古物営業法5条1項6号, URLの届出).

The one thing to know: a new one is issued only when it says something else than the last; the last is void from then on."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from japacar.documents.actions import next_number
from japacar.documents.composing import dealer_issuer, operator_issuer, verification_of
from japacar.documents.models import Document, Letter, new_verification_code
from japacar.documents.typesetting.compile import typeset
from japacar.documents.typesetting.frozen import fingerprint
from japacar.documents.typesetting.papers import UrlPermission
from japacar.documents.typesetting.values import Issuer, Verification
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.members.models import Dealer

SITE = "JAPACAR"
ISSUER = "operator"
# What a letter says of itself; the rest is what it says of the dealer.
_OWN = frozenset({"number", "issued_on", "verification"})


class NoAddressYet(Exception):
    """The dealer is not approved, or has not chosen the name in his address."""


def may_have_letter(dealer: Dealer) -> bool:
    return dealer.is_approved and dealer.has_chosen_slug


def valid_letter(dealer: Dealer) -> Letter | None:
    return Letter.objects.filter(dealer=dealer, voided_at=None).first()


def issue_letter(dealer: Dealer, *, by: Any) -> Letter:
    """The letter of today, or the valid one when nothing that it says has changed. Raises NoAddressYet."""
    with transaction.atomic():
        dealer = Dealer.objects.select_for_update().get(pk=dealer.pk)
        if not may_have_letter(dealer):
            raise NoAddressYet
        last = valid_letter(dealer)
        if last is not None and _said(last.data()) == _said(_compose(dealer, number="", code="").to_data()):
            return last
        if last is not None:
            Letter.objects.filter(pk=last.pk).update(voided_at=clock.now())
        year = clock.today_jst().year
        number = f"UP-{year % 100:02d}-{next_number(ISSUER, Letter.SERIES, year):06d}"
        paper = _compose(dealer, number=number, code=_new_code())
        code = paper.verification.code if paper.verification else ""
        letter = Letter.objects.create(
            dealer=dealer, number=number, frozen=paper.to_data(), sha256=paper.sha256, verification_code=code
        )
        record(
            Kind.DOCUMENT_ISSUED, dealer, by=by, document=letter.event_ref, number=number, sha256=letter.sha256,
            slot=Letter.SERIES,
        )  # fmt: skip
    return letter


def pdf_of_letter(letter: Letter) -> bytes:
    """Set from the frozen data, to the same bytes each time."""
    return typeset(Letter.SERIES, letter.data())


def is_as_issued(letter: Letter) -> bool:
    return fingerprint(letter.data()) == letter.sha256


def address_of(dealer: Dealer) -> str:
    """The address without a language, which stays."""
    return settings.BASE_URL + reverse("permanent_store", kwargs={"slug": dealer.slug})


def _compose(dealer: Dealer, *, number: str, code: str) -> UrlPermission:
    said = dealer_issuer(dealer)
    holder = Issuer(
        name=dealer.name_en,
        name_ja=_holder_ja(dealer),
        address_ja=said.address_ja,
        permit_no=said.permit_no,
        permit_commission=said.permit_commission,
    )
    return UrlPermission(
        number=number,
        issued_on=clock.today_jst(),
        verification=_verification(code) if code else None,
        issuer=operator_issuer(),
        holder=holder,
        url=address_of(dealer),
        domain=urlsplit(settings.BASE_URL).hostname or "",
        site=SITE,
        since=_since(dealer),
    )


def _verification(code: str) -> Verification:
    """The page in Japanese: it is the police who look."""
    with translation.override("ja"):
        return verification_of(code)


def _holder_ja(dealer: Dealer) -> str:
    """As on the permit: the company, or the person with the name of the shop behind."""
    return f"{dealer.permit_holder_ja}（{dealer.name_ja}）" if dealer.is_sole_proprietor else dealer.name_ja


def _since(dealer: Dealer) -> date | None:
    return dealer.decided_at.astimezone(clock.JST).date() if dealer.decided_at else None


def _said(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in _OWN}


def _new_code() -> str:
    """A code that neither a letter nor a paper has."""
    while True:
        code = new_verification_code()
        if not Document.objects.filter(verification_code=code).exists():
            return code
