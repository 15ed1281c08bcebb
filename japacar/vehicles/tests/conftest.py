"""Sato at his screen, and a disk that is empty for each test."""

from pathlib import Path
from typing import Any

import pytest

from japacar.accounts.models import User
from japacar.members.models import Dealer
from tests.cast import SignedIn


@pytest.fixture(autouse=True)
def disk(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def sato(seller_sato: User, aoba: Dealer) -> SignedIn:
    """A browser in which Sato is signed in, who sells at Aoba."""
    return SignedIn(seller_sato)
