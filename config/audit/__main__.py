"""The command: `bin/audit [--url http://localhost:8000] [--only …] [--role …] [--json]`; 1 when a goal is missed."""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from config import debian, local
from config.audit import memory, pages, site, tools
from config.audit.goals import Report

THREE = ("home", "search", "vehicle")
PARTS = ("memory", "lighthouse", "weight", "pages", "html")


def main() -> int:
    """0 when every goal that was measured is met, 1 when one is missed, 2 when nothing could be measured."""
    parser = argparse.ArgumentParser(prog="bin/audit", description=(
        "Measure a running demo: Lighthouse, axe, HTML, weight, languages, cookies. Node and Java where present."))  # fmt: skip
    parser.add_argument("--url", help="a demo that runs already (default: start one on a throw-away data folder)")
    parser.add_argument("--data", type=Path, help="its data folder, to measure its memory")
    parser.add_argument("--only", action="append", choices=PARTS, help="only this part (may be repeated)")
    parser.add_argument("--role", action="append", choices=list(site.ROLES), help="only this role's pages")
    parser.add_argument("--runs", type=int, default=3, help="runs of which the median counts (default 3)")
    parser.add_argument("--quick", action="store_true", help="two of the four looks, one run: for work in between")
    parser.add_argument("--json", action="store_true", help="answer in JSON, for a program")
    options = parser.parse_args()
    options.runs = 1 if options.quick else options.runs
    if options.only != ["memory"]:
        debian.need_browser()
    with site.running(options.url) as (base, data):
        report = Report(base)
        options.data = options.data or data
        _measure(report, options)
    print(json.dumps(report.as_data(), ensure_ascii=False, indent=1) if options.json else report.as_table())
    return 0 if report.is_met else 1


def _measure(report: Report, options: argparse.Namespace) -> None:
    from playwright.sync_api import sync_playwright

    parts = options.only or PARTS
    if "memory" in parts:
        memory.measure(report, options.data)
    if parts == ["memory"]:
        return
    modules = tools.node_modules(local.data_folder() / "cache", report)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        browser = debian.launch(play)
        shown = _three_pages(browser, report.address)
        # Figures of two pages out of three must not pass for all.
        report.none_of("Pages to measure that are missing", [n for n in THREE if n not in shown], of=f"{len(THREE)}")
        if "weight" in parts:
            pages.first_visit(report, browser, shown, runs=options.runs)
        if "pages" in parts or "html" in parts:
            axe = modules / "axe-core" / "axe.min.js" if modules and "pages" in parts else None
            looks = pages.LOOKS[::3] if options.quick else pages.LOOKS
            roles = options.role or list(site.ROLES)
            data = options.data or local.data_folder()
            pages.look_at_all(
                report, browser, report.address, roles, axe=axe, html=Path(folder), looks=looks, data=data
            )
        browser.close()
        if modules and "html" in parts:
            tools.html(report, modules, Path(folder))
        if modules and "lighthouse" in parts:
            tools.lighthouse(report, modules, shown, runs=options.runs)


def _three_pages(browser: Any, base: str) -> dict[str, str]:
    """Home, search, and the first vehicle that the search shows."""
    page = browser.new_page()
    page.goto(f"{base}/en/cars/")
    html = page.content()
    page.close()
    found = re.search(r'href="(/en/cars/[A-Z]{2}-[0-9A-Z]+/)"', html)
    shown = {"home": f"{base}/en/", "search": f"{base}/en/cars/"}
    return shown | ({"vehicle": f"{base}{found[1]}"} if found else {})


if __name__ == "__main__":
    sys.exit(main())
