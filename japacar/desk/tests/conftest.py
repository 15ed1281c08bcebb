"""A disk of its own for every test, and a dealer whose papers wait with staff."""

from pathlib import Path

import pytest

from japacar.accounts.models import User
from japacar.files.actions import store
from japacar.kernel.inspection import Slot
from japacar.kernel.tests import hostile
from japacar.members import actions
from japacar.members.models import Dealer
from tests import make


@pytest.fixture(autouse=True)
def disk(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def owner(db: None) -> User:
    return make.make_user("hoshino@hoshino.example.test", display_name="Hoshino", language="ja")


@pytest.fixture
def hoshino(owner: User) -> Dealer:
    """Complete, with a permit of two pages, and sent."""
    dealer = make.make_dealer(
        people=[owner], slug="hoshino", status=Dealer.Status.DRAFT, representative_born_on="1980-04-21"
    )
    permit = store(hostile.pdf(pages=2), slot=Slot.IDENTITY, owner_ref=dealer.event_ref, by=owner)
    details = {"permit_commission": dealer.permit_commission, "permit_number": dealer.permit_number}
    actions.save_permit(dealer, details, photo=permit, by=owner)
    make.make_identity(dealer, by=owner)
    return actions.submit_dealer(dealer, by=owner)
