"""The queue of payments that the operator itself has to confirm: deals in which it sells to the buyer.

The one thing to know: in a direct sale the dealer is payee, so its proofs never stand here."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from japacar.accounts.viewers import ViewerRequest, staff_only
from japacar.deals import labels, rules
from japacar.kernel import clock
from japacar.payments.models import PaymentRequest
from japacar.ui.formatting import money

# What waits for staff, the most pressing first.
WAITING = (rules.Money.PROOF_UPLOADED, rules.Money.OVERDUE, rules.Money.OVER)
PER_PAGE = 50


@require_safe
@staff_only
def proofs(request: ViewerRequest) -> HttpResponse:
    """Proofs to compare with the bank account, oldest first."""
    waiting = waiting_for_staff(request).select_related(
        "deal__vehicle__make", "deal__vehicle__model", "deal__buyer", "document"
    )
    page = Paginator(waiting.order_by("moved_at"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [_row(payment) for payment in page.object_list]}
    return render(request, "desk/proofs.html", context)


def waiting_for_staff(request: ViewerRequest) -> Any:
    """The payment requests whose payee is the operator and which wait for it."""
    requests = PaymentRequest.objects.visible_to(request.viewer)  # type: ignore[attr-defined]
    return requests.filter(payee=rules.Actor.STAFF, money__in=WAITING)


def _row(payment: PaymentRequest) -> dict[str, Any]:
    due = rules.due_at(rules.TIMERS[rules.Deadline.CONFIRM_FUNDS], payment.moved_at)
    hours = int((clock.now() - payment.moved_at).total_seconds() // 3600)
    language = (get_language() or "en").split("-")[0]
    return {
        "url": reverse("payments:confirm", args=[payment.deal.code, payment.code]),
        "title": payment.deal.vehicle.title(language),
        "age": _age(hours),
        "late": due < clock.now(),
        "note": f"{money(payment.amount)} · {labels.STATES['money'][payment.money]} · {payment.document.number}",
    }


def _age(hours: int) -> str:
    if hours < 1:
        return _("under 1 hour")
    if hours < 48:
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return ngettext("%(count)s day", "%(count)s days", hours // 24) % {"count": hours // 24}
