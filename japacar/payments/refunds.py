"""Money goes back: the payee sends it and records it, the buyer or the staff say that it arrived.

The one thing to know: it goes to the account that it came from, and never more than what is due back; nothing is sent by us."""

from datetime import date

from django.db import transaction

from japacar.accounts.viewers import Viewer
from japacar.deals import rules
from japacar.deals.models import WrongState
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel.money import Money
from japacar.payments.actions import NotTheBuyer, NotThePayee
from japacar.payments.models import PaymentRequest, Refund
from japacar.payments.rules import to_refund


class TooMuch(Exception):
    """More would go back than is due back."""


def due_back(request: PaymentRequest) -> Money:
    """What may be refunded now; zero while there is nothing."""
    asked, received = request.amount, request.received()
    return Money(
        to_refund(request.deal.commercial, request.money, received=received.minor, asked=asked.minor), asked.currency
    )


def record_refund(request: PaymentRequest, *, amount: Money, sent_on: date, bank_reference: str, by: Viewer) -> Refund:
    """The payee has sent this much back. Raises NotThePayee, TooMuch, WrongState."""
    if by.user is None or request.deal.party_of(by) != rules.payee_of(request.deal.mode):
        raise NotThePayee
    with transaction.atomic():
        locked = PaymentRequest.objects.select_for_update().select_related("deal").get(pk=request.pk)
        due = due_back(locked)
        if due.is_zero:
            raise WrongState(f"nothing is due back: {locked.deal.commercial}, {locked.money}")
        if amount > due:
            raise TooMuch
        refund = Refund.objects.create(
            request=locked,
            amount_minor=amount.minor,
            currency=amount.currency,
            sent_on=sent_on,
            bank_reference=bank_reference,
            recorded_by=by.user,
        )
        if locked.money != rules.Money.REFUND_REQUESTED:
            _move(locked, rules.Money.REFUND_REQUESTED, Kind.REFUND_REQUESTED, party=locked.payee, by=by)
        _move(locked, rules.Money.REFUND_SENT, Kind.REFUND_SENT, party=locked.payee, by=by, amount=amount, on=sent_on)
    request.money, request.moved_at = locked.money, locked.moved_at
    return refund


def confirm_refund(request: PaymentRequest, *, by: Viewer) -> None:
    """The buyer, or the staff for him, sees the money in the account. Raises NotTheBuyer, WrongState."""
    if (party := request.deal.party_of(by)) not in {rules.Actor.BUYER, rules.Actor.STAFF}:
        raise NotTheBuyer
    with transaction.atomic():
        _move(request, rules.Money.REFUND_CONFIRMED, Kind.REFUND_CONFIRMED, party=party, by=by)


def _move(
    request: PaymentRequest,
    to: str,
    kind: Kind,
    *,
    party: str,
    by: Viewer,
    amount: Money | None = None,
    on: date | None = None,
) -> None:
    start = request.move(to, party=party)
    record(
        kind, request, by=by, lane="money", from_=start, to=to, deal=request.deal.code, value_on=on,
        amount_minor=amount.minor if amount else None, currency=amount.currency if amount else None,
    )  # fmt: skip
