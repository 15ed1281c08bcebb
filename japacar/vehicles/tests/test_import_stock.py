"""A dealer's list on its way into his stock, through the addresses a browser uses: columns, dry run, decision, and back."""

import csv
import io
import re

import pytest

from japacar.events.models import Event
from japacar.files.models import StoredFile
from japacar.vehicles import tasks
from japacar.vehicles.bulk import actions
from japacar.vehicles.bulk.models import ColumnPreset, StockImport
from japacar.vehicles.models import CarModel, Vehicle
from japacar.vehicles.tests import lists
from japacar.vehicles.tests.lists import HEADINGS, IMPORT, PRADO, PRIUS, as_csv, as_xlsx, dry_run, outcomes, reasons
from tests import make
from tests.cast import SignedIn


@pytest.fixture(autouse=True)
def prado_is_known(db):
    make.make_model()


def stock(**over):
    return list(Vehicle.objects.filter(**over).order_by("stock_number").values_list("stock_number", flat=True))


def test_a_list_is_tried_first_and_then_taken_over(sato, aoba):
    found = dry_run(sato, as_csv([["在庫表"], [], HEADINGS, PRADO, PRIUS], "cp932"), adds_models="on")

    assert Vehicle.objects.count() == 0
    assert outcomes(found) == {4: "create", 5: "create"}
    page = sato.get(f"{IMPORT}{found.pk}/").content.decode()
    assert "Take 2 rows over" in page

    lists.take_over(sato, found)

    prado, prius = Vehicle.objects.order_by("stock_number")
    assert (prado.status, prado.model.name_en, prado.first_registration) == ("draft", "Land Cruiser Prado", "2020-06")
    assert (prado.mileage_km, prado.price_minor, prado.transmission, prado.colour) == (64_000, 3_180_000, "at", "pearl")
    assert (prius.model.name_ja, prius.price_minor, prius.location_prefecture) == ("プリウス", 1_485_000, "埼玉県")
    assert found.state == "done"
    assert (
        Event.objects.filter(kind="vehicle.drafted", actor=Event.objects.get(kind="import.applied").actor).count() == 2
    )


def test_one_bad_row_stops_nothing_and_comes_back_with_its_reason(sato):
    bad = ["A-3", "トヨダ", "プラド", "", "", "平成31年5月", "たくさん", "-1", "念力", "虹"]
    found = dry_run(sato, as_csv([HEADINGS, bad, PRADO]))
    assert outcomes(found) == {2: "failed", 3: "create"}
    lists.take_over(sato, found)
    assert stock() == ["A-1"]

    answer = sato.get(f"{IMPORT}{found.pk}/errors.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][2:] == HEADINGS
    assert (rows[1][0], rows[1][2], len(rows)) == ("2", "A-3", 2)
    for part in ("トヨダ", "First registration", "Odometer", "Price", "Transmission", "Colour"):
        assert part in rows[1][1]
    # The file can be corrected and sent as it is.
    rows[1][3:] = PRIUS[1:]
    again = dry_run(sato, as_csv([["", *row[1:]] if n else row for n, row in enumerate(rows)]), adds_models="on")
    assert outcomes(again) == {2: "create"}


def test_a_known_column_offers_its_meaning_and_all_others_when_another_is_wanted(sato):
    found = lists.send(sato, as_csv([HEADINGS, PRADO]))
    columns = f"{IMPORT}{found.pk}/columns/"
    guessed = sato.get(columns).content.decode()
    select = re.search(r'<select name="column-1".*?</select>', guessed, re.DOTALL)[0]
    assert re.findall(r'value="([^"]*)"', select) == ["", "make", "other"]

    keys = {f"column-{place}": key for place, key in enumerate(found.layout["keys"])}
    asked = sato.post(columns, {**keys, "column-1": "other", "preset": "毎週の一覧"})
    assert asked.status_code == 422
    page = asked.content.decode()
    select = re.search(r'<select name="column-1".*?</select>', page, re.DOTALL)[0]
    assert {"", "make", "colour", "grade"} < set(re.findall(r'value="([^"]*)"', select))
    assert ('aria-invalid="true"' in select, "毎週の一覧" in page) == (True, True)
    found.refresh_from_db()
    assert (found.state, ColumnPreset.objects.count()) == ("uploaded", 0)

    begun = sato.post(columns, {**keys, "column-1": "grade"})
    assert begun.status_code == 302
    found.refresh_from_db()
    assert found.layout["keys"][1] == "grade"


def test_updates_show_the_old_and_the_new_and_empty_cells_change_nothing(sato, aoba, prado):
    row = [prado.stock_number, "", "", "", prado.chassis_no, "", "", "300", "", "白"]
    found = dry_run(sato, as_csv([HEADINGS, row]))

    change = found.rows.get()
    assert (change.outcome, change.changes) == (
        "update", {"price": ["3180000", "3000000"], "colour": ["Pearl white", "White"]},
    )  # fmt: skip
    page = sato.get(f"{IMPORT}{found.pk}/").content.decode()
    assert "<del>3180000</del>" in page
    lists.take_over(sato, found)
    prado.refresh_from_db()
    assert (prado.price_minor, prado.colour, prado.mileage_km, prado.status) == (
        3_000_000,
        "white",
        64_218,
        "published",
    )
    assert Event.objects.filter(subject=prado.event_ref, kind="vehicle.price_changed").count() == 1


@pytest.mark.parametrize(
    ("stock_number", "chassis", "outcome", "reason"),
    [
        ("S-1", "TRJ150-1111111", "unchanged", ""),
        ("S-1", "", "unchanged", ""),
        ("", "TRJ150-1111111", "unchanged", ""),
        ("", "ｔｒｊ１５０－１１１１１１１", "unchanged", ""),
        ("S-1", "TRJ150-9999999", "failed", "Stock number S-1 is the car with chassis number TRJ150-1111111"),
        ("S-9", "TRJ150-1111111", "failed", "is your stock number S-1, and the row says S-9"),
        ("S-2", "TRJ150-1111111", "failed", "Stock number S-2 is the car with chassis number TRJ150-2222222"),
        ("S-3", "TRJ150-3333333", "update", ""),
        ("S-3", "TRJ150-1111111", "failed", "belong to two cars of your stock"),
        ("", "", "failed", "neither a stock number nor a chassis number"),
        ("S-5", "TRJ150-5555555", "create", ""),
        ("", "TRJ150-4444444", "failed", "Several cars of your stock"),
        ("S-6", "TRJ150-6666666", "create", ""),
    ],
)
def test_a_row_is_one_car_or_says_why_it_is_none(sato, aoba, stock_number, chassis, outcome, reason):
    make.make_vehicle(aoba, stock_number="S-1", chassis_no="TRJ150-1111111")
    make.make_vehicle(aoba, stock_number="S-2", chassis_no="TRJ150-2222222")
    make.make_vehicle(aoba, stock_number="S-3", chassis_no="", status="draft")
    make.make_vehicle(aoba, stock_number="S-41", chassis_no="TRJ150-4444444")
    make.make_vehicle(aoba, stock_number="S-42", chassis_no="TRJ150-4444444", status="draft")
    make.make_vehicle(aoba, stock_number="S-60", chassis_no="TRJ150-6666666", status="sold")

    found = dry_run(sato, as_csv([["在庫番号", "車台番号"], [stock_number, chassis or "-"]]))

    assert set(outcomes(found).values()) == {outcome}
    assert reason in reasons(found)
    assert bool(reasons(found)) == (outcome == "failed")


def test_the_same_car_twice_in_a_file_counts_once(sato):
    twice = [["A-1", "TRJ150-0000001"], ["A-1", "TRJ150-0000002"], ["A-3", "TRJ150-0000001"], ["A-4", "TRJ150-0000004"]]
    found = dry_run(sato, as_csv([["stock no", "chassis no"], *twice]))

    assert outcomes(found) == {2: "create", 3: "failed", 4: "failed", 5: "create"}
    assert "Row 2 speaks of the same car: A-1" in reasons(found)


@pytest.mark.parametrize("status", ["reserved", "sold"])
def test_a_car_in_a_deal_stays_as_the_buyer_saw_it(sato, aoba, status):
    car = make.make_vehicle(aoba, stock_number="S-1", status=status)
    found = dry_run(sato, as_csv([["stock no", "price"], ["S-1", "1,000,000"]]))

    assert outcomes(found) == {2: "failed"}
    assert "stays as the buyer saw it" in reasons(found)
    lists.take_over(sato, found)
    car.refresh_from_db()
    assert car.price_minor == 3_180_000


def test_another_dealers_car_is_never_touched(sato, aoba, minato):
    theirs = make.make_vehicle(minato, stock_number="M-1", chassis_no="TRJ150-7777777")
    rows = [["M-1", "TRJ150-7777777", ""], ["M-2", "", theirs.reference]]
    found = dry_run(sato, as_csv([["stock no", "chassis no", "ref no"], *rows]))

    assert outcomes(found) == {2: "create", 3: "failed"}
    assert "Another dealer offers a car" in found.rows.get(number=2).notes[0]
    assert f"{theirs.reference} is not in your stock" in reasons(found)
    lists.take_over(sato, found)
    theirs.refresh_from_db()
    assert (theirs.dealer, theirs.stock_number) == (minato, "M-1")


def test_columns_are_asked_shown_with_samples_and_kept(sato, aoba):
    found = lists.send(sato, as_csv([["番", "Bemerkung", "価格"], ["A-1", "x", "100万"]]))
    address = f"{IMPORT}{found.pk}/columns/"
    page = sato.get(address).content.decode()
    assert "Bemerkung" in page
    assert "100万" in page

    answer = sato.post(address, {"column-0": "", "column-1": "", "column-2": "price"})
    assert answer.status_code == 422
    assert "Say which column holds your stock number" in answer.content.decode()
    answer = sato.post(address, {"column-0": "price", "column-1": "stock_number", "column-2": "price"})
    assert (answer.status_code, "means this already" in answer.content.decode()) == (422, True)
    assert not found.rows.exists()

    lists.begin(sato, found, **{"column-0": "stock_number", "column-1": "grade", "preset": "My program"})
    assert outcomes(found) == {2: "create"}
    # The next list is understood at once, whatever the order.
    again = lists.send(sato, as_csv([["Bemerkung", "番"], ["y", "A-2"]]))
    assert again.layout["keys"] == ["grade", "stock_number"]
    assert ColumnPreset.objects.get().name == "My program"


def test_another_row_may_hold_the_headings(sato):
    found = lists.send(sato, as_csv([["make", "model"], ["nummer", "preis"], ["A-1", "100万"]]))
    assert found.layout["heading"] == 0
    sato.post(f"{IMPORT}{found.pk}/columns/", {"do": "heading", "heading": "2"})
    found.refresh_from_db()
    assert (found.layout["heading"], found.layout["headings"]) == (1, ["nummer", "preis"])


def test_an_unknown_model_is_asked_about(sato):
    data = as_csv([HEADINGS, PRIUS])
    found = dry_run(sato, data)
    assert "Allow new models" in reasons(found)
    lists.take_over(sato, found)
    assert not CarModel.objects.filter(name_ja="プリウス").exists()
    assert "becomes a new model" in dry_run(sato, data, adds_models="on").rows.get().notes[0]


@pytest.mark.parametrize(
    ("text", "model", "grade"),
    [("トヨタ プラド TX", "Land Cruiser Prado", "TX"), ("Toyota　Land Cruiser Prado", "Land Cruiser Prado", "")],
)
def test_make_and_model_may_stand_in_one_column(sato, text, model, grade):
    found = dry_run(sato, as_csv([["在庫番号", "車名"], ["A-1", text]]))
    lists.take_over(sato, found)
    car = Vehicle.objects.get()
    assert (car.model.name_en, car.grade) == (model, grade)


def test_a_workbook_is_read_with_its_dates_and_numbers(sato):
    import datetime

    rows = [["Stock no", "First registration", "Price", "Mileage", "Make", "Model"]]
    rows.append(["A-1", datetime.datetime(2018, 6, 1), 1234000, 64218.0, "Toyota", "Prado"])
    found = dry_run(sato, as_xlsx([[None], *rows]))
    lists.take_over(sato, found)
    car = Vehicle.objects.get()
    assert (car.first_registration, car.price_minor, car.mileage_km) == ("2018-06", 1_234_000, 64_218)


def test_what_changed_after_the_dry_run_is_not_overwritten(sato, aoba, prado):
    rows = [[prado.stock_number, "3,000,000"], ["N-1", "1,000,000"], ["N-2", "1,000,000"]]
    found = dry_run(sato, as_csv([["stock no", "price"], *rows]))
    Vehicle.objects.filter(pk=prado.pk).update(price_minor=2_900_000)
    make.make_vehicle(aoba, stock_number="N-1")

    lists.take_over(sato, found)

    prado.refresh_from_db()
    assert prado.price_minor == 2_900_000
    assert list(found.rows.values_list("state", flat=True)) == ["refused", "refused", "applied"]
    assert "changed after the dry run" in reasons(found)
    assert stock(status="draft") == ["N-2"]


def test_a_run_that_is_killed_goes_on_and_makes_nothing_twice(sato, monkeypatch):
    rows = [[f"K-{n:03}", f"TRJ150-{1000000 + n}"] for n in range(130)]
    found = dry_run(sato, as_csv([["stock no", "chassis no"], *rows]))
    from japacar.vehicles.bulk import applying

    real, calls = applying._apply, []

    def dying(row, *given):
        calls.append(row)
        if len(calls) == 75:
            raise SystemExit
        real(row, *given)

    monkeypatch.setattr(applying, "_apply", dying)
    with pytest.raises(SystemExit):
        lists.take_over(sato, found)
    # The batch that was under way is gone as a whole, the one before stands.
    assert Vehicle.objects.count() == 50
    monkeypatch.setattr(applying, "_apply", real)
    tasks.apply_import(import_id=str(found.pk))
    tasks.apply_import(import_id=str(found.pk))
    assert Vehicle.objects.count() == 130
    assert Event.objects.filter(kind="vehicle.drafted").count() == 130
    found.refresh_from_db()
    assert found.state == "done"


def test_stopping_and_taking_back(sato, aoba, monkeypatch):
    rows = [[f"K-{n:03}"] for n in range(120)]
    found = dry_run(sato, as_csv([["stock no", "x"], *[[*row, "x"] for row in rows]]))
    from japacar.vehicles.bulk import applying

    real, calls = applying._apply, []

    def stopping(row, stock_import, *given):
        calls.append(row)
        real(row, stock_import, *given)
        if len(calls) == 60:
            actions.cancel_import(stock_import)

    monkeypatch.setattr(applying, "_apply", stopping)
    lists.take_over(sato, found)
    assert (found.state, Vehicle.objects.count()) == ("cancelled", 100)

    kept = Vehicle.objects.get(stock_number="K-000")
    model = make.make_model()
    sale = {"status": "published", "make": model.make, "model": model, "price_minor": 1000, "mileage_km": 1}
    Vehicle.objects.filter(pk=kept.pk).update(**sale)
    sato.post(f"{IMPORT}{found.pk}/undo/", {})
    tasks.undo_import(import_id=str(found.pk))
    found.refresh_from_db()
    assert found.state == "undone"
    assert Vehicle.objects.filter(status="withdrawn").count() == 99
    assert "no draft any more" in reasons(found)


def test_only_complete_cars_are_put_on_sale_and_the_rest_say_what_lacks(sato):
    found = dry_run(sato, as_csv([HEADINGS, PRADO]), publishes="on")
    lists.take_over(sato, found)
    assert Vehicle.objects.get().status == "draft"
    assert "Stays a draft" in found.rows.get().notes[0]
    assert "photos" in found.rows.get().notes[0]


def test_a_list_is_forgotten_after_its_days_with_its_cells(sato, tmp_path, monkeypatch):
    found = dry_run(sato, as_csv([[*HEADINGS, "顧客名"], [*PRADO, "目印カナリア"]]))
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and "目印カナリア".encode() in p.read_bytes()]
    assert "目印カナリア" not in str(list(found.rows.values())) + str(StockImport.objects.values())
    StockImport.objects.update(created_at=found.created_at - actions.timedelta(days=15))
    tasks.forget_imports()
    assert not StockImport.objects.exists()
    assert not StoredFile.objects.exists()


def test_strangers_find_no_list_and_nothing_to_press(sato, seller_suzuki, minato):
    found = dry_run(sato, as_csv([HEADINGS, PRADO]))
    suzuki = SignedIn(seller_suzuki)
    for part in ("", "columns/", "errors.csv"):
        assert suzuki.get(f"{IMPORT}{found.pk}/{part}").status_code == 404
    for part in ("columns/", "apply/", "stop/", "undo/"):
        assert suzuki.post(f"{IMPORT}{found.pk}/{part}", {}).status_code == 404
    found.refresh_from_db()
    assert found.state == "checked"


def test_the_page_asks_the_database_as_often_for_many_rows(sato, django_assert_num_queries):
    few = dry_run(sato, as_csv([["stock no", "x"], ["A-1", "x"]]))
    many = dry_run(sato, as_csv([["stock no", "x"], *[[f"B-{n}", "x"] for n in range(40)]]))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        sato.get(f"{IMPORT}{few.pk}/")
    with django_assert_num_queries(len(one)):
        sato.get(f"{IMPORT}{many.pk}/")
