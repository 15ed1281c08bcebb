"""The real site for each test of this folder; test_kill.py keeps one for all of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journey.stack import Stack, whole_site


@pytest.fixture
def site(empty_site: Path) -> Iterator[Stack]:
    with whole_site(empty_site) as stack:
        yield stack
