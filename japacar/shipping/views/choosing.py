"""The payee's side chooses the forwarder of a deal, and sends him a one-time link where he has no account."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest
from japacar.deals import rules
from japacar.deals import shipment as shipping
from japacar.deals.models import Deal, WrongState
from japacar.members.roles import Task
from japacar.shipping.forms import AssignForm
from japacar.shipping.ports import port


@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def assign(request: ViewerRequest, code: str) -> HttpResponse:
    """The payee's side chooses the forwarder of a deal."""
    deals = Deal.objects.visible_to(request.viewer)
    deal = get_object_or_404(deals.select_related("vehicle__make", "vehicle__model", "forwarder", "dealer"), code=code)
    if deal.party_of(request.viewer) not in {rules.payee_of(deal.mode), rules.Actor.STAFF}:
        raise Http404
    if Task.SHIPPING not in deal.tasks_of(request.viewer):
        raise PermissionDenied
    form = AssignForm(request.POST or None, initial={"forwarder": deal.forwarder_id})
    if request.method == "POST" and form.is_valid():
        problem = _assign(request, deal, form)
        if problem is None:
            return HttpResponseRedirect(reverse("deals:deal", args=[deal.code]), status=303)
        form.add_error(None, problem)
    status = 422 if form.errors else 200
    where = port(deal.destination_port).name(get_language() or "en")
    return render(request, "shipping/assign.html", {"deal": deal, "form": form, "port": where}, status=status)


def _assign(request: ViewerRequest, deal: Deal, form: AssignForm) -> str | None:
    """None when it is done, else a sentence why not."""
    is_new = True
    try:
        try:
            shipping.assign_forwarder(deal, form.cleaned_data["forwarder"], by=request.viewer)
        except shipping.NothingChanged:
            is_new = False
        if form.cleaned_data["send_link"]:
            shipping.make_link(deal, by=request.viewer)
    except shipping.NoConsignee:
        return _("The buyer has not said yet who receives the car. A forwarder needs that first.")
    except shipping.NotPaid:
        return _("Shipping begins when the money is confirmed.")
    except WrongState:
        return _("The car is booked already. The forwarder can no longer be changed here.")
    if is_new or form.cleaned_data["send_link"]:
        messages.success(request, _("The forwarder is chosen and has been told."))
    else:
        messages.info(request, _("This forwarder was chosen before and knows it. Nothing was changed."))
    return None
