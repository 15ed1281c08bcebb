"""What a browser finds on every page of every role: axe, narrow screens, foreign words, cookies, requests, errors, weight."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config.audit import site
from config.audit.goals import COOKIES, WEIGHT_GOALS_KB, Report

HERE = Path(__file__).resolve().parent
IN_PAGE = (HERE / "in_page.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = "(tags) => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
Look = tuple[dict[str, int], str]
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 900}
TALLEST = 12_000
# The catalogue of components shows specimens, which stay English.
SPECIMENS = "catalogue/"
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
    pages: int = 0


class Visit:
    """One role's browser, and what it finds."""

    def __init__(
        self, context: Any, base: str, role: str, found: Found, *, axe: str | None, html: Path, looks: list[Look]
    ) -> None:
        self.page = context.new_page()
        self.context, self.base, self.role, self.found, self.axe, self.html = context, base, role, found, axe, html
        self.where, self.looks = "", looks
        self.page.on("request", self._request)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: found.errors.append(f"{self.where}: {error}"))

    def see(self, path: str) -> list[str]:
        """Both languages of one page; gives the links of the English one."""
        links: list[str] = []
        for language in ("en", "ja"):
            said = self._see(f"{language}/{path}", language)
            links = links or said
        return links

    def _see(self, path: str, language: str) -> list[str]:
        self.where = f"{self.role} /{path}"
        self.page.set_viewport_size(PHONE)
        self.page.emulate_media(color_scheme="light")
        answer = self._open(path)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            return []
        if answer.status >= 500 or (answer.status == 404 and "JP-000000" not in path):
            self.found.errors.append(f"{self.where}: answered {answer.status}")
        self.found.pages += 1
        name = f"{self.role}~{path.replace('/', '~').replace('?', '~')}"
        (self.html / f"{name}.html").write_text(answer.text(), encoding="utf-8")
        inside = self.page.evaluate(IN_PAGE)
        if not path.endswith(SPECIMENS):
            self.found.strange[language] += [f"{self.where}: {text}" for text in inside["strange"]]
        self._look()
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

    def _look(self) -> None:
        """At every width and in both colours; the narrowest last."""
        if self.axe is not None:
            self.page.evaluate(self.axe)
            for size, scheme in self.looks:
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
    report: Report, browser: Any, base: str, roles: list[str], *, axe: Path | None, html: Path, looks: list[Look]
) -> None:
    """Walk every role's pages and put the goals of this module into the report."""
    found = Found()
    script = axe.read_text(encoding="utf-8") if axe else None
    for role in roles:
        email, starts = site.ROLES[role]
        # The page's own CSP stays in force for its scripts; the audit's are evaluated through the debugger.
        context = site.signed_in(browser, base, email, locale="en-GB")
        visit = Visit(context, base, role, found, axe=script, html=html, looks=looks)
        site.walk(base, starts, visit.see)
        context.close()
    of = f"{found.pages} pages"
    if axe is not None:
        report.none_of("axe, 360 and 1280 px, light and dark", found.axe, of=f"{found.pages * len(looks)} views")
    report.none_of("Scrolls sideways at 320 px", found.wide, of=of)
    report.none_of("Japanese without lang on English pages", found.strange["en"], of=of)
    report.none_of("English without lang on Japanese pages", found.strange["ja"], of=of)
    report.none_of("Cookies beside the two declared", found.cookies, of=of)
    report.none_of("Requests to other hosts", found.others, of=of)
    report.none_of("Broken links, 5xx, console errors", found.errors, of=of)


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
