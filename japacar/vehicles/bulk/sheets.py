"""Excel workbooks, read as a stream: the first sheet that holds something, as texts.

Runs in the limited process. The one thing to know: what an archive will unpack to is added up before anything is unpacked, and
formulas are never worked out here; their last result counts, as Excel saved it."""

import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from japacar.vehicles.bulk.dialects import MOST_COLUMNS, MOST_ROWS, NotATable, Row

MOST_ENTRIES = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
_NEEDED = {"[Content_Types].xml", "xl/workbook.xml"}


def prepare() -> None:
    """Read a small workbook, so that everything that reading needs is loaded before rights are given up."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["a", 1, datetime.date(2018, 6, 1)])
    kept = io.BytesIO()
    book.save(kept)
    list(rows_of_workbook(kept.getvalue())[0])


def rows_of_workbook(data: bytes) -> tuple[Iterator[Row], str]:
    """The rows of the first sheet that holds something, and its name."""
    from openpyxl import load_workbook

    _refuse_bombs(data)
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in visible:
        # What a sheet says of its own size may be wrong, so its rows are counted instead.
        sheet.reset_dimensions()
        if any(any(_text(value).strip() for value in row) for row in sheet.iter_rows(max_row=50, values_only=True)):
            return _rows(sheet), str(sheet.title)
    raise NotATable("empty")


def _rows(sheet: Any) -> Iterator[Row]:
    for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1, values_only=True):
        yield [_text(value) for value in row]


def _refuse_bombs(data: bytes) -> None:
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise NotATable("broken_table") from None
    names = {entry.filename for entry in entries}
    if not names >= _NEEDED:
        raise NotATable("not_a_table")
    if "xl/vbaProject.bin" in names:
        raise NotATable("macros")
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise NotATable("too_heavy")


def _text(value: Any) -> str:
    """A cell as a person would type it: days as 2018-06-01, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return str(value)
