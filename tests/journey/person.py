"""Somebody at a browser: clicks, types and looks, as people do. Every page that comes is looked at for width and faults.

The one thing to know: buttons and links are named by their English words; a person who reads Japanese finds them by their translation."""

from __future__ import annotations

import base64
import hmac
import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.utils import translation
from playwright.sync_api import TimeoutError

from tests.journey.stack import Stack

WIDTHS = (320, 360)
COOKIES = {"japacar_session", "XSRF-TOKEN"}
CODE = r"\b(\d{3}) (\d{3})\b"
LOOPBACK = {"localhost", "127.0.0.1"}
PATIENCE_MS = 40_000


def digits(secret: str) -> str:
    """What an app shows now for this secret (RFC 6238), worked out without the site's own arithmetic."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    said = hmac.digest(key, int(time.time() // 30).to_bytes(8, "big"), "sha1")
    start = said[-1] & 15
    return f"{(int.from_bytes(said[start : start + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"


@dataclass
class Person:
    """One browser context with one page, at 360 pixels."""

    browser: Any
    stack: Stack
    email: str
    language: str = "en"
    javascript: bool = False
    page: Any = None
    looked_at: set[str] = field(default_factory=set)
    too_wide: list[str] = field(default_factory=list)
    left_loopback: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    said_in_console: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        context = self.browser.new_context(
            java_script_enabled=self.javascript, viewport={"width": 360, "height": 740}, base_url=self.stack.url
        )
        context.set_default_timeout(PATIENCE_MS)
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.said_in_console.append(f"error: {error.error}"))
        self.page = context.new_page()

    def _request(self, request: Any) -> None:
        if urlsplit(request.url).scheme in {"http", "https"} and urlsplit(request.url).hostname not in LOOPBACK:
            self.left_loopback.append(request.url)

    def _said(self, said: Any) -> None:
        """What a page or the browser says about it; that an answer is a refusal is judged by `_response`."""
        if not said.text.startswith("Failed to load resource"):
            self.said_in_console.append(f"{said.type}: {said.text}")

    def _response(self, response: Any) -> None:
        if response.status >= 500 or (response.status == 404 and "favicon" not in response.url):
            self.faults.append(f"{response.status} {response.request.method} {response.url}")

    # --- What people do ---------------------------------------------------------------------------------------------

    def go(self, path: str) -> Person:
        """Type an address; `path` without the language."""
        self.page.goto(f"/{self.language}{path}" if not path.startswith("http") else path)
        return self.look()

    def words(self, english: str) -> str:
        """What stands on the page in the language of this person."""
        with translation.override(self.language):
            return translation.gettext(english)

    def press(self, english: str | re.Pattern[str]) -> Person:
        """The button with these words."""
        name = self.words(english) if isinstance(english, str) else english
        button = self.page.locator("main").get_by_role("button", name=name, exact=isinstance(name, str))
        self._unfold(button.first)
        return self._click(button.first)

    def follow(self, english: str | re.Pattern[str]) -> Person:
        """The link with these words."""
        name = self.words(english) if isinstance(english, str) else english
        link = self.page.locator("main").get_by_role("link", name=name, exact=isinstance(name, str))
        return self._click(link.first)

    def follow_to(self, path: str) -> Person:
        """The first link in the page's middle that leads to an address with this in it."""
        return self._click(self.page.locator(f"main a[href*='{path}']").first)

    def _click(self, target: Any) -> Person:
        """Every button and link leads to a page; it is waited for, so that the old one is not taken for it."""
        try:
            with self.page.expect_navigation():
                target.click()
        except TimeoutError as error:
            raise AssertionError(f"{target} leads nowhere on {self.page.url}:\n{self.text[:3000]}") from error
        return self.look()

    def say(self, **entries: Any) -> Person:
        """Fill in fields by their names: text, a choice, True for a tick."""
        for name, value in entries.items():
            self._enter(name, value)
        return self

    def _enter(self, name: str, value: Any) -> None:
        inputs = self.page.locator(f"main [name='{name}']:not([type=hidden])")
        first = inputs.first
        kind = first.get_attribute("type")
        self._unfold(first)
        if kind == "radio":
            self.page.locator(f"main [name='{name}'][value='{value}']").check()
        elif kind == "checkbox":
            first.set_checked(bool(value))
        elif first.evaluate("element => element.tagName") == "SELECT":
            first.select_option(value)
        else:
            first.fill(str(value))

    def _unfold(self, target: Any) -> None:
        """Open the disclosures around something that is hidden."""
        if target.count() and not target.is_visible():
            for fold in target.locator("xpath=ancestor::details[not(@open)]").all():
                fold.locator("summary").first.click()

    def hand_in(self, name: str, *files: tuple[str, str, bytes]) -> Person:
        """Choose files: (name, type, content)."""
        chosen = [{"name": one, "mimeType": kind, "buffer": content} for one, kind, content in files]
        target = self.page.locator(f"main input[name='{name}']").first
        self._unfold(target)
        target.set_input_files(chosen)
        return self

    def sign_in(self) -> Person:
        """With a code from the mail, and with the app of whoever has set one up."""
        before = len(self.stack.mails(self.email))
        self.go("/sign-in/").say(email=self.email).press("Send me a code")
        self.type_code(before).press("Sign in")
        if self.email in self.stack.apps:
            self.say(code=digits(self.stack.apps[self.email])).press("Go on")
        return self

    def set_up_app(self) -> Person:
        """The second factor of staff and of whoever enters a bank account, with its recovery codes."""
        self.go("/account/second-factors/").follow("Set up an app")
        row = self.page.locator("main dl.form > div").filter(has_text=self.words("Secret"))
        found = re.search(r"[A-Z2-7]{4}( [A-Z2-7]{4})+", row.first.inner_text())
        assert found, self.text
        self.stack.apps[self.email] = found[0].replace(" ", "")
        self.say(code=digits(self.stack.apps[self.email])).press("Turn it on")
        return self.press("Make recovery codes")

    def type_code(self, mails_before: int) -> Person:
        match = self.stack.mail_after(mails_before, self.email, CODE)
        return self.say(code=f"{match[1]} {match[2]}")

    # --- What is looked at ------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        return str(self.page.locator("body").inner_text())

    def sees(self, *english: str) -> Person:
        """All of these words stand on the page."""
        text = self.text
        for each in english:
            words = self.words(each)
            assert words in text, f"{words!r} is not on {self.page.url}:\n{text[:3000]}"
        return self

    def sees_not(self, *words: str) -> Person:
        source = self.page.content()
        for each in words:
            assert each not in source, f"{each!r} is on {self.page.url}"
        return self

    def look(self) -> Person:
        """No horizontal scroll at 320 and 360 pixels: measured once for each kind of page and its heading."""
        self.page.wait_for_load_state("load")
        kind = re.sub(r"[0-9a-f-]{24,}|[A-Z]{2}-[0-9A-Z]{6}|\d+", "…", urlsplit(self.page.url).path)
        heading = self.page.locator("h1").first.inner_text() if self.page.locator("h1").count() else ""
        if (mark := f"{kind} {re.sub(r'[0-9,]+', '…', heading)}") in self.looked_at:
            return self
        self.looked_at.add(mark)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 740})
            is_wide = self.page.evaluate("document.documentElement.scrollWidth")
            if is_wide > width:
                self.too_wide.append(f"{mark}: {is_wide} at {width}")
        return self

    def is_well(self) -> None:
        """At the end: no wide page, no fault, no complaint, no other cookie, nothing asked of other machines."""
        assert not self.too_wide, self.too_wide
        assert not self.faults, self.faults
        assert not self.said_in_console, self.said_in_console
        assert not self.left_loopback, self.left_loopback
        assert {cookie["name"] for cookie in self.page.context.cookies()} <= COOKIES
