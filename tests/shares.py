"""How a run is shared out among processes: file by file, those that take longest first, so that all end at about the same time.

The one thing to know: what starts the real site stays in one process, which prepares it once and never runs two at a time; so does
what loads the libraries of the services that are asked."""

import sys
from contextlib import suppress
from importlib import import_module
from itertools import chain
from typing import Any

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

REAL_SITE = ("tests/crash/", "tests/journey/")
# What asks the services' libraries: to load them takes seconds of each process that does.
ASKING = (
    "japacar/certificates/tests/test_ai_", "japacar/certificates/tests/test_hostile_papers.py",
    "japacar/egress/tests/test_asking.py", "japacar/quotes/tests/test_price_help.py",
)  # fmt: skip
TOGETHER = {"the real site": REAL_SITE, "what asks services": ASKING}
SLOW = (
    *REAL_SITE, "tests/house/test_access.py", "tests/house/test_nonsense.py", *ASKING, "tests/house/", "tests/system/",
    "japacar/kernel/tests/test_inspection.py",
)  # fmt: skip


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """Tests of one file share the things of their module, so one process gets them all."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((name for name, files in TOGETHER.items() if file.startswith(files)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    config.option.loadscopereorder = False
    return ByFile(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """In a new check-out each file is compiled once, by the first to load it: to compile them all takes longer than to run most rooms,
    and whoever begins at another place finds the rest done by the others."""
    if (worker := getattr(session.config, "workerinput", None)) is None or sys.dont_write_bytecode:
        return
    root = session.config.rootpath
    asked = [root / name.partition("::")[0] for name in session.config.args]
    files = sorted(chain.from_iterable(path.rglob("test_*.py") if path.is_dir() else [path] for path in asked))
    start = len(files) * int(worker["workerid"].removeprefix("gw")) // worker["workercount"]
    for path in files[start:] + files[:start]:
        # What does not load is reported when its tests are collected.
        with suppress(Exception):
            import_module(".".join(path.relative_to(root).with_suffix("").parts))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first; the rest stays as it was shuffled."""
    items.sort(key=lambda item: next((at for at, name in enumerate(SLOW) if item.nodeid.startswith(name)), len(SLOW)))
