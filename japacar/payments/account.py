"""The bank account on a page: in full for those who may see it, and then recorded; otherwise without its number (A-3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from japacar.accounts.viewers import Viewer
from japacar.deals import rules as deal_rules
from japacar.deals.models import Deal
from japacar.kernel.text import fold_search
from japacar.members.actions import reveal_bank_account
from japacar.members.actions.bank import HOLD
from japacar.members.models import BankAccount, Dealer
from japacar.members.roles import Task
from japacar.members.rules import ACCOUNT_TYPES, holder_agrees, holder_en_agrees
from japacar.payments.models import PaymentRequest
from japacar.payments.rules import is_open, may_see_account, takes_proof

# As long as this after a change a buyer is asked to compare.
NEW_FOR = timedelta(days=30)


@dataclass(frozen=True)
class ShownAccount:
    """What a page prints of an account. `number` is empty for those who may not read it."""

    holder: str
    holder_kana: str
    bank: str
    bank_ja: str
    branch: str
    """In Roman letters where the dealer gave it, as banks abroad ask for it; else as it is called in Japan."""
    branch_ja: str
    branch_code: str
    swift: str
    kind: str
    number: str
    is_verified_name: bool
    """The holder is the company whose papers were checked; False asks the reader to compare."""


def is_trusted(deal: Deal, viewer: Viewer) -> bool:
    """Whether this person of the payee's side may read account numbers: finance staff, and those whom a dealer trusts with it."""
    if viewer.is_staff:
        return viewer.handles_money
    return Task.MONEY in deal.tasks_of(viewer)


def may_see(request: PaymentRequest, viewer: Viewer) -> bool:
    """Whether this viewer of a deal reads the account number of this payment request."""
    deal = request.deal
    return may_see_account(
        deal.party_of(viewer),
        payee=request.payee,
        commercial=deal.commercial,
        money=request.money,
        is_trusted=is_trusted(deal, viewer),
    )


def is_stopped(request: PaymentRequest) -> bool:
    """Whether nobody should pay by this request now: it waits for money, and its payee is a dealer whom we have suspended since."""
    waits = takes_proof(request.deal.commercial, request.money)
    return waits and request.payee == deal_rules.Actor.DEALER and request.deal.dealer.is_suspended


def announced_at(requests: Iterable[PaymentRequest], deal: Deal) -> datetime | None:
    """Since when another account of the payee is announced, or in use, than an open invoice of the deal prints; None without one.

    The invoice keeps what it printed (A-3), so a buyer who hears of another account is told here that it is not his."""
    waiting = [request for request in requests if is_open(request.money)]
    if not waiting or waiting[0].payee != deal_rules.Actor.DEALER:
        return None
    accounts = BankAccount.objects.filter(dealer=deal.dealer, stopped_at=None)
    later = accounts.filter(created_at__gt=min(request.created_at for request in waiting))
    newest = later.order_by("-created_at").values_list("created_at", flat=True).first()
    return newest or _waited_at_issue(accounts, waiting)


def _waited_at_issue(accounts: Any, waiting: list[PaymentRequest]) -> datetime | None:
    """The change that was announced before the invoice was issued and took effect after it."""
    first = min(request.created_at for request in waiting)
    before: datetime | None = (
        accounts.filter(created_at__lte=first, effective_at__gt=first)
        .exclude(replaced_at__lte=first)
        .order_by("-created_at")
        .values_list("created_at", flat=True)
        .first()
    )
    return before


def taken_over_at(request: PaymentRequest) -> datetime | None:
    """When the account of this invoice took the place of another, if that was within the month before the invoice; else None."""
    account = request.account
    if account.dealer_id is None or account.effective_at < request.created_at - NEW_FOR:
        return None
    # What was entered before the dealer was checked did not wait, and what it replaced stood on no invoice.
    waited = account.effective_at - account.created_at >= HOLD
    replaced = BankAccount.objects.filter(dealer=account.dealer_id, replaced_at=account.effective_at)
    return account.effective_at if waited and replaced.exists() else None


def in_full(request: PaymentRequest, *, by: Viewer, reason: str) -> ShownAccount:
    """The account with its number. Callers ask `may_see` first; the reveal is recorded."""
    details = reveal_bank_account(request.account, by=by, reason=reason)
    return _shown(details, request.account.dealer, number=details["account_number"])


def without_number(account: BankAccount) -> ShownAccount:
    """Holder and bank alone, so that a reader recognises the account."""
    return _shown(account.details(), account.dealer, number="")


def _shown(details: dict[str, str], dealer: Dealer | None, *, number: str) -> ShownAccount:
    return ShownAccount(
        holder=details["holder_en"],
        holder_kana=details["holder_kana"],
        bank=details["bank_name_en"],
        bank_ja=details["bank_name"],
        branch=details["branch_en"] or details["branch"],
        branch_ja=details["branch"],
        branch_code=details["branch_code"],
        swift=details["swift"],
        kind=str(ACCOUNT_TYPES.get(details["account_type"], details["account_type"])),
        number=number,
        is_verified_name=_agrees(details, dealer),
    )


def _agrees(details: dict[str, str], dealer: Dealer | None) -> bool:
    """The holder's name against the checked company name; in kana where the Roman letters do not tell."""
    if dealer is None:
        return _plain(details["holder_en"]) == _plain(settings.OPERATOR["name"])
    agrees = holder_en_agrees(dealer, details["holder_en"])
    return bool(holder_agrees(dealer, details["holder_kana"]) if agrees is None else agrees)


def _plain(name: str) -> str:
    return "".join(sign for sign in fold_search(name) if sign.isalnum())


def payee_name(deal: Deal, language: str) -> str:
    """Who sells on paper: the dealer, or the operator."""
    if deal_rules.payee_of(deal.mode) == deal_rules.Actor.DEALER:
        return deal.dealer.name(language)
    return str(settings.OPERATOR["name_ja" if language == "ja" else "name"])
