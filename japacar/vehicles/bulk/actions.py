"""The verbs of an import: begin, choose the columns, check (the dry run), apply, stop, take back, forget.

The one thing to know: the long ones work in batches, each a transaction that asks first whether the import is still to go on.
A worker that dies leaves whole batches behind, and the next one goes on after them; two at once do nothing twice."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, override
from procrastinate.contrib.django import app

from japacar.accounts.models import User
from japacar.events.actions import ref
from japacar.files import actions as files
from japacar.kernel import clock, priorities
from japacar.members.models import Dealer
from japacar.ui.formatting import gap
from japacar.vehicles import rules
from japacar.vehicles.bulk import headers, values
from japacar.vehicles.bulk.columns import columns
from japacar.vehicles.bulk.judging import Judge, Line, Place, keys_of
from japacar.vehicles.bulk.matching import Keys
from japacar.vehicles.bulk.models import DAYS_KEPT, ColumnPreset, ImportRow, PhotoArchive, StockImport
from japacar.vehicles.bulk.reading import Table

State = StockImport.State
BATCH = 200
#: How many presets a dealer keeps; a further one takes the place of the one unused for longest.
MOST_PRESETS = 20


def stays_a_draft(problems: Iterable[tuple[str, str]]) -> str:
    """What is said of a car that was to go on sale and has not everything."""
    return gettext("Stays a draft:") + gap() + rules.sentences_of(problems)


def begin_import(dealer: Dealer, table: Table, *, sha256: str, language: str, by: Any) -> StockImport:
    """Keep the cells, sealed, and guess what the columns mean. Nothing is checked yet."""
    rows = [json.loads(line) for line in table.lines.split(b"\n", headers.LOOKED_AT)[: headers.LOOKED_AT]]
    heading = headers.heading_row(rows)
    with transaction.atomic():
        stock_import = StockImport(
            dealer=dealer, by_ref=ref(by), sha256=sha256, total_rows=table.rows, language=language
        )
        stock_import.table = files.store_made(
            table.lines, media_type="application/x-ndjson", owner_ref=stock_import.event_ref
        )
        stock_import.layout = {**table.about, **_layout(rows, heading, dealer)}
        stock_import.save(force_insert=True)
    return stock_import


def look_at_row(stock_import: StockImport, heading: int) -> None:
    """Take another row for the headings, and guess anew. Only before the dry run."""
    rows = [cells for _number, cells in islice(lines_of(stock_import), headers.LOOKED_AT)]
    stock_import.layout |= _layout(rows, heading, stock_import.dealer)
    stock_import.save(update_fields=["layout"])


def choose_columns(
    stock_import: StockImport, keys: list[str], *, adds_models: bool, publishes: bool, preset: str = "", by: Any
) -> bool:
    """Say what each column means and begin the dry run anew; False when it is too late for that."""
    with transaction.atomic():
        layout = {**stock_import.layout, "keys": keys}
        moved = stock_import.move(
            (State.UPLOADED, State.CHECKED),
            State.CHECKING,
            layout=layout,
            adds_models=adds_models,
            publishes=publishes,
            read_rows=0,
            by_ref=ref(by),
        )
        if not moved:
            return False
        stock_import.rows.all().delete()
        if preset:
            save_preset(stock_import, preset)
        app.configure_task("vehicles.check_import", priority=priorities.TOLD).defer(import_id=str(stock_import.pk))
    return True


def save_preset(stock_import: StockImport, name: str) -> ColumnPreset:
    """Keep what the headings of this file mean under a name of the dealer's own."""
    said = {
        headers.folded(heading): key
        for heading, key in zip(stock_import.layout["headings"], stock_import.layout["keys"], strict=True)
        if headers.folded(heading)
    }
    preset, _ = ColumnPreset.objects.update_or_create(
        dealer=stock_import.dealer, name=name, defaults={"columns": said, "used_at": clock.now()}
    )
    kept = ColumnPreset.objects.filter(dealer=stock_import.dealer).order_by("-used_at").values_list("pk", flat=True)
    ColumnPreset.objects.filter(pk__in=list(kept[MOST_PRESETS:])).delete()
    return preset


def check_import(stock_import: StockImport) -> None:
    """The dry run: judge every row that was not judged yet."""
    heading = stock_import.layout["heading"]
    with override(stock_import.language):
        places = places_of(stock_import)
        first = _first_rows(stock_import, places)
        judged = stock_import.rows.exclude(vehicle=None).values_list("vehicle__reference", "number")
        for reference, number in judged:
            first.setdefault(Keys(reference=reference), number)
        judge = Judge(stock_import, places, first)
        lines = ((number, cells) for number, cells in lines_of(stock_import) if number > heading + 1 and any(cells))
        lines = (line for line in lines if not _is_heading(line[1], stock_import))
        done = stock_import.rows.count()
        for _skipped in islice(lines, done):
            pass
        while batch := list(islice(lines, BATCH)):
            with transaction.atomic():
                if not _is_still(stock_import, State.CHECKING):
                    return
                if stock_import.rows.filter(number=batch[0][0]).exists():
                    return  # Another worker is at it.
                ImportRow.objects.bulk_create(judge.rows(batch))
                StockImport.objects.filter(pk=stock_import.pk).update(read_rows=batch[-1][0])
    stock_import.move((State.CHECKING,), State.CHECKED, read_rows=stock_import.total_rows)


def cancel_import(stock_import: StockImport) -> bool:
    """Stop before the next batch, or give the list up. What was taken over stays until it is taken back."""
    start = (State.UPLOADED, State.CHECKING, State.CHECKED, State.APPLYING)
    return stock_import.move(start, State.CANCELLED, finished_at=clock.now())


def forget_imports() -> int:
    """Delete imports that had their time, with their cells; how many. What became a listing stays."""
    old = StockImport.objects.filter(created_at__lt=clock.now() - timedelta(days=DAYS_KEPT))
    count = 0
    for stock_import in old.select_related("table"):
        with transaction.atomic():
            stock_import.delete()
            files.delete_file(stock_import.table)
        count += 1
    archives = PhotoArchive.objects.filter(created_at__lt=clock.now() - timedelta(days=DAYS_KEPT))
    for archive in archives.select_related("file"):
        with transaction.atomic():
            archive.delete()
            if archive.file is not None:
                files.delete_file(archive.file)
        count += 1
    return count


def lines_of(stock_import: StockImport) -> Iterator[Line]:
    """The rows of the table with their numbers, piece by piece."""
    number, rest = 0, b""
    for piece in files.open_private(stock_import.table):
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            number += 1
            yield number, json.loads(line)
    if rest:
        yield number + 1, json.loads(rest)


def places_of(stock_import: StockImport) -> list[Place]:
    """The columns that are taken over, with the units that their headings give."""
    layout, known = stock_import.layout, columns()
    return [
        Place(index, known[key], values.unit_of(heading, known[key].kind))
        for index, (heading, key) in enumerate(zip(layout["headings"], layout["keys"], strict=True))
        if key in known
    ]


def presets_of(dealer: Dealer) -> list[ColumnPreset]:
    return list(ColumnPreset.objects.filter(dealer=dealer))


def take_preset(stock_import: StockImport, preset: ColumnPreset) -> None:
    """Let the file's columns mean what this preset says; columns that it does not know are left out."""
    ColumnPreset.objects.filter(pk=preset.pk).update(used_at=clock.now())
    headings = stock_import.layout["headings"]
    stock_import.layout["keys"] = _unique([preset.columns.get(headers.folded(heading), "") for heading in headings])
    stock_import.save(update_fields=["layout"])


def actor_by(reference: str) -> Any:
    """Who acts when a batch is worked on: the member who pressed the button, else his reference alone."""
    kind, _colon, pk = reference.partition(":")
    found = None
    with suppress(ValueError):
        found = User.objects.filter(pk=pk).first() if kind == "user" else None
    return found or reference


def _layout(rows: list[list[str]], heading: int, dealer: Dealer) -> dict[str, Any]:
    headings = [cell[:80] for cell in rows[heading]] if heading < len(rows) else []
    width = max((len(row) for row in rows[heading:]), default=0)
    headings += [""] * (width - len(headings))
    keys = headers.guesses(headings)
    known = {headers.folded(each) for each in headings} - {""}
    for preset in ColumnPreset.objects.filter(dealer=dealer).order_by("-used_at"):
        if known and known <= set(preset.columns):
            keys = _unique([preset.columns.get(headers.folded(each), "") for each in headings])
            break
    return {"heading": heading, "headings": headings, "keys": keys}


def _unique(keys: list[str]) -> list[str]:
    return [key if key in columns() and key not in keys[:place] else "" for place, key in enumerate(keys)]


def _first_rows(stock_import: StockImport, places: list[Place]) -> dict[Keys, int]:
    """For each number alone the first row that has it: what makes a second row of the same car."""
    known = {place.column.key: place for place in places}
    first: dict[Keys, int] = {}
    for number, cells in lines_of(stock_import):
        if number > stock_import.layout["heading"] + 1:
            keys = keys_of(cells, known)
            for alone in (Keys(reference=keys.reference), Keys(stock=keys.stock), Keys(chassis=keys.chassis)):
                if alone:
                    first.setdefault(alone, number)
    return first


def _is_heading(cells: list[str], stock_import: StockImport) -> bool:
    """A heading that is repeated further down, as printed lists do."""
    headings: list[str] = stock_import.layout["headings"]
    return cells == headings[: len(cells)]


def _is_still(stock_import: StockImport, state: str) -> bool:
    """Whether the import is to go on; whoever asks holds it until the end of his transaction."""
    return StockImport.objects.select_for_update().filter(pk=stock_import.pk, state=state).exists()
