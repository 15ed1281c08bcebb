"""A browser left open: each address of tests/house/guards.py leads to prove who sits there, by reading and by posting, and does nothing
before; what is guarded only in part shows its part."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from japacar.accounts.models import User
from japacar.deals.models import Deal
from japacar.events.models import Event
from japacar.payments.models import PaymentRequest
from tests.house import addresses
from tests.house import world as made
from tests.house.access import ACCESS, Actor
from tests.house.guards import BOTH, GUARDED
from tests.house.world import World

pytestmark = pytest.mark.django_db
ACCOUNT = "7654321"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with made.standing(django_db_blocker) as found:
        yield found


def _browser(user: User, *, proved: bool = True, second: bool = True) -> Client:
    return made.browser(user, proved=proved, second=second)


def _user(world: World, actor: Actor) -> User:
    people: dict[Actor, User] = {
        Actor.BUYER: world.ours.buyer, Actor.SELLER: world.ours.seller, Actor.SUPPORT: world.support,
    }  # fmt: skip
    return people[actor]


def _answers(browser: Client, name: str, url: str) -> Iterator[tuple[str, Any]]:
    row = ACCESS[name]
    with made.undone():
        if row.get is not None:
            yield "GET", browser.get(url)
        if row.post is not None:
            yield "POST", browser.post(url)


def test_every_guarded_address_is_on_the_list() -> None:
    asked = {name: view.asks for name, view in addresses.every().items() if getattr(view, "asks", None)}

    assert asked == {name: asks for name, (asks, _actor) in GUARDED.items()}


# What takes a person's data out of the house, or his account away, in whatever words it will come.
TAKES_OUT = re.compile(r"(accounts|members|privacy):.*(export|download|take_?out|clos(e|ing|ure)|delete|eras|my_data)")


@pytest.mark.parametrize(
    ("name", "is_meant"),
    [
        ("accounts:close_account", True),
        ("privacy:my_data", True),
        ("members:export", True),
        ("vehicles:export_stock", False),
    ],
)
def test_what_counts_as_taking_a_person_out(name: str, is_meant: bool) -> None:
    assert bool(TAKES_OUT.match(name)) is is_meant


def test_what_takes_a_person_out_asks_who_sits_there_as_soon_as_there_is_such_a_page() -> None:
    assert [name for name in addresses.every() if TAKES_OUT.match(name) and name not in GUARDED] == []


@pytest.mark.parametrize("name", sorted(GUARDED))
def test_a_browser_left_open_proves_first_and_nothing_happens(world: World, name: str) -> None:
    user, url = _user(world, GUARDED[name][1]), addresses.address(name, world.ours)
    before = Event.objects.count()

    answers = list(_answers(_browser(user, proved=False), name, url))

    assert answers
    for method, answer in answers:
        assert answer.status_code == 302, (method, answer.status_code)
        assert answer["Location"].startswith(reverse("accounts:prove")), method
    assert Event.objects.count() == before


@pytest.mark.parametrize("name", sorted(name for name, (asks, _) in GUARDED.items() if asks == BOTH))
def test_what_asks_for_a_second_factor_leads_to_set_one_up(world: World, name: str) -> None:
    user, url = _user(world, GUARDED[name][1]), addresses.address(name, world.ours)
    before = Event.objects.count()

    for method, answer in _answers(_browser(user, second=False), name, url):
        assert answer.status_code == 302, (method, answer.status_code)
        assert answer["Location"].startswith(reverse("accounts:factors")), method
    assert Event.objects.count() == before


@pytest.mark.parametrize(("proved", "second", "leads_to"), [(False, True, "prove"), (True, False, "factors")])
def test_the_payees_side_reads_the_number_only_after_both(
    world: World, proved: bool, second: bool, leads_to: str
) -> None:
    """The page of a payment and the invoice; the buyer, who has to pay by it, is not asked."""
    page = addresses.address("payments:pay", world.ours)
    paper = reverse("documents:paper", args=[world.ours.document.pk])
    left_open = _browser(world.ours.seller, proved=proved, second=second)
    PaymentRequest.objects.filter(pk=world.ours.request.pk).update(money="due")

    shown = left_open.get(page)

    assert ACCOUNT not in shown.text
    assert reverse(f"accounts:{leads_to}") in shown.text
    assert left_open.get(paper)["Location"].startswith(reverse(f"accounts:{leads_to}"))
    assert ACCOUNT in _browser(world.ours.seller).get(page).text
    assert ACCOUNT in _browser(world.ours.buyer, proved=False, second=False).get(page).text


def test_another_consignee_after_booking_asks_before_the_form_and_before_the_change(world: World) -> None:
    url = addresses.address("deals:consignee", world.ours)
    left_open = _browser(world.ours.buyer, proved=False)
    before = Deal.objects.get(pk=world.ours.deal.pk).consignee_id

    for answer in (left_open.get(url), left_open.post(url, dict(made.CONSIGNEE, name="Somebody Else"))):
        assert answer["Location"].startswith(reverse("accounts:prove"))
    assert Deal.objects.get(pk=world.ours.deal.pk).consignee_id == before
