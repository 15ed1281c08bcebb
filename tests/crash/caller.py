"""A person's program over HTTP: reads a form, sends it, and sends the very same again while no answer comes.

The one thing to know: what counts as acknowledged is a redirect that arrived; a cut connection or a 5xx is no answer."""

from __future__ import annotations

import random
import re
import threading
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from tests.journey.stack import Stack

PATIENCE = 240.0
Files = dict[str, tuple[str, bytes, str]]


class Refused(AssertionError):
    """The site answered, but not with a redirect: the harness itself is wrong, or the site is."""


class _Forms(HTMLParser):
    """Every form of a page: its address, and what a browser would send of it untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str], set[str]]] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag == "form":
            self.forms.append((has.get("action") or "", {}, set()))
        if not self.forms:
            return
        _, values, names = self.forms[-1]
        name = has.get("name") or ""
        if tag in {"input", "select", "textarea", "button"} and name:
            names.add(name)
        if tag == "input" and name and has.get("type") not in {"submit", "file", "button"}:
            if has.get("type") not in {"radio", "checkbox"} or "checked" in has:
                values[name] = has.get("value") or ("on" if has.get("type") == "checkbox" else "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in has and self.select:
            values[self.select] = has.get("value") or ""


@dataclass
class Caller:
    """One browser without a screen. `luck` decides when an answer counts as lost on the way."""

    stack: Stack
    email: str
    luck: random.Random
    address: str = "10.0.0.1"
    lost_in: float = 0.25
    acknowledged: int = 0
    repeated: int = 0
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.http = httpx.Client(timeout=60, trust_env=False, headers={"X-Forwarded-For": self.address})
        self.ports = [self.stack.port, self.stack.second_port]

    def get(self, path: str) -> httpx.Response:
        """Ask until there is an answer; redirects are followed."""
        answer = self._until_answered("GET", path)
        while answer.is_redirect:
            parts = urlsplit(urljoin(str(answer.url), answer.headers["Location"]))
            answer = self._until_answered("GET", parts.path + ("?" + parts.query if parts.query else ""))
        return answer

    def do(self, page: str, *, at: str = "", files: Files | None = None, **entries: str) -> str:
        """Fill in the form of `page` that posts to `at` (or holds these fields) and send it; the address that follows."""
        path, body = self.filled(page, at, set(entries) | set(files or {}), entries)
        answer = self._until_answered("POST", path, data=body, files=files)
        if not answer.is_redirect:
            wrong = re.findall(r'class="error"[^>]*>(.*?)</p>', answer.text)
            raise Refused(f"{answer.status_code} {path} {wrong} {re.sub('<[^>]+>', ' ', answer.text)[-900:]}")
        self.acknowledged += 1
        if self.luck.random() < self.lost_in:
            self.repeated += 1
            again = self._until_answered("POST", path, data=body, files=files)
            assert not again.is_server_error
        return str(answer.headers["Location"])

    def post(self, page: str, **entries: str) -> httpx.Response:
        """Fill in the form of `page` that holds these fields and send it once; whatever it is answered with."""
        path, body = self.filled(page, "", set(entries), entries)
        return self._until_answered("POST", path, data=body)

    def filled(self, page: str, at: str, names: set[str], entries: dict[str, str]) -> tuple[str, dict[str, str]]:
        """The address and the body of that form of `page`."""
        answer = self.get(page)
        assert answer.status_code == 200, f"{answer.status_code} {page}"
        found = _Forms()
        found.feed(answer.text)
        for action, values, there in found.forms:
            if at in action and names <= there and "csrfmiddlewaretoken" in there:
                return urlsplit(urljoin(str(answer.url), action)).path, values | entries
        raise Refused(f"no form {at} {names} on {answer.url}: {[(one[0], one[2]) for one in found.forms]}")

    def _until_answered(self, method: str, path: str, **more: Any) -> httpx.Response:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                site = f"http://localhost:{self.ports[0]}"
                origin = {"Origin": site} if method == "POST" else {}
                answer = self.http.request(method, site + path, headers=origin, **more)
                if not answer.is_server_error:
                    return answer
            except httpx.TransportError:
                pass
            # The other web process may still be there, as behind a proxy that tries the next one.
            self.ports.reverse()
            if time.monotonic() > deadline:
                raise Refused(f"no answer to {method} {path} for {PATIENCE:.0f} s")
            time.sleep(0.05 + self.luck.random() / 10)

    def is_signed_in(self) -> bool:
        return "/sign-in" not in str(self.get("/en/account/").url)

    @property
    def session(self) -> str:
        return str(self.http.cookies["japacar_session"])

    def continue_as(self, session: str) -> None:
        """Go on in a session that was begun elsewhere."""
        self.http.cookies.set("japacar_session", session, domain="localhost.local")


class Lanes:
    """Several deals at the same time; the first failure of any is raised at the end."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []
        self.failures: list[BaseException] = []

    def start(self, work: Any, *arguments: Any) -> None:
        def run() -> None:
            try:
                work(*arguments)
            except BaseException as error:
                self.failures.append(error)

        self.threads.append(threading.Thread(target=run, daemon=True))
        self.threads[-1].start()

    def join(self) -> None:
        for thread in self.threads:
            thread.join()
        if self.failures:
            raise self.failures[0]
