"""Staff put names right: correct a make or model, merge two that are one, and take it back.

The one thing to know: a merge moves listings and spellings, so the misspelt name finds the cars from then on; the words of the
search are written anew in the same transaction."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import transaction

from japacar.events.actions import record, ref
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.vehicles.makes import folded
from japacar.vehicles.models import CarModel, Make, NameChange, Vehicle
from japacar.vehicles.reference.learning import learn_model
from japacar.vehicles.search import index_vehicle

NAMES = ("name_en", "name_ja", "also")
_LONGEST = 240
Named = TypeVar("Named", Make, CarModel)


class CannotMerge(Exception):
    """Codes: same, gone, too_many_names."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def correct_names(named: Make | CarModel, names: dict[str, str], *, by: Any) -> NameChange | None:
    """New names and other spellings; the old names stay findable as spellings. None when nothing changes."""
    with transaction.atomic():
        before = _names(named)
        also = _spellings(names["also"].split(), [before["name_en"], before["name_ja"]], names)
        after = {**names, "also": also}
        if after == before:
            return None
        _write(named, after)
        change = _note(NameChange.Kind.CORRECTED, named, before=before, by=by)
        _find_again(named)
        record(Kind.NAMES_CORRECTED, change, by=by, count=_cars(named).count())
    return change


def merge_models(source: CarModel, target: CarModel, *, by: Any, part_of: NameChange | None = None) -> NameChange:
    """`source` becomes `target`: its listings move, its names become spellings. Raises CannotMerge."""
    with transaction.atomic():
        source, target = _both(source, target)
        moved = list(_cars(source).values_list("pk", flat=True))
        before, merged = _names(target), {**_names(source), "slug": source.slug, "make": source.make_id}
        target.also = _spellings(target.also.split(), [source.name_en, source.name_ja, *source.also.split()], before)
        target.save(update_fields=["also"])
        Vehicle.objects.filter(pk__in=moved).update(model=target, make=target.make_id)
        source.delete()
        change = _note(
            NameChange.Kind.MERGED, target, before=before, merged=merged, moved=moved, part_of=part_of, by=by
        )
        _find_again(target)
        learn_model(target)
        record(Kind.NAMES_MERGED, change, by=by, count=len(moved))
    return change


def merge_makes(source: Make, target: Make, *, by: Any) -> NameChange:
    """`source` becomes `target`: models of the same name are merged, the others move with their listings."""
    with transaction.atomic():
        source, target = _both(source, target)
        before, merged = _names(target), {**_names(source), "slug": source.slug}
        change = _note(NameChange.Kind.MERGED, target, before=before, merged=merged, by=by)
        change.vehicles = [str(pk) for pk in _cars(source).values_list("pk", flat=True)]
        theirs = {folded(name): model for model in target.models.all() for name in (model.name_en, model.name_ja)}
        slugs = set(target.models.values_list("slug", flat=True))
        for model in source.models.all():
            twin = theirs.get(folded(model.name_en)) or theirs.get(folded(model.name_ja))
            if twin is None and model.slug in slugs:
                twin = target.models.get(slug=model.slug)
            if twin is not None:
                merge_models(model, twin, by=by, part_of=change)
            else:
                model.make = target
                model.save(update_fields=["make"])
                change.models_moved.append(model.pk)
        target.also = _spellings(target.also.split(), [source.name_en, source.name_ja, *source.also.split()], before)
        target.save(update_fields=["also"])
        Vehicle.objects.filter(make=source).update(make=target)
        source.delete()
        change.save(update_fields=["vehicles", "models_moved"])
        _find_again(target)
        record(Kind.NAMES_MERGED, change, by=by, count=len(change.vehicles))
    return change


def undo_names(change: NameChange, *, by: Any) -> bool:
    """Take a correction or merge back; False when it was taken back already or what it was of is gone.

    Cars that were given another model meanwhile stay where they are."""
    with transaction.atomic():
        current = NameChange.objects.select_for_update().get(pk=change.pk)
        named = _target(current)
        if current.undone_at is not None or named is None:
            return False
        if current.kind == NameChange.Kind.MERGED:
            _part(current, named, by)
        _write(named, current.before)
        current.undone_at = change.undone_at = clock.now()
        current.save(update_fields=["undone_at"])
        _find_again(named)
        if isinstance(named, CarModel):
            learn_model(named)
        record(Kind.NAMES_RESTORED, current, by=by, count=len(current.vehicles))
    return True


def _part(change: NameChange, named: Make | CarModel, by: Any) -> None:
    """Make the row anew that was merged, and give it its listings back."""
    names = {name: change.merged[name] for name in NAMES}
    if isinstance(named, CarModel):
        model, _ = CarModel.objects.get_or_create(
            make_id=_make_of(change, named), slug=change.merged["slug"], defaults=names
        )
        cars = Vehicle.objects.filter(pk__in=change.vehicles, model=named)
        again = list(cars.values_list("pk", flat=True))
        cars.update(model=model, make=model.make_id)
        _index(Vehicle.objects.filter(pk__in=again))
        learn_model(model)
        return
    make, _ = Make.objects.get_or_create(slug=change.merged["slug"], defaults=names)
    CarModel.objects.filter(pk__in=change.models_moved, make=named).update(make=make)
    Vehicle.objects.filter(model__in=change.models_moved, make=named).update(make=make)
    for part in change.parts.all():
        part.merged["make"] = make.pk
        part.save(update_fields=["merged"])
        undo_names(part, by=by)
    _index(_cars(make))


def _make_of(change: NameChange, named: CarModel) -> int:
    """The make that the merged model belonged to, or the other model's when that make is gone."""
    pk = change.merged.get("make")
    return pk if Make.objects.filter(pk=pk).exists() else named.make_id


def _both(source: Named, target: Named) -> tuple[Named, Named]:
    """Both rows as they are now, alone. Raises CannotMerge."""
    kind = type(source)
    if source.pk == target.pk:
        raise CannotMerge("same")
    rows = {
        row.pk: row for row in kind.objects.select_for_update().filter(pk__in=(source.pk, target.pk)).order_by("pk")
    }
    if len(rows) < 2:
        raise CannotMerge("gone")
    return rows[source.pk], rows[target.pk]


def _spellings(there: Iterable[str], new: Iterable[str], names: dict[str, str]) -> str:
    """Spellings in one text, each once however it is written. One of several words is joined, since spaces part them."""
    known = {folded(names["name_en"]), folded(names["name_ja"])}
    found: list[str] = []
    for name in (*there, *new):
        if folded(name) and folded(name) not in known:
            known.add(folded(name))
            found.append("_".join(name.split()))
    text = " ".join(found)
    if len(text) > _LONGEST:
        raise CannotMerge("too_many_names")
    return text


def _note(kind: str, named: Make | CarModel, *, by: Any, moved: Iterable[Any] = (), **also: Any) -> NameChange:
    of = NameChange.Of.MAKE if isinstance(named, Make) else NameChange.Of.MODEL
    keys = [str(pk) for pk in moved]
    return NameChange.objects.create(kind=kind, of=of, target=named.pk, vehicles=keys, by_ref=ref(by), **also)


def _target(change: NameChange) -> Make | CarModel | None:
    if change.of == NameChange.Of.MAKE:
        return Make.objects.select_for_update().filter(pk=change.target).first()
    return CarModel.objects.select_for_update().filter(pk=change.target).first()


def _names(named: Make | CarModel) -> dict[str, str]:
    return {name: getattr(named, name) for name in NAMES}


def _write(named: Make | CarModel, names: dict[str, str]) -> None:
    for name in NAMES:
        setattr(named, name, names[name])
    named.save(update_fields=list(NAMES))


def _cars(named: Make | CarModel) -> Any:
    return Vehicle.objects.filter(make=named) if isinstance(named, Make) else Vehicle.objects.filter(model=named)


def _find_again(named: Make | CarModel) -> None:
    _index(_cars(named))


def _index(cars: Any) -> None:
    for vehicle in cars.select_related("make", "model", "dealer").defer("search").iterator(chunk_size=500):
        index_vehicle(vehicle)
