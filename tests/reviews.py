"""Most tests publish a car of a dealer who has none yet. The rule that staff look at his first ones is asked for where it is meant."""

from collections.abc import Iterator

import pytest
from django.conf import settings


@pytest.fixture(scope="session", autouse=True)
def no_review_of_first_listings() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "LISTING_REVIEW_FIRST", 0)
        yield
