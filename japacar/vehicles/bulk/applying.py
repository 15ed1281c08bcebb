"""Taking the rows of a dry run over into the stock, and taking new cars back.

The one thing to know: each row is locked, done and marked in one transaction with its vehicle. What changed since the dry run
is not overwritten; the row is left out and says so."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext, override
from procrastinate.contrib.django import app

from japacar.events.actions import record, ref
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.vehicles import actions as vehicles
from japacar.vehicles import rules
from japacar.vehicles.bulk.actions import actor_by, stays_a_draft
from japacar.vehicles.bulk.columns import columns
from japacar.vehicles.bulk.models import ImportRow, StockImport
from japacar.vehicles.models import CarModel, Make, Vehicle

State, Outcome, RowState = StockImport.State, ImportRow.Outcome, ImportRow.State
BATCH = 50
TO_DO = Q(outcome__in=(Outcome.CREATE, Outcome.UPDATE), state=RowState.WAITING)
TO_UNDO = Q(outcome=Outcome.CREATE, state=RowState.APPLIED)


class _LeftOut(Exception):
    """Why a row is not taken over after all, in a sentence."""


def apply_import(stock_import: StockImport, *, by: Any) -> bool:
    """Begin to take the rows over; False when there is nothing to begin."""
    with transaction.atomic():
        if not stock_import.move((State.CHECKED,), State.APPLYING, by_ref=ref(by)):
            return False
        count = stock_import.rows.filter(TO_DO).count()
        record(
            Kind.IMPORT_APPLIED, stock_import, by=by,
            dealer=stock_import.dealer.event_ref, sha256=stock_import.sha256, count=count,
        )  # fmt: skip
        app.configure_task("vehicles.apply_import").defer(import_id=str(stock_import.pk))
    return True


def undo_import(stock_import: StockImport, *, by: Any) -> bool:
    """Begin to withdraw the drafts that this import made; False when there is nothing to begin."""
    with transaction.atomic():
        if not stock_import.move((State.DONE, State.CANCELLED), State.UNDOING, by_ref=ref(by)):
            return False
        count = stock_import.rows.filter(TO_UNDO).count()
        record(Kind.IMPORT_UNDONE, stock_import, by=by, dealer=stock_import.dealer.event_ref, count=count)
        app.configure_task("vehicles.undo_import").defer(import_id=str(stock_import.pk))
    return True


def take_over(stock_import: StockImport, *, batches: int | None = None) -> bool:
    """Every row that waits, or so many batches of them; whether it is over."""
    actor = actor_by(stock_import.by_ref)
    with override(stock_import.language):
        while _batch(stock_import, State.APPLYING, TO_DO, lambda rows: _apply_all(rows, stock_import, actor)):
            batches = None if batches is None else batches - 1
            if batches == 0:
                return False
    stock_import.move((State.APPLYING,), State.DONE, finished_at=clock.now())
    return True


def take_back(stock_import: StockImport) -> None:
    """Every new car of the import that is still a draft."""
    actor = actor_by(stock_import.by_ref)
    with override(stock_import.language):
        while _batch(stock_import, State.UNDOING, TO_UNDO, lambda rows: _withdraw_all(rows, actor)):
            pass
    stock_import.move((State.UNDOING,), State.UNDONE, finished_at=clock.now())


def _batch(stock_import: StockImport, state: str, waiting: Q, act: Any) -> bool:
    """Work on the next rows; False when none is left or the import was stopped. A second worker waits for the first."""
    with transaction.atomic():
        if not StockImport.objects.select_for_update().filter(pk=stock_import.pk, state=state).exists():
            return False
        rows = list(stock_import.rows.filter(waiting).select_related("vehicle__dealer")[:BATCH])
        act(rows)
        ImportRow.objects.bulk_update(rows, ["state", "vehicle", "reasons", "notes"])
    return bool(rows)


class _Known:
    """What the rows of a batch need from the database, asked for at once."""

    def __init__(self, stock_import: StockImport, rows: list[ImportRow]) -> None:
        said = [row.values for row in rows]
        self.makes = {make.slug: make for make in Make.objects.filter(slug__in=[each.get("make") for each in said])}
        models = [number for each in said if isinstance(number := each.get("model_name"), int)]
        self.models = CarModel.objects.select_related("make").in_bulk(models)
        mine = Vehicle.objects.of_dealer(stock_import.dealer).exclude(status=Vehicle.Status.SOLD)
        numbers = {each["chassis_no"] for each in said if each.get("chassis_no")}
        self.chassis = dict(mine.filter(chassis_no__in=numbers).values_list("chassis_no", "reference"))

    def values(self, row: ImportRow) -> dict[str, Any]:
        """The row's values as `save_listing` takes them. A make that has no row yet stays a slug, a new model a name."""
        found = {columns()[key].target: columns()[key].from_json(value) for key, value in row.values.items()}
        if "make" in found:
            found["make"] = self.makes.get(found["make"], found["make"])
        if isinstance(found.get("model"), int):
            if found["model"] not in self.models:
                raise _LeftOut(gettext("The model was merged with another meanwhile. Send the list again."))
            found["model"] = self.models[found["model"]]
        return found


def _apply_all(rows: list[ImportRow], stock_import: StockImport, actor: Any) -> None:
    known = _Known(stock_import, rows)
    for row in rows:
        _apply(row, stock_import, actor, known)


def _apply(row: ImportRow, stock_import: StockImport, actor: Any, known: _Known) -> None:
    row.state = RowState.APPLIED
    try:
        given = known.values(row)
        if row.outcome == Outcome.CREATE:
            row.vehicle = _created(stock_import, given, actor, known)
        else:
            _update(row, given, stock_import.language, actor)
    except _LeftOut as why:
        row.state, row.reasons = RowState.REFUSED, [*row.reasons, str(why)]
        return
    if stock_import.publishes:
        _publish(row, actor)


def _created(stock_import: StockImport, given: dict[str, Any], actor: Any, known: _Known) -> Vehicle:
    if (reference := known.chassis.get(given.get("chassis_no", ""))) is not None:
        raise _LeftOut(
            gettext("Meanwhile %(reference)s was listed with this chassis number.") % {"reference": reference}
        )
    try:
        return vehicles.draft_vehicle(stock_import.dealer, by=actor, values=given)
    except vehicles.Taken:
        raise _LeftOut(gettext("Meanwhile another car got this stock number.")) from None


def _update(row: ImportRow, given: dict[str, Any], language: str, actor: Any) -> None:
    if row.vehicle is None:
        raise _LeftOut(gettext("The car is no longer there."))
    vehicle = row.vehicle
    for key, (old, _new) in row.changes.items():
        if columns()[key].written(vehicle, language) != old:
            raise _LeftOut(gettext("The car was changed after the dry run. Send the list again."))
    try:
        vehicles.save_listing(vehicle, given, by=actor)
    except vehicles.Taken:
        raise _LeftOut(gettext("Meanwhile another car got this stock number.")) from None
    except vehicles.WrongState:
        raise _LeftOut(
            gettext("%(reference)s is in a deal or sold, so it stays as the buyer saw it.") % {"reference": vehicle}
        ) from None
    except vehicles.NotReady as lacking:
        raise _LeftOut(rules.sentences_of(lacking.problems)) from None


def _publish(row: ImportRow, actor: Any) -> None:
    """By the editor's own rules; what is missing is said beside the row."""
    vehicle = row.vehicle
    if vehicle is None or vehicle.status != Vehicle.Status.DRAFT:
        return
    try:
        if not vehicles.publish_vehicle(vehicle, by=actor):
            row.notes = [*row.notes, gettext("Our staff looks at it before it goes on sale.")]
    except vehicles.NotReady as lacking:
        row.notes = [*row.notes, stays_a_draft(lacking.problems)]
    except vehicles.WrongState:
        return  # Somebody put it on sale in this very moment.


def _withdraw_all(rows: list[ImportRow], actor: Any) -> None:
    for row in rows:
        _withdraw(row, actor)


def _withdraw(row: ImportRow, actor: Any) -> None:
    row.state = RowState.UNDONE
    vehicle = row.vehicle
    if vehicle is None:
        return
    if vehicle.status != Vehicle.Status.DRAFT:
        row.state = RowState.REFUSED
        row.reasons = [
            *row.reasons,
            gettext("%(reference)s is no draft any more, so it stays.") % {"reference": vehicle},
        ]
        return
    vehicles.withdraw_vehicle(vehicle, by=actor)
