"""Names of makes and models, put right by staff: corrected, merged, and taken back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest, staff_only
from japacar.desk.names_forms import CodeForm, GradesForm, MergeForm, NamesForm
from japacar.kernel.text import nfkc
from japacar.vehicles.attribute_words import words_of
from japacar.vehicles.attributes import BY_TARGET
from japacar.vehicles.makes import folded
from japacar.vehicles.models import CarModel, Make, ModelCode, NameChange
from japacar.vehicles.reference import correcting, naming
from japacar.vehicles.reference.learning import FACTS, base_of

PER_PAGE = 100
CHANGES_SHOWN = 20


@require_safe
@staff_only
def names(request: ViewerRequest) -> HttpResponse:
    """Every model with its cars; searchable by any name and by model code."""
    query = nfkc(request.GET.get("q", "")).strip()[:80].replace("\x00", "")
    page = Paginator(_found(query), PER_PAGE).get_page(request.GET.get("page"))
    changes = NameChange.objects.filter(part_of=None)[:CHANGES_SHOWN]
    shown = {"page": page, "query": query, "changes": _told(list(changes))}
    return render(request, "desk/names.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
@answer_once
def named_make(request: ViewerRequest, pk: int) -> HttpResponse:
    return _named(request, get_object_or_404(Make, pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
@answer_once
def named_model(request: ViewerRequest, pk: int) -> HttpResponse:
    return _named(request, get_object_or_404(CarModel.objects.select_related("make"), pk=pk))


@require_POST
@staff_only
@answer_once
def undo_names(request: ViewerRequest, pk: int) -> HttpResponse:
    change = get_object_or_404(NameChange, pk=pk, part_of=None)
    if correcting.undo_change(change, by=request.viewer):
        messages.success(request, _("The names are as before."))
    else:
        messages.error(request, _("This cannot be taken back any more."))
    return redirect("desk:names")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
@answer_once
def named_code(request: ViewerRequest, pk: int) -> HttpResponse:
    """One model code: what listings say of it, beside what staff put in its place."""
    code = get_object_or_404(ModelCode.objects.select_related("model__make"), pk=pk)
    form = CodeForm(request.POST if request.method == "POST" else None, code=code)
    if request.method == "POST" and form.is_valid():
        changed = correcting.correct_code(code, form.corrected(), by=request.viewer)
        messages.success(request, _("The model code is corrected.") if changed else _("There was nothing to correct."))
        return redirect("desk:named_model", pk=code.model_id)
    rows = [
        (form[each.target], words_of(each, each.from_json(code.facts.get(each.target)))) for each in form.attributes
    ]
    shown = {"code": code, "form": form, "rows": rows}
    return render(request, "desk/named_code.html", shown, status=422 if form.errors else 200)


def _named(request: ViewerRequest, named: Make | CarModel) -> HttpResponse:
    """One make or model: its names, its twin if it has one, and what is known of its codes."""
    verb = request.POST.get("do") if request.method == "POST" else ""
    naming_form = NamesForm(request.POST if verb == "correct" else None, named=named)
    merging = MergeForm(request.POST if verb == "merge" else None, named=named)
    grades = _grades(named)
    grading = GradesForm(request.POST if verb == "grades" else None, grades=grades)
    try:
        if verb == "correct" and naming_form.is_valid():
            naming.correct_names(named, naming_form.names(), by=request.viewer)
            messages.success(request, _("The names are corrected."))
            return _to(named)
        if verb == "merge" and merging.is_valid():
            target = get_object_or_404(type(named), pk=merging.cleaned_data["into"])
            _merge(named, target, request)
            messages.success(request, _("The two are one now. Below you can take it back."))
            return redirect("desk:names")
        if verb == "grades" and isinstance(named, CarModel) and grading.is_valid():
            correcting.merge_grades(named, **grading.cleaned_data, by=request.viewer)
            messages.success(request, _("The two are one now. Below you can take it back."))
            return redirect("desk:names")
    except naming.CannotMerge as refused:
        form, field = {"merge": (merging, "into"), "grades": (grading, "into")}.get(verb or "", (naming_form, "also"))
        form.add_error(field, _WHY_NOT().get(refused.code, _("That is not possible.")))
    codes = list(named.codes.all()) if isinstance(named, CarModel) else []
    shown = {
        "named": named,
        "is_make": isinstance(named, Make),
        "models": named.models.annotate(cars=Count("vehicles")).order_by("name_en") if isinstance(named, Make) else [],
        "codes": codes,
        "known": {code.pk: _known(code) for code in codes},
        "cars": named.vehicles.count(),
        "correcting": naming_form,
        "merging": merging,
        "grading": grading,
        "grades": grades,
    }
    is_wrong = naming_form.errors or merging.errors or grading.errors
    return render(request, "desk/named.html", shown, status=422 if is_wrong else 200)


def _known(code: ModelCode) -> list[str]:
    """`Fuel: hybrid`, for each fact that the code stands for."""
    said = [
        (each.label, words_of(each, each.from_json(code.known.get(each.target))))
        for each in map(BY_TARGET.__getitem__, FACTS)
    ]
    return [_("%(label)s: %(value)s") % {"label": label, "value": value} for label, value in said if value]


def _grades(named: Make | CarModel) -> list[tuple[str, int]]:
    """Every grade of a model as dealers write it, with its cars."""
    if isinstance(named, Make):
        return []
    counted = named.vehicles.exclude(grade="").values("grade").annotate(count=Count("pk")).order_by("grade")
    return list(counted.values_list("grade", "count"))


def _WHY_NOT() -> dict[str, str]:  # noqa: N802 - a table, in the reader's language
    return {
        "gone": _("It was merged by somebody else meanwhile."),
        "same": _("Choose another one."),
        "too_many_names": _("The spellings are too many: at most 240 characters together."),
    }


def _merge(named: Make | CarModel, target: Any, request: ViewerRequest) -> None:
    if isinstance(named, Make):
        naming.merge_makes(named, target, by=request.viewer)
    else:
        naming.merge_models(named, target, by=request.viewer)


def _to(named: Make | CarModel) -> HttpResponse:
    return redirect("desk:named_make" if isinstance(named, Make) else "desk:named_model", pk=named.pk)


def _found(query: str) -> QuerySet[CarModel]:
    """Models by any of their names, their make's, or a model code; those without a twin's length of cars last."""
    models = (
        CarModel.objects.select_related("make").annotate(cars=Count("vehicles")).order_by("make__name_en", "name_en")
    )
    if not query:
        return models
    written = {query, folded(query), query.replace(" ", "_")}
    wanted = Q(codes__code__istartswith=base_of(query) or query)
    for text in written:
        for name in ("name_en", "name_ja", "also", "make__name_en", "make__name_ja", "make__also"):
            wanted |= Q(**{f"{name}__icontains": text})
    return models.filter(pk__in=CarModel.objects.filter(wanted).values("pk"))


def _told(changes: list[NameChange]) -> list[dict[str, Any]]:
    makes = {
        make.pk: make.name_en for make in Make.objects.filter(pk__in=[c.target for c in changes if c.of == "make"])
    }
    models = {
        model.pk: f"{model.make.name_en} {model.name_en}"
        for model in CarModel.objects.select_related("make").filter(
            pk__in=[c.target for c in changes if c.of in ("model", "grade")]
        )
    }
    codes = {
        code.pk: f"{code.model.name_en} {code.code}"
        for code in ModelCode.objects.select_related("model").filter(
            pk__in=[c.target for c in changes if c.of == "code"]
        )
    }
    now_of: dict[str, dict[int, str]] = {"make": makes, "model": models, "code": codes, "grade": models}
    return [
        {
            "change": change,
            "now": _with_grade(change, now_of[change.of].get(change.target, "")),
            "former": change.merged.get("name_en") or change.before.get("name_en") or change.before.get("grade", ""),
            "count": len(change.vehicles),
        }
        for change in changes
    ]


def _with_grade(change: NameChange, now: str) -> str:
    return f"{now} {change.merged['grade']}" if now and change.of == "grade" else now
