"""A disk of its own for every test."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def disk(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path
