"""Walks the resolver: every URL name with its view, and the words that fill its address for one side of the world."""

from collections.abc import Callable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from japacar.accounts.models import FactorReset, Session, User
from japacar.certificates.models import CodeSearch
from japacar.desk.models import Override
from japacar.documents import letters
from japacar.egress.models import Dispatch
from japacar.kernel import clock
from japacar.members.models import GuardianConsent
from japacar.vehicles.actions import stock
from japacar.vehicles.bulk.actions import begin_import
from japacar.vehicles.bulk.models import PhotoArchive, StockImport
from japacar.vehicles.bulk.reading import Table
from japacar.vehicles.models import ModelCode, NameChange
from tests.house import world as made
from tests.house.world import Side

# Django's own, which serve the photos and styles of a developer's machine.
NOT_OURS = frozenset({"staticfiles"})


def every() -> dict[str, Callable[..., Any]]:
    """`{"deals:deal": view}` for every address there is."""
    return dict(_walk(get_resolver(), ()))


def _walk(resolver: URLResolver, spaces: tuple[str, ...]) -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        elif isinstance(pattern, URLPattern):
            yield ":".join((*spaces, pattern.name or repr(pattern.pattern))), pattern.callback


def address(name: str, side: Side, language: str = "en") -> str:
    """The address of one page with the things of this side in it. Raises KeyError for a word that nobody filled."""
    with override(language):
        return reverse(name, kwargs=words(name, side))


def words(name: str, side: Side) -> dict[str, Any]:
    """What stands in the address of a page."""
    if name in OF_THEIR_OWN:
        return OF_THEIR_OWN[name](side)
    known: dict[str, Any] = {
        "code": side.deal.code,
        "reference": side.vehicle.reference,
        "number": side.request.code,
        "version": 1,
        "slug": side.dealer.slug,
        "document_id": side.document.pk,
        "dealer_id": side.dealer.pk,
        "provider": "google",
        "way": "buyer",
    }
    return {word: known[word] for word in _asked(name)}


def _asked(name: str) -> list[str]:
    found: Any = get_resolver()
    *spaces, last = name.split(":")
    for space in spaces:
        found = _inner(found, space)
    (entry, *_) = found.reverse_dict.getlist(last) or [None]
    if entry is None:
        return []
    return list(entry[0][0][1])


def _inner(resolver: Any, space: str) -> Any:
    return resolver.namespace_dict[space][1]


def _photo(side: Side) -> dict[str, Any]:
    photo = side.vehicle.photos.filter(is_private=False).first()
    assert photo is not None
    return {"name": photo.file.name, "width": "320", "form": "webp"}


def _search(side: Side) -> CodeSearch:
    found, _ = CodeSearch.objects.get_or_create(
        dealer=side.dealer,
        subject_ref=side.vehicle.event_ref,
        defaults={"by_ref": "system", "sha256": "0" * 64, "total": 1},
    )
    return found


def _session(side: Side) -> dict[str, Any]:
    session = Session.objects.filter(user=side.buyer).latest("created_at")
    return {"public_id": session.public_id}


def _factor(side: Side) -> dict[str, Any]:
    """A second factor of the buyer: an app, whose secret no test of an address needs."""
    row, _ = Authenticator.objects.get_or_create(
        user=side.buyer, type="totp", defaults={"data": {"secret": "", "name": "Phone"}}
    )
    return {"factor_id": row.pk}


OF_THEIR_OWN: dict[str, Callable[[Side], dict[str, Any]]] = {
    "files:photo": _photo,
    "vehicles:hide_plate": lambda side: {
        "reference": side.vehicle.reference,
        "photo_id": side.vehicle.photos.filter(is_private=False).first().pk,
    },
    "vehicles:code_search": lambda side: {"search_id": _search(side).pk},
    "files:private": lambda side: {"token": made.private_link(side)},
    "accounts:end_session": _session,
    "accounts:rename_factor": _factor,
    "accounts:remove_factor": _factor,
    "accounts:text": lambda side: {"slug": "privacy"},
    "accounts:text_version": lambda side: {"slug": "privacy", "version": "2026-03-26"},
    "accounts:text_source": lambda side: {"slug": "privacy", "version": "2026-03-26"},
    "notices:open_notice": lambda side: {"notice_id": side.notices[side.buyer.email].pk},
    "certificates:dealer_paper": lambda side: {"paper": "permit"},
    "members:consignee": lambda side: {"pk": side.consignee.pk},
    "members:remove_shop_photo": lambda side: {"pk": side.dealer.shop_photos.first().pk},
    "members:change_role": lambda side: {"user_id": side.sales.pk},
    "members:remove_staff": lambda side: {"user_id": side.sales.pk},
    "members:resend_invitation": lambda side: {"pk": side.invitation.pk},
    "members:withdraw_invitation": lambda side: {"pk": side.invitation.pk},
    "members:join_staff": lambda side: {"secret": made.invitation_secret(side)},
    "members:confirm_address": lambda side: {"secret": made.address_secret(side)},
    "members:stop_mails": lambda side: {"token": made.removal_token(side)},
    "vehicles:still_there": lambda side: {"token": stock.link_for(side.dealer).strip("/").rpartition("/")[2]},
    "members:remove_identity": lambda side: {"pk": side.dealer.identity_images.kept().first().pk},
    "members:remove_consignee": lambda side: {"pk": side.consignee.pk},
    "shipping:link": lambda side: {"secret": side.unused_secret},
    "documents:verify": lambda side: {"code": side.document.verification_code},
    "documents:letter": lambda side: {"pk": letters.issue_letter(side.dealer, by="system").pk},
    "documents:paper": lambda side: {"pk": side.document.pk},
    **dict.fromkeys(
        (
            f"vehicles:{name}"
            for name in ("import_columns", "apply_import", "cancel_import", "undo_import", "import_errors")
        ),
        lambda side: {"pk": _stock_import(side).pk},
    ),
    "vehicles:stock_import": lambda side: {"pk": _stock_import(side).pk},
    "vehicles:photo_archive": lambda side: {"pk": _photo_archive(side).pk},
    "vehicles:cancel_photos": lambda side: {"pk": _photo_archive(side).pk},
    "vehicles:export_stock": lambda side: {"form": "csv"},
    "desk:send_again": lambda side: {"pk": _failed_mail().pk},
    "desk:run_again": lambda side: {"pk": _failed_job().pk},
    "desk:named_make": lambda side: {"pk": side.vehicle.make_id},
    "desk:named_model": lambda side: {"pk": side.vehicle.model_id},
    "desk:named_code": lambda side: {"pk": _model_code(side).pk},
    "desk:undo_names": lambda side: {"pk": _name_change(side).pk},
    "desk:dealer": lambda side: {"pk": side.dealer.pk},
    "desk:stop_bank_change": lambda side: {"pk": side.dealer.pk},
    "desk:approve_dealer": lambda side: {"pk": side.dealer.pk},
    "desk:refuse_dealer": lambda side: {"pk": side.dealer.pk},
    "desk:claim_review": lambda side: {"pk": side.dealer.pk},
    "desk:take_over_review": lambda side: {"pk": side.dealer.pk},
    "desk:release_review": lambda side: {"pk": side.dealer.pk},
    "desk:read_permit": lambda side: {"pk": side.dealer.pk},
    "desk:look": lambda side: {"pk": side.dealer.pk},
    "desk:destroy_image": lambda side: {"pk": side.dealer.pk},
    "desk:ask_dealer": lambda side: {"pk": side.dealer.pk},
    "desk:undo_decision": lambda side: {"pk": side.dealer.pk},
    "desk:suspend_dealer": lambda side: {"pk": side.dealer.pk},
    "desk:checked_again": lambda side: {"pk": side.dealer.pk},
    "desk:propose_override": lambda side: {"pk": side.dealer.pk},
    "desk:hold_pictures": lambda side: {"pk": side.dealer.pk},
    "desk:confirm_override": lambda side: {"pk": _override(side).pk},
    "desk:decline_override": lambda side: {"pk": _override(side).pk},
    "desk:person": lambda side: {"pk": side.buyer.pk},
    "desk:disable_account": lambda side: {"pk": side.buyer.pk},
    "desk:propose_enabling": lambda side: {"pk": side.buyer.pk},
    "desk:propose_reset": lambda side: {"pk": side.buyer.pk},
    "desk:confirm_reset": lambda side: {"pk": _reset(side).pk},
    "desk:stop_reset": lambda side: {"pk": _reset(side).pk},
    "desk:consent": lambda side: {"pk": _consent().pk},
    "desk:look_at_consent": lambda side: {"pk": _consent().pk},
    "desk:find_consent_right": lambda side: {"pk": _consent().pk},
    "desk:hold_consent": lambda side: {"pk": _consent().pk},
    "desk:refuse_consent": lambda side: {"pk": _consent().pk},
    "demo:paper": lambda side: {"name": "old-certificate.pdf"},
    "demo:mail": lambda side: {"name": _kept_mail()},
}


def _override(side: Side) -> Override:
    """An exception for this dealer that waits for a second person."""
    found, _ = Override.objects.get_or_create(
        dealer=side.dealer, kind=Override.Kind.LIFT, state=Override.State.OPEN, proposed_by=side.shipper.event_ref
    )
    return found


def _reset(side: Side) -> FactorReset:
    """Lost second factors of the buyer that wait for a second person."""
    found, _ = FactorReset.objects.get_or_create(
        user=side.buyer, state=FactorReset.State.PROPOSED, defaults={"proposed_by": side.shipper.event_ref}
    )
    return found


def _consent() -> GuardianConsent:
    """What the frozen person of the world sent."""
    minor = User.objects.get(email="minor@house.example.test")
    found, _ = GuardianConsent.objects.get_or_create(user=minor, defaults={"relation": "parent", "guardian_name": "M."})
    return found


def _stock_import(side: Side) -> StockImport:
    """A list that this side's dealer sent; its columns wait for an answer."""
    found = StockImport.objects.filter(dealer=side.dealer).first()
    if found is None:
        table = Table('["管理番号", "price"]\n["H-1", "100"]'.encode(), 2, {"kind": "csv"})
        found = begin_import(side.dealer, table, sha256="0" * 64, language="en", by=side.seller)
    return found


def _photo_archive(side: Side) -> PhotoArchive:
    """An archive of photos that this side's dealer sent."""
    found, _ = PhotoArchive.objects.get_or_create(
        dealer=side.dealer, defaults={"by_ref": side.seller.event_ref, "language": "en"}
    )
    return found


def _name_change(side: Side) -> NameChange:
    """A correction of the model of this side's car."""
    found, _ = NameChange.objects.get_or_create(
        kind=NameChange.Kind.CORRECTED,
        of=NameChange.Of.MODEL,
        target=side.vehicle.model_id,
        defaults={"before": {"name_en": "Prado", "name_ja": "プラド", "also": ""}, "by_ref": "system"},
    )
    return found


def _model_code(side: Side) -> ModelCode:
    return ModelCode.objects.get_or_create(model=side.vehicle.model, code="TRJ150W")[0]


def _failed_mail() -> Dispatch:
    """A mail that used up its tries."""
    now = clock.now()
    row, _ = Dispatch.objects.get_or_create(
        key="house:failed",
        defaults={"recipient": "mail", "purpose": "mail", "clause": "PP-5-mail", "payload_sha256": "0" * 64}
        | {"state": Dispatch.State.FAILED, "sealed_payload": b"sealed", "attempts": 8}
        | {"next_try_at": now, "finished_at": now, "created_at": now, "error": "smtp_550"},
    )
    return row


def _failed_job() -> ProcrastinateJob:
    """A job that used up its tries."""
    row = ProcrastinateJob.objects.filter(status="failed").first()
    if row is None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)"
                " VALUES ('default', 'egress.take_up_due', '{}', 'failed', 5)"
            )
        row = ProcrastinateJob.objects.filter(status="failed").get()
    return row


def _kept_mail() -> str:
    """A message as the demo's mailbox keeps it."""
    folder = settings.DATA_DIR / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "20261122-000000-house.eml"
    path.write_text(
        "Date: Sun, 22 Nov 2026 00:00:00 +0000\nFrom: a@example.test\nTo: b@example.test\nSubject: Code\n\nHello\n",
        encoding="utf-8",
    )
    return path.stem
