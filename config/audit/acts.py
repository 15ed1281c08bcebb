"""What has to be done before some pages are there: a code asked for, a list sent, a link followed that came by mail.

The one thing to know: each act belongs to one role of `site.ROLES`, leaves the page of its browser wherever it ends, and
gives the paths to look at from then on. They change the demo as its people would, and nobody else's things."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from config.audit.site import press
from japacar.demo.passphrase import PASSPHRASE

LIST = "管理番号,メーカー,車名,価格,走行距離\nA-1,トヨタ,プラド,318万円,64000km\nA-2,トヨタ,プラド,,\n"
MAILED = re.compile(r"/(?:join-staff|mailbox/confirm|mailbox/stop|still-there|forward/link)/")
KINDS_MAILED = MAILED.pattern.count("|") + 1
MOST_PAGES_OF_MAIL = 10
DRAWN_WITHIN = 180.0
MAILED_WITHIN = 120.0
CARS_TRIED = 6
Act = Callable[[Any, str], list[str]]


def mailed_links(page: Any, base: str) -> list[str]:
    """The newest link of each kind out of the demo's mails, which the worker sends one by one. Most are seen as what they are for a
    visitor: a button, or the way to sign in."""
    end = time.monotonic() + MAILED_WITHIN
    while len(found := _links(page, base)) < KINDS_MAILED and time.monotonic() < end:
        time.sleep(5)
    return list(found.values())


def _links(page: Any, base: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for number in range(1, MOST_PAGES_OF_MAIL + 1):
        inbox = page.request.get(f"{base}/demo/mail/?page={number}").text()
        for mail in dict.fromkeys(re.findall(r'href="(/demo/mail/[^"]+/)"', inbox)):
            for link in re.findall(r'href="([^"]+)"', page.request.get(base + mail).text()):
                path = urlsplit(link).path
                if kind := MAILED.search(path):
                    found.setdefault(kind[0], path[4:])
        if len(found) == KINDS_MAILED or f"page={number + 1}" not in inbox:
            break
    return found


def ask_for_a_code(page: Any, base: str) -> list[str]:
    page.goto(f"{base}/en/sign-in/")
    page.fill("#id_email", "buyer2@example.test")
    press(page, "button[value=code]")
    return [_here(page)]


def ask_for_a_quote(page: Any, base: str) -> list[str]:
    page.goto(f"{base}/en/cars/")
    page.goto(base + page.locator("a[href^='/en/cars/JP-']").first.get_attribute("href") + "quote/")
    page.fill("#id_name", "Otieno Sample")
    page.fill("#id_email", "otieno@example.test")
    page.select_option("#id_port", index=1)
    page.check("input[name=of_age][value=yes]")
    page.check("#id_agreed")
    press(page, "main form button.btn")
    return [_here(page)]


def come_from_google(page: Any, base: str) -> list[str]:
    """Somebody whom only the provider knows: the choice between joining and proving."""
    page.goto(f"{base}/en/sign-in/")
    button = "form[action*='/sign-in/with/google/'] button"
    if not page.locator(button).count():
        return []
    press(page, button)
    press(page, "button[value=allow]")
    return [_here(page), "join/through/buyer/", "join/through/dealer/"]


def link_google(page: Any, base: str) -> list[str]:
    """Somebody who has an account and comes from the provider for the first time: he signs in, and is asked whether to link."""
    if not come_from_google(page, base):
        return []
    page.goto(f"{base}/en/join/through/")
    press(page, "a[href*='/sign-in/?next=']")
    page.fill("#id_email", "buyer2@example.test")
    page.fill("#id_password", PASSPHRASE)
    press(page, "button[value=password]")
    return [_here(page)]


def photographed(page: Any, base: str) -> list[str]:
    """The photos of one car."""
    if not _find_photographed(page, base, "cars/", "a[href^='/en/cars/JP-']", "main a[href*='/photos/']"):
        return []
    return [str(urlsplit(page.locator("main a[href*='/photos/']").first.get_attribute("href")).path[4:])]


def hide_a_plate(page: Any, base: str) -> list[str]:
    """The page on which a part of one's own photo is covered."""
    stock = "sell/cars/?status=published"
    if not _find_photographed(page, base, stock, "main a[href^='/en/sell/cars/JP-']", "button.plate"):
        return []
    press(page, "button.plate")
    return [_here(page)]


def _find_photographed(page: Any, base: str, listed: str, cars: str, wanted: str) -> bool:
    """Open a car that has its photos: the worker still draws them when the walk begins."""
    end = time.monotonic() + DRAWN_WITHIN
    while time.monotonic() < end:
        page.goto(f"{base}/en/{listed}")
        hrefs = [link.get_attribute("href") for link in page.locator(cars).all()]
        for href in list(dict.fromkeys(hrefs))[:CARS_TRIED]:
            page.goto(base + href)
            if page.locator(wanted).count():
                return True
        time.sleep(5)
    return False


def confirm_a_car(page: Any, base: str) -> list[str]:
    """A reserved car is there: the invoice can be written."""
    button = "form[action$='/stock/'] button.btn"
    for href in _deals(page, base, "?tab=yours"):
        if page.locator(button).count():
            press(page, button)
        if page.locator("a[href$='/invoice/']").count():
            return [f"{href[4:]}invoice/"]
    return []


def search_a_picture(page: Any, base: str) -> list[str]:
    """A picture without codes, which the worker searches closely: the page says so, and afterwards that there are none."""
    picture = page.screenshot()
    page.goto(f"{base}/en/sell/cars/new/")
    page.set_input_files("#certificate", {"name": "page.png", "mimeType": "image/png", "buffer": picture})
    press(page, "button[value=certificate]")
    return [_here(page)]


def change_the_address(page: Any, base: str) -> list[str]:
    page.goto(f"{base}/en/account/email/")
    page.fill("#id_email", "changed@example.test")
    press(page, "main form button.btn")
    return [_here(page)]


def send_a_list(page: Any, base: str) -> list[str]:
    """A list whose columns wait for a word; one with a row that is right and one that is not; and an archive of photos without one."""
    lists = []
    for columns_are_right in (False, True):
        page.goto(f"{base}/en/sell/stock/import/")
        page.set_input_files("#id_file", {"name": "list.csv", "mimeType": "text/csv", "buffer": LIST.encode()})
        press(page, "main form button.btn")
        if columns_are_right and _here(page).endswith("/columns/"):
            press(page, "main form:has(select) button.btn:not(.line)")
        lists.append(_here(page))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("A-1_1.txt", "no photo")
    page.goto(f"{base}/en/sell/stock/photos/")
    page.set_input_files(
        "#id_file", {"name": "photos.zip", "mimeType": "application/zip", "buffer": archive.getvalue()}
    )
    press(page, "main form button.btn")
    return [*lists, _here(page)]


def give_a_mailbox(page: Any, base: str) -> list[str]:
    """Another address for what all of the dealer's people hear: it is asked by mail whether it wants that."""
    page.goto(f"{base}/en/sell/settings/notices/")
    page.fill("#id_email", "desk@example.test")
    press(page, "main form:has(#id_email) button.btn")
    return [_here(page)]


def ask_a_forwarder(page: Any, base: str) -> list[str]:
    """Somebody without an account ships a paid car: he gets a link by mail."""
    for href in _deals(page, base):
        if not page.locator("main a[href$='/forwarder/']").count():
            continue
        page.goto(f"{base}{href}forwarder/")
        page.select_option("#id_forwarder", index=1)
        page.check("input[name=send_link]")
        press(page, "main form:has([name=send_link]) button.btn")
        if not _here(page).endswith("/forwarder/"):
            break
    return []


def start_empty(page: Any, base: str) -> list[str]:
    """A draft without anything, on one page and step by step, with what belongs to it."""
    page.goto(f"{base}/en/sell/cars/new/")
    press(page, "form:has(input[value=empty]) button")
    draft = _here(page)
    return [draft, f"{draft}price-help/", f"{draft}reading/"]


def look_for_somebody(page: Any, base: str) -> list[str]:
    page.goto(f"{base}/en/desk/people/")
    page.fill("#id_email", "dealer2@example.test")
    press(page, "main form button.btn")
    return [_here(page)]


def be_refused(page: Any, base: str) -> list[str]:
    """A step of the other side: the page of 403, which all refusals are drawn like."""
    page.goto(f"{base}/en/deals/?tab=yours")
    deal = page.locator("main a[href^='/en/deals/DL-']").first.get_attribute("href")
    return [f"{deal[4:]}quote/new/"]


def _deals(page: Any, base: str, query: str = "") -> Iterator[str]:
    """The address of each deal of the list, opened one after the other."""
    page.goto(f"{base}/en/deals/{query}")
    hrefs = [link.get_attribute("href") for link in page.locator("main a[href^='/en/deals/DL-']").all()]
    for href in dict.fromkeys(hrefs):
        page.goto(base + href)
        yield href


def _here(page: Any) -> str:
    """The path without language and query."""
    return str(urlsplit(page.url).path[4:])


ACTS: dict[str, tuple[Act, ...]] = {
    "visitor": (ask_for_a_code, ask_for_a_quote, photographed),
    "from google": (come_from_google,),
    "linking google": (link_google,),
    "buyer": (change_the_address, be_refused),
    "dealer": (
        send_a_list,
        start_empty,
        search_a_picture,
        confirm_a_car,
        hide_a_plate,
        ask_a_forwarder,
        give_a_mailbox,
    ),
    "staff": (look_for_somebody,),
    "reader of mails": (mailed_links,),
}
