"""What a dealer says of himself, section by section. The one thing to know: what staff compared stays as it was compared;
only the shop and the bank account may change after approval."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from japacar.accounts.models import User
from japacar.files.actions import bind, delete_file
from japacar.files.models import StoredFile
from japacar.kernel import clock
from japacar.members import rules
from japacar.members.actions.looking_up import look_up_later
from japacar.members.models import Dealer, GuardianConsent, WrongState

COMPANY = ("kind", "name_ja", "name_en", "corporate_number", "invoice_number")
REPRESENTATIVE = ("representative_kanji", "representative_kana", "representative_roman", "representative_born_on")
ADDRESS = ("postal_code", "prefecture", "city", "street", "address_en", "phone")
PERMIT = ("permit_commission", "permit_number", "permit_issued_on")
SHOP = ("shop_name_ja", "shop_name_en", "about_ja", "about_en", "opening_hours")
_SECTION_OF = {COMPANY: "company", REPRESENTATIVE: "representative", ADDRESS: "address", PERMIT: "permit"}


class NotYet(WrongState):
    """The section cannot be changed now: staff are checking it, or have checked it."""


class SlugTaken(Exception):
    """Another dealer has this name in his address."""


def save_company(dealer: Dealer, details: dict[str, Any], *, by: Any) -> Dealer:
    """Kind, names, corporate number and invoice number (PP-1.1-b); the number is looked up afterwards. Raises NotYet."""
    with transaction.atomic():
        dealer = _save(dealer, details, COMPANY)
        look_up_later(dealer)
    return dealer


def save_representative(dealer: Dealer, details: dict[str, Any], *, by: Any) -> Dealer:
    """Names in three scripts and date of birth. One under age freezes the account of who enters it (PP-13-a). Raises NotYet."""
    with transaction.atomic():
        dealer = _save(dealer, details, REPRESENTATIVE)
        born: date = details["representative_born_on"]
        user = getattr(by, "user", by)
        accepted = GuardianConsent.State.ACCEPTED
        if (
            rules.is_minor(born, today=clock.today_jst())
            and isinstance(user, User)
            and not GuardianConsent.objects.filter(user=user, state=accepted).exists()
        ):
            User.objects.filter(pk=user.pk, status=User.Status.ACTIVE).update(status=User.Status.GUARDIAN_PENDING)
    return dealer


def save_address(dealer: Dealer, details: dict[str, Any], *, by: Any) -> Dealer:
    """Address in Japanese and in Roman letters, and the phone in E.164. Raises NotYet."""
    return _save(dealer, details, ADDRESS)


def save_permit(dealer: Dealer, details: dict[str, Any], *, photo: StoredFile | None = None, by: Any) -> Dealer:
    """Commission and number, and a photo (stored already, still pending) when a new one came. Raises NotYet."""
    with transaction.atomic():
        dealer = _save(dealer, details, PERMIT)
        if photo is not None and photo.pk != dealer.permit_photo_id:
            if dealer.permit_photo_id is not None and dealer.is_held:
                raise NotYet("two of staff hold the pictures")
            bind(photo, owner_ref=dealer.event_ref, by=by)
            former, dealer.permit_photo = dealer.permit_photo, photo
            dealer.save(update_fields=["permit_photo"])
            if former is not None:
                delete_file(former)
    return dealer


def save_shop(dealer: Dealer, details: dict[str, Any], *, by: Any) -> Dealer:
    """Public texts and hours, at any time. `slug` counts once: later ones are ignored. Raises SlugTaken."""
    with transaction.atomic():
        dealer = Dealer.objects.select_for_update().get(pk=dealer.pk)
        changed = _set(dealer, details, SHOP)
        slug = details.get("slug", "")
        if slug and not dealer.has_chosen_slug:
            dealer.slug = slug
            changed.append("slug")
        try:
            with transaction.atomic():
                dealer.save(update_fields=changed)
        except IntegrityError as error:
            raise SlugTaken(slug) from error
    return dealer


def _save(dealer: Dealer, details: dict[str, Any], names: tuple[str, ...]) -> Dealer:
    """Write the named columns while the dealer still fills in his papers; the row is locked against a sending at the same moment."""
    with transaction.atomic():
        dealer = Dealer.objects.select_for_update(of=("self",)).select_related("permit_photo").get(pk=dealer.pk)
        if not dealer.may_change(_SECTION_OF[names]):
            raise NotYet(dealer.status)
        dealer.save(update_fields=_set(dealer, details, names))
    return dealer


def _set(dealer: Dealer, details: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    given = [name for name in names if name in details]
    for name in given:
        setattr(dealer, name, details[name])
    return given
