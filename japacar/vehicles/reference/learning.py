"""What listings on sale teach of a model code, and what an editor is offered of it.

The one thing to know: each dealer has one voice for each fact, so one dealer with fifty cars does not decide alone, and what is
said only by a draft teaches nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from japacar.kernel import clock
from japacar.kernel.frame_numbers import split_model
from japacar.vehicles.attributes import is_empty
from japacar.vehicles.models import CarModel, ModelCode, Vehicle

#: What cars of one model code have in common, mostly.
FACTS = (
    "body_type", "fuel", "drive", "engine_model", "displacement_cc", "rated_output_kw", "doors", "seats",
    "length_mm", "width_mm", "height_mm", "weight_kg", "gvw_kg", "max_load_kg",
)  # fmt: skip
#: A change of one of these in a listing on sale changes what its code teaches.
TEACH = frozenset({"make", "model", "model_code", "grade", *FACTS})
MOST_GRADES = 20
#: The newest listings of a code that are asked; so many tell as much as all.
MOST_ASKED = 300


def base_of(model_code: str) -> str:
    """`TRJ150W` of `3BA-TRJ150W`, `TRJ150W改` or `trj150w`; an empty text for what is no model code."""
    code = split_model(model_code) if model_code else None
    return code.base if code is not None else ""


def confirm(vehicle: Vehicle) -> ModelCode | None:
    """A listing went on sale: work out anew what its model code says. Call it in that transaction."""
    code = base_of(vehicle.model_code)
    return learn(vehicle.model, code) if vehicle.model is not None and code else None


def learn(model: CarModel, code: str) -> ModelCode | None:
    """Work out one code of one model from its public listings; None, and no row, when there is none any more."""
    same = Q(model_code=code) | Q(model_code__endswith=f"-{code}") | Q(model_code__endswith=f"{code}改")
    public = Vehicle.objects.filter(same, model=model, status__in=Vehicle.PUBLIC).order_by("-published_at")
    rows = public.values("dealer_id", "grade", "model_code", *FACTS)[:MOST_ASKED]
    cars = [row for row in rows if base_of(row["model_code"]) == code]
    known = ModelCode.objects.filter(model=model, code=code)
    if not cars:
        known.filter(corrected={}).delete()
        return known.first()
    learned = {
        "facts": {name: value for name in FACTS if (value := _majority(name, cars)) is not None},
        "grades": [grade for grade, _count in Counter(_grades(cars)).most_common(MOST_GRADES)],
        "listings": len(cars),
        "dealers": len({car["dealer_id"] for car in cars}),
        "confirmed_at": clock.now(),
    }
    found, _ = ModelCode.objects.update_or_create(model=model, code=code, defaults=learned)
    return found


def learn_model(model: CarModel) -> None:
    """Every code of one model anew, for when listings came or went as a whole."""
    codes = (
        Vehicle.objects.filter(model=model, status__in=Vehicle.PUBLIC).values_list("model_code", flat=True).distinct()
    )
    known = set(model.codes.values_list("code", flat=True))
    for code in sorted({base_of(each) for each in codes} - {""} | known):
        learn(model, code)


def learn_all() -> int:
    """Everything from the beginning, as after loading many listings at once; how many codes are known then."""
    for model in CarModel.objects.all():
        learn_model(model)
    return ModelCode.objects.count()


def known_of(model_code: str, *, make: str = "", model: CarModel | None = None) -> list[ModelCode]:
    """What is known of a model code as somebody types it, whole or its beginning; the best confirmed first."""
    code = base_of(model_code)
    if len(code) < 4:
        return []
    found = ModelCode.objects.select_related("model__make").filter(Q(code=code) | Q(code__startswith=code))
    if make:
        found = found.filter(model__make__slug=make)
    if model is not None:
        found = found.filter(model=model)
    return sorted(found.order_by("-dealers", "-listings", "code")[:10], key=lambda each: each.code != code)


def offered(vehicle: Vehicle) -> ModelCode | None:
    """What to prefill this vehicle's empty fields with: of its own code alone, and only when the code means one model."""
    code = base_of(vehicle.model_code)
    found = [each for each in known_of(vehicle.model_code, model=vehicle.model) if each.code == code]
    if vehicle.make is not None:
        found = [each for each in found if each.model.make_id == vehicle.make_id]
    return found[0] if len(found) == 1 else None


def grades_of(model: CarModel | None) -> list[str]:
    """Grades of a model as dealers write them, the most frequent first."""
    if model is None:
        return []
    counted = Vehicle.objects.filter(model=model, status__in=Vehicle.PUBLIC).exclude(grade="")
    return list(
        counted.values("grade")
        .annotate(count=Count("pk"))
        .order_by("-count", "grade")
        .values_list("grade", flat=True)[:MOST_GRADES]
    )


def _grades(cars: Iterable[dict[str, Any]]) -> list[str]:
    return [car["grade"] for car in cars if car["grade"]]


def _majority(name: str, cars: Iterable[dict[str, Any]]) -> Any:
    """What more than half of the dealers who say anything say, each with his own most frequent value; else None."""
    said: dict[Any, Counter[Any]] = defaultdict(Counter)
    for car in cars:
        if not is_empty(car[name]):
            said[car["dealer_id"]][_plain(car[name])] += 1
    voices = Counter(counted.most_common(1)[0][0] for counted in said.values())
    if not voices:
        return None
    value, count = voices.most_common(1)[0]
    return value if count * 2 > len(said) else None


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
