"""The queue of payments that the operator itself has to confirm: deals in which it sells to the buyer.

The one thing to know: in a direct sale the dealer is payee, so its proofs never stand here."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from japacar.deals import labels, rules
from japacar.desk.waiting import Queue, age
from japacar.kernel import clock
from japacar.payments.models import PaymentRequest
from japacar.ui.formatting import money

WAITING = (rules.Money.PROOF_UPLOADED, rules.Money.OVERDUE, rules.Money.OVER)
# What arrived for a deal that then ended is sent back.
GOING_BACK = (rules.Money.FUNDS_CONFIRMED, rules.Money.SHORT, rules.Money.REFUND_REQUESTED)
# For the home's count; the entries themselves go by business days, as the buyer was told.
PROMISE = timedelta(days=5)


def payments_to_confirm() -> Any:
    """The payment requests whose payee is the operator and which wait for it, oldest first."""
    to_send_back = Q(money__in=GOING_BACK, deal__commercial__in=rules.ENDED_WITHOUT_SALE)
    waiting = PaymentRequest.objects.filter(Q(money__in=WAITING) | to_send_back, payee=rules.Actor.STAFF)
    return waiting.order_by("moved_at")


def proofs_to_check() -> Queue:
    """For the desk's home."""
    rows = [(payments_to_confirm(), "moved_at")]
    return Queue(gettext_lazy("Proofs to check"), reverse("desk:proofs"), rows, PROMISE)


def entry(payment: PaymentRequest) -> dict[str, Any]:
    """One payment as the `queue` macro of the ui room takes it."""
    due = rules.due_at(rules.TIMERS[rules.Deadline.CONFIRM_FUNDS], payment.moved_at)
    language = (get_language() or "en").split("-")[0]
    return {
        "url": reverse("payments:confirm", args=[payment.deal.code, payment.code]),
        "title": payment.deal.vehicle.title(language),
        "note": f"{money(payment.amount)} · {labels.STATES['money'][payment.money]} · {payment.document.number}",
        "age": age(payment.moved_at),
        "late": due < clock.now(),
    }
