"""What a browser finds on every page of every role: axe, narrow screens, foreign words, cookies, requests, errors, weight."""

from __future__ import annotations

import re
import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config.audit import acts, coverage, site
from config.audit.goals import COOKIES, WEIGHT_GOALS_KB, Report

HERE = Path(__file__).resolve().parent
IN_PAGE = (HERE / "in_page.js").read_text(encoding="utf-8")
EMPTIED = (HERE / "emptied.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = "(tags) => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
# Addresses of things that are not there, whose page says so.
MISSING = re.compile("JP-000000|no-such-code")
Look = tuple[dict[str, int], str]
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 900}
TALLEST = 12_000
# The catalogue of components shows specimens, which stay English; a mail has the language of whoever gets it.
SPECIMENS = re.compile(r"catalogue/$|^demo/")
# Forms that are also sent empty: the page with the problems is one of its own. None of them does anything without a value.
SENT_EMPTY = re.compile(
    r"^(sign-in/|join/(buyer|dealer)/|join/through/(buyer|dealer)/|sign-in/(code|second)/|verify/|cars/[^/]+/quote/(code/)?"
    r"|account/(password|email|details|guardian|profile|email/code|consignees/new|second-factors/app)/"
    r"|sell/settings/(company|representative|address|permit|identity|bank|shop|staff|notices)/|sell/stock/(import|photos)/"
    r"|sell/cars/(new|[^/]+|[^/]+/price)/|deals/[^/]+/(quote/new|end|consignee|papers|payment/[^/]+|funds/[^/]+)/"
    r"|desk/(people|consents/[^/]+|dealers/[^/]+)/)$"
)
LOOKS: list[Look] = [(PHONE, "light"), (PHONE, "dark"), (DESK, "light"), (DESK, "dark")]


@dataclass
class Found:
    """Faults by kind, while the walk goes on."""

    axe: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    strange: dict[str, list[str]] = field(default_factory=lambda: {"en": [], "ja": []})
    cookies: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)
    pages: int = 0


class Visit:
    """One role's browser, and what it finds."""

    def __init__(
        self, context: Any, base: str, role: str, found: Found, *, axe: str | None, html: Path, looks: list[Look]
    ) -> None:
        self.page = context.new_page()
        self.context, self.base, self.role, self.found, self.axe, self.html = context, base, role, found, axe, html
        self.where, self.looks, self.tried = "", looks, set[str]()
        self.page.on("request", self._request)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: found.errors.append(f"{self.where}: {error}"))

    def see(self, path: str) -> list[str]:
        """Both languages of one page; gives the links of the English one."""
        links: list[str] = []
        for language in ("en", "ja"):
            self.context.set_extra_http_headers({"Accept-Language": language})
            whole = path.removeprefix("/") if path.startswith("/") else f"{language}/{path}"
            said = self._see(whole, language)
            links = links or said
            if SENT_EMPTY.match(path) and (shape := f"{language} {site.shape(path)}") not in self.tried:
                self.tried.add(shape)
                self._see_refused(whole, language)
        return links

    def _see(self, path: str, language: str) -> list[str]:
        self.where = f"{self.role} /{path}"
        print(self.where, file=sys.stderr)
        self.page.set_viewport_size(PHONE)
        self.page.emulate_media(color_scheme="light")
        answer = self._open(path)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            return []
        if answer.status >= 500 or (answer.status == 404 and not MISSING.search(path)):
            self.found.errors.append(f"{self.where}: answered {answer.status}")
        self.found.paths.add(urlsplit(self.page.url).path)
        return self._judge(path, language, answer.text())

    def _see_refused(self, path: str, language: str) -> None:
        """The same page with its form sent empty: it says what is wrong, with 422."""
        self.where = f"{self.role} /{path} sent empty"
        self.page.set_viewport_size(PHONE)
        if self._open(path) is None:
            return
        if not self.page.locator("main form[method=post] button.btn:not(.line)").count():
            return
        with self.page.expect_navigation(timeout=20_000) as answer:
            self.page.evaluate(EMPTIED)
        if answer.value.status not in (200, 422):
            self.found.errors.append(f"{self.where}: answered {answer.value.status}")
        self._judge(f"{path}~sent-empty", language, answer.value.text(), looks=self.looks[:2])

    def _judge(self, path: str, language: str, html: str, *, looks: list[Look] | None = None) -> list[str]:
        self.found.pages += 1
        name = f"{self.role}~{path.replace('/', '~').replace('?', '~')}"
        (self.html / f"{name[:200]}.html").write_text(html, encoding="utf-8")
        inside = self.page.evaluate(IN_PAGE)
        if not SPECIMENS.search(path):
            self.found.strange[language] += [f"{self.where}: {text}" for text in inside["strange"]]
        self._look(looks or self.looks)
        self._cookies()
        return list(inside["links"])

    def _open(self, path: str) -> Any:
        """The answer; None for a paper that the browser would save instead of showing. Another fault is one of the page."""
        from playwright.sync_api import Error

        try:
            return self.page.goto(f"{self.base}/{path}", wait_until="load")
        except Error as error:
            if not any(word in error.message for word in ("Download is starting", "ERR_ABORTED")):
                self.found.errors.append(f"{self.where}: {error.message.splitlines()[0]}")
            return None

    def _look(self, looks: list[Look]) -> None:
        """At every width and in both colours; the narrowest last."""
        if self.axe is not None:
            self.page.evaluate(self.axe)
            for size, scheme in looks:
                self.page.emulate_media(color_scheme=scheme)
                self._whole(size)
                for each in self.page.evaluate(RUN_AXE, WCAG)["violations"]:
                    node = each["nodes"][0]
                    words = f"{each['id']} ({len(each['nodes'])}×) {node['html'][:110]}"
                    self.found.axe.append(f"{self.where} {size['width']} {scheme}: {words}")
        self.page.set_viewport_size({"width": 320, "height": 700})
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            self.found.wide.append(f"{self.where}: {width} px")

    def _whole(self, size: dict[str, int]) -> None:
        """A window as high as the page: a bar at the lower edge covers only what one can scroll to."""
        self.page.set_viewport_size(size)
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size(size | {"height": min(max(height, size["height"]), TALLEST)})

    def _cookies(self) -> None:
        names = {cookie["name"] for cookie in self.context.cookies()}
        self.found.cookies += [f"{self.where}: {name}" for name in names - COOKIES]

    def _request(self, request: Any) -> None:
        if request.url.startswith("http") and urlsplit(request.url).netloc != urlsplit(self.base).netloc:
            self.found.others.append(f"{self.where}: {request.url[:100]}")

    def _console(self, message: Any) -> None:
        # A page that is missing says so in the console too; its status is judged where it is opened.
        if message.type == "error" and "status of 4" not in message.text:
            self.found.errors.append(f"{self.where}: {message.text[:160]}")


def look_at_all(
    report: Report,
    browser: Any,
    base: str,
    roles: list[str],
    *,
    axe: Path | None,
    html: Path,
    looks: list[Look],
    data: Path,
) -> None:
    """Walk every role's pages and put the goals of this module into the report."""
    found = Found()
    done: set[str] = set()
    script = axe.read_text(encoding="utf-8") if axe else None
    for role in roles:
        email, starts = site.ROLES[role]
        # The page's own CSP stays in force for its scripts; the audit's are evaluated through the debugger.
        context = site.signed_in(browser, base, email, locale="en-GB", is_halfway=role == "halfway")
        starts = [*starts, *_prepared(context, base, role, found)]
        visit = Visit(context, base, role, found, axe=script, html=html, looks=looks)
        site.walk(base, starts, visit.see, done)
        context.close()
    of = f"{found.pages} pages"
    if set(roles) == set(site.ROLES):
        report.none_of("Pages of the access table not visited", coverage.not_visited(found.paths, data), of=of)
    if axe is not None:
        report.none_of("axe, 360 and 1280 px, light and dark", found.axe, of=f"{found.pages * len(looks)} views")
    report.none_of("Scrolls sideways at 320 px", found.wide, of=of)
    report.none_of("Japanese without lang on English pages", found.strange["en"], of=of)
    report.none_of("English without lang on Japanese pages", found.strange["ja"], of=of)
    report.none_of("Cookies beside the two declared", found.cookies, of=of)
    report.none_of("Requests to other hosts", found.others, of=of)
    report.none_of("Broken links, 5xx, console errors", found.errors, of=of)


def _prepared(context: Any, base: str, role: str, found: Found) -> list[str]:
    """Further paths of this role, after its acts."""
    from playwright.sync_api import Error

    paths, page = [], context.new_page()
    page.set_default_timeout(20_000)
    for act in acts.ACTS.get(role, ()):
        try:
            paths += act(page, base)
        except Error as error:
            found.errors.append(f"{role}: {act.__name__} ended with {error.message.splitlines()[0]}")
    page.close()
    return paths


def first_visit(report: Report, browser: Any, pages: dict[str, str], *, runs: int) -> None:
    """Weight on the wire of a first load on a phone, and that no cookie comes with it."""
    cookies: list[str] = []
    for name, address in pages.items():
        weights = []
        for _ in range(runs):
            context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True)
            weights.append(_weight(context, address))
            cookies += [f"{name}: {cookie['name']}" for cookie in context.cookies()]
            context.close()
        if name in WEIGHT_GOALS_KB:
            report.at_most(f"First load, {name}", WEIGHT_GOALS_KB[name], statistics.median(weights) / 1024, "KB")
    report.none_of("Cookies of a first visit", cookies, of=f"{len(pages)} pages")


def _weight(context: Any, address: str) -> float:
    """Bytes as they come over the wire, headers included."""
    page, sizes = context.new_page(), []
    debugger = context.new_cdp_session(page)
    debugger.send("Network.enable")
    debugger.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    return float(sum(sizes))
