"""Files that mean harm, sent where a list is asked for: each is refused with a sentence, and nothing is kept of it."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from japacar.files.models import StoredFile
from japacar.kernel.tests import hostile
from japacar.vehicles.bulk.models import StockImport
from japacar.vehicles.tests.lists import IMPORT, as_xlsx
from tests.cast import SignedIn


def _archive(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def _workbook_with(**entries: bytes) -> bytes:
    """A workbook in which some parts are exchanged."""
    parts = {each: zipfile.ZipFile(io.BytesIO(as_xlsx([["a", "b"]]))).read(each) for each in PARTS}
    return _archive({**parts, **{name.replace("__", "/").replace("_x", ".x"): data for name, data in entries.items()}})


PARTS = [entry.filename for entry in zipfile.ZipFile(io.BytesIO(as_xlsx([["a"]]))).infolist()]
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">%s]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData></worksheet>""" % b"".join(
    b'<!ENTITY l%d "%s">' % (n, (b"&a;" if n == 0 else b"&l%d;" % (n - 1)) * 10) for n in range(10)
)
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c r="A1" t="inlineStr"><is><t>&x;</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row></sheetData></worksheet>"""

HOSTILE = {
    "nothing": (b"", "empty"),
    "blanks": (b" \r\n,,\r\n", "no rows"),
    "a program": (b"MZ" + b"\0" * 200, "no list"),
    "a picture": (hostile.encoded(hostile.picture(64, 64), "PNG"), "no list"),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "no list"),
    "a web page": (b"<!doctype html><table><tr><td>a</td></tr></table>", "no list"),
    "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no list"),
    "noise": (bytes(range(256)) * 20, "cannot be read|no list"),
    "an archive that is no workbook": (_archive({"a.csv": b"a,b"}), "no list"),
    "half a workbook": (as_xlsx([["a", "b"]])[:900], "damaged"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel"),
    "a workbook with macros": (_workbook_with(**{"xl__vbaProject.bin": b"x"}), "macros"),
    "a bomb": (lambda: _workbook_with(xl__worksheets__sheet1_xml=b"0" * (230 * 1024 * 1024)), "unpacks to far more"),
    "a laughing workbook": (_workbook_with(xl__worksheets__sheet1_xml=LAUGHS), "damaged|far more"),
    "too many rows": (b"a,b\n" * 20_001, "20,000 rows"),
    "too many columns": (b"," * 300 + b"a\n", "200 columns"),
    "a cell without an end": (b'a,b\n"' + b"x" * 2_000_000, "damaged"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_list_is_refused_in_words(name, seller_sato, aoba):
    import re

    made, words = HOSTILE[name]
    data = made() if callable(made) else made
    answer = SignedIn(seller_sato).post(IMPORT, {"file": SimpleUploadedFile("stock.csv", data)})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(words, page), re.findall(r'class="error".*', page)
    assert not StockImport.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_workbook_reaches_for_no_file(seller_sato, aoba):
    data = _workbook_with(xl__worksheets__sheet1_xml=OUTSIDE)
    answer = SignedIn(seller_sato).post(IMPORT, {"file": SimpleUploadedFile("stock.xlsx", data)}, follow=True)

    assert "root:" not in answer.content.decode()


@pytest.mark.parametrize(
    "payload", ["<script>alert(1)</script>", "=cmd|'/C calc'!A0", "{{7*7}}", "a\x07b", "\u202eesrever"]
)
def test_cells_are_shown_as_what_they_are(payload, seller_sato, aoba):
    sato = SignedIn(seller_sato)
    data = f'stock no,"{payload.replace(chr(34), "")}"\nA-1,"{payload}"\n'.encode()
    answer = sato.post(IMPORT, {"file": SimpleUploadedFile("stock.csv", data)}, follow=True)

    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert "49" not in re_cells(answer.content.decode())


def re_cells(page: str) -> str:
    return page.partition("<tbody>")[2].partition("</tbody>")[0]
