"""A disk of its own for every test, and a dealer's person without a dealer."""

from pathlib import Path

import pytest

from japacar.accounts.models import User
from tests import make


@pytest.fixture(autouse=True)
def disk(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def newcomer(db: None) -> User:
    return make.make_user("hoshino@hoshino.example.test", display_name="Hoshino", language="ja")
