"""The real site for tests that click and kill: an empty one is prepared once for a run, and whoever needs one starts a copy."""

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def empty_site() -> Iterator[Path]:
    """The data folder of a stopped site; `tests.journey.stack.whole_site` copies and starts it."""
    from tests.journey.stack import prepared

    with prepared() as folder:
        yield folder
