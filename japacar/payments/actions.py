"""Proforma invoices, transfer proofs and funds. The one thing to know: only the payee's side says that money arrived,
and says how much, when and under which bank reference; short and over are states of their own."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from japacar.accounts.models import User
from japacar.accounts.viewers import Viewer
from japacar.deals import actions as deals
from japacar.deals import rules
from japacar.deals.models import Deal, WrongState
from japacar.documents import composing
from japacar.documents.actions import issue
from japacar.documents.models import Kind
from japacar.events.actions import record
from japacar.events.kinds import Kind as EventKind
from japacar.events.models import Event
from japacar.files import actions as files
from japacar.files.models import StoredFile
from japacar.kernel import clock
from japacar.kernel.clock import JST
from japacar.kernel.inspection import Slot
from japacar.kernel.money import Money
from japacar.members.actions import current_bank_account, reveal_bank_account
from japacar.members.models import BankAccount, Dealer
from japacar.payments.models import FundsReceipt, PaymentRequest, TransferProof, new_code
from japacar.payments.rules import OPEN, is_open, takes_proof
from japacar.quotes.models import Quote

INVOICEABLE = frozenset({rules.Commercial.STOCK_CHECK, rules.Commercial.PAYMENT_REQUESTED})


class NoBankAccount(Exception):
    """The payee has no account on file; without one there is no invoice."""


class NoConsignee(Exception):
    """An invoice names the consignee; the buyer has not entered one."""


class NotThePayee(Exception):
    """Only the payee's side issues invoices and confirms money."""


class NotTheBuyer(Exception):
    """Only the buyer, or the staff for him, hands in a proof."""


class ReferenceUsed(Exception):
    """This bank reference was entered for this payment request before."""


class CountedAlike(Exception):
    """As much of the same day is counted already, under another reference: one entry read twice, or two transfers."""

    def __init__(self, there: FundsReceipt) -> None:
        super().__init__(there.bank_reference)
        self.there = there


def issue_proforma(deal: Deal, *, by: Viewer, amount: Money | None = None) -> PaymentRequest:
    """The payee asks for payment: freezes the mode, issues the numbered invoice, opens the money lane.

    `amount` defaults to the whole total. Raises NotThePayee, NoBankAccount, WrongState."""
    _require_payee(deal, by)
    payee = rules.payee_of(deal.mode)
    account = current_bank_account(deal.dealer if payee == rules.Actor.DEALER else None)
    if account is None:
        raise NoBankAccount
    if deal.commercial not in INVOICEABLE:
        raise WrongState("stock is not confirmed")
    quote = Quote.objects.get(deal=deal, status=Quote.Status.ACCEPTED)
    asked = amount or quote.total
    with transaction.atomic():
        deal.refuse_while_dealer_rests()
        if Deal.objects.select_for_update().get(pk=deal.pk).commercial not in INVOICEABLE:
            raise WrongState("the deal ended in the meantime")
        if amount is None and deal.payment_requests.exclude(money=rules.Money.VOIDED).exists():
            raise WrongState("the whole amount was asked for before")
        now, code = clock.now(), new_code()
        funds_due_at = rules.due_at(rules.TIMERS[rules.Deadline.FUNDS], now)
        bank = composing.bank_block(account, reveal_bank_account(account, by=by, reason="invoice"))
        document = issue(
            deal,
            kind=Kind.PROFORMA_INVOICE,
            issuer=deal.dealer.event_ref if payee == rules.Actor.DEALER else "operator",
            compose=lambda number, verification: composing.proforma_invoice(
                deal,
                quote,
                number=number,
                issued_on=now.astimezone(JST).date(),
                amount=asked,
                due_on=funds_due_at.astimezone(JST).date(),
                reference=code,
                code=verification,
                bank=bank,
            ),
            by=by,
        )
        request = PaymentRequest.objects.create(
            code=code,
            deal=deal,
            document=document,
            account=account,
            payee=payee,
            amount_minor=asked.minor,
            currency=asked.currency,
            proof_due_at=rules.due_at(rules.TIMERS[rules.Deadline.PROOF], now),
            funds_due_at=funds_due_at,
        )
        record(
            EventKind.PROFORMA_ISSUED, request, by=by, lane="money", to=request.money, deal=deal.code,
            amount_minor=asked.minor, currency=asked.currency, due_on=funds_due_at.date(), document=document.event_ref,
        )  # fmt: skip
        deals.request_payment(deal, by=by)
    return request


def store_proof(upload: Any, *, request: PaymentRequest, by: Viewer) -> StoredFile:
    """Inspect and keep the picture or PDF, outside the transaction that will use it. Raises UploadRefused."""
    return files.store(upload, slot=Slot.PROOF, owner_ref=request.event_ref, by=by)


def upload_proof(request: PaymentRequest, file: StoredFile, *, by: Viewer) -> TransferProof:
    """The buyer shows that he sent the money. A further page may follow while nobody has looked.

    The same picture sent again gives the proof that is there already. Raises NotTheBuyer, MayNotTrade, WrongState."""
    deal = request.deal
    if (party := deal.party_of(by)) not in {rules.Actor.BUYER, rules.Actor.STAFF}:
        raise NotTheBuyer
    if deal.buyer.status != User.Status.ACTIVE:
        raise deals.MayNotTrade
    with transaction.atomic():
        locked = PaymentRequest.objects.select_for_update(of=("self",)).select_related("deal").get(pk=request.pk)
        if not takes_proof(locked.deal.commercial, locked.money):
            raise WrongState(f"no proof is awaited: {locked.deal.commercial}, {locked.money}")
        same = locked.proofs.filter(rejected_at=None, file__sha256=file.sha256).exclude(file=file).first()
        if same is not None:
            files.delete_file(file)
            return same
        proof = TransferProof(request=locked, uploaded_by=_user(by))
        proof.file = files.bind(file, owner_ref=proof.event_ref, by=by)
        if locked.money != rules.Money.PROOF_UPLOADED:
            _move(locked, rules.Money.PROOF_UPLOADED, party=party, by=by, kind=EventKind.PROOF_UPLOADED)
        proof.save(force_insert=True)
    request.money, request.moved_at = locked.money, locked.moved_at
    return proof


def reject_proof(request: PaymentRequest, *, note: str, by: Viewer, reason: str | None = None) -> None:
    """The payee cannot use what was uploaded and says why; the buyer uploads another. Raises NotThePayee, WrongState.

    `note` is read by the buyer, so it is in his language; `reason` is a code for the record."""
    _require_payee(request.deal, by)
    with transaction.atomic():
        _move(
            request, rules.Money.REJECTED, party=request.payee, by=by, kind=EventKind.PROOF_REJECTED, reason_code=reason
        )
        request.proofs.filter(rejected_at=None).update(rejected_at=clock.now(), rejection_note=note)


def confirm_funds(
    request: PaymentRequest,
    *,
    amount: Money,
    value_on: date,
    bank_reference: str,
    by: Viewer,
    is_another: bool = False,
) -> FundsReceipt:
    """The payee saw this amount in the account. What it adds up to decides: confirmed, short or over.

    Raises NotThePayee; ReferenceUsed; WrongState where no money is waited for any more, since a page from before asks for it still;
    and CountedAlike where as much of this day is counted already, unless `is_another` says that it came twice."""
    _require_payee(request.deal, by)
    with transaction.atomic():
        locked = PaymentRequest.objects.select_for_update().select_related("deal").get(pk=request.pk)
        try:
            with transaction.atomic():
                receipt = FundsReceipt.objects.create(
                    request=locked,
                    amount_minor=amount.minor,
                    currency=amount.currency,
                    value_on=value_on,
                    bank_reference=bank_reference,
                    confirmed_by=_user(by),
                )
        except IntegrityError as error:
            raise ReferenceUsed from error
        if not is_open(locked.money):
            raise WrongState("no money is waited for any more")
        alike = locked.receipts.filter(amount_minor=amount.minor, value_on=value_on).exclude(pk=receipt.pk)
        if not is_another and (there := alike.first()) is not None:
            raise CountedAlike(there)
        to, kind = _outcome(locked.received(), locked.amount)
        if locked.money != to:
            _move(locked, to, party=locked.payee, by=by, kind=kind, amount=amount, value_on=value_on)
        else:
            # A further part that leaves it short: the state stays, but both sides must hear of the money.
            record(
                kind, locked, by=by, deal=locked.deal.code, value_on=value_on,
                amount_minor=amount.minor, currency=amount.currency,
            )  # fmt: skip
        if rules.is_paid(locked.deal.money_states()):
            deals.mark_paid(locked.deal, by=by)
    request.money = locked.money
    return receipt


def settle_surplus(request: PaymentRequest, *, by: Viewer) -> None:
    """The payee and the buyer agreed what happens with the surplus: the payment itself is confirmed. Raises WrongState."""
    _require_payee(request.deal, by)
    with transaction.atomic():
        _move(request, rules.Money.FUNDS_CONFIRMED, party=request.payee, by=by, kind=EventKind.FUNDS_CONFIRMED)


def keep_printed_accounts(dealer_id: str, account_id: str) -> int:
    """Both sides of every open invoice of this dealer are told that it keeps the account printed on it; how many. Safe to run twice.

    A change that was stopped meanwhile is nothing to tell of."""
    account = BankAccount.objects.filter(pk=account_id, dealer__pk=dealer_id, stopped_at=None).first()
    if account is None:
        return 0
    still_open = PaymentRequest.objects.filter(account__dealer=account.dealer, money__in=OPEN).exclude(account=account)
    count = 0
    for request in still_open.filter(created_at__lte=account.created_at).select_related("deal"):
        with transaction.atomic():
            PaymentRequest.objects.select_for_update().get(pk=request.pk)
            told = Event.objects.filter(kind=EventKind.INVOICE_ACCOUNT_KEPT, subject=request.event_ref)
            if not told.filter(facts__account=str(account.pk)).exists():
                record(
                    EventKind.INVOICE_ACCOUNT_KEPT,
                    request,
                    by="system",
                    deal=request.deal.code,
                    account=str(account.pk),
                )
                count += 1
    return count


def begin_deadlines_anew(dealer: Dealer) -> None:
    """His suspension is lifted (the desk calls this): who was told not to pay has the whole time again. The paper keeps its date."""
    rested = PaymentRequest.objects.filter(deal__dealer=dealer, payee=rules.Actor.DEALER, money__in=OPEN)
    now = clock.now()
    rested.exclude(money=rules.Money.OVERDUE).update(
        proof_due_at=rules.due_at(rules.TIMERS[rules.Deadline.PROOF], now),
        funds_due_at=rules.due_at(rules.TIMERS[rules.Deadline.FUNDS], now),
    )


def pass_money_deadlines() -> int:
    """Payment requests whose money is not there by the due date become overdue. Returns how many.

    Nobody is late with money that we told him not to send: what is due to a suspended dealer rests."""
    late, count = (
        PaymentRequest.objects.filter(
            funds_due_at__lte=clock.now(),
            money__in=[rules.Money.DUE, rules.Money.REJECTED],
            deal__commercial=rules.Commercial.PAYMENT_REQUESTED,
        )
        .exclude(payee=rules.Actor.DEALER, deal__in=Deal.objects.resting())
        .select_related("deal"),
        0,
    )
    for request in late:
        try:
            with transaction.atomic():
                _move(request, rules.Money.OVERDUE, party=rules.Actor.TIME, by="system", kind=EventKind.PAYMENT_OVERDUE)
        except WrongState:
            continue  # Somebody paid or confirmed at the same moment.
        count += 1
    return count


def _outcome(received: Money, asked: Money) -> tuple[str, EventKind]:
    if received < asked:
        return rules.Money.SHORT, EventKind.FUNDS_SHORT
    if received > asked:
        return rules.Money.OVER, EventKind.FUNDS_OVER
    return rules.Money.FUNDS_CONFIRMED, EventKind.FUNDS_CONFIRMED


def _move(
    request: PaymentRequest,
    to: str,
    *,
    party: str,
    by: Any,
    kind: EventKind,
    amount: Money | None = None,
    value_on: date | None = None,
    reason_code: str | None = None,
) -> None:
    start = request.move(to, party=party)
    record(
        kind, request, by=by, lane="money", from_=start, to=to, deal=request.deal.code, value_on=value_on,
        reason_code=reason_code,
        amount_minor=amount.minor if amount else None, currency=amount.currency if amount else None,
    )  # fmt: skip


def _require_payee(deal: Deal, by: Viewer) -> None:
    if deal.party_of(by) != rules.payee_of(deal.mode):
        raise NotThePayee


def _user(by: Viewer) -> Any:
    if by.user is None:
        raise NotThePayee
    return by.user
