"""Dealers' lists for tests, and the way of one through the pages: `send`, `begin`, `work`."""

import csv
import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from japacar.vehicles import tasks
from japacar.vehicles.bulk.models import StockImport

IMPORT = "/en/sell/stock/import/"
HEADINGS = [
    "在庫番号",
    "メーカー",
    "車種",
    "型式",
    "車台番号",
    "初度登録年月",
    "走行距離",
    "車両価格（万円）",
    "ミッション",
    "色",
]
PRADO = [
    "A-1",
    "トヨタ",
    "プラド",
    "3BA-TRJ150W",
    "TRJ150-0012345",
    "R2.6",
    "6.4万km",
    "318",
    "オートマチック",
    "パールホワイト",
]
PRIUS = ["A-2", "トヨタ", "プリウス", "6AA-ZVW55", "ZVW55-8012345", "平成30年6月", "51,300", "148.5", "CVT", "黒"]


def as_csv(rows: list[list[str]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(person: Any, data: bytes, name: str = "stock.csv") -> StockImport:
    """Upload a list; the import that came of it."""
    answer = person.post(IMPORT, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()
    return StockImport.objects.get(pk=answer["Location"].split("/")[-3])


def begin(person: Any, found: StockImport, **said: str) -> None:
    """Confirm the columns as guessed, but for what is said, and let the worker do the dry run."""
    keys = {f"column-{place}": key for place, key in enumerate(found.layout["keys"])}
    answer = person.post(f"{IMPORT}{found.pk}/columns/", {**keys, **said})
    assert answer.status_code == 302, answer.content.decode()
    tasks.check_import(import_id=str(found.pk))
    found.refresh_from_db()


def dry_run(person: Any, data: bytes, **said: str) -> StockImport:
    found = send(person, data)
    begin(person, found, **said)
    return found


def take_over(person: Any, found: StockImport) -> None:
    person.post(f"{IMPORT}{found.pk}/apply/", {})
    tasks.apply_import(import_id=str(found.pk))
    found.refresh_from_db()


def outcomes(found: StockImport) -> dict[int, str]:
    return dict(found.rows.values_list("number", "outcome"))


def reasons(found: StockImport) -> str:
    return " ".join(sentence for said in found.rows.values_list("reasons", flat=True) for sentence in said)
