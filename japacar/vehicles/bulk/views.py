"""The pages of an import: send a list, say what its columns mean, look at the dry run, decide.

The one thing to know: opening a file takes seconds and is done before the receipt's transaction; checking and taking over are
the worker's, and the page says how far it is."""

import hashlib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from japacar.accounts.receipts import answer_once
from japacar.members.access import DealerRequest, for_dealer_who
from japacar.members.roles import Task
from japacar.vehicles.bulk import actions, applying, exporting
from japacar.vehicles.bulk.columns import columns
from japacar.vehicles.bulk.forms import ColumnsForm, UploadForm
from japacar.vehicles.bulk.models import DAYS_KEPT, ImportRow, StockImport
from japacar.vehicles.bulk.reading import MOST_BYTES, ListRefused, Table, read_table

A_PAGE = 50
SAMPLES = 3
MOST_LISTED = 20
TAGS = {"create": "ok", "update": "info", "unchanged": "none", "failed": "bad"}


@for_dealer_who(Task.LISTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_stock(request: DealerRequest) -> HttpResponse:
    """Send a list; and the lists of the last days."""
    if request.method != "POST":
        return _upload_page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    table, sha256 = None, ""
    if form.is_valid():
        try:
            table, sha256 = _opened(form.cleaned_data["file"])
        except ListRefused as refused:
            form.add_error("file", refused.sentence)
    return _begin(request, form, table, sha256)


@answer_once
def _begin(request: DealerRequest, form: UploadForm, table: Table | None, sha256: str) -> HttpResponse:
    if table is None:
        return _upload_page(request, form)
    found = actions.begin_import(request.dealer, table, sha256=sha256, language=current_language(), by=request.viewer)
    return redirect("vehicles:import_columns", pk=found.pk)


@for_dealer_who(Task.LISTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def import_columns(request: DealerRequest, pk: UUID) -> HttpResponse:
    """What each column means: guesses, samples, a select each."""
    found = own_import(request, pk)
    if found.state not in (StockImport.State.UPLOADED, StockImport.State.CHECKED):
        return redirect("vehicles:stock_import", pk=found.pk)
    if request.method != "POST":
        return _columns_page(request, found, ColumnsForm(stock_import=found))
    if request.POST.get("do") == "heading":
        _look_again(request, found)
        return redirect("vehicles:import_columns", pk=found.pk)
    form = ColumnsForm(request.POST, stock_import=found)
    if not form.is_valid():
        return _columns_page(request, found, form)
    actions.choose_columns(
        found,
        form.keys(),
        adds_models=form.cleaned_data["adds_models"],
        publishes=form.cleaned_data["publishes"],
        preset=form.cleaned_data["preset"],
        by=request.viewer,
    )
    return redirect("vehicles:stock_import", pk=found.pk)


@for_dealer_who(Task.LISTINGS)
@require_safe
def stock_import(request: DealerRequest, pk: UUID) -> HttpResponse:
    """How far it is; then what each row does, or did."""
    found = own_import(request, pk)
    if found.state == StockImport.State.UPLOADED:
        return redirect("vehicles:import_columns", pk=found.pk)
    counts = dict(found.rows.order_by().values_list("outcome").annotate(count=Count("pk")))
    states = dict(found.rows.order_by().values_list("state").annotate(count=Count("pk")))
    outcome = request.GET.get("rows", "")
    outcome = outcome if outcome in ImportRow.Outcome.values else ""
    rows = found.rows.filter(outcome=outcome) if outcome else found.rows.all()
    page = Paginator(rows.select_related("vehicle"), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "vehicles/bulk_import.html",
        {
            "found": found,
            "counts": counts,
            "to_do": counts.get("create", 0) + counts.get("update", 0),
            "total": sum(counts.values()),
            "done": states.get("applied", 0) + states.get("refused", 0) + states.get("undone", 0),
            "refused": states.get("refused", 0),
            "may_undo": found.state in ("done", "cancelled") and found.rows.filter(applying.TO_UNDO).exists(),
            "outcome": outcome,
            "outcomes": ImportRow.Outcome.choices,
            "page": page,
            "rows": [_row(row) for row in page],
            "dealer": request.dealer,
        },
    )


@for_dealer_who(Task.LISTINGS)
@require_POST
@answer_once
def apply_import(request: DealerRequest, pk: UUID) -> HttpResponse:
    found = own_import(request, pk)
    if not applying.apply_import(found, by=request.viewer):
        messages.error(request, gettext("This list is not waiting for a decision any more."))
    return redirect("vehicles:stock_import", pk=found.pk)


@for_dealer_who(Task.LISTINGS)
@require_POST
@answer_once
def cancel_import(request: DealerRequest, pk: UUID) -> HttpResponse:
    found = own_import(request, pk)
    if not actions.cancel_import(found):
        messages.error(request, gettext("There is nothing to stop any more."))
    return redirect("vehicles:stock_import", pk=found.pk)


@for_dealer_who(Task.LISTINGS)
@require_POST
@answer_once
def undo_import(request: DealerRequest, pk: UUID) -> HttpResponse:
    found = own_import(request, pk)
    if not applying.undo_import(found, by=request.viewer):
        messages.error(request, gettext("There is nothing to take back."))
    return redirect("vehicles:stock_import", pk=found.pk)


@for_dealer_who(Task.LISTINGS)
@require_safe
def import_errors(request: DealerRequest, pk: UUID) -> HttpResponse:
    """The rows that were not taken over, as they came, with a reason each: to be corrected and sent again."""
    found = own_import(request, pk)
    return _file(exporting.csv_bytes(exporting.failed_rows(found)), exporting.CSV, "japacar-not-taken-over.csv")


@for_dealer_who(Task.LISTINGS)
@require_safe
def export_stock(request: DealerRequest, form: str) -> HttpResponse:
    """The whole stock, in the reader's language. Sent back unchanged it changes nothing."""
    rows = exporting.stock_rows(request.dealer, current_language())
    if form == "xlsx":
        return _file(exporting.xlsx_bytes(rows), exporting.XLSX, "japacar-stock.xlsx")
    return _file(exporting.csv_bytes(rows), exporting.CSV, "japacar-stock.csv")


def own_import(request: DealerRequest, pk: UUID) -> StockImport:
    """An import of the viewer's dealer, or 404 for whatever else."""
    mine = StockImport.objects.visible_to(request.viewer).of_dealer(request.dealer)
    found: StockImport = get_object_or_404(mine.select_related("dealer", "table"), pk=pk)
    return found


def _opened(upload: "UploadedFile[bytes]") -> tuple[Table, str]:
    if (upload.size or 0) > MOST_BYTES:
        raise ListRefused("too_big")
    data = bytes(upload.read())
    return read_table(data), hashlib.sha256(data).hexdigest()


def _upload_page(request: DealerRequest, form: UploadForm) -> HttpResponse:
    mine = StockImport.objects.visible_to(request.viewer).of_dealer(request.dealer)
    page = {
        "form": form,
        "imports": mine[:MOST_LISTED],
        "days": DAYS_KEPT,
        "dealer": request.dealer,
    }
    return render(request, "vehicles/bulk_upload.html", page, status=422 if form.errors else 200)


def _columns_page(request: DealerRequest, found: StockImport, form: ColumnsForm) -> HttpResponse:
    heading, samples, first = found.layout["heading"], [], []
    for number, cells in actions.lines_of(found):
        if number <= 10:
            first.append((number, " · ".join(cell for cell in cells if cell)[:60]))
        if number > heading + 1 and any(cells):
            samples.append(cells)
        if len(samples) >= SAMPLES and number >= 10:
            break
    shown = [
        {
            "bound": form[f"column-{place}"],
            "samples": [
                text for cells in samples[:SAMPLES] if place < len(cells) and (text := cells[place][:60].strip())
            ],
            "remark": form.remark(place),
        }
        for place in range(len(form.headings))
    ]
    page = {
        "found": found, "form": form, "columns": shown, "first": first, "heading": heading + 1,
        "presets": actions.presets_of(request.dealer), "dealer": request.dealer,
    }  # fmt: skip
    return render(request, "vehicles/bulk_columns.html", page, status=422 if form.errors else 200)


def _look_again(request: DealerRequest, found: StockImport) -> None:
    """Another row of headings, or a preset of the dealer's."""
    number = request.POST.get("heading", "")
    preset = next(
        (each for each in actions.presets_of(request.dealer) if str(each.pk) == request.POST.get("use")), None
    )
    if number in {str(each) for each in range(1, 11)} and int(number) != found.layout["heading"] + 1:
        actions.look_at_row(found, int(number) - 1)
    if preset is not None:
        actions.take_preset(found, preset)


def _row(row: ImportRow) -> dict[str, Any]:
    known = columns()
    return {
        "row": row,
        "tag": TAGS[row.outcome],
        "changes": [(known[key].label, old, new) for key, (old, new) in row.changes.items() if key in known],
        "reference": row.vehicle.reference if row.vehicle is not None else "",
    }


def current_language() -> str:
    return "ja" if (get_language() or "").startswith("ja") else "en"


def _file(data: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
