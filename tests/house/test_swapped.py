"""Every request that the people of one deal can make, made again by everybody else, and with the things of the other deal in it.

The one thing to know: the requests are recorded from the pages themselves (links and forms), so a new page is tried without being
asked; each side carries words that stand nowhere else, and none of them may show up on the other side."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import models
from django.test import Client
from django.urls import Resolver404, resolve

from japacar.accounts.models import User
from japacar.deals.models import Deal, Message, Shipment
from japacar.documents.models import Document, Letter
from japacar.members.models import BankAccount, BuyerProfile, Consignee, Dealer
from japacar.notices.models import Notice
from japacar.payments.models import PaymentRequest
from japacar.quotes.models import Quote, QuoteLine
from japacar.vehicles.models import Vehicle
from tests.few import Draw
from tests.house import marks
from tests.house import world as made
from tests.house.access import ACCESS, PUBLIC, Actor, Answer
from tests.house.world import Side, World

pytestmark = pytest.mark.django_db
BEGINNINGS = ("/en/account/", "/en/sell/", "/en/deals/", "/en/forward/", "/en/notices/", "/en/cars/")
PARTIES = (Actor.BUYER, Actor.SELLER, Actor.SALES, Actor.SHIPPER, Actor.LINK)
OTHERS = (
    Actor.OTHER_BUYER, Actor.OTHER_SELLER, Actor.OTHER_SALES, Actor.OTHER_SHIPPER, Actor.OTHER_LINK, Actor.UNVERIFIED,
    Actor.STRANGER,
)  # fmt: skip
REFUSED = {302, 303, 403, 404, 405}
# Tables of the machinery of asking and refusing.
OF_REFUSING = {"accounts_session", "accounts_attempt", "accounts_receipt", "accounts_loginrecord"}


@dataclass(frozen=True)
class Asked:
    """One request as somebody's page offers it. `fields` is None for a link."""

    path: str
    name: str
    fields: tuple[tuple[str, str], ...] | None = None


@dataclass
class Forms(HTMLParser):
    """The links of a page, and its forms as a browser would send them untouched."""

    links: list[str] = field(default_factory=list)
    posts: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._form: tuple[str, list[tuple[str, str]]] | None = None
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in {"a", "img", "source"}:
            self.links += [said[name] for name in ("href", "src") if said.get(name)]
        elif tag == "form":
            self._form = (said.get("action", ""), []) if said.get("method", "get").lower() == "post" else None
        elif self._form is not None and said.get("name"):
            self._control(tag, said)
        elif tag == "option" and self._form is not None and self._select:
            chosen = [pair for pair in self._form[1] if pair[0] == self._select]
            if "selected" in said or not chosen:
                self._form[1][:] = [pair for pair in self._form[1] if pair[0] != self._select]
                self._form[1].append((self._select, said.get("value", "")))

    def _control(self, tag: str, said: dict[str, str]) -> None:
        assert self._form is not None
        if tag == "select":
            self._select = said["name"]
        elif tag == "textarea":
            self._area = said["name"]
        elif tag in {"input", "button"} and said.get("type") not in {"checkbox", "radio", "file"}:
            self._form[1].append((said["name"], said.get("value", "")))
        elif tag == "input" and "checked" in said:
            self._form[1].append((said["name"], said.get("value", "on")))

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form[1].append((self._area, data.lstrip("\n")))
            self._area = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form" and self._form is not None:
            self.posts.append(self._form)
            self._form = None


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with made.standing(django_db_blocker) as found:
        for name, side in (("QQOURS", found.ours), ("QQTHEIRS", found.theirs)):
            _mark(side, name)
        yield found


@pytest.fixture(scope="module")
def browsers(world: World) -> dict[Actor, Client]:
    ours, theirs = world.ours, world.theirs
    users = {
        Actor.BUYER: ours.buyer, Actor.SELLER: ours.seller, Actor.SALES: ours.sales, Actor.SHIPPER: ours.shipper,
        Actor.OTHER_BUYER: theirs.buyer, Actor.OTHER_SELLER: theirs.seller, Actor.OTHER_SALES: theirs.sales,
        Actor.OTHER_SHIPPER: theirs.shipper, Actor.UNVERIFIED: world.unverified, Actor.STRANGER: world.stranger,
    }  # fmt: skip
    found = {actor: made.browser(user) for actor, user in users.items()}
    found[Actor.LINK], found[Actor.OTHER_LINK] = made.browser(link=ours.link), made.browser(link=theirs.link)
    return found


@pytest.fixture(scope="module")
def recorded(world: World, browsers: dict[Actor, Client]) -> dict[Actor, list[Asked]]:
    """What the pages of each party of our deal offer."""
    return {actor: list(_crawl(browsers[actor], world.ours)) for actor in PARTIES}


def _mark(side: Side, name: str) -> None:
    """Words and figures of this side alone, wherever the rooms keep them open."""
    BuyerProfile.objects.filter(user=side.buyer).update(
        name=f"{name} buyer", address=f"{name} buyer street", phone="+25470000" + _figure(name)
    )
    User.objects.filter(pk__in=[side.buyer.pk, side.seller.pk, side.sales.pk, side.shipper.pk]).update(
        display_name=f"{name} person"
    )
    Consignee.objects.filter(buyer=side.buyer).update(
        name=f"{name} consignee", address=f"{name} harbour", phone="+25471000" + _figure(name),
        email=f"{name.lower()}@receiver.example.test",
    )  # fmt: skip
    Dealer.objects.filter(pk=side.dealer.pk).update(
        representative_roman=f"{name} representative", representative_kana="カナリヤ", street=f"{name}町1-1",
        address_en=f"{name} street, Tokorozawa", phone="+8149" + _figure(name) + "00",
    )  # fmt: skip
    Message.objects.filter(deal=side.deal).update(text=f"{name} said so")
    Shipment.objects.filter(deal=side.deal).update(vessel=f"{name} Highway")
    figure = int(_figure(name))
    QuoteLine.objects.filter(quote__deal=side.deal).update(amount_minor=figure)
    Quote.objects.filter(deal=side.deal).update(total_minor=figure, note=f"{name} note")
    Deal.objects.filter(pk=side.deal.pk).update(total_minor=figure)
    PaymentRequest.objects.filter(pk=side.request.pk).update(amount_minor=figure)
    Vehicle.objects.filter(pk=side.draft.pk).update(description_en=f"{name} draft", chassis_no=f"{name}-1")


def _figure(name: str) -> str:
    return "7130017" if name == "QQOURS" else "8240028"


def _canaries(side: Side, name: str) -> tuple[str, ...]:
    """What of this side may never stand on a page of somebody else; an address of an account counts too."""
    figure = int(_figure(name))
    return (
        name, f"{figure:,}", str(figure), side.vehicle.chassis_no, side.buyer.email, side.seller.email, side.sales.email,
        side.deal.code, side.request.code, side.document.verification_code,
    )  # fmt: skip


def _crawl(browser: Client, side: Side) -> Iterator[Asked]:
    """Links and forms of all pages that are reached from the beginnings, each address once. Nothing is sent but GET."""
    waiting = [*BEGINNINGS, f"/en/deals/{side.deal.code}/", f"/en/forward/{side.deal.code}/"]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        bare, name = path.partition("?")[0], _name_of(path)
        if bare in seen or not name or (name in ACCESS and ACCESS[name].get is PUBLIC):
            continue
        seen.add(bare)
        with made.undone():
            answer = browser.get(path)
        if answer.status_code != 200:
            continue
        yield Asked(path, name)
        if "html" not in answer.get("Content-Type", ""):
            continue
        page = Forms()
        page.feed(answer.text)
        waiting += [urlsplit(link)._replace(fragment="").geturl() for link in page.links if link.startswith("/")]
        waiting += [f"{bare}{link}" for link in page.links if link.startswith("?")]
        for action, said in page.posts:
            target = action.partition("#")[0] or bare
            if (posts_to := _name_of(target)) and posts_to != "accounts:sign_out" and f"POST {target}" not in seen:
                seen.add(f"POST {target}")
                yield Asked(target, posts_to, tuple(pair for pair in said if pair[0] != "csrfmiddlewaretoken"))


def _name_of(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def _do(browser: Client, asked: Asked) -> Any:
    """The answer; whatever it did is taken back by the caller."""
    if asked.fields is None:
        return browser.get(asked.path)
    said: dict[str, list[str]] = {}
    for name, value in asked.fields:
        said.setdefault(name, []).append(value)
    said.pop("form_key", None)
    return browser.post(asked.path, said)


def _rows_of(side: Side) -> dict[str, Any]:
    """Everything that belongs to a side, as values."""
    deal = Deal.objects.filter(pk=side.deal.pk)
    people = [side.buyer.pk, side.seller.pk, side.sales.pk, side.shipper.pk]
    sets: tuple[models.QuerySet[Any], ...] = (
        deal, Dealer.objects.filter(pk=side.dealer.pk), BankAccount.objects.filter(dealer=side.dealer),
        BuyerProfile.objects.filter(user=side.buyer), Consignee.objects.filter(buyer=side.buyer),
        Vehicle.objects.filter(dealer=side.dealer), Quote.objects.filter(deal__in=deal), Message.objects.filter(deal__in=deal),
        PaymentRequest.objects.filter(deal__in=deal), Document.objects.filter(deal__in=deal),
        Shipment.objects.filter(deal__in=deal), Letter.objects.filter(dealer=side.dealer),
        Notice.objects.filter(user__in=people), User.objects.filter(pk__in=people),
    )  # fmt: skip
    return {each.model._meta.label: sorted(map(repr, each.values_list())) for each in sets}


def _faults(
    browser: Client, asked: Asked, victim: Side, canaries: tuple[str, ...], rows: dict[str, Any]
) -> tuple[Any, list[str]]:
    """The answer, and what of the victim leaked or changed. Everything is taken back, the browser's cookies too."""
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    with made.undone():
        before = marks.written()
        answer = _do(browser, asked)
        changed = marks.changed(before, but=OF_REFUSING)
        broken = [label for label, values in (_rows_of(victim) if changed else {}).items() if values != rows[label]]
    browser.cookies.clear()
    for name, value in cookies.items():
        browser.cookies[name] = value
    found = [f"changed {label}" for label in broken]
    said = "".join(map(str, answer.headers.values()))
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said += body.decode(errors="replace")
    # What he typed himself, or stands in the address that he asked for, comes back to him without being a leak.
    own = asked.path + " ".join(value for _, value in asked.fields or ())
    found += [f"showed {word}" for word in canaries if word in said and word not in own]
    return answer, found


def test_the_crawl_sees_the_site(recorded: dict[Actor, list[Asked]]) -> None:
    """A crawl that reaches nothing would prove nothing."""
    names = {actor: {asked.name for asked in found} for actor, found in recorded.items()}

    assert {"deals:deal", "deals:consignee", "deals:write_message", "members:profile", "documents:paper"} <= names[
        Actor.BUYER
    ]
    assert {"deals:deal", "members:bank", "members:reveal_bank", "vehicles:edit_vehicle"} <= names[Actor.SELLER]
    assert {"deals:deal", "vehicles:stock"} <= names[Actor.SALES]
    assert {"shipping:shipment", "shipping:instruction", "shipping:sail"} <= names[Actor.SHIPPER]
    assert {"shipping:shipment", "shipping:instruction"} <= names[Actor.LINK]
    assert sum(map(len, recorded.values())) > 100


def test_nobody_else_gets_or_changes_anything_by_the_same_requests(
    world: World, browsers: dict[Actor, Client], recorded: dict[Actor, list[Asked]], few: Draw
) -> None:
    rows, canaries = _rows_of(world.ours), _canaries(world.ours, "QQOURS")
    everything = {(asked.path, asked.fields is None): asked for found in recorded.values() for asked in found}
    wrong = []
    for asked in everything.values():
        for actor in few(OTHERS, 4):
            answer, faults = _faults(browsers[actor], asked, world.ours, canaries, rows)
            if _is_hidden_from(asked, actor) and answer.status_code not in REFUSED:
                faults.append(f"answered {answer.status_code}")
            wrong += [f"{actor} {'GET' if asked.fields is None else 'POST'} {asked.path}: {fault}" for fault in faults]

    assert not wrong, "\n".join(wrong)


def _is_hidden_from(asked: Asked, actor: Actor) -> bool:
    row = ACCESS[asked.name]
    rule = row.get if asked.fields is None else row.post
    return rule is not None and rule.answer(actor) is not Answer.OPEN


def test_the_other_sides_ids_in_ones_own_requests_open_nothing(
    world: World, browsers: dict[Actor, Client], recorded: dict[Actor, list[Asked]]
) -> None:
    """In the address, and in what the form says, each by itself."""
    rows, canaries = _rows_of(world.theirs), _canaries(world.theirs, "QQTHEIRS")
    pairs = _pairs(world.ours, world.theirs)
    wrong, tried = [], 0
    for actor, found in recorded.items():
        for asked in found:
            for swapped in _swapped(asked, pairs):
                tried += 1
                answer, faults = _faults(browsers[actor], swapped, world.theirs, canaries, rows)
                if swapped.path != asked.path and answer.status_code not in REFUSED:
                    faults.append(f"answered {answer.status_code}")
                wrong += [f"{actor} {swapped.path} {swapped.fields or ''}: {fault}" for fault in faults]

    assert not wrong, "\n".join(wrong)
    assert tried > 40


def _pairs(ours: Side, theirs: Side) -> list[tuple[str, str]]:
    """Each name of a thing of ours with that of theirs."""

    def names(side: Side) -> list[str]:
        files = [str(each.file.name) for each in side.vehicle.photos.select_related("file").order_by("position")]
        return [
            side.deal.code, side.request.code, str(side.document.pk), str(side.collected.pk), str(side.dealer.pk),
            side.vehicle.reference, side.draft.reference, str(side.consignee.pk), str(side.forwarder.pk),
            str(side.deal.consignee_id or Deal.objects.get(pk=side.deal.pk).consignee_id),
            str(side.notices[side.buyer.email].pk), str(side.notices[side.seller.email].pk), *files,
        ]  # fmt: skip

    return list(zip(names(ours), names(theirs), strict=True))


def _swapped(asked: Asked, pairs: list[tuple[str, str]]) -> Iterator[Asked]:
    for own, other in pairs:
        if own in asked.path.split("/"):
            yield Asked(asked.path.replace(own, other), asked.name, asked.fields)
        if any(value == own for _, value in asked.fields or ()):
            fields = tuple((name, other if value == own else value) for name, value in asked.fields or ())
            yield Asked(asked.path, asked.name, fields)
