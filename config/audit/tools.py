"""The two tools that are programs of their own: Lighthouse (Node) and the W3C's checker (Java), got through npm at fixed versions."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
from pathlib import Path
from typing import Any

from config import debian
from config.audit.goals import LIGHTHOUSE_GOALS, Report

HERE = Path(__file__).resolve().parent
PACKAGES = ["lighthouse@12.8.2", "chrome-launcher@1.2.1", "axe-core@4.14.1", "vnu-jar@26.9.27"]


def node_modules(cache: Path, report: Report) -> Path | None:
    """The folder with the four packages, filled at the first run; None and a line of why when that cannot be."""
    folder, mark = cache / "audit", cache / "audit" / "packages"
    if mark.exists() and mark.read_text() == " ".join(PACKAGES):
        return folder / "node_modules"
    if shutil.which("npm") is None or shutil.which("node") is None:
        report.skipped.append("Lighthouse, axe and the HTML checker: Node and npm are not on this machine.")
        return None
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}\n')
    order = ["npm", "install", "--ignore-scripts", "--no-fund", "--no-audit", "--save-exact", *PACKAGES]
    result = subprocess.run(order, cwd=folder, capture_output=True, text=True)
    if result.returncode:
        words = (result.stderr.strip().splitlines() or ["no reason given"])[-1]
        report.skipped.append(f"Lighthouse, axe and the HTML checker: npm could not get them ({words}).")
        return None
    mark.write_text(" ".join(PACKAGES))
    return folder / "node_modules"


def lighthouse(report: Report, modules: Path, pages: dict[str, str], *, runs: int) -> None:
    """Mobile scores of each page, medians of the runs."""
    order = ["node", str(HERE / "lighthouse.mjs"), str(modules), str(debian.browser()), str(runs), *pages.values()]
    result = subprocess.run(order, capture_output=True, text=True)
    if result.returncode:
        report.skipped.append(f"Lighthouse: it ended with {result.stderr.strip()[-200:]}")
        return
    found = json.loads(result.stdout)
    for name, address in pages.items():
        _judge(report, name, found[address])


def _judge(report: Report, name: str, runs: list[dict[str, Any]]) -> None:
    for category, goal in LIGHTHOUSE_GOALS.items():
        median = statistics.median(run["scores"][category] for run in runs)
        report.at_least(f"Lighthouse {category}, {name}", goal, median)
    report.none_of(
        f"Lighthouse audits failed, {name}", [f for run in runs for f in run["faults"]], of=f"{len(runs)} runs"
    )
    report.at_most(f"Largest paint, {name}", 1800, statistics.median(run["lcp_ms"] for run in runs), "ms")


def html(report: Report, modules: Path, folder: Path) -> None:
    """Errors of the W3C's checker in the pages that were saved in this folder."""
    if shutil.which("java") is None:
        report.skipped.append("The W3C checker of HTML: there is no Java on this machine.")
        return
    jar = modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    files = sorted(folder.glob("*.html"))
    order = [
        "java",
        "-Xss2m",
        "-jar",
        str(jar),
        "--errors-only",
        "--exit-zero-always",
        "--format",
        "json",
        *map(str, files),
    ]
    result = subprocess.run(order, capture_output=True, text=True)
    if not result.stderr.strip().startswith("{"):
        report.skipped.append(f"The W3C checker of HTML: it ended with {result.stderr.strip()[-200:]}")
        return
    faults = [
        f"{Path(each['url']).stem.replace('~', '/')} line {each.get('lastLine', '?')}: {each['message']}"
        for each in json.loads(result.stderr)["messages"]
    ]
    report.none_of("W3C HTML errors", faults, of=f"{len(files)} pages")
