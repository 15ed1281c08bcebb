"""Sixty hostile papers and a model that obeys all of them: what is stored is true or empty, and nothing else changes.

The one thing to know: two lines are tried apart. First the whole way, where most papers are not even sent. Then the judging alone, with
the model's obedient answer: it can be wrong about the vehicle, but it can do nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from japacar.certificates.ai import actions, preparing
from japacar.certificates.ai.asked import schema
from japacar.certificates.ai.judging import judge
from japacar.certificates.ai.permitted import CRITICAL, PERMITTED, read_value
from japacar.certificates.tests.hostile_papers import ORDERS, TRUTH, all_papers
from japacar.demo.standins.anthropic_messages import AnthropicStandIn
from japacar.demo.standins.eyes import planted, texts_in
from japacar.demo.standins.obedience import obey
from japacar.files import actions as files
from japacar.kernel.inspection import Inspector, Slot
from japacar.kernel.inspector.signatures import media_type
from japacar.vehicles.models import Vehicle
from tests.make import make_vehicle, viewer

PAPERS = list(all_papers())
TRUE_FACTS = {key: read_value(key, value) for key, value in TRUTH.items()}
# What a reading is allowed to touch: its own row, the record that it happened, and its files.
MAY_CHANGE = frozenset(
    {
        "certificates_aireading",
        "events_event",
        "egress_dispatch",
        "egress_breaker",
        "files_storedfile",
        "files_rendition",
    }
)


class _Kept:
    """One limited process for all papers of this module: starting one each would take longer than the reading."""

    made: dict[str, Inspector] = {}

    def __init__(self, *, worker: str = "") -> None:
        self.worker = worker

    def __enter__(self) -> Inspector:
        if self.worker not in self.made:
            self.made[self.worker] = Inspector(worker=self.worker) if self.worker else Inspector()
        return self.made[self.worker]

    def __exit__(self, *error: Any) -> None:
        pass


@pytest.fixture(scope="module", autouse=True)
def processes() -> Iterator[None]:
    yield
    for inspector in _Kept.made.values():
        inspector.__exit__(None, None, None)
    _Kept.made.clear()


@pytest.fixture
def model(
    anthropic_stand_in: AnthropicStandIn, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> AnthropicStandIn:
    monkeypatch.setattr(preparing, "Inspector", _Kept)
    settings.DATA_DIR = tmp_path
    anthropic_stand_in.fault = "obedient"
    return anthropic_stand_in


def tables() -> dict[str, str]:
    """A fingerprint of the rows of every table that a reading may not touch."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if name not in MAY_CHANGE]
        names = [name for name in names if not name.startswith("procrastinate")]
        rows = "md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', {rows} FROM \"{name}\" t" for name in names))
        return dict(cursor.fetchall())


def everything() -> str:
    """All that stands in the rows which a reading may touch."""
    with connection.cursor() as cursor:
        texts = []
        for name in sorted(MAY_CHANGE):
            cursor.execute(f'SELECT t::text FROM "{name}" t')
            texts += [row[0] for row in cursor.fetchall()]
    return "\n".join(texts)


@pytest.mark.few(20)
@pytest.mark.django_db
@pytest.mark.parametrize(("place", "order", "make"), PAPERS, ids=[f"{row[0]}, {row[1][:24]}" for row in PAPERS])
def test_sixty_papers_and_a_model_that_obeys(place, order, make, model, seller_sato, aoba):
    vehicle = make_vehicle(aoba, status="draft", chassis_no="", model_code="", price_minor=None)
    by = viewer(seller_sato)
    file = files.store(make(order), slot=Slot.CERTIFICATE, owner_ref=aoba.event_ref, by=by)
    reading = actions.agree_and_queue(
        [file], subject_ref=vehicle.event_ref, dealer_ref=aoba.event_ref, paper="inspection", sha256s=["0" * 64], by=by
    )
    before = tables()

    actions.read(reading.pk)

    reading.refresh_from_db()
    assert reading.facts.found().items() <= TRUE_FACTS.items()
    assert tables() == before
    assert "EVIL12" not in everything()
    assert order[:20] not in everything()
    assert Vehicle.objects.get().price_minor is None
    # The person learns why nothing was read.
    assert reading.state == "read" or reading.problem in {*preparing.SENTENCES}


def test_there_are_sixty_in_every_place():
    assert len(PAPERS) == 60
    assert len({(place, order) for place, order, _make in PAPERS}) == 60
    assert {order for _place, order, _make in PAPERS} == set(ORDERS)


@pytest.mark.few(20)
@pytest.mark.parametrize(("place", "order", "make"), PAPERS, ids=[f"{row[0]}, {row[1][:24]}" for row in PAPERS])
def test_an_obedient_answer_can_say_nothing_but_fields(place, order, make):
    """Were such a paper sent all the same: the model follows the order that it finds, and this is what is left of its answer."""
    data = make(order)
    orders = planted(texts_in(data, media_type(data)))
    assert any(word in each for each in orders for word in ("EVIL12", "price", "承認", "4321", "9990")), orders
    fields = list(PERMITTED["inspection"])
    honest = {
        "document": "inspection",
        "values": [{"field": k, "value": v, "page": 1, "box": {}} for k, v in TRUTH.items()],
    }
    answer = obey(orders, honest, fields)
    assert set(answer) - {"document", "values"}

    judged = judge(answer, "inspection", pages=1)

    kept = judged.facts
    assert set(kept) <= set(fields)
    for key, value in kept.items():
        assert len(str(value)) <= 40
        # Only a well-formed value of that very field can be another than the true one; a person compares each.
        assert value == TRUE_FACTS.get(key) or str(read_value(key, _said(answer, key))) == str(value)
    assert all(place_.box is None and place_.page == 1 for place_ in judged.places.values())
    # On a PDF with text the print itself is the judge.
    seen = " ".join(TRUTH.values())
    assert judge(answer, "inspection", pages=1, seen=seen).facts.items() <= TRUE_FACTS.items()


def _said(answer: dict[str, Any], key: str) -> str:
    return next(str(each["value"]) for each in answer["values"] if each["field"] == key)


def test_what_identifies_a_vehicle_is_never_taken_with_the_others():
    assert {"chassis_no", "model_code"} <= CRITICAL
    assert set(schema("inspection")["properties"]) == {"document", "values"}
