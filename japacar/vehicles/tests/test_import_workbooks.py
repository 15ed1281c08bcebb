"""Workbooks as dealers keep them: hidden sheets, titles and groups over the headings, merged cells, dates as numbers, sums below."""

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from japacar.vehicles.tests.lists import HEADINGS, PRADO, PRIUS, as_csv, dry_run, outcomes, reasons, take_over

pytestmark = pytest.mark.django_db


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_numbers(row: list[str], registered: Any) -> list[Any]:
    return [*row[:5], registered, 64_000, 318, *row[8:]]


def test_a_list_as_an_office_keeps_it(sato, aoba):
    book = Workbook()
    hidden = book.active
    hidden.title, hidden.sheet_state = "マスタ", "hidden"
    hidden.append(HEADINGS)
    hidden.append(["X-1", "日産", "ノート", "DBA-E12", "E12-123456", "H25.1", "1", "2", "AT", "白"])
    sheet = book.create_sheet("在庫")
    sheet.append(["2026年11月 在庫一覧"])
    sheet.merge_cells("A1:J1")
    sheet.append([])
    sheet.append(["車両情報", None, None, None, None, "年月", "状態", "金額", None, None])
    sheet.merge_cells("A3:E3")
    sheet.append(HEADINGS)
    sheet.append(as_numbers(PRADO, date(2020, 6, 1)))
    sheet.append([])
    # A day as Excel counts it, in a cell without a format.
    sheet.append(as_numbers(PRIUS, 43_252))
    sheet.row_dimensions[7].hidden = True
    sheet.append(["合計", None, None, None, None, None, None, "=SUM(H5:H7)", None, None])

    found = dry_run(sato, saved(book), adds_models="on")

    told = outcomes(found)
    assert [told[5], told[7]] == ["create", "create"]
    assert told[8] == "failed"
    assert reasons(found) == "This row adds up others and is no car."
    take_over(sato, found)
    prado, prius = (aoba.vehicles.get(stock_number=each) for each in ("A-1", "A-2"))
    assert (prado.first_registration, prado.mileage_km, prado.price_minor) == ("2020-06", 64_000, 3_180_000)
    assert (prius.first_registration, prius.model_code) == ("2018-06", "6AA-ZVW55")
    assert not aoba.vehicles.filter(stock_number="X-1").exists()


def test_headings_in_two_rows_are_found_where_the_columns_are_named(sato, aoba):
    book = Workbook()
    sheet = book.active
    sheet.append(["管理", "車両", None, None, None, "登録", "距離", "価格", "仕様", None])
    sheet.merge_cells("B1:E1")
    sheet.merge_cells("I1:J1")
    sheet.append(HEADINGS)
    sheet.append(PRADO)
    found = dry_run(sato, saved(book), adds_models="on")
    assert outcomes(found) == {3: "create"}, reasons(found)


def test_merged_cells_in_the_rows_fill_the_first_one_only(sato, aoba):
    book = Workbook()
    sheet = book.active
    sheet.append(HEADINGS)
    sheet.append(PRADO)
    sheet.append(PRIUS)
    # The make stands once for both rows.
    sheet["B3"] = None
    sheet.merge_cells("B2:B3")
    found = dry_run(sato, saved(book), adds_models="on")
    told = outcomes(found)
    assert told[2] == "create"
    assert told[3] == "failed"
    assert "make" in reasons(found).lower()


@pytest.mark.parametrize(
    "words", ["合計", "合　計", "小計：", "総計 2台", "計", "台数 12台", "Total", "TOTAL: 2 cars", "平均"]
)
def test_a_row_of_sums_becomes_no_car(sato, words):
    rows = [HEADINGS, PRADO, [words, "", "", "", "", "", "115,518", "466.5", "", ""]]
    found = dry_run(sato, as_csv(rows), adds_models="on")
    assert outcomes(found) == {2: "create", 3: "failed"}


@pytest.mark.parametrize("number", ["計-1", "TOTAL-7", "SUM001", "合計1号"])
def test_a_stock_number_that_only_sounds_like_a_sum_is_a_car(sato, number):
    found = dry_run(sato, as_csv([HEADINGS, [number, *PRADO[1:4], "", *PRADO[5:]]]), adds_models="on")
    assert outcomes(found) == {2: "create"}
