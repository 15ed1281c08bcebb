"""The dealer's stock, new vehicles, and the small steps of one that is on sale.

The one thing to know: an uploaded certificate is read and forgotten (incoming.py); what stays is the reading (PP-1.1-g)."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from japacar.accounts.receipts import answer_once
from japacar.certificates.actions import keep_reading
from japacar.certificates.ai.choice import ai_choice
from japacar.certificates.models import CodeSearch
from japacar.certificates.refusals import NotACertificate
from japacar.files.rules import photo_sources
from japacar.kernel.money import Money
from japacar.kernel.text import hyphens, nfkc
from japacar.members.access import DealerRequest, for_dealer_who
from japacar.members.roles import Task
from japacar.ui.formatting import money
from japacar.vehicles import actions, rules
from japacar.vehicles.actions.searching import SearchesEnough
from japacar.vehicles.forms import PriceForm
from japacar.vehicles.incoming import Certificate, take_certificate
from japacar.vehicles.models import Photo, Vehicle

A_PAGE = 50
TABS = ("published", "review", "expired", "reserved", "draft", "sold", "withdrawn")
TAG_KINDS = {
    "published": "ok", "review": "info", "expired": "warn", "reserved": "info", "draft": "none", "sold": "none",
    "withdrawn": "warn",
}  # fmt: skip


@for_dealer_who(Task.LISTINGS)
@require_safe
def stock(request: DealerRequest) -> HttpResponse:
    """Everything that the dealer has listed, by state, searchable."""
    mine = Vehicle.objects.visible_to(request.viewer).of_dealer(request.dealer)
    counts = dict(mine.order_by().values_list("status").annotate(count=Count("pk")))
    status = request.GET.get("status", "")
    status = status if status in (*TABS, "due") else ""
    due = actions.due_for_confirmation(request.dealer)
    query = request.GET.get("q", "").strip()[:80]
    chosen = mine.filter(pk__in=due) if status == "due" else mine.filter(status=status) if status else mine
    found = _search(chosen, query)
    page = Paginator(_with_pictures(found), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "vehicles/sell_stock.html",
        {
            "page": page,
            "rows": [_row(vehicle) for vehicle in page],
            "counts": counts,
            "total": sum(counts.values()),
            "tabs_of_stock": [(value, label) for value, label in Vehicle.Status.choices if value in TABS],
            "status": status,
            "due": due.count(),
            "query": query,
            "dealer": request.dealer,
        },
    )


@for_dealer_who(Task.LISTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_vehicle(request: DealerRequest) -> HttpResponse:
    """Start from the certificate, or empty."""
    if request.method != "POST":
        return start_page(request)
    # Reading pictures takes seconds, so it is done before the transaction of the receipt begins.
    return _start(request, None if request.POST.get("do") == "empty" else take_certificate(request))


@answer_once
def _start(request: DealerRequest, certificate: Certificate | None) -> HttpResponse:
    if certificate is None:
        return _to_editor(actions.draft_vehicle(request.dealer, by=request.viewer))
    try:
        return _read(request, certificate)
    except SearchesEnough:
        return start_page(request, [NotACertificate("busy").sentence])


def _read(request: DealerRequest, certificate: Certificate) -> HttpResponse:
    """A draft with what was read; or, where nothing was yet, a search that makes one when it finds something."""
    if certificate.document is None and not certificate.assisted.files:
        search = certificate.search(request.dealer, by=request.viewer)
        return _to_search(search) if search is not None else start_page(request, certificate.problems)
    reading = None
    with transaction.atomic():
        if certificate.document is not None:
            reading = keep_reading(
                certificate.document, sha256=certificate.sha256, dealer_ref=request.dealer.event_ref, by=request.viewer
            )
        vehicle = actions.draft_vehicle(request.dealer, by=request.viewer, reading=reading)
        asked = certificate.queue(vehicle, by=request.viewer)
        search = certificate.search(request.dealer, by=request.viewer, vehicle=vehicle)
    if reading is not None:
        count = len(reading.facts.found())
        words = ngettext(
            "%(count)s value was read from the certificate.", "%(count)s values were read from the certificate.", count
        )
        messages.success(request, words % {"count": count})
    for problem in certificate.said:
        messages.warning(request, problem)
    if asked:
        return redirect("certificates:ai_reading", reference=vehicle.reference)
    return _to_search(search) if search is not None else _to_editor(vehicle)


def _to_search(search: CodeSearch) -> HttpResponse:
    return redirect("vehicles:code_search", search_id=search.pk)


def start_page(request: DealerRequest, problems: Sequence[str] = (), *, status: int = 422) -> HttpResponse:
    page = {"problems": problems, "dealer": request.dealer, "ai": ai_choice()}
    return render(request, "vehicles/sell_new.html", page, status=status if problems else 200)


@for_dealer_who(Task.LISTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def change_price(request: DealerRequest, reference: str) -> HttpResponse:
    """One field for what changes most often."""
    vehicle = own_vehicle(request, reference)
    if not rules.may_be_changed(vehicle):
        return _told(request, vehicle)
    form = PriceForm(request.POST or None, initial={"price": vehicle.price_minor, "was": vehicle.price_minor})
    if request.method == "POST" and form.is_valid() and not _is_overtaken(form, vehicle):
        try:
            actions.save_listing(vehicle, {"price_minor": form.cleaned_data["price"]}, by=request.viewer)
        except actions.WrongState:
            return _told(request, vehicle)
        messages.success(request, _("The price is changed."))
        return _to_editor(vehicle)
    status = 422 if form.errors else 200
    return render(request, "vehicles/sell_price.html", {"vehicle": vehicle, "form": form}, status=status)


def _is_overtaken(form: PriceForm, vehicle: Vehicle) -> bool:
    """Somebody else has changed the price since the page was shown: he is told both and presses again, or not."""
    was, price = form.cleaned_data["was"], form.cleaned_data["price"]
    if was in (None, vehicle.price_minor) or price == vehicle.price_minor:
        return False
    words = _("The price was changed to %(theirs)s meanwhile. Press again to put %(mine)s there.")
    now = money(vehicle.price) if vehicle.price else ""
    form.add_error("price", words % {"theirs": now, "mine": money(Money.jpy(price))})
    form.data = {**form.data, "was": vehicle.price_minor}
    return True


@for_dealer_who(Task.LISTINGS)
@require_POST
@answer_once
def withdraw(request: DealerRequest, reference: str) -> HttpResponse:
    """Take the listing out of the public list, or give a draft up."""
    vehicle = own_vehicle(request, reference)
    try:
        actions.withdraw_vehicle(vehicle, by=request.viewer)
    except actions.WrongState:
        return _told(request, vehicle)
    messages.success(request, _("The listing is withdrawn. You can put it on sale again at any time."))
    return _to_editor(vehicle)


@for_dealer_who(Task.LISTINGS)
@require_POST
@answer_once
def copy_vehicle(request: DealerRequest, reference: str) -> HttpResponse:
    """A new draft with what fits the model; chassis number, photos, odometer, price and stock number are the other's."""
    draft = actions.copy_vehicle(own_vehicle(request, reference), by=request.viewer)
    messages.success(
        request, _("A new draft. Chassis number, photos, odometer, price and dates of the other car were not copied.")
    )
    return _to_editor(draft)


def own_vehicle(request: DealerRequest, reference: str) -> Vehicle:
    """A vehicle of the viewer's dealer, or 404 for whatever else."""
    mine = Vehicle.objects.visible_to(request.viewer).of_dealer(request.dealer)
    related = mine.select_related("dealer", "make", "model", "reading")
    vehicle: Vehicle = get_object_or_404(related, reference=reference.upper())
    return vehicle


def _to_editor(vehicle: Vehicle) -> HttpResponse:
    return redirect("vehicles:edit_vehicle", reference=vehicle.reference)


def _told(request: DealerRequest, vehicle: Vehicle) -> HttpResponse:
    messages.error(request, _("This vehicle is in a deal or sold, so it stays as the buyer saw it."))
    return _to_editor(vehicle)


def _search(vehicles: QuerySet[Vehicle], query: str) -> QuerySet[Vehicle]:
    """Every word must be found in a number or name of the vehicle."""
    for word in nfkc(query).split():
        code = hyphens(word)
        if "\x00" in word:
            raise Http404
        vehicles = vehicles.filter(
            Q(reference__icontains=code)
            | Q(stock_number__icontains=code)
            | Q(model_code__icontains=code)
            | Q(chassis_no__icontains=code)
            | Q(grade__icontains=word)
            | Q(make__name_en__icontains=word)
            | Q(make__name_ja__icontains=word)
            | Q(model__name_en__icontains=word)
            | Q(model__name_ja__icontains=word)
            | Q(model__also__icontains=word)
        )
    return vehicles


def _with_pictures(vehicles: QuerySet[Vehicle]) -> QuerySet[Vehicle]:
    public = Photo.objects.filter(is_private=False).select_related("file")
    return (
        vehicles.select_related("make", "model", "dealer")
        .prefetch_related(Prefetch("photos", queryset=public, to_attr="public_photos"))
        .annotate(asked=Count("deals", filter=Q(deals__confirmed_at__isnull=False)))
        .order_by("-updated_at", "reference")
    )


def _row(vehicle: Any) -> dict[str, Any]:
    first = vehicle.public_photos[0] if vehicle.public_photos else None
    return {
        "vehicle": vehicle,
        "photo": photo_sources(first.file, widest=160) if first else None,
        "asked": vehicle.asked,
        "tag": TAG_KINDS[vehicle.status],
    }
