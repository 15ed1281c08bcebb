"""A dealer may have his permit or licence read: what was read stands in the form, and he saves it or not."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from japacar.certificates.ai import actions
from japacar.certificates.models import AiReading
from japacar.certificates.specimens import papers
from japacar.demo.standins.anthropic_messages import AnthropicStandIn
from japacar.files.models import StoredFile
from japacar.members.models import Dealer
from tests.cast import SignedIn

PAGE, FORM = "/en/sell/settings/papers/permit/reading/", "/en/sell/settings/permit/"
PERMIT = {
    "permit_commission": "埼玉県公安委員会",
    "permit_number": "第431020000777号",
    "permit_issued_on": "平成16年4月20日",
}


@pytest.fixture(autouse=True)
def model(anthropic_stand_in: AnthropicStandIn, settings: Any, tmp_path: Any) -> AnthropicStandIn:
    settings.DATA_DIR = tmp_path
    return anthropic_stand_in


@pytest.fixture
def sato(seller_sato, aoba):
    Dealer.objects.filter(pk=aoba.pk).update(
        status="draft", permit_commission="", permit_number="", permit_issued_on=None
    )
    return SignedIn(seller_sato)


def send(sato: Any, said: dict[str, str] = PERMIT, *, paper: str = "permit", **over: str) -> Any:
    picture = SimpleUploadedFile("許可証.jpg", papers.jpeg(said, document=paper))
    return sato.post(PAGE.replace("permit", paper), {"file": picture, "agree": "yes", **over})


def read_all() -> AiReading:
    reading = AiReading.objects.get()
    actions.read(reading.pk)
    reading.refresh_from_db()
    return reading


def test_what_was_read_stands_in_the_form_and_is_not_saved(sato, model, aoba):
    assert "Read it with AI instead of typing" in sato.get(FORM).content.decode()
    assert send(sato).status_code == 302
    reading = read_all()
    assert reading.values == {
        "permit_commission": "43", "permit_number": "431020000777", "permit_issued_on": "2004-04-20",
    }  # fmt: skip
    assert "431020000777" in sato.get(PAGE).content.decode()
    page = sato.get(FORM).content.decode()
    assert 'value="431020000777"' in page
    assert "Compare each with the paper" in page
    aoba.refresh_from_db()
    assert (aoba.permit_number, aoba.status) == ("", "draft")
    assert len(model.asked) == 1


def test_nothing_goes_without_the_tick(sato, model):
    answer = send(sato, agree="")
    assert answer.status_code == 422
    assert "Agree that the file is sent" in answer.content.decode()
    assert not AiReading.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_licence_gives_its_last_day_and_nothing_else(sato, model):
    send(sato, {"expires_on": "2029年5月20日", "name": "見本太郎", "number": "123456789018"}, paper="licence")
    reading = read_all()
    assert reading.values == {"expires_on": "2029-05-20"}
    assert reading.places == {}
    assert "見本太郎" not in str(AiReading.objects.values().get())


def test_a_paper_of_a_vehicle_is_not_read_here(sato, model):
    assert sato.get(PAGE.replace("permit", "inspection")).status_code == 404
    assert sato.post(PAGE.replace("permit", "inspection")).status_code == 404


@pytest.mark.parametrize("fault", ["refused", "their_fault", "wrong_types", "obedient"])
def test_the_form_always_works_by_hand(sato, model, fault):
    model.fault = fault
    send(sato)
    for _ in range(actions.MAX_ATTEMPTS):
        AiReading.objects.update(next_try_at=AiReading.objects.get().agreed_at)
        reading = read_all()
    assert reading.state in ("failed", "read")
    assert Dealer.objects.get().status == "draft"
    assert sato.get(FORM).status_code == 200


def test_sales_people_cannot(aoba, as_user, stranger, model):
    assert as_user(stranger).get(PAGE).status_code == 404
