"""The page of a thorough search for codes: waiting with what was found so far, then the listing, or why nothing was read.

The one thing to know: it changes by being asked again, with or without JavaScript. A search that finds nothing for a new car leaves
nothing; its page is the start of a new listing with the reason on it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from japacar.accounts.receipts import answer_once
from japacar.certificates.ai.choice import ai_choice
from japacar.certificates.fields import FIELDS
from japacar.certificates.models import CodeSearch
from japacar.certificates.refusals import NotACertificate
from japacar.certificates.wording import word
from japacar.members.access import DealerRequest, for_dealer_who
from japacar.members.roles import Task
from japacar.vehicles.actions import searching
from japacar.vehicles.sell_views import start_page


@for_dealer_who(Task.LISTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def code_search(request: DealerRequest, search_id: UUID) -> HttpResponse:
    """While codes are searched for, and what became of it. It changes by being asked again, with or without JavaScript."""
    mine = CodeSearch.objects.visible_to(request.viewer).filter(dealer=request.dealer).select_related("dealer")
    search: CodeSearch = get_object_or_404(mine, pk=search_id)
    vehicle = searching.vehicle_of(search)
    if request.method == "POST" and request.POST.get("do") == "give-up":
        searching.end_search(search, CodeSearch.State.GIVEN_UP)
        return (
            redirect("vehicles:edit_vehicle", reference=vehicle.reference)
            if vehicle is not None
            else redirect("vehicles:new_vehicle")
        )
    facts = vehicle.reading.facts.found() if vehicle is not None and vehicle.reading is not None else {}
    if search.state == CodeSearch.State.FOUND and vehicle is not None:
        words = ngettext(
            "%(count)s value was read from the certificate.",
            "%(count)s values were read from the certificate.",
            len(facts),
        )
        messages.success(request, words % {"count": len(facts)})
        asked = ai_choice(vehicle).open
        return (
            redirect("certificates:ai_reading", reference=vehicle.reference)
            if asked
            else redirect("vehicles:edit_vehicle", reference=vehicle.reference)
        )
    if search.state != CodeSearch.State.WAITING and vehicle is None:
        return start_page(request, [NotACertificate(search.problem or "no_codes").sentence], status=200)
    said = [(FIELDS[key].label, word(key, value)) for key, value in facts.items()]
    problem = NotACertificate(search.problem or "no_codes").sentence
    page = {"search": search, "vehicle": vehicle, "said": said, "problem": problem}
    answer = render(request, "vehicles/code_search.html", page)
    answer["Cache-Control"] = "private, no-store"
    return answer
