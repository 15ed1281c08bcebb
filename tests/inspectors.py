"""Uploads in tests are opened by the real limited process, but one is kept for many files: each start costs half a second.

The one thing to know: a test of the process itself asks for `an_inspector_each`, and gets a new one for every file, as in production."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from subprocess import Popen
from typing import Any

import pytest

from japacar.kernel.inspection import MEMORY_BYTES, Inspector

# Memory that a decoder does not give back counts for the next file; so each process ends after some.
FILES_OF_ONE = 40


class Keeper:
    """The processes that wait for their next file, and how many each has had."""

    def __init__(self) -> None:
        #: By what they do: one opens uploads, another lists, another looks for codes.
        self.waiting: dict[str, list[Popen[bytes]]] = defaultdict(list)
        self.files: Counter[Popen[bytes]] = Counter()
        self.is_used = True

    def is_for(self, inspector: Inspector) -> bool:
        """One of the product's own; those that tests write misbehave."""
        is_real = inspector._worker.endswith(".worker") and inspector._memory_bytes == MEMORY_BYTES
        return self.is_used and is_real


@pytest.fixture(scope="session", autouse=True)
def kept_inspectors() -> Iterator[Keeper]:
    keeper, started, leave = Keeper(), Inspector._started, Inspector.__exit__

    def kept_started(self: Inspector) -> Popen[bytes]:
        if self._process is None and keeper.waiting[self._worker] and keeper.is_for(self):
            self._process = keeper.waiting[self._worker].pop()
        return started(self)

    def kept_exit(self: Inspector, *error: Any) -> None:
        process = self._process
        if process is not None and keeper.is_for(self) and process.poll() is None:
            keeper.files[process] += 1
            if keeper.files[process] < FILES_OF_ONE:
                keeper.waiting[self._worker].append(process)
                self._process = None
        leave(self, *error)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Inspector, "_started", kept_started)
        patch.setattr(Inspector, "__exit__", kept_exit)
        yield keeper
    for process in chain.from_iterable(keeper.waiting.values()):
        last = Inspector()
        last._process = process
        last._stop()


@pytest.fixture(scope="module")
def an_inspector_each(kept_inspectors: Keeper) -> Iterator[None]:
    kept_inspectors.is_used = False
    yield
    kept_inspectors.is_used = True
