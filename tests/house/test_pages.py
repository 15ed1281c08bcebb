"""A crawl of every address by every kind of reader: policy, headers, cookies, caches, and each language marked as what it is."""

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.translation import trans_real

from config.messages import ROOT
from japacar.ui import errors
from japacar.vehicles import cards, labels
from tests.house import addresses
from tests.house import world as made
from tests.house.access import ACCESS, Actor, Answer
from tests.house.reading import KANA_OR_KANJI, Page, read
from tests.house.world import World

pytestmark = pytest.mark.django_db

READERS = (Actor.VISITOR, Actor.BUYER, Actor.SELLER, Actor.SHIPPER, Actor.LINK, Actor.SUPPORT)
COOKIES = {"japacar_session", "XSRF-TOKEN"}
HEADERS = (
    "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options",
    "Cross-Origin-Opener-Policy", "Permissions-Policy",
)  # fmt: skip
# The same for everybody, so a cache may keep it, also on the way to somebody signed in.
SHARED = ("/photos/", "/robots.txt", "/sitemap.xml", "/favicon.ico", "/.well-known/security.txt")
# See WITHOUT_KEY in test_code.py.
WITHOUT_KEY = re.compile("/sign-out/|/forward/link/|/catalogue/")
# For developers; their words are samples.
UNTRANSLATED = ("ui:catalogue", "demo:demo", "demo:mailbox", "demo:mail")
SENTENCE = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")
SPACED = re.compile(r"[^ ⟦]{,30}[.!?]⟧(?:</[a-z]+>)* +(?:<(?!button)[a-z][^>]*>)*⟦[^⟧]{,30}")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with made.standing(django_db_blocker) as found:
        yield found


@pytest.fixture(scope="module")
def browsers(world: World) -> dict[Actor, Client]:
    ours = world.ours
    return {
        Actor.VISITOR: made.browser(),
        Actor.BUYER: made.browser(ours.buyer),
        Actor.SELLER: made.browser(ours.seller),
        Actor.SHIPPER: made.browser(ours.shipper),
        Actor.LINK: made.browser(link=ours.link),
        Actor.SUPPORT: made.browser(world.support),
    }


@pytest.fixture(scope="module")
def crawl(world: World, browsers: dict[Actor, Client]) -> list[tuple[str, Actor, HttpResponse]]:
    """(address, reader, answer) of every page in English that this reader may open."""
    return list(_crawl(world, browsers, "en"))


def _crawl(world: World, browsers: dict[Actor, Client], language: str) -> Iterator[tuple[str, Actor, HttpResponse]]:
    for name, row in sorted(ACCESS.items()):
        if language == "ja" and name in UNTRANSLATED:
            continue
        for actor in READERS:
            if row.get is not None and row.get.answer(actor) is Answer.OPEN:
                with made.undone():
                    url = addresses.address(name, world.ours, language)
                    yield url, actor, browsers[actor].get(url)


def _pages(crawl: list[tuple[str, Actor, HttpResponse]]) -> Iterator[tuple[str, Page]]:
    for url, actor, answer in crawl:
        if _is_page(answer):
            yield f"{url} ({actor})", read(answer.content.decode())


def _is_page(answer: HttpResponse) -> bool:
    """A whole page; a part of one is put into a page that has links and languages of its own."""
    return answer.headers.get("Content-Type", "").startswith("text/html") and b"<html" in answer.content


def test_nothing_breaks(crawl: list[tuple[str, Actor, HttpResponse]]) -> None:
    assert [(url, str(actor)) for url, actor, answer in crawl if answer.status_code >= 500] == []


def test_every_page_links_the_policy(crawl: list[tuple[str, Actor, HttpResponse]]) -> None:
    """PP-0-b."""
    assert [where for where, page in _pages(crawl) if "/en/privacy/" not in page.links] == []


def test_only_two_cookies_exist(crawl: list[tuple[str, Actor, HttpResponse]]) -> None:
    """PP-7.1-d, with the flags of PP-7.1-e."""
    for url, _, answer in crawl:
        assert set(answer.cookies) <= COOKIES, url
        for cookie in answer.cookies.values():
            assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax"), url
            assert cookie["httponly"], url
        if "XSRF-TOKEN" in answer.cookies:
            assert (answer.cookies["XSRF-TOKEN"]["max-age"], answer.cookies["XSRF-TOKEN"]["expires"]) == ("", ""), url
        if "japacar_session" in answer.cookies and answer.cookies["japacar_session"].value:
            assert int(answer.cookies["japacar_session"]["max-age"]) <= 7 * 24 * 3600, url


@pytest.mark.parametrize(
    "name",
    [
        "vehicles:home", "vehicles:search", "vehicles:vehicle", "vehicles:photos", "members:store", "ui:how_buying_works",
        "ui:how_we_check_dealers", "ui:check_a_paper", "documents:find", "documents:verify", "accounts:text", "files:photo",
        "robots", "sitemap", "favicon", "security_txt", "up", "permanent_store",
    ],
)  # fmt: skip
def test_a_first_visit_to_a_public_page_sets_no_cookie(world: World, name: str) -> None:
    assert dict(Client().get(addresses.address(name, world.ours)).cookies) == {}


def test_every_answer_carries_the_security_headers(crawl: list[tuple[str, Actor, HttpResponse]]) -> None:
    missing = {(url, name) for url, _, answer in crawl for name in HEADERS if name not in answer}

    assert missing == set()
    for url, _, answer in crawl:
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy, url
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & set(policy.replace(";", " ").split()), url


def test_nothing_that_one_reader_sees_stays_in_a_cache(crawl: list[tuple[str, Actor, HttpResponse]]) -> None:
    kept = {
        url
        for url, actor, answer in crawl
        if actor is not Actor.VISITOR and "no-store" not in answer.get("Cache-Control", "")
    }
    kept -= {url for url in kept if url.startswith(SHARED)}

    assert kept == set()


def test_forms_carry_their_token_and_key(crawl: list[tuple[str, Actor, HttpResponse]]) -> None:
    without = {
        (where, field)
        for where, page in _pages(crawl)
        for form in page.forms
        for field in ("csrfmiddlewaretoken", "form_key")
        if form["method"] == "post" and field not in form["fields"] and not WITHOUT_KEY.search(where)
    }

    assert without == set()


def test_japanese_on_english_pages_is_marked(crawl: list[tuple[str, Actor, HttpResponse]]) -> None:
    unmarked = sorted(
        {
            f"{where}: {words[:60]}"
            for where, page in _pages(crawl)
            for words, language in page.texts
            if language != "ja" and KANA_OR_KANJI.search(words)
        }
    )

    assert not unmarked, "\n".join(unmarked)


@pytest.fixture
def nothing_kept() -> Iterator[None]:
    """Labels and cards that a process keeps by language are forgotten, before and after a made-up language is spoken."""
    for step in ("before", "after"):
        labels._label.cache_clear()
        cards._drawn.clear()
        if step == "before":
            yield


def test_every_word_of_a_japanese_page_is_translated(
    nothing_kept: None, world: World, browsers: dict[Actor, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a catalogue that puts every translation into brackets, no sentence and no known text stands outside of them."""
    monkeypatch.setitem(trans_real._translations, "ja", _bracketing())
    known = _msgids()
    bare: set[str] = set()
    spaced: set[str] = set()

    for url, _, answer in _crawl(world, browsers, "ja"):
        if _is_page(answer):
            html = answer.content.decode()
            bare |= {f"{url}: {words[:70]}" for words in _outside(read(html)) if _is_ours(words, known)}
            spaced |= {f"{url}: {found[0]}" for found in SPACED.finditer(html)}

    assert not bare, "\n".join(sorted(bare))
    # Japanese has no space between two sentences: `gap()` of the templates, `sentences` in code.
    assert not spaced, "\n".join(sorted(spaced))


def _bracketing() -> Any:
    """The Japanese catalogue, but each text comes back in brackets as it stands in the code."""
    fake = copy.copy(trans_real.translation("ja"))

    def gettext(message: str) -> str:
        return f"⟦{message.rpartition(chr(4))[2]}⟧" if message else ""

    def ngettext(singular: str, plural: str, number: int) -> str:
        return gettext(singular if number == 1 else plural)

    fake.gettext, fake.ngettext = gettext, ngettext
    return fake


def _outside(page: Page) -> Iterator[str]:
    """The words outside all brackets. A translation may hold another, and may reach over several elements."""
    depth = 0
    for words, language in page.texts:
        bare = []
        for sign in words:
            depth += (sign == "⟦") - (sign == "⟧")
            bare.append(" " if depth or sign == "⟧" else sign)
        if language != "en" and (left := " ".join("".join(bare).split())):
            yield left


def _is_ours(words: str, known: set[str]) -> bool:
    return words in known or SENTENCE.search(words) is not None


def _msgids() -> set[str]:
    """Every text of the message files that has at least one small letter."""
    found: set[str] = set()
    for path in Path(ROOT).glob("japacar/*/locale/ja/LC_MESSAGES/django.po"):
        found |= set(re.findall(r'^msgid "(.*[a-z]{3}.*)"$', path.read_text("utf-8"), re.MULTILINE))
    return found


# --- Refusals -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (lambda request: errors.bad_request(request, BadRequest()), 400),
        (lambda request: errors.bad_request(request, TooManyFieldsSent()), 400),
        (lambda request: errors.bad_request(request, RequestDataTooBig()), 413),
        (lambda request: errors.forbidden(request, PermissionDenied()), 403),
        (lambda request: errors.csrf_failure(request), 403),
        (lambda request: errors.error_page(request, 413), 413),
        (lambda request: errors.error_page(request, 422), 422),
        (lambda request: errors.error_page(request, 429, retry_after=60), 429),
        (lambda request: errors.server_error(request), 500),
    ],
)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_error_pages_link_the_policy(view: Any, status: int, language: str) -> None:
    with translation.override(language):
        answer = view(RequestFactory().get(f"/{language}/"))

    assert answer.status_code == status
    assert f"/{language}/privacy/" in read(answer.content.decode()).links


@pytest.mark.parametrize(
    ("method", "url", "status"), [("get", "/en/nothing/", 404), ("get", "/nothing", 404), ("post", "/en/", 405)]
)
def test_refusals_over_http_carry_headers_and_no_cookie(world: World, method: str, url: str, status: int) -> None:
    answer = getattr(Client(), method)(url)

    assert answer.status_code == status
    assert all(name in answer for name in HEADERS)
    assert "no-store" in answer["Cache-Control"]
    assert dict(answer.cookies) == {}
    if status == 404:
        assert any(link.endswith("/privacy/") for link in read(answer.content.decode()).links)


def test_a_form_without_its_token_is_refused_with_a_page(world: World) -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("accounts:sign_in"), {"email": "a@example.test"})

    assert answer.status_code == 403
    assert "/en/privacy/" in read(answer.content.decode()).links


def test_no_view_sets_a_language_cookie() -> None:
    """PP-7.1-d: the language stands in the address."""
    assert not [path for path in addresses.every() if "set_language" in path]
    assert settings.LANGUAGE_COOKIE_NAME not in COOKIES
