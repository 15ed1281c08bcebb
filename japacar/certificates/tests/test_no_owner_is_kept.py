"""The owner's and user's data go nowhere: not into the result, the row, the log, nor an error report (PP-1.1-l)."""

import json
import logging
import sys
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.views.debug import ExceptionReporter

from japacar.certificates import actions, official_file, official_items
from japacar.certificates.models import Reading
from japacar.certificates.tests import make

FORMS = {
    "ordinary json": (make.ordinary, make.as_json),
    "ordinary xml": (make.ordinary, make.as_xml),
    "ordinary csv": (make.ordinary, make.as_csv),
    "kei json": (make.kei, make.as_json),
    "kei xml": (make.kei, make.as_xml),
    "kei csv": (make.kei, make.as_csv),
}


@pytest.mark.parametrize("form", FORMS)
def test_no_marker_of_a_personal_item_comes_out(form: str, caplog: pytest.LogCaptureFixture) -> None:
    items, write = FORMS[form]
    marked, markers = make.with_canaries(items())

    with caplog.at_level(logging.DEBUG):
        document = official_file.read(write(marked))

    out = repr(document) + json.dumps(document.to_json(), ensure_ascii=False) + caplog.text
    assert document.fields.chassis_no
    # A town of that name says nothing of the vehicle.
    assert document.fields.parallel_import is False
    assert [marker for marker in markers if marker in out] == []


def test_the_row_holds_no_marker(db: None, caplog: pytest.LogCaptureFixture) -> None:
    marked, markers = make.with_canaries(make.ordinary(FormType="Ｂ"))

    with caplog.at_level(logging.DEBUG):
        actions.read_certificate(make.as_json(marked), dealer_ref="dealer:1", by="user:1")

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(reading)::text FROM certificates_reading AS reading")
        stored = cursor.fetchone()[0]
    assert "ZVW55-8012345" in stored
    assert [marker for marker in markers if marker in stored + caplog.text] == []


def test_a_report_of_our_own_fault_shows_nothing_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    marked, markers = make.with_canaries(make.ordinary())

    def broken(items: Any) -> Any:
        raise KeyError("a fault of ours")

    monkeypatch.setattr(official_file, "PRINTED", {**official_items.PRINTED, "seats": broken})
    try:
        actions.read_certificate(make.as_json(marked), dealer_ref="dealer:1", by="user:1")
    except KeyError:
        report = ExceptionReporter(RequestFactory().post("/"), *sys.exc_info()).get_traceback_text()

    assert "a fault of ours" in report
    assert [marker for marker in markers if marker in report] == []


def test_a_refused_file_leaves_no_row(db: None) -> None:
    with pytest.raises(actions.NotACertificate):
        actions.read_certificate(b'{"CertInfo": {"OwnernameLowLevelChar": "x"}}', dealer_ref="dealer:1", by="user:1")

    assert not Reading.objects.exists()
