"""Asking for a quote as a visitor and as somebody we know: nothing reaches the dealer before the mailed code came back."""

import uuid
from typing import Any

import pytest
from django.test import Client

from japacar.accounts.models import Agreement, User
from japacar.accounts.tests.mailbox import code_in, mails
from japacar.deals.models import Deal, Message
from japacar.members.models import BuyerProfile
from japacar.vehicles.models import Vehicle
from tests import drive, make

pytestmark = pytest.mark.django_db


def said(**over: Any) -> dict[str, Any]:
    """A visitor's form, complete."""
    return {
        "name": "Amina Odhiambo",
        "email": "amina@example.test",
        "port": "KE-KEMBA",
        "wants_inspection": "on",
        "wants_insurance": "on",
        "of_age": "yes",
        "agreed": "on",
        "form_key": str(uuid.uuid4()),
        **over,
    }


def ask(visitor: Client, car: Vehicle, **over: Any) -> Any:
    return visitor.post(f"/en/cars/{car.reference}/quote/", said(**over))


def enter_code(visitor: Client, car: Vehicle, code: str) -> Any:
    return visitor.post(f"/en/cars/{car.reference}/quote/code/", {"code": code, "form_key": str(uuid.uuid4())})


def test_a_visitor_asks_enters_the_code_and_stands_in_his_deal(prado: Vehicle, seller_sato: User) -> None:
    visitor = Client()

    answer = ask(visitor, prado, phone="0712 345678", message="Is there rust?")

    deal = Deal.objects.get()
    assert answer.headers["Location"] == f"/en/cars/{prado.reference}/quote/code/"
    assert not Deal.objects.visible_to(make.viewer(seller_sato)).exists()
    assert not BuyerProfile.objects.exists()

    answer = enter_code(visitor, prado, code_in(mails()[-1]))

    assert answer.headers["Location"] == f"/en/deals/{deal.code}/"
    page = visitor.get(answer.headers["Location"]).content.decode()
    assert "Is there rust?" in page
    assert "Dealer’s turn" in page
    assert Deal.objects.visible_to(make.viewer(seller_sato)).get() == deal
    profile = BuyerProfile.objects.get()
    assert (profile.name, profile.phone, profile.destination_port) == ("Amina Odhiambo", "+254712345678", "KEMBA")
    assert deal.incoterm == "CIF"


def test_a_wrong_code_changes_nothing_and_keeps_the_page(prado: Vehicle) -> None:
    visitor = Client()
    ask(visitor, prado)
    right = code_in(mails()[-1])

    answer = enter_code(visitor, prado, "000000" if right != "000000" else "111111")

    assert answer.status_code == 422
    assert "This code is not right" in answer.content.decode()
    assert Deal.objects.get().confirmed_at is None


def test_an_address_that_we_know_gets_the_same_answer_and_is_not_touched(prado: Vehicle, buyer_boateng: User) -> None:
    stranger, newcomer = Client(), Client()

    known = ask(stranger, prado, email=buyer_boateng.email, name="Somebody Else", phone="0712 345678")
    unknown = ask(newcomer, prado)

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    profile = BuyerProfile.objects.get(user=buyer_boateng)
    buyer_boateng.refresh_from_db()
    assert (profile.name, buyer_boateng.display_name) == ("Kofi Boateng", "Kofi Boateng")
    assert not Deal.objects.visible_to(make.viewer(buyer_boateng)).exists()


def test_somebody_who_types_my_address_cannot_keep_me_from_asking(
    prado: Vehicle, buyer_boateng: User, as_user: Any
) -> None:
    ask(Client(), prado, email=buyer_boateng.email, message="Not my words")

    answer = as_user(buyer_boateng).post(
        f"/en/cars/{prado.reference}/quote/", {"port": "KE-KEMBA", "form_key": uuid.uuid4()}
    )

    deal = Deal.objects.get()
    assert answer.headers["Location"] == f"/en/deals/{deal.code}/"
    assert deal.confirmed_at is not None
    assert not Message.objects.exists()


def test_who_asked_before_lands_in_the_deal_that_exists(
    prado: Vehicle, deal: Deal, buyer_boateng: User, as_user: Any
) -> None:
    visitor = Client()
    ask(visitor, prado, email=buyer_boateng.email)
    by_code = enter_code(visitor, prado, code_in(mails()[-1]))
    signed_in = as_user(buyer_boateng).get(f"/en/cars/{prado.reference}/quote/")

    assert by_code.headers["Location"] == signed_in.headers["Location"] == f"/en/deals/{deal.code}/"
    assert Deal.objects.count() == 1


def test_a_declared_minor_is_told_clearly_and_the_dealer_gets_nothing(prado: Vehicle) -> None:
    answer = ask(Client(), prado, of_age="no")

    assert "A parent or guardian must agree first" in answer.content.decode()
    assert User.objects.get(email="amina@example.test").status == User.Status.GUARDIAN_PENDING
    assert not Deal.objects.exists()
    assert mails() == []


@pytest.mark.parametrize("missing", ["agreed", "of_age"])
def test_without_agreement_or_a_word_on_age_nothing_is_kept(prado: Vehicle, missing: str) -> None:
    form = said()
    del form[missing]

    answer = Client().post(f"/en/cars/{prado.reference}/quote/", form)

    assert answer.status_code == 422
    assert "amina@example.test" in answer.content.decode()
    assert not User.objects.filter(email="amina@example.test").exists()
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("name", "", "Enter your name."),
        ("name", "a" * 5000, "A name may have 120 characters."),
        ("email", "not an address", "Enter an e-mail address"),
        ("port", "XX-YYYYY", "Select a valid choice"),
        ("port", "", "Choose the port where the car arrives."),
        ("phone", "ほげ", "Enter a telephone number"),
        ("message", "あ" * 2001, "At most 2,000 characters"),
        ("message", "a\x00b", "Null characters are not allowed"),
        ("message", "1234 5678 9018", "individual number"),
        ("of_age", "perhaps", "Select a valid choice"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence_and_nothing_is_kept(
    prado: Vehicle, name: str, value: str, sentence: str
) -> None:
    answer = ask(Client(), prado, **{name: value})

    assert answer.status_code == 422
    assert sentence in answer.content.decode().replace("&#x27;", "'")
    assert not Deal.objects.exists()
    assert not User.objects.filter(email="amina@example.test").exists()


def test_a_buyer_whom_we_know_is_asked_for_the_port_alone(prado: Vehicle, buyer_boateng: User, as_user: Any) -> None:
    BuyerProfile.objects.filter(user=buyer_boateng).update(destination_port="TZDAR")

    page = as_user(buyer_boateng).get(f"/en/cars/{prado.reference}/quote/").content.decode()

    assert 'value="TZ-TZDAR" selected' in page
    assert 'name="email"' not in page
    assert 'name="of_age"' not in page


def test_the_dealer_of_the_car_has_nothing_to_ask(prado: Vehicle, seller_sato: User, as_user: Any) -> None:
    signed_in = as_user(seller_sato).post(f"/en/cars/{prado.reference}/quote/", {"port": "KE-KEMBA"})
    visitor = Client()
    ask(visitor, prado, email=seller_sato.email)
    answer = enter_code(visitor, prado, code_in(mails()[-1]))

    assert "This is your own car" in signed_in.content.decode()
    assert answer.headers["Location"] == f"/en/cars/{prado.reference}/quote/"
    assert not Deal.objects.exists()


def test_a_car_that_went_while_the_code_was_under_way_is_not_asked_for(prado: Vehicle, deal: Deal) -> None:
    visitor = Client()
    ask(visitor, prado)
    drive.to_accepted(deal)

    answer = enter_code(visitor, prado, code_in(mails()[-1]))

    assert "not on sale any more" in visitor.get(answer.headers["Location"]).content.decode()
    assert Deal.objects.exclude(pk=deal.pk).get().confirmed_at is None


def test_the_same_form_sent_twice_asks_once(prado: Vehicle) -> None:
    visitor, form = Client(), said()

    first = visitor.post(f"/en/cars/{prado.reference}/quote/", form)
    second = visitor.post(f"/en/cars/{prado.reference}/quote/", form)

    assert first.headers["Location"] == second.headers["Location"]
    assert Deal.objects.count() == 1
    assert len(mails()) == 1


def test_the_page_of_the_code_leads_back_when_nothing_was_asked(prado: Vehicle) -> None:
    answer = Client().get(f"/en/cars/{prado.reference}/quote/code/")

    assert answer.headers["Location"] == f"/en/cars/{prado.reference}/quote/"
