"""In a real browser: the proof of a transfer from a telephone whose link drops."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from japacar.payments.models import PaymentRequest, TransferProof
from japacar.payments.tests.pages import pay_url
from tests.browser import OLDER, beside, phone_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(live_server: Any, payment: PaymentRequest) -> Iterator[Any]:
    """Where the buyer pays, at 360 pixels."""
    with phone_of(payment.deal.buyer, f"{live_server.url}{pay_url(payment)}") as page:
        yield page


def proofs() -> int:
    return beside(TransferProof.objects.count)


def test_a_proof_whose_link_dropped_stays_chosen_and_is_sent_once(page: Any, tmp_path: Path) -> None:
    slip = tmp_path / "slip.jpg"
    Image.effect_noise((1200, 1600), 60).convert("RGB").save(slip, quality=90)
    page.set_input_files("input[type=file]", slip)
    button = page.get_by_role("button", name="Send the proof")
    page.context.set_offline(True)

    button.click()
    page.get_by_text("The connection dropped. Your files are still chosen: send again.").wait_for()
    assert page.locator("input[type=file]").evaluate("input => input.files.length") == 1
    assert proofs() == 0

    page.context.set_offline(False)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        button.dblclick()
    page.get_by_text("Proof 1").wait_for()
    assert proofs() == 1


def test_an_older_browser_sends_a_proof_that_it_made_smaller(page: Any, tmp_path: Path) -> None:
    slip = tmp_path / "slip.jpg"
    Image.effect_noise((1200, 1600), 60).convert("RGB").save(slip, quality=90)
    page.add_init_script(OLDER)
    page.reload()
    page.set_input_files("input[type=file]", slip)

    page.get_by_role("button", name="Send the proof").click()

    page.get_by_text("Proof 1").wait_for()
    assert proofs() == 1
