"""Whether the audit has looked at every page that the access table names: what nobody visited was not measured.

The one thing to know: this module alone loads Django, to ask the site's own addresses which page a path is."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from config import local

# Answers that are no pages: files, feeds, parts of a page, and addresses that only lead on.
NO_PAGES = {
    "up", "robots", "sitemap", "favicon", "security_txt", "permanent_store", "provider_callback",
    "files:photo", "files:private", "demo:paper", "accounts:text_source", "accounts:home", "documents:letter", "documents:paper",
    "vehicles:export_stock", "vehicles:import_errors", "vehicles:arrange_photos", "notices:open_notice",
    "shipping:instruction",
}  # fmt: skip
# Nobody of the demo is in this state for longer than a click, and the tests of the room look at it.
NOT_IN_THE_DEMO = {"members:answer"}


def not_visited(paths: Iterable[str], data: Path) -> list[str]:
    """Names of pages that none of these paths (`/en/cars/`) is."""
    os.environ.setdefault("JAPACAR_MODE", "demo")
    local.prepare_environment(data)
    import django

    django.setup()
    from django.urls import Resolver404, resolve

    from tests.house.access import ACCESS

    seen = set()
    for path in paths:
        try:
            seen.add(resolve(path).view_name)
        except Resolver404:
            continue
    pages = {name for name, row in ACCESS.items() if row.get is not None}
    return sorted(pages - NO_PAGES - NOT_IN_THE_DEMO - seen)
