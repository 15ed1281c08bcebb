"""The payment request that the tests of this room begin with."""

import pytest

from japacar.deals.models import Deal
from japacar.payments.models import PaymentRequest
from tests import drive


@pytest.fixture
def payment(deal: Deal) -> PaymentRequest:
    return drive.to_payment_requested(deal)
