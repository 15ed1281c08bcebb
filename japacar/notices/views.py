"""The page of notices: what happened, newest first, each leading to its page."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest
from japacar.deals.models import Deal
from japacar.deals.views.common import zone_of
from japacar.events.kinds import Kind
from japacar.kernel.clock import JST
from japacar.notices import actions
from japacar.notices.models import Notice
from japacar.ui.formatting import datetime_both
from japacar.vehicles.models import Vehicle

PER_PAGE = 30


@dataclass(frozen=True)
class Entry:
    """One line of the page: the notice with its words in the reader's language."""

    notice: Notice
    subject: str
    body: str
    code: str
    when: str


@require_safe
def notices(request: ViewerRequest) -> HttpResponse:
    """The viewer's notices, newest first."""
    page = Paginator(Notice.objects.visible_to(request.viewer), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/notices.html", {"page": page, "entries": _entries(list(page.object_list))})


@require_safe
def open_notice(request: ViewerRequest, notice_id: UUID) -> HttpResponse:
    """Leads to the page of a notice. Reading is no change of anything that matters, so a link may mark it read."""
    notice = get_object_or_404(Notice.objects.visible_to(request.viewer), pk=notice_id)
    actions.mark_read(request.viewer, str(notice.pk))
    noun, _, code = notice.subject.partition(":")
    deal = Deal.objects.select_related("forwarder").filter(code=code).first() if noun == "deal" else None
    if notice.kind in (Kind.DEALER_STOCK_ASKED, Kind.DEALER_STOCK_EXPIRED):
        return HttpResponseRedirect(reverse("vehicles:stock") + "?status=due")
    car = Vehicle.objects.filter(reference=code).first() if noun == "vehicle" else None
    return HttpResponseRedirect(actions.address(notice.user, deal, car))


@require_POST
@answer_once
def read_all(request: ViewerRequest) -> HttpResponse:
    """Mark all as read."""
    actions.mark_read(request.viewer)
    return HttpResponseRedirect(reverse("notices:notices"), status=303)


def _entries(found: list[Notice]) -> list[Entry]:
    """All deals of one page in one query."""
    codes = [notice.subject.partition(":")[2] for notice in found if notice.subject.startswith("deal:")]
    deals = {
        deal.event_ref: deal
        for deal in Deal.objects.filter(code__in=codes).select_related("vehicle__make", "vehicle__model")
    }
    references = [notice.subject.partition(":")[2] for notice in found if notice.subject.startswith("vehicle:")]
    related = Vehicle.objects.select_related("make", "model").filter(reference__in=references) if references else []
    cars = {car.event_ref: car for car in related}
    entries = []
    for notice in found:
        deal = deals.get(notice.subject)
        said = actions.spoken(Kind(notice.kind), deal, cars.get(notice.subject))
        # A buyer reads the hours of the country that the car goes to, as on the page of the deal; everybody else Japan's.
        with timezone.override(zone_of(deal) if deal is not None and deal.buyer_id == notice.user_id else JST):
            when = datetime_both(notice.created_at)
        entries.append(Entry(notice, said["subject"], said["body"], said["code"], when))
    return entries
