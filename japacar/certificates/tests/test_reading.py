"""Readings as rows, and the command that reads without a database."""

import argparse
import json
import os
import sys
import threading
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import translation

from japacar.certificates import command
from japacar.certificates.actions import read_certificate
from japacar.certificates.models import Reading
from japacar.certificates.privacy import FIELDS
from japacar.certificates.tests import codes, make
from japacar.members.models import Dealer
from tests.make import viewer


def test_a_reading_keeps_facts_findings_and_only_the_hash_of_the_file(aoba: Dealer, seller_sato: object) -> None:
    data = make.as_json(make.ordinary(CarTotalWgt="1740"))

    reading = read_certificate(data, dealer_ref=aoba.event_ref, by=seller_sato)

    reading.refresh_from_db()
    assert reading.facts.model_code == "6AA-ZVW55"
    assert [finding.code for finding in reading.warnings] == ["gross_weight"]
    assert (reading.source, reading.kind, reading.file_ref) == ("file", "inspection_certificate", "")
    assert len(reading.sha256) == 64
    assert reading.missing == ()


def test_only_the_dealers_own_people_and_staff_see_a_reading(
    aoba: Dealer, minato: Dealer, seller_sato: object, seller_suzuki: object, stranger: object, staff_mori: object
) -> None:
    reading = read_certificate(make.as_json(make.kei()), dealer_ref=aoba.event_ref, by=seller_sato)

    def seen(who: object) -> list[Reading]:
        return list(Reading.objects.visible_to(viewer(who)))

    assert seen(seller_sato) == [reading]
    assert seen(staff_mori) == [reading]
    assert seen(seller_suzuki) == seen(stranger) == seen(None) == []


def test_every_field_of_the_row_is_declared() -> None:
    assert set(FIELDS["certificates.Reading"]) == {field.name for field in Reading._meta.get_fields()}


def run(*files: Path, as_json: bool = True) -> int:
    with translation.override("en"):
        return command.main(argparse.Namespace(files=[str(file) for file in files], json=as_json))


def test_the_command_prints_documents_without_a_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, kei, bad = tmp_path / "a.json", tmp_path / "b.csv", tmp_path / "c.pdf"
    good.write_bytes(make.as_json(make.with_canaries(make.ordinary())[0]))
    kei.write_bytes(make.as_csv(make.kei(), encoding="cp932"))
    bad.write_bytes(b"%PDF-1.7")

    code = run(good, bad, kei, tmp_path / "absent.json")

    printed = capsys.readouterr()
    documents = json.loads(printed.out)["documents"]
    assert code == 0
    assert [document["fields"]["first_registration"] for document in documents] == ["2021-06", "2019-05"]
    assert list(documents[0]) == ["kind", "source", "fields", "warnings", "missing"]
    assert documents[0]["fields"]["axle_ff"] == 860
    assert "カナリア" not in printed.out
    assert "c.pdf: The file is damaged" in printed.err
    assert "absent.json" in printed.err


def test_the_command_says_it_in_words_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(
        make.as_json(make.ordinary(CarTotalWgt="1740", EngineModel="", TwodimensionCodeInfoEngineModel="-"))
    )

    assert run(file, as_json=False) == 0

    printed = capsys.readouterr().out
    assert "  Fuel: Hybrid\n" in printed
    assert "! Gross weight is 1740 kg" in printed
    assert "Not found: Engine model" in printed


def test_the_command_fails_when_nothing_was_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "absent.json") == 1
    assert json.loads(capsys.readouterr().out) == {"documents": []}


def test_a_folder_stands_for_its_files_and_what_cannot_be_read_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "車検証.json").write_bytes(make.as_json(make.ordinary()))
    (tmp_path / "kei.csv").write_bytes(make.as_csv(make.kei()))
    (tmp_path / ".hidden").write_bytes(b"x")
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "z.txt").write_bytes(b"hello")

    assert run(tmp_path) == 0

    printed = capsys.readouterr()
    assert len(json.loads(printed.out)["documents"]) == 2
    assert "empty.jpg: This file is empty." in printed.err
    assert "z.txt" in printed.err
    assert ".hidden" not in printed.err


def test_names_and_addresses_come_out_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    markers = []
    for number, items in enumerate((make.ordinary(), make.kei(), make.form_b("見本カナリア株式会社"))):
        marked, said = make.with_canaries(items)
        markers += [*said, "見本カナリア"]
        for form, data in (("json", make.as_json(marked)), ("xml", make.as_xml(marked)), ("csv", make.as_csv(marked))):
            (tmp_path / f"{number}.{form}").write_bytes(data)

    for as_json in (True, False):
        for language in ("en", "ja"):
            with translation.override(language):
                command.main(argparse.Namespace(files=[str(tmp_path)], json=as_json))
            printed = capsys.readouterr()
            assert "車" in printed.out or as_json or language == "en"
            assert not [marker for marker in markers if marker in printed.out + printed.err]


def test_the_standard_input_and_a_pipe_are_read_once_and_searched_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = codes.sheet(codes.row_of(codes.PLATE.encode("cp932"), (20,)))
    photo = codes.file(rows.convert("RGB"), "PNG")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=BytesIO(photo)))
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    pouring = threading.Thread(target=pipe.write_bytes, args=(photo,))
    pouring.start()

    for name in ("-", str(pipe)):
        assert command.main(argparse.Namespace(files=[name], json=True)) == 0
        [document] = json.loads(capsys.readouterr().out)["documents"]
        assert document["fields"]["chassis_no"] == "RC63-IT233010"
    pouring.join()


@pytest.mark.parametrize("broken", ["nothing.jpg", "", "a\0b", "folder"])
def test_what_is_not_there_is_said_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: str) -> None:
    (tmp_path / "folder").mkdir()

    code = command.main(argparse.Namespace(files=[str(tmp_path / broken) if broken else broken], json=True))

    out = capsys.readouterr()
    assert code == 1
    assert json.loads(out.out) == {"documents": []}
    assert out.err
