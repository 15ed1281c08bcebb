"""One shipment, by account or by one-time link: the pack, whose turn it is, and the steps of the voyage.

The one thing to know: every page starts from `Deal.objects.for_forwarder(viewer)`; it shows no price and no buyer's account (PP-5-fwd)."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest
from japacar.deals import rules
from japacar.deals import shipment as shipping
from japacar.deals.labels import STATES
from japacar.deals.models import ConsigneeChange, Deal, Shipment, WrongState
from japacar.deals.views.turns import Facts, grouped, lane_times
from japacar.documents.actions import pdf_of
from japacar.documents.pack import provide_pack
from japacar.files.actions import UploadRefused
from japacar.files.links import page_urls, url_for
from japacar.files.refusals import sentence
from japacar.kernel.clock import JST, today_jst
from japacar.kernel.eras import YearMonth
from japacar.kernel.phones import phone_text
from japacar.shipping.forms import BillForm, BookingForm, SailingForm
from japacar.shipping.ports import port
from japacar.shipping.views.links import turn_to
from japacar.shipping.views.listing import work_of
from japacar.ui.formatting import year_month

View = Callable[..., HttpResponse]


def _language() -> str:
    return (get_language() or "en").split("-")[0]


def for_whoever_ships(view: View) -> View:
    """Finds the deal for a forwarder's people or the holder of its one-time link; a visitor is asked to sign in, strangers get 404."""

    @login_not_required
    @wraps(view)
    def found(request: ViewerRequest, code: str, **kwargs: Any) -> HttpResponse:
        if request.viewer.is_anonymous and not request.viewer.link_ref:
            return redirect_to_login(request.get_full_path())
        turn_to(request, code)
        deals = Deal.objects.for_forwarder(request.viewer)
        deal = get_object_or_404(
            deals.select_related("vehicle__make", "vehicle__model", "dealer", "consignee", "forwarder", "shipment"),
            code=code,
        )
        if deal.consignee_id is None:
            raise Http404
        return view(request, deal, **kwargs)

    return found


@require_safe
@for_whoever_ships
def shipment(request: ViewerRequest, deal: Deal) -> HttpResponse:
    """The pack and, below it, the step that is next."""
    return _page(request, deal)


def _page(request: ViewerRequest, deal: Deal, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The whole page; `forms` replaces the form that was sent back with errors."""
    pack = provide_pack(deal, viewer=request.viewer)
    voyage = Shipment.objects.filter(deal=deal).first()
    papers = [
        {
            "document": paper,
            "pages": page_urls(paper.file, viewer_ref=request.viewer.event_ref) if paper.file else [],
            "original": url_for(paper.file, request.viewer) if paper.file else "",
        }
        for paper in pack.papers
    ]
    initial = {
        "vessel": voyage.vessel if voyage else "",
        "voyage": voyage.voyage if voyage else "",
        "loading_port": (voyage.loading_port if voyage else "") or deal.vehicle.loading_port or "JPYOK",
        "cut_on": voyage.cut_on if voyage else None,
        "etd_on": voyage.etd_on if voyage else None,
        "eta_on": voyage.eta_on if voyage else None,
    }
    work = work_of(deal, _facts(deal, voyage))
    context = {
        "deal": deal,
        "pack": pack,
        "own": [todo for todo in work if todo.party == rules.Actor.FORWARDER],
        "others": grouped(todo for todo in work if todo.party != rules.Actor.FORWARDER),
        "ending": STATES["commercial"][deal.commercial] if deal.commercial in rules.ENDED_WITHOUT_SALE else "",
        "papers": papers,
        "phone": phone_text(pack.instruction["consignee"]["phone"]),
        "first_registered": _month(pack.instruction["vehicle"]["first_registered"]),
        # The name alone: whom the former instruction named is no longer the forwarder's business.
        "changed": ConsigneeChange.objects.filter(deal=deal).order_by("pk").last(),
        "voyage": voyage,
        "port": port(deal.destination_port).name(_language()),
        "state": STATES["logistics"][deal.logistics],
        "steps": _steps(deal),
        "booking": BookingForm(initial=initial, language=_language()),
        "sailing": SailingForm(
            deal_since=_since(deal),
            initial={"sailed_on": min(voyage.etd_on, today_jst()) if voyage and voyage.etd_on else None},
        ),
        "bill": BillForm(kinds=Shipment.BillOfLading.choices, sailed_on=None),
        **{f"may_{name}": _may(deal, name) for name in ("book", "sail", "bill", "arrive")},
        **forms,
    }
    return render(request, "shipping/shipment.html", context, status=status)


def _month(text: str) -> str:
    """`October 2016` of the certificate's `2016-10`; what is no month stays as it is."""
    try:
        return year_month(YearMonth.from_text(text))
    except ValueError:
        return text


def _facts(deal: Deal, voyage: Shipment | None) -> Facts:
    """What its deadlines hang on; no quotation, which is nothing of the forwarder's."""
    requests = list(deal.payment_requests.order_by("pk"))
    return Facts(requests, None, voyage, lane_times([deal]).get(deal.event_ref, {}))


def _since(deal: Deal) -> date:
    return deal.requested_at.astimezone(JST).date()


def _may(deal: Deal, step: str) -> bool:
    """Whether the forwarder can take this step now."""
    if deal.commercial != rules.Commercial.PAYMENT_REQUESTED:
        return False
    lane, state = {
        "book": (rules.LOGISTICS, rules.Logistics.BOOKED),
        "sail": (rules.LOGISTICS, rules.Logistics.ON_BOARD),
        "arrive": (rules.LOGISTICS, rules.Logistics.ARRIVED),
        "bill": (rules.PAPERS, rules.Papers.BL_ISSUED),
    }[step]
    here = getattr(deal, lane.name)
    if step == "book" and here == rules.Logistics.BOOKED:
        return True
    if step == "bill" and deal.logistics not in rules.LOADED:
        return False
    return rules.allows(lane, here, state, by=rules.Actor.FORWARDER, mode=deal.mode)


def _steps(deal: Deal) -> list[tuple[str, str, str]]:
    """Booked → On board → B/L → Arrived, for the row of steps."""
    loaded = deal.logistics in rules.LOADED
    done = [
        deal.logistics not in {rules.Logistics.AWAITING_BOOKING, rules.Logistics.ROLLED},
        loaded,
        deal.papers in rules.BL_OUT,
        deal.logistics in {rules.Logistics.ARRIVED, rules.Logistics.RELEASED},
    ]
    now = next((index for index, is_done in enumerate(done) if not is_done), None)
    names = [_("Booked"), _("On board"), _("B/L issued"), _("Arrived")]
    return [(name, "", "done" if done[index] else "now" if index == now else "") for index, name in enumerate(names)]


@require_safe
@for_whoever_ships
def instruction(request: ViewerRequest, deal: Deal) -> HttpResponse:
    """The shipping instruction as PDF."""
    pack = provide_pack(deal, viewer=request.viewer)
    answer = HttpResponse(pdf_of(pack.document), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{pack.document.number}.pdf"'
    answer.csp_class = "file"  # type: ignore[attr-defined]
    return answer


@require_POST
@for_whoever_ships
@answer_once
def book(request: ViewerRequest, deal: Deal) -> HttpResponse:
    """Vessel and dates, new or changed."""
    if not _may(deal, "book"):
        return _moved_on(request, deal)
    form = BookingForm(request.POST, language=_language())
    if not form.is_valid():
        return _page(request, deal, status=422, booking=form)
    return _step(request, deal, lambda: shipping.book_vessel(deal, by=request.viewer, **form.cleaned_data))


@require_POST
@for_whoever_ships
@answer_once
def sail(request: ViewerRequest, deal: Deal) -> HttpResponse:
    """The vessel has left with the car."""
    if not _may(deal, "sail"):
        return _moved_on(request, deal)
    form = SailingForm(request.POST, deal_since=_since(deal))
    if not form.is_valid():
        return _page(request, deal, status=422, sailing=form)
    return _step(request, deal, lambda: shipping.report_sailing(deal, by=request.viewer, **form.cleaned_data))


@require_POST
@for_whoever_ships
@answer_once
def bill(request: ViewerRequest, deal: Deal) -> HttpResponse:
    """The B/L with its number and, where there is one, a copy."""
    if not _may(deal, "bill"):
        return _moved_on(request, deal)
    sailed_on = deal.shipment.sailed_on
    form = BillForm(request.POST, request.FILES, kinds=Shipment.BillOfLading.choices, sailed_on=sailed_on)
    if not form.is_valid():
        return _page(request, deal, status=422, bill=form)
    cleaned = form.cleaned_data
    try:
        file = shipping.store_bl(cleaned["copy"], deal=deal, by=request.viewer) if cleaned["copy"] else None
    except UploadRefused as refused:
        form.add_error("copy", sentence(refused.code))
        return _page(request, deal, status=422, bill=form)
    return _step(
        request,
        deal,
        lambda: shipping.issue_bl(
            deal,
            number=cleaned["number"],
            kind=cleaned["kind"],
            issued_on=cleaned["issued_on"],
            file=file,
            by=request.viewer,
        ),
    )


@require_POST
@for_whoever_ships
@answer_once
def arrive(request: ViewerRequest, deal: Deal) -> HttpResponse:
    """The vessel is in the port of discharge."""
    return _step(request, deal, lambda: shipping.report_arrival(deal, by=request.viewer))


def _step(request: ViewerRequest, deal: Deal, take: Callable[[], object]) -> HttpResponse:
    """Take one step and come back to the page; when somebody else moved the deal meanwhile, say so."""
    try:
        take()
    except WrongState:
        return _moved_on(request, deal)
    except shipping.NothingChanged:
        messages.info(request, _("This is what stands here already. Nothing was changed."))
    else:
        messages.success(request, _("Saved. The buyer and the dealer are told."))
    return HttpResponseRedirect(reverse("shipping:shipment", args=[deal.code]), status=303)


def _moved_on(request: ViewerRequest, deal: Deal) -> HttpResponse:
    messages.error(request, _("The shipment has moved on in the meantime. This page shows where it is now."))
    return HttpResponseRedirect(reverse("shipping:shipment", args=[deal.code]), status=303)
