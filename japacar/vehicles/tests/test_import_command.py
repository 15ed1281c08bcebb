"""`japacar import-stock`: the same as the pages, for a program."""

import json

import pytest

from config.cli import _parser
from japacar.files.models import StoredFile
from japacar.vehicles.bulk import command
from japacar.vehicles.bulk.models import ColumnPreset, StockImport
from japacar.vehicles.models import Vehicle
from japacar.vehicles.tests.lists import HEADINGS, PRADO, as_csv
from tests import make


@pytest.fixture
def run(settings, tmp_path, capsys, aoba):
    settings.DATA_DIR = tmp_path
    make.make_model()

    def run(rows, *words):
        path = tmp_path / "stock.csv"
        path.write_bytes(as_csv(rows, "cp932"))
        code = command.main(_parser().parse_args(["import-stock", str(path), "--dealer", "aoba", "--json", *words]))
        out = capsys.readouterr()
        return code, json.loads(out.out) if out.out else out.err

    return run


def test_a_dry_run_tells_everything_and_leaves_nothing(run):
    code, answer = run([HEADINGS, PRADO, ["", "x"]], "--dry-run")

    assert (code, answer["counts"]) == (1, {"create": 1, "update": 0, "unchanged": 0, "failed": 1})
    assert answer["columns"]["車両価格（万円）"] == "price"
    assert not Vehicle.objects.exists()
    assert not StockImport.objects.exists()
    assert not StoredFile.objects.exists()


def test_without_it_the_rows_are_taken_over(run):
    code, answer = run([HEADINGS, PRADO])

    car = Vehicle.objects.get()
    assert (code, answer["rows"][0]["vehicle"], car.price_minor) == (0, car.reference, 3_180_000)


def test_a_preset_names_the_columns(run, aoba):
    rows = [["eins", "zwei"], ["A-1", "100万"]]
    assert run(rows)[0] == 2
    ColumnPreset.objects.create(dealer=aoba, name="mine", columns={"eins": "stock_number", "zwei": "price"})
    assert run(rows, "--preset", "mine")[0] == 0
    assert Vehicle.objects.get().price_minor == 1_000_000


@pytest.mark.parametrize("words", [("--dealer", "nobody"), ("--preset", "none")])
def test_what_is_not_there_is_said(run, words):
    code, said = run([HEADINGS, PRADO], *words)

    assert code == 2
    assert words[1] in said
    assert not StockImport.objects.exists()
