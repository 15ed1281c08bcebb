"""The dealer's lists ask the database as often for thirty lines as for one."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from japacar.certificates.models import CodeSearch, Reading
from japacar.files.actions import store_made
from japacar.vehicles.bulk.models import ColumnPreset, PhotoArchive, StockImport
from japacar.vehicles.models import Vehicle
from tests import make


def _list(dealer, number: int) -> None:
    table = store_made(b'["stock no"]', media_type="application/x-ndjson", owner_ref=f"list:{number}")
    layout = {"kind": "csv", "heading": 0, "headings": ["stock no"], "keys": ["stock_number"]}
    StockImport.objects.create(
        dealer=dealer, by_ref="system", sha256="0" * 64, total_rows=1, language="en", table=table, layout=layout
    )


def _archive(dealer, number: int) -> None:
    PhotoArchive.objects.create(dealer=dealer, by_ref="system", language="en", state="done", total=number)


def _car(dealer, number: int) -> None:
    make.make_vehicle(dealer, status="draft", stock_number=f"Q-{number}")


def _preset(dealer, number: int) -> None:
    ColumnPreset.objects.create(dealer=dealer, name=f"preset {number}", columns={"stockno": "stock_number"})


PAGES = {
    "lists": ("/en/sell/stock/import/", _list),
    "archives of photos": ("/en/sell/stock/photos/", _archive),
    "stock": ("/en/sell/cars/", _car),
    "presets beside the columns": ("", _preset),
}


@pytest.mark.parametrize("name", PAGES)
def test_thirty_lines_cost_no_more_questions_than_one(name, sato, aoba):
    address, add = PAGES[name]
    if not address:
        _list(aoba, 0)
        address = f"/en/sell/stock/import/{StockImport.objects.get().pk}/columns/"
    add(aoba, 1)
    sato.get(address)
    counts = []
    for numbers in (range(0), range(2, 31)):
        for number in numbers:
            add(aoba, number)
        with CaptureQueriesContext(connection) as questions:
            assert sato.get(address).status_code == 200
        counts.append(len(questions))
    assert counts[0] == counts[1]


def test_the_editor_asks_once_for_all_codes_and_the_search_page_not_for_each_picture(sato, aoba):
    counts = []
    for cuts, total in ((1, 1), (3, 6)):
        kept = [store_made(b"RIFF", media_type="image/webp", owner_ref="reading:x") for _ in range(cuts)]
        names = dict(zip(("plate", "spec", "use"), kept, strict=False))
        reading = Reading.objects.create(
            dealer_ref=aoba.event_ref, source="code", kind="inspection_certificate", sha256="0" * 64, by_ref="system",
            fields={"chassis_no": "TRJ150-0012345", "model_code": "3BA-TRJ150W", "seats": 7},
            cuts={name: {"file": str(file.pk), "width": 9, "height": 9} for name, file in names.items()},
        )  # fmt: skip
        car = make.make_vehicle(aoba, status="draft", stock_number=f"C-{cuts}")
        Vehicle.objects.filter(pk=car.pk).update(reading=reading)
        search = CodeSearch.objects.create(
            id=uuid.uuid4(), dealer=aoba, subject_ref=car.event_ref, by_ref="system", sha256="0" * 64, total=total
        )
        asked = []
        for address in (f"/en/sell/cars/{car.reference}/", f"/en/sell/certificates/{search.pk}/"):
            sato.get(address)
            with CaptureQueriesContext(connection) as questions:
                assert sato.get(address).status_code == 200
            asked.append(len(questions))
        counts.append(asked)
    assert counts[0] == counts[1]
