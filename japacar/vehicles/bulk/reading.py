"""A dealer's list, opened in the limited process: rows of texts, or why there are none, in words.

The one thing to know: the file itself is never kept. What the process made of it is, sealed, for as long as the import lives."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from japacar.kernel import refusals
from japacar.kernel.inspection import Inspector, Refused
from japacar.kernel.inspector import signatures
from japacar.vehicles.bulk.dialects import MOST_COLUMNS, MOST_ROWS

WORKER = "japacar.vehicles.bulk.worker"
MOST_BYTES = 20 * 1024 * 1024
# Processor time for one list: 20,000 rows of a workbook take about half of it.
SECONDS = 60

SENTENCES: dict[str, Promise] = {
    "empty": _("The file holds no rows. Choose the file with your stock."),
    "too_big": _("The file is larger than 20 MB. Split it, or leave pictures out of it."),
    "too_many_rows": _("The file has more than 20,000 rows. Split it."),
    "too_many_columns": _("The file has more than 200 columns. Take those out that say nothing of the car."),
    "too_heavy": _("The file unpacks to far more than a list of cars. Save it as CSV and send that."),
    "encoding": _("The characters of this file cannot be read. Save it as CSV UTF-8, or as an Excel workbook (.xlsx)."),
    "old_excel": _("This is an old Excel file (.xls), or one with a password. Save it as .xlsx without a password."),
    "macros": _("This workbook holds macros. Save it as an ordinary workbook (.xlsx)."),
    "broken_table": _("The file is damaged and cannot be opened. Save it again, as CSV or as .xlsx."),
    "not_a_table": _("This is no list. Send a CSV file or an Excel workbook (.xlsx)."),
}


class ListRefused(refusals.Refused):
    """The file is not taken; `sentence` says why and what to do."""

    @property
    def sentence(self) -> str:
        return str(SENTENCES.get(self.code, SENTENCES["broken_table"]))


@dataclass(frozen=True)
class Table:
    """The rows as lines of JSON, how many, and what the file was: kind, encoding, delimiter or sheet."""

    lines: bytes
    rows: int
    about: dict[str, str]


def read_table(data: bytes, *, worker: str = WORKER) -> Table:
    """Raises ListRefused; never anything else for what a file holds."""
    if not data:
        raise ListRefused("empty")
    if len(data) > MOST_BYTES:
        raise ListRefused("too_big")
    # Whatever is plainly something else is not even opened; a workbook is an archive, and text is judged by the process.
    kind = signatures.media_type(data)
    if kind in ("executable", "svg", "html") or kind in (*signatures.IMAGES, signatures.PDF):
        raise ListRefused("not_a_table")
    with Inspector(worker=worker) as inspector:
        found = inspector.ask({"do": "table", "seconds": SECONDS}, data, _honest)
    if isinstance(found, Refused):
        raise ListRefused(found.code)
    return found


def rows_of(lines: bytes) -> list[list[str]]:
    return [json.loads(line) for line in lines.split(b"\n")]


def _honest(answer: dict[str, Any], blobs: list[bytes]) -> Table:
    """The process may have been taken over by the file: whatever is not a table of texts raises, and is refused."""
    rows = rows_of(blobs[0])
    if not 0 < len(rows) <= MOST_ROWS:
        raise ValueError("rows")
    for row in rows:
        if not isinstance(row, list) or len(row) > MOST_COLUMNS or not all(isinstance(cell, str) for cell in row):
            raise ValueError("cells")
    about = {str(name)[:20]: str(value)[:80] for name, value in dict(answer["about"]).items()}
    return Table(blobs[0], len(rows), about)
