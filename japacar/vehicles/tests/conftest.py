"""Sato at his screen, a disk that is empty for each test, and a phone with the editor of `draft`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from japacar.accounts.models import User
from japacar.members.models import Dealer
from japacar.vehicles.models import Vehicle
from tests.browser import phone_of
from tests.cast import SignedIn


@pytest.fixture(autouse=True)
def disk(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def sato(seller_sato: User, aoba: Dealer) -> SignedIn:
    """A browser in which Sato is signed in, who sells at Aoba."""
    return SignedIn(seller_sato)


@pytest.fixture
def page(live_server: Any, draft: Vehicle) -> Iterator[Any]:
    """The editor of the test's own `draft` in Chromium at 360 pixels; whoever sells it is signed in."""
    seller = draft.dealer.memberships.get().user
    with phone_of(seller, f"{live_server.url}/en/sell/cars/{draft.reference}/") as page:
        yield page
