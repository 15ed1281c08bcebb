"""The one-time address of a forwarder without an account. The one thing to know: only the button uses it up (docs/adr/0006)."""

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from japacar.accounts.viewers import LINK_KEY, LINKS_KEY, ViewerRequest
from japacar.deals import shipment as shipping
from japacar.deals.models import Deal, ForwarderLink

MOST_LINKS = 20


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: ViewerRequest, secret: str) -> HttpResponse:
    """The one-time address. Looking changes nothing (mail scanners look); the button opens it in this browser, where the address
    leads to the shipment from then on."""
    try:
        found = shipping.find_link(secret)
        if not request.viewer.is_anonymous:
            return _open_as_oneself(request, found)
        if found.event_ref in request.session.get(LINKS_KEY, ()):
            return HttpResponseRedirect(reverse("shipping:shipment", args=[found.deal.code]), status=303)
        if request.method == "POST":
            shipping.open_link(found, form_key=request.POST.get("form_key", ""))
        elif found.opened_at is not None:
            raise shipping.LinkIsDead
    except shipping.LinkIsDead:
        return render(request, "shipping/link_dead.html", status=404)
    if request.method != "POST":
        return render(request, "shipping/link.html", {"link": found})
    request.session.cycle_key()
    request.session[LINKS_KEY] = [*request.session.get(LINKS_KEY, ()), found.event_ref][-MOST_LINKS:]
    request.session[LINK_KEY] = found.event_ref
    return HttpResponseRedirect(reverse("shipping:shipment", args=[found.deal.code]), status=303)


def _open_as_oneself(request: ViewerRequest, link: ForwarderLink) -> HttpResponse:
    """Somebody signed in acts as himself: the link would be used up for nothing."""
    if Deal.objects.for_forwarder(request.viewer).filter(pk=link.deal_id).exists():
        return HttpResponseRedirect(reverse("shipping:shipment", args=[link.deal.code]), status=303)
    return render(request, "shipping/link.html", {"link": link, "is_signed_in": True})


def turn_to(request: ViewerRequest, code: str) -> None:
    """Of several links that were opened in this browser the one of this deal counts from here on, for its pictures too."""
    held = request.session.get(LINKS_KEY, ())
    if not request.viewer.is_anonymous or len(held) < 2:
        return
    link = shipping.held_link(code, held)
    if link is not None and link.event_ref != request.viewer.link_ref:
        request.session[LINK_KEY] = link.event_ref
        request.viewer = replace(request.viewer, link_ref=link.event_ref)
