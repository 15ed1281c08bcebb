"""The published texts become safe HTML, complete and the same in both languages."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japacar.accounts.rendering import render_text

TEXTS = Path(__file__).resolve().parent.parent / "texts"
NAMES = ("privacy-2026-03-26", "terms-2026-04-12")
TAGS = {"h1", "h2", "h3", "p", "br", "ul", "ol", "li", "strong", "code", "a", "span"}
TAGS |= {"div", "table", "thead", "tbody", "tr", "th", "td"}
EXAMPLE = """# Title & more

## 5. Who receives it

First line with **bold {ja:日本}**
second line with `a<b` and [words](../terms/).

- one
- [two](#s5)

1. first
2. second

| Name | What for |
|---|---|
| `x` | <script> |

### 5.1 Others
"""


class Seen(HTMLParser):
    """Collects the tags and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def test_every_known_form_is_rendered() -> None:
    assert render_text(EXAMPLE).splitlines() == [
        "<h1>Title &amp; more</h1>",
        '<h2 id="s5">5. Who receives it</h2>',
        '<p>First line with <strong>bold <span lang="ja">日本</span></strong><br>second line with '
        '<code translate="no">a&lt;b</code> and <a href="../terms/">words</a>.</p>',
        '<ul><li>one</li><li><a href="#s5">two</a></li></ul>',
        "<ol><li>first</li><li>second</li></ol>",
        '<div class="sheet texttable"><table><thead><tr><th scope="col">Name</th><th scope="col">What for</th></tr>'
        '</thead><tbody><tr><th scope="row"><code translate="no">x</code></th>'
        '<td data-label="What for">&lt;script&gt;</td></tr></tbody></table></div>',
        '<h3 id="s5-1">5.1 Others</h3>',
    ]


@pytest.mark.parametrize("address", ["javascript:alert`1`", "//evil.test", "data:text/html,x", "http://plain.test"])
def test_an_unsafe_address_stays_plain_words(address: str) -> None:
    assert render_text(f"[words]({address})") == "<p>words</p>"


@given(st.text(alphabet="ab\n|-#*`[](){}<>\"'&:./1 ja", max_size=120))
def test_no_input_smuggles_a_tag_or_raises(source: str) -> None:
    seen = Seen(render_text(source))

    assert set(seen.tags) <= TAGS
    assert {name for name, _ in seen.attributes} <= {"id", "class", "scope", "data-label", "translate", "lang", "href"}


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_shape(name: str) -> None:
    english, japanese = (render_text((TEXTS / f"{name}.{code}.md").read_text("utf-8")) for code in ("en", "ja"))

    skipped = {"span", "strong", "br"}
    assert [tag for tag in Seen(english).tags if tag not in skipped] == [
        tag for tag in Seen(japanese).tags if tag not in skipped
    ]
    for attribute in ("id", "href"):
        found = [[pair for pair in Seen(page).attributes if pair[0] == attribute] for page in (english, japanese)]
        assert found[0] == found[1]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("code", ["en", "ja"])
def test_every_anchor_that_is_linked_exists(name: str, code: str) -> None:
    attributes = Seen(render_text((TEXTS / f"{name}.{code}.md").read_text("utf-8"))).attributes

    anchors = {value for key, value in attributes if key == "id"}
    assert {value[1:] for key, value in attributes if key == "href" and value and value.startswith("#")} <= anchors


def test_policy_names_operator_law_date_and_contact() -> None:
    english, japanese = ((TEXTS / f"privacy-2026-03-26.{code}.md").read_text("utf-8") for code in ("en", "ja"))

    for fact in (
        "Japanese Car Trading LLC",
        "日本車貿易合同会社",
        "JAPACAR",
        "APPI",
        "050-7108-4580",
        "info@japacar.jp",
    ):
        assert fact in english
        assert fact in japanese
    assert "Last updated: March 26, 2026" in english
    assert "最終更新日：2026年3月26日" in japanese
    assert "693-7 Yamaguchi, Tokorozawa City, Saitama 359-1145, Japan" in english
    assert "No online service is completely secure" in english
    assert len(re.findall(r"^\d+\. ", english.partition("## 3.")[2].partition("## 4.")[0], re.MULTILINE)) == 11


def test_policy_lists_exactly_our_cookies() -> None:
    for code in ("en", "ja"):
        text = (TEXTS / f"privacy-2026-03-26.{code}.md").read_text("utf-8")
        table = text.partition("### 7.1")[2].partition("### 7.2")[0]
        assert re.findall(r"^\| `([\w-]+)`", table, re.MULTILINE) == ["japacar_session", "XSRF-TOKEN", "googtrans"]


def test_japanese_runs_in_english_texts_say_their_language() -> None:
    for name in NAMES:
        text = (TEXTS / f"{name}.en.md").read_text("utf-8")
        assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", re.sub(r"\{ja:[^}]*\}", "", text))
