"""Price help for a dealer's own vehicle: our figures, and on request a reference range from OpenAI.

The one thing to know: nothing on this page can write a price. It is a page of its own, so the editor's form stays what it is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods

from japacar.accounts.receipts import answer_once
from japacar.egress.asking import openai_is_configured
from japacar.kernel import clock
from japacar.members.access import DealerRequest, for_dealer_who
from japacar.members.roles import Task
from japacar.quotes import estimates, market
from japacar.quotes.models import PriceEstimate
from japacar.vehicles.models import Vehicle

REASON_WORDS = {
    "age": pgettext_lazy("price", "age"),
    "mileage": pgettext_lazy("price", "odometer"),
    "repair_history": pgettext_lazy("price", "repair history"),
    "fuel": pgettext_lazy("price", "fuel"),
    "body_type": pgettext_lazy("price", "body type"),
    "transmission": pgettext_lazy("price", "transmission"),
    "steering": pgettext_lazy("price", "side of the wheel"),
    "marketplace": pgettext_lazy("price", "prices of like cars here"),
}
SURENESS_WORDS = {
    "low": pgettext_lazy("price", "rather unsure"),
    "medium": pgettext_lazy("price", "fairly sure"),
    "high": pgettext_lazy("price", "quite sure"),
}


@for_dealer_who(Task.LISTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def price_help(request: DealerRequest, reference: str) -> HttpResponse:
    """What like cars cost; a press of the button asks OpenAI once."""
    mine = Vehicle.objects.visible_to(request.viewer).of_dealer(request.dealer).select_related("make", "model")
    vehicle = get_object_or_404(mine, reference=reference.upper())
    if request.method == "POST":
        try:
            estimates.ask_for_estimate(vehicle, by=request.viewer)
        except estimates.NotPossible as refused:
            messages.warning(request, _why_not(refused.code))
        return redirect("quotes:price_help", reference=vehicle.reference)
    estimate = PriceEstimate.objects.filter(vehicle=vehicle).first()
    can_compare = market.can_compare(vehicle)
    page = {
        "vehicle": vehicle,
        "can_compare": can_compare,
        "closed": market.closed(vehicle) if can_compare else None,
        "asking": market.asking(vehicle) if can_compare else None,
        "years": market.YEARS_APART,
        "km": market.KM_APART,
        "cars": market.LEAST_CARS,
        "dealers": market.LEAST_DEALERS,
        "today": clock.now(),
        "estimate": estimate,
        "reasons": [REASON_WORDS[each] for each in estimate.reasons if each in REASON_WORDS] if estimate else [],
        "sureness": SURENESS_WORDS.get(estimate.sureness, "") if estimate else "",
        "is_offered": openai_is_configured(),
    }
    answer = render(request, "quotes/price_help.html", page)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _why_not(code: str) -> str:
    return {
        "off": _("Price ranges from OpenAI are not available here."),
        "too_little": _(
            "Not enough data: a range needs make, year and a model that several dealers have here. Nothing was sent."
        ),
        "enough_today": _("Your company has asked often today. Please try again tomorrow."),
    }[code]
