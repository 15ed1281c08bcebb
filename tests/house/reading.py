"""Reads a page as a person would: its texts with the language each is marked with, its links, its forms."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"script", "style", "template"}
KANA_OR_KANJI = re.compile(r"[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff66-\uff9f]")


@dataclass
class Page:
    """`texts` are (words, language) in order; `links` are all href values."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    forms: list[dict[str, Any]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        language = said.get("lang") or (self.open[-1][1] if self.open else "")
        if tag not in VOID:
            self.open.append((tag, language))
        if tag == "a" and said.get("href"):
            self.page.links.append(str(said["href"]))
        if tag == "form":
            self.page.forms.append({"method": (said.get("method") or "get").lower(), "fields": []})
        if tag in {"input", "select", "textarea", "button"} and self.page.forms and said.get("name"):
            self.page.forms[-1]["fields"].append(said["name"])
        # What a screen reader says in place of the element.
        self.page.texts += [
            (str(said[name]), language) for name in ("alt", "aria-label", "placeholder") if said.get(name)
        ]

    def handle_endtag(self, tag: str) -> None:
        while self.open and tag in {name for name, _ in self.open}:
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] in SILENT:
            return
        # An option holds no elements, so a Japanese word in a longer one cannot be marked.
        if self.open and self.open[-1][0] == "option":
            return
        if data.strip():
            self.page.texts.append((" ".join(data.split()), self.open[-1][1] if self.open else ""))


def read(html: str) -> Page:
    reader = _Reader()
    reader.feed(html)
    return reader.page
