"""The pages of an archive of photos: send it, and see what became of each file."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from japacar.accounts.receipts import answer_once
from japacar.members.access import DealerRequest, for_dealer_who
from japacar.members.roles import Task
from japacar.vehicles.bulk import archives, photographing
from japacar.vehicles.bulk.forms import PhotosForm
from japacar.vehicles.bulk.models import DAYS_KEPT, PhotoArchive
from japacar.vehicles.bulk.views import MOST_LISTED, current_language

A_PAGE = 100


@for_dealer_who(Task.LISTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def import_photos(request: DealerRequest) -> HttpResponse:
    """Send an archive; and the archives of the last days."""
    if request.method != "POST":
        return _page(request, PhotosForm())
    form = PhotosForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    try:
        found = photographing.begin_photos(
            request.dealer,
            form.content(),
            publishes=form.cleaned_data["publishes"],
            language=current_language(),
            by=request.viewer,
        )
    except archives.ArchiveRefused as refused:
        form.refuse(refused.code)
        return _page(request, form)
    return redirect("vehicles:photo_archive", pk=found.pk)


@for_dealer_who(Task.LISTINGS)
@require_safe
def photo_archive(request: DealerRequest, pk: UUID) -> HttpResponse:
    """How far it is, and what became of each file: first those that were not taken."""
    found = own_archive(request, pk)
    lines = sorted(found.report, key=lambda line: not line["reason"])
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    added = sum(not line["reason"] for line in lines)
    shown = {"found": found, "page": page, "added": added, "dealer": request.dealer}
    return render(request, "vehicles/bulk_archive.html", shown)


@for_dealer_who(Task.LISTINGS)
@require_POST
@answer_once
def cancel_photos(request: DealerRequest, pk: UUID) -> HttpResponse:
    """Stop before the next photo; what was added stays."""
    found = own_archive(request, pk)
    photographing.cancel_photos(found)
    return redirect("vehicles:photo_archive", pk=found.pk)


def own_archive(request: DealerRequest, pk: UUID) -> PhotoArchive:
    """An archive of the viewer's dealer, or 404 for whatever else."""
    mine = PhotoArchive.objects.visible_to(request.viewer).of_dealer(request.dealer)
    found: PhotoArchive = get_object_or_404(mine.select_related("dealer", "file"), pk=pk)
    return found


def _page(request: DealerRequest, form: PhotosForm) -> HttpResponse:
    mine = PhotoArchive.objects.visible_to(request.viewer).of_dealer(request.dealer)
    page = {"form": form, "archives": mine[:MOST_LISTED], "days": DAYS_KEPT, "dealer": request.dealer}
    return render(request, "vehicles/bulk_photos.html", page, status=422 if form.errors else 200)
