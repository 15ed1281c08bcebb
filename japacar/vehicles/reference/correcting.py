"""Staff put right what dealers write in their own words: two spellings of a grade become one, and what a model code stands for is
corrected. Each can be taken back, as changes of names can.

The one thing to know: a corrected fact stands above what listings say, for as long as it is there; the listings stay as they are."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from japacar.events.actions import record, ref
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.vehicles.models import CarModel, ModelCode, NameChange, Vehicle
from japacar.vehicles.reference import learning, naming
from japacar.vehicles.search import index_vehicle

_Of, _Kind = NameChange.Of, NameChange.Kind


def merge_grades(model: CarModel, source: str, into: str, *, by: Any) -> NameChange:
    """Listings of this model with the grade `source` get the grade `into`. Raises naming.CannotMerge: same, gone."""
    if source == into:
        raise naming.CannotMerge("same")
    with transaction.atomic():
        cars = Vehicle.objects.select_for_update(of=("self",)).filter(model=model, grade=source).order_by("pk")
        moved = [str(pk) for pk in cars.values_list("pk", flat=True)]
        if not moved or not into:
            raise naming.CannotMerge("gone")
        change = NameChange.objects.create(
            kind=_Kind.MERGED, of=_Of.GRADE, target=model.pk, before={"grade": source}, merged={"grade": into},
            vehicles=moved, by_ref=ref(by),
        )  # fmt: skip
        _write_grade(moved, into)
        learning.learn_model(model)
        record(Kind.NAMES_MERGED, change, by=by, count=len(moved))
    return change


def correct_code(code: ModelCode, corrected: Mapping[str, Any], *, by: Any) -> NameChange | None:
    """What staff know better than the listings, as JSON by field; an empty mapping lets the listings speak. None when nothing changes."""
    with transaction.atomic():
        current = ModelCode.objects.select_for_update().get(pk=code.pk)
        if current.corrected == dict(corrected):
            return None
        change = NameChange.objects.create(
            kind=_Kind.CORRECTED, of=_Of.CODE, target=code.pk, before=current.corrected, merged=dict(corrected),
            by_ref=ref(by),
        )  # fmt: skip
        ModelCode.objects.filter(pk=code.pk).update(corrected=dict(corrected))
        record(Kind.NAMES_CORRECTED, change, by=by, count=current.listings)
    return change


def undo_change(change: NameChange, *, by: Any) -> bool:
    """Take any change of the desk back; False when it was taken back already or what it was of is gone.

    Cars whose grade was changed again meanwhile stay as they are."""
    if change.of not in (_Of.GRADE, _Of.CODE):
        return naming.undo_names(change, by=by)
    with transaction.atomic():
        current = NameChange.objects.select_for_update().get(pk=change.pk)
        if current.undone_at is not None or not _restore(current):
            return False
        current.undone_at = change.undone_at = clock.now()
        current.save(update_fields=["undone_at"])
        record(Kind.NAMES_RESTORED, current, by=by, count=len(current.vehicles))
    return True


def _restore(change: NameChange) -> bool:
    if change.of == _Of.CODE:
        return bool(ModelCode.objects.filter(pk=change.target).update(corrected=change.before))
    model = CarModel.objects.filter(pk=change.target).first()
    if model is None:
        return False
    cars = Vehicle.objects.filter(pk__in=change.vehicles, model=model, grade=change.merged["grade"])
    _write_grade([str(pk) for pk in cars.values_list("pk", flat=True)], change.before["grade"])
    learning.learn_model(model)
    return True


def _write_grade(keys: list[str], grade: str) -> None:
    cars = Vehicle.objects.filter(pk__in=keys)
    cars.update(grade=grade)
    for vehicle in cars.select_related("make", "model", "dealer").defer("search").iterator(chunk_size=500):
        index_vehicle(vehicle)
