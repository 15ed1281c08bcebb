"""`japacar bench pages`: what a page costs the server's processor, against a static file in the same run.

The pages run in this process through the WSGI entry, as a web process runs them. What the database's process spends on
them stands beside it, where it runs on this machine. Targets for the web process: search 20 ms, vehicle 15 ms."""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS = 5
REQUESTS = 40
TARGETS = {"search": 20.0, "search with filters": 20.0, "vehicle": 15.0}
STATIC = "static file"


def main(options: argparse.Namespace) -> int:
    """Measure and print; 1 when a page costs more than its target, 2 without anything to measure."""
    from django.test.utils import override_settings

    from config.wsgi import application

    with override_settings(ALLOWED_HOSTS=["*"]):
        addresses = _addresses()
        if "vehicle" not in addresses:
            print("There is no vehicle on sale to measure. `bin/japacar load-demo` makes some.")
            return 2
        figures = [_measured(application, name, path) for name, path in addresses.items()]
    floor = next((each["cpu_ms"] for each in figures if each["page"] == STATIC), 0)
    for each in figures:
        each["times_static"] = round(each["cpu_ms"] / floor, 1) if floor else None
    print(json.dumps(figures, indent=1) if options.json else _table(figures))
    return 0 if all(each["ok"] for each in figures) else 1


def _addresses() -> dict[str, str]:
    """The pages to measure: a full page of results, a filtered one, and the vehicle with the most photos."""
    from django.db.models import Count

    from japacar.accounts.viewers import Viewer
    from japacar.ui.jinja import static_url
    from japacar.vehicles.models import Vehicle

    cars = Vehicle.objects.visible_to(Viewer()).annotate(n=Count("photos"))
    shown = cars.order_by("-n", "reference").select_related("make").first()
    found = {STATIC: static_url("ui/japacar.css"), "search": "/en/cars/"}
    if shown is not None and shown.make is not None:
        found["search with filters"] = f"/en/cars/?make={shown.make.slug}&year_from=2005&price_to=5000000"
        found["vehicle"] = f"/en/cars/{shown.reference}/"
        found["home"] = "/en/"
    return found


def _measured(application: Callable[..., Any], name: str, path: str) -> dict[str, Any]:
    """Milliseconds of processor and of time of day per request: medians over the rounds, after a warm-up."""
    for _ in range(5):
        status, size = _ask(application, path)
    rounds = [_round(application, path) for _ in range(ROUNDS)]
    cpu, wall, database = (statistics.median(each[place] for each in rounds) for place in (0, 1, 2))
    target = TARGETS.get(name)
    is_ok = status == 200 and (target is None or cpu <= target)
    if name == STATIC and status != 200:
        is_ok = True  # Not collected here; the other figures stand without it.
    return {
        "page": name,
        "path": path,
        "status": status,
        "bytes": size,
        "cpu_ms": round(cpu, 2),
        "wall_ms": round(wall, 2),
        "database_cpu_ms": round(database, 2),
        "target_ms": target,
        "ok": is_ok,
    }


def _round(application: Callable[..., Any], path: str) -> tuple[float, float, float]:
    server = _server()
    cpu, wall, database = time.process_time(), time.perf_counter(), _spent(server)
    for _ in range(REQUESTS):
        _ask(application, path)
    spent = time.process_time() - cpu, time.perf_counter() - wall, _spent(server) - database
    return spent[0] / REQUESTS * 1000, spent[1] / REQUESTS * 1000, spent[2] / REQUESTS * 1000


def _server() -> int:
    """The number of the database's process that serves us."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _spent(process: int) -> float:
    """Seconds of processor time that the kernel has counted for it; 0 for one on another machine."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0.0


def _ask(application: Callable[..., Any], path: str) -> tuple[int, int]:
    """One visitor's request; (status, bytes)."""
    from wsgiref.util import setup_testing_defaults

    address, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br, zstd",
    }
    setup_testing_defaults(environ)
    seen: list[int] = []
    answer = application(environ, lambda status, headers, *rest: seen.append(int(status[:3])))
    size = sum(len(part) for part in answer)
    if hasattr(answer, "close"):
        answer.close()
    return seen[0], size


def _table(figures: list[dict[str, Any]]) -> str:
    lines = [f"{'page':<20} {'CPU ms':>8} {'target':>7} {'× static':>9} {'database':>9} {'of day':>8} {'bytes':>8}"]
    for each in figures:
        target = f"{each['target_ms']:.0f}" if each["target_ms"] else "-"
        times, mark = each["times_static"] or "-", "" if each["ok"] else "  over"
        cells = f"{each['cpu_ms']:>8.2f} {target:>7} {times:>9} {each['database_cpu_ms']:>9.2f} {each['wall_ms']:>8.2f}"
        lines.append(f"{each['page']:<20} {cells} {each['bytes']:>8}{mark}")
    return "\n".join(lines)
