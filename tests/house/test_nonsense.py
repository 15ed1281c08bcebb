"""Every form of the site is sent nonsense by whoever may use it: never an error of ours, nothing kept, the words come back escaped.

The one thing to know: each form gets a few kinds of nonsense, others in each run; `bin/test --thorough` tries all of them."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import fields
from html import unescape
from typing import Any

import pytest
from django import forms
from django.http import HttpResponse
from django.test import Client

from japacar.vehicles.criteria import Criteria
from tests.few import Draw
from tests.house import addresses, marks, nonsense
from tests.house import world as made
from tests.house.access import ACCESS, Actor
from tests.house.nonsense import Stages
from tests.house.test_access import IGNORED_TABLES
from tests.house.world import Side, World

pytestmark = pytest.mark.django_db

SHOWN_AGAIN = 422
REFUSED = {400, 404, 409, 413, 422, 429}
DONE = {200, 204, 302, 303}
# Whoever is shown a bank account is recorded, and the record causes its deliveries.
LOOKED = {"events_event", "procrastinate_events", "procrastinate_jobs"}
# A forwarder who sees the shipment for the first time is given the pack, and that is written down.
LOOKED |= {"documents_document", "documents_series", "egress_dispatch"}
BODIES = ("application/json", "multipart/form-data; boundary=x", "text/plain", "multipart/form-data")
METHODS = ("head", "put", "patch", "delete", "options", "trace")
QUERY = ("page", "tab", "port", "same", "code", "scheme", "left", "right", "next", "angle", "status", "q")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with made.standing(django_db_blocker) as found:
        yield found


@pytest.fixture(scope="module")
def stages(world: World) -> Stages:
    return Stages(world)


@pytest.fixture(scope="module")
def browsers(world: World) -> dict[Actor, Client]:
    ours = world.ours
    users = {
        Actor.BUYER: ours.buyer, Actor.SELLER: ours.seller, Actor.SHIPPER: ours.shipper, Actor.ADMIN: world.admin,
        Actor.MINOR: world.minor, Actor.STRANGER: world.stranger,
    }  # fmt: skip
    return {actor: made.browser(user) for actor, user in users.items()} | {Actor.VISITOR: made.browser()}


@pytest.mark.parametrize("name", nonsense.posts())
def test_a_form_survives_nonsense(stages: Stages, browsers: dict[Actor, Client], few: Draw, name: str) -> None:
    with made.undone():
        side = stages.before(name)
        faults = list(_faults(browsers[nonsense.actor_of(name)], name, side, few))

    assert not faults, f"POST {name}\n" + "\n".join(faults)


def _faults(browser: Client, name: str, side: Side, few: Draw) -> Iterator[str]:
    url = addresses.address(name, side)
    fields = nonsense.fields_of(name)
    words = [field for field, kind in fields.items() if not isinstance(kind, forms.FileField)]
    slots = [field for field, kind in fields.items() if isinstance(kind, forms.FileField)]
    for kind, value in few(nonsense.texts().items(), 2):
        sent = dict.fromkeys(words, value) | {"form_key": str(uuid.uuid4())}
        for fault in _sent(browser, url, sent, value):
            yield f"{kind}: {fault}"
    raw = {"content_type": "application/x-www-form-urlencoded"}
    for fault in _sent(browser, url, nonsense.surrogates(words), None, **raw):
        yield f"surrogates: {fault}"
    for content_type in few(BODIES, 1):
        for fault in _sent(browser, url, b"{[", None, content_type=content_type):
            yield f"{content_type}: {fault}"
    for kind, uploads in few(nonsense.files().items(), 1) if slots else ():
        for upload in uploads:
            upload.seek(0)
        for fault in _sent(browser, url, dict.fromkeys(slots, uploads), None):
            yield f"{kind}: {fault}"


def _sent(browser: Client, url: str, data: Any, value: Any, **options: Any) -> Iterator[str]:
    """What is wrong with the answer to one post."""
    before = marks.written()
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    with made.undone():
        answer = browser.post(url, data, **options)
    browser.cookies.clear()
    for key, kept in cookies.items():
        browser.cookies[key] = kept
    changed = marks.changed(before, but=LOOKED | IGNORED_TABLES)
    if answer.status_code not in REFUSED | DONE:
        yield f"{answer.status_code} {getattr(answer, 'exc_info', '')}"
        return
    if answer.status_code in REFUSED and changed and not url.startswith("/en/sell/cars/"):
        # A listing is a draft: what is right of it is kept, also while other fields are wrong.
        yield f"{answer.status_code}, but it changed {changed}"
    if answer.get("Content-Type", "").startswith("text/html") and answer.content:
        yield from _page_faults(answer, value)


def _page_faults(answer: HttpResponse, value: Any) -> Iterator[str]:
    html = answer.content.decode()
    if "<script>alert" in html or "<img src=x" in html:
        yield "raw markup in the answer"
    if answer.status_code != SHOWN_AGAIN and 'aria-invalid="true"' in html:
        yield f"a form shown again with {answer.status_code}"
    if answer.status_code != SHOWN_AGAIN or "<form" not in html:
        return
    ids = set(re.findall(r'\sid="([^"]+)"', html))
    marked = re.findall(r"<(?:input|select|textarea|fieldset)[^>]*aria-invalid=\"true\"[^>]*>", html)
    for control in marked:
        if re.search(r'type="(radio|checkbox)"', control):
            continue  # Their sentence belongs to the group around them.
        names = re.search(r'aria-describedby="([^"]+)"', control)
        if not names or not set(names[1].split()) <= ids:
            yield f"no sentence beside {control[:160]}"
    if not re.search(r"""-error"|role="alert"|class="(notice|wrongs)""", html):
        yield "refused without a word"
    if isinstance(value, str) and value.strip() and value.isprintable():
        yield from _lost(html, value)


def _lost(html: str, value: str) -> Iterator[str]:
    """Text boxes marked as wrong that no longer hold what was typed."""
    for control in re.findall(r"<input[^>]*aria-invalid=\"true\"[^>]*>", html):
        if re.search(r'type="(hidden|checkbox|radio|file|password|date)"|_(year|month|day)"', control):
            continue
        kept = re.search(r'\svalue="([^"]*)"', control)
        if not kept or unescape(kept[1]).strip() != value.strip():
            yield f"lost: {control[:200]}"


@pytest.mark.parametrize("method", METHODS)
def test_an_odd_method_is_refused(world: World, browsers: dict[Actor, Client], few: Draw, method: str) -> None:
    faults = []
    for name, row in few(sorted(ACCESS.items()), 80):
        url = addresses.address(name, world.ours)
        for actor in {Actor.VISITOR, nonsense.reader_of(name)}:
            with made.undone():
                answer = getattr(browsers[actor], method)(url)
            fine = {200, 204, 301, 302, 303, 404, 405} if method in {"head", "options"} else {302, 403, 404, 405}
            if answer.status_code not in fine or (method == "head" and row.get and answer.status_code == 405):
                faults.append(f"{method} {url} by {actor}: {answer.status_code}")
    assert not faults, "\n".join(faults)


def test_an_odd_query_never_breaks_a_page(world: World, browsers: dict[Actor, Client], few: Draw) -> None:
    faults = []
    values = [nonsense.MARKUP, nonsense.SIGNS, "a\x00b", "9" * 400, "-1"]
    for name, row in sorted(ACCESS.items()):
        if row.get is None:
            continue
        actor = nonsense.reader_of(name)
        url = addresses.address(name, world.ours)
        for value in few(values, 1):
            with made.undone():
                answer = browsers[actor].get(url, dict.fromkeys(QUERY, value))
            if answer.status_code >= 500 or b"<script>alert" in answer.content:
                faults.append(f"GET {url} with {value[:30]!r} by {actor}: {answer.status_code}")
    assert not faults, "\n".join(faults)


def test_an_odd_search_never_breaks_the_search(browsers: dict[Actor, Client], few: Draw) -> None:
    names = [field.name for field in fields(Criteria)] + ["q", "price_from", "price_to", "year_from", "km_to", "sort"]
    wrong = []
    for kind, value in nonsense.texts().items():
        answer = browsers[Actor.VISITOR].get("/en/cars/", dict.fromkeys(names, value))
        alone = [browsers[Actor.VISITOR].get("/en/cars/", {name: value}).status_code for name in few(names, 12)]
        if max(answer.status_code, *alone) >= 500:
            wrong.append(kind)
        assert b"<script>alert" not in answer.content
    for query in (
        "%00",
        "q=%ED%A0%80",
        "q=" + "%28" * 900,
        "q=a%26%21%7C%3A*",
        "&&&==",
        "make[]=1",
        "q=" + "あ" * 3000,
    ):
        if browsers[Actor.VISITOR].get(f"/en/cars/?{query}").status_code >= 500:
            wrong.append(query[:20])
    assert not wrong


def test_an_odd_path_is_not_found(world: World, browsers: dict[Actor, Client], few: Draw) -> None:
    """NUL, broken UTF-8, far too long, in capitals, dots and doubled slashes in place of each word of each address."""
    faults = []
    odd = ("%00", "%ED%A0%80", "x" * 3000, "..%2f..", "%0d%0aX:y", "０", "9" * 30, "<script>")
    for name, row in sorted(ACCESS.items()):
        words = {str(word) for word in addresses.words(name, world.ours).values()}
        url, browser = addresses.address(name, world.ours), browsers[nonsense.reader_of(name)]
        for sign in [sign for word in words for sign in few((*odd, word.lower(), f"{word}%00"), 1)]:
            for tried in {url.replace(f"/{word}", f"/{sign}", 1) for word in words}:
                with made.undone():
                    answer = browser.get(tried) if row.get else browser.post(tried)
                if answer.status_code >= 500 or b"<script>alert" in answer.content:
                    faults.append(f"{tried[:90]}: {answer.status_code}")
    assert not faults, "\n".join(faults)
