"""The dealer's stock as a file, and the rows that could not be taken over.

The one thing to know: what is written here is what the dry run compares with (`Column.written`), so it comes back unchanged;
and no cell starts a formula (cells.py)."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext, override

from japacar.members.models import Dealer
from japacar.ui.formatting import sentences
from japacar.vehicles.bulk.actions import lines_of
from japacar.vehicles.bulk.cells import guarded
from japacar.vehicles.bulk.columns import exported
from japacar.vehicles.bulk.headers import heading_of
from japacar.vehicles.bulk.models import ImportRow, StockImport
from japacar.vehicles.models import Vehicle

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDE = 18


def stock_rows(dealer: Dealer, language: str) -> Iterator[list[str]]:
    """The headings, then every car of the dealer, the newest first."""
    shown = exported()
    with override(language):
        yield [heading_of(column.key) for column in shown]
        cars = Vehicle.objects.of_dealer(dealer).select_related("make", "model").defer("search")
        for car in cars.order_by("-created_at", "reference").iterator(chunk_size=500):
            yield [column.written(car, language) for column in shown]


def failed_rows(stock_import: StockImport) -> Iterator[list[str]]:
    """Number and reason of each row that was not taken over, then its cells as they came."""
    left_out = stock_import.rows.filter(outcome=ImportRow.Outcome.FAILED) | stock_import.rows.filter(
        state=ImportRow.State.REFUSED
    )
    reasons = {number: sentences(said) for number, said in left_out.values_list("number", "reasons")}
    yield [gettext("Row"), gettext("Reason"), *stock_import.layout["headings"]]
    if reasons:
        for number, cells in lines_of(stock_import):
            if number in reasons:
                yield [str(number), reasons[number], *cells]


def csv_bytes(rows: Iterable[list[str]]) -> bytes:
    """UTF-8 with its mark, which Excel needs to show Japanese."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def xlsx_bytes(rows: Iterable[list[str]]) -> bytes:
    """A workbook of texts and whole numbers; no cell is a formula."""
    # Only here, since it brings numpy with it: every start of a process would wait a third of a second for what few ask for.
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("JAPACAR")
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        if number == 0:
            for place in range(len(row)):
                sheet.column_dimensions[get_column_letter(place + 1)].width = _WIDE
        sheet.append([_cell(ILLEGAL_CHARACTERS_RE.sub("", text), is_heading=number == 0) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(text: str, *, is_heading: bool) -> str | int:
    # A number with zeros before it is a name; so is one that Excel would round.
    if not is_heading and text.isascii() and text.isdecimal() and len(text) < 15 and str(int(text)) == text:
        return int(text)
    return guarded(text)
