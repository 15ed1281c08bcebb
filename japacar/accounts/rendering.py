"""Turns a published text (the policy, the terms) into HTML: a small part of Markdown, every sign escaped, no raw HTML.

Known: ``#`` to ``###`` headings, paragraphs, ``-`` and ``1.`` lists, tables, and inline ``**bold**``, `` `code` ``,
``[words](address)`` and ``{ja:…}`` for a run in another language. A numbered heading gets its number as an anchor, the
same in every language: "## 5. Recipients" is ``#s5`` and "### 5.1 Others" is ``#s5-1``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

_HEADING = re.compile(r"(#{1,3}) +(?:(\d+(?:\.\d+)?)\.? +)?(.+)")
_ITEM = re.compile(r"(-|\d+\.) +(.+)")
_INLINE = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|`(?P<code>[^`]+)`|\[(?P<words>[^\]]+)\]\((?P<address>[^)\s]+)\)"
    r"|\{(?P<language>en|ja):(?P<run>[^}]+)\}"
)
# Addresses of our own texts only: anything else (javascript:, data:, //host) stays plain words.
_SAFE_ADDRESS = re.compile(r"(https://[^\s/]|mailto:|tel:|#|\.\./)")
_BR = Markup("<br>")


def render_text(source: str) -> Markup:
    """The HTML of a whole text. Never raises on odd input: what is not known is shown as a paragraph."""
    return Markup("\n").join(_block(lines) for lines in _blocks(source))


def _blocks(source: str) -> Iterator[list[str]]:
    """Groups of lines between empty lines; a heading is a group of its own."""
    group: list[str] = []
    for line in [*source.splitlines(), ""]:
        alone = bool(_HEADING.fullmatch(line.strip()))
        if group and (alone or not line.strip()):
            yield group
            group = []
        if alone:
            yield [line.strip()]
        elif line.strip():
            group.append(line.strip())


def _block(lines: list[str]) -> Markup:
    if heading := _HEADING.fullmatch(lines[0]):
        return _heading(*heading.groups())
    if len(lines) > 1 and all(line.startswith("|") for line in lines) and set(lines[1]) <= set("|-: "):
        return _table([[cell.strip() for cell in line.strip("|").split("|")] for line in (lines[0], *lines[2:])])
    items = [_ITEM.fullmatch(line) for line in lines]
    if all(items):
        inside = Markup("").join(Markup("<li>{}</li>").format(_inline(item[2])) for item in items if item)
        return Markup("<{0}>{1}</{0}>").format("ul" if lines[0].startswith("-") else "ol", inside)
    return Markup("<p>{}</p>").format(_BR.join(_inline(line) for line in lines))


def _heading(marks: str, number: str | None, words: str) -> Markup:
    tag = f"h{len(marks)}"
    if number is None:
        return Markup("<{0}>{1}</{0}>").format(tag, _inline(words))
    anchor, shown = "s" + number.replace(".", "-"), number if "." in number else f"{number}."
    return Markup('<{0} id="{1}">{2} {3}</{0}>').format(tag, anchor, shown, _inline(words))


def _table(rows: list[list[str]]) -> Markup:
    """Cells repeat their column's label, so that a narrow screen can show a row as a small form."""
    labels = rows[0]
    # The corner above the rows' own headings may be empty, and an empty heading would be read out as one.
    corner = Markup('<th scope="col">{}</th>')
    heads = [(corner if label else Markup("<td>{}</td>")).format(_inline(label)) for label in labels]
    head = Markup("").join(heads)
    body = Markup("").join(Markup("<tr>{}</tr>").format(_cells(labels, row)) for row in rows[1:])
    return Markup(
        '<div class="sheet texttable"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(head, body)


def _cells(labels: list[str], row: list[str]) -> Markup:
    first = Markup('<th scope="row">{}</th>').format(_inline(row[0]))
    pairs = zip(labels[1:], row[1:], strict=False)
    return first + Markup("").join(
        Markup('<td data-label="{}">{}</td>').format(each, _inline(cell)) for each, cell in pairs
    )


def _inline(text: str) -> Markup:
    """One run of words with its marks; everything between the marks is escaped."""
    parts, position = [Markup("")], 0
    for found in _INLINE.finditer(text):
        parts += [Markup("{}").format(text[position : found.start()]), _marked(found)]
        position = found.end()
    return Markup("").join([*parts, Markup("{}").format(text[position:])])


def _marked(found: re.Match[str]) -> Markup:
    if found["bold"]:
        return Markup("<strong>{}</strong>").format(_inline(found["bold"]))
    if found["code"]:
        return Markup('<code translate="no">{}</code>').format(found["code"])
    if found["language"]:
        return Markup('<span lang="{}">{}</span>').format(found["language"], found["run"])
    if not _SAFE_ADDRESS.match(found["address"]):
        return Markup("{}").format(found["words"])
    return Markup('<a href="{}">{}</a>').format(found["address"], _inline(found["words"]))
