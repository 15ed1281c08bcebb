"""Still there? The page behind the link of the mail, and the same button in the dealer's stock.

The one thing to know: opening the page changes nothing, since programs that check mails open every link; the button does it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest
from japacar.members.access import DealerRequest, for_dealer_who
from japacar.members.roles import Task
from japacar.vehicles import actions
from japacar.vehicles.models import Vehicle


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def still_there(request: ViewerRequest, token: str) -> HttpResponse:
    """The cars that are due, all ticked, and one button. Whoever holds the mail can say nothing but "still here"."""
    try:
        dealer = actions.dealer_of_link(token)
    except actions.LinkIsDead:
        # The same page whatever is wrong with the address, so it tells nobody whether there was such a dealer.
        return render(request, "vehicles/still_there_dead.html", {"days": actions.LINK_LIVES.days}, status=404)
    due = actions.due_for_confirmation(dealer).select_related("make", "model").order_by("stock_number", "reference")
    confirmed = None
    if request.method == "POST":
        chosen = set(request.POST.getlist("car"))
        # The actor is the holder of the mail, of whom nothing is known but whose cars it is about.
        confirmed = actions.confirm_stock([each for each in due if each.reference in chosen], by=dealer)
    page = {"dealer": dealer, "cars": list(due.all()), "confirmed": confirmed}
    return render(request, "vehicles/still_there.html", page)


@for_dealer_who(Task.LISTINGS)
@require_POST
@answer_once
def confirm_stock(request: DealerRequest) -> HttpResponse:
    """Everything that is due, or one car by its reference."""
    mine = Vehicle.objects.visible_to(request.viewer).of_dealer(request.dealer)
    one = request.POST.get("car", "")
    found = mine.filter(reference=one) if one.isascii() and one else actions.due_for_confirmation(request.dealer)
    count = actions.confirm_stock(found, by=request.viewer)
    words = ngettext("%(count)s car is confirmed.", "%(count)s cars are confirmed.", count) % {"count": count}
    messages.success(request, words if count else _("There was nothing to confirm."))
    return redirect("vehicles:stock")
