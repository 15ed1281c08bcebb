"""The limited process that opens the dealer's lists, given up its rights like the kernel's; it answers with cells as texts.

The one thing to know: whatever a file does to the reader of workbooks, it does it where there is nothing to take."""

import codecs
import json
import sys
from typing import Any

from japacar.kernel.inspector.images import Unfit
from japacar.kernel.inspector.worker import Reply, serve, surrender
from japacar.vehicles.bulk import dialects, sheets
from japacar.vehicles.bulk.dialects import NotATable

ZIP = b"PK\x03\x04"
# The container of old Excel files, and of new ones with a password.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def main() -> None:
    """Load, surrender, serve until the standard input closes."""
    for encoding in (
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "cp932",
        "cp437",
        "euc_jp",
        "iso2022_jp_ext",
    ):
        # A Japanese codec loads its tables only when it reads the first letter.
        b"".decode(codecs.lookup(encoding).name)
    "日ｱ".encode("euc_jp").decode("euc_jp")
    "日ア".encode("iso2022_jp_ext").decode("iso2022_jp_ext")
    "日ｱ".encode("cp932").decode("cp932")
    # The reader of workbooks knows numpy's numbers where it finds it; no list holds one, and loading it takes a third of the start.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    sheets.prepare()
    surrender(int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer, answer)


def answer(_header: dict[str, Any], data: bytes) -> Reply:
    """The rows of one table, each a line of JSON, with what the file turned out to be."""
    try:
        rows, about = _opened(data)
        lines = [json.dumps(row, ensure_ascii=False) for row in dialects.limited(rows)]
    except NotATable as refused:
        raise Unfit(refused.code) from None
    if not any(line != "[]" for line in lines):
        raise Unfit("empty")
    return {"about": about, "rows": len(lines)}, ["\n".join(lines).encode()]


def _opened(data: bytes) -> tuple[Any, dict[str, str]]:
    if data.startswith(ZIP):
        rows, sheet = sheets.rows_of_workbook(data)
        return rows, {"kind": "xlsx", "sheet": sheet[:60]}
    if data.startswith(OLE):
        raise NotATable("old_excel")
    text, encoding = dialects.decoded(data)
    rows, delimiter = dialects.rows_of_text(text)
    return rows, {"kind": "csv", "encoding": encoding, "delimiter": delimiter}
