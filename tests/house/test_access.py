"""Every address × method × actor gets exactly the answer of tests/house/access.py, and whoever is refused changes nothing."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.few import Draw
from tests.house import addresses, marks
from tests.house import world as made
from tests.house.access import ACCESS, OPEN_TO_VISITORS, PUBLIC, UNKNOWN, Actor, Answer, Row, Rule
from tests.house.world import World

pytestmark = pytest.mark.django_db

# What a refusal must leave as it was. Sessions, attempts and receipts are the machinery of refusing itself.
IGNORED_TABLES = {"accounts_session", "accounts_attempt", "accounts_receipt"}
DONE = {200, 204, 301, 302, 303}
SENT_BACK = {400, 409, 422}
# Who stands where the other does, in the other deal; and how many others are drawn of those who see nothing.
OTHER_SIDE = {
    Actor.BUYER: Actor.OTHER_BUYER, Actor.SELLER: Actor.OTHER_SELLER, Actor.SALES: Actor.OTHER_SALES,
    Actor.SHIPPER: Actor.OTHER_SHIPPER, Actor.LINK: Actor.OTHER_LINK,
}  # fmt: skip
STRANGERS = 2


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with made.standing(django_db_blocker) as found:
        yield found


@pytest.fixture(scope="module")
def browsers(world: World) -> dict[Actor, Client]:
    ours, theirs = world.ours, world.theirs
    users = {
        Actor.STRANGER: world.stranger, Actor.MINOR: world.minor, Actor.DISABLED: world.disabled,
        Actor.CLOSED: world.closed, Actor.UNVERIFIED: world.unverified,
        Actor.FROZEN: ours.frozen, Actor.SUSPENDED: world.suspended,
        Actor.BUYER: ours.buyer, Actor.SELLER: ours.seller, Actor.SALES: ours.sales, Actor.MANAGER: ours.manager, Actor.PAPERS: ours.papers,
        Actor.SHIPPER: ours.shipper,
        Actor.OTHER_BUYER: theirs.buyer, Actor.OTHER_SELLER: theirs.seller, Actor.OTHER_SALES: theirs.sales,
        Actor.OTHER_SHIPPER: theirs.shipper, Actor.SUPPORT: world.support, Actor.ADMIN: world.admin,
    }  # fmt: skip
    found = {actor: made.browser(user) for actor, user in users.items()}
    found[Actor.VISITOR] = made.browser()
    found[Actor.LINK] = made.browser(link=ours.link)
    found[Actor.OTHER_LINK] = made.browser(link=theirs.link)
    return found


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    there = set(addresses.every())

    assert there - set(ACCESS) == set(), "an address without a rule"
    assert set(ACCESS) - there == set(), "a rule without an address"


def test_visitors_are_let_in_exactly_where_the_table_says() -> None:
    open_views = {name for name, view in addresses.every().items() if getattr(view, "login_required", True) is False}

    assert "japacar.accounts.doorkeeping.SignInFirst" in settings.MIDDLEWARE
    assert open_views == OPEN_TO_VISITORS


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_reading(world: World, browsers: dict[Actor, Client], few: Draw, name: str) -> None:
    row = ACCESS[name]
    url = addresses.address(name, world.ours)

    wrong = [fault for actor in _askers(row.get, few) if (fault := _read(browsers[actor], actor, row, url))]

    assert not wrong, f"GET {url}\n" + "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_posting(world: World, browsers: dict[Actor, Client], few: Draw, name: str) -> None:
    row = ACCESS[name]
    url = addresses.address(name, world.ours)

    wrong = [fault for actor in _askers(row.post, few) if (fault := _post(browsers[actor], actor, row, url))]

    assert not wrong, f"POST {url}\n" + "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_things_of_another_deal_are_not_there(world: World, browsers: dict[Actor, Client], name: str) -> None:
    """The same addresses with every word swapped for the other deal's, asked by the parties of ours."""
    row = ACCESS[name]
    if not _names_a_thing_of_a_party(row):
        return
    url = addresses.address(name, world.theirs)
    parties = (Actor.BUYER, Actor.SELLER, Actor.SALES, Actor.PAPERS, Actor.SHIPPER, Actor.LINK)

    for actor in parties:
        if row.get is not None:
            answer = _ask(browsers[actor], "get", url)
            assert _is_hidden(answer, actor), f"GET {url} by {actor} of another deal: {answer.status_code}"
        answer, changed = _posted(browsers[actor], url)
        assert _is_hidden(answer, actor) or answer.status_code == 405, f"POST {url} by {actor}: {answer.status_code}"
        assert not changed, f"POST {url} by {actor} of another deal changed {changed}"


@pytest.mark.parametrize("word", ["code", "number"])
def test_ids_of_two_deals_in_one_address_do_not_mix(world: World, browsers: dict[Actor, Client], word: str) -> None:
    """One's own deal with another's payment request, and the other way round."""
    for name in sorted(name for name in ACCESS if {"code", "number"} <= set(addresses.words(name, world.ours))):
        own, other = addresses.words(name, world.ours), addresses.words(name, world.theirs)
        url = reverse(name, kwargs={**own, word: other[word]})
        for actor in (Actor.BUYER, Actor.SELLER):
            answers = [_ask(browsers[actor], "get", url).status_code, _posted(browsers[actor], url)[0].status_code]
            assert set(answers) <= {404, 405}, f"{name} with another's {word}, {actor}: {answers}"


def test_who_left_the_dealer_is_a_stranger_at_the_next_request(world: World) -> None:
    browser = made.browser(world.ours.sales)
    url = addresses.address("deals:deal", world.ours)
    assert browser.get(url).status_code == 200

    world.ours.sales.memberships.update(ended_at="2026-01-01T00:00Z")

    assert browser.get(url).status_code == 404
    assert browser.get(reverse("members:sell")).status_code == 404


def test_a_forwarder_who_was_replaced_is_a_stranger_at_the_next_request(world: World) -> None:
    browser = made.browser(world.ours.shipper)
    url = addresses.address("shipping:shipment", world.ours)
    assert browser.get(url).status_code == 200

    type(world.ours.deal).objects.filter(pk=world.ours.deal.pk).update(forwarder=world.theirs.forwarder)

    assert browser.get(url).status_code == 404


def test_a_withdrawn_link_opens_nothing(world: World) -> None:
    browser = made.browser(link=world.ours.link)
    url = addresses.address("shipping:shipment", world.ours)
    assert browser.get(url).status_code == 200

    type(world.ours.link).objects.filter(pk=world.ours.link.pk).update(revoked_at="2026-01-01T00:00Z")

    assert browser.get(url).status_code == 404


def _askers(rule: Rule | None, few: Draw) -> Iterable[Actor]:
    """Of what is open to all, or taken from nobody, four who differ in how they are known to us. Else whoever is let in or told no,
    who stands where he does in the other deal, and visitors; and of all for whom nothing is there a few, others at each address and run."""
    if rule is None or rule is PUBLIC:
        return (Actor.VISITOR, Actor.LINK, Actor.STRANGER, Actor.ADMIN)
    always = {actor for actor in Actor if rule.answer(actor) in {Answer.OPEN, Answer.DENIED}} | {
        Actor.VISITOR,
        Actor.OTHER_SELLER,
    }
    always |= {OTHER_SIDE[actor] for actor in always if actor in OTHER_SIDE}
    return [*always, *few(sorted(set(Actor) - always), STRANGERS)]


def _read(browser: Client, actor: Actor, row: Row, url: str) -> str:
    answer = _ask(browser, "get", url)
    if row.get is None:
        return _says(answer, actor, _without_method(row.post, actor), DONE)
    return _says(answer, actor, row.get.answer(actor), DONE)


def _post(browser: Client, actor: Actor, row: Row, url: str) -> str:
    answer, changed = _posted(browser, url)
    expected = row.post.answer(actor) if row.post else _without_method(row.get, actor)
    fault = _says(answer, actor, expected, DONE | SENT_BACK)
    if not fault and changed and expected is not Answer.OPEN:
        return f"{actor}: {answer.status_code}, but it changed {', '.join(changed)}"
    return fault


def _without_method(rule: Rule | None, actor: Actor) -> Answer:
    """A method that is not taken: 405 comes before or after the question of who asks."""
    return (
        Answer.NO_METHOD if rule is None or rule.answer(actor) in {Answer.OPEN, Answer.DENIED} else rule.answer(actor)
    )


def _says(answer: HttpResponse, actor: Actor, expected: Answer, done: set[int]) -> str:
    """Empty when the answer is the expected one, else a sentence."""
    status, to = answer.status_code, answer.get("Location", "")
    fits = {
        Answer.OPEN: status in done and not _is_sign_in(answer),
        Answer.DENIED: status in {403, 404, 405} or (status in {302, 303} and not _is_sign_in(answer)),
        Answer.HIDDEN: status in {404, 405},
        Answer.SIGN_IN: _is_sign_in(answer) or status == 405,
        Answer.NO_METHOD: status == 405,
    }[expected]
    return "" if fits else f"{actor}: {status} {to}, expected {expected}"


def _is_sign_in(answer: HttpResponse) -> bool:
    """The way to the sign-in page and back. Without a way back it is a step of signing in itself."""
    return answer.status_code in {302, 303} and "/sign-in/?next=/" in unquote(answer.get("Location", ""))


def _is_hidden(answer: HttpResponse, actor: Actor) -> bool:
    return answer.status_code == 404 or (actor in UNKNOWN and _is_sign_in(answer))


def _names_a_thing_of_a_party(row: Row) -> bool:
    """Whether what the other side's buyer or seller may do differs from what ours may."""
    rules = [rule for rule in (row.get, row.post) if rule is not None]
    pairs = ((Actor.BUYER, Actor.OTHER_BUYER), (Actor.SELLER, Actor.OTHER_SELLER), (Actor.SHIPPER, Actor.OTHER_SHIPPER))
    return any(rule.answer(one) is not rule.answer(other) for rule in rules for one, other in pairs)


def _posted(browser: Client, url: str) -> tuple[HttpResponse, list[str]]:
    """The answer to an empty form, and the tables in which it left a mark. All of it is taken back."""
    before = marks.written()
    answer = _ask(browser, "post", url)
    return answer, marks.changed(before, but=IGNORED_TABLES)


def _ask(browser: Client, method: str, url: str) -> HttpResponse:
    """One request whose effects are taken back, in the database and in the browser's cookies."""
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    with made.undone():
        answer: HttpResponse = getattr(browser, method)(url)
    # Whoever asks, whatever he asks for: these two names and no other (PP-7.1-d).
    assert set(answer.cookies) <= {"japacar_session", "XSRF-TOKEN"}, f"{method} {url}"
    browser.cookies.clear()
    for name, value in cookies.items():
        browser.cookies[name] = value
    return answer
