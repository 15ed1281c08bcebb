"""`japacar import-stock FILE --dealer SLUG`: a dealer's list from the command line, by the same reading, dry run and taking over.

The one thing to know: nobody answers questions here, so the columns are those of a preset or of the guess; `--dry-run` changes
nothing and leaves nothing."""

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from japacar.files import actions as files
from japacar.members.models import Dealer
from japacar.vehicles.bulk import actions, applying
from japacar.vehicles.bulk.columns import columns
from japacar.vehicles.bulk.matching import NUMBERS
from japacar.vehicles.bulk.models import ColumnPreset, ImportRow, StockImport
from japacar.vehicles.bulk.reading import MOST_BYTES, ListRefused, Table, read_table

BY = "system"


class _Stop(Exception):
    """What keeps the command from working, in a sentence."""


def main(options: argparse.Namespace) -> int:
    """0 when every row could be taken over or is unchanged, 1 when one could not, 2 when nothing was tried."""
    try:
        found = _checked(options)
    except _Stop as why:
        print(why, file=sys.stderr)
        return 2
    if not options.dry_run:
        applying.apply_import(found, by=BY)
        applying.take_over(found)
    answer = report(found)
    if options.dry_run:
        found.delete()
        files.delete_file(found.table)
    print(json.dumps(answer, ensure_ascii=False, indent=2) if options.json else _words(answer))
    left_out = (row for row in answer["rows"] if row["outcome"] == "failed" or row["state"] == "refused")
    return 1 if any(left_out) else 0


def report(found: StockImport) -> dict[str, Any]:
    """What the import says, for a program."""
    rows = [_row(row) for row in found.rows.select_related("vehicle")]
    counts = {outcome: sum(row["outcome"] == outcome for row in rows) for outcome in ImportRow.Outcome.values}
    layout = found.layout
    return {
        "state": found.state,
        "file": {name: layout[name] for name in ("kind", "encoding", "delimiter", "sheet") if name in layout},
        "columns": dict(zip(layout["headings"], layout["keys"], strict=True)),
        "counts": counts,
        "rows": rows,
    }


def _checked(options: argparse.Namespace) -> StockImport:
    dealer = Dealer.objects.filter(slug=options.dealer).first()
    if dealer is None:
        raise _Stop(f"There is no dealer “{options.dealer}”.")
    preset = ColumnPreset.objects.filter(dealer=dealer, name=options.preset).first() if options.preset else None
    if options.preset and preset is None:
        raise _Stop(f"This dealer keeps no columns as “{options.preset}”.")
    table, sha256 = _read(Path(options.file))
    language = "ja" if (get_language() or "").startswith("ja") else "en"
    found = actions.begin_import(dealer, table, sha256=sha256, language=language, by=BY)
    if preset is not None:
        actions.take_preset(found, preset)
    keys = found.layout["keys"]
    if not NUMBERS & set(keys):
        found.delete()
        files.delete_file(found.table)
        raise _Stop("No column holds a stock number or a chassis number. Name the columns on the page and keep them.")
    found.state = StockImport.State.CHECKING
    found.adds_models, found.publishes = options.new_models, options.publish
    found.save(update_fields=["state", "adds_models", "publishes"])
    actions.check_import(found)
    return found


def _read(path: Path) -> tuple[Table, str]:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        return read_table(data), hashlib.sha256(data).hexdigest()
    except OSError as problem:
        raise _Stop(f"{path}: {problem.strerror}") from None
    except ListRefused as refused:
        raise _Stop(f"{path}: {refused.sentence}") from None


def _row(row: ImportRow) -> dict[str, Any]:
    return {
        "row": row.number,
        "outcome": row.outcome,
        "state": row.state,
        "car": row.car,
        "vehicle": row.vehicle.reference if row.vehicle is not None else None,
        "changes": row.changes,
        "reasons": row.reasons,
        "notes": row.notes,
    }


def _words(answer: dict[str, Any]) -> str:
    lines = []
    for row in answer["rows"]:
        said = [f"{columns()[key].label}: {old or '–'} → {new}" for key, (old, new) in row["changes"].items()]
        said += [*row["reasons"], *row["notes"]]
        if said or row["outcome"] != "unchanged":
            lines.append(f"{row['row']:>6}  {row['outcome']:<9}  {row['car']}")
            lines += [f"                     {each}" for each in said]
    lines.append(", ".join(f"{count} {outcome}" for outcome, count in answer["counts"].items()))
    return "\n".join(lines)
