"""`japacar bench import`: what a list of 5,000 cars costs, from the file through the dry run to the stock, and back as an export.

The one thing to know: it runs on a throw-away database of its own. Processor seconds are those of this process and of the limited
one that opens the file; memory is the most that this process ever held, with 500 rows and with all of them."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

ROWS = 5_000
GOAL_SECONDS = 60.0
GOAL_MB = 60.0


@dataclass
class Step:
    """One step over all rows: processor seconds, seconds of the clock, and the peak of memory after it in MB."""

    step: str
    cpu: float
    wall: float
    peak_mb: float


def main(options: argparse.Namespace) -> int:
    """1 when reading and dry run take longer than the goal, or memory grows with the rows."""
    with _site():
        _run(500, "w")
        small = _peak()
        steps = _run(ROWS, "b")
    dry = sum(step.cpu for step in steps if step.step in ("read", "dry run"))
    grown = steps[-1].peak_mb - small
    is_ok = dry < GOAL_SECONDS and grown < GOAL_MB
    if options.json:
        answer = {"rows": ROWS, "steps": [asdict(step) for step in steps], "grown_mb": round(grown, 1), "ok": is_ok}
        print(json.dumps(answer, indent=1))
    else:
        for step in steps:
            print(f"{step.step:<10} {step.cpu:7.1f} s CPU {step.wall:8.1f} s of day   peak {step.peak_mb:6.1f} MB")
        print(f"{ROWS} rows; {grown:.1f} MB more than for 500: {'kept' if is_ok else 'MISSED'}")
    return 0 if is_ok else 1


def _run(rows: int, mark: str) -> list[Step]:
    from japacar.members.models import Dealer
    from japacar.vehicles.bulk import actions, applying, exporting
    from japacar.vehicles.bulk.reading import read_table

    steps: list[Step] = []
    dealer, _ = Dealer.objects.get_or_create(
        slug=f"bench-{mark}", defaults={"name_ja": "計測", "name_en": "Bench", "status": Dealer.Status.APPROVED}
    )
    data = _workbook(rows, mark)
    with _timed("read", steps):
        table = read_table(data)
        found = actions.begin_import(dealer, table, sha256="0" * 64, language="ja", by="system")
    found.state, found.adds_models = found.State.CHECKING, True
    found.save()
    with _timed("dry run", steps):
        actions.check_import(found)
    failed = found.rows.filter(outcome="failed").first()
    assert failed is None, failed.reasons
    with _timed("take over", steps):
        applying.apply_import(found, by="system")
        applying.take_over(found)
    with _timed("export", steps):
        exporting.csv_bytes(exporting.stock_rows(dealer, "ja"))
    return steps


def _workbook(rows: int, mark: str) -> bytes:
    import io

    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(
        [
            "在庫番号",
            "メーカー",
            "車種",
            "グレード",
            "型式",
            "車台番号",
            "初度登録年月",
            "走行距離",
            "車両価格（万円）",
            "ミッション",
            "色",
            "燃料",
            "駆動",
            "ハンドル",
            "排気量",
            "定員",
            "全長",
            "全幅",
            "全高",
            "修復歴",
            "装備",
            "説明",
        ]
    )
    for n in range(rows):
        sheet.append(
            [f"{mark}-{n:05}", "トヨタ", "プラド", "TX Lパッケージ", "3BA-TRJ150W", f"TRJ150-{n:07}", f"平成{20 + n % 11}年{1 + n % 4}月",
             f"{30 + n % 90},{n % 1000:03}km", 100 + n % 400, "6速AT", "パールホワイト", "ガソリン", "4WD", "右", "2,690cc", 7, "482cm",
             "1,885mm", 1850, "なし", "ABS、ETC", "ワンオーナー。禁煙車。" * 8]
        )  # fmt: skip
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@contextlib.contextmanager
def _timed(name: str, steps: list[Step]) -> Iterator[None]:
    before, wall = _cpu(), time.perf_counter()
    yield
    steps.append(Step(name, round(_cpu() - before, 1), round(time.perf_counter() - wall, 1), round(_peak(), 1)))


def _cpu() -> float:
    """Of this process and of those that it started and that are over."""
    own, started = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + started.ru_utime + started.ru_stime


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextlib.contextmanager
def _site() -> Iterator[None]:
    """Django on an empty database and an empty disk of its own."""
    from config import cluster, postmaster

    with tempfile.TemporaryDirectory() as folder, cluster.throw_away(say=lambda *_: None) as running:
        os.environ |= {"JAPACAR_MODE": "test", "JAPACAR_DATA": folder}
        os.environ["DATABASE_URL"] = running.url(postmaster.SUPERUSER, postmaster.DATABASE)
        os.environ["DATABASE_OWNER_URL"] = os.environ["DATABASE_URL"]
        from config import migrate

        migrate.main(quiet=True)
        import django
        from django.db import connections

        django.setup()
        try:
            yield
        finally:
            connections.close_all()
