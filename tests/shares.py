"""How a run is shared out among processes: file by file, those that take longest first, so that all end at about the same time.

The one thing to know: what starts the real site stays in one process, which prepares it once and never runs two at a time."""

import sys
from contextlib import suppress
from importlib import import_module
from itertools import chain
from typing import Any

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

REAL_SITE = ("tests/crash/", "tests/journey/")
SLOW = (
    *REAL_SITE, "tests/house/test_access.py", "tests/house/test_nonsense.py", "tests/house/", "tests/system/",
    "japacar/kernel/tests/test_inspection.py",
)  # fmt: skip


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """Tests of one file share the things of their module, so one process gets them all."""

    def _split_scope(self, nodeid: str) -> str:
        return "the real site" if nodeid.startswith(REAL_SITE) else nodeid.partition("::")[0]


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
