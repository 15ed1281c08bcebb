"""The stock as a file: complete, harmless in a spreadsheet, and unchanged when it comes back."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from japacar.vehicles.attributes import ATTRIBUTES
from japacar.vehicles.bulk.columns import columns, exported
from japacar.vehicles.models import Vehicle
from japacar.vehicles.tests.lists import dry_run, outcomes
from tests import make

SIGNS = st.text(alphabet="=+-@'＝ＡaTX 髙①,;\"｜|・－", min_size=1, max_size=12).map(
    lambda text: " ".join(text.split())
)


def download(person, form: str, language: str = "en") -> bytes:
    answer = person.get(f"/{language}/sell/stock/export.{form}")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return answer.content


def table(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def a_stock(dealer) -> None:
    """Cars in every state, full ones, empty ones, and some with the oddest of what a field takes."""
    make.make_vehicle(dealer, rated_output_kw=Decimal("85.0"), equipment=["abs", "smart-key", "etc"], doors=0)
    make.make_vehicle(
        dealer, stock_number="0012", grade="=HYPERLINK(1)", description_ja="一行目\n\n三行目、終", seats=None
    )
    make.make_vehicle(dealer, stock_number="-1", chassis_no="国[01]0002国", description_en='\'=x, "quoted"; +1')
    bare = make.make_vehicle(dealer, stock_number="", chassis_no="", status="draft", price_minor=None)
    Vehicle.objects.filter(pk=bare.pk).update(make=None, model=None)
    make.make_vehicle(dealer, status="reserved", fuel="diesel_hybrid", repair_history="yes", grade="123456789012345678")
    make.make_vehicle(dealer, status="sold", location_prefecture="北海道", location_city="@札幌")
    make.make_vehicle(dealer, status="withdrawn", mileage_km=0, colour="other")
    tail = {
        "details": {
            "turbo": "twin",
            "one_owner": True,
            "service_book": False,
            "battery_soh_pct": "91.5",
            "cooling_c": -25,
        }
    }
    tail["particulars"] = {
        "registration_no": "所沢 300 あ 12-34",
        "yard_ready": "2026-12-01",
        "included_items": ["jack", "tools"],
    }
    tail["condition"] = {"flood": [{"claim": "no", "seen_on": "2026-11-01", "by": "dealer"}]}
    make.make_vehicle(
        dealer, body_type="truck", manufactured="2019-05", hours=120, condition_seen_on=date(2026, 1, 2), **tail
    )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("back_in", ["en", "ja"])
def test_the_export_comes_back_unchanged(sato, aoba, form, language, back_in):
    a_stock(aoba)
    if language != back_in and form == "xlsx":
        form = "csv"
    data = download(sato, form, language)
    translation.activate(back_in)

    found = dry_run(sato, data)

    assert set(outcomes(found).values()) == {"unchanged"}, list(found.rows.values("changes", "reasons"))
    assert len(outcomes(found)) == 8


@given(grade=SIGNS, city=SIGNS, number=SIGNS, words=SIGNS)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_dealer_writes_comes_back_unchanged(sato, aoba, grade, city, number, words):
    Vehicle.objects.all().delete()
    make.make_vehicle(aoba, grade=grade, location_city=city, stock_number=number, description_en=words)

    found = dry_run(sato, download(sato, "csv"))

    assert outcomes(found) == {2: "unchanged"}, list(found.rows.values("changes", "reasons"))


def test_no_cell_starts_a_formula(sato, aoba):
    a_stock(aoba)
    for row in table(download(sato, "csv")):
        assert not [cell for cell in row if cell[:1] in tuple("=+-@\t\r＝＋－＠") and cell]
    sheet = load_workbook(io.BytesIO(download(sato, "xlsx"))).active
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_export_holds_the_own_stock_alone_and_every_column(sato, aoba, minato):
    make.make_vehicle(aoba, stock_number="OURS")
    make.make_vehicle(minato, stock_number="THEIRS")

    rows = table(download(sato, "csv"))

    assert len(rows) == 2
    assert len(rows[0]) == len(exported()) == len(set(rows[0]))
    assert "OURS" in rows[1]
    assert set(columns()) >= {each.name for each in ATTRIBUTES}


def test_the_export_asks_the_database_as_often_for_many_cars(sato, aoba, django_assert_max_num_queries):
    for _ in range(5):
        make.make_vehicle(aoba)
    with django_assert_max_num_queries(12):
        download(sato, "csv")
